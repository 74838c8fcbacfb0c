"""Board packs as they were issued: frozen, each with the numbers of its pages."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models.meetings import Meeting
from goldenthread.meetings.models.readers import part_a_or
from goldenthread.partnerships.models import Record, Records

VARIANTS = [("A", "Part A"), ("B", "Part A and part B (restricted)")]


def random_place(pack: "Pack", filename: str) -> str:
    """Where a PDF is kept: a folder for each partnership, and a name that says nothing and cannot be guessed."""
    return f"{pack.partnership_id}/{uuid.uuid4().hex}"


class Packs(Records):
    """Packs, of which each actor reads some."""

    def readable(self, actor: Actor) -> Self:
        """Those of part A, and those with part B where the actor reads it."""
        return self.within(actor).filter(part_a_or(actor, "variant", "meeting__group"))

    def listed(self) -> Self:
        """The same without what they say, which is much and which lists do not show."""
        return self.defer("content", "places")


class Pack(Record):
    """One pack or supplement as its readers were given it: the PDF, the same as blocks, and where everything stands.

    `held` says which papers it holds, as {paper: what it was made from}. Rows are never changed: the database refuses.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    variant = models.CharField(max_length=1, choices=VARIANTS)
    number = models.PositiveSmallIntegerField(default=0)
    information_class = models.CharField(max_length=1)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    first_page = models.PositiveIntegerField(default=1)
    pages = models.PositiveIntegerField()
    file = models.FileField(upload_to=random_place, max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.JSONField()
    places = models.JSONField()
    held = models.JSONField()

    objects: ClassVar = Packs.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "meeting variant number information_class issued_at first_page pages size sha256 held",
        "personal": "issued_by file content places",
    }

    class Meta:
        ordering: ClassVar = ["number", "variant"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "variant", "number"], name="one_pack_of_each_number"),
            models.CheckConstraint(
                condition=Q(variant="A", information_class="G") | Q(variant="B", information_class="R"),
                name="pack_with_part_b_is_restricted",
            ),
            models.CheckConstraint(condition=Q(pages__gt=0, first_page__gt=0), name="pack_has_pages"),
        ]

    def __str__(self) -> str:
        if self.is_restricted:
            return "Restricted pack"
        return f"Supplement {self.number} to the pack" if self.number else "Pack"

    @property
    def is_restricted(self) -> bool:
        """True where it holds part B."""
        return self.variant == "B"

    @property
    def last_page(self) -> int:
        """The number of its last page."""
        return self.first_page + self.pages - 1

    @property
    def span(self) -> str:
        """Its pages in words: "pages 1 to 40", "page A3"."""
        letter = "A" if self.number else ""
        if self.pages == 1:
            return f"page {letter}{self.first_page}"
        return f"pages {letter}{self.first_page} to {letter}{self.last_page}"
