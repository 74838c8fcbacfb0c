"""Challenges as the parameters of components, where a template would otherwise have to think."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.challenges import rules
from goldenthread.challenges.queries import line_of
from goldenthread.challenges.rules import OUTCOME_WORDS, RAISED_AS_WORDS, Outcome, RaisedAs, State, Turn
from goldenthread.web.lists import Column

TONES = {State.OPEN: "open", State.ANSWERED: "plain", State.CLOSED: "closed", State.NOTED: "done"}
DID = {
    Turn.RAISED: "raised it",
    Turn.ANSWERED: "answered",
    Turn.EVIDENCED: "added evidence",
    Turn.EXTENDED: "gave more time",
    Turn.CLOSED: "closed it",
    Turn.REOPENED: "asked again",
}


@dataclass(frozen=True)
class Row:
    """A challenge as a list prints it."""

    challenge: Any
    title: str
    stage: str
    tone: str


def row(challenge: Any, today: date) -> Row:
    """A challenge with its words."""
    late = rules.days_late(challenge.state, challenge.due_on, today)
    return Row(
        challenge=challenge,
        title=f"{challenge.number} {line_of(challenge.text)}",
        stage=rules.stage(challenge.state, challenge.outcome, challenge.due_on, today),
        tone="warn" if late else TONES[challenge.state],
    )


def raised_by(challenge: Any) -> str:
    """Who raised it and in which part: "The chair, Gwen Abara"."""
    return f"{RAISED_AS_WORDS[RaisedAs(challenge.raised_as)]}, {challenge.raised_by_name}"


@dataclass(frozen=True)
class Said:
    """One turn of the conversation."""

    who: str
    did: str
    turn: Any
    outcome: str
    is_answer: bool


def conversation(turns: Sequence[Any], is_good_practice: bool) -> list[Said]:
    """Everything said, in order, each with who said it and for whom."""
    return [_said(turn, is_good_practice) for turn in turns]


def _said(turn: Any, is_good_practice: bool) -> Said:
    who = f"{turn.by_name} for {turn.on_behalf_of}" if turn.on_behalf_of else turn.by_name
    did = "noted it" if is_good_practice and turn.what == Turn.RAISED else DID[Turn(turn.what)]
    outcome = OUTCOME_WORDS[Outcome(turn.outcome)] if turn.outcome else ""
    return Said(who, did, turn, outcome, turn.what in (Turn.ANSWERED, Turn.EVIDENCED))


COLUMNS = (
    Column("number", "Challenge", ("number", "kind")),
    Column("to", "Put to", ("to_name", "-number"), lambda one: one.to_name),
    Column("raised", "Raised", ("raised_on", "number"), lambda one: one.raised_on),
    Column("due", "Answer due", ("due_on", "number"), lambda one: one.due_on),
    Column("state", "Where it stands", ("state", "due_on"), lambda one: one.get_state_display()),
)
DOWNLOAD = (
    Column("number", "Number"),
    Column("kind", "What", value=lambda one: one.get_kind_display()),
    Column("to", "Put to", ("to_name", "-number"), lambda one: one.to_name),
    Column("text", "What was put"),
    Column("why", "Why it matters"),
    Column("raised_by", "Raised by", value=raised_by),
    Column("group", "Raised in", value=lambda one: one.group.name if one.group else ""),
    *COLUMNS[2:],
    Column("answered_on", "Answered"),
    Column("outcome", "Outcome", value=lambda one: one.get_outcome_display()),
    Column("what_changed", "What changed"),
    Column("closed_on", "Closed"),
)
WIDE = ("What was put", "Why it matters", "What changed")
