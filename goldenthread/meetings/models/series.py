"""A group's meetings on a rhythm."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.kernel.rhythm import Rhythm, restored
from goldenthread.meetings.rules import PAPER_DAYS, Quorum, quorum
from goldenthread.partnerships.models import Group, Record


class MeetingSeries(Record):
    """When a group meets, where, what it always discusses, by when papers are owed, and what it needs to decide."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meeting_series")
    title = models.CharField(max_length=200)
    rhythm = models.JSONField()
    first_on = models.DateField()
    starts_time = models.TimeField()
    minutes_long = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(max_length=200, blank=True)
    online = models.CharField(max_length=500, blank=True)
    paper_days = models.PositiveSmallIntegerField(default=PAPER_DAYS)
    quorum = models.JSONField(default=dict, blank=True)
    standing = models.JSONField(default=list, blank=True)
    minute_taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "group title rhythm first_on starts_time minutes_long place online paper_days quorum standing "
        "ended_on",
        "personal": "minute_taker",
    }

    class Meta:
        ordering: ClassVar = ["group__position", "title"]
        verbose_name_plural = "meeting series"
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(title=""), name="meeting_series_has_a_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def beat(self) -> Rhythm:
        """Its rhythm."""
        return restored(self.rhythm)

    @property
    def needed(self) -> Quorum:
        """What its meetings need to decide."""
        return quorum(self.quorum)
