"""Somebody leaves their agency: all that they hold for it ends, in every partnership at once.

One partnership is never told of another. Where something ends elsewhere, it is the agency that is said to have told
of it, and the trail there names neither the person who recorded it nor the partnership they did so in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.partnerships import queries, rules
from goldenthread.partnerships.models import Agency, Appointment, Invitation, Membership, Partnership, SeatHolder
from goldenthread.partnerships.permissions import RECORD_LEAVERS, Role
from goldenthread.partnerships.services import _writing
from goldenthread.partnerships.services.invitations import withdraw
from goldenthread.people import services as people
from goldenthread.people.models import User
from goldenthread.trail import services as trail

EVENTS: dict[Any, str] = {
    Membership: "partnerships.role.ended",
    Appointment: "partnerships.appointment.ended",
    SeatHolder: "partnerships.seat.left",
}


@dataclass(frozen=True)
class Left:
    """What became of it: who left, how many of their ties ended here, and whether they were signed out."""

    person: User
    ended_here: int
    signed_out: bool


@transaction.atomic
def record_leaver(
    actor: Actor, now: datetime, person_id: UUID, agency_id: UUID, *, left_on: date, reason: str = ""
) -> Left:
    """Record that somebody is with an agency no longer from a day on, and return what ended.

    Every role, appointment and seat they hold for it ends the day before: in every partnership, where the agency takes
    part in this one today; else here alone. From today or earlier, they are signed out everywhere too. A role as the
    only business manager stays where it cannot end. Raises `Refused` for oneself, for somebody who holds nothing for
    the agency here, for an agency the actor may not speak for, and where this partnership would lose its only
    business manager.
    """
    actor.must(RECORD_LEAVERS)
    today = timezone.localdate(now)
    if Role.BUSINESS_MANAGER not in actor.roles and agency_id not in queries.led_agencies(actor, today):
        raise Refused("You can record who left for the agency you lead. The business unit can do it for the others.")
    if not queries.ties_for_agency(actor, person_id, agency_id, today):
        raise Refused("They hold nothing for this agency here.")
    return end_all_for_agency(actor, now, person_id, agency_id, left_on=left_on, reason=reason)


def end_all_for_agency(
    actor: Actor, now: datetime, person_id: UUID, agency_id: UUID, *, left_on: date, reason: str = ""
) -> Left:
    """Do what `record_leaver` says, for services here that have checked who asks."""
    today = timezone.localdate(now)
    if person_id == actor.user_id:
        raise Refused("Somebody else must record that you have left: ask the business unit.")
    if abs(left_on - today) > timedelta(days=366):
        raise Refused("The day must be within a year of today.", "left_on")
    person = User.objects.select_for_update().get(pk=person_id)
    agency = Agency.objects.prefetch_related("names").get(pk=agency_id)
    everywhere = queries.takes_part(actor, agency_id, today)
    ended: dict[UUID, int] = {}
    for row in list(_ties(actor, person_id, agency_id, left_on, everywhere)):
        teller = _teller(actor, row.partnership, agency)
        ended.setdefault(row.partnership_id, 0)
        if _is_the_only_manager(row, actor, left_on):
            _tell(teller, now, "stays_as_manager", person, agency, left_on, reason)
            continue
        _end(teller, now, row, left_on, f"Left {agency}")
        ended[row.partnership_id] += 1
    for partnership in Partnership.objects.filter(pk__in=ended):
        teller = _teller(actor, partnership, agency)
        _tell(teller, now, "left", person, agency, left_on, reason)
        _withdraw_invitation(teller, now, person, left_on)
    if left_on <= today:
        people.sign_out_everywhere(person)
    return Left(person, ended.get(actor.partnership_id, 0), left_on <= today)


def _ties(actor: Actor, person_id: UUID, agency_id: UUID, left_on: date, everywhere: bool) -> Iterator[Any]:
    """All that the person holds for the agency on the day or later, each under lock, in one order for everybody."""
    for model, of in ((Appointment, "agency_id"), (Membership, "agency_id"), (SeatHolder, "seat__agency_id")):
        rows = model.objects.select_for_update(of=("self",)).select_related("partnership").order_by("pk")
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=left_on), person_id=person_id, **{of: agency_id})
        yield from rows if everywhere else rows.filter(partnership_id=actor.partnership_id)


def _teller(actor: Actor, partnership: Partnership, agency: Agency) -> Actor:
    """Who is said to have told of it: the actor in their own partnership, the agency in any other."""
    if partnership.pk == actor.partnership_id:
        return actor
    return replace(
        actor, user_id=None, name=str(agency), partnership_id=partnership.pk, partnership_slug=partnership.slug,
        partnership_name=partnership.name, roles=frozenset({Role.BUSINESS_MANAGER}), agency_ids=frozenset(),
        group_ids=frozenset(), chaired_group_ids=frozenset(), seat_ids=frozenset(),
    )  # fmt: skip


def _is_the_only_manager(row: Any, actor: Actor, left_on: date) -> bool:
    """True elsewhere, where ending the role would leave nobody to run the unit. Raises `Refused` here."""
    if not isinstance(row, Membership) or row.role != Role.BUSINESS_MANAGER:
        return False
    verdict = rules.may_leave(row.role, _writing.other_managers(row, left_on))
    if row.partnership_id == actor.partnership_id:
        insist(verdict, "left_on")
    return not verdict


def _end(teller: Actor, now: datetime, row: Any, left_on: date, reason: str) -> None:
    """End one tie the day before; one that would only have begun then is taken back whole."""
    if row.starts_on and row.starts_on >= left_on:
        before, name = trail.in_names(row), EVENTS[type(row)].rpartition(".")[0]
        trail.record(teller, f"{name}.taken_back", row, before=before, after={}, reason=reason, now=now)
        row.delete()
        return
    _writing.end(teller, now, row, left_on - timedelta(days=1), EVENTS[type(row)], reason)


def _tell(teller: Actor, now: datetime, what: str, person: User, agency: Agency, left_on: date, reason: str) -> None:
    after = {"name": person.name, "agency": str(agency), "left_on": left_on}
    reason = reason if teller.user_id else ""
    trail.record(teller, f"partnerships.person.{what}", person, after=after, reason=reason, now=now)


def _withdraw_invitation(teller: Actor, now: datetime, person: User, left_on: date) -> None:
    """Take back an invitation to somebody who now holds nothing there."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=left_on)
    if any(model.objects.within(teller).filter(still, person=person).exists() for model in EVENTS):
        return
    rows = Invitation.objects.within(teller).select_for_update(of=("self",)).select_related("person")
    for row in rows.filter(person=person, taken_at__isnull=True, withdrawn_at__isnull=True):
        withdraw(teller, now, row)
