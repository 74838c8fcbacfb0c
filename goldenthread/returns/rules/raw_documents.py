"""A question set as JSON holds it, there and back; what a cell or a value should have been is said beside its place."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from goldenthread.returns.rules.documents import Problem, QuestionDocument, SectionDocument, SetDocument
from goldenthread.returns.rules.questions import ASKS, COLUMN_ASKS, Asks, Level, Scheme, key_from

WHAT, FORMAT = "Golden Thread question set", 1
KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
Raw = Mapping[str, Any]


def as_raw(document: SetDocument) -> dict[str, Any]:
    """The document as JSON holds it; `from_raw` gives the same document back."""
    return {
        "what": WHAT, "format": FORMAT, "title": document.title, "kind": document.kind, "purpose": document.purpose,
        "basis": document.basis, "starts_on": _said(document.starts_on), "ends_on": _said(document.ends_on),
        "schemes": [_scheme_raw(one) for one in document.schemes],
        "sections": [
            {"title": one.title, "guidance": one.guidance, "questions": [_question_raw(each) for each in one.questions]}
            for one in document.sections
        ],
    }  # fmt: skip


def _said(value: date | Decimal | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else f"{value:f}"


def _scheme_raw(one: Scheme) -> dict[str, Any]:
    levels = [
        {"key": level.key, "word": level.word, "colour": level.colour, "weight": _said(level.weight),
         "descriptor": level.descriptor}
        for level in one.levels
    ]  # fmt: skip
    return {"name": one.name, "allows_not_applicable": one.allows_not_applicable,
            "counts_not_applicable": one.counts_not_applicable, "levels": levels}  # fmt: skip


def _question_raw(one: QuestionDocument) -> dict[str, Any]:
    return {
        "key": one.key, "text": one.text, "hint": one.hint, "asks": str(one.asks), "is_required": one.is_required,
        "options": list(one.options), "scheme": one.scheme, "descriptors": dict(one.descriptors),
        "weight": _said(one.weight), "unit": one.unit, "smallest": _said(one.smallest), "largest": _said(one.largest),
        "columns": [
            {name: list(value) if isinstance(value, tuple) else value for name, value in column}
            for column in one.columns
        ],
        "fills_from": one.fills_from,
    }  # fmt: skip


class Reading:
    """One reading of a file: what is wrong is gathered, so that all of it can be said at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, place: str, said: str) -> None:
        """Keep a problem."""
        self.problems.append(Problem(place, said))

    def text(self, place: str, raw: Raw, name: str, most: int, needed: str = "", lines: bool = False) -> str:
        """A text, its spaces tidied (line ends kept where `lines`); a problem where it is missing or too long."""
        value = raw.get(name)
        if value is not None and not isinstance(value, str | int | float | Decimal):
            self.wrong(place, f"“{name}” should be text.")
            return ""
        plain = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
        clean = plain.strip() if lines else " ".join(plain.split())
        if needed and not clean:
            self.wrong(place, f"Give {needed}.")
        if len(clean) > most:
            self.wrong(place, f"Use {most:,} characters or fewer: “{clean[:40]}…” has {len(clean):,}.")
        return clean

    def flag(self, place: str, raw: Raw, name: str, usual: bool) -> bool:
        """Yes or no; what is usual where nothing is said."""
        value = raw.get(name)
        if isinstance(value, bool):
            return value
        word = str("" if value is None else value).strip().lower()
        if word not in ("", "yes", "no", "true", "false"):
            self.wrong(place, f"“{word}” should be Yes or No.")
        return usual if word not in ("yes", "no", "true", "false") else word in ("yes", "true")

    def number(self, place: str, raw: Raw, name: str, whole: int, parts: int) -> Decimal | None:
        """A number of so many digits before and behind the point, or None."""
        value = raw.get(name)
        if value is None or str(value).strip() == "":
            return None
        try:
            number = Decimal(str(value).strip())
            fits = number.is_finite() and abs(number) < 10**whole and round(number, parts) == number
        except InvalidOperation:
            fits = False
        if not fits:
            self.wrong(
                place, f"“{str(value)[:40]}” should be a number below {10**whole:,} with at most {parts} decimals."
            )
            return None
        return number

    def day(self, place: str, raw: Raw, name: str) -> date | None:
        """A day, or None."""
        value = raw.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.wrong(place, f"“{str(value)[:40]}” should be a date, such as 2027-04-01.")
            return None

    def rows(self, place: str, raw: Raw, name: str) -> list[Raw]:
        """A list of things that each say several."""
        value = raw.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.wrong(place, f"“{name}” should be a list.")
            return []
        return value

    def words(self, place: str, raw: Raw, name: str, most: int = 500) -> tuple[str, ...]:
        """A list of texts of one line each, empty ones left out."""
        value = raw.get(name) or []
        if not isinstance(value, Sequence) or isinstance(value, str):
            self.wrong(place, f"“{name}” should be a list of words.")
            return ()
        return tuple(filter(None, (self.text(place, {name: one}, name, most) for one in value)))

    def key(self, place: str, raw: Raw, text: str, taken: Sequence[str]) -> str:
        """The key of a question; one made of its first words where none is given."""
        key = self.text(place, raw, "key", 80)
        if key and not KEY.fullmatch(key):
            self.wrong(place, f"The key “{key[:40]}” should be small letters and digits with single hyphens between.")
        return key or key_from(text, taken)


