"""A results file on its way in: read, looked at against what is known here, then kept; nothing is half kept."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core import signing

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.results.figures import Results
from goldenthread.measures.results.files import as_dict, read
from goldenthread.scorecards import queries, services
from goldenthread.scorecards.exchange.editions import TYPES, edition_file, freeze
from goldenthread.scorecards.exchange.indicators import indicator_file
from goldenthread.scorecards.exchange.published import (
    LookedPublished,
    keep_published,
    look_at_published,
    looked_at_published_again,
)
from goldenthread.scorecards.rules.figures import Finding, Judged, Weight, breakdown_adds_up, check_figure

__all__ = [
    "TYPES",
    "Looked",
    "LookedPublished",
    "bring_in",
    "edition_file",
    "freeze",
    "indicator_file",
    "keep_published",
    "look_at",
    "look_at_published",
    "look_over",
    "looked_again",
    "looked_at_published_again",
]

SALT = "scorecards.bring_in"
# As much as a page sends back without a file; a year of everything is a tenth of it.
LARGEST_KEPT = 2_000_000
SHOWN = 50


@dataclass(frozen=True)
class Looked(Judged):
    """A results file that was looked at: what it holds, and what is wrong or asks for a look."""

    results: Results
    findings: Sequence[Finding]
    rule_set: str

    @property
    def indicators(self) -> list[tuple[str, int]]:
        """How many figures there are of each indicator."""
        return sorted(Counter(one.code for one in self.results.figures).items())

    @property
    def not_counted(self) -> list[str]:
        """What the extract could not give, and why."""
        return [f"{code}: {reason}" for code, reason in sorted(self.results.not_counted.items())]

    @property
    def periods(self) -> str:
        """From the first period to the last."""
        ordered = sorted({one.period for one in self.results.figures}, key=lambda one: (one.starts_on, one.ends_on))
        if not ordered:
            return "None"
        return ordered[0].label if len(ordered) == 1 else f"{ordered[0].label} to {ordered[-1].label}"

    @property
    def kept(self) -> str:
        """The results as a page sends them back, signed. Raises `Refused` where they are too many for that."""
        text = signing.dumps(as_dict(self.results), salt=SALT, compress=True)
        if len(text) > LARGEST_KEPT:
            raise Refused("These are too many figures for one file; send fewer periods at a time.", "file")
        return text


def look_at(actor: Actor, content: bytes, name: str) -> Looked:
    """A file looked at, with everything that is wrong; nothing is written. Two queries.

    Raises `Refused` with one sentence for a file that cannot be read at all.
    """
    try:
        return look_over(actor, read(content, name))
    except Unreadable as unreadable:
        raise Refused(unreadable.reason, "file") from unreadable


def look_over(actor: Actor, results: Results) -> Looked:
    """Results looked at against the library and what came before. Raises `Refused` where nothing in them is hidden."""
    try:
        rules = find_rule_set(results.rule_set)
    except Unreadable as unknown:
        raise Refused(f"The rule set “{results.rule_set[:60]}” is not known here.", "file") from unknown
    if not rules.hides:
        raise Refused("Nothing is hidden in this file; count it again with a rule set for small numbers.", "file")
    if not results.figures:
        raise Refused("There is no figure in this file.", "file")
    known = queries.known_indicators(actor)
    first = min(one.period.starts_on for one in results.figures)
    earlier = queries.earlier_values(actor, {one.code for one in results.figures}, first)
    small = (rules.low, rules.high)
    findings = [
        found
        for one in results.figures
        for found in check_figure(one, known, small, earlier.get(one.code, ()), rules.base)
    ]
    findings += breakdown_adds_up(results.figures)
    return Looked(results, sorted(findings, key=lambda one: one.weight is Weight.ASKS), rules.words)


def bring_in(
    actor: Actor, now: datetime, today: date, kept: str, *, agency_id: UUID, reason: str = ""
) -> services.Brought:
    """Keep what a page sent back, looked at anew, and say how many figures were new, revised and the same.

    Raises `Refused` for anything that stops it.
    """
    looked = looked_again(actor, kept)
    if looked.stops:
        first = looked.stops[0]
        raise Refused(f"{first.code}, {first.period}: {first.said}")
    return services.bring_in(
        actor, now, today, looked.results.figures, rule_set=looked.results.rule_set, agency_id=agency_id, reason=reason
    )


def looked_again(actor: Actor, kept: str) -> Looked:
    """What a page sent back, looked at anew. Raises `Refused` where it is not what was given out."""
    try:
        told = signing.loads(kept, salt=SALT)
        return look_over(actor, read(json.dumps(told).encode(), "What was looked at"))
    except (signing.BadSignature, Unreadable) as broken:
        raise Refused("What was looked at did not come back whole; choose the file again.") from broken
