"""Say where a part of a plan comes from: since when it is in the plan, how often it was carried, what it replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.kernel.rules import rule

TIMES = {1: "once", 2: "twice"}
CARRIED, CLOSED, REPLACED = "carry", "close", "replace"


@dataclass(frozen=True)
class Step:
    """What one refresh did with a part: from which period into which, on which day, the decision and why."""

    decision: str
    before: str
    after: str
    on: date
    reason: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Lineage:
    """Where a part comes from, as sentences: since when, then every time it was carried or how it ended."""

    since: str
    steps: Sequence[str] = ()

    @property
    def is_told(self) -> bool:
        """True where there is anything to tell."""
        return bool(self.since or self.steps)


@rule("plans.lineage", "Issue rule: objectives keep identity, lineage shown")
def lineage_in_words(steps: Sequence[Step]) -> Lineage:
    """The lineage of one part from what the refreshes did with it, earliest first; empty where there was none."""
    if not steps:
        return Lineage("")
    first, last = steps[0], steps[-1]
    said = f"In the plan since {first.before}" if first.before else "In the plan from its beginning"
    since = f"{said}; refreshed on {_day(last.on)}."
    told = [_told(step) for step in steps if step.decision in (CARRIED, CLOSED, REPLACED)]
    carried = sum(step.decision == CARRIED for step in steps)
    if carried:
        since = f"{since} Carried {TIMES.get(carried, f'{carried} times')}."
    return Lineage(since, told)


def _told(step: Step) -> str:
    reason, outcome = _sentence(step.reason), _sentence(step.outcome)
    if step.decision == CARRIED:
        into = f"Carried from {step.before} into {step.after}" if step.before and step.after else "Carried"
        return f"{into} on {_day(step.on)}: {reason}"
    if step.decision == CLOSED:
        return f"Closed on {_day(step.on)}: {reason}{f' What changed: {outcome}' if outcome else ''}"
    return f"Replaced by another on {_day(step.on)}{f': {reason}' if reason else '.'}"


def _sentence(words: str) -> str:
    said = " ".join(words.split())
    return said if not said or said[-1] in ".!?" else f"{said}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
