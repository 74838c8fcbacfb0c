"""Figures as they stand, slim enough that a whole scorecard of four years is one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Max, Window

from goldenthread.kernel.actor import Actor
from goldenthread.measures.cells import Cell, State
from goldenthread.scorecards.models import IndicatorDefinition, Observation
from goldenthread.scorecards.rules.figures import Known

CELLS = ("numerator", "denominator", "value", "rate", "overdue", "untimed")
PLAIN = (
    "indicator_id", "definition__edition", "definition__limit", "period", "starts_on", "ends_on", "breakdown", "group",
    "status", "revision", "reason", "too_recent", "looks_back_too_far", "rule_set", "received_on",
)  # fmt: skip
COLUMNS = (*PLAIN, *CELLS, *(f"{name}_state" for name in CELLS))


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation as it stands: cells with their states, and everything a page says about it."""

    indicator_id: UUID
    edition: int
    limit: int | None
    period: str
    starts_on: date
    ends_on: date
    breakdown: str
    group: str
    status: str
    revision: int
    reason: str
    too_recent: bool
    looks_back_too_far: bool
    rule_set: str
    received_on: date
    numerator: Cell
    denominator: Cell | None
    value: Cell
    rate: Cell | None
    overdue: Cell | None
    untimed: Cell | None


def _cell(number: Decimal | None, state: str) -> Cell | None:
    return Cell(State(state), None if number is None else number.normalize() + 0) if state else None


def seen(rows: Iterable[tuple[object, ...]]) -> list[Seen]:
    """Rows of `COLUMNS` as what was seen."""
    plain, cells = len(PLAIN), len(CELLS)
    found = []
    for row in rows:
        numbers, states = row[plain : plain + cells], row[plain + cells :]
        made = [_cell(number, state) for number, state in zip(numbers, states, strict=True)]  # type: ignore[arg-type]
        found.append(Seen(*row[:plain], *made))  # type: ignore[arg-type]
    return found


def standing(actor: Actor, indicator_ids: Iterable[UUID], *, until: date | None = None) -> Mapping[UUID, list[Seen]]:
    """What stands of each indicator, of all and not of groups, for periods ended by `until`, oldest first."""
    ids = list(indicator_ids)
    rows = Observation.objects.within(actor).filter(indicator_id__in=ids, current=True, breakdown="")
    if until is not None:
        rows = rows.filter(ends_on__lte=until)
    by_indicator: dict[UUID, list[Seen]] = defaultdict(list)
    for one in seen(rows.order_by("starts_on", "ends_on").values_list(*COLUMNS)):
        by_indicator[one.indicator_id].append(one)
    return by_indicator


def newest_groups(
    actor: Actor, indicator_ids: Iterable[UUID], *, until: date | None = None
) -> Mapping[UUID, list[Seen]]:
    """What stands of the groups of each breakdown in its newest period that has any, by indicator. One query."""
    ids = list(indicator_ids)
    rows = Observation.objects.within(actor).filter(indicator_id__in=ids, current=True).exclude(breakdown="")
    if until is not None:
        rows = rows.filter(ends_on__lte=until)
    # Looked for in one pass: with years of breakdowns, a question for each row would take seconds.
    last = Window(Max("ends_on"), partition_by=["indicator_id", "breakdown"])
    by_indicator: dict[UUID, list[Seen]] = defaultdict(list)
    for one in seen(rows.annotate(last=last).filter(ends_on=F("last")).values_list(*COLUMNS)):
        by_indicator[one.indicator_id].append(one)
    return by_indicator


def known_indicators(actor: Actor) -> dict[str, Known]:
    """What is known of each indicator of the library when a figure for it arrives, by code."""
    found: dict[str, Known] = {}
    rows = IndicatorDefinition.objects.within(actor).select_related("indicator")
    editions: dict[str, set[int]] = defaultdict(set)
    for one in rows:
        editions[one.indicator.code].add(one.edition)
        found[one.indicator.code] = Known(
            one.indicator.code, frozenset(editions[one.indicator.code]), one.indicator.measure, one.indicator.decimals,
            one.indicator.grain,
        )  # fmt: skip
    return found


def earlier_values(actor: Actor, codes: Iterable[str], before: date) -> dict[str, list[Decimal]]:
    """The values shown of each indicator for periods that ended before a day, oldest first, by code."""
    rows = Observation.objects.within(actor).filter(
        indicator__code__in=list(codes), current=True, breakdown="", ends_on__lt=before, value__isnull=False
    )
    found: dict[str, list[Decimal]] = defaultdict(list)
    for code, value in rows.order_by("starts_on").values_list("indicator__code", "value"):
        found[code].append(value)
    return found
