"""What of the plans the risks threaten: the priorities to filter by, the risks to a priority, names for a file."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Subquery

from goldenthread.kernel.actor import Actor
from goldenthread.plans.models import Objective, Priority
from goldenthread.plans.queries import visible_plans
from goldenthread.risks import rules
from goldenthread.risks.models import Risk, RiskScale
from goldenthread.risks.queries.following import KIND
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.web.beside import Line, Panel
from goldenthread.web.environment import address

PRIORITY, OBJECTIVE = "plans.priority", "plans.objective"
CAN_BE_THREATENED = (PRIORITY, OBJECTIVE)
# As many as stand on the page of a priority; the register shows them all.
SHOWN = 10


def threatening(actor: Actor, priority_id: UUID) -> Any:
    """The ids of the risks that threaten a priority or an objective of it, as a query not yet asked."""
    beneath = Objective.objects.within(actor).filter(priority_id=priority_id).values("pk")
    both = [threads.source_ids(actor, LinkKind.THREATENS, KIND, of) for of in ([priority_id], beneath)]
    return both[0].union(both[1])


def priorities_threatened(actor: Actor) -> list[tuple[str, str]]:
    """The priorities that a risk the actor may read threatens, or an objective of theirs, as (id, words). One query."""
    targets = threads.target_ids(actor, LinkKind.THREATENS, KIND, Risk.objects.readable(actor).values("pk"))
    beneath = Objective.objects.within(actor).filter(pk__in=targets).values("priority_id")
    rows = Priority.objects.within(actor).filter(Q(pk__in=targets) | Q(pk__in=beneath), plan__in=visible_plans(actor))
    return [(str(row.pk), str(row)) for row in rows.order_by("plan__starts_on", "plan_id", "position")]


def names_threatened(actor: Actor, risk_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """What each risk threatens, by name, as far as the actor may see it. Two queries."""
    tied = threads.targets(actor, LinkKind.THREATENS, KIND, risk_ids)
    every = {one for ids in tied.values() for one in ids}
    seen = threads.summaries_of(actor, [Ref(kind, one) for one in every for kind in CAN_BE_THREATENED])
    titles = {ref.id: summary.title for ref, summary in seen.items()}
    found: dict[UUID, list[str]] = defaultdict(list)
    for risk, ids in tied.items():
        found[risk] = [titles[one] for one in ids if one in titles]
    return found


def first_threatened(actor: Actor, risk_id: UUID) -> Ref | None:
    """The priority or objective that a risk threatens first of all, or None. One query."""
    steps = threads.walk(actor, Ref(KIND, risk_id), up=1, down=0).beside
    return next((step.ref for step in steps if step.via is LinkKind.THREATENS), None)


def risks_to(actor: Actor, kind: str, thing_id: UUID, today: date) -> Panel | None:
    """The risks to a priority (those to its objectives included) or to an objective, for its page. One query.

    The highest score first, with score, level and direction; None where the actor reads no such risk.
    """
    if kind == PRIORITY:
        ids = threatening(actor, thing_id)
    else:
        ids = threads.source_ids(actor, LinkKind.THREATENS, KIND, [thing_id])
    told = RiskScale.objects.within(actor).order_by("-edition").values("told")[:1]
    rows = Risk.objects.readable(actor).watched().filter(pk__in=ids).select_related("current", "before", "group")
    found = list(rows.annotate(told=Subquery(told)).order_by("-current__score", "number")[: SHOWN + 1])
    if not found:
        return None
    scale = rules.restored(found[0].told) if found[0].told else rules.DEFAULT
    what = "priority" if kind == PRIORITY else "objective"
    list_ = address("risks:list_risks", actor.partnership_slug, query={"priority": thing_id})
    more = ("All risks to it in the register", list_) if kind == PRIORITY else None
    return Panel(f"Risks to this {what}", tuple(_lines(actor, found[:SHOWN], scale)), more, is_restricted=True)


def _lines(actor: Actor, found: Iterable[Any], scale: rules.Scale) -> Iterable[Line]:
    for risk in found:
        way, arrow = rules.DIRECTION_WORDS[risk.direction]
        score = f"{risk.current.score} {rules.band_of(risk.current.score, scale).word}" if risk.current else ""
        register = risk.group.name if risk.group else "The partnership’s own register"
        href = address("risks:show_risk", actor.partnership_slug, risk_id=risk.pk)
        yield Line(f"{risk.reference} {risk.title}", href, score, f"{arrow} {way} · {register}")
