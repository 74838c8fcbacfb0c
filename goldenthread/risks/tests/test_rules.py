"""Scores, levels, appetite, direction, reviews and the lives of risks, by rule."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.kernel.outcomes import Denied
from goldenthread.kernel.working_days import is_working_day
from goldenthread.risks import rules
from goldenthread.risks.rules import DEFAULT, Direction, State

TODAY = date(2026, 11, 3)
steps = some.integers(1, 5)
scores = some.tuples(steps, steps).map(lambda pair: rules.score(*pair))
categories = some.sampled_from([one.key for one in DEFAULT.categories])


class TestScores:
    """risks.score, risks.band, risks.appetite, risks.breach"""

    @given(steps, steps)
    def test_a_score_is_the_same_whichever_way_and_never_falls_with_a_step(self, one: int, two: int) -> None:
        assert rules.score(one, two) == rules.score(two, one)
        assert rules.score(min(one + 1, 5), two) >= rules.score(one, two)
        assert 1 <= rules.score(one, two) <= 25

    def test_a_level_begins_at_one(self) -> None:
        with pytest.raises(ValueError, match="begins at 1"):
            rules.score(0, 3)

    @pytest.mark.parametrize(
        ("value", "band"),
        [(1, "low"), (3, "low"), (4, "moderate"), (6, "moderate"), (8, "high"), (12, "high"), (15, "extreme"),
         (25, "extreme")],
    )  # fmt: skip
    def test_the_usual_levels_are_those_of_the_guide(self, value: int, band: str) -> None:
        assert rules.band_of(value).key == band

    @given(scores, scores)
    def test_a_higher_score_is_never_in_a_lower_level(self, one: int, two: int) -> None:
        order = [band.key for band in DEFAULT.bands]
        low, high = sorted((one, two))
        assert order.index(rules.band_of(low).key) <= order.index(rules.band_of(high).key)

    @given(scores, categories)
    def test_what_is_accepted_is_not_breached_and_one_more_is(self, value: int, category: str) -> None:
        limit = rules.accepted_up_to(category)
        assert rules.is_breached(value, category) == (value > limit)
        assert not rules.is_breached(limit, category)
        assert rules.is_breached(limit + 1, category)

    def test_the_more_is_accepted_the_higher_the_limit(self) -> None:
        limits = [DEFAULT.appetites[key] for key in ("averse", "minimal", "cautious", "open", "eager")]
        assert limits == sorted(set(limits))

    def test_a_category_that_is_no_more_is_looked_at_cautiously(self) -> None:
        assert DEFAULT.category("old_word").word == "Old word"
        assert rules.accepted_up_to("old_word") == DEFAULT.appetites["cautious"]

    def test_a_scale_is_the_same_once_it_was_kept(self) -> None:
        assert rules.restored(DEFAULT.stored()) == DEFAULT

    @pytest.mark.parametrize(("likelihood", "impact", "why"), [(6, 1, "So"), (1, 0, "So"), (1, 1, "  ")])
    def test_a_score_needs_steps_of_the_scale_and_a_reason(self, likelihood: int, impact: int, why: str) -> None:
        """risks.may_score"""
        assert not rules.may_score(likelihood, impact, why)
        assert rules.may_score(1, 1, "So")


class TestScales:
    """risks.scale_in_order"""

    def test_the_usual_one_is_in_order(self) -> None:
        assert rules.may_set_scale(DEFAULT)

    def test_levels_that_overlap_are_not(self) -> None:
        bands = (DEFAULT.bands[0], replace(DEFAULT.bands[1], lowest=9), *DEFAULT.bands[2:])
        assert "higher than the one before" in str(rules.may_set_scale(replace(DEFAULT, bands=bands)))

    def test_a_level_nothing_reaches_is_not(self) -> None:
        bands = (*DEFAULT.bands[:-1], replace(DEFAULT.bands[-1], lowest=26))
        assert not rules.may_set_scale(replace(DEFAULT, bands=bands))

    def test_a_step_without_a_word_is_not(self) -> None:
        impact = (replace(DEFAULT.impact[0], word=" "), *DEFAULT.impact[1:])
        assert not rules.may_set_scale(replace(DEFAULT, impact=impact))

    def test_an_appetite_that_accepts_less_than_the_one_before_is_not(self) -> None:
        assert not rules.may_set_scale(replace(DEFAULT, appetites={**DEFAULT.appetites, "open": 2}))

    def test_a_level_reviewed_less_than_once_a_year_is_not(self) -> None:
        bands = (replace(DEFAULT.bands[0], review_months=13), *DEFAULT.bands[1:])
        assert not rules.may_set_scale(replace(DEFAULT, bands=bands))


@pytest.mark.parametrize(
    ("before", "now", "confirmed", "expected"),
    [(None, 9, False, Direction.NEW), (6, 9, False, Direction.UP), (9, 6, False, Direction.DOWN),
     (9, 9, False, Direction.SAME), (6, 9, True, Direction.SAME), (None, 9, True, Direction.SAME)],
)  # fmt: skip
def test_direction(before: int | None, now: int, confirmed: bool, expected: Direction) -> None:
    """risks.direction"""
    assert rules.direction(before, now, confirmed) == expected


class TestReviews:
    @given(some.dates(date(2025, 1, 1), date(2030, 6, 30)), scores)
    def test_a_review_falls_on_a_working_day_three_times_a_year_at_the_least(self, day: date, value: int) -> None:
        """risks.next_review"""
        due = rules.next_review(day, value)
        assert is_working_day(due)
        assert day < due <= day + timedelta(days=130)

    def test_past_the_known_bank_holidays_it_is_the_day_itself(self) -> None:
        assert rules.next_review(date(2031, 3, 2), 25) == date(2031, 4, 2)

    def test_the_more_serious_the_sooner(self) -> None:
        assert rules.next_review(TODAY, 20) < rules.next_review(TODAY, 9) < rules.next_review(TODAY, 2)

    def test_a_day_of_its_own_says_why(self) -> None:
        """risks.may_set_review"""
        latest = TODAY + timedelta(days=60)
        assert rules.may_set_review(None, "", TODAY, latest)
        assert rules.may_set_review(TODAY + timedelta(days=9), "The board meets", TODAY, latest)
        assert rules.may_set_review(latest, "The board meets", TODAY, latest)
        assert not rules.may_set_review(TODAY + timedelta(days=9), "", TODAY, latest)
        assert not rules.may_set_review(TODAY, "Now", TODAY, latest)
        assert not rules.may_set_review(None, "A reason alone", TODAY, latest)
        later = rules.may_set_review(latest + timedelta(days=1), "The board meets", TODAY, latest)
        assert isinstance(later, Denied)
        assert f"{latest.day} {latest:%B %Y}" in later.reason

    def test_the_next_date_of_its_register_unless_the_level_asks_much_sooner(self) -> None:
        """risks.next_review"""
        dates = [
            rules.RegisterDate(date(2027, 1, 19), date(2027, 2, 9)),
            rules.RegisterDate(date(2027, 5, 17), date(2027, 6, 8)),
        ]
        low, extreme = 2, 20
        assert rules.next_review(date(2026, 11, 3), low, DEFAULT, dates) == date(2027, 2, 9)
        # Looked at while the review is open, it is done for that one; the day before, it is not.
        assert rules.next_review(date(2027, 1, 19), low, DEFAULT, dates) == date(2027, 6, 8)
        assert rules.next_review(date(2027, 1, 18), low, DEFAULT, dates) == date(2027, 2, 9)
        assert rules.next_review(date(2026, 11, 3), extreme, DEFAULT, dates) == date(2026, 12, 3)
        assert rules.next_review(date(2027, 1, 8), extreme, DEFAULT, dates) == date(2027, 2, 9)
        # The last date is past: the level says when.
        assert rules.next_review(date(2027, 5, 17), low, DEFAULT, dates) == date(2027, 9, 17)

    @given(some.dates(date(2026, 1, 1), date(2029, 1, 1)), scores, some.lists(some.integers(1, 500), max_size=6))
    def test_no_register_lets_a_risk_wait_much_longer_than_its_level(
        self, day: date, value: int, ahead: list[int]
    ) -> None:
        """risks.next_review"""
        dates = [rules.RegisterDate(day + timedelta(days=one), day + timedelta(days=one + 21)) for one in ahead]
        months = rules.band_of(value).review_months
        latest = rules.next_review(day, value) + timedelta(days=months * 30 // 4)
        assert day < rules.next_review(day, value, DEFAULT, dates) <= latest

    def test_nobody_accepts_their_own_nor_for_ever(self) -> None:
        """risks.may_accept"""
        until = TODAY + timedelta(days=90)
        assert rules.may_accept(until, "Decided elsewhere", TODAY, is_own=False)
        assert "they own" in str(rules.may_accept(until, "So", TODAY, is_own=True))
        assert not rules.may_accept(None, "So", TODAY, is_own=False)
        assert not rules.may_accept(TODAY, "So", TODAY, is_own=False)
        assert not rules.may_accept(TODAY + timedelta(days=400), "So", TODAY, is_own=False)
        assert not rules.may_accept(until, " ", TODAY, is_own=False)

    def test_an_acceptance_lasts_through_its_last_day(self) -> None:
        assert rules.is_accepted(TODAY, TODAY)
        assert not rules.is_accepted(TODAY - timedelta(days=1), TODAY)
        assert not rules.is_accepted(None, TODAY)


class TestLives:
    def test_what_is_closed_is_left_alone(self) -> None:
        """risks.may_work_on, risks.may_review"""
        assert not rules.may_work_on(State.CLOSED)
        assert rules.may_work_on(State.ISSUE)
        assert not rules.may_review(State.CLOSED, "Looked")
        assert not rules.may_review(State.OPEN, " ")
        assert rules.may_review(State.OPEN, "Looked")

    def test_up_and_down(self) -> None:
        """risks.may_escalate, risks.may_bring_down"""
        assert rules.may_escalate(State.OPEN, True, "Money")
        assert "already" in str(rules.may_escalate(State.OPEN, False, "Money"))
        assert not rules.may_escalate(State.OPEN, True, "")
        assert rules.may_bring_down(State.ISSUE, True, "Yours")
        assert not rules.may_bring_down(State.OPEN, False, "Yours")
        assert not rules.may_bring_down(State.CLOSED, True, "Yours")

    def test_it_happens_is_resolved_closes_and_opens_again(self) -> None:
        """risks.may_become_issue, risks.may_resolve_issue, risks.may_close, risks.may_reopen"""
        assert rules.may_become_issue(State.OPEN, "It happened")
        assert not rules.may_become_issue(State.ISSUE, "Again")
        assert rules.may_resolve_issue(State.ISSUE, "Mended")
        assert not rules.may_resolve_issue(State.OPEN, "Mended")
        assert "Resolve the issue first" in str(rules.may_close(State.ISSUE, "Done"))
        assert rules.may_close(State.OPEN, "Done")
        assert not rules.may_close(State.OPEN, "")
        assert not rules.may_close(State.CLOSED, "Done")
        assert rules.may_reopen(State.CLOSED, "Back")
        assert not rules.may_reopen(State.OPEN, "Back")
