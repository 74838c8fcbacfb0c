"""The messages of the demonstration: digests of two weeks, a few invitations, and what went wrong with some of them.

They go through the outbox and the delivery like any other, by a carrier that takes them nowhere.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from goldenthread.demo.services.calendar import Agenda, Step
from goldenthread.demo.services.world import World, read
from goldenthread.kernel import letters
from goldenthread.notify import rules
from goldenthread.notify import services as notify
from goldenthread.notify.services import carriers, delivery, digests
from goldenthread.people.queries import people_by_id


class Nowhere:
    """Takes every message and brings it nowhere, or has `outcome` become of it."""

    name = "demonstration"
    can_tell = False

    def __init__(self, outcome: carriers.Outcome | None = None) -> None:
        self.outcome = outcome or carriers.Taken()

    def carry(self, message: Any, before: carriers.Before) -> carriers.Outcome:
        """Take one message, or say what the data says became of it."""
        if not before():
            return carriers.LetGo()
        return self.outcome

    def find(self, message: Any) -> carriers.Outcome | None:
        """Always unknown."""
        return carriers.Unknown("Nobody can tell.")

    def close(self) -> None:
        """Nothing is held open."""


def plan_messages(world: World) -> None:
    """Put the partnership's letters on the agenda, with what went wrong, who is held and how often people hear."""
    told = read(world.slug, "messages")
    for letter in told.get("letter", []):
        world.agenda.add(world.calendar.day(letter), _posts(world, letter))
    for held in told.get("held", []):
        world.agenda.add(world.calendar.day(held), _holds(world, held))
    for one in told.get("rhythm", []):
        world.agenda.add(world.calendar.day(one), _chooses(world, one))


def _posts(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        person = people_by_id([world.shared.people[told["to"]]])[world.shared.people[told["to"]]]
        unit = world.unit(today)
        body = f"Hello {person.name}\n\n{told['body']}\n\n{settings.BASE_URL}/accounts/password/reset/\n"
        letter = letters.Letter(
            kind=told["kind"], address=person.email, subject=told["subject"], body=body,
            key=f"demonstration:{world.slug}:{told['to']}:{told['kind']}", person_id=person.pk,
            partnership_id=unit.partnership_id,
        )  # fmt: skip
        letters.post(letter, now)
        delivery.deliver(now, Nowhere(_outcome(told)))

    return step


def _outcome(told: dict[str, Any]) -> carriers.Outcome | None:
    if "came_to" not in told:
        return None
    if told["came_to"] == "doubt":
        return carriers.Unknown(told["words"])
    return carriers.NotTaken(told["words"], for_good=True, is_dead=told["came_to"] == "bounced")


def _holds(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        notify.hold_digests(world.unit(today), now, world.shared.people[told["who"]], reason=told["why"])

    return step


def _chooses(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        notify.choose_rhythm(world.actor(told["who"], today), now, every=told["every"])

    return step


def plan_digests(agenda: Agenda) -> None:
    """Put the digests of this week and last on the agenda, each on its day, and last of all that nothing waits."""
    today = agenda.calendar.today
    this_week = today - timedelta(days=today.weekday())
    for monday in (this_week - timedelta(days=7), this_week):
        days = [monday + timedelta(days=n) for n in range(5)]
        first = next((day for day in days if day <= today and rules.is_digest_day(rules.Every.WEEK, day)), None)
        if first:
            agenda.add(first, _makes_digests)
    agenda.add(today, lambda now, day: _delivers(now))


def _makes_digests(now: datetime, today: date) -> None:
    digests.make_digests(now, today)
    _delivers(now)


def _delivers(now: datetime) -> None:
    delivery.deliver(now, Nowhere())
