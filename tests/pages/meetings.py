"""The screens of meetings, each once."""

from collections.abc import Mapping

from tests.pages.screen import Screen, one

SAMPLES: Mapping[str, str] = {
    "series": one("meetings_meetingseries", "ended_on IS NULL", order="first_on, id"),
    "coming": one("meetings_meeting", "state = 'planned' AND starts_at > now()", order="starts_at DESC, id"),
    "agenda": one("meetings_meeting", "state = 'issued'"),
    "approved_meeting": one("meetings_meeting", "state = 'approved' AND id IN (SELECT meeting_id FROM "
                            "meetings_decision WHERE part = 'B')"),
    "drafted_meeting": one("meetings_meeting", "state = 'drafted'"),
    "item": one("meetings_agendaitem", "part = 'A' AND removed_at IS NULL AND id IN (SELECT item_id FROM "
                "meetings_paper WHERE added_at IS NULL)"),
    "part_b_item": one("meetings_agendaitem", "part = 'B' AND id IN (SELECT item_id FROM meetings_paper)"),
    "paper": one("meetings_paper", "document_id IS NOT NULL"),
    "late_paper": one("meetings_paper", "is_late"),
    "line": one("meetings_minute", "kind = 'note' AND part = 'A' AND meeting_id IN (SELECT id FROM meetings_meeting "
                "WHERE state = 'drafted')"),
    "agreed_line": one("meetings_minute", "kind = 'note' AND part = 'A' AND meeting_id IN (SELECT id FROM "
                       "meetings_meeting WHERE state = 'approved')"),
    "decision": one("meetings_decision", "part = 'A' AND reason <> '' AND id IN (SELECT decision_id FROM "
                    "meetings_direction)", order="decided_on, id"),
    "recommended": one("meetings_decision", "needs_ratification"),
    "draft_decision": one("meetings_decision", "meeting_id IN (SELECT id FROM meetings_meeting WHERE state = "
                          "'drafted')"),
    "direction": one("meetings_direction", "part = 'A'", order="created_at, id"),
    "procedure": one("meetings_writtenprocedure", "outcome = 'carried'"),
    "open_procedure": one("meetings_writtenprocedure", "outcome = 'open'"),
    "pack": one("meetings_pack", "number = 0 AND variant = 'A'"),
    "part_b_pack": one("meetings_pack", "number = 0 AND variant = 'B'"),
    "supplement": one("meetings_pack", "number = 1"),
    "pack_meeting": one("meetings_pack", "number = 1", "meeting_id"),
    "paper_link": one("meetings_paperlink", "file <> ''"),
    "hosted_meeting": one("meetings_meeting", "id IN (SELECT hosted_id FROM meetings_meetinginvitation WHERE state = "
                          "'asked')"),
    "sent_invitation": ("SELECT i.id FROM meetings_meetinginvitation i JOIN meetings_meeting m ON m.id = i.hosted_id "
                        "WHERE m.partnership_id = %s AND i.state = 'asked' ORDER BY i.asked_at LIMIT 1"),
    "invitation": one("meetings_meetinginvitation", "state = 'asked'"),
    "joined_past": one("meetings_meetinginvitation", "meeting_id IN (SELECT id FROM meetings_meeting WHERE state = "
                       "'agreed')", "meeting_id"),
    "joined_ahead": one("meetings_meetinginvitation", "state = 'accepted' AND meeting_id IN (SELECT id FROM "
                        "meetings_meeting WHERE state IN ('planned', 'issued'))", "meeting_id"),
    "host_paper": ("SELECT p.id FROM meetings_paper p JOIN meetings_agendaitem a ON a.id = p.item_id JOIN "
                   "meetings_meetinginvitation i ON i.hosted_id = a.meeting_id WHERE i.partnership_id = %s AND "
                   "i.meeting_id IN (SELECT id FROM meetings_meeting WHERE state = 'agreed') ORDER BY p.created_at "
                   "LIMIT 1"),
    "declaration": one("meetings_declarationofinterest", "meeting_id IN (SELECT id FROM meetings_meeting WHERE state "
                       "IN ('held', 'drafted'))"),
    "meeting_group": one("meetings_meeting", "state = 'drafted'", "group_id"),
}  # fmt: skip


def _meeting(name: str, sample: str = "agenda", **more: str) -> Screen:
    return Screen(f"meetings:{name}", {"meeting": sample}, **more)  # type: ignore[arg-type]


