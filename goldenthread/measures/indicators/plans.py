"""Child protection plans: how many, how long, how often again, and whether they are reviewed and visited in time."""

from __future__ import annotations

import narwhals as nw

from goldenthread.measures.indicators.conferences import own_plans
from goldenthread.measures.indicators.definition import Frame, Indicator, Tables
from goldenthread.measures.indicators.expressions import counts

# A review is due three months after the conference and six after each review, as local systems count them.
FIRST_REVIEW_DAYS, LATER_REVIEW_DAYS = 91, 183


def open_at(tables: Tables, frame: Frame, begins: str, ends: str) -> Frame:
    """What stands on the last day of each period: begun by then, and not ended by then."""
    standing = nw.col(ends).is_null() | (nw.col(ends) > nw.col("at"))
    return frame.join(tables["periods"], how="cross").filter(nw.col(begins) <= nw.col("at"), standing)


@counts("CP15")
def plans_open(tables: Tables, indicator: Indicator) -> Frame:
    """Children with a plan on the last day of the period, by the category it has now."""
    found = open_at(tables, own_plans(tables), "start_date", "end_date")
    return found.select("child_id", "period", met=nw.lit(True), band=nw.col("latest_category"))


@counts("CP16")
def plans_begun(tables: Tables, indicator: Indicator) -> Frame:
    """Plans begun, by the category they began with."""
    return own_plans(tables).select(
        "child_id", placed_on="start_date", met=nw.lit(True), band=nw.col("initial_category")
    )


def _reviews(tables: Tables) -> Frame:
    """Reviews held since their plan began; one that is dated earlier is listed by the checks, and is none of it."""
    begun = own_plans(tables).select("plan_id", plan_began="start_date")
    return tables["reviews"].join(begun, on="plan_id").filter(nw.col("review_date") > nw.col("plan_began"))


def _late_from(tables: Tables) -> Frame:
    """For each plan the running number of the day on which a review was first late."""
    began = own_plans(tables).select("plan_id", on="start_date", allowed=nw.lit(FIRST_REVIEW_DAYS))
    held = _reviews(tables).select("plan_id", on="review_date", allowed=nw.lit(LATER_REVIEW_DAYS))
    steps = tables.dated(nw.concat([began, held], how="vertical"), "on", day="ordinal")
    following = nw.col("day").shift(-1).over("plan_id", order_by=["day", "allowed"])
    due = nw.col("day") + nw.col("allowed")
    late = steps.with_columns(following=following).filter(nw.col("following").is_null() | (nw.col("following") > due))
    return late.group_by("plan_id").agg(late_from=(due + 1).min())


@counts("CP17")
def reviews_in_time(tables: Tables, indicator: Indicator) -> Frame:
    """Children with a plan for three months or more, and whether every review until then was in time."""
    plans = tables.dated(own_plans(tables), "start_date", began="ordinal").join(
        _late_from(tables), on="plan_id", how="left"
    )
    standing = tables.dated(open_at(tables, plans, "start_date", "end_date"), "at", today="ordinal")
    old_enough = nw.col("today") - nw.col("began") >= FIRST_REVIEW_DAYS
    return standing.filter(old_enough).select("child_id", "period", met=nw.col("late_from") > nw.col("today"))


def _first_reviews(tables: Tables, days: int) -> Frame:
    """Plans that were open when their first review fell due, or reviewed before, with the day it was due and held."""
    first = _reviews(tables).group_by("plan_id").agg(first=nw.col("review_date").min())
    plans = tables.dated(own_plans(tables), "start_date", began="ordinal").with_columns(due=nw.col("began") + days)
    due = tables.day_after(plans, "due", "due_on").join(first, on="plan_id", how="left")
    open_then = nw.col("end_date").is_null() | (nw.col("end_date") >= nw.col("due_on"))
    return due.filter(open_then | ~nw.col("first").is_null(), nw.col("due_on") <= nw.lit(tables.last_day))


