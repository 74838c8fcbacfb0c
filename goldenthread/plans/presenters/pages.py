"""What the pages of plans would otherwise have to work out: words, next steps, and the lines of a plan as filtered."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from goldenthread.actions.permissions import RAISE
from goldenthread.actions.queries import ActionLine, ActionRow
from goldenthread.actions.rules import IMPACT_WORDS, STRENGTH_WORDS, Strength
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import ORDER, WORDS, Delivery
from goldenthread.plans.permissions import APPROVE, CHANGE, IMPORT, RATE
from goldenthread.plans.queries import Line, ObjectiveNode, PlanTree, PriorityNode
from goldenthread.plans.rules import LEVELS, Piece, level_word, pieces_of
from goldenthread.trail import queries as trail

TONES = {"draft": "plain", "approved": "done", "live": "open", "closed": "closed"}
VERSION_TONES = {
    "draft": "plain", "for_approval": "warn", "approved": "done", "issued": "open", "superseded": "closed",
}  # fmt: skip
STEPS: Mapping[str, tuple[str, str, str]] = {
    "draft": ("approve_plan", "Approve this plan", "approve"),
    "approved": ("start_plan", "Make it live", "change"),
}

# With more actions than these a plan's page lists those of one chapter at a time.
LARGE = 150


@dataclass(frozen=True)
class Words:
    """What one plan calls its levels."""

    own: Mapping[str, list[str]]

    def one(self, level: str) -> str:
        """The singular, as on a heading."""
        return level_word(self.own, level)

    def many(self, level: str) -> str:
        """The plural, as on a heading."""
        return level_word(self.own, level, 2)

    def said(self, level: str, number: int = 1) -> str:
        """The word in the middle of a sentence, singular or plural as the number asks."""
        word = level_word(self.own, level, number)
        return word if word.isupper() else word[:1].lower() + word[1:]

    def a(self, level: str) -> str:
        """The singular with its article: "an aim", "a priority"."""
        word = self.said(level)
        return f"an {word}" if word[:1].lower() in "aeio" else f"a {word}"

    def count(self, level: str, number: int) -> str:
        """A number with its word: "3 aims", "no aims"."""
        return f"{number:,} {self.said(level, number)}" if number else f"no {self.said(level, 2)}"


def words_of(plan: Any) -> Words:
    """The words of one plan."""
    return Words(plan.level_words)


@dataclass(frozen=True)
class May:
    """What this person may do with a plan as it stands now; a closed plan is only read."""

    change: bool
    approve: bool
    rate: bool
    raise_action: bool
    bring_in: bool

    @classmethod
    def of(cls, actor: Actor, state: str = "draft") -> "May":
        """For one person and a plan in one state."""
        is_open = state != "closed"
        return cls(
            change=is_open and actor.may(CHANGE),
            approve=is_open and actor.may(APPROVE),
            rate=is_open and actor.may(RATE),
            raise_action=is_open and actor.may(RAISE),
            bring_in=actor.may(IMPORT),
        )


def next_step(may: May, state: str) -> tuple[str, str] | None:
    """The page and the words of the plan's next step, where this person may take it."""
    page, words, needed = STEPS.get(state, ("", "", ""))
    return (page, words) if page and getattr(may, needed) else None


def in_order(counts: Mapping[Delivery, int]) -> dict[Delivery, int]:
    """The counts in the order in which a bar draws them: what goes well first, what needs attention last."""
    return {state: counts.get(state, 0) for state in _DRAWN}


_DRAWN = (
    Delivery.COMPLETE,
    Delivery.ON_TRACK,
    Delivery.NOT_STARTED,
    Delivery.NO_UPDATE,
    Delivery.AT_RISK,
    Delivery.OFF_TRACK,
)
_LEVELS = {Strength.NONE: 0, Strength.WEAK: 1, Strength.MODERATE: 2, Strength.STRONG: 3}


def strength_level(line: ActionLine | ActionRow) -> int:
    """How many bars of three the strength of an action's evidence fills."""
    return _LEVELS[line.strength]


@dataclass(frozen=True)
class Told:
    """One thing that happened, or several of the same by one person: the sentence, what it was done to, when."""

    sentence: str
    kind: str
    thing_id: UUID
    title: str
    at: datetime
    more: int = 0


def told(lines: Iterable[trail.Line], shown: int = 8) -> list[Told]:
    """The latest things, newest first; the same thing done by the same person within an hour is told once."""
    found: list[Told] = []
    said: dict[tuple[str, str, str], int] = {}
    for line in lines:
        key = (line.who, line.kind, line.did)
        place = said.get(key)
        if place is not None and found[place].at - line.at < timedelta(hours=1):
            found[place] = replace(found[place], more=found[place].more + 1)
            continue
        said[key] = len(found)
        found.append(Told(line.sentence.rstrip("."), line.kind, line.thing_id, line.title, line.at))
    return found[:shown]


def named(lines: Iterable[trail.Line], words: Words, titles: bool = False) -> list[trail.Line]:
    """A history in the plan's own words; with `titles`, sentences about a part of the plan say which."""
    return [replace(line, sentence=_sentence(line, words, titles)) for line in lines]


def _sentence(line: trail.Line, words: Words, titles: bool) -> str:
    said, level = line.sentence, line.kind.rpartition(".")[2]
    if level in LEVELS:
        said = said.replace(f"this {line.thing}", f"this {words.said(level)}")
    return f"{said.rstrip('.')}: {line.title}" if titles and level != "plan" else said


