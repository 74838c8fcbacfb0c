"""Requests for data: who is asked for what, and how each agency stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from goldenthread.documents.models import Document
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.periods import Period
from goldenthread.kernel.rhythm import restored
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.returns import rules as returns
from goldenthread.returns.models import Obligation, Return
from goldenthread.scorecards.models import DataRequest, Indicator, IndicatorDefinition
from goldenthread.scorecards.rules import requests as asking

SHOWN_PERIODS = 8
RESTRICTED = "R"


def list_requests(actor: Actor, *, ended: bool = False, today: date) -> QuerySet[Any]:
    """The requests of the partnership with `asked` and `wanted`, how many agencies and indicators; by title."""
    over = Q(ends_on__lt=today) | Q(ends_on=today) & ~Q(ended_reason="")
    rows = DataRequest.objects.within(actor).select_related("to_group")
    rows = rows.filter(over) if ended else rows.exclude(over)
    counts = {"asked": Count("agencies", distinct=True), "wanted": Count("indicators", distinct=True)}
    return cast(QuerySet[Any], rows.annotate(**counts).order_by("title"))


def find_request(actor: Actor, request_id: UUID) -> DataRequest | None:
    """One request with its group, agreement, agencies and indicators, the agencies with their names; or None.

    Five queries.
    """
    rows = DataRequest.objects.within(actor).select_related("to_group", "agreement_document")
    rows = rows.prefetch_related("agencies__names", Prefetch("indicators", Indicator.objects.select_related("agency")))
    return cast("DataRequest | None", rows.filter(pk=request_id).first())


def find_bare_request(actor: Actor, request_id: UUID) -> DataRequest | None:
    """One request with its agencies and indicators by id, or None. Three queries."""
    rows = DataRequest.objects.within(actor).prefetch_related("agencies", "indicators")
    return cast("DataRequest | None", rows.filter(pk=request_id).first())


def agreements(actor: Actor, chosen: UUID | None = None) -> list[tuple[UUID, str]]:
    """The documents of the library that can be an agreement, and the one chosen, by title: none that is restricted.

    One query.
    """
    open_ones = Document.objects.readable(actor).exclude(information_class=RESTRICTED)
    rows = open_ones.filter(Q(withdrawn_at__isnull=True) | Q(pk=chosen)).order_by("title")
    return list(rows.values_list("pk", "title"))


def request_of_series(actor: Actor, series: UUID) -> DataRequest | None:
    """The request whose question set this is, or None. One query."""
    found = DataRequest.objects.within(actor).filter(question_series=series).first()
    return cast("DataRequest | None", found)


def duties_of(actor: Actor, request: DataRequest, today: date) -> list[Obligation]:
    """The standing duties by which a request's returns come round, those that have ended apart. One query."""
    rows = Obligation.objects.within(actor).filter(question_series=request.question_series, by_agency__isnull=False)
    return list(rows.exclude(ends_on__lt=today).exclude(~Q(ended_reason="")).order_by("created_at"))


def working_days_of(actor: Actor, request: DataRequest) -> int:
    """How many working days after each period a request's returns are due. One query."""
    rows = Obligation.objects.within(actor).filter(question_series=request.question_series)
    stored = rows.order_by("-created_at").values_list("rhythm", flat=True).first()
    return (restored(stored).working_day if stored else None) or asking.LATEST_DUE


def askable(actor: Actor, also: Iterable[UUID] = ()) -> list[Indicator]:
    """The indicators that can be asked for, those in use and `also` some chosen before, by code. One query.

    The name of an agency is a query of its own; whoever needs many fetches them before.
    """
    rows = Indicator.objects.within(actor).filter(Q(retired_on__isnull=True) | Q(pk__in=list(also)))
    return list(rows.select_related("agency").order_by("code"))


def asked_of(indicators: Iterable[Indicator]) -> list[asking.Asked]:
    """Indicators as a return asks for them, under their newest definition; no query where the definitions came along.

    They come with `indicators_by_code`.
    """
    return [
        as_asked(one, max(one.definitions.all(), key=lambda each: each.edition, default=None)) for one in indicators
    ]


