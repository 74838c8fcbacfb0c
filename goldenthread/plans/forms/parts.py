"""Forms about what a plan is made of: priorities, objectives, measures, cohorts, assurance areas and prose."""

from typing import Any

from goldenthread.plans.queries import MEASURE_KINDS
from goldenthread.plans.rules import SECTION_HINTS, WRITTEN_SECTIONS, section_body, section_text, split_lines
from goldenthread.web import forms

ONE_A_LINE = "One a line"


class AddPriority(forms.Form):
    """A priority: what it is, the difference it is to make, and why it was chosen."""

    title = forms.LongText("Title", rows=2, missing="Write the title before saving it")
    reference = forms.Text(
        "Number or reference", required=False, width="5", max_length=60, hint="If the plan prints one"
    )
    outcome = forms.LongText(
        "What difference will it make?", required=False, rows=3, hint="For children or adults, in a sentence or two"
    )
    what_we_will_do = forms.LongText("What we will do", required=False, rows=4)
    rationale = forms.LongText(
        "Why it was chosen", required=False, rows=3, hint="Inspection, reviews, data, what children and adults said"
    )
    linked_boards = forms.LongText("Boards that share it", required=False, rows=2, hint=ONE_A_LINE)
    cohorts = forms.LongText("Whom it is about", required=False, rows=2, hint=ONE_A_LINE)
    areas_of_focus = forms.LongText("Areas of focus", required=False, rows=4, hint=ONE_A_LINE)
    focus_for_children = forms.LongText("Areas of focus for children", required=False, rows=3, hint=ONE_A_LINE)
    focus_for_adults = forms.LongText("Areas of focus for adults", required=False, rows=3, hint=ONE_A_LINE)
    definition = forms.LongText("What we mean by this", required=False, rows=3, hint=ONE_A_LINE)
    examples = forms.LongText("Examples", required=False, rows=3, hint=ONE_A_LINE)
    notes = forms.LongText("Notes", required=False, rows=2, hint=ONE_A_LINE)

    LISTS = ("linked_boards", "cohorts", "areas_of_focus", "definition", "examples", "notes")
    MORE = ("areas_of_focus", "focus_for_children", "focus_for_adults", "definition", "examples", "notes")

    @property
    def main(self) -> list[Any]:
        """The fields most priorities have."""
        return [self[name] for name in self.fields if name not in self.MORE]

    @property
    def more(self) -> list[Any]:
        """The fields some plans print besides."""
        return [self[name] for name in self.MORE]

    @property
    def more_open(self) -> bool:
        """True where any of those says something already."""
        return any(field.value() for field in self.more)

    def written(self, before: dict[str, list[str]] | None = None) -> dict[str, Any]:
        """What the services take. `before` are areas of focus by audience as they stood; other audiences stay."""
        typed = dict(self.cleaned_data)
        typed.pop("version", None)
        audiences = dict(before or {})
        for audience in ("children", "adults"):
            found = split_lines(typed.pop(f"focus_for_{audience}"))
            audiences.pop(audience, None)
            if found:
                audiences[audience] = found
        typed["areas_of_focus_by_audience"] = audiences
        return typed | {name: split_lines(typed[name]) for name in self.LISTS}


class ChangePriority(AddPriority):
    """The same, knowing which version was on the page."""

    version = forms.Hidden()

    @classmethod
    def holding(cls, priority: Any) -> dict[str, Any]:
        """What the priority says now, as the form's first values."""
        names = ("title", "reference", "outcome", "what_we_will_do", "rationale", "version")
        held = {name: getattr(priority, name) for name in names}
        held |= {name: "\n".join(getattr(priority, name)) for name in cls.LISTS}
        for audience in ("children", "adults"):
            held[f"focus_for_{audience}"] = "\n".join(priority.areas_of_focus_by_audience.get(audience, []))
        return held


