"""Answer a return: save as one goes, several authors at once, sign off, send; and take the exceptions out of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Allowed, NotPermitted, Refused, Superseded, Verdict, insist
from goldenthread.returns import rules
from goldenthread.returns.models import Answer, Question, Request, Return
from goldenthread.returns.models.rounds import ANSWERS_FOR_AGENCY
from goldenthread.returns.permissions import ANSWER
from goldenthread.returns.queries.answers import answered_of, filled_for, questions_of
from goldenthread.returns.queries.questions import as_rule
from goldenthread.returns.services.keeping import Given, is_overtaken, write
from goldenthread.returns.services.telling import change, locked_return
from goldenthread.trail import services as trail

WANTED = {
    "A decision": Request.Wanted.DECISION,
    "A direction": Request.Wanted.DIRECTION,
    "To note": Request.Wanted.NOTE,
}


@transaction.atomic
def save_answers(actor: Actor, now: datetime, today: date, return_id: UUID, given: Mapping[str, Given]) -> Return:
    """Save answers by the key of their question and return the return; the rest stays as it is.

    What somebody has not touched since they opened the page is left alone. Raises `Superseded` with both texts where
    two people changed the same answer, `Refused` (its field the key of the question, after `file-` for a file) for what
    does not fit, and `NotPermitted` for somebody who does not answer it. Nothing is kept of a save that is refused.
    """
    actor.must(ANSWER)
    owed = locked_return(actor, return_id, to_answer=True)
    state = rules.after(rules.Move.SAVE, owed.state)
    asked = {one.key: one for one in questions_of(owed)}
    stands = {one.question_id: one for one in Answer.objects.filter(of_return=owed).select_for_update()}
    if not set(given) <= set(asked):
        raise Refused("One of the questions is not part of this return; open its page again.")
    pairs = [(asked[key], stands.get(asked[key].pk), answer) for key, answer in given.items()]
    _insist_current([one for one in pairs if is_overtaken(actor, *one[1:])])
    touched = [one[0].text for one in pairs if write(actor, now, owed, *one)]
    if touched or owed.state != state:
        owed.state, owed.started_on = state, owed.started_on or today
        owed.version += 1
        owed.save()
        told = {"answered": touched}
        trail.record(actor, "returns.return.saved", owed, before={"answered": []}, after=told, now=now)
    return owed


def _insist_current(overtaken: Sequence[tuple[Question, Answer | None, Given]]) -> None:
    """Raise `Superseded` with both texts of everything that two people changed at once."""
    if not overtaken:
        return
    names = " and ".join(f"“{question.text}”" for question, _, _ in overtaken)
    theirs = {question.key: _read(question, stands.value if stands else None) for question, stands, _ in overtaken}
    yours = {question.key: _read(question, given.value) for question, _, given in overtaken}
    by = sorted({stands.answered_by for _, stands, _ in overtaken if stands})
    said = f"Somebody else answered {names} while you did. What they saved stands for now."
    raise Superseded(said, theirs, yours, by=" and ".join(by))


def _read(question: Question, value: Any) -> str:
    return rules.in_words(question.asks, value, question.level_words, question.unit)


@transaction.atomic
def carry_answers(actor: Actor, now: datetime, today: date, return_id: UUID) -> Return:
    """Take over last time's answers wherever none is given yet, and return the return.

    Files and what fills itself are not carried. Raises `Refused` where there is no last time, and for figures, which
    are of one period only.
    """
    actor.must(ANSWER)
    owed = locked_return(actor, return_id, to_answer=True)
    state = rules.after(rules.Move.SAVE, owed.state)
    if rules.content_of(owed.round.question_set.kind):
        raise Refused("What is sent here is of one period only, so last time’s answers are not taken over.")
    if owed.previous_id is None:
        raise Refused("Nothing was sent last time, so there is nothing to take over.")
    last = {one.question.key: one for one in Answer.objects.filter(of_return=owed.previous).select_related("question")}
    have = {one.question_id for one in Answer.objects.filter(of_return=owed) if one.value is not None or one.reason}
    Answer.objects.filter(of_return=owed).exclude(question_id__in=have).filter(file="").delete()
    rows = [
        Answer(
            partnership_id=actor.partnership_id, of_return=owed, question=one, value=last[one.key].value,
            reason=last[one.key].reason, is_carried=True, answered_by=last[one.key].answered_by, answered_at=now,
        )
        for one in questions_of(owed)
        if one.pk not in have and one.key in last and one.asks not in _ANEW
        and rules.fits(as_rule(one), last[one.key].value)
    ]  # fmt: skip
    Answer.objects.bulk_create(rows)
    owed.state, owed.started_on = state, owed.started_on or today
    owed.save()
    told = {"answered": [one.question.text for one in rows]}
    trail.record(actor, "returns.return.carried", owed, before={"answered": []}, after=told, now=now)
    return owed


# Exceptions are this time's alone, and a file belongs to the return it was sent with.
_ANEW = (rules.Asks.EXCEPTIONS, rules.Asks.EVIDENCE)


def _insist_senior(actor: Actor, owed: Return) -> None:
    """Raise `NotPermitted` unless the actor signs off for the respondent: its lead, its partner, its group's chair."""
    if owed.agency_id:
        senior = owed.agency_id in actor.agencies_as(*ANSWERS_FOR_AGENCY)
    else:
        senior = owed.group_id in actor.chaired_group_ids or owed.person_id == actor.user_id
    if not senior:
        raise NotPermitted("Only somebody senior of those who were asked signs it off: their lead, partner or chair.")


