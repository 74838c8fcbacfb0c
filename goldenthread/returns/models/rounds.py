"""Rounds, the returns they ask for, what was answered, and what a report asks its parent group to decide."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from goldenthread.documents.models import random_place
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Agency, Group, Record, Records, Unread, searched
from goldenthread.partnerships.permissions import READS_GOVERNANCE, READS_RESTRICTED, UNIT, Role
from goldenthread.returns import rules
from goldenthread.returns.models.obligations import ObligationDate
from goldenthread.returns.models.questions import Question, QuestionSet

RESPONDENTS = ("agency", "group", "person")
# D.2, class S: who reads what another organisation has sent.
READS_SENT = UNIT | READS_RESTRICTED | {Role.ANALYST}
# Who speaks for an agency when it answers, and signs off what it says.
ANSWERS_FOR_AGENCY = frozenset({Role.AGENCY_LEAD, Role.DELEGATED_SAFEGUARDING_PARTNER, Role.LEAD_SAFEGUARDING_PARTNER})


class Round(Record):
    """One time that something is asked: which questions, by which group, of what period, due when."""

    class State(models.TextChoices):
        """Whether it is being prepared, is out, or is over."""

        DRAFT = "draft", "Being prepared"
        ISSUED = "issued", "Out"
        CLOSED = "closed", "Closed"

    title = models.CharField(max_length=200)
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="rounds")
    date = models.OneToOneField(ObligationDate, on_delete=models.PROTECT, null=True, blank=True, related_name="round")
    to_groups = models.ManyToManyField(Group, related_name="rounds_received")
    purpose = models.TextField(blank=True)
    period_starts_on = models.DateField(null=True, blank=True)
    period_ends_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    needs_sign_off = models.BooleanField(default=False)
    ladder = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    issued_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    search = searched("title", bodies=["purpose"])

    objects: ClassVar = Unread.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "title question_set date to_groups purpose period_starts_on period_ends_on due_on needs_sign_off "
        "ladder state issued_on closed_on search"
    }

    class Meta:
        ordering: ClassVar = ["-due_on", "title"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="rounds_by_words")]

    def __str__(self) -> str:
        return self.title


class Returns(Records):
    """Returns of one partnership: everybody who reads governance sees that each is owed; few read what it says."""

    def answerable(self, actor: Actor) -> Self:
        """Those the actor answers: for their agency, their group as its chair, or in person, as lead, deputy or cover.

        The business unit writes the report of a group with its chair.
        """
        return self.within(actor).filter(self.answered_by(actor))

    def readable(self, actor: Actor) -> Self:
        """Those whose answers the actor may read: one's own; what was sent, for those who asked or check."""
        return self.within(actor).filter(self.read_by(actor))

    @staticmethod
    def answered_by(actor: Actor) -> Q:
        """The condition of `answerable`."""
        found = Returns._theirs(actor)
        return found | Q(group__isnull=False) if actor.roles & UNIT else found

    @staticmethod
    def read_by(actor: Actor) -> Q:
        """The condition of `readable`."""
        sent = Q(state__in=rules.SENT)
        through = Round.to_groups.through.objects
        asked = through.filter(round_id=OuterRef("round_id"), group_id__in=actor.sitting_group_ids)
        found = Returns._theirs(actor) | sent & Q(Exists(asked))
        if actor.roles & READS_SENT:
            found |= sent
        if actor.roles & UNIT:
            # The unit writes a group's report with its chair.
            found |= Q(group__isnull=False)
        return found

    @staticmethod
    def _theirs(actor: Actor) -> Q:
        found = Q(group_id__in=actor.chaired_group_ids)
        if actor.user_id:
            named = Q(lead_id=actor.user_id) | Q(deputy_id=actor.user_id) | Q(lead_id__in=actor.presence.covers)
            # Named once, they answer for as long as they are of that agency or group.
            still = Q(agency_id__in=actor.agency_ids) | Q(group_id__in=actor.group_ids) | Q(person__isnull=False)
            found |= Q(person_id=actor.user_id) | named & still
        if answers := actor.agencies_as(*ANSWERS_FOR_AGENCY):
            found |= Q(agency_id__in=answers)
        return found if actor.roles & READS_GOVERNANCE else Q(pk__in=[])


