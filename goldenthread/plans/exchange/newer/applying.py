"""Write what a person took of a newer file into the live plan, through the services, all of it or nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from goldenthread.actions import services as actions
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.plans import queries, services
from goldenthread.plans.exchange.applying import NOBODY, new_action, priority_fields, raised_line
from goldenthread.plans.exchange.correcting import read_back
from goldenthread.plans.exchange.document import ActionDocument
from goldenthread.plans.exchange.newer.choosing import GONE as NO_SUCH_FILE
from goldenthread.plans.exchange.newer.choosing import lay_beside
from goldenthread.plans.exchange.newer.comparing import Beside, compare
from goldenthread.plans.exchange.newer.differences import (
    ADDED,
    CHANGED,
    CLOSE,
    DOUBT,
    GONE,
    WITHDRAW,
    Choices,
    Comparison,
    Difference,
)
from goldenthread.plans.exchange.newer.lines import Item, items
from goldenthread.plans.exchange.newer.writing import ActionWriter, Source, kept_part, write_part
from goldenthread.plans.services import Done
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

if TYPE_CHECKING:
    from goldenthread.plans.models import PlanImport

KINDS = {
    "plan": "plans.plan",
    "priority": "plans.priority",
    "objective": "plans.objective",
    "measure": "plans.measure",
    "focus_group": "plans.focusgroup",
    "assurance_area": "plans.assurancearea",
    "section": "plans.plansection",
    "action": "actions.action",
}
LEFT_OUT = "“{line}” stands under “{under}”, which you left out. Take both, or neither."


class ChangedMeanwhile(Refused):
    """The plan is no longer as it was when the person who applies a newer file looked at it."""


@dataclass(frozen=True)
class AppliedNewer:
    """What applying a newer file did: the plan, and how many lines were added, changed and ended."""

    plan_id: UUID
    added: int
    changed: int
    ended: int


@transaction.atomic
def apply_newer(actor: Actor, now: datetime, today: date, import_id: UUID) -> AppliedNewer:
    """Apply what was taken of a newer file, and return what it did.

    Raises `Refused` while a question is open, and `ChangedMeanwhile` where a line to be written is not as it was
    looked at; then nothing has changed.
    """
    row = queries.show_import(actor, import_id)
    if row is None:
        raise Refused(NO_SUCH_FILE)
    if row.state != "preview" or row.onto_id is None:
        raise Refused("This file has been dealt with already; upload it again to start afresh.")
    beside = lay_beside(actor, today, row)
    fresh = compare(beside)
    wanted = _insist_looked_at(Comparison.from_json(row.compared), fresh, beside.choices)
    doing = _Applying(actor, now, today, row, beside, fresh)
    doing.write(wanted)
    services.finish_import(actor, now, row.pk, row.onto_id, doing.done)
    count = {sort: sum(1 for one in wanted if one.sort == sort) for sort in (ADDED, CHANGED, GONE)}
    return AppliedNewer(row.onto_id, count[ADDED], count[CHANGED], count[GONE])


def _insist_looked_at(seen: Comparison, fresh: Comparison, choices: Choices) -> list[Difference]:
    """The differences to be written. Raises `Refused` and `ChangedMeanwhile`."""
    open_doubts = len(fresh.of(DOUBT))
    if open_doubts:
        lines = "1 line is" if open_doubts == 1 else f"{open_doubts} lines are"
        raise Refused(f"{lines} still in question: say of each whether it is the same, reworded, or a new one.")
    wanted = [one for one in fresh.differences if choices.does(one)]
    before = {one.key: one for one in seen.differences}
    stale = [
        one for one in wanted if not one.same_as(before.get(one.key)) or getattr(before[one.key], "is_stale", False)
    ]
    if stale:
        lines = "1 line of the plan has" if len(stale) == 1 else f"{len(stale)} lines of the plan have"
        raise ChangedMeanwhile(f"{lines} changed since you looked. Look again, then apply; nothing was changed.")
    if not wanted:
        raise Refused("Nothing is to be taken of this file. Take a change, or put the file aside.")
    return wanted


@dataclass
class _Applying:
    actor: Actor
    now: datetime
    today: date
    row: "PlanImport"
    beside: Beside
    fresh: Comparison
    done: list[Done] = field(default_factory=list)
    refs: dict[str, Ref] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.live, self.choices = self.beside.live, self.beside.choices
        self.plan_id = self.live.tree.plan.pk
        self.file: dict[str, Item] = {one.id: one for one in items(self.row.document)}
        self.levels = {one.thing: one.level for one in items(self.live.data)}
        self.source = Source(self.row.file_name, self.row.dated_on or self.today)

    def write(self, wanted: list[Difference]) -> None:
        """New parts first, since what changes may move under them; what ends comes last."""
        added = [one for one in wanted if one.sort == ADDED]
        for kind in ("priority", "objective", "measure", "focus_group", "assurance_area", "section"):
            for one in added:
                if one.kind == kind:
                    self._add_part(one)
        moved = self._raise([one for one in added if one.kind == "action"])
        for one in wanted:
            if one.sort == CHANGED:
                moved |= self._change(one)
        self._arrange(moved, [one for one in wanted if one.sort == CHANGED])
        self._put_parts_in_place(added)
        self._end([one for one in wanted if one.sort == GONE])

    def _ref(self, uid: str, line: str) -> Ref:
        """Where a part of the file is in the plan. Raises `Refused` where it was left out."""
        if not uid:
            return Ref("plans.plan", self.plan_id)
        live = self.fresh.pairs.get(uid)
        if live:
            return Ref(KINDS[self.levels[live]], UUID(live))
        if uid not in self.refs:
            raise Refused(LEFT_OUT.format(line=_short(line), under=_short(self.file[uid].words)))
        return self.refs[uid]

    def _add_part(self, one: Difference) -> None:
        actor, now, plan_id = self.actor, self.now, self.plan_id
        to = one.changes[0].to if one.changes else {}
        if one.kind == "priority":
            part: Any = services.add_priority(actor, now, plan_id, **priority_fields(self.file[one.of_file].row))
        elif one.kind == "objective":
            item = self.file[one.of_file]
            above = self._ref(item.under, item.words)
            under = above.id if above.kind == "plans.priority" else None
            part = services.add_objective(
                actor,
                now,
                plan_id,
                title=item.words,
                reference=item.row.get("reference", ""),
                priority_id=under,
                outcomes=item.row.get("outcomes", []),
            )
        elif one.kind == "measure":
            above = self._ref(to["of_file"], one.title)
            beneath: dict[str, Any] = {f"{to['level']}_id": above.id}
            part = services.add_measure(actor, now, plan_id, kind=to["kind"], text=to["text"], **beneath)
        elif one.kind == "focus_group":
            part = services.add_focus_group(actor, now, plan_id, name=to["text"])
        elif one.kind == "assurance_area":
            part = services.add_assurance_area(actor, now, plan_id, title=to["text"], expectations=to["expectations"])
        else:
            part = services.add_section(actor, now, plan_id, kind=to["kind"], heading=to["heading"], body=to["body"])
        self.refs[one.of_file] = Ref(KINDS[one.kind], part.pk)
        self.done.append(Done("added", KINDS[one.kind], part.pk, str(part), version_after=part.version))

    def _raise(self, added: list[Difference]) -> set[str]:
        """Raise the new actions together; returns the ids, in the file, of what they stand under."""
        decisions, proposals = self.beside.decisions, self.beside.proposals.by_uid
        document = read_back(self.row.document)
        news: list[actions.NewAction] = []
        for one in added:
            item, who = self.file[one.of_file], proposals[one.of_file]
            if who.lead is None:
                raise Refused(NOBODY)
            place = (self._ref(item.under, item.words), len(self._beneath(item.under)) + len(news))
            action = ActionDocument.from_json(item.row)
            news.append(new_action(action, who, decisions.dates.get(item.id), document, place))
        raised = actions.raise_actions(self.actor, self.now, self.today, news) if news else []
        for one, row in zip(added, raised, strict=True):
            self.refs[one.of_file] = Ref("actions.action", row.pk)
            self.done.append(raised_line(row))
        return {self.file[one.of_file].under for one in added}

    def _beneath(self, uid: str) -> list[Item]:
        return [one for one in self.file.values() if one.under == uid and one.level == "action"]

    def _change(self, one: Difference) -> set[str]:
        """Write the changes taken of one line; returns the ids, in the file, of parts whose order is touched."""
        taken = [change for change in one.changes if self.choices.takes(one, change)]
        moves = {change.field: change for change in taken if change.field in ("under", "order")}
        rest = [change for change in taken if change.field not in ("under", "order")]
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        if one.kind == "action":
            line = self.live.lines[one.live]
            writer = ActionWriter(self.actor, self.now, self.today, self.source, line)
            writer.write(rest)
            before, after = writer.before, writer.after
        elif rest:
            before, after = write_part(self.actor, self.now, one, rest, self.live.tree)
        touched: set[str] = set()
        if "under" in moves:
            self._move(one, moves["under"].to, before, after)
            touched.add(self.file[one.of_file].under)
        if before or after:
            self.done.append(Done("changed", KINDS[one.kind], UUID(one.live), one.live_title, before, after))
        return touched

    def _move(self, one: Difference, to: dict[str, str], before: dict[str, Any], after: dict[str, Any]) -> None:
        target = self._ref(self.file[one.of_file].under, one.title)
        from_ = Ref(KINDS[self.levels[to["from"]]], UUID(to["from"])) if to["from"] else Ref("plans.plan", self.plan_id)
        if one.kind == "action":
            position = [item.id for item in self._beneath(self.file[one.of_file].under)].index(one.of_file)
            services.move_action(
                self.actor, self.now, UUID(one.live), from_, target, position=position, reason=self.source.says()
            )
        elif one.kind == "objective":
            priority_id = target.id if target.kind == "plans.priority" else None
            services.change_objective(self.actor, self.now, UUID(one.live), priority_id=priority_id)
        before["under"], after["under"] = f"{from_.kind}:{from_.id}", f"{target.kind}:{target.id}"

    def _arrange(self, touched: set[str], changed: list[Difference]) -> None:
        """Put what stands under a part in the order of the file, where something came or the order was taken."""
        wanted = touched | {
            one.of_file
            for one in changed
            for change in one.changes
            if change.field == "order" and self.choices.takes(one, change)
        }
        for uid in wanted:
            ids = [self._live_id(item) for item in self._beneath(uid)]
            target = self._ref(uid, "")
            threads.arrange(
                self.actor, self.now, LinkKind.SERVES, target, "actions.action", [one for one in ids if one]
            )

    def _live_id(self, item: Item) -> UUID | None:
        live = self.fresh.pairs.get(item.id)
        if live:
            return UUID(live)
        return self.refs[item.id].id if item.id in self.refs else None

    def _put_parts_in_place(self, added: Iterable[Difference]) -> None:
        """New priorities and objectives take their place in the file's order; the others keep theirs around them."""
        kinds = {one.kind for one in added}
        for level, change in (("priority", services.change_priority), ("objective", services.change_objective)):
            if level not in kinds:
                continue
            positions = self._positions()
            order = [pk for one in self.file.values() if one.level == level and (pk := self._live_id(one))]
            for position, pk in enumerate(order):
                if positions.get(pk) != position:
                    change(self.actor, self.now, pk, position=position)

    def _positions(self) -> dict[UUID, int]:
        tree = self.live.tree
        nodes = [*(one for node in tree.priorities for one in node.objectives), *tree.objectives]
        return {node.priority.pk: node.priority.position for node in tree.priorities} | {
            node.objective.pk: node.objective.position for node in nodes
        }

    def _end(self, gone: list[Difference]) -> None:
        withdrawn: dict[str, list[Difference]] = defaultdict(list)
        for one in gone:
            fate, reason = self.choices.fate(one)
            if fate == WITHDRAW:
                withdrawn[reason].append(one)
            elif fate == CLOSE:
                actions.close_without_completion(self.actor, self.now, self.today, UUID(one.live), reason=reason)
                self._ended("closed", one)
            else:
                self._take_out(one, reason)
        for reason, lines in withdrawn.items():
            ids = [UUID(one.live) for one in lines]
            actions.withdraw_actions(self.actor, self.now, self.today, ids, reason=reason)
            for one in lines:
                self._ended("withdrawn", one)

    def _ended(self, did: str, one: Difference, before: dict[str, Any] | None = None) -> None:
        self.done.append(Done(did, KINDS[one.kind], UUID(one.live), one.live_title, before or {}))

    def _take_out(self, one: Difference, reason: str) -> None:
        part = queries.show_part(self.actor, one.kind, UUID(one.live))
        before = kept_part(one.kind, part) if part else {}
        services.remove_part(self.actor, self.now, one.kind, UUID(one.live), reason=reason)
        self._ended("removed", one, before)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else f"{line[:79].rstrip()}…"
