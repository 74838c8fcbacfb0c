"""What undoing an import would take back, and what stays because people have worked on it since. Changes nothing."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from goldenthread.actions import queries as actions
from goldenthread.actions.queries import ActionLine
from goldenthread.actions.rules import WORKED_ON
from goldenthread.kernel.actor import Actor
from goldenthread.plans import queries
from goldenthread.plans.exchange.newer.differences import NOUNS
from goldenthread.plans.exchange.newer.writing import as_json
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind
from goldenthread.trail import queries as trail

if TYPE_CHECKING:
    from goldenthread.plans.models import ImportLine, PlanImport

ACTION = "actions.action"
KIND_OF = {
    "plans.plan": "plan",
    "plans.priority": "priority",
    "plans.objective": "objective",
    "plans.measure": "measure",
    "plans.focusgroup": "focus_group",
    "plans.assurancearea": "assurance_area",
    "plans.plansection": "section",
    ACTION: "action",
}
FIELD_WORDS = {
    "reference": "number", "description": "words", "title": "words", "text": "words", "name": "words", "lead": "lead",
    "due": "date", "milestones": "milestones", "update": "what the file said of progress", "under": "place",
    "provenance_text": "origin", "contributors": "who helps", "body": "text", "starts_on": "first day",
    "ends_on": "last day",
}  # fmt: skip
PLURALS = {
    "Priority": "priorities",
    "Text of the plan": "texts of the plan",
    "Area of assurance": "areas of assurance",
    "Group to attend to": "groups to attend to",
}
_SILENT_FIELDS = {"provenance_kind", "provenance_page", "lead_words"}


@dataclass(frozen=True)
class UndoLine:
    """One thing an import did: what undoing does to it, or why it stays.

    `fields` are those that go back to what they were; `since` says what people have done. `may_withdraw` is True for an
    action that stays and could be withdrawn nevertheless, `is_hidden` for one that is not the reader's to see.
    """

    line: "ImportLine"
    does: str = ""
    stays: str = ""
    fields: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    may_withdraw: bool = False
    is_hidden: bool = False

    @property
    def title(self) -> str:
        """What it is called; of an action that is not the reader's to see no more than that."""
        return "A restricted action" if self.is_hidden else self.line.title

    @property
    def word(self) -> str:
        """What a thing of this kind is called."""
        return NOUNS.get(KIND_OF.get(self.line.kind, ""), "Thing")


@dataclass(frozen=True)
class UndoPage:
    """The preview of undoing an import: what goes, what stays, and the later import that must be undone first."""

    row: "PlanImport"
    lines: list[UndoLine] = field(default_factory=list)
    later: "PlanImport | None" = None

    @property
    def goes(self) -> list[UndoLine]:
        """What is taken back."""
        return [one for one in self.lines if one.does]

    @property
    def stays(self) -> list[UndoLine]:
        """What is left as it is."""
        return [one for one in self.lines if one.stays]

    def counted(self) -> list[str]:
        """What goes, in numbers: "29 actions are withdrawn"."""
        counts = Counter((one.does, one.word) for one in self.goes)
        return [f"{_number(number, word)} {_verb(does, number)}" for (does, word), number in counts.items()]


def _number(number: int, word: str) -> str:
    plural = PLURALS.get(word, f"{word.lower()}s")
    return f"{number:,} {word.lower() if number == 1 else plural}"


def _verb(does: str, number: int) -> str:
    return f"{'is' if number == 1 else 'are'} {does}"


def undo_page(actor: Actor, today: date, import_id: UUID, nevertheless: Collection[UUID] = ()) -> UndoPage | None:
    """What undoing an applied import would do, or None where there is nothing to undo.

    `nevertheless` are actions to withdraw although people have worked on them. The queries do not grow with the file.
    """
    row = queries.show_import(actor, import_id)
    if row is None or row.state != "applied":
        return None
    later = None
    if row.plan_id and row.finished_at:
        later = next(iter(queries.applied_after(actor, row.plan_id, row.finished_at)), None)
    return UndoPage(row, _Undo(actor, today, row, nevertheless).lines(), later)


