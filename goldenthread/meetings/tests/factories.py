"""A partnership with an executive of the three statutory partners, and meetings made through services."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.meetings import services
from goldenthread.meetings.models import Meeting, MeetingSeries
from goldenthread.meetings.rules import Quorum
from goldenthread.partnerships.models import Agency, Group, Seat
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories as places
from goldenthread.people.models import User

TODAY, NOW = places.TODAY, places.NOW
ALL_THREE = Quorum(statutory=True, members=3, chair=True)


@dataclass
class House:
    """One partnership: its unit, an executive with a seat for each sort of holder, a subgroup, and people by role."""

    unit: Actor
    group: Group
    other: Group
    agencies: dict[str, Agency] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, who: str, today: date = TODAY) -> Actor:
        """Somebody of the house as they may act on a day."""
        return places.acting(self.unit, self.users[who], today)


def a_house(slug: str = "", password: str | None = None) -> House:
    """Found a partnership.

    On the executive sit: chair (council), icb and police (members), clerk (member of no agency, the minute taker),
    observer (in attendance) and lay (a lay member with a member's seat). Besides: manager, officer, scrutineer,
    other_chair (of the subgroup).
    """
    unit = places.found(slug)
    house = House(unit, places.a_group(unit, "Executive", kind="executive"), places.a_group(unit, "Neglect subgroup"))
    for key, sector in (("council", "local_authority"), ("icb", "integrated_care_board"), ("police", "police")):
        house.agencies[key] = places.an_agency(
            unit, f"{key.title()} of {unit.partnership_slug}", sector=sector, basis="statutory_partner"
        )

    def seat(who: str, title: str, kind: str = "member", agency: str = "", group: Group | None = None) -> None:
        agency_id = house.agencies[agency].pk if agency else None
        made = places.a_seat(unit, group or house.group, title, kind=kind, agency_id=agency_id)
        house.seats[who] = made
        add(who, seat=made.pk, **({"role": Role.LAY_MEMBER} if who == "lay" else {}))

    def add(who: str, **options: Any) -> None:
        options.setdefault("email", f"m.{who}@{unit.partnership_slug}.example.org")
        house.users[who] = places.person_with(unit, name=who.replace("_", " ").title(), password=password, **options)

    add("manager", role=Role.BUSINESS_MANAGER)
    add("officer", role=Role.UNIT_OFFICER)
    add("scrutineer", appointment="independent_scrutineer")
    seat("chair", "Chair", "chair", "council")
    seat("icb", "Chief nurse", "member", "icb")
    seat("police", "Assistant chief constable", "member", "police")
    seat("observer", "Observer", "in_attendance")
    seat("lay", "Lay member")
    seat("other_chair", "Chair", "chair", group=house.other)
    return house


def a_series(house: House, actor: Actor | None = None, today: date = TODAY, **fields: Any) -> MeetingSeries:
    """A series of the executive every 8 weeks from 2 December 2026 at 10, unless told otherwise."""
    given: dict[str, Any] = {
        "group_id": house.group.pk,
        "title": "Executive",
        "rhythm": Rhythm(Beat.WEEKS, every=8),
        "first_on": date(2026, 12, 2),
        "starts_time": time(10),
        "place": "County Hall",
        "quorum": ALL_THREE,
        "standing": ["Matters arising", "Action log"],
    }
    return services.add_series(actor or house.unit, NOW, today, **{**given, **fields})


def a_meeting(house: House, actor: Actor | None = None, **fields: Any) -> Meeting:
    """One meeting of the executive on 9 December 2026 at 10, unless told otherwise."""
    given: dict[str, Any] = {
        "group_id": house.group.pk,
        "title": "Executive",
        "on": date(2026, 12, 9),
        "starts_time": time(10),
        "place": "County Hall",
        "quorum": ALL_THREE,
    }
    return services.add_meeting(actor or house.unit, NOW, **{**given, **fields})
