"""The partnership's indicators, and those of the national library it has not taken over."""

from typing import Any, cast
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from goldenthread.kernel.actor import Actor
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.measures.indicators.definition import Indicator as Defined
from goldenthread.partnerships.models import AgencyName
from goldenthread.scorecards.models import Indicator


def list_indicators(
    actor: Actor, *, words: str = "", subject: str = "", agency_id: str = "", retired: bool = False
) -> QuerySet[Any]:
    """The indicators of the partnership, as a queryset to order and page; those in use unless told."""
    figures = Count("observations", filter=Q(observations__current=True, observations__breakdown=""))
    found = with_agency(Indicator.objects.within(actor)).annotate(figures=figures)
    for word in words.split():
        found = found.filter(Q(code__icontains=word) | Q(name__icontains=word))
    if subject:
        found = found.filter(subject=subject)
    if agency_id:
        found = found.filter(agency_id=agency_id)
    return cast(QuerySet[Any], found.filter(retired_on__isnull=not retired))


def with_agency(rows: Any) -> Any:
    """Indicators with `agency_name`, what the agency that sends them is called now; blank where none is decided."""
    names = AgencyName.objects.filter(agency_id=OuterRef("agency_id"))
    newest = names.order_by(F("ends_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True))
    return rows.annotate(agency_name=Coalesce(Subquery(newest.values("name")[:1]), Value("")))


def find_indicator(actor: Actor, indicator_id: UUID) -> Indicator | None:
    """One indicator with its agency, or None."""
    rows = with_agency(Indicator.objects.within(actor))
    return cast("Indicator | None", rows.filter(pk=indicator_id).first())


def list_subjects(actor: Actor) -> list[str]:
    """The subjects that indicators of the partnership have, in order."""
    rows = Indicator.objects.within(actor).order_by("subject").values_list("subject", flat=True)
    return list(rows.distinct())


def not_yet_adopted(actor: Actor) -> list[Defined]:
    """The indicators of the national library that the partnership has not taken over, in order of code."""
    there = set(Indicator.objects.within(actor).values_list("code", flat=True))
    return [one for code, one in catalogue().items() if code not in there]
