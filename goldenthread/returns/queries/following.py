"""How returns and what they ask for are followed along the thread and found by search."""

from typing import Any
from uuid import UUID

from django.db.models import F, Q

from goldenthread.kernel.actor import Actor
from goldenthread.returns.models import Request, Return
from goldenthread.threads.queries import columns, spaced
from goldenthread.threads.rules import Kept, LinkKind


def return_rows(actor: Actor) -> Any:
    """The returns whose answers the actor may read."""
    return columns(
        Return.objects.readable(actor), title="round__title", state="state", day="due_on", said_on="sent_on",
        body="round__purpose", words="round__search",
    )  # fmt: skip


def request_rows(actor: Actor) -> Any:
    """What the reports that the actor may read have asked for."""
    readable = Return.objects.readable(actor).order_by().values("pk")
    rows = Request.objects.within(actor).filter(of_return__in=readable)
    return columns(
        rows, title="exception", state="state", day="raised_on", within="of_return_id", said_on="answered_on",
        body=spaced("exception", "answer"), words="search",
    )  # fmt: skip


def request_edges(actor: Actor) -> list[Kept]:
    """Each request was raised by its report."""
    rows = Request.objects.within(actor).order_by()
    pairs = rows.values_list("pk", "of_return_id", "position")
    return [Kept(LinkKind.RAISED_BY, "returns.request", "returns.return", pairs)]


def requests_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the requests a group made or received."""
    rows = Request.objects.within(actor).filter(Q(from_group_id=group_id) | Q(to_group_id=group_id))
    return rows.order_by().values("pk")


def returns_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the returns a group owes or receives."""
    rows = Return.objects.within(actor).filter(Q(group_id=group_id) | Q(round__to_groups=group_id))
    return rows.order_by().annotate(key=F("pk")).values("pk")


def may_read_return(actor: Actor, return_id: UUID) -> bool:
    """True where the actor may read what a return says, and so its history. One query."""
    return Return.objects.readable(actor).filter(pk=return_id).exists()


def may_read_request(actor: Actor, request_id: UUID) -> bool:
    """True where the actor may read the report that asks. One query."""
    readable = Return.objects.readable(actor).order_by().values("pk")
    return Request.objects.within(actor).filter(pk=request_id, of_return__in=readable).exists()
