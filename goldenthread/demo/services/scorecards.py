"""The data set of a partnership: its library, three and a half years of figures, targets, and the board's scorecard."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.figures import RULE_SET, figures_of, groups_of, months_before
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.scorecards import services as scorecards
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

# How long after the end of a month its figures are here.
DAYS_AFTER = 12
# Of so many of the newest months the figures come by group as well, where the indicator says by which.
BROKEN_DOWN = 2


def plan_scorecards(world: World) -> None:
    """Put the library, the figures and the scorecards of a partnership on the agenda."""
    if not (DATA / world.slug / "scorecards.toml").exists():
        return
    told = read(world.slug, "scorecards")
    months = months_before(world.calendar.today, told["months"])
    told["figures"] = {code: figures_of(code, its, months) for code, its in told["indicators"].items()}
    for code, its in told["indicators"].items():
        told["figures"][code] += groups_of(code, its.get("groups", {}), told["figures"][code][-BROKEN_DOWN:])
    first = min(one["ago"] for one in told["scorecard"]) + 30
    world.agenda.add(world.calendar.day({"ago": first}), _adopts(world, told))
    world.agenda.add(world.calendar.day({"ago": first - 1}), _brings_history(world, told))
    for one in told["scorecard"]:
        world.agenda.add(world.calendar.day({"ago": one["ago"]}), _makes(world, told, one))
    for month in months:
        day = month.ends_on + timedelta(days=DAYS_AFTER)
        if world.calendar.day({"ago": first - 1}) < day <= world.calendar.today:
            world.agenda.add(day, _brings_month(world, told, month.ends_on))


def _by_agency(told: dict[str, Any]) -> dict[str, list[str]]:
    """The indicators by whoever sends them; the council where nobody else does."""
    found: dict[str, list[str]] = {}
    for code, its in told["indicators"].items():
        found.setdefault(its.get("agency", "council"), []).append(code)
    return found


def _adopts(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        analyst = world.actor(told["analyst"], today)
        for agency, codes in _by_agency(told).items():
            for one in scorecards.adopt_indicators(analyst, now, codes, agency_id=world.ids[f"agency:{agency}"]):
                world.ids[f"indicator:{one.code}"] = one.pk
        for code, its in told["indicators"].items():
            if "target" in its:
                scorecards.set_target(
                    analyst, now, today, world.ids[f"indicator:{code}"], value=Decimal(its["target"]),
                    tolerance=Decimal(its["tolerance"]), starts_on=world.calendar.plan_start, reason=its["why"],
                )  # fmt: skip
            if "measures" in its:
                source = Ref("scorecards.indicator", world.ids[f"indicator:{code}"])
                threads.tie(analyst, now, LinkKind.MEASURES, source, world.ref("measure", its["measures"]))

    return step


def _brings(world: World, told: dict[str, Any], now: datetime, today: date, wanted: Any) -> None:
    for agency, codes in _by_agency(told).items():
        figures = [one for code in codes for one in told["figures"][code] if wanted(one.period.ends_on)]
        scorecards.bring_in(
            world.actor(told["analyst"], today), now, today, figures, rule_set=RULE_SET,
            agency_id=world.ids[f"agency:{agency}"], status="validated",
        )  # fmt: skip


def _brings_history(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        _brings(world, told, now, today, lambda ends_on: ends_on + timedelta(days=DAYS_AFTER) <= today)

    return step


def _brings_month(world: World, told: dict[str, Any], month: date) -> Step:
    def step(now: datetime, today: date) -> None:
        _brings(world, told, now, today, lambda ends_on: ends_on == month)

    return step


def _makes(world: World, told: dict[str, Any], one: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        group = world.ids[f"group:{one['group']}"] if "group" in one else None
        made = scorecards.make_scorecard(
            world.unit(today), now, title=one["title"], purpose=one["purpose"], group_id=group,
            indicator_ids=[world.ids[f"indicator:{code}"] for code in one.get("codes", told["indicators"])],
        )  # fmt: skip
        world.ids[f"scorecard:{one['key']}"] = made.pk

    return step
