"""When an action falls due: several printed dates, vague ones among them, and what counts as a slip."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

# Kinds of due date that name a day, a month or a stretch of time, as against a rhythm, "ongoing" or "TBC".
NAMES_A_TIME = frozenset({"date", "month", "quarter", "financial_year", "span"})
WINDOWS = frozenset({"quarter", "financial_year", "span"})


class Due(Protocol):
    """One due date as printed: its words, its kind (`kernel.due_dates.Kind`), the first and last day it means."""

    @property
    def words(self) -> str:
        """As printed."""

    @property
    def kind(self) -> str:
        """What sort of phrase it is."""

    @property
    def starts_on(self) -> date | None:
        """The first day it means."""

    @property
    def ends_on(self) -> date | None:
        """The last day it means."""


def said(day: date) -> str:
    """A day in full: "4 March 2026"."""
    return f"{day.day} {day:%B %Y}"


@rule("actions.no_year_is_never_overdue", "Domain guide, sections 8.1 and 11: no year is ever invented")
def lacks_a_year(due: Due) -> bool:
    """True where the words name a time ("Quarter 1-2", "30 June") but no year, so that nobody can say when it is."""
    return due.kind in NAMES_A_TIME and due.ends_on is None


@rule("actions.final_date", "Domain guide 8.1: an action may have several due dates; Annex A row 12")
def final_date(dues: Iterable[Due]) -> date | None:
    """The last day of the last due date, or None where none is known.

    None, too, where any of the dates lacks its year: the last one cannot then be told. "Ongoing", a rhythm or "TBC"
    beside real dates does not count.
    """
    rows = list(dues)
    if any(lacks_a_year(due) for due in rows):
        return None
    return max((due.ends_on for due in rows if due.ends_on), default=None)


@rule("actions.first_date", "House rule: kernel.rag, not started is before its first date")
def first_date(dues: Iterable[Due], starts_on: date | None = None) -> date | None:
    """The day before which nobody need have said anything, or None where work may begin at once.

    It is the day set for the start; else the first day of the earliest window (a quarter, a year, a span); else, of
    several dates, the earliest. A single date is a deadline and says nothing of the start.
    """
    if starts_on:
        return starts_on
    rows = [due for due in dues if due.starts_on]
    windows = [due.starts_on for due in rows if due.kind in WINDOWS and due.starts_on]
    if windows:
        return min(windows)
    days = [due.starts_on for due in rows if due.starts_on]
    return min(days) if len(days) > 1 else None


@rule("actions.next_due", "Domain guide, Annex A row 12: report dates on one action")
def next_due(days: Iterable[date], today: date) -> date | None:
    """The earliest of the last days that has not passed, today included; None where all have."""
    return min((day for day in days if day >= today), default=None)


@rule("actions.overdue", "Domain guide 8.2: red is overdue or will not be met")
def is_overdue(due_on: date | None, today: date) -> bool:
    """True from the day after the final date. Without a final date nothing is overdue."""
    return due_on is not None and due_on < today


def due_in_words(dues: Sequence[Due], due_on: date | None, today: date) -> str:
    """One sentence that says when the action is due and how far off that is, or why nobody can say."""
    if not dues:
        return "No date has been set."
    vague = [due for due in dues if lacks_a_year(due)]
    if vague:
        return f"The plan gives no year for {_listed(vague)}, so it never counts as overdue. Give it a real date."
    if due_on is None:
        return f"The date reads {_listed(dues)}, which is no day in the calendar, so it never counts as overdue."
    days = (due_on - today).days
    if days < 0:
        return f"Overdue by {_days(-days)}: it was due on {said(due_on)}."
    if days == 0:
        return f"Due today, {said(due_on)}."
    return f"Due on {said(due_on)}, in {_days(days)}."


def _listed(dues: Sequence[Due]) -> str:
    return " and ".join(f"“{due.words}”" for due in dues)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def amount_of_slip(due_on: date | None, new: date | None) -> int:
    """By how many days the final date moves later; 0 where it does not, or where either day is unknown.

    Losing a known date altogether counts as a slip of one day at least: an end that was promised is no longer.
    """
    if due_on is None:
        return 0
    if new is None:
        return 1
    return max((new - due_on).days, 0)


@rule("actions.slip", "Peers guide 2.2: original date never lost, count of slips, reason list")
def slip(due_on: date | None, new: date | None, reason: str) -> Verdict:
    """Denied when the final date would move later, or vanish, without a reason. Earlier or clearer needs none."""
    if amount_of_slip(due_on, new) and not reason.strip():
        if new is None:
            return Denied("Say why the date goes: the words you typed name no day with a year.")
        return Denied("Say why the date moves. The first date and every reason stay on the page.")
    return Allowed()
