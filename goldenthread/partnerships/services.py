"""Change the partnership: agencies, groups, seats, appointments, roles and texts. Each writes one trail event."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, Superseded, insist
from goldenthread.partnerships import queries, rules
from goldenthread.partnerships.models import (
    Agency,
    AgencyName,
    Appointment,
    Group,
    GroupAlias,
    Membership,
    Participation,
    Partnership,
    Record,
    Seat,
    SeatHolder,
    Statement,
)
from goldenthread.partnerships.permissions import APPOINT, CHANGE_STRUCTURE, CHANGE_TEXTS, Role
from goldenthread.people.models import User
from goldenthread.trail import services as trail


def founding_actor(name: str = "The installer", channel: str = "command") -> Actor:
    """Somebody who may found a partnership: the person at the command line, who already holds the machine."""
    return Actor(user_id=None, name=name, partnership_id=uuid4(), roles=frozenset({Role.BUSINESS_MANAGER}), channel=channel)


@transaction.atomic
def found_partnership(actor: Actor, now: datetime, *, slug: str, name: str, **fields: Any) -> Partnership:
    """Found a partnership and return it. `actor` comes from `founding_actor`, whose id it takes.

    Raises `Refused` where the address is taken.
    """
    actor.must(CHANGE_STRUCTURE)
    if Partnership.objects.filter(slug=slug).exists():
        raise Refused(f"There is already a partnership at “{slug}”; choose another address.", "slug")
    partnership = Partnership.objects.create(id=actor.partnership_id, slug=slug, name=name, **fields)
    trail.record(actor, "partnerships.partnership.founded", partnership, now=now)
    return partnership


@transaction.atomic
def change_partnership(actor: Actor, now: datetime, version: int, **fields: Any) -> Partnership:
    """Change the partnership's own particulars. Raises `Superseded` where somebody saved first."""
    actor.must(CHANGE_STRUCTURE)
    partnership = Partnership.objects.select_for_update().get(pk=actor.partnership_id)
    return _change(actor, now, partnership, version, fields, "partnerships.partnership.changed")


def _change(actor: Actor, now: datetime, thing: Any, version: int | None, fields: dict[str, Any], name: str) -> Any:
    """Write `fields` on a locked row unless somebody saved since `version`, and record what changed."""
    before = trail.snapshot(thing)
    if version is not None and thing.version != version:
        theirs = {key: getattr(thing, key) for key in fields}
        raise Superseded("Somebody else saved while you were writing. Both texts are below.", theirs, dict(fields))
    for key, value in fields.items():
        setattr(thing, key, value)
    thing.version += 1
    _save(thing)
    trail.record(actor, name, thing, before=before, now=now)
    return thing


def _save(thing: Any) -> None:
    """Save, turning the database's own refusal into a sentence."""
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError as error:
        raise Refused(_sentence(error)) from error


def _sentence(error: IntegrityError) -> str:
    said = str(error)
    if "dates_in_order" in said:
        return "The last day must be on or after the first day."
    if "one_group_per_name" in said:
        return "There is already a group of that name."
    if "one_alias_per_group" in said:
        return "The group already has that other name."
    return "That cannot be saved as it stands; check the dates and names."


@transaction.atomic
def write_statement(actor: Actor, now: datetime, *, kind: str, body: str, agreed_on: date) -> Statement:
    """Add a new version of the vision, purposes or values and return it; earlier versions stay."""
    actor.must(CHANGE_TEXTS)
    if not body.strip():
        raise Refused("Write the text before saving it.", "body")
    newest = Statement.objects.within(actor).filter(kind=kind).aggregate(Max("number"))["number__max"] or 0
    statement = Statement.objects.create(
        partnership_id=actor.partnership_id, kind=kind, number=newest + 1, body=body.strip(), agreed_on=agreed_on
    )
    trail.record(actor, "partnerships.statement.written", statement, now=now)
    return statement


@transaction.atomic
def add_agency(
    actor: Actor,
    now: datetime,
    *,
    name: str,
    sector: str,
    basis: str,
    short_name: str = "",
    starts_on: date | None = None,
    agency: Agency | None = None,
) -> Agency:
    """Bring an agency into the partnership and return it. Give `agency` where another partnership knows it already.

    Raises `Refused` where it takes part already.
    """
    actor.must(CHANGE_STRUCTURE)
    if agency is None:
        agency = Agency.objects.create(sector=sector)
        AgencyName.objects.create(agency=agency, name=name, short_name=short_name)
    elif Participation.objects.within(actor).filter(agency=agency, ends_on__isnull=True).exists():
        raise Refused(f"{agency} already takes part in this partnership.", "name")
    row = Participation(partnership_id=actor.partnership_id, agency=agency, basis=basis, starts_on=starts_on)
    _save(row)
    trail.record(actor, "partnerships.agency.added", row, now=now)
    return agency


