"""Keep versions of a plan: make one, ask the seats, keep their answers, issue it."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.partnerships.models import Seat, SeatHolder
from goldenthread.plans import rules
from goldenthread.plans.models import Approval, Plan, PlanVersion, SeatApproval
from goldenthread.plans.permissions import ANSWER, CHANGE
from goldenthread.plans.queries.documents import frozen_plan
from goldenthread.plans.services.plans import locked_plan, move_plan
from goldenthread.trail import services as trail

State = PlanVersion.State
Answer = SeatApproval.Answer


def tell(actor: Actor, now: datetime, what: str, version: PlanVersion, reason: str = "", **more: object) -> None:
    """Record one event about a version, on the trail of its plan."""
    after = {"edition": version.name, **more}
    trail.record(actor, f"plans.plan.version_{what}", version.plan, after=after, reason=reason, now=now)


def keep_version(
    actor: Actor,
    now: datetime,
    plan: Plan,
    *,
    occasion: str,
    state: str,
    name: str = "",
    what_changed: str = "",
    review_on: date | None = None,
) -> PlanVersion:
    """Freeze a locked plan as it stands into a version and return it. Called within a service's transaction."""
    known = list(PlanVersion.objects.filter(plan=plan).values_list("number", "name"))
    number = max((one for one, _ in known), default=0) + 1
    today = timezone.localdate(now)
    version = PlanVersion.objects.create(
        partnership_id=actor.partnership_id,
        plan=plan,
        number=number,
        name=rules.next_name(name, number, {one for _, one in known}),
        title=plan.title,
        occasion=occasion,
        state=state,
        taken_on=today,
        # A new year has a day of review of its own.
        review_on=review_on or (plan.review_on if occasion == PlanVersion.Occasion.APPROVAL else None),
        what_changed=what_changed.strip(),
        made_by_id=actor.user_id,
        made_by_name=actor.name,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        document=frozen_plan(actor, plan.pk, today),
    )
    tell(actor, now, "made", version, occasion=str(occasion))
    return version


def _locked(actor: Actor, version_id: UUID) -> PlanVersion:
    rows = PlanVersion.objects.within(actor).select_for_update(of=("self",)).select_related("plan")
    version = rows.filter(pk=version_id).first()
    if version is None:
        raise Refused("There is no such version in this partnership.")
    return version


def _answers(version: PlanVersion) -> list[str]:
    return list(version.seat_approvals.values_list("answer", flat=True))


def _move(version: PlanVersion, to: str, answers: Collection[str] = ()) -> None:
    insist(rules.version_may_become(version.state, to, answers))
    version.state = to
    version.version += 1
    version.save()


@transaction.atomic
def make_version(
    actor: Actor, now: datetime, plan_id: UUID, *, name: str = "", what_changed: str, review_on: date | None = None,
    seats: Collection[UUID] = (),
) -> PlanVersion:  # fmt: skip
    """Freeze the plan as it stands into a version, and ask the seats named, if any, to approve it; return it.

    Raises `Refused` without a sentence on what changed, while another version is on its way, or for an unknown seat.
    """
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    if not what_changed.strip():
        raise Refused("Say in one sentence what changed.", "what_changed")
    going = plan.versions.filter(state__in=(State.DRAFT, State.FOR_APPROVAL)).first()
    if going:
        raise Refused(f"Version {going.name} is still on its way. Issue it or take it back first.")
    version = keep_version(
        actor, now, plan, occasion=PlanVersion.Occasion.DEMAND, state=State.DRAFT, name=name,
        what_changed=what_changed, review_on=review_on,
    )  # fmt: skip
    return _ask(actor, now, version, seats) if seats else version


@transaction.atomic
def take_version_again(actor: Actor, now: datetime, version_id: UUID, *, what_changed: str = "") -> PlanVersion:
    """Freeze the plan afresh into a version that is still a draft, and return it. What seats answered counts no more.

    Raises `Refused` for a version that is not a draft.
    """
    actor.must(CHANGE)
    version = _locked(actor, version_id)
    plan = locked_plan(actor, version.plan_id)
    if version.state != State.DRAFT:
        raise Refused("Only a version that is still a draft is taken again; make a new one instead.")
    today = timezone.localdate(now)
    version.document, version.taken_on = frozen_plan(actor, plan.pk, today), today
    version.title, version.starts_on, version.ends_on = plan.title, plan.starts_on, plan.ends_on
    version.what_changed = what_changed.strip() or version.what_changed
    version.version += 1
    version.save()
    version.seat_approvals.all().delete()
    tell(actor, now, "taken_again", version)
    return version


@transaction.atomic
def ask_approval(actor: Actor, now: datetime, version_id: UUID, *, seats: Collection[UUID]) -> PlanVersion:
    """Put a draft version to the seats named, and return it. Seats that approved it already are not asked again.

    Raises `Refused` without a seat, for an unknown one, or for a version that is not a draft.
    """
    actor.must(CHANGE)
    return _ask(actor, now, _locked(actor, version_id), seats)


def _ask(actor: Actor, now: datetime, version: PlanVersion, seats: Collection[UUID]) -> PlanVersion:
    wanted = {UUID(str(one)) for one in seats}
    found = list(Seat.objects.within(actor).filter(pk__in=wanted).select_related("group"))
    if len(found) != len(wanted):
        raise Refused("Choose the seats from the list: one does not belong to this partnership.", "seats")
    version.seat_approvals.exclude(seat_id__in=wanted, answer=Answer.APPROVED).delete()
    standing = set(version.seat_approvals.values_list("seat_id", flat=True))
    SeatApproval.objects.bulk_create(
        SeatApproval(
            partnership_id=actor.partnership_id,
            plan_version=version,
            seat=seat,
            seat_name=f"{seat.title}, {seat.group}",
        )
        for seat in found
        if seat.pk not in standing
    )
    _move(version, State.FOR_APPROVAL, _answers(version))
    names = sorted(f"{seat.title}, {seat.group}" for seat in found)
    tell(actor, now, "sent", version, seats="; ".join(names))
    return version


