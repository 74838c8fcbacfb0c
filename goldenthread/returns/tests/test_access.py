"""Who sees that something is owed, who reads what it says, and what another partnership finds of it: nothing."""

import pytest

from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.queries import actors_of_people
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.returns import queries, services
from goldenthread.returns.services import Respondent
from goldenthread.returns.tests.factories import EXCEPTION, House, a_house, a_report, a_round, answered, of
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import understood

SECRET = "Zebra crossing words"


def sent(house: House):
    owed = of(a_round(house), house.health)
    answered(house, owed, house.health_lead, goes=SECRET)
    services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    return owed


def reads(actor, owed) -> bool:
    shown = queries.show_return(actor, TODAY, owed.pk)
    assert shown is not None
    assert shown.is_readable == bool(shown.parts)
    return shown.is_readable


@pytest.mark.parametrize(
    ("who", "reads_draft", "reads_sent"),
    [
        ("health_lead", True, True),
        ("executive_chair", False, True),
        ("manager", False, True),
        ("police_lead", False, False),
        ("quality_chair", False, False),
        ("observer", False, False),
    ],
)
def test_a_draft_is_for_those_who_answer_and_what_was_sent_for_those_who_asked(
    house: House, who: str, reads_draft: bool, reads_sent: bool
):
    draft = of(a_round(house), house.health)
    answered(house, draft, house.health_lead, goes=SECRET)
    actor = getattr(house, who)
    assert (reads(actor, draft), reads(actor, sent(house))) == (reads_draft, reads_sent)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.INDEPENDENT_SCRUTINEER, True), (Role.PARTNERSHIP_CHAIR, True), (Role.ANALYST, True),
        (Role.UNIT_OFFICER, True), (Role.LAY_MEMBER, False), (Role.GROUP_MEMBER, False), (Role.AGENCY_LEAD, False),
    ],
)  # fmt: skip
def test_by_role_alone(house: House, role: str, may: bool):
    assert reads(factories.actor_with(house.unit, role), sent(house)) is may


def test_a_group_s_report_is_drafted_by_its_chair_with_the_unit(house: House):
    report = a_report(house, EXCEPTION)
    services.return_for_more(house.executive_chair, NOW, report.pk, reason="More.", due_on=TODAY)
    assert reads(house.quality_chair, report)
    assert reads(house.manager, report)
    assert not reads(house.executive_chair, report), "what was sent back is being written again"


def test_exceptions_are_for_readers_of_the_report_in_lists_search_and_thread(house: House):
    report = a_report(house, {**EXCEPTION, "exception": SECRET})
    asked = report.requests.get()
    for actor in (house.observer, house.police_lead):
        assert queries.show_request(actor, asked.pk) is None
        assert not queries.list_requests(actor).exists()
        assert not threads.may_see_thing(actor, "returns.request", asked.pk)
        assert not threads.may_see_thing(actor, "returns.return", report.pk)
        assert not found_by_search(actor)
    for actor in (house.executive_chair, house.quality_chair, house.manager):
        assert queries.show_request(actor, asked.pk) is not None
        assert found_by_search(actor) == [SECRET]
        assert threads.may_see_thing(actor, "returns.request", asked.pk)


def found_by_search(actor) -> list[str]:
    return ["".join(part.text for part in hit.title) for hit in threads.search(actor, understood("zebra")).hits]


def test_another_partnership_finds_nothing(house: House):
    report = a_report(house, EXCEPTION)
    stranger = factories.actor_with(factories.found(), Role.BUSINESS_MANAGER)
    assert queries.show_return(stranger, TODAY, report.pk) is None
    assert queries.show_round(stranger, TODAY, report.round_id) is None
    assert queries.show_request(stranger, report.requests.get().pk) is None
    assert queries.show_question_set(stranger, report.round.question_set_id) is None
    assert not queries.list_returns(stranger, TODAY).exists()
    assert not queries.list_rounds(stranger, TODAY).exists()


def test_a_reminder_names_the_return_and_nothing_it_says(house: House):
    owed = of(a_round(house), house.health)
    answered(house, owed, house.health_lead, goes=SECRET)
    a_report(house, {**EXCEPTION, "exception": SECRET})
    actors = [house.health_lead, house.executive_chair, house.manager]
    asks = [*queries.return_asks(actors, TODAY), *queries.request_asks(actors, TODAY)]
    asks += queries.check_asks(actors, TODAY)
    assert {actor.name for actor, _ in asks} == {"Hana Lowe", "Ede Parrish", "Morgan Hale"}
    assert not [ask for _, ask in asks if SECRET in f"{ask.title} {ask.why}"]


def test_what_waits_is_counted_as_it_is_listed(house: House):
    a_round(house, due_on=TODAY)
    a_report(house, EXCEPTION)
    for actor in (house.health_lead, house.executive_chair, house.quality_chair, house.manager, house.observer):
        for asks, waiting in (
            (queries.return_asks, queries.returns_waiting), (queries.request_asks, queries.requests_waiting),
            (queries.check_asks, queries.checks_waiting),
        ):  # fmt: skip
            rows = waiting([actor], TODAY)
            listed = [ask for _, ask in asks([actor], TODAY) if ask.urgency == "now"]
            assert (0 if rows is None else rows.count()) == len(listed), (actor.name, asks.__name__)


def test_many_people_are_asked_together_as_each_is_asked_alone(house: House, django_assert_num_queries):
    """As the digests ask: people of two partnerships that share an agency, one person of both among them."""
    other = a_house()
    factories.an_agency(other.unit, "Vale NHS Foundation Trust", agency=house.health)
    both = house.people["health_lead"]
    factories.person_with(other.unit, Role.AGENCY_LEAD, agency_id=house.health.pk, person=both)
    for here in (house, other):
        a_round(here, due_on=TODAY, respondents=[Respondent("agency", house.health.pk)])
        a_report(here, EXCEPTION)
        owed = of(a_round(here), here.police)
        answered(here, owed, here.police_lead, goes="Monthly.")
        services.submit_return(here.police_lead, NOW, TODAY, owed.pk)
    found = actors_of_people([person.pk for here in (house, other) for person in here.people.values()], TODAY)
    actors = [actor for every in found.values() for actor in every]
    assert len(actors) == 15
    for asks in (queries.return_asks, queries.request_asks, queries.check_asks):
        alone = [(actor, ask) for one in actors for actor, ask in asks([one], TODAY)]
        with django_assert_num_queries(1):
            together = asks(actors, TODAY)
        assert alone
        assert sorted(map(repr, together)) == sorted(map(repr, alone)), asks.__name__
