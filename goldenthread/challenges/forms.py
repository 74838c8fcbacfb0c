"""What is typed about challenges, cleaned."""

from typing import Any
from uuid import UUID

from goldenthread.actions import forms as actions
from goldenthread.challenges.rules import KIND_WORDS, OUTCOME_WORDS, RAISED_AS_WORDS, STATE_WORDS, Kind
from goldenthread.web.forms import Checkboxes, DateField, Form, Hidden, LongText, Pick, Radios, Select, Text, Tick

NO_CHILD = "Leave out anything that names or could identify a child, an adult at risk or their family."


class RaiseChallenge(Form):
    """To whom, what, why, by when, and where it was raised."""

    kind = Radios(
        "What is it?",
        choices=[(one.value, words) for one, words in KIND_WORDS.items()],
        hints={
            Kind.CHALLENGE: "A question or concern that needs an answer and something to show for it.",
            Kind.GOOD_PRACTICE: "Something done well that others can learn from. No answer is asked for.",
        },
        initial=Kind.CHALLENGE.value,
        missing="Choose whether it is a challenge or good practice",
    )
    to = Pick("To whom?", empty="Choose an agency or a group", missing="Choose the agency or the group it is put to")
    text = LongText("What is put to them", hint=NO_CHILD, rows=4, max_length=4000, missing="Write what is put to them")
    why = LongText("Why it matters", hint="What was seen or heard.", rows=3, max_length=4000, required=False)
    due_on = DateField(
        "Answer due by", hint="Agreed with them if possible. Leave empty for good practice.", required=False,
        subject="The day the answer is due",
    )  # fmt: skip
    group_id = Pick(
        "Group in which it was raised", hint="Its chair and members can read it.", required=False, empty="No group"
    )
    raised_as = Select(
        "Raised by", choices=[(one.value, words) for one, words in RAISED_AS_WORDS.items()], required=False, empty=None,
        initial="unit",
    )  # fmt: skip
    raised_for = Text("Their name", hint="Where it is recorded for somebody else.", required=False, max_length=200)
    about = Hidden(required=False)

    def __init__(self, *args: Any, offered: Any, is_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = offered.to  # type: ignore[attr-defined]
        self.fields["group_id"].choices = offered.groups  # type: ignore[attr-defined]
        if not offered.groups:
            del self.fields["group_id"]
        if not is_unit:
            del self.fields["raised_as"], self.fields["raised_for"]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them, but for what it is about."""
        found = dict(self.cleaned_data)
        of, _, key = found.pop("to").partition(":")
        found.pop("about", None)
        group = found.pop("group_id", "")
        return {
            **found,
            "to_agency_id": UUID(key) if of == "agency" else None,
            "to_group_id": UUID(key) if of == "group" else None,
            "group_id": UUID(group) if group else None,
        }


class AnswerChallenge(Form):
    """The answer and the day it was given."""

    text = LongText(
        "Your answer", hint=f"What you did or will do, and what shows it. {NO_CHILD}", rows=8, max_length=8000,
        missing="Write the answer",
    )  # fmt: skip
    answered_on = DateField("Day of the answer", subject="The day of the answer")

    def __init__(self, *args: Any, for_whom: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_whom:
            self.fields["text"].label = f"The answer of {for_whom}"


class CloseChallenge(Form):
    """What came of it, and what changed."""

    outcome = Radios(
        "What came of it?", choices=[(one.value, words) for one, words in OUTCOME_WORDS.items()],
        hints={"accepted": "They agreed and acted.", "partly_accepted": "They agreed to some of it.",
               "not_accepted": "They did not agree, and the partnership leaves it there."},
        missing="Choose what came of it",
    )  # fmt: skip
    what_changed = LongText(
        "What changed", hint="For children, families or practice; or why nothing did.", rows=5, max_length=4000,
        missing="Say what changed, or why nothing did",
    )  # fmt: skip


class ReopenChallenge(Form):
    """What is still to be answered, and by when."""

    reason = LongText(
        "What is still to be answered?", rows=4, max_length=4000, missing="Say what is still to be answered"
    )
    due_on = DateField("New answer due by", subject="The day the answer is due")


class ExtendChallenge(Form):
    """A later day, and why."""

    due_on = DateField("New date for the answer", subject="The new date")
    reason = LongText("Why more time is given", rows=3, max_length=2000, missing="Say why more time is given")


class AddEvidence(actions.AddEvidence):
    """A piece of evidence. It is read by those who read the challenge log everywhere, and by whoever adds it."""

    information_class = None  # type: ignore[assignment]


class Filters(Form):
    """What the log can be filtered for."""

    words = Text("Words in it")
    kind = Select("What", choices=[(one.value, words) for one, words in KIND_WORDS.items()], empty="Both")
    states = Checkboxes(
        "Where it stands", choices=[(one.value, words) for one, words in STATE_WORDS.items()], small=True
    )
    overdue = Tick("Answer overdue", small=True)
    to = Select("Put to", empty="Anybody")
    raised_as = Select(
        "Raised by", choices=[(one.value, words) for one, words in RAISED_AS_WORDS.items()], empty="Anybody"
    )

    def __init__(self, *args: Any, addressees: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = addressees  # type: ignore[attr-defined]
