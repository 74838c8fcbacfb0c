"""Decide how a version of a plan moves, who answers for a seat, and when a plan is overdue for review."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from goldenthread.kernel.moves import Moves, move
from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

VERSION_MOVES: Moves = {
    "draft": ("for_approval", "superseded"),
    "for_approval": ("approved", "draft"),
    "approved": ("issued", "superseded"),
    "issued": ("superseded",),
    "superseded": (),
}
ASKED, APPROVED, DECLINED = "asked", "approved", "declined"


@rule("plans.version_moves", "Issue rule: versions with approvals by named seats, issue and review dates")
def version_may_become(state: str, to: str, answers: Collection[str] = ()) -> Verdict:
    """Whether a version may move on. `answers` are those of the seats that were asked."""
    verdict = move(VERSION_MOVES, state, to, "version")
    if isinstance(verdict, Denied):
        return verdict
    if to == "for_approval" and not answers:
        return Denied("Choose at least one seat that is to approve this version.")
    if to == "approved" and (waiting := sum(answer != APPROVED for answer in answers)):
        seats = "One seat has" if waiting == 1 else f"{waiting} seats have"
        return Denied(f"{seats} not approved this version yet.")
    return Allowed()


@rule("plans.seat_answer", "Issue rule: each seat's holder or deputy approves, or declines with a reason")
def may_answer(
    state: str, answered: str, seat: UUID, seats_held: Collection[UUID], answer: str, reason: str
) -> Verdict:
    """Denied for somebody who neither holds the seat nor deputises in it, twice, or to decline without a reason."""
    if seat not in seats_held:
        return Denied("Only whoever holds this seat, or deputises in it, answers for it.")
    return _answer(state, answered, answer, reason)


@rule(
    "plans.recorded_answer", "Issue rule: the unit may record an approval given at a meeting, with date and name kept"
)
def may_record(
    state: str, answered: str, answer: str, reason: str, name: str, meeting: str, answered_on: date | None, today: date
) -> Verdict:
    """Denied without the name of whoever spoke, the meeting and its day, or for a day still to come."""
    if not name.strip():
        return Denied("Write the name of whoever spoke for the seat.")
    if not meeting.strip():
        return Denied("Say at which meeting it was given.")
    if answered_on is None or answered_on > today:
        return Denied("Give the day of the meeting; it cannot be in the future.")
    return _answer(state, answered, answer, reason)


def _answer(state: str, answered: str, answer: str, reason: str) -> Verdict:
    if state != "for_approval":
        return Denied("This version is not waiting for approval at the moment.")
    if answered == APPROVED:
        return Denied("This seat has approved this version already.")
    if answer not in (APPROVED, DECLINED):
        return Denied("Choose whether to approve or to decline.")
    if answer == DECLINED and not reason.strip():
        return Denied("Say why it is declined, so that the business unit can put it right.")
    return Allowed()


@rule("plans.version_outcome", "Issue rule: approved once all the named seats have approved")
def version_outcome(answers: Iterable[str]) -> str:
    """What the seats' answers come to: "declined" where any declined, "approved" where all did, else "asked"."""
    given = list(answers)
    if DECLINED in given:
        return DECLINED
    return APPROVED if given and all(answer == APPROVED for answer in given) else ASKED


@rule("plans.review_overdue", "Issue rule: an overdue review date shows on the first screen and on the plan")
def review_overdue_by(state: str, review_on: date | None, today: date) -> int:
    """How many days ago a live plan was to be reviewed; 0 where it is not late or is not live."""
    if state != "live" or review_on is None:
        return 0
    return max(0, (today - review_on).days)


def period_words(starts_on: date | None, ends_on: date | None) -> str:
    """A period as a plan's title has it, "2026 to 2027", or "2026" within one year; empty where it is not known."""
    if starts_on is None or ends_on is None:
        return ""
    return f"{starts_on.year}" if starts_on.year == ends_on.year else f"{starts_on.year} to {ends_on.year}"


def next_name(wanted: str, number: int, taken: Collection[str]) -> str:
    """What a new version is called: the name wanted where no other version has it, else its number."""
    name = wanted.strip()
    if name and name not in taken:
        return name
    spare = (f"{candidate}.0" for candidate in range(number, number + len(taken) + 1))
    return next(one for one in spare if one not in taken)