class AddObjective(forms.Form):
    """An objective, under which priority, and the outcomes it is to bring. `priorities` are (id, words)."""

    title = forms.LongText("Title", rows=2, missing="Write the title before saving it")
    reference = forms.Text(
        "Number or reference", required=False, width="5", max_length=60, hint="If the plan prints one"
    )
    priority_id = forms.Select("Under which priority?", required=False, empty="Under none: it stands by itself")
    outcomes = forms.LongText("Outcomes", required=False, rows=3, hint="What will be different. One a line")

    def __init__(self, *args: Any, priorities: list[tuple[str, str]], word: str = "priority", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priority_id"].choices = priorities  # type: ignore[attr-defined]
        self.fields["priority_id"].label = f"Under which {word.lower()}?"

    def written(self) -> dict[str, Any]:
        """What the services take."""
        typed = self.cleaned_data
        return {
            "title": typed["title"],
            "reference": typed["reference"],
            "priority_id": typed["priority_id"] or None,
            "outcomes": split_lines(typed["outcomes"]),
        }


class ChangeObjective(AddObjective):
    """The same, knowing which version was on the page."""

    version = forms.Hidden()

    @staticmethod
    def holding(objective: Any) -> dict[str, Any]:
        """What the objective says now, as the form's first values."""
        return {
            "title": objective.title,
            "reference": objective.reference,
            "priority_id": str(objective.priority_id or ""),
            "outcomes": "\n".join(objective.outcomes),
            "version": objective.version,
        }


class AddMeasure(forms.Form):
    """How the partnership will know."""

    text = forms.LongText("How will you know?", rows=3, missing="Write the measure before saving it")
    kind = forms.Radios(
        "Which kind is it?",
        choices=MEASURE_KINDS,
        hints={
            "quality": "A statement of what good looks like, shown by evidence: audits, voices, observation",
            "success": "A number that should move, or a result that can be counted",
        },
        initial="success",
        missing="Choose the kind of measure",
    )


class ChangeMeasure(AddMeasure):
    """The same, knowing which version was on the page."""

    version = forms.Hidden()


class AddFocusGroup(forms.Form):
    """A group of children or adults the plan gives particular attention to."""

    name = forms.Text(
        "Who are they?", hint="For example “Children who go missing from care”", missing="Write the group’s name"
    )


class AddAssuranceArea(forms.Form):
    """Something the partnership wants assurance about, with what it expects to hear."""

    title = forms.Text("What do you want assurance about?", missing="Write the area before saving it")
    expectations = forms.LongText("What do you expect to hear?", required=False, rows=5, hint=ONE_A_LINE)

    def written(self) -> dict[str, Any]:
        """What the services take."""
        return {"title": self.cleaned_data["title"], "expectations": split_lines(self.cleaned_data["expectations"])}


class AddSection(forms.Form):
    """A piece of the plan's prose: its kind, its heading and its text."""

    kind = forms.Select(
        "What is it?", choices=list(WRITTEN_SECTIONS.items()), empty=None, initial="prose", width="one-half"
    )
    heading = forms.Text("Heading", required=False, hint="As the plan prints it")
    text = forms.LongText("Text", rows=12, hint=SECTION_HINTS["prose"], missing="Write the text before saving it")

    def written(self) -> dict[str, Any]:
        """What the services take."""
        typed = self.cleaned_data
        return {
            "kind": typed["kind"],
            "heading": typed["heading"],
            "body": section_body(typed["kind"], typed["text"], typed["heading"]),
        }


class ChangeSection(forms.Form):
    """The heading and the text of a section; its kind stays."""

    heading = forms.Text("Heading", required=False, hint="As the plan prints it")
    text = forms.LongText("Text", rows=12, missing="Write the text before saving it")
    version = forms.Hidden()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["text"].help_text = SECTION_HINTS[kind]

    @staticmethod
    def holding(section: Any) -> dict[str, Any]:
        """What the section says now, as the form's first values."""
        return {
            "heading": section.heading,
            "text": section_text(section.kind, section.body),
            "version": section.version,
        }

    def written(self) -> dict[str, Any]:
        """What the services take."""
        typed = self.cleaned_data
        return {"heading": typed["heading"], "body": section_body(self.kind, typed["text"], typed["heading"])}


class RemovePart(forms.Form):
    """Why a part is taken out."""

    reason = forms.LongText("Why is it taken out?", required=False, rows=2, hint="Kept in the history with the text")


class PlaceAction(forms.Form):
    """Which action serves what. `actions` and `places` are choices; `places` are grouped by plan."""

    action = forms.Select("Which action?", missing="Choose the action")
    target = forms.Pick("What does it serve?", missing="Choose what the action serves")

    def __init__(self, *args: Any, actions: list[tuple[str, str]], places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = actions  # type: ignore[attr-defined]
        self.fields["target"].choices = places  # type: ignore[attr-defined]
