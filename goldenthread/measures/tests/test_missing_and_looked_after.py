"""Missing children and children in care: hours over the change of the clocks, placements, reviews."""

import pytest

from goldenthread.measures.tests.factories import extract, figures, told


def gone(started: str, ended: str | None = None, offered: str | None = None, held: str | None = None, **more) -> dict:
    return {"started_at": started, "ended_at": ended, "rhi_offered_at": offered, "rhi_completed_at": held, **more}


@pytest.mark.parametrize(
    ("ended", "held", "in_time"),
    [
        ("2024-06-01T10:00", "2024-06-04T10:00", 1),
        ("2024-06-01T10:00", "2024-06-04T10:01", 0),
        # The clocks go forward on 31 March 2024: the same time three days later is only 71 hours on.
        ("2024-03-30T10:00", "2024-04-02T11:00", 1),
        ("2024-03-30T10:00", "2024-04-02T11:01", 0),
        # They go back on 27 October: it is 73 hours.
        ("2024-10-26T10:00", "2024-10-29T09:00", 1),
        ("2024-10-26T10:00", "2024-10-29T09:01", 0),
    ],
)
def test_seventy_two_hours_are_hours_that_passed(ended, held, in_time):
    made = extract(missing_episodes=[gone("2024-03-29T20:00", ended, ended, held)])
    assert told("MX05", made, "2024-03", "2024-12") == (in_time, 1)
    assert told("MX05E", made, "2024-03", "2024-12") == (in_time, 1)


def test_offered_held_and_in_time_are_three_numbers():
    made = extract(
        missing_episodes=[
            gone("2024-06-01T08:00", "2024-06-01T20:00", "2024-06-02T09:00", "2024-06-03T09:00"),
            gone("2024-06-01T08:00", "2024-06-01T20:00", "2024-06-02T09:00", "2024-06-20T09:00", child_id="c2"),
            gone("2024-06-01T08:00", "2024-06-01T20:00", "2024-06-02T09:00", child_id="c3"),
            gone("2024-06-01T08:00", "2024-06-01T20:00", child_id="c4"),
            gone("2024-06-01T08:00", child_id="c5"),
        ]
    )
    assert told("MX01", made) == (5, None)
    assert told("MX03", made) == (3, 4)
    assert told("MX04", made) == (2, 3)
    assert told("MX04E", made) == (2, 4)
    assert told("MX05", made) == (1, 2)
    assert told("MX05E", made) == (1, 4)
    # Two were never interviewed; both stay overdue.
    assert [one.overdue for one in figures("MX05", made, "2024-06", "2024-07", grain="month")] == [2, 2]


def test_an_interview_before_the_return_counts_and_is_not_timed():
    made = extract(missing_episodes=[gone("2024-06-01T08:00", "2024-06-02T08:00", None, "2024-06-01T09:00")])
    (figure,) = figures("MX05", made)
    assert (figure.numerator, figure.denominator, figure.untimed) == (0, 1, 1)


def test_children_missing_are_counted_once_and_again_the_third_time_in_ninety_days():
    episodes = [gone(f"2024-06-{day:02d}T08:00") for day in (1, 5, 9)] + [gone("2024-06-02T08:00", child_id="c2")]
    made = extract(missing_episodes=episodes)
    assert told("MX01C", made) == (2, None)
    assert told("MX02", made) == (1, 2)
    apart = extract(missing_episodes=[gone("2024-04-01T08:00"), gone("2024-05-01T08:00"), gone("2024-07-01T08:00")])
    assert told("MX02", apart) == (0, 1)
    assert told("MX02", apart, limit=100) == (1, 1)


def cared(start: str, end: str | None = None, why: str = "S", **more) -> dict:
    return {"start_date": start, "end_date": end, "reason_started": why, "legal_status": "C2", **more}


def test_children_in_care_on_a_day_without_short_breaks():
    made = extract(
        looked_after=[
            cared("2023-01-01", "2024-06-01"),
            cared("2024-06-01", why="P"),
            cared("2024-01-01", child_id="c2", legal_status="V4"),
            cared("2024-01-01", child_id="c3", legal_status=None),
            cared("2024-01-01", "2025-03-31", child_id="c4"),
        ]
    )
    assert told("LA01", made) == (2, None)


def test_three_placements_since_april_with_the_one_the_child_was_in():
    moves = [cared("2023-01-01", "2024-05-01"), cared("2024-05-01", "2024-08-01", "P"), cared("2024-08-01", None, "P")]
    assert told("LA02", extract(looked_after=moves)) == (1, 1)
    # A change of legal status alone is no placement.
    moves[2] = cared("2024-08-01", None, "L")
    assert told("LA02", extract(looked_after=moves)) == (0, 1)
    # A year begins anew.
    assert told("LA02", extract(looked_after=[*moves[:2], cared("2024-08-01", None, "P")]), "2025-04", "2025-06") == (
        0,
        1,
    )


def test_children_missing_from_care_with_an_episode_already_running():
    made = extract(
        looked_after=[cared("2023-01-01"), cared("2023-01-01", child_id="c2"), cared("2023-01-01", child_id="c3")],
        looked_after_missing=[
            {"kind": "M", "start_date": "2024-03-30", "end_date": "2024-04-02"},
            {"kind": "A", "start_date": "2024-06-01", "end_date": "2024-06-02", "child_id": "c2"},
        ],
    )
    assert told("LA07", made) == (1, 3)


@pytest.mark.parametrize(
    ("reviews", "in_time"),
    [
        # Twenty working days after Monday 2 September 2024 is Monday the 30th; then 91 days; then 183.
        (["2024-09-30", "2024-12-30"], 1),
        (["2024-10-01", "2024-12-30"], 0),
        (["2024-09-30", "2024-12-31"], 0),
        (["2024-09-20", "2024-12-01"], 1),
        ([], 0),
    ],
)
def test_reviews_of_a_period_of_care(reviews, in_time):
    made = extract(looked_after=[cared("2024-09-02")], looked_after_reviews=[{"review_date": one} for one in reviews])
    assert told("LA08", made) == (in_time, 1)


def test_a_second_period_of_care_begins_anew():
    made = extract(
        looked_after=[cared("2020-01-06", "2020-12-01"), cared("2025-03-25")],
        looked_after_reviews=[{"review_date": "2020-06-01"}],
    )
    assert told("LA08", made) == (0, 0)
    assert told("LA08", made, "2025-04", "2025-04") == (0, 1)
