"""A risk as it stands: what could happen, in whose register, who owns it, and the scores that count."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group, Record, Strand, Unread, searched
from goldenthread.partnerships.permissions import READS_RESTRICTED, UNIT
from goldenthread.risks.rules import STATE_WORDS, WATCHED, Direction, State, direction

READS_ALL = READS_RESTRICTED | UNIT
PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"}


class Risks(Unread):
    """Risks of one partnership, of which each actor reads all, those of their own groups, or none."""

    def readable(self, actor: Actor) -> Self:
        """What the actor may read: everything by role; else what stands, or began, in a group they sit on."""
        mine = self.within(actor)
        if actor.roles & READS_ALL:
            return mine
        groups = actor.sitting_group_ids
        return mine.filter(Q(group_id__in=groups) | Q(raised_in_id__in=groups))

    def watched(self) -> Self:
        """Those that are open or have become an issue."""
        return self.filter(state__in=WATCHED)


class Risk(Record):
    """Something that could keep the partnership from its priorities or duties. No risk to one child is kept here.

    `raised_in` is the group in whose register it began, `group` the one in whose register it stands now; neither for
    the partnership's own register. Of each kind of score the newest one counts; the table of scores keeps every one.
    """

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=150)
    cause = models.TextField()
    event = models.TextField()
    effect = models.TextField()
    category = models.CharField(max_length=40)
    strands = ArrayField(models.CharField(max_length=20, choices=Strand.choices), default=list, blank=True)
    duty = models.CharField(max_length=200, blank=True)
    proximity = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    raised_in = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_on = models.DateField()
    raised_by_name = models.CharField(max_length=200)

    state = models.CharField(
        max_length=20, choices=[(state.value, words) for state, words in STATE_WORDS.items()], default=State.OPEN
    )
    closed_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField()
    next_review_on = models.DateField()
    review_reason = models.TextField(blank=True)
    accepted_until = models.DateField(null=True, blank=True)

    inherent = models.ForeignKey("risks.RiskScore", on_delete=models.PROTECT, null=True, related_name="+")
    current = models.ForeignKey("risks.RiskScore", on_delete=models.PROTECT, null=True, related_name="+")
    before = models.ForeignKey("risks.RiskScore", on_delete=models.PROTECT, null=True, related_name="+")
    target = models.ForeignKey("risks.RiskScore", on_delete=models.PROTECT, null=True, related_name="+")
    search = searched("title", "event", bodies=["cause", "effect", "duty"])

    objects: ClassVar = Risks.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "number title cause event effect category strands duty proximity raised_in group raised_on state "
        "closed_on reviewed_on next_review_on review_reason accepted_until inherent current before target search",
        "personal": "owner raised_by_name",
    }

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "number"], name="one_risk_of_each_number"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | ~Q(state="closed") & Q(closed_on__isnull=True),
                name="risk_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(next_review_on__gt=F("reviewed_on")), name="risk_reviewed_again_after_it_was"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "state", "next_review_on"], name="risks_by_review"),
            GinIndex(fields=["search"], name="risks_by_words"),
        ]

    @property
    def reference(self) -> str:
        """As people say it: "R7"."""
        return f"R{self.number}"

    @property
    def is_escalated(self) -> bool:
        """True where it stands in another register than the one it began in."""
        return self.group_id != self.raised_in_id

    @property
    def direction(self) -> Direction:
        """Where it goes, by its last two scores; it stays where a review has confirmed the newest."""
        if self.current is None:
            return Direction.NEW
        before = self.before.score if self.before else None
        return direction(before, self.current.score, self.reviewed_on > self.current.said_on)

    def __str__(self) -> str:
        return f"Risk {self.reference}"
