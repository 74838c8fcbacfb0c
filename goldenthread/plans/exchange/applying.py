"""Make a live plan of a checked document, through the same services people use, all of it or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.actions import services as actions
from goldenthread.actions.services import NewAction, NewMilestone, NewReporting
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.due_dates import DueDate, read_due_dates
from goldenthread.kernel.outcomes import Refused
from goldenthread.kernel.rag import Delivery
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as structure
from goldenthread.plans import queries, services
from goldenthread.plans.exchange.correcting import read_back
from goldenthread.plans.exchange.deciding import Decisions, Proposal, propose
from goldenthread.plans.exchange.document import ActionDocument, GroupDocument, PlanDocument
from goldenthread.plans.services import Done
from goldenthread.rendering.palette import rating_of
from goldenthread.threads.rules import Ref

GROUP_KINDS = {
    "executive": "executive",
    "board": "board",
    "business group": "business_management",
    "subgroup": "subgroup",
    "working group": "working_group",
    "task and finish": "task_and_finish",
    "panel": "panel",
    "network": "network",
}
NOBODY = "Choose who leads the actions that name nobody; this partnership has no group yet to answer for them."
INSPECTED = ("ofsted", "inspect", "jtai", "cqc", "hmic")


@dataclass(frozen=True)
class Applied:
    """What an import made: the plan (None for a document that holds only a structure), how many of what, each thing."""

    plan_id: UUID | None
    actions: int
    groups: int
    done: tuple[Done, ...] = ()


@transaction.atomic
def apply_import(actor: Actor, now: datetime, today: date, import_id: UUID) -> Applied:
    """Apply a checked import and return what it made.

    Raises `Refused` with what is still missing; then nothing has changed.
    """
    row = queries.show_import(actor, import_id)
    if row is None:
        raise Refused("There is no such file in this partnership.")
    if row.onto_id:
        raise Refused("This is a newer file of a plan that is here already; apply it from the page of its differences.")
    decisions = Decisions.from_json(row.decisions)
    applied = apply_document(actor, now, today, row.document, decisions)
    services.finish_import(actor, now, row.pk, applied.plan_id, applied.done)
    return applied


@transaction.atomic
def apply_document(actor: Actor, now: datetime, today: date, data: dict[str, Any], decisions: Decisions) -> Applied:
    """Make the groups chosen and the plan of a corrected document (its JSON with uids). Raises `Refused`."""
    document = read_back(data)
    groups = add_groups(actor, now, today, document, decisions.groups)
    if not (document.priorities or document.objectives or document.actions):
        if not groups:
            raise Refused("There is neither a plan nor a new group in this file, so there is nothing to apply.")
        return Applied(None, 0, groups)
    proposals = propose(actor, today, data, decisions).by_uid
    if any(one.lead is None for one in proposals.values()):
        raise Refused(NOBODY)
    plan = _draft(actor, now, document, decisions)
    plan_id, done = plan.pk, [_added(plan)]
    refs = _add_parts(actor, now, plan_id, data, done)
    _add_lists(actor, now, plan_id, document, done)
    news = []
    for row, place in placed_actions(data, refs, plan_id):
        who, real_date = proposals[row["uid"]], decisions.dates.get(row["uid"])
        news.append(new_action(ActionDocument.from_json(row), who, real_date, document, place))
    raised = actions.raise_actions(actor, now, today, news)
    done += [raised_line(action) for action in raised]
    return Applied(plan_id, len(raised), groups, tuple(done))


def _added(part: Any) -> Done:
    """A part of a plan as one thing an import made."""
    return Done("added", part._meta.label_lower, part.pk, str(part), version_after=part.version)


def raised_line(action: Any) -> Done:
    """An action as one thing an import made."""
    return Done("raised", "actions.action", action.pk, str(action), version_after=action.version)


def _draft(actor: Actor, now: datetime, document: PlanDocument, decisions: Decisions) -> Any:
    period, version = document.period, document.version
    return services.draft_plan(
        actor,
        now,
        title=(decisions.title or document.title or "Plan")[:300],
        kind=decisions.kind,
        group_id=decisions.group_id,
        starts_on=date.fromisoformat(period.start) if period else None,
        ends_on=date.fromisoformat(period.end) if period else None,
        edition=(version.version or "")[:60] if version else "",
        author=(version.author or "")[:200] if version else "",
        abbreviation=document.abbreviation[:60],
        partnership_words=document.partnership[:300],
        layout=document.layout.to_json() if document.layout else {},
        level_words=dict(decisions.level_words),
    )


def priority_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a priority's own, from its JSON in a document."""
    texts = ("reference", "title", "outcome", "what_we_will_do", "under")
    lists = ("areas_of_focus", "linked_boards", "definition", "examples", "notes")
    fields: dict[str, Any] = {name: row.get(name, "") for name in texts} | {name: row.get(name, []) for name in lists}
    return fields | {"areas_of_focus_by_audience": row.get("areas_of_focus_by_audience", {})}


