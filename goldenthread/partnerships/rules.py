"""Decide who sits where and when: effective dates, the group tree, which roles a person holds today."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from goldenthread.kernel.moves import move
from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

# First words of addresses under which something other than a partnership answers.
ROOT_ADDRESSES = frozenset(
    {"accessibility", "accounts", "answer", "calendar", "contribute", "healthy", "messages", "my-work", "static"}
)


class Dated(Protocol):
    """Anything with a first and an optional last day."""

    @property
    def starts_on(self) -> date | None:
        """The first day, or None for always."""

    @property
    def ends_on(self) -> date | None:
        """The last day, or None for still."""


@rule("partnerships.in_effect", "Domain guide D.3(1): every role and participation is effective-dated; D.2")
def in_effect(thing: Dated, today: date) -> bool:
    """True from the first day to the last day, both included; an empty first day means always, an empty last, still."""
    return (thing.starts_on is None or thing.starts_on <= today) and (thing.ends_on is None or today <= thing.ends_on)


@rule("partnerships.dates_in_order", "House rule: nothing ends before it starts")
def dates_in_order(starts_on: date | None, ends_on: date | None) -> Verdict:
    """Denied when the last day comes before the first."""
    if starts_on and ends_on and ends_on < starts_on:
        return Denied("The last day must be on or after the first day.")
    return Allowed()


@rule("partnerships.address", "House rule: one address leads to one thing, and everybody can type it")
def may_be_address(slug: str) -> Verdict:
    """Denied for what is not small letters, digits and hyphens, and for what the service itself answers to."""
    if len(slug) > 60 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        return Denied(
            f"“{slug}” cannot be an address: use small letters, digits and hyphens, such as “ambershire”, 60 at most."
        )
    if slug in ROOT_ADDRESSES:
        return Denied(f"“{slug}” is an address of the service itself; choose another, such as “ambershire”.")
    return Allowed()


@rule("partnerships.group_parent", "House rule: a structure is a tree")
def may_report_to(group: UUID, parent: UUID | None, parents: Mapping[UUID, UUID | None]) -> Verdict:
    """Denied when making `parent` the parent of `group` would send reports round in a circle."""
    seen: UUID | None = parent
    for _ in range(len(parents) + 1):
        if seen is None:
            return Allowed()
        if seen == group:
            return Denied("A group cannot report to itself, directly or through the groups beneath it.")
        seen = parents.get(seen)
    return Denied("The groups above this one already report in a circle; mend that first.")


@rule("partnerships.chair_is_not_scrutineer", "Working Together 2023 (from knowledge, unverified); domain guide 2.3")
def may_appoint(kind: str, held_by_same_person: Iterable[str]) -> Verdict:
    """Denied when one person would be both the partnership's chair and its independent scrutineer."""
    held = set(held_by_same_person)
    for one, other in (
        ("partnership_chair", "independent_scrutineer"),
        ("independent_scrutineer", "partnership_chair"),
    ):
        if kind == one and other in held:
            return Denied("The independent scrutineer cannot also chair the partnership.")
    return Allowed()


@rule("partnerships.somebody_runs_it", "House rule: nothing is a dead end; a partnership always has a business manager")
def may_leave(role: str, others: int) -> Verdict:
    """Denied when the last business manager's role would end; `others` counts the rest who have no last day."""
    if role == "business_manager" and not others:
        return Denied("This is the only business manager. Give the role to somebody else first.")
    return Allowed()


@dataclass(frozen=True)
class Branch:
    """One group in the tree, with how deep it stands and the groups beneath it."""

    id: UUID
    depth: int
    children: tuple["Branch", ...]


def tree(parents: Mapping[UUID, UUID | None]) -> list[Branch]:
    """The groups as trees, in the order given. A group whose parent is not among them stands at the top."""

    def grow(of: UUID | None, depth: int, path: frozenset[UUID]) -> tuple[Branch, ...]:
        mine = [
            key for key, parent in parents.items() if (parent if parent in parents else None) == of and key not in path
        ]
        return tuple(Branch(key, depth, grow(key, depth + 1, path | {key})) for key in mine)

    return list(grow(None, 0, frozenset()))


