"""The expressions by their indicators' codes; each is entered once, beside what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from goldenthread.measures.indicators.definition import Expression

_ROWS: dict[str, Expression] = {}
_OVERDUE: dict[str, Expression] = {}
ROWS: Mapping[str, Expression] = MappingProxyType(_ROWS)
OVERDUE: Mapping[str, Expression] = MappingProxyType(_OVERDUE)


def counts(*codes: str) -> Callable[[Expression], Expression]:
    """Enter the expression that gives the rows of these indicators. Raises `ValueError` for a second one."""
    return _entering(_ROWS, codes)


def overdue(*codes: str) -> Callable[[Expression], Expression]:
    """Enter the expression that gives what is open and past the clock of these indicators."""
    return _entering(_OVERDUE, codes)


def _entering(register: dict[str, Expression], codes: tuple[str, ...]) -> Callable[[Expression], Expression]:
    def enter(expression: Expression) -> Expression:
        for code in codes:
            if code in register:
                raise ValueError(f"Two expressions are entered for {code}.")
            register[code] = expression
        return expression

    return enter
