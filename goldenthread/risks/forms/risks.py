"""Enter a risk, change its words, and raise an action from it."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from goldenthread.actions.forms import RaiseFrom
from goldenthread.risks import rules
from goldenthread.risks.forms.warned import Warned, given, number, version_of
from goldenthread.web.forms import Checkboxes, DateField, Hidden, LongText, Pick, Radios, Select, Text

People = Iterable[tuple[UUID, str]]
WHY_EARLIER = "Only if it should be looked at sooner than it has to be, such as when it is close."
STRANDS = [
    ("children", "Children"),
    ("adults", "Adults"),
    ("community_safety", "Community safety"),
    ("all_age", "All ages"),
]


def put_steps(field: Any, steps: Sequence[rules.Step]) -> None:
    """Let a field offer the steps of a scale, each with its meaning where there is room for it."""
    field.choices = [(str(one.level), f"{one.level} {one.word}") for one in reversed(steps)]
    if isinstance(field, Radios):
        field.hints = {str(one.level): one.meaning for one in steps}


class _Words(Warned):
    looked_at: ClassVar[tuple[str, ...]] = ("title", "cause", "event", "effect", "duty", "proximity")

    title = Text(
        "Name of the risk", hint="A few words that readers will recognise: Vacancies in health visiting",
        max_length=150, missing="Give the risk a name that readers will recognise",
    )  # fmt: skip
    cause = LongText("What it comes from", hint="Because …", max_length=2000, rows=3, missing="Say what it comes from")
    event = LongText("What could happen", hint="… it could happen that …", max_length=2000, rows=3,
                     missing="Say what could happen")  # fmt: skip
    effect = LongText("What would follow", hint="… so that …", max_length=2000, rows=3,
                      missing="Say what would follow")  # fmt: skip
    category = Select("What it is about", missing="Choose what the risk is about")
    owner_id = Pick(
        "Owner", hint="Who keeps an eye on it. Only somebody who may read it.", required=False, empty="Nobody yet"
    )
    strands = Checkboxes("Whom it is about", choices=STRANDS, required=False, small=True)
    duty = Text(
        "Statutory duty it threatens", hint="For example Children Act 2004, section 11", required=False, max_length=200
    )
    threatens = Pick(
        "Priority or objective it threatens", hint="Its page then shows this risk to those who may read it.",
        required=False, empty="None in particular",
    )  # fmt: skip
    proximity = Text("How soon", hint="For example: from April, when the contract ends", required=False, max_length=200)

    def __init__(self, *args: Any, scale: rules.Scale, owners: People, places: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["threatens"].choices = places  # type: ignore[attr-defined]
        names = [(one.key, one.word) for one in scale.categories]
        kept = str(self.initial.get("category", ""))
        if kept and kept not in dict(names):
            names.append((kept, scale.category(kept).word))
        self.fields["category"].choices = names  # type: ignore[attr-defined]
        self.fields["owner_id"].choices = [(str(key), name) for key, name in owners]  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """The clean answers that are the risk's words and people."""
        kept = ("title", "cause", "event", "effect", "category", "duty", "proximity")
        found = {name: self.cleaned_data[name] for name in kept}
        return found | {
            "owner_id": given(self.cleaned_data["owner_id"]),
            "strands": tuple(self.cleaned_data["strands"]),
        }


class RaiseRisk(_Words):
    """A new risk: its words, its register, and how it stands."""

    looked_at = (*_Words.looked_at, "why", "review_reason")

    group_id = Select("In whose register", empty=None, required=False)
    likelihood = Radios("How likely is it now?", missing="Choose how likely it is")
    impact = Radios("How serious would it be now?", missing="Choose how serious it would be")
    why = LongText(
        "Why is it scored like this?", hint="What is known, and what holds it today.", max_length=2000, rows=3,
        missing="Say why it is scored like this",
    )  # fmt: skip
    inherent_likelihood = Select("How likely before any control", required=False, empty="Not said")
    inherent_impact = Select("How serious before any control", required=False, empty="Not said")
    target_likelihood = Select("How likely we want it to be", required=False, empty="Not said")
    target_impact = Select("How serious we want it to be", required=False, empty="Not said")
    next_review_on = DateField("Next review", hint=WHY_EARLIER, subject="The next review", required=False)
    review_reason = Text("Why so soon", required=False, max_length=500)

    field_order = (
        "title", "cause", "event", "effect", "category", "group_id", "owner_id", "likelihood", "impact", "why",
        "inherent_likelihood", "inherent_impact", "target_likelihood", "target_impact", "threatens", "duty", "strands",
        "proximity", "next_review_on", "review_reason", "confirmed",
    )  # fmt: skip

    def __init__(self, *args: Any, scale: rules.Scale, registers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, scale=scale, **kwargs)
        self.fields["group_id"].choices = registers  # type: ignore[attr-defined]
        for name in self.fields:
            if name.endswith(("likelihood", "impact")):
                put_steps(self.fields[name], scale.likelihood if name.endswith("likelihood") else scale.impact)

    def clean(self) -> dict[str, Any]:
        """The answers; a score needs both its steps or neither."""
        cleaned = super().clean()
        for kind in ("inherent", "target"):
            said = [bool(cleaned.get(f"{kind}_{what}")) for what in ("likelihood", "impact")]
            if any(said) and not all(said):
                empty = "impact" if said[0] else "likelihood"
                self.add_error(f"{kind}_{empty}", "Choose both steps, or leave both out")
        return cleaned

    def levels(self, kind: str = "") -> tuple[int, int] | None:
        """The steps of one score as (likelihood, impact), or None where they were left out."""
        prefix = f"{kind}_" if kind else ""
        first, second = (number(self.cleaned_data.get(f"{prefix}{one}")) for one in ("likelihood", "impact"))
        return (first, second) if first and second else None

    def opening(self) -> dict[str, Any]:
        """The clean answers that say where the risk stands, without what it threatens."""
        data = self.cleaned_data
        return {
            "current": self.levels(),
            "why": data["why"],
            "group_id": given(data["group_id"]),
            "inherent": self.levels("inherent"),
            "target": self.levels("target"),
            "next_review_on": data["next_review_on"],
            "review_reason": data["review_reason"],
        }


class ChangeRisk(_Words):
    """The words and people of a risk, and the version they were read in."""

    version = Hidden(required=False)

    field_order = (
        "title", "cause", "event", "effect", "category", "owner_id", "threatens", "duty", "strands", "proximity",
        "confirmed", "version",
    )  # fmt: skip

    def read_in(self) -> int | None:
        """The version the page was read in."""
        return version_of(self.cleaned_data["version"])


class RaiseAction(RaiseFrom):
    """What is to be done about a risk."""

    description = LongText(
        "What is to be done", hint="As you would want to read it in the plan. More people may read it than the risk.",
        max_length=4000, rows=4, missing="Say what is to be done",
    )  # fmt: skip
    information_class = Radios("Who may read it?", missing="Choose who may read it")

    def __init__(self, *args: Any, classes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["information_class"].choices = classes  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {**super().wanted(), "information_class": self.cleaned_data["information_class"]}
