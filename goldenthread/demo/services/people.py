"""The people of the demonstration: made known, appointed, and given their roles."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from goldenthread.demo.services.world import World
from goldenthread.partnerships import services as partnerships

PASSWORD = "try golden thread"  # noqa: S105 (everybody may read it; production refuses these accounts)


def plan_people(world: World, people: list[dict[str, Any]], founded: date) -> None:
    """Put on the agenda that everybody is made known on the founding day, or on the day they came."""
    for person in people:
        world.agenda.add(world.calendar.day(person) if "ago" in person else founded, _adds(world, person))


def _adds(world: World, told: dict[str, Any]) -> Any:
    def step(now: datetime, today: date) -> None:
        add(world, now, today, told)

    return step


def add(world: World, now: datetime, today: date, told: dict[str, Any], actor: Any = None) -> None:
    """Make one person known and give them their roles and appointments from that day."""
    actor = actor or world.unit(today)
    if not world.shared.hashed_password:
        # Hashing a password takes a third of a second, so the one they all share is hashed once.
        world.shared.hashed_password = make_password(PASSWORD)
    # Somebody who was only just invited has no password yet and was never here; others have one and never came.
    is_invited, seen = "invited" in told, told.get("seen", 3)
    person = partnerships.add_person(
        actor, now, email=told["email"], name=told["name"], job_title=told.get("job", ""), is_demonstration=True,
        hashed="" if is_invited else world.shared.hashed_password,
        last_login=None if is_invited or seen == "never" else world.agenda.now - timedelta(days=seen),
    )  # fmt: skip
    world.shared.people[told["key"]] = person.pk
    for role in told.get("roles", []):
        name, _, agency = role.partition(" for ")
        agency_id = world.ids[f"agency:{agency}"] if agency else None
        partnerships.grant_role(actor, now, role=name, person_id=person.pk, agency_id=agency_id, starts_on=today)
        if name == "agency_lead":
            world.speakers[agency] = told["key"]
    for appointment in told.get("appointed", []):
        kind, _, agency = appointment.partition(" for ")
        agency_id = world.ids[f"agency:{agency}"] if agency else None
        partnerships.appoint(actor, now, kind=kind, person_id=person.pk, agency_id=agency_id, starts_on=today)
    world.structure_changed()
