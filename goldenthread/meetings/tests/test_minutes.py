"""Minutes as records: taken, agreed, corrected and approved; decisions, actions and directions on the thread."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.actions.services import Party
from goldenthread.challenges.models import Challenge
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import queries, rules, services
from goldenthread.meetings.models import Decision, Meeting, Minute
from goldenthread.meetings.rules import Came, State
from goldenthread.meetings.services import SeatCame
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import Ref
from tests.visiting import asked

pytestmark = pytest.mark.django_db
SECRET = "Stop the contract with Acme"


@pytest.fixture(autouse=True)
def at_noon():
    """The pages read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


def signed(house: House, who: str) -> Client:
    client = Client()
    client.force_login(house.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(house: House, name: str, *parts: Any) -> str:
    return reverse(f"meetings:{name}", args=[house.unit.partnership_slug, *parts])


def held(house: House, ago: int = 7, who: tuple[str, ...] = ("chair", "icb", "police")) -> Meeting:
    """A meeting some days ago to which these came."""
    meeting = a_meeting(house, on=TODAY - timedelta(days=ago))
    told = [SeatCame(house.seats[one].pk, Came.PRESENT) for one in who]
    return services.record_attendance(house.unit, NOW, TODAY, meeting.pk, told)


def decided(house: House, meeting: Meeting, who: str = "manager", **fields: Any) -> Decision:
    given = {"text": "Adopt the toolkit", "reason": "It worked in two localities", **fields}
    return services.record_decision(house.actor(who), NOW, TODAY, meeting.pk, **given)


def agreed(house: House, meeting: Meeting) -> Meeting:
    services.put_to_chair(house.unit, NOW, meeting.pk)
    return services.agree_minutes(house.actor("chair"), NOW, TODAY, meeting.pk)


def test_the_life_of_minutes_as_a_table():
    """meetings.may_put_to_chair, meetings.may_agree_minutes, meetings.may_approve_minutes, meetings.may_change_line,
    meetings.may_remove_line, meetings.may_ratify, meetings.may_record_attendance, meetings.may_issue,
    meetings.may_change_agenda
    """
    assert rules.may_put_to_chair(State.HELD, 1)
    assert not rules.may_put_to_chair(State.HELD, 0)
    assert not rules.may_put_to_chair(State.AGREED, 1)
    assert rules.may_agree(State.DRAFTED)
    assert not rules.may_agree(State.HELD)
    assert rules.may_approve(State.AGREED, True)
    assert not rules.may_approve(State.AGREED, False)
    assert not rules.may_approve(State.DRAFTED, True)
    assert rules.may_change_line(State.HELD, "")
    assert not rules.may_change_line(State.APPROVED, " ")
    assert rules.may_remove_line(State.HELD, False)
    assert not rules.may_remove_line(State.HELD, True)
    assert not rules.may_remove_line(State.AGREED, False)
    assert rules.may_ratify(True, False, True, True)
    for told in (
        (False, False, True, True),
        (True, True, True, True),
        (True, False, False, True),
        (True, False, True, False),
    ):
        assert not rules.may_ratify(*told)
    assert rules.may_record(State.ISSUED, TODAY, TODAY)
    assert not rules.may_record(State.ISSUED, TODAY + timedelta(days=1), TODAY)
    assert not rules.may_record(State.CANCELLED, TODAY, TODAY)
    assert rules.may_issue(State.PLANNED, 1)
    assert not rules.may_issue(State.HELD, 1)
    assert not rules.may_change_agenda(State.AGREED)


def test_drafts_are_read_by_those_who_keep_them_until_the_chair_agrees(house: House):
    meeting = held(house)
    services.take_minute(house.actor("officer"), NOW, TODAY, meeting.pk, kind="note", text="Gwen opened")
    for who in ("icb", "lay", "scrutineer", "other_chair", "observer"):
        assert queries.show_minutes(house.actor(who), meeting.pk) is None
        assert signed(house, who).get(at(house, "show_minutes", meeting.pk)).status_code == 404
    services.put_to_chair(house.actor("officer"), NOW, meeting.pk)
    with pytest.raises(NotPermitted):
        services.agree_minutes(house.actor("other_chair"), NOW, TODAY, meeting.pk)
    (ask,) = [ask for _, ask in queries.minute_asks([house.actor("chair"), house.actor("icb")], TODAY)]
    assert signed(house, "chair").get(ask.path).status_code == 200
    services.return_minutes(house.actor("chair"), NOW, meeting.pk, "Say who spoke")
    services.put_to_chair(house.actor("officer"), NOW, meeting.pk)
    services.agree_minutes(house.actor("chair"), NOW, TODAY, meeting.pk)
    assert queries.minute_asks([house.actor("chair")], TODAY) == []
    assert "Gwen opened" in signed(house, "lay").get(at(house, "show_minutes", meeting.pk)).content.decode()
    with pytest.raises(Refused, match="next meeting, which has not been held"):
        services.approve_minutes(house.unit, NOW, TODAY, meeting.pk)
    held(house, 1)
    assert services.approve_minutes(house.unit, NOW, TODAY, meeting.pk).state == State.APPROVED


def test_a_change_of_agreed_minutes_stands_as_a_correction(house: House):
    meeting = held(house)
    line = services.take_minute(house.unit, NOW, TODAY, meeting.pk, kind="note", text="Nine came")
    services.change_line(house.unit, NOW, line.pk, text="Ten came")
    agreed(house, meeting)
    with pytest.raises(Refused, match="stands as a correction"):
        services.change_line(house.unit, NOW, line.pk, text="Eleven came")
    with pytest.raises(Refused, match="Correct the line instead"):
        services.remove_line(house.unit, NOW, line.pk)
    with pytest.raises(Refused, match="agreed the minutes"):
        services.take_minute(house.unit, NOW, TODAY, meeting.pk, kind="note", text="More")
    services.change_line(house.unit, NOW, line.pk, text="Eleven came", reason="Pat was left out")
    page = signed(house, "icb").get(at(house, "show_minutes", meeting.pk)).content.decode()
    assert "Eleven came" in page
    assert "It said: Ten came" in page


def test_an_inquorate_meeting_recommends_and_a_later_one_ratifies(house: House):
    meeting = held(house, 20, ("chair", "police"))
    decision = decided(house, meeting)
    assert (decision.needs_ratification, decision.standing) == (True, "recommended")
    with pytest.raises(Refused, match="later meeting"):
        services.ratify_decision(house.unit, NOW, decision.pk)
    short = held(house, 10, ("chair",))
    with pytest.raises(Refused, match="not quorate either"):
        services.ratify_decision(house.unit, NOW, decision.pk)
    assert short.state == State.HELD
    later = held(house, 2)
    done = services.ratify_decision(house.unit, NOW, decision.pk)
    assert (done.standing, done.ratified_in_id) == ("ratified", later.pk)
    assert decided(house, later).standing == "made"
    found = queries.list_decisions(house.unit, standing="ratified")
    assert [one.pk for one in found] == [decision.pk]


def test_a_decision_taken_down_before_who_came_is_a_recommendation_once_too_few_came(house: House):
    meeting = a_meeting(house, on=TODAY - timedelta(days=20))
    decision = decided(house, meeting)
    assert decision.standing == "made"

    def came(*who: str) -> str:
        told = [SeatCame(house.seats[one].pk, Came.PRESENT) for one in who]
        services.record_attendance(house.unit, NOW, TODAY, meeting.pk, told)
        decision.refresh_from_db()
        return decision.standing

    assert came("chair", "police") == "recommended"
    assert came("chair", "icb", "police") == "made"
    assert came("chair") == "recommended"
    # Nobody knows who came to the next one, so it ratifies nothing.
    later = a_meeting(house, on=TODAY - timedelta(days=2))
    services.take_minute(house.unit, NOW, TODAY, later.pk, kind="note", text="Opened.")
    with pytest.raises(Refused, match="who came"):
        services.ratify_decision(house.unit, NOW, decision.pk)
    services.record_attendance(house.unit, NOW, TODAY, later.pk, [], ["A guest"])
    with pytest.raises(Refused, match="who came"):
        services.ratify_decision(house.unit, NOW, decision.pk)
    told = [SeatCame(house.seats[one].pk, Came.PRESENT) for one in ("chair", "icb", "police")]
    services.record_attendance(house.unit, NOW, TODAY, later.pk, told)
    assert services.ratify_decision(house.unit, NOW, decision.pk).ratified_in_id == later.pk
    # What was ratified stays so, whatever is put right about who came.
    assert came("chair", "icb", "police") == "ratified"


def test_a_direction_is_an_action_of_that_group_and_both_stand_on_the_thread(house: House):
    meeting = held(house)
    decision = decided(house, meeting)
    direction = services.direct_group(
        house.actor("chair"), NOW, TODAY, meeting.pk, text="Roll the toolkit out", to_group_id=house.other.pk,
        due_on=date(2027, 3, 1), decision_id=decision.pk,
    )  # fmt: skip
    action = Action.objects.get(pk=direction.action_id)
    assert (action.lead_group_id, action.due_on, action.provenance_kind) == (
        house.other.pk, date(2027, 3, 1), "meeting_decision"
    )  # fmt: skip
    agreed(house, meeting)
    reader = house.actor("icb")
    walk = threads.walk(reader, Ref("meetings.meeting", meeting.pk))
    assert [step.ref.kind for step in walk.down] == ["meetings.decision", "meetings.direction", "actions.action"]
    back = threads.walk(reader, Ref("actions.action", action.pk))
    assert [step.ref.kind for step in back.up] == ["meetings.direction", "meetings.decision", "meetings.meeting"]
    page = signed(house, "icb").get(at(house, "show_direction", direction.pk)).content.decode()
    assert "Neglect subgroup" in page


def test_an_action_is_raised_once_and_its_live_state_stands_in_the_minutes_and_in_matters_arising(house: House):
    from goldenthread.actions import services as actions

    meeting = held(house, 20)
    line = services.raise_action_at(
        house.unit, NOW, TODAY, meeting.pk, text="Publish the protocol", lead=Party("group", house.other.pk)
    )
    (heading,) = queries.minutes_of(house.unit, meeting.pk)
    assert heading.said[0].action_state == "Open"
    following = a_meeting(house)
    assert [one.line.pk for one in queries.matters_arising(house.unit, following)] == [line.pk]
    actions.close_without_completion(house.unit, NOW, TODAY, line.action_id, reason="Overtaken")
    assert queries.matters_arising(house.unit, following) == []
    (heading,) = queries.minutes_of(house.unit, meeting.pk)
    assert heading.said[0].action_state != "Open"
    with pytest.raises(Refused, match="in the tracker"):
        services.remove_line(house.unit, NOW, line.pk)
    with pytest.raises(Refused):
        services.raise_action_at(
            house.unit, NOW, TODAY, meeting.pk, text="Not ours", lead=Party("group", a_house().group.pk)
        )


@pytest.fixture
def restricted(house: House) -> tuple[Meeting, Decision]:
    """Agreed minutes with an open note, and a decision, a direction and an action in part B."""
    meeting = held(house)
    item = services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title="Contracts", part="B")
    services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title="Open matter")
    services.take_minute(house.actor("manager"), NOW, TODAY, meeting.pk, kind="note", text="An open note")
    decision = decided(house, meeting, text=SECRET, item_id=item.pk)
    services.direct_group(
        house.actor("manager"), NOW, TODAY, meeting.pk, text="End Acme by spring", to_group_id=house.other.pk,
        item_id=item.pk, decision_id=decision.pk,
    )  # fmt: skip
    return agreed(house, meeting), decision