INVITATION_DAYS = 7
RESET_HOURS = 48
# Who needs a second step in a partnership until it says otherwise.
SECOND_STEP_AT_FIRST = ("business_manager", "unit_officer")


@rule("partnerships.invitation_state", "House rule: a link works once and for a week; domain guide 9, sign-in")
def invitation_state(
    taken_at: datetime | None, withdrawn_at: datetime | None, expires_at: datetime, now: datetime
) -> str:
    """ "open", or why it no longer works: "taken", "withdrawn" or "expired"."""
    if taken_at:
        return "taken"
    if withdrawn_at:
        return "withdrawn"
    return "open" if now < expires_at else "expired"


@rule("partnerships.two_people_reset", "Domain guide D.3(10): break-glass has a second person, and a time limit")
def may_confirm_reset(
    person: UUID, asked_by: UUID, confirming: UUID | None, asked_at: datetime, now: datetime
) -> Verdict:
    """Denied to whoever asked, to the person it is for, to nobody in particular, and after two days."""
    if confirming is None or confirming in (person, asked_by):
        return Denied("Somebody else must confirm this: neither the person it is for nor whoever asked may.")
    if now > asked_at + timedelta(hours=RESET_HOURS):
        return Denied("This was asked for more than two days ago. Ask again, so that somebody checks once more.")
    return Allowed()


@rule("partnerships.access_review_due", "Domain guide D.3(9): quarterly access review per organisation")
def access_review_due(quarter_starts_on: date, opened_on: date) -> date:
    """Four weeks after the quarter began, or after the review was opened where that came later."""
    return max(quarter_starts_on, opened_on) + timedelta(days=28)


# How long a change is shown, how far ahead an end is, and after how long a silence is asked about.
LATELY, SOON, SILENT = timedelta(days=42), timedelta(days=42), timedelta(days=183)


@dataclass(frozen=True)
class Tie:
    """One thing somebody holds: between which days, for which agency, and whether that agency has gone from here."""

    starts_on: date | None
    ends_on: date | None
    agency: UUID | None = None
    agency_left: bool = False


@rule("partnerships.movement", "Domain guide 9 and D.3(9): joiner, mover and leaver review")
def movement(
    ties: Iterable[Tie], today: date, *, invited: bool, signed_in_on: date | None, is_active: bool
) -> tuple[str, str] | None:
    """What is happening to somebody, as ("joiner", "mover" or "leaver", why), or None where nothing is.

    Why is one of "invited", "never signed in", "starts later", "ends soon", "has ended", "agency left", "closed",
    "silent" and "changed".
    """
    held = list(ties)
    now = [tie for tie in held if in_effect(tie, today)]
    later = [tie for tie in held if tie.starts_on and tie.starts_on > today]
    gone = [tie.ends_on for tie in held if tie.ends_on and tie.ends_on < today]
    if not now and not later:
        return ("leaver", "has ended") if gone and max(gone) >= today - LATELY else None
    if not is_active:
        return "leaver", "closed"
    if any(tie.agency_left for tie in now):
        return "leaver", "agency left"
    if invited:
        return "joiner", "invited"
    if not now:
        return "joiner", "starts later"
    if all(tie.ends_on and tie.ends_on <= today + SOON for tie in now) and not later:
        return "leaver", "ends soon"
    if signed_in_on is None:
        return "joiner", "never signed in"
    if signed_in_on < today - SILENT:
        return "leaver", "silent"
    begun = [tie for tie in now if tie.starts_on and tie.starts_on >= today - LATELY]
    if later or (len(begun) < len(held) and (begun or any(day >= today - LATELY for day in gone))):
        return "mover", "changed"
    return None


CLOSING_REPORT_ASKED = 28