@transaction.atomic
def sign_off(actor: Actor, now: datetime, today: date, return_id: UUID) -> Return:
    """Sign a return off within its agency or group and return it. Raises `Refused` while an answer is missing."""
    actor.must(ANSWER)
    owed = locked_return(actor, return_id, to_answer=True)
    _insist_senior(actor, owed)
    state = rules.after(rules.Move.SIGN_OFF, owed.state)
    insist(rules.may_submit(False, owed.state, _missing(owed)))
    insist(_fits(actor, owed))
    change(actor, now, owed, "returns.return.signed_off", state=state, signed_off_on=today, signed_off_by=actor.name)
    return owed


@transaction.atomic
def take_back(actor: Actor, now: datetime, return_id: UUID) -> Return:
    """Undo a sign-off that has not been sent and return the return, which can be changed again."""
    actor.must(ANSWER)
    owed = locked_return(actor, return_id, to_answer=True)
    state = rules.after(rules.Move.TAKE_BACK, owed.state)
    change(actor, now, owed, "returns.return.taken_back", state=state, signed_off_on=None, signed_off_by="")
    return owed


def _missing(owed: Return) -> list[str]:
    asked = [as_rule(one) for one in questions_of(owed)]
    return [one.text for one in rules.missing(asked, answered_of(owed))]


def _fits(actor: Actor, owed: Return) -> Verdict:
    """What the app that reads returns of this kind says of what is about to be sent."""
    content = rules.content_of(owed.round.question_set.kind)
    return content.check(actor, owed.pk) if content else Allowed()


@transaction.atomic
def submit_return(actor: Actor, now: datetime, today: date, return_id: UUID) -> Return:
    """Send a return and return it: what the records say is frozen with it, and its exceptions reach the groups above.

    Raises `Refused` while a required answer or the sign-off is missing.
    """
    actor.must(ANSWER)
    owed = locked_return(actor, return_id, to_answer=True)
    state = rules.after(rules.Move.SUBMIT, owed.state)
    insist(rules.may_submit(owed.round.needs_sign_off, owed.state, _missing(owed)))
    insist(_fits(actor, owed))
    _freeze(actor, now, owed, today)
    raised = _raise_requests(actor, owed, today)
    before = {"state": owed.state}
    owed.state, owed.sent_on, owed.sent_by, owed.state_reason = state, today, actor.name, ""
    owed.sender_id = actor.user_id
    owed.version += 1
    owed.save()
    _is_last_time(owed)
    late = rules.days_late(owed.state, owed.due_on, today, today)
    after = {"state": owed.state, "exceptions": raised, "working_days_late": late}
    told = {**before, "exceptions": 0, "working_days_late": 0}
    trail.record(actor, "returns.return.submitted", owed, before=told, after=after, now=now)
    return owed


