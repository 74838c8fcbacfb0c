"""The pages: who may open which, what they say, and that nothing typed is lost."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from goldenthread.actions import services
from goldenthread.actions.models import Action
from goldenthread.actions.services import NewMilestone, NewReporting, Party
from goldenthread.actions.tests.factories import (
    NOW,
    TODAY,
    House,
    a_house,
    asked,
    completed,
    days,
    moment,
    raised,
    with_evidence,
)

pytestmark = pytest.mark.django_db

EVIDENCE = {
    "claim": "Nine in ten plans have a named lead",
    "kind": "statement",
    "statement": "Said at the forum.",
    "quadrant": "voice",
    "strength": "moderate",
    "dated_on-day": "1",
    "dated_on-month": "10",
    "dated_on-year": "2026",
    "information_class": "G",
}
# Each page about one action: who may open it while the action is open, and led by the person "lead".
PAGES = {
    "show_action": {"manager", "officer", "board_chair", "lead", "member", "scrutineer", "lay"},
    "show_history": {"manager", "officer", "board_chair", "lead", "member", "scrutineer", "lay"},
    "change_action": {"manager", "officer", "board_chair"},
    "reassign": {"manager", "officer", "board_chair"},
    "change_due": {"manager", "officer", "board_chair", "lead"},
    "add_milestone": {"manager", "officer", "board_chair", "lead"},
    "give_update": {"manager", "officer", "board_chair", "lead"},
    "say_no_change": {"manager", "officer", "lead"},
    "rate_delivery": {"manager", "officer", "board_chair"},
    "rate_impact": {"manager", "officer", "board_chair", "lead"},
    "rate_evidence": {"manager", "officer", "board_chair", "lead"},
    "add_evidence": {"manager", "officer", "board_chair", "lead"},
    "ask_completion": {"manager", "officer", "lead"},
    "answer_completion": {"manager", "officer", "board_chair"},
    "close_without_completion": {"manager", "officer", "board_chair"},
    "reopen": {"manager", "officer", "board_chair"},
}
WHO = ("manager", "officer", "board_chair", "lead", "member", "scrutineer", "lay")


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(house: House, who: str) -> Client:
    client = Client()
    client.force_login(house.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(house: House, name: str, **parts: Any) -> str:
    return reverse(f"actions:{name}", kwargs={"partnership": house.unit.partnership_slug, **parts})


def post(house: House, who: str, name: str, action: Action, data: dict[str, Any], **parts: Any) -> Any:
    return signed_in(house, who).post(address(house, name, action=action.pk, **parts), data)


def afresh(action: Action) -> Action:
    return Action.objects.get(pk=action.pk)


class TestWhoMayOpenWhat:
    @pytest.mark.parametrize("name", PAGES)
    def test_each_role_opens_its_own_pages_of_an_action(self, house: House, name: str) -> None:
        action = raised(house)
        answers = {who: signed_in(house, who).get(address(house, name, action=action.pk)).status_code for who in WHO}
        assert answers == {who: 200 if who in PAGES[name] else 403 for who in WHO}

    @pytest.mark.parametrize("name", PAGES)
    def test_a_page_of_another_partnerships_action_does_not_exist(self, house: House, name: str) -> None:
        action, other = raised(house), a_house()
        client = signed_in(other, "manager")
        assert client.get(address(other, name, action=action.pk)).status_code == 404
        assert client.get(address(house, name, action=action.pk)).status_code == 404
        assert client.post(address(other, name, action=action.pk), {}).status_code in (404, 405)

    def test_a_restricted_action_does_not_exist_for_those_who_may_not_read_it(self, house: House) -> None:
        action = raised(house, information_class="R", reports_to=[])
        here = address(house, "show_action", action=action.pk)
        assert signed_in(house, "member").get(here).status_code == 404
        assert signed_in(house, "scrutineer").get(here).status_code == 200

    @pytest.mark.parametrize("name", ["list_actions", "my_work"])
    def test_everybody_of_the_partnership_opens_the_lists(self, house: House, name: str) -> None:
        assert {signed_in(house, who).get(address(house, name)).status_code for who in WHO} == {200}
        outsider = signed_in(a_house(), "manager")
        assert outsider.get(address(house, name)).status_code == 404

    def test_raising_is_for_those_who_may(self, house: House) -> None:
        here = address(house, "raise_action")
        allowed = {who for who in WHO if signed_in(house, who).get(here).status_code == 200}
        assert allowed == {"manager", "officer", "board_chair"}

    def test_a_groups_work_plan_is_of_its_own_partnership(self, house: House) -> None:
        raised(house, lead=house.group_party)
        here = address(house, "group_work_plan", group=house.group.pk)
        page = signed_in(house, "member").get(here)
        assert "Work plan of Neglect subgroup" in page.content.decode()
        other = a_house()
        there = address(other, "group_work_plan", group=house.group.pk)
        assert signed_in(other, "manager").get(there).status_code == 404

    def test_milestones_of_another_action_do_not_exist(self, house: House) -> None:
        action, other = raised(house), raised(house, milestones=[NewMilestone("Printed")])
        wrong = address(house, "meet_milestone", action=action.pk, milestone=other.milestones.get().pk)
        assert signed_in(house, "lead").get(wrong).status_code == 404


class TestLists:
    def test_filter_by_the_address_and_say_so(self, house: House) -> None:
        raised(house, description="Map the pathway", due=[days(-4)])
        raised(house, description="Publish the toolkit")
        page = signed_in(house, "manager").get(address(house, "list_actions") + "?due=overdue&delivery=off_track")
        text = page.content.decode()
        assert "Map the pathway" in text
        assert "Publish the toolkit" not in text
        assert "Remove filter" in text

    @pytest.mark.parametrize("order", ["due", "-due", "delivery", "-strength", "impact", "lead", "updated", "nonsense"])
    def test_can_be_put_in_order(self, house: House, order: str) -> None:
        action = raised(house)
        with_evidence(house, action)
        raised(house, due=[])
        assert signed_in(house, "lay").get(address(house, "list_actions"), {"sort": order}).status_code == 200

    def test_what_an_address_cannot_mean_is_left_out_and_said(self, house: House) -> None:
        raised(house)
        asked_for = {"delivery": "purple", "lead": "group:nonsense", "serves": "plans.objective:nothing", "page": "99"}
        page = signed_in(house, "lay").get(address(house, "list_actions"), asked_for)
        assert page.status_code == 200
        assert "was left out" in page.content.decode()

    def test_download_the_list_as_it_stands(self, house: House) -> None:
        raised(house, description="=Map the pathway", reference="2.3", due=[days(-4)])
        raised(house, description="Publish the toolkit")
        client, here = signed_in(house, "manager"), address(house, "list_actions")
        text = client.get(here, {"due": "overdue", "format": "csv"}).content.decode("utf-8-sig")
        assert text.count("\r\n") == 2
        assert "'=Map the pathway" in text
        sheet = load_workbook(BytesIO(client.get(here, {"format": "xlsx"}).content)).active
        assert sheet.max_row == 4
        assert [cell.value for cell in sheet[2]][:3] == ["Number", "Action", "Lead"]

    def test_a_download_with_restricted_actions_is_marked_so(self, house: House) -> None:
        raised(house, information_class="R")
        content = signed_in(house, "manager").get(address(house, "list_actions"), {"format": "xlsx"}).content
        assert load_workbook(BytesIO(content)).active.oddHeader.center.text == "OFFICIAL-SENSITIVE"

    def test_an_empty_list_says_why(self, house: House) -> None:
        text = signed_in(house, "manager").get(address(house, "list_actions")).content.decode()
        assert "No action has been raised yet" in text

    def test_take_as_many_queries_for_many_as_for_few(self, house: House) -> None:
        client = signed_in(house, "manager")
        pages: list[Callable[[], Any]] = [
            lambda: client.get(address(house, "list_actions")),
            lambda: client.get(address(house, "my_work")),
            lambda: client.get(address(house, "group_work_plan", group=house.group.pk)),
        ]

        def counted() -> list[int]:
            numbers = []
            for page in pages:
                with CaptureQueriesContext(connection) as captured:
                    assert page().status_code == 200
                numbers.append(len(captured))
            return numbers

        def grow(number: int) -> None:
            for _ in range(number):
                with_evidence(house, raised(house, lead=house.party("manager")), "manager")
                raised(house, lead=house.group_party, progress="Begun")
                asked(house, raised(house))

        grow(2)
        few = counted()
        grow(5)
        assert counted() == few


class TestActionPage:
    def test_says_everything_about_it(self, house: House) -> None:
        action = raised(
            house, ago=60, reference="2.3", due=[days(5)], milestones=[NewMilestone("Toolkit printed", ["May 2027"])],
            cohorts=["Under fives"], lead_words=["S. Green"], contributors=[Party("agency", house.police.pk)],
        )  # fmt: skip
        lead = house.actor("lead")
        services.give_update(lead, moment(-9), days(-9), action.pk, text="Begun <b>well</b>", delivery="on_track")
        services.change_due(lead, moment(-5), days(-5), action.pk, due=[days(50)], reason="The printers were late.")
        services.rate_delivery(
            house.actor("board_chair"), NOW, TODAY, action.pk, value="at_risk", reason="Two have not signed."
        )
        with_evidence(house, action)
        text = signed_in(house, "lead").get(address(house, "show_action", action=action.pk)).content.decode()
        for words in (
            "Begun &lt;b&gt;well&lt;/b&gt;", "The printers were late.", "Two have not signed.", "The chair’s word",
            "Nine in ten practitioners", "Toolkit printed", "Under fives", "Vale Police", "S. Green", "Business group",
            "of its milestones to be met", "Business plan 2026 to 2029", "moved the date", "Give an update",
        ):  # fmt: skip
            assert words in text

    def test_offers_a_reader_nothing_to_press(self, house: House) -> None:
        action = raised(house)
        text = signed_in(house, "scrutineer").get(address(house, "show_action", action=action.pk)).content.decode()
        assert "Everything you can do here" not in text
        assert "Add evidence" not in text

    @pytest.mark.parametrize("who", ["manager", "lead", "board_chair", "scrutineer"])
    def test_opens_in_every_state(self, house: House, who: str) -> None:
        states = [asked(house, raised(house)), completed(house, raised(house))]
        closed, gone = raised(house), raised(house)
        services.close_without_completion(house.unit, NOW, TODAY, closed.pk, reason="Not needed.")
        services.withdraw_actions(house.unit, NOW, TODAY, [gone.pk], reason="Raised twice.")
        for action in (*states, closed, gone):
            here = address(house, "show_action", action=action.pk)
            assert signed_in(house, who).get(here).status_code == 200

    def test_is_read_without_leaving_a_trace_in_the_database(self, house: House) -> None:
        action = raised(house)
        before = afresh(action).__dict__ | {"_state": None}
        signed_in(house, "lead").get(address(house, "show_action", action=action.pk))
        assert afresh(action).__dict__ | {"_state": None} == before


class TestRaising:
    WORDS: dict[str, Any] = {  # noqa: RUF012
        "description": "Publish the toolkit",
        "provenance_kind": "meeting_decision",
        "provenance_text": "Board, 14 May 2026, item 6",
        "information_class": "G",
        "due_on-day": "30",
        "due_on-month": "June",
        "due_on-year": "2027",
    }

    def test_raises_and_goes_to_it(self, house: House) -> None:
        data = self.WORDS | {
            "lead": f"group:{house.group.pk}", "contributors": [f"agency:{house.police.pk}"],
            "reports_to": [str(house.board.pk)], "cohorts": "Under fives, Unborn",
        }  # fmt: skip
        answer = signed_in(house, "officer").post(address(house, "raise_action"), data)
        action = Action.objects.get()
        assert answer.url == address(house, "show_action", action=action.pk)
        assert (action.lead_group, action.due_on, action.cohorts) == (
            house.group, days(220), ["Under fives", "Unborn"],
        )  # fmt: skip

    def test_keeps_what_was_typed_when_something_is_missing(self, house: House) -> None:
        data = self.WORDS | {"provenance_kind": "inspection", "lead": f"group:{house.group.pk}", "due_on-day": "32"}
        answer = signed_in(house, "officer").post(address(house, "raise_action"), data)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "must be a real date" in text
        assert "Publish the toolkit" in text
        again = signed_in(house, "officer").post(address(house, "raise_action"), data | {"due_on-day": "30"})
        assert again.status_code == 422
        assert "Give the page or paragraph of the inspection report" in again.content.decode()

    def test_a_chair_who_raises_for_others_is_told_on_the_form(self, house: House) -> None:
        data = self.WORDS | {"lead": f"agency:{house.police.pk}"}
        answer = signed_in(house, "chair").post(address(house, "raise_action"), data)
        assert answer.status_code == 422
        assert "a group you chair" in answer.content.decode()


class TestChanging:
    def data(self, action: Action, **changes: Any) -> dict[str, Any]:
        return {
            "description": action.description,
            "provenance_kind": "plan",
            "provenance_text": "Business plan 2026 to 2029",
            "information_class": "G",
            "version": str(action.version),
        } | changes

    def test_the_second_to_save_sees_both_texts_and_saves_the_combination(self, house: House) -> None:
        action = raised(house, reports_to=[NewReporting(house.board.pk)])
        first = post(house, "officer", "change_action", action, self.data(action, description="Their words"))
        assert first.status_code == 302
        second = post(house, "manager", "change_action", action, self.data(action, description="My words"))
        text = second.content.decode()
        assert second.status_code == 422
        assert "Officer saved while you were writing" in text
        assert "Their words" in text
        assert "My words" in text
        assert 'name="version" value="2"' in text
        third = self.data(action, description="Their words and mine", version="2")
        assert post(house, "manager", "change_action", action, third).status_code == 302
        assert afresh(action).description == "Their words and mine"

    def test_the_lead_moves_the_date_in_words_with_a_reason(self, house: House) -> None:
        action = raised(house, due=["March 2027"])
        data = {"due_words": "Q2 2027-28", "version": "1"}
        refused = post(house, "lead", "change_due", action, data)
        assert refused.status_code == 422
        assert "Say why the date moves" in refused.content.decode()
        assert 'value="Q2 2027-28"' in refused.content.decode()
        assert post(house, "lead", "change_due", action, data | {"reason": "Late."}).status_code == 302
        assert afresh(action).slip_count == 1

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({}, "Enter the new date, or say it in words"),
            (
                {"due_words": "May 2027", "due_on-day": "1", "due_on-month": "5", "due_on-year": "2027"},
                "either as a day or in words",
            ),
        ],
    )
    def test_a_date_is_given_once(self, house: House, data: dict[str, str], said: str) -> None:
        answer = post(house, "lead", "change_due", raised(house), data | {"version": "1"})
        assert answer.status_code == 422
        assert said in answer.content.decode()

    def test_a_lead_is_given_with_a_reason(self, house: House) -> None:
        action = raised(house)
        data = {"lead": f"group:{house.group.pk}", "version": "1", "reason": ""}
        assert post(house, "manager", "reassign", action, data).status_code == 422
        assert post(house, "manager", "reassign", action, data | {"reason": "The post ended."}).status_code == 302

    def test_milestones_are_added_met_and_dropped(self, house: House) -> None:
        action = raised(house)
        post(house, "lead", "add_milestone", action, {"text": "Printed", "due_words": "May 2027"})
        post(house, "lead", "add_milestone", action, {"text": "Translated"})
        first, second = action.milestones.all()
        day = {"met_on-day": "1", "met_on-month": "11", "met_on-year": "2026"}
        assert post(house, "lead", "meet_milestone", action, day, milestone=first.pk).status_code == 302
        answer = post(house, "lead", "drop_milestone", action, {"reason": ""}, milestone=second.pk)
        assert answer.status_code == 422
        assert post(house, "lead", "drop_milestone", action, {"reason": "No."}, milestone=second.pk).status_code == 302


class TestSaying:
    def test_the_lead_updates_in_one_page(self, house: House) -> None:
        action = raised(house)
        assert (
            "on behalf"
            not in signed_in(house, "lead")
            .get(address(house, "give_update", action=action.pk))
            .content.decode()
            .lower()
        )
        data = {"text": "Half done", "delivery": "at_risk"}
        assert post(house, "lead", "give_update", action, data).status_code == 302
        assert afresh(action).delivery_owner == "at_risk"

    def test_what_was_said_last_time_is_shown_while_writing(self, house: House) -> None:
        action = raised(house)
        services.give_update(house.actor("lead"), moment(-9), days(-9), action.pk, text="Begun in earnest")
        text = signed_in(house, "lead").get(address(house, "give_update", action=action.pk)).content.decode()
        assert "Last time, 13 November 2026: Begun in earnest" in text

    def test_on_track_after_the_date_is_refused_and_the_text_kept(self, house: House) -> None:
        action = raised(house, due=[days(-2)])
        answer = post(house, "lead", "give_update", action, {"text": "Nearly there", "delivery": "on_track"})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "move the date first" in text
        assert "Nearly there" in text

    def test_an_earlier_update_is_corrected_beside_itself(self, house: House) -> None:
        action = raised(house)
        first = services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="Begnu")
        here = address(house, "give_update", action=action.pk) + f"?corrects={first.pk}"
        assert signed_in(house, "lead").post(here, {"text": "Begun"}).status_code == 302
        assert first.superseded_by.text == "Begun"

    def test_no_change_is_one_press_from_my_work(self, house: House) -> None:
        action = raised(house)
        answer = post(house, "lead", "say_no_change", action, {"next": "my_work"})
        assert answer.url == address(house, "my_work")
        assert afresh(action).last_update.is_no_change

    def test_the_chair_rates_and_takes_it_back(self, house: House) -> None:
        action = raised(house)
        data = {"value": "off_track", "reason": "", "seen": ""}
        refused = post(house, "board_chair", "rate_delivery", action, data)
        assert refused.status_code == 422
        assert post(house, "board_chair", "rate_delivery", action, data | {"reason": "Late."}).status_code == 302
        stale = post(house, "partnership_chair", "rate_delivery", action, data | {"reason": "Very late."})
        assert "Board Chair saved while you were writing" in stale.content.decode()
        assert "Very late." in stale.content.decode()
        back = {"value": "take_back", "reason": "", "seen": str(afresh(action).chair_rating_id)}
        assert post(house, "board_chair", "rate_delivery", action, back).status_code == 302
        assert afresh(action).delivery_chair == ""

    def test_impact_and_strength_are_rated(self, house: House) -> None:
        action = raised(house)
        data = {"value": "emerging", "reason": "Fewer repeats."}
        assert post(house, "lead", "rate_impact", action, data).status_code == 302
        assert post(house, "lead", "rate_evidence", action, {"value": "weak", "reason": "One."}).status_code == 422
        with_evidence(house, action)
        assert post(house, "lead", "rate_evidence", action, {"value": "weak", "reason": "One."}).status_code == 302

    def test_evidence_is_a_file_a_link_or_a_word(self, house: House) -> None:
        action = raised(house)
        assert post(house, "lead", "add_evidence", action, EVIDENCE).status_code == 302
        link = EVIDENCE | {"kind": "link", "statement": "", "url": "https://example.org/report"}
        assert post(house, "lead", "add_evidence", action, link).status_code == 302
        upload = SimpleUploadedFile("audit.txt", b"Eight of ten plans are sound.", "text/plain")
        file = EVIDENCE | {"kind": "document", "statement": "", "upload": upload}
        assert post(house, "lead", "add_evidence", action, file).status_code == 302
        text = signed_in(house, "lead").get(address(house, "show_action", action=action.pk)).content.decode()
        assert text.count("Nine in ten plans have a named lead") >= 3

    def test_a_refused_file_says_why_and_keeps_the_words(self, house: House) -> None:
        upload = SimpleUploadedFile("audit.exe", b"MZ\x90", "application/octet-stream")
        file = EVIDENCE | {"kind": "document", "statement": "", "upload": upload}
        answer = post(house, "lead", "add_evidence", raised(house), file)
        assert answer.status_code == 422
        assert "Nine in ten plans" in answer.content.decode()


class TestFinishing:
    DAY = {"done_on-day": "20", "done_on-month": "11", "done_on-year": "2026"}  # noqa: RUF012

    def test_asked_accepted_and_reopened(self, house: House) -> None:
        action = raised(house, ago=9)
        refused = post(house, "lead", "ask_completion", action, self.DAY)
        assert "at least one piece of evidence" in refused.content.decode()
        with_evidence(house, action)
        assert post(house, "lead", "ask_completion", action, self.DAY).status_code == 302
        assert post(house, "board_chair", "answer_completion", action, {"answer": "return"}).status_code == 422
        assert post(house, "board_chair", "answer_completion", action, {"answer": "accept"}).status_code == 302
        assert afresh(action).state == "complete"
        assert post(house, "manager", "reopen", action, {"reason": "It came undone."}).status_code == 302

    def test_the_lead_who_oversees_too_is_told_that_somebody_else_must_accept(self, house: House) -> None:
        action = asked(house, raised(house, lead=house.party("board_chair")), "board_chair")
        answer = post(house, "board_chair", "answer_completion", action, {"answer": "accept"})
        assert answer.status_code == 422
        assert "somebody else must accept" in answer.content.decode()

    def test_closed_with_a_reason(self, house: House) -> None:
        action = raised(house)
        assert post(house, "manager", "close_without_completion", action, {"reason": ""}).status_code == 422
        assert post(house, "manager", "close_without_completion", action, {"reason": "Ended."}).status_code == 302
        assert afresh(action).state == "closed_without_completion"
