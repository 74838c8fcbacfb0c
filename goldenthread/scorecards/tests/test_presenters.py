"""What a board reads: gaps that are not noughts, marks, targets, changed definitions, and only real changes."""

from dataclasses import replace
from decimal import Decimal

from goldenthread.measures.cells import NOT_APPLICABLE, SUPPRESSED
from goldenthread.scorecards import presenters, queries
from goldenthread.scorecards.models import IndicatorDefinition
from goldenthread.scorecards.presenters.words import plain, said, short_period
from goldenthread.scorecards.tests.factories import month, months, percent, sent, target

STEADY = [20, 24, 21, 25, 22, 19, 23]


def row_of(place, code="CP05"):
    line = queries.show_indicator(place.manager, place.indicators[code])
    (charted,) = presenters.charted([line], None)
    return presenters.row(charted), charted


def steady(count=24, first=(2024, 10)):
    return [percent("CP05", period, STEADY[n % 7], 100) for n, period in enumerate(months(first, count))]


def test_numbers_in_words():
    assert plain(Decimal("1204")) == "1,204"
    assert plain(Decimal("18.40")) == "18.4"
    assert plain(Decimal("0")) == "0"
    assert said(SUPPRESSED) == "Suppressed"
    assert said(NOT_APPLICABLE, "percent") == "Not applicable"
    assert said(None) == ""
    assert short_period("September 2026") == "Sep 2026"
    assert short_period("Quarter 1 2026-27") == "Q1 2026-27"
    assert short_period("2026-27") == "2026-27"


def test_usual_ups_and_downs_ask_for_nothing(here):
    sent(here, steady())
    row, _ = row_of(here)
    assert row.signals == ()
    assert row.variation == "No more than the usual ups and downs"
    assert not row.must_be_said


def test_a_real_change_asks_for_a_word(here):
    sent(here, [*steady(17), *(percent("CP05", period, 40, 100) for period in months((2026, 3), 7))])
    row, _ = row_of(here)
    assert [one.key for one in row.signals] == ["real_change"]
    assert row.must_be_said
    assert "for the worse" in row.variation


def test_a_missed_target_is_said_against_the_one_that_holds_now(here):
    sent(here, steady())
    target(here, "CP05", "30", ends_on=month(2025, 3).ends_on)
    target(here, "CP05", "12", starts_on=month(2025, 4).starts_on, tolerance=Decimal(3))
    row, _ = row_of(here)
    assert row.target == "12%"
    assert row.standing_words == "Misses the target"
    assert "missed" in [one.key for one in row.signals]


def test_what_is_suppressed_or_not_applicable_is_a_gap_and_never_nought(here):
    figures = steady(22)
    figures[5] = percent("CP05", figures[5].period, SUPPRESSED, 100)
    figures[6] = percent("CP05", figures[6].period, 0, 0)
    sent(here, figures[:10] + figures[11:])
    _, charted = row_of(here)
    table = presenters.large(charted).table
    shown = [each[1].text for each in table.rows]
    assert (shown[5], shown[6], shown[10]) == ("Suppressed", "Not applicable", "Not returned")
    assert "0%" not in shown
    assert all(point.value != 0 for point in charted.made.chart.points)
    assert len(table.rows) == 22


def test_a_newest_figure_that_is_suppressed_asks_for_a_word(here):
    figures = steady(20)
    figures[-1] = percent("CP05", figures[-1].period, SUPPRESSED, 100)
    sent(here, figures)
    row, _ = row_of(here)
    assert row.shown == "Suppressed"
    assert [one.key for one in row.signals] == ["suppressed"]


def test_what_is_too_recent_is_shown_with_its_mark_and_not_judged(here):
    figures = steady(20)
    figures[-1] = replace(percent("CP05", figures[-1].period, 90, 100), too_recent=True)
    sent(here, figures)
    row, charted = row_of(here)
    assert row.shown == "90% (too recent to say)"
    assert row.signals == ()
    assert charted.made.chart.points[-1].value is None


def test_what_cannot_look_back_is_not_judged_either(here):
    figures = steady(24)
    figures[:6] = [replace(percent("CP05", one.period, 1, 100), looks_back_too_far=True) for one in figures[:6]]
    sent(here, [replace(one, numerator=one.numerator) for one in figures])
    _, charted = row_of(here)
    assert [point.value for point in charted.made.chart.points[:6]] == [None] * 6
    assert presenters.large(charted).table.rows[0][1].text == "1% (what came before is not known)"


def test_a_changed_definition_begins_the_chart_anew(here):
    first = here.indicators["CP05"].definitions.get()
    IndicatorDefinition.objects.create(
        partnership_id=first.partnership_id, indicator=first.indicator, edition=2, numerator="N", denominator="D",
        placed_by="P", source="S", starts_on=month(2025, 10).starts_on,
    )  # fmt: skip
    figures = steady(24)
    sent(here, [*figures[:12], *(replace(one, version=2) for one in figures[12:])])
    row, charted = row_of(here)
    assert len(charted.made.chart.groups) == 2
    assert any("version 2 of the definition" in note for note in row.notes)
    assert "Begins anew" in presenters.large(charted).svg


def test_the_same_drawing_for_a_board_and_an_analyst_says_the_same(here):
    sent(here, steady())
    row, charted = row_of(here)
    assert row.chart.alt == presenters.large(charted).alt == row.sentence


def test_each_heading_stands_once_wherever_its_indicators_stand_in_the_order(here):
    line = queries.show_indicator(here.manager, here.indicators["CP05"])
    lines = [replace(line, heading=heading) for heading in ("Front door", "Plans", "Front door")]
    parts = presenters.in_parts(presenters.rows(lines, None))
    assert [(heading, len(found)) for heading, found in parts] == [("Front door", 2), ("Plans", 1)]