def from_raw(raw: Any) -> tuple[SetDocument, list[Problem]]:
    """A document and what is wrong with its values. Never raises, whatever it is given."""
    reading = Reading()
    if not isinstance(raw, Mapping) or raw.get("what") != WHAT:
        return SetDocument("", ""), [Problem("The file", "This is not a question set that was taken out of here.")]
    if raw.get("format") != FORMAT:
        return SetDocument("", ""), [Problem("The file", "This file was made by a newer version; take it out again.")]
    taken: list[str] = []
    document = SetDocument(
        title=reading.text("Set", raw, "title", 200, "the question set a title"),
        kind=reading.text("Set", raw, "kind", 30, "the sort of return it makes"),
        purpose=reading.text("Set", raw, "purpose", 5000, lines=True),
        basis=reading.text("Set", raw, "basis", 5000, lines=True),
        starts_on=reading.day("Set", raw, "starts_on"), ends_on=reading.day("Set", raw, "ends_on"),
        schemes=tuple(_scheme(reading, one) for one in reading.rows("Rating schemes", raw, "schemes")),
        sections=tuple(
            _section(reading, one, place, taken)
            for place, one in enumerate(reading.rows("Sections", raw, "sections"), start=1)
        ),
    )  # fmt: skip
    return document, reading.problems


def _scheme(reading: Reading, raw: Raw) -> Scheme:
    place = str(raw.get("place") or "Rating schemes")
    levels: list[Level] = []
    for one in reading.rows(place, raw, "levels"):
        here = str(one.get("place") or place)
        word = reading.text(here, one, "word", 60, "each level a word")
        key = reading.key(here, one, word, [level.key for level in levels])
        weight = reading.number(here, one, "weight", 4, 2)
        levels.append(
            Level(key, word, reading.text(here, one, "colour", 40), Decimal(len(levels)) if weight is None else weight,
                  reading.text(here, one, "descriptor", 2000, lines=True))
        )  # fmt: skip
    return Scheme(
        reading.text(place, raw, "name", 200, "the rating scheme a name"), tuple(levels),
        counts_not_applicable=reading.flag(place, raw, "counts_not_applicable", False),
        allows_not_applicable=reading.flag(place, raw, "allows_not_applicable", True),
    )  # fmt: skip


def _section(reading: Reading, raw: Raw, number: int, taken: list[str]) -> SectionDocument:
    place = str(raw.get("place") or f"Section {number}")
    questions = tuple(
        _question(reading, one, f"Section {number}, question {at}", taken)
        for at, one in enumerate(reading.rows(place, raw, "questions"), start=1)
    )
    title = reading.text(place, raw, "title", 200, "the section a title")
    return SectionDocument(title, reading.text(place, raw, "guidance", 5000, lines=True), questions, place)


def _question(reading: Reading, raw: Raw, usual: str, taken: list[str]) -> QuestionDocument:
    place = str(raw.get("place") or usual)
    text = reading.text(place, raw, "text", 1000, "the question its words")
    key = reading.key(place, raw, text, taken)
    taken.append(key)
    weight = reading.number(place, raw, "weight", 4, 2)
    return QuestionDocument(
        key=key, text=text, asks=_asks(reading, place, raw, list(ASKS)), place=place,
        hint=reading.text(place, raw, "hint", 2000, lines=True),
        is_required=reading.flag(place, raw, "is_required", True), options=reading.words(place, raw, "options"),
        scheme=reading.text(place, raw, "scheme", 200), descriptors=_descriptors(reading, place, raw),
        weight=Decimal(1) if weight is None else weight, unit=reading.text(place, raw, "unit", 40),
        smallest=reading.number(place, raw, "smallest", 10, 4), largest=reading.number(place, raw, "largest", 10, 4),
        columns=tuple(_columns(reading, place, raw)), fills_from=reading.text(place, raw, "fills_from", 60),
    )  # fmt: skip


def _asks(reading: Reading, place: str, raw: Raw, known: Sequence[Asks]) -> Asks:
    """What is asked for, by its code or its words."""
    said = reading.text(place, raw, "asks", 200)
    by_words = {words.lower(): asks for asks, words in ASKS.items() if asks in known}
    if said in [str(one) for one in known]:
        return Asks(said)
    if said.lower() in by_words:
        return by_words[said.lower()]
    listed = ", ".join(str(one) for one in known)
    reading.wrong(place, f"“{said[:40]}” is no sort of answer; use one of: {listed}.")
    return Asks.TEXT


def _descriptors(reading: Reading, place: str, raw: Raw) -> tuple[tuple[str, str], ...]:
    value = raw.get("descriptors") or {}
    if not isinstance(value, Mapping):
        reading.wrong(place, "“descriptors” should say something for each level.")
        return ()
    told = [(str(key), reading.text(place, value, key, 2000, lines=True)) for key in value]
    return tuple(sorted((key, words) for key, words in told if words))


def _columns(reading: Reading, place: str, raw: Raw) -> list[tuple[tuple[str, Any], ...]]:
    found: list[tuple[tuple[str, Any], ...]] = []
    for one in reading.rows(place, raw, "columns"):
        here = str(one.get("place") or place)
        label = reading.text(here, one, "label", 200, "each column a heading")
        column: dict[str, Any] = {
            "key": reading.key(here, one, label, [dict(each)["key"] for each in found]), "label": label,
            "asks": str(_asks(reading, here, {"asks": one.get("asks") or "text"}, COLUMN_ASKS)),
        }  # fmt: skip
        options = reading.words(here, one, "options")
        found.append(tuple((column | ({"options": options} if options else {})).items()))
    return found
