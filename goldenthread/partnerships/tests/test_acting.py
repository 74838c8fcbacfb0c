"""Who may act for which partnership on which day."""

from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.permissions import CHANGE_STRUCTURE, SEE_STRUCTURE, Role
from goldenthread.partnerships.tests.factories import (
    NOW,
    TODAY,
    a_group,
    a_seat,
    acting,
    actor_with,
    an_agency,
    found,
    person_known_to,
    person_with,
)

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def unit() -> Actor:
    return found("heronsea")


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        (TODAY, None, True),
        (date(2024, 4, 1), TODAY, True),
        (date(2024, 4, 1), YESTERDAY, False),
        (TOMORROW, None, False),
    ],
)
def test_a_role_counts_from_its_first_to_its_last_day(
    unit: Actor, first: date, last: date | None, counts: bool
) -> None:
    person = person_with(unit, Role.UNIT_OFFICER, starts_on=first, ends_on=last)
    actor = queries.actor_for(person.pk, "heronsea", TODAY)
    assert (actor is not None and actor.may(CHANGE_STRUCTURE)) is counts


def test_an_actor_knows_how_far_the_trail_had_gone(unit: Actor) -> None:
    """Of their own partnership's trail, and of no other's."""
    person = person_with(unit, Role.UNIT_OFFICER)
    before = acting(unit, person).as_of
    found("otherplace")
    assert acting(unit, person).as_of == before > 0
    services.add_group(unit, NOW, name="Neglect subgroup", kind="subgroup", starts_on=date(2025, 1, 1))
    assert acting(unit, person).as_of > before


def test_roles_come_from_memberships_appointments_and_seats_together(unit: Actor) -> None:
    agency = an_agency(unit, "Heronsea Council")
    group = a_group(unit, "Neglect subgroup")
    chair, member = a_seat(unit, group, "Chair", kind="chair"), a_seat(unit, a_group(unit), agency_id=agency.pk)
    person = person_with(unit, Role.AGENCY_LEAD, agency_id=agency.pk, appointment="delegated_safeguarding_partner")
    for seat in (chair, member):
        services.hold_seat(unit, NOW, seat.pk, person_id=person.pk, starts_on=date(2025, 1, 1))
    actor = acting(unit, person)
    assert actor.roles == {
        Role.AGENCY_LEAD,
        Role.DELEGATED_SAFEGUARDING_PARTNER,
        Role.GROUP_CHAIR,
        Role.GROUP_MEMBER,
    }
    assert actor.chaired_group_ids == {group.pk}
    assert actor.group_ids == {group.pk, member.group_id}
    assert actor.seat_ids == {chair.pk, member.pk}
    assert actor.agency_ids == {agency.pk}
    assert actor.strands == {"children", "adults"}


def test_an_independent_chair_has_the_tools_of_the_chair(unit: Actor) -> None:
    assert actor_with(unit, appointment="independent_chair").roles == {Role.PARTNERSHIP_CHAIR}


def test_a_seat_of_an_ended_group_gives_nobody_a_role(unit: Actor) -> None:
    group = a_group(unit)
    person = person_with(unit, seat=a_seat(unit, group).pk)
    services.end_group(unit, NOW, group.pk, ends_on=YESTERDAY)
    assert queries.actor_for(person.pk, "heronsea", TODAY) is None
    assert queries.actor_for(person.pk, "heronsea", YESTERDAY) is not None


def test_an_ended_seat_gives_nobody_a_role(unit: Actor) -> None:
    seat = a_seat(unit, a_group(unit))
    person = person_with(unit, seat=seat.pk)
    services.end_seat(unit, NOW, seat.pk, ends_on=YESTERDAY)
    assert queries.actor_for(person.pk, "heronsea", TODAY) is None


def test_nobody_acts_without_a_tie_an_account_or_a_partnership(unit: Actor) -> None:
    person = person_known_to(unit)
    assert queries.actor_for(person.pk, "heronsea", TODAY) is None
    services.grant_role(unit, NOW, role=Role.LAY_MEMBER, person_id=person.pk)
    assert queries.actor_for(person.pk, "heronsea", TODAY) is not None
    assert queries.actor_for(person.pk, "nowhere", TODAY) is None
    person.is_active = False
    person.save()
    assert queries.actor_for(person.pk, "heronsea", TODAY) is None


def test_one_person_acts_differently_in_two_partnerships(unit: Actor) -> None:
    other = found("larkshire")
    person = person_with(unit, Role.BUSINESS_MANAGER)
    person_with(other, Role.LAY_MEMBER, person=person)
    assert [one.slug for one in queries.partnerships_of(person.pk, TODAY)] == ["heronsea", "larkshire"]
    assert acting(unit, person).may(CHANGE_STRUCTURE)
    there = acting(other, person)
    assert (there.partnership_id, there.roles) == (other.partnership_id, {Role.LAY_MEMBER})
    assert there.may(SEE_STRUCTURE)
    assert not there.may(CHANGE_STRUCTURE)


def test_a_partnership_left_is_no_longer_listed(unit: Actor) -> None:
    other = found("larkshire")
    person = person_with(unit, Role.LAY_MEMBER)
    person_with(other, Role.LAY_MEMBER, person=person, ends_on=YESTERDAY)
    assert [one.slug for one in queries.partnerships_of(person.pk, TODAY)] == ["heronsea"]


def test_the_command_line_acts_for_a_partnership_it_can_name(unit: Actor) -> None:
    assert queries.unit_actor("heronsea").partnership_id == unit.partnership_id
    with pytest.raises(Refused, match="Those that exist: heronsea"):
        queries.unit_actor("larkshire")


def test_building_an_actor_costs_the_same_however_much_one_holds(unit: Actor, django_assert_num_queries: Any) -> None:
    person = person_with(unit, Role.UNIT_OFFICER)
    with django_assert_num_queries(1):
        acting(unit, person)
    for _ in range(5):
        person_with(unit, seat=a_seat(unit, a_group(unit)).pk, person=person)
    with django_assert_num_queries(1):
        acting(unit, person)
