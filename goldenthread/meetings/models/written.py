"""A proposal decided between meetings in writing, and what each seat asked answered."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models.agenda import PARTS, AgendaItem
from goldenthread.meetings.models.minutes import Decision
from goldenthread.meetings.models.readers import part_a_or
from goldenthread.meetings.rules import OUTCOME_WORDS, REPLY_WORDS, RULE_WORDS, Outcome, Reply
from goldenthread.partnerships.models import Agency, Group, Record, Records, Seat


class Procedures(Records):
    """Written procedures, of which each actor reads some."""

    def readable(self, actor: Actor) -> Self:
        """Those of part A, and of part B where the actor reads it."""
        return self.within(actor).filter(part_a_or(actor, "part", "group"))


class WrittenProcedure(Record):
    """A proposal put to the deciding seats of a group in writing, until when, and what it came to."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="written_procedures")
    part = models.CharField(max_length=1, choices=PARTS, default="A")
    title = models.CharField(max_length=200)
    proposal = models.TextField()
    options = models.TextField(blank=True)
    needed = models.CharField(max_length=20, choices=list(RULE_WORDS.items()))
    asked_on = models.DateField()
    answer_by = models.DateField()
    outcome = models.CharField(max_length=20, choices=list(OUTCOME_WORDS.items()), default=Outcome.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="procedure")

    objects: ClassVar = Procedures.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "group part needed asked_on answer_by outcome closed_on item decision",
        "personal": "title proposal options",
    }

    class Meta:
        ordering: ClassVar = ["-asked_on", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(proposal=""), name="written_procedure_proposes"),
        ]

    def __str__(self) -> str:
        return "Restricted written procedure" if self.is_restricted else self.title

    @property
    def is_restricted(self) -> bool:
        """True in part B."""
        return self.part == "B"


class WrittenAnswer(Record):
    """One seat asked, who held it then, and what it answered and why."""

    procedure = models.ForeignKey(WrittenProcedure, on_delete=models.PROTECT, related_name="answers")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=20, choices=list(REPLY_WORDS.items()), default=Reply.ASKED)
    reason = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "procedure seat agency answer answered_on",
        "personal": "person reason",
    }

    class Meta:
        ordering: ClassVar = ["seat__kind", "seat__title"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["procedure", "seat"], name="one_answer_of_each_seat")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_answer_display()}"

    @property
    def is_restricted(self) -> bool:
        """True in part B."""
        return self.procedure.is_restricted
