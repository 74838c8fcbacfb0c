"""What people hold: appointments, roles and seats, by whom, for which agency, and in which order they are said."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import (
    Agency,
    AgencyName,
    Appointment,
    Membership,
    Participation,
    Records,
    Seat,
    SeatHolder,
)
from goldenthread.partnerships.permissions import SENTENCES, Role, label
from goldenthread.partnerships.queries.acting import ROLE_OF_APPOINTMENT
from goldenthread.partnerships.queries.agencies import called_on, list_participations, name_on, show_agency
from goldenthread.people.models import User

APPOINTMENT, ROLE, SEAT = "appointment", "role", "seat"


@dataclass(frozen=True)
class Holding:
    """One appointment, role or seat of one person: who, what in words, for which agency, since when and until when.

    `source` is "appointment", "role" or "seat"; `key` its stable word; `sentence` what it lets the person do.
    """

    id: UUID
    person: User
    what: str
    agency: str
    starts_on: date | None
    ends_on: date | None
    is_appointment: bool
    source: str = ROLE
    key: str = ""
    sentence: str = ""
    agency_id: UUID | None = None
    group_id: UUID | None = None

    def when(self, today: date) -> str:
        """ "now", "coming" or "ended"."""
        if self.starts_on and self.starts_on > today:
            return "coming"
        return "ended" if self.ends_on and self.ends_on < today else "now"


def list_holdings(
    actor: Actor,
    today: date,
    *,
    every: bool = False,
    seats: bool = False,
    person_id: UUID | None = None,
) -> list[Holding]:
    """Who holds which appointment or role today, appointments first; with `seats`, seats on groups after them.

    `every` adds what has ended and what is to come; `person_id` keeps one person's. Three queries at most.
    """

    def rows(model: type[Appointment | Membership | SeatHolder], agency: str = "agency_id") -> Records:
        found = model.objects.within(actor).select_related("person").annotate(agency_name=called_on(agency, today))
        found = found if every else found.in_effect(today)
        return found.filter(person_id=person_id) if person_id else found

    held = [_appointment(row) for row in rows(Appointment)]
    held += [_role(row) for row in rows(Membership)]
    if seats:
        found = rows(SeatHolder, "seat__agency_id").select_related("seat__group")
        held += [_seat(row) for row in found.order_by("seat__group__name", "seat__kind", "starts_on")]
    return held


def _appointment(row: Any) -> Holding:
    role = ROLE_OF_APPOINTMENT.get(row.kind, Role(row.kind) if row.kind in set(Role) else None)
    return Holding(
        row.pk, row.person, row.get_kind_display(), row.agency_name or "", row.starts_on, row.ends_on, True,
        source=APPOINTMENT, key=row.kind, sentence=SENTENCES[role] if role else "", agency_id=row.agency_id,
    )  # fmt: skip


def _role(row: Any) -> Holding:
    sentence = SENTENCES[Role(row.role)] if row.role in set(Role) else ""
    return Holding(
        row.pk, row.person, label(row.role), row.agency_name or "", row.starts_on, row.ends_on, False,
        source=ROLE, key=row.role, sentence=sentence, agency_id=row.agency_id,
    )  # fmt: skip


def _seat(row: Any) -> Holding:
    seat = row.seat
    leads = seat.kind in (Seat.Kind.CHAIR, Seat.Kind.VICE_CHAIR)
    what = f"{'Deputy for ' if row.is_deputy else ''}{seat.title}, {seat.group.name}"
    return Holding(
        row.pk, row.person, what, row.agency_name or "", row.starts_on, row.ends_on, False, source=SEAT,
        key=seat.kind, sentence=SENTENCES[Role.GROUP_CHAIR if leads else Role.GROUP_MEMBER], agency_id=seat.agency_id,
        group_id=seat.group_id,
    )  # fmt: skip


@dataclass(frozen=True)
class PersonLine:
    """One person of the partnership with everything they hold, most important first."""

    id: UUID
    name: str
    job_title: str
    email: str
    phone: str
    holdings: list[Holding]


def list_directory(actor: Actor, today: date, *, every: bool = False) -> list[PersonLine]:
    """The people of the partnership with what they hold: appointments first, then roles, then seats, then by name.

    `every` adds people whose time has ended or is to come. Three queries however many people.
    """
    held = list_holdings(actor, today, every=every, seats=True)
    order = {APPOINTMENT: 0, ROLE: 1, SEAT: 2}
    of: dict[UUID, list[Holding]] = {}
    for holding in held:
        of.setdefault(holding.person.pk, []).append(holding)
    first = sorted(of.values(), key=lambda mine: (order[mine[0].source], mine[0].person.name.lower()))
    return [_person(mine) for mine in first]


def _person(held: list[Holding]) -> PersonLine:
    person = held[0].person
    return PersonLine(person.pk, person.name, person.job_title, person.email, person.phone, held)


def show_person(actor: Actor, person_id: UUID, today: date) -> PersonLine | None:
    """One person with everything they hold, held and will hold in the actor's partnership, or None without any tie."""
    held = list_holdings(actor, today, every=True, seats=True, person_id=person_id)
    return _person(held) if held else None


def show_holding(actor: Actor, source: str, holding_id: UUID, today: date) -> Holding | None:
    """One appointment or role of the actor's partnership by its id, or None."""
    held = list_holdings(actor, today, every=True)
    return next((one for one in held if one.source == source and one.id == holding_id), None)


@dataclass(frozen=True)
class AgencyDetail:
    """An agency as its page shows it: names newest first, how it takes part, its seats, and who speaks for it."""

    agency: Agency
    name: str
    names: list[AgencyName]
    participations: list[Participation]
    seats: list[Seat]
    held: list[Holding] = field(default_factory=list)

    @property
    def is_here_now(self) -> bool:
        """True while its part in the partnership has no last day."""
        return any(row.ends_on is None for row in self.participations)


def agency_detail(actor: Actor, agency_id: UUID, today: date) -> AgencyDetail | None:
    """One agency that takes or took part in the actor's partnership, with only what belongs to this one, or None."""
    agency = show_agency(actor, agency_id)
    if agency is None:
        return None
    called = name_on(list(agency.names.all()), today)
    seats = Seat.objects.within(actor).in_effect(today).filter(agency_id=agency_id).select_related("group")
    holders = SeatHolder.objects.in_effect(today).select_related("person")
    return AgencyDetail(
        agency=agency,
        name=called.name if called else "",
        names=sorted(agency.names.all(), key=lambda name: name.starts_on or date.min, reverse=True),
        participations=list_participations(actor, agency_id),
        seats=list(seats.prefetch_related(Prefetch("holders", holders, to_attr="holders_now")).order_by("group__name")),
        held=[one for one in list_holdings(actor, today) if one.agency_id == agency_id],
    )
