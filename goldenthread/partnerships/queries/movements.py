"""Who is joining, moving and leaving, and what somebody holds for one agency."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import rules
from goldenthread.partnerships.models import AccessReviewLine, Membership, Participation
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.queries.holdings import Holding, list_holdings
from goldenthread.partnerships.queries.invitations import InvitationLine, list_invitations
from goldenthread.people.models import User


@dataclass(frozen=True)
class Movement:
    """One person who joins, moves or leaves: which of these and why, what they hold, and their open invitation.

    `kind` and `why` are those of `rules.movement`; `on` is the day that matters; `agency_id` is the agency to record
    as left, where there is just one.
    """

    person: User
    kind: str
    why: str
    held: list[Holding]
    on: date | None = None
    agency_id: UUID | None = None
    invitation: InvitationLine | None = None


def takes_part(actor: Actor, agency_id: UUID, today: date) -> bool:
    """True where an agency takes part in the actor's partnership today."""
    return agency_id in agencies_here(actor, today)


def agencies_here(actor: Actor, today: date) -> frozenset[UUID]:
    """The agencies that take part in the actor's partnership today, by id. One query."""
    rows = Participation.objects.within(actor).in_effect(today)
    return frozenset(rows.values_list("agency_id", flat=True))


def led_agencies(actor: Actor, today: date) -> frozenset[UUID]:
    """The agencies whose safeguarding the actor leads here today. One query."""
    if actor.user_id is None:
        return frozenset()
    rows = Membership.objects.within(actor).in_effect(today).filter(person_id=actor.user_id, role=Role.AGENCY_LEAD)
    return frozenset(rows.filter(agency_id__isnull=False).values_list("agency_id", flat=True))


def ties_for_agency(actor: Actor, person_id: UUID, agency_id: UUID, today: date) -> list[Holding]:
    """What one person holds here for one agency, today or later."""
    held = list_holdings(actor, today, every=True, seats=True, person_id=person_id)
    return [one for one in held if one.agency_id == agency_id and one.when(today) != "ended"]


def list_movements(actor: Actor, now: datetime, today: date) -> list[Movement]:
    """Everybody of the actor's partnership who joins, moves or leaves, by name. Five queries however many people.

    What they hold comes without the names of agencies.
    """
    here = agencies_here(actor, today)
    invited = {line.person_id: line for line in list_invitations(actor, now)}
    of: dict[UUID, list[Holding]] = {}
    for one in list_holdings(actor, today, every=True, seats=True):
        of.setdefault(one.person.pk, []).append(one)
    found = [_movement(held, invited.get(person), here, today) for person, held in of.items()]
    return sorted((one for one in found if one), key=lambda one: one.person.name.lower())


def _movement(
    held: list[Holding], invitation: InvitationLine | None, here: frozenset[UUID], today: date
) -> Movement | None:
    person = held[0].person
    ties = [
        rules.Tie(one.starts_on, one.ends_on, one.agency_id, one.agency_id is not None and one.agency_id not in here)
        for one in held
    ]
    signed_in = localdate(person.last_login) if person.last_login else None
    moved = rules.movement(
        ties, today, invited=invitation is not None, signed_in_on=signed_in, is_active=person.is_active
    )
    if moved is None:
        return None
    live = [one for one in held if one.when(today) != "ended"]
    for_agencies = {one.agency_id for one in live if one.agency_id}
    if moved[1] == "agency left":
        for_agencies -= here
    return Movement(
        person, *moved, live or held, _day_of(moved[1], held, today),
        next(iter(for_agencies)) if len(for_agencies) == 1 else None, invitation,
    )  # fmt: skip


def _day_of(why: str, held: list[Holding], today: date) -> date | None:
    """The day that matters: the first to come, the last to be, or the change nearest to today."""
    starts = [one.starts_on for one in held if one.starts_on]
    ends = [one.ends_on for one in held if one.ends_on]
    if why == "starts later":
        return min(day for day in starts if day > today)
    if why in ("ends soon", "has ended"):
        return max(ends)
    if why == "changed":
        return min([*starts, *ends], key=lambda day: abs(day - today))
    return None


def changes_asked_for(actor: Actor, since: datetime) -> list[AccessReviewLine]:
    """What reviews of access done since a moment asked to have changed, latest first. Two queries."""
    rows = AccessReviewLine.objects.within(actor).select_related("person", "review__agency")
    rows = rows.filter(Q(answer=AccessReviewLine.Answer.CHANGE), review__done_at__gte=since)
    return list(rows.prefetch_related("review__agency__names").order_by("-review__done_at", "person__name"))
