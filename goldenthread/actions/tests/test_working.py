"""My work and what somebody else owes: what the pages show, and answers given in their rows."""

import html
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import services
from goldenthread.actions.models import Action, ProgressUpdate
from goldenthread.actions.rules import What
from goldenthread.actions.services import Party
from goldenthread.actions.tests.factories import (
    NOW,
    TODAY,
    House,
    a_house,
    asked,
    completed,
    days,
    moment,
    raised,
)
from goldenthread.actions.tests.test_views import address, afresh, signed_in
from goldenthread.kernel.outcomes import Refused
from goldenthread.notify.rules import sources
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories as places
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
EVERYWHERE = "/my-work/"


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, path: str = EVERYWHERE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def answer(client: Client, action: Action, do: str, path: str = EVERYWHERE, **more: Any) -> Any:
    seen = str(Action.objects.get(pk=action.pk).last_update_id or "")
    sent = {"do": do, "action": action.pk, "in": action.partnership_id, "seen": seen, **more}
    return client.post(path, sent)


def group(text: str, key: str) -> str:
    """The part of a page beneath one heading."""
    return text.partition(f'aria-labelledby="{key}"')[2].partition("</section>")[0]


class TestEverywhere:
    def test_asks_for_sign_in(self) -> None:
        assert Client().get(EVERYWHERE).url == "/accounts/login/?next=%2Fmy-work%2F"

    def test_three_groups_with_their_counts_and_one_button_each(self, house: House) -> None:
        raised(house, description="Late", due=[days(-3)])
        raised(house, description="Soon", due=[days(20)])
        raised(house, description="Far", due=[days(200)])
        completed(house, raised(house, description="Finished"))
        text = page(signed_in(house, "lead"))
        for title in ("Today and overdue (1)", "This month (1)", "Later (1)", "Finished in the last month (1)"):
            assert title in text
        late = group(text, "now")
        assert "Late" in late
        assert "Overdue by 3 days" in late
        assert late.count("<summary") == late.count(">No change<") == 1

    def test_of_two_partnerships_both_are_shown_and_named(self, house: House) -> None:
        other = a_house("elsewhere")
        places.person_with(other.unit, person=house.users["lead"])
        raised(house, description="Here", due=[days(-3)])
        text = page(signed_in(house, "lead"))
        assert group(text, "now").count(house.unit.partnership_name) == 0
        raised(other, description="There", lead=Party("person", house.users["lead"].pk), due=[days(-3)])
        client = signed_in(house, "lead")
        now = group(page(client), "now")
        assert {name for name in ("Here", "There") if name in now} == {"Here", "There"}
        assert house.unit.partnership_name in now
        assert other.unit.partnership_name in now
        narrowed = group(page(client, address(house, "my_work")), "now")
        assert "Here" in narrowed
        assert "There" not in narrowed
        assert house.unit.partnership_name not in narrowed
        # The header counts both, wherever one is.
        for path in (EVERYWHERE, address(house, "my_work"), address(house, "list_actions")):
            assert '<span class="gt-count">2<' in page(client, path)

    def test_nothing_waits_is_said_with_the_next_step(self, house: House) -> None:
        assert "Nothing waits for you" in page(signed_in(house, "scrutineer"))
        stranger = places.person_known_to(house.unit, "Stranger")
        client = Client()
        client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert "business unit can say" in page(client)

    def test_acceptances_come_first_with_their_own_button(self, house: House) -> None:
        action = asked(house, raised(house))
        now = group(page(signed_in(house, "board_chair")), "now")
        assert "Waits for you to accept it" in now
        assert address(house, "answer_completion", action=action.pk) in now

    def test_what_one_helps_with_stands_apart_and_is_not_counted(self, house: House) -> None:
        helps = raised(house, contributors=[house.party("member")], due=[days(-3)])
        text = page(signed_in(house, "member"))
        assert "Nothing waits today" in text
        assert address(house, "give_update", action=helps.pk) in group(text, "helping")

    def test_finished_things_can_be_brought_back_by_those_who_may(self, house: House) -> None:
        done = raised(house, lead=Party("seat", house.board_seat.pk))
        services.close_without_completion(house.actor("manager"), NOW, TODAY, done.pk, reason="No money.")
        bring_back = address(house, "reopen", action=done.pk)
        assert bring_back in group(page(signed_in(house, "board_chair")), "finished")
        completed(house, raised(house, description="Another"))
        assert "Bring back" not in group(page(signed_in(house, "lead")), "finished")

    def test_costs_the_same_however_much_waits_and_wherever(self, house: House) -> None:
        lead = house.users["lead"]

        def grow(number: int) -> None:
            for _ in range(number):
                other = a_house()
                places.person_with(other.unit, Role.GROUP_CHAIR, person=lead)
                seat = places.a_seat(other.unit, other.group, kind="chair")
                places.person_with(other.unit, person=lead, seat=seat.pk)
                for ago in (0, 40):
                    raised(other, ago=ago, lead=Party("person", lead.pk), due=[days(-3)])
                raised(other, lead=Party("seat", seat.pk))
                answered = raised(other, lead=Party("agency", other.health.pk), contributors=[Party("person", lead.pk)])
                services.give_update(other.actor("health_lead"), NOW, TODAY, answered.pk, text="Done.")
                mine = raised(house)
                services.say_no_change(house.actor("lead"), NOW, TODAY, mine.pk)
                completed(house, raised(house))

        def cost() -> list[int]:
            client, numbers = signed_in(house, "lead"), []
            for path in (EVERYWHERE, address(house, "my_work")):
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(path).status_code == 200
                numbers.append(sum("django_session" not in one["sql"] for one in captured))
            return numbers

        grow(1)
        few = cost()
        grow(3)
        assert cost() == few
        # One more for each app that asked nobody for anything when the budget was set (decision 18).
        assert max(few) <= 15 + len(sources()) - 3