def test_part_b_of_minutes_is_absent_everywhere(house: House, restricted: tuple[Meeting, Decision]):
    meeting, decision = restricted
    direction = decision.directions.get()
    slug = house.unit.partnership_slug
    for who in ("observer", "lay", "officer"):
        client, actor = signed(house, who), house.actor(who)
        paths = [
            at(house, "show_minutes", meeting.pk), at(house, "show_public_minutes", meeting.pk),
            at(house, "list_decisions"), at(house, "list_decisions") + "?format=csv",
            at(house, "show_meeting", meeting.pk), f"/{slug}/actions/",
            reverse("threads:search", args=[slug]) + "?q=contract+OR+spring",
            reverse("threads:show_thread", args=[slug, "meetings.meeting", meeting.pk]),
        ]  # fmt: skip
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert b"Acme" not in body, (who, path)
            assert b"Part B" not in body, (who, path)
        for name, thing in (("show_decision", decision), ("show_direction", direction)):
            assert client.get(at(house, name, thing.pk)).status_code == 404
        refs = [Ref("meetings.decision", decision.pk), Ref("meetings.direction", direction.pk)]
        assert not threads.summaries_of(actor, refs)
    assert "Acme" in signed(house, "icb").get(at(house, "show_minutes", meeting.pk)).content.decode()
    assert direction.action.information_class == "R"
    elsewhere = a_house()
    assert not queries.list_decisions(elsewhere.unit).exists()
    assert queries.show_minutes(elsewhere.unit, meeting.pk) is None