def _add_parts(actor: Actor, now: datetime, plan_id: UUID, data: Mapping[str, Any], done: list[Done]) -> dict[str, Ref]:
    """The priorities, objectives and measures; returns where each uid went."""
    refs: dict[str, Ref] = {}
    for position, row in enumerate(data.get("priorities", [])):
        priority = services.add_priority(actor, now, plan_id, position=position, **priority_fields(row))
        refs[row["uid"]] = Ref("plans.priority", priority.pk)
        done.append(_added(priority))
        _add_measures(actor, now, plan_id, row, done, priority_id=priority.pk)
        _add_objectives(actor, now, plan_id, row, refs, done, priority.pk)
    _add_objectives(actor, now, plan_id, data, refs, done, None)
    return refs


def _add_objectives(
    actor: Actor,
    now: datetime,
    plan_id: UUID,
    holder: Mapping[str, Any],
    refs: dict[str, Ref],
    done: list[Done],
    priority_id: UUID | None,
) -> None:
    for row in holder.get("objectives", []):
        objective = services.add_objective(
            actor, now, plan_id, title=row["title"], reference=row.get("reference", ""), priority_id=priority_id,
            outcomes=row.get("outcomes", []), position=len(refs),
        )  # fmt: skip
        refs[row["uid"]] = Ref("plans.objective", objective.pk)
        done.append(_added(objective))
        _add_measures(actor, now, plan_id, row, done, objective_id=objective.pk)


def _add_measures(
    actor: Actor, now: datetime, plan_id: UUID, row: Mapping[str, Any], done: list[Done], **under: UUID
) -> None:
    for kind in ("quality", "success"):
        for position, text in enumerate(row.get(f"{kind}_measures", [])):
            part = services.add_measure(actor, now, plan_id, kind=kind, text=text, position=position, **under)
            done.append(_added(part))


def _add_lists(actor: Actor, now: datetime, plan_id: UUID, document: PlanDocument, done: list[Done]) -> None:
    parts: list[Any] = [services.add_focus_group(actor, now, plan_id, name=name) for name in document.focus_groups]
    for area in document.assurance_areas:
        parts.append(services.add_assurance_area(actor, now, plan_id, title=area.title, expectations=area.expectations))
    for kind, heading, body in sections_of(document):
        parts.append(services.add_section(actor, now, plan_id, kind=kind, heading=heading, body=body))
    done += [_added(part) for part in parts]


def sections_of(document: PlanDocument) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What the plan prints besides its tables, as (kind, heading, body); the body has the document's own JSON shape."""
    data = document.to_json()
    for kind in (
        "vision", "purposes", "values", "drivers", "assurance_methods", "learning_journey", "reporting",
        "business_as_usual", "governance", "version",
    ):  # fmt: skip
        if data.get(kind):
            yield kind, "", {kind: data[kind]}
    for section in data.get("sections", []):
        yield "prose", section.get("heading", ""), section
    if data.get("left_over"):
        rows = [{"place": row.place, "text": row.text} for row in document.left_over]
        yield "prose", "Left over from the file", {"left_over": rows}


