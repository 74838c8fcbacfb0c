"""When a document is to be looked at again, who may say so, and who may say that it was."""

from datetime import date, timedelta

from goldenthread.documents.rules.lives import WITHDRAWN
from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

SOURCE = "Domain guide 8.6: review dates of documents stand in the forward plan"
REPLACED = "There is a newer version of this document. Its review stands there."
# From so long before its day on, the review is asked of whoever does it.
ASKED_AHEAD = timedelta(days=28)


@rule("documents.may_set_review", SOURCE)
def may_set_review(is_replaced: bool, review_on: date | None, stands: date | None, today: date) -> Verdict:
    """Denied for a version that was replaced, and for a day that is over, unless that is the day which stands."""
    if is_replaced:
        return Denied(REPLACED)
    if review_on is not None and review_on < today and review_on != stands:
        return Denied("The day of the review must be today or later.")
    return Allowed()


@rule("documents.may_review", SOURCE)
def may_review(
    is_reviewer: bool, is_owner: bool, is_unit: bool, *, is_withdrawn: bool, is_replaced: bool, has_day: bool
) -> Verdict:
    """Allowed to whoever is to review it, its owner and the business unit, while it counts and a review is set."""
    if is_withdrawn:
        return Denied(WITHDRAWN)
    if is_replaced:
        return Denied(REPLACED)
    if not has_day:
        return Denied("No review of this document is set. Say first when it is to be looked at.")
    if is_reviewer or is_owner or is_unit:
        return Allowed()
    return Denied("Whoever is to review this document, its owner or the business unit says that it was reviewed.")


@rule("documents.review_dates", SOURCE)
def may_be_done(done_on: date, next_on: date | None, today: date) -> Verdict:
    """Denied where it is done on a day to come, or the next review is not after the day it was done and today."""
    if done_on > today:
        return Denied("The day it was reviewed must be today or earlier.")
    return may_be_next(next_on, today)


@rule("documents.next_review", SOURCE)
def may_be_next(next_on: date | None, today: date) -> Verdict:
    """Denied for a next review that is not after today; none is in order."""
    if next_on is not None and next_on <= today:
        return Denied("The next review must be later than today.")
    return Allowed()


def review_state(review_on: date | None, today: date) -> str:
    """ "due" from the day of the review on, "soon" within four weeks of it, "set" before that, else nothing."""
    if review_on is None:
        return ""
    if review_on <= today:
        return "due"
    return "soon" if review_on <= today + ASKED_AHEAD else "set"