def _item(name: str, sample: str = "item", **more: str) -> Screen:
    return Screen(f"meetings:{name}", {"item": sample}, **more)  # type: ignore[arg-type]


SCREENS: tuple[Screen, ...] = (
    Screen("meetings:list_meetings"),
    Screen("meetings:list_meetings", query="when=past"),
    Screen("meetings:add_meeting"),
    _meeting("show_meeting"),
    _meeting("show_meeting", "approved_meeting"),
    _meeting("change_meeting", "coming"),
    _meeting("call_off_meeting", "coming"),
    _meeting("show_meeting", "hosted_meeting"),
    _meeting("ask_partnership", "hosted_meeting"),
    Screen("meetings:withdraw_invitation", {"invitation": "sent_invitation"}),
    Screen("meetings:answer_invitation", {"invitation": "invitation"}),
    Screen("meetings:decline_invitation", {"invitation": "invitation"}),
    _meeting("show_meeting", "joined_past"),
    _meeting("change_meeting", "joined_ahead"),
    _meeting("leave_meeting", "joined_ahead"),
    _meeting("show_host_minutes", "joined_past"),
    Screen("meetings:show_host_paper", {"meeting": "joined_past", "paper": "host_paper"}),
    Screen("meetings:open_host_paper", {"meeting": "joined_past", "paper": "host_paper"}, is_page=False),
    _meeting("keep_agenda"),
    _meeting("keep_agenda", "coming"),
    _meeting("issue_agenda"),
    _meeting("issue_pack"),
    _meeting("issue_supplement", "pack_meeting"),
    _meeting("show_meeting", "pack_meeting"),
    Screen("meetings:show_pack", {"pack": "pack"}),
    Screen("meetings:show_pack", {"pack": "part_b_pack"}),
    Screen("meetings:show_pack", {"pack": "supplement"}),
    Screen("meetings:open_pack", {"pack": "part_b_pack"}, is_page=False),
    _meeting("record_attendance", "drafted_meeting"),
    _meeting("declare_interest", "drafted_meeting"),
    Screen("meetings:change_declaration", {"declaration": "declaration"}),
    _meeting("keep_minutes", "drafted_meeting"),
    _meeting("show_minutes", "approved_meeting"),
    _meeting("show_minutes", "drafted_meeting"),
    _meeting("show_public_minutes", "approved_meeting"),
    _meeting("show_public_minutes", "approved_meeting", query="format=pdf", is_page=False),
    _meeting("show_minutes", "approved_meeting", query="format=docx", is_page=False),
    _meeting("choose_public", "approved_meeting"),
    _meeting("return_minutes", "drafted_meeting"),
    Screen("meetings:show_attendance", {"group": "meeting_group"}),
    _item("show_item"),
    _item("show_item", "part_b_item"),
    _item("change_item"),
    _item("remove_item"),
    _item("ask_for_paper"),
    _item("add_paper"),
    _item("send_paper_link"),
    Screen("meetings:accept_contribution", {"link": "paper_link"}),
    Screen("meetings:open_contribution", {"link": "paper_link"}, is_page=False),
    Screen("meetings:withdraw_paper_link", {"link": "paper_link"}),
    Screen("meetings:show_paper", {"paper": "paper"}),
    Screen("meetings:show_paper", {"paper": "late_paper"}),
    Screen("meetings:open_paper", {"paper": "paper"}, is_page=False),
    Screen("meetings:withdraw_paper", {"paper": "paper"}),
    Screen("meetings:list_late_papers"),
    Screen("meetings:change_line", {"line": "line"}),
    Screen("meetings:change_line", {"line": "agreed_line"}),
    Screen("meetings:list_decisions"),
    Screen("meetings:show_decision", {"decision": "decision"}),
    Screen("meetings:show_decision", {"decision": "recommended"}),
    Screen("meetings:complete_decision", {"decision": "draft_decision"}),
    Screen("meetings:show_direction", {"direction": "direction"}),
    Screen("meetings:list_procedures"),
    Screen("meetings:begin_procedure"),
    Screen("meetings:show_procedure", {"procedure": "procedure"}),
    Screen("meetings:answer_procedure", {"procedure": "open_procedure"}, who="delegated_safeguarding_partner"),
    Screen("meetings:list_series"),
    Screen("meetings:add_series"),
    Screen("meetings:show_series", {"series": "series"}),
    Screen("meetings:change_series", {"series": "series"}),
    Screen("meetings:end_series", {"series": "series"}),
)
