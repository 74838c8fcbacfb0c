"""Child protection plans: reviews, repeats, length, visits, and the traps of each."""

import pytest

from goldenthread.measures.tests.factories import extract, figures, told

COVERS = ("2020-04-01", "2025-03-31")


def plan(start: str, end: str | None = None, **more) -> dict:
    return {"plan_id": "p1", "start_date": start, "end_date": end, **more}


def reviewed(*days: str, plan: str = "p1") -> list[dict]:
    return [{"plan_id": plan, "review_date": one} for one in days]


def test_children_with_a_plan_on_the_last_day_by_the_category_it_has_now():
    made = extract(
        plans=[
            plan("2024-05-01", latest_category="NEG", initial_category="PHY"),
            plan("2024-05-01", "2024-06-30", plan_id="p2", child_id="c2", latest_category="EMO"),
            plan("2024-07-01", plan_id="p3", child_id="c3", latest_category="EMO"),
        ]
    )
    months = figures("CP15", made, "2024-05", "2024-07", grain="month")
    assert [one.numerator for one in months if not one.by] == [2, 1, 2]
    assert {(one.of, one.numerator) for one in months if one.by and one.period.label == "July 2024"} == {
        ("NEG", 1),
        ("EMO", 1),
    }


def test_a_plan_of_another_authority_is_left_out_and_one_that_says_nothing_is_not():
    made = extract(
        plans=[
            plan("2024-05-01", other_authority=True),
            plan("2024-05-01", plan_id="p2", child_id="c2", other_authority=False),
            plan("2024-05-01", plan_id="p3", child_id="c3"),
        ]
    )
    assert told("CP15", made) == (2, None)
    assert told("CP16", made) == (2, None)


def test_a_plan_that_ends_on_the_day_it_starts_is_begun_and_ended():
    made = extract(plans=[plan("2024-05-01", "2024-05-01")])
    assert told("CP16", made) == (1, None)
    assert told("CP23", made) == (0, 1)
    assert told("CP15", made, "2024-05", "2024-05") == (0, None)


@pytest.mark.parametrize(
    ("reviews", "in_time"),
    [
        (reviewed("2024-07-31"), 1),  # the 91st day
        (reviewed("2024-08-01"), 0),
        (reviewed("2024-07-31", "2025-01-30"), 1),  # 183 days later
        (reviewed("2024-07-31", "2025-01-31"), 0),
        (reviewed("2024-07-01", "2024-07-20", "2025-01-10"), 1),
        ([], 0),
    ],
)
def test_every_review_in_time(reviews, in_time):
    last = "2025-02" if len(reviews) > 1 else "2024-08"
    made = extract(COVERS, plans=[plan("2024-05-01")], reviews=reviews)
    assert told("CP17", made, last, last) == (in_time, 1)


def test_a_child_with_a_plan_for_less_than_three_months_is_not_counted_yet():
    made = extract(COVERS, plans=[plan("2024-05-01")], reviews=[])
    assert [(one.numerator, one.denominator) for one in figures("CP17", made, "2024-06", "2024-08", grain="month")] == [
        (0, 0),
        (1, 1),
        (0, 1),
    ]


def test_one_late_review_tells_against_the_child_until_the_plan_ends():
    made = extract(
        COVERS,
        plans=[plan("2024-01-02", "2025-03-15")],
        reviews=reviewed("2024-05-01", "2024-10-01", "2025-03-01"),
    )
    quarters = figures("CP17", made, "2024-04", "2025-03", grain="quarter")
    assert [(one.numerator, one.denominator) for one in quarters] == [(0, 1), (0, 1), (0, 1), (0, 0)]


def test_first_reviews_are_placed_by_the_day_they_were_due():
    made = extract(
        COVERS,
        plans=[plan("2024-05-01"), plan("2024-05-01", "2024-06-01", plan_id="p2", child_id="c2")],
        reviews=reviewed("2024-07-30"),
    )
    assert told("CP18", made, "2024-07", "2024-07") == (1, 1)
    assert told("CP19", made, "2024-10", "2024-10") == (1, 1)
    late = extract(COVERS, plans=[plan("2024-05-01")], reviews=reviewed("2024-08-05"))
    assert told("CP18", late, "2024-07", "2024-07") == (0, 1)
    assert told("CP19", late, "2024-10", "2024-10") == (1, 1)


