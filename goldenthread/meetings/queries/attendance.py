"""Find who came, whether a meeting was quorate, and how attendance runs over the last meetings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from goldenthread.kernel.actor import Actor
from goldenthread.meetings import rules
from goldenthread.meetings.models import Attendance, DeclarationOfInterest, Meeting
from goldenthread.meetings.rules import HERE, TOOK_PLACE, Sitting
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Group, Seat, SeatHolder

LAST = 8


@dataclass(frozen=True)
class SeatLine:
    """A seat of a group on the day of a meeting, with who holds it."""

    seat: Seat
    person: str = ""
    person_id: UUID | None = None
    agency: str = ""
    address: str = ""


def seats_of(actor: Actor, meeting: Meeting, named: bool = True) -> list[SeatLine]:
    """The seats of the group on the day, chair first, with who held them and, `named`, for whom. Three queries."""
    return seats_on(actor, meeting.group_id, meeting.on, named)


def seats_on(actor: Actor, group_id: UUID, day: date, named: bool = True) -> list[SeatLine]:
    """The seats of a group on a day, as `seats_of` gives them, with their holders' addresses. Three queries."""
    holders = SeatHolder.objects.in_effect(day).filter(is_deputy=False).select_related("person")
    seats = Seat.objects.within(actor).in_effect(day).filter(group_id=group_id).select_related("agency")
    seats = seats.prefetch_related(Prefetch("holders", holders, to_attr="holders_then"))
    seats = seats.prefetch_related("agency__names") if named else seats
    return [_line(seat, day, named) for seat in sorted(seats, key=lambda one: (_rank(one.kind), one.title))]


def expected_of(actor: Actor, meeting: Meeting, lines: Sequence[SeatLine]) -> dict[UUID, str]:
    """For the seats whose holder is away on the day: until when, and who deputises, as a sentence. Three queries."""
    held = {line.seat.pk: line.person_id for line in lines if line.person_id}
    away = partnerships.who_is_away(actor, set(held.values()), meeting.on)
    gone = {seat: away[person].ends_on for seat, person in held.items() if person in away}
    if not gone:
        return {}
    rows = SeatHolder.objects.within(actor).in_effect(meeting.on).filter(seat_id__in=gone, is_deputy=True)
    deputies = [(row.seat_id, row.person) for row in rows.select_related("person").order_by("person__name")]
    also = partnerships.who_is_away(actor, {person.pk for _, person in deputies}, meeting.on)
    found = {}
    for seat, until in gone.items():
        names = [person.name for key, person in deputies if key == seat and person.pk not in also]
        who = f"{' or '.join(names)} deputises" if names else "nobody deputises"
        found[seat] = f"Away until {until.day} {until:%B %Y}; {who}"
    return found


def _line(seat: Any, day: date, named: bool) -> SeatLine:
    person = seat.holders_then[0].person if seat.holders_then else None
    agency = _called(seat.agency, day) if named else ""
    if person is None:
        return SeatLine(seat, agency=agency)
    return SeatLine(seat, person.name, person.pk, agency, person.email if person.is_active else "")


def _rank(kind: str) -> int:
    return ("chair", "vice_chair", "member", "in_attendance").index(kind)


def _called(agency: Any, day: date, whole: bool = False) -> str:
    name = partnerships.name_on(list(agency.names.all()), day) if agency else None
    return ("" if whole else name.short_name) or name.name if name else ""


@dataclass(frozen=True)
class Came:
    """Who came to a meeting, as recorded: rows for seats, guests, and what was missing for it to decide."""

    rows: list[Attendance] = field(default_factory=list)
    guests: list[Attendance] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """A few letters that change with what is recorded, for a page to say what it was read in."""
        said = sorted(f"{one.seat_id} {one.came} {one.deputy} {one.person_name}" for one in [*self.rows, *self.guests])
        return sha256("\n".join(said).encode()).hexdigest()[:16]

    @property
    def is_recorded(self) -> bool:
        """True once anything is recorded."""
        return bool(self.rows or self.guests)


def attendance_of(actor: Actor, meeting: Meeting) -> Came:
    """Who came to a meeting, chair first, and whether it was quorate. One query."""
    rows = list(
        Attendance.objects.readable(actor).filter(meeting=meeting).select_related("seat", "agency", "person")
    )  # fmt: skip
    seats = sorted((one for one in rows if one.seat), key=_place)
    missing = rules.missing(meeting.needed, _sitting(seats)) if seats else []
    return Came(seats, [one for one in rows if not one.seat], missing)


