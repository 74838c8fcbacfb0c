"""Actions as tables, strips and choices: where a template would otherwise have to think."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.actions.queries import ActionLine, AskedRow, Found, Made, Work, WorkRow, title_in_a_line
from goldenthread.actions.rules import (
    IMPACT_WORDS,
    PROVENANCE_WORDS,
    STATE_WORDS,
    STRENGTH_WORDS,
    WORKED_ON,
    State,
    Strength,
    What,
)
from goldenthread.documents.rules import QUADRANTS
from goldenthread.kernel.outcomes import Superseded
from goldenthread.kernel.rag import WORDS
from goldenthread.web.filters import count, listed
from goldenthread.web.filters import date as full_date
from goldenthread.web.lists import Column

TONES = {
    State.OPEN: "open",
    State.AWAITING_ACCEPTANCE: "warn",
    State.COMPLETE: "done",
    State.CLOSED_WITHOUT_COMPLETION: "closed",
    State.WITHDRAWN: "closed",
}
LEVELS = {Strength.NONE: 0, Strength.WEAK: 1, Strength.MODERATE: 2, Strength.STRONG: 3}
SIDE_WORDS = {key: words.word for key, words in QUADRANTS.items()}

COLUMNS = (
    Column("description", "Action", ("description",)),
    Column("due", "Due", ("is_over", "due_on", "description")),
    Column("delivery", "Delivery", ("urgency", "due_on")),
    Column("impact", "Impact", ("impact_rank", "due_on")),
    Column("strength", "Evidence", ("strength_rank", "due_on")),
    Column("updated", "Updated", ("last_update_on", "due_on")),
)


def state_words(line: ActionLine | Found) -> str:
    """The state in words."""
    return STATE_WORDS[State(line.state)]


def origin(line: ActionLine) -> str:
    """Where an action came from, with its page."""
    page = f", page {line.provenance_page}" if line.provenance_page else ""
    return f"{PROVENANCE_WORDS[line.provenance_kind]}: {line.provenance_text}{page}"


def _said(line: ActionLine) -> str:
    return line.last_update.text if line.last_update else ""


EXPORT = (
    Column("reference", "Number", value=lambda line: line.reference),
    Column("description", "Action", ("description",), value=lambda line: line.description),
    Column("lead", "Lead", ("lead_name", "description"), value=lambda line: line.lead_name),
    Column("contributors", "Who helps", value=lambda line: "; ".join(line.contributors)),
    Column("due_words", "Due, as written", value=lambda line: line.due_words),
    Column("due", "Due", ("is_over", "due_on", "description"), value=lambda line: line.due_on),
    Column("first_due", "First due", value=lambda line: line.first_due_on),
    Column("slips", "Times moved later", value=lambda line: line.slip_count),
    Column("state", "State", value=state_words),
    Column("delivery", "Delivery", ("urgency", "due_on"), value=lambda line: WORDS[line.rating].tag),
    Column("why", "Why", value=lambda line: line.delivery.why),
    Column("impact", "Impact", ("impact_rank", "due_on"), value=lambda line: IMPACT_WORDS[line.impact].tag),
    Column("strength", "Evidence", ("strength_rank", "due_on"), value=lambda line: STRENGTH_WORDS[line.strength].tag),
    Column("claims", "What the evidence shows", value=lambda line: "; ".join(one.claim for one in line.evidence)),
    Column("updated", "Last update", ("last_update_on", "due_on"), value=lambda line: line.last_update_on),
    Column("said", "What was said", value=_said),
    Column("reports_to", "Reports to", value=lambda line: "; ".join(line.reports_to)),
    Column("origin", "Came from", value=origin),
    Column("cohorts", "For", value=lambda line: "; ".join(line.cohorts)),
)


def title_of(line: ActionLine) -> str:
    """The action in one line, cut at a word where it runs on."""
    return title_in_a_line(line.description)


def both_in_words(superseded: Superseded) -> Superseded:
    """Both texts as a page prints them: lists as sentences, days in full."""

    def say(values: Mapping[str, Any]) -> dict[str, str]:
        return {key: _in_words(value) for key, value in values.items()}

    return Superseded(superseded.reason, say(superseded.theirs), say(superseded.yours), superseded.by)


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return listed(value)
    if isinstance(value, date):
        return full_date(value)
    return "" if value is None else str(value)


def is_over(line: ActionLine | Found) -> bool:
    """True once nobody has to do anything more."""
    return line.state not in WORKED_ON


@dataclass(frozen=True)
class WorkGroup:
    """One of the three groups of a page of work: its rows, how many still wait, and what to say where none is in it.

    `first` are acceptances, which stand above what is asked for besides; `rows` is everything else.
    """

    key: str
    title: str
    first: list[WorkRow]
    besides: list[AskedRow]
    rows: list[WorkRow]
    empty: str

    @property
    def is_empty(self) -> bool:
        """True where it has no row at all."""
        return not (self.first or self.besides or self.rows)

    @property
    def waiting(self) -> int:
        """How many are not answered yet."""
        return sum(row.answered is None for row in (*self.first, *self.rows)) + len(self.besides)

    @property
    def may_say_to_several(self) -> bool:
        """True where at least two could be answered together."""
        return sum(row.answered is None and row.may_update for row in self.rows) > 1


def groups_of_work(work: Work) -> list[WorkGroup]:
    """Today and overdue, this month, later."""
    said = [
        ("now", "Today and overdue", work.now, "Nothing waits: nothing is overdue, and nobody waits for word."),
        ("this_month", "This month", work.this_month, "Nothing falls due in the next 31 days."),
        ("later", "Later", work.later, "Nothing further off."),
    ]
    return [
        WorkGroup(
            key, title, [row for row in rows if row.part == "asked"],
            [row for row in work.besides if row.part == key], [row for row in rows if row.part != "asked"], empty,
        )
        for key, title, rows, empty in said
    ]  # fmt: skip


def suggested_first(suggested: Sequence[tuple[str, str]], known: list[Any]) -> list[Any]:
    """Leads as grouped choices with those suggested under a heading of their own, each once."""
    if not suggested:
        return known
    named = {value for value, _ in suggested}
    rest = [(heading, [one for one in choices if one[0] not in named]) for heading, choices in known]
    return [("Suggested", list(suggested)), *((heading, choices) for heading, choices in rest if choices)]


ORDERS: dict[What, tuple[str, str, str]] = {
    What.REASSIGN: ("Give {them} to {to}", "Give {them} to another lead", "{were} given to {to}"),
    What.MOVE_DATE: ("Move the date of {them} to {to}", "Move the date of {them}", "{were} moved to {to}"),
    What.ADD_GROUP: ("Let {them} report to {to}", "Let {them} report to another group", "{now} report to {to}"),
    What.REMOVE_GROUP: (
        "Let {them} no longer report to {to}",
        "Let {them} no longer report to a group",
        "{now} no longer report to {to}",
    ),
    What.ADD_COHORT: ("Say that {them} are for {to}", "Say whom {them} are for", "{now} are for {to}"),
    What.CHANGE_CLASS: (
        "Change the class of {them} to {to}", "Change who may read {them}", "{were} given the class {to}",
    ),
    What.NO_CHANGE: (
        "Record “no change” for {them}", "Record “no change” for {them}", "“No change” was recorded for {them}",
    ),
    What.CLOSE: (
        "Close {them} without completion", "Close {them} without completion", "{were} closed without completion",
    ),
    What.WITHDRAW: ("Withdraw {them}", "Withdraw {them}", "{were} withdrawn"),
}  # fmt: skip


def order(what: What, number: int) -> str:
    """What a button orders: "Give 14 actions to another lead"."""
    return ORDERS[what][1].format(them=count(number, "action"))


def question(what: What, number: int, to: str = "") -> str:
    """The same as the title of a page: with `to` what exactly is set, "Give 14 actions to Ines Calderwood"."""
    return ORDERS[what][0].format(them=count(number, "action"), to=to) if to else order(what, number)


def was(made: Made) -> str:
    """What was done, without who did it: "14 actions were given to Ines Calderwood"."""
    them = count(made.changed, "action")
    were = f"{them} {'was' if made.changed == 1 else 'were'}"
    return ORDERS[made.what][2].format(them=them, were=were, now=them, to=made.to_words)


def done(made: Made) -> str:
    """What was done as a message, with how many were left alone."""
    left = f" {count(made.left, 'action')} stayed as they were." if made.left > 1 else ""
    left = " 1 action stayed as it was." if made.left == 1 else left
    return f"{was(made)}.{left}"


PART_WORDS = {
    "asked": "Today or overdue", "now": "Today or overdue", "this_month": "This month", "later": "Later",
    "waiting": "Waiting for somebody to accept", "helping": "You help with", "finished": "Finished in the last month",
}  # fmt: skip


def became(line: Any) -> str:
    """What became of one action of a bulk change."""
    return "Stayed as it was" if line.left_alone else "Not put back" if line.not_undone else "Changed"