def test_part_b_is_minuted_only_by_who_reads_it(house: House):
    meeting = held(house)
    item = services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title="Contracts", part="B")
    with pytest.raises(Refused, match="no such item"):
        decided(house, meeting, "officer", item_id=item.pk)


def test_minutes_are_taken_on_one_page_and_nothing_typed_is_lost(house: House):
    meeting = held(house)
    item = services.add_item(house.unit, NOW, TODAY, meeting.pk, title="Toolkit")
    client, path = signed(house, "chair"), at(house, "keep_minutes", meeting.pk)
    assert client.get(f"{path}?item={item.pk}").status_code == 200
    base = {"item_id": str(item.pk), "text": "Do it"}
    for kind, more in (
        ("note", {}), ("decision", {"reason": "It works"}), ("action", {"lead": f"group:{house.group.pk}"}),
        ("direction", {"to_group_id": str(house.other.pk)}),
        ("challenge", {"to_whom": str(house.agencies["police"])}), ("key_message", {}),
    ):  # fmt: skip
        answer = client.post(path, {**base, "kind": kind, **more})
        assert answer.status_code == 302, answer.content
        assert answer["Location"].endswith("#add")
    assert sorted(Minute.objects.values_list("kind", flat=True)) == sorted(rules.LINE_WORDS)
    logged = Challenge.objects.get()
    assert (logged.text, logged.to_agency, logged.group) == ("Do it", house.agencies["police"], house.group)
    for kind, said in (
        ("action", "Choose who leads"),
        ("direction", "Choose which group"),
        ("challenge", "Choose which agency or group"),
    ):
        answer = client.post(path, {**base, "kind": kind, "text": "Half a thought"})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Half a thought" in answer.content.decode()
    assert signed(house, "icb").get(path).status_code == 404


