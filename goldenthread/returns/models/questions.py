"""Question sets with their sections and questions, and the schemes on which things are rated."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.partnerships.models import Dated, Record, in_order
from goldenthread.returns import rules


class RatingScheme(Record):
    """The levels on which something is rated: their words, colours, weights and what each means."""

    name = models.CharField(max_length=200)
    levels = models.JSONField(default=list)
    allows_not_applicable = models.BooleanField(default=True)
    counts_not_applicable = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "name levels allows_not_applicable counts_not_applicable"}

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "name"], name="one_rating_scheme_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class QuestionSet(Dated, Record):
    """One version of what is asked: once published it never changes, so that answers always fit their questions."""

    class Kind(models.TextChoices):
        """What sort of return it makes (domain guide 1 and 8.6)."""

        HIGHLIGHT_REPORT = "highlight_report", "Exception and highlight report"
        ASSURANCE_REPORT = "assurance_report", "Assurance report"
        DATA_RETURN = "data_return", "Data return"
        SELF_ASSESSMENT = "self_assessment", "Section 11 or other self-assessment"
        SCHOOL_RETURN = "school_return", "Section 175 or 157 school return"
        TRAINING_RETURN = "training_return", "Training return"
        SURVEY = "survey", "Survey"
        OTHER = "other", "Other return"

    class State(models.TextChoices):
        """Whether it can still be changed, is in use, or is no longer sent out."""

        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "In use"
        RETIRED = "retired", "No longer sent out"

    series = models.UUIDField(default=uuid.uuid4, editable=False)
    edition = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    purpose = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    published_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "series edition title kind purpose basis state published_on starts_on ends_on"
    }

    class Meta:
        ordering: ClassVar = ["title", "-edition"]
        constraints: ClassVar = [
            in_order("question_set_dates_in_order"),
            models.UniqueConstraint(fields=["series", "edition"], name="one_question_set_of_each_edition"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(state="draft"), name="one_draft_of_a_question_set_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.edition}" if self.edition > 1 else self.title


class Section(Record):
    """One part of a question set, answered on one page."""

    question_set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(max_length=200)
    guidance = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "question_set title guidance position"}

    class Meta:
        ordering: ClassVar = ["position", "created_at"]

    def __str__(self) -> str:
        return self.title


class Question(Record):
    """One question. Its key stays the same from version to version, so that the last answer can be shown again."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=80)
    text = models.TextField()
    hint = models.TextField(blank=True)
    asks = models.CharField(max_length=20, choices=list(rules.ASKS.items()))
    is_required = models.BooleanField(default=True)
    options = models.JSONField(default=list, blank=True)
    scheme = models.ForeignKey(RatingScheme, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    descriptors = models.JSONField(default=dict, blank=True)
    weight = models.DecimalField(max_digits=6, decimal_places=2, default=1)
    unit = models.CharField(max_length=40, blank=True)
    smallest = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    largest = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    columns = models.JSONField(default=list, blank=True)
    fills_from = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "section key text hint asks is_required options scheme descriptors weight unit smallest largest "
        "columns fills_from position"
    }

    class Meta:
        ordering: ClassVar = ["position", "created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "key"], name="one_question_per_key_and_section"),
            models.CheckConstraint(condition=~Q(text=""), name="question_says_something"),
            models.CheckConstraint(
                condition=Q(smallest__isnull=True) | Q(largest__isnull=True) | Q(largest__gte=F("smallest")),
                name="question_limits_in_order",
            ),
        ]

    @property
    def level_words(self) -> dict[str, str]:
        """The word of each level it is rated on, by key; none where it is not rated."""
        return {one["key"]: one["word"] for one in self.scheme.levels} if self.scheme else {}

    def __str__(self) -> str:
        return self.text