@dataclass(frozen=True)
class PlanRow:
    """One action of a plan in one place of it, as it is put in order and, where `line` is in full, downloaded."""

    line: Any
    priority: str = ""
    objective: str = ""

    @property
    def place(self) -> int:
        """The same for every row, so that the plan's own order stays."""
        return 0

    @property
    def description(self) -> str:
        """What will be done."""
        return self.line.description

    @property
    def lead(self) -> str:
        """Who leads."""
        return self.line.lead_name

    @property
    def due_on(self) -> date | None:
        """The last day, where one is known."""
        return self.line.due_on

    @property
    def urgency(self) -> int:
        """0 for the rating that most needs attention."""
        return ORDER.index(self.line.delivery.rating)


# Each column of a download with what it prints.
PRINTED: tuple[tuple[str, Callable[[PlanRow], object]], ...] = (
    ("Priority", lambda row: row.priority),
    ("Objective", lambda row: row.objective),
    ("Reference", lambda row: row.line.reference),
    ("Action", lambda row: row.line.description),
    ("Lead", lambda row: row.line.lead_name),
    ("Due, as the plan has it", lambda row: row.line.due_words),
    ("Due", lambda row: row.line.due_on),
    ("Delivery", lambda row: WORDS[row.line.delivery.rating].tag),
    ("Why", lambda row: row.line.delivery.why),
    ("Impact", lambda row: IMPACT_WORDS[row.line.impact].tag),
    ("Evidence", lambda row: STRENGTH_WORDS[row.line.strength].tag),
    ("Pieces of evidence", lambda row: row.line.evidence_count),
    ("Last update", lambda row: row.line.last_update_on),
    ("What it said", lambda row: row.line.last_update.text if row.line.last_update else ""),
    ("Times the date moved", lambda row: row.line.slip_count),
)


def plan_rows(tree: PlanTree[Line]) -> Iterator[PlanRow]:
    """Every action in every place it has in the plan, in the plan's order."""
    for node in tree.priorities:
        for under in node.objectives:
            yield from (PlanRow(line, str(node.priority), str(under.objective)) for line in under.actions)
        yield from (PlanRow(line, str(node.priority)) for line in node.actions)
    for loose in tree.objectives:
        yield from (PlanRow(line, "", str(loose.objective)) for line in loose.actions)
    yield from (PlanRow(line) for line in tree.actions)


def pieces(section: Any) -> list[tuple[int, Piece]]:
    """A section of a plan as headings, paragraphs and bullets one after the other, each with its heading's level."""
    return [row for piece in pieces_of(section.kind, section.body) for row in _flat(piece, 3)]


def _flat(piece: Piece, level: int) -> Iterator[tuple[int, Piece]]:
    yield level, piece
    for inner in piece.pieces:
        yield from _flat(inner, min(level + 1, 6) if piece.heading else level)


def matches(line: ActionLine | ActionRow, filters: Mapping[str, Any], today: date) -> bool:
    """True when an action is among those filtered for."""
    return (
        (not filters.get("rating") or str(line.rating) in filters["rating"])
        and (not filters.get("lead") or line.lead_name == filters["lead"])
        and (not filters.get("group") or filters["group"] in line.reports_to)
        and (not filters.get("silent") or line.is_silent)
        and _is_due(line, filters.get("due", ""), today)
    )


def _is_due(line: ActionLine | ActionRow, due: str, today: date) -> bool:
    if not due:
        return True
    if due == "overdue":
        return line.is_overdue
    if due == "none":
        return line.is_worked_on and line.due_on is None
    until = today + timedelta(days=int(due))
    return line.is_worked_on and line.next_due_on is not None and today <= line.next_due_on <= until


def only(tree: PlanTree[Line], kept: Iterable[Line]) -> PlanTree[Line]:
    """The tree with only some of its actions, and without what has none of them left; every standing stays."""
    ids = {line.id for line in kept}

    def lines(rows: list[Line]) -> list[Line]:
        return [line for line in rows if line.id in ids]

    def objectives(nodes: list[ObjectiveNode[Line]]) -> list[ObjectiveNode[Line]]:
        left = [replace(node, actions=lines(node.actions)) for node in nodes]
        return [node for node in left if node.actions]

    def priority(node: PriorityNode[Line]) -> PriorityNode[Line]:
        return replace(
            node,
            objectives=objectives(node.objectives),
            actions=lines(node.actions),
            all_actions=lines(node.all_actions),
        )

    priorities = [priority(node) for node in tree.priorities]
    return replace(
        tree,
        priorities=[node for node in priorities if node.all_actions],
        objectives=objectives(tree.objectives),
        actions=lines(tree.actions),
        all_actions=lines(tree.all_actions),
    )


def folded(tree: PlanTree[Line], asked: str) -> set[UUID]:
    """The chapters whose actions a page does not list, because the plan has too many: all but one.

    Chapters are priorities, or objectives in a plan without any. The first is listed, or the one `asked` for by id;
    "all" lists everything.
    """
    chapters = [node.priority.pk for node in tree.priorities] or [node.objective.pk for node in tree.objectives]
    if len(tree.all_actions) <= LARGE or asked == "all":
        return set()
    listed = next((key for key in chapters if str(key) == asked), chapters[0] if chapters else None)
    return set(chapters) - {listed}


def in_sentence(counts: Mapping[Delivery, int]) -> str:
    """The counts as words, what needs attention first: "2 off track, 5 on track"."""
    return ", ".join(f"{counts[state]} {WORDS[state].tag.lower()}" for state in ORDER if counts.get(state))
