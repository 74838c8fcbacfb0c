"""The newest figures by age, sex, ethnicity, disability and area, as tables; what would tell a hidden number is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.measures.ages import Band
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.scorecards.presenters.words import said
from goldenthread.scorecards.queries import Line, Seen
from goldenthread.scorecards.rules.breakdowns import Counts, told_by_subtraction

NAMES = {
    "age": "Age",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "disability": "Disability",
    "area": "Area",
    "band": "Category or band",
}
SEXES = {"F": "Girls and women", "M": "Boys and men", "U": "Not known or not stated"}
HELD_BACK = (
    "The figures by {name} are not shown: together with the total, a suppressed number could be worked out from them."
)


@dataclass(frozen=True)
class Newest:
    """The groups of one dimension in the newest period that has any, in order, and the figure of all beside them."""

    name: str
    whole: Seen | None
    groups: tuple[Seen, ...]
    is_safe: bool = True

    @property
    def words(self) -> str:
        """What the dimension is called."""
        return NAMES[self.name]

    @property
    def held_back(self) -> str:
        """Why its figures are not shown, in a sentence; "" where they are."""
        return "" if self.is_safe else HELD_BACK.format(name=self.words[:1].lower() + self.words[1:])


@dataclass(frozen=True)
class Breakdown:
    """One dimension as a table: its heading, period, and a row for each group; or why its figures are not shown."""

    name: str
    period: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    held_back: str = ""


def newest(line: Line) -> list[Newest]:
    """Each dimension with the groups of its newest period; not safe where a hidden number could be worked out."""
    by_name: dict[str, list[Seen]] = defaultdict(list)
    for one in line.groups:
        by_name[one.breakdown].append(one)
    wholes = {(one.starts_on, one.ends_on): one for one in line.figures}
    unsafe, found = not_shown(line), []
    for name in NAMES:
        last = max((one.ends_on for one in by_name[name]), default=None)
        groups = in_order([one for one in by_name[name] if one.ends_on == last])
        if groups:
            of = (groups[0].starts_on, groups[0].ends_on)
            found.append(Newest(name, wholes.get(of), tuple(groups), (*of, name) not in unsafe))
    return found


def not_shown(line: Line) -> set[tuple[date, date, str]]:
    """The breakdowns that may not be shown, as (first day, last day, dimension), by all there is of each period."""
    by_period: dict[tuple[date, date], dict[str, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    for one in line.groups:
        by_period[one.starts_on, one.ends_on][one.breakdown].append(one)
    wholes = {(one.starts_on, one.ends_on): _counts(one) for one in line.figures}
    found = set()
    for of, dimensions in by_period.items():
        # The strictest of the rules under which the figures came; in nearly all cases there is one.
        codes = {one.rule_set for groups in dimensions.values() for one in groups}
        rules = max((find_rule_set(code) for code in codes), key=lambda one: (one.high, one.width))
        counts = {name: [_counts(one) for one in groups] for name, groups in dimensions.items()}
        found |= {(*of, name) for name in told_by_subtraction(wholes.get(of), counts, rules)}
    return found


def _counts(one: Seen) -> Counts:
    return Counts(one.numerator, one.denominator)


def breakdowns(line: Line) -> list[Breakdown]:
    """Each dimension with its newest figures: group, value, numerator and denominator in words."""
    return [_table(one, line.indicator.measure) for one in newest(line)]


def _table(one: Newest, measure: str) -> Breakdown:
    heads = (one.words, "Value") if measure == "count" else (one.words, "Value", "Numerator", "Denominator")
    rows = tuple(_row(each, measure)[: len(heads)] for each in one.groups) if one.is_safe else ()
    return Breakdown(one.words, one.groups[0].period, heads, rows, one.held_back)


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


def _row(one: Seen, measure: str) -> tuple[str, ...]:
    return named(one), said(one.value, measure), said(one.numerator), said(one.denominator)
