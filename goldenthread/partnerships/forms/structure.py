"""What people type about groups, their seats and who holds them."""

from typing import Any

from goldenthread.partnerships.forms.parts import Choices, id_or_none, last_day
from goldenthread.partnerships.queries import words
from goldenthread.web.forms import (
    Checkboxes,
    DateField,
    Form,
    LongText,
    Radios,
    Select,
    Text,
)

READERS_FIRST = "Choose the narrowest that still lets people work."


class GroupForm(Form):
    """A group: what it is called, where it stands, when it meets and what it is for."""

    name = Text("Name", max_length=200, missing="Enter the group's name")
    abbreviation = Text("Short name", hint="For example, QA", max_length=30, required=False, width="10")
    aliases = LongText(
        "Other names", hint="One on each line: old names, and the names papers use", rows=3, required=False
    )
    kind = Select("Kind of group", choices=words.GROUP_KINDS, missing="Choose the kind of group")
    parent_id = Select("Reports to", empty="Nobody: it stands at the top", required=False)
    strands = Checkboxes(
        "Whom its work is for", hint="Tick none where it serves all of the partnership", choices=words.STRANDS,
        required=False, small=True,
    )  # fmt: skip
    cadence = Text("How often it meets", hint="For example, every 8 weeks", max_length=200, required=False)
    remit = LongText("Remit", hint="What the group is for, in its own words", max_length=6000, required=False, rows=8)
    information_class = Radios("Who reads its papers", hint=READERS_FIRST, choices=words.READERS, initial="G")
    starts_on = DateField("First day", subject="The first day", required=False, hint="Leave empty if nobody knows")

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent_id"].choices = [("", "Nobody: it stands at the top"), *groups]

    def clean_aliases(self) -> list[str]:
        """The other names as a list."""
        return [line.strip() for line in self.cleaned_data["aliases"].split("\n") if line.strip()]

    def clean_parent_id(self) -> Any:
        """The id of the group above, or None."""
        return id_or_none(self.cleaned_data["parent_id"])

    def refuse(self, refused: Any) -> None:
        """Show the refusal of a parent beside the field that asks for one."""
        refused.field = {"parent": "parent_id", "ends_on": "starts_on"}.get(refused.field, refused.field)
        super().refuse(refused)


class EndForm(Form):
    """The last day of something, and why."""

    ends_on = last_day()
    reason = Text("Why", hint="Kept in the history", max_length=300, required=False)


class LastDayForm(Form):
    """The last day of something."""

    ends_on = last_day()


class SeatForm(Form):
    """A seat: it belongs to an agency or a role and outlives whoever holds it."""

    title = Text("What the seat is called", hint="For example, Designated doctor", max_length=200,
                 missing="Enter what the seat is called")  # fmt: skip
    kind = Radios("What it does in the group", choices=words.SEAT_KINDS, initial="member", small=True)
    agency_id = Select("Which agency it belongs to", empty="None: it belongs to a role", required=False)
    starts_on = DateField("First day", subject="The first day", required=False)

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = [("", "None: it belongs to a role"), *agencies]

    def clean_agency_id(self) -> Any:
        """The agency's id, or None."""
        return id_or_none(self.cleaned_data["agency_id"])


class HoldSeatForm(Form):
    """Who takes a seat, from when, and whether as deputy."""

    person_id = Select("Who takes the seat", missing="Choose who takes the seat")
    is_deputy = Radios(
        "In what part", choices=[("holder", "They hold the seat"), ("deputy", "They deputise for whoever holds it")],
        initial="holder", small=True,
    )  # fmt: skip
    starts_on = DateField("From", subject="The first day")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = people

    def clean_person_id(self) -> Any:
        """The person's id."""
        return id_or_none(self.cleaned_data["person_id"])

    def clean_is_deputy(self) -> bool:
        """True for a deputy."""
        return self.cleaned_data["is_deputy"] == "deputy"

    def refuse(self, refused: Any) -> None:
        """Show the refusal of a person beside the list of people."""
        refused.field = {"person": "person_id"}.get(refused.field, refused.field)
        super().refuse(refused)
