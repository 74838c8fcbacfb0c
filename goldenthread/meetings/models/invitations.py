"""Invitations of other partnerships to a meeting, each with the meeting that its partnership made of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.meetings.models.meetings import Meeting
from goldenthread.meetings.rules import INVITED_WORDS, STANDS, Invited
from goldenthread.partnerships.models import Record, Records


class MeetingInvitation(Record):
    """One partnership asked to take part in a meeting that another hosts. It belongs to the partnership asked.

    `hosted` is of the host's partnership; `meeting`, once it accepted, is its own, and follows the host's.
    """

    hosted = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    words = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=list(INVITED_WORDS.items()), default=Invited.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="joins")

    objects: ClassVar = Records.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "hosted state asked_at answered_at meeting",
        "personal": "words asked_by reason",
    }

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hosted", "partnership"], condition=Q(state__in=sorted(STANDS)),
                name="one_standing_invitation_of_each_partnership",
            ),
            models.CheckConstraint(
                condition=~Q(state=Invited.ACCEPTED) | Q(meeting__isnull=False), name="accepted_into_a_meeting"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[Invited.DECLINED, Invited.LEFT]) | ~Q(reason=""),
                name="declined_or_left_with_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Invitation from {self.hosted.partnership.name}"
