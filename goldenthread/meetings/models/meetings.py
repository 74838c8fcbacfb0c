"""One meeting of a group, of a series or by itself."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models.readers import kept
from goldenthread.meetings.models.series import MeetingSeries
from goldenthread.meetings.rules import PAPER_DAYS, STATE_WORDS, Quorum, State, papers_due, quorum
from goldenthread.partnerships.models import Group, Record, Unread, searched


class Meetings(Unread):
    """Meetings, which everybody who reads governance papers may know of."""

    def shown(self, actor: Actor) -> Self:
        """Those of the partnership that lists show: all but the ones no longer planned."""
        return self.within(actor).exclude(state=State.WITHDRAWN)

    def kept_by(self, actor: Actor) -> Self:
        """Those whose papers the actor keeps: the unit all, chairs and minute takers their own."""
        return self.within(actor).filter(kept(actor, ""))


class Meeting(Record):
    """When and where a group meets, how far its papers are, and why it was called off where it was."""

    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    series_on = models.DateField(null=True, blank=True)
    is_moved = models.BooleanField(default=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    online = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=list(STATE_WORDS.items()), default=State.PLANNED)
    reason = models.TextField(blank=True)
    paper_days = models.PositiveSmallIntegerField(default=PAPER_DAYS)
    quorum = models.JSONField(default=dict, blank=True)
    minute_taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    approved_on = models.DateField(null=True, blank=True)

    search = searched("title", bodies=["place"])

    objects: ClassVar = Meetings.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "series series_on is_moved group title starts_at ends_at place online state paper_days quorum "
        "issued_at agreed_on approved_on search",
        "personal": "reason minute_taker agreed_by",
    }

    class Meta:
        ordering: ClassVar = ["starts_at", "title"]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "starts_at"], name="meetings_in_order"),
            models.Index(fields=["group", "starts_at"], name="meetings_of_a_group"),
            GinIndex(fields=["search"], name="meetings_by_words"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.CANCELLED, State.POSTPONED]) | ~Q(reason=""),
                name="meeting_called_off_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["series", "series_on"], condition=~Q(state=State.WITHDRAWN),
                name="one_meeting_of_each_day_of_a_series",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        day = self.on
        return f"{self.title}, {day.day} {day:%B %Y}"

    @property
    def on(self) -> date:
        """The day of the meeting in London."""
        return localtime(self.starts_at).date()

    @property
    def papers_on(self) -> date:
        """The day papers are owed."""
        return papers_due(self.on, self.paper_days)

    @property
    def needed(self) -> Quorum:
        """What it needs to decide."""
        return quorum(self.quorum)
