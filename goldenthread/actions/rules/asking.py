"""When an owner is asked for word on an action, and in which words: the same for My work, the header and the digest."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from goldenthread.actions.rules.due import is_overdue, next_due, said
from goldenthread.actions.rules.ratings import Standing, needs_update
from goldenthread.actions.rules.states import State
from goldenthread.kernel.rules import rule

# An owner of something overdue is asked again four weeks after they last said how it stands.
ASKED_AGAIN = timedelta(days=28)
# A word in the week before a date answers for that date.
ANSWERED_AHEAD = timedelta(days=7)
A_MONTH = timedelta(days=31)


class Soon(StrEnum):
    """How soon word is wanted."""

    NOW = "now"
    THIS_MONTH = "this_month"
    LATER = "later"


@rule("actions.asked_for", "Peers guide 2.2, update without learning the system; experience guide 4, My work")
def asked_for(standing: Standing, due_days: Iterable[date], today: date, returned: bool = False) -> bool:
    """True where word on an open action is wanted today.

    That is when its completion was `returned` and nothing said since; after a whole cycle of silence; when its final
    date has passed and nothing was said since, and again every four weeks while it stays overdue; and from one of its
    other dates on, until something is said about it.
    """
    if standing.state != State.OPEN:
        return False
    heard = standing.last_said_on
    if returned or needs_update(standing, today):
        return True
    if standing.due_on and is_overdue(standing.due_on, today):
        return heard is None or heard <= standing.due_on or today - heard >= ASKED_AGAIN
    passed = max((day for day in due_days if standing.raised_on <= day <= today), default=None)
    return passed is not None and (heard is None or heard < passed - ANSWERED_AHEAD)


@rule("actions.how_soon", "Experience guide 4, My work: today and overdue, this month, later")
def how_soon(standing: Standing, due_days: Iterable[date], today: date, returned: bool = False) -> Soon:
    """Now where word is wanted today; this month where it falls due, or will be wanted, within 31 days; else later."""
    days = list(due_days)
    if asked_for(standing, days, today, returned):
        return Soon.NOW
    coming = next_due(days, today)
    is_near = (coming is not None and coming <= today + A_MONTH) or asked_for(standing, days, today + A_MONTH)
    return Soon.THIS_MONTH if is_near else Soon.LATER


def why_asked(standing: Standing, due_days: Iterable[date], today: date, returned: bool = False) -> str:
    """What is wanted and since when, as a clause: "overdue by 12 days, no update since 2 September 2026"."""
    days = list(due_days)
    if returned:
        return "returned with what is still missing"
    silence = _silence(standing) if needs_update(standing, today) else ""
    if standing.due_on and is_overdue(standing.due_on, today):
        late = f"overdue by {_days((today - standing.due_on).days)}"
        if silence or asked_for(standing, days, today):
            return f"{late}, {_silence(standing)}"
        return f"{late}; word is wanted again on {said((standing.last_said_on or today) + ASKED_AGAIN)}"
    if today in days:
        return f"due today{f', {silence}' if silence else ''}"
    if silence:
        return silence
    if asked_for(standing, days, today):
        return f"word was due on {said(max(day for day in days if day <= today))}"
    return _ahead(standing, next_due(days, today), today)


def _ahead(standing: Standing, coming: date | None, today: date) -> str:
    if coming is not None:
        return f"due on {said(coming)}, in {_days((coming - today).days)}"
    begun = standing.last_said_on or max(standing.raised_on, standing.first_on or standing.raised_on)
    return f"no date; the next update is expected by {said(begun + timedelta(days=standing.cycle_days))}"


def _silence(standing: Standing) -> str:
    if standing.last_said_on:
        return f"no update since {said(standing.last_said_on)}"
    return f"no update yet since it was raised on {said(standing.raised_on)}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"
