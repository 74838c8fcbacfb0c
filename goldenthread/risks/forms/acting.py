"""Score a risk, review it, say what holds it, and move it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from goldenthread.risks import rules
from goldenthread.risks.forms.risks import WHY_EARLIER, put_steps
from goldenthread.risks.forms.warned import Warned, given, number, version_of
from goldenthread.web.forms import DateField, Hidden, LongText, Pick, Radios, Select, Text

People = Iterable[tuple[UUID, str]]
DECIDED_HINT = "The meeting or the person. Left empty, it is you."


def _described(words: Any) -> tuple[list[tuple[str, str]], dict[str, str]]:
    return [(key.value, said[0]) for key, said in words.items()], {key.value: said[1] for key, said in words.items()}


_KINDS, _KIND_HINTS = _described(rules.SCORE_WORDS)
_EFFECTS, _EFFECT_HINTS = _described(rules.EFFECT_WORDS)
_LINES, _LINE_HINTS = _described(rules.LINE_WORDS)


def id_of(form: Warned, name: str = "seen") -> UUID | None:
    """What was on the page when it was opened, its score for one; None where the page does not say."""
    try:
        return UUID(str(form.cleaned_data.get(name)))
    except ValueError:
        return None


class _Steps(Warned):
    likelihood = Radios("How likely is it?", missing="Choose how likely it is")
    impact = Radios("How serious would it be?", missing="Choose how serious it would be")

    def __init__(self, *args: Any, scale: rules.Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_steps(self.fields["likelihood"], scale.likelihood)
        put_steps(self.fields["impact"], scale.impact)

    def levels(self) -> dict[str, int | None]:
        """The steps chosen."""
        return {name: number(self.cleaned_data[name]) for name in ("likelihood", "impact")}


class ScoreRisk(_Steps):
    """A new score of one kind, and why."""

    looked_at = ("why",)

    kind = Radios("Which score?", choices=_KINDS, hints=_KIND_HINTS, missing="Choose which score it is")
    why = LongText("Why?", hint="What has changed, or what is known now.", max_length=2000, rows=3,
                   missing="Say why it is scored like this")  # fmt: skip

    field_order = ("kind", "likelihood", "impact", "why", "confirmed")

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {"kind": self.cleaned_data["kind"], "why": self.cleaned_data["why"], **self.levels()}


class ReviewRisk(_Steps):
    """What was looked at, how it stands, and when it is looked at again."""

    looked_at = ("sentence", "review_reason")

    sentence = LongText(
        "What did you look at, and what did you see?", hint="A sentence is enough.", max_length=2000, rows=3,
        missing="Say in a sentence what was looked at",
    )  # fmt: skip
    next_review_on = DateField("Next review", hint=WHY_EARLIER, subject="The next review", required=False)
    review_reason = Text("Why so soon", required=False, max_length=500)
    seen = Hidden(required=False)

    field_order = ("sentence", "likelihood", "impact", "next_review_on", "review_reason", "confirmed")

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        kept = ("sentence", "next_review_on", "review_reason")
        return {name: self.cleaned_data[name] for name in kept} | self.levels() | {"seen": id_of(self)}


class NoChange(Warned):
    """The sentence of a review that leaves everything as it is."""

    looked_at = ("sentence",)

    sentence = Text("What did you look at?", max_length=500, missing="Say in a sentence what was looked at")
    seen = Hidden(required=False)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {"sentence": self.cleaned_data["sentence"], "seen": id_of(self)}


class ControlForm(Warned):
    """What holds a risk."""

    looked_at = ("text", "gap")

    text = LongText("What holds the risk", hint="Something that is done today, not something planned.",
                    max_length=2000, rows=3, missing="Say what holds the risk")  # fmt: skip
    effect = Radios("How well does it work?", choices=_EFFECTS, hints=_EFFECT_HINTS, missing="Choose how well it works")
    line = Radios("Who says so?", choices=_LINES, hints=_LINE_HINTS, missing="Choose who says that it works")
    gap = LongText("What is missing", hint="Where it does not reach, or what nobody has checked.", required=False,
                   max_length=2000, rows=2)  # fmt: skip
    owner_id = Pick("Who looks after it", required=False, empty="Nobody in particular")
    version = Hidden(required=False)

    def __init__(self, *args: Any, owners: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [(str(key), name) for key, name in owners]  # type: ignore[attr-defined]

    @property
    def read_in(self) -> int | None:
        """The version the page was read in."""
        return version_of(self.cleaned_data["version"])

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        said = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return {**said, "owner_id": given(said["owner_id"])}


class Why(Warned):
    """Why."""

    looked_at = ("why",)

    why = LongText("Why?", max_length=2000, rows=3, missing="Say why")

    def __init__(self, *args: Any, label: str = "Why?", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].help_text = label, hint

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return dict(self.cleaned_data)


class Decided(Why):
    """Why, and who decided it."""

    decided_by = Text("Who decided it", hint=DECIDED_HINT, required=False, max_length=200)

    field_order = ("group_id", "why", "decided_by", "confirmed")


class Escalate(Decided):
    """Why it goes up, who decided it, and from which register."""

    stands_in = Hidden(required=False)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {**self.cleaned_data, "stands_in": id_of(self, "stands_in")}


class BringDown(Decided):
    """To which group, why, and who decided it."""

    group_id = Select("To which group", missing="Choose the group")

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group_id"].choices = groups  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {**self.cleaned_data, "group_id": given(self.cleaned_data["group_id"])}


class AcceptRisk(Why):
    """Who accepts it, until when, and why."""

    approver_id = Pick("Who accepts it", missing="Choose who accepts it")
    until = DateField("Until when", hint="A year at most. Then it is decided again.", subject="The end")

    field_order = ("approver_id", "until", "why", "confirmed")

    def __init__(self, *args: Any, approvers: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approver_id"].choices = [(str(key), name) for key, name in approvers]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {**self.cleaned_data, "approver_id": given(self.cleaned_data["approver_id"])}


class BecomeIssue(Warned):
    """What has happened, when, and what is being done."""

    looked_at = ("what", "response")

    what = LongText("What has happened?", max_length=2000, rows=3, missing="Say what has happened")
    happened_on = DateField("When did it happen?", subject="The day")
    response = LongText("What is being done about it", required=False, max_length=2000, rows=3)
    owner_id = Pick("Who deals with it", required=False, empty="The owner of the risk")

    def __init__(self, *args: Any, owners: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [(str(key), name) for key, name in owners]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {**self.cleaned_data, "owner_id": given(self.cleaned_data["owner_id"])}
