"""Write the changes of one line through the services, and remember what stood before, so that it can be undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from goldenthread.actions import services as actions
from goldenthread.actions.queries import ActionLine
from goldenthread.actions.services import NewMilestone
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.due_dates import DueDate
from goldenthread.kernel.outcomes import Refused
from goldenthread.kernel.rag import WORDS, Delivery
from goldenthread.plans import queries, services
from goldenthread.plans.exchange.applying import origin_of
from goldenthread.plans.exchange.newer.differences import Change, Difference
from goldenthread.plans.exchange.newer.fields import due_of, party_of
from goldenthread.plans.queries import PlanTree

LONDON = ZoneInfo("Europe/London")
CHANGERS: Mapping[str, Callable[..., Any]] = {
    "priority": services.change_priority,
    "objective": services.change_objective,
    "measure": services.change_measure,
    "focus_group": services.change_focus_group,
    "assurance_area": services.change_assurance_area,
    "section": services.change_section,
}
# A changed text is called otherwise on the things that have only one.
TEXT_OF = {"measure": "text", "focus_group": "name", "assurance_area": "title"}


@dataclass(frozen=True)
class Source:
    """The file that says it: its name and the day it is from."""

    name: str
    dated_on: date

    def says(self, what: str = "") -> str:
        """The reason kept with a change: "The newer file of 3 May 2026 says …"."""
        day = f"{self.dated_on.day} {self.dated_on:%B %Y}"
        return f"The newer file of {day} says “{what}”." if what else f"So it stands in the newer file of {day}."

    def moment(self, now: datetime) -> datetime:
        """When it was said: noon of the file's day, or now where that is today."""
        noon = datetime.combine(self.dated_on, time(12), tzinfo=LONDON)
        return min(noon, now)


@dataclass
class ActionWriter:
    """One action and what is written of it. `before` and `after` hold what each field was and became, as JSON."""

    actor: Actor
    now: datetime
    today: date
    source: Source
    line: ActionLine
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.version = self.line.version
        self.words: dict[str, Any] = {}

    def write(self, changes: Sequence[Change]) -> None:
        """Write the changes: words and people, then the date, the milestones, and what was said. Raises `Refused`."""
        by_field = {change.field: change for change in changes}
        for name in ("reference", "description"):
            if name in by_field:
                self._word(name, by_field[name].to)
        if "origin" in by_field:
            for name, value in origin_of("; ".join(by_field["origin"].to), self.line.provenance_text).items():
                self._word(name, value)
        if "lead" in by_field:
            self._lead(by_field["lead"])
        self._write_words()
        if "due" in by_field:
            self._due(by_field["due"])
        if "evidence" in by_field:
            self._milestones(by_field["evidence"].to)
        if "said" in by_field:
            self._say(by_field["said"].to)

    def _word(self, name: str, value: Any) -> None:
        stood = getattr(self.line, name)
        self.before[name], self.after[name] = list(stood) if isinstance(stood, tuple) else stood, value
        self.words[name] = value

    def _lead(self, change: Change) -> None:
        to, line = change.to, self.line
        lead = party_of(to["lead"])
        helpers = to["helpers"]
        self.before["lead"], self.after["lead"] = f"{line.lead.kind}:{line.lead.id}", to["lead"]
        if lead != line.lead:
            self.before["lead_words"], self.after["lead_words"] = list(line.lead_words), to["words"]
            actions.reassign(
                self.actor, self.now, self.today, line.id, lead=lead, reason=self.source.says(change.after),
                version=self.version, words=to["words"],
            )  # fmt: skip
            self.version += 1
        else:
            self._word("lead_words", to["words"])
        if helpers is not None:
            self.before["contributors"] = [f"{one.kind}:{one.id}" for one in line.contributor_parties]
            self.after["contributors"] = helpers
            self.words["contributors"] = [party_of(one) for one in helpers]

    def _write_words(self) -> None:
        if self.words:
            actions.change_action(self.actor, self.now, self.today, self.line.id, version=self.version, **self.words)
            self.version += 1

    def _due(self, change: Change) -> None:
        real = change.to["real_date"]
        new = due_of(change.to["words"], date.fromisoformat(real) if real else None)
        self.before["due"] = [as_json(one) for one in self.line.due]
        self.after["due"] = [as_json(one) for one in new]
        actions.change_due(
            self.actor, self.now, self.today, self.line.id, due=new, reason=self.source.says(change.after),
            version=self.version,
        )  # fmt: skip
        self.version += 1

    def _milestones(self, wanted: Sequence[tuple[str, list[str]]]) -> None:
        standing = [one for one in self.line.milestones if not one.dropped_on]
        self.before["milestones"] = [[one.text, [as_json(due) for due in one.due]] for one in standing]
        rows = actions.set_milestones(
            self.actor, self.now, self.today, self.line.id,
            wanted=[NewMilestone(text, tuple(due)) for text, due in wanted], reason=self.source.says(),
        )  # fmt: skip
        self.after["milestones"] = [row.text for row in rows]

    def _say(self, to: Mapping[str, str]) -> None:
        rating = to["rating"]
        text = to["text"] or f"{WORDS[Delivery(rating)].tag}, the file says."
        update = actions.give_update(
            self.actor, self.now, self.source.dated_on, self.line.id, text=text, delivery=rating,
            on_behalf_of=f"The file “{self.source.name}”", said_at=self.source.moment(self.now),
        )  # fmt: skip
        self.before["update"], self.after["update"] = "", str(update.pk)


