"""The sentences under a chart that say what was chosen; "" where there is nothing to say."""

from __future__ import annotations

from collections import Counter

from goldenthread.measures.cells import WORDS
from goldenthread.measures.spc.figures import Figures, said
from goldenthread.measures.spc.values import Group

SCREENED = "Outliers were screened: a step far larger than the usual ones does not widen the limits."
NOT_SCREENED_AS_ASKED = "Outliers were not screened, as was asked."
NOT_SCREENED_FEW = (
    "Outliers were not screened: with fewer than {few} events a period there is no telling which they are."
)
NOT_SCREENED_EQUAL = "Outliers were not screened: with more than half of the figures equal, every other would be one."
RARE = (
    "These events are rare: a rolling twelve months, as a plain line, or the days from one event to the next would "
    "show more."
)
NO_TARGET = "No target is set, so nothing is said about meeting one."
NEUTRAL = "Neither more nor less is better by itself, so nothing is said about meeting a target."
TOO_SHORT = "Nothing is said about meeting the target while the limits are on trial, that is under {short} figures."
NO_LIMITS = "There are no limits, so nothing is said about meeting the target."


def trial(group: Group | None) -> str:
    """That the limits are on trial, and how many figures they rest on."""
    if group is None or not group.based_on:
        return "There is no figure yet to take an average of."
    figures = "one figure" if group.based_on == 1 else f"{group.based_on} figures"
    return f"Trial limits: they rest on {figures} and will move as more come in."


def missing(figures: Figures) -> str:
    """How many figures are missing, and why where that is known."""
    days = [day for day, value in figures.series.points if value is None]
    if not days:
        return ""
    why = Counter(WORDS[figures.states[day]].lower() for day in days if day in figures.states)
    reasons = ", ".join(f"{count} {word}" for word, count in sorted(why.items()))
    verb = "is" if len(days) == 1 else "are"
    return (
        f"{len(days)} of {len(figures.series.points)} figures {verb} missing{f' ({reasons})' if reasons else ''}: "
        "left out, and never counted as nought."
    )


def fixed(figures: Figures) -> str:
    """That the first points fix the limits for all that follow."""
    count = figures.series.fix_after_n_points
    if count is None or len(figures.series.points) <= count:
        return ""
    return f"Average and limits are fixed by the first {count} points of each stretch."


def denominators(figures: Figures) -> str:
    """What percentages are out of, where that varies or is not given: XmR limits take no account of it."""
    known = figures.out_of()
    if figures.percentage and not known:
        return "What these percentages are out of is not given; show it beside them, since the limits ignore it."
    if not known or min(known) == max(known):
        return ""
    return (
        f"The figures are out of {min(known):,} to {max(known):,} a period, which the limits ignore: "
        "read each beside what it is out of."
    )


def rebases(figures: Figures) -> list[str]:
    """Each fresh start with its reason and decision; and those that were not made, because one of these lacks."""
    days = {day for day, _ in figures.series.points}
    recorded = {rebase.starts_on for rebase in figures.rebases}
    stated = [str(one) for one in sorted(figures.rebases, key=lambda one: one.starts_on) if one.starts_on in days]
    elsewhere = [
        f"A fresh start was decided for {said(day)}, but no figure has that date, so nothing starts afresh."
        for day in sorted(recorded - days)
    ]
    undecided = [
        f"A fresh start on {said(day)} was asked for without a reason and who decided it when, so it was not made."
        for day in sorted(figures.series.rebase_dates - recorded)
    ]
    return [*stated, *elsewhere, *undecided]