def test_a_decision_says_its_options_and_the_partners_views(house: House):
    decision = decided(house, held(house))
    client = signed(house, "manager")
    form = {"options": "Wait\nGo", "reason": "It works", "decided_by": "The executive", "view_police": "In favour"}
    assert client.post(at(house, "complete_decision", decision.pk), form).status_code == 302
    page = client.get(at(house, "show_decision", decision.pk)).content.decode()
    assert "The police: In favour" in page
    file = client.get(at(house, "list_decisions") + "?format=csv").content.decode()
    assert "In favour" in file


def test_pages_of_minutes_cost_the_same_at_two_sizes(house: House):
    meeting = held(house, 20)
    decision = decided(house, meeting)
    direction = services.direct_group(
        house.unit, NOW, TODAY, meeting.pk, text="Go", to_group_id=house.other.pk, decision_id=decision.pk
    )
    services.add_item(house.unit, NOW, TODAY, meeting.pk, title="First")
    paths = [
        at(house, "keep_minutes", meeting.pk), at(house, "show_minutes", meeting.pk), at(house, "list_decisions"),
        at(house, "show_decision", decision.pk), at(house, "show_direction", direction.pk),
        at(house, "show_meeting", a_meeting(house).pk), at(house, "complete_decision", decision.pk),
    ]  # fmt: skip
    client = signed(house, "chair")

    def costs() -> list[int]:
        found = []
        for path in paths:
            assert client.get(path).status_code == 200
            found.append(len(asked(client, path)))
        return found

    costs()
    few = costs()
    for number in range(4):
        item = services.add_item(house.unit, NOW, TODAY, meeting.pk, title=f"Item {number}")
        other = decided(house, meeting, item_id=item.pk)
        services.direct_group(
            house.unit, NOW, TODAY, meeting.pk, text=f"Go {number}", to_group_id=house.other.pk, decision_id=other.pk
        )
    assert costs() == few
    assert max(few) <= 15, few
