"""What is asked for when something is done to many actions, and when an escalation is answered."""

import datetime as dt
from typing import Any
from uuid import UUID

from goldenthread.actions.forms.raising import CLASSES, IN_WORDS, party_of
from goldenthread.actions.queries import Party
from goldenthread.actions.rules import WHAT_WORDS, WHY_WORDS, What
from goldenthread.web.forms import Checkboxes, DateField, Form, Hidden, LongText, Pick, Radios, Select, Text

# Which fields each change asks for.
ASKS: dict[What, tuple[str, ...]] = {
    What.REASSIGN: ("lead", "reason"),
    What.MOVE_DATE: ("due_on", "due_words", "reason"),
    What.ADD_GROUP: ("group",),
    What.REMOVE_GROUP: ("group",),
    What.ADD_COHORT: ("cohort",),
    What.CHANGE_CLASS: ("information_class",),
    What.NO_CHANGE: (),
    What.CLOSE: ("reason",),
    What.WITHDRAW: ("reason",),
}
WHY = {
    What.REASSIGN: "Why somebody else leads from now on",
    What.MOVE_DATE: "Why they move",
    What.CLOSE: "Why they will not be completed",
    What.WITHDRAW: "Why they are withdrawn",
}


class ChangeMany(Form):
    """One change of many actions: the fields it asks for, and which actions were chosen, each with its version."""

    lead = Pick("Who leads them from now on", missing="Choose who leads them from now on")
    due_on = DateField("The new date", hint="For example 30 6 2027", subject="The new date", required=False)
    due_words = Text("Or the new date in words", hint=IN_WORDS, required=False, max_length=300)
    group = Select("Which group", missing="Choose the group")
    cohort = Text("Whom they are for", hint="For example, Under fives", max_length=100, missing="Say whom they are for")
    information_class = Radios("Who may read them", choices=CLASSES, missing="Choose who may read them")
    reason = LongText("Why", rows=3, max_length=2000, missing="Say why", hint="The history of each action keeps it")
    what = Hidden()
    chosen = Hidden()
    back = Hidden(required=False)

    def __init__(
        self, *args: Any, what: What, leads: list[Any] | None = None, groups: list[Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*ASKS[what], "what", "chosen", "back"}:
            del self.fields[name]
        if "lead" in self.fields:
            self.fields["lead"].choices = leads or []  # type: ignore[attr-defined]
        if "group" in self.fields:
            self.fields["group"].choices = groups or []  # type: ignore[attr-defined]
        if "reason" in self.fields:
            self.fields["reason"].label = WHY[what]
        if what == What.MOVE_DATE:
            self.fields["reason"].required = False
            self.fields["reason"].help_text = "Needed for those that move later"

    def clean(self) -> dict[str, Any]:
        """The date either as a day or in words. Adds an error where neither or both are given."""
        cleaned = super().clean() or {}
        if "due_on" not in self.fields:
            return cleaned
        day, words = cleaned.get("due_on"), cleaned.get("due_words", "").strip()
        if "due_on" not in self.errors and not day and not words:
            self.add_error("due_on", "Enter the new date, or say it in words")
        if day and words:
            self.add_error("due_words", "Give the date either as a day or in words, not both")
        cleaned["due"] = [day] if isinstance(day, dt.date) else [words]
        return cleaned

    def clean_lead(self) -> Party:
        """Who leads, as a party."""
        return party_of(self.cleaned_data["lead"])

    def clean_group(self) -> UUID:
        """The group, as an id."""
        return UUID(self.cleaned_data["group"])


def what_of(value: str) -> What | None:
    """The change that a word in an address names, or None."""
    return What(value) if value in set(What) else None


WHATS = [(what.value, words) for what, words in WHAT_WORDS.items()]


class SilenceFilters(Form):
    """What the list of those who have gone quiet can be filtered by."""

    words = Text("Search", hint="A name")
    why = Checkboxes("Why they are here", choices=[(why.value, words) for why, words in WHY_WORDS.items()], small=True)


ASK, GIVE, CLOSE = "ask", "give", "close"


class AnswerEscalation(Form):
    """What to do about a silence that was escalated: ask, give it to somebody else, or close it."""

    answer = Radios(
        "What do you want to do?",
        choices=[
            (ASK, "Ask for an update"),
            (GIVE, "Give it to another lead"),
            (CLOSE, "Close it without completion"),
        ],
        hints={ASK: "They are told in their next digest, and read your words on the action’s page."},
        missing="Choose what you want to do",
    )
    lead = Pick("Who leads it from now on", hint="Where you give it to another lead", required=False)
    words = LongText(
        "What you say, or why", hint="Needed where you give it away or close it; the history keeps it", rows=3,
        max_length=2000, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, leads: list[Any], may_close: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]
        if not may_close:
            choices = self.fields["answer"].choices  # type: ignore[attr-defined]
            self.fields["answer"].choices = [one for one in choices if one[0] != CLOSE]  # type: ignore[attr-defined]

    def refuse(self, refused: Any) -> None:
        """Show the refusal of a reason beside the words that were typed."""
        refused.field = {"reason": "words"}.get(refused.field, refused.field)
        super().refuse(refused)

    def clean(self) -> dict[str, Any]:
        """Adds an error where it is to be given away and nobody was chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("answer") == GIVE and not cleaned.get("lead") and "lead" not in self.errors:
            self.add_error("lead", "Choose who leads it from now on")
        return cleaned


class SwitchEscalation(Form):
    """Why escalation is switched on or off."""

    reason = LongText("Why", hint="The history keeps it", rows=3, max_length=1000, missing="Say why")

    def __init__(self, *args: Any, on: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not on
