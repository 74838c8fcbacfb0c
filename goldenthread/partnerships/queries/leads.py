"""Everybody and everything that may lead an action today, in one query, and the seats that may be asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, CharField, ExpressionWrapper, F, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Cast

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import (
    AgencyName,
    Appointment,
    GroupAlias,
    Membership,
    Participation,
    Seat,
    SeatHolder,
)
from goldenthread.partnerships.queries.agencies import called_on
from goldenthread.partnerships.queries.groups import not_ended
from goldenthread.people.models import User

KINDS = ("group", "agency", "seat", "person")


@dataclass(frozen=True)
class Known:
    """Somebody or something an action may be given to: kind (person, seat, group, agency), id, name, other names.

    `note` is the group of a seat.
    """

    kind: str
    id: UUID
    name: str
    alternatives: tuple[str, ...] = ()
    note: str = ""


def known_leads(actor: Actor, today: date) -> list[Known]:
    """Everybody and everything that may lead an action today: groups, agencies, chairs, people. One query.

    Groups and their chairs stand in the order of the structure, agencies and people by name.
    """
    parts = (_groups(actor, today), _agencies(actor, today), _chairs(actor, today), _people(actor, today))
    rows = parts[0].union(*parts[1:], all=True)
    return [
        _known(kind, UUID(key), name or "", short, also or [], note)
        for kind, key, _, note, name, short, also in sorted(rows, key=_order)
    ]


def _known(kind: str, key: UUID, name: str, short: str, also: list[str], note: str) -> Known:
    other = (f"{note} {name}",) if kind == "seat" else tuple(one for one in [short, *also] if one and one != name)
    return Known(kind, key, name, other, note)


def _order(row: tuple[Any, ...]) -> tuple[int, int, str, str]:
    kind, _, position, note, name, *_ = row
    return KINDS.index(kind), position, note.lower(), (name or "").lower()


def _columns(rows: Any, kind: str, *, key: str = "pk", **columns: Any) -> Any:
    """Rows with the columns that all four share: kind, id, place, group of a seat, name, short name, other names."""
    text, none = CharField(), Value("", output_field=CharField())
    shared = {
        "a_place": Value(0, output_field=IntegerField()),
        "a_note": none,
        "a_name": F("name"),
        "a_short": none,
        "a_also": Cast(Value([], output_field=ArrayField(text)), ArrayField(text)),
        **columns,
    }
    rows = rows.order_by().annotate(a_kind=Value(kind, output_field=text), a_key=Cast(F(key), text), **shared)
    return rows.values_list("a_kind", "a_key", *shared)


def _groups(actor: Actor, today: date) -> Any:
    aliases = GroupAlias.objects.filter(group_id=OuterRef("pk")).values("name")
    return _columns(
        not_ended(actor, today),
        "group",
        a_place=F("position"),
        a_short=F("abbreviation"),
        a_also=ArraySubquery(aliases),
    )


def _agencies(actor: Actor, today: date) -> Any:
    names = AgencyName.objects.filter(agency_id=OuterRef("agency_id"))
    return _columns(
        Participation.objects.within(actor).in_effect(today), "agency", key="agency_id",
        a_name=called_on("agency_id", today), a_short=called_on("agency_id", today, "short_name"),
        a_also=ArraySubquery(names.values("name")),
    )  # fmt: skip


def _chairs(actor: Actor, today: date) -> Any:
    rows = Seat.objects.within(actor).in_effect(today).filter(kind__in=("chair", "vice_chair"))
    rows = rows.filter(group__in=not_ended(actor, today))
    return _columns(rows, "seat", a_place=F("group__position"), a_note=F("group__name"), a_name=F("title"))


def _people(actor: Actor, today: date) -> Any:
    tied = Q()
    for model in (Membership, Appointment, SeatHolder):
        tied |= Q(pk__in=model.objects.within(actor).in_effect(today).values("person_id"))
    return _columns(User.objects.filter(tied, is_active=True), "person", a_short=F("job_title"))


def seat_choices(actor: Actor, today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The seats of the partnership today as (id, title with whoever holds it) under their groups. One query."""
    rows = Seat.objects.within(actor).in_effect(today)
    rows = rows.filter(Q(group__ends_on__isnull=True) | Q(group__ends_on__gte=today))
    held = Q(holders__is_deputy=False) & (Q(holders__starts_on__isnull=True) | Q(holders__starts_on__lte=today))
    held &= Q(holders__ends_on__isnull=True) | Q(holders__ends_on__gte=today)
    lines = rows.order_by("group__position", "group__name", "kind", "title").values_list(
        "pk",
        "title",
        "group__name",
        "holders__person__name",
        ExpressionWrapper(held, output_field=BooleanField()),
    )
    grouped: dict[str, dict[str, tuple[str, list[str]]]] = {}
    for pk, title, group, person, is_held in lines:
        _, names = grouped.setdefault(group, {}).setdefault(str(pk), (title, []))
        if person and is_held:
            names.append(person)
    return [
        (group, [(pk, f"{title} ({', '.join(names) or 'vacant'})") for pk, (title, names) in seats.items()])
        for group, seats in grouped.items()
    ]
