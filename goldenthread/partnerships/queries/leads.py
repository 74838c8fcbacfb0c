"""Everybody and everything that may lead an action today, as choices, in one query."""

from datetime import date
from uuid import UUID

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Cast

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import (
    AgencyName,
    Appointment,
    Group,
    Membership,
    Participation,
    Seat,
    SeatHolder,
)
from goldenthread.people.models import User

HEADINGS = {"group": "Groups", "agency": "Agencies", "seat": "Chairs", "person": "People"}


def lead_choices(actor: Actor, today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups, agencies, chairs and people of the partnership today as ("kind:id", name) under headings. One query."""
    none = Value("", output_field=CharField())

    def row(kind: str, key: str = "pk") -> tuple[Value, Cast]:
        return Value(kind, output_field=CharField()), Cast(F(key), CharField())

    groups = Group.objects.within(actor).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).order_by()
    agencies = AgencyName.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        agency_id__in=Participation.objects.within(actor).in_effect(today).values("agency_id"),
    ).order_by()
    seats = Seat.objects.within(actor).in_effect(today).filter(kind__in=("chair", "vice_chair")).order_by()
    tied = Q()
    for model in (Membership, Appointment, SeatHolder):
        tied |= Q(pk__in=model.objects.within(actor).in_effect(today).values("person_id"))
    people = User.objects.filter(tied, is_active=True).order_by()
    rows = groups.values_list(*row("group"), "name", none).union(
        agencies.values_list(*row("agency", "agency_id"), "name", none),
        seats.values_list(*row("seat"), "title", "group__name"),
        people.values_list(*row("person"), "name", none),
        all=True,
    )
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in HEADINGS}
    for kind, key, name, note in rows:
        found[kind].append((f"{kind}:{UUID(key)}", f"{name}, {note}" if note else name))
    return [(HEADINGS[kind], sorted(lines, key=lambda line: line[1].lower())) for kind, lines in found.items() if lines]


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
