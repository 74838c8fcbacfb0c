"""A file on its way to becoming a plan."""

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
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "file_name file sha256 state decisions grids plan",
        "personal": "read document uploaded_by",
    }

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
