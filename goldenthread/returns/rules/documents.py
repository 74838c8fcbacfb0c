"""A question set as plain values, as files hold it: what it says, and everything that is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from goldenthread.kernel.outcomes import Denied
from goldenthread.kernel.rules import rule
from goldenthread.returns.rules import questions as asking
from goldenthread.returns.rules.questions import Asks, Level, Scheme


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file: where ("Questions, row 7") and one sentence that says what to do."""

    place: str
    said: str


@dataclass(frozen=True)
class QuestionDocument:
    """One question; `scheme` is the name of its rating scheme, `place` where in the file it stood."""

    key: str
    text: str
    asks: Asks
    hint: str = ""
    is_required: bool = True
    options: tuple[str, ...] = ()
    scheme: str = ""
    descriptors: tuple[tuple[str, str], ...] = ()
    weight: Decimal = Decimal(1)
    unit: str = ""
    smallest: Decimal | None = None
    largest: Decimal | None = None
    columns: tuple[tuple[tuple[str, Any], ...], ...] = ()
    fills_from: str = ""
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class SectionDocument:
    """One section with its questions."""

    title: str
    guidance: str = ""
    questions: tuple[QuestionDocument, ...] = ()
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class SetDocument:
    """A version of a question set, whole: whatever is needed to make it again anywhere."""

    title: str
    kind: str
    purpose: str = ""
    basis: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    schemes: tuple[Scheme, ...] = ()
    sections: tuple[SectionDocument, ...] = ()

    @property
    def questions(self) -> list[QuestionDocument]:
        """Every question in order."""
        return [one for section in self.sections for one in section.questions]


@rule("returns.document_problems", "House rule: what is brought in could have been written here")
def document_problems(document: SetDocument, kinds: Iterable[str], fillers: Iterable[str]) -> list[Problem]:
    """Everything that keeps a question set from being brought in, in the order of the file."""
    found: list[Problem] = []
    if document.kind not in set(kinds):
        found.append(Problem("Set", f"“{document.kind}” is no sort of return; use one of: {', '.join(kinds)}."))
    if document.starts_on and document.ends_on and document.ends_on < document.starts_on:
        found.append(Problem("Set", "The last day must be on or after the first day."))
    if not document.questions:
        found.append(Problem("Questions", "There is no question in this file."))
    found += _of_schemes(document.schemes)
    known = {one.name: one for one in document.schemes}
    seen: dict[str, str] = {}
    for one in document.questions:
        if one.key in seen:
            said = f"The key “{one.key}” is used already, at {seen[one.key]}; give this question another."
            found.append(Problem(one.place, said))
        seen.setdefault(one.key, one.place)
        found += [Problem(one.place, said) for said in _of_question(one, known, set(fillers))]
    return found


def _of_schemes(schemes: Sequence[Scheme]) -> list[Problem]:
    found = []
    names = [one.name for one in schemes]
    for one in schemes:
        if names.count(one.name) > 1:
            found.append(Problem("Rating schemes", f"Two rating schemes are called “{one.name}”."))
        words, keys = [level.word for level in one.levels], [level.key for level in one.levels]
        if len(words) < 2 or len(set(words)) < len(words) or len(set(keys)) < len(keys):
            said = f"“{one.name}” needs at least two levels, each with a word and a key of its own."
            found.append(Problem("Rating schemes", said))
    return list(dict.fromkeys(found))


def _of_question(one: QuestionDocument, known: Mapping[str, Scheme], fillers: set[str]) -> list[str]:
    found = []
    scheme = known.get(one.scheme)
    if one.scheme and scheme is None:
        found.append(f"There is no rating scheme “{one.scheme}” in this file.")
    levels = tuple(level.key for level in scheme.levels) if scheme else ()
    for key, _ in one.descriptors:
        if key not in levels:
            found.append(f"“{key}” is no level of its rating scheme, so nothing can be said of it.")
    if one.fills_from and one.fills_from not in fillers:
        listed = ", ".join(sorted(fillers))
        found.append(f"The records cannot say “{one.fills_from}”; leave it empty, or use one of: {listed}.")
    if one.smallest is not None and one.largest is not None and one.largest < one.smallest:
        found.append("The largest number must not be less than the smallest.")
    labels = [str(dict(column)["key"]) for column in one.columns]
    if len(set(labels)) < len(labels):
        found.append("Two columns of its table have the same key.")
    if not (one.scheme and scheme is None):
        verdict = asking.may_publish([as_question(one, levels)])
        if isinstance(verdict, Denied):
            found.append(verdict.reason)
    return found


def as_question(one: QuestionDocument, levels: Sequence[str] = ()) -> asking.Question:
    """A question of a file as the rules of answering see it."""
    return asking.Question(
        key=one.key, text=one.text, asks=one.asks, is_required=one.is_required, options=one.options, levels=levels,
        columns=tuple(dict(column) for column in one.columns), smallest=one.smallest, largest=one.largest,
        fills_from=one.fills_from,
    )  # fmt: skip


@rule("returns.same_scheme", "House rule: a rating scheme never changes, because answers stand on it")
def is_same_scheme(one: Scheme, other: Scheme) -> bool:
    """True where two schemes rate alike: the same levels in order and the same way with not applicable."""
    return (
        [_told(level) for level in one.levels] == [_told(level) for level in other.levels]
        and one.allows_not_applicable == other.allows_not_applicable
        and one.counts_not_applicable == other.counts_not_applicable
    )


def _told(level: Level) -> tuple[Any, ...]:
    return (level.key, level.word, level.colour, Decimal(level.weight), level.descriptor)


@rule("returns.dates_brought_in", "House rule: a draft comes into use when somebody puts it into use")
def dates_brought_in(document: SetDocument, today: date) -> tuple[date | None, date | None]:
    """The first and last day a draft takes from a file: those that are not past, since a draft is for what comes."""
    first, last = document.starts_on, document.ends_on
    if last and last < today:
        return None, None
    return (None if first and first < today else first), last


OTHER_SCHEME = (
    "There is a rating scheme “{name}” here already that rates otherwise. Give the one in the file another name, "
    "since a scheme never changes."
)
