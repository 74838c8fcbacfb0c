"""Who may act for which partnership today: read afresh for each request."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, Q, UUIDField, Value
from django.db.models.functions import Cast

from goldenthread.kernel.actor import HERE, Actor, Presence
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.models import Appointment, Membership, Partnership, Records, SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.queries.away import CHAIRS, absences_around, lead_taken, seat_held, seat_taken
from goldenthread.trail.queries import newest_event

# An independent chair has the tools of the chair; the appointment's own name is kept where it is shown.
AWAY = "away"
ROLE_OF_APPOINTMENT = {"independent_chair": Role.PARTNERSHIP_CHAIR}


def partnership_by_slug(slug: str) -> Partnership | None:
    """The partnership at this address, or None. Only for the command line and the sign-in chooser."""
    return Partnership.objects.filter(slug=slug).first()


def all_partnerships() -> list[Partnership]:
    """Every partnership, by address. Only for the command line and for work the program does for all of them."""
    return list(Partnership.objects.order_by("slug"))


def any_partnership() -> bool:
    """True when any partnership exists. Only for the command line, before the first is founded."""
    return Partnership.objects.exists()


@dataclass(frozen=True)
class _Tie:
    """One thing that ties a person to a partnership: where it comes from, what it is, and what hangs on it."""

    partnership_id: UUID
    slug: str
    partnership: str
    strands: list[str]
    second_step_roles: list[str]
    marking: str
    as_of: int
    person_id: UUID
    person: str
    source: str
    what: str
    agency_id: UUID | None
    group_id: UUID | None
    seat_id: UUID | None
    # Of a seat: whether the person deputises in it, whether anybody holds it, and who else is there: a holder, a
    # deputy, another chair of the group. Of an agency's lead: another lead. Of a time away: whoever they named.
    is_deputy: bool
    is_held: bool
    holder_there: bool
    deputy_there: bool
    chair_there: bool


def _ties(people: Collection[UUID], today: date) -> list[_Tie]:
    """Every tie of active people to any partnership today, by the partnership's name, and who is away. One query."""
    rows: Iterable[Any] = _ties_of_one(next(iter(people)), today) if len(people) == 1 else _rows(people, today)
    return sorted((_Tie(*row) for row in rows), key=lambda one: (one.partnership, one.slug))


# Asked with each request for one person, and always in the same words: their making took five times as long as the
# answer. Somebody and some day stand in them for whoever is asked for, and when.
SOMEBODY, SOME_DAY = UUID(int=1), date(1, 1, 2)


@lru_cache(maxsize=1)
def _words_for_one() -> tuple[str, tuple[Any, ...]]:
    text, values = _rows([SOMEBODY], SOME_DAY).query.sql_with_params()
    return text, tuple(values)


def _ties_of_one(person_id: UUID, today: date) -> list[tuple[Any, ...]]:
    text, values = _words_for_one()
    given = [person_id if one == SOMEBODY else today if one == SOME_DAY else one for one in values]
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return cursor.fetchall()


def _rows(people: Collection[UUID], today: date) -> Any:
    """The ties as a query not yet asked, each with the fields of `_Tie` in their order."""
    none = Cast(Value(None), UUIDField())
    partnership = ("partnership_id", "partnership__slug", "partnership__name", "partnership__strands",
                   "partnership__second_step_roles", "partnership__marking")  # fmt: skip
    tie = (*partnership, newest_event("partnership_id"), "person_id", "person__name")

    def of(model: type[Membership | Appointment | SeatHolder]) -> Records:
        return model.objects.in_effect(today).filter(person_id__in=people, person__is_active=True).order_by()

    holders = of(SeatHolder)
    holders = holders.filter(Q(seat__ends_on__isnull=True) | Q(seat__ends_on__gte=today))
    holders = holders.filter(Q(seat__group__ends_on__isnull=True) | Q(seat__group__ends_on__gte=today))
    no = Value(False)
    around = (seat_held(today), seat_taken(today, is_deputy=False), seat_taken(today, is_deputy=True),
              seat_taken(today, is_deputy=False, group=True))  # fmt: skip
    away = absences_around(people, today).order_by()
    return (
        of(Membership)
        .values_list(*tie, Value("membership"), "role", "agency_id", none, none, no, no, lead_taken(today), no, no)
        .union(
            of(Appointment).values_list(
                *tie, Value("appointment"), "kind", "agency_id", none, none, no, no, no, no, no
            ),
            holders.values_list(
                *tie, Value("seat"), "seat__kind", "seat__agency_id", "seat__group_id", "seat_id", "is_deputy", *around
            ),
            away.values_list(
                *tie, Value(AWAY), Cast("ends_on", CharField()), "covered_by_id", none, none, no, no, "covered", no, no
            ),
            all=True,
        )
    )


def partnerships_of(user_id: UUID, today: date) -> list[Partnership]:
    """The partnerships a person has any tie to today, by name."""
    ids = {tie.partnership_id for tie in _ties([user_id], today) if tie.source != AWAY}
    return list(Partnership.objects.filter(pk__in=ids).order_by("name"))


def actors_of(user_id: UUID, today: date, channel: str = "web") -> list[Actor]:
    """The person as they may act today in each partnership they have a tie to, by its name. One query.

    Read afresh for each request: a right granted or taken away counts from the next click. Nobody is found for
    somebody unknown or whose account is closed.
    """
    return actors_of_people([user_id], today, channel).get(user_id, [])


