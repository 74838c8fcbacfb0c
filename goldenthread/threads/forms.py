"""What is typed to link two things, cleaned."""

from typing import Any

from goldenthread.web import forms


class Find(forms.Form):
    """How the other thing stands to this one, and words to find it by."""

    relation = forms.Radios("How are they linked?", missing="Choose how the two are linked")
    words = forms.Text("Words in its title", missing="Enter a word or two to look for", max_length=200)

    def __init__(self, *args: Any, relations: list[tuple[str, str]], hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = relations  # type: ignore[attr-defined]
        self.fields["relation"].hints = hints  # type: ignore[attr-defined]


class Tie(forms.Form):
    """The thing to link to, and why where it needs saying."""

    other = forms.Radios("Which one?", missing="Choose the one to link to")
    note = forms.Text("Note", hint="Only where the link needs a word: “page 12”.", required=False, max_length=300)

    def __init__(self, *args: Any, others: list[tuple[str, str]], hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = others  # type: ignore[attr-defined]
        self.fields["other"].hints = hints  # type: ignore[attr-defined]


class Untie(forms.Form):
    """Why a link is taken away."""

    reason = forms.LongText(
        "Why is the link taken away?",
        hint="The history of both keeps this.",
        max_length=1000,
        rows=3,
        missing="Say why",
    )
