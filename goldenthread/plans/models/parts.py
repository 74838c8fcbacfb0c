"""What a plan is made of: priorities, objectives, measures, cohorts, assurance areas and the rest of its prose."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorCombinable, SearchVectorField
from django.db import models
from django.db.models import Q

from goldenthread.partnerships.models import Record, Unread, searched
from goldenthread.plans.models.plan import Plan


def lines() -> ArrayField:
    """A list of short texts, in order."""
    return ArrayField(models.TextField(), default=list, blank=True)


class JsonWords(SearchVectorCombinable, models.Func):
    """Every text within a column of JSON, as search finds it, weighing less than a title."""

    template = "setweight(jsonb_to_tsvector('english'::regconfig, %(expressions)s, '[\"string\"]'::jsonb), 'B')"
    output_field = SearchVectorField()


class Priority(Record):
    """Something the partnership has decided matters most, with the difference it is to make."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="priorities")
    position = models.PositiveIntegerField(default=0)
    reference = models.CharField(max_length=60, blank=True)
    title = models.TextField()
    outcome = models.TextField(blank=True)
    what_we_will_do = models.TextField(blank=True)
    rationale = models.TextField(blank=True)
    areas_of_focus = lines()
    areas_of_focus_by_audience = models.JSONField(default=dict, blank=True)
    linked_boards = lines()
    definition = lines()
    examples = lines()
    cohorts = lines()
    notes = lines()
    under = models.TextField(blank=True)
    # Filled by a refresh that did not take it into the new year: it leaves the plan and keeps its page.
    closed_on = models.DateField(null=True, blank=True)
    closing_words = models.TextField(blank=True)
    search = searched("reference", "title", bodies=["outcome", "what_we_will_do", "rationale"])

    objects: ClassVar = Unread.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "plan position reference title outcome what_we_will_do rationale areas_of_focus "
        "areas_of_focus_by_audience linked_boards definition examples cohorts notes under closed_on closing_words "
        "search",
    }

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="priorities_by_words")]
        verbose_name_plural = "priorities"

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()


class Objective(Record):
    """What is to be achieved, under a priority where the plan says which."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, null=True, blank=True, related_name="objectives")
    position = models.PositiveIntegerField(default=0)
    reference = models.CharField(max_length=60, blank=True)
    title = models.TextField()
    outcomes = lines()
    closed_on = models.DateField(null=True, blank=True)
    closing_words = models.TextField(blank=True)
    search = searched("reference", "title")

    objects: ClassVar = Unread.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "plan priority position reference title outcomes closed_on closing_words search"
    }

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="objectives_by_words")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()


class Measure(Record):
    """How the partnership will know: a statement of quality or a measure of success, at any level of the plan."""

    class Kind(models.TextChoices):
        """Which of the two (Annex A rows 8 and 9)."""

        QUALITY = "quality", "Quality measure"
        SUCCESS = "success", "Success measure"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measures")
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, null=True, blank=True, related_name="measures")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, null=True, blank=True, related_name="measures")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    position = models.PositiveIntegerField(default=0)
    search = searched("text")

    objects: ClassVar = Unread.as_manager()

    privacy: ClassVar[dict[str, str]] = {"ordinary": "plan priority objective kind text position search"}

    class Meta:
        ordering: ClassVar = ["kind", "position"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="measures_by_words")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(priority__isnull=True) | Q(objective__isnull=True), name="measure_at_one_level"
            )
        ]

    def __str__(self) -> str:
        return self.text


class ChairRating(Record):
    """A chair's final word on a priority or objective, with the reason. Never overwritten; the newest stands."""

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, null=True, blank=True, related_name="ratings")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, null=True, blank=True, related_name="ratings")
    # Blank: the chair takes the word back, and the computed rating stands again.
    rating = models.CharField(max_length=20, blank=True)
    computed = models.CharField(max_length=20)
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    person_name = models.CharField(max_length=200)
    rated_at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "priority objective rating computed reason rated_at",
        "personal": "person person_name",
    }

    class Meta:
        ordering: ClassVar = ["-rated_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(priority__isnull=False, objective__isnull=True)
                | Q(priority__isnull=True, objective__isnull=False),
                name="chair_rates_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.rating or 'as worked out'}"


class FocusGroup(Record):
    """A group of children or adults the plan gives particular attention to."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="focus_groups")
    name = models.TextField()
    position = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "plan name position"}

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.name


class AssuranceArea(Record):
    """Something the partnership wants assurance about, with what it expects to hear."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="assurance_areas")
    title = models.TextField()
    expectations = lines()
    position = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "plan title expectations position"}

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.title


class PlanSection(Record):
    """The rest of what a plan prints: prose, and the lists that are neither priorities nor actions."""

    class Kind(models.TextChoices):
        """What the section holds; the shape of `body` follows from it."""

        PROSE = "prose", "Text"
        VISION = "vision", "Vision"
        PURPOSES = "purposes", "Purposes"
        VALUES = "values", "Values"
        DRIVERS = "drivers", "Strategic drivers"
        ASSURANCE_METHODS = "assurance_methods", "How we get assurance"
        LEARNING_JOURNEY = "learning_journey", "Learning"
        REPORTING = "reporting", "Reporting"
        BUSINESS_AS_USUAL = "business_as_usual", "Business as usual"
        GOVERNANCE = "governance", "Structure"
        VERSION = "version", "Version control"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=30, choices=Kind.choices, default=Kind.PROSE)
    heading = models.TextField(blank=True)
    body = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    search = searched("heading", also=JsonWords("body"))

    objects: ClassVar = Unread.as_manager()

    privacy: ClassVar[dict[str, str]] = {"ordinary": "plan kind heading body position search"}

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="sections_by_words")]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()
