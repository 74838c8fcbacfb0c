"""What is typed about documents and evidence, cleaned."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings

from goldenthread.documents import rules
from goldenthread.web import forms

Choices = Iterable[tuple[UUID, str]]

CLASSES = [(letter, rules.CLASSES[letter].name) for letter in rules.DOCUMENT_CLASSES]
CLASS_HINTS = {
    letter: f"{rules.CLASSES[letter].holds} Read by: {rules.CLASSES[letter].readers}"
    for letter in rules.DOCUMENT_CLASSES
}
ACCEPT = ",".join(f".{extension}" for extension in rules.ALLOWED)
UPLOAD_HINT = (
    f"{rules.short_words()}, up to {settings.DOCUMENT_BYTES // (1024 * 1024)} MB. "
    "Leave out anything that names or could identify a child, an adult at risk or their family."
)


def _given(value: object) -> UUID | None:
    return UUID(str(value)) if value else None


def _upload() -> forms.FileField:
    return forms.FileField("File", hint=UPLOAD_HINT, accept=ACCEPT, missing="Choose a file", allow_empty_file=True)


def _version(cleaned: dict[str, Any]) -> dict[str, int | None]:
    """The version the page was read in, where the page says; nothing where the form has none."""
    if "version" not in cleaned:
        return {}
    said = str(cleaned["version"])
    return {"version": int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None}


class Particulars(forms.Form):
    """What a document is called, how it is classed and marked, whose it is."""

    without_owner = "Me"

    title = forms.Text("Title", max_length=200, missing="Enter a title that readers will recognise")
    description = forms.LongText(
        "What it is", hint="Where it comes from and what it covers.", required=False, max_length=2000, rows=3
    )
    information_class = forms.Radios(
        "Who may read it?", choices=CLASSES, hints=CLASS_HINTS, initial="G", missing="Choose who may read it"
    )
    group_id = forms.Pick(
        "Group it belongs to",
        hint="A restricted document is also open to the members of this group.",
        required=False,
        empty="No group",
    )
    marking = forms.Select(
        "Marking",
        hint="Printed on the document’s page. Raise it where the contents call for it.",
        required=False,
        choices=[("", "The usual one for its class"), *((one, one) for one in rules.MARKINGS)],
    )
    owner_id = forms.Pick("Owner", hint="Who keeps it up to date.", required=False, empty="Me")

    def __init__(self, *args: Any, groups: Choices, people: Choices | None, **kwargs: Any) -> None:
        """`people` is None where the actor may not name somebody else as owner."""
        super().__init__(*args, **kwargs)
        self.fields["group_id"].choices = [(str(key), name) for key, name in groups]  # type: ignore[attr-defined]
        if people is None:
            del self.fields["owner_id"]
        else:
            self.fields["owner_id"].empty = self.without_owner  # type: ignore[attr-defined]
            self.fields["owner_id"].choices = [(str(key), name) for key, name in people]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        given = {key: _given(self.cleaned_data.get(key)) for key in ("group_id", "owner_id")}
        return {**self.cleaned_data, **given, **_version(self.cleaned_data)}


class StoreDocument(Particulars):
    """A file and its particulars."""

    upload = _upload()
    field_order = ("upload", "title", "description", "information_class", "group_id", "marking", "owner_id")


class ChangeDocument(Particulars):
    """The particulars, and the version they were read in."""

    without_owner = "As it is"

    version = forms.Hidden(required=False)


class ReplaceDocument(forms.Form):
    """A newer version of a file."""

    upload = _upload()
    title = forms.Text("Title", max_length=200, missing="Enter a title that readers will recognise")
    description = forms.LongText("What it is", required=False, max_length=2000, rows=3)
    next_review_on = forms.DateField(
        "Next review",
        hint="Fill this in where the newer version is what came of the review. Left empty, the review stays as set.",
        subject="The next review",
        required=False,
    )

    def __init__(self, *args: Any, is_reviewed: bool = False, **kwargs: Any) -> None:
        """`is_reviewed` says that the document carries a review."""
        super().__init__(*args, **kwargs)
        if not is_reviewed:
            del self.fields["next_review_on"]


class SetReview(forms.Form):
    """When a document is looked at again, and by whom."""

    review_on = forms.DateField(
        "Review by", hint="Leave this empty where no further review is wanted.", subject="The review", required=False
    )
    reviewer_id = forms.Pick(
        "Who reviews it?", hint="They are asked four weeks before. Only people who may read and change it are listed.",
        required=False, empty="Its owner",
    )  # fmt: skip
    version = forms.Hidden(required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer_id"].choices = [(str(key), name) for key, name in people]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        found = self.cleaned_data
        return {
            "review_on": found["review_on"], "reviewer_id": _given(found["reviewer_id"]), **_version(found)
        }  # fmt: skip


class ReviewDocument(forms.Form):
    """That a document was reviewed and stands."""

    done_on = forms.DateField("When was it reviewed?", subject="The day it was reviewed")
    next_on = forms.DateField(
        "Next review", hint="Leave this empty where no further review is wanted.", subject="The next review",
        required=False,
    )  # fmt: skip
    note = forms.LongText(
        "What came of it?", hint="For example: read against the new guidance, and nothing needs to change.",
        required=False, max_length=1000, rows=3,
    )  # fmt: skip


class Reason(forms.Form):
    """Why."""

    reason = forms.LongText("Reason", max_length=1000, rows=3, missing="Say why")

    def __init__(self, *args: Any, label: str = "Reason", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint


def _described(words: Any) -> tuple[list[tuple[str, str]], dict[str, str]]:
    return [(str(key), one.word) for key, one in words.items()], {str(key): one.sentence for key, one in words.items()}


_RESTS, _REST_HINTS = _described(rules.RESTS_ON)
_QUADRANTS, _QUADRANT_HINTS = _described(rules.QUADRANTS)
_STRENGTHS, _STRENGTH_HINTS = _described(rules.STRENGTHS)


class ChangeEvidence(forms.Form):
    """What a piece of evidence shows, what it rests on, of which side it is, how strong, and from when."""

    claim = forms.LongText("What does it show?", max_length=1000, rows=3, missing="Say what the evidence shows")
    kind = forms.Radios("What does it rest on?", choices=_RESTS, hints=_REST_HINTS, missing="Choose what it rests on")
    document_id = forms.Pick("Document", hint="Only for a document in the library.", required=False, empty="None")
    url = forms.Text("Address of the page", hint="Only for a page on the web.", required=False, max_length=1000)
    statement = forms.LongText(
        "What was said, and by whom", hint="Only for somebody’s word.", required=False, max_length=2000, rows=3
    )
    quadrant = forms.Radios(
        "What kind of evidence is it?", choices=_QUADRANTS, hints=_QUADRANT_HINTS, missing="Choose what kind it is"
    )
    strength = forms.Radios(
        "How strong is it?", choices=_STRENGTHS, hints=_STRENGTH_HINTS, missing="Choose how strong it is"
    )
    dated_on = forms.DateField(
        "When is it from?", hint="The day it was found, said or published.", subject="The date of the evidence"
    )
    agency_id = forms.Pick("Agency it comes from", required=False, empty="None in particular")
    information_class = forms.Radios(
        "Who may read it?", choices=CLASSES, hints=CLASS_HINTS, missing="Choose who may read it"
    )

    version = forms.Hidden(required=False)

    def __init__(self, *args: Any, documents: Choices, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_id"].choices = [(str(key), name) for key, name in documents]  # type: ignore[attr-defined]
        self.fields["agency_id"].choices = [(str(key), name) for key, name in agencies]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them: of the three things to rest on, only the one chosen."""
        found = dict(self.cleaned_data)
        kind = found["kind"]
        return {
            **found,
            "document_id": _given(found["document_id"]) if kind == rules.EvidenceKind.DOCUMENT else None,
            "url": found["url"] if kind == rules.EvidenceKind.LINK else "",
            "statement": found["statement"] if kind == rules.EvidenceKind.STATEMENT else "",
            "agency_id": _given(found["agency_id"]),
            **_version(found),
        }


class Filters(forms.Form):
    """What the library can be filtered for."""

    words = forms.Text("Words in it or its name")
    classes = forms.Checkboxes("Class", choices=CLASSES, small=True)
    types = forms.Select("Type", choices=[(key, one.words) for key, one in rules.ALLOWED.items() if key != "jpeg"])
    owner_id = forms.Select("Owner")
    evidence = forms.Select("Used as evidence", choices=[("yes", "Yes"), ("no", "Not yet")])
    review = forms.Select("Review", choices=[("due", "Due or overdue"), ("set", "Has a day"), ("none", "Has no day")])
    states = forms.Checkboxes("State", small=True)

    def __init__(self, *args: Any, owners: Choices, states: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [(str(key), name) for key, name in owners]  # type: ignore[attr-defined]
        self.fields["states"].choices = list(states.items())  # type: ignore[attr-defined]
