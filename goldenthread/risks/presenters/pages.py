"""What the page of one risk says, and the page of what has moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.rendering.charts import Chart
from goldenthread.rendering.histories import history_line
from goldenthread.risks import rules
from goldenthread.risks.presenters.rows import OWN, Level, level, level_of
from goldenthread.risks.queries import Moved, RiskShown
from goldenthread.risks.queries.movement import move_sentence
from goldenthread.web.filters import count, listed


@dataclass(frozen=True)
class Standing:
    """One of the three scores as a page shows it: what it is, and, where it was said, the level, by whom and why."""

    title: str
    meaning: str
    level: Level | None
    said: Any = None


def standings(shown: RiskShown) -> list[Standing]:
    """The three scores in their order."""
    scores = {kind: getattr(shown.risk, kind.value) for kind in rules.ScoreKind}
    return [
        Standing(title, meaning, level_of(scores[kind], shown.scale), scores[kind])
        for kind, (title, meaning) in rules.SCORE_WORDS.items()
    ]


def appetite_sentence(shown: RiskShown) -> str:
    """How the score now stands to what the partnership accepts for the category, in a sentence."""
    about = shown.scale.category(shown.risk.category)
    word = rules.APPETITE_WORDS[about.appetite][0].lower()
    highest = shown.scale.appetites[about.appetite]
    told = f"Of {about.word.lower()} we accept up to {highest} ({word})"
    if shown.risk.current is None:
        return f"{told}."
    now = shown.risk.current.score
    return f"{told}; this risk stands at {now}, which is {'above that' if shown.is_breached else 'within that'}."


def has_history(shown: RiskShown) -> bool:
    """True where the score now has a course: another score before it, or a review that confirmed it."""
    now = [one for one in shown.scores if one.kind == rules.ScoreKind.CURRENT]
    return len(now) > 1 or any(shown.risk.reviewed_on > one.said_on for one in now)


def history_chart(shown: RiskShown) -> Chart:
    """The course of the score now as a line up to the last review, with what is accepted as a limit."""
    points = [(one.said_on, one.score) for one in shown.scores if one.kind == rules.ScoreKind.CURRENT]
    top = len(shown.scale.likelihood) * len(shown.scale.impact)
    limit = ("we accept up to", rules.accepted_up_to(shown.risk.category, shown.scale))
    title = f"Score of risk {shown.risk.reference}"
    return history_line(points, title, "Score", top=top, limit=limit, until=shown.risk.reviewed_on)


def score_rows(shown: RiskShown) -> list[list[str]]:
    """Every score ever said, newest first, as the rows of a table; each in the words of the scale of its day."""
    titles = {kind.value: words[0] for kind, words in rules.SCORE_WORDS.items()}
    return [
        [_day(one.said_on), titles[one.kind], _score_words(one), one.why, one.said_by_name]
        for one in reversed(shown.scores)
    ]


def _score_words(said: Any) -> str:
    then = level(said.score, said.scale.scale, said.likelihood, said.impact)
    return f"{then.score} {then.word} ({then.steps})"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def line_rows(shown: RiskShown) -> list[tuple[str, str, int]]:
    """The three lines of assurance as (word, meaning, how many standing controls each speaks for)."""
    return [(*rules.LINE_WORDS[line], shown.lines[line.value]) for line in rules.Line]


@dataclass(frozen=True)
class MoveLine:
    """A decision as a page tells it."""

    sentence: str
    why: str
    who: str
    at: Any


def move_lines(shown: RiskShown) -> list[MoveLine]:
    """What was decided about a risk, newest first."""
    return [
        MoveLine(move_sentence(one), one.why, _who(one), one.made_at)
        for one in shown.moves
    ]  # fmt: skip


def _who(move: Any) -> str:
    if move.decided_by_name != move.made_by_name:
        return f"{move.decided_by_name}, recorded by {move.made_by_name}"
    return str(move.decided_by_name)


@dataclass(frozen=True)
class Movement:
    """A risk on the page of movement: then, now, an arrow as a word, and what was decided since."""

    risk: Any
    then: Level | None
    now: Level | None
    direction: str
    arrow: str
    told: list[str]
    why: str
    is_above: bool
    register: str


def movement(moved: Moved, scale: rules.Scale) -> Movement:
    """One line of the page of movement."""
    word, arrow = rules.DIRECTION_WORDS[moved.direction]
    risk = moved.risk
    return Movement(
        risk=risk,
        then=level(moved.then, scale) if moved.then else None,
        now=level_of(risk.current, scale),
        direction=word,
        arrow=arrow,
        told=moved.decided,
        why=risk.current.why if risk.current and moved.direction is not rules.Direction.SAME else "",
        is_above=moved.is_above,
        register=risk.group.name if risk.group else OWN,
    )


def movement_sentence(every: Sequence[Moved]) -> str:
    """What moved, in one sentence: "Of 12 risks, 2 rose, 3 fell, 1 is new and 6 stand where they stood"."""
    if not every:
        return "There is no risk here to show."
    number = {one: sum(moved.direction is one for moved in every) for one in rules.Direction}
    parts = [
        (number[rules.Direction.UP], "rose", "rose"), (number[rules.Direction.DOWN], "fell", "fell"),
        (number[rules.Direction.NEW], "is new", "are new"),
        (number[rules.Direction.SAME], "stands where it stood", "stand where they stood"),
    ]  # fmt: skip
    said = listed(f"{many} {one if many == 1 else more}" for many, one, more in parts if many)
    above = sum(one.is_above for one in every)
    over = f" {count(above, 'risk')} {'stands' if above == 1 else 'stand'} above what we accept." if above else ""
    return f"Of {count(len(every), 'risk')}, {said}.{over}"


def action_classes(readable: frozenset[str]) -> list[tuple[str, str]]:
    """With which class an action raised from a risk may be marked by whoever reads these classes."""
    words = {"G": "Members of the partnership", "R": "Only those who read restricted papers, and those who work on it"}
    return [(letter, said) for letter, said in words.items() if letter in readable]
