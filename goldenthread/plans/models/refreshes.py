"""A plan on its way into a new year: what was decided about each of its parts, before and after it was applied."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.partnerships.models import Dated, Record, in_order
from goldenthread.plans.models.plan import Plan
from goldenthread.plans.models.versions import PlanVersion


class PlanRefresh(Dated, Record):
    """One refresh of a plan: the new year's title and period, and who works on it. Nothing changes until applied."""

    class State(models.TextChoices):
        """Where the refresh is."""

        DRAFT = "draft", "Being prepared"
        APPLIED = "applied", "Applied"
        ABANDONED = "abandoned", "Put aside"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="refreshes")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=300)
    edition = models.CharField("version", max_length=60, blank=True)
    # The period that is coming to its end, so that what was carried can say from which year.
    before_starts_on = models.DateField(null=True, blank=True)
    before_ends_on = models.DateField(null=True, blank=True)
    begun_by_name = models.CharField(max_length=200)
    touched_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    touched_by_name = models.CharField(max_length=200)
    touched_at = models.DateTimeField()
    applied_on = models.DateField(null=True, blank=True)
    closing_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, null=True, related_name="+")
    opening_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, null=True, related_name="+")

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "plan state title edition before_starts_on before_ends_on touched_at applied_on closing_version "
        "opening_version starts_on ends_on",
        "personal": "begun_by_name touched_by touched_by_name",
    }

    class Meta:
        ordering: ClassVar = ["-created_at"]
        verbose_name_plural = "plan refreshes"
        constraints: ClassVar = [
            in_order("plan_refresh_dates_in_order"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="draft"), name="one_refresh_of_a_plan_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RefreshDecision(Record):
    """What becomes of one priority, objective or action, and why. Once applied it is the part's lineage."""

    refresh = models.ForeignKey(PlanRefresh, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=20)
    thing_id = models.UUIDField()
    decision = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    # What changed, of something that is closed.
    outcome = models.TextField(blank=True)
    # The new date of an action that is carried, in words.
    due = models.TextField(blank=True)
    # The action that takes its place.
    new_description = models.TextField(blank=True)
    new_lead_kind = models.CharField(max_length=20, blank=True)
    new_lead_id = models.UUIDField(null=True, blank=True)
    new_due = models.TextField(blank=True)
    replaced_by_id = models.UUIDField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "refresh kind thing_id decision due new_lead_kind new_due replaced_by_id",
        "personal": "reason outcome new_description new_lead_id",
    }

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["refresh", "kind", "thing_id"], name="one_decision_about_a_part"),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "thing_id"], name="decisions_about_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.decision}"
