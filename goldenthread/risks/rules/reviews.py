"""When a risk is to be looked at again, and how long it may be accepted."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule
from goldenthread.kernel.working_days import ENGLAND_AND_WALES, is_working_day, nth_working_day_after
from goldenthread.risks.rules.scales import DEFAULT, Scale, band_of

SOURCE = (
    "Domain guide 8.7: three reviews a year at the least; peers 2.4: rhythm by level, with an exception that says why"
)

# No stretch without a working day is longer.
A_WEEK_AND_MORE = timedelta(days=10)


@rule("risks.next_review", SOURCE)
def next_review(looked_at_on: date, value: int, scale: Scale = DEFAULT) -> date:
    """The day by which a risk of this score is reviewed again: some months on, moved to the next working day.

    Past the years whose bank holidays are known it is the day itself.
    """
    day = looked_at_on + relativedelta(months=band_of(value, scale).review_months)
    is_known = day + A_WEEK_AND_MORE <= ENGLAND_AND_WALES.ends_on
    return nth_working_day_after(day, 1) if is_known and not is_working_day(day) else day


@rule("risks.may_set_review", SOURCE)
def may_set_review(on: date | None, why: str, today: date) -> Verdict:
    """Denied for a day of one's own that has passed, lies more than a year ahead, or does not say why."""
    if on is None:
        return Denied("Give the day of the next review, or leave the reason empty.") if why.strip() else Allowed()
    if on <= today:
        return Denied("The next review must be after today.")
    if on > today + relativedelta(years=1):
        return Denied("A risk is reviewed at least once a year: choose a day within the next twelve months.")
    return Allowed() if why.strip() else Denied("Say why this risk is reviewed on another day than its level asks for.")


@rule("risks.may_accept", "Peers 2.4: acceptance with an end and a named approver; domain guide D.3(4)")
def may_accept(until: date | None, why: str, today: date, is_own: bool) -> Verdict:
    """Denied without an end within a year, without a reason, and where somebody would accept a risk they own."""
    if is_own:
        return Denied("Nobody accepts a risk that they own. Choose somebody else to accept it.")
    if until is None or until <= today:
        return Denied("Give a day after today on which the acceptance ends.")
    if until > today + relativedelta(years=1):
        return Denied("A risk is accepted for a year at most.")
    return Allowed() if why.strip() else Denied("Say why it is accepted as it stands.")


def is_accepted(until: date | None, today: date) -> bool:
    """True while an acceptance lasts, its last day included."""
    return until is not None and until >= today


def days_late(due_on: date | None, today: date) -> int:
    """By how many days a review is late; 0 where it is not, or where none is due."""
    return max(0, (today - due_on).days) if due_on else 0
