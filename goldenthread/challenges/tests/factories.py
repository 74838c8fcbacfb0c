"""A partnership with agencies, groups and people who raise and answer challenges."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goldenthread.challenges import services
from goldenthread.challenges.models import Challenge
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Agency, Group
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.factories import (
    NOW,
    TODAY,
    a_group,
    a_seat,
    acting,
    actor_with,
    an_agency,
    found,
    person_with,
)


@dataclass(frozen=True)
class Log:
    """A partnership, its manager, one challenged agency with its lead, another agency's lead, and two groups."""

    manager: Actor
    chair: Actor
    scrutineer: Actor
    agency: Agency
    lead: Actor
    other: Agency
    other_lead: Actor
    group: Group
    asked_group: Group

    def sits(self, group: Group, kind: str = "member", role: str = "") -> Actor:
        """Somebody new with a seat on a group, and a role beside it where one is named."""
        seat = a_seat(self.manager, group, kind=kind)
        return acting(self.manager, person_with(self.manager, role, seat=seat.pk))

    def raised(self, by: Actor | None = None, on: date = TODAY, **fields: Any) -> Challenge:
        """A challenge put to the agency in the group, by the manager and due in four weeks unless told otherwise."""
        fields = {"text": "Half the meetings are held without you.", "group_id": self.group.pk,
                  "due_on": on + timedelta(days=28), **fields}  # fmt: skip
        if "to_group_id" not in fields:
            fields.setdefault("to_agency_id", self.agency.pk)
        return services.raise_challenge(by or self.manager, NOW, on, **fields)


def a_log(slug: str = "") -> Log:
    """Found a partnership with all of them."""
    unit = found(slug)
    agency, other = an_agency(unit, f"Police of {unit.partnership_slug}"), an_agency(unit)
    return Log(
        manager=actor_with(unit, Role.BUSINESS_MANAGER),
        chair=actor_with(unit, appointment="partnership_chair"),
        scrutineer=actor_with(unit, appointment="independent_scrutineer"),
        agency=agency,
        lead=actor_with(unit, Role.AGENCY_LEAD, agency_id=agency.pk),
        other=other,
        other_lead=actor_with(unit, Role.AGENCY_LEAD, agency_id=other.pk),
        group=a_group(unit, "Quality"),
        asked_group=a_group(unit, "Learning"),
    )