def placed_actions(
    data: Mapping[str, Any], refs: Mapping[str, Ref], plan_id: UUID
) -> Iterator[tuple[dict[str, Any], tuple[Ref, int]]]:
    """Every action with what it serves and its place there."""
    holders = [one for priority in data.get("priorities", []) for one in (priority, *priority.get("objectives", []))]
    for holder in [*holders, *data.get("objectives", [])]:
        for position, row in enumerate(holder.get("actions", [])):
            yield row, (refs[holder["uid"]], position)
    for position, row in enumerate(data.get("actions", [])):
        yield row, (Ref("plans.plan", plan_id), position)


def origin_of(origin: str, otherwise: str) -> dict[str, Any]:
    """How an action says where it came from: the marks of a plan as one text, else the plan itself."""
    inspected = any(word in origin.lower() for word in INSPECTED)
    return {
        "provenance_kind": "plan" if not origin else "inspection" if inspected else "diagnostic",
        "provenance_text": origin or otherwise,
        "provenance_page": _page(origin) if inspected else "",
    }


def new_action(
    action: ActionDocument, who: Proposal, real_date: date | None, document: PlanDocument, place: tuple[Ref, int]
) -> NewAction:
    """A line of a document as an action to be raised. Raises `Refused` where nobody would lead it."""
    if who.lead is None:
        raise Refused(NOBODY)
    rating = rating_of(action.rag)
    due: list[DueDate] = [one for words in action.due for one in read_due_dates(words)]
    if real_date:
        words = "; ".join(action.due) or f"{real_date.day} {real_date:%B %Y}"
        due = [DueDate(words, "date", real_date.isoformat(), real_date, real_date)]
    paired = bool(action.milestones)
    milestones = [NewMilestone(one.evidence, one.due) for one in action.milestones] or [
        NewMilestone(text) for text in action.evidence
    ]
    return NewAction(
        description=action.description,
        reference=action.reference,
        lead=who.lead,
        lead_words=action.leads,
        lead_is_confirmed=who.is_sure,
        contributors=who.contributors,
        **origin_of("; ".join(action.provenance), document.title or "The plan as it was brought in"),
        due=due,
        milestones=milestones if paired else [replace(one, due=()) for one in milestones],
        reports_to=[NewReporting(group.id, "; ".join(action.due)) for group in who.reports_to],
        progress=action.progress or "",
        delivery=rating.value if rating and rating is not Delivery.NO_UPDATE else "",
        serves=[place],
    )


def _page(origin: str) -> str:
    """The page an inspection's mark names ("p. 12"), or that it names none."""
    words = origin.replace(".", " ").split()
    for before, number in pairwise(words):
        if before.lower() in ("p", "pg", "page", "pages", "para", "paragraph") and number[:1].isdigit():
            return number
    return "not given in the plan"


def add_groups(actor: Actor, now: datetime, today: date, document: PlanDocument, wanted: Any) -> int:
    """Add the chosen groups of a document that are not here yet, with their seats; returns how many."""
    chosen = set(wanted)
    known = {group.name.lower(): group.pk for group in partnerships.list_groups(actor, today, ended=True)}
    added = 0
    for group in document.governance.groups if document.governance else []:
        if group.name not in chosen or group.name.lower() in known:
            continue
        known[group.name.lower()] = _add_group(actor, now, group, known.get(group.parent.lower()))
        added += 1
    return added


def _add_group(actor: Actor, now: datetime, group: GroupDocument, parent_id: UUID | None) -> UUID:
    row = structure.add_group(
        actor,
        now,
        name=group.name,
        kind=GROUP_KINDS.get(group.kind, "subgroup"),
        parent_id=parent_id,
        cadence=group.cadence[:200],
        remit="\n".join([*group.responsibilities, *filter(None, [group.note])]),
    )
    if group.chair:
        structure.add_seat(actor, now, row.pk, title=group.chair[:200], kind="chair")
    for member in group.members:
        structure.add_seat(actor, now, row.pk, title=member[:200])
    return row.pk
