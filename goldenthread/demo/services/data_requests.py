"""What the demonstration's agencies are asked for: the requests, and returns in every state they pass through."""

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.figures import RULE_SET, figures_of, months_before
from goldenthread.demo.services.returns import issues
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.kernel.periods import Period
from goldenthread.measures.results.figures import Results
from goldenthread.measures.results.files import write
from goldenthread.returns import queries
from goldenthread.returns import services as returns
from goldenthread.returns.services import Given
from goldenthread.scorecards import services as scorecards

Told = dict[str, Any]
# A month is asked for once this many days have passed since its end, so that a working day lies between.
ASKED_AFTER = 5
KNOWN_AFTER = 6


def plan_data_requests(world: World) -> None:
    """Put the requests for data of a partnership and their last three months on the agenda."""
    if not (DATA / world.slug / "data_requests.toml").exists():
        return
    told, today = read(world.slug, "data_requests"), world.calendar.today
    months = months_before(today - timedelta(days=KNOWN_AFTER), 3)
    library = read(world.slug, "scorecards")
    every = months_before(today, library["months"])
    for one in told["request"]:
        one["figures"] = [
            each for code in one["indicators"] for each in figures_of(code, library["indicators"][code], every)
        ]
    for one in told["request"]:
        world.agenda.add(months[0].starts_on - timedelta(days=7), _asks(world, one, months[0].starts_on))
    for place, month in enumerate(months):
        world.agenda.add(month.ends_on + timedelta(days=ASKED_AFTER), issues(world))
        for one in told["request"]:
            _plan_month(world, one, month, one["months"][place])


def _plan_month(world: World, told: Told, month: Period, how: Told) -> None:
    def on(days: int) -> date:
        return min(month.ends_on + timedelta(days=days), world.calendar.today)

    if "excused" in how:
        world.agenda.add(on(ASKED_AFTER + 1), _excuses(world, told, month, how["excused"]))
    if "typed" in how:
        world.agenda.add(on(ASKED_AFTER + 1), _types(world, told, month, how["typed"]))
    if "sent" in how:
        world.agenda.add(on(how["sent"]), _sends(world, told, month, how.get("notes", "")))
    if "accepted" in how:
        world.agenda.add(on(how["accepted"]), _accepts(world, told, month))


def _asks(world: World, told: Told, starts_on: date) -> Step:
    def step(now: datetime, today: date) -> None:
        made = scorecards.make_request(
            world.unit(today), now, today,
            scorecards.Wanted(
                title=told["title"], purpose=told["purpose"], power=told["power"], agreement=told.get("agreement", ""),
                to_group_id=world.ids[f"group:{told['to']}"], grain="month", rule_set=RULE_SET, starts_on=starts_on,
                agency_ids=[world.ids[f"agency:{one}"] for one in told["agencies"]],
                indicator_ids=[world.ids[f"indicator:{one}"] for one in told["indicators"]],
            ),
        )  # fmt: skip
        world.ids[f"request:{told['key']}"] = made.pk
        if made.question_series:
            world.ids[f"asks:{told['key']}"] = made.question_series

    return step


def _return_of(world: World, told: Told, month: Period, today: date) -> UUID:
    rows = queries.list_returns(world.unit(today), today).filter(
        round__question_set__series=world.ids[f"asks:{told['key']}"], round__period_ends_on=month.ends_on
    )
    found: UUID = rows.get().pk
    return found


def _sends(world: World, told: Told, month: Period, notes: str) -> Step:
    def step(now: datetime, today: date) -> None:
        lead = world.actor(world.speakers[told["agencies"][0]], today)
        owed = _return_of(world, told, month, today)
        given = {"results-file": Given(upload=_file(told, month)), "notes": Given(notes)}
        returns.save_answers(lead, now, today, owed, given)
        returns.sign_off(lead, now, today, owed)
        returns.submit_return(lead, now, today, owed)

    return step


def _file(told: Told, month: Period) -> SimpleUploadedFile:
    """The file that the analyst counted, with the same figures as the scorecard's own."""
    figures = [one for one in told["figures"] if one.period == month]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"figures-{month.starts_on:%Y-%m}.csv"
        write(Results("An Annex A workbook", None, "duckdb", RULE_SET, figures), path)
        return SimpleUploadedFile(path.name, path.read_bytes(), content_type="text/csv")


def _types(world: World, told: Told, month: Period, typed: dict[str, str]) -> Step:
    def step(now: datetime, today: date) -> None:
        lead = world.actor(world.speakers[told["agencies"][0]], today)
        given = {key: Given(value) for key, value in typed.items()}
        returns.save_answers(lead, now, today, _return_of(world, told, month, today), given)

    return step


def _accepts(world: World, told: Told, month: Period) -> Step:
    def step(now: datetime, today: date) -> None:
        returns.accept_return(world.unit(today), now, today, _return_of(world, told, month, today))

    return step


def _excuses(world: World, told: Told, month: Period, reason: str) -> Step:
    def step(now: datetime, today: date) -> None:
        returns.excuse_return(world.unit(today), now, _return_of(world, told, month, today), reason=reason)

    return step