@transaction.atomic
def rename_agency(actor: Actor, now: datetime, agency_id: UUID, *, name: str, on: date, short_name: str = "") -> Agency:
    """Give an agency a new name from a day on; papers before it keep the old one. Raises `Refused` when unknown here."""
    actor.must(CHANGE_STRUCTURE)
    agency = queries.show_agency(actor, agency_id)
    if agency is None:
        raise Refused("There is no such agency in this partnership.")
    before = {"name": str(agency)}
    for current in agency.names.filter(ends_on__isnull=True):
        insist(rules.dates_in_order(current.starts_on, date.fromordinal(on.toordinal() - 1)), "on")
        current.ends_on = date.fromordinal(on.toordinal() - 1)
        current.save()
    AgencyName.objects.create(agency=agency, name=name, short_name=short_name, starts_on=on)
    trail.record(actor, "partnerships.agency.renamed", agency, before=before, after={"name": name}, now=now)
    return Agency.objects.prefetch_related("names").get(pk=agency.pk)


@transaction.atomic
def end_participation(actor: Actor, now: datetime, agency_id: UUID, *, ends_on: date, reason: str = "") -> Participation:
    """End an agency's part in the partnership. Raises `Refused` when it takes no part."""
    actor.must(CHANGE_STRUCTURE)
    row = Participation.objects.within(actor).select_for_update().filter(agency_id=agency_id, ends_on__isnull=True).first()
    if row is None:
        raise Refused("That agency takes no part in this partnership.")
    before = trail.snapshot(row)
    row.ends_on = ends_on
    _save(row)
    trail.record(actor, "partnerships.agency.left", row, before=before, reason=reason, now=now)
    return row


@transaction.atomic
def add_group(
    actor: Actor, now: datetime, *, name: str, kind: str, aliases: Sequence[str] = (), **fields: Any
) -> Group:
    """Add a group with its other names and return it. Raises `Refused` for a taken name or dates out of order."""
    actor.must(CHANGE_STRUCTURE)
    _insist_own_group(actor, fields.get("parent_id"))
    group = Group(partnership_id=actor.partnership_id, name=name.strip(), kind=kind, **fields)
    _save(group)
    for alias in dict.fromkeys(filter(None, (alias.strip() for alias in aliases))):
        GroupAlias.objects.create(partnership_id=actor.partnership_id, group=group, name=alias)
    trail.record(actor, "partnerships.group.added", group, now=now)
    return group


def _insist_own_group(actor: Actor, group_id: UUID | None) -> None:
    if group_id and not Group.objects.within(actor).filter(pk=group_id).exists():
        raise Refused("There is no such group in this partnership.", "parent")


@transaction.atomic
def change_group(
    actor: Actor,
    now: datetime,
    group_id: UUID,
    version: int | None = None,
    aliases: Sequence[str] | None = None,
    **fields: Any,
) -> Group:
    """Change a group and, where given, its other names. Raises `Refused` (a circle, a taken name) or `Superseded`."""
    actor.must(CHANGE_STRUCTURE)
    group = Group.objects.within(actor).select_for_update().filter(pk=group_id).first()
    if group is None:
        raise Refused("There is no such group in this partnership.")
    if "parent_id" in fields:
        _insist_own_group(actor, fields["parent_id"])
        parents = dict(Group.objects.within(actor).values_list("pk", "parent_id"))
        insist(rules.may_report_to(group.pk, fields["parent_id"], parents), "parent")
    _change(actor, now, group, version, fields, "partnerships.group.changed")
    if aliases is not None:
        _set_aliases(actor, now, group, aliases)
    return group


def _set_aliases(actor: Actor, now: datetime, group: Group, aliases: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(filter(None, (alias.strip() for alias in aliases))))
    had = [alias.name for alias in group.aliases.all()]
    if wanted == had:
        return
    group.aliases.exclude(name__in=wanted).delete()
    for name in wanted:
        if name not in had:
            GroupAlias.objects.create(partnership_id=actor.partnership_id, group=group, name=name)
    trail.record(
        actor, "partnerships.group.known_as", group, before={"other_names": had}, after={"other_names": wanted}, now=now
    )


