"""Who came to a meeting, and who declared an interest in what it dealt with."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models.agenda import AgendaItem
from goldenthread.meetings.models.meetings import Meeting
from goldenthread.meetings.models.readers import kept, part_a_or, part_b
from goldenthread.meetings.rules import CAME_WORDS
from goldenthread.partnerships.models import Agency, Record, Records, Seat


class Attendances(Records):
    """Who came, of which each actor reads nearly all."""

    def readable(self, actor: Actor) -> Self:
        """Those in seats, and guests: of a restricted group only where the actor reads part B or keeps the record."""
        open_to_all = Q(seat__isnull=False) | ~Q(meeting__group__information_class="R")
        closed = Q(meeting__group__information_class="R") & part_b(actor)
        return self.within(actor).filter(open_to_all | closed | kept(actor))


class Attendance(Record):
    """What became of one seat at one meeting, or a guest without a seat. The agency is the seat's on that day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person_name = models.CharField(max_length=200, blank=True)
    came = models.CharField(max_length=20, choices=list(CAME_WORDS.items()))
    deputy = models.CharField(max_length=200, blank=True)

    objects: ClassVar = Attendances.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "meeting seat agency came",
        "personal": "person person_name deputy",
    }

    class Meta:
        ordering: ClassVar = ["seat__kind", "seat__title", "person_name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(seat__isnull=False), name="one_attendance_of_each_seat"
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False) | ~Q(person_name=""), name="guest_has_a_name"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person_name or self.seat}: {self.get_came_display()}"


class Declarations(Records):
    """Declarations of interest, of which each actor reads some."""

    def readable(self, actor: Actor) -> Self:
        """Those about the meeting as a whole or an item the actor reads; before the minutes are agreed, to keepers.

        What is declared at a meeting of a restricted group is as restricted as all it deals with.
        """
        closed = Q(meeting__group__information_class="R")
        whole = Q(item__isnull=True) & (~closed | closed & part_b(actor))
        about = part_a_or(actor, "item__part", "meeting__group")
        seen = Q(meeting__state__in=["agreed", "approved"]) | kept(actor)
        return self.within(actor).filter(whole | about).filter(seen)


class DeclarationOfInterest(Record):
    """Somebody's interest in what a meeting dealt with, and what was done about it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="declarations")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="declarations")
    person_name = models.CharField(max_length=200)
    nature = models.TextField()
    what_was_done = models.TextField(blank=True)

    objects: ClassVar = Declarations.as_manager()

    privacy: ClassVar[dict[str, str]] = {"ordinary": "meeting item", "personal": "person_name nature what_was_done"}

    class Meta:
        ordering: ClassVar = ["created_at"]
        verbose_name_plural = "declarations of interest"

    def __str__(self) -> str:
        return "Restricted declaration" if self.is_restricted else f"{self.person_name}: {self.nature[:100]}"

    @property
    def is_restricted(self) -> bool:
        """True where it is about an item of part B, or was made at a meeting of a restricted group."""
        closed = self.meeting.group.information_class == "R"
        return closed or (self.item is not None and self.item.is_restricted)
