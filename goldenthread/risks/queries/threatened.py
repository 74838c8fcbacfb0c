"""What of the plans the risks threaten: the priorities to filter by, the risks to a priority, names for a file."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, Subquery
from django.db.models.functions import JSONObject

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.plans.models import Objective, Priority
from goldenthread.plans.queries import visible_plans
from goldenthread.risks import rules
from goldenthread.risks.models import READS_ALL, Risk, RiskScale
from goldenthread.risks.queries.following import KIND
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.web.beside import Line, Panel
from goldenthread.web.environment import address
from goldenthread.web.filters import count, sentence, short_date

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


def risks_to(actor: Actor, kind: str, thing_id: UUID, today: date) -> Any:
    """The open risks to a priority (those to its objectives included) or to an objective that the actor may read, as
    a query not yet asked, the highest score first.
    """
    if kind == PRIORITY:
        ids = threatening(actor, thing_id)
    else:
        ids = threads.source_ids(actor, LinkKind.THREATENS, KIND, [thing_id])
    scale = RiskScale.objects.within(actor).order_by("-edition").values("told")[:1]
    told = JSONObject(
        id="pk", number="number", title="title", group="group__name", now="current__score", before="before__score",
        confirmed=Q(reviewed_on__gt=F("current__said_on")), scale=Subquery(scale),
    )  # fmt: skip
    rows = Risk.objects.readable(actor).watched().filter(pk__in=ids).annotate(told=told)
    return rows.order_by("-current__score", "number")[: SHOWN + 1]


def draw_risks_to(actor: Actor, kind: str, thing_id: UUID, told: Sequence[Mapping[str, Any]]) -> Panel:
    """Those risks with score, level and direction, for the page of what they threaten."""
    scale = rules.restored(told[0]["scale"]) if told[0]["scale"] else rules.DEFAULT
    what = "priority" if kind == PRIORITY else "objective"
    href = address("risks:list_risks", actor.partnership_slug, query={"priority": thing_id})
    more = ("These risks in the register", href) if kind == PRIORITY else None
    ordered = sorted(told, key=lambda one: (-(one["now"] or 0), one["number"]))
    lines = tuple(_line(actor, one, scale) for one in ordered[:SHOWN])
    return Panel(f"Risks to this {what}", lines, more, is_restricted=True)


def _line(actor: Actor, told: Mapping[str, Any], scale: rules.Scale) -> Line:
    way, arrow = rules.DIRECTION_WORDS[rules.direction(told["before"], told["now"], bool(told["confirmed"]))]
    score = f"{told['now']} {rules.band_of(told['now'], scale).word}" if told["now"] else ""
    href = address("risks:show_risk", actor.partnership_slug, risk_id=UUID(told["id"]))
    register = told["group"] or "The partnership’s own register"
    return Line(f"R{told['number']} {told['title']}", href, score, f"{arrow} {way} · {register}")


def register_of(actor: Actor, kind: str, group_id: UUID, today: date) -> Any:
    """How many open risks stand in a group's register and when the next is due, as a query not yet asked, for readers
    of that register.
    """
    if not (actor.roles & READS_ALL or group_id in actor.sitting_group_ids):
        return None
    mine = Risk.objects.within(actor).watched().filter(group_id=group_id).order_by().values("group_id")
    counted = mine.annotate(number=Count("pk"), next_on=Min("next_review_on"))
    told = JSONObject(number=Subquery(counted.values("number")), next_on=Subquery(counted.values("next_on")))
    return Group.objects.within(actor).filter(pk=group_id).order_by().annotate(told=told)


def draw_register(actor: Actor, kind: str, group_id: UUID, told: Sequence[Mapping[str, Any]]) -> Panel:
    """The register of a group, for the group's page."""
    number = told[0]["number"] or 0
    href = address("risks:list_risks", actor.partnership_slug, query={"register": group_id})
    day = told[0]["next_on"]
    note = f"Next review {short_date(date.fromisoformat(day))}" if day else ""
    return Panel("Risks", (Line(sentence(f"{count(number, 'open risk')} in its register"), href, note=note),))
