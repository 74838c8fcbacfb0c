"""Undo an import: take back what it did, as far as nobody has worked on it since, all of it or nothing."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from goldenthread.actions import services as actions
from goldenthread.actions.services import NewMilestone
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.plans import services
from goldenthread.plans.exchange.newer.fields import party_of
from goldenthread.plans.exchange.newer.undo_lines import ACTION, KIND_OF, UndoLine, UndoPage, undo_page
from goldenthread.plans.exchange.newer.writing import CHANGERS, due_from, plan_fields
from goldenthread.threads import queries as links
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

if TYPE_CHECKING:
    from goldenthread.plans.models import ImportLine

NOTHING = "This file is not applied, so there is nothing to undo."
ADDERS: Mapping[str, Callable[..., Any]] = {
    "priority": services.add_priority,
    "objective": services.add_objective,
    "measure": services.add_measure,
    "focus_group": services.add_focus_group,
    "assurance_area": services.add_assurance_area,
    "section": services.add_section,
}


@dataclass(frozen=True)
class Undone:
    """What undoing did: how many things went back, how many stayed, and whether the plan itself is gone."""

    went: int
    stayed: int
    plan_is_gone: bool


@transaction.atomic
def undo_import(
    actor: Actor,
    now: datetime,
    today: date,
    import_id: UUID,
    *,
    nevertheless: Collection[UUID] = (),
    reason: str = "",
) -> Undone:
    """Undo an applied import and return what that did. The file is kept, and the trail keeps everything.

    `nevertheless` are actions to withdraw although people have worked on them; that needs a reason. Raises `Refused`
    where a later file was applied to the same plan, where some of it is not the actor's to see, and as the services do;
    then nothing has changed.
    """
    page = undo_page(actor, today, import_id, nevertheless)
    if page is None:
        raise Refused(NOTHING)
    if page.later:
        raise Refused(f"“{page.later.file_name}” was applied to this plan afterwards. Undo that one first.")
    if any(one.is_hidden for one in page.lines):
        raise Refused(
            "This file brought or changed actions that are not yours to read, so somebody who reads them must undo it."
        )
    if nevertheless and not reason.strip():
        raise Refused("Say why actions are withdrawn that people have worked on.", "reason")
    said = f"Import undone: {reason.strip()}" if reason.strip() else "Import undone"
    _Undoing(actor, now, today, page, said).undo()
    services.undo_import(actor, now, import_id, reason=reason.strip())
    plan_is_gone = any(one.line.kind == "plans.plan" and one.line.did == "added" for one in page.goes)
    return Undone(len(page.goes), len(page.stays), plan_is_gone)


class _Undoing:
    """Takes back what a page says goes, the last thing done first."""

    def __init__(self, actor: Actor, now: datetime, today: date, page: UndoPage, reason: str) -> None:
        self.actor, self.now, self.today, self.page, self.reason = actor, now, today, page, reason

    def undo(self) -> None:
        """Changes go back, ended actions are opened, raised ones withdrawn, then parts taken out and put back."""
        goes = list(reversed(self.page.goes))
        for one in goes:
            if one.line.did == "changed":
                self._restore(one)
            elif one.line.did in ("closed", "withdrawn"):
                actions.reopen(self.actor, self.now, self.today, one.line.thing_id, reason=self.reason)
        raised = [one.line.thing_id for one in goes if one.line.did == "raised"]
        if raised:
            actions.withdraw_actions(self.actor, self.now, self.today, raised, reason=self.reason)
        self._take_out([one.line for one in goes if one.line.did == "added"])
        for one in self.page.goes:
            if one.line.did == "removed":
                self._put_back(one.line)

    def _take_out(self, lines: "list[ImportLine]") -> None:
        """Parts from the bottom up, once nothing withdrawn hangs on them, and last the draft itself."""
        parts = [one for one in lines if one.kind != "plans.plan"]
        for kind in ("plans.objective", "plans.priority", "plans.plan"):
            ids = [one.thing_id for one in lines if one.kind == kind]
            served = links.sources(self.actor, LinkKind.SERVES, kind, ids, ACTION) if ids else {}
            pairs = [(Ref(ACTION, action), Ref(kind, part)) for part, every in served.items() for action in every]
            if pairs:
                threads.untie_pairs(self.actor, self.now, LinkKind.SERVES, pairs, reason=self.reason)
        order = ["plans.measure", "plans.focusgroup", "plans.assurancearea", "plans.plansection", "plans.objective"]
        for kind in [*order, "plans.priority"]:
            for one in parts:
                if one.kind == kind:
                    services.remove_part(self.actor, self.now, KIND_OF[kind], one.thing_id, reason=self.reason)
        for one in lines:
            if one.kind == "plans.plan":
                services.remove_plan(self.actor, self.now, one.thing_id, reason=self.reason)

    def _put_back(self, line: "ImportLine") -> None:
        kind, plan_id = KIND_OF[line.kind], self.page.row.plan_id
        fields = {name: UUID(value) if name.endswith("_id") and value else value for name, value in line.before.items()}
        ADDERS[kind](self.actor, self.now, plan_id, **fields)

    def _restore(self, one: UndoLine) -> None:
        before = {name: one.line.before[name] for name in one.fields if name in one.line.before}
        if one.line.kind == ACTION:
            self._restore_action(one.line, before)
        elif one.line.kind == "plans.plan":
            services.change_plan(self.actor, self.now, one.line.thing_id, **plan_fields(before))
        else:
            self._restore_part(one.line, before)

    def _restore_part(self, line: "ImportLine", before: dict[str, Any]) -> None:
        if "under" in before:
            kind, _, under = before.pop("under").partition(":")
            before["priority_id"] = UUID(under) if kind == "plans.priority" else None
        CHANGERS[KIND_OF[line.kind]](self.actor, self.now, line.thing_id, **before)

    def _restore_action(self, line: "ImportLine", before: dict[str, Any]) -> None:
        actor, now, today, action = self.actor, self.now, self.today, line.thing_id
        if "update" in before:
            self._take_back(line)
        if "under" in before:
            was, now_under = _ref(before["under"]), _ref(line.after["under"])
            services.move_action(actor, now, action, now_under, was, position=0, reason=self.reason)
        if "due" in before:
            due = [due_from(one) for one in before["due"]]
            actions.change_due(actor, now, today, action, due=due, reason=self.reason)
        if "milestones" in before:
            wanted = [NewMilestone(text, [due_from(one) for one in due]) for text, due in before["milestones"]]
            actions.set_milestones(actor, now, today, action, wanted=wanted, reason=self.reason)
        lead_words = before.get("lead_words", [])
        if before.get("lead") != line.after.get("lead"):
            lead = party_of(before["lead"]) if "lead" in before else None
            if lead:
                actions.reassign(actor, now, today, action, lead=lead, reason=self.reason, words=lead_words)
        words: dict[str, Any] = {
            name: before[name]
            for name in (
                "reference", "description", "lead_words", "provenance_kind", "provenance_text", "provenance_page"
            )
            if name in before
        }  # fmt: skip
        if "contributors" in before:
            words["contributors"] = [party_of(one) for one in before["contributors"]]
        if words:
            actions.change_action(actor, now, today, action, **words)

    def _take_back(self, line: "ImportLine") -> None:
        text = f"Taken back: it came with the file “{self.page.row.file_name}”, and that import was undone."
        actions.take_back_update(
            self.actor, self.now, line.thing_id, UUID(line.after["update"]), text=text, reason=self.reason
        )


def _ref(words: str) -> Ref:
    kind, _, found = words.partition(":")
    return Ref(kind, UUID(found))
