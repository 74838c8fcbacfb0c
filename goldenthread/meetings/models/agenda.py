"""What a meeting is to deal with, and the papers for it."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from goldenthread.documents.models import Document
from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models.meetings import Meeting
from goldenthread.meetings.models.readers import kept, part_a_or
from goldenthread.meetings.rules import MINUTES_READ, PURPOSE_WORDS, SOURCE_WORDS, Purpose
from goldenthread.partnerships.models import Record, Unread, searched
from goldenthread.returns.models import Request

PARTS = [("A", "Part A"), ("B", "Part B (restricted)")]


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class Items(Unread):
    """Agenda items, of which each actor reads some."""

    def standing(self) -> Self:
        """Those on an agenda: not taken off it, nor carried to another meeting."""
        return self.filter(removed_at__isnull=True)

    def open_to(self, actor: Actor) -> Self:
        """Those of the parts the actor reads, issued or not."""
        return self.within(actor).standing().filter(part_a_or(actor))

    def readable(self, actor: Actor) -> Self:
        """Those of issued agendas and agreed minutes, or drafts the actor keeps; of part B where they read it."""
        seen = Q(meeting__issued_at__isnull=False) | Q(meeting__state__in=MINUTES_READ) | kept(actor)
        return self.open_to(actor).filter(seen)


class AgendaItem(Record):
    """One thing a meeting deals with: what is asked of it, who presents, for how long, and who may read it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    purpose = models.CharField(max_length=20, choices=list(PURPOSE_WORDS.items()), default=Purpose.DISCUSS)
    presenter = _person()
    presented_by = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    part = models.CharField(max_length=1, choices=PARTS, default="A")
    source = models.CharField(max_length=20, choices=list(SOURCE_WORDS.items()), default="added")
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to")
    # What a group's report asks of this group, where the item is about that.
    request = models.ForeignKey(Request, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    search = searched("title", bodies=["text"])

    objects: ClassVar = Items.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "meeting position purpose minutes part source carried_from request removed_at parked_at",
        "personal": "title text presenter presented_by search",
    }

    class Meta:
        ordering: ClassVar = ["part", "position", "created_at"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="agenda_items_by_words")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="agenda_item_has_a_title"),
            models.CheckConstraint(condition=Q(part__in=["A", "B"]), name="agenda_item_stands_in_a_part"),
        ]

    def __str__(self) -> str:
        return "Restricted agenda item" if self.is_restricted else self.title

    @property
    def is_restricted(self) -> bool:
        """True in part B, which is of class R."""
        return self.part == "B"

    @property
    def presents(self) -> str:
        """Who presents, in words."""
        return self.presenter.name if self.presenter else self.presented_by


class Papers(Unread):
    """Papers, of which each actor reads some."""

    def standing(self) -> Self:
        """Those that were not withdrawn, for items that still stand."""
        return self.filter(withdrawn_at__isnull=True, item__removed_at__isnull=True)

    def readable(self, actor: Actor) -> Self:
        """Those whose item the actor may read; one still owed only by those who keep the agenda or owe it."""
        mine = Q(owner_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        mine |= Q(owner_id__in=actor.presence.covers, item__part="A")
        seen = Q(item__meeting__issued_at__isnull=False, added_at__isnull=False) | kept(actor, "item__meeting__") | mine
        return (
            self.within(actor)
            .standing()
            .filter(seen)
            .filter(part_a_or(actor, "item__part", "item__meeting__group"))
        )  # fmt: skip


class Paper(Record):
    """A paper for an item: who owes it, its cover sheet, the document or the text itself, and whether it was late."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    owner = _person()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # True where the document was added to the library with the paper, and so is read by whoever reads the paper.
    is_own_file = models.BooleanField(default=False)
    body = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    decision_sought = models.TextField(blank=True)
    equalities = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    legal = models.TextField(blank=True)
    contributors = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField(null=True, blank=True)
    added_by = models.CharField(max_length=200, blank=True)
    is_late = models.BooleanField(default=False)
    late_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    search = searched("title", bodies=["summary", "decision_sought", "body"])

    objects: ClassVar = Papers.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "item document is_own_file added_at is_late withdrawn_at",
        "personal": "title owner body summary decision_sought equalities resources legal contributors added_by "
        "late_reason search",
    }

    class Meta:
        ordering: ClassVar = ["created_at"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="papers_by_words")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="paper_has_a_title"),
            models.CheckConstraint(
                condition=Q(added_at__isnull=True) | Q(document__isnull=False) | ~Q(body=""),
                name="paper_added_has_a_document_or_text",
            ),
            models.CheckConstraint(
                condition=Q(is_late=False) | ~Q(late_reason=""), name="late_paper_says_why"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return "Restricted paper" if self.is_restricted else self.title

    @property
    def is_restricted(self) -> bool:
        """True for a paper of part B."""
        return self.item.is_restricted

    @property
    def is_out_of_place(self) -> bool:
        """True where its document was restricted after it was attached to an item that more people read."""
        document = self.document
        return document is not None and document.information_class == "R" and not self._keeps_it_closed()

    def _keeps_it_closed(self) -> bool:
        # The file added with a paper is of class R while the agenda is a draft, and is opened with it.
        return self.is_restricted or (self.is_own_file and self.item.meeting.issued_at is None)