class TestAnsweringInPlace:
    def test_of_a_long_list_the_most_urgent_carry_a_form_and_the_rest_a_link(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("goldenthread.actions.views.working.FORMS", 1)
        raised(house, description="First", due=[days(-3)])
        last = raised(house, description="Last", due=[days(200)])
        client = signed_in(house, "lead")
        text = page(client)
        assert group(text, "now").count("<textarea") == 1
        assert group(text, "later").count("<textarea") == 0
        assert address(house, "give_update", action=last.pk) in group(text, "later")
        # What is missing is still said in the row one wrote in.
        assert "<textarea" in group(html.unescape(answer(client, last, "update").content.decode()), "later")

    def test_an_update_is_saved_and_shown_where_it_was_asked(self, house: House) -> None:
        action = raised(house, due=[days(-3)])
        client = signed_in(house, "lead")
        done = answer(client, action, "update", text="Printed at last.", delivery="at_risk")
        assert done.url == f"/my-work/?answered={action.pk}#work-{action.pk}"
        now = group(page(client, done.url), "now")
        assert "Recorded" in now
        assert "Printed at last." in now
        assert "data-saved" in now
        assert "Today and overdue (0)" in page(client)
        assert (afresh(action).delivery_owner, afresh(action).last_update.text) == ("at_risk", "Printed at last.")

    def test_only_ratings_that_may_be_given_are_offered(self, house: House) -> None:
        raised(house, due=[days(-3)])
        now = group(page(signed_in(house, "lead")), "now")
        assert 'value="at_risk"' in now
        assert 'value="on_track"' not in now

    def test_what_is_missing_is_said_in_the_row_with_everything_kept(self, house: House) -> None:
        action = raised(house, due=[days(-3)])
        told = answer(signed_in(house, "lead"), action, "update", text="Printed at last.", delivery="")
        text = html.unescape(told.content.decode())
        assert told.status_code == 422
        assert f'href="#a{action.pk.hex}_delivery"' in text
        assert "Printed at last.</textarea>" in text
        assert '<details class="gt-work__answer" open>' in text
        assert not ProgressUpdate.objects.exists()

    def test_no_change_is_one_press_and_can_be_undone_today(self, house: House) -> None:
        action = raised(house, due=[days(-3)], ago=10)
        services.give_update(house.actor("lead"), moment(-5), days(-5), action.pk, text="Begun.", delivery="at_risk")
        before = Action.objects.values().get(pk=action.pk)
        client = signed_in(house, "lead")
        answer(client, action, "no_change")
        said = afresh(action).last_update
        assert said.is_no_change
        assert ">Undo<" in group(page(client), "now")
        answer(client, action, "undo", update=said.pk)
        after = Action.objects.values().get(pk=action.pk)
        assert after == before
        taken = said.superseded_by
        assert (taken.is_taken_back, taken.by_id) == (True, house.users["lead"].pk)
        assert ProgressUpdate.objects.count() == 3
        assert (
            Event.objects.filter(thing_id=action.pk).order_by("-number").first().name.endswith("no_change_taken_back")
        )
        assert "Today and overdue (1)" in page(client)
        history = page(client, address(house, "show_action", action=action.pk))
        assert "said by mistake and was taken back" in history

    def test_undoing_goes_back_to_the_day_something_was_said_not_to_one_of_a_correction(self, house: House) -> None:
        action, lead, manager = raised(house, ago=90), house.actor("lead"), house.actor("manager")
        first = services.give_update(lead, moment(-60), days(-60), action.pk, text="Begun.", delivery="on_track")
        services.give_update(lead, moment(-5), days(-5), action.pk, text="Begun in May.", corrects=first.pk)
        services.give_update(lead, moment(-30), days(-30), action.pk, text="Half done.")
        made = services.change_many(manager, moment(-2), days(-2), [action.pk], services.Change(What.NO_CHANGE))
        services.undo_many(manager, moment(-2), days(-2), made.pk)
        before = Action.objects.values().get(pk=action.pk)
        assert before["last_update_on"] == days(-30)
        said = services.say_no_change(lead, NOW, TODAY, action.pk)
        services.take_back_no_change(lead, NOW, TODAY, action.pk, said.pk)
        assert Action.objects.values().get(pk=action.pk) == before

    def test_only_ones_own_no_change_of_today_is_undone(self, house: House) -> None:
        action = raised(house)
        said = services.say_no_change(house.actor("lead"), moment(-1), days(-1), action.pk)
        with pytest.raises(Refused, match="on the day you said it"):
            services.take_back_no_change(house.actor("lead"), NOW, TODAY, action.pk, said.pk)
        said = services.say_no_change(house.actor("lead"), NOW, TODAY, action.pk)
        with pytest.raises(Refused, match="your own"):
            services.take_back_no_change(house.actor("manager"), NOW, TODAY, action.pk, said.pk)
        services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="More.")
        with pytest.raises(Refused, match="Something else was said since"):
            services.take_back_no_change(house.actor("lead"), NOW, TODAY, action.pk, said.pk)
        assert afresh(action).last_update.text == "More."

    def test_a_rating_brought_in_without_words_stands_again_after_undoing(self, house: House) -> None:
        action = raised(house, ago=20, delivery="at_risk")
        before = Action.objects.values().get(pk=action.pk)
        said = services.say_no_change(house.actor("lead"), NOW, TODAY, action.pk)
        services.take_back_no_change(house.actor("lead"), NOW, TODAY, action.pk, said.pk)
        assert Action.objects.values().get(pk=action.pk) == before

    def test_somebody_elses_word_meanwhile_is_shown_beside_ones_own(self, house: House) -> None:
        action = raised(house)
        client = signed_in(house, "lead")
        services.give_update(house.actor("manager"), NOW, TODAY, action.pk, text="The unit wrote this.")
        told = answer(client, action, "update", seen="", text="I wrote that.", delivery="on_track")
        text = html.unescape(told.content.decode())
        assert told.status_code == 422
        assert "The unit wrote this." in text
        assert "I wrote that.</textarea>" in text
        # The form has been shown the other's word, so that the next save counts.
        seen = str(afresh(action).last_update_id)
        assert f'name="seen" value="{seen}"' in text or f'value="{seen}"' in text
        assert answer(client, action, "update", text="Both.", delivery="on_track").status_code == 302
        assert afresh(action).last_update.text == "Both."

    def test_no_change_after_somebody_elses_word_asks_again(self, house: House) -> None:
        action = raised(house)
        services.give_update(house.actor("manager"), NOW, TODAY, action.pk, text="The unit wrote this.")
        told = answer(signed_in(house, "lead"), action, "no_change", seen="")
        assert told.status_code == 422
        assert ProgressUpdate.objects.count() == 1

    def test_what_is_sent_twice_is_kept_once(self, house: House) -> None:
        action = raised(house)
        client = signed_in(house, "lead")
        for _ in range(2):
            assert answer(client, action, "no_change", seen="").status_code == 302
        assert ProgressUpdate.objects.count() == 1

    def test_closed_meanwhile_is_said_and_the_words_are_given_back(self, house: House) -> None:
        action = raised(house)
        client = signed_in(house, "lead")
        services.close_without_completion(house.actor("manager"), NOW, TODAY, action.pk, reason="No money.")
        told = answer(client, action, "update", text="A long and careful text.", delivery="on_track")
        text = html.unescape(told.content.decode())
        assert told.status_code == 422
        assert "Nothing was recorded" in text
        assert "A long and careful text." in text

    def test_an_action_given_to_another_meanwhile_is_refused(self, house: House) -> None:
        action = raised(house)
        client = signed_in(house, "lead")
        services.reassign(house.actor("manager"), NOW, TODAY, action.pk, lead=house.party("member"), reason="Left.")
        told = answer(client, action, "no_change")
        assert told.status_code == 422
        assert "belongs to somebody else" in html.unescape(told.content.decode())
        assert not ProgressUpdate.objects.exists()

    def test_nobody_answers_in_a_partnership_that_is_not_theirs(self, house: House) -> None:
        stranger, action = a_house(), raised(house)
        client = signed_in(stranger, "manager")
        assert answer(client, action, "no_change").status_code == 404
        assert client.post(EVERYWHERE, {"do": "no_change", "action": "x", "in": uuid4()}).status_code == 404
        own = {"in": stranger.unit.partnership_id}
        assert client.post(EVERYWHERE, {"do": "no_change", "action": action.pk, **own}).status_code == 422
        assert not ProgressUpdate.objects.exists()


