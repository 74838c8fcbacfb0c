"""Section 47 enquiries, conferences and core groups: the traps, one by one."""

import pytest

from goldenthread.measures.tests.factories import extract, figures, told


def enquired(start: str, held: str | None = None, **more) -> dict:
    return {"start_date": start, "icpc_date": held, **more}


@pytest.mark.parametrize(
    ("start", "held", "in_time"),
    [
        # The strategy discussion is day 0: from Monday 2 September the fifteenth working day is Monday the 23rd.
        ("2024-09-02", "2024-09-23", 1),
        ("2024-09-02", "2024-09-24", 0),
        # Begun on a Saturday, the Monday after is day 1.
        ("2024-09-07", "2024-09-27", 1),
        ("2024-09-07", "2024-09-30", 0),
        # Over Christmas, three days off and two weekends.
        ("2024-12-16", "2025-01-09", 1),
        ("2024-12-16", "2025-01-10", 0),
        ("2024-09-02", "2024-09-02", 1),
    ],
)
def test_fifteen_working_days(start, held, in_time):
    assert told("CP09", extract(s47_enquiries=[enquired(start, held)])) == (in_time, 1)


def test_every_enquiry_counts_when_it_began():
    begun = [enquired("2024-09-30", "2024-10-15"), enquired("2024-09-30"), enquired("2024-10-01")]
    made = extract(s47_enquiries=begun)
    assert told("CP07", made, "2024-09", "2024-09") == (2, None)


def test_a_conference_counts_in_the_period_of_the_conference():
    made = extract(s47_enquiries=[enquired("2024-09-30", "2024-10-15")])
    assert told("CP09", made, "2024-09", "2024-09") == (0, 0)
    assert told("CP09", made, "2024-10", "2024-10") == (1, 1)
    assert told("CP11", made, "2024-09", "2024-09") == (1, 1)


def test_one_conference_of_two_enquiries_is_one_and_the_first_enquiry_began_the_clock():
    made = extract(s47_enquiries=[enquired("2024-09-02", "2024-10-01"), enquired("2024-09-20", "2024-10-01")])
    assert told("CP08", made) == (1, None)
    assert told("CP09", made) == (0, 1)
    assert told("CP11", made) == (2, 2)


def test_siblings_in_one_conference_are_children_each():
    made = extract(
        s47_enquiries=[enquired("2024-09-02", "2024-09-10"), enquired("2024-09-02", "2024-09-10", child_id="c2")]
    )
    assert told("CP09", made) == (2, 2)


def test_a_transfer_in_has_no_enquiry_and_counts_without_being_timed():
    made = extract(
        s47_enquiries=[enquired("2024-09-02", "2024-09-10")],
        conferences=[{"child_id": "c2", "conference_date": "2024-09-12", "transfer_in": True}],
    )
    (figure,) = figures("CP09", made)
    assert (figure.numerator, figure.denominator, figure.untimed) == (1, 2, 1)


def test_a_conference_recorded_at_both_levels_is_one():
    made = extract(
        s47_enquiries=[enquired("2024-09-02", "2024-09-10")],
        conferences=[{"conference_date": "2024-09-10", "resulted_in_plan": False}],
        plans=[],
    )
    assert told("CP09", made) == (1, 1)
    assert told("CP08P", made) == (0, 1)


def test_a_conference_before_its_enquiry_stays_in_the_denominator_and_in_no_band():
    made = extract(
        s47_enquiries=[enquired("2024-09-20", "2024-09-10"), enquired("2024-09-02", "2024-09-20", child_id="c2")]
    )
    (figure,) = figures("CP09", made)
    assert (figure.numerator, figure.denominator, figure.untimed) == (1, 2, 1)
    bands = {one.of: one.numerator for one in figures("CP10", made) if one.by == "band"}
    assert bands == {"11 to 15": 1, "Not timed": 1}


def test_the_bands_of_the_time_taken():
    days = {"2024-09-16": "0 to 10", "2024-09-17": "11 to 15", "2024-09-23": "11 to 15", "2024-09-24": "16 to 20"}
    days |= {"2024-09-30": "16 to 20", "2024-10-01": "21 or more"}
    for held, band in days.items():
        made = extract(s47_enquiries=[enquired("2024-09-02", held)])
        assert {one.of: one.numerator for one in figures("CP10", made) if one.by} == {band: 1}, held


