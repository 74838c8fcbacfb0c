"""Who is asked for what: one reckoning for My work, the count in the header, answers by link and the digests.

It is made for many actors at once, so that one person's page and two thousand people's digests follow the same rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from goldenthread.actions.models import Acceptance, Action, Actions, Contributor, Escalation, Reporting
from goldenthread.actions.models.action import LEADS
from goldenthread.actions.permissions import ACCEPT, UPDATE, leads, may_accept
from goldenthread.actions.queries.names import Party
from goldenthread.actions.queries.standing import standing_of
from goldenthread.actions.rules import State, how_soon, said, why_asked
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Membership, SeatHolder
from goldenthread.partnerships.permissions import DECIDES, UNIT, Role, readable_classes
from goldenthread.partnerships.queries import called_on

FINISHED_FOR = timedelta(days=31)
ASKED, WAITING, FINISHED = "asked", "waiting", "finished"
Key = tuple[UUID, str, UUID]
Holders = dict[Key, list[Actor]]

LEAD_IDS = tuple(f"lead_{kind}" for kind in LEADS)
COUNTED_BY = (
    *LEAD_IDS, "information_class", "state", "raised_on", "due_on", "due_days", "first_date_on", "last_update_on",
    "delivery_owner", "delivery_owner_on", "delivery_chair", "asked_on", "closed_on", "partnership__update_cycle_days",
    "acceptance__step", "acceptance__at", "last_update__at",
)  # fmt: skip
ACCEPTED_BY = (*LEAD_IDS, "partnership_id", "information_class", "lead_seat__agency_id", "acceptance__by_id")
TOLD_BY = (
    *COUNTED_BY, "reference", "description", "created_at", "partnership__slug", "partnership__name",
)  # fmt: skip


@dataclass(frozen=True)
class Wait:
    """One action and the actor it has to do with, and how: now, this_month, later, asked, waiting or finished."""

    actor: Actor
    action: Action
    part: str

    @property
    def is_relieved(self) -> bool:
        """True where the actor is away and somebody else is asked for this. No query."""
        actor, action, there = self.actor, self.action, self.actor.presence
        if self.part == ASKED:
            return not actor.roles & (UNIT | DECIDES) and _asked_as_chair(actor, action) <= there.relieved_group_ids
        if action.lead_person_id:
            return there.is_covered and action.information_class != "R"
        relieved = there.relieved_seat_ids | there.relieved_group_ids | there.relieved_agency_ids
        return action.lead_id in relieved


def held_by(actors: Iterable[Actor]) -> Holders:
    """Which of these actors is asked about the actions of which lead: each for themselves and for their seats.

    A chair is asked for the group they chair, an agency's lead for their agency, a deputy while the holder is away.
    Nobody is asked who may not update.
    """
    holders: Holders = defaultdict(list)
    for actor in actors:
        if not actor.may(UPDATE):
            continue
        for party in asked_as(actor):
            holders[(actor.partnership_id, party.kind, party.id)].append(actor)
    return holders


def parties_of(actor: Actor) -> list[Party]:
    """As what the actor answers for actions: in person, by seat, as the chair of a group, as an agency's lead."""
    parties = [Party("person", actor.user_id)] if actor.user_id else []
    parties += [Party("seat", seat) for seat in actor.seat_ids]
    parties += [Party("group", group) for group in actor.chaired_group_ids]
    return parties + [Party("agency", agency) for agency in actor.agencies_as(Role.AGENCY_LEAD)]


def asked_as(actor: Actor) -> list[Party]:
    """As what the actor is asked about actions today: less than they answer for, or more, by who is away."""
    there = actor.presence
    resting = {*there.resting_seat_ids, *there.resting_group_ids}
    covered = [Party("person", person) for person in there.covers]
    return [party for party in parties_of(actor) if party.id not in resting] + covered


def led(holders: Holders) -> Actions:
    """The actions of these leads, whoever holds them, without those that were withdrawn."""
    ids: dict[str, set[UUID]] = defaultdict(set)
    for _, kind, key in holders:
        ids[kind].add(key)
    either = Q(pk__in=[])
    for kind, every in ids.items():
        either |= Q(**{f"lead_{kind}_id__in": every})
    rows = Action.objects.filter(either, partnership_id__in={partnership for partnership, _, _ in holders})
    rows = rows.exclude(state=State.WITHDRAWN).select_related("partnership", "acceptance", "last_update")
    return rows.order_by("due_on", "created_at")


