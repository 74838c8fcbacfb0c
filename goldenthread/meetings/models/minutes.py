"""What was said, decided, asked for and directed at a meeting, as records of their own."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from goldenthread.actions.models import Action
from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models.agenda import PARTS, AgendaItem
from goldenthread.meetings.models.meetings import Meeting
from goldenthread.meetings.models.readers import kept, part_a_or
from goldenthread.meetings.rules import LINE_WORDS, MINUTES_READ
from goldenthread.partnerships.models import Group, Record, Unread, searched


class Minuted(Unread):
    """Rows of minutes, of which each actor reads some."""

    def readable(self, actor: Actor) -> Self:
        """Those of minutes the chair agreed, or drafts the actor keeps; of part B where they read it."""
        seen = Q(meeting__state__in=MINUTES_READ) | kept(actor)
        return self.within(actor).filter(removed_at__isnull=True).filter(seen).filter(part_a_or(actor))

    def taken_out(self, actor: Actor) -> Self:
        """Those taken out of drafts the actor keeps, which can be put back; of part B where they read it."""
        return self.within(actor).filter(removed_at__isnull=False).filter(kept(actor)).filter(part_a_or(actor))


class Decisions(Minuted):
    """Decisions, those made in writing between meetings among them."""

    def readable(self, actor: Actor) -> Self:
        """Those of minutes the actor reads, and those made in writing; of part B where they read it."""
        seen = Q(meeting__state__in=MINUTES_READ) | Q(procedure__isnull=False) | kept(actor)
        return self.within(actor).filter(removed_at__isnull=True).filter(seen).filter(part_a_or(actor))


def _part() -> Any:
    return models.CharField(max_length=1, choices=PARTS, default="A")


class Decision(Record):
    """What a group decided: the options there were, why, by whom, and how each statutory partner saw it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    part = _part()
    text = models.TextField()
    options = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.CharField(max_length=300, blank=True)
    views = models.JSONField(default=dict, blank=True)
    decided_on = models.DateField()
    needs_ratification = models.BooleanField(default=False)
    ratified_on = models.DateField(null=True, blank=True)
    ratified_in = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    search = searched("text", bodies=["reason", "options"])

    objects: ClassVar = Decisions.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "meeting item part decided_on needs_ratification ratified_on ratified_in removed_at",
        "personal": "text options reason decided_by views search",
    }

    class Meta:
        ordering: ClassVar = ["-decided_on", "created_at"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="decisions_by_words")]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="decision_is_said")]

    def __str__(self) -> str:
        return "Restricted decision" if self.is_restricted else self.text[:200]

    @property
    def is_restricted(self) -> bool:
        """True in part B."""
        return self.part == "B"

    @property
    def standing(self) -> str:
        """ "recommended", "ratified" or "made"."""
        if self.needs_ratification:
            return "ratified" if self.ratified_on else "recommended"
        return "made"


class Direction(Record):
    """What a group directed another to do, with the action that carries it out in that group's work plan."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="directions")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="directions")
    part = _part()
    to_group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="directed")
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    search = searched("text")

    objects: ClassVar = Minuted.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "meeting decision part to_group due_on action removed_at",
        "personal": "text search",
    }

    class Meta:
        ordering: ClassVar = ["created_at"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="directions_by_words")]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="direction_is_said")]

    def __str__(self) -> str:
        return "Restricted direction" if self.is_restricted else self.text[:200]

    @property
    def is_restricted(self) -> bool:
        """True in part B."""
        return self.part == "B"


class Minute(Record):
    """One line of the minutes: a note, decision, action, direction, challenge or message, about an item or none."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
    part = _part()
    kind = models.CharField(max_length=20, choices=list(LINE_WORDS.items()))
    text = models.TextField()
    to_whom = models.CharField(max_length=200, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_public = models.BooleanField(default=False)
    # What stands in the public version instead of the words of the minutes; "" for those words.
    public_text = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    search = searched("text")

    objects: ClassVar = Minuted.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "meeting item part kind decision direction action is_public removed_at",
        "personal": "text to_whom public_text search",
    }

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="minute_says_something")]

    def __str__(self) -> str:
        return "Restricted minute" if self.is_restricted else self.text[:200]

    @property
    def is_restricted(self) -> bool:
        """True in part B."""
        return self.part == "B"


class Correction(Record):
    """A line of minutes put right after the chair agreed them: what it said before, and why it was wrong."""

    line = models.ForeignKey(Minute, on_delete=models.PROTECT, related_name="corrections")
    text_before = models.TextField()
    text = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "line at", "personal": "text_before text reason by_name"}

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return "Correction of the minutes"

    @property
    def is_restricted(self) -> bool:
        """True in part B."""
        return self.line.is_restricted
