"""Forms of a refresh: the new year, and one small form for each part that is decided on, all on one page."""

from collections.abc import Iterable, Mapping
from typing import Any, Self
from uuid import UUID

from django.http import HttpRequest

from goldenthread.kernel.outcomes import Refused
from goldenthread.plans.rules import Decided, lacking
from goldenthread.web import forms

UNDECIDED = ("", "Not decided yet")
PART = [("continue", "Continue"), ("carry", "Carry"), ("close", "Close")]
DEED = [
    ("complete", "Complete it first"),
    ("replace", "Replace by a new one"),
    ("carry", "Carry"),
    ("close", "Close without completing"),
]


class RefreshYear(forms.Form):
    """The new year: how the plan is called then, its first and last day, and the name of its first version."""

    title = forms.Text(
        "Title", max_length=300, hint="As it should read on the cover of the new year’s plan",
        missing="Give the plan of the new year a title",
    )  # fmt: skip
    starts_on = forms.DateField("First day of the new year", subject="The first day")
    ends_on = forms.DateField("Last day", subject="The last day")
    edition = forms.Text(
        "Version", required=False, width="10", max_length=60, hint="Left empty, it gets the next number"
    )
    version = forms.Hidden(required=False)

    def written(self) -> dict[str, Any]:
        """What the services take."""
        return {name: self.cleaned_data[name] for name in ("title", "starts_on", "ends_on", "edition")}


class DecidePart(forms.Form):
    """What becomes of one priority or objective."""

    decision = forms.Select("What becomes of it?", empty="Not decided yet", choices=PART, required=False, width="20")
    reason = forms.LongText(
        "Reason", required=False, rows=2, hint="Carried: why it was not finished. Closed: how it ended", autosave=False
    )
    outcome = forms.LongText(
        "What changed for children or adults", required=False, rows=2, hint="Of what closes", autosave=False
    )
    version = forms.Hidden(required=False)

    kind = "objective"

    def clean(self) -> dict[str, Any]:
        """Every decision with what belongs to it; what is missing is said beside its field."""
        typed = super().clean() or self.cleaned_data
        for field, sentence in lacking(self.kind, self.decided()):
            if field not in self.errors:
                self.add_error(field, sentence)
        return typed

    def decided(self) -> Decided:
        """What was chosen, as a plain value."""
        typed = self.cleaned_data
        return Decided(**{name: typed.get(name) or "" for name in self.fields if name != "version"})


class DecideAction(DecidePart):
    """What becomes of one open action. `leads` are choices under headings."""

    decision = forms.Select("What becomes of it?", empty="Not decided yet", choices=DEED, required=False, width="20")
    reason = forms.LongText(
        "Reason", required=False, rows=2, hint="Carried: why it was not finished. Closed: why it is not needed",
        autosave=False,
    )  # fmt: skip
    outcome = None  # type: ignore[assignment]
    kind = "action"
    due = forms.Text(
        "New date, if it is carried", required=False, width="20", hint="For example “June 2027”. Empty keeps its date"
    )
    new_description = forms.LongText("The new action", required=False, rows=2, autosave=False)
    new_lead = forms.Pick("Who leads it?", required=False, empty="Choose", width="two-thirds")
    new_due = forms.Text("By when?", required=False, width="20", hint="For example “Quarter 2 2027-28”")

    def __init__(self, *args: Any, leads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_lead"].choices = leads  # type: ignore[attr-defined]

    @property
    def replaces(self) -> bool:
        """True where a new action is being written, so that its fields are in sight."""
        return (
            self["decision"].value() == "replace"
            or any(self[name].value() for name in ("new_description", "new_due") if name in self.fields)
            or bool(self.errors and {"new_description", "new_lead"} & set(self.errors))
        )


class Decisions:
    """The small forms of one page, by the id of what each is about, with one error summary for all."""

    def __init__(self, forms_by_id: Mapping[UUID, DecidePart]) -> None:
        self.by_id = forms_by_id
        self.refused: list[dict[str, str]] = []

    @classmethod
    def of(
        cls, request: HttpRequest, kind: type[DecidePart], ids: Iterable[UUID], held: Mapping[UUID, dict[str, Any]],
        **more: Any,
    ) -> Self:  # fmt: skip
        """A form for each id, holding what was sent or else what was decided before."""
        sent = request.POST if request.method == "POST" else None
        return cls({
            key: kind(data=sent, prefix=f"p{key}", initial=held.get(key, {}), **more) for key in ids
        })  # fmt: skip

    def is_valid(self) -> bool:
        """True where every form is in order."""
        return all(form.is_valid() for form in self.by_id.values())

    def decided(self) -> dict[UUID, Decided]:
        """What was chosen for each."""
        return {key: form.decided() for key, form in self.by_id.items()}

    def versions(self) -> dict[UUID, int]:
        """Which version of each decision stood on the page; 0 for none."""
        return {key: int(form.cleaned_data.get("version") or 0) for key, form in self.by_id.items()}

    def refuse(self, refused: Refused) -> None:
        """Show a refusal beside the field of the part it names ("<id>-reason"), or above them all."""
        key, _, field = refused.field.rpartition("-")
        form = self.by_id.get(UUID(key)) if key else None
        if form is None or field not in form.fields:
            self.refused.append({"text": refused.reason})
        else:
            form.add_error(field, refused.reason)

    def put_versions(self, held: Mapping[UUID, int]) -> None:
        """Let the page save against what stands now."""
        for key, form in self.by_id.items():
            form.put(version=str(held.get(key, 0)))

    def error_summary(self) -> list[dict[str, str]]:
        """Every error of the page once, with the link to its control."""
        return self.refused + [line for form in self.by_id.values() for line in form.error_summary()]

    @property
    def errors(self) -> bool:
        """True where there is anything to put right."""
        return bool(self.error_summary())


class ApplyRefresh(forms.Form):
    """Nothing to type: a refresh is applied by saying so once more."""


class AbandonRefresh(forms.Form):
    """Nothing to type either."""
