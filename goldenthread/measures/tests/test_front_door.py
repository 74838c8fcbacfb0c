"""Contacts, referrals, assessments: the traps, one by one."""

import pytest

from goldenthread.measures.tests.factories import extract, figures, told


def referred(*days: str, **more) -> list[dict]:
    return [{"referral_date": one, **more} for one in days]


def test_a_chain_of_three_referrals_makes_two_re_referrals():
    made = extract(referrals=referred("2024-05-01", "2024-09-01", "2025-02-01"))
    assert told("CP05", made) == (2, 3)
    assert told("CP05C", made) == (1, 1)


def test_two_referrals_of_one_child_on_one_day_are_one_and_no_re_referral():
    made = extract(referrals=referred("2024-05-01", "2024-05-01"))
    assert told("CP05", made) == (0, 1)
    assert told("CP03", made) == (1, None)


@pytest.mark.parametrize(
    ("earlier", "later", "counts"),
    [
        ("2023-06-01", "2024-06-01", 1),
        ("2023-05-31", "2024-06-01", 0),
        # Looked back from the later day: 29 February 2024 looks back to 28 February 2023.
        ("2023-02-28", "2024-02-29", 1),
        ("2024-02-29", "2025-02-28", 1),
        ("2024-02-28", "2025-02-28", 1),
        ("2024-02-27", "2025-02-28", 0),
    ],
)
def test_twelve_months_with_both_ends(earlier, later, counts):
    made = extract(referrals=referred(earlier, later))
    month = later[:7]
    assert told("CP05", made, month, month) == (counts, 1)


def test_a_referral_of_another_child_is_no_earlier_referral():
    made = extract(referrals=[*referred("2024-05-01"), *referred("2024-06-01", child_id="c2")])
    assert told("CP05", made) == (0, 2)


def test_a_re_referral_is_placed_by_the_later_referral():
    made = extract(referrals=referred("2024-05-31", "2024-06-01"))
    assert [(one.numerator, one.denominator) for one in figures("CP05", made, "2024-05", "2024-06", grain="month")] == [
        (0, 1),
        (1, 1),
    ]


def test_a_first_extract_cannot_see_what_came_before_it_and_says_so():
    """measures.looks_back_too_far"""
    made = extract(("2023-04-01", "2025-03-31"), referrals=referred("2024-05-01"))
    marks = [one.looks_back_too_far for one in figures("CP05", made, "2023-04", "2025-03", grain="year")]
    assert marks == [True, False]
    # Where the source does not say what it covers, its earliest referral tells.
    made = extract(referrals=referred("2023-10-01", "2024-12-01"))
    assert [one.looks_back_too_far for one in figures("CP05", made, grain="quarter")] == [True, True, False, False]


def test_a_blank_flag_of_no_further_action_is_unknown_and_not_no():
    made = extract(
        referrals=[*referred("2024-05-01", nfa=True), *referred("2024-06-01", nfa=False), *referred("2024-07-01")]
    )
    (figure,) = figures("CP04", made)
    assert (figure.numerator, figure.denominator, figure.untimed) == (1, 3, 1)


def test_assessed_and_not_in_need_needs_an_assessment_and_no_plan():
    made = extract(
        referrals=[
            {"child_id": "c1", "referral_date": "2024-05-01", "closure_date": "2024-07-01", "closure_reason": "RC8"},
            {"child_id": "c2", "referral_date": "2024-05-01", "closure_date": "2024-07-01", "closure_reason": "RC9"},
            {"child_id": "c3", "referral_date": "2024-05-01", "closure_date": "2024-07-01", "closure_reason": "RC8"},
            {"child_id": "c4", "referral_date": "2024-05-01", "closure_date": "2024-07-01", "closure_reason": "RC1"},
            {"child_id": "c5", "referral_date": "2024-05-01"},
        ],
        assessments=[{"child_id": child, "start_date": "2024-05-02"} for child in ("c1", "c3", "c4", "c5")],
        plans=[{"child_id": "c3", "start_date": "2024-06-01"}],
    )
    assert told("CP04B", made) == (1, 5)


def assessed(*, referral: str, start: str, authorised: str | None) -> dict:
    return {
        "referrals": [{"referral_id": "r1", "referral_date": referral}],
        "assessments": [{"referral_id": "r1", "start_date": start, "authorised_date": authorised}],
    }


@pytest.mark.parametrize(
    ("authorised", "from_referral", "from_start"),
    [
        # 45 working days after Monday 2 September 2024 is Monday 4 November.
        ("2024-11-04", (1, 1), (1, 1)),
        ("2024-11-05", (0, 1), (1, 1)),
        ("2024-11-06", (0, 1), (1, 1)),
        ("2024-11-07", (0, 1), (0, 1)),
    ],
)
def test_assessments_are_timed_from_the_referral_and_in_another_measure_from_their_start(
    authorised, from_referral, from_start
):
    made = extract(**assessed(referral="2024-09-02", start="2024-09-04", authorised=authorised))
    assert told("CP06", made) == from_referral
    assert told("CP06A", made) == from_start


def test_an_assessment_counts_in_the_period_of_its_authorisation():
    made = extract(**assessed(referral="2024-09-27", start="2024-09-27", authorised="2024-10-01"))
    assert told("CP06A", made, "2024-09", "2024-09") == (0, 0)
    assert told("CP06A", made, "2024-10", "2024-10") == (1, 1)


def test_what_is_open_and_past_its_clock_stands_beside_the_figure_until_it_is_authorised():
    made = extract(**assessed(referral="2024-09-02", start="2024-09-02", authorised="2025-01-15"))
    months = figures("CP06A", made, "2024-09", "2025-02", grain="month")
    # Due on 4 November; late from the 5th to the day before it was authorised.
    assert [one.overdue for one in months] == [0, 0, 1, 1, 0, 0]
    assert [one.denominator for one in months] == [0, 0, 0, 0, 1, 0]
    never = extract(**assessed(referral="2024-09-02", start="2024-09-02", authorised=None))
    assert [one.overdue for one in figures("CP06A", never, "2024-10", "2025-02", grain="month")] == [0, 1, 1, 1, 1]


def test_one_still_open_on_the_last_day_of_its_clock_is_not_late():
    made = extract(**assessed(referral="2024-09-27", start="2024-09-27", authorised=None))
    # The 45th working day after 27 September is 29 November, the last one of that month.
    assert [one.overdue for one in figures("CP06A", made, "2024-11", "2024-12", grain="month")] == [0, 1]


def test_an_assessment_without_its_referral_counts_and_is_not_timed():
    made = extract(
        referrals=[], assessments=[{"referral_id": "gone", "start_date": "2024-05-01", "authorised_date": "2024-05-20"}]
    )
    (figure,) = figures("CP06", made)
    assert (figure.numerator, figure.denominator, figure.untimed) == (0, 1, 1)


def test_an_assessment_authorised_before_it_began_counts_and_is_not_timed():
    made = extract(assessments=[{"start_date": "2024-05-20", "authorised_date": "2024-05-01"}])
    (figure,) = figures("CP06A", made)
    assert (figure.numerator, figure.denominator, figure.untimed) == (0, 1, 1)


def test_contacts():
    made = extract(
        contacts=[{"contact_date": "2024-04-01"}, {"contact_date": "2025-03-31"}, {"contact_date": "2025-04-01"}]
    )
    assert told("CP01", made) == (2, None)
