"""Registers that are reviewed three times a year under a duty: one review sent with a risk not looked at, one open."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from goldenthread.demo.services.calendar import Step, friday_at_weekends
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.kernel.rhythm import Beat, Rhythm, days
from goldenthread.returns import queries, services
from goldenthread.returns.services import Given
from goldenthread.risks import services as risks

Told = dict[str, Any]
JUDGED = ("not-reviewed", "reviewed", "whole")
# On which day before today a review that still lies ahead was asked for.
ASKED_AGO = 9
# How many days before a review is sent its risks are looked at.
LOOKS_BEFORE = 3


def plan_registers(world: World) -> None:
    """Put the duties under which registers are reviewed on the agenda, with the reviews that came."""
    if not (DATA / world.slug / "registers.toml").exists():
        return
    calendar, agenda = world.calendar, world.agenda
    for told in read(world.slug, "registers")["register"]:
        agenda.add(calendar.day(told["set"]), _sets(world, told))
        due_on = _due(world, told)
        if "sent" not in told:
            agenda.add(calendar.day({"ago": ASKED_AGO}), _asks(world, told))
            continue
        agenda.add(friday_at_weekends(due_on - timedelta(days=told["asked"])), _asks(world, told))
        for key, seen in told["looked_at"].items():
            looked_on = friday_at_weekends(due_on - timedelta(days=told["sent"] + LOOKS_BEFORE))
            agenda.add(looked_on, _looks_at(world, told, key, seen))
        agenda.add(friday_at_weekends(due_on - timedelta(days=told["sent"])), _sends(world, told))
        agenda.add(friday_at_weekends(due_on + timedelta(days=told["accepted"])), _accepts(world, told))


def _months(world: World, told: Told) -> tuple[int, ...]:
    first = (world.calendar.today + timedelta(days=told["near"])).month
    return tuple((first - 1 + 4 * turn) % 12 + 1 for turn in range(3))


def _due(world: World, told: Told) -> date:
    """The second Tuesday of the month in which the review falls due."""
    first = (world.calendar.today + timedelta(days=told["near"])).replace(day=1)
    rhythm = Rhythm(Beat.NAMED_MONTHS, months=(first.month,), weekday=risks.TUESDAY, nth=risks.SECOND)
    return days(rhythm, first, first + timedelta(days=27))[0]


def _sets(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        rota = risks.Rota(world.ids[f"group:{told['to']}"], _months(world, told))
        duty = risks.review_register(world.unit(today), now, today, world.ids[f"group:{told['group']}"], rota)
        world.ids[f"obligation:register-{told['group']}"] = duty.pk

    return step


def _asks(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        unit, duty = world.unit(today), world.ids[f"obligation:register-{told['group']}"]
        day = next(one for one in queries.dates_of(unit, duty, today) if one.due_on == _due(world, told))
        owed = services.issue_date(unit, now, today, day.pk)
        world.ids[f"return:register-{told['group']}"] = owed.pk

    return step


def _looks_at(world: World, told: Told, key: str, seen: str) -> Step:
    def step(now: datetime, today: date) -> None:
        chair = world.actor(world.chair_of(told["group"], today), today)
        risks.review_risk(chair, now, today, world.ids[f"risk:{key}"], sentence=seen)

    return step


def _owed(world: World, told: Told) -> UUID:
    return world.ids[f"return:register-{told['group']}"]


def _sends(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        chair = world.actor(world.chair_of(told["group"], today), today)
        given = {key: Given(told[key]) for key in JUDGED if key in told}
        services.save_answers(chair, now, today, _owed(world, told), given)
        services.submit_return(chair, now, today, _owed(world, told))

    return step


def _accepts(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        services.accept_return(world.unit(today), now, today, _owed(world, told))

    return step
