"""Prepare a plan's refresh for a new year, and apply it: all of it or nothing."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, Superseded, insist
from goldenthread.plans import queries, rules
from goldenthread.plans.models import Plan, PlanRefresh, RefreshDecision
from goldenthread.plans.permissions import CHANGE
from goldenthread.plans.rules import Decided
from goldenthread.plans.services.applying import carry_out
from goldenthread.plans.services.plans import locked_plan
from goldenthread.trail import services as trail

MEANWHILE = "Somebody else decided on one of these while you were looking at it. Both answers are below."


def _touch(actor: Actor, now: datetime, row: PlanRefresh) -> None:
    row.touched_by_id, row.touched_by_name, row.touched_at = actor.user_id, actor.name, now
    row.version += 1
    row.save()


def _clean(title: str, starts_on: date | None, ends_on: date | None, plan: Plan) -> None:
    if not title.strip():
        raise Refused("Give the plan of the new year a title.", "title")
    insist(rules.sensible_year(starts_on, ends_on, plan.starts_on), "starts_on")
    insist(rules.sensible_period(starts_on, ends_on), "ends_on")


def _locked(actor: Actor, refresh_id: UUID) -> PlanRefresh:
    row = PlanRefresh.objects.within(actor).select_for_update(of=("self",)).filter(pk=refresh_id).first()
    if row is None:
        raise Refused("There is no such refresh in this partnership.")
    if row.state != PlanRefresh.State.DRAFT:
        raise Refused("This refresh has been dealt with already; begin another when the next year comes.")
    return row


@transaction.atomic
def begin_refresh(
    actor: Actor, now: datetime, plan_id: UUID, *, title: str, starts_on: date | None, ends_on: date | None,
    edition: str = "",
) -> PlanRefresh:  # fmt: skip
    """Begin to refresh a live plan for a new year, and return the refresh; the plan itself stays as it is.

    Raises `Refused` for a plan that is not live or is being refreshed already, and for a period that cannot be.
    """
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    if plan.state != Plan.State.LIVE:
        raise Refused("Only a live plan is refreshed for a new year.")
    if plan.refreshes.filter(state=PlanRefresh.State.DRAFT).exists():
        raise Refused("This plan is being refreshed already; go on with that one.")
    _clean(title, starts_on, ends_on, plan)
    row = PlanRefresh.objects.create(
        partnership_id=actor.partnership_id, plan=plan, title=title.strip(), edition=edition.strip(),
        starts_on=starts_on, ends_on=ends_on, before_starts_on=plan.starts_on, before_ends_on=plan.ends_on,
        begun_by_name=actor.name, touched_by_id=actor.user_id, touched_by_name=actor.name, touched_at=now,
    )  # fmt: skip
    trail.record(actor, "plans.plan.refresh_begun", plan, after={"year": row.title}, now=now)
    return row


@transaction.atomic
def change_refresh(
    actor: Actor, now: datetime, refresh_id: UUID, version: int | None = None, *, title: str, starts_on: date | None,
    ends_on: date | None, edition: str = "",
) -> PlanRefresh:  # fmt: skip
    """Change the title and the period of the new year. Raises `Refused`, or `Superseded` where somebody saved first."""
    actor.must(CHANGE)
    row = _locked(actor, refresh_id)
    fields = {"title": title.strip(), "starts_on": starts_on, "ends_on": ends_on, "edition": edition.strip()}
    theirs = {key: getattr(row, key) for key in fields}
    if version is not None and row.version != version and theirs != fields:
        raise Superseded(MEANWHILE, theirs | {"version": row.version}, fields, row.touched_by_name)
    _clean(title, starts_on, ends_on, row.plan)
    if theirs == fields:
        return row
    for key, value in fields.items():
        setattr(row, key, value)
    _touch(actor, now, row)
    after = {"year": row.title}
    trail.record(actor, "plans.plan.refresh_changed", row.plan, before={"year": theirs["title"]}, after=after, now=now)
    return row


@transaction.atomic
def decide_parts(
    actor: Actor,
    now: datetime,
    refresh_id: UUID,
    kind: str,
    decided: Mapping[UUID, Decided],
    versions: Mapping[UUID, int] | None = None,
) -> PlanRefresh:
    """Keep what was decided about some parts of one kind, and return the refresh; a blank decision takes one back.

    `versions` are those that stood on the page (0 for none). What did not change is not written. Raises `Refused`
    where a decision lacks its reason, its `field` beginning with the part's id, and `Superseded`.
    """
    actor.must(CHANGE)
    row = _locked(actor, refresh_id)
    for key, one in decided.items():
        for field, sentence in rules.lacking(kind, one)[:1]:
            raise Refused(sentence, f"{key}-{field}")
    stand = {one.thing_id: one for one in row.decisions.filter(kind=kind, thing_id__in=decided)}
    changed = 0
    for key, one in decided.items():
        was = stand.get(key)
        if queries.as_decided(was) == one if was else not one.decision:
            continue
        if versions is not None and (was.version if was else 0) != versions.get(key, 0):
            theirs = asdict(queries.as_decided(was)) if was else {"decision": ""}
            raise Superseded(MEANWHILE, theirs, asdict(one), row.touched_by_name)
        _keep(row, kind, key, one, was)
        changed += 1
    if changed:
        _touch(actor, now, row)
        after = {"decided": _many(changed, kind)}
        trail.record(actor, "plans.plan.refresh_decided", row.plan, after=after, now=now)
    return row


def _many(number: int, kind: str) -> str:
    plural = {"priority": "priorities", "objective": "objectives", "action": "actions"}[kind]
    return f"one {kind}" if number == 1 else f"{number} {plural}"


def _keep(row: PlanRefresh, kind: str, key: UUID, one: Decided, was: RefreshDecision | None) -> None:
    if was is not None and not one.decision:
        was.delete()
        return
    decision = was or RefreshDecision(partnership_id=row.partnership_id, refresh=row, kind=kind, thing_id=key)
    lead_kind, _, lead_id = one.new_lead.partition(":")
    fields: dict[str, Any] = {
        name: getattr(one, name).strip()
        for name in ("decision", "reason", "outcome", "due", "new_description", "new_due")
    }
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.new_lead_kind, decision.new_lead_id = lead_kind, UUID(lead_id) if lead_id else None
    decision.version += was is not None
    decision.save()


@transaction.atomic
def abandon_refresh(actor: Actor, now: datetime, refresh_id: UUID) -> PlanRefresh:
    """Put a refresh aside and return it; the plan stays as it is, and what was decided is kept with it."""
    actor.must(CHANGE)
    row = _locked(actor, refresh_id)
    row.state = PlanRefresh.State.ABANDONED
    _touch(actor, now, row)
    trail.record(actor, "plans.plan.refresh_abandoned", row.plan, after={"year": row.title}, now=now)
    return row


@transaction.atomic
def apply_refresh(actor: Actor, now: datetime, today: date, refresh_id: UUID) -> PlanRefresh:
    """Take the plan into its new year as it was decided, and return the refresh. All of it or nothing.

    The plan as it stood is kept as a version; the new year's first version is a draft, to be put to the seats. Raises
    `Refused` while anything still waits for a decision.
    """
    actor.must(CHANGE)
    row = _locked(actor, refresh_id)
    plan = locked_plan(actor, row.plan_id)
    if plan.state != Plan.State.LIVE:
        raise Refused("Only a live plan is refreshed for a new year.")
    row.plan = plan
    draft = queries.refresh_draft(actor, row, today)
    insist(rules.may_apply(draft.doubts))
    carry_out(actor, now, today, draft)
    row.state, row.applied_on = PlanRefresh.State.APPLIED, today
    _touch(actor, now, row)
    return row
