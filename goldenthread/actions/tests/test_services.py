"""What may be done to an action, by whom, and what stays on the page for ever."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import services
from goldenthread.actions.models import Acceptance, Action, DueDate, ProgressUpdate, Rating, Slip
from goldenthread.actions.queries.asking import to_accept
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
    new,
    raised,
    with_evidence,
)
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.partnerships.tests import factories as places
from goldenthread.trail import queries as trail
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db


def afresh(action: Action) -> Action:
    return Action.objects.get(pk=action.pk)


class TestRaising:
    def test_keeps_everything_told_and_one_event(self, house: House) -> None:
        action = raised(
            house,
            reference="2.3",
            due=["June 2027, Oct 2027, Feb 2028"],
            contributors=[Party("agency", house.police.pk), house.party("member"), house.party("lead")],
            milestones=[NewMilestone("Toolkit printed", ["March 2027"])],
            cohorts=["Under fives", " "],
            lead_words=["SG", "Business Manager"],
        )
        assert action.due_on == action.first_due_on == date(2028, 2, 29)
        assert action.first_due_words == "June 2027; Oct 2027; Feb 2028"
        assert action.due_days == [date(2027, 6, 30), date(2027, 10, 31), date(2028, 2, 29)]
        assert action.contributors.count() == 2
        assert action.milestones.get().due_dates.get().words == "March 2027"
        assert action.cohorts == ["Under fives"]
        events = Event.objects.filter(thing_id=action.pk)
        assert [event.name for event in events] == ["actions.action.raised"]
        assert events[0].after["lead"] == "Lead"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"description": " "}, "description"),
            ({"provenance_text": ""}, "provenance_text"),
            ({"provenance_kind": "inspection"}, "provenance_page"),
            ({"delivery": "blue"}, "delivery"),
        ],
    )
    def test_refuses_what_is_not_whole(self, house: House, fields: dict[str, str], field: str) -> None:
        with pytest.raises(Refused) as refused:
            raised(house, **fields)
        assert refused.value.field == field
        assert not Action.objects.exists()

    def test_refuses_a_lead_of_another_partnership(self, house: House) -> None:
        other = a_house()
        for lead in (other.group_party, other.party("lead"), Party("agency", other.health.pk)):
            with pytest.raises(Refused, match="does not belong to this partnership"):
                raised(house, lead=lead)

    def test_a_chair_raises_for_the_group_they_chair_and_no_other(self, house: House) -> None:
        chair = house.actor("chair")
        assert raised(house, chair, lead=house.group_party, reports_to=[]).lead_group == house.group
        with pytest.raises(NotPermitted):
            raised(house, chair)

    @pytest.mark.parametrize("who", ["scrutineer", "lay", "member", "lead", "health_lead"])
    def test_those_who_only_read_or_update_do_not_raise(self, house: House, who: str) -> None:
        with pytest.raises(NotPermitted):
            raised(house, house.actor(who), lead=house.group_party)

    def test_an_officer_cannot_mark_an_action_with_a_class_they_do_not_read(self, house: House) -> None:
        with pytest.raises(Refused, match="does not read"):
            raised(house, house.actor("officer"), information_class="R")

    def test_what_the_document_already_says_is_kept_as_said(self, house: House) -> None:
        action = raised(house, progress="Draft agreed in May.", delivery="at_risk")
        assert action.last_update is not None
        assert (action.last_update.text, action.delivery_owner) == ("Draft agreed in May.", "at_risk")
        bare = raised(house, delivery="off_track")
        assert Rating.objects.get(action=bare).reason == "As it stood in Business plan 2026 to 2029."
        done = raised(house, delivery="complete")
        assert (done.state, Acceptance.objects.get(action=done).step) == ("complete", "brought_in")

    def test_the_database_insists_on_exactly_one_lead(self, house: House) -> None:
        action = raised(house)
        for change in ({"lead_group_id": house.group.pk}, {"lead_person_id": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Action.objects.filter(pk=action.pk).update(**change)

    def test_five_hundred_are_raised_with_few_queries(self, house: House, django_assert_max_num_queries) -> None:
        def news(number: int) -> list[services.NewAction]:
            return [new(house, description=f"Action {n}", due=["Q2 2026-27"], progress="Begun") for n in range(number)]

        def statements(number: int) -> int:
            with CaptureQueriesContext(transaction.get_connection()) as captured:
                assert len(services.raise_actions(house.unit, NOW, TODAY, news(number))) == number
            return len(captured)

        assert statements(5) == statements(200)

    def test_one_bad_row_raises_nothing_and_says_which(self, house: House) -> None:
        rows = [new(house), new(house, description="Map the pathway", provenance_text="")]
        with pytest.raises(Refused, match="“Map the pathway”: Say where the action came from"):
            services.raise_actions(house.unit, NOW, TODAY, rows)
        assert not Action.objects.exists()


class TestChanging:
    def test_changes_words_and_people_and_says_what_changed(self, house: House) -> None:
        action = raised(house)
        changed = services.change_action(
            house.actor("officer"), NOW, TODAY, action.pk, version=1, description="Publish the toolkit",
            contributors=[house.party("member")], reports_to=[NewReporting(house.group.pk, "June and October 2027")],
        )  # fmt: skip
        assert changed.version == 2
        assert changed.contributors.get().person == house.users["member"]
        assert changed.reportings.get().days == [date(2027, 10, 31)]
        line = trail.history(house.unit, "actions.action", action.pk)[0]
        assert line.did == "changed this action"
        assert "reports to from Business group to Neglect subgroup June and October 2027" in line.details

    def test_the_second_to_save_sees_both_texts_and_can_save_the_combination(self, house: House) -> None:
        action = raised(house)
        services.change_action(house.actor("officer"), NOW, TODAY, action.pk, version=1, description="Theirs")
        services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="Begun")
        with pytest.raises(Superseded) as told:
            services.change_action(house.actor("manager"), NOW, TODAY, action.pk, version=1, description="Mine")
        assert (told.value.theirs, told.value.yours) == ({"description": "Theirs"}, {"description": "Mine"})
        assert told.value.by == "Officer"
        services.change_action(house.actor("manager"), NOW, TODAY, action.pk, version=2, description="Theirs and mine")
        assert afresh(action).description == "Theirs and mine"

    def test_an_update_by_the_lead_does_not_disturb_somebody_who_edits_the_words(self, house: House) -> None:
        action = raised(house)
        services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="Begun", delivery="on_track")
        services.change_action(house.actor("manager"), NOW, TODAY, action.pk, version=1, description="Mine")
        assert afresh(action).delivery_owner == "on_track"

    @pytest.mark.parametrize("who", ["lead", "member", "chair", "health_lead"])
    def test_others_do_not_change_it(self, house: House, who: str) -> None:
        action = raised(house)
        with pytest.raises(NotPermitted):
            services.change_action(house.actor(who), NOW, TODAY, action.pk, description="Mine")

    def test_the_chair_of_the_group_it_reports_to_changes_it(self, house: House) -> None:
        action = raised(house)
        services.change_action(house.actor("board_chair"), NOW, TODAY, action.pk, description="Ours")
        assert afresh(action).description == "Ours"

    def test_reassigning_keeps_what_was_said_and_drops_the_former_leads_rating(self, house: House) -> None:
        action = raised(house)
        services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="Begun", delivery="on_track")
        with pytest.raises(Refused, match="Say why"):
            services.reassign(house.unit, NOW, TODAY, action.pk, lead=house.group_party, reason="")
        services.reassign(house.unit, NOW, TODAY, action.pk, lead=house.group_party, reason="The post ended.")
        now = afresh(action)
        assert (now.lead_group, now.lead_person, now.delivery_owner) == (house.group, None, "")
        assert ProgressUpdate.objects.filter(action=action).count() == 1

    def test_a_guessed_lead_is_confirmed_without_a_reason(self, house: House) -> None:
        action = raised(house, lead_is_confirmed=False)
        services.reassign(house.unit, NOW, TODAY, action.pk, lead=house.party("lead"), reason="")
        assert afresh(action).lead_is_confirmed


class TestMovingTheDate:
    def test_the_first_date_stays_and_every_slip_is_kept_with_its_reason(self, house: House) -> None:
        action, lead = raised(house, due=["March 2027"]), house.actor("lead")
        with pytest.raises(Refused) as refused:
            services.change_due(lead, NOW, TODAY, action.pk, due=["June 2027"])
        assert refused.value.field == "reason"
        services.change_due(lead, NOW, TODAY, action.pk, due=["June 2027"], reason="The tool was late.")
        services.change_due(lead, NOW, TODAY, action.pk, due=["May 2027"])
        services.change_due(lead, NOW, TODAY, action.pk, due=[date(2027, 9, 30)], reason="Two agencies to sign.")
        now = afresh(action)
        assert (now.first_due_words, now.first_due_on) == ("March 2027", date(2027, 3, 31))
        assert (now.due_on, now.slip_count, now.version) == (date(2027, 9, 30), 2, 4)
        assert [(slip.from_words, slip.is_later) for slip in Slip.objects.filter(action=action)] == [
            ("March 2027", True), ("June 2027", False), ("May 2027", True),
        ]  # fmt: skip
        assert [row.words for row in DueDate.objects.filter(action=action)] == ["30 September 2027"]

    def test_giving_a_vague_date_its_year_is_no_slip(self, house: House) -> None:
        action = raised(house, due=["Quarter 1-2"])
        assert action.first_due_on is None
        services.change_due(house.actor("lead"), NOW, TODAY, action.pk, due=["Quarter 1-2 2027-28"])
        now = afresh(action)
        assert (now.slip_count, now.first_due_on) == (0, date(2027, 9, 30))
        assert now.first_due_words == "Quarter 1-2"

    def test_two_people_who_move_it_at_once_both_see_it(self, house: House) -> None:
        action = raised(house, due=["March 2027"])
        services.change_due(house.unit, NOW, TODAY, action.pk, due=["May 2027"], reason="Late.", version=1)
        with pytest.raises(Superseded) as told:
            services.change_due(house.unit, NOW, TODAY, action.pk, due=["June 2027"], reason="Late.", version=1)
        assert (told.value.theirs, told.value.yours) == ({"due": "May 2027"}, {"due": "June 2027"})


class TestUpdates:
    def test_are_added_and_never_overwritten(self, house: House) -> None:
        action, lead = raised(house, ago=90), house.actor("lead")
        first = services.give_update(lead, moment(-60), days(-60), action.pk, text="Begun", delivery="on_track")
        services.give_update(lead, NOW, TODAY, action.pk, text="Half done", delivery="at_risk")
        services.give_update(lead, NOW, TODAY, action.pk, text="Begun in May", corrects=first.pk)
        assert ProgressUpdate.objects.filter(action=action).count() == 3
        assert (first.superseded_by.text, first.superseded_by.delivery) == ("Begun in May", "on_track")
        now = afresh(action)
        assert (now.delivery_owner, now.delivery_owner_on, now.last_update_on) == ("at_risk", TODAY, TODAY)

    def test_the_unit_records_on_behalf_and_the_name_is_kept(self, house: House) -> None:
        action = raised(house)
        officer = house.actor("officer")
        update = services.give_update(officer, NOW, TODAY, action.pk, text="Told by telephone", delivery="on_track")
        assert (update.by_name, update.on_behalf_of) == ("Officer", "Lead")
        assert afresh(action).delivery_owner_by == "Lead"
        named = services.say_no_change(officer, NOW, TODAY, action.pk, on_behalf_of="Her deputy")
        assert named.on_behalf_of == "Her deputy"

    @pytest.mark.parametrize("who", ["scrutineer", "lay", "member", "police_lead", "dsp", "analyst"])
    def test_others_do_not_write(self, house: House, who: str) -> None:
        action = raised(house)
        with pytest.raises(NotPermitted):
            services.give_update(house.actor(who), NOW, TODAY, action.pk, text="Mine")

    @pytest.mark.parametrize(
        ("who", "lead"), [("chair", "seat"), ("member", "group"), ("health_lead", "agency"), ("lead", "person")]
    )
    def test_every_sort_of_lead_writes(self, house: House, who: str, lead: str) -> None:
        ids = {"seat": house.chair_seat.pk, "group": house.group.pk, "agency": house.health.pk}
        action = raised(house, lead=Party(lead, ids[lead]) if lead in ids else house.party("lead"))
        services.give_update(house.actor(who), NOW, TODAY, action.pk, text="Begun", delivery="on_track")
        assert afresh(action).delivery_owner == "on_track"

    def test_a_contributor_writes_but_does_not_rate(self, house: House) -> None:
        action = raised(house, contributors=[Party("agency", house.police.pk)])
        helper = house.actor("police_lead")
        services.give_update(helper, NOW, TODAY, action.pk, text="We sent our figures.")
        with pytest.raises(NotPermitted):
            services.give_update(helper, NOW, TODAY, action.pk, text="Fine", delivery="on_track")
        with pytest.raises(NotPermitted):
            services.say_no_change(helper, NOW, TODAY, action.pk)

    def test_no_change_keeps_the_rating_only_while_it_may_still_be_given(self, house: House) -> None:
        action, lead = raised(house, ago=40, due=[days(-1)]), house.actor("lead")
        services.give_update(lead, moment(-30), days(-30), action.pk, text="Begun", delivery="on_track")
        assert services.say_no_change(lead, moment(-10), days(-10), action.pk).delivery == "on_track"
        assert services.say_no_change(lead, NOW, TODAY, action.pk).delivery == ""

    def test_only_the_writer_or_the_unit_corrects(self, house: House) -> None:
        action = raised(house, lead=house.group_party)
        written = services.give_update(house.actor("member"), NOW, TODAY, action.pk, text="Begun")
        with pytest.raises(Refused, match="what you wrote yourself"):
            services.give_update(house.actor("chair"), NOW, TODAY, action.pk, text="Not so", corrects=written.pk)


class TestRating:
    def test_the_chair_has_the_last_word_with_a_reason_and_may_take_it_back(self, house: House) -> None:
        action = raised(house)
        services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="Begun", delivery="on_track")
        chair = house.actor("board_chair")
        with pytest.raises(Refused) as refused:
            services.rate_delivery(chair, NOW, TODAY, action.pk, value="off_track")
        assert refused.value.field == "reason"
        services.rate_delivery(chair, NOW, TODAY, action.pk, value="off_track", reason="Two agencies have not signed.")
        assert afresh(action).delivery_chair == "off_track"
        services.rate_delivery(chair, NOW, TODAY, action.pk, value="")
        assert (afresh(action).delivery_chair, afresh(action).chair_rating) == ("", None)
        assert Rating.objects.filter(action=action).count() == 2

    def test_two_chairs_who_rate_at_once_both_see_it(self, house: House) -> None:
        action = raised(house)
        services.rate_delivery(
            house.actor("board_chair"), NOW, TODAY, action.pk, value="at_risk", reason="Slow.", seen=""
        )
        with pytest.raises(Superseded) as told:
            services.rate_delivery(
                house.actor("partnership_chair"), NOW, TODAY, action.pk, value="off_track", reason="Late.", seen=""
            )
        assert told.value.theirs == {"value": "at_risk", "reason": "Slow."}
        assert told.value.by == "Board Chair"

    @pytest.mark.parametrize("who", ["scrutineer", "lead", "member", "health_lead", "chair", "analyst"])
    def test_others_have_not_the_last_word(self, house: House, who: str) -> None:
        action = raised(house)
        with pytest.raises(NotPermitted):
            services.rate_delivery(house.actor(who), NOW, TODAY, action.pk, value="at_risk", reason="Slow.")

    @pytest.mark.parametrize("who", ["board_chair", "partnership_chair", "dsp", "manager", "officer"])
    def test_chairs_those_who_decide_and_the_unit_have_it(self, house: House, who: str) -> None:
        action = raised(house)
        services.rate_delivery(house.actor(who), NOW, TODAY, action.pk, value="at_risk", reason="Slow.")
        assert afresh(action).delivery_chair == "at_risk"

    def test_nobody_has_the_last_word_on_an_action_that_is_theirs_by_name(self, house: House) -> None:
        action = raised(house, lead=house.party("board_chair"))
        with pytest.raises(NotPermitted):
            services.rate_delivery(house.actor("board_chair"), NOW, TODAY, action.pk, value="at_risk", reason="Slow.")

    def test_the_leads_word_on_impact_never_hides_the_chairs(self, house: House) -> None:
        action = raised(house)
        services.rate_impact(house.actor("lead"), NOW, TODAY, action.pk, value="emerging", reason="Fewer repeats.")
        assert afresh(action).impact == "emerging"
        chair = house.actor("board_chair")
        services.rate_impact(chair, NOW, TODAY, action.pk, value="not_achieved", reason="Repeats are back.")
        services.rate_impact(house.actor("lead"), NOW, TODAY, action.pk, value="emerging", reason="They are not.")
        assert afresh(action).impact == "not_achieved"
        assert Rating.objects.filter(action=action, axis="impact").count() == 3

    def test_impact_is_evidenced_and_strength_rated_only_where_there_is_evidence(self, house: House) -> None:
        action, chair = raised(house), house.actor("board_chair")
        with pytest.raises(Refused):
            services.rate_impact(chair, NOW, TODAY, action.pk, value="evidenced", reason="We are sure.")
        with pytest.raises(Refused):
            services.rate_evidence(chair, NOW, TODAY, action.pk, value="strong", reason="We are sure.")
        with_evidence(house, action)
        services.rate_impact(chair, NOW, TODAY, action.pk, value="evidenced", reason="Re-audit in October.")
        services.rate_evidence(chair, NOW, TODAY, action.pk, value="strong", reason="Two sources agree.")
        assert (afresh(action).impact, afresh(action).evidence_strength) == ("evidenced", "strong")


class TestEvidence:
    def test_a_file_is_kept_and_tied(self, house: House) -> None:
        action = raised(house)
        upload = SimpleUploadedFile("audit.txt", b"Eight of ten plans are sound.", "text/plain")
        piece = with_evidence(house, action, kind="document", upload=upload, statement="", claim="Plans are sound")
        assert piece.document.title == "Plans are sound"
        assert Event.objects.filter(thing_id=action.pk, name="actions.action.evidence_added").count() == 1

    def test_a_file_is_asked_for_where_a_file_is_meant(self, house: House) -> None:
        with pytest.raises(Refused) as refused:
            with_evidence(house, raised(house), kind="document", statement="")
        assert refused.value.field == "upload"


class TestFinishing:
    def test_completion_is_refused_with_everything_still_missing(self, house: House) -> None:
        action = raised(house, milestones=[NewMilestone("Toolkit printed")])
        with pytest.raises(Refused, match="evidence, and 1 of its milestones"):
            services.ask_completion(house.actor("lead"), NOW, TODAY, action.pk, done_on=TODAY)
        with_evidence(house, action)
        services.meet_milestone(house.actor("lead"), NOW, TODAY, action.pk, action.milestones.get().pk)
        services.ask_completion(house.actor("lead"), NOW, TODAY, action.pk, done_on=TODAY)
        assert afresh(action).state == "awaiting_acceptance"

    def test_somebody_else_accepts(self, house: House) -> None:
        action = completed(house, raised(house))
        assert (action.state, action.closed_on) == ("complete", TODAY)
        assert [step.step for step in Acceptance.objects.filter(action=action)] == ["asked", "accepted"]

    def test_no_chair_accepts_what_their_own_group_leads(self, house: House) -> None:
        action = asked(house, raised(house, lead=house.group_party), "member")
        with pytest.raises(Refused, match="You lead this action"):
            services.accept_completion(house.actor("chair"), NOW, TODAY, action.pk)

    def test_nobody_accepts_for_their_own_agency(self, house: House) -> None:
        action = asked(house, raised(house, lead=Party("agency", house.police.pk)), "police_lead")
        with pytest.raises(Refused, match="You belong to the agency"):
            services.accept_completion(house.actor("dsp"), NOW, TODAY, action.pk)
        services.accept_completion(house.actor("partnership_chair"), NOW, TODAY, action.pk)

    def test_a_lead_who_is_leaving_is_of_their_agency_to_the_last_day(self, house: House) -> None:
        role = {"role": "group_member", "agency_id": house.police.pk, "ends_on": days(14)}
        house.users["leaving"] = places.person_with(house.unit, name="Leaving", **role)
        action = asked(house, raised(house, lead=house.party("leaving")), "leaving")
        with pytest.raises(Refused, match="You belong to the agency"):
            services.accept_completion(house.actor("dsp"), NOW, TODAY, action.pk)
        assert [wait.action for wait in to_accept([house.actor("dsp")])] == []
        assert [wait.action for wait in to_accept([house.actor("partnership_chair")])] == [action]

    def test_nobody_accepts_what_they_asked_for(self, house: House) -> None:
        action = asked(house, raised(house), "manager")
        with pytest.raises(Refused, match="You asked for completion yourself"):
            services.accept_completion(house.actor("manager"), NOW, TODAY, action.pk)

    @pytest.mark.parametrize("who", ["scrutineer", "member", "health_lead", "analyst"])
    def test_others_do_not_accept(self, house: House, who: str) -> None:
        action = asked(house, raised(house))
        with pytest.raises(NotPermitted):
            services.accept_completion(house.actor(who), NOW, TODAY, action.pk)

    def test_it_is_returned_with_what_is_missing(self, house: House) -> None:
        action, chair = asked(house, raised(house)), house.actor("board_chair")
        with pytest.raises(Refused):
            services.return_completion(chair, NOW, TODAY, action.pk, reason="")
        services.return_completion(chair, NOW, TODAY, action.pk, reason="Which two hundred?")
        assert afresh(action).state == "open"

    def test_it_is_closed_and_reopened_with_reasons_kept(self, house: House) -> None:
        action = raised(house)
        services.close_without_completion(house.unit, NOW, TODAY, action.pk, reason="The service ended.")
        with pytest.raises(Refused, match="closed"):
            services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="But")
        services.reopen(house.unit, NOW, TODAY, action.pk, reason="It is back.")
        assert afresh(action).state == "open"
        kept = [step.statement for step in Acceptance.objects.filter(action=action)]
        assert kept == ["The service ended.", "It is back."]

    def test_an_import_is_undone_by_withdrawing(self, house: House) -> None:
        actions = services.raise_actions(house.unit, NOW, TODAY, [new(house), new(house)])
        services.withdraw_actions(house.unit, NOW, TODAY, [one.pk for one in actions], reason="Wrong file.")
        assert {afresh(one).state for one in actions} == {"withdrawn"}

    def test_a_milestone_is_met_dropped_and_settled_once(self, house: House) -> None:
        lead = house.actor("lead")
        action = raised(house)
        first = services.add_milestone(lead, NOW, TODAY, action.pk, text="Printed", due=["May 2027"])
        second = services.add_milestone(lead, NOW, TODAY, action.pk, text="Translated")
        services.meet_milestone(lead, NOW, TODAY, action.pk, first.pk, met_on=days(-1))
        with pytest.raises(Refused, match="no longer needed"):
            services.drop_milestone(lead, NOW, TODAY, action.pk, second.pk, reason="")
        services.drop_milestone(lead, NOW, TODAY, action.pk, second.pk, reason="Nobody asked for it.")
        with pytest.raises(Refused, match="settled already"):
            services.meet_milestone(lead, NOW, TODAY, action.pk, second.pk)


class TestRestricted:
    def test_is_unknown_to_those_who_may_not_read_it(self, house: House) -> None:
        action = raised(house, information_class="R", reports_to=[])
        for who in ("officer", "member", "health_lead", "board_chair"):
            with pytest.raises(Refused, match="There is no such action"):
                services.give_update(house.actor(who), NOW, TODAY, action.pk, text="Mine")
        services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="Begun")

    def test_its_words_stay_off_the_trail_that_more_people_read(self, house: House) -> None:
        action = raised(house, information_class="R", description="About the family of case seven")
        services.give_update(house.actor("lead"), NOW, TODAY, action.pk, text="About case seven")
        services.close_without_completion(house.unit, NOW, TODAY, action.pk, reason="Case seven is closed.")
        for event in Event.objects.filter(thing_id=action.pk):
            assert "seven" not in f"{event.title}{event.before}{event.after}{event.reason}".lower()

    def test_another_partnerships_action_does_not_exist(self, house: House) -> None:
        action, other = raised(house), a_house()
        with pytest.raises(Refused, match="There is no such action"):
            services.change_action(other.unit, NOW, TODAY, action.pk, description="Ours")
