"""Fill one partnership with its structure and its plans, on top of what it holds.

New rows hang on old ones too, as years of use would leave them.

Rows are written in bulk and past the services, because a country's worth of them would take hours otherwise.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import Min

from benchmarks import words
from goldenthread.partnerships.models import (
    Agency,
    AgencyName,
    Appointment,
    Group,
    GroupAlias,
    Membership,
    Participation,
    Partnership,
    Seat,
    SeatHolder,
)
from goldenthread.people.models import User
from goldenthread.plans.models import (
    Approval,
    AssuranceArea,
    ChairRating,
    FocusGroup,
    Measure,
    Objective,
    Plan,
    PlanSection,
    Priority,
)

BATCH = 2000
DELIVERY = ("on_track", "on_track", "on_track", "at_risk", "off_track", "not_started")


@dataclass(frozen=True)
class Size:
    """How many rows are added. Each plan has its priorities, each priority its objectives, each objective measures."""

    people: int = 40
    agencies: int = 10
    groups: int = 5
    seats: int = 6
    plans: int = 1
    priorities: int = 4
    objectives: int = 3
    measures: int = 2
    actions: int = 60
    updates: int = 240
    evidence: int = 60
    documents: int = 30
    obligations: int = 6


class Furnisher:
    """One partnership while it is being filled. Lists hold what was there and what was added."""

    def __init__(self, partnership: Partnership, now: datetime, seed: int) -> None:
        self.partnership, self.now, self.today = partnership, now, now.date()
        self.chance = random.Random(seed)
        self.mark = f"{seed}-{partnership.slug}"
        self.since = self.today - timedelta(days=900)

    def there(self, model: type[models.Model]) -> list[Any]:
        """What the partnership holds of one table."""
        return list(model._default_manager.filter(partnership=self.partnership))

    def add(self, model: type[Any], rows: Sequence[dict[str, Any]]) -> list[Any]:
        """Write rows of a table of the partnership and return them."""
        return model._default_manager.bulk_create(
            [model(partnership=self.partnership, **row) for row in rows], batch_size=BATCH
        )

    def day(self, first: int, last: int) -> date:
        """Some day between so many days ago and so many days ahead."""
        return self.today + timedelta(days=self.chance.randint(first, last))

    def moment(self, ago: int) -> datetime:
        """Some moment within so many days until now."""
        return self.now - timedelta(minutes=self.chance.randint(1, ago * 24 * 60))

    def said(self, ago: int = 700) -> dict[str, Any]:
        """Who said something, and when."""
        person = self.chance.choice(self.people)
        return {"by": person, "by_name": person.name, "at": self.moment(ago)}

    def structure(self, size: Size) -> None:
        """People, agencies with their names, groups with seats and holders, and roles."""
        password = make_password(None)
        tied = (Membership, Appointment, SeatHolder)
        known = {row.person_id for model in tied for row in self.there(model)}
        made = [
            User(name=words.person(n), email=f"person{n}-{self.mark}@example.org", password=password)
            for n in range(size.people)
        ]
        # In an order of their own, not that of their ids, so that the same seed makes the same things each time.
        self.people = [
            *User.objects.filter(pk__in=known).order_by("email"),
            *User.objects.bulk_create(made, batch_size=BATCH),
        ]
        agencies = Agency.objects.bulk_create([Agency(sector="other") for _ in range(size.agencies)])
        AgencyName.objects.bulk_create(
            AgencyName(agency=one, name=f"{self.partnership.name} {words.AGENCIES[n % 12]} {n // 12 or ''}".strip())
            for n, one in enumerate(agencies)
        )
        self.add(
            Participation,
            [{"agency": one, "basis": "named_relevant_agency", "starts_on": self.since} for one in agencies],
        )
        theirs = Agency.objects.filter(participations__partnership=self.partnership)
        self.agencies = list(theirs.annotate(called=Min("names__name")).order_by("called"))
        held = len(self.there(Group))
        named = [f"{words.GROUPS[n % 12]} group {n}" for n in range(held, held + size.groups)]
        top = next((one for one in self.there(Group) if one.parent_id is None), None)
        self.add(Group, [{"name": name, "kind": "subgroup", "parent": top, "position": 90} for name in named])
        self.groups = [one for one in self.there(Group) if one.ends_on is None]
        self.add(GroupAlias, [{"group": one, "name": f"{one.name} (old {self.mark})"} for one in self.groups])
        chaired = {seat.group_id for seat in self.there(Seat) if seat.kind == "chair"}
        rows = []
        for group in self.groups:
            for n in range(size.seats):
                chairs = n == 0 and group.pk not in chaired
                title, agency = "Chair" if chairs else f"Member {n} {self.mark}", self.chance.choice(self.agencies)
                rows.append({"group": group, "title": title, "kind": "chair" if chairs else "member", "agency": agency})
        self.add(Seat, rows)
        self.seats = [one for one in self.there(Seat) if one.ends_on is None]
        held = [{"seat": s, "person": self.chance.choice(made), "starts_on": self.since} for s in self.seats]
        self.add(SeatHolder, held)
        self.roles(made)

    def roles(self, people: Sequence[User]) -> None:
        """One of everybody who runs a partnership, and a lead for each agency."""
        unit = ("business_manager", "unit_officer", "unit_officer", "analyst", "lay_member")
        held = [{"role": role, "person": people[n]} for n, role in enumerate(unit)]
        held += [
            {"role": "agency_lead", "person": people[(n + 5) % len(people)], "agency": one}
            for n, one in enumerate(self.agencies)
        ]
        self.add(Membership, [{**row, "starts_on": self.since} for row in held])
        kinds = ("partnership_chair", "independent_scrutineer", "delegated_safeguarding_partner")
        last = [{"kind": kind, "person": people[-n - 1], "starts_on": self.since} for n, kind in enumerate(kinds)]
        self.add(Appointment, last)

    def plans(self, size: Size) -> None:
        """Live plans with all they are made of; those already there get as much more."""
        titles = ("Strategic plan", "Business plan", "Work plan")
        lives = {"state": "live", "starts_on": self.since, "ends_on": self.day(300, 600)}
        self.add(
            Plan,
            [{"title": f"{titles[n % 3]} {n + 1}", **lives} for n in range(size.plans)],
        )
        every = self.there(Plan)
        places = range(size.priorities)
        self.add(
            Priority,
            [
                {"plan": plan, "position": 50 + n, "reference": f"{n + 1}", "title": words.task(self.chance)}
                for plan in every
                for n in places
            ],
        )
        self.priorities = self.there(Priority)
        self.add(
            Objective,
            [
                {"plan_id": one.plan_id, "priority": one, "position": 50 + n, "title": words.task(self.chance)}
                for one in self.priorities
                for n in range(size.objectives)
            ],
        )
        self.objectives = self.there(Objective)
        self.add(
            Measure,
            [
                {"plan_id": one.plan_id, "objective": one, "kind": "success", "text": words.task(self.chance)}
                for one in self.objectives
                for _ in range(size.measures)
            ],
        )
        for n in range(3):
            self.add(FocusGroup, [{"plan": plan, "name": f"Children of group {n}"} for plan in every])
            self.add(AssuranceArea, [{"plan": plan, "title": words.task(self.chance)} for plan in every])
            text = {"paragraphs": [words.task(self.chance)]}
            self.add(PlanSection, [{"plan": plan, "heading": f"Part {n}", "body": text} for plan in every])
            said = {"person_name": self.people[n].name, "approved_on": self.since}
            self.add(Approval, [{"plan": plan, **said} for plan in every])
        word = {"computed": "on_track", "reason": words.NEWS[0], "person_name": self.people[0].name}
        for key, rows in (("priority", self.priorities), ("objective", self.objectives)):
            said_of = [
                {key: one, "rating": self.chance.choice(DELIVERY), "rated_at": self.moment(300), **word} for one in rows
            ]
            self.add(ChairRating, said_of)
