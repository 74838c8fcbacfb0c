"""The chair's word: a rating and the reason for it."""

from typing import Any

from goldenthread.kernel.rag import WORDS, Delivery
from goldenthread.web import forms

TAKE_BACK = "as_worked_out"
# What a chair may say of a whole, and when to say it: everything but silence, which nobody says.
SAID = {
    Delivery.ON_TRACK: "It will be done by the end of the plan",
    Delivery.AT_RISK: "It slips, and there is a plan to recover",
    Delivery.OFF_TRACK: "It is late or will not be met as things stand",
    Delivery.COMPLETE: "It is done, and somebody else has accepted the evidence",
    Delivery.NOT_STARTED: "Nobody need have begun yet",
}


class Rate(forms.Form):
    """Rates a priority or objective. `spoken` is true where an earlier word can be taken back."""

    rating = forms.Radios("How do you rate it?", missing="Choose one of the ratings")
    reason = forms.LongText(
        "Why?", required=False, rows=4,
        hint="A sentence or two that a board can read. Compulsory where you differ from what was worked out.",
    )  # fmt: skip

    def __init__(self, *args: Any, spoken: bool, words: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = words or {}
        choices = [(str(one), f"{WORDS[one].shape} {own.get(one) or WORDS[one].tag}") for one in SAID]
        hints = {str(one): when for one, when in SAID.items()}
        if spoken:
            choices.append((TAKE_BACK, "Take the earlier word back"))
            hints[TAKE_BACK] = "What the actions add up to counts again"
        self.fields["rating"].choices = choices  # type: ignore[attr-defined]
        self.fields["rating"].hints = hints  # type: ignore[attr-defined]

    @property
    def rated(self) -> str:
        """The rating as the services take it; empty for taking a word back."""
        said = self.cleaned_data["rating"]
        return "" if said == TAKE_BACK else said
