"""Challenges and good practice, and everything said about each, in order."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate

from goldenthread.challenges.rules import (
    KIND_WORDS,
    OUTCOME_WORDS,
    RAISED_AS_WORDS,
    STATE_WORDS,
    Kind,
    State,
    Turn,
)
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Agency, Group, Membership, Record, Seat, Unread, searched
from goldenthread.partnerships.permissions import READS_RESTRICTED, UNIT, Role

# Those who read every challenge (D.2, class R) and the whole business unit, which keeps the log.
READS_ALL = READS_RESTRICTED | UNIT


def sits_on(actor: Actor) -> models.QuerySet[Any]:
    """The ids of the groups the actor sits on as chair, vice chair or member; who only attends does not sit on it."""
    seats = Seat.objects.within(actor).filter(pk__in=actor.seat_ids).exclude(kind=Seat.Kind.IN_ATTENDANCE)
    return seats.order_by().values("group_id")


def leads(actor: Actor) -> models.QuerySet[Any]:
    """The ids of the agencies whose safeguarding the actor leads, of those they act for today."""
    today = TruncDate(Now())
    rows = Membership.objects.within(actor).in_effect(today).filter(person_id=actor.user_id, role=Role.AGENCY_LEAD)
    return rows.filter(agency_id__in=actor.agency_ids).order_by().values("agency_id")


class Challenges(Unread):
    """Challenges, of which each actor reads some."""

    def visible(self, actor: Actor) -> Self:
        """Only what the actor may read: class R, of their own partnership."""
        within = self.within(actor)
        if actor.roles & READS_ALL:
            return within
        if Role.LAY_MEMBER in actor.roles or actor.user_id is None:
            return within.none()
        readable = Q(raised_by_id=actor.user_id)
        if actor.seat_ids:
            groups = sits_on(actor)
            readable |= Q(group_id__in=groups) | Q(to_group_id__in=groups)
        if Role.AGENCY_LEAD in actor.roles and actor.agency_ids:
            readable |= Q(to_agency_id__in=leads(actor))
        return within.filter(readable)


class Challenge(Record):
    """One challenge put to an agency or a group, or good practice seen there."""

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(one.value, words) for one, words in KIND_WORDS.items()])
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The group in which it was raised, whose members read it.
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    why = models.TextField(blank=True)
    raised_as = models.CharField(max_length=20, choices=[(one.value, words) for one, words in RAISED_AS_WORDS.items()])
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    raised_by_name = models.CharField(max_length=200)
    raised_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=[(one.value, words) for one, words in STATE_WORDS.items()])
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(one.value, words) for one, words in OUTCOME_WORDS.items()]
    )
    what_changed = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    search = searched("text", bodies=["why", "what_changed"])

    objects: ClassVar = Challenges.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "number kind to_agency to_group group text why raised_as raised_on due_on state answered_on "
        "outcome what_changed closed_on search",
        "personal": "raised_by raised_by_name",
    }

    class Meta:
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "state", "due_on"], name="challenges_by_answer_due"),
            GinIndex(fields=["search"], name="challenges_by_words"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("partnership", "kind", "number", name="one_challenge_per_number"),
            models.CheckConstraint(
                condition=Q(to_agency__isnull=False, to_group__isnull=True)
                | Q(to_agency__isnull=True, to_group__isnull=False),
                name="challenge_put_to_one",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.GOOD_PRACTICE, state=State.NOTED, due_on__isnull=True)
                | Q(kind=Kind.CHALLENGE, due_on__isnull=False) & ~Q(state=State.NOTED),
                name="challenge_has_a_date_and_good_practice_none",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_on__isnull=False) & ~Q(outcome="")
                | ~Q(state=State.CLOSED) & Q(closed_on__isnull=True, outcome=""),
                name="challenge_closed_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class ChallengeTurn(Record):
    """One thing said or done about a challenge: the answer, more time, what came of it."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="turns")
    what = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Turn])
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    said_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    search = searched("text")

    objects: ClassVar = Unread.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "challenge what text on_behalf_of at said_on due_on outcome search",
        "personal": "by by_name",
    }

    class Meta:
        ordering: ClassVar = ["at", "created_at"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="challenge_turns_by_words")]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.what}"
