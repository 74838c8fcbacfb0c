"""Find partnerships, agencies, groups, people and roles, always within one partnership and on one day."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import CharField, F, Prefetch, Q, Value
from django.db.models.functions import Cast

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.models import (
    Agency,
    AgencyName,
    Appointment,
    Group,
    Membership,
    Participation,
    Partnership,
    Seat,
    SeatHolder,
    Statement,
)
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User

# An independent chair has the tools of the chair; the appointment's own name is kept where it is shown.
ROLE_OF_APPOINTMENT = {"independent_chair": Role.PARTNERSHIP_CHAIR}


def partnership_by_slug(slug: str) -> Partnership | None:
    """The partnership at this address, or None. Only for the command line and the sign-in chooser."""
    return Partnership.objects.filter(slug=slug).first()


def _ties(user_id: UUID, today: date) -> list[tuple[UUID, str, str, UUID | None, UUID | None, UUID | None]]:
    """Every tie of a person to any partnership today: (partnership, from, what, agency, group, seat). One query."""
    none = Value(None, output_field=CharField())

    def text(name: str) -> Cast:
        return Cast(F(name), CharField())

    memberships = Membership.objects.in_effect(today).filter(person_id=user_id)
    appointments = Appointment.objects.in_effect(today).filter(person_id=user_id)
    holders = SeatHolder.objects.in_effect(today).filter(person_id=user_id)
    holders = holders.filter(Q(seat__ends_on__isnull=True) | Q(seat__ends_on__gte=today))
    holders = holders.filter(Q(seat__group__ends_on__isnull=True) | Q(seat__group__ends_on__gte=today))
    rows = (
        memberships.order_by()
        .values_list("partnership_id", Value("membership"), "role", text("agency_id"), none, none)
        .union(
            appointments.order_by().values_list(
                "partnership_id", Value("appointment"), "kind", text("agency_id"), none, none
            ),
            holders.order_by().values_list(
                "partnership_id", Value("seat"), "seat__kind", text("seat__agency_id"), text("seat__group_id"),
                text("seat_id"),
            ),
            all=True,
        )
    )  # fmt: skip
    return [
        (partnership, source, what, *(UUID(value) if value else None for value in ids))
        for partnership, source, what, *ids in rows
    ]


def partnerships_of(user_id: UUID, today: date) -> list[Partnership]:
    """The partnerships a person has any tie to today, by name."""
    ids = {partnership for partnership, *_ in _ties(user_id, today)}
    return list(Partnership.objects.filter(pk__in=ids).order_by("name"))


def actor_for(user_id: UUID, slug: str, today: date, channel: str = "web") -> Actor | None:
    """The person as they may act in one partnership today, or None where they have no tie to it.

    Read afresh for each request: a right granted or taken away counts from the next click.
    """
    partnership = Partnership.objects.filter(slug=slug).first()
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if partnership is None or person is None:
        return None
    ties = [tie for tie in _ties(user_id, today) if tie[0] == partnership.pk]
    if not ties:
        return None
    chaired = {group for _, source, what, _, group, _ in ties if source == "seat" and what in ("chair", "vice_chair")}
    return Actor(
        user_id=user_id,
        name=person.name,
        partnership_id=partnership.pk,
        partnership_slug=partnership.slug,
        partnership_name=partnership.name,
        roles=frozenset(_role(source, what) for _, source, what, *_ in ties),
        agency_ids=frozenset(agency for _, _, _, agency, _, _ in ties if agency),
        group_ids=frozenset(group for *_, group, _ in ties if group),
        chaired_group_ids=frozenset(group for group in chaired if group),
        seat_ids=frozenset(seat for *_, seat in ties if seat),
        strands=frozenset(partnership.strands),
        channel=channel,
    )


def _role(source: str, what: str) -> str:
    if source == "seat":
        return Role.GROUP_CHAIR if what in ("chair", "vice_chair") else Role.GROUP_MEMBER
    return ROLE_OF_APPOINTMENT.get(what, what)


def unit_actor(slug: str, channel: str = "command") -> Actor:
    """The business unit as the command line acts for it. Raises `Refused` where there is no such partnership."""
    partnership = partnership_by_slug(slug)
    if partnership is None:
        known = ", ".join(Partnership.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise Refused(f"There is no partnership “{slug}”. Those that exist: {known}.")
    return system_actor(partnership, channel)


def system_actor(partnership: Partnership, channel: str) -> Actor:
    """The program itself acting for the business unit of one partnership."""
    return Actor(
        user_id=None,
        name="The business unit",
        partnership_id=partnership.pk,
        partnership_slug=partnership.slug,
        partnership_name=partnership.name,
        roles=frozenset({Role.BUSINESS_MANAGER}),
        strands=frozenset(partnership.strands),
        channel=channel,
    )


def show_partnership(actor: Actor) -> Partnership:
    """The actor's partnership."""
    return Partnership.objects.get(pk=actor.partnership_id)


def statements(actor: Actor) -> dict[str, Statement]:
    """The newest version of each text the partnership stands by, by kind."""
    newest: dict[str, Statement] = {}
    for statement in Statement.objects.within(actor).order_by("kind", "-number"):
        newest.setdefault(statement.kind, statement)
    return newest


