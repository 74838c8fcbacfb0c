"""The pages of silence, of changing many actions and of rating within a list: who sees what, and what they do."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldenthread.actions import queries, services
from goldenthread.actions.models import Action, BulkChange, Escalation, ProgressUpdate
from goldenthread.actions.rules import State, What
from goldenthread.actions.services import Party
from goldenthread.actions.tests.factories import NOW, House, a_house, asked, completed, moment, raised
from goldenthread.kernel.rag import Delivery
from goldenthread.partnerships.tests import factories as places
from goldenthread.people.models import User

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
WHO = ("manager", "officer", "board_chair", "lead", "health_lead", "dsp", "scrutineer", "lay")


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(house: House) -> House:
    User.objects.update(last_login=timezone.now())
    return house


def signed_in(house: House, who: str) -> Client:
    client = Client()
    client.force_login(house.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(house: House, name: str, **parts: Any) -> str:
    return reverse(f"actions:{name}", kwargs={"partnership": house.unit.partnership_slug, **parts})


def text_of(answer: Any) -> str:
    """What a page says, without its tags and with its entities as letters."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def afresh(action: Action) -> Action:
    return Action.objects.get(pk=action.pk)


def quiet(house: House, cycles: int = 2, **fields: Any) -> Action:
    return raised(house, ago=92 * cycles + 1, **fields)


def escalated(house: House, cycles: int = 2, **fields: Any) -> Action:
    action = quiet(house, cycles, **fields)
    services.escalate_silence(house.unit, NOW, TODAY)
    return action


