"""What is typed of a standing duty to report."""

from typing import Any
from uuid import UUID

from goldenthread.kernel.rhythm import Beat
from goldenthread.returns import rules
from goldenthread.returns.forms.asking import Choices, Ladder, choose, given
from goldenthread.web import forms

BEFORE = forms.Number(
    "Or so many working days before each meeting of the group it goes to", required=False, smallest=1, largest=60,
    hint="With a number here the rhythm is not asked: the dates follow the meetings.", suffix="working days before",
)  # fmt: skip

OFTEN = (
    "Monthly is every 1 month, three times a year every 4, once a year every 12. Termly is certain months, such as "
    "October, February and June."
)
ENDED = [("yes", "Only those that have ended"), ("gone", "Only those with nobody left to report")]


class KeepObligation(forms.RhythmFields):
    """Who reports what to which groups, on what rhythm, from when, and what lateness leads to."""

    title = forms.Text("What is reported", hint="Such as “Report of the quality group”.", max_length=200)
    by = forms.Pick("Who reports", missing="Choose which group or agency reports")
    to_group_ids = forms.Checkboxes("To which groups", small=True, scroll=True, missing="Choose at least one group")
    question_series = forms.Pick(
        "Question set", required=False, empty="None: it is only shown on the forward plan",
        hint="What is asked each time. Without one, the date stands on the forward plan and nothing is sent out.",
    )  # fmt: skip
    basis = forms.LongText("On what basis", required=False, rows=2, max_length=1000, hint="The plan, protocol or duty.")
    starts_on = forms.DateField("First date", subject="The first date")
    ends_on = forms.DateField("Last date", subject="The last date", required=False)
    days_before_meeting = BEFORE
    opens_before = forms.Number(
        "Sent out so many working days before it is due", smallest=0, largest=120, initial=15,
        suffix="working days before", missing="Enter how many working days before its day it is sent out",
    )  # fmt: skip
    needs_sign_off = forms.Tick("Somebody senior signs it off before it is sent")
    reminder, chairs_letter = Ladder.base_fields["reminder"], Ladder.base_fields["chairs_letter"]
    challenge, executive = Ladder.base_fields["challenge"], Ladder.base_fields["executive"]
    field_order = (
        "title", "by", "to_group_ids", "question_series", "basis", "starts_on", "ends_on", "beat", "every", "months",
        "nth", "weekday", "shift", "skips_august", "days_before_meeting", "opens_before", "needs_sign_off", "reminder",
        "chairs_letter", "challenge", "executive",
    )  # fmt: skip

    def __init__(self, *args: Any, parties: Choices, groups: Choices, series: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, by=parties, to_group_ids=groups, question_series=series)
        self.fields["beat"].required, self.fields["beat"].help_text = False, OFTEN

    def clean(self) -> dict[str, Any]:
        """What was typed, with `rhythm`; what goes with the meetings of a group needs none of its own."""
        if not self.cleaned_data.get("beat") and self.cleaned_data.get("days_before_meeting"):
            self.cleaned_data["beat"] = Beat.ONCE.value
        elif not self.cleaned_data.get("beat"):
            self.add_error("beat", "Choose how often, or give the working days before each meeting.")
        return super().clean()

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        told = self.cleaned_data
        kind, _, key = told["by"].partition(":")
        plain = ("title", "basis", "starts_on", "ends_on", "days_before_meeting", "needs_sign_off", "rhythm")
        days = {rung: told.get(rung.value) for rung in rules.Rung}
        return {
            **{name: told[name] for name in plain}, "by": (kind, UUID(key)),
            "opens_before": 15 if told["opens_before"] is None else told["opens_before"],
            "to_group_ids": [UUID(one) for one in told["to_group_ids"]],
            "question_series": given(told["question_series"]),
            "ladder": [rules.Step(rung, after) for rung, after in days.items() if after],
        }  # fmt: skip


class HandOver(forms.Form):
    """Who reports from now on."""

    by = forms.Pick("Who reports from now on", missing="Choose which group or agency reports")

    def __init__(self, *args: Any, parties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, by=parties)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        kind, _, key = self.cleaned_data["by"].partition(":")
        return {"by": (kind, UUID(key))}


class ObligationFilters(forms.Form):
    """What the list of who reports what can be filtered for."""

    group_id = forms.Select("Group that reports or is reported to")
    agency_id = forms.Select("Agency that reports")
    ended = forms.Select("Ended", choices=ENDED)

    def __init__(self, *args: Any, groups: Choices, agencies: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, group_id=groups, agency_id=agencies)
