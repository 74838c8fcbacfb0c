"""Turn due dates as typed or read into rows, and keep what an action knows of its own dates."""

from collections.abc import Sequence
from datetime import date

from goldenthread.actions.models import Action, DueDate, Milestone
from goldenthread.actions.rules import final_date, first_date
from goldenthread.kernel import due_dates
from goldenthread.kernel.periods import APRIL

Typed = str | date | due_dates.DueDate


def read(typed: Sequence[Typed], year_starts_in: int = APRIL) -> list[due_dates.DueDate]:
    """Due dates from words ("Q2 2026-27; March 2027"), from real days, or as already read; nothing is dropped."""
    found: list[due_dates.DueDate] = []
    for one in typed:
        if isinstance(one, due_dates.DueDate):
            found.append(one)
        elif isinstance(one, date):
            words = f"{one.day} {one:%B %Y}"
            found.append(due_dates.DueDate(words, "date", one.isoformat(), one, one))
        else:
            found += due_dates.read_due_dates(one, year_starts_in)
    return found


def rows(action: Action, dues: Sequence[due_dates.DueDate], milestone: Milestone | None = None) -> list[DueDate]:
    """Unsaved rows for the due dates, in order."""
    return [
        DueDate(
            partnership_id=action.partnership_id,
            action=action,
            milestone=milestone,
            words=due.words,
            kind=due.kind,
            parsed=due.parsed,
            starts_on=due.starts_on,
            ends_on=due.ends_on,
            position=position,
        )
        for position, due in enumerate(dues)
    ]


def keep(action: Action, dues: Sequence[due_dates.DueDate]) -> None:
    """Set what the action keeps of its dates. The first final date, once known, and its words are never changed."""
    action.due_on = final_date(dues)
    action.due_days = sorted({due.ends_on for due in dues if due.ends_on})
    action.first_date_on = first_date(dues, action.starts_on)
    if not action.first_due_words:
        action.first_due_words = in_words(dues)
    if action.first_due_on is None:
        action.first_due_on = action.due_on


def in_words(dues: Sequence[due_dates.DueDate | DueDate]) -> str:
    """The due dates as printed, parted by semicolons."""
    return "; ".join(due.words for due in dues)
