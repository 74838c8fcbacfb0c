"""What lies ahead, told by every app that keeps dates: meetings, reports, returns, reviews. `notify` shows it.

Nobody keeps a forward plan by hand: each app registers how to find its own dates, and the plan is all of them in order.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from goldenthread.kernel.actor import Actor


class Sort(StrEnum):
    """What sort of date it is (domain guide 8.6)."""

    MEETING = "meeting"
    PAPERS = "papers"
    REPORT = "report"
    RETURN = "return"
    ACTION = "action"
    PLAN_REVIEW = "plan_review"
    RISK_REVIEW = "risk_review"
    DOCUMENT_REVIEW = "document_review"
    TERMS_REVIEW = "terms_review"
    ACCESS_REVIEW = "access_review"
    CHALLENGE = "challenge"
    STATUTORY = "statutory"


# What stands as `state` of a statutory date that was met: it asks for nothing any more.
MET = "met"

SORTS: Mapping[Sort, str] = {
    Sort.MEETING: "Meeting",
    Sort.PAPERS: "Papers due",
    Sort.REPORT: "Report due",
    Sort.RETURN: "Return due",
    Sort.ACTION: "Action reports",
    Sort.PLAN_REVIEW: "Review of a plan",
    Sort.RISK_REVIEW: "Review of risks",
    Sort.DOCUMENT_REVIEW: "Review of a document",
    Sort.TERMS_REVIEW: "Review of terms of reference",
    Sort.ACCESS_REVIEW: "Review of access",
    Sort.CHALLENGE: "Answer to a challenge due",
    Sort.STATUTORY: "Statutory date",
}


class Entry(NamedTuple):
    """One date ahead or behind, as one actor may see it.

    `page` and `parts` name the page it leads to. `group_ids` are the groups it concerns (whose meeting it is, who owes
    and who receives a report), `agency_ids` the agencies it asks something of, `person_ids` the people. `state` is a
    short word ("late", "cancelled", "sent") and empty for what simply lies ahead. A restricted entry is seen on a page
    by whoever may see it, and leaves the service (as a calendar feed) without its title.

    A tuple with names: a year of a large county has thousands, and a frozen class takes four times as long to make.
    """

    on: date
    sort: Sort
    thing_id: UUID
    title: str
    page: str
    parts: Mapping[str, Any] = MappingProxyType({})
    who: str = ""
    to: str = ""
    group_ids: frozenset[UUID] = frozenset()
    agency_ids: frozenset[UUID] = frozenset()
    person_ids: frozenset[UUID] = frozenset()
    state: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    is_restricted: bool = False


# `find(actor, since, until)` gives the entries the actor may see between two days, in a constant number of queries.
Finder = Callable[[Actor, date, date], Sequence[Entry]]
_FINDERS: dict[str, Finder] = {}


def register(key: str, find: Finder) -> None:
    """Enter an app that keeps dates; a second registration of the same key replaces the first."""
    _FINDERS[key] = find


def finders() -> list[str]:
    """The keys of the apps that keep dates."""
    return sorted(_FINDERS)


def entries(actor: Actor, since: date, until: date) -> list[Entry]:
    """Everything between two days that the actor may see, in order of day. It costs what each finder costs."""
    found = [entry for key in sorted(_FINDERS) for entry in _FINDERS[key](actor, since, until)]
    return sorted(found, key=lambda one: (one.on, one.starts_at is None, str(one.starts_at), one.sort, one.title))
