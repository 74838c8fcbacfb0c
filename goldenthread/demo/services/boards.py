"""What a board does with its scorecard: words for what stands out, decisions, editions, and a paper for a meeting."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.demo.services.figures import RULE_SET, figures_of, months_before, rated
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.measures.cells import number
from goldenthread.scorecards import exchange, presenters, queries
from goldenthread.scorecards import services as scorecards

EXECUTIVE = "Executive"


def plan_boards(world: World) -> None:
    """Put what is said, decided and frozen of the scorecards of a partnership on the agenda."""
    if not (DATA / world.slug / "boards.toml").exists():
        return
    told = read(world.slug, "boards")
    days: list[tuple[int, Callable[[World, dict[str, Any], datetime, date], None]]] = [
        (told["anew"]["ago"], _begins_anew), (told["small"]["ago"], _makes_small), (told["final"]["ago"], _marks_final),
        (told["beside"]["ago"], _sets_beside), (told["revised"]["ago"], _revises), (0, _says), (0, _freezes),
    ]  # fmt: skip
    for ago, does in days:
        day = world.calendar.today - timedelta(days=ago)
        world.agenda.add(day, lambda now, today, does=does: does(world, told, now, today))  # type: ignore[misc]


def _begins_anew(world: World, told: dict[str, Any], now: datetime, today: date) -> None:
    one = told["anew"]
    month = months_before(world.calendar.today, one["months_back"])[0]
    scorecards.begin_anew(
        world.unit(today), now, today, world.ids[f"indicator:{one['code']}"], from_day=month.starts_on,
        reason=one["why"], decided_by=one["who"], decided_on=today,
    )  # fmt: skip


def _makes_small(world: World, told: dict[str, Any], now: datetime, today: date) -> None:
    """A small scorecard with an edition of its own, so that the next has one before it."""
    one = told["small"]
    made = scorecards.make_scorecard(
        world.unit(today), now, title=one["title"], purpose=one["purpose"], group_id=world.ids[f"group:{one['group']}"],
        indicator_ids=[world.ids[f"indicator:{code}"] for code in one["codes"]],
    )  # fmt: skip
    world.ids["scorecard:small"] = made.pk
    _freeze(world, now, today, "small")


def _marks_final(world: World, told: dict[str, Any], now: datetime, today: date) -> None:
    month = months_before(world.calendar.today, told["final"]["months_back"])[0]
    ids = [key for name, key in world.ids.items() if name.startswith("indicator:")]
    scorecards.mark_final(world.unit(today), now, ids, month.ends_on, said=month.label)


def _sets_beside(world: World, told: dict[str, Any], now: datetime, today: date) -> None:
    """What others report, as published: a year is named by the March in which it ends."""
    counted = {"counted": 8, "out_of": 10, "note": told["beside"]["neighbours"]}
    for one in told["beside"]["of"]:
        found = [("england", one["england"], {}), ("neighbours", one["neighbours"], counted)]
        beside = [
            scorecards.Beside(area, f"Reporting year {year}", *_year(int(year)), number(str(value)), **more)
            for area, values, more in found
            for year, value in values.items()
        ]
        key = world.ids[f"indicator:{one['code']}"]
        scorecards.keep_comparators(world.unit(today), now, today, key, beside, source=one["source"])


def _year(ends: int) -> tuple[date, date]:
    return date(ends - 1, 4, 1), date(ends, 3, 31)


def _revises(world: World, told: dict[str, Any], now: datetime, today: date) -> None:
    one, every = told["revised"], read(world.slug, "scorecards")
    months = months_before(world.calendar.today, every["months"])
    was = figures_of(one["code"], every["indicators"][one["code"]], months)[-one["months_back"]]
    now_is = number((was.value.number or 0) + one["more"])
    scorecards.bring_in(
        world.actor(every["analyst"], today), now, today, [rated(replace(was, numerator=now_is, value=now_is))],
        rule_set=RULE_SET, agency_id=world.ids["agency:council"], reason=one["why"],
    )  # fmt: skip


def _says(world: World, told: dict[str, Any], now: datetime, today: date) -> None:
    """What the newest figures mean, by whoever may say it."""
    for one in told["said"]:
        actor, key = world.actor(one["by"], today), world.ids[f"indicator:{one['code']}"]
        indicator = queries.find_indicator(actor, key)
        if indicator is None:
            raise LookupError(f"There is no {one['code']}.")
        latest = queries.show_indicator(actor, indicator).figures[-1]
        words = {name: one[name] for name in ("what", "why", "so_what", "now_what")}
        said = scorecards.Said(**words, who="Ambershire County Council", due_on=today + timedelta(days=one["due"]))
        made = scorecards.say_what_it_means(actor, now, today, key, said, period=latest.period, ends_on=latest.ends_on)
        scorecards.raise_action(
            world.unit(today), now, today, made.pk, description=one["now_what"], lead=world.party(one["lead"]),
            due=[today + timedelta(days=one["due"])],
        )  # fmt: skip


def _freezes(world: World, told: dict[str, Any], now: datetime, today: date) -> None:
    _freeze(world, now, today, "small")
    meetings = queries.meetings_to_put_on(world.unit(today), today)
    # Not the next one, whose papers are out already.
    coming = [key for key, words in meetings if EXECUTIVE in words][1:2]
    _freeze(world, now, today, "board", coming[0] if coming else None)


def _freeze(world: World, now: datetime, today: date, key: str, meeting_id: Any = None) -> None:
    unit = world.unit(today)
    scorecard = queries.find_scorecard(unit, world.ids[f"scorecard:{key}"])
    if scorecard is None:
        raise LookupError(f"There is no scorecard {key}.")
    board = queries.board(unit, scorecard)
    missing = presenters.missing(presenters.rows(board.lines, board.until))
    scorecards.ask_for_what_is_missing(unit, now, today, missing)
    exchange.freeze(unit, now, today, scorecard, meeting_id=meeting_id)
