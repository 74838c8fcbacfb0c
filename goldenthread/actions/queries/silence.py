"""Owners who have gone quiet: who, why in words, and on how many actions. Constant queries however many."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, Q, Value

from goldenthread.actions.models import Action, Escalation, ProgressUpdate
from goldenthread.actions.permissions import SEE_SILENCE
from goldenthread.actions.queries.asking import LEAD_IDS
from goldenthread.actions.queries.away import Away, leads_away, led_since
from goldenthread.actions.queries.behind import Behind, people_behind
from goldenthread.actions.queries.names import Party, name_of_seat
from goldenthread.actions.queries.standing import standing_of
from goldenthread.actions.rules import (
    WHY_WORDS,
    Reach,
    State,
    Why,
    cycles_missed,
    has_left,
    said,
    silence_in_words,
    why_silent,
    why_unreachable,
)
from goldenthread.kernel.actor import Actor
from goldenthread.notify import queries as notify
from goldenthread.partnerships.models import AgencyName, Appointment, Membership, Participation, SeatHolder
from goldenthread.partnerships.queries import name_on
from goldenthread.people.models import User

ENDLESS = date.max
# No more is read of an action and its lead than silence turns on and its line says.
READ = (
    *LEAD_IDS, "information_class", "partnership_id", "state", "raised_on", "due_on", "first_date_on",
    "last_update_on", "delivery_owner", "delivery_owner_on", "delivery_chair", "asked_on", "closed_on", "led_since_on",
    "reference", "description", "partnership__update_cycle_days", "lead_person__name", "lead_person__is_active",
    "lead_person__last_login",
    "lead_seat__title", "lead_seat__ends_on", "lead_seat__group__name", "lead_seat__group__ends_on",
    "lead_group__name", "lead_group__ends_on",
)  # fmt: skip


@dataclass(frozen=True)
class SilentOwner:
    """A lead who cannot be reached, or says nothing: who is behind it, why, and what they lead.

    `actions` are the ids of the open ones in order of date, `quiet` those of them on which a cycle was missed. `missed`
    is the most cycles missed on any; `escalated` how many of them were told to somebody above.
    """

    lead: Party
    name: str
    people: tuple[str, ...]
    reasons: tuple[Why, ...]
    words: str
    actions: tuple[UUID, ...]
    quiet: tuple[UUID, ...]
    missed: int
    heard_on: date | None
    escalated: int
    titles: tuple[str, ...] = ()

    @property
    def titled(self) -> list[tuple[UUID, str]]:
        """Their actions as (id, words)."""
        return list(zip(self.actions, self.titles, strict=True))

    @property
    def key(self) -> str:
        """The lead as an address names it: "group:…"."""
        return f"{self.lead.kind}:{self.lead.id}"

    @property
    def urgency(self) -> int:
        """0 for the reason that most needs somebody."""
        return min(list(Why).index(reason) for reason in self.reasons)

    @property
    def count(self) -> int:
        """How many open actions they lead."""
        return len(self.actions)


@dataclass(frozen=True)
class Silence:
    """The owners who have gone quiet, the most urgent first, and how many escalations stand at each step."""

    owners: list[SilentOwner]
    standing: Mapping[int, int]


def list_silent(actor: Actor, today: date) -> Silence:
    """The leads of open actions who have left, cannot be reached or have gone quiet.

    Ten queries at most. Silence counts from the day somebody else was asked, while the lead is away. Nobody for
    somebody who may not ask who is silent.
    """
    if not actor.may(SEE_SILENCE):
        return Silence([], {})
    rows = (
        Action.objects.visible(actor)
        .filter(state=State.OPEN)
        .select_related("partnership", "lead_person", "lead_seat__group", "lead_group")
        .only(*READ)
    )
    led: dict[Party, list[Action]] = defaultdict(list)
    for action in rows:
        led[Party(action.lead_kind, action.lead_id)].append(action)
    if not led:
        return Silence([], {})
    behind = people_behind(actor, [lead for lead in led if lead.kind != "person"], today)
    for lead, actions in led.items():
        if actions[0].lead_person:
            behind.people[lead].append(actions[0].lead_person)
    reach = _reach(actor, behind, today)
    away = leads_away(actor, behind, led, today)
    agencies = _agencies(actor, led, today)
    steps = dict(Escalation.objects.within(actor).standing().values_list("action_id", "step"))
    found = []
    for lead, actions in led.items():
        owner = _owner(lead, actions, behind.of(lead), reach, agencies, steps, today, away.get(lead))
        if owner:
            found.append(owner)
    seen = Counter(steps[one.pk] for actions in led.values() for one in actions if one.pk in steps)
    return Silence(sorted(found, key=lambda one: (one.urgency, -one.count, one.name.lower())), seen)


@dataclass(frozen=True)
class _Agency:
    name: str
    ended_on: date | None


def _agencies(actor: Actor, leads: Iterable[Party], today: date) -> dict[UUID, _Agency]:
    """The agencies among the leads: what each is called, and when its part here ended, if it has. One query."""
    ids = [lead.id for lead in leads if lead.kind == "agency"]
    if not ids:
        return {}
    last: dict[UUID, date] = {}
    names: dict[UUID, list[AgencyName]] = defaultdict(list)
    rows = Participation.objects.within(actor).filter(agency_id__in=ids)
    fields = ("agency__names__name", "agency__names__starts_on", "agency__names__ends_on")
    for agency, ends_on, name, since, until in rows.values_list("agency_id", "ends_on", *fields):
        last[agency] = max(last.get(agency, date.min), ends_on or ENDLESS)
        names[agency].append(AgencyName(name=name or "", starts_on=since, ends_on=until))
    current = {key: name_on(every, today) for key, every in names.items()}
    return {
        key: _Agency(found.name if (found := current.get(key)) else "", _ended(last.get(key), today)) for key in ids
    }


def _ended(last: date | None, today: date) -> date | None:
    return last if last and last < today else None


@dataclass(frozen=True)
class _Known:
    reach: Reach
    left_on: date | None


def _reach(actor: Actor, behind: Behind, today: date) -> dict[UUID, _Known]:
    """What is known of everybody behind the leads. One query and that of the messages."""
    people = behind.everybody
    ties, answered = _ties_and_answers(actor, people)
    bounced = bounces(actor, people)
    everybody = {person.pk: person for every in behind.people.values() for person in every}
    return {
        key: _Known(
            Reach(
                account_is_open=person.is_active,
                has_a_tie=ties.get(key, date.min) >= today,
                has_signed_in=person.last_login is not None,
                has_answered=key in answered,
                bounced_on=bounced.get(key),
            ),
            _ended(ties.get(key), today),
        )
        for key, person in everybody.items()
    }


def _ties_and_answers(actor: Actor, people: Collection[UUID]) -> tuple[dict[UUID, date], set[UUID]]:
    """The last day of each person's latest role, seat or appointment here, and who ever gave an update. One query.

    The day is `ENDLESS` where a tie has none.
    """
    tied, answered = Value(False), Value(True)

    def rows(model: type[Membership | Appointment | SeatHolder]) -> Any:
        held = model.objects.within(actor).filter(person_id__in=people).order_by()
        return held.values_list("person_id", "ends_on", tied)

    never = Value(None, output_field=DateField())
    updates = ProgressUpdate.objects.within(actor).filter(by_id__in=people).order_by()
    said_so = updates.values_list("by_id", never, answered)
    last: dict[UUID, date] = {}
    spoke: set[UUID] = set()
    for person, ends_on, has_answered in rows(Membership).union(rows(Appointment), rows(SeatHolder), said_so):
        if has_answered:
            spoke.add(person)
        else:
            last[person] = max(last.get(person, date.min), ends_on or ENDLESS)
    return last, spoke


def bounces(actor: Actor, people: Collection[UUID]) -> Mapping[UUID, date]:
    """The day on which the latest message to each of these people came back, for those to whom it did."""
    standing = notify.delivery_standing(actor, people)
    return {person: one.bounced_on for person, one in standing.items() if one.bounced_on}


def _owner(
    lead: Party,
    actions: Sequence[Action],
    people: Sequence[User],
    reach: Mapping[UUID, _Known],
    agencies: Mapping[UUID, _Agency],
    steps: Mapping[UUID, int],
    today: date,
    away: Away | None = None,
) -> SilentOwner | None:
    missed = {
        one.pk: cycles_missed(standing_of(one, one.partnership.update_cycle_days), today, led_since(one, away))
        for one in actions
    }
    ended_on = _lead_ended(lead, actions[0], agencies, today)
    known = [reach[person.pk] for person in people]
    reasons = (*why_unreachable(ended_on is not None, [one.reach for one in known]), *why_silent(missed.values()))
    if not reasons:
        return None
    quiet = [one for one in actions if missed[one.pk]]
    heard_on = max((one.last_update_on for one in (quiet or actions) if one.last_update_on), default=None)
    words = [_said(reason, lead, people, known, ended_on) for reason in reasons if reason not in _SAID_BY_THE_DATE]
    words += [away.words] if away else []
    return SilentOwner(
        lead=lead,
        name=_name(lead, actions[0], agencies),
        people=tuple(person.name for person in people) if lead.kind != "person" else (),
        reasons=reasons,
        words=silence_in_words(words, len(actions), len(quiet), heard_on),
        actions=tuple(one.pk for one in actions),
        quiet=tuple(one.pk for one in quiet),
        missed=max(missed.values()),
        heard_on=heard_on,
        escalated=sum(one.pk in steps for one in actions),
        titles=tuple(f"{one.reference} {' '.join(one.description.split())}".strip() for one in actions),
    )


# "Nothing said since" says it.
_SAID_BY_THE_DATE = (Why.QUIET, Why.MISSED_CYCLES)


def _name(lead: Party, action: Action, agencies: Mapping[UUID, _Agency]) -> str:
    if lead.kind == "agency":
        return agencies[lead.id].name
    return name_of_seat(action.lead_seat) if action.lead_seat else str(action.lead_group or action.lead_person)


def _lead_ended(lead: Party, action: Action, agencies: Mapping[UUID, _Agency], today: date) -> date | None:
    """The last day of the seat, its group, the group or the agency's part, where that has passed."""
    if lead.kind == "agency":
        return agencies[lead.id].ended_on
    if action.lead_seat:
        ends = (action.lead_seat.ends_on, action.lead_seat.group.ends_on)
        return min((one for one in ends if one and _ended(one, today)), default=None)
    return _ended(action.lead_group.ends_on, today) if action.lead_group else None


