"""Plans with priorities, objectives, measures and actions, made through services as the product makes them."""

from datetime import date
from typing import Any

from goldenthread.actions.models import Action
from goldenthread.actions.tests.factories import NOW, TODAY, House, a_house, days, raised, with_evidence
from goldenthread.documents import services as documents
from goldenthread.documents.models import EvidenceItem
from goldenthread.kernel.actor import Actor
from goldenthread.plans import queries, services
from goldenthread.plans.exchange.document import PlanDocument
from goldenthread.plans.models import Measure, Objective, Plan, Priority
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

__all__ = [
    "NOW",
    "TODAY",
    "House",
    "a_house",
    "a_plan",
    "a_priority",
    "a_whole_plan",
    "an_action",
    "an_objective",
    "days",
    "live",
    "shown_by",
    "with_evidence",
]


def a_plan(unit: Actor, title: str = "Business plan 2026 to 2029", **fields: Any) -> Plan:
    """A draft for three years from April 2026."""
    period = {"starts_on": date(2026, 4, 1), "ends_on": date(2029, 3, 31)}
    return services.draft_plan(unit, NOW, title=title, **{**period, **fields})


def a_priority(unit: Actor, plan: Plan, title: str = "Neglect is seen early", **fields: Any) -> Priority:
    """A priority at the end of a plan."""
    return services.add_priority(unit, NOW, plan.pk, title=title, **fields)


def an_objective(
    unit: Actor,
    plan: Plan,
    priority: Priority | None = None,
    title: str = "Every school knows the pathway",
    **fields: Any,
) -> Objective:
    """An objective under a priority, or under the plan itself."""
    under = priority.pk if priority else None
    return services.add_objective(unit, NOW, plan.pk, title=title, priority_id=under, **fields)


def a_measure(unit: Actor, plan: Plan, **fields: Any) -> Measure:
    """A success measure of the plan, of a priority (`priority_id`) or of an objective (`objective_id`)."""
    fields = {"kind": "success", "text": "Nine in ten schools use the toolkit", **fields}
    return services.add_measure(unit, NOW, plan.pk, **fields)


def an_action(house: House, serves: Plan | Priority | Objective, ago: int = 0, **fields: Any) -> Action:
    """An action raised some days ago that serves a part of a plan."""
    ref = Ref(serves._meta.label_lower, serves.pk)
    return raised(house, ago=ago, **{"serves": [(ref, fields.pop("position", 0))], **fields})


def live(house: House, plan: Plan) -> Plan:
    """The plan approved by the partnership's chair and made live; it must hold a priority or objective."""
    services.approve_plan(house.actor("partnership_chair"), NOW, plan.pk, approved_on=TODAY, on_behalf_of="The board")
    return services.start_plan(house.unit, NOW, plan.pk)


def shown_by(house: House, part: Any, **fields: Any) -> EvidenceItem:
    """Evidence tied to a part of a plan."""
    given = {
        "claim": "Case files were better",
        "kind": "statement",
        "statement": "Said at the audit meeting.",
        "quadrant": "qualitative",
        "strength": "moderate",
        "dated_on": TODAY,
    }
    piece = documents.add_evidence(house.unit, NOW, **{**given, **fields})
    source = Ref("documents.evidenceitem", piece.pk)
    threads.tie(house.unit, NOW, LinkKind.EVIDENCES, source, Ref(part._meta.label_lower, part.pk))
    return piece


def a_whole_plan(house: House, size: int = 2, title: str = "Business plan 2026 to 2029") -> Plan:
    """A live plan with as many priorities, objectives, measures and actions at every level as `size` says."""
    unit = house.unit
    plan = a_plan(unit, title)
    for number in range(size):
        priority = a_priority(unit, plan, f"Priority named {number}", reference=str(number + 1), outcome="Seen sooner")
        a_measure(unit, plan, priority_id=priority.pk)
        an_action(house, priority, description=f"Beneath priority {number}")
        for _ in range(size):
            objective = an_objective(unit, plan, priority)
            a_measure(unit, plan, objective_id=objective.pk)
            for _ in range(size):
                with_evidence(house, an_action(house, objective))
    services.add_focus_group(unit, NOW, plan.pk, name="Children who go missing")
    services.add_assurance_area(unit, NOW, plan.pk, title="Front door", expectations=["Timely answers"])
    services.add_section(unit, NOW, plan.pk, kind="vision", body={"vision": "Every child is safe and heard."})
    return live(house, plan)


def plan_document(actor: Actor, plan_id: Any, today: date) -> PlanDocument:
    """A plan of the partnership as the document that is written out, whatever format it takes."""
    return PlanDocument.from_json(queries.document_of(queries.plan_in_full(actor, plan_id, today)))
