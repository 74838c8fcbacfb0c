"""Who opened what is restricted is kept; and who reads no draft and owes no paper."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.kernel.outcomes import Refused
from goldenthread.meetings import queries, services
from goldenthread.meetings.models import Decision, Meeting, Minute, Paper
from goldenthread.meetings.rules import Came
from goldenthread.meetings.services import SeatCame
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting
from goldenthread.partnerships import services as founding
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories as places
from goldenthread.trail.models import Event
from tests.visiting import asked

pytestmark = pytest.mark.django_db
SECRET = "Stop the contract with Acme"


@pytest.fixture(autouse=True)
def at_noon():
    """The pages read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house() -> House:
    return a_house()


def signed(house: House, who: str) -> Client:
    client = Client()
    client.force_login(house.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(house: House, name: str, *parts: Any) -> str:
    return reverse(f"meetings:{name}", args=[house.unit.partnership_slug, *parts])


@pytest.fixture
def minutes(house: House) -> tuple[Meeting, Decision, Decision]:
    """Agreed minutes with a decision in each part."""
    meeting = a_meeting(house, on=TODAY - timedelta(days=7))
    secret = services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title="Contracts", part="B")
    told = [SeatCame(house.seats[one].pk, Came.PRESENT) for one in ("chair", "icb", "police")]
    services.record_attendance(house.unit, NOW, TODAY, meeting.pk, told)
    manager = house.actor("manager")
    open_ = services.record_decision(manager, NOW, TODAY, meeting.pk, text="Adopt the toolkit", reason="It works")
    closed = services.record_decision(
        manager, NOW, TODAY, meeting.pk, text=SECRET, reason="It failed", item_id=secret.pk
    )  # fmt: skip
    services.put_to_chair(house.unit, NOW, meeting.pk)
    services.agree_minutes(house.actor("chair"), NOW, TODAY, meeting.pk)
    return meeting, open_, closed


def opened(kind: str) -> list[tuple[str, Any]]:
    rows = Event.objects.filter(name=f"meetings.{kind}.read").order_by("at", "number")
    return list(rows.values_list("actor_name", "thing_id"))


def test_opening_part_b_of_minutes_is_recorded_once_a_day(house: House, minutes: Any) -> None:
    meeting, _, closed = minutes
    for who in ("lay", "observer", "icb", "icb"):
        assert signed(house, who).get(at(house, "show_minutes", meeting.pk)).status_code == 200
    line = closed.lines.get()
    assert opened("minute") == [("Icb", line.pk)]
    # What it says stays out of the trail.
    assert SECRET not in str(list(Event.objects.filter(name="meetings.minute.read").values()))
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        signed(house, "icb").get(at(house, "show_minutes", meeting.pk))
    assert opened("minute") == [("Icb", line.pk)] * 2


def test_opening_a_decision_of_part_b_is_recorded_on_its_page_in_the_log_and_in_a_file(
    house: House, minutes: Any
) -> None:
    _, open_, closed = minutes
    signed(house, "icb").get(at(house, "show_decision", open_.pk))
    signed(house, "lay").get(at(house, "list_decisions"))
    assert opened("decision") == []
    signed(house, "icb").get(at(house, "show_decision", closed.pk))
    signed(house, "police").get(at(house, "list_decisions"))
    signed(house, "chair").get(at(house, "list_decisions") + "?format=csv")
    assert opened("decision") == [("Icb", closed.pk), ("Police", closed.pk), ("Chair", closed.pk)]
    signed(house, "icb").get(at(house, "list_decisions"))
    assert len(opened("decision")) == 3


def test_opening_a_restricted_proposal_is_recorded(house: House) -> None:
    row = services.begin_procedure(
        house.actor("chair"), NOW, TODAY, group_id=house.group.pk, title="Acme", proposal=SECRET, needed="majority",
        answer_by=TODAY + timedelta(days=5), part="B",
    )  # fmt: skip
    signed(house, "police").get(at(house, "show_procedure", row.pk))
    signed(house, "lay").get(at(house, "show_procedure", row.pk))
    assert opened("writtenprocedure") == [("Police", row.pk)]


