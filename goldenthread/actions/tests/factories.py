"""A partnership with people in every role towards an action, and actions raised through services."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.actions import services
from goldenthread.actions.models import Action
from goldenthread.actions.services import NewAction, NewReporting, Party
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Agency, Group, Seat
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories as places
from goldenthread.people.models import User

TODAY, NOW = places.TODAY, places.NOW


def days(number: int) -> date:
    """The day so many days from today; earlier for a negative number."""
    return TODAY + timedelta(days=number)


def moment(number: int) -> datetime:
    """The moment so many days from now."""
    return NOW + timedelta(days=number)


@dataclass
class House:
    """One partnership: its unit, two groups (one reports to the other), two agencies, and people by what they are."""

    unit: Actor
    group: Group
    board: Group
    health: Agency
    police: Agency
    chair_seat: Seat
    member_seat: Seat
    board_seat: Seat
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, who: str, today: date = TODAY) -> Actor:
        """Somebody of the house as they may act on a day."""
        return places.acting(self.unit, self.users[who], today)

    def party(self, who: str) -> Party:
        """Somebody of the house as a lead or helper."""
        return Party("person", self.users[who].pk)

    @property
    def group_party(self) -> Party:
        """The group as a lead."""
        return Party("group", self.group.pk)


def a_house(slug: str = "", password: str | None = None) -> House:
    """Found a partnership with somebody for every role that matters to an action.

    manager, officer, analyst, chair (of the group), member (of the group), board_chair, lead (a person of the health
    agency), police_lead, health_lead (agency leads), scrutineer, lay, dsp, partnership_chair.
    """
    unit = places.found(slug)
    group, board = places.a_group(unit, "Neglect subgroup"), places.a_group(unit, "Business group")
    health = places.an_agency(unit, "Marlbrook Hospital Trust")
    police = places.an_agency(unit, "Vale Police", sector="police")
    house = House(
        unit=unit,
        group=group,
        board=board,
        health=health,
        police=police,
        chair_seat=places.a_seat(unit, group, "Chair", kind="chair"),
        member_seat=places.a_seat(unit, group, "Head of practice"),
        board_seat=places.a_seat(unit, board, "Chair", kind="chair"),
    )

    def add(who: str, **options: Any) -> None:
        options.setdefault("email", f"a.{who}@{unit.partnership_slug}.example.org")
        house.users[who] = places.person_with(unit, name=who.replace("_", " ").title(), password=password, **options)

    add("manager", role=Role.BUSINESS_MANAGER)
    add("officer", role=Role.UNIT_OFFICER)
    add("analyst", role=Role.ANALYST)
    add("chair", seat=house.chair_seat.pk)
    add("member", seat=house.member_seat.pk)
    add("board_chair", seat=house.board_seat.pk)
    add("lead", role=Role.GROUP_MEMBER, agency_id=health.pk)
    add("health_lead", role=Role.AGENCY_LEAD, agency_id=health.pk)
    add("police_lead", role=Role.AGENCY_LEAD, agency_id=police.pk)
    add("scrutineer", appointment="independent_scrutineer")
    add("lay", role=Role.LAY_MEMBER)
    add("dsp", appointment="delegated_safeguarding_partner", agency_id=police.pk)
    add("partnership_chair", appointment="partnership_chair")
    return house


def new(house: House, **fields: Any) -> NewAction:
    """An action led by the group's own lead, reporting to the board, due in a month, unless told otherwise."""
    given = {
        "description": "Publish the neglect toolkit and train two hundred practitioners in it",
        "lead": house.party("lead"),
        "provenance_kind": "plan",
        "provenance_text": "Business plan 2026 to 2029",
        "due": [days(30)],
        "reports_to": [NewReporting(house.board.pk)],
    }
    return NewAction(**{**given, **fields})


def raised(house: House, actor: Actor | None = None, ago: int = 0, **fields: Any) -> Action:
    """An action raised by the unit some days ago."""
    return services.raise_action(actor or house.unit, moment(-ago), days(-ago), new(house, **fields))


def with_evidence(house: House, action: Action, who: str = "lead", ago: int = 0, **fields: Any) -> Any:
    """Add a statement as evidence to an action and return it."""
    given = {
        "claim": "Nine in ten practitioners say they use it",
        "kind": "statement",
        "statement": "Said at the practitioners' forum.",
        "quadrant": "workforce",
        "strength": "moderate",
        "dated_on": days(-ago),
    }
    return services.add_evidence(house.actor(who), moment(-ago), days(-ago), action.pk, **{**given, **fields})


def asked(house: House, action: Action, who: str = "lead") -> Action:
    """Give the action evidence and ask for its completion; return it afresh."""
    with_evidence(house, action, who)
    services.ask_completion(house.actor(who), NOW, TODAY, action.pk, done_on=TODAY)
    return Action.objects.get(pk=action.pk)


def completed(house: House, action: Action) -> Action:
    """Bring the action to acceptance by the partnership's chair; return it afresh."""
    asked(house, action)
    services.accept_completion(house.actor("partnership_chair"), NOW, TODAY, action.pk)
    return Action.objects.get(pk=action.pk)
