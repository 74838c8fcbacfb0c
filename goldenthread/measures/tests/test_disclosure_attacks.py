"""Attackers of our own, who know nothing of the product's audit, try to work out what is hidden."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.measures.cells import SUPPRESSED, Cell, number
from goldenthread.measures.disclosure.audit import audit, ranges
from goldenthread.measures.disclosure.publication import Publication
from goldenthread.measures.disclosure.rule_sets import rule_sets
from goldenthread.measures.disclosure.suppression import protect
from goldenthread.measures.disclosure.tables import TOTAL
from goldenthread.measures.tests.publications import RULES, hidden, hidden_in, shown, table

SMALL = st.one_of(st.integers(0, 9), st.integers(0, 200))
TABLES = st.integers(2, 4).flatmap(
    lambda columns: st.lists(st.lists(SMALL, min_size=columns, max_size=columns), min_size=2, max_size=4)
)


def propagate(publication: Publication, cells: dict[object, Cell]) -> dict[object, tuple[int, float]]:
    """Subtraction and bounds, again and again, written without a look at the product's own."""
    reach = {
        key: (int(cells[key].number), float(cells[key].number)) if cells[key].shown else (1, float("inf"))
        for key in publication.numbers
    }
    for _ in range(30):
        for one in publication.sums:
            low = sum(reach[part][0] for part in one.parts)
            high = sum(reach[part][1] for part in one.parts)
            total = reach[one.total]
            reach[one.total] = (max(total[0], low), min(total[1], high))
            for part in one.parts:
                rest_low = low - reach[part][0]
                rest_high = sum(reach[other][1] for other in one.parts if other != part)
                least = max(reach[part][0], int(total[0] - rest_high) if rest_high < float("inf") else 0)
                reach[part] = (least, min(reach[part][1], total[1] - rest_low))
                low = sum(reach[other][0] for other in one.parts)
    return reach


@settings(max_examples=120, deadline=None)
@given(TABLES)
def test_no_hidden_number_of_a_table_can_be_worked_out(rows: list[list[int]]) -> None:
    publication = table(rows)
    protected = protect(publication, RULES)
    assert protected.safe
    assert audit(publication, RULES, protected.cells) == []
    assert all(not 1 <= cell.number <= 5 for cell in protected.cells.values() if cell.number is not None)
    assert all(protected.cells[key] == number(0) for key, one in publication.numbers.items() if one == 0)
    reach = propagate(publication, dict(protected.cells))
    for key in hidden(protected):
        least, greatest = reach[key]
        assert greatest - least >= RULES.width
        assert greatest > RULES.high
    if not any(1 <= one <= 5 for one in publication.numbers.values()):
        assert hidden(protected) == set()


def whole_tables(publication: Publication, cells: dict[object, Cell], bound: int) -> dict[object, np.ndarray]:
    """Every table of whole numbers up to `bound` that agrees with what is shown: the values of each cell, in step."""
    inner = [key for key in publication.numbers if TOTAL not in key]
    choices = [[int(cells[key].number)] if cells[key].shown else range(1, bound + 1) for key in inner]
    grids = np.meshgrid(*map(np.array, choices), indexing="ij")
    numbers = {key: grid.ravel() for key, grid in zip(inner, grids, strict=True)}
    for one in publication.sums:
        numbers[one.total] = sum(numbers[part] for part in one.parts)
    fits = np.all([numbers[key] == int(cells[key].number) for key in numbers if cells[key].shown], axis=0)
    return {key: values[fits] for key, values in numbers.items()}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=2, max_size=2), st.booleans())
def test_trying_every_whole_number_agrees_with_the_audit(rows: list[list[int]], enough: bool) -> None:
    publication = table(rows)
    cells = dict(protect(publication, RULES).cells)
    if not enough:
        # Only what is small itself: some of it can be worked out, and the audit must say how far.
        cells = shown(publication, *(key for key, one in publication.numbers.items() if 1 <= one <= 5))
    bound = 30
    tables = whole_tables(publication, cells, bound)
    for key, (least, greatest) in ranges(publication, RULES, cells).items():
        values = tables[key]
        assert values.min() == least
        assert values.max() == greatest if greatest is not None else values.max() >= bound
    given_away = {one.key for one in audit(publication, RULES, cells)}
    assert given_away == {
        key for key in hidden_in(cells) if RULES.is_narrow(int(tables[key].min()), int(tables[key].max()))
    }
    assert not (enough and given_away)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_hiding_is_the_same_every_time_and_again_on_its_own_result(rows: list[list[int]]) -> None:
    first = protect(table(rows), RULES)
    assert protect(table(rows), RULES) == first
    again = table(rows)
    again.hidden_before.update(hidden(first))
    assert hidden(protect(again, RULES)) == hidden(first)


@settings(max_examples=60, deadline=None)
@given(TABLES, st.sampled_from(["adult_safeguarding", "health", "children_in_need_england", "research"]))
def test_every_rule_set_holds_on_every_table(rows: list[list[int]], code: str) -> None:
    rules = rule_sets()[code]
    publication = table(rows)
    protected = protect(publication, rules)
    assert audit(publication, rules, protected.cells) == list(protected.findings)
    for key, cell in protected.cells.items():
        assert cell == SUPPRESSED if rules.is_small(publication.numbers[key]) else True
        assert cell.number is None or cell.number % rules.base == 0


@settings(max_examples=80, deadline=None)
@given(TABLES, st.data())
def test_it_ends_whatever_the_last_release_showed_and_tells_what_it_cannot_hide(
    rows: list[list[int]], data: st.DataObject
) -> None:
    publication = table(rows)
    known = data.draw(st.sets(st.sampled_from(list(publication.numbers))))
    before = data.draw(st.sets(st.sampled_from(list(publication.numbers))))
    publication.remember(
        dict.fromkeys(before, SUPPRESSED) | {key: number(publication.numbers[key]) for key in known}, RULES
    )
    protected = protect(publication, RULES)
    found = {one.key for one in audit(publication, RULES, protected.cells)}
    assert found == {one.key for one in protected.findings}
    assert {key for key in known if RULES.is_small(publication.numbers[key])} <= found
    assert all(protected.cells[key] == number(0) for key, one in publication.numbers.items() if one == 0)
