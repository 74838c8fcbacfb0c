"""What is asked of which agencies: for what purpose, by what power, under which agreement, how often."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goldenthread.documents.models import Document
from goldenthread.partnerships.models import Agency, Dated, Group, Record, in_order
from goldenthread.scorecards import rules
from goldenthread.scorecards.models.library import Indicator


class DataRequest(Dated, Record):
    """A standing request for figures (Annex E.1). Its question set and duties to report live in `returns`.

    `rule_set` says how small numbers are hidden before the figures leave the agency.
    """

    title = models.CharField(max_length=200)
    purpose = models.TextField()
    power = models.TextField()
    agreement = models.TextField(blank=True)
    agreement_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    agencies = models.ManyToManyField(Agency, related_name="data_requests")
    indicators = models.ManyToManyField(Indicator, related_name="requests")
    grain = models.CharField(max_length=20, choices=list(rules.GRAINS.items()))
    breakdowns = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    rule_set = models.CharField(max_length=80)
    question_series = models.UUIDField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "title purpose power agreement agreement_document to_group agencies indicators grain breakdowns "
        "rule_set question_series starts_on ends_on ended_reason"
    }

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            in_order("data_request_dates_in_order"),
            models.CheckConstraint(condition=Q(starts_on__isnull=False), name="data_request_begins"),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(power=""), name="data_request_says_for_what_and_by_what_power"
            ),
        ]

    def __str__(self) -> str:
        return self.title