def _place(row: Any) -> tuple[int, str]:
    return _rank(row.seat.kind), row.seat.title


def _sitting(rows: Iterable[Attendance]) -> list[Sitting]:
    return [
        Sitting(one.seat.kind, one.agency.sector if one.agency else "") for one in rows if one.seat and one.came in HERE
    ]


def list_declarations(actor: Actor, meeting_id: UUID) -> list[DeclarationOfInterest]:
    """The declarations of interest at a meeting that the actor may read. One query."""
    return list(
        DeclarationOfInterest.objects.readable(actor)
        .filter(meeting_id=meeting_id)
        .select_related("item", "meeting__group")
    )


def find_declaration(actor: Actor, declaration_id: UUID) -> DeclarationOfInterest | None:
    """One declaration of interest the actor may read, or None. One query."""
    rows = DeclarationOfInterest.objects.readable(actor).select_related("item", "meeting__group")
    return rows.filter(pk=declaration_id).first()


@dataclass(frozen=True)
class Trend:
    """How one seat or agency attended the last meetings, oldest first; None where nothing is known of one."""

    name: str
    under: str
    came: tuple[str | None, ...]

    @property
    def share(self) -> int | None:
        """The percentage attended."""
        return rules.share(self.came)

    @property
    def missed(self) -> int:
        """How many of the latest in a row were missed."""
        return rules.missed_in_a_row(self.came)

    @property
    def is_flagged(self) -> bool:
        """True after two in a row."""
        return self.missed >= rules.FLAG_AFTER


@dataclass(frozen=True)
class TrendShown:
    """Attendance at a group's last meetings: by agency and by seat. Cancelled meetings are left out."""

    group: Group
    meetings: list[Meeting]
    agencies: list[Trend]
    seats: list[Trend]
    # What each meeting lacked to be able to decide, nothing for one that was quorate.
    missing: list[list[str]]

    @property
    def quorate(self) -> list[bool]:
        """Whether each meeting could decide."""
        return [not one for one in self.missing]

    def filled(self, place: int) -> tuple[int, int]:
        """How many seats were filled at the meeting of this place, deputies included, and of how many that is known."""
        came = [one.came[place] for one in self.seats if one.came[place] is not None]
        return sum(one in HERE for one in came), len(came)

    @property
    def flagged(self) -> list[Trend]:
        """The agencies that missed the last two or more."""
        return [one for one in self.agencies if one.is_flagged]


def attendance_trend(actor: Actor, group_id: UUID, today: date, last: int = LAST) -> TrendShown | None:
    """How the seats and agencies of a group attended its last meetings, or None for no group of here. Four queries."""
    group = partnerships.find_group(actor, group_id)
    if group is None:
        return None
    held = Meeting.objects.within(actor).filter(group_id=group_id, state__in=TOOK_PLACE)
    recorded = held.filter(attendance__seat__isnull=False).distinct().order_by("-starts_at")
    meetings = list(recorded[:last])[::-1]
    rows = list(
        Attendance.objects.filter(meeting__in=meetings, seat__isnull=False)
        .select_related("seat__agency", "agency").prefetch_related("agency__names", "seat__agency__names")
    )  # fmt: skip
    by_seat: dict[Any, dict[UUID, str]] = defaultdict(dict)
    by_agency: dict[Any, dict[UUID, str]] = defaultdict(dict)
    for row in rows:
        by_seat[row.seat][row.meeting_id] = row.came
        if row.agency and row.seat and row.seat.kind != "in_attendance":
            earlier = by_agency[row.agency].get(row.meeting_id)
            by_agency[row.agency][row.meeting_id] = earlier if earlier in HERE else row.came
    order = [one.pk for one in meetings]
    seats = [
        Trend(seat.title, _called(seat.agency, today), _in_order(order, came))
        for seat, came in sorted(by_seat.items(), key=lambda pair: (_rank(pair[0].kind), pair[0].title))
    ]
    agencies = [
        Trend(_called(agency, today, whole=True), "", _in_order(order, came)) for agency, came in by_agency.items()
    ]
    lacked = [rules.missing(one.needed, _sitting(row for row in rows if row.meeting_id == one.pk)) for one in meetings]
    agencies.sort(key=lambda one: (-one.missed, one.share or 0, one.name))
    return TrendShown(group, meetings, agencies, seats, lacked)


def _in_order(order: Sequence[UUID], came: dict[UUID, str]) -> tuple[str | None, ...]:
    return tuple(came.get(key) for key in order)
