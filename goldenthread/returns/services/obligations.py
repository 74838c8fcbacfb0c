"""Set who reports what to whom and when; move one date without disturbing the rest; issue what is due."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.kernel.rhythm import Rhythm, is_whole, restored
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Group
from goldenthread.returns import rules
from goldenthread.returns.models import Obligation, ObligationDate, QuestionSet, Return
from goldenthread.returns.permissions import KEEP_OBLIGATIONS
from goldenthread.returns.queries.lists import reporter_gone
from goldenthread.returns.services.dating import redate
from goldenthread.returns.services.rounds import Respondent, commission_round
from goldenthread.returns.services.telling import change, insist_text, locked, save
from goldenthread.trail import services as trail

logger = logging.getLogger(__name__)
# How long after its day a return that the timer missed is still sent out, due at once.
MISSED = timedelta(days=31)


@transaction.atomic
def add_obligation(
    actor: Actor,
    now: datetime,
    today: date,
    *,
    title: str,
    by: tuple[str, UUID],
    to_group_ids: Iterable[UUID],
    rhythm: Rhythm,
    starts_on: date,
    ends_on: date | None = None,
    question_series: UUID | None = None,
    basis: str = "",
    days_before_meeting: int | None = None,
    opens_before: int = 15,
    needs_sign_off: bool = False,
    ladder: Sequence[rules.Step] = rules.LADDER,
) -> Obligation:
    """Set a standing duty to report and return it, with its dates for a year and a half.

    `by` is ("group" or "agency", id). With `days_before_meeting` it is due so many working days before each meeting of
    the first group it goes to, and the rhythm is not asked. Raises `Refused` for whatever does not hold together.
    """
    actor.must(KEEP_OBLIGATIONS)
    kind, owner = by
    if kind not in ("group", "agency") or not partnerships.is_in_partnership(actor, kind, owner):
        raise Refused("Choose which group or agency reports.", "by")
    owed = Obligation(
        partnership_id=actor.partnership_id, title=insist_text(title, "title", "a title"), starts_on=starts_on,
        ends_on=ends_on, basis=basis.strip(), opens_before=opens_before, needs_sign_off=needs_sign_off,
        question_series=_series(actor, question_series), days_before_meeting=days_before_meeting,
        **_checked(rhythm, ladder), **{f"by_{kind}_id": owner},
    )  # fmt: skip
    groups = _to(actor, to_group_ids, owner if kind == "group" else None)
    save(owed)
    owed.to_groups.set(groups)
    after = {**trail.in_names(owed), "reports_to": [one.name for one in groups], "rhythm": rhythm.words}
    trail.record(actor, "returns.obligation.added", owed, after=after, now=now)
    redate(actor, now, owed, today)
    return owed


def _checked(rhythm: Rhythm, ladder: Sequence[rules.Step]) -> dict[str, Any]:
    insist(is_whole(rhythm), "beat")
    insist(rules.ladder_in_order(ladder), "ladder")
    return {"rhythm": rhythm.stored(), "ladder": rules.stored_ladder(ladder)}


def _series(actor: Actor, series: UUID | None) -> UUID | None:
    if series and not QuestionSet.objects.within(actor).filter(series=series).exists():
        raise Refused("There is no such question set in this partnership.", "question_series")
    return series


def _to(actor: Actor, ids: Iterable[UUID], own: UUID | None) -> list[Group]:
    wanted = set(ids)
    if not wanted:
        raise Refused("Choose at least one group it reports to.", "to_group_ids")
    if own in wanted:
        raise Refused("A group does not report to itself.", "to_group_ids")
    groups = list(Group.objects.within(actor).filter(pk__in=wanted))
    if len(groups) < len(wanted):
        raise Refused("There is no such group in this partnership.", "to_group_ids")
    return groups


@transaction.atomic
def change_obligation(
    actor: Actor,
    now: datetime,
    today: date,
    obligation_id: UUID,
    *,
    rhythm: Rhythm | None = None,
    ladder: Sequence[rules.Step] | None = None,
    to_group_ids: Iterable[UUID] | None = None,
    **fields: Any,
) -> Obligation:
    """Change a standing duty to report and return it. Dates that were moved, left out or used stay as they are.

    Raises `Refused` for whatever does not hold together.
    """
    actor.must(KEEP_OBLIGATIONS)
    owed = locked(actor, Obligation, obligation_id, "duty to report")
    if "title" in fields:
        fields["title"] = insist_text(fields["title"], "title", "a title")
    if "question_series" in fields:
        _series(actor, fields["question_series"])
    if rhythm or ladder is not None:
        kept = _checked(
            rhythm or restored(owed.rhythm), rules.restored_ladder(owed.ladder) if ladder is None else ladder
        )
        fields |= kept
    had = sorted(group.name for group in owed.to_groups.all())
    groups = None if to_group_ids is None else _to(actor, to_group_ids, owed.by_group_id)
    changed = change(actor, now, owed, "returns.obligation.changed", **fields)
    if groups is not None and sorted(one.name for one in groups) != had:
        owed.to_groups.set(groups)
        after = {"reports_to": sorted(one.name for one in groups)}
        trail.record(actor, "returns.obligation.changed", owed, before={"reports_to": had}, after=after, now=now)
        changed = True
    if changed:
        redate(actor, now, owed, today)
    return owed


@transaction.atomic
def hand_over_obligation(
    actor: Actor, now: datetime, today: date, obligation_id: UUID, *, by: tuple[str, UUID]
) -> Obligation:
    """Give a standing duty to another group or agency, ("group" or "agency", id), and return it; its dates stay.

    What has been asked for already stays with whoever was asked. Raises `Refused` for a duty that has ended, for one
    who is not here today, and for a group the duty is reported to.
    """
    actor.must(KEEP_OBLIGATIONS)
    owed = locked(actor, Obligation, obligation_id, "duty to report")
    if owed.ends_on and owed.ends_on < today:
        raise Refused("This duty has ended, so nobody reports on it any more.")
    kind, owner = by
    here = {(one.kind, one.id) for one in partnerships.known_leads(actor, today)}
    if kind not in ("group", "agency") or (kind, owner) not in here:
        raise Refused("Choose a group or agency that is here today.", "by")
    if kind == "group" and owed.to_groups.filter(pk=owner).exists():
        raise Refused("A group does not report to itself; choose another, or change who it goes to first.", "by")
    new: dict[str, Any] = {"by_group_id": None, "by_agency_id": None, f"by_{kind}_id": owner}
    change(actor, now, owed, "returns.obligation.handed_over", **new)
    return owed


@transaction.atomic
def end_obligation(
    actor: Actor, now: datetime, today: date, obligation_id: UUID, *, ends_on: date, reason: str
) -> Obligation:
    """End a standing duty to report after a day and return it; its dates after that day go, what was sent stays.

    Raises `Refused` without a reason or for a day before its first.
    """
    actor.must(KEEP_OBLIGATIONS)
    owed = locked(actor, Obligation, obligation_id, "duty to report")
    if not reason.strip():
        raise Refused("Say why it ends.", "reason")
    change(
        actor, now, owed, "returns.obligation.ended", reason=reason.strip(), ends_on=ends_on,
        ended_reason=reason.strip(),
    )  # fmt: skip
    owed.dates.filter(due_on__gt=max(ends_on, today), round__isnull=True).delete()
    rules.tell_redated(actor, now, owed.pk)
    return owed


@transaction.atomic
def move_date(actor: Actor, now: datetime, today: date, date_id: UUID, *, due_on: date, reason: str) -> ObligationDate:
    """Put one date on another day, with the reason, and return it; every other date stays where it is.

    Raises `Refused` for a day in the past, no reason, or a date whose return is out already.
    """
    day = _open_date(actor, date_id, reason)
    if due_on < today:
        raise Refused("The new date must be today or later.", "due_on")
    _moved(actor, now, day, due_on, due_on != day.planned_on, reason.strip())
    return day


def _moved(actor: Actor, now: datetime, day: ObligationDate, due_on: date, moved: bool, reason: str) -> None:
    before = trail.in_names(day)
    day.due_on, day.is_moved, day.is_left_out, day.reason = due_on, moved, False, reason if moved else ""
    day.version += 1
    save(day)
    trail.record(
        actor, "returns.obligationdate.moved", day, before=before, after=trail.in_names(day), reason=reason, now=now
    )
    rules.tell_redated(actor, now, day.obligation_id)


@transaction.atomic
def leave_out_date(actor: Actor, now: datetime, date_id: UUID, *, reason: str) -> ObligationDate:
    """Leave one date out, with the reason, and return it; nothing is asked for on it.

    Raises `Refused` without a reason, or where its return is out already.
    """
    day = _open_date(actor, date_id, reason)
    before = trail.in_names(day)
    day.is_left_out, day.reason = True, reason.strip()
    day.version += 1
    save(day)
    after = trail.in_names(day)
    trail.record(actor, "returns.obligationdate.left_out", day, before=before, after=after, reason=day.reason, now=now)
    rules.tell_redated(actor, now, day.obligation_id)
    return day


def _open_date(actor: Actor, date_id: UUID, reason: str) -> ObligationDate:
    actor.must(KEEP_OBLIGATIONS)
    day = locked(actor, ObligationDate, date_id, "date")
    if not reason.strip():
        raise Refused("Say why; the forward plan shows it.", "reason")
    if hasattr(day, "round"):
        raise Refused("What is due on this date has been asked for already; give the return more time instead.")
    return day


def issue_what_is_due(actor: Actor, now: datetime, today: date) -> int:
    """Bring every date up to the horizon, and issue the returns whose opening day has come. Returns how many.

    Called by the timer for each partnership as its business unit. Each is issued in a transaction of its own, and
    once, however often this runs. A date without questions to answer is only shown on the forward plan.
    """
    standing = Obligation.objects.within(actor).exclude(ends_on__lt=today)
    # Nobody is there to report on these; their page and the list say so until somebody chooses what becomes of them.
    reported = Obligation.objects.within(actor).exclude(reporter_gone(today))
    for owed in standing:
        with transaction.atomic():
            redate(actor, now, owed, today)
    waiting = ObligationDate.objects.within(actor).filter(
        round__isnull=True, is_left_out=False, due_on__gte=today - MISSED, due_on__lte=today + timedelta(days=200),
        obligation__question_series__isnull=False, obligation__in=reported,
    ).exclude(obligation__ends_on__lt=F("due_on"))  # fmt: skip
    count = 0
    for day in waiting.select_related("obligation").order_by("due_on"):
        if rules.opens_on(day.due_on, day.obligation.opens_before) > today:
            continue
        try:
            count += _issue(actor, now, today, day.pk)
        except Refused as refused:
            # One duty that cannot be asked for keeps back none of the others.
            logger.warning("The return due under duty %s could not be sent out: %s", day.obligation_id, refused)
    return count


@transaction.atomic
def issue_date(actor: Actor, now: datetime, today: date, date_id: UUID) -> Return:
    """Ask for what is due on one date at once and return the return. Raises `Refused` where that cannot be."""
    actor.must(KEEP_OBLIGATIONS)
    day = locked(actor, ObligationDate, date_id, "date")
    if hasattr(day, "round"):
        raise Refused("What is due on this date has been asked for already.")
    if day.is_left_out:
        raise Refused("This date was left out; move it to a day first.")
    if not _issue(actor, now, today, date_id, at_once=True):
        raise Refused("No questions are in use for this, so there is nothing to send out. Choose a question set first.")
    found: Return = Return.objects.within(actor).get(round__date_id=date_id)
    return found


@transaction.atomic
def _issue(actor: Actor, now: datetime, today: date, date_id: UUID, at_once: bool = False) -> int:
    day = ObligationDate.objects.select_for_update(of=("self",)).select_related("obligation").get(pk=date_id)
    owed = day.obligation
    asked = QuestionSet.objects.within(actor).filter(
        series__in=[owed.question_series], state=QuestionSet.State.PUBLISHED
    ).first()  # fmt: skip
    waits = not at_once and rules.opens_on(day.due_on, owed.opens_before) > today
    if hasattr(day, "round") or asked is None or day.is_left_out or waits:
        return 0
    title, period = _told_of(actor, day, asked)
    by = Respondent("group", owed.by_group_id) if owed.by_group_id else Respondent("agency", owed.by_agency_id)  # type: ignore[arg-type]
    commission_round(
        actor, now, today, question_set_id=asked.pk, title=title,
        due_on=max(day.due_on, today),
        respondents=[by], to_group_ids=owed.to_groups.values_list("pk", flat=True), purpose=owed.basis,
        period=period, needs_sign_off=owed.needs_sign_off, ladder=rules.restored_ladder(owed.ladder),
        date_id=day.pk,
    )  # fmt: skip
    return 1


def _told_of(actor: Actor, day: ObligationDate, asked: QuestionSet) -> tuple[str, tuple[date | None, date]]:
    """What a round of one date is called, and the days it tells of: as who reads returns of the kind says, or since
    the date before.
    """
    title = day.obligation.title[:160]
    content = rules.content_of(asked.kind)
    told = content.period(actor, asked.series, day.planned_on) if content and content.period else None
    if told is not None:
        return f"{title}, {told.label}", (told.starts_on, told.ends_on)
    before = day.obligation.dates.filter(due_on__lt=day.due_on, is_left_out=False).order_by("-due_on").first()
    since = before.due_on + timedelta(days=1) if before else None
    return f"{title}, {day.due_on:%B %Y}", (since, day.due_on)
