"""What a figure must be like before it is kept, rule by rule."""

from dataclasses import replace
from decimal import Decimal

import pytest

from goldenthread.measures.cells import NOT_APPLICABLE, NOT_AVAILABLE, NOT_RETURNED, SUPPRESSED, Cell, State, number
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.scorecards.rules import figures as rules
from goldenthread.scorecards.rules import returned
from goldenthread.scorecards.rules.figures import Known, Weight
from goldenthread.scorecards.rules.requests import Asked
from goldenthread.scorecards.tests.factories import counted, month, percent

OCTOBER = month(2026, 10)
PERCENT = Known("CP09", frozenset({1}), "percent", 1, "month")
COUNT = Known("CP15", frozenset({1}), "count", 0, "month")
CP09 = Asked("CP09", "Conferences in time", "percent", 1)
CP15 = Asked("CP15", "Children with a plan", "count", 0)


def shares(top, bottom, **more):
    return percent("CP09", OCTOBER, top, bottom, **more)


def counts(count, **more):
    return counted("CP15", OCTOBER, count, **more)


def said(found):
    return "" if found is None else found.said


@pytest.mark.parametrize(
    ("figure", "known", "says"),
    [
        (shares(18, 24), PERCENT, ""),
        (shares(0, 0), PERCENT, ""),
        (shares(SUPPRESSED, 24), PERCENT, ""),
        (replace(shares(18, 24), value=number("75.1")), PERCENT, "18 of 24 is 75.0, not 75.1."),
        (replace(shares(18, 24), value=SUPPRESSED), PERCENT, "18 of 24 is 75.0, not suppressed."),
        (replace(shares(0, 0), value=number(0)), PERCENT, "0 of 0 is not applicable, not 0."),
        (shares(30, 24), PERCENT, "30 of 24 cannot be; the numerator is larger than the denominator."),
        (replace(shares(18, 24), denominator=None), PERCENT, "A percentage needs its denominator; send both numbers."),
        (counts(120), COUNT, ""),
        (replace(counts(120), value=number(119)), COUNT, "The value of a count must be its numerator."),
    ],
)
def test_numerator_denominator_and_value_agree(figure, known, says):
    """scorecards.arithmetic"""
    assert said(rules.arithmetic(figure, known)) == says


def test_a_percentage_worked_out_before_rounding_is_not_held_against_rounded_counts():
    """scorecards.arithmetic"""
    rounded = replace(shares(20, 25), value=number("78.3"))
    assert rules.arithmetic(rounded, PERCENT, base=5) is None
    assert said(rules.arithmetic(rounded, PERCENT)) == "20 of 25 is 80.0, not 78.3."
    assert "cannot be" in said(rules.arithmetic(shares(30, 25), PERCENT, base=5))


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        (shares(SUPPRESSED, 24), ""),
        (shares(18, 24), ""),
        (replace(shares(SUPPRESSED, 24), value=number(75)), "The numerator is hidden and the value shows it"),
        (replace(shares(18, SUPPRESSED), value=number(75)), "The denominator is hidden, and numerator and value"),
        (counts(SUPPRESSED, rate=number("0.4")), "The count is hidden and the rate shows it"),
        (counts(SUPPRESSED, rate=SUPPRESSED), ""),
        (counts(80, rate=number("8.4")), ""),
    ],
)
def test_nothing_hidden_is_given_away_by_what_stands_beside_it(figure, says):
    """scorecards.hidden_whole"""
    assert said(rules.hidden_whole(figure)).startswith(says)
    assert bool(said(rules.hidden_whole(figure))) == bool(says)


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        (counts(0), ""), (counts(6), ""), (counts(SUPPRESSED), ""),
        (counts(1), "A number from 1 to 5 is shown"), (counts(5), "A number from 1 to 5 is shown"),
        (shares(18, 24), ""), (shares(24, 24), ""), (shares(18, 18 + 6), ""),
        (shares(3, 24), "A number from 1 to 5 is shown"), (shares(0, 4), "A number from 1 to 5 is shown"),
        (shares(19, 24), "The numerator leaves 1 to 5 of the denominator"),
        (shares(18, 24, overdue=number(3)), "A number from 1 to 5 is shown"),
        (shares(18, 24, untimed=number(3)), "A number from 1 to 5 is shown"),
        (shares(18, 24, overdue=SUPPRESSED, untimed=number(0)), ""),
    ],
)  # fmt: skip
def test_no_small_number_is_shown_nor_left_between_two_others(figure, says):
    """scorecards.small_number"""
    found = said(rules.small_number(figure, 1, 5))
    assert found.startswith(says)
    assert bool(found) == bool(says)


