"""What is found of actions, as they stand on a day, and in how many queries."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import queries, services
from goldenthread.actions.queries import Filters
from goldenthread.actions.services import NewMilestone, NewReporting, Party
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
    with_evidence,
)
from goldenthread.kernel.rag import Delivery
from goldenthread.threads.rules import Ref

pytestmark = pytest.mark.django_db


def described(house: House, who: str = "manager", **filters: Any) -> set[str]:
    return {one.description for one in queries.list_actions(house.actor(who), TODAY, Filters(**filters))}


def number_of_queries(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


class TestLines:
    def test_hold_everything_a_plan_or_export_needs(self, house: House) -> None:
        action = raised(
            house,
            ago=20,
            reference="2.3",
            lead=Party("seat", house.chair_seat.pk),
            lead_words=["Chair of NSG"],
            contributors=[Party("agency", house.police.pk), house.party("member")],
            due=["June 2027, Oct 2027"],
            milestones=[NewMilestone("Toolkit printed", ["March 2027"])],
            reports_to=[NewReporting(house.board.pk, "June and October 2027")],
        )
        services.give_update(house.actor("chair"), NOW, TODAY, action.pk, text="Begun", delivery="on_track")
        services.rate_delivery(house.unit, NOW, TODAY, action.pk, value="at_risk", reason="Two have not signed.")
        with_evidence(house, action, "chair")
        line = queries.actions_by_id(house.unit, [action.pk], TODAY)[action.pk]
        assert (line.lead_name, line.lead_held_by, line.lead_words) == (
            "Chair, Neglect subgroup", "Chair", ("Chair of NSG",),
        )  # fmt: skip
        assert line.contributors == ("Vale Police", "Member")
        assert (line.due_words, line.due_on, line.next_due_on) == (
            "June 2027; Oct 2027", date(2027, 10, 31), date(2027, 6, 30),
        )  # fmt: skip
        assert [due.kind for due in line.due] == ["month", "month"]
        assert (line.milestones[0].text, line.milestones[0].due[0].words) == ("Toolkit printed", "March 2027")
        assert line.reports_to == ("Business group",)
        assert (line.rating, line.delivery.voice) == (Delivery.AT_RISK, "chair")
        assert line.chair_rating is not None
        assert (line.chair_rating.by, line.chair_rating.reason) == ("The business unit", "Two have not signed.")
        assert (line.delivery_owner, line.delivery_owner_by) == ("on_track", "Chair")
        assert line.last_update is not None
        assert (line.last_update.text, line.last_update.by) == ("Begun", "Chair")
        assert (line.evidence_count, line.strength) == (1, "moderate")
        assert line.counts
        assert line.is_worked_on

    def test_take_eight_queries_however_many(self, house: House) -> None:
        def batch(number: int) -> list[Any]:
            made = [
                raised(
                    house,
                    lead=[house.party("lead"), house.group_party, Party("agency", house.health.pk),
                          Party("seat", house.chair_seat.pk)][n % 4],
                    contributors=[Party("agency", house.police.pk), Party("seat", house.member_seat.pk)],
                    milestones=[NewMilestone("Printed", ["May 2027"])],
                    progress="Begun",
                )
                for n in range(number)
            ]  # fmt: skip
            for action in made:
                with_evidence(house, action, "manager")
            return [action.pk for action in made]

        few, many = batch(4), batch(12)
        counts = [
            number_of_queries(lambda ids=ids: queries.actions_by_id(house.unit, ids, TODAY)) for ids in (few, many)
        ]
        assert counts[0] == counts[1] <= 8

    def test_come_back_in_the_order_asked_for_and_only_what_may_be_seen(self, house: House) -> None:
        first, second, hidden = raised(house), raised(house), raised(house, information_class="R", reports_to=[])
        found = queries.actions_by_id(house.actor("member"), [second.pk, hidden.pk, first.pk], TODAY)
        assert list(found) == [second.pk, first.pk]
        assert queries.actions_by_id(a_house().unit, [first.pk], TODAY) == {}
        assert queries.actions_by_id(house.unit, [], TODAY) == {}

    def test_a_withdrawn_piece_of_evidence_counts_no_longer(self, house: House) -> None:
        from goldenthread.documents import services as documents

        action = raised(house)
        piece = with_evidence(house, action)
        documents.withdraw_evidence(house.actor("lead"), NOW, piece.pk, "It was another group's.")
        line = queries.actions_by_id(house.unit, [action.pk], TODAY)[action.pk]
        assert (line.evidence_count, line.strength) == (0, "none")


class TestLists:
    def test_filter_by_how_things_stand_today(self, house: House) -> None:
        raised(house, description="late", due=[days(-1)])
        raised(house, description="silent", ago=120, due=[days(200)])
        spoken = raised(house, description="spoken", due=[days(45)])
        services.give_update(house.actor("lead"), NOW, TODAY, spoken.pk, text="Begun", delivery="on_track")
        completed(house, raised(house, description="done", due=[days(5)]))
        assert described(house, delivery=["off_track"]) == {"late"}
        assert described(house, delivery=["on_track", "complete"]) == {"spoken", "done"}
        assert described(house, delivery=["no_update"]) == {"silent"}
        assert described(house, due="overdue") == {"late"}
        assert described(house, due="30") == set()
        assert described(house, due="60") == {"spoken"}
        assert described(house, no_update=True) == {"silent"}
        assert described(house, state=["complete"]) == {"done"}

    def test_filter_by_people_words_cohort_and_source(self, house: House) -> None:
        raised(house, description="mine by name", cohorts=["Under fives"])
        raised(house, description="the group's", lead=house.group_party, provenance_kind="risk")
        raised(house, description="the agency's toolkit", lead=Party("agency", house.health.pk), reference="A7")
        raised(house, description="the chair's", lead=Party("seat", house.chair_seat.pk), lead_is_confirmed=False)
        assert described(house, "lead", lead="me") == {"mine by name"}
        assert described(house, "health_lead", lead="me") == {"the agency's toolkit"}
        assert described(house, "chair", lead="me") == {"the group's", "the chair's"}
        assert described(house, "lead", lead="my_agency") == {"the agency's toolkit"}
        assert described(house, "member", lead="my_groups") == {"the group's", "the chair's"}
        assert described(house, lead=house.group_party) == {"the group's"}
        assert described(house, group=house.group.pk) == {"the group's", "the chair's"}
        assert len(described(house, group=house.board.pk)) == 4
        assert described(house, words="TOOLKIT agency") == {"the agency's toolkit"}
        assert described(house, words="a7") == {"the agency's toolkit"}
        assert described(house, cohort="Under fives") == {"mine by name"}
        assert described(house, provenance=["risk"]) == {"the group's"}
        assert described(house, unconfirmed_lead=True) == {"the chair's"}
        assert queries.list_cohorts(house.unit) == ["Under fives"]

    def test_show_what_is_green_because_busy(self, house: House) -> None:
        busy = raised(house, description="busy")
        shown = raised(house, description="shown")
        for action in (busy, shown):
            services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="Begun", delivery="on_track")
        with_evidence(house, shown)
        services.rate_impact(house.unit, NOW, TODAY, shown.pk, value="evidenced", reason="Re-audit.")
        assert described(house, busy_but_green=True) == {"busy"}
        assert described(house, strength=["moderate"]) == {"shown"}
        assert described(house, impact=["evidenced"]) == {"shown"}

    def test_find_what_serves_an_objective(self, house: House) -> None:
        from goldenthread.threads import services as threads
        from goldenthread.threads.rules import LinkKind

        objective = Ref("plans.objective", house.group.pk)
        action = raised(house, description="serves it")
        raised(house, description="serves nothing")
        threads.tie_many(
            house.unit, NOW, [threads.Tie(LinkKind.SERVES, Ref("actions.action", action.pk), objective, 1)]
        )
        assert described(house, serves=objective) == {"serves it"}
        assert described(house, serves=Ref("plans.objective", house.board.pk)) == set()

    def test_take_as_many_queries_for_many_as_for_few(self, house: House) -> None:
        def reads() -> list[int]:
            unit = house.actor("manager")
            every = Filters(busy_but_green=True, lead=house.group_party, due="90", no_update=False)
            return [
                number_of_queries(lambda: queries.list_actions(unit, TODAY)),
                number_of_queries(lambda: queries.list_actions(unit, TODAY, every)),
                number_of_queries(lambda: queries.my_work(house.actor("chair"), TODAY, {})),
                number_of_queries(lambda: queries.my_work_count([house.actor("chair")], TODAY)),
                number_of_queries(lambda: queries.group_work_plan(unit, house.group.pk, TODAY)),
            ]

        def grow(number: int) -> None:
            for n in range(number):
                raised(house, lead=[house.group_party, Party("agency", house.health.pk)][n % 2], progress="Begun")
            asked(house, raised(house, reports_to=[NewReporting(house.group.pk)]))

        grow(2)
        few = reads()
        grow(10)
        assert reads() == few

    def test_withdrawn_actions_are_left_out_unless_asked_for(self, house: House) -> None:
        action = raised(house, description="gone")
        services.withdraw_actions(house.unit, NOW, TODAY, [action.pk], reason="Raised twice.")
        assert described(house) == set()
        assert described(house, state=["withdrawn"]) == {"gone"}

    def test_tally_counts_what_counts(self, house: House) -> None:
        raised(house, due=[days(-1)])
        completed(house, raised(house))
        services.close_without_completion(house.unit, NOW, TODAY, raised(house).pk, reason="Not needed.")
        found = queries.list_actions(house.unit, TODAY)
        counted = queries.tally(found, TODAY)
        assert (counted.total, counted.overdue) == (2, 1)
        assert counted.delivery[Delivery.COMPLETE] == 1


class TestWhoSeesWhat:
    def test_restricted_actions_are_for_those_who_read_them_or_take_part(self, house: House) -> None:
        raised(
            house, description="secret", information_class="R", contributors=[Party("agency", house.police.pk)],
            reports_to=[NewReporting(house.group.pk)],
        )  # fmt: skip
        sees = {who for who in house.users if described(house, who)}
        assert sees == {
            "manager", "scrutineer", "dsp", "partnership_chair", "lead", "police_lead", "chair", "member",
        }  # fmt: skip

    def test_governance_actions_are_for_everybody_of_the_partnership(self, house: House) -> None:
        raised(house, description="open")
        assert {who for who in house.users if described(house, who)} == set(house.users)

    def test_another_partnership_sees_nothing(self, house: House) -> None:
        action, other = raised(house), a_house()
        assert queries.list_actions(other.unit, TODAY) == []
        assert queries.show_action(other.unit, action.pk, TODAY) is None
        assert queries.group_work_plan(other.unit, house.group.pk, TODAY) is None


class TestShowing:
    def test_says_what_the_reader_may_do(self, house: House) -> None:
        action = raised(house)

        def may(who: str) -> queries.May:
            shown = queries.show_action(house.actor(who), action.pk, TODAY)
            assert shown is not None
            return shown.may

        assert not may("scrutineer").anything
        assert (may("lead").update, may("lead").rate, may("lead").change) == (True, False, False)
        assert (may("board_chair").rate, may("board_chair").accept, may("board_chair").update) == (True, True, False)
        assert may("officer").update
        assert not may("member").anything

    def test_shows_updates_slips_steps_and_what_is_missing(self, house: House) -> None:
        action = raised(house, ago=20, due=[days(5)], milestones=[NewMilestone("Printed")])
        lead = house.actor("lead")
        first = services.give_update(lead, moment(-9), days(-9), action.pk, text="Begnu")
        services.give_update(lead, moment(-8), days(-8), action.pk, text="Begun", corrects=first.pk)
        services.change_due(lead, NOW, TODAY, action.pk, due=[days(50)], reason="Printers.")
        shown = queries.show_action(lead, action.pk, TODAY)
        assert shown is not None
        assert [(one.text, one.supersedes.text) for one in shown.updates] == [("Begun", "Begnu")]
        assert [one.reason for one in shown.slips] == ["Printers."]
        assert len(shown.missing) == 2
        assert [line.did for line in queries.history_of_action(lead, action.pk)][-1] == "raised this action"


def waiting(house: House, who: str) -> queries.MyWork:
    actor = house.actor(who)
    return queries.my_work(actor, TODAY, {one.id: one for one in queries.list_actions(actor, TODAY)})


class TestMyWork:
    def test_sorts_by_how_soon_something_is_asked_for(self, house: House) -> None:
        raised(house, description="late", due=[days(-3)])
        raised(house, description="silent", ago=93, due=[days(300)])
        raised(house, description="soon", due=[days(20)])
        raised(house, description="later", due=[days(200)])
        asked(house, raised(house, description="waiting"))
        completed(house, raised(house, description="finished"))
        raised(house, description="another's", lead=house.group_party)
        work = queries.work_everywhere([house.actor("lead")], TODAY)

        def words(rows: Iterable[Any]) -> set[str]:
            return {getattr(row, "description", "") or row.title for row in rows}

        here = waiting(house, "lead")
        assert (words(here.now), words(here.asked_of_me)) == ({"late", "silent"}, set())
        assert words(work.now) == {"late", "silent"}
        assert words(work.this_month) == {"soon"}
        assert words(work.later) == {"later"}
        assert words(work.waiting) == {"waiting"}
        assert words(work.finished) == {"finished"}
        assert queries.my_work_count([house.actor("lead")], TODAY) == 2

    def test_asks_for_acceptance_only_of_those_who_may_accept(self, house: House) -> None:
        asked(house, raised(house, lead=Party("agency", house.police.pk)), "police_lead")
        asks = {who for who in house.users if waiting(house, who).asked_of_me}
        assert asks == {"manager", "officer", "board_chair", "partnership_chair"}
        assert queries.my_work_count([house.actor("board_chair")], TODAY) == 1

    def test_is_empty_for_those_who_lead_nothing(self, house: House) -> None:
        raised(house)
        for who in ("scrutineer", "lay", "member"):
            assert waiting(house, who).is_empty
            assert queries.my_work_count([house.actor(who)], TODAY) == 0
