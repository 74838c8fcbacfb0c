"""Requests for data in words: the list, and the state of a request in a sentence."""

from datetime import date
from typing import Any

from goldenthread.scorecards import queries, rules
from goldenthread.scorecards.queries.asking import DUE, EXCUSED, LATE, NOT_RETURNED, RETURNED
from goldenthread.scorecards.rules.requests import hiding_rule_sets
from goldenthread.web.lists import Column

REQUESTS = (
    Column("title", "Request", ("title",), lambda one: one.title),
    Column("to", "For", ("to_group__name", "title"), lambda one: one.to_group.name),
    Column("often", "How often", ("grain", "title"), lambda one: rules.GRAINS[one.grain]),
    Column("asked", "Agencies", ("asked", "title"), lambda one: one.asked, number=True),
    Column("wanted", "Indicators", ("wanted", "title"), lambda one: one.wanted, number=True),
    Column("from", "From", ("starts_on", "title"), lambda one: one.starts_on),
)


def rule_set_words(request: Any) -> str:
    """The rules for small numbers of a request, in words."""
    return hiding_rule_sets().get(request.rule_set, request.rule_set)


def state_of(request: Any, today: date) -> tuple[str, str]:
    """Whether a request is in use, as a word and its tone."""
    if request.ended_reason:
        return ("Ended", "closed") if request.ends_on and request.ends_on <= today else ("Ends soon", "open")
    return ("In use", "done") if request.starts_on and request.starts_on <= today else ("Begins later", "plain")


def finding(shown: queries.RequestShown) -> str:
    """What stands of a request's newest returns, in a sentence."""
    if not shown.cells:
        return "No return has been asked for yet; the first goes out when its first period has ended."
    came, late, gone = (shown.count(*words) for words in ((RETURNED, LATE), (LATE,), (NOT_RETURNED,)))
    said = f"{came} of {len(shown.cells)} returns came"
    said += f", {late} of them late" if late else ""
    said += f"; {gone} {'was' if gone == 1 else 'were'} not returned" if gone else ""
    waits, excused = shown.count(DUE), shown.count(EXCUSED)
    said += f"; {waits} {'is' if waits == 1 else 'are'} not due yet" if waits else ""
    said += f"; {excused} {'was' if excused == 1 else 'were'} excused" if excused else ""
    return f"{said}."


RETURNED_HEADS = ("Agency", "Period", "From", "To", "How it stands", "Due")
NOT_ASKED = "Not asked"


def returned(shown: queries.RequestShown) -> list[tuple[Any, ...]]:
    """Who has returned what, a row for each agency and period, the newest period first."""
    found = []
    for agency_id, name in shown.agencies:
        for period in shown.periods:
            one = shown.cells.get((agency_id, period.ends_on))
            stands = (one.words, one.due_on) if one else (NOT_ASKED, None)
            found.append((name, period.label, period.starts_on, period.ends_on, *stands))
    return found
