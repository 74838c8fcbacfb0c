"""The tenant: one area's safeguarding arrangement, and whom its work is for."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Strand(models.TextChoices):
    """Whom the work is for."""

    CHILDREN = "children", "Children"
    ADULTS = "adults", "Adults"
    COMMUNITY_SAFETY = "community_safety", "Community safety"
    ALL_AGE = "all_age", "All ages"


def strands_field() -> ArrayField:
    """A list of strands; empty means all of the partnership's."""
    return ArrayField(models.CharField(max_length=20, choices=Strand.choices), default=list, blank=True)


class Partnership(models.Model):
    """The tenant: one area's safeguarding arrangement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=30, blank=True)
    strands = strands_field()
    financial_year_starts_in = models.PositiveSmallIntegerField(default=4)
    update_cycle_days = models.PositiveSmallIntegerField(default=92)
    marking = models.CharField(max_length=60, default="OFFICIAL")
    rating_words = models.JSONField(default=dict, blank=True)
    # Roles whose holders need a second step to sign in here.
    second_step_roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_demonstration = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "id slug name abbreviation strands financial_year_starts_in update_cycle_days marking "
        "rating_words second_step_roles is_demonstration version created_at",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(financial_year_starts_in__range=(1, 12)), name="financial_year_starts_in_a_month"
            ),
        ]

    def __str__(self) -> str:
        return self.name
