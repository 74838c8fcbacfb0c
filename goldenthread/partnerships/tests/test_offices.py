"""Whoever leads for one agency and deputises in another agency's seat leads for the one alone."""

import pytest

from goldenthread.actions import permissions as acts
from goldenthread.actions import services as raising
from goldenthread.actions.models import Action
from goldenthread.actions.queries.asking import parties_of
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import services
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.factories import NOW, TODAY, a_group, a_seat, acting, an_agency, person_with
from goldenthread.returns import queries as owing
from goldenthread.returns.models import Return
from goldenthread.returns.tests.factories import House, a_round, of
from goldenthread.returns.tests.factories import a_house as a_reporting_house
from goldenthread.scorecards.models import Indicator
from goldenthread.scorecards.permissions import may_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return a_reporting_house()


@pytest.fixture(params=["deputy", "holder"])
def lead(house: House, request: pytest.FixtureRequest) -> Actor:
    """The lead of a council who also sits in a seat of the health agency, as its deputy or because nobody else does."""
    council = an_agency(house.unit, "Wex Council")
    person = person_with(house.unit, Role.AGENCY_LEAD, agency_id=council.pk)
    seat = a_seat(house.unit, a_group(house.unit, "Learning"), agency_id=house.health.pk)
    services.hold_seat(
        house.unit, NOW, seat.pk, person_id=person.pk, starts_on=TODAY, is_deputy=request.param == "deputy"
    )
    return acting(house.unit, person)


def test_the_seat_is_known_and_makes_nobody_a_lead(house: House, lead: Actor) -> None:
    assert house.health.pk in lead.agency_ids
    assert len(lead.agency_ids) == 2
    assert house.health.pk not in lead.agencies_as(Role.AGENCY_LEAD)
    assert len(lead.agencies_as(Role.AGENCY_LEAD)) == 1


def test_the_other_agencys_actions_are_not_theirs(house: House, lead: Actor) -> None:
    new = raising.NewAction(
        description="Audit", lead=raising.Party("agency", house.health.pk), due=[TODAY], provenance_kind="plan",
        provenance_text="Plan",
    )  # fmt: skip
    made = raising.raise_action(house.unit, NOW, TODAY, new)
    action = Action.objects.get(pk=made.pk)
    assert not acts.leads(lead, action)
    assert not Action.objects.filter(Action.objects.led_by(lead), pk=action.pk).exists()
    assert house.health.pk not in {party.id for party in parties_of(lead)}


def test_the_other_agencys_returns_are_not_asked_of_them_and_not_theirs_to_read(house: House, lead: Actor) -> None:
    owed = of(a_round(house), house.health)
    assert not Return.objects.answerable(lead).filter(pk=owed.pk).exists()
    assert not [ask for _, ask in owing.return_asks([lead], TODAY) if ask.thing_id == owed.pk]
    assert owing.returns_waiting([lead], TODAY).count() == 0


def test_the_other_agencys_figures_are_not_theirs_to_explain(house: House, lead: Actor) -> None:
    assert not may_comment(lead, Indicator(agency_id=house.health.pk))
    own = next(iter(lead.agency_ids - {house.health.pk}))
    assert may_comment(lead, Indicator(agency_id=own))
