"""A version that waits for a seat is asked for on My work, in its count and in the digest of whoever sits there."""

import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import queries as actions
from goldenthread.notify import rules as notify
from goldenthread.notify.queries.asking import asks_of
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as structure
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories as places
from goldenthread.plans import queries, services
from goldenthread.plans.tests.factories import NOW, TODAY, a_whole_plan, days
from goldenthread.plans.tests.test_views import at

pytestmark = pytest.mark.django_db
EVERYWHERE = "/my-work/"


def put_to(house, *seats, name="1.1"):
    """A plan whose next version waits for these seats."""
    plan = a_whole_plan(house, 1)
    return services.make_version(
        house.unit, NOW, plan.pk, name=name, what_changed="Priority 1 is sharper.", seats=[seat.pk for seat in seats]
    )


def besides(house, who):
    """What somebody's My work asks besides actions, and that its count says the same."""
    mine = partnerships.actors_of(house.users[who].pk, TODAY)
    work = actions.work_everywhere(mine, TODAY)
    assert actions.my_work_count(mine, TODAY) == work.count
    return work.besides


def digest(house, *who):
    """What the digests of some people would ask about versions, by name."""
    names = {house.users[one].pk: one for one in who}
    found = asks_of(list(names), TODAY)
    return {
        names[person]: [ask for source, ask in asks if source == "plan_approvals"] for person, asks in found.items()
    }


def page(client, path=EVERYWHERE):
    return " ".join(html.unescape(client.get(path).content.decode()).split())


def number_of(read):
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_whoever_sits_in_the_seat_finds_it_and_nobody_else_does(house):
    version = put_to(house, house.board_seat)
    (row,) = besides(house, "board_chair")
    assert row.name == f"Approve or decline version 1.1 of “{version.title}”"
    assert row.why == "asked of Chair, Business group, about the plan of 22 November 2026"
    assert (row.part, row.button, row.is_late) == ("now", "Answer", False)
    assert {who for who in house.users if besides(house, who)} == {"board_chair"}
    assert {who for who, asks in digest(house, *house.users).items() if asks} == {"board_chair"}


def test_the_digest_asks_in_the_same_words_and_leads_to_the_same_page(house):
    put_to(house, house.board_seat)
    (row,), (ask,) = besides(house, "board_chair"), digest(house, "board_chair")["board_chair"]
    assert (ask.title, ask.why, ask.path, str(ask.urgency)) == (row.name, row.why, row.path, row.part)
    assert not ask.may_answer


def test_a_deputy_is_asked_while_the_holder_is_away_until_one_of_them_answers(house):
    structure.hold_seat(
        house.unit, NOW, house.board_seat.pk, person_id=house.users["member"].pk, starts_on=TODAY, is_deputy=True
    )
    version = put_to(house, house.board_seat, house.chair_seat)
    assert [len(besides(house, who)) for who in ("board_chair", "member", "chair")] == [1, 0, 1]
    structure.say_away(house.unit, NOW, TODAY, house.users["board_chair"].pk, starts_on=TODAY, ends_on=TODAY)
    assert [len(besides(house, who)) for who in ("board_chair", "member", "chair")] == [1, 1, 1]
    assert all(len(asks) == 1 for asks in digest(house, "member", "chair").values())
    row = version.seat_approvals.get(seat=house.board_seat)
    services.answer_version(house.actor("member"), NOW, TODAY, row.pk, answer="approved")
    assert [len(besides(house, who)) for who in ("board_chair", "member", "chair")] == [0, 0, 1]


def test_nobody_is_asked_once_they_left_the_seat_or_the_version_is_a_draft_again(house):
    version = put_to(house, house.board_seat, house.chair_seat)
    leaver = partnerships.actors_of(house.users["board_chair"].pk, TODAY)
    assert len(queries.approval_asks(leaver, TODAY)) == 1
    holder = house.board_seat.holders.get()
    structure.leave_seat(house.unit, NOW, holder.pk, ends_on=TODAY)
    later = days(1)
    gone = partnerships.actors_of(house.users["board_chair"].pk, later)
    assert queries.approval_asks(gone, later) == []
    assert asks_of([house.users["board_chair"].pk], later) == {}
    row = version.seat_approvals.get(seat=house.chair_seat)
    services.answer_version(house.actor("chair"), NOW, TODAY, row.pk, answer="declined", reason="The date is wrong.")
    assert besides(house, "chair") == besides(house, "board_chair") == []


