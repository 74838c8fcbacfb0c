"""Those who sit on a group, as letters about its meetings reach them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import Meeting
from goldenthread.meetings.permissions import SEE, reads_part_b
from goldenthread.meetings.rules import DECIDING
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Seat


class Holder(NamedTuple):
    """Somebody to write to, and whether they read part B of the group."""

    id: UUID
    address: str
    reads_b: bool


def holders_of(actor: Actor, today: date, meeting: Meeting) -> Iterator[Holder]:
    """Everybody who holds a seat of the group today and sees its meetings, or who deputises while they are away.

    Four queries.
    """
    seats = list(Seat.objects.within(actor).in_effect(today).filter(group_id=meeting.group_id))
    people = {one.pk: one for one in partnerships.asked_in_seats(actor, seats, today)}
    deciding = {one.pk for one in seats if one.kind in DECIDING}
    acting = partnerships.actors_of_people(list(people), today)
    for key, person in people.items():
        here = next((one for one in acting.get(key, []) if one.partnership_id == actor.partnership_id), None)
        if here is not None and here.may(SEE) and person.email:
            sits = {meeting.group_id} if here.seat_ids & deciding else set()
            yield Holder(key, person.email, reads_part_b(here, meeting.group_id, sits))
