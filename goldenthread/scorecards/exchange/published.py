"""Published statistics on their way in: looked at, then kept as comparators of an indicator."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core import signing

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.measures import comparators, published
from goldenthread.measures.cells import WORDS, Cell, State
from goldenthread.measures.indicators.definition import Polarity
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.published import Area, Level, NeighbourModel, Period, PublishedTable
from goldenthread.scorecards import queries, services

SALT = "scorecards.published"
# As much as a page sends back without a file.
LARGEST_KEPT = 2_000_000
PROBLEMS_SHOWN = 20
NO_PLACE = "The authority is not one that published statistics know; choose it from the list."


@dataclass(frozen=True)
class LookedPublished:
    """A published file that was looked at, with the neighbours beside it where they were given."""

    table: PublishedTable
    model: NeighbourModel | None
    kept: str

    @property
    def overview(self) -> published.Overview:
        """What the file holds, counted."""
        return self.table.overview()

    @property
    def states(self) -> list[str]:
        """How many figures there are of each state: "Suppressed: 296"."""
        words = {State.NUMBER: "Numbers", **WORDS}
        return [f"{words[state]}: {count:,}" for state, count in sorted(self.table.states.items())]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What was wrong in the files, with its place, as far as a page shows it."""
        both = [*self.table.problems.listed, *(self.model.problems.listed if self.model else [])]
        return [(str(one.place), one.reason) for one in both[:PROBLEMS_SHOWN]]

    @property
    def measures(self) -> list[tuple[str, str]]:
        """The measures of the file, to choose among."""
        return [(name, name.replace("_", " ")) for name in self.table.measures]

    @property
    def breakdowns(self) -> list[tuple[str, str]]:
        """The breakdowns of the file, the whole first, to choose among; empty where it has the whole alone."""
        found = [(one, one or "All of them") for one in sorted(self.table.breakdowns)]
        return found if len(found) > 1 else []

    @property
    def areas(self) -> list[tuple[str, str]]:
        """The authorities of the file by name, to choose ours among."""
        here = {area for area in self.table.areas if area.level is Level.AUTHORITY and area.code_old}
        return [(area.code_old, area.name) for area in sorted(here, key=lambda one: one.name)]


def look_at_published(
    content: bytes, name: str, neighbours: tuple[bytes, str] | None, year: int | None
) -> LookedPublished:
    """A file of published statistics looked at; nothing is written. `year` is that of the neighbours.

    Raises `Refused` with one sentence for a file that cannot be read, or that is too large for a page to send back, and
    for neighbours of no year.
    """
    if neighbours and year is None:
        raise Refused("Say of which year the neighbours are: their file does not.", "year")
    told: dict[str, Any] = {"file": _packed(content), "name": name, "year": year}
    if neighbours:
        told |= {"neighbours": _packed(neighbours[0]), "neighbours_name": neighbours[1]}
    kept = signing.dumps(told, salt=SALT, compress=True)
    if len(kept) > LARGEST_KEPT:
        raise Refused("This file is too large; take out the measures and years you do not need.", "file")
    return _looked(told, kept)


def looked_at_published_again(kept: str) -> LookedPublished:
    """What a page sent back, looked at anew. Raises `Refused` where it is not what was given out."""
    try:
        return _looked(signing.loads(kept, salt=SALT), kept)
    except signing.BadSignature as broken:
        raise Refused("What was looked at did not come back whole; choose the file again.") from broken


def _packed(content: bytes) -> str:
    return base64.b85encode(content).decode()


def _looked(told: dict[str, Any], kept: str) -> LookedPublished:
    table = _read(told["file"], told["name"], lambda path: published.read(path), "file")
    model = None
    if told.get("neighbours"):
        year = int(told["year"])
        model = _read(
            told["neighbours"], told["neighbours_name"], lambda path: published.read_neighbours(path, year=year),
            "neighbours",
        )  # fmt: skip
    return LookedPublished(table, model, kept)


def _read(packed: str, name: str, reader: Any, field: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "figures.csv")
        path.write_bytes(base64.b85decode(packed))
        try:
            return reader(path)
        except Unreadable as unreadable:
            raise Refused(unreadable.reason, field) from unreadable


def keep_published(
    actor: Actor, now: datetime, today: date, kept: str, *, indicator_id: UUID, measure: str, area: str, source: str,
    breakdown: str = "",
) -> tuple[int, int]:  # fmt: skip
    """Keep England, region and neighbours of one measure as comparators of an indicator; how many new and changed.

    Every whole year in the file is kept. Raises `Refused` for a measure or an authority that is not in it.
    """
    looked = looked_at_published_again(kept)
    indicator = queries.find_indicator(actor, indicator_id)
    if indicator is None:
        raise Refused("Choose an indicator of this partnership.", "indicator_id")
    if measure not in looked.table.measures or breakdown not in looked.table.breakdowns:
        raise Refused("Choose a measure that is in the file.", "measure")
    ours = published.find_area(area) if area in dict(looked.areas) else None
    if ours is None:
        raise Refused(NO_PLACE, "area")
    beside: list[services.Beside] = []
    for period in _years(looked.table.periods):
        beside += _beside(looked, measure, breakdown, ours, period, Polarity(indicator.polarity), indicator.decimals)
    return services.keep_comparators(actor, now, today, indicator_id, beside, source=source)


def _years(periods: Sequence[Period]) -> list[Period]:
    return sorted((one for one in periods if not one.part), key=lambda one: one.last_day)


def _beside(
    looked: LookedPublished, measure: str, breakdown: str, ours: Area, period: Period, polarity: Polarity, decimals: int
) -> list[services.Beside]:
    told = comparators.compare(
        looked.table, measure, ours, period, looked.model, polarity, decimals=decimals, breakdown=breakdown
    )
    ends_on = period.last_day
    starts_on = ends_on.replace(year=ends_on.year - 1) + timedelta(days=1)
    label = f"{period.kind.value} {period.label}"

    def one(area: str, cell: Cell, **more: Any) -> services.Beside:
        return services.Beside(area, label, starts_on, ends_on, cell, **more)

    found = [one("england", told.england)]
    if told.region_name:
        found.append(one("region", told.region, note=told.region_name))
    if told.neighbours.of:
        count = {"counted": told.neighbours.counted, "out_of": told.neighbours.of, "note": told.neighbours.sentence}
        found += [one("neighbours", told.neighbours.mean, **count)]
        found += [one("neighbours_median", told.neighbours.median, **count)]
    return found
