"""Who reports what to which groups, on what rhythm, and the dates that follow."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Func, Q

from goldenthread.partnerships.models import Agency, Dated, Group, Record, in_order


class Obligation(Dated, Record):
    """A standing duty to report (Annex E.1, ReportingObligation): by a group or an agency, to one group or several."""

    title = models.CharField(max_length=200)
    question_series = models.UUIDField(null=True, blank=True)
    by_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="owes")
    by_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="owes")
    to_groups = models.ManyToManyField(Group, related_name="is_owed")
    basis = models.TextField(blank=True)
    rhythm = models.JSONField()
    # With a number here it is due so many working days before each meeting of the first group it goes to.
    days_before_meeting = models.PositiveSmallIntegerField(null=True, blank=True)
    opens_before = models.PositiveSmallIntegerField(default=15)
    needs_sign_off = models.BooleanField(default=False)
    ladder = models.JSONField(default=list)
    ended_reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "title question_series by_group by_agency to_groups basis rhythm days_before_meeting opens_before "
        "needs_sign_off ladder starts_on ends_on",
        "personal": "ended_reason",
    }

    class Meta:
        ordering: ClassVar = ["title", "created_at"]
        constraints: ClassVar = [
            in_order("obligation_dates_in_order"),
            models.CheckConstraint(
                condition=models.lookups.Exact(
                    Func(
                        F("by_group_id"), F("by_agency_id"), function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="obligation_is_owed_by_one",
            ),
            models.CheckConstraint(condition=Q(starts_on__isnull=False), name="obligation_begins"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class ObligationDate(Record):
    """One date on which something falls due. Moving it, or leaving it out, leaves every other date alone."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="dates")
    planned_on = models.DateField()
    due_on = models.DateField()
    is_moved = models.BooleanField(default=False)
    is_left_out = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "obligation planned_on due_on is_moved is_left_out",
        "personal": "reason",
    }

    class Meta:
        ordering: ClassVar = ["due_on"]
        indexes: ClassVar = [models.Index(fields=["partnership", "due_on"], name="obligation_dates_by_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["obligation", "planned_on"], name="one_date_of_an_obligation_per_day"),
            models.CheckConstraint(
                condition=Q(is_moved=False, is_left_out=False) | ~Q(reason=""), name="obligation_date_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation}, {self.due_on}"
