"""Raise an action, change it, give it to another lead."""

from typing import Any, ClassVar
from uuid import UUID

from goldenthread.actions.queries import Party
from goldenthread.actions.rules import CLASS_WORDS, PROVENANCE_WORDS
from goldenthread.web.forms import Checkboxes, DateField, Form, Hidden, LongText, Pick, Select, Text, Warned

CLASSES = list(CLASS_WORDS.items())
IN_WORDS = "For example Q2 2026-27, or June, October and February. Give the year."


def party_of(value: str) -> Party:
    """The lead or helper a choice stands for: "group:…" gives a Party. Raises `ValueError` for anything else."""
    kind, _, key = value.partition(":")
    return Party(kind, UUID(key))


class _Words(Form):
    """What raising and changing have in common."""

    description = LongText(
        "What is to be done", hint="As you would want to read it in the plan", max_length=4000, rows=4,
        missing="Say what is to be done",
    )  # fmt: skip
    reference = Text("Number", hint="As printed in the plan, if it has one", required=False, max_length=60, width="10")
    provenance_kind = Select(
        "Where it came from", choices=list(PROVENANCE_WORDS.items()), missing="Choose where the action came from"
    )
    provenance_text = Text(
        "Name the source", hint="For example Business plan 2026 to 2029, or Board, 14 May 2026, item 6",
        missing="Say where the action came from", max_length=500,
    )  # fmt: skip
    provenance_page = Text(
        "Page or paragraph", hint="Needed for an inspection", required=False, max_length=60, width="10"
    )
    contributors = Checkboxes("Who helps", hint="The lead answers for it all the same", required=False, scroll=True)
    reports_to = Checkboxes("Which groups it reports to", required=False, scroll=True)
    cohorts = Text(
        "Which children or adults it is for", hint="Several can be parted by commas", required=False, max_length=400
    )
    information_class = Select("Who may read it", choices=CLASSES, empty=None)

    def __init__(self, *args: Any, leads: list[Any], groups: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contributors"].choices = [choice for _, every in leads for choice in every]  # type: ignore[attr-defined]
        self.fields["reports_to"].choices = groups  # type: ignore[attr-defined]

    def clean_contributors(self) -> list[Party]:
        """Who helps, as parties."""
        return [party_of(value) for value in self.cleaned_data["contributors"]]

    def clean_reports_to(self) -> list[UUID]:
        """The groups, as ids."""
        return [UUID(value) for value in self.cleaned_data["reports_to"]]

    def clean_cohorts(self) -> list[str]:
        """The cohorts, parted at commas."""
        return [one.strip() for one in self.cleaned_data["cohorts"].split(",") if one.strip()]


class RaiseAction(_Words):
    """A new action."""

    lead = Pick(
        "Who leads it", hint="Exactly one: a group, an agency, a seat or a person", missing="Choose who leads it"
    )
    due_on = DateField("When is it due?", hint="For example 30 6 2027", subject="The due date", required=False)
    due_words = Text("Or when, in words", hint=IN_WORDS, required=False, max_length=300)

    field_order = (
        "description", "lead", "due_on", "due_words", "provenance_kind", "provenance_text", "provenance_page",
        "contributors", "reports_to", "cohorts", "information_class", "reference",
    )  # fmt: skip

    def __init__(self, *args: Any, leads: list[Any], groups: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, leads=leads, groups=groups, **kwargs)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]

    def clean_lead(self) -> Party:
        """Who leads, as a party."""
        return party_of(self.cleaned_data["lead"])


class RaiseFrom(Warned):
    """An action raised on the page of another thing, such as a risk: where it came from is known there."""

    looked_at: ClassVar[tuple[str, ...]] = ("description",)

    description = LongText(
        "What is to be done", hint="As you would want to read it in the plan.", max_length=4000, rows=4,
        missing="Say what is to be done",
    )  # fmt: skip
    lead = Pick(
        "Who leads it", hint="Exactly one: a group, an agency, a seat or a person", missing="Choose who leads it"
    )
    due_on = DateField("When is it due?", hint="For example 30 6 2027", subject="The due date", required=False)
    due_words = Text("Or when, in words", hint="For example Q2 2026-27. Give the year.", required=False, max_length=300)

    def __init__(self, *args: Any, leads: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """The clean answers as the services take them."""
        data = self.cleaned_data
        return {
            "description": data["description"],
            "lead": party_of(data["lead"]),
            "due": [one for one in (data["due_on"], data["due_words"]) if one],
        }


class ChangeAction(_Words):
    """An action's words and people; its lead and date have pages of their own."""

    starts_on = DateField(
        "When work starts", hint="Before it nobody need say anything", subject="The start", required=False
    )
    version = Hidden()


class Reassign(Form):
    """Another lead."""

    lead = Pick("Who leads it from now on", missing="Choose who leads it from now on")
    reason = LongText("Why", hint="The history keeps it", rows=3, max_length=2000, required=False)
    version = Hidden()

    def __init__(self, *args: Any, leads: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]

    def clean_lead(self) -> Party:
        """Who leads, as a party."""
        return party_of(self.cleaned_data["lead"])