def test_a_rule_set_that_hides_nought_finds_it_also_between_two_numbers():
    """scorecards.small_number"""
    assert "A number from 0 to 4 is shown" in said(rules.small_number(counts(0), 0, 4))
    assert "leaves 0 to 4" in said(rules.small_number(shares(24, 24), 0, 4))
    assert rules.small_number(counts(0), 1, 0) is None


def test_rounded_numbers_leave_nothing_between_them_that_is_known():
    """scorecards.small_number scorecards.hidden_by_groups"""
    assert rules.small_number(shares(20, 25), 1, 7, base=5) is None
    assert rules.small_number(shares(5, 25), 1, 7, base=5) is not None
    groups = [counts(SUPPRESSED, by="sex", of="F"), counts(110, by="sex", of="M")]
    assert returned.hidden_by_groups([counts(120), *groups], base=5) == []


@pytest.mark.parametrize(
    ("value", "earlier", "asked"),
    [
        (20, [20, 22, 21, 20, 22], False),
        (24, [20, 22, 21, 20, 22, 21], False),
        (25, [20, 22, 21, 20, 22, 21], True),
        (17, [20, 22, 21, 20, 22, 21], True),
        (60, [100, *[20, 22] * 6], True),
    ],
)
def test_a_jump_is_asked_about_and_never_refused(value, earlier, asked):
    """scorecards.jump"""
    found = rules.jump(counts(value), [Decimal(one) for one in earlier])
    assert (found is not None) == asked
    assert found is None or found.weight is Weight.ASKS


def test_a_hidden_figure_jumps_nowhere():
    """scorecards.jump"""
    assert rules.jump(counts(SUPPRESSED), [Decimal(20)] * 12) is None


def test_groups_that_count_more_than_the_whole_are_asked_about():
    """scorecards.breakdown_adds_up"""
    whole = counts(120)
    groups = [counts(70, by="sex", of="F"), counts(50, by="sex", of="M")]
    assert rules.breakdown_adds_up([whole, *groups]) == []
    (found,) = rules.breakdown_adds_up([whole, *groups, counts(9, by="sex", of="U")])
    assert (found.weight, found.said) == (Weight.ASKS, "The groups by sex count 129, more than the 120 of all.")
    assert rules.breakdown_adds_up([counts(SUPPRESSED), *groups]) == []


def test_what_is_not_in_the_library_is_refused_before_anything_else():
    (found,) = rules.check_figure(counts(3), {}, (1, 5), ())
    assert "not in this partnership’s library" in found.said
    (found,) = rules.check_figure(replace(counts(3), version=7), {"CP15": COUNT}, (1, 5), ())
    assert found.said == "Version 7 of CP15 is not known here; count it again."


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("18", number(18)), (" 0 ", number(0)), ("1,120", number(1120)), ("12 345", number(12345)), ("", NOT_RETURNED),
        ("c", SUPPRESSED), ("X", NOT_AVAILABLE), ("z", NOT_APPLICABLE), ("-1", None), ("1.5", None), ("<5", None),
        ("1,12", None), ("about 20", None), ("²", None), ("1e3", None),
    ],
)  # fmt: skip
def test_a_typed_number_or_letter_is_read_and_nothing_is_guessed(text, cell):
    """scorecards.typed_cell"""
    assert returned.typed_cell(text) == cell


def test_what_is_typed_wrongly_is_said_with_the_name_of_the_number():
    """scorecards.typed_is_readable"""
    found = returned.unreadable(CP09, OCTOBER, " <5 ", "numerator")
    assert (found.code, found.period, found.weight) == ("CP09", "October 2026", Weight.STOPS)
    assert found.said == "Its numerator says “<5”; give a whole number, or c, x or z."


@pytest.mark.parametrize(
    ("asked", "top", "bottom", "value"),
    [
        (CP09, number(18), number(24), number("75.0")),
        (CP09, SUPPRESSED, number(24), SUPPRESSED),
        (CP09, NOT_AVAILABLE, NOT_RETURNED, NOT_AVAILABLE),
        (CP09, number(0), number(0), NOT_APPLICABLE),
        (CP09, number(18), NOT_RETURNED, NOT_RETURNED),
        (CP15, number(120), None, number(120)),
        (CP15, number(0), None, number(0)),
    ],
)
def test_a_figure_is_worked_out_from_what_was_given_and_nothing_more(asked, top, bottom, value):
    """scorecards.completed"""
    figure = returned.typed_figure(asked, OCTOBER, top, bottom)
    assert figure is not None
    assert figure.value == value


def test_what_is_blank_is_no_figure():
    """scorecards.completed"""
    assert returned.typed_figure(CP09, OCTOBER, NOT_RETURNED, NOT_RETURNED) is None
    assert returned.typed_figure(CP15, OCTOBER, NOT_RETURNED, None) is None
    kept = returned.completed(replace(shares(18, 24), overdue=NOT_RETURNED, rate=NOT_RETURNED), CP09)
    assert kept is not None
    assert (kept.overdue, kept.rate) == (None, None)


