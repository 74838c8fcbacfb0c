"""From what was counted to what may leave: small numbers hidden over everything that is published together."""

from __future__ import annotations

from collections.abc import Sequence

from goldenthread.measures.cells import NOT_APPLICABLE, Cell, number
from goldenthread.measures.counting import Figure
from goldenthread.measures.disclosure.counts import Counted, Which, protect_counts
from goldenthread.measures.disclosure.counts import Shown as Safe
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.measures.indicators.definition import Indicator, Placing
from goldenthread.measures.results.figures import Shown, as_counted, rate


def protected(
    figures: Sequence[Figure], indicators: Sequence[Indicator], rule_set: str, population: int | None = None
) -> tuple[list[Shown], str, list[str]]:
    """The figures with what is small hidden, the code of the rule set, and sentences for whoever looks them over.

    Raises `Unreadable` for a rule set there is none of, and where the figures together would still give one away.
    """
    rules = find_rule_set(rule_set)
    by_code = {one.code: one for one in indicators}
    if not rules.hides:
        plain = [as_counted(one, by_code[one.code], population) for one in figures]
        return plain, rules.code, [f"“{rules.words}” hides nothing: this file must stay within the working group."]
    done = protect_counts([_counted(one, by_code[one.code]) for one in figures], rules)
    shown = [
        _shown(figure, safe, by_code[figure.code], population)
        for figure, safe in zip(figures, done.to_publish(), strict=True)
    ]
    return shown, rules.code, list(dict.fromkeys(flag.why for flag in done.protected.flags))


def _which(figure: Figure) -> Which:
    return Which(figure.code, figure.period, figure.by or None, figure.of if figure.by else None)


def _counted(figure: Figure, indicator: Indicator) -> Counted:
    return Counted(
        _which(figure),
        number(figure.numerator),
        None if figure.denominator is None else number(figure.denominator),
        untimed=None if figure.denominator is None else number(figure.untimed),
        overdue=None if figure.overdue is None else number(figure.overdue),
        adds_up=indicator.placing is Placing.HAPPENED and not indicator.by_child,
        decimals=indicator.decimals,
    )


def _shown(figure: Figure, safe: Safe, indicator: Indicator, population: int | None) -> Shown:
    value: Cell = safe.numerator if safe.denominator is None else (safe.share or NOT_APPLICABLE)
    return Shown(
        figure.code,
        figure.version,
        figure.limit,
        figure.period,
        figure.by,
        figure.of,
        safe.numerator,
        safe.denominator,
        value,
        rate(safe.numerator, indicator, population) if not figure.by else None,
        safe.untimed,
        safe.overdue,
        figure.too_recent,
        figure.looks_back_too_far,
    )
