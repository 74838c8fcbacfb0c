"""What a return must hold before it is sent: the figures that were asked for, of its period, each once and safe."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from goldenthread.kernel.periods import Period
from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import NOT_APPLICABLE, NOT_AVAILABLE, NOT_RETURNED, SUPPRESSED, Cell, State, share
from goldenthread.measures.disclosure.rule_sets import RuleSet
from goldenthread.measures.results.figures import Shown
from goldenthread.scorecards.rules.figures import CHECK, Finding, Weight
from goldenthread.scorecards.rules.requests import Asked

STATES = {"c": SUPPRESSED, "x": NOT_AVAILABLE, "z": NOT_APPLICABLE}
SPELT = "a whole number, or c, x or z"
Key = tuple[str, str, str]


def stops(code: str, period: Period, said: str) -> Finding:
    """Something that must be put right."""
    return Finding(Weight.STOPS, code, period.label, said)


def asks(code: str, period: Period, said: str) -> Finding:
    """Something that should be looked at."""
    return Finding(Weight.ASKS, code, period.label, said)


@rule("scorecards.typed_cell", CHECK)
def typed_cell(text: str) -> Cell | None:
    """The cell that somebody typed; blank is not returned. None where it is neither a whole number nor c, x or z."""
    tidy = text.strip().lower()
    if not tidy:
        return NOT_RETURNED
    if tidy in STATES:
        return STATES[tidy]
    plain = tidy.replace(" ", "").replace(",", "") if re.fullmatch(r"\d{1,3}([ ,]\d{3})+", tidy) else tidy
    return Cell(State.NUMBER, Decimal(plain)) if re.fullmatch(r"[0-9]{1,12}", plain) else None


@rule("scorecards.completed", "Domain guide 7.1, rule 4: percentages are worked out here, from both numbers")
def completed(figure: Shown, asked: Asked) -> Shown | None:
    """The figure with what follows from what was filled in; None where nothing was. What was blank stays unsaid."""
    top, bottom = figure.numerator, figure.denominator
    if top == NOT_RETURNED and bottom in (None, NOT_RETURNED) and figure.value == NOT_RETURNED:
        return None
    if bottom == NOT_RETURNED and top.state in (State.NOT_AVAILABLE, State.NOT_APPLICABLE):
        bottom = top
    value = figure.value
    if value == NOT_RETURNED and NOT_RETURNED not in (top, bottom):
        per = 100 if asked.measure == "percent" else 1
        value = top if bottom is None else share(top, bottom, per=per, decimals=asked.decimals)
    blank = {name: None for name in ("rate", "untimed", "overdue") if getattr(figure, name) == NOT_RETURNED}
    return replace(figure, denominator=bottom, value=value, **blank)  # type: ignore[arg-type]


def typed_figure(asked: Asked, period: Period, top: Cell, bottom: Cell | None) -> Shown | None:
    """The figure of what was typed for one indicator, or None where nothing was."""
    blank = Shown(asked.code, asked.edition, asked.limit, period, "", "", top, bottom, NOT_RETURNED)
    return completed(blank, asked)


@rule("scorecards.right_rule_set", "Data guide 8; decision 21: a file in which nothing is hidden is refused")
def right_rule_set(used: str, asked: RuleSet) -> str:
    """What is wrong with the rules by which small numbers were hidden in a file, or nothing."""
    if used == asked.code:
        return ""
    return f"Small numbers were hidden by “{used[:60]}”; count it again with --suppress {asked.code}."


@rule("scorecards.of_period", CHECK)
def of_period(figure: Shown, period: Period) -> Finding | None:
    """A figure of another period than the return's, or None."""
    if (figure.period.starts_on, figure.period.ends_on) == (period.starts_on, period.ends_on):
        return None
    return stops(figure.code, figure.period, f"This return is for {period.label}; leave out what is of another period.")


@rule("scorecards.was_asked", "Domain guide 6: no more is shared than the purpose needs")
def was_asked(figure: Shown, codes: Collection[str], breakdowns: Collection[str]) -> Finding | None:
    """A figure that was not asked for: another indicator or another breakdown; or None."""
    if figure.code not in codes:
        return stops(figure.code, figure.period, f"{figure.code} was not asked for here; leave it out.")
    if figure.by and figure.by not in breakdowns:
        return stops(figure.code, figure.period, f"Figures by {figure.by} were not asked for; leave them out.")
    return None


