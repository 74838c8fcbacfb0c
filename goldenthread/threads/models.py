"""One table of links. A link that is taken away keeps its row, so that both ends keep their history."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldenthread.partnerships.models import Record, Records
from goldenthread.threads.rules import PHRASES, LinkKind


class Links(Records):
    """Links, of which those taken away no longer count."""

    def standing(self) -> Self:
        """Only links that have not been taken away."""
        return self.filter(untied_at__isnull=True)


class Link(Record):
    """How one thing stands to another. Ends are named by kind and id, because they may be of any app."""

    kind = models.CharField(max_length=20, choices=[(kind.value, words[0]) for kind, words in PHRASES.items()])
    source_kind = models.CharField(max_length=100)
    source_id = models.UUIDField()
    target_kind = models.CharField(max_length=100)
    target_id = models.UUIDField()
    position = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    untied_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = Links.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "kind source_kind source_id target_kind target_id position untied_at",
        "personal": "note added_by",
    }

    class Meta:
        ordering: ClassVar = ["position", "created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "source_kind", "source_id", "target_kind", "target_id"],
                condition=Q(untied_at__isnull=True),
                name="one_link_of_a_kind_between_two_things",
            ),
            models.CheckConstraint(
                condition=~Q(source_kind=F("target_kind"), source_id=F("target_id")), name="no_link_to_itself"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "source_kind", "source_id"], name="links_from_a_thing"),
            models.Index(fields=["partnership", "target_kind", "target_id"], name="links_to_a_thing"),
        ]

    def __str__(self) -> str:
        return LinkKind(self.kind).forward
