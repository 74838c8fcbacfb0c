"""Who may act for which partnership today: read afresh for each request."""

from datetime import date
from uuid import UUID

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.models import Appointment, Membership, Partnership, SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User

# An independent chair has the tools of the chair; the appointment's own name is kept where it is shown.
ROLE_OF_APPOINTMENT = {"independent_chair": Role.PARTNERSHIP_CHAIR}


def partnership_by_slug(slug: str) -> Partnership | None:
    """The partnership at this address, or None. Only for the command line and the sign-in chooser."""
    return Partnership.objects.filter(slug=slug).first()


def any_partnership() -> bool:
    """True when any partnership exists. Only for the command line, before the first is founded."""
    return Partnership.objects.exists()


def every_partnership() -> list[Partnership]:
    """Every partnership, by address. Only for work that the timer does for each."""
    return list(Partnership.objects.order_by("slug"))


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
    roles = frozenset(_role(source, what) for _, source, what, *_ in ties)
    chaired = {group for _, source, what, _, group, _ in ties if source == "seat" and what in ("chair", "vice_chair")}
    return Actor(
        user_id=user_id,
        name=person.name,
        partnership_id=partnership.pk,
        partnership_slug=partnership.slug,
        partnership_name=partnership.name,
        roles=roles,
        agency_ids=frozenset(agency for _, _, _, agency, _, _ in ties if agency),
        group_ids=frozenset(group for *_, group, _ in ties if group),
        chaired_group_ids=frozenset(group for group in chaired if group),
        seat_ids=frozenset(seat for *_, seat in ties if seat),
        strands=frozenset(partnership.strands),
        needs_second_step=bool(roles & set(partnership.second_step_roles)),
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
