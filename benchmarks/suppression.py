"""What disclosure control costs: the audit of a table of 200 rows and 20 columns, and the figures of a scorecard."""

import time

import numpy as np

from goldenthread.kernel.periods import Period, financial_year, month
from goldenthread.measures.cells import number
from goldenthread.measures.disclosure.audit import audit, ranges
from goldenthread.measures.disclosure.counts import protect_counts
from goldenthread.measures.disclosure.figures import Counted, Which
from goldenthread.measures.disclosure.publication import Publication
from goldenthread.measures.disclosure.rule_sets import rule_sets
from goldenthread.measures.disclosure.suppression import protect
from goldenthread.measures.disclosure.tables import add_table

RULES = rule_sets()["children_in_need"]
INDICATORS, YEARS, AREAS = 60, 4, 20


def run() -> dict[str, float]:
    """Seconds for each part, and the share of cells hidden in per cent."""
    took: dict[str, float] = {}
    publication = Publication()
    add_table(publication, "table", _table())
    began = time.perf_counter()
    protected = protect(publication, RULES)
    took["suppression of 200 x 20, s"] = time.perf_counter() - began
    hidden = sum(not cell.shown for cell in protected.cells.values())
    took["hidden, %"] = 100 * hidden / len(protected.cells)
    began = time.perf_counter()
    assert not audit(publication, RULES, protected.cells)
    took["audit of 200 x 20, s"] = time.perf_counter() - began
    began = time.perf_counter()
    assert len(ranges(publication, RULES, protected.cells)) == hidden
    took["exact range of every hidden cell, s"] = time.perf_counter() - began
    counted = _counted()
    began = time.perf_counter()
    assert protect_counts(counted, RULES).protected.safe
    took[f"{len(counted)} figures of {INDICATORS} indicators, s"] = time.perf_counter() - began
    return took


def _table() -> dict[int, dict[int, int]]:
    drawn = np.random.default_rng(1)
    return {
        row: {column: int(drawn.geometric(0.03)) if drawn.random() > 0.1 else 0 for column in range(20)}
        for row in range(200)
    }


def _counted() -> list[Counted]:
    """Each indicator by month and year, for everyone and for each of the areas."""
    drawn = np.random.default_rng(1)
    figures: list[Counted] = []
    for indicator in range(INDICATORS):
        whole = drawn.poisson(drawn.choice([2, 10, 40]), (12 * YEARS, AREAS))
        part = drawn.binomial(whole, drawn.uniform(0.1, 0.9))
        for at in range(12 * YEARS):
            when = month(2020 + (at + 3) // 12, (at + 3) % 12 + 1)
            figures += _figures(f"Indicator {indicator}", when, part[at], whole[at])
        for year in range(YEARS):
            inside = slice(12 * year, 12 * year + 12)
            sums = part[inside].sum(0), whole[inside].sum(0)
            figures += _figures(f"Indicator {indicator}", financial_year(2020 + year), *sums)
    return figures


def _figures(name: str, period: Period, part: np.ndarray, whole: np.ndarray) -> list[Counted]:
    areas = [
        Counted(Which(name, period, "area", f"Area {area}"), number(int(part[area])), number(int(whole[area])))
        for area in range(AREAS)
    ]
    return [Counted(Which(name, period), number(int(part.sum())), number(int(whole.sum()))), *areas]


if __name__ == "__main__":
    for what, figure in run().items():
        print(f"{what}: {figure:.2f}")