def _is_last_time(owed: Return) -> None:
    """Let what was just sent be "last time" to those asked already of the same respondent, for a later day."""
    same = {f"{owed.respondent_kind}_id": getattr(owed, f"{owed.respondent_kind}_id")}
    Return.objects.filter(
        partnership_id=owed.partnership_id, round__question_set__series=owed.round.question_set.series,
        state__in=rules.OWED, due_on__gt=owed.due_on, **same,
    ).update(previous=owed)  # fmt: skip


def _freeze(actor: Actor, now: datetime, owed: Return, today: date) -> None:
    """Keep what the records say today with the answers, so that the report reads the same for ever."""
    for question, lines in filled_for(actor, owed, questions_of(owed), today):
        Answer.objects.update_or_create(
            of_return=owed, question=question,
            defaults={"filled": [one.stored() for one in lines]},
            create_defaults={
                "partnership_id": actor.partnership_id, "filled": [one.stored() for one in lines],
                "answered_by": actor.name, "answered_at": now,
            },
        )  # fmt: skip


def _raise_requests(actor: Actor, owed: Return, today: date) -> int:
    """Make a request of every exception for each group that asked; those of an earlier sending that stand are kept.

    Returns how many are new.
    """
    rows = [
        row
        for answer in Answer.objects.filter(of_return=owed, question__asks=rules.Asks.EXCEPTIONS)
        for row in answer.value or []
        if str(row.get("exception") or "").strip()
    ]
    there = {(one.exception, one.to_group_id): one for one in owed.requests.exclude(state=Request.State.WITHDRAWN)}
    groups = list(owed.round.to_groups.all())
    place = owed.requests.count()
    said = {str(row["exception"]).strip() for row in rows}
    for (exception, _), one in there.items():
        if exception not in said and one.state == Request.State.OPEN:
            one.state = Request.State.WITHDRAWN
            one.save()
    new = []
    for row in rows:
        for group in groups:
            said_now = _as_said(row)
            stands = there.get((str(row["exception"]).strip(), group.pk))
            if stands is not None:
                _correct(stands, said_now)
                continue
            place += 1
            new.append(
                Request(
                    partnership_id=actor.partnership_id, of_return=owed, position=place, to_group=group,
                    from_group_id=owed.group_id, exception=str(row["exception"]).strip(), raised_on=today, **said_now,
                )
            )  # fmt: skip
    Request.objects.bulk_create(new)
    return len(new)


def _as_said(row: Mapping[str, Any]) -> dict[str, Any]:
    by = row.get("wanted_by")
    return {
        "wanted": WANTED.get(str(row.get("wanted")), Request.Wanted.NOTE), "options": row.get("options") or "",
        "wanted_by": date.fromisoformat(by) if by else None,
    }  # fmt: skip


def _correct(stands: Request, said: Mapping[str, Any]) -> None:
    """Bring a request that is not answered in line with what was sent again; an answered one stands as it was put."""
    if stands.state == Request.State.OPEN:
        for field, value in said.items():
            setattr(stands, field, value)
        stands.save()


@transaction.atomic
def open_evidence(actor: Actor, now: datetime, return_id: UUID, answer_id: UUID) -> Answer | None:
    """An answer with its file, for whoever reads the return, or None; that the file was opened is recorded."""
    owed = Return.objects.readable(actor).filter(pk=return_id).first()
    answer = Answer.objects.filter(of_return=owed, pk=answer_id).exclude(file="").first() if owed else None
    if owed and answer:
        trail.record(actor, "returns.return.file_opened", owed, after={}, now=now)
    return answer
