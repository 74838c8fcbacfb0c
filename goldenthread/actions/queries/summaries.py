"""How actions appear along the thread."""

from collections.abc import Collection
from uuid import UUID

from goldenthread.actions.models import Action
from goldenthread.actions.rules import STATE_WORDS, State
from goldenthread.kernel.actor import Actor
from goldenthread.threads.rules import Summary

LIMIT = 120


def summaries(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Summary]:
    """A line for each of the actions that the actor may see: its words, address, state and date. One query."""
    rows = Action.objects.visible(actor).filter(pk__in=ids)
    return {row.pk: _summary(actor, row) for row in rows}


def search(actor: Actor, words: str, limit: int) -> dict[UUID, Summary]:
    """Actions the actor may see whose description or reference holds every word, by date. One query."""
    rows = Action.objects.visible(actor).exclude(state=State.WITHDRAWN)
    for word in words.split():
        rows = rows.filter(description__icontains=word)
    return {row.pk: _summary(actor, row) for row in rows[:limit]}


def _summary(actor: Actor, row: Action) -> Summary:
    line = " ".join(row.description.split())
    short = line if len(line) <= LIMIT else f"{line[: LIMIT - 1].rstrip()}…"
    return Summary(
        title=f"{row.reference} {short}".strip(),
        url=f"/{actor.partnership_slug}/actions/{row.pk}/",
        state=STATE_WORDS[State(row.state)],
        when=row.closed_on or row.due_on,
    )
