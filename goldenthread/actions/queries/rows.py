"""My work: everything one person owns or is asked for, as rows that can be answered where they stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.utils.timezone import localtime, make_aware

from goldenthread.actions.models import Acceptance, Action, Actions, ProgressUpdate, Reporting
from goldenthread.actions.permissions import UPDATE, leads, may_change, may_update
from goldenthread.actions.queries.asking import (
    ASKED,
    FINISHED,
    FINISHED_FOR,
    WAITING,
    Holders,
    Wait,
    held_by,
    holders_of_lead,
    led,
    part_of,
    to_accept,
    waits_of,
    why_lead_is_asked,
    with_who_asked,
)
from goldenthread.actions.queries.besides import asked_besides
from goldenthread.actions.queries.names import Party, name_of_seat, title_in_a_line
from goldenthread.actions.queries.shapes import UpdateLine, Work, WorkRow
from goldenthread.actions.queries.standing import standing_of
from goldenthread.actions.rules import WORKED_ON, Soon, State, owner_word, shown_delivery
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import Delivery
from goldenthread.partnerships.queries import called_on

GIVEN = (Delivery.ON_TRACK, Delivery.AT_RISK, Delivery.OFF_TRACK, Delivery.NOT_STARTED)
HELPING = "helping"
STEPS = (Acceptance.Step.ASKED, Acceptance.Step.RETURNED, Acceptance.Step.REOPENED)


def work_everywhere(actors: Sequence[Actor], today: date) -> Work:
    """Everything one person owns or is asked for, in every partnership; `actors` are that person in each of them.

    At most twelve queries, however many actions and partnerships.
    """
    holders = held_by(actors)
    rows = list(_full(led(holders).filter(_lately(today)), today)) if holders else []
    waits = to_accept(actors, today=today) + waits_of(holders, rows, today)
    work = _work(_filled(waits, today), _helping(actors, {wait.action.pk for wait in waits}, today), today)
    return replace(work, besides=asked_besides(actors, today))


def work_of(actor: Actor, party: Party, owner: Actor | None, today: date) -> Work:
    """What somebody owes: a group, an agency or a seat what it leads, a person whatever they answer for.

    `owner` is the person as they act here, None for the others. Only what the actor may see; eight queries at most.
    """
    here: Holders = {(actor.partnership_id, party.kind, party.id): [actor]}
    holders: Holders = {key: [actor] for key in held_by([owner])} if owner else here
    if not holders:
        return Work()
    rows = list(_full(led(holders).visible(actor).filter(_lately(today)), today))
    return _work(_filled(waits_of(holders, rows, today), today), [], today)


def work_on(actors: Sequence[Actor], action_id: UUID, today: date) -> WorkRow | None:
    """One action that this person, as they act in each partnership, is asked about as its lead; else None."""
    holders = held_by(actors)
    rows = list(_full(led(holders).filter(pk=action_id), today)) if holders else []
    found = _filled(waits_of(holders, rows, today), today)
    return _row(found.waits[0], found, today) if found.waits else None


def _lately(today: date) -> Q:
    return Q(state__in=WORKED_ON) | Q(closed_on__gte=today - FINISHED_FOR)


def _full(rows: Actions, today: date) -> Actions:
    groups = Reporting.objects.filter(action_id=OuterRef("pk")).values("group_id")
    rows = rows.select_related(
        "partnership", "lead_person", "lead_seat__group", "lead_group", "last_update", "acceptance"
    )
    called = called_on("lead_agency_id", today)
    return with_who_asked(
        rows.annotate(
            reports_to=ArraySubquery(groups),
            agency_called=called,
            holders=holders_of_lead(today),
        )
    )


def _helping(actors: Sequence[Actor], led_already: Collection[UUID], today: date) -> list[Wait]:
    """The open actions that these actors help with and are not asked about anyway. Two queries at most."""
    either = Q(pk__in=[])
    for actor in actors:
        if actor.may(UPDATE):
            either |= Q(partnership_id=actor.partnership_id) & Actions.contributing(actor)
    if not either.children:
        return []
    here = {actor.partnership_id: actor for actor in actors}
    rows = _full(Action.objects.filter(either, state=State.OPEN).exclude(pk__in=led_already), today)
    return [Wait(here[action.partnership_id], action, HELPING) for action in rows.order_by("due_on", "created_at")]


@dataclass(frozen=True)
class _Filled:
    """Waits with what their rows say besides."""

    waits: list[Wait]
    before: dict[UUID, date]


def _filled(waits: list[Wait], today: date) -> _Filled:
    actions = {wait.action.pk: wait.action for wait in waits}.values()
    answered = [action.pk for action in actions if _said_today(action, today)]
    return _Filled(waits, said_before(answered, today))


def _said_today(action: Action, today: date) -> bool:
    word = action.last_update
    return word is not None and action.state == State.OPEN and localtime(word.at).date() == today


def said_before(ids: Collection[UUID], today: date) -> dict[UUID, date]:
    """The day of the latest word on each action before today. One query at most.

    Left out are words taken back, and corrections, which are no new words.
    """
    if not ids:
        return {}
    midnight = make_aware(datetime.combine(today, time.min))
    updates = ProgressUpdate.objects.filter(action_id__in=ids, at__lt=midnight, is_taken_back=False)
    updates = updates.filter(supersedes__isnull=True).exclude(superseded_by__is_taken_back=True)
    steps = Acceptance.objects.filter(action_id__in=ids, at__lt=midnight, step__in=STEPS)
    found: dict[UUID, date] = {}
    for action_id, at in (
        updates.order_by().values_list("action_id", "at").union(steps.order_by().values_list("action_id", "at"))
    ):
        day = localtime(at).date()
        found[action_id] = max(day, found.get(action_id, day))
    return found


def _work(found: _Filled, helping: list[Wait], today: date) -> Work:
    parts: dict[str, list[WorkRow]] = {}
    helped = _filled(helping, today)
    for wait, filled in [*((one, found) for one in found.waits), *((one, helped) for one in helped.waits)]:
        row = _row(wait, filled, today)
        parts.setdefault(Soon.NOW if row.part == ASKED else row.part, []).append(row)
    finished = sorted(parts.get(FINISHED, []), key=lambda row: row.closed_on or today, reverse=True)
    return Work(
        now=parts.get(Soon.NOW, []),
        this_month=parts.get(Soon.THIS_MONTH, []),
        later=parts.get(Soon.LATER, []),
        waiting=parts.get(WAITING, []),
        finished=finished,
        helping=parts.get(HELPING, []),
    )


def _row(wait: Wait, found: _Filled, today: date) -> WorkRow:
    action, actor = wait.action, wait.actor
    is_answered = _said_today(action, today) and wait.part != HELPING
    before, part = found.before.get(action.pk), wait.part
    if is_answered:
        # It keeps its place for the day, so that whoever answered it finds it where it was.
        part = part_of(action, today, before, as_if=True)
    standing = standing_of(action, action.partnership.update_cycle_days)
    word = action.last_update
    return WorkRow(
        id=action.pk,
        partnership_id=action.partnership_id,
        partnership_slug=action.partnership.slug,
        partnership_name=action.partnership.name,
        reference=action.reference,
        title=title_in_a_line(action.description),
        information_class=action.information_class,
        lead=Party(action.lead_kind, action.lead_id),
        lead_name=_lead_name(action),
        held_by=", ".join(action.holders),  # type: ignore[attr-defined]
        state=action.state,
        part=part,
        why=_why(action, today),
        due_on=action.due_on,
        closed_on=action.closed_on,
        rating=shown_delivery(standing, today).rating,
        owner_says=action.delivery_owner,
        choices=tuple(one for one in GIVEN if owner_word(one, action.due_on, today)),
        last=_line(word) if word else None,
        answered=_line(word) if word and is_answered else None,
        seen=str(action.last_update_id or ""),
        may_update=action.state in WORKED_ON and may_update(actor, action),
        may_take_back=bool(word and is_answered and word.is_no_change and word.by_id == actor.user_id),
        may_reopen=part == FINISHED and may_change(actor, action, action.reports_to),  # type: ignore[attr-defined]
        leads=leads(actor, action),
    )


def _why(action: Action, today: date) -> str:
    if action.state == State.OPEN:
        return why_lead_is_asked(action, today)
    day = action.asked_on if action.state == State.AWAITING_ACCEPTANCE else action.closed_on
    words = "completion was asked for" if action.state == State.AWAITING_ACCEPTANCE else "finished"
    return f"{words} on {day.day} {day:%B %Y}" if day else words


def _line(row: ProgressUpdate) -> UpdateLine:
    return UpdateLine(row.pk, row.text, row.at, row.by_name, row.on_behalf_of, row.delivery)


def _lead_name(action: Action) -> str:
    if action.lead_agency_id:
        return action.agency_called or ""  # type: ignore[attr-defined]
    return name_of_seat(action.lead_seat) if action.lead_seat else str(action.lead_group or action.lead_person)
