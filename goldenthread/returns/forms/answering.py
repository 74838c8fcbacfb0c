"""The fields of a section of a return, made from its questions, and what was typed in them as answers."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from goldenthread.returns import rules
from goldenthread.returns.queries import Asked
from goldenthread.returns.services import Given, mark_of
from goldenthread.web import forms

# Rows of a table that stand empty to be filled in; a button gives more.
EMPTY_ROWS, MOST_ROWS = 1, 40
NOT_APPLICABLE = "Not applicable"
ACCEPT = ".pdf,.docx,.xlsx,.csv,.png,.jpg"
ACCEPT_HINT = "Leave out anything that names or could identify a child, an adult at risk or their family."


class AnswerSection(forms.Form):
    """The questions of one section. Fields are called after the keys of their questions; a draft needs none."""

    def __init__(self, *args: Any, asked: Iterable[Asked], more: str = "", kind: str = "", **kwargs: Any) -> None:
        """`more` is the key of a table that gets another empty row, `kind` that of the return."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.asked = list(asked)
        self.rows: dict[str, int] = {}
        self.fields["sitting"] = forms.Hidden(required=False, initial=uuid4().hex, max_length=32)
        for one in self.asked:
            self._add(one, more)

    def _add(self, one: Asked, more: str) -> None:
        key, question = one.question.key, one.question
        stands = one.answer.value if one.answer else None
        reason = one.answer.reason if one.answer else ""
        self.fields[f"seen-{key}"] = forms.Hidden(required=False, initial=_mark(one))
        if one.as_rule.asks in (rules.Asks.TABLE, rules.Asks.EXCEPTIONS):
            self._add_rows(one, stands or [], more)
            return
        field = FIELDS[one.as_rule.asks](one)
        field.required = False
        field.initial = _initial(one.as_rule.asks, stands)
        self.fields[key] = field
        if one.as_rule.may_be_not_applicable or one.as_rule.asks == rules.Asks.YES_NO:
            self.fields[f"reason-{key}"] = forms.LongText(
                "Why, or why it does not apply", rows=2, required=False, initial=reason, max_length=2000,
                hint="Needed where it does not apply.",
            )  # fmt: skip
        if question.asks == rules.Asks.EVIDENCE:
            self.fields[f"file-{key}"] = forms.FileField(
                "File", hint=_file_hint(one), required=False, accept=_accepted(self.kind, key)
            )  # fmt: skip

    def _add_rows(self, one: Asked, stands: list[Mapping[str, Any]], more: str) -> None:
        key = one.question.key
        sent = int(self.data.get(f"rows-{key}") or 0) if self.is_bound else 0
        count = max(len(stands) + EMPTY_ROWS, min(sent, MOST_ROWS)) + (more == key)
        self.rows[key] = min(count, MOST_ROWS)
        self.fields[f"rows-{key}"] = forms.Hidden(required=False, initial=str(self.rows[key]))
        for row in range(self.rows[key]):
            told = stands[row] if row < len(stands) else {}
            for column in rules.columns_of(one.as_rule):
                field = _column(column)
                field.initial = _initial(rules.Asks(column["asks"]), told.get(column["key"]))
                self.fields[f"{key}--{row}--{column['key']}"] = field

    def take_up(self, asked: Iterable[Asked], keys: Collection[str]) -> None:
        """Keep what was typed, and from now on stand on what somebody else saved, so that the next save succeeds.

        Only for the questions that both changed: what was left alone goes on being theirs.
        """
        self.put(**{f"seen-{one.question.key}": _mark(one) for one in asked if one.question.key in keys})

    def take_files(self, asked: Iterable[Asked], keys: Collection[str]) -> None:
        """Say that the files picked for these questions are kept, so that nobody picks them again."""
        kept = [one for one in asked if one.question.key in keys]
        self.put(**{f"seen-{one.question.key}": _mark(one) for one in kept})
        for one in kept:
            self[f"file-{one.question.key}"].help_text = _file_hint(one)

    def whole(self) -> tuple[dict[str, Given], dict[str, str]]:
        """What was typed and can be kept, and why the rest cannot be yet; both by the key of the question."""
        self.is_valid()
        wrong = {self._key(name): str(said[0]) for name, said in self.errors.items() if said}
        return {key: one for key, one in self.given().items() if key not in wrong}, wrong

    def _key(self, name: str) -> str:
        """The key of the question a field belongs to."""
        bare = name.removeprefix("reason-").removeprefix("file-").partition("--")[0]
        return bare if any(one.question.key == bare for one in self.asked) else name.partition("--")[0]

    def given(self) -> dict[str, Given]:
        """What was typed, by the key of each question, as the service takes it."""
        found = {}
        for one in self.asked:
            key = one.question.key
            if one.as_rule.asks in (rules.Asks.TABLE, rules.Asks.EXCEPTIONS):
                value: Any = self._rows_of(one)
            else:
                value = stored(self.cleaned_data.get(key))
            found[key] = Given(
                value=value, reason=self.cleaned_data.get(f"reason-{key}") or "",
                upload=self.cleaned_data.get(f"file-{key}") or None,
                seen=self.cleaned_data.get(f"seen-{key}") or None, sitting=self.cleaned_data.get("sitting") or "",
            )  # fmt: skip
        return found

    def _rows_of(self, one: Asked) -> list[dict[str, Any]]:
        key, columns = one.question.key, rules.columns_of(one.as_rule)
        rows = [
            {str(col["key"]): stored(self.cleaned_data.get(f"{key}--{row}--{col['key']}")) for col in columns}
            for row in range(self.rows[key])
        ]
        kept = [{name: value for name, value in row.items() if value not in (None, "")} for row in rows]
        return [row for row in kept if row]


