"""What other apps tell on the page of a thing: the challenge that can be raised about it, and a group's rhythm."""

import re
from html import unescape

import pytest
from django.db import connection

from goldenthread.challenges.queries.beside import CAN_BE_CHALLENGED
from goldenthread.threads import rules as threads
from goldenthread.web.beside import tellers
from tests import pages
from tests.pages import SCREENS, Screen
from tests.visiting import SLUG, fetch, signed_in

WORDS = "Raise a challenge about this"
ASKED = "What shows that this is so?"
SHOWN = {
    "actions.action": "actions:show_action", "plans.priority": "plans:show_priority",
    "plans.objective": "plans:show_objective", "plans.measure": "plans:show_measure",
    "returns.return": "returns:show_return", "returns.request": "returns:show_request",
    "risks.risk": "risks:show_risk", "meetings.decision": "meetings:show_decision",
    "documents.document": "documents:show_document", "documents.evidenceitem": "documents:show_evidence",
}  # fmt: skip


def read(who: str, path: str) -> str:
    return re.sub(r"\s+", " ", unescape(signed_in(who).get(path).content.decode()))


def screen_of(name: str) -> Screen:
    return next(one for one in SCREENS if one.name == name and one.who == "business_manager")


def test_every_kind_that_can_be_challenged_is_one_that_hangs_on_the_thread():
    assert set(SHOWN) == set(CAN_BE_CHALLENGED)
    for key in CAN_BE_CHALLENGED:
        kind = threads.kind(key)
        assert kind is not None
        assert kind.is_linkable
        assert kind.page.name == SHOWN[key]
        assert "challenges" in [one.key for one in tellers(key)]


@pytest.mark.parametrize("kind", list(SHOWN))
def test_the_button_opens_the_form_with_the_thing_named_and_both_ends_show_it(site, kind: str):
    path = pages.address(screen_of(SHOWN[kind]), SLUG, fetch)
    page = read("business_manager", path)
    link = re.search(rf'href="([^"]*challenges/raise/\?about={kind}(?:%3A|:)[^"]*)"[^>]*>{WORDS}', page)
    assert link is not None
    form = read("business_manager", link[1])
    assert "About: <a" in form
    assert f'href="{path}' in form
    about = re.search(r'name="about"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="about"', form)
    assert about is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id FROM partnerships_agency a JOIN partnerships_participation p ON p.agency_id = a.id "
            "JOIN partnerships_partnership s ON s.id = p.partnership_id WHERE s.slug = %s LIMIT 1", [SLUG],
        )  # fmt: skip
        agency = cursor.fetchone()[0]
    typed = {"about": about[1] or about[2], "kind": "challenge", "to": f"agency:{agency}", "text": ASKED}
    typed |= {"due_on-day": "1", "due_on-month": "6", "due_on-year": "2030"}
    sent = signed_in("business_manager").post(link[1], typed)
    assert sent.status_code == 302
    assert f'href="{path}' in read("business_manager", sent["Location"])
    assert "Challenges about this" in (shown := read("business_manager", path))
    assert ASKED in shown
    # Whoever does not read that challenge reads nothing of it on the page of the thing.
    assert ASKED not in read("group_member", path)


@pytest.mark.parametrize("who", ["lay_member", "system_auditor"])
def test_it_is_not_offered_to_those_who_raise_none(site, who: str):
    for name in SHOWN.values():
        assert WORDS not in read(who, pages.address(screen_of(name), SLUG, fetch))


class TestAGroup:
    def test_its_page_leads_to_meetings_reports_directions_and_register(self, site):
        page = read("business_manager", _page_of("Business Management Group"))
        for words in ("Next:", "Last:", "All its meetings", "Reports owed", "Reports to come", "in its register"):
            assert words in page

    def test_its_register_is_for_those_who_read_it(self, site):
        for who, sees in (("independent_scrutineer", True), ("group_member", False), ("lay_member", False)):
            page = read(who, _page_of("Safeguarding Executive"))
            assert "Next:" in page
            assert ("in its register" in page) is sees

    def test_an_open_direction_stands_on_the_page_of_the_group_that_has_it(self, site):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT g.name, d.text FROM meetings_direction d JOIN partnerships_group g ON g.id = d.to_group_id "
                "JOIN partnerships_partnership p ON p.id = d.partnership_id "
                "JOIN actions_action a ON a.id = d.action_id "
                "JOIN meetings_meeting m ON m.id = d.meeting_id "
                "WHERE p.slug = %s AND a.closed_on IS NULL AND d.removed_at IS NULL AND d.part = 'A' "
                "AND m.state IN ('agreed', 'approved') LIMIT 1", [SLUG],
            )  # fmt: skip
            name, text = cursor.fetchone()
        page = read("independent_scrutineer", _page_of(name))
        assert "Open directions" in page
        assert text[:60] in page


def _page_of(group: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.id FROM partnerships_group g JOIN partnerships_partnership p ON p.id = g.partnership_id "
            "WHERE p.slug = %s AND g.name = %s", [SLUG, group],
        )  # fmt: skip
        return f"/{SLUG}/groups/{cursor.fetchone()[0]}/"
