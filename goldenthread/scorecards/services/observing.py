"""Keep figures as observations: new ones, and those that take the place of what was sent before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.cells import Cell
from goldenthread.measures.results.figures import Shown
from goldenthread.scorecards.models import Indicator, IndicatorDefinition, Observation
from goldenthread.scorecards.permissions import BRING
from goldenthread.trail import services as trail

CELLS = ("numerator", "denominator", "value", "rate", "untimed", "overdue")
Key = tuple[UUID, date, date, str, str]


@dataclass(frozen=True)
class Brought:
    """How many figures were new, took another's place, and said the same as what stood."""

    new: int
    revised: int
    unchanged: int


@transaction.atomic
def bring_in(
    actor: Actor,
    now: datetime,
    today: date,
    figures: Sequence[Shown],
    *,
    rule_set: str,
    status: str = Observation.Status.PROVISIONAL,
    agency_id: UUID | None = None,
    return_id: UUID | None = None,
    reason: str = "",
) -> Brought:
    """Keep figures that were checked, and say how many were new, revised and unchanged; all of them or none.

    One that differs from what stands takes its place as a revision, which needs the reason; one that says the same is
    left. Raises `Refused` for an indicator or version that is not here, and for revisions without a reason.
    """
    actor.must(BRING)
    return keep_figures(
        actor, now, today, figures, rule_set=rule_set, status=status, agency_id=agency_id, return_id=return_id,
        reason=reason,
    )  # fmt: skip


def keep_figures(
    actor: Actor,
    now: datetime,
    today: date,
    figures: Sequence[Shown],
    *,
    rule_set: str,
    status: str,
    agency_id: UUID | None,
    return_id: UUID | None,
    reason: str,
) -> Brought:
    """Keep figures as `bring_in` does, within the transaction of a service that has asked whether the actor may."""
    definitions = _definitions(actor, figures)
    indicators = {one.code: one for one in Indicator.objects.within(actor)}
    standing = _standing(actor, definitions, figures)
    rows, replaced, unchanged = [], [], 0
    for figure in figures:
        definition = definitions[figure.code, figure.version]
        there = standing.get(_key(definition.indicator_id, figure))
        if there is not None and _says_the_same(there, figure, definition):
            unchanged += 1
            continue
        if there is not None:
            replaced.append(there)
        rows.append(
            _row(
                figure, definition, partnership_id=actor.partnership_id, indicator=indicators[figure.code],
                agency_id=agency_id, of_return_id=return_id, rule_set=rule_set, received_on=today,
                received_by=actor.name, revision=there.revision + 1 if there else 1,
                status=Observation.Status.REVISED if there else status, reason=reason.strip() if there else "",
            )
        )  # fmt: skip
    if replaced and not reason.strip():
        differ = "1 figure differs" if len(replaced) == 1 else f"{len(replaced)} figures differ"
        raise Refused(f"{differ} from what stands; say why.", "reason")
    Observation.objects.filter(pk__in=[one.pk for one in replaced]).update(current=False)
    Observation.objects.bulk_create(rows, batch_size=2000)
    brought = Brought(len(rows) - len(replaced), len(replaced), unchanged)
    after = {"new": brought.new, "revised": brought.revised, "unchanged": unchanged, "rule_set": rule_set}
    told = [
        trail.Told("scorecards.indicator.figures_brought", indicators[code], after=after, reason=reason.strip())
        for code in sorted({row.indicator.code for row in rows})
    ]
    trail.record_many(actor, told, now=now)
    return brought


def _definitions(actor: Actor, figures: Sequence[Shown]) -> Mapping[tuple[str, int], IndicatorDefinition]:
    found = IndicatorDefinition.objects.within(actor).select_related("indicator")
    there = {(one.indicator.code, one.edition): one for one in found}
    for figure in figures:
        if (figure.code, figure.version) not in there:
            raise Refused(
                f"{figure.code}, version {figure.version}, is not in this partnership’s library; add it first."
            )
    return there


def _standing(
    actor: Actor, definitions: Mapping[tuple[str, int], IndicatorDefinition], figures: Sequence[Shown]
) -> dict[Key, Observation]:
    """What stands of the same indicators on the same days, locked."""
    rows = Observation.objects.within(actor).filter(
        indicator_id__in={definitions[one.code, one.version].indicator_id for one in figures},
        starts_on__in={one.period.starts_on for one in figures}, current=True,
    )  # fmt: skip
    # Two people who bring in the same figures at once follow one another.
    return {
        (one.indicator_id, one.starts_on, one.ends_on, one.breakdown, one.group): one
        for one in rows.select_for_update(of=("self",))
    }


def _key(indicator_id: UUID, figure: Shown) -> Key:
    return indicator_id, figure.period.starts_on, figure.period.ends_on, figure.by, figure.of


def _cells(figure: Shown) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name in CELLS:
        cell: Cell | None = getattr(figure, name)
        told[name] = cell.number if cell else None
        told[f"{name}_state"] = cell.state.value if cell else ""
    return told


def _says_the_same(there: Observation, figure: Shown, definition: IndicatorDefinition) -> bool:
    cells = _cells(figure)
    marks = {"too_recent": figure.too_recent, "looks_back_too_far": figure.looks_back_too_far}
    return there.definition_id == definition.pk and all(
        getattr(there, name) == value for name, value in {**cells, **marks}.items()
    )


def _row(figure: Shown, definition: IndicatorDefinition, **fields: Any) -> Observation:
    return Observation(
        definition=definition, period=figure.period.label, starts_on=figure.period.starts_on,
        ends_on=figure.period.ends_on, breakdown=figure.by, group=figure.of, too_recent=figure.too_recent,
        looks_back_too_far=figure.looks_back_too_far, **_cells(figure), **fields,
    )  # fmt: skip