@rule(
    "partnerships.task_and_finish_ends", "Domain guide 2.6: effective dates; a task and finish group is of limited time"
)
def has_its_last_day(kind: str, ends_on: date | None) -> Verdict:
    """Denied for a task and finish group without a last day."""
    if kind == "task_and_finish" and ends_on is None:
        return Denied("A task and finish group has a last day. Enter the day by which it will be done.")
    return Allowed()


@rule("partnerships.closing_report", "House rule: what a group of limited time did is written down before it ends")
def closing_report_is(kind: str, ends_on: date | None, has_report: bool, today: date) -> str:
    """ "asked" in the four weeks up to the last day of a task and finish group, "overdue" after it, else nothing."""
    if kind != "task_and_finish" or ends_on is None or has_report:
        return ""
    left = (ends_on - today).days
    if left < 0:
        return "overdue"
    return "asked" if left <= CLOSING_REPORT_ASKED else ""


TERMS_MOVES = {"draft": ("put",), "put": ("signed_off", "draft"), "signed_off": ("superseded",)}


@rule("partnerships.terms_moves", "Domain guide D.2: terms of reference are signed off by the executive")
def terms_may_become(state: str, to: str) -> Verdict:
    """Denied where a version of terms of reference cannot go from one state to another."""
    if state == "draft" and to == "signed_off":
        return Denied("Put the terms of reference to the executive before they are signed off.")
    return move(TERMS_MOVES, state, to, "version")


@rule("partnerships.terms_review", "Domain guide 8.6: review dates of documents stand in the forward plan")
def terms_may_be_reviewed(review_on: date | None, from_day: date) -> Verdict:
    """Denied without a date for the next review, and for one that is not after the day they are put or signed off."""
    if review_on is None:
        return Denied("Enter the day on which the terms of reference are to be looked at again.")
    if review_on <= from_day:
        return Denied("The next review must be later than that.")
    return Allowed()


# What belongs to one look at a list and not to the list: which page of it, and whether as a file.
PASSING = {"page", "format"}


def kept_of(query: str) -> str:
    """As much of a query string as a view keeps: filters and order, without the page of the list or its file."""
    return urlencode([(key, value) for key, value in parse_qsl(query) if key not in PASSING])


@dataclass(frozen=True)
class Place:
    """One place in which somebody is asked: who holds it, and who stands in for them there."""

    holders: frozenset[UUID]
    deputies: frozenset[UUID] = frozenset()


@rule("partnerships.who_is_asked", "Issue rule: the deputy is asked when the holder is away")
def who_is_asked(places: Iterable[Place], away: Collection[UUID]) -> frozenset[UUID]:
    """Who is asked, of the holders and deputies of the places that answer for one thing, given who is away today.

    In each place the holders who are there, else the deputies who are there. Where nobody is there in any of them, the
    holders are asked still, so that nothing is asked of nobody; and the deputies where nobody holds a place at all.
    """
    every = list(places)
    asked: set[UUID] = set()
    for place in every:
        asked |= (place.holders - set(away)) or (place.deputies - set(away))
    held = frozenset().union(*(place.holders for place in every))
    return frozenset(asked) or held or frozenset().union(*(place.deputies for place in every))


@rule(
    "partnerships.absence", "House rule: an absence has two days in order, names somebody else, and overlaps no other"
)
def may_be_away(
    person: UUID, covered_by: UUID | None, days: tuple[date, date], others: Iterable[tuple[date, date]], today: date
) -> Verdict:
    """Denied where the last day comes before the first or has passed, for oneself as cover, over another absence."""
    first, last = days
    if last < first:
        return Denied("The last day must be on or after the first day.")
    if last < today:
        return Denied("The last day must be today or later.")
    if covered_by == person:
        return Denied("Choose somebody else to be asked instead.")
    if any(start <= last and first <= end for start, end in others):
        return Denied("These days overlap with another time away. Change that one instead.")
    return Allowed()
