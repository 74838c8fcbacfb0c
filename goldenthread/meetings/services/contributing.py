"""Ask somebody without an account for a paper: send the link, take what comes, accept it or take the link back."""

import secrets
from datetime import date, datetime
from functools import partial
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime

from goldenthread.documents import rules as documents
from goldenthread.documents.services.keeping import keep_file
from goldenthread.kernel import letters
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.meetings.models import AgendaItem, Paper, PaperLink
from goldenthread.meetings.models.contributing import random_place
from goldenthread.meetings.permissions import KEEP
from goldenthread.meetings.queries.contributing import state_of_link, token_hash
from goldenthread.meetings.services.agenda import kept_item
from goldenthread.meetings.services.papers import add_paper
from goldenthread.meetings.services.telling import titled
from goldenthread.trail import services as trail

UNKNOWN = "There is no such link for a paper, or it is not yours to see."
NO_LONGER = "This link no longer works. Ask the business unit for another."


@transaction.atomic
def send_paper_link(
    actor: Actor, now: datetime, item_id: UUID, *, name: str, email: str, days: int = documents.CONTRIBUTION_DAYS
) -> PaperLink:
    """Send somebody the link by which they bring a paper for an item, and return it; one sent before stops working.

    Raises `Refused`, always for part B, and `NotPermitted` for others than those who keep the agenda.
    """
    item = kept_item(actor, item_id)
    begins = item.meeting.starts_at
    insist(documents.may_send_link(days, begins, now, is_restricted=item.is_restricted), "days")
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused("Enter an e-mail address, such as name@example.org.", "email") from wrong
    still = PaperLink.objects.select_for_update().filter(item=item, email=address)
    row = still.filter(accepted_at__isnull=True, withdrawn_at__isnull=True).first()
    is_again = row is not None
    row = row or PaperLink(partnership_id=actor.partnership_id, item=item, email=address)
    token = secrets.token_urlsafe(32)
    row.name, row.token_hash = titled(name, "name", "Enter the name of whoever is asked."), token_hash(token)
    row.sent_at, row.sent_by_id, row.ends_at = now, actor.user_id, documents.link_ends_at(now, days, begins)
    _save(actor, now, row, "sent_again" if is_again else "sent", name=row.name, ends_at=row.ends_at)
    letters.post(_invitation(actor, row, item, token), now)
    return row


def _save(actor: Actor, now: datetime, row: PaperLink, event: str, **told: Any) -> None:
    """Save a link and tell of it: never its secret, nor the words that came by it."""
    row.version += not row._state.adding
    row.save()
    trail.record(actor, f"meetings.paperlink.{event}", row, after=told, now=now)


def _day(at: datetime) -> str:
    day = localtime(at)
    return f"{day.day} {day:%B %Y}"


def _invitation(actor: Actor, row: PaperLink, item: AgendaItem, token: str) -> letters.Letter:
    link = settings.BASE_URL.rstrip("/") + reverse("contribute", kwargs={"token": token})
    meeting, due = item.meeting, item.meeting.papers_on
    body = (
        f"Hello {row.name},\n\n{actor.name} asks you for a paper on “{item.title}” for {meeting.title} of "
        f"{actor.partnership_name} on {_day(meeting.starts_at)}. Papers are owed by {due.day} {due:%B %Y}.\n\n"
        f"Send it by this link; you need no account. It works until {_day(row.ends_at)}, and you may send the paper "
        f"again until it is accepted:\n\n{link}\n\n"
        "Whoever has the link can send a paper in your name, so do not hand it on."
    )
    return letters.Letter(
        kind="meetings.paper_link", address=row.email, subject=f"A paper is asked of you for {meeting.title}",
        body=body, key=f"meetings.paper_link:{row.pk}:{row.sent_at.isoformat()}", partnership_id=actor.partnership_id,
        urgent=True, lets_in=True,
    )  # fmt: skip


