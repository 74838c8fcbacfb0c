"""Who is asked for what and when: the rule, the reckoning for many people at once, and the digests made of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.actions import queries, rules, services
from goldenthread.actions.models import Action, Actions
from goldenthread.actions.queries.asking import ACCEPTED_BY, TOLD_BY, held_by, led, open_waits, to_accept
from goldenthread.actions.rules import Soon, Standing
from goldenthread.actions.services import NewReporting, Party
from goldenthread.actions.tests.factories import NOW, TODAY, House, a_house, asked, completed, days, moment, raised
from goldenthread.notify.rules import Urgency, sources
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as structure
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories as places

RAISED = date(2026, 1, 5)


def standing(**facts: Any) -> Standing:
    return Standing(**{"state": "open", "raised_on": RAISED, "last_said_on": days(-5), **facts})


class TestTheRule:
    """`actions.asked_for` and `actions.how_soon`."""

    @pytest.mark.parametrize(
        ("facts", "due_days", "wanted"),
        [
            ({}, [], False),
            ({"last_said_on": days(-92)}, [], False),
            ({"last_said_on": days(-93)}, [], True),
            ({"last_said_on": None, "raised_on": days(-93)}, [], True),
            ({"last_said_on": None, "raised_on": days(-3)}, [], False),
            ({"due_on": days(-1)}, [days(-1)], True),
            ({"due_on": days(-5)}, [days(-5)], True),
            ({"due_on": days(-6)}, [days(-6)], False),
            ({"due_on": days(-60), "last_said_on": days(-27)}, [days(-60)], False),
            ({"due_on": days(-60), "last_said_on": days(-28)}, [days(-60)], True),
            ({"due_on": TODAY}, [TODAY], False),
            ({"due_on": TODAY, "last_said_on": days(-8)}, [TODAY], True),
            ({"due_on": days(200), "last_said_on": days(-40)}, [days(-20), days(200)], True),
            ({"due_on": days(200), "last_said_on": days(-27)}, [days(-20), days(200)], False),
            ({"due_on": days(200), "last_said_on": None, "raised_on": days(-10)}, [days(-20), days(200)], False),
            ({"state": "awaiting_acceptance", "due_on": days(-9), "last_said_on": None}, [days(-9)], False),
        ],
    )
    def test_word_is_wanted_after_silence_after_a_date_and_again_while_overdue(
        self, facts: dict[str, Any], due_days: list[date], wanted: bool
    ) -> None:
        assert rules.asked_for(standing(**facts), due_days, TODAY) is wanted

    @given(
        said=some.none() | some.integers(0, 400), due=some.none() | some.integers(-400, 400), later=some.integers(0, 90)
    )
    def test_whoever_spoke_today_is_asked_no_more_today(self, said: int | None, due: int | None, later: int) -> None:
        due_on = days(due) if due is not None else None
        due_days = [due_on] if due_on else []
        before = standing(last_said_on=days(-said) if said is not None else None, due_on=due_on)
        assert rules.how_soon(before, due_days, TODAY) in set(Soon)
        if due != 0:
            spoke = standing(last_said_on=TODAY, due_on=due_on)
            assert not rules.asked_for(spoke, due_days, TODAY)
        assert rules.why_asked(before, due_days, TODAY)

    def test_how_soon_looks_a_month_ahead(self) -> None:
        assert rules.how_soon(standing(due_on=days(31)), [days(31)], TODAY) == Soon.THIS_MONTH
        assert rules.how_soon(standing(due_on=days(60)), [days(60)], TODAY) == Soon.LATER
        assert rules.how_soon(standing(last_said_on=days(-70)), [], TODAY) == Soon.THIS_MONTH
        assert rules.how_soon(standing(due_on=days(-60)), [days(-60)], TODAY) == Soon.THIS_MONTH

    @pytest.mark.parametrize(
        ("facts", "due_days", "words"),
        [
            ({"due_on": days(-12), "last_said_on": days(-20)}, [days(-12)], "overdue by 12 days, no update since 2"),
            ({"due_on": days(-1), "last_said_on": None}, [days(-1)], "overdue by 1 day, no update yet since it was"),
            ({"due_on": days(-60)}, [days(-60)], "overdue by 60 days; word is wanted again on 15 December 2026"),
            ({"due_on": TODAY, "last_said_on": days(-20)}, [TODAY], "due today"),
            ({"last_said_on": days(-100)}, [], "no update since 14 August 2026"),
            ({"due_on": days(9), "last_said_on": days(-40)}, [days(-20), days(9)], "word was due on 2 November 2026"),
            ({"due_on": days(9)}, [days(9)], "due on 1 December 2026, in 9 days"),
            ({}, [], "no date; the next update is expected by 17 February 2027"),
        ],
    )
    def test_says_why(self, facts: dict[str, Any], due_days: list[date], words: str) -> None:
        assert rules.why_asked(standing(**facts), due_days, TODAY).startswith(words)


@pytest.fixture
def house(db: None) -> House:
    with time_machine.travel(NOW, tick=False):
        return a_house()


@pytest.mark.django_db
class TestWhoIsAsked:
    def leads(self, house: House, who: str) -> set[str]:
        return {wait.action.description for wait in open_waits([house.actor(who)], TODAY, TOLD_BY)}

    def everything(self, house: House) -> None:
        raised(house, description="person's")
        raised(house, description="seat's", lead=Party("seat", house.board_seat.pk))
        raised(house, description="group's", lead=house.group_party)
        raised(house, description="police's", lead=Party("agency", house.police.pk))

    def test_each_for_themselves_their_seat_the_group_they_chair_and_their_agency(self, house: House) -> None:
        self.everything(house)
        asked_of = {who: self.leads(house, who) for who in house.users}
        assert {who: found for who, found in asked_of.items() if found} == {
            "lead": {"person's"},
            "board_chair": {"seat's"},
            "chair": {"group's"},
            "police_lead": {"police's"},
        }

    def test_the_reckoning_for_many_is_that_of_each_alone(self, house: House) -> None:
        self.everything(house)
        for who in house.users:
            actor = house.actor(who)
            holders = held_by([actor])
            alone = Action.objects.visible(actor).filter(Actions.led_by(actor))
            assert set(led(holders) if holders else []) == (set(alone) if holders else set())

    def test_whoever_left_yesterday_is_asked_no_more(self, house: House) -> None:
        raised(house, lead=Party("seat", house.chair_seat.pk), due=[days(-3)])
        holder = house.chair_seat.holders.get()
        structure.leave_seat(house.unit, NOW, holder.pk, ends_on=days(-1))
        person = house.users["chair"].pk
        assert queries.asks_of_people([person], days(-1)).keys() == {person}
        assert queries.asks_of_people([person], TODAY) == {}

    def test_a_closed_account_is_asked_for_nothing(self, house: House) -> None:
        raised(house, due=[days(-3)])
        person = house.users["lead"]
        person.is_active = False
        person.save()
        assert queries.asks_of_people([person.pk], TODAY) == {}

    def test_acceptance_is_asked_only_of_those_the_rule_would_let_accept(self, house: House) -> None:
        """Nobody of the lead's own agency, by whatever tie, and nobody who asked."""
        doctor = places.person_with(house.unit, Role.GROUP_MEMBER, agency_id=house.police.pk, name="Doctor")
        house.users["doctor"] = doctor
        asked(house, raised(house, lead=Party("person", doctor.pk)), "doctor")
        may = {who for who in house.users if to_accept([house.actor(who)])}
        assert may == {"manager", "officer", "board_chair", "partnership_chair"}
        manager = house.actor("manager")
        with CaptureQueriesContext(connection) as captured:
            assert len(to_accept([manager], ACCEPTED_BY)) == 1
        assert len(captured) == 1

    def test_a_restricted_acceptance_is_for_those_who_read_it_or_have_a_part_in_it(self, house: House) -> None:
        asked(house, raised(house, information_class="R"))
        may = {who for who in house.users if to_accept([house.actor(who)])}
        assert may == {"manager", "board_chair", "dsp", "partnership_chair"}
        helped = raised(house, information_class="R", contributors=[Party("person", house.users["officer"].pk)])
        asked(house, helped)
        assert [wait.action.pk for wait in to_accept([house.actor("officer")])] == [helped.pk]
        counted = [len(to_accept([house.actor(who)], ACCEPTED_BY)) for who in house.users]
        assert counted == [len(to_accept([house.actor(who)])) for who in house.users]
        for who in house.users:
            actor = house.actor(who)
            seen = set(Action.objects.visible(actor).values_list("pk", flat=True))
            assert {wait.action.pk for wait in to_accept([actor])} <= seen