def _accepted(kind: str, key: str) -> str:
    """The endings that a browser offers: what agencies send, and what this question alone takes."""
    taken = rules.taken(kind, key)
    return f"{ACCEPT},.{taken.type.extension}" if taken else ACCEPT


def _file_hint(one: Asked) -> str:
    held = one.answer.file_name if one.answer else ""
    return f"{f'There is already “{held}”; choose another only to replace it. ' if held else ''}{ACCEPT_HINT}"


def _mark(one: Asked) -> str:
    return mark_of(one.answer)


def stored(value: Any) -> Any:
    """A cleaned answer as JSON holds it: a date and a number as text, nothing as None."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return None if value in ("", [], None) else value


def _initial(asks: rules.Asks, value: Any) -> Any:
    if asks == rules.Asks.DATE and value:
        return date.fromisoformat(value)
    return value


def _label(one: Asked) -> dict[str, Any]:
    needed = "" if one.question.is_required else " (optional)"
    return {"label": f"{one.question.text}{needed}", "hint": one.question.hint}


def _with_not_applicable(one: Asked, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*choices, (rules.NOT_APPLICABLE, NOT_APPLICABLE)] if one.as_rule.may_be_not_applicable else choices


def _rating(one: Asked) -> forms.Radios:
    scheme = one.question.scheme
    levels = [(level["key"], level["word"]) for level in scheme.levels] if scheme else []
    own = one.question.descriptors
    hints = {
        level["key"]: own.get(level["key"]) or level.get("descriptor", "")
        for level in (scheme.levels if scheme else [])
    }
    return forms.Radios(
        **_label(one), choices=_with_not_applicable(one, levels), hints={k: v for k, v in hints.items() if v}
    )


def _options(one: Asked) -> list[tuple[str, str]]:
    return [(option, option) for option in one.question.options]


FIELDS: Mapping[rules.Asks, Any] = {
    rules.Asks.TEXT: lambda one: forms.Text(**_label(one), max_length=500),
    rules.Asks.LONG_TEXT: lambda one: forms.LongText(**_label(one), max_length=10_000, rows=5),
    rules.Asks.CHOICE: lambda one: forms.Radios(**_label(one), choices=_options(one)),
    rules.Asks.SEVERAL: lambda one: forms.Checkboxes(**_label(one), choices=_options(one), small=True),
    rules.Asks.RATING: _rating,
    rules.Asks.NUMBER: lambda one: forms.Number(
        **_label(one), decimals=True, smallest=one.question.smallest, largest=one.question.largest,
        suffix=one.question.unit,
    ),
    rules.Asks.DATE: lambda one: forms.DateField(**_label(one), subject="The date"),
    rules.Asks.YES_NO: lambda one: forms.Radios(**_label(one), choices=list(rules.YES_NO.items()), inline=True),
    rules.Asks.SCALE: lambda one: forms.Select(
        **_label(one), choices=[(str(step), str(step)) for step in rules.SCALE], empty="Not yet answered"
    ),
    rules.Asks.EVIDENCE: lambda one: forms.Text(**_label(one), max_length=500),
}  # fmt: skip


def _column(column: Mapping[str, Any]) -> Any:
    asks, label = rules.Asks(column["asks"]), str(column["label"])
    if asks == rules.Asks.LONG_TEXT:
        return forms.LongText(label, required=False, rows=3, max_length=5000)
    if asks == rules.Asks.CHOICE:
        return forms.Select(label, required=False, choices=[(one, one) for one in column.get("options", ())])
    if asks == rules.Asks.NUMBER:
        return forms.Number(label, required=False, decimals=True)
    if asks == rules.Asks.DATE:
        return forms.DateField(label, required=False, subject="The date")
    return forms.Text(label, required=False, max_length=500)
