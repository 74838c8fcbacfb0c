"""The texts a partnership stands by, version by version."""

from typing import ClassVar

from django.db import models

from goldenthread.partnerships.models.record import Record


class Statement(Record):
    """One version of a text the partnership stands by: vision, purposes or values."""

    class Kind(models.TextChoices):
        """Which text it is."""

        VISION = "vision", "Vision"
        PURPOSES = "purposes", "Purposes"
        VALUES = "values", "Values"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.PositiveIntegerField()
    body = models.TextField()
    agreed_on = models.DateField()

    privacy: ClassVar[dict[str, str]] = {"ordinary": "kind number body agreed_on"}

    class Meta:
        ordering: ClassVar = ["kind", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "kind", "number"], name="one_text_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.number}"
