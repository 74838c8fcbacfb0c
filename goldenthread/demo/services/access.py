"""Who comes and who goes in the demonstration: invitations not taken up, somebody who left, reviews of access."""

from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret

from goldenthread.demo.services import people
from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.world import World, read
from goldenthread.kernel import periods
from goldenthread.partnerships import queries
from goldenthread.partnerships import services as partnerships
from goldenthread.people import services as sign_in
from goldenthread.people.queries import people_by_id


def plan_access(world: World) -> None:
    """Put on the agenda who was asked in, who left, and this quarter's reviews."""
    told = read(world.slug, "access")
    for person in told["people"]:
        world.agenda.add(world.calendar.day(person), _asks_in(world, person))
        if "left" in person:
            world.agenda.add(world.calendar.day(person["left"]), _leaves(world, person["key"], person["left"]))
    if "locked_out" in told:
        # Today, whatever the day of the week: such a request lapses after two days.
        world.agenda.add(world.calendar.today, _is_locked_out(world, told["locked_out"]))
    if "review" in told:
        today = world.calendar.today
        # Late in a quarter the reviews were opened not long ago, so that they wait and are not all overdue.
        opens = max(periods.quarter_of(today).starts_on, today - timedelta(days=12))
        world.agenda.add(opens, _opens_reviews(world))
        done = max(opens, today - timedelta(days=told["review"]["ago"]))
        world.agenda.add(done, _finishes_review(world, told["review"]))


def _asks_in(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        people.add(world, now, today, told)
        if "invited" in told:
            partnerships.send_invitation(world.unit(today), now, world.shared.people[told["key"]])

    return step


def _leaves(world: World, key: str, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        partnerships.record_leaver(
            world.actor(told["by"], today), now, world.shared.people[key], world.ids[f"agency:{told['agency']}"],
            left_on=today, reason=told["why"],
        )  # fmt: skip
        world.structure_changed()

    return step


def _is_locked_out(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        key = world.shared.people[told["person"]]
        sign_in.set_up_app(people_by_id([key])[key], generate_totp_secret())
        partnerships.ask_second_step_reset(world.actor(told["by"], today), now, key, reason=told["why"])

    return step


def _opens_reviews(world: World) -> Step:
    def step(now: datetime, today: date) -> None:
        partnerships.open_access_reviews(world.unit(today), now)

    return step


def _finishes_review(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        lead, agency = world.actor(told["by"], today), world.ids[f"agency:{told['agency']}"]
        changes = {world.shared.people[key]: words for key, words in told["changes"].items()}
        answers = {
            one.person.pk: ("change", changes[one.person.pk]) if one.person.pk in changes else ("keep", "")
            for one in queries.people_of_agency(lead, agency, today)
        }
        review = next(one for one in queries.list_access_reviews(lead, today) if one.agency_id == agency)
        partnerships.finish_access_review(lead, now, review.id, answers)

    return step
