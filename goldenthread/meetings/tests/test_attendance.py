"""Attendance, quoracy and declarations through their services and pages."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import queries, services
from goldenthread.meetings.models import Attendance, Meeting
from goldenthread.meetings.rules import Came, State
from goldenthread.meetings.services import SeatCame
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting
from goldenthread.partnerships import services as partnerships
from goldenthread.partnerships.tests import factories as places
from goldenthread.returns.rules import fillers
from goldenthread.trail.models import Event
from tests.visiting import asked

pytestmark = pytest.mark.django_db
ALL = ("chair", "icb", "police")


@pytest.fixture(autouse=True)
def at_noon():
    """The pages read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


def held(house: House, ago: int = 7, **came: str) -> Meeting:
    """A meeting some days ago at which each of the three partners came unless told otherwise."""
    meeting = a_meeting(house, on=TODAY - timedelta(days=ago))
    told = [SeatCame(house.seats[who].pk, came.get(who, Came.PRESENT), "A deputy") for who in ALL]
    return services.record_attendance(house.unit, NOW, TODAY, meeting.pk, told, ["Sam Green, Ofsted"])


def signed(house: House, who: str) -> Client:
    client = Client()
    client.force_login(house.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(house: House, name: str, *parts: Any) -> str:
    return reverse(f"meetings:{name}", args=[house.unit.partnership_slug, *parts])


def test_a_meeting_is_held_once_somebody_came_and_says_whether_it_may_decide(house: House):
    meeting = held(house)
    assert meeting.state == State.HELD
    came = queries.attendance_of(house.unit, meeting)
    assert came.missing == []
    assert [one.person_name for one in came.guests] == ["Sam Green, Ofsted"]
    short = held(house, police=Came.APOLOGIES, chair=Came.DEPUTY)
    assert queries.attendance_of(house.unit, short).missing == [
        "the police was not represented",
        "2 of the 3 members needed came",
    ]


def test_nobody_records_before_the_day_or_for_others(house: House):
    meeting = a_meeting(house)
    told = [SeatCame(house.seats["chair"].pk, Came.PRESENT)]
    with pytest.raises(Refused, match="from the day of the meeting"):
        services.record_attendance(house.unit, NOW, TODAY, meeting.pk, told)
    past = a_meeting(house, on=TODAY)
    with pytest.raises(NotPermitted):
        services.record_attendance(house.actor("icb"), NOW, TODAY, past.pk, told)
    elsewhere = [SeatCame(house.seats["other_chair"].pk, Came.PRESENT)]
    with pytest.raises(Refused, match="does not belong to this group"):
        services.record_attendance(house.unit, NOW, TODAY, past.pk, elsewhere)
    with pytest.raises(Refused, match="no such meeting"):
        services.record_attendance(a_house().unit, NOW, TODAY, past.pk, told)


def test_the_trend_leaves_out_cancelled_meetings_and_flags_two_misses(house: House):
    held(house, 70)
    held(house, 50, police=Came.APOLOGIES)
    services.cancel_meeting(house.unit, NOW, a_meeting(house, on=TODAY - timedelta(days=30)).pk, "Snow")
    held(house, 10, police=Came.ABSENT, icb=Came.DEPUTY)
    trend = queries.attendance_trend(house.actor("lay"), house.group.pk, TODAY)
    assert len(trend.meetings) == 3
    assert [(one.name.split()[0], one.share, one.missed) for one in trend.agencies] == [
        ("Police", 33, 2),
        ("Council", 100, 0),
        ("Icb", 100, 0),
    ]
    assert [one.name.split()[0] for one in trend.flagged] == ["Police"]
    assert trend.quorate == [True, False, False]
    assert queries.attendance_trend(a_house().unit, house.group.pk, TODAY) is None


def test_a_groups_report_says_how_many_seats_were_filled_and_what_was_lacking(house: House):
    held(house, 50)
    held(house, 10, police=Came.APOLOGIES, icb=Came.DEPUTY)
    find = fillers()["attendance"].find
    told = find(house.unit, house.group.pk, TODAY - timedelta(days=60), TODAY, {})
    assert [line.note for line in told] == [
        "3 of 3 seats filled. Quorate.",
        "2 of 3 seats filled. Not quorate: the police was not represented and 2 of the 3 members needed came.",
    ]
    held(house, 3, police=Came.ABSENT)
    (missed,) = find(house.unit, house.group.pk, TODAY - timedelta(days=60), TODAY, {})[3:]
    assert missed.note == "Missed the last 2 meetings; came to 1 of the last 3."
    assert find(house.unit, house.group.pk, TODAY - timedelta(days=2), TODAY, {}) == []


def test_a_seat_that_began_later_is_not_blamed_for_what_was_before(house: House):
    from goldenthread.partnerships.tests import factories as places

    held(house, 40)
    held(house, 20)
    new = places.a_seat(house.unit, house.group, "Head teacher", starts_on=date(2026, 11, 20))
    trend = queries.attendance_trend(house.unit, house.group.pk, TODAY)
    assert new.title not in [one.name for one in trend.seats]


def test_a_declaration_about_part_b_is_seen_by_who_reads_part_b(house: House):
    meeting = a_meeting(house, on=TODAY)
    secret = services.add_item(house.unit, NOW, TODAY, meeting.pk, title="Fees", part="B")
    services.declare_interest(
        house.actor("chair"), NOW, TODAY, meeting.pk, person_name="Icb", nature="Her own fee", item_id=secret.pk
    )
    services.declare_interest(house.actor("chair"), NOW, TODAY, meeting.pk, person_name="Police", nature="Sits on both")
    assert [one.nature for one in queries.list_declarations(house.actor("chair"), meeting.pk)] == [
        "Her own fee",
        "Sits on both",
    ]
    assert [one.nature for one in queries.list_declarations(house.actor("officer"), meeting.pk)] == ["Sits on both"]
    assert queries.list_declarations(house.actor("observer"), meeting.pk) == []
    with pytest.raises(Refused, match="no such item"):
        services.declare_interest(
            house.actor("officer"), NOW, TODAY, meeting.pk, person_name="X", nature="Y", item_id=secret.pk
        )


def test_a_declaration_is_put_right_or_taken_out_until_the_minutes_are_agreed(house: House):
    meeting = a_meeting(house, on=TODAY)
    secret = services.add_item(house.unit, NOW, TODAY, meeting.pk, title="Fees", part="B")
    given = {"person_name": "Icb", "nature": "Her own fee"}
    closed = services.declare_interest(house.unit, NOW, TODAY, meeting.pk, item_id=secret.pk, **given)
    wrong = services.declare_interest(house.unit, NOW, TODAY, meeting.pk, person_name="Polise", nature="Sits on both")
    slip = services.declare_interest(house.unit, NOW, TODAY, meeting.pk, person_name="Nobody", nature="Nothing")
    chair, officer = signed(house, "chair"), signed(house, "officer")
    assert officer.get(at(house, "change_declaration", closed.pk)).status_code == 404
    assert signed(house, "icb").get(at(house, "change_declaration", wrong.pk)).status_code in (403, 404)
    path = at(house, "change_declaration", wrong.pk)
    assert path in chair.get(at(house, "show_minutes", meeting.pk)).content.decode()
    form = {"person_name": "Police", "nature": "Sits on both", "item_id": "", "what_was_done": "Stayed"}
    assert chair.post(path, {**form, "nature": ""}).status_code == 422
    assert chair.post(path, form).status_code == 302
    assert officer.post(at(house, "change_declaration", slip.pk), {**form, "take_out": "yes"}).status_code == 302
    stands = {
        (one.person_name, one.what_was_done) for one in queries.list_declarations(house.actor("chair"), meeting.pk)
    }
    assert stands == {("Icb", ""), ("Police", "Stayed")}
    services.take_minute(house.unit, NOW, TODAY, meeting.pk, kind="note", text="x")
    services.put_to_chair(house.unit, NOW, meeting.pk)
    services.agree_minutes(house.unit, NOW, TODAY, meeting.pk)
    assert path not in chair.get(at(house, "show_minutes", meeting.pk)).content.decode()
    with pytest.raises(Refused, match="agreed"):
        services.change_declaration(house.actor("chair"), NOW, TODAY, wrong.pk, take_out=True)


def test_guests_and_interests_at_a_restricted_group_are_seen_by_its_members_and_keepers(house: House):
    group = places.a_group(house.unit, "Panel", kind="panel", information_class="R")
    seat = places.a_seat(house.unit, group, "Designated doctor")
    places.person_with(house.unit, name="Doctor", email="doctor@here.example.org", seat=seat.pk)
    meeting = a_meeting(house, group_id=group.pk, on=TODAY, quorum=None)
    unit = house.actor("manager")
    services.record_attendance(unit, NOW, TODAY, meeting.pk, [SeatCame(seat.pk, Came.PRESENT)], ["Mrs Lamb, mother"])
    services.declare_interest(unit, NOW, TODAY, meeting.pk, person_name="Doctor", nature="Treated the Lambs")
    services.take_minute(unit, NOW, TODAY, meeting.pk, kind="note", text="Heard her")
    services.put_to_chair(unit, NOW, meeting.pk)
    services.agree_minutes(unit, NOW, TODAY, meeting.pk)
    for who, sees in (("manager", True), ("officer", None), ("icb", False), ("lay", False), ("observer", False)):
        for page in ("show_meeting", "show_minutes"):
            said = signed(house, who).get(at(house, page, meeting.pk)).content.decode()
            assert "Designated doctor" in said
            # An officer of the unit records who came, and reads nothing restricted.
            assert ("Mrs Lamb" in said) is (sees is not False), (who, page)
            assert ("Treated the Lambs" in said) is (sees is True and page == "show_minutes"), (who, page)
    told = Event.objects.filter(partnership_id=unit.partnership_id, kind__startswith="meetings.")
    assert told.filter(name="meetings.meeting.attended").exists()
    assert "Lamb" not in str([(one.title, one.after) for one in told])


def test_the_page_of_attendance_keeps_what_was_typed(house: House):
    meeting = a_meeting(house, on=TODAY)
    client, path = signed(house, "officer"), at(house, "record_attendance", meeting.pk)
    key = house.seats["police"].pk
    form = {f"came_{house.seats['chair'].pk}": "present", f"came_{key}": "deputy", "guests": "Sam Green\n\n"}
    answer = client.post(path, form)
    assert answer.status_code == 422
    assert "Enter who deputised for Assistant chief constable" in answer.content.decode()
    assert client.post(path, {**form, f"deputy_{key}": "Jo Ash"}).status_code == 302
    page = signed(house, "observer").get(at(house, "show_meeting", meeting.pk)).content.decode()
    assert "Not quorate: the integrated care board was not represented" in page
    assert "deputy came (Jo Ash)" in page
    again = client.get(path).content.decode()
    assert "Jo Ash" in again
    assert signed(house, "icb").get(path).status_code == 403


def test_who_is_not_marked_was_present_where_the_page_says_so(house: House):
    meeting = a_meeting(house, on=TODAY)
    vacant = places.a_seat(house.unit, house.group, "Education representative")
    client, path = signed(house, "officer"), at(house, "record_attendance", meeting.pk)
    assert client.post(path, {f"came_{house.seats['icb'].pk}": "apologies", "others": "yes"}).status_code == 302
    came = {row.seat_id: row.came for row in Attendance.objects.filter(meeting=meeting)}
    assert came.pop(house.seats["icb"].pk) == "apologies"
    assert set(came.values()) == {"present"}
    assert came.keys() >= {house.seats[who].pk for who in ("chair", "police", "observer", "lay")}
    assert vacant.pk not in came


def test_attendance_pages_cost_the_same_and_are_taken_away(house: House):
    meeting = held(house, 20)
    client = signed(house, "manager")
    paths = [
        at(house, "show_attendance", house.group.pk), at(house, "record_attendance", meeting.pk),
        at(house, "show_meeting", meeting.pk), at(house, "declare_interest", meeting.pk),
    ]  # fmt: skip

    def costs() -> list[int]:
        found = []
        for path in paths:
            assert client.get(path).status_code == 200
            found.append(len(asked(client, path)))
        return found

    costs()
    few = costs()
    for ago in range(3, 9):
        held(house, ago)
    assert costs() == few
    assert max(few) <= 15, few
    file = client.get(paths[0] + "?format=csv").content.decode()
    assert "Chief nurse" in file


def test_the_page_says_who_is_away_on_the_day_and_who_deputises(house: House):
    deputy = places.person_with(house.unit, name="Dee Putney")
    seat = house.seats["icb"].pk
    partnerships.hold_seat(house.unit, NOW, seat, person_id=deputy.pk, starts_on=TODAY, is_deputy=True)
    for who in ("icb", "police"):
        partnerships.say_away(
            house.unit, NOW, TODAY, house.users[who].pk, starts_on=TODAY, ends_on=TODAY + timedelta(days=2)
        )  # fmt: skip
    meeting, later = a_meeting(house, on=TODAY), a_meeting(house, on=TODAY + timedelta(days=9))
    page = signed(house, "manager").get(at(house, "record_attendance", meeting.pk)).content.decode()
    assert "Away until 24 November 2026; Dee Putney deputises" in page
    assert "Away until 24 November 2026; nobody deputises" in page
    assert queries.expected_of(house.unit, later, queries.seats_of(house.unit, later)) == {}
