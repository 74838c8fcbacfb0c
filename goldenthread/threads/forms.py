"""What is typed to follow a thread, to search, and to link two things, cleaned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.web import forms
from goldenthread.web.lists import Column, Page

Choices = Sequence[tuple[str, str]]
WAYS = [("both", "Both ways"), ("up", "Up, to what it is for"), ("down", "Down, to what it rests on")]
ORDERS = (Column("best", "Best first", "rank"), Column("latest", "Latest first", "said_on"))
WITHIN = [("30", "In the last 30 days"), ("92", "In the last 3 months"), ("366", "In the last year")]


@dataclass(frozen=True)
class Asked:
    """Which ways a thread is followed, which kinds of steps are kept (none: all), and whether none is left out."""

    way: str = "both"
    kinds: tuple[str, ...] = ()
    is_whole: bool = False

    @property
    def up(self) -> bool:
        """True where what the thing is for is shown."""
        return self.way != "down"

    @property
    def down(self) -> bool:
        """True where what the thing rests on is shown."""
        return self.way != "up"


class Follow(forms.Form):
    """Which ways to follow a thread, and to which kinds of things."""

    way = forms.Select("Follow it", choices=WAYS, empty=None, required=False)
    kind = forms.Checkboxes("Only the way to", small=True, required=False)
    all = forms.Hidden(required=False)

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="follow_%s", **kwargs)
        self.offer(kinds)

    def offer(self, kinds: Choices) -> None:
        """Offer these kinds and no others."""
        self.fields["kind"].choices = [(key, word.capitalize()) for key, word in kinds]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What the address asks for; what it should not ask for is left out."""
        self.is_valid()
        known = {key for key, _ in self.fields["kind"].choices}  # type: ignore[attr-defined]
        given = self.data.getlist("kind") if hasattr(self.data, "getlist") else []
        way = self.cleaned_data.get("way") or "both"
        kinds = tuple(key for key in dict.fromkeys(given) if key in known)
        return Asked(way, kinds, bool(self.cleaned_data.get("all")))


class SearchFor(forms.Form):
    """Words, and what to keep to."""

    q = forms.Text("Words", max_length=200)
    kind = forms.Select("Type", empty="Any")
    group = forms.Select("Group", empty="Any")
    within = forms.Select("Date", choices=WITHIN, empty="Any")

    def __init__(self, *args: Any, kinds: Choices, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        self.fields["group"].choices = list(groups)  # type: ignore[attr-defined]


def page_of(found: Any) -> Page:
    """One page of results as lists know pages."""
    return Page(found.hits, found.total, found.number, found.pages, found.first, found.last)


def _said(parts: Any) -> str:
    return "".join(part.text for part in parts)


# A file of what was found holds as much as anybody can read through.
MOST = 5_000
FOUND = (
    Column("kind", "Type", value=lambda hit: hit.summary.singular[:1].upper() + hit.summary.singular[1:]),
    Column("title", "Title", value=lambda hit: _said(hit.title)),
    Column("piece", "In words", value=lambda hit: _said(hit.piece)),
    Column("state", "State", value=lambda hit: hit.summary.state),
    Column("note", "Note", value=lambda hit: hit.summary.note),
    Column("said_on", "Date", value=lambda hit: hit.said_on),
)


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
