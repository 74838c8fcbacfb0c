"""What is typed about a paper from somebody without an account."""

from typing import Any

from goldenthread.documents.forms import ACCEPT, UPLOAD_HINT
from goldenthread.documents.rules import CONTRIBUTION_DAYS, LONGEST_DAYS
from goldenthread.meetings.forms.parts import Choices, given, offer
from goldenthread.web import forms


class SendPaperLink(forms.Form):
    """Who is asked, and for how long."""

    name = forms.Text("Their name", max_length=200, missing="Enter the name of whoever is asked")
    email = forms.EmailField("Their e-mail address", max_length=254, missing="Enter their e-mail address")
    days = forms.Number(
        "For how many days the link works", smallest=1, largest=LONGEST_DAYS, initial=CONTRIBUTION_DAYS,
        hint="It ends when the meeting begins, and once the paper is accepted.", missing="Enter a number of days",
    )  # fmt: skip


class Contribute(forms.Form):
    """The paper itself, from whoever has the link."""

    upload = forms.FileField(
        "Your paper", hint=UPLOAD_HINT, accept=ACCEPT, missing="Choose a file", allow_empty_file=True
    )
    summary = forms.LongText(
        "What it says, in a few sentences", rows=4, max_length=3000,
        missing="Say in a sentence or two what the paper says",
    )  # fmt: skip


class AcceptContribution(forms.Form):
    """What the paper is called, which of those owed it is, and why it was late."""

    title = forms.Text("What is the paper called?", max_length=200, missing="Enter what the paper is called")
    paper_id = forms.Pick("Is it one of the papers owed?", required=False, empty="No, another one")
    late_reason = forms.LongText("Why is it late?", required=False, rows=2, max_length=1000)

    def __init__(self, *args: Any, owed: Choices, late: bool, **kwargs: Any) -> None:
        """`late` is True where it came once papers were due, when the reason is asked for."""
        super().__init__(*args, **kwargs)
        offer(self, "paper_id", owed)
        if not list(owed):
            del self.fields["paper_id"]
        if not late:
            del self.fields["late_reason"]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {**self.cleaned_data, "paper_id": given(self.cleaned_data.get("paper_id"))}
