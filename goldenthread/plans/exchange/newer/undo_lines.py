"""What undoing an import would take back, and what stays because people have worked on it since. Changes nothing."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
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
    action that stays and could be withdrawn nevertheless.
    """

    line: "ImportLine"
    does: str = ""
    stays: str = ""
    fields: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    may_withdraw: bool = False

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
    """Everything that is looked up once, and the judgement on each line."""

    def __init__(self, actor: Actor, today: date, row: "PlanImport", nevertheless: Collection[UUID]) -> None:
        self.actor, self.nevertheless = actor, set(nevertheless)
        self.done = queries.lines_of_import(actor, row.pk)
        things = [one.thing_id for one in self.done]
        mark = ("plans.planimport", row.pk, "plans.planimport.applied")
        self.since = trail.told_since(actor, mark, things)
        self.acts = actions.actions_by_id(actor, [one.thing_id for one in self.done if one.kind == ACTION], today)
        self.tree = queries.plan_tree(actor, row.plan_id, today) if row.plan_id else None
        self.parts, self.children = _parts_of(self.tree)
        self.shown = self._evidenced()
        self.going: set[UUID] = set()

    def _evidenced(self) -> set[UUID]:
        """The parts on which evidence hangs."""
        found: set[UUID] = set()
        for kind in ("plans.priority", "plans.objective", "plans.measure"):
            ids = [one.thing_id for one in self.done if one.kind == kind and one.did == "added"]
            found |= set(threads.sources(self.actor, LinkKind.EVIDENCES, kind, ids)) if ids else set()
        return found

    def lines(self) -> list[UndoLine]:
        """Every line judged: actions first, so that it is known what stays beneath a part."""
        judged: dict[UUID, UndoLine] = {}
        for one in self.done:
            if one.kind == ACTION or one.did not in ("added",):
                judged[one.pk] = self._judge(one)
        # Parts were added from the top down, so that going backwards meets what is beneath first.
        for one in reversed(self.done):
            if one.pk not in judged:
                judged[one.pk] = self._added(one)
        return [judged[one.pk] for one in self.done]

    def _judge(self, one: "ImportLine") -> UndoLine:
        if one.did == "raised":
            return self._raised(one)
        if one.did == "changed":
            return self._changed(one)
        if one.did == "removed":
            return UndoLine(one, does="put back")
        line = self.acts.get(one.thing_id)
        wanted = "withdrawn" if one.did == "withdrawn" else "closed_without_completion"
        if line is None or line.state != wanted:
            return UndoLine(one, stays="Somebody has opened it again already.")
        return UndoLine(one, does="opened again")

    def _raised(self, one: "ImportLine") -> UndoLine:
        line = self.acts.get(one.thing_id)
        if line is None:
            return UndoLine(one, stays="It is no longer here, or not yours to see.")
        if line.state == "withdrawn":
            self.going.add(line.id)
            return UndoLine(one, stays="It is withdrawn already.")
        since = self._told(one.thing_id)
        if since and line.id not in self.nevertheless:
            return UndoLine(one, stays="People have worked on it since.", since=since, may_withdraw=True)
        self.going.add(line.id)
        return UndoLine(one, does="withdrawn", since=since)

    def _told(self, thing_id: UUID) -> tuple[str, ...]:
        """What happened to a thing since, each sort once with how often."""
        counts = Counter(line.did for line in self.since.get(thing_id, []))
        return tuple(f"{did} ({number} times)" if number > 1 else did for did, number in counts.items())

    def _changed(self, one: "ImportLine") -> UndoLine:
        if one.kind == ACTION:
            line = self.acts.get(one.thing_id)
            if line is None or line.state not in WORKED_ON:
                return UndoLine(one, stays="It is closed now.", since=self._told(one.thing_id))
            now = self._action_now(line, one)
        else:
            part = self.tree.plan if self.tree and one.kind == "plans.plan" else self.parts.get(one.thing_id)
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
        part = self.tree.plan if is_plan and self.tree else self.parts.get(one.thing_id)
        if part is None:
            return UndoLine(one, stays="It is no longer in the plan.")
        if is_plan and part.state != "draft":
            return UndoLine(one, stays=f"It is {part.get_state_display().lower()} now, so the plan itself stays.")
        since = self._told(one.thing_id)
        if since:
            return UndoLine(one, stays="People have worked on it since.", since=since)
        if one.thing_id in self.shown:
            return UndoLine(one, stays="Evidence hangs on it.")
        if self.children.get(one.thing_id, set()) - self.going:
            return UndoLine(one, stays="Something that stays stands beneath it.")
        self.going.add(one.thing_id)
        return UndoLine(one, does="taken away" if is_plan else "taken out")


def _parts_of(tree: Any) -> tuple[dict[UUID, Any], dict[UUID, set[UUID]]]:
    """Every part of a plan by id, and what stands directly beneath each part and the plan."""
    parts: dict[UUID, Any] = {}
    children: dict[UUID, set[UUID]] = {}
    if tree is None:
        return parts, children

    def beneath(holder: UUID, rows: Iterable[Any], lines: Iterable[ActionLine]) -> None:
        rows = list(rows)
        parts.update({row.pk: row for row in rows})
        children.setdefault(holder, set()).update({row.pk for row in rows} | {line.id for line in lines})

    loose = [*tree.focus_groups, *tree.assurance_areas, *tree.sections, *tree.measures]
    beneath(tree.plan.pk, [*(node.priority for node in tree.priorities), *loose], tree.actions)
    beneath(tree.plan.pk, [node.objective for node in tree.objectives], [])
    for node in tree.priorities:
        beneath(node.priority.pk, [*(one.objective for one in node.objectives), *node.measures], node.actions)
    for under in [*(one for node in tree.priorities for one in node.objectives), *tree.objectives]:
        beneath(under.objective.pk, under.measures, under.actions)
    return parts, children


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
