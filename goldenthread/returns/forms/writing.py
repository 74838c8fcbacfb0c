"""What is typed to write a question set."""

from typing import Any

from goldenthread.returns import rules
from goldenthread.returns.forms.asking import Choices, choose, given
from goldenthread.web import forms


class QuestionSetFields(forms.Form):
    """What a question set is called and for."""

    title = forms.Text("Title", max_length=200)
    kind = forms.Radios("What sort of return does it make?")
    purpose = forms.LongText("What it is for", required=False, rows=3, max_length=2000)
    basis = forms.LongText("On what basis it is asked", required=False, rows=2, max_length=1000)

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, kind=kinds)


class QuestionSetFile(forms.Form):
    """A file that holds a question set."""

    file = forms.FileField(
        "File", hint="An Excel workbook (.xlsx), or a JSON file that was taken out of here. At most 5 MB.",
        accept=".xlsx,.json", missing="Choose a file",
    )  # fmt: skip


class BringIn(forms.Form):
    """What a file that was looked at becomes. `kept` is what was read in it; it is read and checked anew."""

    kept = forms.Hidden(max_length=2_000_000)
    next_of = forms.Pick("What does it become?", required=False, empty="A new question set")

    def __init__(self, *args: Any, sets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, next_of=sets)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the exchange takes them."""
        return {"kept": self.cleaned_data["kept"], "next_of": given(self.cleaned_data["next_of"])}


class SectionFields(forms.Form):
    """A section: what it is called and what to know before answering."""

    title = forms.Text("Title of the section", max_length=200)
    guidance = forms.LongText("What to know before answering", required=False, rows=3, max_length=3000)


class QuestionFields(forms.Form):
    """One question and what it asks for."""

    text = forms.LongText("Question", rows=2, max_length=1000, missing="Write the question")
    hint = forms.LongText("Hint", rows=2, max_length=1000, required=False, hint="What helps to answer it well.")
    asks = forms.Select("What does it ask for?", choices=list(rules.ASKS.items()))
    is_required = forms.Tick("It must be answered before the return is sent")
    options = forms.LongText(
        "Answers to choose from", rows=4, required=False, max_length=4000, hint="One on each line. For choices."
    )
    scheme_id = forms.Pick("Rating scheme", required=False, empty="None", hint="For ratings.")
    unit = forms.Text("Unit", required=False, max_length=40, hint="For numbers, such as “children” or “%”.")
    smallest = forms.Number("Smallest number allowed", decimals=True, required=False)
    largest = forms.Number("Largest number allowed", decimals=True, required=False)
    columns = forms.LongText(
        "Columns of the table", rows=4, required=False, max_length=2000,
        hint="One on each line. For tables; each column takes text.",
    )  # fmt: skip
    fills_from = forms.Select(
        "What the records say of it", required=False, empty="Nothing",
        hint="Shown beside the question in a group’s report, from the records of that group.",
    )  # fmt: skip

    def __init__(self, *args: Any, schemes: Choices, fillers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, scheme_id=schemes, fills_from=fillers)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        told = self.cleaned_data
        options = [line.strip() for line in told["options"].splitlines() if line.strip()]
        columns = [line.strip() for line in told["columns"].splitlines() if line.strip()]
        keys: list[str] = []
        for label in columns:
            keys.append(rules.key_from(label, keys))
        return {
            **{name: told[name] for name in ("text", "hint", "asks", "is_required", "unit", "smallest", "largest",
                                             "fills_from")},
            "options": options, "scheme_id": given(told["scheme_id"]),
            "columns": [{"key": key, "label": label, "asks": "text"} for key, label in zip(keys, columns, strict=True)],
        }  # fmt: skip


class SchemeFields(forms.Form):
    """The levels on which something is rated."""

    name = forms.Text("Name of the scheme", max_length=200)
    levels = forms.LongText(
        "Levels, lowest first", rows=6, max_length=4000,
        hint="One on each line: the word, then what it means after a colon. “Met: the standard is met everywhere.”",
        missing="Write at least two levels",
    )  # fmt: skip
    allows_not_applicable = forms.Tick("A question may be answered “not applicable”, with the reason", initial=True)
    counts_not_applicable = forms.Tick("“Not applicable” counts as not met when a score is worked out")

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        told = dict(self.cleaned_data)
        lines = [line.partition(":") for line in told.pop("levels").splitlines() if line.strip()]
        levels = [{"word": word.strip(), "descriptor": what.strip()} for word, _, what in lines]
        return {**told, "levels": levels}


class SetFilters(forms.Form):
    """What the list of question sets can be filtered for."""

    words = forms.Text("Words in the title")
    kind = forms.Select("Sort of return")
    states = forms.Checkboxes("State", small=True)

    def __init__(self, *args: Any, kinds: Choices, states: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, kind=kinds, states=states)
