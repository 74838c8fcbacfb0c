"""Who reads what of a meeting, as conditions on its rows: decision 18 (docs/adr)."""

from typing import Any

from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.rules import DECIDING, Invited
from goldenthread.partnerships.models import Seat
from goldenthread.partnerships.permissions import UNIT, Role, readable_classes

NOTHING = Q(pk__in=[])


def sits_on(actor: Actor) -> Any:
    """The ids of the groups on which the actor holds a seat that gives part B: chair, vice chair or member."""
    return Seat.objects.filter(pk__in=actor.seat_ids, kind__in=DECIDING).order_by().values("group_id")


def part_b(actor: Actor, group: str = "meeting__group") -> Q:
    """The condition that what is restricted about a meeting of that group is the actor's to read."""
    if "R" in readable_classes(actor.roles):
        return Q()
    # The seat of a lay member gives what is published and part A (domain guide D.2).
    return NOTHING if Role.LAY_MEMBER in actor.roles else Q(**{f"{group}__in": sits_on(actor)})


def part_a_or(actor: Actor, part: str = "part", group: str = "meeting__group") -> Q:
    """The condition that something stands in part A, or in part B that the actor reads."""
    return Q(**{part: "A"}) | (Q(**{part: "B"}) & part_b(actor, group))


def kept(actor: Actor, meeting: str = "meeting__") -> Q:
    """The condition that the actor keeps the papers of the meeting, and so reads drafts.

    The scrutineer keeps nothing, whatever seat they hold, so that what they scrutinise is what was put to the group.
    """
    if Role.INDEPENDENT_SCRUTINEER in actor.roles:
        return NOTHING
    if actor.roles & UNIT:
        return Q(**{f"{meeting}partnership_id": actor.partnership_id})
    mine = Q(**{f"{meeting}group_id__in": actor.chaired_group_ids})
    return mine | Q(**{f"{meeting}minute_taker_id": actor.user_id}) if actor.user_id else mine


def shared_with(actor: Actor, meeting_id: Any, hosted: str = "meeting__") -> Q:
    """The condition that a meeting is the one which the actor's partnership joins with its own meeting of that id.

    What hangs on it is another partnership's: whoever asks must also ask for part A, and for what was issued or agreed.
    """
    row = f"{hosted}invitations__"
    return Q(
        **{
            f"{row}partnership_id": actor.partnership_id,
            f"{row}state": Invited.ACCEPTED,
            f"{row}meeting_id": meeting_id,
        }
    )
