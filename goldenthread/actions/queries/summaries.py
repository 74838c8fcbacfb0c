"""How actions, and the papers beneath them, appear along the thread."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.actions.rules import STATE_WORDS, State
from goldenthread.documents import queries as documents
from goldenthread.kernel.actor import Actor
from goldenthread.threads.queries import Strand, Thread, thread_of
from goldenthread.threads.rules import LinkKind, Ref, Summary

LIMIT = 120
LEVELS = 3


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
        url=reverse("actions:show_action", kwargs={"partnership": actor.partnership_slug, "action": row.pk}),
        state=STATE_WORDS[State(row.state)],
        when=row.closed_on or row.due_on,
    )


def may_read(actor: Actor, action_id: UUID) -> bool:
    """True where the actor may see the action, and so its history. One query."""
    return Action.objects.visible(actor).filter(pk=action_id).exists()


def document_summaries(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Summary]:
    """A line for each of the documents that the actor may read. One query."""
    return _papers(documents.document_summaries(actor, ids))


def evidence_summaries(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Summary]:
    """A line for each piece of evidence that the actor may read. One query."""
    return _papers(documents.evidence_summaries(actor, ids))


def search_documents(actor: Actor, words: str, limit: int) -> dict[UUID, Summary]:
    """Documents the actor may read that hold every word. One query."""
    return _papers(documents.search_documents(actor, words, limit))


def search_evidence(actor: Actor, words: str, limit: int) -> dict[UUID, Summary]:
    """Evidence the actor may read that holds every word. One query."""
    return _papers(documents.search_evidence(actor, words, limit))


def _papers(lines: Mapping[UUID, documents.PaperLine]) -> dict[UUID, Summary]:
    return {
        key: Summary(title=line.title, url=line.url, state=line.state, when=line.when, note=line.note)
        for key, line in lines.items()
    }


def strip_of(actor: Actor, action_id: UUID) -> tuple[list[Strand], Thread]:
    """Where an action stands, from the top down (priority, objective), and its own thread with what hangs on it.

    Follows the nearest thing it serves upwards, three steps at most, each in a constant number of queries.
    """
    around = thread_of(actor, Ref("actions.action", action_id))
    steps: list[Strand] = []
    here = around
    while len(steps) < LEVELS:
        served = [strand for strand in here.outward if strand.kind is LinkKind.SERVES]
        if not served:
            break
        # The thread runs from the claim down, so what is nearest to the action stands last.
        nearest = served[-1].ref.kind
        step = next(strand for strand in served if strand.ref.kind == nearest)
        steps.insert(0, step)
        here = thread_of(actor, step.ref)
    return steps, around
