"""A report that is due before a meeting goes with the meeting, also where it has been asked for already."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.rhythm import Beat, Rhythm, days
from goldenthread.partnerships.tests.factories import NOW
from goldenthread.returns import rules, services
from goldenthread.returns.models import Return
from goldenthread.returns.rules import Planned, redated
from goldenthread.returns.tests.factories import House, a_set, an_obligation, answered

ASKED_ON = date(2026, 11, 2)
MET, LATER, SOONER = date(2026, 11, 18), date(2026, 12, 2), date(2026, 11, 11)
DUE = date(2026, 11, 11)


@pytest.fixture
def met(house: House, monkeypatch) -> list[date]:
    """The days on which the executive meets; a test moves them."""
    found = [MET]
    monkeypatch.setattr(
        rules.obligations, "_MEETING_DAYS",
        [lambda actor, group, since, until: found if group == house.executive.pk else []],
    )  # fmt: skip
    return found


@pytest.fixture
def owed(house: House, met: list[date]) -> Return:
    """The report for the meeting, asked for already."""
    an_obligation(
        house, a_set(house), rhythm=Rhythm(Beat.ONCE), starts_on=ASKED_ON, days_before_meeting=5, opens_before=10
    )
    services.issue_what_is_due(house.unit, NOW, ASKED_ON)
    return Return.objects.get()


@pytest.mark.parametrize(
    ("moved_to", "due"),
    [(LATER, date(2026, 11, 25)), (date(2026, 11, 13), date(2026, 11, 6)), (SOONER, date(2026, 11, 4))],
)
def test_what_is_asked_for_goes_with_the_meeting(
    house: House, owed: Return, met: list[date], moved_to: date, due: date
):
    assert owed.due_on == DUE
    met[:] = [moved_to]
    today = ASKED_ON
    for _ in range(2):
        services.issue_what_is_due(house.unit, NOW, today)
    owed.refresh_from_db()
    assert (Return.objects.count(), owed.due_on, owed.round.due_on, owed.round.date.due_on) == (1, due, due, due)


def test_a_meeting_brought_forward_makes_nothing_late_before_it_can_be_sent(
    house: House, owed: Return, met: list[date]
):
    met[:] = [date(2026, 11, 10)]
    services.issue_what_is_due(house.unit, NOW, date(2026, 11, 5))
    owed.refresh_from_db()
    assert (Return.objects.count(), owed.due_on) == (1, date(2026, 11, 5))


def test_what_lateness_had_led_to_begins_anew_with_the_new_day(house: House, owed: Return, met: list[date]):
    services.climb_ladders(house.unit, NOW, DUE + timedelta(days=1))
    met[:] = [LATER]
    services.issue_what_is_due(house.unit, NOW, DUE + timedelta(days=2))
    owed.refresh_from_db()
    assert (owed.due_on, owed.rungs) == (date(2026, 11, 25), [])


def test_what_was_sent_or_given_more_time_stays(house: House, owed: Return, met: list[date]):
    more = date(2026, 11, 13)
    services.extend_return(house.unit, NOW, ASKED_ON, owed.pk, due_on=more, reason="The chair is away.")
    met[:] = [LATER]
    services.issue_what_is_due(house.unit, NOW, ASKED_ON)
    owed.refresh_from_db()
    assert (Return.objects.count(), owed.due_on) == (1, more)


def test_a_sent_report_is_not_asked_for_again_when_its_meeting_moves(house: House, owed: Return, met: list[date]):
    answered(house, owed, house.quality_chair)
    services.submit_return(house.quality_chair, NOW, ASKED_ON, owed.pk)
    met[:] = [LATER]
    services.issue_what_is_due(house.unit, NOW, date(2026, 11, 20))
    owed.refresh_from_db()
    assert (Return.objects.count(), owed.due_on) == (1, DUE)


RHYTHMS = st.one_of(
    st.builds(Rhythm, st.just(Beat.WEEKS), every=st.integers(1, 52), skips_august=st.booleans()),
    st.builds(Rhythm, st.just(Beat.MONTHS), every=st.integers(1, 24), skips_august=st.booleans()),
    st.builds(
        Rhythm, st.just(Beat.NAMED_MONTHS), skips_august=st.booleans(),
        months=st.sets(st.integers(1, 12), min_size=1).map(lambda found: tuple(sorted(found))),
    ),
)  # fmt: skip
TODAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(RHYTHMS, RHYTHMS, TODAYS, st.sets(st.integers(0, 20)), st.integers(0, 400))
def test_dates_that_were_touched_stay_and_a_rhythm_that_is_set_twice_changes_nothing_the_second_time(
    first: Rhythm, second: Rhythm, today: date, touched: set[int], passed: int
):
    """returns.stands_for, returns.dates_changed"""
    until = min(today + rules.HORIZON, date(2029, 12, 1))
    rows = [Planned(day, place in touched) for place, day in enumerate(days(first, today, until))]
    later = today + timedelta(days=passed)
    wanted = days(second, today, until)
    add, gone = redated(rows, wanted, later)
    kept = [one for one in rows if one.planned_on not in gone]
    assert all(one in kept for one in rows if one.is_kept or one.planned_on < later)
    after = [*kept, *map(Planned, add)]
    assert len({one.planned_on for one in after}) == len(after)
    assert redated(after, wanted, later) == ([], [])
