"""Decisions about figures: where a chart begins anew, and which figures are final."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.scorecards.models import Indicator, Observation, Rebase
from goldenthread.scorecards.permissions import KEEP
from goldenthread.scorecards.services.library import locked
from goldenthread.trail import services as trail

SETTLED = (Observation.Status.PROVISIONAL, Observation.Status.VALIDATED, Observation.Status.REVISED)


@transaction.atomic
def begin_anew(
    actor: Actor, now: datetime, today: date, indicator_id: UUID, *, from_day: date | None, reason: str,
    decided_by: str, decided_on: date,
) -> Rebase:  # fmt: skip
    """Record the decision that the average and limits of a chart begin anew with a period, and return it.

    Raises `Refused` without a reason or who decided, for a day in the future, where no figure begins on that day, and
    where the chart begins anew there already.
    """
    actor.must(KEEP)
    indicator = locked(actor, indicator_id)
    if not reason.strip():
        raise Refused("Say why the chart begins anew; a board will ask.", "reason")
    if not decided_by.strip():
        raise Refused("Say who decided it.", "decided_by")
    if decided_on > today:
        raise Refused("The day of the decision has not come yet.", "decided_on")
    figures = Observation.objects.within(actor).filter(indicator=indicator, current=True, breakdown="")
    days = list(figures.order_by("starts_on").values_list("starts_on", flat=True).distinct())
    if from_day not in days[1:]:
        raise Refused("Choose a period that has a figure, after the first.", "from_day")
    if Rebase.objects.within(actor).filter(indicator=indicator, from_day=from_day, undone_on__isnull=True).exists():
        raise Refused("The chart begins anew there already.", "from_day")
    made = Rebase.objects.create(
        partnership_id=actor.partnership_id, indicator=indicator, from_day=from_day, reason=reason.strip(),
        decided_by=decided_by.strip(), decided_on=decided_on,
    )  # fmt: skip
    after = {"from_day": made.from_day.isoformat(), "decided_on": decided_on.isoformat()}
    trail.record(actor, "scorecards.indicator.rebased", indicator, after=after, reason=reason.strip(), now=now)
    return made


@transaction.atomic
def undo_begin_anew(actor: Actor, now: datetime, today: date, rebase_id: UUID, *, reason: str) -> Rebase:
    """Undo such a decision with a reason, and return it; it stays on the page. Raises `Refused` where it is undone."""
    actor.must(KEEP)
    rows = Rebase.objects.within(actor).select_for_update(of=("self",)).select_related("indicator")
    found = cast("Rebase | None", rows.filter(pk=rebase_id).first())
    if found is None:
        raise Refused("There is no such decision in this partnership.")
    if found.undone_on is not None:
        raise Refused("It is undone already.")
    if not reason.strip():
        raise Refused("Say why it is undone.", "reason")
    found.undone_on, found.undone_reason = today, reason.strip()
    found.version += 1
    found.save()
    after = {"from_day": found.from_day.isoformat()}
    trail.record(
        actor, "scorecards.indicator.rebase_undone", found.indicator, after=after, reason=reason.strip(), now=now
    )
    return found


@transaction.atomic
def mark_final(actor: Actor, now: datetime, indicator_ids: Sequence[UUID], ends_on: date, *, said: str) -> int:
    """Mark the figures of all periods ended by a day as final, breakdowns too, and say how many were not before.

    A final figure can still be revised, with its reason. `said` names the period on the trail. Raises `Refused` where
    nothing is left to mark.
    """
    actor.must(KEEP)
    rows = Observation.objects.within(actor).filter(
        indicator_id__in=list(indicator_ids), current=True, ends_on__lte=ends_on, status__in=SETTLED
    )
    counts: dict[UUID, int] = {}
    for one in rows.values_list("indicator_id", flat=True):
        counts[one] = counts.get(one, 0) + 1
    if not counts:
        raise Refused("Every figure to that day is final already.", "ends_on")
    rows.update(status=Observation.Status.FINAL)
    for indicator in Indicator.objects.within(actor).filter(pk__in=list(counts)).order_by("code"):
        after = {"figures": counts[indicator.pk], "until": said}
        trail.record(actor, "scorecards.indicator.marked_final", indicator, after=after, now=now)
    return sum(counts.values())