def waits_of(holders: Holders, actions: Iterable[Action], today: date) -> list[Wait]:
    """Each of the actions with each actor who holds its lead, sorted by how soon word is wanted. No queries."""
    found = []
    for action in actions:
        actors = holders.get((action.partnership_id, action.lead_kind, action.lead_id), ())
        part = part_of(action, today) if actors else ""
        found += [Wait(actor, action, part) for actor in actors if part and not _is_closed_to(actor, action)]
    return found


def _is_closed_to(actor: Actor, action: Action) -> bool:
    """True for what is restricted and led by somebody who is away, whom the actor answers for in the rest."""
    return action.lead_person_id in actor.presence.covers and action.information_class == "R"


def part_of(action: Action, today: date, heard: date | None = None, as_if: bool = False) -> str:
    """Where an action stands for its lead; empty for what was finished long ago.

    With `as_if` it is judged as if the latest word were that of the day `heard`, or there were none.
    """
    if action.state == State.AWAITING_ACCEPTANCE:
        return WAITING
    if action.state != State.OPEN:
        return FINISHED if action.closed_on and today - action.closed_on <= FINISHED_FOR else ""
    standing, returned = standing_of(action, action.partnership.update_cycle_days), is_returned(action)
    if as_if:
        standing = replace(standing, last_said_on=heard)
        returned = _returned_on(action) >= (heard or date.min) > date.min or returned
    return how_soon(standing, action.due_days, today, returned)


def is_returned(action: Action) -> bool:
    """True where completion was returned to the lead, who has said nothing since."""
    word = action.last_update
    if action.state != State.OPEN or _returned_on(action) == date.min:
        return False
    return word is None or word.at < action.acceptance.at  # type: ignore[union-attr]


def _returned_on(action: Action) -> date:
    """The day on which the last step was to return it; the first of all days where it was not."""
    step = action.acceptance
    return localdate(step.at) if step is not None and step.step == Acceptance.Step.RETURNED else date.min


def to_accept(actors: Sequence[Actor], fields: Sequence[str] = (), today: date | None = None) -> list[Wait]:
    """The actions whose completion each of these actors may accept, oldest request first. One query.

    With `fields` no more of the actions is read than those; with `today` each has `agency_called`, the name of the
    agency that leads it, and `holders`, the names of those who hold the seat that does.
    """
    asked = [actor for actor in actors if actor.may(ACCEPT)]
    if not asked:
        return []
    rows = Action.objects.filter(
        partnership_id__in={actor.partnership_id for actor in asked}, state=State.AWAITING_ACCEPTANCE
    )
    around = ("partnership", "acceptance", "last_update", "lead_person", "lead_seat__group", "lead_group")
    rows = rows.select_related("lead_seat", "acceptance").only(*fields) if fields else rows.select_related(*around)
    if today:
        rows = rows.annotate(agency_called=called_on("lead_agency_id", today), holders=holders_of_lead(today))
    here: dict[UUID, list[Actor]] = defaultdict(list)
    for actor in asked:
        here[actor.partnership_id].append(actor)
    return [
        Wait(actor, action, ASKED)
        for action in rows.annotate(**_beside()).order_by("asked_on", "created_at")
        for actor in here[action.partnership_id]
        if _may_answer(actor, action) and sees(actor, action)
    ]


def holders_of_lead(today: date) -> ArraySubquery:
    """To annotate actions with: the names of those who hold the seat that leads each on a day, deputies left out."""
    holders = SeatHolder.objects.in_effect(today).filter(seat_id=OuterRef("lead_seat_id"), is_deputy=False)
    return ArraySubquery(holders.values("person__name"))


def _beside() -> dict[str, ArraySubquery]:
    """What an acceptance turns on besides the action: whom it reports to, who helps, the agencies of who leads it."""
    of_lead = {"partnership_id": OuterRef("partnership_id"), "person_id": OuterRef("lead_person_id")}
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("asked_on"))
    roles = Membership.objects.filter(still, **of_lead, agency__isnull=False)
    seats = SeatHolder.objects.filter(still, **of_lead, seat__agency__isnull=False)
    return {
        "reports_to": ArraySubquery(Reporting.objects.filter(action_id=OuterRef("pk")).values("group_id")),
        "helper_ids": helper_ids("pk"),
        "roles_for": ArraySubquery(roles.order_by().values("agency_id")),
        "seats_for": ArraySubquery(seats.order_by().values("seat__agency_id")),
    }


def helper_ids(path: str) -> ArraySubquery:
    """The ids of the people, seats, groups and agencies that help with the action at `path`."""
    helpers = Contributor.objects.filter(action_id=OuterRef(path)).order_by()
    one_of_four = Coalesce(*(f"{kind}_id" for kind in LEADS))
    return ArraySubquery(helpers.annotate(helper_id=one_of_four).values("helper_id"))


