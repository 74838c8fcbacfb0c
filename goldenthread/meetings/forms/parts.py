"""What several forms about meetings share: a time of day, a quorum rule, choices of groups and people."""

import re
from collections.abc import Iterable
from datetime import time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from goldenthread.meetings.rules import Quorum
from goldenthread.web import forms

Choices = Iterable[tuple[UUID, str]]
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?", re.IGNORECASE)


class Clock(forms.Text):
    """A time of day as people write it: "14:00", "2pm", "9.30 am". Cleans to `time` or None."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"width": "5", "hint": "For example 14:00 or 2pm.", **kwargs})

    def clean(self, value: Any) -> Any:
        """The time. Raises `ValidationError` for what is none."""
        text = super().clean(value)
        if not text:
            return None
        found = _CLOCK.fullmatch(text.strip())
        if not found:
            raise ValidationError("Enter a time such as 14:00 or 2pm")
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if half and not 1 <= hour <= 12:
            raise ValidationError("Enter a time such as 14:00 or 2pm")
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        if hour > 23 or minute > 59:
            raise ValidationError("Enter a time such as 14:00 or 2pm")
        return time(hour, minute)


class Versioned(forms.Form):
    """A form that says which version it was read in."""

    version = forms.Hidden(required=False)

    def clean_version(self) -> int | None:
        """The version, where the page holds one."""
        said = str(self.cleaned_data["version"] or "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None


def given(value: object) -> UUID | None:
    """An id that was chosen, or None."""
    return UUID(str(value)) if value else None


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a field of choices its (id, words)."""
    form.fields[name].choices = [(str(key), words) for key, words in choices]  # type: ignore[attr-defined]


class QuorumFields(forms.Form):
    """What a group needs to decide."""

    needs_statutory = forms.Tick("All three statutory partners must be there to decide")
    needs_members = forms.Number(
        "How many members must be there to decide", smallest=0, largest=200, required=False,
        hint="Leave empty where the terms of reference name no number. A deputy counts.",
    )  # fmt: skip
    needs_chair = forms.Tick("The chair or vice chair must be there to decide")

    def needed(self) -> Quorum:
        """The rule that was typed."""
        data = self.cleaned_data
        return Quorum(bool(data["needs_statutory"]), data["needs_members"] or 0, bool(data["needs_chair"]))


def quorum_initial(needed: Quorum) -> dict[str, Any]:
    """What the fields hold at first for a rule that stands."""
    return {
        "needs_statutory": needed.statutory,
        "needs_members": needed.members or None,
        "needs_chair": needed.chair,
    }


class Nothing(forms.Form):
    """A page that asks once more and takes no answer but the button."""