class _Undo:
    """Everything that is looked up once, and the judgement on each line.

    Where nothing has happened to a thing since, the trail says so and it need not be fetched.
    """

    def __init__(self, actor: Actor, today: date, row: "PlanImport", nevertheless: Collection[UUID]) -> None:
        self.actor, self.today, self.row, self.nevertheless = actor, today, row, set(nevertheless)
        self.done = queries.lines_of_import(actor, row.pk)
        things = [one.thing_id for one in self.done]
        mark = ("plans.planimport", row.pk, "plans.planimport.applied")
        self.since = trail.told_since(actor, mark, things)
        self.parts = queries.parts_beneath(actor, row.plan_id) if row.plan_id else {}
        links = threads.links_to(actor, [one.thing_id for one in self.done if one.kind != ACTION])
        self.shown = {target for kind, target, _ in links if kind == LinkKind.EVIDENCES}
        serving = [(target, source.id) for kind, target, source in links if kind == LinkKind.SERVES]
        mine = {one.thing_id for one in self.done if one.kind == ACTION}
        self.states = actions.states(actor, mine | {source for _, source in serving})
        self.children = self._children(serving)
        self.going: set[UUID] = set()

    def _children(self, serving: Iterable[tuple[UUID, UUID]]) -> dict[UUID, set[UUID]]:
        """What stands directly beneath each part and the plan; nothing withdrawn."""
        found: dict[UUID, set[UUID]] = {}
        for part, above in self.parts.items():
            found.setdefault(above, set()).add(part)
        for part, action in serving:
            if self.states.get(action) != "withdrawn":
                found.setdefault(part, set()).add(action)
        return found

    @cached_property
    def acts(self) -> dict[UUID, ActionLine]:
        """The actions of the import to which something happened since."""
        ids = [one.thing_id for one in self.done if one.kind == ACTION and one.thing_id in self.since]
        return actions.actions_by_id(self.actor, ids, self.today)

    @cached_property
    def rows(self) -> dict[UUID, Any]:
        """The plan and its parts as they stand."""
        tree = queries.plan_in_full(self.actor, self.row.plan_id, self.today) if self.row.plan_id else None
        return rows_of(tree) if tree else {}

    def lines(self) -> list[UndoLine]:
        """Every line judged: actions first, so that it is known what stays beneath a part."""
        judged: dict[UUID, UndoLine] = {}
        for one in self.done:
            if one.kind == ACTION or one.did != "added":
                judged[one.pk] = self._judge(one)
        # Parts were added from the top down, so that going backwards meets what is beneath first.
        for one in reversed(self.done):
            if one.pk not in judged:
                judged[one.pk] = self._added(one)
        return [judged[one.pk] for one in self.done]

    def _judge(self, one: "ImportLine") -> UndoLine:
        if one.kind == ACTION and one.thing_id not in self.states:
            return UndoLine(one, stays="It is no longer here, or not yours to see.", is_hidden=True)
        if one.did == "raised":
            return self._raised(one)
        if one.did == "changed":
            return self._changed(one)
        if one.did == "removed":
            return UndoLine(one, does="put back")
        wanted = "withdrawn" if one.did == "withdrawn" else "closed_without_completion"
        if self.states.get(one.thing_id) != wanted:
            return UndoLine(one, stays="Somebody has opened it again already.")
        return UndoLine(one, does="opened again")

    def _raised(self, one: "ImportLine") -> UndoLine:
        if self.states[one.thing_id] == "withdrawn":
            self.going.add(one.thing_id)
            return UndoLine(one, stays="It is withdrawn already.")
        since = self._told(one.thing_id)
        if since and one.thing_id not in self.nevertheless:
            return UndoLine(one, stays="People have worked on it since.", since=since, may_withdraw=True)
        self.going.add(one.thing_id)
        return UndoLine(one, does="withdrawn", since=since)

    def _told(self, thing_id: UUID) -> tuple[str, ...]:
        """What happened to a thing since, each sort once with how often."""
        counts = Counter(line.did for line in self.since.get(thing_id, []))
        return tuple(f"{did} ({number} times)" if number > 1 else did for did, number in counts.items())

    def _changed(self, one: "ImportLine") -> UndoLine:
        if one.thing_id not in self.since:
            now: Mapping[str, Any] = one.after
        elif one.kind == ACTION:
            line = self.acts.get(one.thing_id)
            if line is None or line.state not in WORKED_ON:
                return UndoLine(one, stays="It is closed now.", since=self._told(one.thing_id))
            now = self._action_now(line, one)
        else:
            part = self.rows.get(one.thing_id)
            if part is None:
                return UndoLine(one, stays="It is no longer in the plan.")
            now = _part_now(part, one.after)
        same = tuple(name for name, value in one.after.items() if now.get(name) == value)
        told = [FIELD_WORDS.get(name, name.replace("_", " ")) for name in same if name not in _SILENT_FIELDS]
        if not told:
            return UndoLine(one, stays="Somebody has changed it since.", since=self._told(one.thing_id))
        kept = [FIELD_WORDS.get(name, name) for name in one.after if name not in same and name not in _SILENT_FIELDS]
        since = (
            (f"its {', '.join(kept)} {'was' if len(kept) == 1 else 'were'} changed since and stays",) if kept else ()
        )
        return UndoLine(one, does=f"given back its {_listed(told)}", fields=same, since=since)

    def _action_now(self, line: ActionLine, one: "ImportLine") -> dict[str, Any]:
        words = {"reference", "description", "provenance_kind", "provenance_text", "provenance_page"}
        now: dict[str, Any] = {name: getattr(line, name) for name in words}
        now["lead"] = f"{line.lead.kind}:{line.lead.id}"
        now["lead_words"] = list(line.lead_words)
        now["contributors"] = [f"{party.kind}:{party.id}" for party in line.contributor_parties]
        now["due"] = [as_json(due) for due in line.due]
        now["milestones"] = [each.text for each in line.milestones if not each.dropped_on]
        # An update that was given stays in the conversation whatever came after it, so it can always be taken back.
        now["update"] = one.after.get("update")
        under = one.after.get("under", "")
        parent = UUID(under.partition(":")[2]) if under else None
        now["under"] = under if parent and line.id in self.children.get(parent, set()) else ""
        return now

    def _added(self, one: "ImportLine") -> UndoLine:
        is_plan = one.kind == "plans.plan"
        plan = self.row.plan
        if one.thing_id not in self.parts and not (is_plan and plan):
            return UndoLine(one, stays="It is no longer in the plan.")
        if is_plan and plan and plan.state != "draft":
            return UndoLine(one, stays=f"It is {plan.get_state_display().lower()} now, so the plan itself stays.")
        since = self._told(one.thing_id)
        if since:
            return UndoLine(one, stays="People have worked on it since.", since=since)
        if one.thing_id in self.shown:
            return UndoLine(one, stays="Evidence hangs on it.")
        if self.children.get(one.thing_id, set()) - self.going:
            return UndoLine(one, stays="Something that stays stands beneath it.")
        self.going.add(one.thing_id)
        return UndoLine(one, does="taken away" if is_plan else "taken out")


def rows_of(tree: Any) -> dict[UUID, Any]:
    """A plan and every part of it, by id."""
    rows = [tree.plan, *tree.focus_groups, *tree.assurance_areas, *tree.sections, *tree.measures]
    for node in tree.priorities:
        rows += [node.priority, *node.measures]
    for under in [*(one for node in tree.priorities for one in node.objectives), *tree.objectives]:
        rows += [under.objective, *under.measures]
    return {row.pk: row for row in rows}


def _part_now(part: Any, names: Mapping[str, Any]) -> dict[str, Any]:
    now = {}
    for name in names:
        if name == "under" and hasattr(part, "priority_id"):
            now[name] = f"plans.priority:{part.priority_id}" if part.priority_id else f"plans.plan:{part.plan_id}"
            continue
        value = getattr(part, name)
        now[name] = value.isoformat() if isinstance(value, date) else value
    return now


def _listed(words: list[str]) -> str:
    unique = list(dict.fromkeys(words))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"
