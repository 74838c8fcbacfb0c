"""Counting: breakdowns, empty periods, engines, and an independent recount of the same rows in plain Python."""

import itertools
import shutil
from datetime import date
from importlib.util import find_spec

import pytest

from goldenthread.kernel import periods
from goldenthread.kernel.working_days import working_days_between
from goldenthread.measures.calendar_table import span
from goldenthread.measures.counting import count
from goldenthread.measures.indicators.catalogue import catalogue, chosen, counted
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.synthetic import synthetic
from goldenthread.measures.tests.factories import extract, figures, told

MONTHS = span(periods.month(2023, 4), periods.month(2025, 3), "month").periods


@pytest.fixture(scope="module")
def made():
    return synthetic(referrals=4000)


@pytest.fixture(scope="module")
def by_duckdb(made):
    return count(made, counted(), MONTHS, by=("sex", "age", "ethnicity", "disability", "area"))


def test_the_made_up_extract_is_the_same_for_the_same_seed():
    assert synthetic(referrals=500, seed=3).tables == synthetic(referrals=500, seed=3).tables
    assert synthetic(referrals=500, seed=3).tables != synthetic(referrals=500, seed=4).tables


def test_every_indicator_with_an_expression_is_counted(by_duckdb):
    assert not by_duckdb.not_counted
    there = {one.code for one in by_duckdb.figures if one.numerator}
    assert there == {one.code for one in counted()}


def test_polars_gives_the_same_figures(made, by_duckdb):
    assert count(made, counted(), MONTHS, by=("sex", "age", "ethnicity", "disability", "area"), engine="polars") == (
        by_duckdb
    )


@pytest.mark.skipif(not (shutil.which("java") and find_spec("pyspark")), reason="no Java, or no PySpark")
def test_pyspark_gives_the_same_figures(made):
    few = chosen(["CP05", "CP09", "LA08"], {})
    quarter = span(periods.month(2024, 4), periods.month(2024, 6), "month").periods
    assert count(made, few, quarter, by=("age",), engine="pyspark") == count(made, few, quarter, by=("age",))


def rows(made, name: str) -> list[dict]:
    return made.tables[name].to_pylist()


def in_year(day: date | None) -> bool:
    return day is not None and date(2024, 4, 1) <= day <= date(2025, 3, 31)


def test_a_recount_by_hand_of_re_referrals(made):
    by_child: dict[str, set[date]] = {}
    for row in rows(made, "referrals"):
        by_child.setdefault(row["child_id"], set()).add(row["referral_date"])
    top = bottom = 0
    for days in by_child.values():
        for later in filter(in_year, days):
            bottom += 1
            since = later.replace(year=later.year - 1)
            top += any(since <= earlier < later for earlier in days)
    assert told("CP05", made) == (top, bottom)


def test_a_recount_by_hand_of_conferences_and_assessments_in_time(made):
    first: dict[tuple[str, date], date] = {}
    for row in rows(made, "s47_enquiries"):
        if in_year(row["icpc_date"]):
            key = (row["child_id"], row["icpc_date"])
            first[key] = min(first.get(key, row["start_date"]), row["start_date"])
    in_time = sum(working_days_between(start, held) <= 15 for (_, held), start in first.items())
    assert told("CP09", made) == (in_time, len(first))

    done = [row for row in rows(made, "assessments") if in_year(row["authorised_date"])]
    quick = sum(working_days_between(row["start_date"], row["authorised_date"]) <= 45 for row in done)
    assert told("CP06A", made) == (quick, len(done))


def test_a_recount_by_hand_of_reviews_in_time(made):
    at = date(2025, 3, 31)
    held: dict[str, list[date]] = {}
    for row in rows(made, "reviews"):
        held.setdefault(row["plan_id"], []).append(row["review_date"])
    top = bottom = 0
    for plan in rows(made, "plans"):
        open_then = plan["start_date"] <= at and (plan["end_date"] is None or plan["end_date"] > at)
        if not open_then or (at - plan["start_date"]).days < 91:
            continue
        bottom += 1
        steps = [plan["start_date"], *sorted(day for day in held.get(plan["plan_id"], []) if day <= at), at]
        gaps = [(later - earlier).days for earlier, later in itertools.pairwise(steps)]
        top += gaps[0] <= 91 and all(gap <= 183 for gap in gaps[1:])
    assert told("CP17", made) == (top, bottom)


