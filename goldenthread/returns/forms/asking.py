"""What is typed to ask for returns: rounds, the people who answer, and what becomes of a return."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from goldenthread.returns import rules
from goldenthread.returns.services import Respondent
from goldenthread.web import forms

Choices = Iterable[tuple[Any, str]]


def given(value: object) -> UUID | None:
    """The id that was picked, or None."""
    return UUID(str(value)) if value else None


def choose(form: forms.Form, **choices: Choices) -> None:
    """Fill fields with what can be chosen there."""
    for name, pairs in choices.items():
        form.fields[name].choices = [(str(key), words) for key, words in pairs]  # type: ignore[attr-defined]


class Ladder(forms.Form):
    """After how many working days each consequence of lateness follows; empty leaves it out."""

    reminder = forms.Number(
        "A reminder of its own", smallest=1, largest=200, required=False, suffix="working days late"
    )
    chairs_letter = forms.Number(
        "A letter from the chair", smallest=1, largest=200, required=False, suffix="working days late"
    )
    challenge = forms.Number(
        "An entry in the challenge log", smallest=1, largest=200, required=False, suffix="working days late"
    )
    executive = forms.Number("To the executive", smallest=1, largest=200, required=False, suffix="working days late")

    def ladder(self) -> list[rules.Step]:
        """The rungs with their days."""
        found = {rung: self.cleaned_data.get(rung.value) for rung in rules.Rung}
        return [rules.Step(rung, after) for rung, after in found.items() if after]


def ladder_initial(ladder: Iterable[rules.Step] = rules.LADDER) -> dict[str, int]:
    """What the fields of a ladder hold at first."""
    return {one.rung.value: one.after for one in ladder}


class CommissionRound(Ladder):
    """Which questions, of whom, by when, for which group."""

    question_set_id = forms.Pick("Question set", missing="Choose what is asked")
    title = forms.Text("What this round is called", hint="Such as “Section 11 return 2026”.", max_length=200)
    purpose = forms.LongText("What it is for", required=False, rows=3, max_length=2000)
    agencies = forms.Checkboxes("Agencies asked", required=False, small=True, scroll=True)
    groups = forms.Checkboxes("Groups asked", required=False, small=True, scroll=True)
    people = forms.Checkboxes("People asked", required=False, small=True, scroll=True)
    to_group_ids = forms.Checkboxes(
        "Groups that asked for it and read what comes", required=False, small=True, scroll=True
    )
    period_starts_on = forms.DateField("First day it tells of", required=False, subject="The first day")
    period_ends_on = forms.DateField("Last day it tells of", required=False, subject="The last day")
    due_on = forms.DateField("Due on", subject="The due date")
    needs_sign_off = forms.Tick("Somebody senior of each agency signs it off before it is sent")
    field_order = (
        "question_set_id", "title", "purpose", "agencies", "groups", "people", "to_group_ids", "period_starts_on",
        "period_ends_on", "due_on", "needs_sign_off", "reminder", "chairs_letter", "challenge", "executive",
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        told = self.cleaned_data
        asked = [
            Respondent(kind, UUID(one))
            for kind, field in (("agency", "agencies"), ("group", "groups"), ("person", "people"))
            for one in told[field]
        ]
        return {
            "question_set_id": given(told["question_set_id"]), "title": told["title"], "purpose": told["purpose"],
            "due_on": told["due_on"], "respondents": asked, "needs_sign_off": told["needs_sign_off"],
            "to_group_ids": [UUID(one) for one in told["to_group_ids"]], "ladder": self.ladder(),
            "period": (told["period_starts_on"], told["period_ends_on"]),
        }  # fmt: skip


class AddRespondents(forms.Form):
    """Further agencies, groups and people."""

    agencies = forms.Checkboxes("Agencies", required=False, small=True, scroll=True)
    groups = forms.Checkboxes("Groups", required=False, small=True, scroll=True)

    def respondents(self) -> list[Respondent]:
        """Those who were ticked."""
        told = self.cleaned_data
        found = [Respondent("agency", UUID(one)) for one in told["agencies"]]
        return found + [Respondent("group", UUID(one)) for one in told["groups"]]


class Reason(forms.Form):
    """Why."""

    reason = forms.LongText("Why?", rows=3, max_length=1000, missing="Say why")


class ReasonIfAny(forms.Form):
    """Why, where something is left open."""

    reason = forms.LongText(
        "Why is it closed without those that have not come?", rows=3, max_length=1000, required=False
    )


class UntilWhen(Reason):
    """A new date and why."""

    due_on = forms.DateField("New date", subject="The new date")
    field_order = ("due_on", "reason")


class Day(forms.Form):
    """A date."""

    due_on = forms.DateField("Due on", subject="The due date")


class People(forms.Form):
    """Who answers and who stands in."""

    lead_id = forms.Pick("Who leads the answering", required=False, empty="Nobody in particular")
    deputy_id = forms.Pick("Who stands in when they are away", required=False, empty="Nobody")


class AnswerRequest(forms.Form):
    """What the group above answers, and the direction it gives."""

    answer = forms.LongText("What was decided, and why?", rows=5, max_length=5000, missing="Say what was decided")
    direct = forms.Tick("Give a direction, which becomes an action of that group")
    text = forms.LongText(
        "What is the group to do?", rows=3, max_length=2000, required=False,
        hint="Leave it empty where the answer above says it already.",
    )  # fmt: skip
    due_on = forms.DateField("By when?", subject="The date", required=False)
    group_id = forms.Pick("Which group does it", required=False, empty="The group that asked")
    serves = forms.Pick("What it serves", required=False, empty="Nothing in the plan", hint="A priority or objective.")

    def clean(self) -> dict[str, Any]:
        """What was typed; a direction needs its date."""
        told = dict(super().clean() or {})
        if told.get("direct") and not told.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Say by when, or leave the direction out.")
        return told


class ReturnFilters(forms.Form):
    """What the list of returns can be filtered for."""

    words = forms.Text("Words in what it is or who owes it")
    states = forms.Checkboxes("State", small=True)
    kind = forms.Select("Sort of return")
    group_id = forms.Select("Group that owes or receives it")
    agency_id = forms.Select("Agency")

    def __init__(
        self, *args: Any, states: Any, kinds: Choices, groups: Choices, agencies: Choices, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        choose(self, states=states.items(), kind=kinds, group_id=groups, agency_id=agencies)


class RoundFilters(forms.Form):
    """What the list of rounds can be filtered for."""

    words = forms.Text("Words in its name")
    kind = forms.Select("Sort of return")
    states = forms.Checkboxes("State", small=True)

    def __init__(self, *args: Any, states: Choices, kinds: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, states=states, kind=kinds)


class RequestFilters(forms.Form):
    """What the list of what reports ask can be filtered for."""

    words = forms.Text("Words in it")
    states = forms.Checkboxes("State", small=True)
    wanted = forms.Select("What is asked")
    group_id = forms.Select("Group that asks or is asked")

    def __init__(self, *args: Any, states: Choices, wanted: Choices, groups: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, states=states, wanted=wanted, group_id=groups)
