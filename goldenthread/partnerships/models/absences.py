"""When a person is away, so that those who deputise for them are asked instead."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldenthread.partnerships.models.record import Record, Records


class Absence(Record):
    """A time away in one partnership, first and last day included. Why is nobody's business and has no place here."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    covered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="covers"
    )

    objects: ClassVar = Records.as_manager()

    # Shown to them, the unit, whoever is asked instead, and the chairs who wait for an answer.
    privacy: ClassVar[dict[str, str]] = {"personal": "person starts_on ends_on covered_by"}

    class Meta:
        ordering: ClassVar = ["starts_on"]
        indexes: ClassVar = [models.Index(fields=["partnership", "person", "ends_on"], name="absences_of_person")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_dates_in_order"),
            models.CheckConstraint(
                condition=Q(covered_by__isnull=True) | ~Q(covered_by=F("person")), name="absence_covered_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: away"
