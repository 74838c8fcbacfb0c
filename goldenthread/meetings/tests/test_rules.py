"""The rules of meetings as examples and as properties."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.working_days import is_working_day, working_days_between
from goldenthread.meetings import rules
from goldenthread.meetings.rules import Came, Laid, Quorum, Sitting, State

DAY = date(2027, 1, 13)
days = st.dates(date(2026, 1, 1), date(2027, 12, 1))
sittings = st.lists(
    st.builds(
        Sitting,
        st.sampled_from(["chair", "vice_chair", "member", "in_attendance"]),
        st.sampled_from([*rules.STATUTORY, "education", ""]),
    )
)
quorums = st.builds(Quorum, st.booleans(), st.integers(0, 6), st.booleans())


def every(start: date, weeks: int, count: int) -> list[date]:
    """So many days, so many weeks apart."""
    return [start + timedelta(weeks=weeks * number) for number in range(count)]


@given(st.lists(days, unique=True, max_size=30), st.lists(st.tuples(days, st.booleans()), max_size=30))
def test_lay_out_leaves_what_is_in_hand_and_meets_each_day_once(wanted: list[date], told: list[tuple[date, bool]]):
    """meetings.lay_out"""
    standing = [Laid(uuid4(), day, free) for day, free in dict(told).items()]
    layout = rules.lay_out(wanted, standing)
    fixed = {one.id for one in standing if not one.is_free}
    touched = {key for key, _ in layout.moved} | set(layout.dropped)
    assert not touched & fixed
    stays = {one.series_on for one in standing if one.id not in touched}
    new = [day for _, day in layout.moved] + list(layout.added)
    assert len(new) == len(set(new))
    assert not stays & set(new)
    assert set(new) <= set(wanted)


def test_lay_out_of_a_changed_rhythm_keeps_the_meeting_in_hand_and_re_dates_the_rest():
    """meetings.lay_out"""
    old = every(DAY, 8, 3)
    held_fast, second, third = (Laid(uuid4(), day, free) for day, free in zip(old, (False, True, True), strict=True))
    new = every(DAY + timedelta(days=1), 6, 3)
    layout = rules.lay_out(new, [held_fast, second, third])
    # The one with an agenda answers for the day next to it, so that nobody meets twice that week.
    assert layout.moved == ((second.id, new[1]), (third.id, new[2]))
    assert not layout.added
    assert not layout.dropped


def test_lay_out_twice_changes_nothing():
    """meetings.lay_out"""
    wanted = every(DAY, 8, 5)
    assert rules.lay_out(wanted, [Laid(uuid4(), day, True) for day in wanted]) == rules.Layout()


@pytest.mark.parametrize("state", [State.HELD, State.AGREED, State.WITHDRAWN])
def test_what_took_place_or_its_series_dropped_is_not_rearranged(state: State):
    """meetings.may_change_date, meetings.may_call_off"""
    assert not rules.may_rearrange(state)
    assert not rules.may_call_off(state, "Snow")


def test_calling_off_takes_a_reason():
    """meetings.may_call_off"""
    assert rules.may_call_off(State.ISSUED, "Snow")
    assert not rules.may_call_off(State.ISSUED, "  ")
    assert rules.may_rearrange(State.POSTPONED)
    assert rules.may_rearrange(State.CANCELLED)
    assert not rules.may_call_off(State.CANCELLED, "Snow")


def test_a_meeting_ends_after_it_starts_and_within_a_day():
    """meetings.times_in_order"""
    start = datetime(2026, 12, 9, 10, tzinfo=UTC)
    assert rules.times_in_order(start, start + timedelta(hours=2))
    assert not rules.times_in_order(start, start)
    assert not rules.times_in_order(start, start + timedelta(hours=25))


@given(quorums, sittings)
def test_quorum_never_gets_worse_by_somebody_coming(needed: Quorum, came: list[Sitting]):
    """meetings.quorum"""
    short = rules.missing(needed, came)
    if not short:
        assert not rules.missing(needed, [*came, Sitting("member", "education")])
    assert rules.missing(Quorum(), came) == []
    assert rules.missing(needed, [*came, Sitting("in_attendance", "police")]) == short


def test_quorum_says_who_is_missing():
    """meetings.quorum"""
    needed = Quorum(statutory=True, members=3, chair=True)
    whole = [
        Sitting("chair", "local_authority"),
        Sitting("member", "police"),
        Sitting("member", "integrated_care_board"),
    ]
    assert rules.missing(needed, whole) == []
    assert rules.missing(needed, [Sitting("member", "police"), Sitting("in_attendance", "local_authority")]) == [
        "the local authority was not represented",
        "the integrated care board was not represented",
        "1 of the 3 members needed came",
        "neither the chair nor the vice chair was there",
    ]


@given(quorums)
def test_a_quorum_is_stored_and_read_back(needed: Quorum):
    """meetings.quorum"""
    assert rules.quorum(needed.stored()) == needed
    assert needed.words


@given(st.lists(st.sampled_from([*Came, None]), max_size=12))
def test_attendance_counts_what_was_missed_last(came: list[Came | None]):
    """meetings.attendance_flag, meetings.attendance_share"""
    missed = rules.missed_in_a_row(came)
    known = [one for one in came if one is not None]
    assert all(one not in rules.HERE for one in known[len(known) - missed :])
    assert missed == len(known) or known[len(known) - missed - 1] in rules.HERE
    assert rules.missed_in_a_row([*came, Came.DEPUTY]) == 0
    part = rules.share(came)
    assert (part is None) == (not known)
    assert part is None or 0 <= part <= 100


def test_share_rounds_a_half_up():
    """meetings.attendance_share"""
    assert rules.share([Came.PRESENT, Came.DEPUTY, Came.ABSENT]) == 67
    assert rules.share([Came.PRESENT] + [Came.ABSENT] * 7) == 13


@given(days, st.integers(0, 15))
def test_papers_are_owed_so_many_working_days_before(meets_on: date, number: int):
    """meetings.papers_due"""
    due = rules.papers_due(meets_on, number)
    assert due <= meets_on
    if number and is_working_day(meets_on):
        assert working_days_between(due, meets_on) == number
        assert is_working_day(due)


def test_papers_over_christmas_leave_out_the_bank_holidays():
    """meetings.papers_due"""
    # Christmas Day is a Friday, Boxing Day is kept on the Monday after.
    assert rules.papers_due(date(2026, 12, 30), 5) == date(2026, 12, 21)


def test_a_late_paper_says_why():
    """meetings.late_paper, meetings.late_paper_says_why"""
    assert not rules.is_late(DAY, DAY)
    late = rules.is_late(DAY, DAY + timedelta(days=1))
    assert not rules.may_add(late, " ")
    assert rules.may_add(late, "The figures came on Friday")
    assert rules.may_add(False, "")


@dataclass
class Line:
    part: str


@given(st.lists(st.sampled_from("AB")))
def test_numbers_betray_nothing_restricted(parts: list[str]):
    """meetings.numbering"""
    lines = [Line(part) for part in parts]
    everything = rules.numbered(lines)
    open_part = [number for number, one in everything if one.part == "A"]
    # Who reads part A alone gets the same numbers as who reads both.
    assert open_part == [number for number, _ in rules.numbered([one for one in lines if one.part == "A"])]
    assert open_part == [str(number) for number in range(1, parts.count("A") + 1)]
    assert len(everything) == len(parts)
