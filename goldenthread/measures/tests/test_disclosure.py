"""What is hidden, what is shown, and that nobody can work out the one from the other."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.measures.cells import SUPPRESSED, Cell, State, number
from goldenthread.measures.disclosure.audit import audit, ranges
from goldenthread.measures.disclosure.publication import Publication, rounded_half_up
from goldenthread.measures.disclosure.rule_sets import rule_sets
from goldenthread.measures.disclosure.suppression import Reason, protect
from goldenthread.measures.disclosure.tables import TOTAL
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.tests.publications import RULES, hidden, row, shown

ADULTS = rule_sets()["adult_safeguarding"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((3, 137, 25, 15), {0, 3}),
        ((3, 0, 25, 15), {0, 3}),
        ((1, 1, 30, 20), {0, 1, 3}),
        ((2, 4, 30, 20), {0, 1, 3}),
        ((4, 0, 0, 0), {0, TOTAL}),
        ((0, 7, 30, 20), set()),
        ((0, 0, 0, 0), set()),
    ],
)
def test_the_next_smallest_that_is_not_nought_is_hidden_too(numbers: tuple[int, ...], expected: set[object]) -> None:
    """measures.secondary_suppression, measures.small_number: two that together are too few need a third."""
    protected = protect(row(*numbers), RULES)
    assert hidden(protected) == expected
    assert protected.safe


def test_outwardly_there_is_one_state_and_inside_the_reason_is_known() -> None:
    protected = protect(row(3, 137, 25, 15), RULES)
    assert protected.cells[0] == protected.cells[3] == Cell(State.SUPPRESSED)
    assert protected.reasons == {0: Reason.SMALL, 3: Reason.OTHERS}


def test_a_hidden_number_beside_a_shown_total_that_falls_short_by_one_is_found() -> None:
    """measures.audit: 178 in all; hidden, 137, 25 and 15."""
    publication = row(1, 137, 25, 15, total=178, rest="those without a duration")
    (finding,) = audit(publication, RULES, shown(publication, 0))
    assert (finding.key, finding.least, finding.greatest) == (0, 1, 1)
    assert finding.why == "Band 0 is hidden but can be worked out exactly from what is shown."
    few = row(4, 137, 25, 15, total=182, rest="those without a duration")
    found = audit(few, RULES, shown(few, 0))[0]
    assert (found.least, found.greatest) == (1, 5)
    assert found.why.endswith("can only be from 1 to 5, given all that is shown.")


def test_a_small_number_that_is_shown_is_found() -> None:
    publication = row(3, 137, 25, 15)
    (finding,) = audit(publication, RULES, shown(publication))
    assert finding.why == "Band 0 is small and is shown."


@pytest.mark.parametrize(
    ("least", "greatest", "narrow"),
    [(1, 1, True), (1, 5, True), (1, 6, False), (0, 4, True), (0, 5, False), (50, 54, True), (50, 55, False)],
)
def test_a_range_is_wide_and_reaches_beyond_the_small_numbers(least: int, greatest: int, narrow: bool) -> None:
    """measures.narrow_range"""
    assert RULES.is_narrow(least, greatest) is narrow
    assert not RULES.is_narrow(least, None)


def test_a_percentage_gives_away_those_who_are_not_in_it() -> None:
    """measures.figures_hidden: 96.4% of 28 is 27, so that one is left over."""
    publication = Publication()
    publication.count("in time", 27, published=False)
    publication.count("all", 28)
    publication.share("per cent", "in time", "all")
    assert publication.figures["per cent"].shown == Decimal("96.4")
    cells = shown(publication)
    (finding,) = audit(publication, RULES, cells)
    assert (finding.least, finding.greatest) == (1, 1)
    protected = protect(publication, RULES)
    assert protected.cells["per cent"] == SUPPRESSED
    assert protected.cells["all"] == number(28)
    publication.count("in time", 27)
    assert hidden(protect(publication, RULES)) == {"in time", "per cent"}


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (20, 40, number("50.0")),
        (0, 40, number("0.0")),
        (40, 40, number("100.0")),
        (3, 40, SUPPRESSED),
        (37, 40, SUPPRESSED),
        (0, 4, SUPPRESSED),
        (0, 0, Cell(State.NOT_APPLICABLE)),
    ],
)
def test_a_percentage_of_few_is_hidden(part: int, whole: int, expected: Cell) -> None:
    publication = Publication()
    publication.count("part", part)
    publication.count("whole", whole)
    publication.share("share", "part", "whole")
    assert protect(publication, RULES).cells["share"] == expected


@given(st.integers(0, 80), st.integers(1, 80), st.sampled_from([0, 1, 2]))
def test_a_shown_percentage_leaves_exactly_the_counts_that_round_to_it(part: int, whole: int, decimals: int) -> None:
    part = min(part, whole)
    publication = Publication()
    publication.count("part", part, published=False)
    publication.count("whole", whole, guarded=False)
    publication.share("share", "part", "whole", decimals=decimals)
    cells = shown(publication)
    rules = rule_sets()["research"]
    fits = [n for n in range(whole + 1) if rounded_half_up(Fraction(100 * n, whole), decimals) == cells["share"].number]
    found = ranges(publication, rules, cells)
    if part < 10:
        assert found["part"] == (fits[0], fits[-1])
    assert part in fits


def series(*numbers: int) -> Publication:
    publication = Publication()
    for index, one in enumerate(numbers):
        publication.count(index, one, f"Month {index + 1}")
    publication.mean("mean", range(len(numbers)), "The mean")
    publication.limit("limit", range(len(numbers)), Decimal("31.4"), "The upper limit")
    return publication


def test_the_mean_of_a_control_chart_gives_the_hidden_month_away_and_is_hidden() -> None:
    publication = series(12, 20, 3, 14, 17)
    (finding,) = audit(publication, RULES, shown(publication, 2, "limit"))
    assert finding.why == "Month 3 is hidden but can be worked out exactly from what is shown."
    assert hidden(protect(publication, RULES)) == {2, "mean", "limit"}
    assert hidden(protect(series(12, 20, 8, 14, 17), RULES)) == set()


def test_a_mean_of_many_points_narrows_a_hidden_one_down_as_far_as_its_rounding() -> None:
    publication = series(*[12] * 39, 3)
    found = ranges(publication, RULES, shown(publication, 39, "limit"))
    assert found[39] == (2, 5)


def test_a_median_of_too_few_is_hidden_and_money_needs_more() -> None:
    publication = Publication()
    publication.count("children", 8)
    publication.average("days", "children", Decimal("12.5"))
    publication.average("pounds", "children", Decimal("310.0"), money=True)
    assert hidden(protect(publication, RULES)) == {"pounds"}


def test_two_tables_that_share_a_cell_are_protected_together() -> None:
    publication = row(3, 40, 30, 20)
    publication.count("girls", 13)
    publication.count("boys", 7)
    publication.add_up(3, ["girls", "boys"])
    alone = protect(row(3, 40, 30, 20), RULES)
    assert hidden(alone) == {0, 3}
    protected = protect(publication, RULES)
    assert protected.safe
    assert {0, 3, "boys"} <= hidden(protected)


def test_what_the_last_release_showed_cannot_be_hidden_now() -> None:
    publication = row(3, 137, 25, 15)
    publication.remember({3: number(15), 1: number(99), "gone": number(4)}, RULES)
    assert set(publication.known) == {3}
    protected = protect(publication, RULES)
    assert hidden(protected) == {0, 2}
    assert protected.safe


def test_what_was_hidden_last_time_is_hidden_again_first() -> None:
    publication = row(3, 137, 25, 15)
    publication.remember({2: SUPPRESSED}, RULES)
    protected = protect(publication, RULES)
    assert hidden(protected) == {0, 2}
    assert protected.reasons[2] == Reason.BEFORE


def test_a_number_shown_last_time_and_revised_since_is_hidden_last() -> None:
    publication = row(3, 137, 25, 15)
    publication.remember({3: number(14)}, RULES)
    assert hidden(protect(publication, RULES)) == {0, 2}


def test_a_figure_is_hidden_where_no_count_is_left_to_hide() -> None:
    publication = Publication()
    publication.count("few", 3)
    publication.count("many", 17)
    publication.count("both", 20, published=False)
    publication.add_up("both", ["few", "many"])
    publication.mean("mean", ["both"])
    publication.remember({"many": number(17)}, RULES)
    protected = protect(publication, RULES)
    assert protected.safe
    assert hidden(protected) == {"few", "mean"}


def test_where_hiding_is_not_enough_nothing_may_be_published_and_the_sentence_names_the_cell() -> None:
    publication = row(3, 12, 25)
    publication.remember({1: number(12), 2: number(25), TOTAL: number(40)}, RULES)
    protected = protect(publication, RULES)
    assert not protected.safe
    with pytest.raises(Unreadable, match=r"Nothing may be published: Band 0 is hidden but can be worked out exactly"):
        protected.to_publish()
    assert protect(row(3, 12, 25), RULES).to_publish()[2] == number(25)


def test_rounded_numbers_leave_a_range_and_too_narrow_a_range_hides_more() -> None:
    """measures.rounding_of_counts: 0 to 4 hidden, the rest to the nearest 5."""
    protected = protect(row(3, 12, 23), ADULTS)
    assert [protected.cells[key] for key in (0, 1, 2, TOTAL)] == [SUPPRESSED, number(10), number(25), number(40)]
    assert ranges(row(3, 12, 23), ADULTS, protected.cells) == {0: (1, 11)} or protected.safe
    tight = protect(row(0, 6, total=6), ADULTS)
    assert tight.safe
    assert len(hidden(tight)) > 1


def test_a_number_that_rounds_to_nought_is_no_nought() -> None:
    few = rule_sets()["special_educational_needs"]
    rules = type(few)(**{name: getattr(few, name) for name in few.__slots__} | {"base": 10})
    publication = Publication()
    publication.count("few", 4)
    publication.count("none", 0)
    cells = protect(publication, rules).cells
    assert cells == {"few": Cell(State.ROUNDS_TO_ZERO), "none": number(0)}


def test_none_or_all_of_a_group_is_flagged_for_a_person() -> None:
    """measures.group_disclosure"""
    publication = Publication()
    publication.count("twelve", 12)
    publication.count("none", 0)
    publication.share("share", "none", "twelve", "Seen alone")
    (flag,) = protect(publication, RULES).flags
    assert flag.why == "Seen alone: 0 of 12 tells about everyone in the group."
    (flag,) = protect(row(0, 12, 0), RULES).flags
    assert flag.why == "All bands: all 12 are in one category, which tells about each."


def test_the_internal_rule_set_hides_and_flags_nothing() -> None:
    protected = protect(row(1, 2, 0), rule_sets()["internal"])
    assert (hidden(protected), protected.flags, protected.findings) == (set(), (), ())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda one: one.count("a", -1), "must be a whole number"),
        (
            lambda one: one.count(0, 4),
            "Two different numbers are given for Band 0|Two different numbers are given for 0",
        ),
        (lambda one: one.add_up(TOTAL, [0, 1]), "do not add up"),
        (lambda one: one.add_up(TOTAL, [0, 0, 1]), "name a count twice"),
        (lambda one: one.mean("mean", []), "at least one point"),
    ],
)
def test_a_publication_refuses_what_is_not_true(wrong, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        wrong(row(3, 137, 25, 15))
