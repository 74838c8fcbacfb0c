"""A refresh with everything it has to decide on, in a number of queries that does not grow with the plan."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.timezone import localdate

from goldenthread.actions import queries as actions
from goldenthread.actions.queries import ActionInBrief
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.permissions import Role, readable_classes
from goldenthread.plans.models import Objective, Plan, PlanRefresh, Priority, RefreshDecision
from goldenthread.plans.permissions import CHANGE
from goldenthread.plans.rules import (
    Decided,
    Deed,
    Doubt,
    Lineage,
    Outline,
    Place,
    Step,
    doubts,
    is_of_earlier_years,
    lineage_in_words,
    outline,
    period_words,
)
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind


def show_refresh_row(actor: Actor, refresh_id: UUID) -> PlanRefresh | None:
    """One refresh with its plan, for those who may make one, or None."""
    if not actor.may(CHANGE):
        return None
    return PlanRefresh.objects.within(actor).select_related("plan").filter(pk=refresh_id).first()


def refresh_in_progress(actor: Actor, plan_id: UUID) -> PlanRefresh | None:
    """The refresh of a plan that is being prepared, for those who may make one, or None."""
    if not actor.may(CHANGE):
        return None
    rows = PlanRefresh.objects.within(actor).filter(plan_id=plan_id, state=PlanRefresh.State.DRAFT)
    return rows.select_related("plan").first()


@dataclass(frozen=True)
class RefreshDraft:
    """A refresh as it stands: the rows it is about, what was decided, what that comes to, and what is doubtful."""

    row: PlanRefresh
    priorities: list[Priority]
    objectives: list[Objective]
    actions: dict[UUID, ActionInBrief]
    decisions: dict[UUID, RefreshDecision]
    outline: Outline
    doubts: list[Doubt]
    hidden: frozenset[UUID] = field(default=frozenset())

    @property
    def decided(self) -> dict[UUID, Decided]:
        """What was decided, as plain values."""
        return {key: as_decided(row) for key, row in self.decisions.items()}


def as_decided(row: RefreshDecision) -> Decided:
    """A decision as a plain value."""
    return Decided(
        decision=row.decision,
        reason=row.reason,
        outcome=row.outcome,
        due=row.due,
        new_description=row.new_description,
        new_lead=f"{row.new_lead_kind}:{row.new_lead_id}" if row.new_lead_id else "",
        new_due=row.new_due,
    )


def refresh_draft(actor: Actor, row: PlanRefresh, today: date) -> RefreshDraft:
    """Everything one refresh has to decide on. Five queries. Actions not the actor's to read are only counted."""
    plan = row.plan
    standing = {"plan_id": plan.pk, "closed_on__isnull": True}
    # A count forgets the order of the table.
    of_plan = {"measured": Count("measures")}
    priorities = list(Priority.objects.within(actor).filter(**standing).annotate(**of_plan).order_by("position"))
    objectives = list(Objective.objects.within(actor).filter(**standing).annotate(**of_plan).order_by("position"))
    decisions = {one.thing_id: one for one in RefreshDecision.objects.within(actor).filter(refresh=row)}
    places = [Place("priority", one.pk, str(one), None, _measured(one)) for one in priorities]
    places += [Place("objective", one.pk, str(one), one.priority_id, _measured(one)) for one in objectives]
    served = threads.served_by(actor, LinkKind.SERVES, actions.KIND, [plan.pk, *(place.id for place in places)])
    found = _of_this_year(_all_actions(actor, served, today), plan)
    hidden = frozenset(key for key, one in found.items() if one.information_class not in readable_classes(actor.roles))
    deeds = [
        Deed(one.id, in_a_line(one), tuple(served[one.id]), one.is_worked_on, one.due_on, one.id in hidden)
        for one in found.values()
    ]
    decided = {key: as_decided(one) for key, one in decisions.items()}
    comes_to = outline(plan.pk, places, deeds, decided)
    seen = {key: one for key, one in found.items() if key not in hidden}
    doubtful = doubts(comes_to, places, deeds, decided, row.starts_on)
    return RefreshDraft(row, priorities, objectives, seen, decisions, comes_to, doubtful, hidden)


def _measured(row: Any) -> int:
    return int(row.measured)


def in_a_line(action: ActionInBrief) -> str:
    """An action's reference and first line."""
    return f"{action.reference} {action.description.splitlines()[0]}".strip()


def _all_actions(actor: Actor, served: Collection[UUID], today: date) -> dict[UUID, ActionInBrief]:
    """Every action of the plan, whatever its class: what the actor may not read is counted and never shown."""
    whole = replace(actor, roles=actor.roles | {Role.BUSINESS_MANAGER})
    return actions.actions_in_brief(whole, served, today)


def _of_this_year(found: dict[UUID, ActionInBrief], plan: Plan) -> dict[UUID, ActionInBrief]:
    past = set(plan.past_actions)
    return {
        key: one
        for key, one in found.items()
        if one.state != "withdrawn"
        and not is_of_earlier_years(key in past, one.is_worked_on, one.closed_on, plan.refreshed_on)
    }


def lineages(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Lineage]:
    """Where some parts of a plan come from, for those that any refresh has dealt with. One query.

    Ask first whether the actor may see them: a reason is part of the thing it was given for.
    """
    rows = RefreshDecision.objects.within(actor).filter(
        thing_id__in=list(ids), refresh__state=PlanRefresh.State.APPLIED
    )
    steps: dict[UUID, list[Step]] = {}
    for row in rows.select_related("refresh").order_by("refresh__applied_on", "refresh__created_at"):
        made = row.refresh
        steps.setdefault(row.thing_id, []).append(
            Step(
                decision=row.decision,
                before=period_words(made.before_starts_on, made.before_ends_on),
                after=period_words(made.starts_on, made.ends_on),
                on=made.applied_on or localdate(made.touched_at),
                reason=row.reason,
                outcome=row.outcome,
            )
        )
    return {key: lineage_in_words(each) for key, each in steps.items()}


def lineage(actor: Actor, thing_id: UUID) -> Lineage:
    """Where one part of a plan comes from; empty where no refresh has dealt with it. One query."""
    return lineages(actor, [thing_id]).get(thing_id) or lineage_in_words([])


def lineage_of_action(actor: Actor, action_id: UUID) -> list[str]:
    """Where an action comes from, in sentences: since when, then every time it was carried, or how it ended."""
    found = lineage(actor, action_id)
    return [found.since, *found.steps] if found.is_told else []