def test_breakdowns_add_up_to_the_whole(by_duckdb):
    whole = {(one.code, one.period): one for one in by_duckdb.figures if not one.by}
    parts: dict[tuple, list[int]] = {}
    for one in by_duckdb.figures:
        if one.by and one.by != "band":
            sums = parts.setdefault((one.code, one.period, one.by), [0, 0])
            sums[0] += one.numerator
            sums[1] += one.denominator or 0
    assert parts
    for (code, period, by), (top, bottom) in parts.items():
        figure = whole[code, period]
        # A child whose age changes within a period may stand in two bands of age.
        if not (catalogue()[code].by_child and by == "age"):
            assert (top, bottom) == (figure.numerator, figure.denominator or 0), (code, period.label, by)


def test_a_period_in_which_nothing_happened_is_nought_and_not_absent():
    made = extract(referrals=[{"referral_date": "2024-05-01"}])
    months = figures("CP05", made, "2024-04", "2024-07", grain="month")
    assert [(one.numerator, one.denominator) for one in months] == [(0, 0), (0, 1), (0, 0), (0, 0)]


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2024-05-02", "Under 1"),
        ("2023-05-01", "1 to 4"),
        ("2023-05-02", "Under 1"),
        ("2019-05-01", "5 to 9"),
        ("2008-05-02", "10 to 15"),
        ("2008-05-01", "16 and over"),
        (None, "Not known"),
        # A child expected in June is not a hundred years old.
        ("2024-06-20", "Under 1"),
    ],
)
def test_age_is_exact_on_birthdays_and_before_birth(born, band):
    made = extract(referrals=[{"referral_date": "2024-05-01"}], children=[{"date_of_birth": born}])
    assert {one.of for one in figures("CP03", made, by=("age",)) if one.by} == {band}


def test_a_breakdown_by_what_nobody_recorded_is_not_known():
    made = extract(referrals=[{"referral_date": "2024-05-01"}], children=[])
    assert [one.of for one in figures("CP03", made, by=("ethnicity",)) if one.by] == ["Not known"]
    made = extract(referrals=[{"referral_date": "2024-05-01"}])
    assert [one.of for one in figures("CP03", made, by=("sex",)) if one.by] == ["Not known"]


def test_what_the_extract_does_not_carry_is_said_and_not_counted():
    made = extract(referrals=[{"referral_date": "2024-05-01"}])
    found = count(made, chosen(["CP05", "CP13"], {}), MONTHS[:1])
    assert {one.code for one in found.figures} == {"CP05"}
    assert found.not_counted == {
        "CP13": "Needs plans and core_groups, which this source does not carry (an extract of the tests)."
    }


def test_a_definition_is_not_stretched_over_years_for_which_it_was_not_made():
    made = extract(referrals=[{"referral_date": "2012-05-01"}])
    early = span(periods.month(2012, 4), periods.month(2012, 6)).periods
    assert "Defined from 01/04/2013" in count(made, chosen(["CP03"], {}), early).not_counted["CP03"]


def test_an_engine_there_is_none_of_is_refused():
    with pytest.raises(Unreadable, match="There is no engine called ibis; choose one of duckdb, polars, pyspark"):
        figures("CP03", extract(referrals=[{"referral_date": "2024-05-01"}]), engine="ibis")


@pytest.mark.parametrize(
    ("codes", "limits", "says"),
    [
        (["ZZ9"], {}, "There is no indicator ZZ9"),
        ([], {"CP05": 9}, "CP05 has no limit"),
        ([], {"CP24": 0}, "must be a whole number"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_one_sentence(codes, limits, says):
    with pytest.raises(Unreadable, match=says):
        chosen(codes, limits)


def test_each_indicator_says_what_it_is():
    for one in catalogue().values():
        assert one.name, one.code
        assert one.numerator, one.code
        assert one.source, one.code
        assert one.basis, one.code
        assert one.placed_by, one.code
        assert bool(one.denominator) == one.has_denominator, one.code
