"""Answering by a link from a message: one action, one answer, one person, a fortnight, and nothing to a replayer."""

import html
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import services
from goldenthread.actions.models import Action, ProgressUpdate
from goldenthread.actions.queries import asks_of_people
from goldenthread.actions.services import Party
from goldenthread.actions.services.answering import BY_LINK, answer_path
from goldenthread.actions.tests.factories import NOW, TODAY, House, completed, days, moment, raised
from goldenthread.kernel.outcomes import NotPermitted
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as structure
from goldenthread.people.models import UsedLink
from goldenthread.people.services import read_link, sign_link
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
WORDS = "Publish the neglect toolkit"


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests() -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False) as now:
        yield now


def link_to(house: House, action: Action, who: str = "lead") -> str:
    """The address as the digest would write it."""
    person = house.users[who].pk
    ask = next(one for one in asks_of_people([person], TODAY)[person] if one.thing_id == action.pk)
    return answer_path(person, ask, NOW)


def get(path: str, client: Client | None = None) -> tuple[int, str]:
    response = (client or Client()).get(path)
    return response.status_code, html.unescape(response.content.decode())


def post(path: str, **sent: str) -> tuple[int, str]:
    # No token against forged requests: the page works without any cookie.
    response = Client(enforce_csrf_checks=True).post(path, sent or {"do": "no_change"})
    return response.status_code, html.unescape(response.content.decode())