def test_an_enquiry_without_a_conference_is_overdue_unless_none_was_needed():
    made = extract(
        s47_enquiries=[
            enquired("2024-09-02"),
            enquired("2024-09-02", child_id="c2", icpc_not_required=False),
            enquired("2024-09-02", child_id="c3", icpc_not_required=True),
            enquired("2024-09-27", child_id="c4"),
            enquired("2024-09-02", "2024-10-02", child_id="c5"),
        ]
    )
    assert [one.overdue for one in figures("CP09", made, "2024-09", "2024-10", grain="month")] == [3, 3]


def test_an_enquiry_about_a_child_who_has_a_plan_needs_no_conference_and_is_not_overdue():
    """Annex A's own note: of such a child it is said that a conference was not deemed unnecessary, and none follows."""
    made = extract(
        s47_enquiries=[
            enquired("2024-09-02", child_id=child, icpc_not_required=False) for child in ("c1", "c2", "c3", "c4")
        ],
        plans=[
            {"start_date": "2024-03-04"},
            {"child_id": "c2", "start_date": "2024-03-04", "end_date": "2024-08-30"},
            {"child_id": "c3", "start_date": "2024-09-03"},
            {"child_id": "c4", "start_date": "2024-03-04", "other_authority": True},
        ],
    )
    assert [one.overdue for one in figures("CP09", made, "2024-10", "2024-10")] == [3]


def test_what_has_had_no_time_yet_is_marked():
    """measures.too_recent"""
    made = extract(("2024-04-01", "2025-03-31"), s47_enquiries=[enquired("2025-03-28")])
    assert [one.too_recent for one in figures("CP11", made, grain="quarter")] == [False, False, False, True]


def test_a_conference_led_to_a_plan_as_recorded_or_by_a_plan_of_that_day():
    made = extract(
        s47_enquiries=[enquired("2024-09-02", "2024-09-10"), enquired("2024-09-02", "2024-09-10", child_id="c2")],
        conferences=[{"child_id": "c3", "conference_date": "2024-09-11", "resulted_in_plan": True}],
        plans=[{"start_date": "2024-09-10"}],
    )
    assert told("CP08P", made) == (2, 3)


def met(*days: str, plan: str = "p1") -> list[dict]:
    return [{"plan_id": plan, "meeting_date": one} for one in days]


def test_core_groups_within_ten_working_days_of_the_conference():
    plans = [{"plan_id": "p1", "start_date": "2024-09-02"}]
    made = extract(("2024-04-01", "2025-03-31"), plans=plans, core_groups=met("2024-09-16", "2024-09-30"))
    assert told("CP13", made) == (1, 1)
    made = extract(("2024-04-01", "2025-03-31"), plans=plans, core_groups=met("2024-09-17"))
    assert told("CP13", made) == (0, 1)
    made = extract(("2024-04-01", "2025-03-31"), plans=plans, core_groups=met(plan="other"))
    assert told("CP13", made) == (0, 1)


def test_a_plan_whose_ten_days_have_not_passed_is_not_counted_yet():
    plans = [{"plan_id": "p1", "start_date": "2025-03-20"}]
    made = extract(("2024-04-01", "2025-03-31"), plans=plans, core_groups=[])
    assert told("CP13", made) == (0, 0)
    made = extract(("2024-04-01", "2025-04-03"), plans=plans, core_groups=[])
    assert told("CP13", made) == (0, 1)


def test_a_date_outside_the_known_bank_holidays_is_counted_and_not_timed():
    made = extract(s47_enquiries=[enquired("2009-12-30", "2013-04-10")])
    (figure,) = figures("CP09", made, "2013-04", "2013-04")
    assert (figure.numerator, figure.denominator, figure.untimed) == (0, 1, 1)


def test_conferences_recorded_without_their_enquiries_are_counted_and_nothing_is_said_of_what_waits():
    made = extract(conferences=[{"conference_date": "2024-09-12"}, {"child_id": "c2", "conference_date": "2024-09-12"}])
    assert told("CP08", made) == (2, None)
    (figure,) = figures("CP09", made)
    assert (figure.numerator, figure.denominator, figure.untimed, figure.overdue) == (0, 2, 2, None)
