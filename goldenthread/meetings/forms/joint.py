"""What is typed about a meeting of several partnerships."""

from typing import Any

from goldenthread.meetings.forms.parts import Choices, given, offer
from goldenthread.web import forms


class AskPartnership(forms.Form):
    """Who is asked, and what is said to them."""

    partnership_id = forms.Pick("Which partnership?", missing="Choose the partnership to ask")
    words = forms.LongText(
        "What do you want to say to them?", required=False, rows=4, max_length=1000,
        hint="Their business unit reads this before it answers. You may leave it empty.",
    )  # fmt: skip

    def __init__(self, *args: Any, others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partnership_id", others)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {**self.cleaned_data, "partnership_id": given(self.cleaned_data["partnership_id"])}


class AcceptInvitation(forms.Form):
    """With which of one's own groups the partnership takes part."""

    group_id = forms.Pick(
        "Which of your groups takes part?", hint="The meeting stands in that group’s calendar.",
        missing="Choose the group that takes part",
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group_id", groups)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {"group_id": given(self.cleaned_data["group_id"])}


class DeclineInvitation(forms.Form):
    """Why not."""

    reason = forms.LongText("Why?", hint="The host will read this.", rows=3, max_length=1000, missing="Say why")


class LeaveMeeting(forms.Form):
    """Why a partnership no longer takes part."""

    reason = forms.LongText(
        "Why?", hint="Your members and the host will read this.", rows=3, max_length=1000, missing="Say why"
    )
