"""What was done to many actions at once: what, by whom, and each action as it stood before and after."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from goldenthread.actions.models.action import Action, _choices
from goldenthread.actions.rules import WHAT_WORDS, What
from goldenthread.partnerships.models import Record


class BulkChange(Record):
    """One thing done to many actions, and whether it was undone."""

    what = models.CharField(max_length=20, choices=_choices(What))
    to_words = models.CharField(max_length=400, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_by_name = models.CharField(max_length=200, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "what at undone_at",
        "personal": "to_words reason by by_name undone_by undone_by_name",
    }

    class Meta:
        ordering: ClassVar = ["-at", "-created_at"]

    def __str__(self) -> str:
        return f"{self.what_words}: {self.to_words}" if self.to_words else self.what_words

    @property
    def what_words(self) -> str:
        """What was done, in words: "Give to another lead"."""
        return WHAT_WORDS[What(self.what)]


class BulkChangeLine(Record):
    """One action of a bulk change: what it held before and after, or why it was left alone, then and at the undoing."""

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="lines")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="bulk_lines")
    position = models.PositiveIntegerField(default=0)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    version_after = models.PositiveIntegerField(default=0)
    left_alone = models.TextField(blank=True)
    not_undone = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "change action position version_after left_alone not_undone",
        "personal": "before after",
    }

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "action"], name="an_action_once_in_a_bulk_change")
        ]

    def __str__(self) -> str:
        return str(self.action)
