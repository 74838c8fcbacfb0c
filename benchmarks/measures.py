"""What counting, reading, charting, hiding and comparing cost: one table, with the budget beside each figure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks import counting, extracts, published, spc_charts, suppression

ABSENT = "The reference data are not beside this checkout, so nothing is read."
# What each may cost, by the name under which it is measured; the others are told without.
BUDGETS = {
    "duckdb, s": counting.BUDGET_SECONDS,
    "duckdb, MB": counting.BUDGET_MB,
    f"{counting.FROM_CSV}, MB": counting.BUDGET_CSV_MB,
    "census of 6,640 children, s": 3.0,
    "census of 6,640 children, checked, s": 3.0,
    "census of 6,640 children, counted, s": 3.0,
    "SSDA903 of five years, s": 2.0,
    "10,000 charts, s": 1.0,
    "audit of 200 x 20, s": 5.0,
}


@dataclass(frozen=True)
class Measured:
    """One figure: its name, what was measured, what it may be, or a remark in its stead."""

    name: str
    figure: float | None
    budget: float | None = None
    note: str = ""


def parts() -> dict[str, Callable[[], Iterator[Measured]]]:
    """Each part by the word `--only` knows it by."""
    return {
        "counting": _counting,
        "extracts": lambda: _told(extracts.run()),
        "charts": lambda: _told(spc_charts.run()),
        "suppression": lambda: _told(suppression.run()),
        "published": lambda: _told(published.run()),
    }


def _counting() -> Iterator[Measured]:
    found = counting.run()
    fingerprints = {words.split()[0] for _, _, _, words in found if words}
    same = "the same figures on every engine" if len(fingerprints) == 1 else "the engines differ"
    for engine, seconds, megabytes, words in found:
        note = f"{words.split()[2]} s of it counting; {same}" if words else "gave no answer"
        yield Measured(f"{engine}, s", seconds, BUDGETS.get(f"{engine}, s"), note)
        yield Measured(f"{engine}, MB", megabytes, BUDGETS.get(f"{engine}, MB"))


def _told(found: dict[str, float]) -> Iterator[Measured]:
    if not found:
        yield Measured("not measured", None, note=ABSENT)
    for name, figure in found.items():
        yield Measured(name, figure, BUDGETS.get(name))


def tell(only: str = "") -> None:
    """Print the table of the parts whose word holds `only`."""
    chosen = {word: run for word, run in parts().items() if only in word}
    if not chosen:
        return
    print(
        "\nCounting: a million referrals and what follows, by month over four years, on each engine; reading; charts.\n"
    )
    print("| part | what | measured | budget | | |\n|---|---|--:|--:|---|---|")
    for word, run in chosen.items():
        for one in run():
            print(f"| {word} | {row(one)} |", flush=True)


def row(one: Measured) -> str:
    """The cells of one line of the table: name, figure, budget, whether it is within, remark."""
    figure = "" if one.figure is None else f"{one.figure:,.2f}" if one.figure < 100 else f"{one.figure:,.0f}"
    budget = "" if one.budget is None else f"{one.budget:g}"
    within = one.figure is not None and one.budget is not None
    word = "" if not within else "within" if one.figure <= one.budget else "above"  # type: ignore[operator]
    return f"{one.name} | {figure} | {budget} | {word} | {one.note}"


if __name__ == "__main__":
    tell()
