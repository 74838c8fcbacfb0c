"""Every place where a thread of the partnership is broken, each with what it belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.actions import queries as actions
from goldenthread.actions.queries import Owned, Party
from goldenthread.documents import queries as documents
from goldenthread.documents.rules import QUADRANTS
from goldenthread.kernel.actor import Actor
from goldenthread.plans.models import Measure, Objective, Plan, Priority
from goldenthread.plans.queries.lists import visible_plans
from goldenthread.plans.rules import Break, Owner, closed_without, empty_sides, owner_break, unevidenced, unmeasured
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind, Ref

ACTION, EVIDENCE = "actions.action", "documents.evidenceitem"
PLAN, PRIORITY, OBJECTIVE, MEASURE = "plans.plan", "plans.priority", "plans.objective", "plans.measure"
IN_FORCE = (Plan.State.LIVE, Plan.State.APPROVED)


@dataclass(frozen=True)
class Place:
    """Where something stands in the plans: the plan and the priority, each by id and in words."""

    plan_id: UUID
    plan: str
    priority_id: UUID | None = None
    priority: str = ""


@dataclass(frozen=True)
class Broken:
    """One break: which, of what thing, where in the plans, of which groups.

    `sides` are the quadrants without evidence; `owner` and `number` the owner without an account and how many open
    actions wait for them; `holder` is the group of a seat.
    """

    what: Break
    ref: Ref
    title: str
    places: tuple[Place, ...] = ()
    groups: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    owner: Party | None = None
    number: int = 0
    holder: UUID | None = None

    @property
    def plans(self) -> list[str]:
        """The titles of the plans it belongs to."""
        return list(dict.fromkeys(place.plan for place in self.places))

    @property
    def priorities(self) -> list[str]:
        """The priorities it belongs to."""
        return list(dict.fromkeys(place.priority for place in self.places if place.priority))


@dataclass(frozen=True)
class _Plans:
    """The parts of every plan in force, and what is tied to them."""

    priorities: dict[UUID, Priority]
    objectives: dict[UUID, Objective]
    measures: list[Measure]
    serving: dict[Ref, list[UUID]] = field(default_factory=dict)
    evidence: dict[Ref, list[UUID]] = field(default_factory=dict)

    def place(self, plan: Plan, priority_id: UUID | None) -> Place:
        priority = self.priorities.get(priority_id) if priority_id else None
        return Place(plan.pk, plan.title, priority_id, str(priority) if priority else "")

    def of_measure(self, measure: Measure) -> Place:
        objective = self.objectives.get(measure.objective_id) if measure.objective_id else None
        return self.place(measure.plan, measure.priority_id or (objective.priority_id if objective else None))

    def of_group(self, plan: Plan) -> tuple[str, ...]:
        return (plan.group.name,) if plan.group else ()


def broken_threads(actor: Actor, today: date) -> list[Broken]:
    """Every break in the plans in force that the actor may read, and among the owners of actions they may see.

    Eight queries however many plans and actions. What somebody else may read counts as being there, as on the thread.
    """
    plans = _plans(actor)
    pieces = documents.standing_quadrants(actor)
    owned = actions.owned(actor, today)
    places = _places_of_actions(plans)
    found = [*_of_priorities(plans, pieces), *_of_objectives(plans), *_of_measures(plans, pieces)]
    return [*found, *_of_closures(plans, owned, places, pieces), *_of_owners(owned, places)]


def _plans(actor: Actor) -> _Plans:
    plans = visible_plans(actor).filter(state__in=IN_FORCE).select_related("group").in_bulk()

    def parts(model: Any) -> list[Any]:
        rows = list(model.objects.within(actor).filter(plan_id__in=plans))
        for row in rows:
            # A plan carries much; it is read once and not beside each of its parts.
            row.plan = plans[row.plan_id]
        return rows

    return _Plans(
        {row.pk: row for row in parts(Priority)},
        {row.pk: row for row in parts(Objective)},
        parts(Measure),
        threads.tied_to(actor, LinkKind.SERVES, ACTION),
        threads.tied_to(actor, LinkKind.EVIDENCES, EVIDENCE),
    )


def _of_priorities(plans: _Plans, pieces: dict[UUID, str]) -> Iterator[Broken]:
    """Each priority with the sides from which nothing is shown, for it or for any of its parts."""
    under: dict[UUID, list[Ref]] = defaultdict(list)
    for objective in plans.objectives.values():
        if objective.priority_id:
            under[objective.priority_id].append(Ref(OBJECTIVE, objective.pk))
    for measure in plans.measures:
        if priority := plans.of_measure(measure).priority_id:
            under[priority].append(Ref(MEASURE, measure.pk))
    for row in plans.priorities.values():
        refs = [Ref(PRIORITY, row.pk), *under[row.pk]]
        refs += [Ref(ACTION, action) for ref in refs for action in plans.serving.get(ref, ())]
        present = {pieces[piece] for ref in refs for piece in plans.evidence.get(ref, ()) if piece in pieces}
        if sides := tuple(empty_sides(list(QUADRANTS), present)):
            place = plans.place(row.plan, row.pk)
            yield Broken(Break.EMPTY_SIDE, refs[0], str(row), (place,), plans.of_group(row.plan), sides)


def _of_objectives(plans: _Plans) -> Iterator[Broken]:
    measured: dict[UUID | None, int] = defaultdict(int)
    for measure in plans.measures:
        measured[measure.objective_id] += 1
    for row in plans.objectives.values():
        if unmeasured(measured[row.pk]):
            place = plans.place(row.plan, row.priority_id)
            yield Broken(Break.NO_MEASURE, Ref(OBJECTIVE, row.pk), str(row), (place,), plans.of_group(row.plan))


def _of_measures(plans: _Plans, pieces: dict[UUID, str]) -> Iterator[Broken]:
    for row in plans.measures:
        ref = Ref(MEASURE, row.pk)
        if unevidenced(sum(piece in pieces for piece in plans.evidence.get(ref, ()))):
            yield Broken(Break.NO_EVIDENCE, ref, row.text, (plans.of_measure(row),), plans.of_group(row.plan))


def _places_of_actions(plans: _Plans) -> dict[UUID, tuple[Place, ...]]:
    """Where each action stands in the plans in force."""
    places: dict[UUID, list[Place]] = defaultdict(list)
    parts = [(Ref(PRIORITY, row.pk), plans.place(row.plan, row.pk)) for row in plans.priorities.values()]
    parts += [(Ref(OBJECTIVE, row.pk), plans.place(row.plan, row.priority_id)) for row in plans.objectives.values()]
    every: dict[UUID, Plan] = {row.plan_id: row.plan for row in plans.priorities.values()}
    every |= {row.plan_id: row.plan for row in plans.objectives.values()}
    parts += [(Ref(PLAN, pk), Place(pk, plan.title)) for pk, plan in every.items()]
    for ref, place in parts:
        for action in plans.serving.get(ref, ()):
            places[action].append(place)
    return {action: tuple(dict.fromkeys(found)) for action, found in places.items()}


def _of_closures(
    plans: _Plans, owned: Iterable[Owned], places: dict[UUID, tuple[Place, ...]], pieces: dict[UUID, str]
) -> Iterator[Broken]:
    for one in owned:
        ref = Ref(ACTION, one.id)
        shown = sum(piece in pieces for piece in plans.evidence.get(ref, ()))
        for what in closed_without(one.state, one.impact_is_rated, shown):
            title = f"{one.reference} {' '.join(one.description.split())}".strip()
            yield Broken(what, ref, title, places.get(one.id, ()), one.groups)


def _of_owners(owned: Iterable[Owned], places: dict[UUID, tuple[Place, ...]]) -> Iterator[Broken]:
    """Each owner for whom nobody answers, once, with everything of theirs that is still worked on."""
    waiting: dict[tuple[Break, Party], list[Owned]] = defaultdict(list)
    for one in owned:
        owner = Owner(one.lead.kind, one.can_sign_in, one.is_tied, one.answers)
        if one.is_worked_on and (what := owner_break(owner)):
            waiting[what, one.lead].append(one)
    for (what, lead), theirs in waiting.items():
        yield Broken(
            what=what,
            ref=Ref(ACTION, theirs[0].id),
            title=theirs[0].lead_name,
            places=tuple(dict.fromkeys(place for one in theirs for place in places.get(one.id, ()))),
            groups=tuple(dict.fromkeys(name for one in theirs for name in one.groups)),
            owner=lead,
            number=len(theirs),
            holder=theirs[0].seat_group_id,
        )
