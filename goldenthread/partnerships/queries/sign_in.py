"""How people of a partnership sign in: who has a second step, and whose is to be taken away."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import rules
from goldenthread.partnerships.models import Appointment, Membership, SecondStepReset
from goldenthread.partnerships.permissions import CONFIRM_SECOND_STEP_RESET
from goldenthread.partnerships.queries.acting import ROLE_OF_APPOINTMENT
from goldenthread.partnerships.queries.holdings import list_holdings
from goldenthread.partnerships.queries.people import is_in_partnership
from goldenthread.people.models import User
from goldenthread.people.queries import people_with_second_step

RESET_LASTS = timedelta(hours=rules.RESET_HOURS)


def has_second_step(actor: Actor, person_id: UUID) -> bool:
    """True where somebody with a tie to the actor's partnership has a second step for signing in."""
    return is_in_partnership(actor, "person", person_id) and bool(people_with_second_step([person_id]))


def can_sign_in(actor: Actor, person_id: UUID) -> bool:
    """True where somebody with a tie to the actor's partnership has an open account and a password or a passkey."""
    ways = User.objects.able_to_sign_in().filter(pk=person_id)
    return is_in_partnership(actor, "person", person_id) and ways.exists()


def who_may_confirm(actor: Actor, today: date) -> list[User]:
    """The people who may confirm today that a second step is taken away: business managers and the chair."""
    roles = CONFIRM_SECOND_STEP_RESET.roles
    kinds = roles | {kind for kind, role in ROLE_OF_APPOINTMENT.items() if role in roles}
    memberships = Membership.objects.within(actor).in_effect(today).filter(role__in=roles)
    appointments = Appointment.objects.within(actor).in_effect(today).filter(kind__in=kinds)
    ids = Q(pk__in=memberships.values("person_id")) | Q(pk__in=appointments.values("person_id"))
    return list(User.objects.filter(ids, is_active=True).order_by("name"))


def show_second_step_reset(actor: Actor, reset_id: UUID) -> SecondStepReset | None:
    """One request of the actor's partnership with the people it names, or None."""
    rows = SecondStepReset.objects.within(actor).select_related("person", "asked_by", "answered_by")
    return rows.filter(pk=reset_id).first()


def open_second_step_resets(actor: Actor, now: datetime) -> list[SecondStepReset]:
    """The requests that wait for a second person, latest first. One query."""
    rows = SecondStepReset.objects.within(actor).select_related("person", "asked_by")
    return list(rows.filter(answered_at__isnull=True, asked_at__gt=now - RESET_LASTS))


def count_second_steps(actor: Actor, roles: frozenset[str], today: date) -> tuple[int, int]:
    """Of the people who hold any of these roles today, how many there are and how many have a second step."""
    held = {one.person.pk for one in list_holdings(actor, today, seats=True) if _role_of(one.source, one.key) in roles}
    return len(held), len(people_with_second_step(held))


def _role_of(source: str, key: str) -> str:
    if source == "seat":
        return "group_chair" if key in ("chair", "vice_chair") else "group_member"
    return ROLE_OF_APPOINTMENT.get(key, key)
