"""Our safer choices for a scorecard, and what is printed under the chart."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.cells import NOT_RETURNED, SUPPRESSED, State, number
from goldenthread.measures.spc import Assurance, Direction, Kind, Series, chart
from goldenthread.measures.spc.choices import ScorecardChart, for_scorecard, is_rare, is_trial, not_screened
from goldenthread.measures.spc.figures import Figures, Rebase, from_cells

PERCENTAGES = [61.2, 58.3, 63.1, 60.4, 57.9, 62.2, 59.8, 61.7, 60.1, 58.8, 62.9, 59.5, 61.1, 60.6, 58.2, 62.4]


def months(count: int) -> list[date]:
    return [date(2021 + number // 12, number % 12 + 1, 1) for number in range(count)]


def figures(values, direction="increase", target=None, **behind) -> Figures:
    points = tuple(zip(months(len(values)), values, strict=True))
    return Figures(Series("plans", points, Direction(direction), target), **behind)


def safe(values, *arguments, **options) -> ScorecardChart:
    return for_scorecard([figures(values, *arguments, **options)])[0]


def beside(numbers) -> dict:
    return dict(zip(months(len(numbers)), numbers, strict=True))


def decided(starts_on: date) -> Rebase:
    return Rebase(starts_on, "The front door was rebuilt.", "the executive", date(2022, 3, 4))


def test_sparse_counts_keep_their_limits_because_they_are_not_screened():
    """measures.spc_screening"""
    sparse = [0] * 11 + [3] + [0] * 12
    assert all(point.kind is not Kind.COMMON for point in chart(figures(sparse, "decrease").series).points)
    drawn = safe(sparse, "decrease")
    assert [point.kind for point in drawn.chart.points].count(Kind.CONCERN) == 1
    assert any("fewer than 5 events a period" in note for note in drawn.notes)
    assert any("rolling twelve months" in note for note in drawn.notes)


@pytest.mark.parametrize(
    ("values", "options", "said"),
    [
        ([5, 6] * 8, {}, ""),
        ([4, 5] * 8, {}, "fewer than 5 events"),
        ([7.5] * 9 + [8.1, 9.2, 7.1, 6.4, 7.7, 8.8, 9.1], {}, "more than half of the figures equal"),
        ([7.5] * 8 + [8.1, 9.2, 7.1, 6.4, 7.7, 8.8, 9.1, 6.6], {}, ""),
        ([7.5] * 16, {}, "more than half of the figures equal"),
        (PERCENTAGES, {"percentage": True}, ""),
        (PERCENTAGES, {"percentage": True, "numerators": beside([2] * 16)}, "fewer than 5 events"),
        (PERCENTAGES, {"percentage": True, "numerators": beside([20] * 16)}, ""),
        ([1, 2] * 8, {"percentage": True}, ""),
    ],
)
def test_which_figures_are_screened(values, options, said):
    reason = not_screened(figures(values, **options))
    assert said in reason
    assert bool(said) == bool(reason)
    drawn = safe(values, **options)
    assert drawn.chart.series.screen_outliers is not bool(said)
    assert [note for note in drawn.notes if note.startswith("Outliers were")] == (
        [reason]
        if reason
        else ["Outliers were screened: a step far larger than the usual ones does not widen the limits."]
    )


def test_that_outliers_were_not_screened_as_was_asked_is_said():
    asked = figures(PERCENTAGES)
    drawn = for_scorecard([replace(asked, series=replace(asked.series, screen_outliers=False))])[0]
    assert "Outliers were not screened, as was asked." in drawn.notes


def test_one_sparse_stretch_leaves_the_whole_series_unscreened():
    values = [40, 44, 38, 41] * 4 + [1, 0, 2, 1] * 4
    assert not not_screened(figures([40, 44, 38, 41] * 8))
    assert "fewer than 5" in safe(values, rebases=(decided(months(17)[16]),)).notes[0]


def test_nothing_is_said_about_a_target_under_thirteen_figures():
    """measures.spc_trial_limits, measures.spc_no_assurance"""
    twelve, thirteen = safe(PERCENTAGES[:12], target=90), safe(PERCENTAGES[:13], target=90)
    assert (twelve.trial_limits, twelve.chart.assurance) == (True, None)
    assert twelve.notes[0] == "Trial limits: they rest on 12 figures and will move as more come in."
    assert "while the limits are on trial" in twelve.notes[-1]
    assert (thirteen.trial_limits, thirteen.chart.assurance) == (False, Assurance.FAIL)
    assert not any("trial" in note for note in thirteen.notes)


def test_a_missing_figure_does_not_count_towards_the_thirteen():
    drawn = safe([*PERCENTAGES[:12], None, None], target=90)
    assert (drawn.trial_limits, drawn.chart.assurance) == (True, None)


def test_the_stretch_that_holds_now_must_have_thirteen():
    drawn = safe(PERCENTAGES * 2, target=90, rebases=(decided(months(32)[22]),))
    assert drawn.trial_limits
    assert not safe(PERCENTAGES * 2, target=90, rebases=(decided(months(32)[16]),)).trial_limits


def test_limits_fixed_by_twelve_figures_are_on_trial_where_one_of_those_is_missing():
    whole = Series("plans", figures(PERCENTAGES).series.points, Direction.INCREASE, fix_after_n_points=12)
    assert not is_trial(chart(whole).last)
    holed = replace(whole, points=tuple((day, None if day.month == 3 else value) for day, value in whole.points))
    assert is_trial(chart(holed).last)
    assert any("fixed by the first 12 points" in note for note in for_scorecard([Figures(whole)])[0].notes)


def test_neither_a_neutral_indicator_nor_one_without_target_says_whether_it_is_met():
    assert safe(PERCENTAGES, "neutral", 90).chart.assurance is None
    assert "Neither more nor less is better" in safe(PERCENTAGES, "neutral", 90).notes[-1]
    assert safe(PERCENTAGES).notes[-1] == "No target is set, so nothing is said about meeting one."


def test_without_limits_nothing_is_said_about_the_target():
    drawn = safe([value for pair in zip(PERCENTAGES, [None] * 16, strict=True) for value in pair], target=90)
    assert drawn.chart.last.upper is None
    assert drawn.chart.assurance is None
    assert drawn.notes[-1] == "There are no limits, so nothing is said about meeting the target."


@pytest.mark.parametrize(
    ("events", "rare"),
    [([1] * 12, False), ([1] * 11 + [0], True), ([0] * 7 + [9] * 5, True), ([0] * 6 + [9] * 6, False), ([], False)],
)
def test_which_events_are_rare(events, rare):
    """measures.spc_rare_events"""
    assert is_rare(events) is rare


def test_denominators_that_vary_are_to_be_shown_and_those_unknown_are_asked_for():
    varied = safe(PERCENTAGES, percentage=True, denominators=beside([*range(30, 45), 1204]))
    assert any("out of 30 to 1,204 a period" in note for note in varied.notes)
    assert any("is not given" in note for note in safe(PERCENTAGES, percentage=True).notes)
    same = safe(PERCENTAGES, percentage=True, denominators=beside([30] * 16))
    assert not any("out of" in note for note in same.notes)


def test_a_missing_figure_is_counted_explained_and_what_stands_behind_it_is_never_told():
    cells = [number(str(value)) for value in PERCENTAGES]
    cells[3], cells[7], cells[8] = SUPPRESSED, NOT_RETURNED, SUPPRESSED
    points, states = from_cells(zip(months(16), cells, strict=True))
    assert points[3][1] is None
    assert states[months(16)[7]] is State.NOT_RETURNED
    behind = beside([40] * 3 + [2] + [40] * 12)
    series = Series("plans", points, Direction.INCREASE, 90)
    drawn = for_scorecard([Figures(series, behind, behind, True, states)])[0]
    assert "3 of 16 figures are missing (1 not returned, 2 suppressed): left out, and never counted as nought." in (
        drawn.notes
    )
    assert not any("out of 2" in note for note in drawn.notes)
    assert drawn.chart.last.mean == pytest.approx(sum(value for _, value in points if value) / 13)


def test_the_variation_is_that_of_the_last_figure_which_is_known():
    values = [*PERCENTAGES, 90, None]
    assert chart(figures(values).series).variation is Kind.COMMON
    assert safe(values).chart.variation is Kind.IMPROVEMENT
    assert safe([None, None]).chart.variation is None
    assert safe([None, None]).notes[0] == "There is no figure yet to take an average of."


def test_a_rebase_is_made_only_by_a_decision_and_is_stated_with_it():
    values, when = PERCENTAGES * 2, months(32)
    stated = safe(values, rebases=(decided(when[16]),))
    assert len(stated.chart.groups) == 2
    assert (
        "Average and limits start afresh on 1 May 2022: The front door was rebuilt "
        "(decided by the executive on 4 March 2022)."
    ) in stated.notes
    bare = figures(values)
    asked = for_scorecard([replace(bare, series=replace(bare.series, rebase_dates={when[16]}))])[0]
    assert len(asked.chart.groups) == 1
    assert any("asked for without a reason" in note for note in asked.notes)
    elsewhere = safe(values, rebases=(decided(date(2022, 5, 2)),))
    assert any("no figure has that date" in note for note in elsewhere.notes)


@pytest.mark.parametrize(("reason", "by"), [(" ", "the executive"), ("The front door was rebuilt", "")])
def test_a_rebase_needs_a_reason_and_somebody_who_decided_it(reason, by):
    with pytest.raises(Refused, match="needs a reason, and who decided it"):
        Rebase(date(2022, 5, 1), reason, by, date(2022, 3, 4))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 6)), max_size=40), st.sampled_from(Direction))
def test_small_counts_keep_limits_that_are_no_narrower_and_short_series_never_assure(values, direction):
    asked = figures(values, direction, 3)
    drawn, theirs = for_scorecard([asked])[0], chart(asked.series).last
    ours = drawn.chart.last
    if theirs is not None and theirs.upper is not None:
        assert ours.upper >= theirs.upper
        assert ours.lower <= theirs.lower
    if sum(value is not None for value in values) < 13 or direction is Direction.NEUTRAL:
        assert drawn.chart.assurance is None
    if any(value is not None for value in values):
        assert sum(note.startswith("Outliers were") for note in drawn.notes) == 1