@pytest.mark.django_db
class TestDigest:
    def test_the_tracker_is_a_source_of_asks(self) -> None:
        source = next(one for one in sources() if one.key == "actions")
        assert source.of_actors is queries.work_asks
        assert source.answer_path is not None

    def test_says_what_is_asked_and_why_in_every_partnership(self, house: House) -> None:
        other = a_house("elsewhere")
        lead = house.users["lead"]
        places.person_with(other.unit, person=lead)
        late = raised(house, description="Late", due=[days(-12)])
        soon = raised(other, description="Soon", lead=Party("person", lead.pk), due=[days(20)])
        asks = queries.asks_of_people([lead.pk], TODAY)[lead.pk]
        assert [(ask.thing_id, ask.title, ask.urgency, ask.partnership_name) for ask in asks] == [
            (late.pk, "Late", Urgency.NOW, house.unit.partnership_name),
            (soon.pk, "Soon", Urgency.THIS_MONTH, other.unit.partnership_name),
        ]
        assert asks[0].why == "overdue by 12 days, no update yet since it was raised on 22 November 2026"
        assert asks[0].path == f"/{house.unit.partnership_slug}/actions/{late.pk}/"
        assert (asks[0].due_on, asks[0].may_answer) == (days(-12), True)

    def test_of_the_restricted_there_is_no_title_and_no_answer_by_link(self, house: House) -> None:
        raised(house, description="Named child", reference="R1", information_class="R", due=[days(-1)])
        (ask,) = queries.asks_of_people([house.users["lead"].pk], TODAY)[house.users["lead"].pk]
        assert (ask.title, ask.may_answer) == ("", False)
        assert "Named" not in repr(ask)

    def test_an_acceptance_is_asked_first_and_by_its_own_page(self, house: House) -> None:
        raised(house, lead=Party("seat", house.board_seat.pk), due=[days(-1)])
        waiting = asked(house, raised(house))
        first, _ = queries.asks_of_people([house.users["board_chair"].pk], TODAY)[house.users["board_chair"].pk]
        assert (first.kind, first.thing_id, first.may_answer) == ("actions.acceptance", waiting.pk, False)
        assert first.path.endswith("/acceptance/")
        assert first.why == "waits for you to accept it as complete since 22 November 2026"

    def test_finished_and_closed_things_are_asked_of_nobody(self, house: House) -> None:
        completed(house, raised(house))
        services.close_without_completion(house.actor("manager"), NOW, TODAY, raised(house).pk, reason="No money.")
        assert queries.asks_of_people([user.pk for user in house.users.values()], TODAY) == {}

    def test_takes_as_many_queries_for_many_people_as_for_few(self, house: House) -> None:
        def grow(number: int) -> None:
            for _ in range(number):
                person = places.person_with(house.unit, Role.AGENCY_LEAD, agency_id=house.police.pk)
                house.users[str(person.pk)] = person
                raised(house, lead=Party("person", person.pk))
                raised(house, lead=Party("agency", house.police.pk))
                asked(house, raised(house, information_class="R", reports_to=[NewReporting(house.group.pk)]))

        def cost() -> int:
            return number_of(lambda: queries.asks_of_people([user.pk for user in house.users.values()], TODAY))

        grow(2)
        few = cost()
        grow(6)
        assert cost() == few <= 6
        (actor,) = partnerships.actors_of(house.users["lead"].pk, TODAY)
        assert number_of(lambda: queries.my_work_count([actor], TODAY)) <= 4


