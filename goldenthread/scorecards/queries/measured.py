"""The indicators that measure something of a plan, with enough of their figures to draw their lines."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from goldenthread.kernel.actor import Actor
from goldenthread.plans.models import Measure
from goldenthread.scorecards.models import Indicator, Observation
from goldenthread.scorecards.queries.following import KIND
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind

MEASURE, PRIORITY, OBJECTIVE = "plans.measure", "plans.priority", "plans.objective"
CAN_BE_MEASURED = (MEASURE, PRIORITY, OBJECTIVE)
FIELDS = ("code", "name", "grain", "polarity", "measure", "decimals", "unit", "subject")


def as_indicator(told: Mapping[str, Any]) -> Indicator:
    """The indicator that a row of `measuring` tells of, not to be saved."""
    return Indicator(pk=UUID(str(told["id"])), **{name: told[name] for name in FIELDS})


def measuring(actor: Actor, kind: str, thing_id: UUID, today: date) -> Any:
    """The indicators that measure a part of a plan or a measure written under it, as a query not yet asked.

    Each row has `told`: what it is called, and the figures of its periods as they stand, oldest first.
    """
    things: list[Any] = [[thing_id]]
    if kind != MEASURE:
        under = Q(objective_id=thing_id)
        if kind == PRIORITY:
            under = Q(priority_id=thing_id) | Q(objective__priority_id=thing_id)
        things.append(Measure.objects.within(actor).filter(under).values("pk"))
    linked = Q()
    for one in things:
        linked |= Q(pk__in=threads.source_ids(actor, LinkKind.MEASURES, KIND, one))
    figures = Observation.objects.filter(indicator_id=OuterRef("pk"), current=True, breakdown="").order_by("starts_on")
    each = JSONObject(
        period=F("period"), starts_on=F("starts_on"), ends_on=F("ends_on"), value=F("value"), state=F("value_state"),
        edition=F("definition__edition"), numerator=F("numerator"), denominator=F("denominator"),
    )  # fmt: skip
    named = {name: F(name) for name in FIELDS}
    told = JSONObject(id=F("pk"), figures=ArraySubquery(figures.values(json=each)), **named)
    return Indicator.objects.within(actor).filter(linked).annotate(told=told).order_by()
