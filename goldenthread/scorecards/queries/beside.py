"""What stands beside a return and an indicator: its figures, where a figure came from, and what did not come."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, JSONObject

from goldenthread.kernel.actor import Actor
from goldenthread.returns import rules as returns
from goldenthread.returns.models import Question, QuestionSet, Return
from goldenthread.scorecards.models import DataRequest, Indicator, Observation
from goldenthread.scorecards.rules.requests import NUMERATOR

RETURN, INDICATOR = "returns.return", "scorecards.indicator"
SHOWN = 6


def data_return(actor: Actor, kind: str, return_id: UUID, today: date) -> Any:
    """The data return itself, where the actor reads it, as a query not yet asked."""
    series = DataRequest.objects.within(actor).values("question_series")
    rows = Return.objects.readable(actor).filter(
        pk=return_id, round__question_set__kind=QuestionSet.Kind.DATA_RETURN, round__question_set__series__in=series
    )
    return rows.annotate(told=JSONObject(id="pk", state="state"))


def brought_by(actor: Actor, kind: str, return_id: UUID, today: date) -> Any:
    """The indicators of which a return that the actor reads brought figures, as a query not yet asked."""
    theirs = Return.objects.readable(actor).filter(pk=return_id)
    rows = Indicator.objects.within(actor).filter(observations__of_return__in=theirs)
    rows = rows.annotate(figures=Count("observations", filter=Q(observations__of_return_id=return_id)))
    told = JSONObject(id="pk", code="code", name="name", figures="figures")
    return rows.annotate(told=told).order_by("code")


def returns_behind(actor: Actor, kind: str, indicator_id: UUID, today: date) -> Any:
    """The newest returns from which an indicator's figures came, of those the actor reads, as a query not yet asked."""
    stands = Observation.objects.within(actor).filter(
        indicator_id=indicator_id, current=True, of_return_id=OuterRef("pk")
    )
    rows = Return.objects.readable(actor).filter(Exists(stands))
    told = JSONObject(id="pk", title="round__title", ends_on="round__period_ends_on", accepted_on="accepted_on")
    return rows.annotate(told=told).order_by("-round__period_ends_on")[:SHOWN]


def periods_missing(actor: Actor, kind: str, indicator_id: UUID, today: date) -> Any:
    """The newest periods for which an indicator was due and no figure stands, as a query not yet asked.

    That something is owed is for everybody to see; what a return says is not in it.
    """
    indicator = Indicator.objects.within(actor).filter(pk=indicator_id)
    key = indicator.values(key=Concat("code", Value(NUMERATOR)))
    asked = Question.objects.filter(section__question_set_id=OuterRef("round__question_set_id"), key__in=Subquery(key))
    sends = indicator.filter(Q(agency__isnull=True) | Q(agency_id=OuterRef("agency_id")))
    there = Observation.objects.within(actor).filter(
        indicator_id=indicator_id, current=True, breakdown="", starts_on=OuterRef("round__period_starts_on"),
        ends_on=OuterRef("round__period_ends_on"),
    )  # fmt: skip
    late = Q(state__in=returns.OWED, due_on__lt=today) | Q(state__in=(returns.State.CLOSED, returns.State.EXCUSED))
    rows = Return.objects.within(actor).filter(
        late, Exists(asked), Exists(sends), ~Exists(there), round__period_starts_on__isnull=False
    )
    told = JSONObject(
        id="pk", state="state", due_on="due_on", starts_on="round__period_starts_on", ends_on="round__period_ends_on"
    )
    return rows.annotate(told=told, newest=F("round__period_ends_on")).order_by("-newest")[:SHOWN]
