"""What is said of an indicator, which indicators a board looks at, and what it saw."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldenthread.documents.models import Document
from goldenthread.partnerships.models import Group, Record
from goldenthread.scorecards.models.library import Indicator


class Commentary(Record):
    """What is said of an indicator for one period: what, why, so what, now what, who and by when. The newest stands."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="commentaries")
    period = models.CharField(max_length=60)
    ends_on = models.DateField()
    what = models.TextField()
    why = models.TextField()
    so_what = models.TextField()
    now_what = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    owner_name = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    current = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "indicator period ends_on what why so_what now_what due_on written_at current",
        "personal": "owner owner_name written_by",
    }

    class Meta:
        ordering: ClassVar = ["indicator", "-ends_on", "-written_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "ends_on"], condition=Q(current=True), name="one_commentary_stands"
            ),
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(why="") & ~Q(so_what="") & ~Q(now_what=""), name="commentary_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}"


class Scorecard(Record):
    """Which indicators one group looks at, in which order, under which headings."""

    title = models.CharField(max_length=200)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="scorecards")
    purpose = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "title group purpose ended_on"}

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "title"], name="one_scorecard_of_each_title")
        ]

    def __str__(self) -> str:
        return self.title


class ScorecardLine(Record):
    """One indicator on a scorecard."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="lines")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="lines")
    heading = models.CharField(max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "scorecard indicator heading position"}

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scorecard", "indicator"], name="an_indicator_once_on_a_scorecard")
        ]

    def __str__(self) -> str:
        return f"{self.scorecard}: {self.indicator}"


class ScorecardEdition(Record):
    """A scorecard as a board saw it: frozen with its figures and commentary. A trigger refuses changes to `content`."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    period = models.CharField(max_length=60)
    ends_on = models.DateField()
    meeting = models.CharField(max_length=200, blank=True)
    content = models.JSONField()
    signals = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=200)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "scorecard number period ends_on meeting content signals document frozen_at",
        "personal": "frozen_by",
    }

    class Meta:
        ordering: ClassVar = ["scorecard", F("number").desc()]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="one_edition_of_each_number")
        ]

    def __str__(self) -> str:
        return f"{self.scorecard}, edition {self.number}"