class TestLooking:
    def test_shows_the_one_action_and_what_was_said_last_and_nothing_else(self, house: House) -> None:
        action = raised(house, ago=40, due=[days(-3)])
        raised(house, description="Something quite different")
        services.give_update(house.actor("lead"), moment(-30), days(-30), action.pk, text="Begun.", delivery="at_risk")
        status, text = get(link_to(house, action))
        assert status == 200
        assert WORDS in text
        assert f"{house.unit.partnership_name} asks Lead" in text
        assert "Begun." in text
        assert "Overdue by 3 days" in text
        assert "quite different" not in text
        assert f"/{house.unit.partnership_slug}/" not in text

    def test_uses_nothing_up_however_often_and_writes_nothing(self, house: House) -> None:
        path = link_to(house, raised(house))
        for _ in range(3):
            with CaptureQueriesContext(connection) as captured:
                assert get(path)[0] == 200
            assert not [one for one in captured if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
            assert len(captured) <= 6
        assert not UsedLink.objects.exists()
        assert post(path)[0] == 200

    def test_sends_no_referrer_is_not_stored_and_loads_nothing_from_elsewhere(self, house: House) -> None:
        path = link_to(house, raised(house))
        for response in (Client().get(path), Client().post(path, {"do": "no_change"}), Client().get("/answer/x/")):
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert response.headers["Cache-Control"] == "no-store"
            assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", response.content.decode())
            assert "sessionid" not in response.cookies

    def test_shows_nothing_of_a_restricted_action(self, house: House) -> None:
        action = raised(house, description="About one named child", reference="R1", information_class="R")
        path = f"/answer/{sign_link(BY_LINK, house.users['lead'].pk, action.pk, NOW)}/"
        for status, text in (get(path), post(path)):
            assert status == 403
            assert "named child" not in text
            assert "R1" not in text
            assert f'href="/{house.unit.partnership_slug}/actions/{action.pk}/"' in text
        assert not UsedLink.objects.exists()


class TestAnswering:
    def test_no_change_is_one_press(self, house: House) -> None:
        action = raised(house, due=[days(-3)])
        raised(house, description="Another thing", due=[days(-3)])
        status, text = post(link_to(house, action))
        assert status == 200
        assert "Thank you, it is recorded" in text
        assert "1 other thing waits for you today" in text
        assert "Another thing" not in text
        update = Action.objects.get(pk=action.pk).last_update
        assert (update.is_no_change, update.by_id, update.channel) == (True, house.users["lead"].pk, "link")
        event = Event.objects.filter(thing_id=action.pk).order_by("-number").first()
        assert (event.channel, event.actor_id) == ("link", house.users["lead"].pk)

    def test_words_and_a_rating(self, house: House) -> None:
        action = raised(house, due=[days(-3)])
        status, text = post(link_to(house, action), do="update", text="Printed.", delivery="at_risk")
        assert status == 200
        assert "Printed." in text
        assert "Nothing else waits" in text
        assert Action.objects.get(pk=action.pk).delivery_owner == "at_risk"

    @pytest.mark.parametrize(
        "sent",
        [
            {"text": "", "delivery": "at_risk"},
            {"text": "Kept.", "delivery": ""},
            {"text": "Kept.", "delivery": "on_track"},
            {"text": "Kept.", "delivery": "complete"},
        ],
    )
    def test_what_is_missing_or_may_not_be_said_keeps_the_link_and_the_words(
        self, house: House, sent: dict[str, str]
    ) -> None:
        path = link_to(house, raised(house, due=[days(-3)]))
        status, text = post(path, do="update", **sent)
        assert status == 422
        assert "There is a problem" in text
        assert sent["text"] in text
        assert not UsedLink.objects.exists()
        assert post(path)[0] == 200

    @pytest.mark.parametrize(("who", "kind"), [("chair", "group"), ("police_lead", "agency"), ("board_chair", "seat")])
    def test_those_who_are_asked_for_a_group_an_agency_or_a_seat(self, house: House, who: str, kind: str) -> None:
        party = {
            "group": house.group_party,
            "agency": Party("agency", house.police.pk),
            "seat": Party("seat", house.board_seat.pk),
        }[kind]
        action = raised(house, lead=party)
        assert post(link_to(house, action, who))[0] == 200
        assert Action.objects.get(pk=action.pk).last_update.by_id == house.users[who].pk


class TestRefusals:
    def test_a_used_link_tells_a_replayer_nothing(self, house: House) -> None:
        path = link_to(house, raised(house, due=[days(-3)]))
        post(path, do="update", text="Said in confidence.", delivery="at_risk")
        for status, text in (get(path), post(path), post(path, do="update", text="Otherwise.", delivery="off_track")):
            assert status == 410
            assert "This link has been used" in text
            assert "brings a new link" in text
            for secret in (WORDS, "in confidence", "Lead", house.unit.partnership_name, "at risk", "November"):
                assert secret not in text
        assert ProgressUpdate.objects.count() == UsedLink.objects.count() == 1

    def test_guessing_and_tampering_see_the_same_page(self, house: House) -> None:
        path = link_to(house, raised(house))
        tampered = path[:20] + ("A" if path[20] != "A" else "B") + path[21:]
        pages = {get(tampered), get("/answer/guess/"), post(tampered), post("/answer/guess/")}
        assert len({re.sub(r'nonce="[^"]+"', "", text) for _, text in pages}) == 1
        assert {status for status, _ in pages} == {404}
        assert not ProgressUpdate.objects.exists()

    def test_guessing_is_stopped_and_honest_links_still_work(self, house: House) -> None:
        path = link_to(house, raised(house))
        assert [get(f"/answer/guess{number}/")[0] for number in range(11)] == [404] * 10 + [429]
        assert post("/answer/guess/")[0] == 429
        assert get(path)[0] == 200

    def test_one_link_is_not_tried_for_ever(self, house: House) -> None:
        path = link_to(house, raised(house))
        answers = [get(path)[0] for _ in range(31)]
        assert answers == [200] * 30 + [429]

    def test_too_many_from_one_address_wait(self, house: House) -> None:
        paths = [link_to(house, raised(house)) for _ in range(11)]
        answers = [get(path)[0] for path in paths for _ in range(28)]
        assert answers[:300] == [200] * 300
        assert set(answers[300:]) == {429}

    def test_after_a_fortnight_it_says_how_to_get_another(self, house: House, at_the_time_of_the_tests: Any) -> None:
        path = link_to(house, raised(house))
        at_the_time_of_the_tests.move_to(NOW + timedelta(days=14) - timedelta(seconds=1))
        assert get(path)[0] == 200
        at_the_time_of_the_tests.move_to(NOW + timedelta(days=14))
        for status, text in (get(path), post(path)):
            assert status == 410
            assert "Ask for a new link" in text
            assert WORDS not in text
        assert not ProgressUpdate.objects.exists()

    def test_rights_are_read_afresh(self, house: House) -> None:
        given = raised(house)
        path = link_to(house, given)
        services.reassign(house.actor("manager"), NOW, TODAY, given.pk, lead=house.party("member"), reason="Moved.")
        self.is_gone(path)
        assert not ProgressUpdate.objects.exists()

    def test_whoever_left_may_not_answer(self, house: House) -> None:
        path = link_to(house, raised(house, lead=Party("seat", house.board_seat.pk)), "board_chair")
        structure.leave_seat(house.unit, NOW, house.board_seat.holders.get().pk, ends_on=days(-1))
        self.is_gone(path)
        assert not ProgressUpdate.objects.exists()

    def test_a_closed_account_may_not_answer(self, house: House) -> None:
        path = link_to(house, raised(house))
        person = house.users["lead"]
        person.is_active = False
        person.save()
        self.is_gone(path)
        assert not ProgressUpdate.objects.exists()

    def is_gone(self, path: str) -> None:
        for status, text in (get(path), post(path)):
            assert status == 403
            assert "no longer" in text
            assert WORDS not in text
        assert not ProgressUpdate.objects.exists()
        assert not UsedLink.objects.exists()

    def test_a_finished_action_asks_for_nothing_more(self, house: House) -> None:
        action = raised(house)
        path = link_to(house, action)
        completed(house, action)
        assert get(path)[0] == post(path)[0] == 410
        assert not ProgressUpdate.objects.exists()

    def test_the_service_itself_asks_whether_the_person_is_asked(self, house: House) -> None:
        action = raised(house)
        link = read_link(link_to(house, action).split("/")[2], BY_LINK, NOW)
        (other,) = partnerships.actors_of(house.users["manager"].pk, TODAY, "link")
        by_web = house.actor("lead")
        for actor in (other, by_web):
            with pytest.raises(NotPermitted):
                services.answer_by_link(actor, NOW, TODAY, link, is_no_change=True)
        assert not UsedLink.objects.exists()

    def test_no_token_reaches_the_log(self, house: House, caplog: pytest.LogCaptureFixture) -> None:
        path = link_to(house, raised(house))
        caplog.set_level(logging.DEBUG)
        get(path)
        post(path)
        get(path)
        get("/answer/a-guess-nobody-should-read/")
        written = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
        assert path.split("/")[2] not in written
        assert "a-guess" not in written
