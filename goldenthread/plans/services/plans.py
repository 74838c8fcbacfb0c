"""Draft, change, approve, start and close a plan."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, Superseded, insist
from goldenthread.partnerships import queries as partnerships
from goldenthread.plans import rules
from goldenthread.plans.models import Plan
from goldenthread.plans.permissions import CHANGE
from goldenthread.trail import queries as history
from goldenthread.trail import services as trail

FIELDS = frozenset(
    [
        "title",
        "kind",
        "strands",
        "group_id",
        "edition",
        "author",
        "issue_on",
        "review_on",
        "level_words",
        "layout",
        "abbreviation",
        "partnership_words",
        "starts_on",
        "ends_on",
    ]
)


def locked_plan(actor: Actor, plan_id: UUID, *, to_edit: bool = True) -> Plan:
    """The plan, locked until the transaction ends. Raises `Refused` when unknown here, or closed and to be edited."""
    plan = Plan.objects.within(actor).select_for_update().filter(pk=plan_id).first()
    if plan is None:
        raise Refused("There is no such plan in this partnership.")
    if to_edit:
        insist(rules.may_edit(plan.state))
    return plan


def write(actor: Actor, now: datetime, thing: Any, version: int | None, fields: dict[str, Any], event: str) -> Any:
    """Write `fields` on a locked row and record the change. Raises `Superseded` where somebody saved since `version`.

    Where nothing differs nothing is written. `theirs` of it also holds the version that stands, for the page to save
    against next.
    """
    if version is not None and thing.version != version:
        theirs = {key: getattr(thing, key) for key in fields} | {"version": thing.version}
        by = history.last_by(actor, trail.kind_of(thing), thing.pk)
        raise Superseded("It was changed while you were writing. Both texts are below.", theirs, dict(fields), by)
    if all(getattr(thing, key) == value for key, value in fields.items()):
        return thing
    before = trail.snapshot(thing)
    for key, value in fields.items():
        setattr(thing, key, value)
    thing.version += 1
    thing.save()
    trail.record(actor, event, thing, before=before, now=now)
    return thing


def _clean(actor: Actor, fields: dict[str, Any]) -> None:
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"A plan has no {', '.join(sorted(unknown))}.")
    if "title" in fields and not str(fields["title"]).strip():
        raise Refused("Give the plan a title.", "title")
    insist(rules.sensible_period(fields.get("starts_on"), fields.get("ends_on")), "ends_on")
    if fields.get("group_id") and not partnerships.is_in_partnership(actor, "group", fields["group_id"]):
        raise Refused("There is no such group in this partnership.", "group")


@transaction.atomic
def draft_plan(actor: Actor, now: datetime, *, title: str, **fields: Any) -> Plan:
    """Draft a plan and return it. Raises `Refused` for a blank title, dates out of order or an unknown group."""
    actor.must(CHANGE)
    _clean(actor, {"title": title, **fields})
    plan = Plan.objects.create(partnership_id=actor.partnership_id, title=title.strip(), **fields)
    trail.record(actor, "plans.plan.drafted", plan, now=now)
    return plan


@transaction.atomic
def change_plan(actor: Actor, now: datetime, plan_id: UUID, version: int | None = None, **fields: Any) -> Plan:
    """Change a plan's own particulars. Raises `Refused`, or `Superseded` where somebody saved first."""
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    _clean(actor, {"starts_on": plan.starts_on, "ends_on": plan.ends_on, **fields})
    return write(actor, now, plan, version, fields, "plans.plan.changed")


def move_plan(actor: Actor, now: datetime, plan: Plan, to: str, event: str, reason: str = "") -> Plan:
    """Move a locked plan to another state, and return it. Called within a service's transaction."""
    insist(
        rules.may_become(
            plan.state,
            to,
            plan.priorities.count() + plan.objectives.count(),
            plan.approvals.count(),
            plan.closing_words,
        )
    )
    before = trail.snapshot(plan)
    plan.state = to
    plan.version += 1
    plan.save()
    trail.record(actor, event, plan, before=before, reason=reason, now=now)
    return plan


@transaction.atomic
def remove_plan(actor: Actor, now: datetime, plan_id: UUID, *, reason: str) -> None:
    """Take away a draft that holds nothing any more, as when the import that made it is undone.

    What it was called stays on the trail. Raises `Refused` for a plan that was approved or still holds anything.
    """
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    if plan.state != Plan.State.DRAFT or plan.approvals.exists():
        raise Refused("Only a draft that nobody has approved can be taken away.")
    if any(getattr(plan, name).exists() for name in ("priorities", "objectives", "measures", "sections")):
        raise Refused("This draft still holds something, so it stays.")
    before = trail.snapshot(plan)
    trail.record(actor, "plans.plan.removed", plan, before=before, after={}, reason=reason, now=now)
    plan.delete()
