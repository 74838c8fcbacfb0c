"""Partnerships, people and structures for tests of any app, made through services as the product makes them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.models import Agency, Group, Seat
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LONG_AGO = date(2024, 4, 1)
PASSWORD = "a long enough sentence"

_numbers = count(1)


def found(slug: str = "", name: str = "", **fields: Any) -> Actor:
    """Found a partnership and return its business unit as an actor, who is nobody in particular."""
    slug = slug or f"partnership-{next(_numbers)}"
    founder = services.founding_actor()
    fields.setdefault("strands", ["children", "adults"])
    # Tests sign people in without a second step unless they are about it.
    fields.setdefault("second_step_roles", [])
    name = name or f"{slug.replace('-', ' ').title()} Safeguarding Partnership"
    return queries.system_actor(services.found_partnership(founder, NOW, slug=slug, name=name, **fields), "web")


def person_known_to(unit: Actor, name: str = "", email: str = "", password: str | None = None, **fields: Any) -> User:
    """Somebody who is known but holds nothing. They can sign in where a password is given."""
    number = next(_numbers)
    email = email or f"person{number}@example.org"
    return services.add_person(unit, NOW, email=email, name=name or f"Person {number}", password=password, **fields)


def person_with(
    unit: Actor,
    role: str = "",
    *,
    appointment: str = "",
    seat: UUID | None = None,
    agency_id: UUID | None = None,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
    person: User | None = None,
    **particulars: Any,
) -> User:
    """Somebody with a role, an appointment, a seat or several of these; a group member by default."""
    person = person or person_known_to(unit, **particulars)
    if appointment:
        made = services.appoint(
            unit, NOW, kind=appointment, person_id=person.pk, agency_id=agency_id, starts_on=starts_on
        )
        if ends_on:
            services.end_appointment(unit, NOW, made.pk, ends_on=ends_on)
    if seat:
        held = services.hold_seat(unit, NOW, seat, person_id=person.pk, starts_on=starts_on)
        if ends_on:
            services.leave_seat(unit, NOW, held.pk, ends_on=ends_on)
    if role or not (appointment or seat):
        granted = services.grant_role(
            unit, NOW, role=role or Role.GROUP_MEMBER, person_id=person.pk, agency_id=agency_id, starts_on=starts_on
        )
        if ends_on:
            services.end_role(unit, NOW, granted.pk, ends_on=ends_on)
    return person


def acting(unit: Actor, person: User, today: date = TODAY) -> Actor:
    """The person as they may act in the unit's partnership on a day. Fails where they have no tie to it."""
    actor = queries.actor_for(person.pk, unit.partnership_slug, today)
    assert actor is not None, f"{person} has no tie to {unit.partnership_slug}"
    return actor


def actor_with(unit: Actor, role: str = "", today: date = TODAY, **options: Any) -> Actor:
    """A new person with a role (or whatever `person_with` takes), as an actor."""
    return acting(unit, person_with(unit, role, **options), today)


def an_agency(unit: Actor, name: str = "", **fields: Any) -> Agency:
    """An agency that takes part in the unit's partnership."""
    fields = {"sector": "health_provider", "basis": "named_relevant_agency", "starts_on": LONG_AGO, **fields}
    return services.add_agency(unit, NOW, name=name or f"Agency {next(_numbers)}", **fields)


def a_group(unit: Actor, name: str = "", aliases: Sequence[str] = (), **fields: Any) -> Group:
    """A group of the unit's partnership."""
    fields = {"kind": "subgroup", **fields}
    return services.add_group(unit, NOW, name=name or f"Group {next(_numbers)}", aliases=aliases, **fields)


def a_seat(unit: Actor, group: Group, title: str = "", **fields: Any) -> Seat:
    """A seat on a group."""
    return services.add_seat(unit, NOW, group.pk, title=title or f"Seat {next(_numbers)}", **fields)