@transaction.atomic
def add_seat(
    actor: Actor, now: datetime, group_id: UUID, *, title: str, kind: str = "member", agency_id: UUID | None = None,
    starts_on: date | None = None, ends_on: date | None = None,
) -> Seat:  # fmt: skip
    """Add a seat to a group and return it. Raises `Refused` for a group or agency that is not this partnership's."""
    actor.must(CHANGE_STRUCTURE)
    _insist_own_group(actor, group_id)
    if agency_id and not queries.is_in_partnership(actor, "agency", agency_id):
        raise Refused("There is no such agency in this partnership.", "agency")
    seat = Seat(
        partnership_id=actor.partnership_id, group_id=group_id, title=title.strip(), kind=kind, agency_id=agency_id,
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    _save(seat)
    trail.record(actor, "partnerships.seat.added", seat, now=now)
    return seat


@transaction.atomic
def hold_seat(
    actor: Actor, now: datetime, seat_id: UUID, *, person_id: UUID, starts_on: date, is_deputy: bool = False
) -> SeatHolder:
    """Put a person in a seat from a day on; whoever held it (deputies apart) leaves it the day before."""
    actor.must(CHANGE_STRUCTURE)
    seat = Seat.objects.within(actor).select_for_update().filter(pk=seat_id).first()
    if seat is None:
        raise Refused("There is no such seat in this partnership.")
    if not is_deputy:
        for holder in seat.holders.filter(is_deputy=False, ends_on__isnull=True):
            holder.ends_on = date.fromordinal(starts_on.toordinal() - 1)
            _save(holder)
    holder = SeatHolder(
        partnership_id=actor.partnership_id, seat=seat, person_id=person_id, starts_on=starts_on, is_deputy=is_deputy
    )
    _save(holder)
    trail.record(actor, "partnerships.seat.held", holder, now=now)
    return holder


@transaction.atomic
def leave_seat(actor: Actor, now: datetime, holder_id: UUID, *, ends_on: date) -> SeatHolder:
    """End one person's time in a seat. Raises `Refused` when there is no such holding."""
    actor.must(CHANGE_STRUCTURE)
    return _end(actor, now, SeatHolder, holder_id, ends_on, "partnerships.seat.left")


def _end(actor: Actor, now: datetime, model: type[Record], row_id: UUID, ends_on: date, name: str) -> Any:
    row: Any = model.objects.within(actor).select_for_update().filter(pk=row_id).first()
    if row is None:
        raise Refused("There is no such place to leave in this partnership.")
    before = trail.snapshot(row)
    row.ends_on = ends_on
    row.version += 1
    _save(row)
    trail.record(actor, name, row, before=before, now=now)
    return row


@transaction.atomic
def add_person(actor: Actor, now: datetime, *, email: str, name: str, password: str | None = None, **fields: Any) -> User:
    """Make a person known, or return the one who already has the address. Roles are given separately."""
    actor.must(APPOINT)
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is not None:
        return person
    person = User.objects.create_user(email, name, password, **fields)
    trail.record(actor, "partnerships.person.added", person, after={"name": person.name}, now=now)
    return person


@transaction.atomic
def appoint(
    actor: Actor, now: datetime, *, kind: str, person_id: UUID, agency_id: UUID | None = None, starts_on: date | None = None
) -> Appointment:
    """Appoint a person from a day on and return the appointment. Raises `Refused` where the rules forbid it."""
    actor.must(APPOINT)
    _insist_own_agency(actor, agency_id)
    held = Appointment.objects.within(actor).filter(person_id=person_id, ends_on__isnull=True)
    insist(rules.may_appoint(kind, held.values_list("kind", flat=True)), "kind")
    row = Appointment(
        partnership_id=actor.partnership_id, kind=kind, person_id=person_id, agency_id=agency_id, starts_on=starts_on
    )
    _save(row)
    trail.record(actor, "partnerships.appointment.made", row, now=now)
    return row


def _insist_own_agency(actor: Actor, agency_id: UUID | None) -> None:
    if agency_id and not queries.is_in_partnership(actor, "agency", agency_id):
        raise Refused("There is no such agency in this partnership.", "agency")


@transaction.atomic
def end_appointment(actor: Actor, now: datetime, appointment_id: UUID, *, ends_on: date) -> Appointment:
    """End an appointment. Raises `Refused` when there is none."""
    actor.must(APPOINT)
    return _end(actor, now, Appointment, appointment_id, ends_on, "partnerships.appointment.ended")


@transaction.atomic
def grant_role(
    actor: Actor, now: datetime, *, role: str, person_id: UUID, agency_id: UUID | None = None, starts_on: date | None = None
) -> Membership:
    """Give a person a role from a day on and return the membership. Raises `Refused` for a role nobody defined."""
    actor.must(APPOINT)
    if role not in set(Role):
        raise Refused("Choose one of the listed roles.", "role")
    _insist_own_agency(actor, agency_id)
    row = Membership(
        partnership_id=actor.partnership_id, role=role, person_id=person_id, agency_id=agency_id, starts_on=starts_on
    )
    _save(row)
    trail.record(actor, "partnerships.role.granted", row, now=now)
    return row


@transaction.atomic
def end_role(actor: Actor, now: datetime, membership_id: UUID, *, ends_on: date) -> Membership:
    """Take a role away from a day on. Raises `Refused` when there is none."""
    actor.must(APPOINT)
    return _end(actor, now, Membership, membership_id, ends_on, "partnerships.role.ended")