@transaction.atomic
def take_contribution(actor: Actor, now: datetime, link_id: UUID, *, upload: File, summary: str) -> PaperLink:
    """Keep the file that came by a link, in place of one sent before, and return the link.

    `link_id` is of the link that somebody followed, and `actor` is `queries.contributing_actor` of it. Whoever sent
    the link is written to. Raises `Refused` where the link no longer works, or the library does not keep such a file.
    """
    rows = PaperLink.objects.within(actor).select_for_update(of=("self",)).select_related("item__meeting", "sent_by")
    row = rows.filter(pk=link_id).first()
    if row is None or state_of_link(row, now) not in ("open", "sent"):
        raise Refused(NO_LONGER)
    if not summary.strip():
        raise Refused("Say in a sentence or two what the paper says.", "summary")
    name, size = documents.clean_name(upload.name or ""), upload.size or 0
    upload.seek(0)
    limits = documents.Limits(size=settings.DOCUMENT_BYTES)
    insist(documents.inspect(name, cast(BinaryIO, upload), size, limits), "upload")
    before = row.file.name
    row.file.name = keep_file(row.file.storage, random_place(row, name), upload)
    row.original_name, row.size, row.summary, row.paper_sent_at = name, size, summary.strip(), now
    _save(actor, now, row, "taken", size=size)
    _let_go(row, before)
    _tell_sender(actor, now, row)
    return row


def _let_go(row: PaperLink, name: str | None) -> None:
    """Remove a file that nothing names any more, once that is certain."""
    if name:
        transaction.on_commit(partial(row.file.storage.delete, name))


def _tell_sender(actor: Actor, now: datetime, row: PaperLink) -> None:
    person = row.sent_by
    if person is None or not person.is_active:
        return
    path = reverse("meetings:accept_contribution", args=[actor.partnership_slug, row.pk])
    letters.post(
        letters.Letter(
            kind="meetings.paper_came",
            address=person.email,
            subject=f"{row.name} sent a paper for {row.item.meeting.title}",
            body=f"Look at it, and accept it or send the link again:\n\n{settings.BASE_URL.rstrip('/')}{path}",
            key=f"meetings.paper_came:{row.pk}:{now.isoformat()}",
            person_id=person.pk,
            partnership_id=actor.partnership_id,
        ),
        now,
    )


@transaction.atomic
def accept_contribution(
    actor: Actor, now: datetime, link_id: UUID, *, title: str, paper_id: UUID | None = None, late_reason: str = ""
) -> Paper:
    """Make what came by a link a paper of its item, the owed one where `paper_id` names it, and return that.

    It is late where it came after papers were due, and must then say why. Raises `Refused` and `NotPermitted`.
    """
    row = _locked(actor, link_id)
    if not row.file or row.paper_sent_at is None:
        raise Refused("Nothing has come by this link yet.")
    came: date = localtime(row.paper_sent_at).date()
    with row.file.open("rb") as content:
        paper = add_paper(
            actor, now, came, row.item_id, title=title, paper_id=paper_id, upload=File(content, row.original_name),
            late_reason=late_reason, summary=row.summary, contributors=row.name,
        )  # fmt: skip
    row.accepted_at, row.paper, name = now, paper, row.file.name
    row.file.name = ""
    _save(actor, now, row, "accepted", paper=paper.pk)
    _let_go(row, name)
    return paper


@transaction.atomic
def withdraw_paper_link(actor: Actor, now: datetime, link_id: UUID) -> PaperLink:
    """Take a link back, so that it stops working, and let go of what came by it; return the link. Raises `Refused`."""
    row = _locked(actor, link_id)
    name = row.file.name
    row.withdrawn_at, row.file.name = now, ""
    _save(actor, now, row, "withdrawn", name=row.name)
    _let_go(row, name)
    return row


def _locked(actor: Actor, link_id: UUID) -> PaperLink:
    """A link that is neither accepted nor withdrawn, of an item whose agenda the actor may change, locked."""
    actor.must(KEEP)
    rows = PaperLink.objects.kept_by(actor).select_for_update(of=("self",)).select_related("item__meeting")
    row: PaperLink | None = rows.filter(pk=link_id).first()
    if row is None:
        raise Refused(UNKNOWN)
    if row.accepted_at or row.withdrawn_at:
        raise Refused("This was accepted or withdrawn already.")
    kept_item(actor, row.item_id)
    return row
