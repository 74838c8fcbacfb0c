"""Escalations: to whom each silence is to be told, which stand, and which were made to the reader."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.actions.models import EXECUTIVE, Action, Escalation, EscalationSwitch, Reporting
from goldenthread.actions.permissions import ANSWER_ESCALATION
from goldenthread.actions.queries.asking import parties_of
from goldenthread.actions.queries.away import Away, leads_away, led_since
from goldenthread.actions.queries.behind import agencies_of, agency_leads, held_today, people_behind
from goldenthread.actions.queries.names import Party, agency_names
from goldenthread.actions.queries.standing import standing_of
from goldenthread.actions.rules import ESCALATES_FROM, State, Step, cycles_missed
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Appointment, Group
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User


@dataclass(frozen=True)
class Addressee:
    """To whom a silence is told at one step: an agency's leads, a group's chair or the executive, and who they are."""

    step: Step
    words: str
    people: tuple[str, ...]
    agency_id: UUID | None = None
    group_id: UUID | None = None


def is_escalating(actor: Actor) -> bool:
    """True unless the partnership has switched escalation off. One query."""
    switch = show_switch(actor)
    return switch is None or switch.is_on


def show_switch(actor: Actor) -> EscalationSwitch | None:
    """The latest word on whether the partnership escalates: who said it, when and why; None where nobody has."""
    return EscalationSwitch.objects.within(actor).first()


def silent_for_two_cycles(actor: Actor, today: date) -> list[tuple[Action, int]]:
    """The open actions on which at least two cycles were missed, each with how many, by date. Six queries at most.

    While its lead is away, silence counts from the day somebody else was asked.
    """
    rows = Action.objects.visible(actor).filter(state=State.OPEN).select_related("partnership", "lead_seat")
    found = [pair for pair in ((one, _missed(one, today)) for one in rows) if pair[1] >= ESCALATES_FROM]
    leads = {_lead(one) for one, _ in found}
    away = leads_away(actor, people_behind(actor, leads, today), leads, today) if leads else {}
    counted = [(one, _missed(one, today, away.get(_lead(one)))) for one, _ in found]
    return [pair for pair in counted if pair[1] >= ESCALATES_FROM]


def _missed(action: Action, today: date, away: Away | None = None) -> int:
    standing = standing_of(action, action.partnership.update_cycle_days)
    return cycles_missed(standing, today, led_since(action, away))


def addressees(actor: Actor, actions: Sequence[Action], today: date) -> dict[UUID, dict[int, Addressee]]:
    """For each action, who stands at which step today. The silent owner never counts as somebody to tell.

    Nine queries at most, however many actions.
    """
    if not actions:
        return {}
    return _Routes(actor, actions, today).all()


class _Routes:
    """Who could be told of the silence of some actions, each looked up once."""

    def __init__(self, actor: Actor, actions: Sequence[Action], today: date) -> None:
        self.actions = actions
        self.behind = people_behind(actor, {_lead(one) for one in actions}, today)
        self.agencies = agencies_of(actor, self.behind.everybody, today)
        self.leads_of: dict[UUID, list[User]] = defaultdict(list)
        for row in agency_leads(actor, today):
            self.leads_of[row.agency_id].append(row.person)
        self.agency_names = agency_names(actor, self.leads_of, today)
        self.reports: dict[UUID, list[UUID]] = defaultdict(list)
        for action_id, group in (
            Reporting.objects.filter(action__in=actions).order_by("position").values_list("action_id", "group_id")
        ):
            self.reports[action_id].append(group)
        self.chairs: dict[UUID, list[User]] = defaultdict(list)
        for holder in held_today(actor, today).filter(is_deputy=False, seat__kind__in=("chair", "vice_chair")):
            self.chairs[holder.seat.group_id].append(holder.person)
        self.groups = {group.pk: group.name for group in Group.objects.within(actor).filter(pk__in=self.chairs)}
        appointed = (
            Appointment.objects.within(actor).in_effect(today).filter(kind__in=[*EXECUTIVE, "independent_chair"])
        )
        self.executive = [row.person for row in appointed.select_related("person").order_by("person__name")]

    def all(self) -> dict[UUID, dict[int, Addressee]]:
        """By action and step."""
        return {action.pk: self._of(action) for action in self.actions}

    def _of(self, action: Action) -> dict[int, Addressee]:
        owners = {person.pk for person in self.behind.of(_lead(action))}
        found = [self._agency(action, owners), self._chair(action, owners), self._executive(owners)]
        return {int(one.step): one for one in found if one}

    def _agency(self, action: Action, owners: Collection[UUID]) -> Addressee | None:
        # An agency's lead reads no restricted action, and is no step above where the agency itself leads.
        if action.information_class == "R" or action.lead_agency_id or action.lead_group_id:
            return None
        ids = [action.lead_seat.agency_id] if action.lead_seat and action.lead_seat.agency_id else []
        ids = ids or [agency for owner in owners for agency in self.agencies.get(owner, ())]
        for agency in ids:
            people = _others(self.leads_of.get(agency, ()), owners)
            if people:
                words = f"the safeguarding lead of {self.agency_names.get(agency, 'their agency')}"
                return Addressee(Step.AGENCY, words, people, agency_id=agency)
        return None

    def _chair(self, action: Action, owners: Collection[UUID]) -> Addressee | None:
        first = action.lead_group_id or (action.lead_seat.group_id if action.lead_seat else None)
        reports = self.reports.get(action.pk, [])
        # The group of a lead seat reads a restricted action only where it also leads or receives reports.
        if action.information_class == "R" and first not in (action.lead_group_id, *reports):
            first = None
        for group in filter(None, (first, *reports)):
            people = _others(self.chairs.get(group, ()), owners)
            if people:
                return Addressee(Step.CHAIR, f"the chair of {self.groups[group]}", people, group_id=group)
        return None

    def _executive(self, owners: Collection[UUID]) -> Addressee | None:
        people = _others(self.executive, owners)
        return Addressee(Step.EXECUTIVE, "the executive", people) if people else None


def _lead(action: Action) -> Party:
    return Party(action.lead_kind, action.lead_id)


def _others(people: Collection[User], owners: Collection[UUID]) -> tuple[str, ...]:
    """The names of those among some people who can act and are not the silent owner."""
    return tuple(dict.fromkeys(one.name for one in people if one.is_active and one.pk not in owners))


def standing_escalations(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Escalation]:
    """The escalation that stands of each of some actions, by action. One query."""
    rows = Escalation.objects.within(actor).standing().filter(action_id__in=ids)
    return {row.action_id: row for row in rows}


def escalations_of(actor: Actor, action_id: UUID) -> list[Escalation]:
    """Every escalation of one action, oldest first. One query. Ask `show_action` first whether it is seen."""
    return list(Escalation.objects.within(actor).filter(action_id=action_id).select_related("action"))


def step_made_to(actor: Actor, action_id: UUID) -> int:
    """The step of the escalation of an action that stands and was made to the actor; 0 for none. One query."""
    if not actor.may(ANSWER_ESCALATION):
        return 0
    made = Escalation.objects.made_to(actor).standing().filter(action_id=action_id)
    return made.values_list("step", flat=True).first() or 0


def answers(actor: Actor, row: Escalation) -> bool:
    """True where an escalation was made to the actor, as they may act today. No query; as `step_made_to` asks it."""
    action = row.action
    if not actor.may(ANSWER_ESCALATION) or _lead(action) in parties_of(actor):
        return False
    if row.step == Step.AGENCY:
        return row.agency_id in actor.agencies_as(Role.AGENCY_LEAD)
    return row.group_id in actor.chaired_group_ids if row.step == Step.CHAIR else bool(actor.roles & EXECUTIVE)


def escalated_to(actor: Actor) -> list[Escalation]:
    """What was escalated to the actor and stands, oldest first, with its action, which they may see. One query."""
    if not actor.may(ANSWER_ESCALATION):
        return []
    rows = Escalation.objects.made_to(actor).standing().select_related("action")
    return list(rows.filter(action__in=Action.objects.visible(actor)))
