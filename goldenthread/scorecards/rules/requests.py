"""When what a data request asks for falls due, of which period it is, and what is asked in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.periods import Period, academic_year_of, financial_year_of, month, quarter_of
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.kernel.rules import rule
from goldenthread.measures.counting import BREAKDOWNS as COUNTED_BY
from goldenthread.measures.disclosure.rule_sets import RuleSet, find_rule_set, rule_sets

SOURCE = "Annex E.1 of the domain guide: a data request and its returns; 8.6, an obligation makes dated instances"
# What a figure can be broken down by; the last of what is counted is no breakdown of its own.
BREAKDOWNS = {one: one.capitalize() for one in COUNTED_BY[:-1]}
# In which months something falls due that tells of each of these; none named is every month.
MONTHS = {"month": (), "quarter": (1, 4, 7, 10), "year": (4,), "academic year": (9,)}
_HOLDING: Mapping[str, Callable[[date], Period]] = {
    "month": lambda day: month(day.year, day.month),
    "quarter": quarter_of,
    "year": financial_year_of,
    "academic year": academic_year_of,
}
FILE, NOTES = "results-file", "notes"
NUMERATOR, DENOMINATOR = "-numerator", "-denominator"
LATEST_DUE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """One indicator as a return asks for it: under which version it is counted, and how its figure is worked out."""

    code: str
    name: str
    measure: str
    decimals: int
    edition: int = 1
    limit: int | None = None
    numerator: str = ""
    denominator: str = ""
    has_overdue: bool = False
    is_required: bool = True


@rule("scorecards.period_holding", SOURCE)
def period_holding(grain: str, day: date) -> Period:
    """The month, quarter, financial or school year that a day falls in."""
    return _HOLDING[grain](day)


@rule("scorecards.period_before", SOURCE)
def period_before(grain: str, day: date) -> Period:
    """The last whole period that ended before a day: what a return due on that day tells of."""
    return period_holding(grain, period_holding(grain, day).starts_on - timedelta(days=1))


def label_of(starts_on: date, ends_on: date) -> str:
    """What people call a period of these days: "October 2026", "Quarter 2 2026-27"; else its last day."""
    for holding in _HOLDING.values():
        found = holding(ends_on)
        if (found.starts_on, found.ends_on) == (starts_on, ends_on):
            return found.label
    return f"until {ends_on.day} {ends_on:%B %Y}"


@rule("scorecards.first_period", SOURCE)
def first_period(grain: str, starts_on: date) -> Period:
    """The first whole period from a day on."""
    holding = period_holding(grain, starts_on)
    return holding if holding.starts_on == starts_on else period_holding(grain, holding.ends_on + timedelta(days=1))


@rule("scorecards.due_rhythm", SOURCE)
def due_rhythm(grain: str, working_days: int) -> Rhythm:
    """When returns fall due: so many working days after each period has ended."""
    named = MONTHS[grain]
    return Rhythm(Beat.NAMED_MONTHS if named else Beat.MONTHS, months=named, working_day=working_days)


@rule("scorecards.may_be_asked", "Domain guide 7.1, rule 5; every figure has one agency that answers for it")
def may_be_asked(indicators: Sequence[tuple[str, str, str]], grain: str, agencies: Sequence[str]) -> Verdict:
    """Denied for what cannot be asked for together: (code, grain, agency) of each indicator, and who is asked.

    An indicator without an agency may be asked of one agency only, because two would send the same figure.
    """
    for code, own, agency in indicators:
        if own != grain:
            return Denied(
                f"{code} is counted {_often(own)}, and this asks {_often(grain)}; leave it out or change one."
            )
        if agency and agency not in agencies:
            return Denied(f"{code} is sent by {agency}; ask {agency} too, or leave it out.")
        if not agency and len(agencies) > 1:
            return Denied(f"Nobody has said which agency sends {code}; say so on its page, or ask one agency only.")
    sends = {agency for _, _, agency in indicators}
    idle = next((one for one in agencies if one not in sends and "" not in sends), None)
    return Denied(f"{idle} sends none of these indicators; leave it out or add one of its own.") if idle else Allowed()


def _often(grain: str) -> str:
    return {"year": "for each financial year", "academic year": "for each school year"}.get(grain, f"for each {grain}")


@rule("scorecards.rule_sets_to_ask_for", "Data guide 8: nothing leaves an agency with its small numbers shown")
def hiding_rule_sets() -> dict[str, str]:
    """The rule sets that hide small numbers, in words by code; one that hides nothing is never asked for."""
    return {code: one.words for code, one in rule_sets().items() if one.hides}


def small_words(rules: RuleSet) -> str:
    """Which numbers are hidden: "1 to 5"."""
    return f"{rules.low} to {rules.high}"


def hint(rule_set: str) -> str:
    """How one number is typed."""
    small = small_words(find_rule_set(rule_set))
    return f"A whole number; c if it is {small} and may not be shared, x if you do not have it, z if it does not apply."


def fields_of(asked: Asked) -> list[tuple[str, str]]:
    """The questions for those who type one indicator, as (key, words)."""
    if asked.measure == "count":
        return [(f"{asked.code}{NUMERATOR}", f"{asked.code}: {asked.name} (number)")]
    return [
        (f"{asked.code}{NUMERATOR}", f"{asked.code}: {asked.name} (numerator: {_lower(asked.numerator)})"),
        (f"{asked.code}{DENOMINATOR}", f"{asked.code}: {asked.name} (denominator: {_lower(asked.denominator)})"),
    ]


def _lower(words: str) -> str:
    tidy = words.strip().rstrip(".")
    return tidy[:1].lower() + tidy[1:300] if tidy[1:2].islower() or tidy[1:2] == " " else tidy[:300]


def codes_of(keys: Sequence[str]) -> list[str]:
    """The codes of the indicators that questions of these keys ask for, in order and each once."""
    found = [key.removesuffix(NUMERATOR) for key in keys if key.endswith(NUMERATOR)]
    return list(dict.fromkeys(found))
