"""Children looked after, by which partners are assured of those in care; short breaks are left out."""

from __future__ import annotations

import narwhals as nw

from goldenthread.measures.indicators.definition import Frame, Indicator, Tables
from goldenthread.measures.indicators.expressions import counts
from goldenthread.measures.indicators.plans import FIRST_REVIEW_DAYS, LATER_REVIEW_DAYS, open_at

SHORT_BREAKS = ["V3", "V4"]
# The reasons for a new episode that begin a placement; L changes the legal status only.
NEW_PLACEMENT = ["S", "P", "T", "B", "U"]
FIRST_REVIEW_WORKING_DAYS = 20


def episodes(tables: Tables) -> Frame:
    """Episodes of care without short breaks; one without a legal status is kept."""
    status = nw.col("legal_status")
    return tables["looked_after"].filter(status.is_null() | ~status.is_in(SHORT_BREAKS))


def in_care_at(tables: Tables) -> Frame:
    """One row for each child in care on the last day of each period."""
    standing = open_at(tables, episodes(tables), "start_date", "end_date")
    return standing.select("child_id", "period", "at").unique(["child_id", "period"])


@counts("LA01")
def in_care(tables: Tables, indicator: Indicator) -> Frame:
    """Children in care on the last day of the period."""
    return in_care_at(tables).select("child_id", "period", met=nw.lit(True))


@counts("LA02")
def three_placements(tables: Tables, indicator: Indicator) -> Frame:
    """Children in care on the last day, and whether they had three placements or more since 1 April.

    The placement a child was in on 1 April counts as one of them.
    """
    here = tables.dated(in_care_at(tables), "at", year_starts="year_starts_on")
    mine = here.join(episodes(tables).select("child_id", "start_date", "end_date", "reason_started"), on="child_id")
    since = nw.col("year_starts")
    began = (nw.col("reason_started").is_in(NEW_PLACEMENT) & (nw.col("start_date") > since)) & (
        nw.col("start_date") <= nw.col("at")
    )
    already = (nw.col("start_date") <= since) & (nw.col("end_date").is_null() | (nw.col("end_date") > since))
    counted = (
        mine.with_columns(placed=(began | already).cast(nw.Int32))
        .group_by("child_id", "period")
        .agg(nw.col("placed").sum())
    )
    return counted.select("child_id", "period", met=nw.col("placed") >= (indicator.limit or 3))


@counts("LA07")
def missing_from_care(tables: Tables, indicator: Indicator) -> Frame:
    """Children in care at any time in the period, and whether they were missing at any time in it."""
    spans = tables["periods"]
    during = [
        nw.col("start_date") <= nw.col("at"),
        nw.col("end_date").is_null() | (nw.col("end_date") >= nw.col("opens_on")),
    ]
    key = ["child_id", "period"]
    cared = episodes(tables).join(spans, how="cross").filter(*during).select(key).unique()
    gone = tables["looked_after_missing"].filter(nw.col("kind") == "M").join(spans, how="cross").filter(*during)
    found = gone.select(key).unique().with_columns(met=nw.lit(True))
    return cared.join(found, on=key, how="left").select("child_id", "period", met=~nw.col("met").is_null())


def _late_from(tables: Tables) -> Frame:
    """For each period of care the running number of the day on which a review was first late."""
    began = episodes(tables).filter(nw.col("reason_started") == "S").select("child_id", began_on="start_date").unique()
    later = nw.col("began_on").shift(-1).over("child_id", order_by="began_on")
    care = began.with_columns(next_began=later)
    held = (
        care.join(tables["looked_after_reviews"].select("child_id", "review_date"), on="child_id")
        .filter(
            nw.col("review_date") > nw.col("began_on"),
            nw.col("next_began").is_null() | (nw.col("review_date") < nw.col("next_began")),
        )
        .select("child_id", "began_on", on="review_date")
        .unique()
    )
    steps = nw.concat([care.select("child_id", "began_on", on="began_on"), held], how="vertical")
    numbered = tables.dated(steps, "on", day="ordinal", worked="working_day").with_columns(
        first_due=nw.col("worked") + FIRST_REVIEW_WORKING_DAYS
    )
    both = tables.dated(
        tables.day_after(numbered, "first_due", "first_due_on", counted_in="working_day"),
        "first_due_on",
        first_day="ordinal",
    )
    window = {"order_by": "day"}
    place = both.with_columns(
        following=nw.col("day").shift(-1).over("child_id", "began_on", **window),
        before=nw.col("day").shift(1).over("child_id", "began_on", **window),
        before_that=nw.col("day").shift(2).over("child_id", "began_on", **window),
    )
    then = nw.when(nw.col("before_that").is_null()).then(nw.col("day") + FIRST_REVIEW_DAYS)
    later_due = then.otherwise(nw.col("day") + LATER_REVIEW_DAYS)
    due = nw.when(nw.col("before").is_null()).then(nw.col("first_day")).otherwise(later_due)
    late = place.with_columns(due=due).filter(nw.col("following").is_null() | (nw.col("following") > nw.col("due")))
    return late.group_by("child_id", "began_on").agg(late_from=(nw.col("due") + 1).min())


@counts("LA08")
def reviews_in_time(tables: Tables, indicator: Indicator) -> Frame:
    """Children in care long enough for a first review, and whether every review of this period of care was in time."""
    here = in_care_at(tables)
    began = episodes(tables).filter(nw.col("reason_started") == "S").select("child_id", began_on="start_date").unique()
    current = (
        here.join(began, on="child_id")
        .filter(nw.col("began_on") <= nw.col("at"))
        .group_by("child_id", "period", "at")
        .agg(nw.col("began_on").max())
    )
    both = current.join(_late_from(tables), on=["child_id", "began_on"], how="left")
    dated = tables.dated(
        tables.dated(both, "at", today="ordinal", worked="working_day"), "began_on", first="working_day"
    )
    old_enough = nw.col("worked") - nw.col("first") >= FIRST_REVIEW_WORKING_DAYS
    return dated.filter(old_enough).select("child_id", "period", met=nw.col("late_from") > nw.col("today"))
