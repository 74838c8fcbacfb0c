"""What can be asked, what counts as an answer, and when a question set may go out."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule


class Asks(StrEnum):
    """What a question asks for."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    SEVERAL = "several"
    RATING = "rating"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    SCALE = "scale"
    TABLE = "table"
    EVIDENCE = "evidence"
    EXCEPTIONS = "exceptions"


ASKS: Mapping[Asks, str] = {
    Asks.TEXT: "One line of text",
    Asks.LONG_TEXT: "Longer text",
    Asks.CHOICE: "One of several answers",
    Asks.SEVERAL: "Any of several answers",
    Asks.RATING: "A rating",
    Asks.NUMBER: "A number",
    Asks.DATE: "A date",
    Asks.YES_NO: "Yes, no or not applicable, with a reason",
    Asks.SCALE: "A scale from 0 to 10",
    Asks.TABLE: "A table of rows",
    Asks.EVIDENCE: "A file as evidence",
    Asks.EXCEPTIONS: "Exceptions, each with the decision or direction asked for",
}
# What a row of exceptions holds (domain guide 8.4): the columns every report has.
EXCEPTION_COLUMNS = (
    {"key": "exception", "label": "What is the exception?", "asks": "long_text"},
    {"key": "wanted", "label": "What is asked of the parent group?", "asks": "choice",
     "options": ["A decision", "A direction", "To note"]},
    {"key": "options", "label": "Which options are there?", "asks": "long_text"},
    {"key": "wanted_by", "label": "By when is it needed?", "asks": "date"},
)  # fmt: skip
COLUMN_ASKS = (Asks.TEXT, Asks.LONG_TEXT, Asks.CHOICE, Asks.NUMBER, Asks.DATE)
NOT_APPLICABLE = "not_applicable"
YES_NO = {"yes": "Yes", "no": "No", NOT_APPLICABLE: "Not applicable"}
SCALE = tuple(range(11))


@dataclass(frozen=True)
class Question:
    """One question as the rules see it. `key` is the same in every version of its set, so that answers carry over."""

    key: str
    text: str
    asks: Asks
    is_required: bool = True
    options: Sequence[str] = ()
    levels: Sequence[str] = ()
    may_be_not_applicable: bool = False
    columns: Sequence[Mapping[str, Any]] = ()
    smallest: Decimal | None = None
    largest: Decimal | None = None
    fills_from: str = ""


@dataclass(frozen=True)
class Answered:
    """What was answered: a value as JSON holds it, why it is not applicable, whether a file hangs on it."""

    value: Any = None
    reason: str = ""
    has_file: bool = False


@rule("returns.is_answered", "Domain guide 4.2: not applicable counts only with its reason; house rule for the rest")
def is_answered(question: Question, answer: Answered | None) -> bool:
    """True where a question has what it asks for; what fills itself from the records needs no word."""
    if answer is None:
        return False
    if question.asks == Asks.EVIDENCE:
        return answer.has_file or bool(str(answer.value or "").strip())
    if answer.value == NOT_APPLICABLE:
        return bool(answer.reason.strip())
    if question.asks in (Asks.TABLE, Asks.EXCEPTIONS, Asks.SEVERAL):
        return bool(answer.value)
    return answer.value is not None and bool(str(answer.value).strip())


@rule("returns.missing", "Domain guide 4.3: a return is submitted whole; 8.4: an exception asks for something")
def is_missing(question: Question, answer: Answered | None) -> bool:
    """True where a required answer is missing, or an exception does not say what it is or what is asked about it."""
    if question.asks == Asks.EXCEPTIONS and answer and answer.value:
        return any(not str(row.get(key) or "").strip() for row in answer.value for key in ("exception", "wanted"))
    return question.is_required and not is_answered(question, answer)


def missing(questions: Iterable[Question], answers: Mapping[str, Answered]) -> list[Question]:
    """The questions of which something is missing, in order; see `is_missing`."""
    return [one for one in questions if is_missing(one, answers.get(one.key))]


@rule("returns.fits", "House rule: what is kept is what was asked for")
def fits(question: Question, value: Any) -> Verdict:
    """Denied, with what to do, for a value that is not an answer to its question; None, not yet answered, fits."""
    if value is None or value == "":
        return Allowed()
    if value == NOT_APPLICABLE:
        able = question.asks == Asks.YES_NO or question.may_be_not_applicable
        return Allowed() if able else Denied("This question applies to everybody; choose one of its answers.")
    check = _CHECKS.get(question.asks)
    return check(question, value) if check else Allowed()


def _one_of(question: Question, value: Any) -> Verdict:
    allowed = {
        Asks.CHOICE: list(question.options), Asks.RATING: list(question.levels), Asks.YES_NO: list(YES_NO),
        Asks.SCALE: [str(one) for one in SCALE],
    }[question.asks]  # fmt: skip
    return Allowed() if str(value) in allowed else Denied("Choose one of the listed answers.")


def _several(question: Question, value: Any) -> Verdict:
    known = isinstance(value, list) and all(one in question.options for one in value)
    return Allowed() if known else Denied("Choose only from the listed answers.")


def _number(question: Question, value: Any) -> Verdict:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return Denied("Enter a number.")
    if not number.is_finite():
        return Denied("Enter a number.")
    if question.smallest is not None and number < question.smallest:
        return Denied(f"Enter {question.smallest:f} or more.")
    if question.largest is not None and number > question.largest:
        return Denied(f"Enter {question.largest:f} or less.")
    return Allowed()


def _day(question: Question, value: Any) -> Verdict:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return Denied("Enter a real date.")
    return Allowed()


