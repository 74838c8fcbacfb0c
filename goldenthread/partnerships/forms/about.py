"""What people type about the partnership itself."""

from goldenthread.partnerships.queries import words
from goldenthread.web.forms import (
    Checkboxes,
    DateField,
    Form,
    LongText,
    Number,
    Select,
    Text,
)


class PartnershipForm(Form):
    """The partnership's own particulars."""

    name = Text("Name", max_length=200, missing="Enter the partnership's name")
    abbreviation = Text("Short name", max_length=30, required=False, width="10")
    strands = Checkboxes("Whom its work is for", choices=words.STRANDS, small=True, missing="Tick at least one")
    financial_year_starts_in = Select("The financial year begins in", choices=words.MONTHS, empty=None)
    update_cycle_days = Number(
        "Days between updates", smallest=7, largest=366,
        hint="An action nobody has said anything about for longer than this shows “No update”",
        missing="Enter the number of days between updates",
    )  # fmt: skip
    marking = Text("Marking", hint="Printed at the head of every page and document", max_length=60,
                   missing="Enter the marking")  # fmt: skip

    def clean_financial_year_starts_in(self) -> int:
        """The month's number."""
        return int(self.cleaned_data["financial_year_starts_in"])


class StatementForm(Form):
    """A new version of one text."""

    body = LongText("Text", max_length=6000, rows=12, missing="Write the text before saving it")
    agreed_on = DateField("When was it agreed?", subject="The date")


class SecondStepsForm(Form):
    """Which roles need a second step to sign in."""

    roles = Checkboxes(
        "Ask for a second step from people who hold", hint="Tick none to ask nobody", choices=words.ROLES,
        required=False, small=True,
    )  # fmt: skip
