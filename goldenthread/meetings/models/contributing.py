"""Links by which somebody without an account sends one paper for one agenda item."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models.agenda import AgendaItem, Paper
from goldenthread.meetings.models.readers import kept
from goldenthread.partnerships.models import Record, Records


def random_place(link: "PaperLink", filename: str) -> str:
    """Where a file waits: a folder for each partnership, and a name that says nothing and cannot be guessed."""
    return f"{link.partnership_id}/{uuid.uuid4().hex}"


class PaperLinks(Records):
    """Links, which those see who keep the agenda."""

    def kept_by(self, actor: Actor) -> Self:
        """Those for items of part A whose agenda the actor keeps."""
        rows = self.within(actor).filter(item__part="A", item__removed_at__isnull=True)
        return rows.filter(kept(actor, "item__meeting__"))


class PaperLink(Record):
    """One person asked for a paper: until when their link works, what came by it, and what became of that.

    Only a hash of the link is kept. What was sent waits here; it is in the library once the unit accepts it.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="links")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ends_at = models.DateTimeField()
    paper_sent_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(blank=True)
    file = models.FileField(upload_to=random_place, max_length=120, blank=True)
    original_name = models.CharField(max_length=150, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PaperLinks.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "item sent_at ends_at paper_sent_at file size accepted_at paper withdrawn_at",
        "personal": "name email token_hash sent_by summary original_name",
    }

    class Meta:
        ordering: ClassVar = ["sent_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(paper__isnull=False), name="paper_by_link_accepted_as_one"
            ),
            models.CheckConstraint(
                condition=Q(file="") | Q(paper_sent_at__isnull=False), name="paper_by_link_came_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["item", "email"], condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_link_for_each_paper_and_person",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Link for a paper from {self.name}"