class Return(Record):
    """What one agency, group or person is asked in one round: how far it is, who answers, and why it is late."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="returns")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="returns")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="returns")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=list(rules.STATES.items()), default=rules.State.NOT_STARTED)
    due_on = models.DateField()
    extended_reason = models.TextField(blank=True)
    state_reason = models.TextField(blank=True)
    rungs = models.JSONField(default=list)
    started_on = models.DateField(null=True, blank=True)
    signed_off_on = models.DateField(null=True, blank=True)
    signed_off_by = models.CharField(max_length=200, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    sent_by = models.CharField(max_length=200, blank=True)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    previous = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar = Returns.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "round agency group state due_on rungs started_on signed_off_on sent_on accepted_on previous",
        "personal": "person lead deputy extended_reason state_reason signed_off_by sent_by sender accepted_by",
    }

    class Meta:
        ordering: ClassVar = ["due_on", "created_at"]
        indexes: ClassVar = [models.Index(fields=["partnership", "state", "due_on"], name="returns_by_state_and_date")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.lookups.Exact(
                    Func(
                        F("agency_id"), F("group_id"), F("person_id"), function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="return_is_owed_by_one",
            ),
            models.UniqueConstraint(
                fields=["round", "agency"], condition=Q(agency__isnull=False), name="one_return_per_agency"
            ),
            models.UniqueConstraint(
                fields=["round", "group"], condition=Q(group__isnull=False), name="one_return_per_group"
            ),
            models.UniqueConstraint(
                fields=["round", "person"], condition=Q(person__isnull=False), name="one_return_per_person"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.round.title}: {self.respondent}"

    @property
    def respondent(self) -> str:
        """Who owes it."""
        return str(self.group or self.agency or self.person)

    @property
    def respondent_kind(self) -> str:
        """Which of the three sorts of respondent it is of: agency, group or person."""
        return next(one for one in RESPONDENTS if getattr(self, f"{one}_id"))


class Answer(Record):
    """What was answered to one question; `filled` is what the records said on the day it was sent."""

    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True)
    # Kept with the answer and not in the library: it is read by whoever reads the return, and by nobody before.
    file = models.FileField(upload_to=random_place, max_length=120, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    filled = models.JSONField(default=list, blank=True)
    is_carried = models.BooleanField(default=False)
    # From which opening of the page it was last saved, so that a page knows its own earlier saves (decision 19).
    sitting = models.CharField(max_length=32, blank=True)
    answered_by = models.CharField(max_length=200)
    answered_at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "of_return question file file_type is_carried sitting answered_at",
        "personal": "value reason file_name filled answered_by",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of_return", "question"], name="one_answer_per_question")
        ]

    def __str__(self) -> str:
        return "An answer"


class Request(Record):
    """One exception a report raises, with the decision or direction it asks of the group above (domain guide 8.4)."""

    class Wanted(models.TextChoices):
        """What is asked."""

        DECISION = "decision", "A decision"
        DIRECTION = "direction", "A direction"
        NOTE = "note", "To note"

    class State(models.TextChoices):
        """Whether the group above has answered."""

        OPEN = "open", "Not answered"
        ANSWERED = "answered", "Answered"
        WITHDRAWN = "withdrawn", "Withdrawn"

    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="requests")
    position = models.PositiveSmallIntegerField()
    exception = models.TextField()
    wanted = models.CharField(max_length=20, choices=Wanted.choices)
    options = models.TextField(blank=True)
    wanted_by = models.DateField(null=True, blank=True)
    to_group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="requests_received")
    from_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="requests_made")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    raised_on = models.DateField()
    search = searched("exception", bodies=["options", "answer"])

    objects: ClassVar = Unread.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "of_return position wanted wanted_by to_group from_group state answered_on raised_on",
        "personal": "exception options answer answered_by search",
    }

    class Meta:
        ordering: ClassVar = ["raised_on", "position"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="requests_by_words")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of_return", "position"], name="one_request_per_place"),
            models.CheckConstraint(condition=~Q(state="answered") | ~Q(answer=""), name="request_answered_in_words"),
        ]

    def is_overdue(self, today: date) -> bool:
        """True where no answer has come by the day it was needed."""
        return self.state == self.State.OPEN and self.wanted_by is not None and self.wanted_by < today

    def __str__(self) -> str:
        return self.exception[:200]
