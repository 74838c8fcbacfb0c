"""The versions of a plan, each as far as the actor may read it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from goldenthread.actions import queries as actions
from goldenthread.kernel.actor import Actor
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.plans.models import PlanVersion, SeatApproval
from goldenthread.plans.permissions import ANSWER, CHANGE, sees_drafts
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
    is_restricted: bool
    seats: list[SeatApproval]
    mine: list[SeatApproval]


def show_version(actor: Actor, version_id: UUID, today: date, *, restricted: bool = True) -> ShownVersion | None:
    """One version as the actor may read it, or None. Three queries.

    An action in it is shown to whoever may see that action today, whatever its class was then. Without `restricted`,
    the actions that are of that class today are left out.
    """
    row = visible_versions(actor).defer(None).select_related("plan").filter(pk=version_id).first()
    if row is None:
        return None
    ids = action_ids(row.document)
    classes = {key: one for key, one in _seen(actor, ids, today).items() if restricted or one != "R"}
    document, is_partial = _without(row.document, classes), len(classes) < len(ids)
    seats = list(row.seat_approvals.all())
    waits = row.state == PlanVersion.State.FOR_APPROVAL
    mine = [one for one in seats if waits and one.answer != "approved" and one.seat_id in actor.seat_ids]
    return ShownVersion(row, document, is_partial, "R" in classes.values(), seats, mine)


def two_documents(
    actor: Actor, plan_id: UUID, ids: Iterable[UUID], today: date
) -> dict[UUID, tuple[PlanVersion, Json]]:
    """Some versions of one plan, each with what the actor may read of it. Two queries."""
    rows = list(visible_versions(actor).defer(None).filter(plan_id=plan_id, pk__in=list(ids)))
    seen = _seen(actor, {key for row in rows for key in action_ids(row.document)}, today)
    return {row.pk: (row, _without(row.document, seen)) for row in rows}


def readable(actor: Actor, document: Json, today: date) -> Json:
    """A frozen document without the actions that are not the actor's to see. One query."""
    return _without(document, _seen(actor, action_ids(document), today))


def holds_restricted(actor: Actor, documents: Iterable[Json], today: date) -> bool:
    """True where an action of any of these documents is restricted, as far as the actor may see it. One query."""
    ids = {key for document in documents for key in action_ids(document)}
    return "R" in _seen(actor, ids, today).values()


def _seen(actor: Actor, ids: set[UUID], today: date) -> dict[str, str]:
    """The information class of each of the actions that the actor may see."""
    found = actions.actions_in_brief(actor, ids, today)
    return {str(key): one.information_class for key, one in found.items()}


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


def _without(document: Json, seen: Collection[str]) -> Json:
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

    actor: Actor
    approval: SeatApproval
    version: PlanVersion

    @property
    def title(self) -> str:
        """What is to be done, with the version and the plan, in one line."""
        return f"Approve or decline version {self.version.name} of “{self.version.title}”"


def approvals_asked(actor: Actor) -> list[Asked]:
    """The versions that wait for a seat for which this person is asked. One query, none for who holds no seat."""
    return _asked([actor])


def approval_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """What `approvals_asked` finds for each of these actors, as My work and the digests ask for it. One query at most.

    A seat's deputy is asked while its holder is away.
    """
    return [(asked.actor, _ask(asked)) for asked in _asked(actors)]


def approvals_waiting(actors: Sequence[Actor], today: date) -> Any:
    """The approvals of `approval_asks` as a query not yet asked, or None where nobody holds a seat."""
    held = _held(actors)
    return _for_seats(held) if held else None


def _held(actors: Sequence[Actor]) -> dict[tuple[UUID, UUID], list[Actor]]:
    held: dict[tuple[UUID, UUID], list[Actor]] = defaultdict(list)
    for actor in actors:
        for seat in actor.asked_seat_ids if actor.may(ANSWER) else ():
            held[actor.partnership_id, seat].append(actor)
    return held


def _for_seats(held: Mapping[tuple[UUID, UUID], list[Actor]]) -> Any:
    return SeatApproval.objects.filter(
        partnership_id__in={partnership for partnership, _ in held}, seat_id__in={seat for _, seat in held},
        answer=SeatApproval.Answer.ASKED, plan_version__state=PlanVersion.State.FOR_APPROVAL,
    )  # fmt: skip


def _asked(actors: Sequence[Actor]) -> list[Asked]:
    held = _held(actors)
    if not held:
        return []
    rows = _for_seats(held).select_related("plan_version").defer("plan_version__document")
    return [
        Asked(actor, row, row.plan_version)
        for row in rows.order_by("plan_version__taken_on", "seat_name", "pk")
        for actor in held[row.partnership_id, row.seat_id]
    ]


def _ask(asked: Asked) -> Ask:
    actor, day = asked.actor, asked.version.taken_on
    here = {"partnership": actor.partnership_slug, "approval_id": asked.approval.pk}
    return Ask(
        kind="plans.seatapproval",
        thing_id=asked.approval.pk,
        partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name,
        title=asked.title,
        why=f"asked of {asked.approval.seat_name}, about the plan of {day.day} {day:%B %Y}",
        urgency=Urgency.NOW,
        path=reverse("plans:answer_version", kwargs=here),
    )


def show_seat_approval(actor: Actor, approval_id: UUID) -> SeatApproval | None:
    """One seat's answer with its version and plan, for whoever may give or record it, or None."""
    rows = SeatApproval.objects.within(actor).select_related("plan_version__plan").defer("plan_version__document")
    if not actor.may(CHANGE):
        rows = rows.filter(seat_id__in=actor.seat_ids)
    return rows.filter(pk=approval_id, plan_version__in=visible_versions(actor)).first()
