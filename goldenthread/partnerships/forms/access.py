"""What people type when somebody leaves, is locked out, or is gone through in a review of access."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from goldenthread.partnerships.forms.parts import Choices
from goldenthread.web.forms import (
    DateField,
    Form,
    LongText,
    Radios,
    Text,
)


class LeaverForm(Form):
    """From which day somebody is with their agency no longer."""

    left_on = DateField(
        "From which day are they with the agency no longer?", subject="The day",
        hint="From this day on they can do nothing for it. Today counts at once.",
    )  # fmt: skip
    reason = Text("Why", hint="Kept in the history of this partnership", max_length=300, required=False)


class ResetForm(Form):
    """How somebody locked out was known to be really them."""

    reason = LongText(
        "How did you make sure that it is really them?", max_length=600, rows=3,
        hint="For example, you rang the number their agency gives for them. The person who agrees reads this.",
        missing="Say how you made sure that it is really them",
    )  # fmt: skip


class ReasonForm(Form):
    """Why something is done to somebody."""

    reason = Text("Why", hint="Kept in the history", max_length=300, required=False)


class AccessReviewForm(Form):
    """What should become of what each person of an agency holds here."""

    def __init__(self, *args: Any, people: Sequence[Any], answers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in people:
            name, key = one.person.name, one.person.pk
            self.fields[f"answer_{key}"] = Radios(
                name, hint="; ".join(one.held), choices=answers, small=True, size="s",
                missing=f"Say what should become of what {name} holds",
            )  # fmt: skip
            self.fields[f"reason_{key}"] = Text(f"What should change for {name}?", max_length=300, required=False)

    def answers(self) -> dict[UUID, tuple[str, str]]:
        """What was said of each person, as the service takes it."""
        given = self.cleaned_data
        return {
            UUID(name.removeprefix("answer_")): (value, given[name.replace("answer_", "reason_", 1)])
            for name, value in given.items()
            if name.startswith("answer_")
        }

    def clean(self) -> dict[str, Any]:
        """Everything typed; a change that has no words is asked for them."""
        given = super().clean() or self.cleaned_data
        for name, value in list(given.items()):
            reason = name.replace("answer_", "reason_", 1)
            if name.startswith("answer_") and value == "change" and not given.get(reason):
                self.add_error(reason, f"{str(self.fields[reason].label).rstrip('?')}: say it in a few words")
        return given