def as_json(due: Any) -> dict[str, Any]:
    """A due date as plain JSON, its words and what they mean."""
    return {
        "words": due.words,
        "kind": due.kind,
        "parsed": due.parsed,
        "starts_on": due.starts_on.isoformat() if due.starts_on else None,
        "ends_on": due.ends_on.isoformat() if due.ends_on else None,
    }


def due_from(data: Mapping[str, Any]) -> DueDate:
    """A due date back from its JSON."""
    days = {name: date.fromisoformat(data[name]) if data[name] else None for name in ("starts_on", "ends_on")}
    return DueDate(data["words"], data["kind"], data["parsed"], **days)


# What each kind of part is made of, so that one taken out can be put back.
OWN_FIELDS: Mapping[str, Sequence[str]] = {
    "priority": ("reference", "title", "outcome", "what_we_will_do", "areas_of_focus", "areas_of_focus_by_audience",
                 "linked_boards", "definition", "examples", "under", "notes", "rationale", "cohorts", "position"),
    "objective": ("reference", "title", "outcomes", "priority_id", "position"),
    "measure": ("kind", "text", "priority_id", "objective_id", "position"),
    "focus_group": ("name",),
    "assurance_area": ("title", "expectations"),
    "section": ("kind", "heading", "body"),
}  # fmt: skip


def kept_part(kind: str, part: Any) -> dict[str, Any]:
    """A part of a plan as plain JSON, from which it can be added again."""
    found = {name: getattr(part, name) for name in OWN_FIELDS[kind]}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in found.items()}


def write_part(
    actor: Actor, now: datetime, one: Difference, changes: Sequence[Change], tree: PlanTree[ActionLine]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the changes of the plan itself or of one of its parts; returns what stood before and after, by field."""
    if one.kind == "plan":
        return _write_plan(actor, now, changes, tree)
    fields = {TEXT_OF.get(one.kind, change.field) if change.field == "text" else change.field: change.to
              for change in changes}  # fmt: skip
    part: Any = queries.show_part(actor, one.kind, UUID(one.live))
    if part is None:
        raise Refused(f"“{one.live_title}” is no longer in the plan; compare the file again.")
    before = {name: getattr(part, name) for name in fields}
    CHANGERS[one.kind](actor, now, UUID(one.live), part.version, **fields)
    return before, fields


def _write_plan(
    actor: Actor, now: datetime, changes: Sequence[Change], tree: PlanTree[ActionLine]
) -> tuple[dict[str, Any], dict[str, Any]]:
    plan, before, after = tree.plan, dict[str, Any](), dict[str, Any]()
    for change in changes:
        if change.field == "title":
            before["title"], after["title"] = plan.title, change.to
        else:
            before |= {"starts_on": _iso(plan.starts_on), "ends_on": _iso(plan.ends_on)}
            after |= {"starts_on": change.to["start"], "ends_on": change.to["end"]}
    services.change_plan(actor, now, plan.pk, plan.version, **plan_fields(after))
    return before, after


def plan_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """A plan's particulars back from their JSON."""
    return {
        name: date.fromisoformat(value) if value and name.endswith("_on") else value for name, value in data.items()
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
