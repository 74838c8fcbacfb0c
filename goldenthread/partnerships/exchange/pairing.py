"""Which seat here each line of a file is: by who holds it first, and each standing seat for one line only.

A group may have several seats of one title, two head teachers say or two who chair together.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from goldenthread.partnerships.exchange.document import Line
from goldenthread.partnerships.exchange.matching import even


@dataclass(frozen=True)
class Said:
    """A line that is a seat: on which group, of which agency, held by whom, as far as they are known here."""

    line: Line
    group: Any = None
    agency_id: UUID | None = None
    person: Any = None
    deputy: Any = None

    @property
    def is_deputy_only(self) -> bool:
        """True where it tells only of a deputy, whose seat another line may tell of as well."""
        return bool(self.line.deputy) and not self.line.person


def email_of(line: Line, is_deputy: bool) -> str:
    """The address a line gives of whoever holds the seat, or of the deputy where it names nobody else."""
    of_deputy = bool(line.deputy) and not line.person
    return line.email if of_deputy is is_deputy else ""


def sitting(line: Line, seat: Any, is_deputy: bool) -> list[Any]:
    """The people who sit in a seat now, or sat or will sit there on the very days that the line gives."""
    days = {"starts_on": line.first_day, "ends_on": line.last_day}
    given = {name: day for name, day in days.items() if day}
    held = [one for one in seat.holders_ever if one.is_deputy is is_deputy]
    now = {one.pk for one in seat.holders_now}
    return [
        one.person
        for one in held
        if one.pk in now or (given and all(getattr(one, name) == day for name, day in given.items()))
    ]


def pair(said: Iterable[Said]) -> tuple[dict[str, Any], dict[str, str]]:
    """The standing seat that each line is, by the line's `uid`, and for a deputy's own line the line it belongs to.

    Lines that are new have no seat; a line about a deputy alone has the seat of the line above it, or, where that seat
    is new, the `uid` of that line. No query.
    """
    every = list(said)
    paired: dict[str, Any] = {}
    used: set[UUID] = set()
    for fits in (_wholly, _held_there, _held, _vacant_there, _vacant, _there, _any):
        for one in every:
            if one.line.uid in paired or (one.is_deputy_only and fits is not _wholly):
                continue
            seat = next((seat for seat in _candidates(one) if seat.pk not in used and fits(one, seat)), None)
            if seat is not None:
                paired[one.line.uid] = seat
                used.add(seat.pk)
    return _with_deputies(every, paired)


def _with_deputies(every: list[Said], paired: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    found, beside = dict(paired), dict[str, str]()
    for at, one in enumerate(every):
        if not one.is_deputy_only or one.line.uid in paired:
            continue
        above = _above(every, at)
        seat = _first(one, _deputised) or (paired.get(above.line.uid) if above else None)
        if seat is None and above is not None:
            beside[one.line.uid] = above.line.uid
            continue
        seat = seat or _first(one, _there) or _first(one, _any)
        if seat is not None:
            found[one.line.uid] = seat
    return found, beside


def _above(every: list[Said], at: int) -> Said | None:
    """The line whose seat a deputy's own line tells of: the nearest above it of the same seat, or else beneath it."""
    mine = every[at]
    fitting = [one for one in (*reversed(every[:at]), *every[at + 1 :]) if not one.is_deputy_only and _alike(mine, one)]
    return fitting[0] if fitting else None


def _alike(mine: Said, other: Said) -> bool:
    """True where two lines tell of a seat of one group, title and agency; a deputy's line need not say the agency."""
    if even(mine.line.group) != even(other.line.group):
        return False
    if mine.line.kind in ("chair", "vice_chair"):
        return mine.line.kind == other.line.kind
    named = even(mine.line.name) == even(other.line.name)
    return named and (mine.agency_id is None or mine.agency_id == other.agency_id)


def _first(one: Said, fits: Callable[[Said, Any], bool]) -> Any:
    return next((seat for seat in _candidates(one) if fits(one, seat)), None)


def _candidates(one: Said) -> list[Any]:
    """The seats of the group that the line may be: those that chair it, else those of its title and agency."""
    if one.group is None:
        return []
    if one.line.kind in ("chair", "vice_chair"):
        return [seat for seat in one.group.seats_now if seat.kind == one.line.kind]
    named = [seat for seat in one.group.seats_now if even(seat.title) == even(one.line.name)]
    return [seat for seat in named if one.agency_id is None or seat.agency_id == one.agency_id]


def _wholly(one: Said, seat: Any) -> bool:
    people = [[person] if person else [] for person in (one.person, one.deputy)]
    there = [sitting(one.line, seat, is_deputy) for is_deputy in (False, True)]
    return people == there and even(seat.title) == even(one.line.name) and _there(one, seat)


def _held(one: Said, seat: Any) -> bool:
    return one.person is not None and one.person in sitting(one.line, seat, False)


def _held_there(one: Said, seat: Any) -> bool:
    return _held(one, seat) and _there(one, seat)


def _vacant(one: Said, seat: Any) -> bool:
    return not any(not holder.is_deputy for holder in seat.holders_now)


def _vacant_there(one: Said, seat: Any) -> bool:
    return _vacant(one, seat) and _there(one, seat)


def _there(one: Said, seat: Any) -> bool:
    return bool(seat.agency_id == one.agency_id)


def _deputised(one: Said, seat: Any) -> bool:
    return one.deputy is not None and one.deputy in sitting(one.line, seat, True)


def _any(one: Said, seat: Any) -> bool:
    return True
