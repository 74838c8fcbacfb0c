"""Actions while their lead is away: who is asked, what a cover may answer, and from when silence counts."""

from datetime import timedelta
from typing import Any

import pytest

from goldenthread.actions import queries, services
from goldenthread.actions.models import Action
from goldenthread.actions.queries.asking import open_waits, to_accept
from goldenthread.actions.queries.escalations import silent_for_two_cycles
from goldenthread.actions.services import Party
from goldenthread.actions.tests.factories import NOW, TODAY, House, asked, days, raised
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.notify.queries import asking
from goldenthread.partnerships import services as partnerships
from goldenthread.people.models import User

pytestmark = pytest.mark.django_db
CYCLE = 92


def away(house: House, who: str, cover: str = "", first: Any = TODAY) -> None:
    partnerships.say_away(
        house.unit, NOW, TODAY, house.users[who].pk, starts_on=first, ends_on=days(10),
        covered_by_id=house.users[cover].pk if cover else None,
    )  # fmt: skip


def deputise(house: House, who: str, seat: Any) -> None:
    partnerships.hold_seat(
        house.unit, NOW, seat.pk, person_id=house.users[who].pk, starts_on=days(-10), is_deputy=True
    )  # fmt: skip


def waiting(house: House, who: str) -> list[Action]:
    return [wait.action for wait in open_waits([house.actor(who)], TODAY)]


def sent_word(house: House, *who: str) -> set[str]:
    found = asking.asks_of([house.users[one].pk for one in who], TODAY)
    return {one for one in who if any(key == "actions" for key, _ in found.get(house.users[one].pk, []))}


def test_a_deputy_is_asked_about_the_seats_actions_while_its_holder_is_away(house: House) -> None:
    action = raised(house, ago=CYCLE + 5, lead=Party("seat", house.member_seat.pk))
    deputise(house, "analyst", house.member_seat)
    assert (waiting(house, "member"), waiting(house, "analyst")) == ([action], [])
    assert sent_word(house, "member", "analyst") == {"member"}
    away(house, "member")
    # It stands on both pages of work; word of it goes to one.
    assert (waiting(house, "member"), waiting(house, "analyst")) == ([action], [action])
    assert sent_word(house, "member", "analyst") == {"analyst"}
    away(house, "analyst")
    assert (waiting(house, "member"), waiting(house, "analyst")) == ([action], [])
    assert sent_word(house, "member", "analyst") == {"member"}


def test_a_deputy_may_answer_though_the_holder_is_there(house: House) -> None:
    action = raised(house, lead=Party("seat", house.member_seat.pk))
    deputise(house, "analyst", house.member_seat)
    assert services.give_update(house.actor("analyst"), NOW, TODAY, action.pk, text="Done so far")


def test_a_chairs_deputy_accepts_while_the_chair_is_away(house: House) -> None:
    action = asked(house, raised(house))
    deputise(house, "analyst", house.board_seat)
    assert [wait.action for wait in to_accept([house.actor("analyst")])] == []
    away(house, "board_chair")
    assert [wait.action for wait in to_accept([house.actor("analyst")])] == [action]
    (mine,) = to_accept([house.actor("board_chair")])
    assert mine.is_relieved


def test_whoever_is_named_answers_for_what_is_led_by_name_but_nothing_restricted(house: House) -> None:
    action, secret = raised(house, ago=CYCLE + 5), raised(house, ago=CYCLE + 5, information_class="R")
    with pytest.raises(NotPermitted):
        services.give_update(house.actor("member"), NOW, TODAY, action.pk, text="Not mine to say")
    away(house, "lead", cover="member")
    assert waiting(house, "member") == [action]
    assert set(waiting(house, "lead")) == {action, secret}
    told = asking.asks_of([house.users["lead"].pk], TODAY)[house.users["lead"].pk]
    assert [ask.thing_id for _, ask in told if ask.kind == "actions.update"] == [secret.pk]
    assert services.give_update(house.actor("member"), NOW, TODAY, action.pk, text="Printed this week")
    with pytest.raises(Refused, match="not yours to see"):
        services.give_update(house.actor("member"), NOW, TODAY, secret.pk, text="Not mine to see")
    partnerships.end_absence(house.unit, NOW, TODAY, house.users["lead"].absences.get().pk)
    with pytest.raises(NotPermitted):
        services.give_update(house.actor("member"), NOW, TODAY, action.pk, text="Not mine any more")


def test_silence_counts_from_the_day_somebody_else_was_asked(house: House) -> None:
    User.objects.update(last_login=NOW)
    action = raised(house, ago=CYCLE * 2 + 1, lead=Party("seat", house.member_seat.pk))
    assert silent_for_two_cycles(house.unit, TODAY) == [(action, 2)]
    deputise(house, "analyst", house.member_seat)
    away(house, "member")
    assert silent_for_two_cycles(house.unit, TODAY) == []
    assert queries.list_silent(house.actor("manager"), TODAY).owners == []
    away(house, "analyst")
    # Nobody else can be asked, so the holder's silence counts as it did.
    assert silent_for_two_cycles(house.unit, TODAY) == [(action, 2)]
    (owner,) = queries.list_silent(house.actor("manager"), TODAY).owners
    assert "Away until 2 December 2026, nobody else can be asked" in owner.words


def test_the_list_of_the_silent_says_who_is_asked_instead(house: House) -> None:
    User.objects.update(last_login=NOW)
    raised(house, ago=CYCLE * 2 + 1)
    partnerships.say_away(
        house.unit, NOW - timedelta(days=CYCLE * 2), days(-CYCLE * 2), house.users["lead"].pk,
        starts_on=days(-CYCLE - 5), ends_on=days(10), covered_by_id=house.users["member"].pk,
    )  # fmt: skip
    house.users["lead"].absences.update(created_at=NOW - timedelta(days=CYCLE * 2))
    (owner,) = queries.list_silent(house.actor("manager"), TODAY).owners
    assert owner.missed == 1
    assert "Away until 2 December 2026, Member asked instead" in owner.words