class TestSeveral:
    def test_are_answered_together_after_one_confirmation(self, house: House) -> None:
        first, second, third = (raised(house, description=name, due=[days(-3)]) for name in ("One", "Two", "Three"))
        client = signed_in(house, "lead")
        assert "?several=now" in page(client)
        text = page(client, "/my-work/?several=now")
        assert text.count("checked") == 3
        sent = {"do": "several", "group": "now", "ticked": [first.pk, second.pk]}
        assert client.post(EVERYWHERE, sent).url == EVERYWHERE
        text = page(client)
        assert "“No change” was recorded for 2 actions." in text
        assert "Today and overdue (1)" in text
        assert afresh(third).last_update is None

    def test_nothing_ticked_is_said(self, house: House) -> None:
        raised(house, due=[days(-3)])
        told = signed_in(house, "lead").post(EVERYWHERE, {"do": "several", "group": "now"})
        assert told.status_code == 422
        assert "Tick at least one action" in told.content.decode()

    def test_what_changed_meanwhile_is_left_out_and_said(self, house: House) -> None:
        first, second = (raised(house, description=name, due=[days(-3)]) for name in ("One", "Two"))
        services.close_without_completion(house.actor("manager"), NOW, TODAY, first.pk, reason="No money.")
        client = signed_in(house, "lead")
        client.post(EVERYWHERE, {"do": "several", "group": "now", "ticked": [first.pk, second.pk]})
        text = page(client)
        assert "recorded for 1 action." in text
        assert "Nothing was said of 1 action" in text

    def test_one_that_is_refused_holds_none_of_the_others_up(self, house: House) -> None:
        first, second = raised(house), raised(house, lead=house.party("member"))
        done = services.say_no_change_to_several(house.actor("lead"), NOW, TODAY, [first.pk, second.pk])
        assert (set(done.said), set(done.refused)) == ({first.pk}, {second.pk})


