"""Every screen once, with how to reach it in the demonstration.

`SCREENS` names each address that answers to GET, and where its ids come from: `SAMPLES` finds one of each kind with a
line of SQL, so that the same list serves the tests in this process and those against a running server.
"""

from collections.abc import Callable, Mapping

from tests.pages import actions, meetings, partnerships, plans, returns, risks, scorecards
from tests.pages.screen import Screen, one

PARTS = (plans, actions, partnerships, returns, risks, meetings, scorecards)
SAMPLES: Mapping[str, str] = {key: sql for part in PARTS for key, sql in part.SAMPLES.items()}
SCREENS: tuple[Screen, ...] = tuple(screen for part in PARTS for screen in part.SCREENS)

# Addresses that change something and are only ever sent to, from a button on a screen above.
ONLY_SENT_TO = {
    "actions:say_no_change", "partnerships:send_invitation", "returns:move_question", "risks:say_no_change",
    "meetings:propose_agenda", "meetings:move_item", "meetings:carry_item", "meetings:put_to_chair",
    "meetings:agree_minutes", "meetings:approve_minutes", "meetings:remove_line", "meetings:restore_line",
    "meetings:ratify_decision", "meetings:close_procedure", "returns:keep_draft", "returns:keep_question_set",
    "scorecards:keep_figures", "scorecards:ask_for_missing", "scorecards:keep_published",
}  # fmt: skip
# This one is shown once, to whoever has just made a feed.
ONLY_SENT_TO |= {"notify:show_new_feed"}
# What everybody may change, because it is their own.
ONES_OWN = {
    "partnerships:change_own_particulars", "notify:choose_rhythm", "partnerships:list_views", "partnerships:save_view",
    "partnerships:change_view", "partnerships:delete_view", "notify:list_feeds", "notify:revoke_feed",
    "partnerships:keep_own_absences", "partnerships:change_absence", "partnerships:end_absence",
    "partnerships:remove_absence",
}  # fmt: skip
# What an independent scrutineer does beside reading: to challenge is what they are for (domain guide D.2).
SCRUTINEERS_OWN = {
    "challenges:raise_challenge", "challenges:close_challenge", "challenges:reopen_challenge",
    "challenges:extend_challenge",
}  # fmt: skip
# Addresses of nobody's partnership.
OF_NO_PARTNERSHIP = {
    "choose_partnership",
    "healthy",
    "accessibility",
    "hear_govuk_notify",
    "read_feed",
    "contribute",
    "my_work_everywhere",
    "answer_by_link",
    "your_account",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_reauthenticate",
    "list_sessions",
    "end_session",
    "sign_out_everywhere",
    "set_up_second_step",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "take_invitation",
}
# Those of them that anybody may see. Everything else asks for sign-in.
ASK_FOR_SIGN_IN = {
    "choose_partnership", "your_account", "account_change_password", "account_set_password", "account_reauthenticate",
    "list_sessions", "end_session", "sign_out_everywhere", "set_up_second_step", "mfa_index", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn", "my_work_everywhere",
}  # fmt: skip
PUBLIC = OF_NO_PARTNERSHIP - ASK_FOR_SIGN_IN

Fetch = Callable[[str, str], str | None]


def address(screen: Screen, slug: str, fetch: Fetch) -> str | None:
    """The path of a screen, or None where the demonstration has nothing to show on it.

    `fetch(sql, slug)` runs one of `SAMPLES` for a partnership and gives an id or None.
    """
    from django.urls import reverse

    found = {keyword: fetch(SAMPLES[sample], slug) for keyword, sample in screen.ids.items()}
    query = screen.query
    if "{" in query:
        sample = query.partition("{")[2].partition("}")[0]
        query = query.replace(f"{{{sample}}}", fetch(SAMPLES[sample], slug) or "")
    if None in found.values():
        return None
    path = reverse(screen.name, kwargs={"partnership": slug, **found, **screen.words})
    return f"{path}?{query}" if query else path


__all__ = ["SAMPLES", "SCREENS", "Screen", "address", "one"]