def test_a_file_must_be_hidden_by_the_rules_that_were_asked_for():
    """scorecards.right_rule_set"""
    asked = find_rule_set("children_in_need")
    assert returned.right_rule_set("children_in_need", asked) == ""
    assert returned.right_rule_set("internal", asked) == (
        "Small numbers were hidden by “internal”; count it again with --suppress children_in_need."
    )


def test_a_figure_of_another_period_is_named():
    """scorecards.of_period"""
    assert returned.of_period(counts(120), OCTOBER) is None
    found = returned.of_period(counted("CP15", month(2026, 9), 120), OCTOBER)
    assert (found.period, found.weight) == ("September 2026", Weight.STOPS)
    assert "This return is for October 2026" in found.said


def test_no_more_comes_than_was_asked_for():
    """scorecards.was_asked"""
    grouped = counts(60, by="sex", of="F")
    assert returned.was_asked(counts(120), {"CP15"}, []) is None
    assert returned.was_asked(grouped, {"CP15"}, ["sex"]) is None
    assert "CP15 was not asked for" in said(returned.was_asked(counts(120), {"CP09"}, []))
    assert "Figures by sex were not asked for" in said(returned.was_asked(grouped, {"CP15"}, ["age"]))


def test_one_of_two_numbers_is_not_enough():
    """scorecards.both_numbers"""
    assert returned.both_numbers(shares(18, 24)) is None
    assert "Its denominator is missing" in said(
        returned.both_numbers(replace(shares(18, 24), denominator=NOT_RETURNED))
    )
    assert "Its numerator is missing" in said(returned.both_numbers(replace(shares(18, 24), numerator=NOT_RETURNED)))


def test_the_same_figure_in_two_places_says_the_same():
    """scorecards.said_twice"""
    assert returned.said_twice(shares(18, 24), None) is None
    assert returned.said_twice(shares(18, 24), shares(18, 24)) is None
    assert "differs from the file" in said(returned.said_twice(shares(18, 24), shares(17, 24)))


def test_what_was_asked_for_and_did_not_come_is_named():
    """scorecards.nothing_missing"""
    asked = [CP09, CP15, replace(CP15, code="CP20", is_required=False)]
    (found,) = returned.nothing_missing([shares(18, 24), counts(60, by="sex", of="F")], asked, OCTOBER)
    assert (found.code, found.said) == ("CP15", "Nothing came for it; give a whole number, or c, x or z.")
    assert returned.nothing_missing([shares(NOT_AVAILABLE, NOT_AVAILABLE), counts(0)], asked, OCTOBER) == []


@pytest.mark.parametrize(
    ("girls", "boys", "given_away"),
    [(SUPPRESSED, 110, True), (SUPPRESSED, SUPPRESSED, False), (60, 60, False), (NOT_AVAILABLE, 110, False)],
)
def test_one_hidden_group_of_a_shown_whole_is_given_away(girls, boys, given_away):
    """scorecards.hidden_by_groups"""
    groups = [counts(girls, by="sex", of="F"), counts(boys, by="sex", of="M")]
    found = returned.hidden_by_groups([counts(120), *groups])
    assert bool(found) == given_away
    assert all(one.weight is Weight.STOPS and "hide a second group" in one.said for one in found)
    assert returned.hidden_by_groups([counts(SUPPRESSED), *groups]) == []


def test_a_breakdown_that_was_asked_for_and_did_not_come_is_asked_about():
    """scorecards.breakdowns_came"""
    came = [counts(120), counts(60, by="sex", of="F")]
    (found,) = returned.breakdowns_came(came, ["sex", "age"], OCTOBER)
    assert (found.weight, found.said) == (Weight.ASKS, "No figures by age came.")


def test_a_period_that_is_too_recent_is_said_once():
    """scorecards.too_recent"""
    assert returned.too_recent(counts(120)) is None
    assert said(returned.too_recent(counts(120, too_recent=True))).startswith("Some have not had their time yet")
    assert returned.too_recent(counts(60, by="sex", of="F", too_recent=True)) is None


def test_a_figure_that_takes_the_place_of_another_is_asked_about():
    """scorecards.revises"""
    there = {("CP15", "", ""): (number(120), None), ("CP09", "", ""): (number(18), Cell(State.NUMBER, Decimal(24)))}
    assert returned.revises(counts(120), there) is None
    assert returned.revises(shares(18, 24), there) is None
    assert returned.revises(counted("CP20", OCTOBER, 7), there) is None
    found = returned.revises(counts(121), there)
    assert (found.weight, found.said) == (Weight.ASKS, "The figure takes the place of one that was sent before.")
