"""Returns while somebody is away: who is asked, who is not, and what the list of who was asked says."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from goldenthread.kernel.actor import Actor
from goldenthread.notify.queries import asking
from goldenthread.partnerships import services as partnerships
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.people.models import User
from goldenthread.returns import queries, services
from goldenthread.returns.models import Return, Round
from goldenthread.returns.services import Respondent
from goldenthread.returns.tests.factories import House, a_house, a_round, of

pytestmark = pytest.mark.django_db
LAST = TODAY + timedelta(days=12)
DUE = TODAY + timedelta(days=3)


@pytest.fixture
def house() -> House:
    return a_house()


def away(house: House, person: User | UUID, cover: Any = None, first: date = TODAY) -> None:
    key = getattr(person, "pk", person)
    partnerships.say_away(
        house.unit, NOW, TODAY, key, starts_on=first, ends_on=LAST, covered_by_id=cover.pk if cover else None
    )


def again(house: House, *people: User) -> list[Actor]:
    return [factories.acting(house.unit, person) for person in people]


def sent_word(house: House, *people: User) -> set[str]:
    """Who of these is sent word about a return, and that the count in the header says as My work does."""
    for actor in again(house, *people):
        waiting = queries.returns_waiting([actor], TODAY)
        assert len(queries.return_asks([actor], TODAY)) == (waiting.count() if waiting is not None else 0)
    found = asking.asks_of([person.pk for person in people], TODAY)
    return {one.name for one in people if any(source == "returns" for source, _ in found.get(one.pk, []))}


def named(house: House) -> tuple[Return, User, User, User]:
    """A return of the health agency with a lead, a deputy, and somebody else of that agency."""
    lead = house.people["health_lead"]
    deputy = factories.person_with(house.unit, agency_id=house.health.pk, role=Role.GROUP_MEMBER, name="Dee Putney")
    other = factories.person_with(house.unit, agency_id=house.health.pk, role=Role.GROUP_MEMBER, name="Otis Dean")
    made = a_round(house, due_on=DUE, respondents=[Respondent("agency", house.health.pk, lead.pk, deputy.pk)])
    return of(made, house.health), lead, deputy, other


def test_a_deputy_is_asked_while_the_lead_is_away_and_not_before(house: House) -> None:
    owed, lead, deputy, other = named(house)
    assert sent_word(house, lead, deputy, other) == {lead.name}
    away(house, lead)
    assert sent_word(house, lead, deputy, other) == {"Dee Putney"}
    assert [one.name for one in queries.answerers_of(house.unit, owed, TODAY)] == ["Dee Putney"]
    # Nothing is lost for the one who is away; it is marked as asked of somebody else.
    ((_, ask),) = queries.return_asks(again(house, lead), TODAY)
    assert ask.relieved
    # The day after the last day, the lead is asked again.
    late = LAST + timedelta(days=1)
    assert [one.name for one in queries.answerers_of(house.unit, owed, late)] == [lead.name]


def test_the_lead_is_asked_still_where_the_deputy_is_away_too(house: House) -> None:
    owed, lead, deputy, other = named(house)
    away(house, lead)
    away(house, deputy)
    assert sent_word(house, lead, deputy, other) == {lead.name}
    assert [one.name for one in queries.answerers_of(house.unit, owed, TODAY)] == [lead.name]


def test_whoever_the_lead_named_is_asked_where_they_belong_to_who_owes_it(house: House) -> None:
    owed, lead, deputy, other = named(house)
    away(house, deputy)
    away(house, lead, cover=house.people["police_lead"])
    assert sent_word(house, lead, house.people["police_lead"], other) == {lead.name}
    partnerships.change_absence(
        house.unit, NOW, TODAY, lead.absences.get().pk, starts_on=TODAY, ends_on=LAST, covered_by_id=other.pk
    )
    assert sent_word(house, lead, deputy, other) == {"Otis Dean"}
    assert [one.name for one in queries.answerers_of(house.unit, owed, TODAY)] == ["Otis Dean"]
    cover = factories.acting(house.unit, other)
    assert Return.objects.answerable(cover).filter(pk=owed.pk).exists()
    partnerships.end_absence(house.unit, NOW, TODAY, lead.absences.get().pk)
    assert not Return.objects.answerable(factories.acting(house.unit, other)).filter(pk=owed.pk).exists()


def test_a_groups_deputy_chair_answers_while_the_chair_is_away(house: House) -> None:
    chair, seat = house.people["quality_chair"], next(iter(house.quality_chair.seat_ids))
    deputy = factories.person_with(house.unit, name="Dee Putney")
    partnerships.hold_seat(house.unit, NOW, seat, person_id=deputy.pk, starts_on=TODAY, is_deputy=True)
    made = a_round(house, due_on=DUE, respondents=[Respondent("group", house.quality.pk)])
    assert sent_word(house, chair, deputy) == {chair.name}
    # Asked only when the chair is away; allowed always.
    assert Return.objects.answerable(factories.acting(house.unit, deputy)).exists()
    away(house, chair)
    assert sent_word(house, chair, deputy) == {"Dee Putney"}
    assert [one.name for one in queries.answerers_of(house.unit, of(made, house.quality), TODAY)] == ["Dee Putney"]


def test_the_list_of_who_was_asked_says_who_is_away(house: House, django_assert_max_num_queries: Any) -> None:
    owed, lead, _, _ = named(house)
    made: Round = owed.round
    services.add_respondents(house.unit, NOW, TODAY, made.pk, [Respondent("agency", house.police.pk)])

    def said() -> dict[str, str]:
        rows = list(queries.list_returns(house.manager, TODAY, round_id=made.pk))
        words = queries.asked_instead(house.manager, rows, TODAY)
        return {row.who: words[row.pk] for row in rows if row.pk in words}

    assert said() == {}
    away(house, lead)
    assert said() == {"Vale NHS Trust": "Away until 4 December 2026, Dee Putney asked instead"}
    away(house, house.people["police_lead"])
    assert said()["Vale Police"] == "Away until 4 December 2026, nobody else can be asked"
    with django_assert_max_num_queries(8):
        said()
    # The chair who asked sees it; others see that it is owed, and not when anybody is away.
    rows = list(queries.list_returns(house.manager, TODAY, round_id=made.pk))
    assert len(queries.asked_instead(house.executive_chair, rows, TODAY)) == 2
    for who in (house.worker, house.observer, house.quality_chair):
        assert queries.asked_instead(who, rows, TODAY) == {}
