"""When a request's returns are due and of which period they are, and what can be asked together."""

from datetime import date
from itertools import pairwise

import pytest

from goldenthread.kernel.outcomes import Denied
from goldenthread.kernel.rhythm import days, restored
from goldenthread.measures.disclosure.rule_sets import rule_sets
from goldenthread.scorecards.rules import requests as rules
from goldenthread.scorecards.rules.requests import Asked


@pytest.mark.parametrize(
    ("grain", "day", "before", "first"),
    [
        ("month", date(2026, 11, 13), "October 2026", "December 2026"),
        ("month", date(2027, 1, 1), "December 2026", "January 2027"),
        ("quarter", date(2026, 11, 13), "Quarter 2 2026-27", "Quarter 4 2026-27"),
        ("year", date(2026, 4, 1), "2025-26", "2026-27"),
        ("academic year", date(2026, 9, 2), "academic year 2025-26", "academic year 2027-28"),
    ],
)
def test_what_is_due_on_a_day_tells_of_the_last_whole_period(grain, day, before, first):
    """scorecards.period_before scorecards.first_period scorecards.period_holding"""
    assert rules.period_before(grain, day).label == before
    assert rules.first_period(grain, day).label == first
    assert day in rules.period_holding(grain, day)


@pytest.mark.parametrize("grain", ["month", "quarter", "year", "academic year"])
@pytest.mark.parametrize("working_days", [1, 10, 20])
def test_every_period_is_due_once_and_knows_itself_again(grain, working_days):
    """scorecards.due_rhythm"""
    rhythm = rules.due_rhythm(grain, working_days)
    due = days(restored(rhythm.stored()), date(2024, 4, 1), date(2027, 12, 31))
    told = [rules.period_before(grain, day) for day in due]
    assert len({one.label for one in told}) == len(told) == {"month": 45, "quarter": 15}.get(grain, 4)
    assert all(one.ends_on < day for one, day in zip(told, due, strict=True))
    assert all(two.starts_on > one.ends_on for one, two in pairwise(told))


def test_the_name_of_a_period_is_found_from_its_days():
    assert rules.label_of(date(2026, 10, 1), date(2026, 10, 31)) == "October 2026"
    assert rules.label_of(date(2026, 7, 1), date(2026, 9, 30)) == "Quarter 2 2026-27"
    assert rules.label_of(date(2026, 10, 3), date(2026, 10, 20)) == "until 20 October 2026"


@pytest.mark.parametrize(
    ("indicators", "agencies", "says"),
    [
        ([("CP05", "month", "Council")], ["Council"], ""),
        ([("CP05", "month", "")], ["Council"], ""),
        ([("CP05", "month", "Council"), ("P1", "month", "Police")], ["Council", "Police"], ""),
        (
            [("CP05", "quarter", "Council")],
            ["Council"],
            "CP05 is counted for each quarter, and this asks for each month",
        ),
        ([("P1", "month", "Police")], ["Council"], "P1 is sent by Police"),
        ([("CP05", "month", "")], ["Council", "Police"], "Nobody has said which agency sends CP05"),
        ([("CP05", "month", "Council")], ["Council", "Police"], "Police sends none of these indicators"),
    ],
)
def test_what_is_asked_together_has_one_agency_for_each_figure(indicators, agencies, says):
    """scorecards.may_be_asked"""
    verdict = rules.may_be_asked(indicators, "month", agencies)
    assert isinstance(verdict, Denied) == bool(says)
    assert not says or verdict.reason.startswith(says)


def test_a_rule_set_that_hides_nothing_is_never_asked_for():
    """scorecards.rule_sets_to_ask_for"""
    assert set(rule_sets()) - set(rules.hiding_rule_sets()) == {"internal"}


def test_the_questions_of_an_indicator_and_back():
    percent = Asked("CP09", "In time", "percent", 1, numerator="Held in time.", denominator="ICPCs held.")
    assert rules.fields_of(percent) == [
        ("CP09-numerator", "CP09: In time (numerator: held in time)"),
        ("CP09-denominator", "CP09: In time (denominator: ICPCs held)"),
    ]
    assert rules.fields_of(Asked("CP15", "Plans", "count", 0)) == [("CP15-numerator", "CP15: Plans (number)")]
    assert rules.codes_of(["results-file", "CP09-numerator", "CP09-denominator", "notes"]) == ["CP09"]
    assert rules.hint("health").startswith("A whole number; c if it is 1 to 7 and may not be shared")
