"""What may become of a challenge, when it is late, and what a log adds up to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.challenges import rules
from goldenthread.challenges.rules import Counted, Kind, Outcome, State
from goldenthread.kernel.outcomes import Denied

DAY = date(2026, 11, 2)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("state", "to", "allowed"),
    [
        ("open", "answered", True),
        ("open", "closed", False),
        ("open", "open", False),
        ("answered", "closed", True),
        ("answered", "open", True),
        ("answered", "answered", False),
        ("closed", "open", True),
        ("closed", "answered", False),
        ("noted", "answered", False),
        ("noted", "closed", False),
        ("noted", "open", False),
    ],
)
def test_moves(state: str, to: str, allowed: bool) -> None:
    """challenges.moves"""
    assert bool(rules.may_become(state, to)) is allowed


def test_an_open_challenge_is_answered_before_it_is_closed() -> None:
    """challenges.moves"""
    verdict = rules.may_become(State.OPEN, State.CLOSED)
    assert isinstance(verdict, Denied)
    assert "answer first" in verdict.reason


@pytest.mark.parametrize(("agency", "group", "allowed"), [(1, 0, True), (0, 1, True), (1, 1, False), (0, 0, False)])
def test_addressee(agency: int, group: int, allowed: bool) -> None:
    """challenges.addressee"""
    assert bool(rules.addressed(bool(agency), bool(group))) is allowed


@given(raised=days, due=st.none() | days)
def test_due_date(raised: date, due: date | None) -> None:
    """challenges.due_date"""
    assert bool(rules.may_be_due(Kind.CHALLENGE, due, raised)) is (due is not None and due >= raised)
    assert bool(rules.may_be_due(Kind.GOOD_PRACTICE, due, raised)) is (due is None)


@given(state=st.sampled_from(list(State)), due=days, to=days, today=days, reason=st.sampled_from(["", "  ", "Leave"]))
def test_extension(state: State, due: date, to: date, today: date, reason: str) -> None:
    """challenges.extension"""
    expected = state == State.OPEN and to > due and to >= today and bool(reason.strip())
    assert bool(rules.may_extend(state, due, to, today, reason)) is expected


@pytest.mark.parametrize("outcome", ["", "withdrawn", *Outcome])
@pytest.mark.parametrize("changed", ["", " ", "Nine in ten come now."])
def test_outcome(outcome: str, changed: str) -> None:
    """challenges.outcome"""
    assert bool(rules.may_close(outcome, changed)) is (outcome in set(Outcome) and bool(changed.strip()))


@pytest.mark.parametrize("may", [True, False])
def test_nobody_judges_what_they_were_asked(may: bool) -> None:
    """challenges.not_ones_own"""
    assert not rules.may_judge(may, True)
    assert bool(rules.may_judge(may, False)) is may


@given(state=st.sampled_from(list(State)), due=st.none() | days, today=days)
def test_late(state: State, due: date | None, today: date) -> None:
    """challenges.late"""
    late = rules.days_late(state, due, today)
    assert late == (max(0, (today - due).days) if state == State.OPEN and due else 0)


def test_on_its_day_an_answer_is_not_late() -> None:
    """challenges.late"""
    assert rules.days_late("open", DAY, DAY) == 0
    assert rules.days_late("open", DAY, DAY + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("state", "outcome", "due", "words"),
    [
        ("open", "", DAY, "Waits for an answer"),
        ("open", "", DAY - timedelta(days=1), "Answer 1 day late"),
        ("open", "", DAY - timedelta(days=9), "Answer 9 days late"),
        ("answered", "", DAY - timedelta(days=9), "Answered"),
        ("closed", "partly_accepted", DAY, "Closed, partly accepted"),
        ("noted", "", None, "Noted"),
    ],
)
def test_stage(state: str, outcome: str, due: date | None, words: str) -> None:
    """challenges.stage"""
    assert rules.stage(state, outcome, due, DAY) == words


def test_figures_of_a_log() -> None:
    """challenges.figures"""
    day = timedelta(days=1)
    log = [
        Counted("closed", DAY, DAY, True),
        Counted("closed", DAY, DAY + day, False),
        Counted("answered", DAY, DAY - day, True),
        Counted("open", DAY - day, None, False),
        Counted("open", DAY, None, False),
    ]
    found = rules.figures(log, DAY)
    assert (found.raised, found.came_due, found.in_time, found.closed, found.with_evidence) == (5, 4, 2, 2, 1)
    assert found.sentence == "5 challenges raised: 2 of 4 answered in time, 1 of 2 closed with evidence."


def test_figures_of_nothing_and_of_what_is_not_due() -> None:
    """challenges.figures"""
    assert rules.figures([], DAY).sentence == ""
    assert rules.figures([Counted("open", DAY, None, False)], DAY).sentence == (
        "1 challenge raised; no answer has come due yet."
    )


counted = st.builds(
    Counted, state=st.sampled_from(["open", "answered", "closed"]), due_on=days, answered_on=st.none() | days,
    has_evidence=st.booleans(),
)  # fmt: skip


@given(log=st.lists(counted), today=days)
def test_no_figure_is_above_what_it_is_counted_of(log: list[Counted], today: date) -> None:
    """challenges.figures"""
    found = rules.figures(log, today)
    assert 0 <= found.in_time <= found.came_due <= found.raised == len(log)
    assert 0 <= found.with_evidence <= found.closed <= found.raised