def actors_of_people(people: Collection[UUID], today: date, channel: str = "web") -> dict[UUID, list[Actor]]:
    """Each of these people as `actors_of` gives them, leaving out those who may act nowhere. One query."""
    ties: dict[tuple[UUID, UUID], list[_Tie]] = {}
    away: list[_Tie] = []
    for tie in _ties(people, today):
        if tie.source == AWAY:
            away.append(tie)
        else:
            ties.setdefault((tie.person_id, tie.partnership_id), []).append(tie)
    found: dict[UUID, list[Actor]] = {}
    for (person, here), every in ties.items():
        absent = [one for one in away if one.partnership_id == here and person in (one.person_id, one.agency_id)]
        found.setdefault(person, []).append(_actor(person, every, channel, _presence(person, every, absent)))
    return found


def actor_for(user_id: UUID, slug: str, today: date, channel: str = "web") -> Actor | None:
    """The person as they may act in one partnership today, or None where they have no tie to it. One query."""
    return next((one for one in actors_of(user_id, today, channel) if one.partnership_slug == slug), None)


def _presence(user_id: UUID, ties: list[_Tie], absent: list[_Tie]) -> Presence:
    """Whether a person is there, and for what they are asked, as `rules.who_is_asked` has it."""
    own = next((one for one in absent if one.person_id == user_id), None)
    seats = [tie for tie in ties if tie.seat_id]
    if own is None and not absent and not any(tie.is_deputy for tie in seats):
        return HERE
    resting = [tie for tie in seats if tie.is_deputy and _rests(tie, own is not None)]
    relieved = [tie for tie in seats if own and not tie.is_deputy and (tie.holder_there or tie.deputy_there)]
    asked = [tie for tie in seats if tie not in resting]
    led = _ids(tie.group_id for tie in asked if tie.what in CHAIRS)
    still = [tie for tie in asked if tie.what in CHAIRS and tie not in relieved and not (own and tie.chair_there)]
    leads = [tie for tie in ties if tie.source == "membership" and tie.what == Role.AGENCY_LEAD and tie.agency_id]
    return Presence(
        away_until=date.fromisoformat(own.what) if own else None,
        resting_seat_ids=_ids(tie.seat_id for tie in resting) - _ids(tie.seat_id for tie in asked),
        resting_group_ids=_ids(tie.group_id for tie in resting if tie.what in CHAIRS) - led,
        relieved_seat_ids=_ids(tie.seat_id for tie in relieved),
        relieved_group_ids=led - _ids(tie.group_id for tie in still) if own else frozenset(),
        relieved_agency_ids=_ids(tie.agency_id for tie in leads if own and tie.holder_there),
        covers=frozenset() if own else _ids(one.person_id for one in absent if one.holder_there),
        is_covered=bool(own and own.holder_there),
    )


def _rests(tie: _Tie, is_away: bool) -> bool:
    """True for a deputy of whom nothing is asked: the holder is there, or another deputy is and this one is not."""
    return tie.holder_there or (is_away and (tie.deputy_there or tie.is_held))


def _ids(found: Iterable[UUID | None]) -> frozenset[UUID]:
    return frozenset(one for one in found if one)


def _actor(user_id: UUID, ties: list[_Tie], channel: str, presence: Presence) -> Actor:
    first, chairs = ties[0], CHAIRS
    sitting = {tie.group_id for tie in ties if tie.group_id and tie.what != "in_attendance"}
    roles = frozenset(_role(tie.source, tie.what) for tie in ties)
    return Actor(
        user_id=user_id,
        name=first.person,
        partnership_id=first.partnership_id,
        partnership_slug=first.slug,
        partnership_name=first.partnership,
        roles=roles,
        agency_ids=frozenset(tie.agency_id for tie in ties if tie.agency_id),
        offices=frozenset(
            (_role(tie.source, tie.what), tie.agency_id) for tie in ties if tie.agency_id and not tie.seat_id
        ),
        group_ids=frozenset(tie.group_id for tie in ties if tie.group_id),
        sitting_group_ids=frozenset() if Role.LAY_MEMBER in roles else frozenset(sitting),
        chaired_group_ids=frozenset(tie.group_id for tie in ties if tie.group_id and tie.what in chairs),
        seat_ids=frozenset(tie.seat_id for tie in ties if tie.seat_id),
        strands=frozenset(first.strands),
        needs_second_step=bool(roles & set(first.second_step_roles)),
        channel=channel,
        marking=first.marking,
        as_of=first.as_of,
        presence=presence,
    )


def _role(source: str, what: str) -> str:
    if source == "seat":
        return Role.GROUP_CHAIR if what in ("chair", "vice_chair") else Role.GROUP_MEMBER
    return ROLE_OF_APPOINTMENT.get(what, what)


def unit_actor(slug: str, channel: str = "command") -> Actor:
    """The business unit as the command line acts for it. Raises `Refused` where there is no such partnership."""
    partnership = partnership_by_slug(slug)
    if partnership is None:
        known = ", ".join(Partnership.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise Refused(f"There is no partnership “{slug}”. Those that exist: {known}.")
    return system_actor(partnership, channel)


def system_actor(partnership: Partnership, channel: str) -> Actor:
    """The program itself acting for the business unit of one partnership."""
    return Actor(
        user_id=None,
        name="The business unit",
        partnership_id=partnership.pk,
        partnership_slug=partnership.slug,
        partnership_name=partnership.name,
        roles=frozenset({Role.BUSINESS_MANAGER}),
        strands=frozenset(partnership.strands),
        channel=channel,
        marking=partnership.marking,
    )
