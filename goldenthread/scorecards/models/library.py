"""What is measured: the partnership's indicators, each with its definitions by version, and the targets for it."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from goldenthread.partnerships.models import Agency, Dated, Record, Unread, in_order, searched
from goldenthread.scorecards import rules


class Indicator(Record):
    """One thing the partnership measures (Annex E.1), whose agency sends it, and how its figures are read."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    subject = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    grain = models.CharField(max_length=20, choices=list(rules.GRAINS.items()))
    measure = models.CharField(max_length=10, choices=list(rules.MEASURES.items()))
    polarity = models.CharField(max_length=10, choices=list(rules.POLARITIES.items()))
    unit = models.CharField(max_length=80)
    decimals = models.PositiveSmallIntegerField(default=1)
    per_population = models.PositiveIntegerField(null=True, blank=True)
    is_in_library = models.BooleanField(default=True)
    retired_on = models.DateField(null=True, blank=True)
    retired_reason = models.TextField(blank=True)
    search = searched("code", "name", bodies=["subject"])

    objects: ClassVar = Unread.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "code name subject agency grain measure polarity unit decimals per_population is_in_library "
        "retired_on retired_reason search"
    }

    class Meta:
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="indicators_by_words")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "code"], name="one_indicator_of_each_code"),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True) | ~Q(retired_reason=""), name="indicator_retired_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndicatorDefinition(Dated, Record):
    """One version of what an indicator counts. What is counted under it names it, so it never changes."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="definitions")
    edition = models.PositiveSmallIntegerField()
    numerator = models.TextField()
    denominator = models.TextField(blank=True)
    includes = models.TextField(blank=True)
    placed_by = models.TextField()
    clock = models.TextField(blank=True)
    limit = models.PositiveIntegerField(null=True, blank=True)
    basis = models.TextField(blank=True)
    source = models.TextField()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "indicator edition numerator denominator includes placed_by clock limit basis source starts_on "
        "ends_on"
    }

    class Meta:
        ordering: ClassVar = ["indicator", "edition"]
        constraints: ClassVar = [
            in_order("indicator_definition_dates_in_order"),
            models.UniqueConstraint(fields=["indicator", "edition"], name="one_definition_of_each_edition"),
            models.CheckConstraint(condition=Q(starts_on__isnull=False), name="indicator_definition_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, version {self.edition}"


class Target(Dated, Record):
    """What an indicator is to reach between two days, and how far off it may be before that is said."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    value = models.DecimalField(max_digits=14, decimal_places=4)
    tolerance = models.DecimalField(max_digits=14, decimal_places=4, default=0)
    reason = models.TextField()
    set_by = models.CharField(max_length=200)
    set_on = models.DateField()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "indicator value tolerance reason set_on starts_on ends_on",
        "personal": "set_by",
    }

    class Meta:
        ordering: ClassVar = ["starts_on"]
        constraints: ClassVar = [
            in_order("target_dates_in_order"),
            models.CheckConstraint(condition=Q(starts_on__isnull=False), name="target_begins"),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="target_tolerance_is_no_debt"),
            models.CheckConstraint(condition=~Q(reason=""), name="target_says_why"),
            models.UniqueConstraint(fields=["indicator", "starts_on"], name="one_target_from_each_day"),
        ]
        indexes: ClassVar = [models.Index(F("indicator"), F("starts_on").desc(), name="targets_newest_first")]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"
