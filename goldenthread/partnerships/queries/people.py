"""Find people, what they hold, and everybody and everything an action may be given to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Appointment, Group, GroupAlias, Membership, Participation, Seat, SeatHolder
from goldenthread.partnerships.queries.agencies import list_agencies
from goldenthread.partnerships.queries.groups import not_ended
from goldenthread.people.models import User


@dataclass(frozen=True)
class Known:
    """Somebody or something an action may be given to: kind (person, seat, group, agency), id, name, other names."""

    kind: str
    id: UUID
    name: str
    alternatives: tuple[str, ...] = ()
    note: str = ""


def known_leads(actor: Actor, today: date) -> list[Known]:
    """Everybody and everything that may lead an action today: groups, agencies, seats, people. Four queries."""
    aliases = GroupAlias.objects.filter(group_id=OuterRef("pk"))
    chairs = Seat.objects.in_effect(today).filter(group_id=OuterRef("pk"), kind__in=("chair", "vice_chair"))
    groups = not_ended(actor, today).annotate(
        also=ArraySubquery(aliases.values("name")),
        chairs=ArraySubquery(chairs.values(json=JSONObject(id="id", title="title"))),
    )
    found = [Known("group", g.pk, g.name, tuple(filter(None, [g.abbreviation, *g.also]))) for g in groups]
    found += [
        Known("agency", a.id, a.name, tuple(filter(None, [a.short_name, *a.former_names])))
        for a in list_agencies(actor, today)
    ]
    found += [
        Known("seat", UUID(s["id"]), s["title"], (f"{g.name} {s['title']}",), note=g.name)
        for g in groups
        for s in g.chairs
    ]
    found += [Known("person", p.pk, p.name, (p.job_title,) if p.job_title else ()) for p in list_people(actor, today)]
    return found


def list_people(actor: Actor, today: date) -> list[User]:
    """The people with any tie to the partnership today, by name. One query."""
    partnership = actor.partnership_id

    def tied(model: type[Membership | Appointment | SeatHolder]) -> Q:
        return Q(pk__in=model.objects.in_effect(today).filter(partnership_id=partnership).values("person_id"))

    return list(
        User.objects.filter(tied(Membership) | tied(Appointment) | tied(SeatHolder), is_active=True).order_by("name")
    )


def known_people(actor: Actor) -> list[User]:
    """Everybody who has, had or will have a tie to the partnership and whose account is open, by name. One query."""

    def tied(model: type[Membership | Appointment | SeatHolder]) -> Q:
        return Q(pk__in=model.objects.within(actor).values("person_id"))

    return list(
        User.objects.filter(tied(Membership) | tied(Appointment) | tied(SeatHolder), is_active=True).order_by("name")
    )


def is_in_partnership(actor: Actor, kind: str, thing_id: UUID) -> bool:
    """True when a person, seat, group or agency belongs to the actor's partnership, so that it may be pointed at."""
    partnership = actor.partnership_id
    if kind == "group":
        return Group.objects.filter(partnership_id=partnership, pk=thing_id).exists()
    if kind == "seat":
        return Seat.objects.filter(partnership_id=partnership, pk=thing_id).exists()
    if kind == "agency":
        return Participation.objects.filter(partnership_id=partnership, agency_id=thing_id).exists()
    return any(
        model.objects.filter(partnership_id=partnership, person_id=thing_id).exists()
        for model in (Membership, Appointment, SeatHolder)
    )