def as_asked(indicator: Indicator, newest: IndicatorDefinition | None) -> asking.Asked:
    """One indicator as a return asks for it, under its newest definition."""
    national = catalogue().get(indicator.code)
    return asking.Asked(
        indicator.code, indicator.name, indicator.measure, indicator.decimals, newest.edition if newest else 1,
        newest.limit if newest else None, newest.numerator if newest else "", newest.denominator if newest else "",
        bool(national and national.overdue), indicator.retired_on is None,
    )  # fmt: skip


def asked_for(actor: Actor, request: DataRequest, agency_id: str = "") -> list[asking.Asked]:
    """What a request asks now, of one agency where it is named, by code. Four queries."""
    rows = indicators_by_code(actor, [one.code for one in request.indicators.all()])
    return asked_of(one for one in rows if not agency_id or str(one.agency_id) in (agency_id, "None"))


def indicators_by_code(actor: Actor, codes: Iterable[str]) -> list[Indicator]:
    """Indicators of these codes with their definitions, by code. Three queries."""
    rows = Indicator.objects.within(actor).filter(code__in=list(codes)).select_related("agency")
    return list(rows.prefetch_related("definitions", "agency__names").order_by("code"))


@dataclass(frozen=True)
class Standing:
    """How one agency stands for one period: the words of it, and its return, where one was asked for."""

    words: str
    tone: str
    return_id: UUID
    due_on: date


@dataclass(frozen=True)
class RequestShown:
    """A request with the newest periods and how each agency stands in each of them."""

    request: DataRequest
    periods: Sequence[Period] = ()
    agencies: Sequence[tuple[UUID, str]] = ()
    cells: Mapping[tuple[UUID, date], Standing] = field(default_factory=dict)

    def count(self, *words: str) -> int:
        """How many returns of the periods shown stand so."""
        return sum(one.words in words for one in self.cells.values())


RETURNED, LATE, EXCUSED, NOT_RETURNED, DUE = "Returned", "Returned late", "Excused", "Not returned", "Due"
TONES = {RETURNED: "done", LATE: "done", EXCUSED: "closed", NOT_RETURNED: "warn", DUE: "open"}


def stands(state: str, due_on: date, sent_on: date | None, today: date) -> str:
    """How a return stands in the words of a request: what was due and did not come is not returned, never nought."""
    if state in returns.SENT:
        return LATE if sent_on and sent_on > due_on else RETURNED
    if state == returns.State.EXCUSED:
        return EXCUSED
    return NOT_RETURNED if state == returns.State.CLOSED or due_on < today else DUE


def show_request(actor: Actor, request: DataRequest, today: date) -> RequestShown:
    """How each agency stands for the newest periods of a request, those asked before included. Two queries."""
    rows = Return.objects.within(actor).filter(
        round__question_set__series=request.question_series, agency__isnull=False, round__period_ends_on__isnull=False
    )
    told = rows.annotate(ends_on=F("round__period_ends_on"), original=F("round__due_on")).order_by("-ends_on")
    names = {one.pk: str(one) for one in request.agencies.all()}
    cells: dict[tuple[UUID, date], Standing] = {}
    days: list[date] = []
    for one in told.select_related("agency").prefetch_related("agency__names"):
        if one.ends_on not in days:
            days.append(one.ends_on)
        if len(days) > SHOWN_PERIODS:
            break
        names.setdefault(one.agency_id, str(one.agency))
        words = stands(one.state, one.due_on, one.sent_on, today)
        cells[one.agency_id, one.ends_on] = Standing(words, TONES[words], one.pk, one.due_on)
    periods = [asking.period_holding(request.grain, day) for day in days[:SHOWN_PERIODS]]
    return RequestShown(request, periods, sorted(names.items(), key=lambda one: one[1]), cells)
