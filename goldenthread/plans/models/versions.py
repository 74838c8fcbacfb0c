"""A plan as it stood: its versions, each frozen, and the seats that were asked to approve them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.partnerships.models import Dated, Record, Seat, in_order
from goldenthread.plans.models.plan import Plan


class PlanVersion(Dated, Record):
    """One version of a plan with the whole document as it stood. `starts_on` and `ends_on` are the period then."""

    class State(models.TextChoices):
        """Where the version is between being made and being replaced."""

        DRAFT = "draft", "Draft"
        FOR_APPROVAL = "for_approval", "For approval"
        APPROVED = "approved", "Approved"
        ISSUED = "issued", "Issued"
        SUPERSEDED = "superseded", "Superseded"

    class Occasion(models.TextChoices):
        """What the version was made for."""

        APPROVAL = "approval", "Made when the plan was approved"
        DEMAND = "demand", "Made to be issued"
        YEAR_END = "year_end", "Kept as the year ended"
        REFRESH = "refresh", "Made for the new year"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    occasion = models.CharField(max_length=20, choices=Occasion.choices, default=Occasion.DEMAND)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    taken_on = models.DateField()
    issued_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    what_changed = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=200)
    # The plan's document with the id of every part beside it. It holds every action, whoever made the version: who
    # reads which of them is asked each time it is read.
    document = models.JSONField(default=dict)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "plan number name title occasion state taken_on issued_on review_on what_changed starts_on ends_on",
        "personal": "made_by made_by_name document",
    }

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            in_order("plan_version_dates_in_order"),
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version_of_a_number"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="issued"), name="one_issued_version_of_a_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.name}"


class SeatApproval(Record):
    """What one seat answered to one version: nothing yet, approved, or declined with the reason."""

    class Answer(models.TextChoices):
        """The answer so far."""

        ASKED = "asked", "Asked"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"

    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="seat_approvals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    seat_name = models.CharField(max_length=300)
    answer = models.CharField(max_length=20, choices=Answer.choices, default=Answer.ASKED)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    person_name = models.CharField(max_length=200, blank=True)
    is_deputy = models.BooleanField(default=False)
    # Filled where the unit recorded what was said at a meeting: who wrote it down, and which meeting.
    recorded_by_name = models.CharField(max_length=200, blank=True)
    meeting = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "plan_version seat seat_name answer is_deputy meeting answered_on reason",
        "personal": "person person_name recorded_by_name",
    }

    class Meta:
        ordering: ClassVar = ["seat_name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan_version", "seat"], name="a_seat_answers_a_version_once"),
            models.CheckConstraint(
                condition=Q(answer="asked") | (Q(answered_on__isnull=False) & ~Q(person_name="")),
                name="an_answer_has_a_name_and_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_name}: {self.get_answer_display()}"
