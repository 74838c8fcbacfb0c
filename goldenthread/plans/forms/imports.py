"""Forms of the import: the file, its columns, one line, and the plan as a whole."""

from typing import Any

from goldenthread.web import forms

PLAN_KINDS = [
    ("strategic", "Strategic plan"),
    ("business", "Business plan"),
    ("work", "Work plan of a group"),
    ("improvement", "Improvement plan"),
    ("scrutiny", "Scrutiny plan"),
    ("communications", "Communications plan"),
]
# What a person may say a column holds, in their words.
COLUMN_FIELDS = [
    ("", "Leave this column out"),
    ("reference", "Number or reference"),
    ("priority", "Priority"),
    ("objective", "Objective or aim"),
    ("outcome", "Outcome"),
    ("action", "What will be done"),
    ("lead", "Who leads"),
    ("evidence", "How we will know, or evidence"),
    ("due", "By when"),
    ("progress", "Progress or comment"),
    ("rag", "Rating"),
    ("success_measures", "Measure of success"),
    ("provenance", "Where it came from"),
]


def one_a_line(text: str) -> list[str]:
    """The lines that hold anything, without the spaces around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class ImportPlan(forms.Form):
    """The file."""

    file = forms.FileField(
        "Your plan",
        hint="A Word (.docx), Excel (.xlsx) or CSV file of up to 20 MB. It is read, not changed.",
        missing="Choose the file of your plan",
        accept=".docx,.xlsx,.csv",
    )


class MapColumns(forms.Form):
    """What each column of a table holds, where its headings say nothing we know."""

    def __init__(self, *args: Any, columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, heading in enumerate(columns):
            label = f"Column {number + 1}" + (f": “{heading[:60]}”" if heading else "")
            self.fields[f"column_{number}"] = forms.Select(label, required=False, choices=COLUMN_FIELDS[1:])

    def mapping(self) -> dict[int, str]:
        """The chosen field of each column by its number from 0; columns left out are absent."""
        named = {name.removeprefix("column_"): value for name, value in self.cleaned_data.items()}
        return {int(number): value for number, value in named.items() if value}


class CorrectLine(forms.Form):
    """One line of the plan: what it is, where it stands, its words; for an action who leads, by when, what shows it."""

    kind = forms.Radios("What is this line?", missing="Choose what this line is")
    parent = forms.Select("Where does it belong?", required=False)
    text = forms.LongText("Words", rows=4, missing="Write the words of this line")
    lead = forms.Pick("Who answers for it?", required=False)
    leads = forms.LongText("Who the plan names", required=False, rows=2, hint="One a line, as printed")
    due = forms.LongText("When, in the plan's words", required=False, rows=2, hint="One a line, as printed")
    real_date = forms.DateField(
        "The date you mean", subject="The date", required=False, hint="Where the plan's words leave it open"
    )
    evidence = forms.LongText("How we will know", required=False, rows=3, hint="One a line")

    ACTION_ONLY = ("lead", "leads", "due", "real_date", "evidence")

    def __init__(
        self, *args: Any, line_kind: str, kinds: list[Any], parents: list[Any], leads: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
        self.fields["parent"].choices = parents
        self.fields["lead"].choices = leads
        if line_kind != "action":
            for name in self.ACTION_ONLY:
                del self.fields[name]


class DecideImport(forms.Form):
    """What cannot be read from a file: what sort of plan it is, whose, for how long, and who answers meanwhile."""

    title = forms.Text("Title of the plan", max_length=300, missing="Give the plan a title")
    kind = forms.Radios("What sort of plan is it?", choices=PLAN_KINDS)
    group = forms.Select(
        "Which group's plan is it?", required=False, hint="Leave empty for a plan of the whole partnership"
    )
    starts_on = forms.DateField("First day", subject="The first day", required=False)
    ends_on = forms.DateField("Last day", subject="The last day", required=False)
    fallback = forms.Pick(
        "Who answers for actions that name nobody?",
        missing="Choose who answers for them",
        hint="They are marked “lead to be confirmed” until somebody is named",
    )
    groups = forms.Checkboxes(
        "Add groups named in the file", required=False, hint="Groups the partnership does not have yet"
    )

    def __init__(
        self, *args: Any, own_groups: list[Any], leads: list[Any], new_groups: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = own_groups
        self.fields["fallback"].choices = leads
        if not leads:
            del self.fields["fallback"]
        if new_groups:
            self.fields["groups"].choices = [(name, name) for name in new_groups]
        else:
            del self.fields["groups"]

    def clean(self) -> dict[str, Any]:
        """Both days or neither, in order."""
        found = super().clean() or self.cleaned_data
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if bool(starts) != bool(ends):
            self.add_error("ends_on" if starts else "starts_on", "Give both the first and the last day, or neither")
        elif starts and ends and ends < starts:
            self.add_error("ends_on", "The last day must be after the first day")
        return found
