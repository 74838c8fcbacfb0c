"""Find people, what they hold, and everybody and everything an action may be given to."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import (
    Appointment,
    ClosingReport,
    Group,
    Membership,
    Participation,
    Seat,
    SeatHolder,
    TermsOfReference,
)
from goldenthread.people.models import User


def list_people(actor: Actor, today: date) -> list[User]:
    """The people with any tie to the partnership today, by name. One query."""
    return list(people_rows(actor, today).order_by("name"))


def people_rows(actor: Actor, today: date) -> QuerySet[User]:
    """The same as a query not yet asked, in no order, for whoever joins it with what they keep about people."""
    partnership = actor.partnership_id

    def tied(model: type[Membership | Appointment | SeatHolder]) -> Q:
        return Q(pk__in=model.objects.in_effect(today).filter(partnership_id=partnership).values("person_id"))

    return User.objects.filter(tied(Membership) | tied(Appointment) | tied(SeatHolder), is_active=True).order_by()


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
    if kind in ("terms", "closing report"):
        model = TermsOfReference if kind == "terms" else ClosingReport
        return model.objects.filter(partnership_id=partnership, pk=thing_id).exists()
    if kind == "agency":
        return Participation.objects.filter(partnership_id=partnership, agency_id=thing_id).exists()
    return any(
        model.objects.filter(partnership_id=partnership, person_id=thing_id).exists()
        for model in (Membership, Appointment, SeatHolder)
    )
