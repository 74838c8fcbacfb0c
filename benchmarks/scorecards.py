"""A scorecard of sixty indicators over forty-eight months, brought in through the services as agencies' figures are."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from goldenthread.kernel import periods
from goldenthread.measures.cells import SUPPRESSED, Cell, number, share
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.measures.indicators.definition import Indicator, Measure
from goldenthread.measures.results.figures import Shown

INDICATORS, MONTHS = 60, 48
TITLE = "Sixty indicators"


def draw_scorecard(slug: str, now: datetime) -> bool:
    """Make the scorecard of one partnership with its figures and a few targets; False where it is there already."""
    from goldenthread.partnerships import queries
    from goldenthread.scorecards import queries as there
    from goldenthread.scorecards import services

    actor, today = queries.unit_actor(slug), now.date()
    if any(one.title == TITLE for one in there.list_scorecards(actor)):
        return False
    every = [one for one in catalogue().values() if one.measure is not Measure.MEAN]
    chosen = sorted(every, key=lambda one: (not one.counted, one.code))[:INDICATORS]
    made = services.adopt_indicators(actor, now, [one.code for one in chosen])
    first = today.year * 12 + today.month - 2 - MONTHS + 1
    months = [periods.month(at // 12, at % 12 + 1) for at in range(first, first + MONTHS)]
    chance = random.Random(60)
    figures = [figure for one in chosen for figure in _figures(one, months, chance)]
    services.bring_in(actor, now, today, figures, rule_set="children_in_need", status="validated")
    high = [one for one in made if one.polarity == "high" and one.measure == "percent"]
    for one in high[:10]:
        services.set_target(
            actor, now, today, one.pk, value=Decimal(80), tolerance=Decimal(5), starts_on=date(2022, 4, 1),
            reason="What similar places reach.",
        )  # fmt: skip
    services.make_scorecard(actor, now, title=TITLE, indicator_ids=[one.pk for one in made])
    return True


def _figures(indicator: Indicator, months: Sequence[periods.Period], chance: random.Random) -> Iterator[Shown]:
    """About a level of its own; one number in fifty is hidden."""
    level, size = chance.uniform(0.3, 0.9), chance.randint(40, 200)
    for month in months:
        out_of = max(12, round(chance.gauss(size, size / 10)))
        count = round(out_of * min(0.9, max(0.2, chance.gauss(level, 0.05))))
        top: Cell = SUPPRESSED if chance.random() < 0.02 else number(count)
        bottom = number(out_of) if indicator.has_denominator else None
        value = top if bottom is None else share(top, bottom, decimals=indicator.decimals)
        yield Shown(indicator.code, indicator.version, indicator.limit, month, "", "", top, bottom, value)
