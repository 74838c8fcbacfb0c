"""What the pages of plans would otherwise have to work out in a template."""

from goldenthread.plans.presenters.pages import (
    PRINTED,
    TONES,
    May,
    PlanRow,
    Told,
    Words,
    in_order,
    matches,
    named,
    next_step,
    only,
    pieces,
    plan_rows,
    strength_level,
    told,
    words_of,
)
from goldenthread.plans.presenters.posters import Card, Poster, poster_of, poster_report

__all__ = [
    "PRINTED",
    "TONES",
    "Card",
    "May",
    "PlanRow",
    "Poster",
    "Told",
    "Words",
    "in_order",
    "matches",
    "named",
    "next_step",
    "only",
    "pieces",
    "plan_rows",
    "poster_of",
    "poster_report",
    "strength_level",
    "told",
    "words_of",
]
