"""Documents with their versions, and the pieces of evidence that rest on them."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from goldenthread.documents.rules import CLASSES, DOCUMENT_CLASSES, QUADRANTS, RESTS_ON, STRENGTHS
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Agency, Group, Record, Unread, searched
from goldenthread.partnerships.permissions import readable_classes

CLASS_CHOICES = [(letter, CLASSES[letter].name) for letter in DOCUMENT_CLASSES]
RESTRICTED = "Restricted"


def random_place(kept: Record, filename: str) -> str:
    """Where a file is kept: a folder for each partnership, and a name that says nothing and cannot be guessed."""
    return f"{kept.partnership_id}/{uuid.uuid4().hex}"


class Shelf(Unread):
    """Documents or evidence, of which each actor reads some."""

    def readable(self, actor: Actor) -> Self:
        """Only what the actor may read within their partnership; the same test as `permissions.may_read`."""
        classes = readable_classes(actor.roles)
        found = Q(information_class__in=classes)
        if "G" in classes:
            own = Q(**{f"{self.model.belongs_to}_id": actor.user_id}) if actor.user_id else Q()
            found |= Q(information_class="R") & (self.model.named(actor) | own)
        return self.within(actor).filter(found)

    def standing(self) -> Self:
        """Only what has not been withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def to_review(self) -> Self:
        """Of documents, the newest versions that count and are to be looked at again."""
        return self.standing().filter(replaced_by__isnull=True, review_on__isnull=False)


class Document(Record):
    """One version of a file, whose it is, how it is classed and marked."""

    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    file = models.FileField(upload_to=random_place, max_length=120)
    original_name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    information_class = models.CharField(max_length=1, choices=CLASS_CHOICES)
    marking = models.CharField(max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    added_at = models.DateTimeField()
    series = models.UUIDField(default=uuid.uuid4, editable=False)
    edition = models.PositiveSmallIntegerField(default=1)
    is_held = models.BooleanField(default=False)
    review_on = models.DateField(null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    search = searched("title", bodies=["description", "original_name"])

    objects: ClassVar = Shelf.as_manager()
    belongs_to: ClassVar[str] = "owner"

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "file content_type size sha256 information_class marking group replaces added_at series edition "
        "is_held review_on reviewed_on withdrawn_at",
        "personal": "title description original_name owner reviewer withdrawn_reason search",
    }

    class Meta:
        ordering: ClassVar = ["-added_at"]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "-added_at"], name="documents_of_a_partnership"),
            models.Index(fields=["partnership", "sha256"], name="documents_of_the_same_bytes"),
            models.Index(
                fields=["partnership", "review_on"], condition=Q(review_on__isnull=False), name="documents_to_review"
            ),
            GinIndex(fields=["search"], name="documents_by_words"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "edition"], name="one_document_of_each_edition"),
            models.CheckConstraint(
                condition=Q(information_class__in=DOCUMENT_CLASSES), name="document_is_of_a_known_class"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, is_held=False) & ~Q(withdrawn_reason=""),
                name="document_withdrawn_with_a_reason_and_not_held",
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True, reviewer__isnull=True)
                | Q(review_on__isnull=False, reviewer__isnull=False),
                name="document_to_review_says_by_whom",
            ),
        ]

    @classmethod
    def named(cls, actor: Actor) -> Q:
        """Restricted documents of a group the actor sits on."""
        return Q(group_id__in=actor.sitting_group_ids)

    def __str__(self) -> str:
        return RESTRICTED + " document" if self.information_class == "R" else self.title


class EvidenceItem(Record):
    """One thing that shows something: what it shows, what it rests on, of which side, how strong, and from when."""

    claim = models.TextField()
    kind = models.CharField(max_length=20, choices=[(kind, words.word) for kind, words in RESTS_ON.items()])
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    url = models.CharField(max_length=1000, blank=True)
    statement = models.TextField(blank=True)
    quadrant = models.CharField(max_length=20, choices=[(key, words.word) for key, words in QUADRANTS.items()])
    strength = models.CharField(max_length=20, choices=[(key, words.word) for key, words in STRENGTHS.items()])
    dated_on = models.DateField()
    information_class = models.CharField(max_length=1, choices=CLASS_CHOICES, default="G")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    search = searched("claim", bodies=["statement", "url"])

    objects: ClassVar = Shelf.as_manager()
    belongs_to: ClassVar[str] = "given_by"

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "kind document url quadrant strength dated_on information_class agency withdrawn_at",
        "personal": "claim statement given_by withdrawn_reason search",
    }

    class Meta:
        ordering: ClassVar = ["-dated_on", "-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "-dated_on"], name="evidence_of_a_partnership"),
            GinIndex(fields=["search"], name="evidence_by_words"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="document", document__isnull=False, url="", statement="")
                | Q(kind="link", document__isnull=True, statement="") & ~Q(url="")
                | Q(kind="statement", document__isnull=True, url="") & ~Q(statement=""),
                name="evidence_rests_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(information_class__in=DOCUMENT_CLASSES), name="evidence_is_of_a_known_class"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="evidence_withdrawn_with_a_reason",
            ),
        ]

    @classmethod
    def named(cls, actor: Actor) -> Q:
        """Restricted evidence resting on a document of a group the actor sits on."""
        return Q(document__group_id__in=actor.sitting_group_ids)

    def __str__(self) -> str:
        return RESTRICTED + " evidence" if self.information_class == "R" else self.claim[:200]
