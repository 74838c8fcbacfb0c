"""Doing one thing to many actions: judged one by one, written together, and taken back."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import queries, services
from goldenthread.actions.models import Action, BulkChange, BulkChangeLine, ProgressUpdate, Slip
from goldenthread.actions.rules import State, What
from goldenthread.actions.services import Change
from goldenthread.actions.tests.factories import (
    NOW,
    TODAY,
    House,
    a_house,
    asked,
    completed,
    days,
    moment,
    new,
    raised,
)
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db


def afresh(action: Action) -> Action:
    return Action.objects.get(pk=action.pk)


def whole(action: Action) -> dict[str, Any]:
    """Everything an action holds and everything that hangs on it, but for its version and what was ever said."""
    row = afresh(action)
    held = {one.attname: getattr(row, one.attname) for one in Action._meta.concrete_fields if one.name != "version"}
    held["reports"] = list(row.reportings.values_list("group_id", "words", "days", "position"))
    held["helpers"] = list(row.contributors.values_list("person_id", "group_id", "position"))
    held["dues"] = list(row.due_dates.values_list("words", "kind", "starts_on", "ends_on", "position", "milestone_id"))
    return held


def do(house: House, actions: list[Action], what: What, who: str = "manager", **needs: Any) -> BulkChange:
    change = Change(what, **needs)
    return services.change_many(house.actor(who), NOW, TODAY, [one.pk for one in actions], change)


def undo(house: House, change: BulkChange, who: str = "manager") -> BulkChange:
    return services.undo_many(house.actor(who), moment(1), days(1), change.pk)


def changes(house: House) -> dict[What, dict[str, Any]]:
    return {
        What.REASSIGN: {"lead": house.party("health_lead"), "reason": "The lead has left"},
        What.MOVE_DATE: {"due": [days(200)], "reason": "The board meets later"},
        What.ADD_GROUP: {"group_id": house.group.pk},
        What.REMOVE_GROUP: {"group_id": house.board.pk},
        What.ADD_COHORT: {"cohort": "Under fives"},
        What.CHANGE_CLASS: {"information_class": "P"},
        What.NO_CHANGE: {},
        What.CLOSE: {"reason": "Overtaken"},
        What.WITHDRAW: {"reason": "Raised by mistake"},
    }


EVENT = {
    What.REASSIGN: "reassigned",
    What.MOVE_DATE: "date_moved",
    What.NO_CHANGE: "no_change_said",
    What.CLOSE: "closed",
    What.WITHDRAW: "withdrawn",
}


@pytest.mark.parametrize("what", What)
class TestEachKind:
    def test_does_what_its_own_service_does_and_comes_back_as_it_was(self, house: House, what: What) -> None:
        helped = {"contributors": [house.party("member"), house.party("health_lead")]}
        actions = [raised(house, ago=200 + number, cohorts=["Teenagers"], **helped) for number in range(3)]
        services.give_update(
            house.actor("lead"), moment(-100), days(-100), actions[0].pk, text="So", delivery="on_track"
        )
        before = [whole(one) for one in actions]
        made = do(house, actions, what, **changes(house)[what])
        assert [whole(one) for one in actions] != before
        verb = EVENT.get(what, "changed")
        assert (
            Event.objects.filter(name=f"actions.action.{verb}", thing_id__in=[one.pk for one in actions]).count() == 3
        )
        assert Event.objects.filter(name="actions.bulkchange.made", thing_id=made.pk).count() == 1
        undo(house, made)
        assert [whole(one) for one in actions] == before
        assert Event.objects.filter(name="actions.action.bulk_undone").count() == 3
        assert BulkChange.objects.get().undone_by_name == "Manager"
        with pytest.raises(Refused, match="has undone this already"):
            undo(house, made)

    def test_leaves_alone_what_somebody_changed_since(self, house: House, what: What) -> None:
        kept, touched = raised(house, ago=200), raised(house, ago=200)
        before = whole(kept)
        made = do(house, [kept, touched], what, **changes(house)[what])
        if what in (What.CLOSE, What.WITHDRAW):
            services.reopen(house.actor("manager"), NOW, TODAY, touched.pk, reason="After all")
        else:
            services.change_action(house.actor("officer"), NOW, TODAY, touched.pk, description="In other words")
        stands = whole(touched)
        undo(house, made)
        assert whole(kept) == before
        assert whole(touched) == stands
        who = "Manager" if what in (What.CLOSE, What.WITHDRAW) else "Officer"
        assert BulkChangeLine.objects.get(action=touched).not_undone == f"{who} has changed it since."

    def test_costs_the_same_for_few_and_for_many(self, house: House, what: What) -> None:
        def cost(number: int) -> int:
            actions = [raised(house, ago=200) for _ in range(number)]
            with CaptureQueriesContext(connection) as caught:
                made = do(house, actions, what, **changes(house)[what])
                undo(house, made)
            return len(caught)

        assert cost(2) == cost(9)


class TestWhoMay:
    def test_one_that_may_not_be_changed_is_named_with_the_reason_and_the_rest_are_done(self, house: House) -> None:
        own, other = raised(house), raised(house, reports_to=[])
        done = completed(house, raised(house))
        made = do(house, [own, other, done], What.CLOSE, "board_chair", reason="Overtaken")
        assert afresh(own).state == State.CLOSED_WITHOUT_COMPLETION
        assert afresh(other).state == State.OPEN
        assert afresh(done).state == State.COMPLETE
        why = {line.action_id: line.left_alone for line in made.lines.all()}
        assert why[own.pk] == ""
        assert "belongs to somebody else" in why[other.pk]
        assert "complete" in why[done.pk].lower()

    def test_nothing_is_written_where_none_may_be_changed(self, house: House) -> None:
        action = raised(house, reports_to=[])
        with pytest.raises(Refused, match="None of them can be changed"):
            do(house, [action], What.CLOSE, "board_chair", reason="Overtaken")
        assert not BulkChange.objects.exists()

    @pytest.mark.parametrize("who", ["lead", "scrutineer", "lay", "health_lead"])
    def test_is_not_for_those_who_change_no_actions(self, house: House, who: str) -> None:
        with pytest.raises(NotPermitted):
            do(house, [raised(house)], What.NO_CHANGE, who)

    def test_another_partnerships_actions_are_never_touched(self, house: House) -> None:
        other = a_house()
        theirs = raised(other)
        with pytest.raises(Refused, match="none was chosen"):
            do(house, [theirs], What.CLOSE, reason="Overtaken")
        mine = do(house, [raised(house)], What.ADD_COHORT, cohort="Under fives")
        with pytest.raises(Refused, match="no such change"):
            undo(other, mine)

    def test_only_the_maker_and_the_unit_undo(self, house: House) -> None:
        made = do(house, [raised(house)], What.ADD_COHORT, "board_chair", cohort="Under fives")
        with pytest.raises(NotPermitted):
            undo(house, made, "chair")
        undo(house, made, "officer")

    def test_a_restricted_action_is_left_out_for_those_who_may_not_read_it(self, house: House) -> None:
        secret, known = raised(house, information_class="R"), raised(house)
        made = do(house, [secret, known], What.CLOSE, "officer", reason="Overtaken")
        assert [line.action_id for line in made.lines.all()] == [known.pk]

    def test_a_reason_given_for_restricted_actions_stays_off_the_trail(self, house: House) -> None:
        do(house, [raised(house, information_class="R")], What.CLOSE, reason="The mother of child C complained")
        assert not [one for one in Event.objects.all() if "child C" in f"{one.reason}{one.after}{one.title}"]

    def test_nobody_marks_actions_with_a_class_they_do_not_read(self, house: House) -> None:
        with pytest.raises(Refused, match="does not read papers of that class"):
            do(house, [raised(house)], What.CHANGE_CLASS, "officer", information_class="R")


class TestWhatItNeeds:
    @pytest.mark.parametrize("what", sorted(set(What) - {What.NO_CHANGE}))
    def test_says_what_is_missing(self, house: House, what: What) -> None:
        with pytest.raises(Refused) as refused:
            do(house, [raised(house)], what)
        assert refused.value.field in {"lead", "due_on", "group", "cohort", "information_class", "reason"}

    def test_a_lead_of_another_partnership_is_refused(self, house: House) -> None:
        with pytest.raises(Refused, match="does not belong"):
            do(house, [raised(house)], What.REASSIGN, lead=a_house().group_party, reason="So")

    def test_a_later_date_without_a_reason_is_refused_for_each_action_it_slips(self, house: House) -> None:
        slips, nearer = raised(house, due=[days(30)]), raised(house, due=[days(90)])
        made = do(house, [slips, nearer], What.MOVE_DATE, due=[days(60)])
        assert afresh(slips).due_on == days(30)
        assert afresh(nearer).due_on == days(60)
        assert "Say why the date moves" in made.lines.get(action=slips).left_alone

    def test_what_moved_on_since_it_was_looked_at_is_left_alone(self, house: House) -> None:
        seen, moved_on = raised(house), raised(house)
        services.change_action(house.actor("manager"), NOW, TODAY, moved_on.pk, description="In other words")
        versions = {seen.pk: seen.version, moved_on.pk: moved_on.version}
        made = services.change_many(
            house.actor("manager"), NOW, TODAY, list(versions), Change(What.CLOSE, reason="So"), versions=versions
        )
        assert afresh(moved_on).state == State.OPEN
        assert "after you looked" in made.lines.get(action=moved_on).left_alone


class TestWhatIsKept:
    def test_a_word_said_on_behalf_keeps_the_leads_name_and_is_corrected_not_lost(self, house: House) -> None:
        action = raised(house, ago=200)
        made = do(house, [action], What.NO_CHANGE)
        said = ProgressUpdate.objects.get(action=action)
        assert (said.by_name, said.on_behalf_of) == ("Manager", "Lead")
        undo(house, made)
        assert ProgressUpdate.objects.filter(action=action).count() == 2
        assert ProgressUpdate.objects.get(supersedes=said).text.startswith("“No change” was recorded by mistake")
        assert afresh(action).last_update_on is None

    def test_a_word_said_since_by_the_new_lead_keeps_the_action_with_them(self, house: House) -> None:
        action = raised(house)
        made = do(house, [action], What.REASSIGN, lead=house.party("member"), reason="Left")
        services.give_update(house.actor("member"), NOW, TODAY, action.pk, text="I have begun", delivery="on_track")
        with pytest.raises(Refused, match="Nothing is left to undo"):
            undo(house, made)
        assert afresh(action).lead_person == house.users["member"]

    def test_a_move_and_its_undoing_both_stand_among_the_moves_and_count_as_no_slip(self, house: House) -> None:
        action = raised(house)
        undo(house, do(house, [action], What.MOVE_DATE, due=[days(200)], reason="Later"))
        assert Slip.objects.filter(action=action).count() == 2
        assert afresh(action).slip_count == 0
        assert afresh(action).due_on == days(30)

    def test_two_changes_are_undone_one_after_the_other(self, house: House) -> None:
        action = raised(house)
        before = whole(action)
        first = do(house, [action], What.ADD_COHORT, cohort="Under fives")
        second = do(house, [action], What.MOVE_DATE, due=[days(200)], reason="Later")
        undo(house, second)
        undo(house, first)
        assert whole(action) == before

    def test_one_that_waited_for_acceptance_waits_again(self, house: House) -> None:
        action = asked(house, raised(house))
        undo(house, do(house, [action], What.CLOSE, reason="Overtaken"))
        assert afresh(action).state == State.AWAITING_ACCEPTANCE
        shown = queries.show_action(house.actor("manager"), action.pk, TODAY)
        assert shown is not None
        assert shown.asked is not None
        services.accept_completion(house.actor("partnership_chair"), NOW, TODAY, action.pk)

    def test_the_history_of_an_action_says_it_in_words(self, house: House) -> None:
        action = raised(house)
        undo(house, do(house, [action], What.REASSIGN, lead=house.party("member"), reason="Left"))
        said = [line.sentence for line in queries.history_of_action(house.actor("manager"), action.pk)]
        assert said[0] == "Manager undid a change of many actions: give to another lead."
        latest = queries.history_of_action(house.actor("manager"), action.pk)[0]
        assert ("lead", "Member", "Lead") in latest.changes


def test_five_hundred_actions_take_a_few_statements(house: House) -> None:
    actions = services.raise_actions(house.unit, moment(-200), days(-200), [new(house) for _ in range(500)])
    with CaptureQueriesContext(connection) as caught:
        made = do(house, actions, What.REASSIGN, lead=house.party("member"), reason="Left")
        undo(house, made)
    assert Action.objects.filter(lead_person=house.users["lead"]).count() == 500
    assert len(caught) < 60


def test_a_chair_finds_only_their_own_changes_and_no_reason_for_what_they_may_not_see(house: House) -> None:
    do(house, [raised(house, information_class="R", reports_to=[])], What.CLOSE, reason="The mother complained")
    do(house, [raised(house)], What.ADD_COHORT, "board_chair", cohort="Under fives")
    assert len(queries.list_bulk_changes(house.actor("manager"))) == 2
    assert [row.by_name for row in queries.list_bulk_changes(house.actor("board_chair"))] == ["Board Chair"]
    officer = house.actor("officer")
    closed = next(row for row in queries.list_bulk_changes(officer) if row.what == "close")
    seen = queries.show_bulk_change(officer, closed.pk)
    assert seen is not None
    assert seen.reason == ""
    assert seen.lines == ()
