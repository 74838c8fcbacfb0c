"""Whether what an indicator counts befalls one group more often than the others, in a sentence and a table."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.measures.cells import NOT_AVAILABLE, half_up
from goldenthread.measures.disproportionality import Group, Ratio, rate_ratio, rest
from goldenthread.scorecards.presenters.breakdowns import named, newest
from goldenthread.scorecards.presenters.words import said
from goldenthread.scorecards.queries import Line, Seen

# Groups that are no group of children but the lack of an answer.
NOBODY = frozenset({"Not known", "", "U"})
OUTCOME = "be among those counted"
OTHERS = "all others"
FEW = "Too few to say"


@dataclass(frozen=True)
class Compared:
    """One dimension of one period: what is clear in sentences, and each group with its ratio and interval."""

    name: str
    period: str
    sentences: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str, str], ...]


HEADS = ("Group", "Counted", "Out of", "Times as often as all others", "Allowing for chance: from and to")


def disproportion(line: Line) -> list[Compared]:
    """Each breakdown shown whose groups have what they are out of; nothing is said of what is hidden or held back."""
    made = []
    for one in newest(line):
        shown = [each for each in one.groups if each.denominator is not None and each.group not in NOBODY]
        whole = one.whole
        if not one.is_safe or whole is None or whole.denominator is None or len(shown) < 2:
            continue
        ratios = [(each, _ratio(each, whole)) for each in shown]
        clear = tuple(ratio.sentence for _, ratio in ratios if ratio.is_clear)
        rows = tuple(_row(each, ratio) for each, ratio in ratios)
        made.append(Compared(one.words, shown[0].period, clear or ("No group stands out from the others.",), rows))
    return made


def _ratio(one: Seen, whole: Seen) -> Ratio:
    group = Group(_name(one), one.numerator, one.denominator or NOT_AVAILABLE)
    others = rest(group, Group(OTHERS, whole.numerator, whole.denominator or NOT_AVAILABLE), OTHERS)
    numbers = [one.numerator, group.population, others.count, others.population]
    if any(cell.number is not None and cell.number < 0 for cell in numbers):
        return Ratio(None, None, None, "")
    repeats = any(
        top.number is not None and under.number is not None and top.number > under.number
        for top, under in ((group.count, group.population), (others.count, others.population))
    )
    return rate_ratio(group, others, OUTCOME, events=repeats)


def _name(one: Seen) -> str:
    words = named(one)
    if one.breakdown == "age":
        return "Unborn children" if words == "Unborn" else f"Children aged {words[:1].lower()}{words[1:]}"
    return words if one.breakdown == "sex" else f"Children in the group “{words}”"


def _row(one: Seen, ratio: Ratio) -> tuple[str, str, str, str, str]:
    cells = (named(one), said(one.numerator), said(one.denominator))
    if ratio.lower is None:
        return (*cells, FEW, "")
    times = f"{half_up(ratio.ratio, 2):f}" if ratio.ratio is not None else f"At least {half_up(ratio.lower, 2):f}"
    upper = f"{half_up(ratio.upper, 2):f}" if ratio.upper is not None else "no end"
    return (*cells, times, f"{half_up(ratio.lower, 2):f} to {upper}")
