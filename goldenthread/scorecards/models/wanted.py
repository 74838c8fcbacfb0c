"""Of whom it is asked what a figure means."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.partnerships.models import Agency, Record
from goldenthread.scorecards.models.library import Indicator


class CommentaryRequest(Record):
    """Somebody, or the lead of the agency that sends it, is asked what an indicator means for one period; once."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="commentary_requests")
    period = models.CharField(max_length=60)
    ends_on = models.DateField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    of_name = models.CharField(max_length=200)
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=200)
    answered_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "indicator period ends_on agency asked_on answered_on",
        "personal": "person of_name asked_by",
    }

    class Meta:
        ordering: ClassVar = ["ends_on", "indicator"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "ends_on"], name="commentary_is_asked_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, agency__isnull=True) | Q(person__isnull=True, agency__isnull=False),
                name="commentary_is_asked_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}: {self.of_name}"
