"""Publications for the tests of disclosure control, and what of them is hidden."""

from goldenthread.measures.cells import SUPPRESSED, Cell, number
from goldenthread.measures.disclosure.publication import Publication
from goldenthread.measures.disclosure.rule_sets import rule_sets
from goldenthread.measures.disclosure.suppression import Protected
from goldenthread.measures.disclosure.tables import TOTAL, add_table

RULES = rule_sets()["children_in_need"]


def row(*numbers: int, total: int | None = None, rest: str = "") -> Publication:
    publication = Publication()
    for index, one in enumerate(numbers):
        publication.count(index, one, f"Band {index}")
    publication.count(TOTAL, sum(numbers) if total is None else total, "All bands")
    publication.add_up(TOTAL, range(len(numbers)), rest=rest)
    return publication


def hidden(protected: Protected) -> set[object]:
    return hidden_in(dict(protected.cells))


def hidden_in(cells: dict[object, Cell]) -> set[object]:
    return {key for key, cell in cells.items() if cell == SUPPRESSED}


def shown(publication: Publication, *without: object) -> dict[object, Cell]:
    cells = {key: SUPPRESSED if key in without else number(publication.numbers[key]) for key in publication.published}
    return cells | {
        key: SUPPRESSED if key in without else number(one.shown) for key, one in publication.figures.items()
    }


def table(rows: list[list[int]]) -> Publication:
    publication = Publication()
    add_table(publication, "t", {r: dict(enumerate(numbers)) for r, numbers in enumerate(rows)})
    return publication
