"""What is typed while minutes are taken, and about decisions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from goldenthread.actions.forms import party_of
from goldenthread.actions.services import Party
from goldenthread.meetings.forms.parts import Choices, Versioned, given, offer
from goldenthread.meetings.queries import STANDING
from goldenthread.meetings.rules import LINE_WORDS, STATUTORY, Line
from goldenthread.web import forms


class Quick(forms.Form):
    """One line of the minutes: what it is and what it says; further answers only where it needs them."""

    item_id = forms.Pick("About which item", required=False, empty="No item")
    kind = forms.Radios("What is it?", choices=list(LINE_WORDS.items()), initial=Line.NOTE, inline=True, small=True)
    text = forms.LongText(
        "What stands in the minutes", rows=3, max_length=4000, missing="Write what is to stand in the minutes"
    )
    lead = forms.Pick("For an action: who leads it", required=False)
    to_group_id = forms.Pick("For a direction: which group", required=False)
    due_on = forms.DateField("For an action or a direction: by when", subject="The date", required=False)
    decision_id = forms.Pick(
        "For an action or a direction: the decision it follows from", required=False, empty="None of them"
    )
    to_whom = forms.Pick("For a challenge: which agency or group", required=False)
    reason = forms.LongText("For a decision: why", rows=2, required=False, max_length=2000)

    def __init__(
        self,
        *args: Any,
        items: Choices,
        leads: Any,
        groups: Choices,
        decisions: Choices,
        challenged: Choices,
        **kwargs: Any,
    ) -> None:
        """`leads` are everybody and everything that may lead an action, under headings."""
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]
        offer(self, "item_id", items)
        offer(self, "to_group_id", groups)
        offer(self, "decision_id", decisions)
        offer(self, "to_whom", challenged)

    def clean(self) -> dict[str, Any]:
        """The answers; an action needs a lead, a direction a group, a challenge an agency."""
        data = dict(super().clean() or {})
        wants = {
            Line.ACTION: ("lead", "Choose who leads the action"),
            Line.DIRECTION: ("to_group_id", "Choose which group is directed"),
            Line.CHALLENGE: ("to_whom", "Choose which agency or group is challenged"),
        }
        name, sentence = wants.get(data.get("kind"), ("", ""))  # type: ignore[call-overload]
        if name and not data.get(name) and name not in self.errors:
            self.add_error(name, sentence)
        return data

    @property
    def party(self) -> Party:
        """The lead that was chosen."""
        return party_of(self.cleaned_data["lead"])

    def id_of(self, name: str) -> UUID | None:
        """The id that was chosen, or None."""
        return given(self.cleaned_data[name])


class ChangeLine(Versioned):
    """A line of the minutes as it is to stand."""

    text = forms.LongText("What stands in the minutes", rows=4, max_length=4000, missing="Write what is to stand there")
    reason = forms.LongText("What was wrong?", rows=2, max_length=1000, required=False)

    def __init__(self, *args: Any, agreed: bool, **kwargs: Any) -> None:
        """`agreed` is True once the chair agreed the minutes."""
        super().__init__(*args, **kwargs)
        if not agreed:
            del self.fields["reason"]


class ChoosePublic(forms.Form):
    """Which lines of part A the public version holds, and its words where they differ."""

    def __init__(self, *args: Any, lines: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            said = line.text if line.kind == Line.NOTE else f"{line.get_kind_display()}: {line.text}"
            self.fields[f"in_{line.pk}"] = forms.Tick(said, small=True, initial=line.is_public)
            self.fields[f"as_{line.pk}"] = forms.LongText(
                "Other words for the public", rows=2, max_length=4000, required=False, initial=line.public_text,
                hint="Leave empty to publish the words of the minutes.",
            )  # fmt: skip

    def answers(self) -> dict[UUID, str]:
        """The lines that were chosen, each with its words there."""
        data = self.cleaned_data
        return {line.pk: data[f"as_{line.pk}"] for line in self.lines if data[f"in_{line.pk}"]}


class ReturnMinutes(forms.Form):
    """What to change in a draft."""

    reason = forms.LongText("What is to be changed?", rows=3, max_length=2000, missing="Say what to change")


class CompleteDecision(Versioned):
    """What there was to choose from, why, by whom, and how each statutory partner saw it."""

    options = forms.LongText("The options there were", rows=3, max_length=3000, required=False)
    reason = forms.LongText("Why it was decided so", rows=3, max_length=3000, required=False)
    decided_by = forms.Text("Who decided", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in STATUTORY.items():
            self.fields[f"view_{key}"] = forms.Text(f"The view of {words}", max_length=300, required=False)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        data = self.cleaned_data
        plain = {key: data[key] for key in ("options", "reason", "decided_by", "version")}
        return {**plain, "views": {key: data[f"view_{key}"] for key in STATUTORY}}


class DecisionFilters(forms.Form):
    """What the log of decisions can be filtered by."""

    words = forms.Text("Words", required=False)
    group_id = forms.Select("Group", required=False, empty="Every group")
    standing = forms.Select("How it stands", required=False, choices=list(STANDING.items()), empty="Any")
    since = forms.DateField("Decided since", subject="The date", required=False)

    def __init__(self, *args: Any, groups: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group_id", groups)
