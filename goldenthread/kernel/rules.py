"""A catalogue of the rules of the house: each has an id, a source and, in the tests, a test that names it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])


@dataclass(frozen=True)
class Rule:
    """A rule's id (`actions.completion`), the guidance or decision it comes from, and where it is written."""

    id: str
    source: str
    module: str
    function: str
    sentence: str


_CATALOGUE: dict[str, Rule] = {}


def rule(id: str, source: str) -> Callable[[Function], Function]:
    """Enter a function in the catalogue under `id`. Raises `ValueError` for a second rule of the same id."""

    def enter(function: Function) -> Function:
        if id in _CATALOGUE:
            raise ValueError(f"Two rules are called {id}.")
        if not source.strip():
            raise ValueError(f"The rule {id} names no source.")
        sentence = (function.__doc__ or "").strip().split("\n")[0]
        _CATALOGUE[id] = Rule(id, source, function.__module__, function.__name__, sentence)
        return function

    return enter


def catalogue() -> list[Rule]:
    """Every rule entered so far, in order of id."""
    return [_CATALOGUE[key] for key in sorted(_CATALOGUE)]
