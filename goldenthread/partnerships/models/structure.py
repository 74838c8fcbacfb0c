"""Groups with their names, the seats on them, and who holds each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from goldenthread.partnerships.models.agencies import Agency
from goldenthread.partnerships.models.record import Dated, Record, in_order
from goldenthread.partnerships.models.tenant import strands_field


class Group(Dated, Record):
    """A board, subgroup, panel or network, with when it began and what it is also called."""

    class Kind(models.TextChoices):
        """What sort of group (Annex E.1, GovernanceGroup)."""

        EXECUTIVE = "executive", "Executive"
        BOARD = "board", "Board"
        BUSINESS_MANAGEMENT = "business_management", "Business group"
        SUBGROUP = "subgroup", "Subgroup"
        WORKING_GROUP = "working_group", "Working group"
        TASK_AND_FINISH = "task_and_finish", "Task and finish group"
        PANEL = "panel", "Panel"
        NETWORK = "network", "Network"
        SHADOW_BOARD = "shadow_board", "Shadow board"
        FORUM = "forum", "Forum"

    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    strands = strands_field()
    cadence = models.CharField(max_length=200, blank=True)
    remit = models.TextField(blank=True)
    information_class = models.CharField(max_length=1, default="G")
    position = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "name abbreviation kind parent strands cadence remit information_class position starts_on ends_on",
    }

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            in_order("group_dates_in_order"),
            models.UniqueConstraint("partnership", Lower("name"), name="one_group_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupAlias(Record):
    """Another name under which papers know a group: an old name, an abbreviation, a drifted one."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "group name"}

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint("group", Lower("name"), name="one_alias_per_group")]

    def __str__(self) -> str:
        return self.name


class Seat(Dated, Record):
    """A place on a group, which belongs to an agency or a role and outlives whoever holds it."""

    class Kind(models.TextChoices):
        """What the seat does in its group."""

        CHAIR = "chair", "Chair"
        VICE_CHAIR = "vice_chair", "Vice chair"
        MEMBER = "member", "Member"
        IN_ATTENDANCE = "in_attendance", "In attendance"

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.MEMBER)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")

    privacy: ClassVar[dict[str, str]] = {"ordinary": "group title kind agency starts_on ends_on"}

    class Meta:
        ordering: ClassVar = ["kind", "title"]
        constraints: ClassVar = [in_order("seat_dates_in_order")]

    def __str__(self) -> str:
        return self.title


class SeatHolder(Dated, Record):
    """Who holds a seat, or deputises in it, and for how long."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats_held")
    is_deputy = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "seat is_deputy starts_on ends_on", "personal": "person"}

    class Meta:
        ordering: ClassVar = ["is_deputy", "starts_on"]
        constraints: ClassVar = [in_order("seat_holder_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.person}: {self.seat}"
