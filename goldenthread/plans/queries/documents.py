"""A plan as the JSON of its document, and the same with the id of every part beside it, to be kept as it stands."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.actions.queries import ActionLine, DueLine
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import WORDS, Delivery
from goldenthread.partnerships.permissions import Role
from goldenthread.plans.models import Measure
from goldenthread.plans.queries.trees import ObjectiveNode, PlanTree, PriorityNode, plan_in_full

Json = dict[str, Any]

# While a plan is a draft nobody has said how it goes, so nothing is filled in that the file did not print.
SAYS_PROGRESS = ("live", "closed")
# A document says ratings in the plain colour words that the reader gives; a layout turns them into its own.
RAG = {state: word.colour for state, word in WORDS.items()} | {Delivery.NO_UPDATE: "no update"}


def frozen_plan(actor: Actor, plan_id: UUID, today: date) -> Json:
    """The whole plan as it stands, to be kept as a version; empty for a plan that is not in this partnership.

    It holds every action, also those the actor may not read, because a version is the plan's and not its maker's:
    whoever reads it later is shown only their own (`shown_version`).
    """
    whole = replace(actor, roles=actor.roles | {Role.BUSINESS_MANAGER})
    tree = plan_in_full(whole, plan_id, today)
    return document_of(tree, with_ids=True) if tree else {}


def plan_as_document(actor: Actor, plan_id: UUID, today: date) -> Json:
    """The plan as it is today with the ids of its parts, as far as the actor may read it; empty where they may not."""
    tree = plan_in_full(actor, plan_id, today)
    return document_of(tree, with_ids=True) if tree else {}


def document_of(tree: PlanTree[ActionLine], with_ids: bool = False) -> Json:
    """The JSON of the plan's document. With `with_ids`, each part also has its id, lead and state, and its measures'.

    A document passes over the keys it does not know, so that the second is a document too.
    """
    plan = tree.plan
    says = plan.state in SAYS_PROGRESS
    printed = {column.get("field") for column in plan.layout.get("columns", [])}
    shape = _Shape(says, "progress" in printed, "rag" in printed, with_ids)
    data: Json = {
        "partnership": plan.partnership_words,
        "abbreviation": plan.abbreviation,
        "title": plan.title,
        "focus_groups": [group.name for group in tree.focus_groups],
        "priorities": [shape.priority(node) for node in tree.priorities],
        "objectives": [shape.objective(node) for node in tree.objectives],
        "actions": [shape.action(line) for line in tree.actions],
        "assurance_areas": [{"title": row.title, "expectations": row.expectations} for row in tree.assurance_areas],
    }
    if plan.starts_on and plan.ends_on:
        data["period"] = {"start": plan.starts_on.isoformat(), "end": plan.ends_on.isoformat()}
    if plan.layout:
        data["layout"] = plan.layout
    for section in tree.sections:
        if section.kind == "prose":
            if "left_over" not in section.body:
                data.setdefault("sections", []).append({"heading": section.heading, **section.body})
        else:
            data.update(section.body)
    if with_ids:
        data["level_words"] = plan.level_words
        data["measures"] = _measures(tree.measures)
    return data


def _measures(rows: list[Measure]) -> list[Json]:
    return [{"id": str(row.pk), "kind": row.kind, "text": row.text} for row in rows]


class _Shape:
    """Turns nodes into the document's JSON. Empty keys may stay: the document leaves them out."""

    def __init__(self, says: bool, prints_progress: bool, prints_rag: bool, with_ids: bool) -> None:
        self.says, self.prints_progress, self.prints_rag = says, prints_progress, prints_rag
        self.with_ids = with_ids

    def _known(self, part_id: UUID, **more: Any) -> Json:
        return {"id": str(part_id), **more} if self.with_ids else {}

    def priority(self, node: PriorityNode[ActionLine]) -> Json:
        row = node.priority
        return {
            "reference": row.reference,
            "title": row.title,
            "outcome": row.outcome,
            "what_we_will_do": row.what_we_will_do,
            "areas_of_focus": row.areas_of_focus,
            "areas_of_focus_by_audience": row.areas_of_focus_by_audience,
            "linked_boards": row.linked_boards,
            "definition": row.definition,
            "examples": row.examples,
            "under": row.under,
            "notes": row.notes,
            "quality_measures": [m.text for m in node.measures if m.kind == "quality"],
            "success_measures": [m.text for m in node.measures if m.kind == "success"],
            "objectives": [self.objective(one) for one in node.objectives],
            "actions": [self.action(line) for line in node.actions],
            **self._known(row.pk, measures=_measures(node.measures)),
        }

    def objective(self, node: ObjectiveNode[ActionLine]) -> Json:
        row = node.objective
        return {
            "reference": row.reference,
            "title": row.title,
            "outcomes": row.outcomes,
            "quality_measures": [m.text for m in node.measures if m.kind == "quality"],
            "success_measures": [m.text for m in node.measures if m.kind == "success"],
            "actions": [self.action(line) for line in node.actions],
            **self._known(row.pk, measures=_measures(node.measures)),
        }

    def action(self, line: ActionLine) -> Json:
        due = [one.words for one in line.due]
        standing = [one for one in line.milestones if not one.dropped_on]
        data: Json = {
            "reference": line.reference,
            "description": line.description,
            "leads": _leads(line),
            "evidence": [one.text for one in standing],
            "due": due,
            "due_parsed": [one.parsed for one in line.due],
            "provenance": [] if line.provenance_kind == "plan" else line.provenance_text.split("; "),
        }
        if any(one.due for one in standing):
            data["milestones"] = [
                {"evidence": one.text, "due": _words(one.due), "due_parsed": [due.parsed for due in one.due]}
                for one in standing
            ]
        return data | self._said(line) | self._known(line.id, lead=line.lead_name, state=line.state)

    def _said(self, line: ActionLine) -> Json:
        """Progress and RAG: as they stand in a plan that runs; in a draft only where the file had such columns."""
        data: Json = {}
        if self.says or self.prints_progress:
            data["progress"] = line.last_update.text if line.last_update else ""
        if self.says:
            data["rag"] = RAG[Delivery(line.rating)]
        elif self.prints_rag:
            data["rag"] = RAG[Delivery(line.delivery_owner)] if line.delivery_owner else None
        return data


def _leads(line: ActionLine) -> list[str]:
    """The leads as printed; else whoever leads and helps now; nobody where the lead only answers until one is found."""
    if line.lead_words:
        return list(line.lead_words)
    return [line.lead_name, *line.contributors] if line.lead_is_confirmed else []


def _words(due: tuple[DueLine, ...]) -> list[str]:
    return [one.words for one in due]