def test_a_second_plan_however_long_ago():
    first = plan("2012-05-01", "2012-08-01")
    made = extract(plans=[first, plan("2024-05-01", plan_id="p2", previous_plans=0)])
    assert told("CP20", made) == (1, 1)
    assert told("CP21", made) == (0, 1)
    assert told("CP20", extract(plans=[plan("2024-05-01", previous_plans=2)])) == (1, 1)
    assert told("CP20", extract(plans=[plan("2024-05-01", previous_plans=0)])) == (0, 1)


def test_whether_there_was_an_earlier_plan_is_unknown_where_nobody_says():
    (figure,) = [one for one in figures("CP20", extract(plans=[plan("2024-05-01")])) if not one.by]
    assert (figure.numerator, figure.denominator, figure.untimed) == (0, 1, 1)


@pytest.mark.parametrize(("ended", "counts"), [("2022-05-01", 1), ("2022-04-30", 0), ("2024-04-30", 1)])
def test_a_second_plan_within_two_years_of_the_end_of_the_first(ended, counts):
    made = extract(plans=[plan("2021-01-04", ended), plan("2024-05-01", plan_id="p2")])
    assert told("CP21", made) == (counts, 1)


@pytest.mark.parametrize(
    ("start", "counts"),
    [
        # 31 March 2025 and the day it began both counted: 730 days are more than 729.
        ("2023-04-02", 1),
        ("2023-04-03", 0),
        ("2008-01-01", 1),
    ],
)
def test_plans_open_for_two_years(start, counts):
    assert told("CP22", extract(plans=[plan(start)])) == (counts, 1)


@pytest.mark.parametrize(("end", "counts"), [("2024-05-29", 0), ("2024-05-30", 1)])
def test_plans_ended_after_two_years_with_the_day_of_ceasing(end, counts):
    # Leap day included, 30 May 2024 is the 730th day from 1 June 2022.
    assert told("CP23", extract(plans=[plan("2022-06-01", end)])) == (counts, 1)


def visited(*days: str, **more) -> list[dict]:
    return [{"visit_date": one, **more} for one in days]


def test_visits_within_the_local_interval():
    made = extract(COVERS, plans=[plan("2024-08-01")], visits=visited("2024-09-16"))
    assert told("CP24", made, "2024-09", "2024-09") == (1, 1)
    made = extract(COVERS, plans=[plan("2024-08-01")], visits=visited("2024-09-13"))
    assert told("CP24", made, "2024-09", "2024-09") == (0, 1)
    assert told("CP24", made, "2024-09", "2024-09", limit=15) == (1, 1)
    made = extract(COVERS, plans=[plan("2024-08-01")], visits=visited("2024-09-16", seen=False))
    assert told("CP24", made, "2024-09", "2024-09") == (0, 1)


def test_a_visit_after_the_day_looked_at_says_nothing_about_it():
    made = extract(COVERS, plans=[plan("2024-08-01")], visits=visited("2024-10-01"))
    assert told("CP24", made, "2024-09", "2024-09") == (0, 1)


def test_a_plan_too_young_to_have_missed_a_visit_is_left_out():
    made = extract(COVERS, plans=[plan("2024-09-20")], visits=[])
    assert told("CP24", made, "2024-09", "2024-09") == (0, 0)


def test_a_review_dated_before_its_plan_is_none_of_that_plan():
    """A year mistyped neither makes a child late whose reviews were all in time, nor one in time that was not."""
    plans = [{"plan_id": "p1", "start_date": "2024-01-10"}]

    def with_reviews(*days: str):
        reviews = [{"plan_id": "p1", "child_id": "c1", "review_date": one} for one in ("2023-03-20", *days)]
        return extract(("2023-01-01", "2025-06-30"), plans=plans, reviews=reviews)

    assert told("CP17", with_reviews("2024-03-20", "2024-09-10", "2025-02-10"), "2025-03", "2025-03") == (1, 1)
    assert told("CP17", with_reviews("2024-06-20", "2024-09-10", "2025-02-10"), "2025-03", "2025-03") == (0, 1)
    assert told("CP18", with_reviews("2024-03-20"), "2024-04", "2024-04") == (1, 1)
    assert told("CP18", with_reviews("2024-06-20"), "2024-04", "2024-04") == (0, 1)


def test_any_earlier_plan_that_ended_in_the_two_years_counts_not_only_the_one_begun_last():
    plans = [
        {"plan_id": "a", "start_date": "2020-01-10", "end_date": "2024-03-01"},
        {"plan_id": "b", "start_date": "2020-06-10", "end_date": "2021-03-01"},
        {"plan_id": "c", "start_date": "2025-01-10"},
    ]
    assert told("CP21", extract(plans=plans)) == (1, 1)
