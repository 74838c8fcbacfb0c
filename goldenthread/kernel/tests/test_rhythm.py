"""Rhythms give the days that people mean by their words, and never one on which nobody works."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel import rhythm
from goldenthread.kernel.outcomes import Allowed, Denied
from goldenthread.kernel.rhythm import Beat, Rhythm, Shift
from goldenthread.kernel.working_days import is_working_day

WEDNESDAY = date(2026, 1, 14)
rhythms = st.builds(
    Rhythm,
    beat=st.sampled_from(Beat),
    every=st.integers(1, 12),
    months=st.lists(st.integers(1, 12), min_size=1, unique=True).map(tuple),
    skips_august=st.booleans(),
    shift=st.sampled_from(Shift),
)
some_day = st.dates(date(2024, 1, 1), date(2029, 1, 1))


def test_every_eight_weeks_keeps_its_weekday_across_a_year():
    found = rhythm.days(Rhythm(Beat.WEEKS, every=8), WEDNESDAY, date(2026, 12, 31))
    assert found == [WEDNESDAY + timedelta(weeks=8 * place) for place in range(7)]


def test_august_is_left_out_and_the_rhythm_goes_on_as_if_it_had_been_there():
    with_it = rhythm.days(Rhythm(Beat.WEEKS, every=8), date(2026, 6, 10), date(2026, 12, 31))
    without = rhythm.days(Rhythm(Beat.WEEKS, every=8, skips_august=True), date(2026, 6, 10), date(2026, 12, 31))
    assert date(2026, 8, 5) in with_it
    assert without == [day for day in with_it if day.month != 8]


def test_a_day_of_august_is_left_out_wherever_it_would_move_and_none_moves_into_it():
    monthly = Rhythm(Beat.MONTHS, skips_august=True)
    # 31 July 2027 is a Saturday; 31 August 2025 a Sunday.
    assert rhythm.days(monthly, date(2027, 7, 31), date(2027, 9, 15)) == [date(2027, 7, 30)]
    assert rhythm.days(monthly, date(2025, 7, 31), date(2025, 9, 15)) == [date(2025, 7, 31)]


def test_named_months_are_three_times_a_year():
    thrice = Rhythm(Beat.NAMED_MONTHS, months=(6, 10, 2), weekday=1, nth=2)
    assert rhythm.days(thrice, date(2026, 4, 1), date(2027, 3, 31)) == [
        date(2026, 6, 9), date(2026, 10, 13), date(2027, 2, 9),
    ]  # fmt: skip
    assert thrice.words == "The second Tuesday of June, October and February"


def test_the_tenth_working_day_of_a_month_passes_over_bank_holidays_and_weekends():
    tenth = Rhythm(Beat.MONTHS, working_day=10)
    found = rhythm.days(tenth, date(2026, 11, 1), date(2027, 1, 31))
    assert found == [date(2026, 11, 13), date(2026, 12, 14), date(2027, 1, 15)]
    assert rhythm.restored(tenth.stored()) == tenth
    assert tenth.words == "Working day 10 of each month"
    named = Rhythm(Beat.NAMED_MONTHS, months=(1, 4), working_day=1)
    assert rhythm.days(named, date(2027, 1, 1), date(2027, 4, 30)) == [date(2027, 1, 4), date(2027, 4, 1)]
    assert named.words == "Working day 1 of January and April"


def test_a_month_with_fewer_working_days_takes_its_last():
    december = rhythm.days(Rhythm(Beat.MONTHS, working_day=20), date(2024, 4, 1), date(2024, 4, 30))
    assert december == [date(2024, 4, 29)]
    assert isinstance(rhythm.is_whole(Rhythm(Beat.MONTHS, working_day=21)), Denied)
    assert isinstance(rhythm.is_whole(Rhythm(Beat.MONTHS, working_day=5, weekday=0, nth=1)), Denied)
    assert isinstance(rhythm.is_whole(Rhythm(Beat.MONTHS, working_day=20)), Allowed)


def test_the_last_friday_and_the_thirty_first_of_a_month_without_one():
    assert rhythm.days(Rhythm(Beat.MONTHS, weekday=4, nth=-1), date(2026, 2, 1), date(2026, 3, 31)) == [
        date(2026, 2, 27), date(2026, 3, 27),
    ]  # fmt: skip
    monthly = rhythm.days(Rhythm(Beat.MONTHS), date(2026, 3, 31), date(2026, 6, 30))
    assert monthly == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 6, 1), date(2026, 6, 30)]


@pytest.mark.parametrize(
    ("shift", "found"),
    [(Shift.LATER, [date(2026, 5, 26)]), (Shift.EARLIER, [date(2026, 5, 22)]), (Shift.LEFT_OUT, [])],
)
def test_a_bank_holiday_moves_as_the_rhythm_says(shift: Shift, found: list[date]):
    # kernel.rhythm_days: 25 May 2026 is the spring bank holiday, a Monday.
    assert rhythm.days(Rhythm(Beat.ONCE, shift=shift), date(2026, 5, 25), date(2026, 5, 31)) == found


def test_a_day_after_the_window_that_moves_back_into_it_belongs_to_it():
    # 30 May 2026 is a Saturday.
    assert rhythm.days(Rhythm(Beat.ONCE, shift=Shift.EARLIER), date(2026, 5, 30), date(2026, 5, 29)) == [
        date(2026, 5, 29)
    ]


def test_no_day_is_given_beyond_the_bank_holidays_that_are_known():
    assert max(rhythm.days(Rhythm(Beat.WEEKS), WEDNESDAY, date(2045, 1, 1))) < date(2030, 12, 31)


@given(rhythms, some_day, st.integers(0, 900))
def test_every_day_is_worked_in_order_once_and_within_the_window(one: Rhythm, first_on: date, length: int):
    until = first_on + timedelta(days=length)
    found = rhythm.days(one, first_on, until)
    assert found == sorted(set(found))
    assert all(is_working_day(day) and day <= until for day in found)
    assert not one.skips_august or all(day.month != 8 for day in found)


@pytest.mark.parametrize(
    ("shift", "day", "found"),
    [(Shift.EARLIER, date(2024, 9, 1), date(2024, 9, 2)), (Shift.LATER, date(2027, 7, 31), date(2027, 7, 30))],
)
def test_a_day_that_would_move_into_an_august_that_is_skipped_moves_the_other_way(shift: Shift, day: date, found: date):
    # kernel.rhythm_days: 1 September 2024 is a Sunday, 31 July 2027 a Saturday.
    assert rhythm.days(Rhythm(Beat.ONCE, shift=shift, skips_august=True), day, date(2027, 12, 31)) == [found]
    left = Rhythm(Beat.ONCE, shift=shift)
    assert rhythm.days(left, day, date(2027, 12, 31))[0].month == 8


@given(rhythms, some_day, st.integers(0, 400), st.integers(0, 400))
def test_a_longer_look_ahead_changes_nothing_nearer(one: Rhythm, first_on: date, length: int, more: int):
    until = first_on + timedelta(days=length)
    longer = rhythm.days(one, first_on, until + timedelta(days=more))
    assert rhythm.days(one, first_on, until) == [day for day in longer if day <= until]


@given(rhythms)
def test_what_is_stored_reads_back(one: Rhythm):
    assert rhythm.restored(one.stored()) == one


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Rhythm(Beat.ONCE), "Once"),
        (Rhythm(Beat.WEEKS), "Every week"),
        (Rhythm(Beat.WEEKS, every=8, skips_august=True), "Every 8 weeks, August left out"),
        (Rhythm(Beat.MONTHS), "Every month"),
        (Rhythm(Beat.MONTHS, every=3), "Every 3 months"),
        (Rhythm(Beat.MONTHS, weekday=2, nth=1), "The first Wednesday of each month"),
        (Rhythm(Beat.NAMED_MONTHS, months=(6,)), "June"),
    ],
)
def test_a_rhythm_is_said_in_words(one: Rhythm, words: str):
    assert one.words == words


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (Rhythm(Beat.WEEKS, every=0), "from 1 to 104"),
        (Rhythm(Beat.NAMED_MONTHS), "at least one month"),
        (Rhythm(Beat.NAMED_MONTHS, months=(13,)), "twelve"),
        (Rhythm(Beat.MONTHS, weekday=1), "or neither"),
    ],
)
def test_a_rhythm_that_gives_no_days_is_refused(one: Rhythm, reason: str):
    # kernel.rhythm_is_whole
    answer = rhythm.is_whole(one)
    assert isinstance(answer, Denied)
    assert reason in answer.reason
    assert rhythm.is_whole(Rhythm(Beat.WEEKS, every=8)) == Allowed()


def test_every_twelve_months_is_said_as_every_year():
    assert Rhythm(Beat.MONTHS, every=12).words == "Every year"
    assert Rhythm(Beat.MONTHS, every=12, weekday=1, nth=2).words == "The second Tuesday of every 12 months"
