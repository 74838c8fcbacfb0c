"""Contacts, referrals and assessments."""

from __future__ import annotations

import narwhals as nw

from goldenthread.measures.indicators.definition import Frame, Indicator, Tables
from goldenthread.measures.indicators.expressions import counts, overdue

CLOSED_AFTER_ASSESSMENT = ["RC8", "RC9"]


@counts("CP01")
def contacts(tables: Tables, indicator: Indicator) -> Frame:
    """Every contact."""
    return tables["contacts"].select("child_id", placed_on="contact_date", met=nw.lit(True))


def referrals_once(tables: Tables) -> Frame:
    """Referrals of one child on one day are one referral, else the second would be a re-referral of the first."""
    return (
        tables["referrals"]
        .group_by("child_id", "referral_date")
        .agg(
            nfa=nw.col("nfa").cast(nw.Int32).min(),
            closed_after=nw.col("closure_reason").is_in(CLOSED_AFTER_ASSESSMENT).cast(nw.Int32).max(),
        )
    )


@counts("CP03")
def referrals(tables: Tables, indicator: Indicator) -> Frame:
    """Every referral."""
    return referrals_once(tables).select("child_id", placed_on="referral_date", met=nw.lit(True))


@counts("CP04")
def ended_without_action(tables: Tables, indicator: Indicator) -> Frame:
    """Referrals with their flag of no further action; a blank is unknown, which is not No."""
    return referrals_once(tables).select("child_id", placed_on="referral_date", met=nw.col("nfa") == 1)


@counts("CP04B")
def assessed_not_in_need(tables: Tables, indicator: Indicator) -> Frame:
    """Referrals closed after an assessment that found no need, where no child protection plan followed."""
    assessed = tables["assessments"].select("child_id", assessed_on="start_date")
    planned = tables["plans"].select("child_id", planned_on="start_date")
    referred = (
        tables["referrals"]
        .group_by("child_id", "referral_date")
        .agg(
            closed_on=nw.col("closure_date").max(),
            closed_after=nw.col("closure_reason").is_in(CLOSED_AFTER_ASSESSMENT).cast(nw.Int32).max(),
        )
    )
    closed = referred.filter(nw.col("closed_after") == 1, ~nw.col("closed_on").is_null())
    within = [nw.col("_on") >= nw.col("referral_date"), nw.col("_on") <= nw.col("closed_on")]
    key = ["child_id", "referral_date"]
    with_one = closed.join(assessed.rename({"assessed_on": "_on"}), on="child_id").filter(*within).select(key).unique()
    with_plan = closed.join(planned.rename({"planned_on": "_on"}), on="child_id").filter(*within).select(key).unique()
    found = with_one.join(with_plan, on=key, how="anti").with_columns(met=nw.lit(True))
    return referred.join(found, on=key, how="left").select(
        "child_id", placed_on="referral_date", met=~nw.col("met").is_null()
    )


@counts("CP05", "CP05C")
def re_referrals(tables: Tables, indicator: Indicator) -> Frame:
    """Referrals with an earlier one of the same child in the twelve months before, looked back from the later day."""
    before = nw.col("referral_date").shift(1).over("child_id", order_by="referral_date")
    chained = referrals_once(tables).select("child_id", "referral_date").with_columns(before=before)
    # Without an earlier referral the comparison is blank, which here means no and not unknown.
    return tables.dated(chained, "referral_date", since="year_before").select(
        "child_id",
        placed_on="referral_date",
        met=~nw.col("before").is_null() & (nw.col("before") >= nw.col("since")),
    )


def timed_assessments(tables: Tables, *, from_referral: bool) -> Frame:
    """Assessments with the running numbers of the working days on which their clock began and they were authorised."""
    found = tables["assessments"].select("child_id", "referral_id", "start_date", "authorised_date")
    begins = "start_date"
    if from_referral:
        referred = tables["referrals"].select("referral_id", "referral_date").unique("referral_id", keep="any")
        found, begins = found.join(referred, on="referral_id", how="left"), "referral_date"
    return tables.dated(tables.dated(found, begins, began="working_day"), "authorised_date", ended="working_day")


def _in_time(tables: Tables, indicator: Indicator, *, from_referral: bool) -> Frame:
    taken = nw.col("ended") - nw.col("began")
    done = timed_assessments(tables, from_referral=from_referral).filter(~nw.col("authorised_date").is_null())
    return done.select(
        "child_id",
        placed_on="authorised_date",
        met=nw.when(taken >= 0).then(taken <= indicator.limit),
    )


def _open_too_long(tables: Tables, indicator: Indicator, *, from_referral: bool) -> Frame:
    begun = timed_assessments(tables, from_referral=from_referral).with_columns(
        over=nw.col("began") + indicator.limit + 1
    )
    late = tables.day_after(begun, "over", "from_on", counted_in="working_day")
    return late.select("child_id", "from_on", until_on="authorised_date")


@counts("CP06")
def assessments_in_time(tables: Tables, indicator: Indicator) -> Frame:
    """Assessments authorised, and whether that was within the clock from the referral."""
    return _in_time(tables, indicator, from_referral=True)


@overdue("CP06")
def assessments_overdue(tables: Tables, indicator: Indicator) -> Frame:
    """Assessments not authorised by the last working day of the clock from the referral."""
    return _open_too_long(tables, indicator, from_referral=True)


@counts("CP06A")
def assessments_in_time_from_start(tables: Tables, indicator: Indicator) -> Frame:
    """Assessments authorised, and whether that was within the clock from their own start."""
    return _in_time(tables, indicator, from_referral=False)


@overdue("CP06A")
def assessments_overdue_from_start(tables: Tables, indicator: Indicator) -> Frame:
    """Assessments not authorised by the last working day of the clock from their own start."""
    return _open_too_long(tables, indicator, from_referral=False)
