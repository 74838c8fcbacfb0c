"""What was ever said about an action. Rows are added and never changed; a correction is a new row that supersedes."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from goldenthread.actions.models.action import Action, _choices
from goldenthread.actions.rules import Voice
from goldenthread.kernel.rag import Delivery
from goldenthread.partnerships.models import Record, Unread, searched


class Said(Record):
    """Who said something about an action, when, and for whom where one person wrote for another."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    channel = models.CharField(max_length=20, default="web")

    class Meta:
        abstract = True


SAID_ORDINARY = "at channel"
SAID_PERSONAL = "by by_name on_behalf_of"


class ProgressUpdate(Said):
    """One dated update, with the rating the lead gave that day, if any."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    text = models.TextField()
    delivery = models.CharField(max_length=20, choices=_choices(Delivery), blank=True)
    is_no_change = models.BooleanField(default=False)
    # The word it supersedes was a mistake and counts as not said; both rows stay.
    is_taken_back = models.BooleanField(default=False)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    search = searched("text")

    objects: ClassVar = Unread.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": f"action delivery is_no_change is_taken_back supersedes {SAID_ORDINARY}",
        "personal": f"text search {SAID_PERSONAL}",
    }

    class Meta:
        ordering: ClassVar = ["-at", "-created_at"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="updates_by_words")]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="update_says_something")]

    def __str__(self) -> str:
        return self.text


class Rating(Said):
    """One rating on one of the three axes, by one voice. An empty value takes the voice's earlier word back."""

    class Axis(models.TextChoices):
        """What is rated."""

        DELIVERY = "delivery", "Delivery"
        IMPACT = "impact", "Impact"
        EVIDENCE = "evidence", "Strength of evidence"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="ratings")
    axis = models.CharField(max_length=20, choices=Axis.choices)
    voice = models.CharField(max_length=20, choices=_choices(Voice))
    value = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": f"action axis voice value {SAID_ORDINARY}",
        "personal": f"reason {SAID_PERSONAL}",
    }

    class Meta:
        ordering: ClassVar = ["-at", "-created_at"]
        indexes: ClassVar = [models.Index(fields=["action", "axis", "voice", "-at"], name="latest_rating_of_a_voice")]

    def __str__(self) -> str:
        return f"{self.get_axis_display()}: {self.value or 'taken back'}"


class Slip(Said):
    """One move of the date: the words and the final day before and after, and why."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="slips")
    from_words = models.TextField(blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_words = models.TextField(blank=True)
    to_on = models.DateField(null=True, blank=True)
    is_later = models.BooleanField()
    reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": f"action from_words from_on to_words to_on is_later {SAID_ORDINARY}",
        "personal": f"reason {SAID_PERSONAL}",
    }

    class Meta:
        ordering: ClassVar = ["at", "created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_later=False) | ~Q(reason=""), name="a_later_date_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.from_words} to {self.to_words}"


class Acceptance(Said):
    """One step on the way to being done with: asked for, accepted, returned, closed, reopened, withdrawn."""

    class Step(models.TextChoices):
        """Which step."""

        ASKED = "asked", "Completion asked for"
        ACCEPTED = "accepted", "Completion accepted"
        RETURNED = "returned", "Returned to the lead"
        CLOSED = "closed", "Closed without completion"
        REOPENED = "reopened", "Reopened"
        WITHDRAWN = "withdrawn", "Withdrawn"
        BROUGHT_IN = "brought_in", "Complete when it was brought in"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="acceptances")
    step = models.CharField(max_length=20, choices=Step.choices)
    done_on = models.DateField(null=True, blank=True)
    statement = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": f"action step done_on {SAID_ORDINARY}",
        "personal": f"statement {SAID_PERSONAL}",
    }

    class Meta:
        ordering: ClassVar = ["at", "created_at"]

    def __str__(self) -> str:
        return self.get_step_display()
