"""Returns, rounds and duties to report as lists and pages print them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from goldenthread.kernel.working_days import in_words
from goldenthread.returns import rules
from goldenthread.returns.queries import Asked, ObligationLine, RoundShown, obligation_line, shown_round
from goldenthread.web.lists import Column

TONES = {
    "not_started": "plain", "draft": "open", "signed_off": "open", "submitted": "open", "returned": "warn",
    "accepted": "done", "excused": "closed", "closed": "closed",
}  # fmt: skip
ROUND_TONES = {"Out": "open", "All accepted": "done", "Closed": "closed"}
COLUMNS = (
    Column("what", "What", ("round__title", "who"), lambda one: one.round.title),
    Column("who", "Who owes it", ("who", "due_on"), lambda one: one.who),
    Column("to", "To", (), lambda one: ", ".join(one.reports_to)),
    Column("due", "Due", ("due_on", "round__title"), lambda one: one.due_on),
    Column("state", "State", ("state", "due_on"), lambda one: rules.STATES[rules.State(one.state)]),
)
DOWNLOAD = (
    *COLUMNS,
    Column("sent", "Sent on", value=lambda one: one.sent_on),
    Column("by", "Sent by", value=lambda one: one.sent_by),
    Column("late", "Late", value=lambda one: "Late" if one.is_late else ""),
    Column("extended", "Why it was given more time", value=lambda one: one.extended_reason),
    Column("reason", "Why it is so", value=lambda one: one.state_reason if one.state not in rules.OWED else ""),
)
ROUNDS = (
    Column("title", "Round", ("title",)),
    Column("set", "Questions", ("question_set__title", "title"), lambda one: str(one.question_set)),
    Column("to", "For", (), lambda one: ", ".join(one.to_group_names)),
    Column("due", "Due", ("due_on", "title"), lambda one: one.due_on),
    Column("sent", "Sent", ("sent", "title"), lambda one: shown_round(one).words, number=False),
    Column("state", "State", ("state", "due_on"), lambda one: shown_round(one).state),
)
OBLIGATIONS = (
    Column("title", "What is reported", ("title",)),
    Column("who", "By", ("who", "title"), lambda one: one.who),
    Column("to", "To", (), lambda one: ", ".join(one.to_names)),
    Column("rhythm", "How often", (), lambda one: obligation_line(one).reads),
    Column("next", "Next due", ("next_on", "title"), lambda one: one.next_on),
)
OBLIGATIONS_DOWNLOAD = (
    *OBLIGATIONS,
    Column("gone", "Still there", value=lambda one: "Nobody is left to report" if one.is_gone else ""),
)
REQUESTS = (
    Column("exception", "Exception", ("exception",)),
    Column("wanted", "Asked for", ("wanted", "raised_on"), lambda one: one.get_wanted_display()),
    Column("from", "By", ("from_group__name", "raised_on"), lambda one: str(one.from_group or "")),
    Column("to", "Of", ("to_group__name", "raised_on"), lambda one: one.to_group.name),
    Column("by", "Needed by", ("needed_on", "raised_on"), lambda one: one.wanted_by),
    Column("state", "State", ("state", "raised_on"), lambda one: one.get_state_display()),
)
REQUESTS_DOWNLOAD = (
    *REQUESTS,
    Column("options", "Options"),
    Column("raised", "Raised", value=lambda one: one.raised_on),
    Column("answer", "Answer"),
    Column("answered", "Answered on", value=lambda one: one.answered_on),
)
SETS = (
    Column("title", "Question set", ("title", "-edition"), str),
    Column("kind", "Sort", ("kind", "title"), lambda one: one.get_kind_display()),
    Column("questions", "Questions", ("question_count", "title"), lambda one: one.question_count, number=True),
    Column("state", "State", ("state", "title"), lambda one: one.get_state_display()),
)


def lateness(owed: Any, today: date) -> str:
    """How late something is or was: "4 working days late"; nothing where it is in time."""
    days = rules.days_late(owed.state, owed.due_on, owed.sent_on, today)
    return f"{in_words(days)} late" if days else ""


def value_words(asked: Asked, answer: Any = None) -> str:
    """An answer as it is read: the word of a level, "Yes", a date, a number with its unit; or nothing."""
    given, question = answer or asked.answer, asked.question
    return rules.in_words(question.asks, given.value, question.level_words, question.unit) if given else ""


def table_of(asked: Asked, answer: Any = None) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of a table that was filled in, or of exceptions."""
    given = answer or asked.answer
    columns = list(rules.columns_of(asked.as_rule))
    rows = given.value if given and isinstance(given.value, list) else []
    cells = [[_cell(column, row.get(column["key"])) for column in columns] for row in rows]
    return [str(column["label"]) for column in columns], cells


def _cell(column: Mapping[str, Any], value: Any) -> str:
    if value in (None, ""):
        return "–"
    return rules.day_words(value) if column["asks"] == rules.Asks.DATE else str(value)


def is_table(asked: Asked) -> bool:
    """True for questions that are answered row by row."""
    return asked.question.asks in (rules.Asks.TABLE, rules.Asks.EXCEPTIONS)


def facts_of(line: ObligationLine) -> list[dict[str, Any]]:
    """A standing duty as facts beside its page."""
    owed = line.obligation
    return [
        {"key": "Reported by", "value": line.who},
        {"key": "Reported to", "several": list(line.to_groups)},
        {"key": "How often", "value": line.reads},
        {"key": "Questions", "value": line.asks or "None: shown on the forward plan only"},
        {"key": "Sent out", "value": f"{in_words(owed.opens_before)} before it is due" if line.asks else ""},
        {"key": "Sign-off", "value": "Needed before it is sent" if owed.needs_sign_off else ""},
        {"key": "Basis", "value": owed.basis},
    ]


def ladder_words(ladder: list[dict[str, Any]]) -> list[str]:
    """What lateness leads to, one sentence for each rung."""
    return [f"After {in_words(one['after'])}: {rules.RUNGS[rules.Rung(one['rung'])].lower()}" for one in ladder]


def round_heading(shown: RoundShown) -> str:
    """What a round is of, above its title."""
    return str(shown.round.question_set)
