"""How often somebody gets a digest: what a person may choose, which days those are, and when an extra one goes."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from goldenthread.kernel.rules import rule
from goldenthread.notify.rules.asks import Ask
from goldenthread.notify.rules.hours import is_day_for_messages

SOURCE = "Decision of this house: one digest a week on Monday, at most two e-mails a week, and never none"
# A digest whose day passed while the service stood still is made up for on the next two days for messages.
CATCH_UP_DAYS = 2
# An extra digest comes at least this many days after the digest before it.
EXTRA_AFTER_DAYS = 3


class Every(StrEnum):
    """How often a person wants the digest. There is no "never": what somebody leads, they hear of."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


EVERY_WORDS = {
    Every.WEEK.value: "Every week",
    Every.FORTNIGHT.value: "Every fortnight",
    Every.MONTH.value: "Every month",
}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@rule("notify.period", SOURCE)
def period_start(every: Every, day: date) -> date:
    """The Monday on which the period around a day began: this week's, this fortnight's or the month's first.

    Fortnights are counted from one fixed Monday, so that everybody who chose them is written to in the same week.
    """
    monday = _monday(day)
    if every == Every.WEEK:
        return monday
    if every == Every.FORTNIGHT:
        return monday - timedelta(days=7 * (monday.toordinal() // 7 % 2))
    first = _first_monday(day.year, day.month)
    if first <= day:
        return first
    before = day.replace(day=1) - timedelta(days=1)
    return _first_monday(before.year, before.month)


def _first_monday(year: int, month: int) -> date:
    return _monday(date(year, month, 7))


@rule("notify.digest_day", SOURCE)
def is_digest_day(every: Every, day: date) -> bool:
    """True on the day of the digest: Monday, or the first working day after a Monday that is a bank holiday.

    Also true on the two working days after it, for a digest that could not be made on its day; the same digest is
    never made twice.
    """
    if not is_day_for_messages(day):
        return False
    start = period_start(every, day)
    worked = sum(is_day_for_messages(start + timedelta(days=n)) for n in range((day - start).days + 1))
    return worked <= 1 + CATCH_UP_DAYS


def newly_overdue(asks: Iterable[Ask], today: date) -> bool:
    """True where something was due after the last day for messages before today, and before today."""
    last = today - timedelta(days=1)
    while not is_day_for_messages(last):
        last -= timedelta(days=1)
    return any(ask.due_on is not None and last <= ask.due_on < today for ask in asks)


@rule("notify.extra_digest", SOURCE)
def extra_is_due(asks: Iterable[Ask], last_digest_on: date | None, today: date) -> bool:
    """True on the working day on which something has become overdue, unless a digest went in the two days before.

    With the weekly digest that makes two e-mails a week at the most, however many things become overdue.
    """
    return may_have_extra(last_digest_on, today) and newly_overdue(asks, today)


def may_have_extra(last_digest_on: date | None, today: date) -> bool:
    """True on a working day, unless a digest went to the person in the two days before."""
    too_soon = last_digest_on is not None and (today - last_digest_on).days < EXTRA_AFTER_DAYS
    return is_day_for_messages(today) and not too_soon
