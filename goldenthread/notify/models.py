"""The outbox, what each partnership has in it, and what is known about writing to a person.

A digest holds what several partnerships ask, so a message belongs to none of them. What one partnership may see of it
is its own `Part`, and nothing else.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from goldenthread.notify import rules
from goldenthread.partnerships.models import Record

STATES = list(rules.STATE_WORDS.items())


class Message(models.Model):
    """One message to one person: written in the transaction of the change it tells of, delivered afterwards.

    `handed_at` is set before the message is handed to the service that carries it, and cleared where that service
    says that it did not take it: while it is set, the message may have gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=100)
    key = models.CharField(max_length=300, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=500)
    body = models.TextField()
    urgent = models.BooleanField(default=False)
    lets_in = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=STATES, default=rules.State.QUEUED.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=30, blank=True)
    carrier_id = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    resend_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="resent")
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "id kind urgent lets_in state attempts next_attempt_at claim claimed_until handed_at sent_at "
        "arrived_at asked_at carrier carrier_id resend_of created_at",
        "personal": "key person address subject body error",
    }

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(
                fields=["-urgent", "next_attempt_at"], condition=Q(state=rules.State.QUEUED.value), name="outbox_due"
            ),
            models.Index(fields=["claimed_until"], condition=Q(state=rules.State.SENDING.value), name="outbox_claimed"),
            models.Index(fields=["person", "-created_at"], name="outbox_of_a_person"),
        ]

    def __str__(self) -> str:
        # Says nothing of the subject, which counts what every partnership asks.
        return f"Message to {self.person or self.address}"


class Part(Record):
    """What one partnership has in a message: for a digest its own asks, for anything else the whole message.

    A part that was held back before the message went stays here, `left_out`.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="parts")
    subject = models.CharField(max_length=500)
    asks = models.JSONField(default=list)
    left_out = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "message left_out", "personal": "subject asks"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "partnership"], name="one_part_of_a_message_per_partnership")
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "-created_at"], name="parts_of_a_partnership")]

    def __str__(self) -> str:
        return self.subject


class Hold(Record):
    """One partnership writes no digests to a person for a while, with the reason."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "held_at released_at", "personal": "person reason"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "person"], condition=Q(released_at__isnull=True), name="one_hold_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"Digests to {self.person}"


class Bounce(models.Model):
    """An address from which messages came back. It is of no partnership: whoever gets a new address starts clean."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.EmailField(max_length=254)
    words = models.TextField()
    bounced_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "id bounced_at cleared_at", "personal": "address words"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("address"), condition=Q(cleared_at__isnull=True), name="one_bounce_of_an_address_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.address


class Rhythm(models.Model):
    """How often a person wants their digest. It is theirs, whichever partnerships they belong to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    every = models.CharField(max_length=20, choices=[(one.value, one.value) for one in rules.Every])

    privacy: ClassVar[dict[str, str]] = {"ordinary": "id", "personal": "person every"}

    def __str__(self) -> str:
        return f"{self.person}: every {self.every}"


class Round(models.Model):
    """One time that digests were made for everybody whose turn it was, or that a person had them sent.

    The key names the rhythm and its day; a round that was cut off is taken up again and finished once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=100, unique=True)
    finished_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "id partnership key finished_at count"}

    def __str__(self) -> str:
        return "The digests"


class Feed(Record):
    """A calendar feed somebody made: of all that concerns them, or of one group, one agency or the whole partnership.

    Only a hash of its token is kept.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey("partnerships.Group", on_delete=models.CASCADE, null=True, related_name="+")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.CASCADE, null=True, related_name="+")
    is_whole = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    read_on = models.DateField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "group agency is_whole made_at revoked_at read_on",
        "personal": "person token_hash",
    }

    class Meta:
        ordering: ClassVar = ["made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_whole=False, group__isnull=True)
                | Q(is_whole=False, agency__isnull=True)
                | Q(is_whole=True, group__isnull=True, agency__isnull=True),
                name="feed_is_of_one_thing",
            )
        ]

    @property
    def is_shared(self) -> bool:
        """True for what several people may have in their calendars: it shows what everybody with a role may read."""
        return self.is_whole or self.agency_id is not None

    @property
    def of(self) -> str:
        """What it is of, in words; empty for what concerns the person whose it is."""
        return "the whole partnership" if self.is_whole else str(self.group or self.agency or "")

    def __str__(self) -> str:
        return f"Calendar of {self.of or self.person}"


class KeptDate(Record):
    """A statutory date that a partnership keeps in its forward plan: the day it first falls on, and who sees to it.

    What it is, where it comes from and how often it comes stands in the table of `rules.statutory`.
    """

    key = models.CharField(max_length=40)
    first_on = models.DateField()
    group = models.ForeignKey("partnerships.Group", on_delete=models.PROTECT, null=True, related_name="+")
    is_on = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "key first_on group is_on"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "key"], name="each_statutory_date_once")
        ]

    def __str__(self) -> str:
        one = rules.TABLE.get(self.key)
        return one.title if one else "Statutory date"


class MetDate(Record):
    """That a statutory date was met for one of the days on which it fell: when, by whom, and where that can be seen."""

    kept = models.ForeignKey(KeptDate, on_delete=models.PROTECT, related_name="met")
    due_on = models.DateField()
    met_on = models.DateField()
    met_by = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=500, blank=True)
    recorded_by = models.CharField(max_length=200)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "kept due_on met_on note link",
        "personal": "met_by recorded_by",
    }

    class Meta:
        ordering: ClassVar = ["-met_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kept", "due_on"], name="each_day_met_once"),
            models.CheckConstraint(condition=~Q(note="") | ~Q(link=""), name="met_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.kept}, met on {self.met_on:%d %B %Y}"
