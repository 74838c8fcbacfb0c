"""Forms of a newer file: the file, of which plan it is, what to take of each line, and undoing an import."""

from collections.abc import Iterable, Mapping
from typing import Any

from goldenthread.web import forms

FATES = {
    "keep": "Keep it as it is",
    "close": "Close it without completion",
    "withdraw": "Withdraw it: it should never have been here",
    "take_out": "Take it out of the plan",
}
A_NEW_PLAN = "new"


class BringInNewerFile(forms.Form):
    """The file, and the day it is from."""

    file = forms.FileField(
        "The newer file",
        hint="A Word (.docx), Excel (.xlsx) or CSV file of up to 20 MB. It is read, not changed.",
        missing="Choose the newer file",
        accept=".docx,.xlsx,.csv",
    )
    dated_on = forms.DateField(
        "Which day is it from?",
        subject="The day of the file",
        required=False,
        hint="What it says of progress is kept under this day. Leave it empty to use the day the file itself gives",
    )


class ChooseOnto(forms.Form):
    """A new plan, or a newer file of one that is here."""

    onto = forms.Radios("What is this file?", missing="Choose what this file is")

    def __init__(self, *args: Any, plans: Iterable[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(plans)
        self.fields["onto"].choices = [
            *((pk, f"A newer file of “{title}”") for pk, title, _ in known), (A_NEW_PLAN, "A new plan"),
        ]  # fmt: skip
        self.fields["onto"].hints = {pk: why for pk, _, why in known} | {
            A_NEW_PLAN: "It becomes a draft beside the plans that are here."
        }


class CompareLines(forms.Form):
    """What to take of the lines on one page.

    `lines` are differences; `chosen(line, change)` and `fate(line)` say what holds so far.
    """

    def __init__(self, *args: Any, lines: Iterable[Any], choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            if line.sort == "doubt":
                self._ask(line)
            elif line.sort == "gone":
                self._end(line, choices)
            elif line.sort == "added":
                self._tick(_take(line), f"Add this {line.word.lower()}", choices.takes(line))
            else:
                for change in line.changes:
                    self._tick(
                        _take(line, change), f"Take this change ({change.label.lower()})", choices.takes(line, change)
                    )

    def _ask(self, line: Any) -> None:
        word = line.word.lower()
        self.fields[f"same-{line.of_file}"] = forms.Radios(
            f"Is this the same {word}, reworded, or a new one?",
            choices=[("same", f"The same {word}, reworded"), ("new", f"A new {word}")],
            required=False,
            small=True,
        )

    def _end(self, line: Any, choices: Any) -> None:
        fate, why = choices.fate(line)
        self.fields[f"fate-{line.live}"] = forms.Radios(
            f"What becomes of this {line.word.lower()}?",
            choices=[(one, FATES[one]) for one in line.may],
            required=False,
            initial=fate,
            small=True,
        )
        if len(line.may) > 1:
            self.fields[f"why-{line.live}"] = forms.Text(
                "Why, unless you keep it", required=False, initial=why, max_length=500
            )

    def _tick(self, name: str, label: str, initial: bool) -> None:
        self.fields[name] = forms.Tick(label, small=True, initial=initial)

    def field(self, line: Any, change: Any = None) -> Any:
        """The tick of a changed field or of a new line, as drawn."""
        return self[_take(line, change)]

    def asked(self, line: Any) -> list[Any]:
        """The questions about a doubtful line or one that is gone, as drawn."""
        names = [f"same-{line.of_file}", f"fate-{line.live}", f"why-{line.live}"]
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """A line that is not kept needs a reason."""
        found = super().clean() or self.cleaned_data
        for line in self.lines:
            fate = found.get(f"fate-{line.live}") or "keep"
            if line.sort == "gone" and fate != "keep" and not found.get(f"why-{line.live}", "").strip():
                self.add_error(f"why-{line.live}", f"Say why: {FATES[fate].split(':')[0].lower()}")
        return found

    def answers(self) -> tuple[dict[str, bool], dict[str, bool], dict[str, Mapping[str, str]]]:
        """What was said of doubts by the file's id, of ticks by name, and of the gone by the plan's id."""
        typed = self.cleaned_data
        same: dict[str, bool] = {}
        take: dict[str, bool] = {}
        gone: dict[str, Mapping[str, str]] = {}
        for line in self.lines:
            if line.sort == "doubt" and typed.get(f"same-{line.of_file}"):
                same[line.of_file] = typed[f"same-{line.of_file}"] == "same"
            elif line.sort == "gone":
                why = typed.get(f"why-{line.live}", "")
                gone[line.live] = {"do": typed.get(f"fate-{line.live}") or "keep", "reason": why}
            elif line.sort == "added":
                take[f"{line.key}|line"] = typed[_take(line)]
            elif line.sort == "changed":
                take |= {f"{line.key}|{change.field}": typed[_take(line, change)] for change in line.changes}
        return same, take, gone


def _take(line: Any, change: Any = None) -> str:
    return f"take-{line.live}-{change.field}" if change else f"take-{line.of_file}"


class UndoImport(forms.Form):
    """Undo, and withdraw some actions although people have worked on them."""

    nevertheless = forms.Checkboxes("Withdraw these nevertheless", required=False, small=True)
    reason = forms.LongText(
        "Why is it undone?", rows=3, required=False, hint="Needed where actions are withdrawn that people worked on"
    )

    def __init__(self, *args: Any, kept: Iterable[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(kept)
        self.fields["nevertheless"].choices = [(pk, title) for pk, title, _ in known]
        self.fields["nevertheless"].hints = {pk: since for pk, _, since in known if since}
        if not known:
            del self.fields["nevertheless"]
