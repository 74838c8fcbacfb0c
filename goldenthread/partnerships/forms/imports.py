"""What people type when a file about the structure is brought in and checked."""

from collections.abc import Iterable
from typing import Any

from goldenthread.partnerships.queries import words
from goldenthread.web.forms import DateField, EmailField, FileField, Form, LongText, Radios, Select, Text, Tick

Choices = Iterable[tuple[str, str]]


class ImportStructure(Form):
    """The file."""

    file = FileField(
        "File", accept=".docx,.xlsx,.csv", missing="Choose a file", allow_empty_file=True,
        hint="A Word document about your structure, or an Excel or CSV table with a row for each group or seat.",
    )  # fmt: skip


class CorrectGroup(Form):
    """A group as a file gives it."""

    left_out = Tick("Leave this group out", small=True)
    match = Select("Is it here already?", required=False, empty=None)
    name = Text("Name", max_length=200, missing="Enter the group's name")
    kind = Select("What kind of group it is", choices=words.GROUP_KINDS, empty="Not said", required=False)
    parent = Select("Reports to", required=False, empty="Nobody: it stands at the top")
    cadence = Text("How often it meets", max_length=200, required=False)
    remit = LongText("What it is for", rows=6, required=False)
    starts_on = DateField("First day", subject="The first day", required=False)
    ends_on = DateField("Last day", subject="The last day", required=False)

    def __init__(self, *args: Any, here: Choices, parents: Choices, stands: bool = False, **kwargs: Any) -> None:
        """`stands` is True for a group that is here already: what the file does not say of it stays as it is."""
        super().__init__(*args, **kwargs)
        if stands:
            self.fields["kind"].empty = self.fields["parent"].empty = "As it is now"  # type: ignore[attr-defined]
        self.fields["match"].choices = [("", "As the name says"), ("new", "No, it is a new group"), *here]
        self.fields["parent"].choices = list(parents)

    def answers(self) -> dict[str, Any]:
        """The answers as a line keeps them."""
        return _as_kept(self.cleaned_data)


class CorrectSeat(Form):
    """A seat as a file gives it, and who holds it."""

    left_out = Tick("Leave this seat out", small=True)
    group = Select("Group", missing="Choose the group it is a seat on")
    name = Text("What the seat is called", max_length=200, missing="Enter what the seat is called")
    kind = Radios("What it does in the group", choices=words.SEAT_KINDS, small=True)
    agency = Select("Which agency it belongs to", required=False, empty="None: it belongs to a role")
    person = Text("Who holds it", hint="Leave empty to keep the seat empty", max_length=200, required=False)
    email = EmailField("Their e-mail address", hint="Needed for somebody not known here yet", required=False)
    deputy = Text("Who deputises", max_length=200, required=False)
    starts_on = DateField("From", subject="The first day", required=False)
    ends_on = DateField("Until", subject="The last day", required=False)

    def __init__(self, *args: Any, groups: Choices, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = list(groups)
        self.fields["agency"].choices = list(agencies)

    def answers(self) -> dict[str, Any]:
        """The answers as a line keeps them."""
        return _as_kept(self.cleaned_data)


def _as_kept(cleaned: dict[str, Any]) -> dict[str, Any]:
    days = {name: day.isoformat() if (day := cleaned[name]) else "" for name in ("starts_on", "ends_on")}
    return {**cleaned, **days}
