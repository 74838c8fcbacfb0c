"""What was observed, what others report of the same, and where a chart begins anew."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.partnerships.models import Agency, Record
from goldenthread.returns.models import Return
from goldenthread.scorecards import rules
from goldenthread.scorecards.models.library import Indicator, IndicatorDefinition

NUMBER: dict[str, Any] = {"max_digits": 18, "decimal_places": 6, "null": True, "blank": True}
STATE: dict[str, Any] = {"max_length": 20, "choices": list(rules.STATES.items())}


class Observation(Record):
    """One figure of one period (Annex E.1): of all, or of one group of a breakdown. It is never changed.

    A number is absent wherever its state says so: what is suppressed was never sent. `current` is false once a later
    one has taken its place.
    """

    class Status(models.TextChoices):
        """How far it is settled (domain guide 7.1, rule 5)."""

        PROVISIONAL = "provisional", "Provisional"
        VALIDATED = "validated", "Validated"
        FINAL = "final", "Final"
        REVISED = "revised", "Revised"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="observations")
    definition = models.ForeignKey(IndicatorDefinition, on_delete=models.PROTECT, related_name="observations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, null=True, blank=True, related_name="observations")
    period = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    breakdown = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=80, blank=True)
    numerator = models.DecimalField(**NUMBER)
    numerator_state = models.CharField(**STATE)
    denominator = models.DecimalField(**NUMBER)
    denominator_state = models.CharField(**STATE, blank=True)
    value = models.DecimalField(**NUMBER)
    value_state = models.CharField(**STATE)
    rate = models.DecimalField(**NUMBER)
    rate_state = models.CharField(**STATE, blank=True)
    untimed = models.DecimalField(**NUMBER)
    untimed_state = models.CharField(**STATE, blank=True)
    overdue = models.DecimalField(**NUMBER)
    overdue_state = models.CharField(**STATE, blank=True)
    too_recent = models.BooleanField(default=False)
    looks_back_too_far = models.BooleanField(default=False)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PROVISIONAL)
    rule_set = models.CharField(max_length=80)
    revision = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(blank=True)
    current = models.BooleanField(default=True)
    received_on = models.DateField()
    received_by = models.CharField(max_length=200)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "indicator definition agency of_return period starts_on ends_on breakdown group numerator "
        "numerator_state denominator denominator_state value value_state rate rate_state untimed untimed_state overdue "
        "overdue_state too_recent looks_back_too_far status rule_set revision reason current received_on",
        "personal": "received_by",
    }

    class Meta:
        ordering: ClassVar = ["indicator", "starts_on", "breakdown", "group"]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "indicator", "breakdown", "starts_on"], condition=Q(current=True),
                name="observations_as_they_stand",
            )
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "starts_on", "ends_on", "breakdown", "group"], condition=Q(current=True),
                name="one_observation_stands",
            ),
            models.UniqueConstraint(
                fields=["indicator", "starts_on", "ends_on", "breakdown", "group", "revision"],
                name="one_observation_of_each_revision",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="observation_days_in_order"),
            models.CheckConstraint(
                condition=Q(revision=1) | ~Q(reason=""), name="observation_revised_for_a_reason"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{cell}_state": "number", f"{cell}__isnull": False})
                    | ~Q(**{f"{cell}_state": "number"}) & Q(**{f"{cell}__isnull": True}),
                    name=f"observation_{cell}_as_its_state_says",
                )
                for cell in ("numerator", "denominator", "value", "rate", "untimed", "overdue")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}"


class Comparator(Record):
    """What others report for the same indicator: England, the region, statistical neighbours, with how many counted."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="comparators")
    area = models.CharField(max_length=20, choices=list(rules.AREAS.items()))
    period = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.DecimalField(**NUMBER)
    value_state = models.CharField(**STATE)
    counted = models.PositiveSmallIntegerField(null=True, blank=True)
    out_of = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    received_on = models.DateField()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "indicator area period starts_on ends_on value value_state counted out_of note source received_on"
    }

    class Meta:
        ordering: ClassVar = ["indicator", "area", "starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "area", "starts_on", "ends_on"], name="one_comparator_of_each_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.get_area_display()}, {self.period}"


class Rebase(Record):
    """A recorded decision to begin the average and limits of a chart anew from one period, with its reason."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="rebases")
    from_day = models.DateField()
    reason = models.TextField()
    decided_by = models.CharField(max_length=200)
    decided_on = models.DateField()
    undone_on = models.DateField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "indicator from_day reason decided_on undone_on undone_reason",
        "personal": "decided_by",
    }

    class Meta:
        ordering: ClassVar = ["from_day"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="rebase_says_why"),
            models.UniqueConstraint(
                fields=["indicator", "from_day"], condition=Q(undone_on__isnull=True), name="one_rebase_from_each_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} from {self.from_day}"