@counts("CP18", "CP19")
def first_reviews_in_time(tables: Tables, indicator: Indicator) -> Frame:
    """First reviews that fell due in the period, and whether they were held by then."""
    return _first_reviews(tables, indicator.limit or FIRST_REVIEW_DAYS).select(
        "child_id",
        placed_on="due_on",
        met=~nw.col("first").is_null() & (nw.col("first") <= nw.col("due_on")),
    )


def _with_plan_before(tables: Tables) -> Frame:
    """Plans with the start of the same child's plan before, blank where there was none."""
    ordered = {"order_by": ["start_date", "plan_id"]}
    return own_plans(tables).with_columns(before=nw.col("start_date").shift(1).over("child_id", **ordered))


@counts("CP20")
def repeat_plans(tables: Tables, indicator: Indicator) -> Frame:
    """Plans begun, and whether the child had an earlier one, however long ago; blank where nobody says."""
    earlier = nw.when(~nw.col("before").is_null()).then(nw.lit(True)).otherwise(nw.col("previous_plans") > 0)
    return _with_plan_before(tables).select("child_id", placed_on="start_date", met=earlier)


@counts("CP21")
def repeat_plans_within_two_years(tables: Tables, indicator: Indicator) -> Frame:
    """Plans begun, and whether an earlier one ended in the two years before."""
    plans = tables.dated(own_plans(tables), "start_date", since="two_years_before")
    others = own_plans(tables).select("child_id", other_id="plan_id", began="start_date", ended="end_date")
    began_before = (nw.col("began") < nw.col("start_date")) | (
        (nw.col("began") == nw.col("start_date")) & (nw.col("other_id") < nw.col("plan_id"))
    )
    found = (
        plans.join(others, on="child_id")
        .filter(began_before, nw.col("ended") >= nw.col("since"))
        .select("plan_id")
        .unique()
        .with_columns(met=nw.lit(True))
    )
    both = plans.join(found, on="plan_id", how="left")
    return both.select("child_id", placed_on="start_date", met=~nw.col("met").is_null())


def _counted_days(frame: Tables, plans: Frame, until: str) -> Frame:
    both = frame.dated(frame.dated(plans, "start_date", began="ordinal"), until, ended="ordinal")
    # The day of ceasing is counted too.
    return both.with_columns(lasted=nw.col("ended") - nw.col("began") + 1)


@counts("CP22")
def long_plans_open(tables: Tables, indicator: Indicator) -> Frame:
    """Plans open on the last day of the period, and whether they have lasted longer than the clock."""
    standing = _counted_days(tables, open_at(tables, own_plans(tables), "start_date", "end_date"), "at")
    return standing.select("child_id", "period", met=nw.col("lasted") > indicator.limit)


@counts("CP23")
def long_plans_ended(tables: Tables, indicator: Indicator) -> Frame:
    """Plans that ended in the period, and whether they had lasted longer than the clock."""
    ended = _counted_days(tables, own_plans(tables).filter(~nw.col("end_date").is_null()), "end_date")
    return ended.select("child_id", placed_on="end_date", met=nw.col("lasted") > indicator.limit)


@counts("CP24")
def visits_in_time(tables: Tables, indicator: Indicator) -> Frame:
    """Children whose plan has been open for the local interval, and whether they were seen within it."""
    seen = tables["visits"].filter(nw.col("seen").is_null() | nw.col("seen"))
    visited = tables.dated(seen, "visit_date", visited="working_day").select("child_id", "visited", "visit_date")
    plans = tables.dated(own_plans(tables), "start_date", began="working_day")
    standing = tables.dated(open_at(tables, plans, "start_date", "end_date"), "at", today="working_day")
    due = standing.filter(nw.col("today") - nw.col("began") >= indicator.limit)
    last = (
        due.join(visited, on="child_id")
        .filter(nw.col("visit_date") <= nw.col("at"))
        .group_by("plan_id", "period")
        .agg(last=nw.col("visited").max())
    )
    both = due.join(last, on=["plan_id", "period"], how="left")
    in_time = nw.col("today") - nw.col("last") <= indicator.limit
    return both.select("child_id", "period", met=~nw.col("last").is_null() & in_time)
