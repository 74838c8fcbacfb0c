"""The versions of a plan, each as far as the actor may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from goldenthread.actions import queries as actions
from goldenthread.kernel.actor import Actor
from goldenthread.plans.models import PlanVersion, SeatApproval
from goldenthread.plans.permissions import CHANGE, sees_drafts
from goldenthread.plans.queries.lists import visible_plans

Json = dict[str, Any]
UNSETTLED = (PlanVersion.State.DRAFT, PlanVersion.State.FOR_APPROVAL)


def visible_versions(actor: Actor) -> QuerySet[PlanVersion]:
    """The versions the actor may read, without their documents: all for those who make plans.

    Everybody else sees them once they are approved; a version that waits for a seat, whoever sits in that seat.
    """
    rows: QuerySet[PlanVersion] = PlanVersion.objects.within(actor).defer("document")
    if sees_drafts(actor):
        return rows
    asked = SeatApproval.objects.within(actor).filter(seat_id__in=actor.seat_ids).values("plan_version_id")
    settled = Q(plan__in=visible_plans(actor)) & ~Q(state__in=UNSETTLED)
    return rows.filter(settled | Q(pk__in=asked, state=PlanVersion.State.FOR_APPROVAL))


def list_versions(actor: Actor, plan_id: UUID) -> list[PlanVersion]:
    """The versions of one plan with the seats that were asked, newest first. Two queries."""
    rows = visible_versions(actor).filter(plan_id=plan_id).prefetch_related("seat_approvals")
    return list(rows)


def show_version_row(actor: Actor, version_id: UUID) -> PlanVersion | None:
    """One version with its plan and without its document, or None."""
    return visible_versions(actor).select_related("plan").filter(pk=version_id).first()


@dataclass(frozen=True)
class ShownVersion:
    """A version as one person reads it: its row, its document without what is not theirs, and the seats asked.

    `is_partial` where some of its actions are left out. `mine` are the seats this person may still answer for.
    """

    row: PlanVersion
    document: Json
    is_partial: bool
    seats: list[SeatApproval]
    mine: list[SeatApproval]


def show_version(actor: Actor, version_id: UUID, today: date) -> ShownVersion | None:
    """One version as the actor may read it, or None. Three queries.

    An action in it is shown to whoever may see that action today, whatever its class was then.
    """
    row = visible_versions(actor).defer(None).select_related("plan").filter(pk=version_id).first()
    if row is None:
        return None
    document, is_partial = _readable(actor, row.document, today)
    seats = list(row.seat_approvals.all())
    waits = row.state == PlanVersion.State.FOR_APPROVAL
    mine = [one for one in seats if waits and one.answer != "approved" and one.seat_id in actor.seat_ids]
    return ShownVersion(row, document, is_partial, seats, mine)


def two_documents(
    actor: Actor, plan_id: UUID, ids: Iterable[UUID], today: date
) -> dict[UUID, tuple[PlanVersion, Json]]:
    """Some versions of one plan, each with what the actor may read of it. Two queries."""
    rows = list(visible_versions(actor).defer(None).filter(plan_id=plan_id, pk__in=list(ids)))
    seen = _seen(actor, {key for row in rows for key in action_ids(row.document)}, today)
    return {row.pk: (row, _without(row.document, seen)) for row in rows}


def readable(actor: Actor, document: Json, today: date) -> Json:
    """A frozen document without the actions that are not the actor's to see. One query."""
    return _readable(actor, document, today)[0]


def _readable(actor: Actor, document: Json, today: date) -> tuple[Json, bool]:
    ids = action_ids(document)
    seen = _seen(actor, ids, today)
    return _without(document, seen), len(seen) < len(ids)


def _seen(actor: Actor, ids: set[UUID], today: date) -> set[str]:
    return {str(key) for key in actions.actions_in_brief(actor, ids, today)}


def holds_restricted(actor: Actor, documents: Iterable[Json], today: date) -> bool:
    """True where frozen documents hold an action that the actor reads and that is restricted today. One query."""
    ids = {key for document in documents for key in action_ids(document)}
    return any(one.information_class == "R" for one in actions.actions_in_brief(actor, ids, today).values())


def action_ids(document: Any) -> set[UUID]:
    """The ids of every action in a frozen document."""
    found: set[UUID] = set()
    if isinstance(document, dict):
        for key, value in document.items():
            if key == "actions":
                found |= {UUID(one["id"]) for one in value if one.get("id")}
            elif key in ("priorities", "objectives"):
                for one in value:
                    found |= action_ids(one)
    return found


def _without(document: Json, seen: set[str]) -> Json:
    """The document with only the actions that are seen; one without an id is nobody's to see."""
    kept = dict(document)
    for key in ("priorities", "objectives"):
        if key in kept:
            kept[key] = [_without(one, seen) for one in kept[key]]
    if "actions" in kept:
        kept["actions"] = [one for one in kept["actions"] if one.get("id") in seen]
    return kept


@dataclass(frozen=True)
class Asked:
    """One seat's answer that waits for this person, with the version and its plan's title."""

    approval: SeatApproval
    version: PlanVersion


def approvals_asked(actor: Actor) -> list[Asked]:
    """The versions that wait for a seat this person holds or deputises in. One query, none for who holds no seat."""
    if not actor.seat_ids:
        return []
    rows = SeatApproval.objects.within(actor).filter(
        seat_id__in=actor.seat_ids, answer=SeatApproval.Answer.ASKED, plan_version__state=PlanVersion.State.FOR_APPROVAL
    )
    rows = rows.select_related("plan_version").defer("plan_version__document")
    return [Asked(row, row.plan_version) for row in rows]


def show_seat_approval(actor: Actor, approval_id: UUID) -> SeatApproval | None:
    """One seat's answer with its version and plan, for whoever may give or record it, or None."""
    rows = SeatApproval.objects.within(actor).select_related("plan_version__plan").defer("plan_version__document")
    if not actor.may(CHANGE):
        rows = rows.filter(seat_id__in=actor.seat_ids)
    return rows.filter(pk=approval_id, plan_version__in=visible_versions(actor)).first()
