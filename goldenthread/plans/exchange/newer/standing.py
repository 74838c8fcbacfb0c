"""The live plan in the shape of a document, each line with its id, so that a file can be laid beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.actions import queries as actions
from goldenthread.actions.queries import ActionLine
from goldenthread.kernel.actor import Actor
from goldenthread.plans import queries
from goldenthread.plans.queries import PlanTree, document_of

Json = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """A live plan: its tree, its document's JSON with ids, its actions by id, and everything ever said of each."""

    tree: PlanTree[ActionLine]
    data: Json
    lines: dict[str, ActionLine]
    said: dict[UUID, list[str]]
    stamps: dict[str, str]


def standing_plan(actor: Actor, plan_id: UUID, today: date) -> Standing | None:
    """The live plan for comparing, or None where the actor may not read it. The queries do not grow with the plan."""
    tree = queries.plan_in_full(actor, plan_id, today)
    if tree is None:
        return None
    data = document_of(tree)
    _stamp(tree, data)
    lines = {str(line.id): line for line in tree.all_actions}
    said = actions.texts_said(actor, [line.id for line in tree.all_actions])
    return Standing(tree, data, lines, said, stamps_of(tree))


def stamps_of(tree: PlanTree[ActionLine]) -> dict[str, str]:
    """A short text for each part and action that changes whenever somebody changes it or says something of it."""
    stamps = {str(tree.plan.pk): str(tree.plan.version)}
    for node in tree.priorities:
        stamps[str(node.priority.pk)] = str(node.priority.version)
        stamps |= {str(one.pk): str(one.version) for one in node.measures}
    for under in [*(one for node in tree.priorities for one in node.objectives), *tree.objectives]:
        stamps[str(under.objective.pk)] = str(under.objective.version)
        stamps |= {str(one.pk): str(one.version) for one in under.measures}
    return stamps | {str(line.id): stamp_of(line) for line in tree.all_actions}


def stamp_of(line: ActionLine) -> str:
    """The stamp of one action: its version and its latest update."""
    return f"{line.version}/{line.last_update.id if line.last_update else ''}"


def _stamp(tree: PlanTree[ActionLine], data: Json) -> None:
    def lines(rows: list[Json], of: list[ActionLine]) -> None:
        for row, line in zip(rows, of, strict=True):
            row["uid"] = str(line.id)

    def objectives(rows: list[Json], of: list[Any]) -> None:
        for row, node in zip(rows, of, strict=True):
            row["uid"] = str(node.objective.pk)
            row["measures"] = [(str(one.pk), one.kind, one.text) for one in node.measures]
            lines(row["actions"], node.actions)

    for row, node in zip(data["priorities"], tree.priorities, strict=True):
        row["uid"] = str(node.priority.pk)
        row["measures"] = [(str(one.pk), one.kind, one.text) for one in node.measures]
        objectives(row["objectives"], node.objectives)
        lines(row["actions"], node.actions)
    objectives(data["objectives"], tree.objectives)
    lines(data["actions"], tree.actions)
