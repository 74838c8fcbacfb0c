"""The plans of the demonstration: drafted, filled, approved, started, rated by chairs, and closed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldenthread.actions.queries import actions_by_id
from goldenthread.actions.services import NewAction, raise_actions
from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.evidence import plan_evidence
from goldenthread.demo.services.stories import new_action, plan_story
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.plans import services as plans

PRIORITY_FIELDS = frozenset(
    {
        "reference", "title", "outcome", "what_we_will_do", "rationale", "areas_of_focus",
        "areas_of_focus_by_audience", "linked_boards", "definition", "examples", "cohorts", "notes", "under",
    }
)  # fmt: skip


def plan_plans(world: World) -> None:
    """Put every plan of a partnership on the agenda: each is a folder of the data, or a single file."""
    for path in sorted((DATA / world.slug / "plans").iterdir()):
        if path.is_dir():
            told = read(world.slug, "plans", path.name, "plan")
            parts = sorted(part.stem for part in path.glob("priority_*.toml"))
            told["priority"] = [read(world.slug, "plans", path.name, part) for part in parts]
        else:
            told = read(world.slug, "plans", path.stem)
        Drafting(world, world.calendar.told(told)).plan()


class Drafting:
    """One plan on its way onto the agenda."""

    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.told = world, told
        self.key = told["key"]
        self.placed: list[tuple[dict[str, Any], list[str]]] = []

    def plan(self) -> None:
        """Put its whole life on the agenda."""
        drafted = self.world.calendar.day(self.told["drafted"])
        self._at(drafted, self._draft)
        for priority in self.told.get("priority", []):
            self._plan_priority(drafted, priority)
        self._at(drafted, self._lists)
        self._plan_actions(drafted)
        self._plan_life()

    def _at(self, day: date, step: Step) -> None:
        self.world.agenda.add(day, step)

    def _plan_id(self) -> UUID:
        return self.world.ids[f"plan:{self.key}"]

    def _draft(self, now: datetime, today: date) -> None:
        told, world = self.told, self.world
        first, last = self._period()
        plan = plans.draft_plan(
            world.actor(told["drafted"]["by"], today), now, title=told["title"], kind=told["kind"], starts_on=first,
            ends_on=last, strands=told.get("strands", []), edition=told["edition"], author=told["author"],
            group_id=world.ids.get(f"group:{told.get('group', '')}"), level_words=told.get("level_words", {}),
            review_on=self._optional_day("review"), issue_on=self._optional_day("issued"),
            abbreviation=told.get("abbreviation", ""), partnership_words=told.get("partnership", ""),
        )  # fmt: skip
        world.ids[f"plan:{self.key}"] = plan.pk

    def _period(self) -> tuple[date, date]:
        calendar = self.world.calendar
        if self.told.get("period") == "before":
            return calendar.plan_before
        if "begins" in self.told:
            return calendar.day(self.told["begins"]), calendar.day(self.told["ends"])
        return calendar.plan_start, calendar.plan_end

    def _optional_day(self, name: str) -> date | None:
        return self.world.calendar.day(self.told[name]) if name in self.told else None

    def _plan_priority(self, drafted: date, told: dict[str, Any]) -> None:
        key = f"{self.key}.{told['key']}"

        def step(now: datetime, today: date) -> None:
            fields = {name: told[name] for name in PRIORITY_FIELDS if name in told}
            row = plans.add_priority(self._drafter(today), now, self._plan_id(), **fields)
            self.world.ids[f"priority:{key}"] = row.pk
            self._measures(now, today, told, key, priority_id=row.pk)

        self._at(drafted, step)
        self._place(told, f"priority:{key}")
        self._plan_said(told, "priority", key)
        for objective in told.get("objective", []):
            self._plan_objective(drafted, objective, key)

    def _plan_objective(self, drafted: date, told: dict[str, Any], priority: str) -> None:
        key = f"{self.key}.{told['reference']}"

        def step(now: datetime, today: date) -> None:
            row = plans.add_objective(
                self._drafter(today), now, self._plan_id(), title=told["title"], reference=told["reference"],
                priority_id=self.world.ids[f"priority:{priority}"], outcomes=told.get("outcomes", []),
            )  # fmt: skip
            self.world.ids[f"objective:{key}"] = row.pk
            self._measures(now, today, told, key, objective_id=row.pk)

        self._at(drafted, step)
        self._place(told, f"objective:{key}")
        self._plan_said(told, "objective", key)

    def _place(self, holder: dict[str, Any], ref: str) -> None:
        for action in holder.get("action", []):
            also = [f"objective:{one}" for one in action.get("also_serves", [])]
            self.placed.append((action, [ref, *also]))

    def _drafter(self, today: date) -> Any:
        return self.world.actor(self.told["drafted"]["by"], today)

    def _measures(self, now: datetime, today: date, told: dict[str, Any], key: str, **under: UUID) -> None:
        for kind in ("quality", "success"):
            for number, text in enumerate(told.get(f"{kind}_measures", []), start=1):
                row = plans.add_measure(self._drafter(today), now, self._plan_id(), kind=kind, text=text, **under)
                self.world.ids[f"measure:{key}.{kind}.{number}"] = row.pk

    def _lists(self, now: datetime, today: date) -> None:
        actor, plan_id = self._drafter(today), self._plan_id()
        for name in self.told.get("focus_groups", []):
            plans.add_focus_group(actor, now, plan_id, name=name)
        for area in self.told.get("assurance_area", []):
            plans.add_assurance_area(actor, now, plan_id, title=area["title"], expectations=area["expectations"])
        for section in self.told.get("section", []):
            heading, body = section.get("heading", ""), section["body"]
            plans.add_section(actor, now, plan_id, kind=section["kind"], heading=heading, body=body)
        self._measures(now, today, self.told, self.key)

    def _plan_actions(self, drafted: date) -> None:
        """Those of the first draft are raised together; later ones on their own day."""
        at_first = [one for one in self.placed if "raised" not in one[0]]

        def raise_first(now: datetime, today: date) -> None:
            made = [new_action(self.world, self.told, action, self._serving(refs)) for action, refs in at_first]
            self._raise(now, today, made, [action for action, _ in at_first], self.world.manager)

        self._at(drafted, raise_first)
        for action, refs in self.placed:
            if "raised" in action:
                self._at(self.world.calendar.day(action["raised"]), self._raises(action, refs))
            plan_story(self.world, f"{self.key}.{action['reference']}", action)

    def _raises(self, action: dict[str, Any], refs: list[str]) -> Step:
        def step(now: datetime, today: date) -> None:
            made = new_action(self.world, self.told, action, self._serving(refs))
            self._raise(now, today, [made], [action], action["raised"].get("by", self.world.manager))

        return step

    def _serving(self, refs: list[str]) -> list[tuple[Any, int]]:
        served = []
        for one in refs:
            kind, _, key = one.partition(":")
            place = self.world.places.get(one, 0)
            self.world.places[one] = place + 1
            served.append((self.world.ref(kind, key), place))
        return served

    def _raise(self, now: datetime, today: date, made: list[NewAction], told: list[dict[str, Any]], by: str) -> None:
        raised = raise_actions(self.world.actor(by, today), now, today, made)
        lines = actions_by_id(self.world.actor(by, today), [row.pk for row in raised], today)
        for action, row in zip(told, raised, strict=True):
            key = f"{self.key}.{action['reference']}"
            self.world.ids[f"action:{key}"] = row.pk
            for number, milestone in enumerate(lines[row.pk].milestones, start=1):
                self.world.ids[f"milestone:{key}.{number}"] = milestone.id

    def _plan_life(self) -> None:
        world, calendar = self.world, self.world.calendar
        for approval in self.told.get("approval", []):
            self._at(calendar.day(approval), self._approves(approval))
        if "started" in self.told:
            self._at(
                calendar.day(self.told["started"]),
                lambda now, today: plans.start_plan(world.unit(today), now, self._plan_id()) and None,
            )
        plan_evidence(world, "plan", self.key, self.told.get("evidence", []))
        if "closed" in self.told:
            words = self.told["closed"]["words"].strip()
            self._at(
                calendar.day(self.told["closed"]),
                lambda now, today: (
                    plans.close_plan(world.unit(today), now, self._plan_id(), closing_words=words) and None
                ),
            )

    def _approves(self, told: dict[str, Any]) -> Step:
        def step(now: datetime, today: date) -> None:
            plans.approve_plan(
                self.world.actor(told["by"], today), now, self._plan_id(), approved_on=today,
                on_behalf_of=told.get("for", ""), words=told.get("words", ""),
            )  # fmt: skip

        return step

    def _plan_said(self, told: dict[str, Any], kind: str, key: str) -> None:
        """Chairs' words and evidence on a priority or objective, and on its measures."""
        rate = {"priority": plans.rate_priority, "objective": plans.rate_objective}[kind]
        for word in told.get("chair", []):
            self._at(self.world.calendar.day(word), self._rates(rate, f"{kind}:{key}", word))
        plan_evidence(self.world, kind, key, told.get("evidence", []))
        for piece in told.get("measured", []):
            plan_evidence(self.world, "measure", f"{key}.{piece['measure']}", [piece])

    def _rates(self, rate: Any, name: str, told: dict[str, Any]) -> Step:
        def step(now: datetime, today: date) -> None:
            chair = self.world.actor(told["by"], today)
            rate(chair, now, today, self.world.ids[name], rating=told["says"], reason=told["why"])

        return step
