"""Which dates of the forward plan are shown: of one group, one agency, one sort, or only what concerns somebody."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from goldenthread.kernel import periods
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import SORTS, Entry, Sort
from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

SOURCE = "Domain guide 8.6: one calendar view per group and per agency"
MONTHS_SHOWN = 12
# So many dates are listed as they are; of more, months are listed until so many are seen, and the others counted.
LARGE, ENOUGH = 400, 150
EVERY_MONTH = "all"


@dataclass(frozen=True)
class Wanted:
    """What of the forward plan is wanted; empty for all of it."""

    group_id: UUID | None = None
    agency_id: UUID | None = None
    sorts: Collection[str] = ()
    only_mine: bool = False


@rule("notify.concerns", SOURCE)
def concerns(entry: Entry, actor: Actor) -> bool:
    """True where an entry is about a group the actor sits on, an agency they act for, or themselves."""
    return bool(
        entry.group_ids & actor.group_ids
        or entry.agency_ids & actor.agency_ids
        or (actor.user_id and actor.user_id in entry.person_ids)
    )


@rule("notify.wanted_ahead", SOURCE)
def wanted_of(entries: Iterable[Entry], wanted: Wanted, actor: Actor) -> list[Entry]:
    """The entries that are wanted, in the order given."""
    return [
        one
        for one in entries
        if (wanted.group_id is None or wanted.group_id in one.group_ids)
        and (wanted.agency_id is None or wanted.agency_id in one.agency_ids)
        and (not wanted.sorts or one.sort in wanted.sorts)
        and (not wanted.only_mine or concerns(one, actor))
    ]


@dataclass(frozen=True)
class Month:
    """One month of the forward plan: what is listed of it, and what is only counted."""

    label: str
    starts_on: date
    entries: Sequence[Entry]
    folded: Sequence[Entry] = ()

    @property
    def key(self) -> str:
        """How an address names it: "2027-01"."""
        return f"{self.starts_on:%Y-%m}"


def by_month(entries: Iterable[Entry], since: date, months: int = MONTHS_SHOWN) -> list[Month]:
    """The entries month by month from the month of `since`, empty months included, so that a year is a year."""
    found: dict[tuple[int, int], list[Entry]] = {}
    for one in entries:
        found.setdefault((one.on.year, one.on.month), []).append(one)
    return [
        Month(month.label, month.starts_on, found.get((month.starts_on.year, month.starts_on.month), []))
        for month in (_month_after(since, ahead) for ahead in range(months))
    ]


@rule("notify.not_come", SOURCE)
def has_not_come(entry: Entry, today: date) -> bool:
    """True for a report or a return whose day has passed and of which nothing is known."""
    return entry.on < today and entry.sort in (Sort.REPORT, Sort.RETURN) and not entry.state


@rule("notify.months_listed", "House rule: what is due is seen at once, however many dates a year has")
def listed(months: Sequence[Month], today: date, asked: str = "") -> list[Month]:
    """The months as a page lists them: of a year of many dates those that come next, the others counted.

    It begins today, with what has not come of this month, and goes on for whole days until enough are listed; or it
    begins with the month `asked` for, whole. "all" lists everything, as does a year without many dates.
    """
    if asked == EVERY_MONTH or sum(len(one.entries) for one in months) <= LARGE:
        return list(months)
    first = next((at for at, one in enumerate(months) if one.key == asked), None)
    if first is None:
        first = next((at for at, one in enumerate(months) if months_on(one.starts_on, 1) > today), 0)
    days, found = _first_days(months[first:], today, asked), []
    for at, month in enumerate(months):
        is_late_told = at >= first and _is_now(month, today)
        parts: dict[bool, list[Entry]] = {True: [], False: []}
        for one in month.entries:
            parts[one.on in days or (is_late_told and has_not_come(one, today))].append(one)
        found.append(replace(month, entries=parts[True], folded=parts[False]))
    return found


def _is_now(month: Month, today: date) -> bool:
    return month.starts_on <= today < months_on(month.starts_on, 1)


def _first_days(months: Sequence[Month], today: date, asked: str) -> set[date]:
    """The days that are listed whole: from today on, or of what is shown from the first, until enough dates are."""
    found: set[date] = set()
    seen = 0
    for month in months:
        is_whole, is_now = month.key == asked, _is_now(month, today)
        for one in month.entries:
            if is_whole or one.on in found or (seen < ENOUGH and (one.on >= today or not is_now)):
                found.add(one.on)
                seen += 1
    return found


def next_after_others(months: Iterable[Month], today: date) -> Entry | None:
    """The first date listed from today on, where others stand before it; None where it is the first, or none is."""
    every = [one for month in months for one in month.entries]
    found = next((one for one in every if one.on >= today), None)
    return found if found is not None and found is not every[0] else None


def _month_after(day: date, months: int) -> periods.Period:
    years, index = divmod(day.month - 1 + months, 12)
    return periods.month(day.year + years, index + 1)


def months_on(day: date, months: int) -> date:
    """The first day of the month so many months after a day's; before it where the number is negative."""
    return _month_after(day, months).starts_on


def title_outside(entry: Entry) -> str:
    """An entry as it may leave the service: what is restricted goes by its sort alone (domain guide D.3(7))."""
    if entry.is_restricted:
        return f"{SORTS[entry.sort]} (restricted: open it to read it)"
    return entry.title if entry.sort == "meeting" else f"{SORTS[entry.sort]}: {entry.title}"


def feed_hash(token: str) -> str:
    """What is kept of the token of a feed."""
    return hashlib.sha256(token.encode()).hexdigest()


@rule("notify.feed_is_shared", "House rule: what stands in a calendar of several is made by who answers for it")
def may_feed_shared(agency_id: UUID | None, led: Collection[UUID], is_unit: bool) -> Verdict:
    """Denied for a feed of an agency to all but its lead and the unit, and of the whole partnership but to the unit."""
    if is_unit or (agency_id is not None and agency_id in led):
        return Allowed()
    if agency_id is None:
        return Denied("A feed of the whole partnership is made by the business unit, who can help.")
    return Denied("A feed of an agency is made by its safeguarding lead or the business unit, who can help.")


@rule("notify.feed_shows", "Domain guide D.3(7): what leaves the service for several holds only what each may read")
def shown_to_several(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that may stand in a calendar of several people: nothing restricted, not even its day."""
    return [one for one in entries if not one.is_restricted]


@rule("notify.feed_is_ones_own", "House rule: a feed shows what its owner may see, and of groups those they sit on")
def may_feed(group_id: UUID | None, group_ids: Collection[UUID], is_unit: bool) -> Verdict:
    """Denied for a feed of a group that one neither sits on nor runs; one's own is always allowed."""
    if group_id is None or is_unit or group_id in group_ids:
        return Allowed()
    return Denied("A feed of a group is for those who sit on it and for the business unit.")