def number_of_queries(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def typed(context: Any) -> dict[str, str]:
    """What the preview carries on unseen."""
    return dict(context["sent"])


class TestSilencePage:
    def test_is_for_the_unit(self, house: House) -> None:
        allowed = {who for who in WHO if signed_in(house, who).get(address(house, "list_silent")).status_code == 200}
        assert allowed == {"manager", "officer"}

    def test_says_who_why_how_many_and_what_can_be_done(self, house: House) -> None:
        leaver = places.person_with(house.unit, "group_member", name="Mo Gone", ends_on=TODAY.replace(day=1))
        one, two = (quiet(house, lead=Party("person", leaver.pk)) for _ in range(2))
        services.escalate_silence(house.unit, NOW, TODAY)
        page = text_of(signed_in(house, "manager").get(address(house, "list_silent")))
        assert "Left on 1 November 2026; leads 2 actions; nothing said yet; 2 escalated" in page
        for words in ("Give all 2 to another lead", "Record on behalf", "See their work", "After two missed cycles"):
            assert words in page
        assert one.description[:40] in page
        assert two.pk != one.pk

    def test_says_why_it_is_empty(self, house: House) -> None:
        assert "can be reached" in text_of(signed_in(house, "manager").get(address(house, "list_silent")))

    def test_filters_by_reason_and_name_and_downloads(self, house: House) -> None:
        quiet(house)
        quiet(house, 1, lead=house.party("member"))
        client, here = signed_in(house, "manager"), address(house, "list_silent")
        assert "Member" not in text_of(client.get(f"{here}?why=missed_cycles")).split("What you can do")[-1]
        found = client.get(f"{here}?words=memb").context_data["page"]
        assert [one.name for one in found.rows] == ["Member"]
        rows = client.get(f"{here}?format=csv").content.decode("utf-8-sig").splitlines()
        assert any(row.startswith("Lead,") and "Missed two cycles" in row for row in rows)

    def test_costs_the_same_for_few_and_for_many(self, house: House) -> None:
        def few_more(number: int) -> None:
            for _ in range(number):
                person = places.person_with(house.unit, "group_member")
                for lead in (Party("person", person.pk), house.group_party, Party("agency", house.police.pk)):
                    quiet(house, lead=lead)

        client, here = signed_in(house, "manager"), address(house, "list_silent")
        few_more(1)
        few = number_of_queries(lambda: client.get(here))
        few_more(6)
        assert number_of_queries(lambda: client.get(here)) == few

    def test_their_work_is_found_though_they_have_left(self, house: House) -> None:
        leaver = places.person_with(house.unit, "group_member", name="Mo Gone", ends_on=TODAY.replace(day=1))
        action = raised(house, lead=Party("person", leaver.pk), description="Only Mo knows")
        raised(house)
        page = signed_in(house, "manager").get(f"{address(house, 'list_actions')}?lead=person:{leaver.pk}")
        assert [line.id for line in page.context_data["page"].rows] == [action.pk]
        assert "Mo Gone" in text_of(page)
        # Somebody of another partnership is no filter here, and is not named.
        other = a_house()
        page = signed_in(house, "manager").get(f"{address(house, 'list_actions')}?lead=person:{other.users['lead'].pk}")
        assert "does not know" in text_of(page)


class TestChangingMany:
    def preview(self, house: House, query: dict[str, Any], who: str = "manager", **given: Any) -> Any:
        client = signed_in(house, who)
        form = client.get(address(house, "change_many"), query).context_data["form"]
        sent = {name: form[name].value() or "" for name in ("what", "chosen", "back")}
        return client.post(address(house, "change_many"), {**sent, **given, "step": "preview"})

    def apply(self, house: House, preview: Any, who: str = "manager") -> Any:
        sent = {**typed(preview.context_data), "step": "apply"}
        return signed_in(house, who).post(address(house, "change_many"), sent, follow=True)

    def test_reassigns_all_of_a_leavers_work_and_takes_it_back(self, house: House) -> None:
        leaver = places.person_with(house.unit, "group_member", name="Mo Gone", ends_on=TODAY.replace(day=1))
        mine = [raised(house, lead=Party("person", leaver.pk)) for _ in range(3)]
        other = raised(house)
        back = address(house, "list_silent")
        query = {"what": "reassign", "owner": f"person:{leaver.pk}", "back": back}
        given = {"lead": f"person:{house.users['member'].pk}", "reason": "Mo has left"}
        preview = self.preview(house, query, **given)
        words = text_of(preview)
        assert "Give 3 actions to Member?" in words
        assert words.count("Lead from Mo Gone to Member") == 3
        assert not BulkChange.objects.exists()
        after = self.apply(house, preview)
        assert after.redirect_chain[-1][0] == back
        assert "3 actions were given to Member." in text_of(after)
        assert {afresh(one).lead_person for one in mine} == {house.users["member"]}
        assert afresh(other).lead_person == house.users["lead"]
        made = BulkChange.objects.get()
        undo = address(house, "undo_bulk_change", change=made.pk)
        assert undo in after.content.decode()
        assert "3 actions will be put back" in text_of(signed_in(house, "manager").get(undo))
        signed_in(house, "manager").post(undo)
        assert {afresh(one).lead_person for one in mine} == {leaver}

    def test_a_reason_is_asked_for_and_nothing_typed_is_lost(self, house: House) -> None:
        action = raised(house)
        query = {"what": "move_date", "action": str(action.pk)}
        answer = self.preview(house, query, due_words="June 2029", reason="")
        assert "Nothing can be changed" in text_of(answer)
        assert "Say why the date moves" in text_of(answer)
        again = signed_in(house, "manager").post(
            address(house, "change_many"), {**typed(answer.context_data), "step": "edit"}
        )
        assert again.context_data["form"]["due_words"].value() == "June 2029"
        empty = self.preview(house, {"what": "close", "action": str(action.pk)}, reason=" ")
        assert empty.status_code == 422
        assert "Say why" in text_of(empty)

    def test_names_those_that_stay_and_why(self, house: House) -> None:
        own, other = raised(house), raised(house, reports_to=[])
        query = {"what": "close", "action": [str(own.pk), str(other.pk)]}
        preview = self.preview(house, query, "board_chair", reason="Overtaken")
        assert "1 action will stay as it is" in text_of(preview)
        after = self.apply(house, preview, "board_chair")
        assert "1 action was closed without completion. 1 action stayed as it was." in text_of(after)
        assert "belongs to somebody else" in text_of(after)
        assert afresh(other).state == State.OPEN

    def test_takes_all_that_the_filters_let_through(self, house: House) -> None:
        matching = [raised(house, cohorts=["Teenagers"]) for _ in range(30)]
        other = raised(house, cohorts=["Under fives"])
        client = signed_in(house, "manager")
        page = client.get(f"{address(house, 'list_actions')}?cohort=Teenagers").content.decode()
        fields = dict(re.findall(r'<input type="hidden" name="(of|q|back)" value="([^"]*)"', page))
        query = {**{key: html.unescape(value) for key, value in fields.items()}, "what": "no_change", "all": "yes"}
        self.apply(house, self.preview(house, query))
        assert ProgressUpdate.objects.filter(action__in=matching).count() == 30
        assert not ProgressUpdate.objects.filter(action=other).exists()

    def test_takes_a_groups_work_plan_and_all_who_are_silent(self, house: House) -> None:
        of_the_group, silent = raised(house, lead=house.group_party), quiet(house)
        group = {"what": "no_change", "all": "yes", "of": str(house.group.pk)}
        assert [one.id for one in self.chosen(house, group)] == [of_the_group.pk]
        assert [one.id for one in self.chosen(house, {**group, "of": "silence"})] == [silent.pk]
        assert self.chosen(house, {**group, "of": "nonsense"}) == []
        assert self.chosen(house, {**group, "of": "silence"}, "board_chair") == []

    def chosen(self, house: House, query: dict[str, str], who: str = "manager") -> list[Any]:
        page = signed_in(house, who).get(address(house, "change_many"), query)
        return page.context_data["chosen"] if page.status_code == 200 else []

    def test_asks_to_tick_first(self, house: House) -> None:
        back = address(house, "list_silent")
        page = signed_in(house, "manager").get(
            address(house, "change_many"), {"what": "close", "back": back}, follow=True
        )
        assert page.redirect_chain[-1][0] == back
        assert "Tick the actions first" in text_of(page)

    @pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/actions/", "/other/actions/"])
    def test_never_sends_anybody_away(self, house: House, back: str) -> None:
        page = signed_in(house, "manager").get(address(house, "change_many"), {"what": "close", "back": back})
        assert page.url == address(house, "list_actions")

    def test_another_partnerships_actions_are_not_chosen(self, house: House) -> None:
        theirs = raised(a_house())
        assert self.chosen(house, {"what": "close", "action": str(theirs.pk)}) == []

    def test_each_change_can_be_previewed(self, house: House) -> None:
        done = completed(house, raised(house, due=[]))
        given = {
            "move_date": {"due_words": "March 2028"},
            "add_group": {"group": str(house.group.pk)},
            "remove_group": {"group": str(house.board.pk)},
            "add_cohort": {"cohort": "Under fives"},
            "change_class": {"information_class": "P"},
            "no_change": {},
            "withdraw": {"reason": "Mistake"},
        }
        for what, fields in given.items():
            action = raised(house, due=[])
            query = {"what": what, "action": [str(action.pk), str(done.pk)]}
            after = self.apply(house, self.preview(house, query, **fields))
            assert after.status_code == 200, what
            assert BulkChange.objects.filter(what=what).count() == 1, what

    def test_costs_the_same_for_few_and_for_many(self, house: House) -> None:
        client, here = signed_in(house, "manager"), address(house, "change_many")

        def cost(number: int) -> int:
            ids = [str(raised(house).pk) for _ in range(number)]
            return number_of_queries(lambda: client.get(here, {"what": "reassign", "action": ids}))

        assert cost(2) == cost(12)


class TestLookingBack:
    def made(self, house: House, who: str = "manager") -> BulkChange:
        change = services.Change(What.CLOSE, reason="Overtaken")
        return services.change_many(house.actor(who), NOW, TODAY, [raised(house).pk], change)

    def test_lists_and_shows_what_was_done_and_by_whom(self, house: House) -> None:
        made = self.made(house)
        client = signed_in(house, "manager")
        assert "Close without completion" in text_of(client.get(address(house, "list_bulk_changes")))
        later = services.Change(What.ADD_COHORT, cohort="Under fives")
        services.change_many(house.actor("manager"), moment(1), TODAY, [raised(house).pk], later)
        found = client.get(address(house, "list_bulk_changes")).context_data["changes"]
        assert [one.what for one in found] == [What.ADD_COHORT, What.CLOSE]
        page = text_of(client.get(address(house, "show_bulk_change", change=made.pk)))
        assert "1 action was closed without completion" in page
        assert "Reason: Overtaken" in page

    def test_a_chair_does_not_find_what_others_did(self, house: House) -> None:
        made = self.made(house)
        assert (
            signed_in(house, "board_chair").get(address(house, "show_bulk_change", change=made.pk)).status_code == 404
        )
        assert (
            signed_in(house, "board_chair").post(address(house, "undo_bulk_change", change=made.pk)).status_code == 404
        )
        assert signed_in(house, "lead").get(address(house, "list_bulk_changes")).status_code == 403

    def test_undoing_twice_says_who_was_first(self, house: House) -> None:
        made = self.made(house)
        there = address(house, "undo_bulk_change", change=made.pk)
        assert "It was undone" in text_of(signed_in(house, "manager").post(there, follow=True))
        assert "Manager has undone this already" in text_of(signed_in(house, "officer").post(there, follow=True))

    def test_the_list_costs_the_same_for_few_and_for_many(self, house: House) -> None:
        client, here = signed_in(house, "manager"), address(house, "list_bulk_changes")
        self.made(house)
        few = number_of_queries(lambda: client.get(here))
        for _ in range(5):
            self.made(house)
        assert number_of_queries(lambda: client.get(here)) == few


class TestWithinAList:
    def test_a_chair_rates_and_comes_back_to_the_same_place(self, house: House) -> None:
        action = raised(house)
        here = f"{address(house, 'list_actions')}?due=90&sort=-due"
        client = signed_in(house, "board_chair")
        page = client.get(here).content.decode()
        assert f'action="{address(house, "rate_delivery", action=action.pk)}"' in page
        sent = {"value": "at_risk", "reason": "Two agencies have not signed", "seen": "", "next": here}
        after = client.post(address(house, "rate_delivery", action=action.pk), sent)
        assert after.url == f"{here}#row-{action.pk}"
        assert afresh(action).delivery_chair == Delivery.AT_RISK

    def test_what_is_declined_is_shown_with_the_way_back_kept(self, house: House) -> None:
        action = raised(house)
        here = address(house, "list_actions")
        client = signed_in(house, "board_chair")
        sent = {"value": "off_track", "reason": "", "seen": "", "next": here}
        answer = client.post(address(house, "rate_delivery", action=action.pk), sent)
        assert answer.status_code == 422
        assert f'name="next" value="{here}"' in answer.content.decode()

    def test_somebody_who_rated_meanwhile_is_not_overwritten(self, house: House) -> None:
        action = raised(house)
        client = signed_in(house, "board_chair")
        services.rate_delivery(
            house.actor("manager"), NOW, TODAY, action.pk, value="off_track", reason="It will not be met"
        )
        sent = {"value": "at_risk", "reason": "So", "seen": "", "next": address(house, "list_actions")}
        answer = client.post(address(house, "rate_delivery", action=action.pk), sent)
        assert answer.status_code == 422
        assert afresh(action).delivery_chair == Delivery.OFF_TRACK

    def test_a_lead_says_how_it_stands(self, house: House) -> None:
        action = raised(house)
        client, here = signed_in(house, "lead"), address(house, "list_actions")
        page = client.get(here).content.decode()
        assert "Your last word" not in page
        assert f'action="{address(house, "give_update", action=action.pk)}"' in page
        sent = {"text": "Printed", "delivery": "on_track", "next": here}
        after = client.post(address(house, "give_update", action=action.pk), sent)
        assert after.url == f"{here}#row-{action.pk}"
        client.post(address(house, "say_no_change", action=action.pk), {"next": here})
        assert {one.text for one in ProgressUpdate.objects.filter(action=action)} == {"No change.", "Printed"}

    @pytest.mark.parametrize("who", ["scrutineer", "lay", "health_lead", "member"])
    def test_nobody_is_offered_what_they_may_not_do(self, house: House, who: str) -> None:
        raised(house)
        page = signed_in(house, who).get(address(house, "list_actions")).content.decode()
        assert "gt-row-act" not in page
        assert 'id="bulk"' not in page

    def test_the_forms_offered_are_those_the_services_allow(self, house: House) -> None:
        actions = [
            raised(house), raised(house, lead=house.group_party), raised(house, lead=Party("agency", house.health.pk)),
            raised(house, lead=Party("seat", house.board_seat.pk)), raised(house, reports_to=[]),
            completed(house, raised(house)), asked(house, raised(house)),
        ]  # fmt: skip
        lines = queries.actions_by_id(house.actor("manager"), [one.pk for one in actions], TODAY)
        for who in WHO:
            actor = house.actor(who)
            rows = queries.may_on_rows(actor, lines.values())
            for line in lines.values():
                may = queries.may_do(actor, line)
                assert rows[line.id].rate == (may.rate and line.is_worked_on), (who, line.lead)
                assert rows[line.id].update == (may.update and line.is_worked_on), (who, line.lead)
        manager = house.actor("manager")
        assert number_of_queries(lambda: queries.may_on_rows(manager, lines.values())) == 0

    @pytest.mark.parametrize("name", ["list_actions", "group_work_plan"])
    def test_lists_cost_the_same_for_few_and_for_many(self, house: House, name: str) -> None:
        client = signed_in(house, "manager")
        here = address(house, name, **({"group": house.group.pk} if name == "group_work_plan" else {}))
        raised(house, lead=house.group_party)
        few = number_of_queries(lambda: client.get(here))
        for _ in range(8):
            raised(house, lead=house.group_party)
        assert number_of_queries(lambda: client.get(here)) == few


class TestEscalationPages:
    def answer(self, house: House, who: str, action: Action, **given: str) -> Any:
        return signed_in(house, who).post(address(house, "answer_escalation", action=action.pk), given)

    def test_the_actions_page_says_to_whom_and_the_one_told_finds_the_way(self, house: House) -> None:
        action = escalated(house)
        here = address(house, "show_action", action=action.pk)
        words = "Escalated to the safeguarding lead of Marlbrook Hospital Trust (Health Lead) on 22 November 2026"
        for who in ("lead", "health_lead", "manager"):
            assert words in text_of(signed_in(house, who).get(here))
        there = address(house, "answer_escalation", action=action.pk)
        offered = {who for who in WHO if there in signed_in(house, who).get(here).content.decode()}
        assert offered == {"manager", "officer", "board_chair", "dsp", "health_lead"}
        opened = {who for who in WHO if signed_in(house, who).get(there).status_code == 200}
        assert opened == offered

    def test_asking_is_recorded_and_shown(self, house: House) -> None:
        action = escalated(house)
        self.answer(house, "health_lead", action, answer="ask", words="How are you getting on?")
        page = text_of(signed_in(house, "lead").get(address(house, "show_action", action=action.pk)))
        assert (
            "Health Lead asked for an update on 22 November 2026 : “How are you getting on?”".replace(" :", ":") in page
        )

    def test_an_agencys_lead_is_offered_their_own_people_and_no_closing(self, house: House) -> None:
        action = escalated(house)
        page = signed_in(house, "health_lead").get(address(house, "answer_escalation", action=action.pk))
        offered = {value for _, choices in page.context_data["form"].fields["lead"].choices for value, _ in choices}
        own = {
            f"agency:{house.health.pk}",
            f"person:{house.users['lead'].pk}",
            f"person:{house.users['health_lead'].pk}",
        }
        assert offered == own
        assert "Close it" not in text_of(page)
        refused = self.answer(house, "health_lead", action, answer="close", words="So")
        assert refused.status_code == 422

    def test_giving_it_away_needs_somebody_and_a_reason(self, house: House) -> None:
        action = escalated(house, 4)
        assert "Choose who leads it" in text_of(self.answer(house, "dsp", action, answer="give", words="Because"))
        lead = f"person:{house.users['member'].pk}"
        assert "Say why somebody else" in text_of(self.answer(house, "dsp", action, answer="give", lead=lead))
        self.answer(house, "dsp", action, answer="give", lead=lead, words="They have the time")
        assert afresh(action).lead_person == house.users["member"]
        page = text_of(signed_in(house, "lead").get(address(house, "show_action", action=action.pk)))
        assert "by another lead (Dsp)" in page

    def test_one_that_was_answered_leads_back_to_the_action(self, house: House) -> None:
        action = raised(house)
        page = signed_in(house, "manager").get(address(house, "answer_escalation", action=action.pk), follow=True)
        assert "Nobody waits for word" in text_of(page)

    def test_stands_on_the_home_of_whoever_it_was_made_to(self, house: House) -> None:
        escalated(house)
        home = reverse("plans:show_home", kwargs={"partnership": house.unit.partnership_slug})
        assert "Escalated to you" in text_of(signed_in(house, "health_lead").get(home))
        assert "Escalated to you" not in text_of(signed_in(house, "police_lead").get(home))
        page = signed_in(house, "health_lead").get(f"{address(house, 'list_actions')}?escalated=yes")
        assert page.context_data["page"].total == 1
        page = signed_in(house, "police_lead").get(f"{address(house, 'list_actions')}?escalated=yes")
        assert page.context_data["page"].total == 0

    def test_the_manager_switches_it_off_with_a_reason(self, house: House) -> None:
        action = escalated(house)
        there = address(house, "switch_escalation")
        assert signed_in(house, "officer").get(there).status_code == 403
        client = signed_in(house, "manager")
        assert client.post(there, {"reason": ""}).status_code == 422
        after = text_of(client.post(there, {"reason": "Everybody moves offices"}, follow=True))
        assert "Manager switched it off on 22 November 2026: Everybody moves offices" in after
        assert Escalation.objects.get(action=action).ended_by == "switched_off"
        assert "Escalation is on" in text_of(client.post(there, {"reason": ""}, follow=True))
