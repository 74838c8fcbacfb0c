"""Who is asked for a return: who is named for it or holds the office, and who stands in while they are away."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Absence, Appointment, Membership, SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.queries.away import CHAIRS, is_away, who_is_away
from goldenthread.partnerships.rules import Place, who_is_asked
from goldenthread.people.models import User
from goldenthread.returns import rules
from goldenthread.returns.models import Return, Round
from goldenthread.returns.permissions import CHASE


def _belongs(person: Any, today: date, outer: Any = OuterRef) -> Q:
    """The condition that a person is of the agency or group that owes the return, with an open account."""
    who = {"person_id": person, "partnership_id": outer("partnership_id"), "person__is_active": True}
    agency, group = {"agency_id": outer("agency_id")}, {"seat__group_id": outer("group_id")}
    ties = (
        Membership.objects.in_effect(today).filter(**who, **agency),
        Appointment.objects.in_effect(today).filter(**who, **agency),
        SeatHolder.objects.in_effect(today).filter(**who).filter(seat__agency_id=outer("agency_id")),
        SeatHolder.objects.in_effect(today).filter(**who, **group),
    )
    found = Q(pk__in=[])
    for rows in ties:
        found |= Q(Exists(rows.order_by()))
    return found


def people_of(actor: Actor, owed: Return, today: date) -> list[tuple[UUID, str]]:
    """Those who may be named to answer what an agency or group owes, as (id, name). One query."""
    # What it is not owed by is nobody's, and no place without one either.
    place = {"partnership_id": actor.partnership_id, "agency_id": owed.agency_id, "group_id": owed.group_id}
    its = _belongs(OuterRef("pk"), today, lambda name: place[name] or UUID(int=0))
    return list(User.objects.filter(its).order_by("name").values_list("pk", "name"))


def _twice(field: str) -> OuterRef:
    return OuterRef(OuterRef(field))


def _covered(today: date) -> Exists:
    """The condition that whoever leads is away and named somebody who is there, and is of the same agency or group."""
    rows = Absence.objects.in_effect(today).filter(
        _belongs(OuterRef("covered_by_id"), today, _twice), person_id=OuterRef("lead_id"),
        partnership_id=OuterRef("partnership_id"),
    )  # fmt: skip
    return Exists(rows.filter(~Q(is_away("covered_by_id", today))).order_by())


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def with_who_answers(rows: Any, today: date) -> Any:
    """Returns, each with who answers it: `is_led` (somebody is named who is still of the agency or group), `lead_away`,
    `deputy_there` and `cover_there`.
    """
    deputy = _belongs(OuterRef("deputy_id"), today) & ~Q(is_away("deputy_id", today))
    return rows.annotate(
        is_led=_flag(_belongs(OuterRef("lead_id"), today)), lead_away=is_away("lead_id", today),
        deputy_there=_flag(deputy), cover_there=_covered(today),
    )  # fmt: skip


def owed_by(actors: Sequence[Actor]) -> Q:
    """The returns of `with_who_answers` for which these actors are asked.

    As lead, as deputy or cover while the lead is away, or by office where nobody is named. Whoever is away finds theirs
    there still.
    """
    found = Q(pk__in=[])
    for actor in actors:
        mine, there = Q(pk__in=[]), actor.presence
        if actor.user_id:
            still = Q(agency_id__in=actor.agency_ids) | Q(group_id__in=actor.group_ids)
            named = Q(lead_id=actor.user_id)
            if there.away_until is None:
                named |= Q(deputy_id=actor.user_id) & (Q(is_led=False) | Q(lead_away=True))
            named |= Q(lead_id__in=there.covers, is_led=True, lead_away=True, deputy_there=False)
            mine |= Q(person_id=actor.user_id) | named & still
        office = Q(group_id__in=actor.asked_group_ids)
        if led := actor.agencies_as(Role.AGENCY_LEAD):
            office |= Q(agency_id__in=led)
        found |= Q(partnership_id=actor.partnership_id) & (mine | office & Q(is_led=False))
    return found


def is_for(actor: Actor, row: Any) -> bool:
    """True where `owed_by` finds this row for this actor. No query."""
    if row.partnership_id != actor.partnership_id:
        return False
    if actor.user_id and actor.user_id == row.person_id:
        return True
    still = row.agency_id in actor.agency_ids or row.group_id in actor.group_ids
    if still and actor.user_id and _is_named(actor, row):
        return True
    by_office = row.group_id in actor.asked_group_ids or row.agency_id in actor.agencies_as(Role.AGENCY_LEAD)
    return by_office and not row.is_led


def _is_named(actor: Actor, row: Any) -> bool:
    there = actor.presence
    if row.lead_id == actor.user_id:
        return True
    if row.deputy_id == actor.user_id and there.away_until is None and (row.lead_away or not row.is_led):
        return True
    return row.lead_id in there.covers and row.is_led and row.lead_away and not row.deputy_there


def is_relieved(actor: Actor, row: Any) -> bool:
    """True where the actor is away and somebody else is asked for this return. No query."""
    there = actor.presence
    if row.is_led:
        return there.away_until is not None and row.lead_id == actor.user_id and (row.deputy_there or row.cover_there)
    if actor.user_id in (row.person_id, row.deputy_id):
        return False
    return row.group_id in there.relieved_group_ids or row.agency_id in there.relieved_agency_ids


class ByPlace:
    """Many actors by where they are, so that for each row only those near it are looked at.

    A place is an agency, a group or the person; `everywhere` are roles that are near to everything of their
    partnership.
    """

    def __init__(self, actors: Sequence[Actor], everywhere: frozenset[str] = frozenset()) -> None:
        self.actors = actors
        self._near: dict[tuple[UUID, UUID | None], list[int]] = defaultdict(list)
        for at, one in enumerate(actors):
            places: set[UUID | None] = {*one.agency_ids, *one.group_ids, *one.asked_group_ids, one.user_id}
            for place in places - {None} | ({None} if one.roles & everywhere else set()):
                self._near[one.partnership_id, place].append(at)

    def of(self, partnership_id: UUID, *places: UUID | None) -> list[Actor]:
        """The actors of one partnership at any of these places, in the order in which they were given."""
        found = {at for place in {*places, None} for at in self._near.get((partnership_id, place), ())}
        return [self.actors[at] for at in sorted(found)]


def answerers_of(actor: Actor, owed: Return, today: date) -> list[User]:
    """Who is asked for a return: its lead, else the agency's leads, a group's chairs or the person; else who stands in.

    Four queries at most.
    """
    if owed.person_id:
        return list(User.objects.filter(pk=owed.person_id, is_active=True))
    row = with_who_answers(Return.objects.filter(pk=owed.pk), today).get()
    office = _offices(actor, [row], today) if not row.is_led else {}
    places = _places(row, office)
    people = {one for place in places for one in place.holders | place.deputies}
    away = who_is_away(actor, people, today)
    if row.is_led and row.cover_there and row.lead_id in away:
        places = [
            Place(places[0].holders, places[0].deputies or frozenset(filter(None, [away[row.lead_id].covered_by_id])))
        ]
    return list(User.objects.filter(pk__in=who_is_asked(places, set(away)), is_active=True).order_by("name"))


Office = dict[tuple[str, UUID], list[Place]]


def _places(row: Any, office: Office) -> list[Place]:
    """The places in which a return is asked for, without whoever the lead named."""
    if row.person_id:
        return [Place(frozenset([row.person_id]))]
    if row.is_led:
        deputies = frozenset([row.deputy_id] if row.deputy_there else [])
        return [Place(frozenset([row.lead_id]), deputies)]
    key = ("group", row.group_id) if row.group_id else ("agency", row.agency_id)
    return office.get(key, [])


def _offices(actor: Actor, rows: Iterable[Any], today: date) -> Office:
    """Who holds the office that answers for these groups and agencies, seat by seat, and who deputises. Two queries."""
    groups = {row.group_id for row in rows if row.group_id}
    agencies = {row.agency_id for row in rows if row.agency_id}
    seats: dict[tuple[UUID, UUID], tuple[set[UUID], set[UUID]]] = defaultdict(lambda: (set(), set()))
    found: Office = defaultdict(list)
    if groups:
        held = SeatHolder.objects.within(actor).in_effect(today).filter(
            seat__group_id__in=groups, seat__kind__in=CHAIRS, person__is_active=True
        )  # fmt: skip
        for group, seat, person, deputises in held.values_list("seat__group_id", "seat_id", "person_id", "is_deputy"):
            seats[group, seat][deputises].add(person)
    for (group, _), (holders, deputies) in seats.items():
        found["group", group].append(Place(frozenset(holders), frozenset(deputies)))
    if agencies:
        leads = Membership.objects.within(actor).in_effect(today).filter(
            role=Role.AGENCY_LEAD, agency_id__in=agencies, person__is_active=True
        )  # fmt: skip
        for agency, person in leads.values_list("agency_id", "person_id"):
            found["agency", agency].append(Place(frozenset([person])))
    return found


def asked_instead(actor: Actor, rows: Sequence[Any], today: date) -> dict[UUID, str]:
    """For those of these returns whose answerer is away: until when, and who is asked instead, as a sentence.

    Only for who waits for the answers: those who chase, and the chairs of the groups that asked. Seven queries at most,
    however many returns.
    """
    owed = [row for row in rows if row.state in rules.OWED]
    if (
        not owed
        or not _waits(actor, {row.round_id for row in owed})
        or not Absence.objects.within(actor).in_effect(today).exists()
    ):
        return {}
    owed = list(with_who_answers(Return.objects.filter(pk__in=[row.pk for row in owed]), today))
    office = _offices(actor, [row for row in owed if not row.is_led], today)
    places = {row.pk: _places(row, office) for row in owed}
    people = {one for every in places.values() for place in every for one in place.holders | place.deputies}
    away = who_is_away(actor, people, today)
    covers = {row.pk: away[row.lead_id].covered_by for row in owed if row.cover_there and row.lead_id in away}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    found = {}
    for row in owed:
        held = {one for place in places[row.pk] for one in place.holders}
        gone = [away[one] for one in held if one in away]
        if not gone:
            continue
        asked = who_is_asked(places[row.pk], set(away)) - set(away)
        cover = covers.get(row.pk) if not asked else None
        instead = [cover.name] if cover else sorted(names[one] for one in asked)
        found[row.pk] = _sentence(max(one.ends_on for one in gone), instead)
    return found


def _waits(actor: Actor, rounds: set[UUID]) -> bool:
    asked = Round.to_groups.through.objects.filter(round_id__in=rounds, group_id__in=actor.chaired_group_ids)
    return actor.may(CHASE) or asked.exists()


def _sentence(until: date, instead: Sequence[str]) -> str:
    who = f"{' and '.join(instead)} asked instead" if instead else "nobody else can be asked"
    return f"Away until {until.day} {until:%B %Y}, {who}"
