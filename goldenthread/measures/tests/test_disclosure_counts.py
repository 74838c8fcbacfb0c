"""The door for counted figures: breakdowns, shares, periods and the last release are all looked at together."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.periods import Period, financial_year, month, quarter
from goldenthread.measures.cells import NOT_AVAILABLE, SUPPRESSED, Cell, State, number
from goldenthread.measures.disclosure.audit import audit, ranges
from goldenthread.measures.disclosure.counts import protect_counts
from goldenthread.measures.disclosure.figures import Counted, Shown, Which
from goldenthread.measures.disclosure.publication import Publication
from goldenthread.measures.disclosure.rule_sets import rule_sets
from goldenthread.measures.disclosure.suppression import protect
from goldenthread.measures.disclosure.tables import TOTAL, add_periods, add_table
from goldenthread.measures.disclosure.ties import Ties
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.tests.publications import RULES, hidden
from goldenthread.measures.tests.reference import REPEAT_PLANS, REREFERRALS, plain_rows

APRIL, MAY, JUNE = month(2024, 4), month(2024, 5), month(2024, 6)
MONTHS = [month(2024 + (3 + index) // 12, (3 + index) % 12 + 1) for index in range(12)]


def upto(last: Period) -> Period:
    return Period(f"April to {last.label}", date(2024, 4, 1), last.ends_on)


def figure(period: Period, part: int, whole: int | None = None, indicator: str = "ICPC", **more: str) -> Counted:
    return Counted(Which(indicator, period, **more), number(part), None if whole is None else number(whole))


def numerators(protected: tuple[Shown, ...]) -> list[int | None]:
    return [None if one.numerator.number is None else int(one.numerator.number) for one in protected]


def test_each_figure_comes_back_in_its_place_with_its_three_cells() -> None:
    rows = [
        figure(APRIL, 40, 50),
        figure(APRIL, 18, 26, dimension="sex", value="F"),
        figure(APRIL, 22, 24, dimension="sex", value="M"),
        figure(MAY, 70, 80),
        figure(MAY, 12, indicator="Missing"),
    ]
    shown = protect_counts(rows, RULES).to_publish()
    assert [one.which for one in shown] == [row.which for row in rows]
    assert shown[0].share == number("80.0")
    assert (shown[2].numerator, shown[2].denominator, shown[2].share) == (SUPPRESSED, number(24), SUPPRESSED)
    assert (shown[1].numerator, shown[1].share) == (SUPPRESSED, SUPPRESSED)
    assert (shown[4].denominator, shown[4].share) == (None, None)


def test_a_hidden_month_cannot_be_had_from_the_year_to_date() -> None:
    rows = [figure(APRIL, 30), figure(MAY, 3), figure(JUNE, 20), figure(upto(MAY), 33), figure(upto(JUNE), 53)]
    assert numerators(protect_counts(rows, RULES).to_publish()) == [None, None, 20, 33, 53]


def test_two_years_to_date_give_away_the_month_between_them_though_it_is_not_published() -> None:
    assert numerators(protect_counts([figure(upto(MAY), 33), figure(upto(JUNE), 36)], RULES).to_publish()) == [None, 36]
    assert numerators(protect_counts([figure(upto(MAY), 33), figure(upto(JUNE), 46)], RULES).to_publish()) == [33, 46]


def test_rolling_years_give_away_the_months_that_come_and_go() -> None:
    first, second = (
        Period("to March", date(2024, 4, 1), date(2025, 3, 31)),
        Period("to April", date(2024, 5, 1), date(2025, 4, 30)),
    )
    gone, come = month(2024, 4), month(2025, 4)
    rows = [figure(first, 240), figure(second, 223), figure(gone, 20), figure(come, 3)]
    protected = protect_counts(rows, RULES)
    assert numerators(protected.to_publish()).count(None) >= 2
    assert protected.figures[3].numerator == SUPPRESSED


def test_quarters_and_months_make_the_year() -> None:
    publication = Publication()
    numbers = [10, 3, 12, 20, 21, 22, 23, 24, 25, 26, 27, 28]
    keys = {one: publication.count(one.label, count) for one, count in zip(MONTHS, numbers, strict=True)}
    for which in range(1, 5):
        keys[quarter(2024, which)] = publication.count(f"Q{which}", sum(numbers[3 * which - 3 : 3 * which]))
    keys[financial_year(2024)] = publication.count("year", sum(numbers))
    assert add_periods(publication, keys)
    assert hidden(protect(publication, RULES)) == {"May 2024", "April 2024"}


def test_periods_that_do_not_add_up_are_not_tied() -> None:
    publication = Publication()
    keys = {
        APRIL: publication.count("April", 12),
        MAY: publication.count("May", 3),
        upto(MAY): publication.count("both", 13),
    }
    assert not add_periods(publication, keys)
    assert hidden(protect(publication, RULES)) == {"May"}


def test_what_stands_at_a_day_does_not_add_up_to_a_year() -> None:
    rows = [
        Counted(Which("Open", APRIL), number(30), adds_up=False),
        Counted(Which("Open", MAY), number(3), adds_up=False),
        Counted(Which("Open", upto(MAY)), number(33), adds_up=False),
    ]
    assert numerators(protect_counts(rows, RULES).to_publish()) == [30, None, 33]


def test_one_count_under_the_names_of_two_periods_is_hidden_under_both() -> None:
    rolling = Period("Twelve months to March", date(2024, 4, 1), date(2025, 3, 31))
    for adds_up, other in ((True, rolling), (False, month(2025, 3))):
        rows = [
            Counted(Which("Plans", period, *more), number(count), adds_up=adds_up)
            for period in (financial_year(2024), other)
            for more, count in (((), 38), (("area", "North"), 3), (("area", "South"), 15), (("area", "East"), 20))
        ]
        shown = numerators(protect_counts(rows, RULES, last=protect_counts(rows[:4], RULES).figures).to_publish())
        assert shown == [38, None, None, 20] * 2
        assert numerators(protect_counts([*rows[:4], *rows[5:]], RULES).to_publish()) == [
            38,
            None,
            None,
            20,
            None,
            None,
            20,
        ]


def test_a_band_within_the_limit_is_wholly_in_time_and_everybody_knows() -> None:
    rows = [figure(APRIL, 58, 90)] + [
        figure(APRIL, part, whole, dimension="band", value=band)
        for band, part, whole in (("0 to 10", 55, 55), ("11 to 15", 3, 3), ("16 to 20", 0, 22), ("21 and over", 0, 10))
    ]
    shown = protect_counts(rows, RULES).to_publish()
    assert all(one.numerator.shown == one.denominator.shown for one in shown[1:3])


def test_those_whose_value_is_not_known_are_no_way_round() -> None:
    rows = [figure(APRIL, 40), *(figure(APRIL, n, dimension="sex", value=v) for v, n in (("F", 20), ("M", 18)))]
    assert numerators(protect_counts(rows, RULES).to_publish()) == [40, 20, None]


def test_two_breakdowns_of_a_total_that_is_not_given_still_share_it() -> None:
    rows = [
        *(figure(APRIL, n, dimension="sex", value=v) for v, n in (("F", 20), ("M", 18))),
        *(figure(APRIL, n, dimension="area", value=v) for v, n in (("North", 3), ("South", 35))),
    ]
    assert numerators(protect_counts(rows, RULES).to_publish())[2:] == [None, None]


def test_a_child_with_two_values_is_counted_under_both() -> None:
    rows = [figure(APRIL, 20), *(figure(APRIL, n, dimension="factor", value=v) for v, n in (("A", 13), ("B", 17)))]
    assert numerators(protect_counts(rows, RULES).to_publish()) == [20, 13, None]


def test_a_count_that_two_indicators_share_is_hidden_in_both() -> None:
    """Referrals are the denominator of re-referrals: hidden there, they may not stand elsewhere."""
    rows = [
        *(figure(APRIL, n, 40, "Re-referrals", dimension="area", value=v) for v, n in (("North", 15), ("South", 38))),
        *(figure(APRIL, 40, indicator="Referrals", dimension="area", value=v) for v in ("North", "South")),
    ]
    shown = protect_counts(rows, RULES).to_publish()
    assert [one.denominator for one in shown[:2]] == [one.numerator for one in shown[2:]]
    others = [figure(APRIL, 37, 40, "In time"), figure(MAY, 30, 50, "In time"), figure(APRIL, 3, indicator="Late")]
    late = [*others, figure(MAY, 20, indicator="Late")]
    assert numerators(protect_counts(late, RULES).to_publish()) == [None, 30, None, 20]


def test_those_that_could_not_be_timed_leave_those_that_were_late() -> None:
    """50 in all, 34 in time, 13 not timed: three were late."""
    one = Counted(Which("ICPC", APRIL), number(34), number(50), untimed=number(13), overdue=number(2))
    (shown,) = protect_counts([one], RULES).to_publish()
    assert (shown.denominator, shown.untimed, shown.overdue) == (number(50), SUPPRESSED, SUPPRESSED)
    fine = Counted(Which("ICPC", APRIL), number(34), number(50), untimed=number(0), overdue=number(7))
    (shown,) = protect_counts([fine], RULES).to_publish()
    assert (shown.untimed, shown.overdue, shown.share) == (number(0), number(7), number("68.0"))


def test_two_limits_of_one_clock_leave_those_between_them() -> None:
    ties = Ties(within=((("Seen in 10 days", "numerator"), ("Seen in 15 days", "numerator"), True),))
    rows = [figure(APRIL, 30, 60, "Seen in 15 days"), figure(APRIL, 28, indicator="Seen in 10 days")]
    assert numerators(protect_counts(rows, RULES, ties=ties).to_publish()) == [30, None]
    apart = [rows[0], figure(APRIL, 20, indicator="Seen in 10 days")]
    assert numerators(protect_counts(apart, RULES, ties=ties).to_publish()) == [30, 20]


def test_where_noughts_are_hidden_it_is_a_secret_that_nobody_is_left_over() -> None:
    shown = protect_counts([figure(APRIL, 20, 20), figure(MAY, 30, 90)], rule_sets()["research"]).to_publish()
    assert (shown[0].numerator, shown[0].share) == (SUPPRESSED, SUPPRESSED)
    assert shown[1].share == number("33.3")


def test_a_population_is_known_and_the_rate_of_few_is_hidden() -> None:
    def rate(part: int, value: str) -> Counted:
        which = Which("Rate", APRIL, "area", value)
        return Counted(which, number(part), number(21_001), known_denominator=True, per=10_000)

    few, many = protect_counts([rate(3, "North"), rate(80, "South")], RULES).to_publish()
    assert (few.numerator, few.denominator, few.share) == (SUPPRESSED, number(21_001), SUPPRESSED)
    assert (many.numerator, many.share) == (number(80), number("38.1"))
    rounded = protect_counts([rate(83, "South")], rule_sets()["health"]).to_publish()[0]
    assert (rounded.numerator, rounded.denominator, rounded.share) == (number(85), number(21_001), number("39.5"))


def test_states_pass_through_and_are_not_nought() -> None:
    rows = [
        Counted(Which("A", APRIL), NOT_AVAILABLE, number(30)),
        Counted(Which("A", MAY), number(0), number(0)),
        Counted(Which("A", JUNE), number(0), number(30)),
    ]
    shown = protect_counts(rows, RULES).to_publish()
    assert [one.share for one in shown] == [NOT_AVAILABLE, Cell(State.NOT_APPLICABLE), number("0.0")]


def test_the_last_release_is_still_in_hand() -> None:
    def parts(n: int) -> list[Counted]:
        return [figure(APRIL, n + 62)] + [
            figure(APRIL, one, dimension="area", value=str(index)) for index, one in enumerate((n, 12, 20, 30))
        ]

    first = protect_counts(parts(8), RULES).to_publish()
    assert numerators(first) == [70, 8, 12, 20, 30]
    # The first area was revised: the others are known already, so that only hiding the total helps.
    second = protect_counts(parts(3), RULES, last=first)
    assert numerators(second.to_publish()) == [None, None, 12, 20, 30]
    assert numerators(protect_counts(parts(3), RULES, last=second.figures).to_publish()) == [None, None, 12, 20, 30]


def test_a_year_to_date_less_that_of_the_last_release_is_the_month_between() -> None:
    last = protect_counts([figure(upto(MAY), 33), figure(upto(MAY), 33, indicator="Other")], RULES).to_publish()
    assert numerators(last) == [33, 33]
    assert numerators(protect_counts([figure(upto(JUNE), 36)], RULES).to_publish()) == [36]
    assert numerators(protect_counts([figure(upto(JUNE), 36)], RULES, last).to_publish()) == [None]
    assert numerators(protect_counts([figure(upto(JUNE), 46)], RULES, last).to_publish()) == [46]
    revised = [figure(APRIL, 3), figure(upto(JUNE), 30), figure(MAY, 15), figure(JUNE, 12)]
    assert numerators(protect_counts(revised, RULES, last).to_publish()) == [None, 30, 15, None]


def test_populations_that_do_not_add_up_are_no_secret() -> None:
    def rate(people: int, **of: str) -> Counted:
        return Counted(Which("Rate", APRIL, **of), number(40), number(people), known_denominator=True, per=10_000)

    rows = [rate(21_003), rate(21_000, dimension="area", value="North")]
    assert [one.denominator for one in protect_counts(rows, RULES).to_publish()] == [number(21_003), number(21_000)]


def test_a_figure_given_twice_is_refused() -> None:
    with pytest.raises(Unreadable, match="given twice"):
        protect_counts([figure(APRIL, 3), figure(APRIL, 3)], RULES)


@pytest.mark.parametrize("wrong", ["-1", "3.5"])
def test_a_number_that_is_no_count_is_refused(wrong: str) -> None:
    with pytest.raises(Unreadable, match="The denominator of A, April 2024 must be a whole number"):
        protect_counts([Counted(Which("A", APRIL), number(3), number(wrong))], RULES)


FEW = st.one_of(st.integers(0, 8), st.integers(0, 60))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.tuples(FEW, FEW), min_size=3, max_size=3), min_size=2, max_size=3), st.booleans())
def test_no_figure_of_any_shape_is_given_away(months: list[list[tuple[int, int]]], by_year: bool) -> None:
    rows = []
    spans = list(zip(MONTHS, months, strict=False))
    if by_year:
        added = [(sum(p[0] for p in area), sum(p[1] for p in area)) for area in zip(*months, strict=True)]
        spans.append((upto(MONTHS[len(months) - 1]), added))
    for period, areas in spans:
        rows += [figure(period, a, a + b, dimension="area", value=str(i)) for i, (a, b) in enumerate(areas)]
        rows.append(figure(period, sum(a for a, _ in areas), sum(a + b for a, b in areas)))
    protected = protect_counts(rows, RULES)
    assert not protected.protected.findings
    for row, shown in zip(rows, protected.figures, strict=True):
        part, whole = int(row.numerator.number), int(row.denominator.number)
        assert not (RULES.is_small(part) and shown.numerator.shown)
        assert not (RULES.is_small(whole) and shown.denominator.shown)
        assert not (RULES.is_small(whole - part) and shown.numerator.shown and shown.denominator.shown)
        assert not (shown.share.shown and (RULES.is_small(part) or RULES.is_small(whole - part)))


def published(name: str) -> list[dict[str, str]]:
    return [row for row in plain_rows(name) if row["geographic_level"] == "Local authority"]


@pytest.mark.parametrize(
    ("name", "part", "whole"),
    [(REREFERRALS, "rereferral_count", "referral_count"), (REPEAT_PLANS, "CPP_subsequent", "CPP_start")],
)
def test_the_departments_own_tables_show_no_number_we_would_call_small(name: str, part: str, whole: str) -> None:
    rows = published(name)
    shown = [int(row[column]) for row in rows for column in (part, whole) if row[column].isdigit()]
    assert len(shown) > 3000
    assert not [one for one in shown if RULES.is_small(one)]
    suppressed = [row for row in rows if row[part] == "c"]
    assert suppressed
    percent = {"rereferral_count": "rereferral_percent", "CPP_subsequent": "CPP_subsequent_percent"}[part]
    assert {row[percent] for row in suppressed} == {"c"}


def test_the_departments_percentages_leave_the_count_that_it_publishes_possible() -> None:
    for row in published(REPEAT_PLANS)[:300]:
        if not (row["CPP_subsequent"].isdigit() and row["CPP_start"].isdigit()) or row["CPP_start"] == "0":
            continue
        publication = Publication()
        publication.count("part", int(row["CPP_subsequent"]), published=False)
        publication.count("whole", int(row["CPP_start"]), guarded=False)
        publication.share("share", "part", "whole")
        assert float(publication.figures["share"].shown) == float(row["CPP_subsequent_percent"])


def test_a_table_with_totals_is_refused_where_its_rows_differ() -> None:
    with pytest.raises(ValueError, match="same columns"):
        add_table(Publication(), "t", {"a": {"x": 1}, "b": {"y": 1}})
    with pytest.raises(ValueError, match="leave them out"):
        add_table(Publication(), "t", {"a": {TOTAL: 1}})


def test_a_district_and_its_wards_are_one_sum() -> None:
    publication = Publication()
    for ward, count in {"North": 2, "South": 30, "East": 41}.items():
        publication.count(ward, count)
    publication.count("district", 73)
    publication.add_up("district", ["North", "South", "East"])
    protected = protect(publication, RULES)
    assert hidden(protected) == {"North", "South"}
    assert ranges(publication, RULES, protected.cells) == {"North": (1, 31), "South": (1, 31)}
    assert audit(publication, RULES, protected.cells) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(FEW, min_size=3, max_size=3), min_size=3, max_size=4), st.sampled_from(["police", "health"]))
def test_month_after_month_can_be_published_beside_the_release_before(months: list[list[int]], code: str) -> None:
    """What the last release gives away of this one is not hidden in vain, and what is small stays hidden for good."""
    last: tuple[Shown, ...] = ()
    rules = rule_sets()[code]
    for done in range(1, len(months) + 1):
        rows = []
        for at in range(done):
            spans = {
                MONTHS[at]: months[at],
                upto(MONTHS[at]): [sum(area) for area in zip(*months[: at + 1], strict=True)],
            }
            for period, areas in spans.items():
                rows.append(figure(period, sum(areas)))
                rows += [figure(period, one, dimension="area", value=str(i)) for i, one in enumerate(areas)]
        last = protect_counts(list(dict.fromkeys(rows)), rules, last).to_publish()
        small = [one.which for one in rows if rules.is_small(int(one.numerator.number))]
        assert not [one.which for one in last if one.which in small and one.numerator.shown]