def _may_answer(actor: Actor, action: Action) -> bool:
    """True where the actor oversees the action and the rule on acceptance would not say no."""
    agencies = _agencies_of(action, {*action.roles_for, *action.seats_for})  # type: ignore[attr-defined]
    return (
        bool(actor.roles & (UNIT | DECIDES) or _asked_as_chair(actor, action))
        and may_accept(actor, action, action.reports_to)  # type: ignore[attr-defined]
        and not leads(actor, action)
        and not actor.agency_ids & agencies
        and (action.acceptance is None or action.acceptance.by_id != actor.user_id)
    )


def _asked_as_chair(actor: Actor, action: Any) -> frozenset[UUID]:
    """The groups of the action, leading it or reported to, whose chair the actor is asked as."""
    return actor.asked_group_ids & {action.lead_group_id, *action.reports_to}


def sees(actor: Actor, action: Any) -> bool:
    """True where the actor reads the action's class, or has a part in it, as `Actions.visible` has it.

    The action carries `reports_to` and `helper_ids`.
    """
    if action.information_class in readable_classes(actor.roles):
        return True
    if actor.sitting_group_ids & {action.lead_group_id, *action.reports_to}:
        return True
    mine = {party.id for party in parties_of(actor)} | actor.sitting_group_ids
    return not mine.isdisjoint(action.helper_ids)


def agencies_of_leads(actions: Iterable[Action]) -> dict[UUID, frozenset[UUID]]:
    """The agencies to which each lead belongs: the agency itself, the seat's, or those of the person's roles and seats.

    A person belongs to those for which they held one when completion was asked for, or later. Empty for a
    group. One query at most, besides that for seats not fetched yet.
    """
    people: dict[tuple[UUID, UUID | None], set[tuple[UUID, date | None]]] = defaultdict(set)
    rows = list(actions)
    led_by = {action.lead_person_id for action in rows if action.lead_person_id}
    if led_by:
        roles = Membership.objects.filter(person_id__in=led_by, agency__isnull=False).order_by()
        seats = SeatHolder.objects.filter(person_id__in=led_by, seat__agency__isnull=False).order_by()
        held = roles.values_list("partnership_id", "person_id", "agency_id", "ends_on")
        for partnership, person, agency, ends_on in held.union(
            seats.values_list("partnership_id", "person_id", "seat__agency_id", "ends_on")
        ):
            people[(partnership, person)].add((agency, ends_on))

    def held_by_lead(action: Action) -> set[UUID]:
        asked_on = action.asked_on or date.min
        every = people[(action.partnership_id, action.lead_person_id)]
        return {agency for agency, ends_on in every if ends_on is None or ends_on >= asked_on}

    return {action.pk: frozenset(_agencies_of(action, held_by_lead(action))) for action in rows}


def _agencies_of(action: Action, of_person: set[UUID]) -> set[UUID]:
    if action.lead_agency_id:
        return {action.lead_agency_id}
    if action.lead_seat:
        return {action.lead_seat.agency_id} if action.lead_seat.agency_id else set()
    return of_person if action.lead_person_id else set()


def open_waits(actors: Sequence[Actor], today: date, to_tell: bool = False) -> list[Wait]:
    """What each of these actors is asked for as a lead. One query, which reads of the actions only what is counted by.

    With `to_tell` it reads what is said of them too, and who asked for an update on those that are silent.
    """
    holders = held_by(actors)
    if not holders:
        return []
    rows = led(holders).filter(state=State.OPEN)
    return waits_of(holders, with_who_asked(rows.only(*TOLD_BY)) if to_tell else rows.only(*COUNTED_BY), today)


def with_who_asked(rows: Actions) -> Actions:
    """The actions, each with the name and the moment of whoever asked for an update on it because it is silent."""
    asked = Escalation.objects.standing().filter(action_id=OuterRef("pk"), asked_at__isnull=False).order_by()
    who, when = asked.values("asked_by_name")[:1], asked.values("asked_at")[:1]
    return rows.annotate(update_asked_by=Subquery(who), update_asked_at=Subquery(when))


def why_lead_is_asked(action: Any, today: date) -> str:
    """What is wanted of an open action's lead and since when, and who asked for it, as a clause. No query.

    The action is one of `with_who_asked`.
    """
    standing = standing_of(action, action.partnership.update_cycle_days)
    why = why_asked(standing, action.due_days, today, is_returned(action))
    if not action.update_asked_at:
        return why
    return f"{why}; {action.update_asked_by} asked for an update on {said(localdate(action.update_asked_at))}"
