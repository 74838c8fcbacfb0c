"""What the demonstration knows while it is being made: who is who, and what was called what in the data."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from goldenthread.actions.services import Party
from goldenthread.demo.services.calendar import Agenda, Calendar
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.threads.rules import Ref

DATA = Path(__file__).resolve().parents[1] / "data"


def read(*parts: str) -> dict[str, Any]:
    """One file of the data. Raises `FileNotFoundError` where there is none."""
    with (DATA.joinpath(*parts[:-1]) / f"{parts[-1]}.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass
class Shared:
    """What both partnerships know: people by their key in the data, and agencies as "partnership:key"."""

    people: dict[str, UUID] = field(default_factory=dict)
    agencies: dict[str, Any] = field(default_factory=dict)
    hashed_password: str = ""


@dataclass
class World:
    """One partnership while it is being made. The dictionaries go from the key in the data to what was made of it."""

    slug: str
    calendar: Calendar
    agenda: Agenda
    shared: Shared
    manager: str = ""
    ids: dict[str, UUID] = field(default_factory=dict)
    speakers: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    chairs: dict[str, list[tuple[date, str]]] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, person: str, today: date) -> Actor:
        """A person as they could act here on a day. Raises `LookupError` for somebody who had no part in it then."""
        if person not in self._actors:
            actor = partnerships.actor_for(self.shared.people[person], self.slug, today)
            if actor is None:
                raise LookupError(f"{person} has no part in {self.slug} on {today}.")
            self._actors[person] = actor
        return self._actors[person]

    def unit(self, today: date) -> Actor:
        """The business manager on a day."""
        return self.actor(self.manager, today)

    def structure_changed(self) -> None:
        """Somebody took or left a seat or a role, so that everybody's rights are read afresh."""
        self._actors.clear()

    def chair_of(self, group: str, today: date) -> str:
        """Who chaired a group on a day, by key. Raises `LookupError` where nobody did."""
        held = [person for since, person in sorted(self.chairs.get(group, [])) if since <= today]
        if not held:
            raise LookupError(f"Nobody chairs {group} on {today}.")
        return held[-1]

    def speaker(self, lead: str, today: date) -> str:
        """Who speaks for a lead such as "agency:police", "group:neglect", "chair:quality" or "person:rowan"."""
        kind, _, key = lead.partition(":")
        if kind == "person":
            return key
        return self.speakers[key] if kind == "agency" else self.chair_of(key, today)

    def party(self, lead: str) -> Party:
        """A lead as the tracker knows it."""
        kind, _, key = lead.partition(":")
        if kind == "person":
            return Party("person", self.shared.people[key])
        if kind == "chair":
            return Party("seat", self.ids[lead])
        return Party(kind, self.ids[lead])

    def ref(self, kind: str, key: str) -> Ref:
        """Something of the data as a thread knows it."""
        kinds = {
            "action": "actions.action", "objective": "plans.objective", "priority": "plans.priority",
            "measure": "plans.measure", "plan": "plans.plan", "evidence": "documents.evidenceitem",
        }  # fmt: skip
        return Ref(kinds[kind], self.ids[f"{kind}:{key}"])
