"""Tell those who sit on a group that a pack is ready: a link, and nothing of what is in it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from goldenthread.kernel import letters
from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import Meeting, Pack
from goldenthread.meetings.rules import packs_of_reader
from goldenthread.meetings.services.holders import holders_of


def write_to_holders(actor: Actor, now: datetime, today: date, meeting: Meeting, issued: Sequence[Pack]) -> None:
    """One letter to everybody who holds a seat of the group today, or to who deputises while they are away.

    Only where they were given something new: who reads part A alone hears nothing of a supplement that holds only
    part B. Four queries.
    """
    for one in holders_of(actor, today, meeting):
        pack = _of(issued, one.reads_b)
        if pack is not None:
            letters.post(_letter(actor, meeting, pack, one.id, one.address), now)


def _of(issued: Sequence[Pack], reads_b: bool) -> Pack | None:
    """The widest of what was just issued that this reader is given."""
    found = packs_of_reader(issued, reads_b)
    return found[-1] if found else None


def _letter(actor: Actor, meeting: Meeting, pack: Any, person_id: UUID, address: str) -> letters.Letter:
    path = reverse("meetings:show_pack", args=[actor.partnership_slug, pack.pk])
    link = settings.BASE_URL.rstrip("/") + path
    what = f"{'A supplement to the' if pack.number else 'The'} pack for {meeting}"
    return letters.Letter(
        kind="meetings.pack",
        address=address,
        subject=f"{what} is ready",
        body=f"{what} is ready. Read it on the page or as a PDF, with the same page numbers:\n\n{link}",
        key=f"meetings.pack:{pack.pk}:{person_id}",
        person_id=person_id,
        partnership_id=actor.partnership_id,
    )
