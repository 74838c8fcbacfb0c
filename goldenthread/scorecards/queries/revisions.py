"""What was revised of an indicator's figures, who marked them final, and where its chart begins anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.scorecards.models import Indicator, Observation, Rebase
from goldenthread.scorecards.queries.figures import COLUMNS, Seen, seen
from goldenthread.trail import queries as trail


def with_revisions(
    actor: Actor, indicator: Indicator, until: date | None = None
) -> tuple[list[Seen], tuple[tuple[Seen, ...], ...]]:
    """What stands of an indicator, oldest first, and each figure that was ever revised with all that was sent for it.

    Breakdowns too; the newest period of what was revised comes first. One query.
    """
    rows = Observation.objects.within(actor).filter(indicator=indicator)
    if until is not None:
        rows = rows.filter(ends_on__lte=until)
    rows = rows.order_by("starts_on", "ends_on", "breakdown", "group", "revision")
    every = list(rows.values_list(*COLUMNS, "current"))
    found = seen(row[:-1] for row in every)
    chains: dict[tuple[object, ...], list[Seen]] = {}
    for one in found:
        chains.setdefault((one.starts_on, one.ends_on, one.breakdown, one.group), []).append(one)
    stands = [one for one, row in zip(found, every, strict=True) if row[-1]]
    return stands, tuple(tuple(chain) for chain in reversed(chains.values()) if len(chain) > 1)


@dataclass(frozen=True)
class MarkedFinal:
    """Who marked the figures of an indicator as final last, on which day, and to which period."""

    by: str
    on: date
    until: str

    @classmethod
    def of(cls, told: Mapping[str, Any] | None) -> MarkedFinal | None:
        """What `marking` found, or None where no figure was ever marked as final."""
        if told is None:
            return None
        day = timezone.localdate(datetime.fromisoformat(told["at"]))
        return cls(told["by"], day, str(told["after"].get("until", "")))


def marking(actor: Actor, indicator: OuterRef) -> Subquery:
    """For a query of indicators: what the trail says of figures marked as final last, for `MarkedFinal.of`."""
    return trail.newest_of(actor, "scorecards.indicator.marked_final", indicator)


def find_rebase(actor: Actor, rebase_id: UUID) -> Rebase | None:
    """One decision to begin a chart anew, with its indicator, or None."""
    rows = Rebase.objects.within(actor).select_related("indicator")
    return cast("Rebase | None", rows.filter(pk=rebase_id).first())
