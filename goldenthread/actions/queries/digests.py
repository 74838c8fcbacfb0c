"""What a digest tells people of silence: those told to them, in every partnership at once.

Who asked the silent owner for an update stands beside what the owner is asked for anyway: `digest` says it.
"""

from collections.abc import Sequence
from datetime import date

from goldenthread.actions.queries.besides import ESCALATION, Told, told_to
from goldenthread.actions.queries.names import title_in_a_line
from goldenthread.kernel.actor import Actor
from goldenthread.notify.rules import Ask, Urgency


def escalation_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """The silences that each of these actors is to answer, as My work shows them. One query however many actors.

    A restricted action is named by its link alone.
    """
    return [(told.actor, _ask(told)) for told in told_to(actors, today)]


def _ask(told: Told) -> Ask:
    action = told.escalation.action
    restricted = action.information_class == "R"
    return Ask(
        kind=ESCALATION,
        thing_id=action.pk,
        partnership_id=action.partnership_id,
        partnership_name=told.actor.partnership_name,
        title="" if restricted else f"{action.reference} {title_in_a_line(action.description)}".strip(),
        why=told.why,
        urgency=Urgency.NOW,
        path=told.path,
        due_on=action.due_on,
        relieved=told.is_relieved,
    )
