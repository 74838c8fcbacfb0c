"""What people type about a group's terms of reference and in its closing report."""

from typing import Any

from goldenthread.partnerships.forms.parts import Choices, id_or_none
from goldenthread.web.forms import DateField, Form, Hidden, LongText, Select, Text


class TermsForm(Form):
    """The parts of terms of reference."""

    purpose = LongText("Purpose", hint="What the group is for, in a few sentences", rows=4, max_length=8000,
                       missing="Write what the group is for")  # fmt: skip
    responsibilities = LongText("Responsibilities", hint="One on each line", rows=8, required=False, max_length=8000)
    membership = LongText(
        "Membership", hint="Filled in from the seats of the group; change it as you need", rows=8, required=False,
        max_length=8000,
    )  # fmt: skip
    quorum = LongText(
        "Quorum", hint="Who must be there, such as: the three safeguarding partners or their deputies", rows=2,
        required=False, max_length=2000,
    )  # fmt: skip
    frequency = Text("How often it meets", max_length=300, required=False)
    decision_rights = LongText(
        "What it may decide", hint="And what it takes to the group above", rows=4, required=False, max_length=4000
    )
    review_on = DateField(
        "Next review", hint="Needed before they are put to the executive", subject="The next review", required=False
    )
    version = Hidden(required=False)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        given = dict(self.cleaned_data)
        said = str(given.pop("version"))
        return {**given, "version": int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None}


class SignOffForm(Form):
    """Who signed the terms off, and when."""

    signed_off_on = DateField("When were they signed off?", subject="The day they were signed off")
    signed_off_by = Text(
        "Who signed them off?", hint="The executive, or a person", max_length=200, missing="Say who signed them off"
    )


class SendBackForm(Form):
    """What is to be changed."""

    reason = LongText("What is to be changed?", rows=4, max_length=2000, missing="Say what is to be changed")


class ClosingReportForm(Form):
    """What was asked, what was done, what came of it, and what is handed on."""

    asked = LongText("What was the group asked to do?", rows=4, max_length=8000,
                     missing="Say what the group was asked to do")  # fmt: skip
    done = LongText("What was done?", rows=6, max_length=8000, missing="Say what was done")
    outcome = LongText("What came of it?", hint="For children, families or practice, and what shows it", rows=4,
                       max_length=8000, missing="Say what came of it")  # fmt: skip
    handed_on = LongText("What is handed on?", hint="What is left to do, or to keep an eye on", rows=3, required=False,
                         max_length=4000)  # fmt: skip
    handed_to_id = Select("To which group?", required=False, empty="None: nothing is handed on")
    closed_on = DateField("Last day of the group", subject="The last day")

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handed_to_id"].choices = list(groups)  # type: ignore[attr-defined]

    def clean_handed_to_id(self) -> Any:
        """The id of the group, or None."""
        return id_or_none(self.cleaned_data["handed_to_id"])
