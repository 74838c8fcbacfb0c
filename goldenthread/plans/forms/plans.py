"""Forms about a plan as a whole: its particulars, its own words, and the steps of its life."""

from typing import Any

from goldenthread.plans.queries import PLAN_KINDS, STRANDS
from goldenthread.plans.rules import LEVELS
from goldenthread.web import forms

# The words a plan may have of its own, in the order of the page.
RENAMED = ("priority", "objective", "action", "measure", "outcome")


class DraftPlan(forms.Form):
    """A plan's particulars. `groups` are (id, name)."""

    title = forms.Text(
        "Title", hint="As it should read on the cover, for example “Business plan 2026 to 2029”", max_length=300,
        missing="Give the plan a title",
    )  # fmt: skip
    kind = forms.Select(
        "What sort of plan is it?", choices=PLAN_KINDS, empty=None, initial="business", width="one-half"
    )
    starts_on = forms.DateField("First day", subject="The first day", required=False)
    ends_on = forms.DateField("Last day", subject="The last day", required=False)
    group_id = forms.Select(
        "Whose plan is it?", required=False, empty="The whole partnership’s", width="one-half",
        hint="Choose a group for a group’s own work plan",
    )  # fmt: skip
    strands = forms.Checkboxes("Whom is it for?", choices=STRANDS, required=False, small=True)
    edition = forms.Text("Version", required=False, width="10", max_length=60)
    author = forms.Text("Author", required=False, width="two-thirds", max_length=200)
    issue_on = forms.DateField("Issued on", subject="The day of issue", required=False)
    review_on = forms.DateField("To be reviewed on", subject="The day of review", required=False)

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group_id"].choices = groups  # type: ignore[attr-defined]
        for level in RENAMED:
            one, many = LEVELS[level]
            self.fields[f"{level}_one"] = forms.Text(
                f"One {one.lower()} is called", required=False, max_length=60, width="20"
            )
            self.fields[f"{level}_many"] = forms.Text(
                f"Several {many.lower()} are called", required=False, max_length=60, width="20"
            )

    @property
    def particulars(self) -> list[Any]:
        """The fields above the fold, in order."""
        own = {f"{level}_{side}" for level in RENAMED for side in ("one", "many")} | {"version"}
        return [self[name] for name in self.fields if name not in own]

    @property
    def own_words(self) -> list[Any]:
        """The fields for the plan's own words."""
        return [self[f"{level}_{side}"] for level in RENAMED for side in ("one", "many")]

    @property
    def own_words_open(self) -> bool:
        """True where the plan has words of its own already, so that they are in sight."""
        return any(field.value() for field in self.own_words)

    def written(self) -> dict[str, Any]:
        """What the services take."""
        typed = self.cleaned_data
        words = {
            level: [typed[f"{level}_one"], typed[f"{level}_many"]]
            for level in RENAMED
            if typed[f"{level}_one"] or typed[f"{level}_many"]
        }
        names = ("title", "kind", "starts_on", "ends_on", "strands", "edition", "author", "issue_on", "review_on")
        return {name: typed[name] for name in names} | {"group_id": typed["group_id"] or None, "level_words": words}


class ChangePlan(DraftPlan):
    """The same, knowing which version was on the page."""

    version = forms.Hidden()

    @staticmethod
    def holding(plan: Any) -> dict[str, Any]:
        """What the plan says now, as the form's first values."""
        names = (
            "title",
            "kind",
            "starts_on",
            "ends_on",
            "strands",
            "edition",
            "author",
            "issue_on",
            "review_on",
            "version",
        )
        held = {name: getattr(plan, name) for name in names} | {"group_id": str(plan.group_id or "")}
        for level, pair in plan.level_words.items():
            for side, word in zip(("one", "many"), pair, strict=False):
                held[f"{level}_{side}"] = word
        return held


class ApprovePlan(forms.Form):
    """Who approves, for whom, when."""

    approved_on = forms.DateField("When was it approved?", subject="The day of approval")
    on_behalf_of = forms.Text(
        "For whom do you approve it?", required=False, width="two-thirds", max_length=200,
        hint="A board, an agency or the partnership, for example “Riverton Integrated Care Board”",
    )  # fmt: skip
    words = forms.LongText(
        "Anything to add", required=False, rows=3, hint="A condition, for example. It is kept with the approval."
    )


class StartPlan(forms.Form):
    """Nothing to type: a plan goes live by saying so once more."""


class ReopenDraft(forms.Form):
    """Why the plan goes back to draft."""

    reason = forms.LongText("Why does it go back to draft?", rows=3, missing="Say why the plan goes back to draft")


class ClosePlan(forms.Form):
    """What came of the plan."""

    closing_words = forms.LongText(
        "What came of the plan?", rows=5, hint="Two or three sentences for whoever reads it in five years",
        missing="Say in a sentence what came of the plan",
    )  # fmt: skip


class ExportPlan(forms.Form):
    """Which file, in which layout. `layouts` are (name, title); `restricted` offers what few may read."""

    format = forms.Radios(
        "What do you need?",
        choices=[
            ("docx", "Word"),
            ("xlsx", "Excel"),
            ("pdf", "PDF"),
            ("csv", "CSV"),
            ("json", "JSON"),
        ],
        hints={
            "docx": "To edit, or to send to a board",
            "xlsx": "A sheet or a table of actions",
            "pdf": "To read, print or publish; accessible",
            "csv": "The table of actions alone, for a spreadsheet",
            "json": "For another system; holds the plan exactly",
        },
        initial="docx",
        missing="Choose what you need",
    )
    layout = forms.Radios("In which layout?", required=False)
    restricted = forms.Tick(
        "With restricted actions", hint="They are left out otherwise. The file is then marked OFFICIAL-SENSITIVE"
    )

    def __init__(
        self,
        *args: Any,
        layouts: list[tuple[str, str]],
        hints: dict[str, str] | None = None,
        restricted: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not restricted:
            del self.fields["restricted"]
        self.fields["layout"].choices = layouts  # type: ignore[attr-defined]
        self.fields["layout"].hints = hints or {}  # type: ignore[attr-defined]
