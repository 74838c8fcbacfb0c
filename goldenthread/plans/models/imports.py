"""A file on its way to becoming a plan, or to changing one, and what it did once it was applied."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from goldenthread.partnerships.models import Record
from goldenthread.plans.models.plan import Plan


class PlanImport(Record):
    """One uploaded file: what was read, what a person corrected, and the plan it became.

    Nothing of it touches the plan until it is applied.
    """

    class State(models.TextChoices):
        """Where the import is."""

        MAPPING = "mapping", "Columns to be named"
        PREVIEW = "preview", "Being checked"
        APPLIED = "applied", "Applied"
        ABANDONED = "abandoned", "Put aside"
        UNDONE = "undone", "Undone"

    file_name = models.CharField(max_length=300)
    file = models.FileField(upload_to="imports/%Y/", max_length=300, null=True)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PREVIEW)
    # As the reader gave it; never changed afterwards.
    read = models.JSONField(default=dict)
    # As it stands after corrections; this is what will be applied.
    document = models.JSONField(default=dict)
    # Who leads which line and which real dates were given, by the line's path in `document`.
    decisions = models.JSONField(default=dict)
    grids = models.JSONField(default=list)
    # How a newer file differs from the plan, as somebody last looked at it.
    compared = models.JSONField(default=dict)
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports")
    # The plan of which this is a newer file; empty for a file that is to become a plan of its own.
    onto = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="newer_files")
    # The day the file says how things stood.
    dated_on = models.DateField(null=True, blank=True)
    # When it was applied, put aside or undone, and by whom.
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by_name = models.CharField(max_length=200, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "file_name file sha256 state grids plan onto dated_on finished_at",
        "personal": "read document decisions compared uploaded_by finished_by_name",
    }

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class ImportLine(Record):
    """One thing an applied file did, so that it can be undone: to which thing, and what stood before and after."""

    class Did(models.TextChoices):
        """What was done."""

        RAISED = "raised", "Raised"
        ADDED = "added", "Added"
        CHANGED = "changed", "Changed"
        CLOSED = "closed", "Closed without completion"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REMOVED = "removed", "Taken out"

    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    did = models.CharField(max_length=20, choices=Did.choices)
    kind = models.CharField(max_length=60)
    thing_id = models.UUIDField()
    title = models.TextField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    version_after = models.PositiveIntegerField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "plan_import position did kind thing_id version_after",
        "personal": "title before after",
    }

    class Meta:
        ordering: ClassVar = ["plan_import", "position"]

    def __str__(self) -> str:
        return f"{self.get_did_display()}: {self.title}"
