"""A live plan as a document again: what was read, as it stands today, with progress and ratings filled in."""

from datetime import date
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.exchange import marking_for
from goldenthread.plans import queries
from goldenthread.plans.exchange.document import PlanDocument
from goldenthread.plans.exchange.writing import Format, Issue, write_plan


def plan_document(actor: Actor, plan_id: UUID, today: date) -> PlanDocument | None:
    """The plan as a document, or None where the actor may not read it.

    A live or closed plan carries each action's latest update and delivery rating; a draft only what was brought in.
    """
    tree = queries.plan_in_full(actor, plan_id, today)
    return PlanDocument.from_json(queries.document_of(tree)) if tree else None


def export_plan(actor: Actor, plan_id: UUID, today: date, format: Format, layout: str = "") -> tuple[str, bytes] | None:
    """The plan as a file of one of `writing.FORMATS`: (file name, content); None where the actor may not read it.

    It is marked as sensitive where it holds an action that is restricted. `layout` is the name of a shipped layout;
    without one, the plan's own, or the plain one for a plan written here.
    """
    tree = queries.plan_in_full(actor, plan_id, today)
    if tree is None:
        return None
    document = PlanDocument.from_json(queries.document_of(tree))
    restricted = any(line.information_class == "R" for line in tree.all_actions)
    issue = Issue(marking=marking_for(actor, restricted), issued=f"{today.day} {today:%B %Y}")
    content = write_plan(document, format, layout or None, issue)
    name = "".join(letter if letter.isalnum() else "-" for letter in document.title.lower())
    return f"{'-'.join(filter(None, name.split('-')))[:80] or 'plan'}.{format}", content
