"""Rule sets: which numbers are small, and what is done with the rest, for each partner and output."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

from goldenthread.kernel.rules import rule
from goldenthread.measures.problems import Unreadable

OURS = Path(__file__).with_name("rule_sets.toml")
BASES = (1, 5, 10)
_SOURCES = "rule_sets.toml, in which each rule set names its publication"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One set of rules. `low` to `high`, both included, is hidden; `low` above `high` hides nothing.

    `base` is what shown counts are rounded to (1 is not at all). A share needs a denominator of `least_denominator`, a
    median or mean at least `least_average` people (`least_average_money` where it is of money). `width` is the least
    difference between the greatest and the least value an attacker may be left with. `decimals` is for shares.
    """

    code: str
    words: str
    partner: str
    output: str
    source: str
    since: date
    low: int
    high: int
    base: int
    zero_shown: bool
    least_denominator: int
    least_average: int
    least_average_money: int
    width: int
    decimals: int

    @property
    def hides(self) -> bool:
        """True where the rule set hides anything at all."""
        return self.low <= self.high

    @property
    def floor(self) -> int:
        """The least value everybody knows a hidden cell to have: 1 where noughts are always shown, else 0."""
        return 1 if self.zero_shown else 0

    @rule("measures.small_number", _SOURCES)
    def is_small(self, number: int) -> bool:
        """True where a count is hidden for its own sake."""
        return self.low <= number <= self.high

    @rule("measures.narrow_range", "data guide 8: a hidden number's range is wide enough and pins no small number")
    def is_narrow(self, least: int, greatest: int | None) -> bool:
        """True where knowing that a number lies from `least` to `greatest` (None: no end) gives it away.

        It does where the two are closer than `width`, and where both are small: then it is known to be a small number.
        """
        if not self.hides or greatest is None:
            return False
        return greatest - least < self.width or (self.low <= least and greatest <= self.high)

    @rule("measures.rounding_of_counts", _SOURCES)
    def rounded(self, number: int) -> int:
        """A count to the nearest multiple of `base`, halves up."""
        return (2 * number + self.base) // (2 * self.base) * self.base

    def before_rounding(self, shown: int) -> tuple[int, int]:
        """The least and greatest count that is shown as `shown`, given that it is none of the hidden."""
        if self.base == 1:
            return shown, shown
        least, greatest = shown - self.base // 2, shown + (self.base + 1) // 2 - 1
        if shown and self.hides:
            least = max(least, self.high + 1)
        return max(0, least), greatest


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """The rule sets that come with the program, by code."""
    return {code: _rule_set(code, table, OURS.name) for code, table in tomllib.loads(OURS.read_text("utf-8")).items()}


def find_rule_set(name: str) -> RuleSet:
    """The rule set of this code, or the one in the TOML file at this path.

    A file holds the fields of one rule set at its top; `like = "code"` takes those that it leaves out from one of ours.
    Raises `Unreadable` where there is no such code or file, and for a file that is no rule set.
    """
    if name in rule_sets():
        return rule_sets()[name]
    if not name.endswith(".toml"):
        known = ", ".join(rule_sets())
        raise Unreadable(
            f"There is no rule set called {name}: choose one of {known}, or give a file that ends in .toml."
        )
    try:
        table = tomllib.loads(Path(name).read_text("utf-8"))
    except OSError:
        raise Unreadable(f"The rule set {name} cannot be opened: check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Unreadable(f"The rule set {name} is not TOML: {wrong}.") from None
    like = table.pop("like", None)
    if like is not None:
        if like not in rule_sets():
            raise Unreadable(f"The rule set {name} is to be like {like!r}, which is none of {', '.join(rule_sets())}.")
        table = _table(rule_sets()[like]) | table
    return _rule_set(Path(name).stem, table, name)


def _table(rules: RuleSet) -> dict[str, object]:
    return {_heading(one.name): getattr(rules, one.name) for one in fields(RuleSet) if one.name != "code"}


def _heading(name: str) -> str:
    return "from" if name == "since" else name


def _rule_set(code: str, table: object, file: str) -> RuleSet:
    if not isinstance(table, dict):
        raise Unreadable(f"The rule set {code} in {file} is not a table of fields.")
    values: dict[str, object] = {}
    types = {"str": str, "int": int, "bool": bool, "date": date}
    wanted = {_heading(one.name): (one.name, types[str(one.type)]) for one in fields(RuleSet) if one.name != "code"}
    for heading in table:
        if heading not in wanted:
            raise Unreadable(f"The rule set in {file} has a field {heading}, which means nothing: take it out.")
    for heading, (name, kind) in wanted.items():
        if heading not in table:
            raise Unreadable(f"The rule set in {file} lacks the field {heading}: add it.")
        if type(table[heading]) is not kind:
            words = {str: "text", int: "a whole number", bool: "true or false", date: "a date"}[kind]
            raise Unreadable(f"The field {heading} of the rule set in {file} must be {words}.")
        values[name] = table[heading]
    rules = RuleSet(code=code, **values)  # type: ignore[arg-type]
    if wrong := _wrong(rules):
        raise Unreadable(f"The rule set in {file} cannot be used: {wrong}.")
    return rules


def _wrong(rules: RuleSet) -> str:
    numbers = [getattr(rules, one.name) for one in fields(RuleSet) if one.type == "int"]
    if min(numbers) < 0:
        return "no number in it may be negative"
    if rules.base not in BASES:
        return "base must be 1, 5 or 10"
    if rules.hides and rules.zero_shown == (rules.low == 0):
        return "low is 0 exactly where zero_shown is false"
    if rules.hides and rules.low > 1:
        return "low must be 0 or 1, because smaller numbers than those hidden would be shown"
    if rules.hides and rules.width < 1:
        return "width must be at least 1, or a hidden number could be known exactly"
    return ""
