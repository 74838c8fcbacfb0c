"""What is typed about a proposal put to a group in writing."""

from typing import Any

from goldenthread.meetings.forms.agenda import PART_HINTS
from goldenthread.meetings.forms.parts import Choices, given, offer
from goldenthread.meetings.rules import REPLY_WORDS, RULE_WORDS, Reply, Rule
from goldenthread.web import forms


class Procedure(forms.Form):
    """What is proposed, to which group, and until when."""

    group_id = forms.Pick("Group", missing="Choose the group that decides")
    title = forms.Text("What is it called?", max_length=200, missing="Enter what the proposal is called")
    proposal = forms.LongText("What is proposed", rows=4, max_length=4000, missing="Say what is proposed")
    options = forms.LongText("The options there are", rows=3, max_length=3000, required=False)
    needed = forms.Radios("What carries it?", choices=list(RULE_WORDS.items()), initial=Rule.ALL_STATUTORY)
    answer_by = forms.DateField("Last day for answers", subject="The last day")
    part = forms.Radios(
        "Who may read it?", choices=[("A", "Part A"), ("B", "Part B: restricted")], hints=PART_HINTS, initial="A"
    )

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group_id", groups)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {**self.cleaned_data, "group_id": given(self.cleaned_data["group_id"])}


class AnswerProcedure(forms.Form):
    """One seat's answer."""

    answer = forms.Radios(
        "Your answer", choices=[(key.value, words) for key, words in REPLY_WORDS.items() if key != Reply.ASKED],
        missing="Choose your answer",
    )  # fmt: skip
    reason = forms.LongText("Why", rows=3, max_length=2000, required=False, hint="The others asked will read it.")
