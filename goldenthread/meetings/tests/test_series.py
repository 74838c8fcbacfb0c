"""Series through their services: what is planned, what follows a change, and what is left alone."""

from datetime import date, time, timedelta

import pytest

from goldenthread.kernel import forward_plan
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.meetings import queries, services
from goldenthread.meetings.models import Meeting
from goldenthread.meetings.rules import State
from goldenthread.meetings.services.series import plan_ahead_everywhere
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting, a_series
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db
CHANGED = {
    "title": "Executive",
    "rhythm": Rhythm(Beat.WEEKS, every=8),
    "first_on": date(2026, 12, 2),
    "starts_time": time(14),
}


def on_days(series) -> list[date]:
    return [one.on for one in Meeting.objects.filter(series=series).exclude(state=State.WITHDRAWN)]


def test_a_series_is_planned_eighteen_months_ahead(house: House):
    series = a_series(house)
    found = on_days(series)
    assert found[0] == date(2026, 12, 2)
    assert TODAY + timedelta(days=480) < found[-1] <= TODAY + timedelta(days=548)
    first = Meeting.objects.filter(series=series).first()
    assert first.papers_on == date(2026, 11, 25)
    assert [line.sentence for line in trail.history(house.unit, "meetings.meeting", first.pk)]


def test_the_job_adds_what_came_into_sight_and_nothing_twice(house: House):
    series = a_series(house)
    before = on_days(series)
    later = TODAY + timedelta(days=70)
    said = plan_ahead_everywhere(NOW, later)
    assert said == "Planned 1 meeting ahead."
    assert on_days(series)[: len(before)] == before
    assert plan_ahead_everywhere(NOW, later) == ""


def test_a_change_leaves_alone_what_is_in_hand(house: House):
    series = a_series(house)
    first, second, third, *_ = Meeting.objects.filter(series=series)
    services.change_meeting(
        house.unit, NOW, second.pk, title="Executive", on=date(2027, 2, 3), starts_time=time(9), minutes_long=60
    )
    services.cancel_meeting(house.unit, NOW, third.pk, "Half term")
    services.change_series(house.unit, NOW, TODAY, series.pk, **CHANGED)
    first.refresh_from_db()
    second.refresh_from_db()
    third.refresh_from_db()
    assert first.starts_at.hour == 14
    assert (second.on, second.starts_at.hour) == (date(2027, 2, 3), 9)
    assert (third.state, third.starts_at.hour) == (State.CANCELLED, 10)


def test_a_slower_rhythm_takes_meetings_out_and_an_end_takes_the_rest(house: House):
    series = a_series(house)
    number = len(on_days(series))
    services.change_series(house.unit, NOW, TODAY, series.pk, **{**CHANGED, "rhythm": Rhythm(Beat.WEEKS, every=16)})
    assert len(on_days(series)) < number
    services.end_series(house.unit, NOW, TODAY, series.pk, last_on=date(2027, 1, 31), reason="Merged")
    assert on_days(series) == [date(2026, 12, 2)]
    assert plan_ahead_everywhere(NOW, TODAY) == ""


def test_who_plans_for_which_group(house: House):
    assert a_series(house, house.actor("chair")).group_id == house.group.pk
    for who in ("other_chair", "icb", "scrutineer", "observer"):
        with pytest.raises(NotPermitted):
            a_series(house, house.actor(who))
    elsewhere = a_house()
    with pytest.raises(Refused, match="no such group"):
        a_series(house, group_id=elsewhere.group.pk)
    series = a_series(elsewhere)
    with pytest.raises(Refused, match="no such series"):
        services.end_series(house.unit, NOW, TODAY, series.pk, last_on=TODAY, reason="Not ours")


def test_one_meeting_is_planned_postponed_and_planned_again(house: House):
    meeting = a_meeting(house)
    with pytest.raises(Refused, match="Say why"):
        services.postpone_meeting(house.unit, NOW, meeting.pk, " ")
    services.postpone_meeting(house.unit, NOW, meeting.pk, "The chair is in court")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.reason) == (State.POSTPONED, "The chair is in court")
    again = services.change_meeting(
        house.unit, NOW, meeting.pk, title="Executive", on=date(2026, 12, 16), starts_time=time(10), minutes_long=90
    )
    assert (again.state, again.on, again.reason) == (State.PLANNED, date(2026, 12, 16), "")
    services.cancel_meeting(house.unit, NOW, meeting.pk, "No business")
    with pytest.raises(Refused, match="cancelled already"):
        services.cancel_meeting(house.unit, NOW, meeting.pk, "No business")


def test_meetings_and_their_papers_stand_in_the_forward_plan(house: House):
    meeting = a_meeting(house)
    found = [
        one for one in forward_plan.entries(house.actor("icb"), TODAY, date(2026, 12, 31)) if one.thing_id == meeting.pk
    ]
    assert [(one.on, one.sort) for one in found] == [(date(2026, 12, 2), "papers"), (date(2026, 12, 9), "meeting")]
    assert found[1].place == "County Hall"
    other = a_house()
    assert not [one for one in queries.dates_ahead(other.unit, TODAY, date(2026, 12, 31)) if one.thing_id == meeting.pk]
    services.cancel_meeting(house.unit, NOW, meeting.pk, "Snow")
    found = [one for one in queries.dates_ahead(house.unit, TODAY, date(2026, 12, 31)) if one.thing_id == meeting.pk]
    assert [(one.sort, one.state) for one in found] == [("meeting", "cancelled")]
