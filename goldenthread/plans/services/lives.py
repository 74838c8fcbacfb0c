"""The steps of a plan's life: approved, made live, taken back to draft, closed."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.plans.models import Approval, Plan, PlanVersion
from goldenthread.plans.permissions import APPROVE, CHANGE
from goldenthread.plans.services import versions
from goldenthread.plans.services.plans import locked_plan, move_plan
from goldenthread.trail import services as trail


@transaction.atomic
def approve_plan(
    actor: Actor, now: datetime, plan_id: UUID, *, approved_on: date, on_behalf_of: str = "", words: str = ""
) -> Plan:
    """Record the actor's approval; the first moves a draft to approved. Raises `Refused` where not possible."""
    actor.must(APPROVE)
    plan = locked_plan(actor, plan_id)
    waiting = plan.versions.filter(state=PlanVersion.State.FOR_APPROVAL).first()
    if waiting and plan.state == Plan.State.DRAFT:
        raise Refused(f"Version {waiting.name} waits for the seats that were asked; their answers approve the plan.")
    Approval.objects.create(
        partnership_id=actor.partnership_id,
        plan=plan,
        edition=plan.edition,
        person_id=actor.user_id,
        person_name=actor.name,
        on_behalf_of=on_behalf_of,
        approved_on=approved_on,
        words=words,
    )
    if plan.state == Plan.State.DRAFT:
        move_plan(actor, now, plan, Plan.State.APPROVED, "plans.plan.approved", words)
        plan.versions.filter(state=PlanVersion.State.DRAFT).update(state=PlanVersion.State.SUPERSEDED)
        versions.keep_version(
            actor, now, plan, occasion=PlanVersion.Occasion.APPROVAL, state=PlanVersion.State.APPROVED,
            name=plan.edition,
        )  # fmt: skip
        return plan
    trail.record(actor, "plans.plan.approved", plan, before={}, after={"approved_on": approved_on}, now=now)
    return plan


@transaction.atomic
def reopen_draft(actor: Actor, now: datetime, plan_id: UUID, *, reason: str) -> Plan:
    """Take an approved plan back to draft, with a reason. Raises `Refused` from any other state."""
    actor.must(CHANGE)
    if not reason.strip():
        raise Refused("Say why the plan goes back to draft.", "reason")
    plan = move_plan(actor, now, locked_plan(actor, plan_id), Plan.State.DRAFT, "plans.plan.reopened", reason)
    plan.versions.filter(state=PlanVersion.State.APPROVED).update(state=PlanVersion.State.SUPERSEDED)
    return plan


@transaction.atomic
def start_plan(actor: Actor, now: datetime, plan_id: UUID) -> Plan:
    """Make an approved plan live and issue its approved version, and return it.

    Raises `Refused` from any other state or without an approval.
    """
    actor.must(CHANGE)
    plan = move_plan(actor, now, locked_plan(actor, plan_id), Plan.State.LIVE, "plans.plan.started")
    approved = plan.versions.filter(state=PlanVersion.State.APPROVED).first()
    if approved:
        today = timezone.localdate(now)
        issued_on = plan.issue_on or today
        review_on = plan.review_on if plan.review_on and plan.review_on > issued_on else None
        versions.issue(actor, now, plan, approved, issued_on, review_on)
    return plan


@transaction.atomic
def close_plan(actor: Actor, now: datetime, plan_id: UUID, *, closing_words: str) -> Plan:
    """Close a live plan, saying what came of it. Raises `Refused` without those words."""
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    plan.closing_words = closing_words.strip()
    return move_plan(actor, now, plan, Plan.State.CLOSED, "plans.plan.closed", closing_words)
