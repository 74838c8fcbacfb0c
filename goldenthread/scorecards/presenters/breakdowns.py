"""The newest figures by age, sex, ethnicity, disability and area, as tables."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.measures.ages import Band
from goldenthread.scorecards.presenters.words import said
from goldenthread.scorecards.queries import Line, Seen

NAMES = {
    "age": "Age",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "disability": "Disability",
    "area": "Area",
    "band": "Category or band",
}
SEXES = {"F": "Girls and women", "M": "Boys and men", "U": "Not known or not stated"}


@dataclass(frozen=True)
class Breakdown:
    """One dimension of the newest period for which there is any: its heading, period, and a row for each group."""

    name: str
    period: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def breakdowns(line: Line) -> list[Breakdown]:
    """Each dimension with its newest figures: group, value, numerator and denominator in words."""
    by_name: dict[str, list[Seen]] = defaultdict(list)
    for one in line.groups:
        by_name[one.breakdown].append(one)
    made = []
    for name, words in NAMES.items():
        if not by_name[name]:
            continue
        newest = max(one.ends_on for one in by_name[name])
        shown = in_order([one for one in by_name[name] if one.ends_on == newest])
        rows = tuple(_row(one, line.indicator.measure) for one in shown)
        heads = (words, "Value") if line.indicator.measure == "count" else (words, "Value", "Numerator", "Denominator")
        made.append(Breakdown(words, shown[0].period, heads, tuple(one[: len(heads)] for one in rows)))
    return made


def in_order(groups: Sequence[Seen]) -> list[Seen]:
    """Age bands from the youngest, everything else by name; who is not known comes last."""
    return sorted(groups, key=lambda one: (_age(one.group) if one.breakdown == "age" else 0, _unknown(one), named(one)))


def _age(group: str) -> int:
    order = [band.value for band in Band]
    first = next((int(word) for word in group.split() if word.isdigit()), None)
    return order.index(group) if group in order else len(order) + (first or 0)


def _unknown(one: Seen) -> bool:
    return one.group in ("", "U", "Not known", "Unknown")


def named(one: Seen) -> str:
    """What a group is called on a page."""
    group = SEXES.get(one.group, one.group) if one.breakdown == "sex" else one.group
    return group or "Not known"


def _row(one: Seen, measure: str) -> tuple[str, str, str, str]:
    return named(one), said(one.value, measure), said(one.numerator), said(one.denominator)