def _rows(question: Question, value: Any) -> Verdict:
    keys = {str(column["key"]) for column in columns_of(question)}
    whole = isinstance(value, list) and all(isinstance(row, dict) and row.keys() <= keys for row in value)
    return Allowed() if whole else Denied("Fill in the table row by row.")


_CHECKS = {
    Asks.CHOICE: _one_of, Asks.RATING: _one_of, Asks.YES_NO: _one_of, Asks.SCALE: _one_of, Asks.SEVERAL: _several,
    Asks.NUMBER: _number, Asks.DATE: _day, Asks.TABLE: _rows, Asks.EXCEPTIONS: _rows,
}  # fmt: skip


def columns_of(question: Question) -> Sequence[Mapping[str, Any]]:
    """The columns of a table; those of exceptions are the same everywhere."""
    return EXCEPTION_COLUMNS if question.asks == Asks.EXCEPTIONS else question.columns


@rule("returns.may_publish", "House rule: what goes out can be answered; peers guide, draft to immutable")
def may_publish(questions: Sequence[Question]) -> Verdict:
    """Denied for a question set nobody could answer, naming the first question at fault."""
    if not questions:
        return Denied("A question set needs at least one question before it goes out.")
    keys = [one.key for one in questions]
    for one in questions:
        if keys.count(one.key) > 1:
            return Denied(f"Two questions have the key “{one.key}”; give one of them another.")
        fault = _fault(one)
        if fault:
            return Denied(f"“{one.text}”: {fault}")
    return Allowed()


def _fault(one: Question) -> str:
    if one.asks in (Asks.CHOICE, Asks.SEVERAL) and len(one.options) < 2:
        return "give at least two answers to choose from."
    if one.asks == Asks.RATING and not one.levels:
        return "choose the rating scheme it is rated on."
    if one.asks == Asks.TABLE and not one.columns:
        return "say which columns its table has."
    return ""


@rule("returns.key", "House rule: a question keeps one short name in every version")
def key_from(text: str, taken: Iterable[str]) -> str:
    """A short name for a question made of its first words, unlike those taken: "how-is-supervision-given"."""
    words = re.findall(r"[a-z0-9]+", text.lower())[:6] or ["question"]
    base = "-".join(words)[:60]
    used, number = set(taken), 2
    key = base
    while key in used:
        key, number = f"{base}-{number}", number + 1
    return key


@dataclass(frozen=True)
class Level:
    """One level of a rating scheme: its stable key, its word, colour, weight and general description."""

    key: str
    word: str
    colour: str = ""
    weight: Decimal = Decimal(0)
    descriptor: str = ""


@dataclass(frozen=True)
class Scheme:
    """A rating scheme. `counts_not_applicable` says whether not applicable stands in the denominator, at nought."""

    name: str
    levels: Sequence[Level]
    counts_not_applicable: bool = False
    allows_not_applicable: bool = True
    _by_key: dict[str, Level] = field(default_factory=dict, compare=False)

    def level(self, key: str) -> Level | None:
        """The level with this key, or None."""
        return next((one for one in self.levels if one.key == key), None)


@rule("returns.score", "Domain guide 4.2: weighted levels, not applicable left out with its reason unless counted")
def score(scheme: Scheme, answers: Sequence[tuple[str, Decimal]]) -> Decimal | None:
    """The weighted mean of ratings as a share of the highest level, 0 to 1; None where nothing counts.

    `answers` are (key of the level or "not_applicable", weight of the question). Not applicable is left out of both
    sides unless the scheme counts it, and is never met. A level the scheme does not have is left out.
    """
    highest = max((one.weight for one in scheme.levels), default=Decimal(0))
    got = possible = Decimal(0)
    for key, weight in answers:
        level = scheme.level(key)
        if level is None and not (key == NOT_APPLICABLE and scheme.counts_not_applicable):
            continue
        got += weight * (level.weight if level else Decimal(0))
        possible += weight * highest
    return got / possible if possible > 0 else None


def mark(value: Any, reason: str = "", file: str = "") -> str:
    """A short mark of an answer, by which a page later knows whether somebody else has changed it meanwhile.

    What was typed and the file beside it are marked apart, with a full stop between.
    """
    said = json.dumps([tidy(value), reason.strip()], sort_keys=True, ensure_ascii=False)
    typed = hashlib.sha256(said.encode()).hexdigest()[:16]
    return f"{typed}.{hashlib.sha256(file.encode()).hexdigest()[:8]}" if file else typed


def tidy(value: Any) -> Any:
    """A value, with every way of saying nothing made None."""
    return None if value in ("", [], {}) else value


def in_words(asks: str, value: Any, levels: Mapping[str, str] = MappingProxyType({}), unit: str = "") -> str:
    """An answer as it is read: the word of a level (`levels` gives them by key), "Yes", a date, a number with its unit.

    Nothing where there is none; the rows of a table one to a line.
    """
    if tidy(value) is None:
        return ""
    if isinstance(value, list):
        rows = [" · ".join(map(_cell, one.values())) for one in value if isinstance(one, dict)]
        return "\n".join(rows) or ", ".join(map(str, value))
    said = {
        Asks.RATING: levels.get(str(value), str(value)), Asks.YES_NO: YES_NO.get(str(value), str(value)),
        Asks.DATE: _cell(value), Asks.NUMBER: f"{value} {unit}".strip(), Asks.SCALE: f"{value} of {SCALE[-1]}",
    }  # fmt: skip
    return YES_NO[NOT_APPLICABLE] if value == NOT_APPLICABLE else said.get(Asks(asks), str(value))


def day_words(value: str) -> str:
    """A stored date as people write it."""
    day = date.fromisoformat(value)
    return f"{day.day} {day:%B %Y}"


def _cell(value: Any) -> str:
    return day_words(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) else str(value)
