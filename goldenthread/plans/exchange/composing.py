"""A live plan as a document again: what was read, as it stands today, with progress and ratings filled in."""

from datetime import date
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.exchange import marking_of
from goldenthread.plans import queries
from goldenthread.plans.exchange.document import PlanDocument
from goldenthread.plans.exchange.writing import Format, Issue, write_plan
from goldenthread.rendering.lists import marked_name


def export_plan(
    actor: Actor, plan_id: UUID, today: date, format: Format, layout: str = "", *, restricted: bool = False
) -> tuple[str, bytes] | None:
    """The plan as a file of one of `writing.FORMATS`: (file name, content); None where the actor may not read it.

    A live or closed plan carries each action's latest update and delivery rating; a draft only what was brought in. A
    plan is written out to be passed on, so actions of the restricted class are left out unless `restricted` asks
    for those the actor may see; the file is then marked so.

    `layout` is the name of a shipped layout; without one, the plan's own, or the plain one for a plan written here.
    """
    tree = queries.plan_in_full(actor, plan_id, today, restricted=restricted)
    if tree is None:
        return None
    document = PlanDocument.from_json(queries.document_of(tree))
    marking = marking_of(actor, any(line.information_class == "R" for line in tree.all_actions))
    issue = Issue(marking=marking, issued=f"{today.day} {today:%B %Y}")
    content = write_plan(document, format, layout or None, issue)
    name = "".join(letter if letter.isalnum() else "-" for letter in document.title.lower())
    name = "-".join(filter(None, name.split("-")))[:80] or "plan"
    # The others say their marking inside; a CSV file has no place for it but its name.
    return f"{marked_name(name, marking) if format == 'csv' else name}.{format}", content
