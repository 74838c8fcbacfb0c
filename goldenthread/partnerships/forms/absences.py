"""What is typed about being away: two days, and who is asked instead. Never why."""

from typing import Any

from goldenthread.partnerships.forms.parts import Choices, id_or_none
from goldenthread.web.forms import DateField, Form, Select


class AbsenceForm(Form):
    """A time away."""

    starts_on = DateField("First day away", subject="The first day")
    ends_on = DateField("Last day away", subject="The last day", hint="From the day after, things are asked as before")
    covered_by_id = Select(
        "Who is asked instead for what is asked by name",
        hint="Actions led by name, returns and papers. For these days they may answer them, but for what is restricted",
        empty="Nobody", required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covered_by_id"].choices = [("", "Nobody"), *people]

    def clean_covered_by_id(self) -> Any:
        """The person's id, or None."""
        return id_or_none(self.cleaned_data["covered_by_id"])