def _said(reason: Why, lead: Party, people: Sequence[User], known: Sequence[_Known], ended_on: date | None) -> str:
    """One reason about one lead, as a clause."""
    if reason == Why.LEFT:
        return _left(lead, people, known, ended_on)
    if reason == Why.NOBODY:
        return {
            "seat": "nobody holds the seat", "group": "nobody chairs the group",
            "agency": "nobody leads for the agency here",
        }.get(lead.kind, "nobody is known by that name")  # fmt: skip
    if reason == Why.BOUNCED:
        days = [one.reach.bounced_on for one in known if one.reach.bounced_on]
        return f"messages came back on {said(max(days))}"
    return WHY_WORDS[reason].lower() if len(people) == 1 else "none of them has ever signed in"


def _left(lead: Party, people: Sequence[User], known: Sequence[_Known], ended_on: date | None) -> str:
    if ended_on:
        what = {"seat": "the seat ended", "group": "the group ended", "agency": "left the partnership"}
        return f"{what[lead.kind]} on {said(ended_on)}"
    if all(not one.reach.account_is_open for one in known if has_left(one.reach)):
        return "the account is closed" if len(people) == 1 else "their accounts are closed"
    days = [one.left_on for one in known if one.left_on]
    return f"left on {said(max(days))}" if days else "left: holds no role or seat here"


def open_actions_of(actor: Actor, leads: Collection[Party]) -> list[UUID]:
    """The open actions that some leads lead and the actor may see, by date. One query; none without leads."""
    mine = Q(pk__in=[])
    for lead in leads:
        mine |= Q(**{f"lead_{lead.kind}_id": lead.id})
    return list(Action.objects.visible(actor).filter(mine, state=State.OPEN).values_list("pk", flat=True))
