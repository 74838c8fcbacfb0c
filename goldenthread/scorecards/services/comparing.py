"""Keep what others report of an indicator, with how many counted and where it was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.cells import Cell
from goldenthread.scorecards import rules
from goldenthread.scorecards.models import Comparator
from goldenthread.scorecards.permissions import KEEP
from goldenthread.scorecards.services.library import locked
from goldenthread.trail import services as trail


@dataclass(frozen=True)
class Beside:
    """What one area reports for one period; for neighbours how many counted of how many, and who did not."""

    area: str
    period: str
    starts_on: date
    ends_on: date
    value: Cell
    counted: int | None = None
    out_of: int | None = None
    note: str = ""


@transaction.atomic
def keep_comparators(
    actor: Actor, now: datetime, today: date, indicator_id: UUID, beside: Sequence[Beside], *, source: str
) -> tuple[int, int]:
    """Keep what others report, in the place of what was kept for the same area and period; how many new and changed.

    Raises `Refused` without a source, for an area that is none of `rules.AREAS`, and where there is nothing to keep.
    """
    actor.must(KEEP)
    indicator = locked(actor, indicator_id)
    if not source.strip():
        raise Refused("Say where these figures were published.", "source")
    if not beside:
        raise Refused("There is nothing in the file for this measure that could be kept.", "measure")
    if any(one.area not in rules.AREAS for one in beside):
        raise Refused("One of the areas is not one that figures are held against.")
    rows = Comparator.objects.within(actor).filter(indicator=indicator)
    there = {(one.area, one.starts_on, one.ends_on): one for one in rows.select_for_update(of=("self",))}
    new = changed = 0
    for one in beside:
        fields = {
            "period": one.period, "value": one.value.number, "value_state": one.value.state.value,
            "counted": one.counted, "out_of": one.out_of, "note": one.note, "source": source.strip()[:200],
        }  # fmt: skip
        found = there.get((one.area, one.starts_on, one.ends_on))
        if found is None:
            Comparator.objects.create(
                partnership_id=actor.partnership_id, indicator=indicator, area=one.area, starts_on=one.starts_on,
                ends_on=one.ends_on, received_on=today, **fields,
            )  # fmt: skip
            new += 1
        elif any(getattr(found, name) != value for name, value in fields.items()):
            for name, value in {**fields, "received_on": today}.items():
                setattr(found, name, value)
            found.version += 1
            found.save()
            changed += 1
    if new or changed:
        after = {"new": new, "revised": changed, "source": source.strip()[:200]}
        trail.record(actor, "scorecards.indicator.compared", indicator, after=after, now=now)
    return new, changed
