"""What is typed about messages, cleaned; what the lists can be filtered by."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.kernel.forward_plan import SORTS
from goldenthread.notify import rules
from goldenthread.web.forms import Checkboxes, DateField, Form, Hidden, LongText, Pick, Radios, Select, Text

HINTS = {
    rules.Every.WEEK.value: "On Monday morning.",
    rules.Every.FORTNIGHT.value: "On every second Monday morning.",
    rules.Every.MONTH.value: "On the first Monday morning of the month.",
}
REACHED = [
    ("owing", "Will get a digest"),
    ("nothing", "Is asked for nothing"),
    ("held", "Digests held"),
    ("bounced", "Messages not arriving"),
]


class RecipientFilters(Form):
    """What the list of who will get what can be filtered by."""

    reached = Select("Show", choices=REACHED, empty="Everybody")


class MessageFilters(Form):
    """What the list of what was sent can be filtered by."""

    person = Select("To", empty="Anybody")
    state = Select("State", choices=list(rules.STATE_WORDS.items()), empty="Any")
    kind = Select("About", empty="Anything")
    since = DateField("From", subject="The first day")
    until = DateField("To and including", subject="The last day")

    def __init__(
        self, *args: Any, people: Iterable[tuple[str, str]], kinds: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(people)
        self.fields["kind"].choices = list(kinds)


class HoldForm(Form):
    """Why a person is written no digests for now."""

    reason = LongText(
        "Why are they held?",
        hint="For example: on leave until September. The business unit and whoever reads the history will see this.",
        missing="Say why this person is written no digests for now",
        max_length=1000,
        rows=3,
    )


class BounceForm(Form):
    """How it is known that an address is dead."""

    words = Text(
        "How do you know?",
        hint="For example: the message came back to our mailbox.",
        missing="Say how you know that messages do not arrive",
        max_length=300,
    )


class RhythmForm(Form):
    """How often a person wants their digest."""

    every = Radios(
        "How often do you want your digest?",
        choices=list(rules.EVERY_WORDS.items()),
        hints=HINTS,
        missing="Choose how often you want it",
    )


Choices = Iterable[tuple[Any, str]]


class AheadFilters(Form):
    """What of the forward plan is shown."""

    mine = Select("Whose", choices=[("yes", "Only what concerns me")], empty="Everybody’s")
    group_id = Select("Group", empty="Any")
    agency_id = Select("Agency", empty="Any")
    sorts = Checkboxes("Sort of date", choices=[(str(key), word) for key, word in SORTS.items()], small=True)

    def __init__(
        self, *args: Any, groups: Choices, agencies: Choices, years: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        """`years` are the twelve months that can be shown, by their first; the address calls the month "from"."""
        super().__init__(*args, **kwargs)
        self.fields["from"] = Select("Twelve months", choices=list(years), empty="From this month on")
        self.order_fields(["from", "mine"])
        self.fields["group_id"].choices = [(str(key), name) for key, name in groups]  # type: ignore[attr-defined]
        self.fields["agency_id"].choices = [(str(key), name) for key, name in agencies]  # type: ignore[attr-defined]


class NewFeed(Form):
    """What a new feed is of."""

    what = Pick("What is in it", required=False, empty="Everything that concerns me")

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = list(offered)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen, as the service takes it."""
        kind, _, key = self.cleaned_data["what"].partition(":")
        if kind == "whole":
            return {"is_whole": True}
        return {f"{kind}_id": UUID(key)} if kind else {}


class StatutoryDateForm(Form):
    """The day a statutory date falls on here, and who sees to it."""

    first_on = DateField(
        "On which day?", hint="The next time it falls. It then comes round by itself.", subject="The day"
    )
    group_id = Select("Which group sees to it?", required=False, empty="No group in particular")
    version = Hidden(required=False)

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group_id"].choices = [(str(key), name) for key, name in groups]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        data, said = self.cleaned_data, str(self.cleaned_data["version"])
        return {
            "first_on": data["first_on"],
            "group_id": UUID(data["group_id"]) if data["group_id"] else None,
            "version": int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None,
        }


class MetForm(Form):
    """When, by whom and how a statutory date was met."""

    met_on = DateField("When was it met?", subject="The day")
    met_by = Text("By whom?", required=False, max_length=200, hint="Leave it as it is where the group or board did it.")
    note = Text("How was it met? (a few words)", required=False, max_length=300)
    link = Text("Link to where it can be seen", required=False, max_length=500, hint="Give a note, a link, or both.")
    due_on = Hidden(required=True)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        try:
            due_on = date.fromisoformat(str(self.cleaned_data["due_on"]))
        except ValueError:
            due_on = date.min
        return {**self.cleaned_data, "due_on": due_on}