class TestOnBehalf:
    def test_the_unit_records_for_a_person_and_both_names_are_kept(self, house: House) -> None:
        action = raised(house, lead=Party("agency", house.police.pk), due=[days(-3)])
        path = address(house, "work_of", kind="person", party=house.users["police_lead"].pk)
        client = signed_in(house, "officer")
        text = page(client, path)
        assert "You record on behalf of Police Lead" in text
        answer(client, action, "no_change", path=path)
        update = afresh(action).last_update
        assert (update.on_behalf_of, update.by_name) == ("Police Lead", "Officer")
        assert "for Police Lead" in group(page(client, path), "now")
        second = raised(house, lead=Party("agency", house.police.pk), due=[days(-3)])
        answer(client, second, "update", path=path, text="Rang.", delivery="at_risk", on_behalf_of="Her deputy")
        assert afresh(second).last_update.on_behalf_of == "Her deputy"

    @pytest.mark.parametrize("kind", ["agency", "group", "seat"])
    def test_an_agency_a_group_or_a_seat(self, house: House, kind: str) -> None:
        party = {
            "agency": Party("agency", house.police.pk),
            "group": house.group_party,
            "seat": Party("seat", house.board_seat.pk),
        }[kind]
        raised(house, description="Theirs", lead=party, due=[days(-3)])
        raised(house, description="Anothers", due=[days(-3)])
        path = address(house, "work_of", kind=kind, party=party.id)
        text = page(signed_in(house, "manager"), path)
        assert "Theirs" in text
        assert "Anothers" not in text
        several = signed_in(house, "manager").get(f"{path}?several=now")
        assert several.status_code == 200
        if kind == "seat":
            action = Action.objects.get(description="Theirs")
            answer(signed_in(house, "manager"), action, "no_change", path=path)
            assert afresh(action).last_update.on_behalf_of == "Board Chair"

    def test_others_read_and_are_offered_nothing(self, house: House) -> None:
        action = raised(house, due=[days(-3)])
        path = address(house, "work_of", kind="person", party=house.users["lead"].pk)
        client = signed_in(house, "scrutineer")
        text = page(client, path)
        assert "You record" not in text
        assert "No change<" not in text
        assert answer(client, action, "no_change", path=path).status_code == 422
        assert not ProgressUpdate.objects.exists()

    def test_what_the_reader_may_not_see_is_left_out(self, house: House) -> None:
        raised(house, description="Named child", information_class="R", due=[days(-3)])
        path = address(house, "work_of", kind="person", party=house.users["lead"].pk)
        assert "Named child" in page(signed_in(house, "manager"), path)
        assert "Named child" not in page(signed_in(house, "member"), path)

    def test_nobody_of_another_partnership_is_found(self, house: House) -> None:
        stranger = a_house()
        client = signed_in(house, "manager")
        for kind, key in (("person", stranger.users["lead"].pk), ("group", stranger.group.pk), ("nobody", uuid4())):
            assert client.get(address(house, "work_of", kind=kind, party=key)).status_code == 404

    def test_somebody_who_left_is_said_to_have_left(self, house: House) -> None:
        gone = places.person_with(house.unit, ends_on=days(-1), name="Gone Person")
        raised(house, description="Orphan", lead=Party("person", gone.pk), due=[days(-3)])
        text = page(signed_in(house, "manager"), address(house, "work_of", kind="person", party=gone.pk))
        assert "holds nothing here any more" in text
        assert "Orphan" in text

    def test_costs_the_same_however_much_is_owed(self, house: House) -> None:
        client = signed_in(house, "manager")
        path = address(house, "work_of", kind="person", party=house.users["lead"].pk)

        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            return sum("django_session" not in one["sql"] for one in captured)

        def grow(number: int) -> None:
            for _ in range(number):
                raised(house, due=[days(-3)])
                services.say_no_change(house.actor("lead"), NOW, TODAY, raised(house).pk)
                asked(house, raised(house))

        grow(2)
        few = cost()
        grow(5)
        assert cost() == few <= 15

    def test_lists_lead_to_it(self, house: House) -> None:
        raised(house, lead=Party("agency", house.police.pk))
        path = address(house, "work_of", kind="agency", party=house.police.pk)
        listed = f"{address(house, 'list_actions')}?lead=agency:{house.police.pk}"
        assert path in page(signed_in(house, "manager"), listed)
        assert path not in page(signed_in(house, "scrutineer"), listed)
        group_path = address(house, "work_of", kind="group", party=house.group.pk)
        assert group_path in page(signed_in(house, "manager"), address(house, "group_work_plan", group=house.group.pk))
        action = raised(house)
        lead = address(house, "work_of", kind="person", party=house.users["lead"].pk)
        assert lead in page(signed_in(house, "manager"), address(house, "show_action", action=action.pk))
