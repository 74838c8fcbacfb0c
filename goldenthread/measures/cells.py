"""What a cell of a table says: a number, or the reason for which there is none; no two of them are the same."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class State(StrEnum):
    """Why a cell holds a number or none. Nought is a number."""

    NUMBER = "number"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    NOT_AVAILABLE = "not_available"
    NOT_RETURNED = "not_returned"
    UNRELIABLE = "unreliable"
    ROUNDS_TO_ZERO = "rounds_to_zero"


WORDS = {
    State.SUPPRESSED: "Suppressed",
    State.NOT_APPLICABLE: "Not applicable",
    State.NOT_AVAILABLE: "Not available",
    State.NOT_RETURNED: "Not returned",
    State.UNRELIABLE: "Unreliable",
    State.ROUNDS_TO_ZERO: "Rounds to zero",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, exact, or the state for which there is none."""

    state: State
    number: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.state is State.NUMBER) != (self.number is not None):
            raise ValueError("A cell holds a number exactly where its state says so.")

    @property
    def shown(self) -> bool:
        """True where the cell holds a number."""
        return self.number is not None


SUPPRESSED = Cell(State.SUPPRESSED)
NOT_APPLICABLE = Cell(State.NOT_APPLICABLE)
NOT_AVAILABLE = Cell(State.NOT_AVAILABLE)
NOT_RETURNED = Cell(State.NOT_RETURNED)


def number(value: int | str | Decimal) -> Cell:
    """A cell that holds this number. Raises `decimal.InvalidOperation` for text that is none. Floats are not taken."""
    return Cell(State.NUMBER, Decimal(value))


def half_up(value: Decimal, decimals: int) -> Decimal:
    """Rounded to `decimals` places, halves away from nought: 0.045 to two places is 0.05.

    Source: the published children in need figures agree with this and with no other rounding (measured on the
    re-referral and repeat-plan tables, 2013 to 2025).
    """
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def share(numerator: Cell, denominator: Cell, *, per: int = 100, decimals: int = 1) -> Cell:
    """`per` times numerator over denominator, from unrounded counts, rounded half up.

    Where either has no number its state is the answer (suppressed before anything else); a denominator of nought is
    not applicable. Source: domain guide 7.1, rules 4 and 8.
    """
    if numerator.number is None or denominator.number is None:
        states = [cell.state for cell in (numerator, denominator) if not cell.shown]
        return Cell(State.SUPPRESSED if State.SUPPRESSED in states else states[0])
    if not denominator.number:
        return NOT_APPLICABLE
    return Cell(State.NUMBER, half_up(numerator.number * per / denominator.number, decimals))
