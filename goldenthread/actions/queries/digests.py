"""What a digest tells people of silence: those told to them, in every partnership at once.

Who asked the silent owner for an update stands beside what the owner is asked for anyway: `digest` says it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from goldenthread.actions.queries.besides import ESCALATION, Told, told_to
from goldenthread.actions.queries.names import title_in_a_line
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships.queries import actors_of_people


def escalation_asks(people: Collection[UUID], today: date) -> Mapping[UUID, Sequence[Ask]]:
    """The silences that each of these people is to answer, as My work shows them. Three queries however many people.

    A restricted action is named by its link alone.
    """
    actors = [actor for every in actors_of_people(people, today).values() for actor in every]
    asks: dict[UUID, list[Ask]] = defaultdict(list)
    for told in told_to(actors, today):
        if told.actor.user_id:
            asks[told.actor.user_id].append(_ask(told))
    return asks


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
    )
