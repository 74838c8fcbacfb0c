"""A file on its way to becoming groups and seats, and what it did once it was applied."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from goldenthread.partnerships.models.record import Record


class StructureImport(Record):
    """One uploaded file: what was read, what a person corrected, and what applying it did.

    Nothing of it touches the structure until it is applied.
    """

    class State(models.TextChoices):
        """Where it is."""

        PREVIEW = "preview", "Being checked"
        APPLIED = "applied", "Applied"
        ABANDONED = "abandoned", "Put aside"
        UNDONE = "undone", "Undone"

    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PREVIEW)
    # As the reader gave it; never changed afterwards.
    read = models.JSONField(default=list)
    # As it stands after corrections; this is what will be applied.
    lines = models.JSONField(default=list)
    # What applying it did, in order, so that it can be undone.
    done = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # When it was applied, put aside or undone, and by whom.
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by_name = models.CharField(max_length=200, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "file_name sha256 state finished_at",
        "personal": "read lines done uploaded_by finished_by_name",
    }

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
