"""How challenges are followed along the thread and found by search."""

from typing import Any
from uuid import UUID

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from goldenthread.challenges.models import Challenge
from goldenthread.kernel.actor import Actor
from goldenthread.threads.queries import columns, spaced


def challenge_rows(actor: Actor) -> Any:
    """The challenges the actor may read, with what is put and why."""
    return columns(
        Challenge.objects.visible(actor), title="text", state="state", day=Coalesce("closed_on", "due_on", "raised_on"),
        info_class=Value("R"), said_on=Coalesce("closed_on", "answered_on", "raised_on"),
        body=spaced("text", "why", "what_changed"), words="search",
    )  # fmt: skip


def said_of_challenges(actor: Actor) -> list[Any]:
    """What was answered and said about each challenge the actor may read."""
    rows = Challenge.objects.visible(actor).filter(turns__isnull=False)
    return [
        columns(
            rows, title="text", state="state", day=Coalesce("closed_on", "due_on", "raised_on"), info_class=Value("R"),
            said_on=F("turns__said_on"), body="turns__text", words="turns__search",
        )
    ]  # fmt: skip


def challenges_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the challenges raised in a group or put to it."""
    rows = Challenge.objects.within(actor).filter(Q(group_id=group_id) | Q(to_group_id=group_id))
    return rows.order_by().values("pk")
