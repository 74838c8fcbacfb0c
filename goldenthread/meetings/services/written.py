"""Decide between meetings in writing: put a proposal to the seats, take their answers, and say what they came to."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from goldenthread.kernel import letters
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist
from goldenthread.meetings import rules
from goldenthread.meetings.models import AgendaItem, Decision, Meeting, WrittenAnswer, WrittenProcedure
from goldenthread.meetings.permissions import (
    ANSWER_IN_WRITING,
    PLAN,
    may_vote_in_writing,
    reads_every_part_b,
    reads_part_b,
)
from goldenthread.meetings.queries import part_b_groups, seats_on
from goldenthread.meetings.rules import DECIDING, PART_A, PART_B, Answered, Outcome, Purpose, Reply, Rule
from goldenthread.meetings.services.telling import insist_group, insist_runs, tell, titled, write
from goldenthread.partnerships import queries as partnerships

UNKNOWN = "There is no such proposal in this partnership, or it is not yours to see."


@transaction.atomic
def begin_procedure(
    actor: Actor, now: datetime, today: date, *, group_id: UUID, title: str, proposal: str, answer_by: date,
    needed: str = Rule.ALL_STATUTORY, options: str = "", part: str = PART_A,
) -> WrittenProcedure:  # fmt: skip
    """Put a proposal in writing to the deciding seats of a group, write to whoever is asked, and return it.

    Raises `NotPermitted` for others than the unit and the group's chairs, and `Refused`.
    """
    actor.must(PLAN)
    insist_group(actor, group_id)
    insist_runs(actor, group_id)
    group = partnerships.find_group(actor, group_id)
    part = PART_B if part == PART_B or (group and group.information_class == "R") else PART_A
    if part == PART_B and not reads_part_b(actor, group_id, () if reads_every_part_b(actor) else part_b_groups(actor)):
        raise NotPermitted("What is restricted is put to the group by those who read part B.")
    if not proposal.strip():
        raise Refused("Say what is proposed.", "proposal")
    if answer_by <= today:
        raise Refused("The last day for answers must be after today.", "answer_by")
    if needed not in set(Rule):
        raise Refused("Choose what carries the proposal.", "needed")
    seats = [line for line in seats_on(actor, group_id, today) if line.seat.kind in DECIDING]
    seats = _voting(actor, today, group_id, seats, part)
    if not seats:
        raise Refused("This group has no deciding seats, so nobody can be asked.", "group_id")
    row = WrittenProcedure(
        partnership_id=actor.partnership_id, group_id=group_id, part=part, title=titled(title), needed=needed,
        proposal=proposal.strip(), options=options.strip(), asked_on=today, answer_by=answer_by,
    )  # fmt: skip
    row.save(force_insert=True)
    answers = [
        WrittenAnswer(
            partnership_id=actor.partnership_id, procedure=row, seat=line.seat, agency_id=line.seat.agency_id,
            person_id=line.person_id,
        )
        for line in seats
    ]  # fmt: skip
    WrittenAnswer.objects.bulk_create(answers)
    tell(actor, now, "begun", row)
    for person in _asked(actor, today, group_id, seats):
        _write_to(actor, now, row, person)
    return row


def _voting(actor: Actor, today: date, group_id: UUID, seats: Any, part: str) -> list[Any]:
    """The seats whose holders answer, of part B only those who read it; in part A vacant ones as well. One query.

    A lay member and the scrutineer decide nothing, whatever seat they hold.
    """
    people = {line.person_id for line in seats if line.person_id}
    acting = partnerships.actors_of_people(people, today)
    here = {key: [one for one in every if one.partnership_id == actor.partnership_id] for key, every in acting.items()}
    voting = {
        key
        for key, every in here.items()
        if all(
            may_vote_in_writing(one) and (part != PART_B or reads_part_b(one, group_id, {group_id})) for one in every
        )
    }
    return [line for line in seats if line.person_id in voting or (line.person_id is None and part != PART_B)]


def _asked(actor: Actor, today: date, group_id: UUID, seats: Any) -> list[Any]:
    """Who is asked today for these seats and may answer: their holders, or deputies while those are away."""
    people = partnerships.asked_in_seats(actor, [line.seat.pk for line in seats], today)
    acting = partnerships.actors_of_people([one.pk for one in people], today)
    able = {
        key for key, every in acting.items() for one in every
        if one.partnership_id == actor.partnership_id and may_vote_in_writing(one)
    }  # fmt: skip
    return [one for one in people if one.pk in able and one.email]


def _write_to(actor: Actor, now: datetime, row: WrittenProcedure, person: Any) -> None:
    """A letter to whoever is asked. It names nothing that is restricted."""
    what = "A proposal" if row.is_restricted else f"“{row.title}”"
    path = reverse("meetings:show_procedure", args=[actor.partnership_slug, row.pk])
    link = settings.BASE_URL.rstrip("/") + path
    day = f"{row.answer_by.day} {row.answer_by:%B %Y}"
    letters.post(
        letters.Letter(
            kind="meetings.written",
            address=person.email,
            subject=f"Your answer is asked by {day}",
            body=f"{what} is put to {row.group.name} in writing. Please answer by {day}:\n\n{link}",
            key=f"meetings.written:{row.pk}:{person.pk}",
            person_id=person.pk,
            partnership_id=actor.partnership_id,
        ),
        now,
    )


def _locked(actor: Actor, procedure_id: UUID) -> WrittenProcedure:
    rows = WrittenProcedure.objects.readable(actor).select_for_update(of=("self",)).select_related("group")
    row: WrittenProcedure | None = rows.filter(pk=procedure_id).first()
    if row is None:
        raise Refused(UNKNOWN)
    return row


@transaction.atomic
def answer_procedure(
    actor: Actor, now: datetime, today: date, procedure_id: UUID, *, answer: str, reason: str = ""
) -> WrittenAnswer:
    """Answer a proposal for every deciding seat the actor holds, and return the answer of the first.

    A later answer takes its place. Raises `Refused`, and `NotPermitted` for all others, lay members and the scrutineer.
    """
    actor.must(ANSWER_IN_WRITING)
    if not may_vote_in_writing(actor):
        raise NotPermitted("Lay members and the scrutineer decide nothing in writing.")
    row = _locked(actor, procedure_id)
    answers = WrittenAnswer.objects.select_for_update(of=("self",)).filter(procedure=row, seat_id__in=actor.seat_ids)
    mine = list(answers.order_by("seat__title", "pk"))
    if not mine:
        raise NotPermitted("Only those who hold a deciding seat of this group are asked.")
    if answer not in (Reply.AGREES, Reply.AGAINST, Reply.ABSTAINS):
        raise Refused("Choose your answer.", "answer")
    insist(rules.may_answer(row.outcome, today > row.answer_by, answer, reason), "reason")
    fields = {"answer": answer, "reason": reason.strip(), "answered_on": today, "person_id": actor.user_id}
    for one in mine:
        one.procedure = row
        write(actor, now, one, "answered", **fields)
    return mine[0]


@transaction.atomic
def close_procedure(actor: Actor, now: datetime, today: date, procedure_id: UUID) -> WrittenProcedure:
    """Say what the answers came to, and return the procedure.

    What is carried stands in the log of decisions and on the group's next agenda, which ratifies it. Raises `Refused`
    while an answer may still change it, and where no next meeting is planned.
    """
    actor.must(PLAN)
    row = _locked(actor, procedure_id)
    insist_runs(actor, row.group_id)
    if row.outcome != Outcome.OPEN:
        raise Refused("This has been decided already.")
    rows = WrittenAnswer.objects.filter(procedure=row).select_related("agency")
    told = [Answered(one.answer, one.agency.sector if one.agency else "") for one in rows]
    outcome = rules.written_outcome(row.needed, told, today > row.answer_by)
    if outcome == Outcome.OPEN:
        raise Refused("Answers that could change this are still to come, and the last day for them has not passed.")
    fields: dict[str, Any] = {"outcome": outcome, "closed_on": today}
    if outcome == Outcome.CARRIED:
        fields |= _taken_up(actor, now, today, row)
    return cast(WrittenProcedure, write(actor, now, row, "closed", **fields))


def _taken_up(actor: Actor, now: datetime, today: date, row: WrittenProcedure) -> dict[str, Any]:
    """Record the decision, and put it on the next agenda to be ratified."""
    ahead = Meeting.objects.within(actor).filter(group_id=row.group_id, state__in=rules.AHEAD, starts_at__gt=now)
    meeting = ahead.order_by("starts_at").first()
    if meeting is None:
        raise Refused("Plan the next meeting of this group first: it ratifies what was decided in writing.")
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(
        partnership_id=actor.partnership_id, meeting=meeting, position=last + 1, part=row.part, purpose=Purpose.DECIDE,
        title=f"To ratify: {row.title}"[:200], text=row.proposal,
    )  # fmt: skip
    item.save(force_insert=True)
    tell(actor, now, "added", item)
    decision = Decision(
        partnership_id=actor.partnership_id, meeting=meeting, item=item, part=row.part, text=row.proposal,
        options=row.options, decided_on=today, needs_ratification=True,
        decided_by=f"{row.group.name}, in writing: {rules.RULE_WORDS[Rule(row.needed)].lower()}",
    )  # fmt: skip
    decision.save(force_insert=True)
    tell(actor, now, "recorded", decision)
    return {"item": item, "decision": decision}