@rule("scorecards.both_numbers", "Domain guide 7.1, rule 4: numerator and denominator are always kept")
def both_numbers(figure: Shown) -> Finding | None:
    """A figure of which one of two numbers is missing, or None."""
    for name, cell in (("numerator", figure.numerator), ("denominator", figure.denominator)):
        if cell == NOT_RETURNED:
            return stops(figure.code, figure.period, f"Its {name} is missing; give {SPELT}.")
    return None


@rule("scorecards.said_twice", CHECK)
def said_twice(typed: Shown, filed: Shown | None) -> Finding | None:
    """The same figure typed and in the file with different numbers, or None."""
    if filed is None or (typed.numerator, typed.denominator) == (filed.numerator, filed.denominator):
        return None
    said = "What was typed differs from the file; clear what was typed, or put the file right."
    return stops(typed.code, typed.period, said)


@rule("scorecards.nothing_missing", "Domain guide 7.1, rule 8: not returned is told apart from nought")
def nothing_missing(figures: Sequence[Shown], asked: Sequence[Asked], period: Period) -> list[Finding]:
    """The indicators for which nothing came: no number, and no word of why there is none."""
    came = {one.code for one in figures if not one.by}
    said = f"Nothing came for it; give {SPELT}."
    return [stops(one.code, period, said) for one in asked if one.is_required and one.code not in came]


@rule("scorecards.hidden_by_groups", "Data guide 8: one hidden group of a shown whole is the difference")
def hidden_by_groups(figures: Sequence[Shown], base: int = 1) -> list[Finding]:
    """Breakdowns in which one group alone is hidden, so that the whole gives it away; not where counts are rounded."""
    if base > 1:
        return []
    wholes = {one.code: one for one in figures if not one.by}
    groups: dict[tuple[str, str], list[Shown]] = {}
    for one in figures:
        if one.by:
            groups.setdefault((one.code, one.by), []).append(one)
    found = []
    for (code, by), rows in groups.items():
        whole = wholes.get(code)
        hidden = [one for one in rows if one.numerator.state is State.SUPPRESSED]
        rest = [one for one in rows if one.numerator.number is not None]
        if whole and whole.numerator.shown and len(hidden) == 1 and len(hidden) + len(rest) == len(rows) > 1:
            said = f"One group by {by} is hidden and the whole gives it away; hide a second group too."
            found.append(stops(code, whole.period, said))
    return found


@rule("scorecards.breakdowns_came", CHECK)
def breakdowns_came(figures: Sequence[Shown], breakdowns: Sequence[str], period: Period) -> list[Finding]:
    """The breakdowns that were asked for and of which nothing came."""
    came = {one.by for one in figures}
    return [asks("All", period, f"No figures by {by} came.") for by in breakdowns if by not in came]


@rule("scorecards.too_recent", "Data guide 7: a period in which some have not had their time yet is provisional")
def too_recent(figure: Shown) -> Finding | None:
    """A figure of a period that is too recent to be settled, or None; said once, of the whole."""
    if not figure.too_recent or figure.by:
        return None
    return asks(figure.code, figure.period, "Some have not had their time yet, so this figure may still rise or fall.")


@rule("scorecards.revises", "Domain guide 7.1, rule 5: a revision keeps what it replaces and says why")
def revises(figure: Shown, standing: Mapping[Key, tuple[Cell, Cell | None]]) -> Finding | None:
    """A figure that differs from what stands already, or None; said of the whole, not of each group."""
    there = standing.get((figure.code, figure.by, figure.of))
    if there is None or there == (figure.numerator, figure.denominator):
        return None
    group = f" of {figure.of} by {figure.by}" if figure.by else ""
    return asks(figure.code, figure.period, f"The figure{group} takes the place of one that was sent before.")


@rule("scorecards.typed_is_readable", CHECK)
def unreadable(asked: Asked, period: Period, text: str, name: str) -> Finding:
    """What is wrong with something typed that is no cell."""
    return stops(asked.code, period, f"Its {name} says “{text.strip()[:30]}”; give {SPELT}.")
