"""Found a partnership of the demonstration: its agencies with their history, its groups, seats and texts."""

from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.demo.services import people
from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.world import World
from goldenthread.partnerships import services as partnerships


def plan_structure(world: World, told: dict[str, Any]) -> None:
    """Put the founding of a partnership, and what changed in it since, on the agenda."""
    founded = world.calendar.day(told["partnership"]["founded"])
    world.manager = told["people"][0]["key"]
    world.agenda.add(founded, _founds(world, told["partnership"], told["people"][0]))
    for agency in told["agencies"]:
        world.agenda.add(founded, _adds_agency(world, agency))
        for rename in agency.get("renamed", []):
            recorded = world.calendar.day(rename)
            world.agenda.add(max(recorded, founded), _renames(world, agency["key"], recorded, rename))
        if "left" in agency:
            left = max(world.calendar.day(agency["left"]), founded)
            world.agenda.add(left, _leaves(world, agency["key"], left, agency["left"]["why"]))
    people.plan_people(world, told["people"][1:], founded)
    for group in told["groups"]:
        _plan_group(world, group, founded)
    for text in told["texts"]:
        world.agenda.add(max(world.calendar.day(text), founded), _writes(world, text))


def _founds(world: World, told: dict[str, Any], manager: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        installer = partnerships.founding_actor()
        partnerships.found_partnership(
            installer, now, slug=world.slug, name=told["name"], abbreviation=told["abbreviation"],
            strands=told["strands"], is_demonstration=True, second_step_roles=[],
        )  # fmt: skip
        people.add(world, now, today, manager, installer)

    return step


def _adds_agency(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        known = world.shared.agencies.get(told.get("same_as", ""))
        agency = partnerships.add_agency(
            world.unit(today), now, name=told["name"], short_name=told.get("short", ""), sector=told["sector"],
            basis=told["basis"], starts_on=told.get("since"), agency=known,
        )  # fmt: skip
        world.ids[f"agency:{told['key']}"] = agency.pk
        world.shared.agencies[f"{world.slug}:{told['key']}"] = agency

    return step


def _renames(world: World, key: str, on: date, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        partnerships.rename_agency(
            world.unit(today), now, world.ids[f"agency:{key}"], name=told["name"], short_name=told["short"], on=on
        )

    return step


def _leaves(world: World, key: str, on: date, reason: str) -> Step:
    def step(now: datetime, today: date) -> None:
        partnerships.end_participation(world.unit(today), now, world.ids[f"agency:{key}"], ends_on=on, reason=reason)

    return step


def _writes(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        body = "\n\n".join(part.strip() for part in told["body"].split("\n\n"))
        partnerships.write_statement(world.unit(today), now, kind=told["kind"], body=body, agreed_on=today)

    return step


def _plan_group(world: World, told: dict[str, Any], founded: date) -> None:
    calendar = world.calendar
    made = calendar.day(told["made"]) if "made" in told else founded
    begins = calendar.day(told["begins"]) if "begins" in told else made
    ends = calendar.day(told["ends"]) if "ends" in told else None
    world.agenda.add(made, _adds_group(world, told, begins, ends))
    for seat in told.get("seats", []):
        world.agenda.add(made, _adds_seat(world, told["key"], seat))
        for holder in [{"person": seat["held_by"]}] if "held_by" in seat else []:
            _plan_holder(world, told["key"], seat, holder, begins, made)
        for holder in seat.get("then", []):
            day = calendar.day(holder)
            _plan_holder(world, told["key"], seat, holder, day, day)
        if "deputy" in seat:
            deputy = {"person": seat["deputy"], "deputises": True}
            _plan_holder(world, told["key"], seat, deputy, begins, made)
    for change in told.get("changed", []):
        world.agenda.add(calendar.day(change), _changes_group(world, told["key"], change))
    if "ended" in told:
        day = calendar.day(told["ended"])
        world.agenda.add(day, _ends_group(world, told["key"], day, told["ended"]["why"]))
        # Its seats give their last rights on its last day.
        world.agenda.add(day + timedelta(days=1), lambda now, today: world.structure_changed())


def _adds_group(world: World, told: dict[str, Any], begins: date, ends: date | None) -> Step:
    def step(now: datetime, today: date) -> None:
        group = partnerships.add_group(
            world.unit(today), now, name=told["name"], kind=told["kind"], aliases=told.get("aliases", []),
            abbreviation=told.get("short", ""), parent_id=world.ids.get(f"group:{told.get('under', '')}"),
            strands=told.get("strands", []), cadence=told.get("cadence", ""), remit=told.get("remit", "").strip(),
            information_class=told.get("class", "G"), position=told.get("position", 0), starts_on=begins, ends_on=ends,
        )  # fmt: skip
        world.ids[f"group:{told['key']}"] = group.pk

    return step


def _adds_seat(world: World, group: str, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        kind, agency = told.get("kind", "member"), told.get("agency")
        agency_id = world.ids[f"agency:{agency}"] if agency else None
        seat = partnerships.add_seat(
            world.unit(today), now, world.ids[f"group:{group}"], title=told["title"], kind=kind, agency_id=agency_id
        )
        world.ids[f"seat:{group}.{told['title']}"] = seat.pk
        if kind == "chair":
            world.ids[f"chair:{group}"] = seat.pk

    return step


def _plan_holder(
    world: World, group: str, seat: dict[str, Any], told: dict[str, Any], since: date, recorded: date
) -> None:
    deputises = told.get("deputises", False)
    if seat.get("kind") == "chair" and not deputises:
        world.chairs.setdefault(group, []).append((since, told["person"]))

    def step(now: datetime, today: date) -> None:
        partnerships.hold_seat(
            world.unit(today), now, world.ids[f"seat:{group}.{seat['title']}"],
            person_id=world.shared.people[told["person"]], starts_on=since, is_deputy=deputises,
        )  # fmt: skip
        world.structure_changed()

    world.agenda.add(recorded, step)


def _changes_group(world: World, key: str, told: dict[str, Any]) -> Step:
    fields = {name: value for name, value in told.items() if name not in ("ago", "before", "after")}

    def step(now: datetime, today: date) -> None:
        partnerships.change_group(world.unit(today), now, world.ids[f"group:{key}"], **fields)

    return step


def _ends_group(world: World, key: str, on: date, reason: str) -> Step:
    def step(now: datetime, today: date) -> None:
        partnerships.end_group(world.unit(today), now, world.ids[f"group:{key}"], ends_on=on, reason=reason)

    return step