def number_of(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


@pytest.mark.django_db
def test_an_answer_makes_an_overdue_action_wait_four_weeks(house: House) -> None:
    action = raised(house, due=[days(-3)], ago=10)
    services.say_no_change(house.actor("lead"), NOW, TODAY, action.pk)
    person = house.users["lead"].pk

    def urgency(number: int) -> Urgency:
        return queries.asks_of_people([person], days(number))[person][0].urgency

    assert [urgency(0), urgency(27), urgency(28)] == [Urgency.THIS_MONTH, Urgency.THIS_MONTH, Urgency.NOW]
    assert moment(28).date() == days(28)


@pytest.mark.django_db
def test_what_was_returned_is_asked_for_at_once_until_something_is_said(house: House) -> None:
    action = asked(house, raised(house, due=[days(200)]))
    person = house.users["lead"].pk
    chair = house.actor("partnership_chair")
    services.return_completion(chair, moment(0), TODAY, action.pk, reason="Sample again.")
    (ask,) = queries.asks_of_people([person], TODAY)[person]
    assert (ask.urgency, ask.why) == (Urgency.NOW, "returned with what is still missing")
    actors = partnerships.actors_of(person, days(2))
    assert [row.why for row in queries.work_everywhere(actors, days(2)).now] == ["returned with what is still missing"]
    services.give_update(house.actor("lead"), moment(2), days(2), action.pk, text="Sampled.", delivery="on_track")
    (ask,) = queries.asks_of_people([person], days(2))[person]
    assert ask.urgency == Urgency.LATER
    # For the day it keeps the place where it was answered.
    work = queries.work_everywhere(actors, days(2))
    assert [row.answered.text for row in work.now if row.answered] == ["Sampled."]
    assert work.count == 0
