"""People and what they are here: added, appointed, given roles, and their own particulars."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.partnerships import rules
from goldenthread.partnerships.models import Appointment, Membership
from goldenthread.partnerships.permissions import APPOINT, KEEP_OWN_PARTICULARS, Role
from goldenthread.partnerships.services import _writing
from goldenthread.partnerships.services.invitations import send_invitation
from goldenthread.people.models import User
from goldenthread.people.rules import may_sign_in_with
from goldenthread.trail import services as trail


@transaction.atomic
def add_person(
    actor: Actor, now: datetime, *, email: str, name: str, password: str | None = None, **fields: Any
) -> User:
    """Make a person known, or return the one who already has the address. Roles are given separately.

    Without a password the person chooses one when they take up their invitation. Raises `Refused` without name or
    address, and for the address of an inbox that several people read.
    """
    actor.must(APPOINT)
    if not email.strip():
        raise Refused("Enter an e-mail address.", "email")
    insist(may_sign_in_with(email), "email")
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is not None:
        return person
    if not name.strip():
        raise Refused("Enter the person's name.", "name")
    person = User.objects.create_user(email, name, password, **fields)
    trail.record(actor, "partnerships.person.added", person, after={"name": person.name}, now=now)
    return person


@transaction.atomic
def welcome_person(
    actor: Actor,
    now: datetime,
    *,
    email: str,
    name: str,
    role: str,
    agency_id: UUID | None = None,
    starts_on: date | None = None,
    job_title: str = "",
    phone: str = "",
) -> Membership | Appointment:
    """Make a person known, give them their first role or appointment here, send their invitation; return the role.

    A `role` that is held by appointment (`partnership_chair`) is made as one.

    Somebody who has an account already, in another partnership perhaps, keeps their own name and particulars, and the
    page that calls this shows the same words either way. Raises `Refused` as `add_person` and `grant_role` do.
    """
    actor.must(APPOINT)
    person = add_person(actor, now, email=email, name=name, job_title=job_title.strip(), phone=phone.strip())
    given: Membership | Appointment
    if role in Appointment.Kind.values:
        given = appoint(actor, now, kind=role, person_id=person.pk, agency_id=agency_id, starts_on=starts_on)
    else:
        given = grant_role(actor, now, role=role, person_id=person.pk, agency_id=agency_id, starts_on=starts_on)
    send_invitation(actor, now, person.pk)
    return given


@transaction.atomic
def appoint(
    actor: Actor,
    now: datetime,
    *,
    kind: str,
    person_id: UUID,
    agency_id: UUID | None = None,
    starts_on: date | None = None,
) -> Appointment:
    """Appoint a person from a day on and return the appointment. Raises `Refused` where the rules forbid it."""
    actor.must(APPOINT)
    _writing.insist_one_of(kind, Appointment.Kind.values, "kind")
    _writing.insist_person(person_id)
    _writing.insist_own_agency(actor, agency_id)
    day = starts_on or timezone.localdate(now)
    insist(rules.may_appoint(kind, _held(actor, person_id, day)), "kind")
    mine = Appointment.objects.within(actor).filter(_still(day), person_id=person_id)
    if mine.filter(Q(agency_id=agency_id), kind=kind).exists():
        raise Refused("This person already holds that appointment.", "kind")
    row = Appointment(
        partnership_id=actor.partnership_id, kind=kind, person_id=person_id, agency_id=agency_id, starts_on=starts_on
    )
    _writing.add(actor, now, row, "partnerships.appointment.made")
    return row


def _held(actor: Actor, person_id: UUID, day: date) -> list[str]:
    """The appointments and roles a person holds on a day or later, under lock, so that no two rules pass at once."""
    User.objects.select_for_update().get(pk=person_id)
    appointments = Appointment.objects.within(actor).filter(_still(day), person_id=person_id)
    roles = Membership.objects.within(actor).filter(_still(day), person_id=person_id)
    return [*appointments.values_list("kind", flat=True), *roles.values_list("role", flat=True)]


def _still(day: date) -> Q:
    """What has not ended by a day, whenever it begins."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=day)


@transaction.atomic
def end_appointment(actor: Actor, now: datetime, appointment_id: UUID, *, ends_on: date) -> Appointment:
    """End an appointment after a day and return it. Raises `Refused` when there is none."""
    actor.must(APPOINT)
    row = _writing.locked(actor, Appointment, appointment_id, "appointment")
    _writing.end(actor, now, row, ends_on, "partnerships.appointment.ended")
    return row


@transaction.atomic
def grant_role(
    actor: Actor,
    now: datetime,
    *,
    role: str,
    person_id: UUID,
    agency_id: UUID | None = None,
    starts_on: date | None = None,
) -> Membership:
    """Give a person a role from a day on and return the membership.

    Raises `Refused` for a role nobody defined, one the person holds already for the same agency, and one that the
    rules keep apart from what they hold.
    """
    actor.must(APPOINT)
    if role not in set(Role):
        raise Refused("Choose one of the listed roles.", "role")
    _writing.insist_person(person_id)
    _writing.insist_own_agency(actor, agency_id)
    day = starts_on or timezone.localdate(now)
    insist(rules.may_appoint(role, _held(actor, person_id, day)), "role")
    held = Membership.objects.within(actor).filter(_still(day), person_id=person_id)
    if held.filter(Q(agency_id=agency_id), role=role).exists():
        raise Refused("This person already holds that role.", "role")
    row = Membership(
        partnership_id=actor.partnership_id, role=role, person_id=person_id, agency_id=agency_id, starts_on=starts_on
    )
    _writing.add(actor, now, row, "partnerships.role.granted")
    return row


@transaction.atomic
def end_role(actor: Actor, now: datetime, membership_id: UUID, *, ends_on: date) -> Membership:
    """Take a role away after a day and return the membership.

    Raises `Refused` when there is none, and where nobody would be left to run the business unit.
    """
    actor.must(APPOINT)
    row = _writing.locked(actor, Membership, membership_id, "role")
    if row.role == Role.BUSINESS_MANAGER:
        insist(rules.may_leave(row.role, _writing.other_managers(row, ends_on + timedelta(days=1))), "ends_on")
    _writing.end(actor, now, row, ends_on, "partnerships.role.ended")
    return row


@transaction.atomic
def change_own_particulars(actor: Actor, now: datetime, *, name: str, phone: str, job_title: str = "") -> User:
    """Change one's own name, job title and telephone number and return the person.

    The e-mail address is for signing in and stays. Raises `Refused` without a name and for an actor who is nobody.
    """
    actor.must(KEEP_OWN_PARTICULARS)
    person = User.objects.select_for_update().filter(Q(pk=actor.user_id)).first()
    if person is None:
        raise Refused("Only a person who is signed in has particulars to change.")
    if not name.strip():
        raise Refused("Enter your name.", "name")
    names = ("name", "job_title", "phone")
    before = {field: getattr(person, field) for field in names}
    person.name, person.job_title, person.phone = name.strip(), job_title.strip(), phone.strip()
    after = {field: getattr(person, field) for field in names}
    if before != after:
        person.save(update_fields=names)
        trail.record(actor, "partnerships.person.changed", person, before=before, after=after, now=now)
    return person
