"""Forms about versions: making one, asking seats, answering, recording what a meeting said, issuing, comparing."""

from collections.abc import Sequence
from typing import Any

from goldenthread.plans.rules.comparing import CHANGES
from goldenthread.web import forms

Seats = Sequence[tuple[str, Sequence[tuple[str, str]]]]
ANSWERS = [("approved", "Approve"), ("declined", "Decline")]


class AskApproval(forms.Form):
    """Which seats are to approve. `seats` are groups with (id, title)."""

    seats = forms.Checkboxes(
        "Which seats are to approve it?", small=True, scroll=True,
        hint="Whoever holds the seat answers, or a deputy. It is approved once all of them have",
        missing="Choose at least one seat",
    )  # fmt: skip

    def __init__(self, *args: Any, seats: Seats, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].choices = [  # type: ignore[attr-defined]
            (key, f"{title}, {group}") for group, rows in seats for key, title in rows
        ]


class MakeVersion(AskApproval):
    """A new version: its name, what changed, when it is to be reviewed, and who is to approve it."""

    name = forms.Text(
        "What is the version called?", required=False, width="10", max_length=60,
        hint="For example “1.2” or “2027 to 2028”. Left empty, it gets the next number",
    )  # fmt: skip
    what_changed = forms.LongText("What changed, in one sentence?", rows=2, missing="Say in one sentence what changed")
    review_on = forms.DateField("To be reviewed on", subject="The day of review", required=False)

    field_order = ("name", "what_changed", "review_on", "seats")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].required = False
        self.fields[
            "seats"
        ].help_text = (
            "It is approved once every seat chosen has said so: its holder, or a deputy. Choose none to keep a draft."
        )


class TakeVersionAgain(forms.Form):
    """A draft version is taken afresh from the plan as it stands."""

    what_changed = forms.LongText("What changed, in one sentence?", rows=2, required=False)


class AnswerVersion(forms.Form):
    """A seat's own answer."""

    answer = forms.Radios("Your answer", choices=ANSWERS, missing="Choose whether to approve or to decline")
    reason = forms.LongText(
        "Anything to add", required=False, rows=3,
        hint="If you decline, say what has to change. It is kept with your name",
    )  # fmt: skip


class RecordAnswer(forms.Form):
    """What a seat said at a meeting, written down by the unit."""

    answer = forms.Radios(
        "What was the answer?", choices=[("approved", "Approved"), ("declined", "Declined")],
        missing="Choose the answer that was given",
    )  # fmt: skip
    person_name = forms.Text(
        "Who spoke for the seat?", width="two-thirds", max_length=200, missing="Write the name of whoever spoke"
    )
    meeting = forms.Text(
        "At which meeting?", width="two-thirds", max_length=200, hint="For example “Executive”",
        missing="Say at which meeting it was given",
    )  # fmt: skip
    answered_on = forms.DateField("On which day?", subject="The day of the meeting")
    reason = forms.LongText("What was said", required=False, rows=3, hint="Needed where it was declined")


class IssueVersion(forms.Form):
    """From which day a version stands, and when it is to be reviewed."""

    issued_on = forms.DateField("Issued on", subject="The day of issue")
    review_on = forms.DateField("To be reviewed on", subject="The day of review", required=False)


class CompareVersions(forms.Form):
    """Which two states of a plan, and which kinds of change. `versions` are (id, words); "now" is the plan today."""

    before = forms.Select("From", empty=None, width="full")
    after = forms.Select("To", empty=None, width="full")
    kind = forms.Checkboxes("Only", choices=list(CHANGES.items()), required=False, small=True)

    def __init__(self, *args: Any, versions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            self.fields[name].choices = versions  # type: ignore[attr-defined]
