"""Levels in words, risks as lists and files print them, and the matrix."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.risks import rules
from goldenthread.risks.queries import Matrix
from goldenthread.web.filters import count
from goldenthread.web.lists import Column

OWN = "The partnership’s own"
# How each level is tinted, whatever a partnership calls it: from the lowest to the highest.
TINTS = ("low", "moderate", "high", "extreme")
TONES = {"open": "open", "issue": "warn", "closed": "closed"}


@dataclass(frozen=True)
class Level:
    """A score in words: its number, the word of its level, and how it is tinted."""

    score: int
    word: str
    tint: str
    steps: str = ""


def level(value: int, scale: rules.Scale, likelihood: int = 0, impact: int = 0) -> Level:
    """A score with the word of its level on a scale; with its steps, also those in words."""
    band = rules.band_of(value, scale)
    place = [one.key for one in scale.bands].index(band.key)
    tint = TINTS[round(place * (len(TINTS) - 1) / max(len(scale.bands) - 1, 1))]
    words = ""
    if likelihood and impact:
        words = f"{_word(scale.likelihood, likelihood)}, {_word(scale.impact, impact).lower()}"
    return Level(value, band.word, tint, words)


def _word(steps: Sequence[rules.Step], value: int) -> str:
    return next((one.word for one in steps if one.level == value), str(value))


def level_of(said: Any, scale: rules.Scale) -> Level | None:
    """A kept score in words, or None where there is none."""
    return level(said.score, scale, said.likelihood, said.impact) if said else None


@dataclass(frozen=True)
class Row:
    """A risk as a list prints it."""

    risk: Any
    now: Level | None
    target: Level | None
    direction: str
    arrow: str
    is_above: bool
    register: str
    category: str
    state: str
    tone: str
    late: int
    threatens: str = ""


def row(risk: Any, scale: rules.Scale, today: date, threatens: Sequence[str] = ()) -> Row:
    """A risk with its words, and for a file with what it threatens."""
    now = risk.current
    word, arrow = rules.DIRECTION_WORDS[risk.direction]
    return Row(
        risk=risk,
        now=level_of(now, scale),
        target=level_of(risk.target, scale),
        direction=word,
        arrow=arrow,
        is_above=now is not None and rules.is_breached(now.score, risk.category, scale),
        register=risk.group.name if risk.group else OWN,
        category=scale.category(risk.category).word,
        state=rules.STATE_WORDS[rules.State(risk.state)],
        tone=TONES[risk.state],
        late=rules.days_late(risk.next_review_on, today) if risk.state != rules.State.CLOSED else 0,
        threatens="; ".join(threatens),
    )


COLUMNS = (
    Column("number", "Risk", ("number",), lambda one: one.risk.reference),
    Column("now", "Now", ("now", "number"), lambda one: one.now.score if one.now else "", number=True),
    Column("register", "Register", ("group__name", "number"), lambda one: one.register),
    Column("owner", "Owner", ("owner__name", "number"), lambda one: one.risk.owner.name if one.risk.owner else ""),
    Column("review", "Next review", ("next_review_on", "number"), lambda one: one.risk.next_review_on),
)


def _text(name: str) -> Any:
    return lambda one: getattr(one.risk, name)


DOWNLOAD = (
    COLUMNS[0],
    Column("title", "Name", value=_text("title")),
    Column("cause", "What it comes from", value=_text("cause")),
    Column("event", "What could happen", value=_text("event")),
    Column("effect", "What would follow", value=_text("effect")),
    Column("category", "What it is about", value=lambda one: one.category),
    Column("threatens", "Priority it threatens", value=lambda one: one.threatens),
    Column("duty", "Statutory duty it threatens", value=_text("duty")),
    COLUMNS[1],
    Column("level", "Level", value=lambda one: one.now.word if one.now else ""),
    Column("steps", "In words", value=lambda one: one.now.steps if one.now else ""),
    Column("direction", "Direction", value=lambda one: one.direction),
    Column("above", "Appetite", value=lambda one: "Above what we accept" if one.is_above else "Within"),
    Column("inherent", "Before any control", value=lambda one: one.risk.inherent.score if one.risk.inherent else ""),
    Column("target", "Where we want it", value=lambda one: one.target.score if one.target else ""),
    *COLUMNS[2:],
    Column("state", "State", value=lambda one: one.state),
)
WIDE = ("What it comes from", "What could happen", "What would follow", "Priority it threatens")


@dataclass(frozen=True)
class Cell:
    """One place of the matrix: its level, how many risks stand there, and what a reader without sight hears."""

    level: Level
    impact: rules.Step
    number: int
    query: dict[str, str]
    words: str


@dataclass(frozen=True)
class Line:
    """One row of the matrix."""

    step: rules.Step
    cells: list[Cell] = field(default_factory=list)


def matrix(found: Matrix, scale: rules.Scale, register: str) -> list[Line]:
    """The matrix as rows, the likeliest first; each place leads to the list of the risks that stand there."""
    kept = {"register": register} if register else {}
    return [
        Line(likely, [_cell(found, scale, likely, serious, kept) for serious in scale.impact])
        for likely in reversed(scale.likelihood)
    ]


def _cell(found: Matrix, scale: rules.Scale, likely: rules.Step, serious: rules.Step, kept: dict[str, str]) -> Cell:
    number = found.counts.get((likely.level, serious.level), 0)
    return Cell(
        level=level(rules.score(likely.level, serious.level), scale),
        impact=serious,
        number=number,
        query={"likelihood": str(likely.level), "impact": str(serious.level), **kept},
        words=count(number, "risk"),
    )