def statement_versions(actor: Actor, kind: str) -> list[Statement]:
    """Every version of one text, newest first."""
    return list(Statement.objects.within(actor).filter(kind=kind).order_by("-number"))


@dataclass(frozen=True)
class AgencyLine:
    """An agency as one partnership knows it on a day: its names then and before, sector, basis and dates."""

    id: UUID
    name: str
    short_name: str
    sector: str
    basis: str
    starts_on: date | None
    ends_on: date | None
    former_names: list[str] = field(default_factory=list)


def name_on(names: list[AgencyName], today: date) -> AgencyName | None:
    """The name in effect on a day, else the latest one."""
    fitting = [
        n for n in names if (n.starts_on is None or n.starts_on <= today) and (n.ends_on is None or today <= n.ends_on)
    ]
    by_start = sorted(fitting or names, key=lambda n: n.starts_on or date.min)
    return by_start[-1] if by_start else None


def list_agencies(actor: Actor, today: date, former: bool = False) -> list[AgencyLine]:
    """The agencies that take part today (or ever, with `former`), by name. Two queries however many agencies."""
    rows = Participation.objects.within(actor).select_related("agency").prefetch_related("agency__names")
    if not former:
        rows = rows.in_effect(today)
    lines = []
    for row in rows:
        names = list(row.agency.names.all())
        current = name_on(names, today)
        lines.append(
            AgencyLine(
                id=row.agency_id,
                name=current.name if current else "",
                short_name=current.short_name if current else "",
                sector=row.agency.get_sector_display(),
                basis=row.get_basis_display(),
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                former_names=[n.name for n in names if current and n.pk != current.pk],
            )
        )
    return sorted(lines, key=lambda line: line.name.lower())


def show_agency(actor: Actor, agency_id: UUID) -> Agency | None:
    """One agency that takes or took part in the actor's partnership, or None."""
    return (
        Agency.objects.filter(participations__partnership_id=actor.partnership_id, pk=agency_id)
        .prefetch_related("names")
        .distinct()
        .first()
    )


def list_groups(actor: Actor, today: date, ended: bool = False) -> list[Group]:
    """The groups of the partnership that have not ended (future ones included), with seats, holders and aliases.

    Four queries however many groups.
    """
    groups = Group.objects.within(actor)
    if not ended:
        groups = groups.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    holders = SeatHolder.objects.in_effect(today).select_related("person")
    seats = Seat.objects.in_effect(today).prefetch_related(Prefetch("holders", holders, to_attr="holders_now"))
    return list(groups.prefetch_related(Prefetch("seats", seats, to_attr="seats_now"), "aliases"))


def show_group(actor: Actor, group_id: UUID, today: date) -> Group | None:
    """One group with its seats and holders today (`seats_now`, `holders_now`), or None."""
    holders = SeatHolder.objects.in_effect(today).select_related("person")
    seats = (
        Seat.objects.in_effect(today)
        .select_related("agency")
        .prefetch_related(Prefetch("holders", holders, to_attr="holders_now"), "agency__names")
    )
    return (
        Group.objects.within(actor)
        .filter(pk=group_id)
        .select_related("parent")
        .prefetch_related(Prefetch("seats", seats, to_attr="seats_now"), "aliases", "children")
        .first()
    )


@dataclass(frozen=True)
class Known:
    """Somebody or something an action may be given to: kind (person, seat, group, agency), id, name, other names."""

    kind: str
    id: UUID
    name: str
    alternatives: tuple[str, ...] = ()
    note: str = ""


def known_leads(actor: Actor, today: date) -> list[Known]:
    """Everybody and everything that may lead an action today: groups, agencies, seats, people. Seven queries at most."""
    groups = list_groups(actor, today)
    found = [
        Known("group", g.pk, g.name, tuple(filter(None, [g.abbreviation, *(a.name for a in g.aliases.all())])))
        for g in groups
    ]
    found += [
        Known("agency", a.id, a.name, tuple(filter(None, [a.short_name, *a.former_names])))
        for a in list_agencies(actor, today)
    ]
    found += [
        Known("seat", s.pk, s.title, (f"{g.name} {s.title}",), note=g.name)
        for g in groups
        for s in getattr(g, "seats_now", [])
        if s.kind in ("chair", "vice_chair")
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


@dataclass(frozen=True)
class Holding:
    """One role or appointment of one person: who, what in words, for which agency, since when."""

    id: UUID
    person: User
    what: str
    agency: str
    starts_on: date | None
    ends_on: date | None
    is_appointment: bool


def list_holdings(actor: Actor, today: date) -> list[Holding]:
    """Who holds which appointment or role today, appointments first. Four queries."""
    names = {line.id: line.name for line in list_agencies(actor, today, former=True)}
    appointments = Appointment.objects.within(actor).in_effect(today).select_related("person")
    memberships = Membership.objects.within(actor).in_effect(today).select_related("person")
    held = [
        Holding(a.pk, a.person, a.get_kind_display(), names.get(a.agency_id, ""), a.starts_on, a.ends_on, True)
        for a in appointments
    ]
    held += [
        Holding(
            m.pk, m.person, m.role.replace("_", " ").capitalize(), names.get(m.agency_id, ""), m.starts_on, m.ends_on,
            False,
        )
        for m in memberships
    ]  # fmt: skip
    return held


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