def _locked_approval(actor: Actor, approval_id: UUID) -> tuple[SeatApproval, PlanVersion]:
    row = SeatApproval.objects.within(actor).filter(pk=approval_id).first()
    if row is None:
        raise Refused("Nobody asked this seat to approve a version.")
    version = _locked(actor, row.plan_version_id)
    return SeatApproval.objects.select_for_update().get(pk=approval_id), version


@transaction.atomic
def answer_version(
    actor: Actor, now: datetime, today: date, approval_id: UUID, *, answer: str, reason: str = ""
) -> PlanVersion:
    """Approve or decline a version for a seat one holds or deputises in, and return the version.

    With the last approval the version is approved, and its plan with it where that was a draft; a decline makes the
    version a draft again. Raises `NotPermitted` and `Refused`.
    """
    actor.must(ANSWER)
    row, version = _locked_approval(actor, approval_id)
    insist(rules.may_answer(version.state, row.answer, row.seat_id, actor.seat_ids, answer, reason), "reason")
    held = SeatHolder.objects.in_effect(today).filter(seat_id=row.seat_id, person_id=actor.user_id)
    row.is_deputy = not held.filter(is_deputy=False).exists()
    row.person_id, row.person_name = actor.user_id, actor.name
    return _keep_answer(actor, now, row, version, answer, reason, today)


@transaction.atomic
def record_answer(
    actor: Actor,
    now: datetime,
    today: date,
    approval_id: UUID,
    *,
    answer: str,
    person_name: str,
    meeting: str,
    answered_on: date | None,
    reason: str = "",
) -> PlanVersion:
    """Record what a seat said at a meeting, with the name of whoever spoke and the day; return the version.

    Raises as `answer_version` does, and for the unit only.
    """
    actor.must(CHANGE)
    row, version = _locked_approval(actor, approval_id)
    insist(
        rules.may_record(version.state, row.answer, answer, reason, person_name, meeting, answered_on, today),
        _field(person_name, meeting, answered_on, today),
    )
    row.person, row.person_name, row.is_deputy = None, person_name.strip(), False
    row.recorded_by_name, row.meeting = actor.name, meeting.strip()
    return _keep_answer(actor, now, row, version, answer, reason, answered_on or today)


def _field(name: str, meeting: str, answered_on: date | None, today: date) -> str:
    if not name.strip():
        return "person_name"
    if not meeting.strip():
        return "meeting"
    return "answered_on" if answered_on is None or answered_on > today else "reason"


def _keep_answer(
    actor: Actor, now: datetime, row: SeatApproval, version: PlanVersion, answer: str, reason: str, on: date
) -> PlanVersion:
    row.answer, row.answered_on, row.reason = answer, on, reason.strip()
    row.version += 1
    row.save()
    what = f"recorded_{answer}" if row.meeting else answer
    tell(actor, now, what, version, reason.strip(), seat=row.seat_name, person=row.person_name)
    outcome = rules.version_outcome(_answers(version))
    if outcome == Answer.DECLINED:
        _move(version, State.DRAFT)
    elif outcome == Answer.APPROVED:
        _move(version, State.APPROVED, _answers(version))
        _approve_plan(actor, now, version)
    return version


def _approve_plan(actor: Actor, now: datetime, version: PlanVersion) -> None:
    """The seats' approvals are the plan's; a draft plan is approved with them."""
    plan = locked_plan(actor, version.plan_id)
    Approval.objects.bulk_create(
        Approval(
            partnership_id=actor.partnership_id, plan=plan, edition=version.name, person_id=row.person_id,
            person_name=row.person_name, on_behalf_of=row.seat_name[:200],
            approved_on=row.answered_on or version.taken_on,
            words=f"{row.meeting}, recorded by {row.recorded_by_name}." if row.meeting else row.reason,
        )
        for row in version.seat_approvals.all()
    )  # fmt: skip
    if plan.state == Plan.State.DRAFT:
        move_plan(actor, now, plan, Plan.State.APPROVED, "plans.plan.approved")


@transaction.atomic
def issue_version(
    actor: Actor, now: datetime, version_id: UUID, *, issued_on: date, review_on: date | None = None
) -> PlanVersion:
    """Issue an approved version from a day on, and return it; the one issued before it is superseded.

    The plan then carries the version's name and dates. Raises `Refused` for a version that is not approved, or for a
    day of review that is not after the day of issue.
    """
    actor.must(CHANGE)
    version = _locked(actor, version_id)
    return issue(actor, now, locked_plan(actor, version.plan_id), version, issued_on, review_on or version.review_on)


def issue(
    actor: Actor, now: datetime, plan: Plan, version: PlanVersion, issued_on: date, review_on: date | None
) -> PlanVersion:
    """Issue a version of a locked plan. Called within a service's transaction."""
    if review_on and review_on <= issued_on:
        raise Refused("The day of review must be after the day of issue.", "review_on")
    insist(rules.version_may_become(version.state, State.ISSUED))
    for earlier in plan.versions.filter(state=State.ISSUED):
        _move(earlier, State.SUPERSEDED)
    version.issued_on, version.review_on = issued_on, review_on
    _move(version, State.ISSUED)
    plan.edition, plan.issue_on, plan.review_on = version.name, issued_on, review_on
    plan.version += 1
    plan.save()
    version.plan = plan
    tell(actor, now, "issued", version, issue_on=issued_on, review_on=review_on)
    return version
