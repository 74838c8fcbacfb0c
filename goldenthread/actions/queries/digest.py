"""What people are asked for, told to `notify` for their digests: the same reckoning as My work."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from goldenthread.actions.queries.asking import ASKED, Wait, open_waits, to_accept, why_lead_is_asked
from goldenthread.actions.queries.names import title_in_a_line
from goldenthread.kernel.actor import Actor
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships.queries import actors_of_people
from goldenthread.web.environment import address

UPDATE, ACCEPTANCE = "actions.update", "actions.acceptance"


def asks_of_people(people: Collection[UUID], today: date) -> dict[UUID, list[Ask]]:
    """What each of these people is asked for in every partnership, as `work_asks` gives it; four queries at most.

    People who are asked for nothing are left out.
    """
    actors = [actor for every in actors_of_people(people, today).values() for actor in every]
    found: dict[UUID, list[Ask]] = {}
    for actor, ask in work_asks(actors, today):
        if actor.user_id:
            found.setdefault(actor.user_id, []).append(ask)
    return found


def work_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """What each of these actors is asked for, most urgent first; three queries at most.

    Acceptances come first, then what they lead, by date. Of what is restricted there is no title.
    """
    waits = [*to_accept(actors), *open_waits(actors, today, to_tell=True)]
    order = list(Urgency)
    asks = [(wait.actor, _ask(wait, today)) for wait in waits if wait.actor.user_id]
    return sorted(asks, key=lambda one: order.index(one[1].urgency))


def _ask(wait: Wait, today: date) -> Ask:
    action, accepts = wait.action, wait.part == ASKED
    restricted = action.information_class == "R"
    page = "actions:answer_completion" if accepts else "actions:show_action"
    return Ask(
        kind=ACCEPTANCE if accepts else UPDATE,
        thing_id=action.pk,
        partnership_id=action.partnership_id,
        partnership_name=wait.actor.partnership_name,
        title="" if restricted else f"{action.reference} {title_in_a_line(action.description)}".strip(),
        why=_why(wait, today),
        urgency=Urgency.NOW if accepts else Urgency(wait.part),
        path=address(page, wait.actor.partnership_slug, action=action.pk),
        due_on=action.due_on,
        may_answer=not accepts and not restricted,
        relieved=wait.is_relieved,
    )


def _why(wait: Wait, today: date) -> str:
    action = wait.action
    if wait.part == ASKED:
        since = f" since {action.asked_on.day} {action.asked_on:%B %Y}" if action.asked_on else ""
        return f"waits for you to accept it as complete{since}"
    return why_lead_is_asked(action, today)
