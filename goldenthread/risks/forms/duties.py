"""What is typed when a register is to be reviewed under a standing duty to report."""

from calendar import month_name
from collections.abc import Sequence
from typing import Any

from goldenthread.risks.forms.warned import given
from goldenthread.web.forms import Checkboxes, Form, Select

MONTHS = [(str(number), month_name[number]) for number in range(1, 13)]
Groups = Sequence[tuple[str, str]]


class ReviewRegister(Form):
    """Which group reviews the register, in which months, and to which group it tells what it saw."""

    by_group_id = Select("Which group reviews it", missing="Choose which group reviews the register")
    to_group_id = Select("To which group is that reported", missing="Choose the group it is reported to")
    months = Checkboxes(
        "In which months", choices=MONTHS, small=True,
        hint="Due on the second Tuesday. Single dates can be moved later.",
        missing="Choose at least one month",
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Groups, own_group: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by_group_id"].choices = groups  # type: ignore[attr-defined]
        self.fields["to_group_id"].choices = [one for one in groups if one[0] != own_group]  # type: ignore[attr-defined]
        if own_group:
            # A group reviews its own register.
            del self.fields["by_group_id"]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        told = self.cleaned_data
        return {
            "to_group_id": given(told["to_group_id"]), "months": tuple(int(one) for one in told["months"]),
            "by_group_id": given(told.get("by_group_id", "")),
        }  # fmt: skip
