"""Section 47 enquiries, initial conferences and core groups."""

from __future__ import annotations

import narwhals as nw

from goldenthread.measures.indicators.definition import Frame, Indicator, Tables
from goldenthread.measures.indicators.expressions import counts, overdue

# Working days from the strategy discussion to the conference, as the department bands them.
BANDS = ((0, 10, "0 to 10"), (11, 15, "11 to 15"), (16, 20, "16 to 20"))
LONGER, NOT_TIMED = "21 or more", "Not timed"


@counts("CP07")
def enquiries(tables: Tables, indicator: Indicator) -> Frame:
    """Every section 47 enquiry."""
    return tables["s47_enquiries"].select("child_id", placed_on="start_date", met=nw.lit(True))


def conferences_once(tables: Tables) -> Frame:
    """Each child's conference of one day once, from enquiries and from conferences recorded on their own.

    `began_on` is the first strategy discussion that names it, so that an enquiry begun anew does not set the clock
    back; blank for a transfer in. `resulted_in_plan` is blank where nobody says.
    """
    recorded = []
    if "s47_enquiries" in tables:
        held = tables["s47_enquiries"].filter(~nw.col("icpc_date").is_null())
        recorded.append(
            held.select(
                "child_id",
                held_on="icpc_date",
                began_on="start_date",
                planned=nw.lit(None, dtype=nw.Int32),
                transfer=nw.lit(0, dtype=nw.Int32),
            )
        )
    if "conferences" in tables:
        recorded.append(
            tables["conferences"].select(
                "child_id",
                held_on="conference_date",
                began_on="s47_start_date",
                planned=nw.col("resulted_in_plan").cast(nw.Int32),
                transfer=nw.col("transfer_in").cast(nw.Int32),
            )
        )
    return (
        nw.concat(recorded, how="vertical")
        .group_by("child_id", "held_on")
        .agg(nw.col("began_on").min(), nw.col("planned").max(), nw.col("transfer").max())
    )


@counts("CP08")
def conferences(tables: Tables, indicator: Indicator) -> Frame:
    """Every initial conference, transfers in included."""
    return conferences_once(tables).select("child_id", placed_on="held_on", met=nw.lit(True))


@counts("CP08P")
def conferences_to_plan(tables: Tables, indicator: Indicator) -> Frame:
    """Conferences, and whether a plan followed: as recorded, or else by a plan that began on that day."""
    began = tables["plans"].select("child_id", held_on="start_date", found=nw.lit(1)).unique(["child_id", "held_on"])
    both = conferences_once(tables).join(began, on=["child_id", "held_on"], how="left")
    said = nw.when(~nw.col("planned").is_null()).then(nw.col("planned") == 1)
    return both.select("child_id", placed_on="held_on", met=said.otherwise(~nw.col("found").is_null()))


def timed_conferences(tables: Tables) -> Frame:
    """Conferences with `taken`, the working days since the strategy discussion; blank where it cannot be told.

    A conference before its enquiry is one of those: the dates contradict each other, so it counts and is not timed.
    """
    held = tables.dated(conferences_once(tables), "held_on", ended="working_day")
    both = tables.dated(held, "began_on", began="working_day")
    orderly = nw.col("began_on") <= nw.col("held_on")
    return both.with_columns(taken=nw.when(orderly).then(nw.col("ended") - nw.col("began")))


@counts("CP09")
def conferences_in_time(tables: Tables, indicator: Indicator) -> Frame:
    """Conferences held in the period, and whether within the clock from the strategy discussion."""
    return timed_conferences(tables).select("child_id", placed_on="held_on", met=nw.col("taken") <= indicator.limit)


@overdue("CP09")
def conferences_overdue(tables: Tables, indicator: Indicator) -> Frame:
    """Enquiries past the clock without a conference, unless one was found not to be needed or the child has a plan.

    Annex A says No to "deemed unnecessary" of a child who is on a plan already and for whom no conference will follow.
    """
    needed = tables["s47_enquiries"].filter(
        nw.when(nw.col("icpc_not_required").is_null()).then(nw.lit(True)).otherwise(~nw.col("icpc_not_required"))
    )
    if "plans" in tables:
        planned = own_plans(tables).select("child_id", planned_on="start_date", plan_ended="end_date")
        on_plan = (
            needed.join(planned, on="child_id")
            .filter(
                nw.col("planned_on") < nw.col("start_date"),
                nw.col("plan_ended").is_null() | (nw.col("plan_ended") >= nw.col("start_date")),
            )
            .select("s47_id")
            .unique()
        )
        needed = needed.join(on_plan, on="s47_id", how="anti")
    begun = tables.dated(needed, "start_date", began="working_day").with_columns(
        over=nw.col("began") + indicator.limit + 1
    )
    late = tables.day_after(begun, "over", "from_on", counted_in="working_day")
    return late.select("child_id", "from_on", until_on="icpc_date")


@counts("CP10")
def conferences_by_time_taken(tables: Tables, indicator: Indicator) -> Frame:
    """Conferences with the band of working days they took."""
    band = nw.when(nw.col("taken") > BANDS[-1][1]).then(nw.lit(LONGER)).otherwise(nw.lit(NOT_TIMED))
    for _, last, words in reversed(BANDS):
        band = nw.when(nw.col("taken") <= last).then(nw.lit(words)).otherwise(band)
    return timed_conferences(tables).select("child_id", placed_on="held_on", met=nw.lit(True), band=band)


@counts("CP11")
def enquiries_to_conference(tables: Tables, indicator: Indicator) -> Frame:
    """Enquiries begun in the period, and whether a conference followed."""
    return tables["s47_enquiries"].select("child_id", placed_on="start_date", met=~nw.col("icpc_date").is_null())


@counts("CP13")
def core_groups_in_time(tables: Tables, indicator: Indicator) -> Frame:
    """Plans begun whose clock has run out, and whether the first core group met within it."""
    met = tables["core_groups"].group_by("plan_id").agg(first=nw.col("meeting_date").min())
    begun = tables.dated(own_plans(tables), "start_date", began="working_day").with_columns(
        due=nw.col("began") + indicator.limit
    )
    due = tables.day_after(begun, "due", "due_on", counted_in="working_day").filter(
        nw.col("due_on") <= nw.lit(tables.last_day)
    )
    timed = tables.dated(due.join(met, on="plan_id", how="left"), "first", ended="working_day")
    taken = nw.col("ended") - nw.col("began")
    return timed.select(
        "child_id", placed_on="start_date", met=~nw.col("first").is_null() & (taken >= 0) & (taken <= indicator.limit)
    )


def own_plans(tables: Tables) -> Frame:
    """Plans of this authority: one of another is left out, one that says nothing is not."""
    theirs = nw.col("other_authority")
    return tables["plans"].filter(nw.when(theirs.is_null()).then(nw.lit(True)).otherwise(~theirs))
