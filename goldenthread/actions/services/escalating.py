"""Tell a silence to somebody above, step by step; end it when somebody speaks, and answer it."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goldenthread.actions.models import Action, Escalation, EscalationSwitch
from goldenthread.actions.permissions import SWITCH_ESCALATION, may_change, oversees
from goldenthread.actions.queries.escalations import (
    Addressee,
    addressees,
    is_escalating,
    show_switch,
    silent_for_two_cycles,
    step_made_to,
)
from goldenthread.actions.queries.names import Party
from goldenthread.actions.rules import Step, goes_further, route, step_due
from goldenthread.actions.services.locking import groups_reported_to, locked, permit, said_by, tell, told_of
from goldenthread.kernel.actor import Actor, Permission
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships.models import Membership, Partnership, SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.trail import services as trail

End = Escalation.End
BATCH = 500


@transaction.atomic
def escalate_silence(actor: Actor, now: datetime, today: date) -> list[Escalation]:
    """Take every silence in the actor's partnership to the step it has reached, and return the new escalations.

    Done twice, or by two processes at once, it escalates once. What is no longer due is ended; where the partnership
    has switched escalation off nothing is done. One event on the trail for each action.
    """
    actor.must(SWITCH_ESCALATION)
    # One at a time for each partnership; rows that point at it may still be written.
    Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership_id)
    if not is_escalating(actor):
        return []
    due = {action.pk: (action, missed) for action, missed in silent_for_two_cycles(actor, today)}
    standing = {row.action_id: row for row in Escalation.objects.within(actor).standing()}
    _end(actor, today, [row for key, row in standing.items() if key not in due], End.NOT_DUE)
    whom = addressees(actor, [action for action, _ in due.values()], today)
    new, ended = [], []
    for key, (action, missed) in due.items():
        reached = route(step_due(missed), whom[key])
        before = standing.get(key)
        if reached is not None and goes_further(before.step if before else None, reached):
            ended += [before] if before else []
            new.append(_made(actor, today, action, missed, whom[key][reached]))
    _end(actor, today, ended, End.FURTHER)
    Escalation.objects.bulk_create(new, batch_size=BATCH)
    said = [told_of("escalated", row.action, after={"escalated_to": row.to_words, "missed": row.missed}) for row in new]
    trail.record_many(actor, said, now=now)
    return new


def _made(actor: Actor, today: date, action: Action, missed: int, to: Addressee) -> Escalation:
    return Escalation(
        partnership_id=actor.partnership_id,
        action=action,
        step=to.step,
        agency_id=to.agency_id,
        group_id=to.group_id,
        to_words=to.words[:300],
        to_people=", ".join(to.people),
        missed=missed,
        heard_on=action.last_update_on,
        escalated_on=today,
    )


def _end(actor: Actor, today: date, rows: Collection[Escalation], how: str) -> None:
    ids = [row.pk for row in rows]
    if ids:
        Escalation.objects.filter(pk__in=ids).update(ended_on=today, ended_by=how, ended_by_name=actor.name)


def end_escalations(actor: Actor, today: date, ids: Collection[UUID], how: str) -> int:
    """End what stands for some actions, because somebody spoke, reassigned or decided; return how many. One query.

    Called inside the service that does so, whose own event tells it.
    """
    rows = Escalation.objects.within(actor).standing().filter(action_id__in=ids)
    return rows.update(ended_on=today, ended_by=how, ended_by_name=actor.name)


def permit_to_change(actor: Actor, action: Action, permission: Permission, to: Party | None = None) -> None:
    """Return quietly for whoever may change the action, and for those its silence was told to.

    `to` is the new lead where one is given: an agency's lead gives only to that agency or somebody in it, and closes
    nothing of its own. Raises `NotPermitted`.
    """
    if may_change(actor, action, groups_reported_to(action)):
        return
    step = step_made_to(actor, action.pk)
    if step > Step.AGENCY:
        return
    if step and to is not None:
        if _is_of_own_agency(actor, to):
            return
        raise NotPermitted("You may give it to your agency or to somebody in it. The business unit can do more.")
    permit(actor, permission, False)


def _is_of_own_agency(actor: Actor, party: Party) -> bool:
    led = actor.agencies_as(Role.AGENCY_LEAD)
    if party.kind == "agency":
        return party.id in led
    if party.kind != "person":
        return False
    held = Membership.objects.within(actor).filter(person_id=party.id, agency_id__in=led)
    seats = SeatHolder.objects.within(actor).filter(person_id=party.id, seat__agency_id__in=led)
    return held.filter(ends_on__isnull=True).exists() or seats.filter(ends_on__isnull=True).exists()


@transaction.atomic
def ask_for_update(actor: Actor, now: datetime, today: date, action_id: UUID, *, words: str = "") -> Escalation:
    """Ask the silent owner for an update, by whoever it was escalated to or the business unit; return the escalation.

    The owner finds it in their next digest; nothing is sent on its own. Raises `NotPermitted`, and `Refused` where
    nothing stands or somebody asked already today.
    """
    action = locked(actor, action_id)
    row = Escalation.objects.within(actor).standing().select_for_update().filter(action=action).first()
    if row is None:
        raise Refused("Nobody waits for word on this action any more: it has been answered.")
    if not (oversees(actor, action, groups_reported_to(action)) or step_made_to(actor, action_id)):
        raise NotPermitted("Whoever it was escalated to, or the business unit, can ask for an update.")
    if row.asked_at and timezone.localdate(row.asked_at) == today:
        raise Refused(f"{row.asked_by_name} has asked for an update today already.")
    row.asked_at, row.asked_by_id, row.asked_by_name = now, actor.user_id, actor.name
    row.asked_words = words.strip()
    row.version += 1
    row.save()
    tell(actor, now, "update_asked", action, reason=words.strip())
    return row


@transaction.atomic
def switch_escalation(actor: Actor, now: datetime, today: date, *, on: bool, reason: str = "") -> EscalationSwitch:
    """Switch escalation on or off for the partnership, and return the switch. Off ends everything that stands.

    Switching off needs a reason. Raises `NotPermitted` and `Refused`.
    """
    actor.must(SWITCH_ESCALATION)
    Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership_id)
    standing = show_switch(actor)
    if on == (standing is None or standing.is_on):
        raise Refused(f"Escalation is {'on' if on else 'off'} already.")
    if not on and not reason.strip():
        raise Refused("Say why the partnership does not escalate; the history keeps it.", "reason")
    switch = EscalationSwitch.objects.create(is_on=on, reason=reason.strip(), **said_by(actor, now))
    if not on:
        _end(actor, today, list(Escalation.objects.within(actor).standing()), End.SWITCHED_OFF)
    verb = "switched_on" if on else "switched_off"
    trail.record(actor, f"actions.escalationswitch.{verb}", switch, now=now, after={}, reason=reason.strip())
    return switch
