"""From what was counted to what may leave: small numbers hidden over everything that is published together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import NOT_APPLICABLE, NOT_AVAILABLE, Cell, number
from goldenthread.measures.counting import Figure
from goldenthread.measures.disclosure.counts import protect_counts
from goldenthread.measures.disclosure.figures import DENOMINATOR, NUMERATOR, UNTIMED, Counted, Which
from goldenthread.measures.disclosure.figures import Shown as Safe
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.measures.disclosure.ties import Bands, Ties, joined
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.measures.indicators.conferences import BANDS, NOT_TIMED
from goldenthread.measures.indicators.definition import Indicator, Placing
from goldenthread.measures.indicators.sharing import FLOWS, GATHERING, IN_TIME, LASTING, SAME, WITHIN
from goldenthread.measures.populations import Population
from goldenthread.measures.results.figures import NOBODY, Shown, as_counted

# A rate is a figure of its own: the same count, of a population that everybody can look up.
RATE = " rate"


def protected(
    figures: Sequence[Figure],
    rule_set: str,
    population: Population = NOBODY,
    last: Iterable[Shown] = (),
    then: Sequence[Figure] = (),
) -> tuple[list[Shown], str, list[str]]:
    """The figures with what is small hidden, the code of the rule set, and sentences for whoever looks them over.

    `last` are figures given out before, and `then` the same ones counted anew: what both releases show together must
    give nothing away either. Raises `Unreadable`
    for a rule set there is none of, and where the figures together would still give one away.
    """
    rules = find_rule_set(rule_set)
    last, by_code = list(last), catalogue()
    if not rules.hides:
        plain = [as_counted(one, by_code[one.code], population) for one in figures]
        return plain, rules.code, [f"“{rules.words}” hides nothing: this file must stay within the working group."]
    people = {one.period: population.of(one.period) for one in figures}
    rates = [one for one in figures if people[one.period] and not one.by and by_code[one.code].per_population]
    given = [_counted(one, by_code[one.code]) for one in figures]
    given += [_rate(one, by_code[one.code], people[one.period] or 0) for one in rates]
    done = protect_counts(
        given,
        rules,
        [_before(one) for one in last],
        [_counted(one, by_code[one.code]) for one in then],
        _ties({(one.code, one.limit) for one in figures} | {(one.code, one.limit) for one in last}),
    )
    safe = done.to_publish()
    by_period = {(one.code, one.period): rate for one, rate in zip(rates, safe[len(figures) :], strict=True)}
    shown = [_shown(one, its, by_code[one.code], by_period) for one, its in zip(figures, safe, strict=False)]
    return shown, rules.code, list(dict.fromkeys(flag.why for flag in done.protected.flags))


def _which(figure: Figure | Shown, more: str = "") -> Which:
    return Which(
        _name(figure.code, figure.limit) + more, figure.period, figure.by or None, figure.of if figure.by else None
    )


def _name(code: str, limit: int | None) -> str:
    """By another limit than its own an indicator is another one."""
    ours = catalogue().get(code)
    return code if ours is None or limit in (None, ours.limit) else f"{code} by {limit}"


def _counted(figure: Figure, indicator: Indicator) -> Counted:
    return Counted(
        _which(figure),
        number(figure.numerator),
        None if figure.denominator is None else number(figure.denominator),
        untimed=None if figure.denominator is None else number(figure.untimed),
        overdue=None if figure.overdue is None else number(figure.overdue),
        adds_up=indicator.placing is Placing.HAPPENED and not indicator.by_child,
        gathers=indicator.code in GATHERING,
        decimals=indicator.decimals,
    )


def _ties(those: Collection[tuple[str, int | None]]) -> Ties:
    """How these indicators, each by its limit, hang together: as the library says, and where only limits differ."""
    library = catalogue()
    rates = tuple(((code, NUMERATOR), (code + RATE, NUMERATOR)) for code, one in library.items() if one.per_population)
    limits: dict[str, list[int]] = {}
    for code, limit in sorted((code, limit) for code, limit in those if limit is not None):
        limits.setdefault(code, []).append(limit)
    within = [
        ((_name(code, shorter), NUMERATOR), (_name(code, longer), NUMERATOR))[:: -1 if code in LASTING else 1]
        for code, its in limits.items()
        if code in IN_TIME | LASTING
        for shorter, longer in pairwise(its)
    ]
    alike = tuple(
        tuple((_name(code, limit), DENOMINATOR) for limit in its)
        for code, its in limits.items()
        if code in IN_TIME | LASTING
    )
    return Ties(
        joined(*SAME, *rates, *alike),
        (*WITHIN, *((part, whole, True) for part, whole in within)),
        FLOWS,
        (
            *(_in_time(limit) for limit in limits.get("CP09", ())),
            Bands(("CP09", UNTIMED), "CP10", (NOT_TIMED,)),
        ),
    )


def _in_time(limit: int) -> Bands:
    """The bands of conferences that lie within a limit, and whether they end with it."""
    words = tuple(words for _, longest, words in BANDS if longest <= limit)
    return Bands((_name("CP09", limit), NUMERATOR), "CP10", words, wholly=limit in {longest for _, longest, _ in BANDS})


def _rate(figure: Figure, indicator: Indicator, population: int) -> Counted:
    return Counted(
        _which(figure, RATE),
        number(figure.numerator),
        number(population),
        adds_up=indicator.placing is Placing.HAPPENED and not indicator.by_child,
        known_denominator=True,
        per=indicator.per_population or 1,
        decimals=1,
    )


def _before(figure: Shown) -> Safe:
    share = None if figure.denominator is None else figure.value
    return Safe(_which(figure), figure.numerator, figure.denominator, share, figure.untimed, figure.overdue)


def _shown(figure: Figure, safe: Safe, indicator: Indicator, rates: Mapping[tuple[str, Period], Safe]) -> Shown:
    value: Cell = safe.numerator if safe.denominator is None else (safe.share or NOT_APPLICABLE)
    rate = None
    if indicator.per_population and not figure.by:
        found = rates.get((figure.code, figure.period))
        rate = NOT_AVAILABLE if found is None or found.share is None else found.share
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
        rate,
        safe.untimed,
        safe.overdue,
        figure.too_recent,
        figure.looks_back_too_far,
    )
