"""Whether a thing happens to one group of children more often than to others, and what chance could make of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import WORDS, Cell, State, half_up

# The normal quantile that leaves 2.5 in a hundred above it.
Z = Decimal("1.959963984540054")
TAIL = Decimal("0.025")
# Each side has to have, or at the rate of both together would have, at least this many, or nothing is said.
ENOUGH = 6
DIGITS = 40


@dataclass(frozen=True, slots=True)
class Group:
    """A group of children: its name as it stands in a sentence, how many met the test, and out of how many."""

    name: str
    count: Cell
    population: Cell


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as likely, with its 95% interval, unrounded, and a plain sentence.

    All three are None where nothing can be said. Where nobody else met the test there is a `lower` end, but neither a
    ratio nor an `upper` one.
    """

    ratio: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    sentence: str

    @property
    def is_clear(self) -> bool:
        """True where the interval leaves out 1, so that chance alone is an unlikely reason."""
        return self.lower is not None and (self.lower > 1 or (self.upper is not None and self.upper < 1))


@rule(
    "measures.rate_ratio",
    "Katz and others (1978), Biometrics 34: log method for a ratio of proportions; Rothman, Modern Epidemiology: log "
    "method for a ratio of rates; Przyborowski and Wilenski (1940), Biometrika 31: exact limits where one is nought",
)
def rate_ratio(group: Group, others: Group, outcome: str, *, events: bool = False) -> Ratio:
    """How many times as likely the outcome is in the group as in the others, who may be the rest or a reference group.

    The interval is that of the log method: for proportions where each child is counted once, for rates where `events`
    may befall one child several times. Where one is nought the log has no value and the exact conditional limits are
    taken. Nothing is said where a cell has no number, or fewer than six are there and would be expected. `outcome`
    completes "… times as likely to", for instance "have a child protection plan". Raises `ValueError` where a child is
    counted more than once and `events` is not set, and for a negative number.
    """
    numbers = _four(group, others, outcome)
    if isinstance(numbers, Ratio):
        return numbers
    a, n, b, m = numbers
    if min(a, b, n, m) < 0 or (not events and (a > n or b > m)):
        raise ValueError("More met the test than there are; events that may repeat have to be said to be so.")
    with localcontext(prec=DIGITS):
        if not n or not m or not _enough(a, n, a + b, n + m) or not _enough(b, m, a + b, n + m):
            return _nothing(group, others, "there are too few to say")
        if not a or not b:
            return _exact(group, others, outcome, numbers)
        ratio = (a / n) / (b / m)
        spread = 1 / a + 1 / b if events else 1 / a - 1 / n + 1 / b - 1 / m
        # Where everybody on both sides met the test the proportions leave nothing to chance; the rates still do.
        width = (Z * (spread or 1 / a + 1 / b).sqrt()).exp()
        return _told(group, others, outcome, ratio, (ratio / width, ratio * width))


@rule(
    "measures.share_ratio", "Wilson (1927), JASA 22: score interval of a proportion; the population is taken as known"
)
def share_ratio(group: Group, everyone: Group, outcome: str) -> Ratio:
    """The group's share of those who met the test over its share of the population, with its 95% interval.

    `everyone` includes the group. Nothing is said where a cell has no number, or where fewer than six of the group are
    there and would be expected. Raises `ValueError` where the group is greater than everyone.
    """
    numbers = _four(group, everyone, outcome)
    if isinstance(numbers, Ratio):
        return numbers
    a, n, total, population = numbers
    if min(numbers) < 0 or a > total or n > population:
        raise ValueError("A group is a part of everyone, and cannot be greater.")
    with localcontext(prec=DIGITS):
        if not n or not total or not _enough(a, n, total, population):
            return _nothing(group, everyone, "there are too few to say")
        share, known = a / total, n / population
        middle = share + Z * Z / (2 * total)
        reach = Z * (share * (1 - share) / total + Z * Z / (4 * total * total)).sqrt()
        scale = (1 + Z * Z / total) * known
        low = max((middle - reach) / scale, Decimal(0)) if a else Decimal(0)
        return _told(group, everyone, outcome, share / known, (low, (middle + reach) / scale))


def rest(group: Group, everyone: Group, name: str = "other children") -> Group:
    """Everyone but the group. Where either has no number its state is handed on, suppressed before anything else."""
    return Group(name, _less(everyone.count, group.count), _less(everyone.population, group.population))


def _less(whole: Cell, part: Cell) -> Cell:
    if whole.number is None or part.number is None:
        states = [cell.state for cell in (whole, part) if not cell.shown]
        return Cell(State.SUPPRESSED if State.SUPPRESSED in states else states[0])
    return Cell(State.NUMBER, whole.number - part.number)


def _four(group: Group, others: Group, outcome: str) -> tuple[Decimal, Decimal, Decimal, Decimal] | Ratio:
    cells = (group.count, group.population, others.count, others.population)
    states = [cell.state for cell in cells if not cell.shown]
    if states:
        state = State.SUPPRESSED if State.SUPPRESSED in states else states[0]
        return _nothing(group, others, f"a number is {WORDS[state].casefold()}")
    a, n, b, m = (Decimal(cell.number or 0) for cell in cells)
    return a, n, b, m


def _enough(here: Decimal, of: Decimal, total: Decimal, population: Decimal) -> bool:
    return here >= ENOUGH or of * total / population >= ENOUGH


def _nothing(group: Group, others: Group, why: str) -> Ratio:
    return Ratio(None, None, None, f"{group.name} cannot be compared with {others.name}: {why}.")


def _exact(group: Group, others: Group, outcome: str, numbers: tuple[Decimal, Decimal, Decimal, Decimal]) -> Ratio:
    """Given how many there are in all, those in the group are binomial; with a nought the limit has a closed form."""
    a, n, b, m = numbers
    if not a:
        share = 1 - TAIL ** (1 / b)
        return _told(group, others, outcome, Decimal(0), (Decimal(0), share / (1 - share) * m / n))
    share = TAIL ** (1 / a)
    low = share / (1 - share) * m / n
    said = f"{group.name} are at least {_times(low)} times as likely as {others.name} to {outcome}; none of those did."
    return Ratio(None, low, None, said)


def _times(value: Decimal) -> Decimal:
    """One decimal, but two below 1, where 0.4 could be 0.35 or 0.44; nought is plain."""
    return half_up(value, (1 if value >= Decimal("0.95") else 2) if value else 0)


def _told(group: Group, others: Group, outcome: str, ratio: Decimal, between: tuple[Decimal, Decimal]) -> Ratio:
    low, high = between
    said = (
        f"{group.name} are {_times(ratio)} times as likely as {others.name} to {outcome}; "
        f"allowing for chance, between {_times(low)} and {_times(high)} times"
    )
    unclear = low <= 1 <= high
    return Ratio(ratio, low, high, said + (", so no difference is shown." if unclear else "."))
