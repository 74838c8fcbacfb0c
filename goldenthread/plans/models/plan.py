"""A plan and who approved it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from goldenthread.partnerships.models import Dated, Group, Record, in_order, strands_field


class Plan(Dated, Record):
    """A strategic, business, work or improvement plan of a partnership or of one of its groups."""

    class Kind(models.TextChoices):
        """What sort of plan (Annex E.1)."""

        STRATEGIC = "strategic", "Strategic plan"
        BUSINESS = "business", "Business plan"
        WORK = "work", "Work plan"
        IMPROVEMENT = "improvement", "Improvement plan"
        SCRUTINY = "scrutiny", "Scrutiny plan"
        COMMUNICATIONS = "communications", "Communications plan"

    class State(models.TextChoices):
        """Where the plan is in its life."""

        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"
        LIVE = "live", "Live"
        CLOSED = "closed", "Closed"

    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.BUSINESS)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    strands = strands_field()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    edition = models.CharField("version", max_length=60, blank=True)
    author = models.CharField(max_length=200, blank=True)
    issue_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    # What each level is called here: {"objective": ["Aim", "Aims"], …}; missing levels keep the plain words.
    level_words = models.JSONField(default=dict, blank=True)
    # The layout the plan came in, so that it can be printed as its owners know it.
    layout = models.JSONField(default=dict, blank=True)
    abbreviation = models.CharField(max_length=60, blank=True)
    partnership_words = models.CharField(max_length=300, blank=True)
    closing_words = models.TextField(blank=True)
    # The day of the last refresh, and the actions that were finished by then: they belong to the years before.
    refreshed_on = models.DateField(null=True, blank=True)
    past_actions = ArrayField(models.UUIDField(), default=list, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "title kind state strands group edition issue_on review_on level_words layout abbreviation "
        "partnership_words closing_words refreshed_on past_actions",
        "personal": "author",
    }

    class Meta:
        ordering: ClassVar = ["-starts_on", "title"]
        constraints: ClassVar = [in_order("plan_dates_in_order")]

    def __str__(self) -> str:
        return self.title


class Approval(Record):
    """Who approved which version of a plan, for whom, and when."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="approvals")
    edition = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    person_name = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    approved_on = models.DateField()
    words = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "plan edition on_behalf_of approved_on words",
        "personal": "person person_name",
    }

    class Meta:
        ordering: ClassVar = ["-approved_on"]

    def __str__(self) -> str:
        return f"{self.person_name}, {self.approved_on}"
