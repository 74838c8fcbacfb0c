"""What the actions of a plan can be filtered by."""

from typing import Any

from goldenthread.kernel.rag import ORDER, WORDS
from goldenthread.web import forms

DUE = [
    ("overdue", "Overdue"),
    ("30", "In the next 30 days"),
    ("60", "In the next 60 days"),
    ("90", "In the next 90 days"),
    ("none", "No real date"),
]


class PlanFilters(forms.Form):
    """Rating, lead, group, due, silence. `leads` and `groups` are the names that occur in the plan."""

    rating = forms.Checkboxes("Delivery", choices=[(str(one), WORDS[one].tag) for one in ORDER], small=True)
    lead = forms.Select("Who leads", empty="Anybody")
    group = forms.Select("Reports to", empty="Any group")
    due = forms.Select("Due", choices=DUE, empty="At any time")
    silent = forms.Tick("Only without an update", small=True)

    def __init__(self, *args: Any, leads: list[str], groups: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [(name, name) for name in leads]  # type: ignore[attr-defined]
        self.fields["group"].choices = [(name, name) for name in groups]  # type: ignore[attr-defined]
