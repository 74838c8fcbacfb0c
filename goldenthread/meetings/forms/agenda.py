"""What is typed about an agenda and its papers."""

from typing import Any

from goldenthread.documents.forms import ACCEPT, UPLOAD_HINT
from goldenthread.meetings.forms.parts import Choices, Versioned, given, offer
from goldenthread.meetings.rules import PURPOSE_WORDS, Purpose
from goldenthread.web import forms

PART_HINTS = {
    "A": "Everybody who reads governance papers.",
    "B": "Those who read restricted papers, and this group’s chair, vice chair and members. Nobody in attendance.",
}


class Item(Versioned):
    """One thing a meeting deals with."""

    title = forms.Text("What is it called?", max_length=200, missing="Enter what the item is called")
    purpose = forms.Radios(
        "What is asked of the meeting?", choices=list(PURPOSE_WORDS.items()), initial=Purpose.DISCUSS, inline=True,
        small=True,
    )  # fmt: skip
    presenter_id = forms.Pick("Who presents it", required=False, empty="Nobody, or somebody from outside")
    presented_by = forms.Text(
        "Who from outside presents it", hint="Only where nobody is chosen above.", max_length=200, required=False
    )
    minutes = forms.Number("How long, in minutes", smallest=1, largest=600, required=False)
    text = forms.LongText("What it is about", required=False, rows=3, max_length=2000)
    part = forms.Radios(
        "Who may read it?", choices=[("A", "Part A"), ("B", "Part B: restricted")], hints=PART_HINTS, initial="A"
    )

    def __init__(self, *args: Any, people: Choices, parts: bool = True, **kwargs: Any) -> None:
        """`parts` is False for whoever does not read part B, who puts everything into part A."""
        super().__init__(*args, **kwargs)
        offer(self, "presenter_id", people)
        if not parts:
            del self.fields["part"]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them, without the version."""
        said = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return {**said, "presenter_id": given(said["presenter_id"])}


class RemoveItem(forms.Form):
    """Why an item is taken off."""

    reason = forms.LongText(
        "Why?", hint="Needed once the agenda has been issued.", required=False, rows=3, max_length=1000
    )


class AskForPaper(forms.Form):
    """Which paper is owed, and by whom."""

    title = forms.Text("What is the paper called?", max_length=200, missing="Enter what the paper is called")
    owner_id = forms.Pick("Who owes it", required=False, empty="Whoever presents the item")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner_id", people)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {**self.cleaned_data, "owner_id": given(self.cleaned_data["owner_id"])}


class Paper(Versioned):
    """A paper with its cover sheet."""

    title = forms.Text("What is the paper called?", max_length=200, missing="Enter what the paper is called")
    upload = forms.FileField("File", hint=UPLOAD_HINT, accept=ACCEPT, required=False, allow_empty_file=True)
    document_id = forms.Pick("Or a document from the library", required=False, empty="None")
    body = forms.LongText("Or write it here", required=False, rows=6, max_length=20000)
    decision_sought = forms.LongText("What the meeting is asked to do", required=False, rows=2, max_length=1000)
    summary = forms.LongText("Summary", required=False, rows=4, max_length=3000)
    equalities = forms.LongText("What it means for equality", required=False, rows=2, max_length=2000)
    resources = forms.LongText("What it costs", required=False, rows=2, max_length=2000)
    legal = forms.LongText("Law and statutory guidance", required=False, rows=2, max_length=2000)
    contributors = forms.Text("Partners who contributed", required=False, max_length=500)
    late_reason = forms.LongText("Why is it late?", required=False, rows=2, max_length=1000)

    def __init__(self, *args: Any, documents: Choices, late: bool, **kwargs: Any) -> None:
        """`late` is True once papers were due, when the reason is asked for."""
        super().__init__(*args, **kwargs)
        offer(self, "document_id", documents)
        if not late:
            del self.fields["late_reason"]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        data = self.cleaned_data
        return {**data, "document_id": given(data["document_id"]), "upload": data["upload"] or None}


class Withdraw(forms.Form):
    """Why a paper is taken back."""

    reason = forms.LongText("Why is it taken back?", rows=3, max_length=1000, missing="Say why the paper is taken back")
