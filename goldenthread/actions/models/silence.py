"""What follows from a silence: each step of its escalation, and whether the partnership escalates at all."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.actions.models.action import Action
from goldenthread.actions.models.said import SAID_ORDINARY, SAID_PERSONAL, Said
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Agency, Group, Record, Records
from goldenthread.partnerships.permissions import Role

# Who is the executive (domain guide 2.3): by appointment, as the actor's roles name it.
EXECUTIVE = frozenset({Role.DELEGATED_SAFEGUARDING_PARTNER, Role.PARTNERSHIP_CHAIR})


class Escalations(Records):
    """Escalations, those that stand, and those that were made to somebody."""

    def standing(self) -> "Escalations":
        """Those that nothing has ended yet."""
        return self.filter(ended_on__isnull=True)

    def made_to(self, actor: Actor) -> "Escalations":
        """Those made to the actor as they may act today, leaving out actions that are theirs to speak for."""
        mine = Q(group_id__in=actor.chaired_group_ids)
        if led := actor.agencies_as(Role.AGENCY_LEAD):
            mine |= Q(agency_id__in=led)
        if actor.roles & EXECUTIVE:
            mine |= Q(step=3)
        rows = self.within(actor).filter(mine).exclude(action__lead_seat_id__in=actor.seat_ids)
        rows = rows.exclude(action__lead_group_id__in=actor.chaired_group_ids)
        if led:
            rows = rows.exclude(action__lead_agency_id__in=led)
        return rows.exclude(action__lead_person_id=actor.user_id) if actor.user_id else rows


class Escalation(Record):
    """One step of telling a silence to somebody above: which action, to whom, when, and what ended it."""

    class End(models.TextChoices):
        """What ended it."""

        UPDATE = "update", "an update"
        REASSIGNED = "reassigned", "another lead"
        DECISION = "decision", "a decision on the action"
        FURTHER = "further", "the next step"
        NOT_DUE = "not_due", "a longer cycle or a later start"
        SWITCHED_OFF = "switched_off", "the partnership’s decision not to escalate"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="escalations")
    step = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_words = models.CharField(max_length=300)
    to_people = models.TextField(blank=True)
    missed = models.PositiveIntegerField()
    heard_on = models.DateField(null=True, blank=True)
    escalated_on = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_by_name = models.CharField(max_length=200, blank=True)
    asked_words = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=20, choices=End.choices, blank=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    objects: ClassVar = Escalations.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "action step agency group to_words missed heard_on escalated_on asked_at ended_on ended_by",
        "personal": "to_people asked_by asked_by_name asked_words ended_by_name",
    }

    class Meta:
        ordering: ClassVar = ["escalated_on", "created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["action"], condition=Q(ended_on__isnull=True), name="one_standing_escalation_of_an_action"
            ),
            models.CheckConstraint(condition=Q(step__range=(1, 3)), name="escalation_has_three_steps"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by="") | (Q(ended_on__isnull=False) & ~Q(ended_by="")),
                name="escalation_says_what_ended_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.to_words}"


class EscalationSwitch(Said):
    """Somebody switched escalation on or off, and why; the latest row is what holds. Without one it is on."""

    is_on = models.BooleanField()
    reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {"ordinary": f"is_on {SAID_ORDINARY}", "personal": f"reason {SAID_PERSONAL}"}

    class Meta:
        ordering: ClassVar = ["-at", "-created_at"]

    def __str__(self) -> str:
        return f"Escalation {'on' if self.is_on else 'off'}"
