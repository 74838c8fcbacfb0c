"""What is typed about a request for data."""

from typing import Any
from uuid import UUID

from goldenthread.scorecards import rules
from goldenthread.scorecards.rules import requests as asking
from goldenthread.scorecards.services import Wanted
from goldenthread.web.forms import Checkboxes, DateField, Form, Hidden, LongText, Number, Select, Text

Choices = list[tuple[str, str]]


class RequestFilters(Form):
    """What the list of requests can be filtered for."""

    ended = Select("State", choices=[("yes", "Ended")], empty="In use")


class KeepRequest(Form):
    """A request for data: for what, by what power, of whom, what, how often, hidden how, due when."""

    title = Text("Title", required=True, max_length=160, hint="For example “Child protection figures”.")
    purpose = LongText("What are the figures for?", required=True, rows=3)
    power = LongText(
        "Power relied on", required=True, rows=2,
        hint="The duty or power under which they are shared, for example section 16H of the Children Act 2004.",
    )  # fmt: skip
    agreement = LongText("Agreement, in words", required=False, rows=2)
    agreement_document_id = Select("Agreement, in the library", required=False, empty="None")
    agency_ids = Checkboxes("Agencies asked", required=True, small=True, scroll=True)
    indicator_ids = Checkboxes("Indicators", required=True, small=True, scroll=True)
    grain = Select(
        "How often", choices=list(rules.GRAINS.items()), empty=None,
        hint="All indicators of a request are counted as often. This cannot be changed later.",
    )  # fmt: skip
    breakdowns = Checkboxes(
        "Also broken down by", required=False, small=True, choices=list(asking.BREAKDOWNS.items()),
        hint="Ask only for what the purpose needs.",
    )  # fmt: skip
    rule_set = Select("How small numbers are hidden", choices=list(asking.hiding_rule_sets().items()), empty=None)
    to_group_id = Select("Group that asks", required=True, empty="Choose a group")
    starts_on = DateField("From", required=True, hint="The first whole period from this day on is asked for.")
    working_days = Number(
        "Due so many working days after each period", required=True, smallest=1, largest=asking.LATEST_DUE,
        suffix="working days after", initial=10,
    )  # fmt: skip
    version = Hidden(required=False)

    def __init__(
        self, *args: Any, agencies: Choices, indicators: Choices, groups: Choices, documents: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "agency_ids": agencies, "indicator_ids": indicators, "to_group_id": groups,
            "agreement_document_id": documents,
        }  # fmt: skip
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was typed, as the service takes it."""
        told = self.cleaned_data
        plain = ("title", "purpose", "power", "agreement", "grain", "rule_set", "starts_on", "breakdowns")
        document = told["agreement_document_id"]
        return Wanted(
            **{name: told[name] for name in plain}, to_group_id=UUID(told["to_group_id"]),
            agency_ids=[UUID(one) for one in told["agency_ids"]],
            indicator_ids=[UUID(one) for one in told["indicator_ids"]], working_days=told["working_days"],
            agreement_document_id=UUID(document) if document else None,
        )  # fmt: skip


class EndRequest(Form):
    """From when on nothing more is asked for, and why."""

    ends_on = DateField("Last day on which returns are still asked for", required=True)
    reason = LongText("Why does it end?", required=True, rows=3)