def test_recording_what_was_opened_costs_the_same_for_many_lines(house: House, minutes: Any) -> None:
    meeting, _, _ = minutes
    page, client = at(house, "show_minutes", meeting.pk), signed(house, "icb")
    client.get(page)
    few = len(asked(client, page))
    for number in range(6):
        Minute.objects.create(
            partnership_id=house.unit.partnership_id, meeting=meeting, part="B", kind="note", text=f"Line {number}"
        )
    client.get(page)
    assert len(opened("minute")) == 7
    assert len(asked(client, page)) == few


def test_the_scrutineer_reads_no_draft_though_they_chair_the_group_or_take_its_minutes(house: House) -> None:
    founding.hold_seat(
        house.unit, NOW, house.seats["chair"].pk, person_id=house.users["scrutineer"].pk, starts_on=TODAY
    )  # fmt: skip
    meeting = a_meeting(house, minute_taker_id=house.users["scrutineer"].pk)
    item = services.add_item(house.unit, NOW, TODAY, meeting.pk, title="Budget")
    Paper.objects.create(partnership_id=house.unit.partnership_id, item=item, title="Owed")
    scrutineer = house.actor("scrutineer")
    assert house.group.pk in scrutineer.chaired_group_ids
    assert queries.agenda_of(scrutineer, meeting.pk) == []
    assert queries.find_item(scrutineer, item.pk) is None
    assert not Paper.objects.readable(scrutineer).exists()
    services.issue_agenda(house.unit, NOW, meeting.pk)
    assert len(queries.agenda_of(scrutineer, meeting.pk)) == 1


@pytest.mark.parametrize("who", ["lay", "scrutineer"])
def test_nobody_owes_a_paper_whom_no_role_lets_add_one(house: House, who: str) -> None:
    item = services.add_item(house.unit, NOW, TODAY, a_meeting(house).pk, title="Budget")
    with pytest.raises(Refused, match="choose somebody else to owe it") as refused:
        services.ask_for_paper(house.unit, NOW, TODAY, item.pk, title="Figures", owner_id=house.users[who].pk)
    assert refused.value.field == "owner_id"
    assert not Paper.objects.exists()
    if who == "lay":
        # A role beside the lay member's that adds papers does.
        places.person_with(house.unit, Role.ANALYST, person=house.users[who])
        assert services.ask_for_paper(
            house.unit, NOW, TODAY, item.pk, title="Figures", owner_id=house.users[who].pk
        ).pk  # fmt: skip


def test_no_history_holds_the_words_of_part_b(house: House):
    manager, meeting = house.actor("manager"), a_meeting(house, on=TODAY - timedelta(days=7))
    item = services.add_item(manager, NOW, TODAY, meeting.pk, title="Contracts of Acme", text="Acme failed", part="B")
    line = services.take_minute(
        manager, NOW, TODAY, meeting.pk, kind="challenge", text="Acme said nothing", item_id=item.pk,
        to_whom=str(house.agencies["police"]),
    )  # fmt: skip
    note = services.take_minute(manager, NOW, TODAY, meeting.pk, kind="note", text="Acme first", item_id=item.pk)
    services.declare_interest(
        manager, NOW, TODAY, meeting.pk, person_name="Acme Owner", nature="Owns Acme", item_id=item.pk
    )
    services.put_to_chair(manager, NOW, meeting.pk)
    services.agree_minutes(house.actor("chair"), NOW, TODAY, meeting.pk)
    services.change_line(manager, NOW, note.pk, text="Acme then", reason="Acme was misheard")
    told = Event.objects.filter(partnership_id=manager.partnership_id, kind__startswith="meetings.")
    assert told.filter(kind="meetings.correction").count() == 1
    held = [str((one.title, one.before, one.after, one.reason)) for one in told]
    assert not [said for said in held if "Acme" in said]
    assert str(house.agencies["police"]) not in str(told.get(thing_id=line.pk, name="meetings.minute.taken").after)
