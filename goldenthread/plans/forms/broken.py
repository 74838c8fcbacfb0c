"""What the list of broken threads can be kept to."""

from typing import Any

from goldenthread.plans.rules import BREAKS
from goldenthread.web import forms

Choices = list[tuple[str, str]]


class BrokenFilters(forms.Form):
    """What is broken, and where: only plans, priorities and groups in which something is."""

    what = forms.Checkboxes("What is missing", choices=[(str(one), words) for one, words in BREAKS.items()], small=True)
    plan = forms.Select("Plan", empty="Any plan")
    priority = forms.Select("Priority", empty="Any priority")
    group = forms.Select("Group", empty="Any group")

    def __init__(self, *args: Any, plans: Choices, priorities: Choices, groups: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = plans  # type: ignore[attr-defined]
        self.fields["priority"].choices = priorities  # type: ignore[attr-defined]
        self.fields["group"].choices = [(name, name) for name in groups]  # type: ignore[attr-defined]