def test_the_page_the_header_and_the_answer(house, browse):
    version = put_to(house, house.board_seat, house.chair_seat)
    client = browse("board_chair")
    said = page(client)
    assert "1 thing waits today." in said
    assert f'Answer<span class="govuk-visually-hidden">: Approve or decline version 1.1 of “{version.title}”<' in said
    assert 'class="gt-count">1<' in page(client, at("list_plans"))
    (row,) = besides(house, "board_chair")
    assert client.get(row.path).status_code == 200
    client.post(row.path, {"answer": "approved"})
    assert "Approve or decline" not in page(client)
    assert "gt-count" not in page(client, at("list_plans"))


def test_the_unit_sees_it_in_the_digest_that_would_go_out(house, browse):
    put_to(house, house.board_seat)
    recipient = f"/{house.unit.partnership_slug}/messages/people/{house.users['board_chair'].pk}/"
    said = page(browse("manager"), recipient)
    assert "Approve or decline version 1.1 of" in said
    assert "sked of Chair, Business group" in said


def test_somebody_of_two_partnerships_is_asked_by_each_and_no_other_hears_of_it(house, elsewhere):
    seat = places.a_seat(elsewhere.unit, elsewhere.board, "Guest")
    places.person_with(elsewhere.unit, seat=seat.pk, person=house.users["board_chair"])
    put_to(house, house.board_seat)
    put_to(elsewhere, seat)
    assert {row.partnership_id for row in besides(house, "board_chair")} == {
        house.unit.partnership_id, elsewhere.unit.partnership_id,
    }  # fmt: skip
    assert besides(house, "chair") == besides(elsewhere, "board_chair") == []


def test_it_costs_one_query_however_many_people_and_versions_and_none_without_a_seat(house):
    everybody = [user.pk for user in house.users.values()]

    def costs():
        mine = partnerships.actors_of(house.users["board_chair"].pk, TODAY)
        all_of_them = [one for every in partnerships.actors_of_people(everybody, TODAY).values() for one in every]
        return (
            number_of(lambda: queries.approval_asks(mine, TODAY)),
            number_of(lambda: queries.approval_asks(all_of_them, TODAY)),
            number_of(lambda: digest(house, *house.users)),
        )

    put_to(house, house.board_seat)
    few = costs()
    for n in range(3):
        seat = places.a_seat(house.unit, house.board, f"Member {n}")
        everybody.append(places.person_with(house.unit, seat=seat.pk).pk)
        put_to(house, house.board_seat, house.chair_seat, house.member_seat, seat)
    assert costs() == few
    assert few[:2] == (1, 1)
    without = partnerships.actors_of(house.users["health_lead"].pk, TODAY)
    assert number_of(lambda: queries.approval_asks(without, TODAY)) == 0


def test_my_work_stays_within_its_budget_for_who_is_asked_for_everything(house, browse):
    person = house.users["board_chair"]
    places.person_with(house.unit, Role.AGENCY_LEAD, agency_id=house.health.pk, person=person)
    structure.open_access_reviews(house.unit, NOW)

    def cost(path):
        client: Client = browse("board_chair")
        return number_of(lambda: client.get(path))

    paths = (EVERYWHERE, at("list_plans"))
    put_to(house, house.board_seat)
    few = [cost(path) for path in paths]
    for _ in range(3):
        put_to(house, house.board_seat)
    assert len(besides(house, "board_chair")) > 4
    assert [cost(path) for path in paths] == few
    everywhere, plans = few
    # One more for each app that asks people for things: a page that asks every one of them (decision 18).
    assert everywhere <= 9 + len(notify.sources())
    assert plans <= 15
