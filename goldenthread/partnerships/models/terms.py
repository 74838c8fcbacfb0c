"""What a group is for and how it works, version by version, and what a group of limited time leaves behind."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.partnerships.models.record import Record
from goldenthread.partnerships.models.structure import Group


class TermsOfReference(Record):
    """One version of a group's terms of reference: drafted, put to the executive, signed off, superseded."""

    class State(models.TextChoices):
        """Where a version is."""

        DRAFT = "draft", "Draft"
        PUT = "put", "Put to the executive"
        SIGNED_OFF = "signed_off", "Signed off"
        SUPERSEDED = "superseded", "Superseded"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    purpose = models.TextField()
    responsibilities = models.TextField(blank=True)
    membership = models.TextField(blank=True)
    quorum = models.TextField(blank=True)
    frequency = models.CharField(max_length=300, blank=True)
    decision_rights = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    written_by_name = models.CharField(max_length=200)
    put_on = models.DateField(null=True, blank=True)
    signed_off_on = models.DateField(null=True, blank=True)
    signed_off_by = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "group number state purpose responsibilities quorum frequency decision_rights review_on put_on "
        "signed_off_on",
        "personal": "membership written_by_name signed_off_by recorded_by",
    }

    class Meta:
        ordering: ClassVar = ["group", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "number"], name="one_terms_of_each_number"),
            models.UniqueConstraint(
                fields=["group"], condition=Q(state="signed_off"), name="one_terms_in_force_per_group"
            ),
            models.UniqueConstraint(
                fields=["group"], condition=Q(state__in=["draft", "put"]), name="one_terms_in_the_making_per_group"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed_off", "superseded"])
                | Q(signed_off_on__isnull=False) & ~Q(signed_off_by=""),
                name="terms_signed_off_by_somebody_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Terms of reference of {self.group}, version {self.number}"


class ClosingReport(Record):
    """What a task and finish group was asked, did, achieved and hands on; writing it closes the group."""

    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="closing_report")
    asked = models.TextField()
    done = models.TextField()
    outcome = models.TextField()
    handed_on = models.TextField(blank=True)
    handed_to = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_by_name = models.CharField(max_length=200)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "group asked done outcome handed_on handed_to closed_on",
        "personal": "written_by written_by_name",
    }

    def __str__(self) -> str:
        return f"Closing report of {self.group}"
