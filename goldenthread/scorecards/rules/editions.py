"""What changed from one frozen edition of a scorecard to the next, from what both of them hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.kernel.rules import rule

SOURCE = "Domain guide 7.1, rules 5 and 6: what was revised is said; decision 21"
HIDDEN = "suppressed"


@dataclass(frozen=True, slots=True)
class Revised:
    """One figure of a period that both editions show, and show differently."""

    code: str
    name: str
    period: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edition shows that the one before did not: indicators, signals, figures revised."""

    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    revised: tuple[Revised, ...] = ()

    def __bool__(self) -> bool:
        return any((self.joined, self.left, self.signals, self.quiet, self.periods, self.revised))


@rule("scorecards.compare_editions", SOURCE)
def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """What is new in an edition and what was revised since the one before; what is hidden now is not told from then."""
    old = {one["code"]: one for one in before["lines"]}
    new = {one["code"]: one for one in after["lines"]}
    both = [(old[code], one) for code, one in new.items() if code in old]
    known = {(code, figure["period"]) for code, one in old.items() for figure in one["figures"]}
    fresh = dict.fromkeys(
        figure["period"] for _, one in both for figure in one["figures"] if (one["code"], figure["period"]) not in known
    )
    return Changes(
        joined=tuple(_named(one) for code, one in new.items() if code not in old),
        left=tuple(_named(one) for code, one in old.items() if code not in new),
        signals=tuple(f"{_named(one)}: {_words(one)}" for was, one in both if one["signals"] and not was["signals"]),
        quiet=tuple(_named(one) for was, one in both if was["signals"] and not one["signals"]),
        periods=tuple(fresh),
        revised=tuple(found for was, one in both for found in _revised(was, one)),
    )


def _named(line: Mapping[str, Any]) -> str:
    return f"{line['code']} {line['name']}"


def _words(line: Mapping[str, Any]) -> str:
    return " ".join(signal["words"] for signal in line["signals"])


def _revised(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Revised]:
    old = {figure["period"]: figure for figure in was["figures"]}
    found = []
    for figure in now["figures"]:
        earlier = old.get(figure["period"])
        if earlier is None or _cells(earlier) == _cells(figure):
            continue
        found.append(Revised(now["code"], now["name"], figure["period"], *said_apart(earlier, figure)))
    return found


def _cells(figure: Mapping[str, Any]) -> Sequence[Any]:
    return [figure[name] for name in ("value", "numerator", "denominator")]


@rule("scorecards.revision_keeps_hidden", "Data guide 8: what is hidden now is not told by what was said before")
def said_apart(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    """The earlier and the later figure in words; where any of the later is suppressed, no earlier number is said."""
    later = [after[name] for name in ("value", "numerator", "denominator") if after[name]]
    if any(cell["state"] == HIDDEN for cell in later) and before["said"] != after["said"]:
        return "Not said, because it is suppressed now", str(after["said"])
    if before["said"] == after["said"]:
        return f"{before['said']} ({_of(before)})", f"{after['said']} ({_of(after)})"
    return str(before["said"]), str(after["said"])


def _of(figure: Mapping[str, Any]) -> str:
    return " of ".join(figure[f"{name}_said"] for name in ("numerator", "denominator") if figure[f"{name}_said"])
