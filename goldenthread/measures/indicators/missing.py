"""Children who go missing, and interviews when they come back; hours are real, over the change of the clocks too."""

from __future__ import annotations

import narwhals as nw

from goldenthread.measures.indicators.definition import Frame, Indicator, Tables
from goldenthread.measures.indicators.expressions import counts, overdue

MINUTES = 60


@counts("MX01", "MX01C")
def missing_episodes(tables: Tables, indicator: Indicator) -> Frame:
    """Every time a child went missing."""
    return tables["missing_episodes"].select("child_id", placed_on="started_on", met=nw.lit(True))


@counts("MX02")
def repeatedly_missing(tables: Tables, indicator: Indicator) -> Frame:
    """Episodes, and whether it was the third of that child within the days of the local threshold."""
    begun = tables.dated(tables["missing_episodes"], "started_on", day="ordinal")
    third = nw.col("day").shift(2).over("child_id", order_by="started_at_minute")
    both = begun.with_columns(third=third)
    within = ~nw.col("third").is_null() & (nw.col("day") - nw.col("third") <= indicator.limit)
    return both.select("child_id", placed_on="started_on", met=within)


def ended(tables: Tables) -> Frame:
    """Episodes that have ended."""
    return tables["missing_episodes"].filter(~nw.col("ended_on").is_null())


@counts("MX03")
def interviews_offered(tables: Tables, indicator: Indicator) -> Frame:
    """Episodes that ended, and whether an interview was offered."""
    offered = ~nw.col("rhi_offered_at_minute").is_null() | ~nw.col("rhi_completed_at_minute").is_null()
    return ended(tables).select("child_id", placed_on="ended_on", met=offered)


@counts("MX04")
def interviews_held_of_offered(tables: Tables, indicator: Indicator) -> Frame:
    """Interviews offered, and whether they were held."""
    offered = ~nw.col("rhi_offered_at_minute").is_null() | ~nw.col("rhi_completed_at_minute").is_null()
    held = ~nw.col("rhi_completed_at_minute").is_null()
    return ended(tables).filter(offered).select("child_id", placed_on="ended_on", met=held)


@counts("MX04E")
def interviews_held_of_episodes(tables: Tables, indicator: Indicator) -> Frame:
    """Episodes that ended, and whether an interview was held."""
    return ended(tables).select("child_id", placed_on="ended_on", met=~nw.col("rhi_completed_at_minute").is_null())


def _within(indicator: Indicator) -> nw.Expr:
    taken = nw.col("rhi_completed_at_minute") - nw.col("ended_at_minute")
    return nw.when(taken >= 0).then(taken <= (indicator.limit or 0) * MINUTES)


@counts("MX05")
def interviews_in_time(tables: Tables, indicator: Indicator) -> Frame:
    """Interviews held, and whether within the hours since the child came back; one before the return is not timed."""
    held = ended(tables).filter(~nw.col("rhi_completed_at_minute").is_null())
    return held.select("child_id", placed_on="ended_on", met=_within(indicator))


@counts("MX05E")
def interviews_in_time_of_episodes(tables: Tables, indicator: Indicator) -> Frame:
    """Episodes that ended, and whether an interview was held within the hours."""
    held = ~nw.col("rhi_completed_at_minute").is_null()
    return ended(tables).select(
        "child_id", placed_on="ended_on", met=nw.when(held).then(_within(indicator)).otherwise(nw.lit(False))
    )


@overdue("MX05", "MX05E")
def interviews_overdue(tables: Tables, indicator: Indicator) -> Frame:
    """Children who came back and were not interviewed: overdue from the day after the hours ran out."""
    waits = tables.dated(ended(tables), "ended_on", day="ordinal").with_columns(
        over=nw.col("day") + (indicator.limit or 0) // 24 + 1
    )
    return tables.day_after(waits, "over", "from_on").select("child_id", "from_on", until_on="rhi_completed_on")
