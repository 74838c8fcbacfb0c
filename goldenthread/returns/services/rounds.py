"""Ask for returns: commission a round, issue it, add to it, close it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Group
from goldenthread.returns import rules
from goldenthread.returns.models import ObligationDate, QuestionSet, Return, Round
from goldenthread.returns.permissions import COMMISSION
from goldenthread.returns.queries.asking import is_of
from goldenthread.returns.services.telling import add, insist_text, locked
from goldenthread.trail import services as trail


@dataclass(frozen=True)
class Respondent:
    """Who is asked: an "agency", "group" or "person" by id, with who leads the answering and who stands in."""

    kind: str
    id: UUID
    lead_id: UUID | None = None
    deputy_id: UUID | None = None


@transaction.atomic
def commission_round(
    actor: Actor,
    now: datetime,
    today: date,
    *,
    question_set_id: UUID,
    title: str,
    due_on: date,
    respondents: Sequence[Respondent],
    to_group_ids: Iterable[UUID] = (),
    purpose: str = "",
    period: tuple[date | None, date | None] = (None, None),
    needs_sign_off: bool = False,
    ladder: Sequence[rules.Step] = rules.LADDER,
    date_id: UUID | None = None,
) -> Round:
    """Ask agencies, groups or people for a return and return the round, issued at once.

    Each is given what they answered last time in the same series of questions. `to_group_ids` are the groups that asked
    and read what is sent. Raises `Refused` for a question set that is not in use, nobody asked, somebody unknown here,
    a due date before today, or a ladder out of order; `NotPermitted` otherwise.
    """
    actor.must(COMMISSION)
    asked = QuestionSet.objects.within(actor).filter(pk=question_set_id, state=QuestionSet.State.PUBLISHED).first()
    if asked is None:
        raise Refused("Choose a question set that is in use.", "question_set_id")
    if due_on < today:
        raise Refused("The due date must be today or later.", "due_on")
    starts_on, ends_on = period
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("The period must end on or after the day it starts.", "period_ends_on")
    insist(rules.ladder_in_order(ladder), "ladder")
    groups = _groups(actor, to_group_ids)
    made = Round(
        partnership_id=actor.partnership_id, question_set=asked, title=insist_text(title, "title", "a title"),
        due_on=due_on, purpose=purpose.strip(), period_starts_on=starts_on, period_ends_on=ends_on,
        needs_sign_off=needs_sign_off, ladder=rules.stored_ladder(ladder), state=Round.State.ISSUED, issued_on=today,
        date=ObligationDate.objects.within(actor).filter(pk=date_id).first() if date_id else None,
    )  # fmt: skip
    returns = _returns(actor, made, respondents, today)
    add(
        actor, now, made, "returns.round.issued", asked_of=[one.respondent for one in returns],
        reports_to=[group.name for group in groups],
    )  # fmt: skip
    made.to_groups.set(groups)
    Return.objects.bulk_create(returns)
    return made


def _groups(actor: Actor, ids: Iterable[UUID]) -> list[Group]:
    wanted = set(ids)
    found = list(Group.objects.within(actor).filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise Refused("There is no such group in this partnership.", "to_group_ids")
    return found


def _returns(actor: Actor, made: Round, respondents: Sequence[Respondent], today: date) -> list[Return]:
    if not respondents:
        raise Refused("Choose at least one agency, group or person to ask.", "respondents")
    last = _last(actor, made)
    found: dict[tuple[str, UUID], Return] = {}
    known = partnerships.known_leads(actor, today)
    names = {(one.kind, one.id) for one in known}
    for one in respondents:
        if one.kind not in ("agency", "group", "person") or (one.kind, one.id) not in names:
            raise Refused("One of those asked takes no part in this partnership today.", "respondents")
        before = last.get((one.kind, one.id))
        found[one.kind, one.id] = Return(
            partnership_id=actor.partnership_id, round=made, due_on=made.due_on, previous=before,
            **{f"{one.kind}_id": one.id},
        )  # fmt: skip
        new = found[one.kind, one.id]
        new.lead_id, new.deputy_id = _named(actor, one, new, before, today)
    return list(found.values())


def _named(
    actor: Actor, one: Respondent, new: Return, before: Return | None, today: date
) -> tuple[UUID | None, UUID | None]:
    """Who is named to answer: as asked for, else as last time where they are still of those who are asked."""
    last = [before.lead_id, before.deputy_id] if before else [None, None]
    still = [person if person and is_of(actor, person, new, today) else None for person in last]
    return one.lead_id or still[0], one.deputy_id or still[1]


def _last(actor: Actor, made: Round) -> dict[tuple[str, UUID], Return]:
    """The last return that each respondent sent to any version of the same questions."""
    sent = Return.objects.within(actor).filter(
        round__question_set__series=made.question_set.series, state__in=rules.SENT
    )
    found: dict[tuple[str, UUID], Return] = {}
    for one in sent.order_by("sent_on", "created_at"):
        found[one.respondent_kind, getattr(one, f"{one.respondent_kind}_id")] = one
    return found


@transaction.atomic
def add_respondents(
    actor: Actor, now: datetime, today: date, round_id: UUID, respondents: Sequence[Respondent]
) -> Round:
    """Ask further agencies, groups or people in a round that is out, and return it; those asked already are left.

    Raises `Refused` for a round that is closed or somebody unknown here.
    """
    actor.must(COMMISSION)
    made = locked(actor, Round, round_id, "round")
    if made.state != Round.State.ISSUED:
        raise Refused("This round is closed; nobody else is asked in it.")
    if made.due_on < today:
        raise Refused("This round was due already; ask in a new round, or give those who were asked more time.")
    there = {(one.respondent_kind, getattr(one, f"{one.respondent_kind}_id")) for one in made.returns.all()}
    new = [one for one in respondents if (one.kind, one.id) not in there]
    if not new:
        raise Refused("All of them have been asked already.", "respondents")
    rows = _returns(actor, made, new, today)
    Return.objects.bulk_create(rows)
    trail.record(
        actor, "returns.round.widened", made, before={"asked_of": []}, after={"asked_of": [str(one.respondent) for one
        in rows]}, now=now,
    )  # fmt: skip
    return made


@transaction.atomic
def close_round(actor: Actor, now: datetime, today: date, round_id: UUID, reason: str = "") -> Round:
    """Close a round and return it: what is still owed is closed unanswered and stays on the list as such.

    Raises `Refused` where it is closed already, or something is owed and no reason is given.
    """
    actor.must(COMMISSION)
    made = locked(actor, Round, round_id, "round")
    if made.state == Round.State.CLOSED:
        raise Refused("This round is closed already.")
    owed = list(made.returns.select_for_update(of=("self",)).filter(state__in=rules.OWED))
    if owed and not reason.strip():
        raise Refused(f"{len(owed)} of its returns have not come; say why it is closed without them.", "reason")
    for one in owed:
        one.state, one.state_reason = rules.State.CLOSED, reason.strip()
    Return.objects.bulk_update(owed, ["state", "state_reason"])
    before = trail.in_names(made)
    made.state, made.closed_on = Round.State.CLOSED, today
    made.version += 1
    made.save()
    after = {**trail.in_names(made), "unanswered": [str(one.respondent) for one in owed]}
    trail.record(actor, "returns.round.closed", made, before=before, after=after, reason=reason.strip(), now=now)
    return made
