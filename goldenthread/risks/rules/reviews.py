"""When a risk is to be looked at again, and how long it may be accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule
from goldenthread.kernel.working_days import ENGLAND_AND_WALES, is_working_day, nth_working_day_after
from goldenthread.risks.rules.scales import DEFAULT, Scale, band_of

SOURCE = (
    "Domain guide 8.7: three reviews a year at the least; Annex A, row 55: named months; peers 2.4: sooner by level, "
    "or for one risk with its reason"
)

# No stretch without a working day is longer.
A_WEEK_AND_MORE = timedelta(days=10)


@dataclass(frozen=True)
class RegisterDate:
    """One date on which the review of a register is due, and the day from which it is asked for."""

    opens_on: date
    due_on: date


def by_level(looked_at_on: date, months: int) -> date:
    """The day so many months on, moved to the next working day; past the known bank holidays the day itself."""
    day = looked_at_on + relativedelta(months=months)
    is_known = day + A_WEEK_AND_MORE <= ENGLAND_AND_WALES.ends_on
    return nth_working_day_after(day, 1) if is_known and not is_working_day(day) else day


@rule("risks.next_review", SOURCE)
def next_review(looked_at_on: date, value: int, scale: Scale = DEFAULT, register: Iterable[RegisterDate] = ()) -> date:
    """The day by which a risk of this score is reviewed again at the latest.

    It is the next date of its register: the first whose review was not yet asked for when the risk was looked at, so
    that a look while a review is open counts for it. A register without such a date leaves it to the level; and so does
    one that comes round more than a quarter of the level's months after the level asks for it.
    """
    months = band_of(value, scale).review_months
    level_day = by_level(looked_at_on, months)
    ahead = sorted(one.due_on for one in register if one.opens_on > looked_at_on)
    if not ahead:
        return level_day
    return ahead[0] if ahead[0] <= level_day + timedelta(days=months * 30 // 4) else level_day


@rule("risks.may_set_review", SOURCE)
def may_set_review(on: date | None, why: str, today: date, latest: date) -> Verdict:
    """Denied for a day of one's own that has passed, lies after the `latest` day the rule gives, or says no reason."""
    if on is None:
        return Denied("Give the day of the next review, or leave the reason empty.") if why.strip() else Allowed()
    if on <= today:
        return Denied("The next review must be after today.")
    if on > latest:
        return Denied(
            f"This risk must be reviewed by {latest.day} {latest:%B %Y}. Choose that day or a sooner one, or leave it "
            "empty."
        )
    return Allowed() if why.strip() else Denied("Say why this risk is reviewed sooner than it has to be.")


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
