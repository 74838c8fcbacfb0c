"""Who has gone quiet and why, and a silence that goes up step by step until somebody speaks."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.actions import queries, services
from goldenthread.actions.models import Action, Escalation
from goldenthread.actions.queries import SilentOwner
from goldenthread.actions.queries.digests import escalation_asks
from goldenthread.actions.rules import Why
from goldenthread.actions.services import NewReporting, Party
from goldenthread.actions.services.escalating_everywhere import escalate_everywhere
from goldenthread.actions.tests.factories import NOW, TODAY, House, a_house, days, moment, raised, with_evidence
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.notify.rules import Urgency
from goldenthread.partnerships import services as partnerships
from goldenthread.partnerships.queries import actors_of_people
from goldenthread.partnerships.tests import factories as places
from goldenthread.people.models import User
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db

CYCLE = 92


@pytest.fixture
def house(house: House) -> House:
    """A house in which everybody has signed in at some time."""
    User.objects.update(last_login=timezone.now())
    return house


def silent(house: House, who: str = "manager") -> dict[str, SilentOwner]:
    return {one.name: one for one in queries.list_silent(house.actor(who), TODAY).owners}


def quiet(house: House, cycles: int, **fields: object) -> Action:
    """An action on which so many cycles have been missed by today."""
    return raised(house, ago=CYCLE * cycles + 1, **fields)


def escalated(house: House, today: int = 0) -> list[Escalation]:
    return services.escalate_silence(house.unit, moment(today), days(today))


def standing(action: Action) -> Escalation | None:
    return Escalation.objects.standing().filter(action=action).first()


def number_of_queries(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


class TestWhoIsSilent:
    def test_nobody_is_while_everybody_answers(self, house: House) -> None:
        raised(house)
        assert silent(house) == {}

    def test_an_owner_quiet_for_more_than_a_cycle(self, house: House) -> None:
        action = quiet(house, 1)
        raised(house)
        found = silent(house)["Lead"]
        assert found.reasons == (Why.QUIET,)
        assert found.words == "Leads 2 actions; on 1 of them nothing said yet"
        assert found.quiet == (action.pk,)

    def test_an_owner_who_missed_two_cycles(self, house: House) -> None:
        action = raised(house, ago=400)
        services.give_update(house.actor("lead"), moment(-190), days(-190), action.pk, text="So", delivery="on_track")
        found = silent(house)["Lead"]
        assert found.reasons == (Why.MISSED_CYCLES,)
        assert found.words == "Leads 1 action; nothing said since 16 May 2026"
        assert found.missed == 2

    def test_somebody_whose_every_role_and_seat_has_ended(self, house: House) -> None:
        leaver = places.person_with(house.unit, "group_member", name="Mo Gone", ends_on=days(-20))
        raised(house, lead=Party("person", leaver.pk))
        found = silent(house)["Mo Gone"]
        assert found.reasons[0] == Why.LEFT
        assert found.words.startswith("Left on 2 November 2026")

    def test_somebody_whose_account_is_closed(self, house: House) -> None:
        User.objects.filter(pk=house.users["lead"].pk).update(is_active=False)
        raised(house)
        assert silent(house)["Lead"].words.startswith("The account is closed; leads 1 action")

    def test_an_agency_whose_part_has_ended(self, house: House) -> None:
        raised(house, lead=Party("agency", house.police.pk))
        assert silent(house) == {}
        partnerships.end_participation(house.unit, NOW, house.police.pk, ends_on=days(-3), reason="Merged")
        assert silent(house)["Vale Police"].words.startswith("Left the partnership on 19 November 2026")

    def test_a_seat_that_nobody_holds_and_a_group_without_a_chair(self, house: House) -> None:
        empty = places.a_seat(house.unit, house.group, "Matron")
        headless = places.a_group(house.unit, "Headless group")
        raised(house, lead=Party("seat", empty.pk))
        raised(house, lead=Party("group", headless.pk))
        raised(house, lead=house.group_party)
        found = silent(house)
        assert found["Matron, Neglect subgroup"].words.startswith("Nobody holds the seat")
        assert found["Headless group"].words.startswith("Nobody chairs the group")
        assert set(found) == {"Matron, Neglect subgroup", "Headless group"}

    def test_somebody_who_never_signed_in_unless_they_answered_another_way(self, house: House) -> None:
        User.objects.filter(pk=house.users["lead"].pk).update(last_login=None)
        action = raised(house)
        assert silent(house)["Lead"].words == "Never signed in; leads 1 action; nothing said yet"
        services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="By letter", delivery="on_track")
        assert silent(house) == {}

    def test_a_word_recorded_on_behalf_is_no_sign_of_life(self, house: House) -> None:
        User.objects.filter(pk=house.users["lead"].pk).update(last_login=None)
        action = raised(house)
        services.say_no_change(house.actor("manager"), NOW, TODAY, action.pk)
        assert Why.NEVER_SIGNED_IN in silent(house)["Lead"].reasons

    def test_only_the_unit_is_told(self, house: House) -> None:
        quiet(house, 2)
        assert silent(house, "officer")
        assert silent(house, "board_chair") == silent(house, "scrutineer") == silent(house, "dsp") == {}

    def test_restricted_actions_are_not_counted_for_those_who_may_not_read_them(self, house: House) -> None:
        quiet(house, 2, information_class="R")
        assert silent(house, "officer") == {}
        assert silent(house, "manager")["Lead"].count == 1

    def test_another_partnership_is_not_in_it(self, house: House) -> None:
        quiet(a_house(), 2)
        assert silent(house) == {}

    def test_costs_the_same_for_few_and_for_many(self, house: House) -> None:
        def every_kind() -> None:
            person = places.person_with(house.unit, "group_member")
            leads = [Party("person", person.pk), house.group_party, Party("agency", house.police.pk)]
            for lead in [*leads, Party("seat", house.chair_seat.pk)]:
                quiet(house, 2, lead=lead)

        every_kind()
        few = number_of_queries(lambda: queries.list_silent(house.actor("manager"), TODAY))
        for _ in range(4):
            every_kind()
        assert number_of_queries(lambda: queries.list_silent(house.actor("manager"), TODAY)) == few


class TestWhoMightLeadInstead:
    def names(self, house: House, *leads: Party) -> list[str]:
        return [f"{one.name}: {one.why}" for one in queries.suggest_leads(house.actor("manager"), leads, TODAY)]

    def test_suggests_the_agencys_other_lead_the_deputy_and_the_chair(self, house: House) -> None:
        deputy = places.person_with(house.unit, "group_member", name="Dee Putty")
        partnerships.hold_seat(
            house.unit, NOW, house.member_seat.pk, person_id=deputy.pk, starts_on=days(-10), is_deputy=True
        )
        assert self.names(house, house.party("lead")) == ["Health Lead: leads for Marlbrook Hospital Trust"]
        assert self.names(house, house.party("member")) == [
            "Dee Putty: deputises as Head of practice, Neglect subgroup",
            "Chair, Neglect subgroup: now Chair",
        ]

    def test_never_suggests_whoever_is_silent(self, house: House) -> None:
        assert self.names(house, Party("agency", house.police.pk)) == []
        assert self.names(house, Party("seat", house.chair_seat.pk)) == []


class TestEscalation:
    def test_goes_to_the_agencys_lead_then_the_chair_then_the_executive(self, house: House) -> None:
        action = quiet(house, 1)
        assert escalated(house) == []
        steps = []
        for cycle in (1, 2, 3, 4):
            escalated(house, CYCLE * cycle)
            row = standing(action)
            assert row is not None
            steps.append((row.step, row.to_words, row.to_people, row.missed))
        assert steps[:3] == [
            (1, "the safeguarding lead of Marlbrook Hospital Trust", "Health Lead", 2),
            (2, "the chair of Business group", "Board Chair", 3),
            (3, "the executive", "Dsp, Partnership Chair", 4),
        ]
        assert steps[3] == steps[2]
        ended = Escalation.objects.filter(action=action, ended_on__isnull=False)
        assert [row.ended_by for row in ended] == ["further", "further"]
        said = [line.sentence for line in queries.history_of_action(house.actor("manager"), action.pk)]
        assert "The business unit escalated its silence to the chair of Business group." in said

    def test_done_twice_it_escalates_once(self, house: House) -> None:
        quiet(house, 2)
        assert len(escalated(house)) == 1
        assert escalated(house) == []
        assert Event.objects.filter(name="actions.action.escalated").count() == 1

    def test_the_database_holds_one_standing_escalation_of_an_action(self, house: House) -> None:
        action = quiet(house, 2)
        (row,) = escalated(house)
        row.pk = places.person_known_to(house.unit).pk
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
        assert Escalation.objects.filter(action=action).count() == 1

    def test_a_silent_lead_is_never_told_of_their_own_silence(self, house: House) -> None:
        own_chair = quiet(house, 2, lead=house.group_party)
        of_the_agency = quiet(house, 2, lead=Party("agency", house.health.pk))
        by_the_chair = quiet(house, 2, lead=house.party("board_chair"))
        escalated(house)
        told = {one.pk: standing(one) for one in (own_chair, of_the_agency, by_the_chair)}
        assert [row.to_words for row in told.values() if row] == [
            "the chair of Business group", "the chair of Business group", "the executive",
        ]  # fmt: skip

    def test_a_seats_agency_is_asked_first(self, house: House) -> None:
        seat = places.a_seat(house.unit, house.group, "Police seat", agency_id=house.police.pk)
        places.person_with(house.unit, seat=seat.pk)
        action = quiet(house, 2, lead=Party("seat", seat.pk))
        escalated(house)
        row = standing(action)
        assert row is not None
        assert row.to_people == "Police Lead"

    def test_a_restricted_action_goes_only_to_those_who_may_read_it(self, house: House) -> None:
        action = quiet(house, 2, information_class="R")
        escalated(house)
        row = standing(action)
        assert row is not None
        assert row.to_words == "the chair of Business group"
        seen = queries.escalated_to(house.actor("board_chair"))
        assert [one.action_id for one in seen] == [action.pk]
        event = Event.objects.get(name="actions.action.escalated")
        assert "toolkit" not in f"{event.title}{event.after}"

    def test_a_new_lead_has_two_whole_cycles(self, house: House) -> None:
        action = quiet(house, 2)
        escalated(house)
        services.reassign(house.unit, NOW, TODAY, action.pk, lead=house.party("member"), reason="Left")
        assert standing(action) is None
        assert escalated(house, 2 * CYCLE) == []
        assert len(escalated(house, 2 * CYCLE + 1)) == 1

    @pytest.mark.parametrize("how", ["update", "no_change", "reassigned", "decision", "asked", "withdrawn"])
    def test_ends_in_the_same_transaction_as_what_ended_it(self, house: House, how: str) -> None:
        action = quiet(house, 2)
        escalated(house)
        unit, args = house.actor("manager"), (NOW, TODAY, action.pk)
        if how == "update":
            services.give_update(unit, *args, text="At last", delivery="on_track")
        elif how == "no_change":
            services.say_no_change(unit, *args)
        elif how == "reassigned":
            services.reassign(unit, *args, lead=house.party("member"), reason="Left")
        elif how == "decision":
            services.close_without_completion(unit, *args, reason="Overtaken")
        elif how == "withdrawn":
            services.withdraw_actions(unit, NOW, TODAY, [action.pk], reason="Mistake")
        else:
            with_evidence(house, action)
            services.ask_completion(house.actor("lead"), *args, done_on=TODAY)
        assert standing(action) is None
        row = Escalation.objects.get(action=action)
        assert row.ended_by == {"no_change": "update", "asked": "decision", "withdrawn": "decision"}.get(how, how)
        assert row.ended_by_name
        assert Event.objects.filter(after__escalation="ended").count() == 1

    def test_a_correction_of_an_old_word_ends_nothing(self, house: House) -> None:
        action = raised(house, ago=400)
        lead = house.actor("lead")
        old = services.give_update(lead, moment(-200), days(-200), action.pk, text="So", delivery="on_track")
        escalated(house)
        services.give_update(lead, NOW, TODAY, action.pk, text="Sow", corrects=old.pk)
        assert standing(action) is not None

    def test_what_is_no_longer_due_is_ended(self, house: House) -> None:
        action = quiet(house, 2)
        escalated(house)
        partnerships.change_partnership(house.unit, NOW, update_cycle_days=300)
        assert escalated(house) == []
        assert Escalation.objects.get(action=action).ended_by == "not_due"

    def test_can_be_switched_off_with_a_reason_and_on_again(self, house: House) -> None:
        action = quiet(house, 2)
        escalated(house)
        manager = house.actor("manager")
        with pytest.raises(Refused, match="Say why"):
            services.switch_escalation(manager, NOW, TODAY, on=False)
        with pytest.raises(NotPermitted):
            services.switch_escalation(house.actor("officer"), NOW, TODAY, on=False, reason="Summer")
        services.switch_escalation(manager, NOW, TODAY, on=False, reason="Everybody moves offices")
        assert Escalation.objects.get(action=action).ended_by == "switched_off"
        assert escalated(house) == []
        event = Event.objects.get(name="actions.escalationswitch.switched_off")
        assert (event.actor_name, event.reason) == ("Manager", "Everybody moves offices")
        with pytest.raises(Refused, match="off already"):
            services.switch_escalation(manager, NOW, TODAY, on=False, reason="Again")
        services.switch_escalation(manager, moment(1), days(1), on=True)
        assert len(escalated(house, 1)) == 1

    def test_the_timer_does_every_partnership_and_says_so_once(self, house: House) -> None:
        quiet(house, 2)
        quiet(a_house(), 3)
        assert escalate_everywhere(NOW, TODAY) == "Escalated 2 silent actions."
        assert escalate_everywhere(NOW, TODAY) == ""

    def test_many_cost_as_many_statements_as_few(self, house: House) -> None:
        quiet(house, 2)
        few = number_of_queries(lambda: escalated(house))
        for _ in range(6):
            quiet(house, 2)
        assert number_of_queries(lambda: escalated(house)) == few


class TestAnswering:
    @pytest.fixture
    def action(self, house: House) -> Action:
        action = quiet(house, 2)
        escalated(house)
        return action

    def ask(self, house: House, who: str, action: Action, at: int = 0) -> Escalation:
        return services.ask_for_update(house.actor(who), moment(at), days(at), action.pk, words="Please")

    def test_whoever_it_was_made_to_finds_it_and_nobody_else(self, house: House, action: Action) -> None:
        found = {who for who in house.users if queries.escalated_to(house.actor(who))}
        assert found == {"health_lead"}
        other = a_house()
        assert not [who for who in other.users if queries.escalated_to(other.actor(who))]

    def test_they_ask_for_an_update_once_a_day(self, house: House, action: Action) -> None:
        row = self.ask(house, "health_lead", action)
        assert (row.asked_by_name, row.asked_words) == ("Health Lead", "Please")
        with pytest.raises(Refused, match="today already"):
            self.ask(house, "manager", action)
        self.ask(house, "manager", action, at=1)
        with pytest.raises(NotPermitted):
            self.ask(house, "police_lead", action, at=2)

    def test_an_agencys_lead_gives_it_within_the_agency_only_and_closes_nothing(
        self, house: House, action: Action
    ) -> None:
        lead = house.actor("health_lead")
        with pytest.raises(NotPermitted, match="your agency"):
            services.reassign(lead, NOW, TODAY, action.pk, lead=house.party("member"), reason="Not ours")
        with pytest.raises(NotPermitted):
            services.close_without_completion(lead, NOW, TODAY, action.pk, reason="Not ours")
        services.reassign(lead, NOW, TODAY, action.pk, lead=house.party("health_lead"), reason="I will do it")
        assert Action.objects.get(pk=action.pk).lead_person == house.users["health_lead"]
        assert standing(action) is None

    def test_without_an_escalation_an_agencys_lead_gives_nothing_away(self, house: House) -> None:
        with pytest.raises(NotPermitted):
            services.reassign(
                house.actor("health_lead"), NOW, TODAY, raised(house).pk, lead=house.party("health_lead"), reason="So"
            )

    def test_the_executive_may_close_it(self, house: House) -> None:
        action = quiet(house, 4)
        escalated(house)
        services.close_without_completion(house.actor("dsp"), NOW, TODAY, action.pk, reason="Overtaken")
        assert standing(action) is None


def acting(people: Iterable[UUID]) -> list[Actor]:
    """Each of these people as they act in each of their partnerships."""
    return [actor for every in actors_of_people(list(people), TODAY).values() for actor in every]


class TestDigests:
    def asks(self, house: House, *who: str) -> dict[str, Sequence[str]]:
        people = {house.users[one].pk: one for one in who}
        found: dict[str, list[str]] = {}
        for actor, ask in escalation_asks(acting(people), TODAY):
            words = f"{ask.kind}: {ask.title or '—'}: {ask.why}"
            found.setdefault(people[actor.user_id], []).append(words)  # type: ignore[index]
        return found

    def test_the_one_told_and_the_owner_asked_find_it_in_their_digest(self, house: House) -> None:
        action = quiet(house, 2)
        escalated(house)
        everybody = tuple(house.users)
        assert set(self.asks(house, *everybody)) == {"health_lead"}
        (why,) = self.asks(house, "health_lead")["health_lead"]
        assert why.endswith("escalated to you on 22 November 2026: nothing said for 2 cycles")
        services.ask_for_update(house.actor("health_lead"), NOW, TODAY, action.pk)
        # The owner is asked once, with who asked for it; of the silence itself they are not told.
        assert set(self.asks(house, *everybody)) == {"health_lead"}
        (ask,) = queries.asks_of_people([house.users["lead"].pk], TODAY)[house.users["lead"].pk]
        assert (ask.thing_id, ask.urgency) == (action.pk, Urgency.NOW)
        assert ask.why.endswith("; Health Lead asked for an update on 22 November 2026")

    def test_a_restricted_action_has_no_title(self, house: House) -> None:
        quiet(house, 2, information_class="R")
        escalated(house)
        assert self.asks(house, "board_chair")["board_chair"][0].startswith("escalation: —: ")

    def test_the_digest_and_the_page_agree_on_who_was_told(self, house: House) -> None:
        board, group = [NewReporting(house.board.pk)], [NewReporting(house.group.pk)]
        quiet(house, 2)
        quiet(house, 2, lead=house.group_party, reports_to=board)
        quiet(house, 3, lead=Party("agency", house.police.pk), reports_to=group)
        quiet(house, 4, lead=house.party("partnership_chair"))
        quiet(house, 2, lead=Party("seat", house.board_seat.pk), reports_to=group)
        escalated(house)

        def told(actor: Actor) -> set[object]:
            return {row.action_id for row in queries.escalated_to(actor)}

        digest = escalation_asks(acting(one.pk for one in house.users.values()), TODAY)
        for who, person in house.users.items():
            assert told(house.actor(who)) == {ask.thing_id for actor, ask in digest if actor.user_id == person.pk}, who

    def test_costs_one_query_however_many_people(self, house: House) -> None:
        quiet(house, 2)
        quiet(house, 2, information_class="R")
        escalated(house)
        people = acting(one.pk for one in house.users.values())
        told = acting(house.users[who].pk for who in ("health_lead", "board_chair"))
        few = number_of_queries(lambda: escalation_asks(told, TODAY))
        for _ in range(3):
            quiet(house, 3)
        escalated(house)
        assert number_of_queries(lambda: escalation_asks(people, TODAY)) == few == 1
