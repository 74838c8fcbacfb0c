"""Find links for papers: by the link somebody followed, and those of an item for those who keep its agenda."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime

from goldenthread.documents.rules import link_state
from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import PaperLink
from goldenthread.meetings.permissions import SEE
from goldenthread.meetings.rules import AHEAD, is_late

STATE_WORDS = {
    "open": "Nothing came yet",
    "sent": "A paper came",
    "accepted": "Accepted",
    "withdrawn": "Withdrawn",
    "ended": "Ended",
}


def token_hash(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def paper_link_by_token(token: str) -> PaperLink | None:
    """The link that somebody followed, in whatever state, with its item and meeting; or None. One query."""
    rows = PaperLink.objects.select_related("item__meeting__group", "partnership")
    found: PaperLink | None = rows.filter(token_hash=token_hash(token)).first()
    return found


def contributing_actor(link: PaperLink) -> Actor:
    """Whoever followed the link: somebody with a name, and nothing they may do but what the link is for."""
    return Actor(
        user_id=None,
        name=f"{link.name}, by a link",
        partnership_id=link.partnership_id,
        partnership_slug=link.partnership.slug,
        partnership_name=link.partnership.name,
    )


def state_of_link(link: Any, now: datetime) -> str:
    """How a link stands: "open", "sent", "accepted", "withdrawn" or "ended".

    Whatever its own days, it ends with its item: taken off the agenda, made restricted, or the meeting begun or off.
    """
    state = link_state(
        link.ends_at, now, sent_at=link.paper_sent_at, accepted_at=link.accepted_at, withdrawn_at=link.withdrawn_at
    )
    item = link.item
    over = item.removed_at or item.is_restricted or item.meeting.state not in AHEAD or now >= item.meeting.starts_at
    return "ended" if over and state in ("open", "sent") else state


@dataclass(frozen=True)
class LinkLine:
    """One link with how it stands, in words."""

    link: PaperLink
    state: str

    @property
    def words(self) -> str:
        """How it stands."""
        return STATE_WORDS[self.state]

    @property
    def waits(self) -> bool:
        """True where a paper waits to be accepted, though the link itself has ended since."""
        link = self.link
        return bool(link.file) and link.accepted_at is None and link.withdrawn_at is None

    @property
    def is_late(self) -> bool:
        """True where the paper came after papers were due."""
        came = self.link.paper_sent_at
        return came is not None and is_late(self.link.item.meeting.papers_on, localtime(came).date())


def list_paper_links(actor: Actor, item_id: UUID, now: datetime) -> list[LinkLine]:
    """The links sent for an item of part A, for those who keep its agenda; nothing for others. One query."""
    rows = PaperLink.objects.kept_by(actor).filter(item_id=item_id).select_related("item__meeting")
    return [LinkLine(row, state_of_link(row, now)) for row in rows]


def find_paper_link(actor: Actor, link_id: UUID, now: datetime) -> LinkLine | None:
    """One link of an item whose agenda the actor keeps, or None. One query."""
    rows = PaperLink.objects.kept_by(actor).select_related("item__meeting__group")
    row = rows.filter(pk=link_id).first()
    return LinkLine(row, state_of_link(row, now)) if row else None


def may_see_link(actor: Actor, link_id: UUID) -> bool:
    """True where the actor keeps the agenda that the link is for, and so may read its history."""
    return actor.may(SEE) and PaperLink.objects.kept_by(actor).filter(pk=link_id).exists()
