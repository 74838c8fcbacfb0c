"""Coming in and staying in: invitations, second steps taken away, and the quarterly look at who acts for an agency."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.partnerships.models.agencies import Agency
from goldenthread.partnerships.models.record import Record


class Invitation(Record):
    """One person asked to come in: a link that works once, for a week, and of which only a hash is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "sent_at expires_at taken_at withdrawn_at",
        "personal": "person token_hash sent_by",
    }

    class Meta:
        ordering: ClassVar = ["-sent_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "person"],
                condition=Q(taken_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: invitation"


class SecondStepReset(Record):
    """Somebody locked out whose second step is to be taken away: asked for by one person, confirmed by another."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "asked_at answered_at is_confirmed",
        "personal": "person reason asked_by answered_by",
    }

    class Meta:
        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.person}: second step"


class AccessReview(Record):
    """One quarter's look at who acts for one agency here, by the agency's own lead."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="access_reviews")
    quarter_starts_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    on_behalf = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "agency quarter_starts_on due_on opened_at done_at on_behalf",
        "personal": "done_by",
    }

    class Meta:
        ordering: ClassVar = ["due_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "agency", "quarter_starts_on"], name="one_access_review_per_quarter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}: access review"


class AccessReviewLine(Record):
    """What was said of one person in a review of access."""

    class Answer(models.TextChoices):
        """What should become of what they hold."""

        KEEP = "keep", "Keep as it is"
        CHANGE = "change", "Something should change"
        LEFT = "left", "They have left"

    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held = models.TextField()
    answer = models.CharField(max_length=10, choices=Answer.choices)
    reason = models.CharField(max_length=300, blank=True)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "review held answer", "personal": "person reason"}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "person"], name="one_line_per_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display()}"
