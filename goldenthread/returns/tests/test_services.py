"""Asking, answering, signing off, sending, checking: what is kept, what is refused, and who may."""

from datetime import date, timedelta

import pytest

from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.returns import queries, rules, services
from goldenthread.returns.models import Answer, QuestionSet, Return
from goldenthread.returns.services import Given, Respondent
from goldenthread.returns.tests.factories import House, a_round, a_set, answered, of
from goldenthread.trail.models import Event


def test_a_published_set_stays_as_it_is_and_a_new_version_takes_its_place(house: House):
    first = a_set(house)
    question = first.sections.get().questions.first()
    with pytest.raises(Refused, match="stays as it is"):
        services.change_question(house.unit, NOW, question.pk, text="Other?", asks="text")
    second = services.new_edition(house.unit, NOW, first.pk)
    assert [one.key for one in second.sections.get().questions.all()] == ["goes", "looked"]
    with pytest.raises(Refused, match="already a draft"):
        services.new_edition(house.unit, NOW, first.pk)
    services.publish_question_set(house.unit, NOW, TODAY, second.pk)
    first.refresh_from_db()
    assert (first.state, second.edition) == (QuestionSet.State.RETIRED, 2)


def test_a_question_moves_within_its_section_and_stays_at_the_edge(house: House):
    drafted = services.draft_question_set(house.unit, NOW, title="T", kind="other")
    section = services.add_section(house.unit, NOW, drafted.pk, title="S")
    made = [services.add_question(house.unit, NOW, section.pk, text=text, asks="text") for text in ("A?", "B?", "C?")]
    services.move_question(house.unit, NOW, made[2].pk, up=True)
    services.move_question(house.unit, NOW, made[0].pk, up=True)
    assert list(section.questions.values_list("text", flat=True)) == ["A?", "C?", "B?"]
    services.remove_question(house.unit, NOW, made[1].pk)
    assert list(section.questions.values_list("text", flat=True)) == ["A?", "C?"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "today or later"),
        ({"respondents": []}, "at least one"),
        ({"title": " "}, "a title"),
        ({"period": (TODAY, TODAY - timedelta(days=1))}, "on or after"),
    ],
)
def test_a_round_that_does_not_hold_together_is_refused_whole(house: House, fields: dict, reason: str):
    with pytest.raises(Refused, match=reason):
        a_round(house, **fields)
    assert not Return.objects.exists()


def test_nobody_of_another_partnership_is_asked(house: House):
    other = factories.found()
    stranger = factories.an_agency(other, "Elsewhere Trust")
    with pytest.raises(Refused, match="takes no part"):
        a_round(house, respondents=[Respondent("agency", stranger.pk)])
    with pytest.raises(Refused, match="no such group"):
        a_round(house, to_group_ids=[factories.a_group(other).pk])


def test_a_return_is_answered_in_pieces_by_several_and_sent_once(house: House):
    made = a_round(house)
    owed = of(made, house.health)
    assert owed.state == rules.State.NOT_STARTED
    services.save_answers(house.health_lead, NOW, TODAY, owed.pk, {"looked": Given("2026-10-01")})
    with pytest.raises(Refused, match="How does supervision go"):
        services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    services.name_people(house.unit, NOW, owed.pk, lead_id=None, deputy_id=house.people["worker"].pk)
    services.save_answers(house.worker, NOW, TODAY, owed.pk, {"goes": Given("Monthly.")})
    sent = services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    assert (sent.state, sent.sent_on, sent.sent_by) == (rules.State.SUBMITTED, TODAY, "Hana Lowe")
    assert sorted(Answer.objects.filter(of_return=owed).values_list("answered_by", flat=True)) == [
        "Hana Lowe", "Wren Oakley",
    ]  # fmt: skip
    with pytest.raises(Refused, match="no longer be changed"):
        answered(house, owed, house.health_lead)
    assert not Event.objects.filter(after__icontains="Monthly").exists(), "answers are not told on the trail"


def test_two_people_who_change_the_same_answer_see_both_texts_and_nothing_is_lost(house: House):
    owed = of(a_round(house), house.health)
    seen = rules.mark(None)
    services.save_answers(house.health_lead, NOW, TODAY, owed.pk, {"goes": Given("Well.", seen=seen)})
    mine = {"goes": Given("Badly.", seen=seen), "looked": Given("2026-10-01", seen=seen)}
    with pytest.raises(Superseded) as caught:
        services.save_answers(house.health_lead, NOW, TODAY, owed.pk, mine)
    assert (caught.value.theirs, caught.value.yours) == ({"goes": "Well."}, {"goes": "Badly."})
    assert list(Answer.objects.filter(of_return=owed).values_list("value", flat=True)) == ["Well."]


def test_somebody_else_s_answer_to_another_question_is_left_alone(house: House):
    owed = of(a_round(house), house.health)
    seen = rules.mark(None)
    services.save_answers(house.health_lead, NOW, TODAY, owed.pk, {"goes": Given("Well.", seen=seen)})
    # The second page was opened before the first was saved and still shows nothing under the first question.
    page = {"goes": Given(None, seen=seen), "looked": Given("2026-10-01", seen=seen)}
    services.save_answers(house.health_lead, NOW, TODAY, owed.pk, page)
    said = queries.answered_of(owed)
    assert (said["goes"].value, said["looked"].value) == ("Well.", "2026-10-01")


def test_an_answer_that_does_not_fit_is_refused_and_nothing_of_the_save_is_kept(house: House):
    owed = of(a_round(house), house.health)
    with pytest.raises(Refused) as caught:
        services.save_answers(house.health_lead, NOW, TODAY, owed.pk, {"goes": Given("Well."), "looked": Given("soon")})
    assert caught.value.field == "looked"
    assert not Answer.objects.filter(of_return=owed).exists()
    owed.refresh_from_db()
    assert owed.state == rules.State.NOT_STARTED


@pytest.mark.parametrize("who", ["police_lead", "executive_chair", "observer", "manager"])
def test_only_those_who_are_asked_answer(house: House, who: str):
    owed = of(a_round(house), house.health)
    with pytest.raises(NotPermitted, match="answered by others"):
        answered(house, owed, getattr(house, who))


def test_sign_off_comes_first_where_it_is_asked_and_is_for_somebody_senior(house: House):
    owed = of(a_round(house, needs_sign_off=True), house.health)
    services.name_people(house.unit, NOW, owed.pk, lead_id=house.people["worker"].pk, deputy_id=None)
    answered(house, owed, house.worker)
    with pytest.raises(Refused, match="senior must sign"):
        services.submit_return(house.worker, NOW, TODAY, owed.pk)
    with pytest.raises(NotPermitted, match="senior"):
        services.sign_off(house.worker, NOW, TODAY, owed.pk)
    services.sign_off(house.health_lead, NOW, TODAY, owed.pk)
    with pytest.raises(Refused, match="no longer be changed"):
        answered(house, owed, house.worker, goes="Otherwise.")
    services.take_back(house.health_lead, NOW, owed.pk)
    answered(house, owed, house.worker, goes="Otherwise.")
    services.sign_off(house.health_lead, NOW, TODAY, owed.pk)
    assert services.submit_return(house.worker, NOW, TODAY, owed.pk).signed_off_by == "Hana Lowe"


def test_last_time_s_answers_are_taken_over_where_there_are_none_yet(house: House):
    asked = a_set(house)
    first = of(a_round(house, asked), house.health)
    answered(house, first, house.health_lead, goes="Monthly.", looked="2026-10-01")
    services.submit_return(house.health_lead, NOW, TODAY, first.pk)
    owed = of(a_round(house, asked), house.health)
    assert owed.previous_id == first.pk
    answered(house, owed, house.health_lead, goes="Weekly now.")
    services.carry_answers(house.health_lead, NOW, TODAY, owed.pk)
    said = {one.question.key: one for one in Answer.objects.filter(of_return=owed).select_related("question")}
    assert (said["goes"].value, said["goes"].is_carried) == ("Weekly now.", False)
    assert (said["looked"].value, said["looked"].is_carried) == ("2026-10-01", True)
    with pytest.raises(Refused, match="Nothing was sent last time"):
        services.carry_answers(house.police_lead, NOW, TODAY, of(a_round(house, asked), house.police).pk)


def test_what_was_sent_is_accepted_or_sent_back_by_others_than_its_agency(house: House):
    owed = of(a_round(house), house.health)
    answered(house, owed, house.health_lead)
    services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    own = factories.actor_with(house.unit, Role.ANALYST, agency_id=house.health.pk)
    with pytest.raises(Refused, match="own agency"):
        services.accept_return(own, NOW, TODAY, owed.pk)
    with pytest.raises(NotPermitted):
        services.accept_return(house.quality_chair, NOW, TODAY, owed.pk)
    back = services.return_for_more(
        house.executive_chair, NOW, owed.pk, reason="Say how often.", due_on=TODAY + timedelta(days=30)
    )
    assert (back.state, back.state_reason) == (rules.State.RETURNED, "Say how often.")
    answered(house, owed, house.health_lead, goes="Each month.")
    services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    assert services.accept_return(house.manager, NOW, TODAY, owed.pk).accepted_by == "Morgan Hale"


def test_more_time_and_letting_off_need_a_reason_that_stays(house: House):
    owed = of(a_round(house), house.health)
    with pytest.raises(Refused, match="later than"):
        services.extend_return(house.unit, NOW, TODAY, owed.pk, due_on=owed.due_on, reason="Busy")
    with pytest.raises(Refused, match="why more time"):
        services.extend_return(house.unit, NOW, TODAY, owed.pk, due_on=owed.due_on + timedelta(days=7), reason=" ")
    services.extend_return(house.unit, NOW, TODAY, owed.pk, due_on=owed.due_on + timedelta(days=7), reason="Merger.")
    services.excuse_return(house.unit, NOW, owed.pk, reason="Runs no services here.")
    owed.refresh_from_db()
    assert (owed.extended_reason, owed.state_reason) == ("Merger.", "Runs no services here.")
    with pytest.raises(NotPermitted):
        services.excuse_return(house.health_lead, NOW, owed.pk, reason="No time.")
    again = services.reopen_return(house.unit, NOW, TODAY, owed.pk, due_on=TODAY + timedelta(days=14))
    assert again.state == rules.State.DRAFT


def test_a_round_closes_with_a_reason_for_what_never_came(house: House):
    made = a_round(house)
    answered(house, of(made, house.health), house.health_lead)
    services.submit_return(house.health_lead, NOW, TODAY, of(made, house.health).pk)
    with pytest.raises(Refused, match="1 of its returns have not come"):
        services.close_round(house.unit, NOW, TODAY, made.pk)
    services.close_round(house.unit, NOW, TODAY, made.pk, "The audit replaces it.")
    assert of(made, house.police).state == rules.State.CLOSED
    shown = queries.show_round(house.unit, TODAY, made.pk)
    assert shown is not None
    assert (shown.asked, shown.sent, shown.late) == (2, 1, 0)


def test_others_can_be_asked_in_a_round_that_is_out(house: House):
    made = a_round(house, respondents=[Respondent("agency", house.health.pk)])
    both = [Respondent("agency", house.health.pk), Respondent("agency", house.police.pk)]
    services.add_respondents(house.unit, NOW, TODAY, made.pk, both)
    assert made.returns.count() == 2
    with pytest.raises(Refused, match="asked already"):
        services.add_respondents(house.unit, NOW, TODAY, made.pk, both)


def test_a_date_in_the_past_stays_late_however_it_is_looked_at(house: House):
    made = a_round(house, due_on=date(2026, 11, 27))
    rows = queries.list_returns(house.unit, date(2026, 12, 4), states=["late"])
    assert {one.who for one in rows} == {"Vale NHS Trust", "Vale Police"}
    assert [one.who for one in queries.non_responses(house.unit, date(2026, 12, 4), [house.executive.pk])]
    assert not queries.list_returns(house.unit, date(2026, 11, 27), states=["late"]).exists()
    assert made.state == "issued"


def test_nobody_accepts_what_they_sent_themselves(house: House):
    owed = of(a_round(house, respondents=[Respondent("group", house.quality.pk)]), house.quality)
    answered(house, owed, house.manager)
    services.submit_return(house.manager, NOW, TODAY, owed.pk)
    with pytest.raises(Refused, match="sent themselves"):
        services.accept_return(house.manager, NOW, TODAY, owed.pk)
    services.accept_return(house.executive_chair, NOW, TODAY, owed.pk)


def test_who_has_left_the_agency_is_asked_no_more_and_its_lead_is(house: House):
    owed = of(a_round(house), house.health)
    services.name_people(house.unit, NOW, owed.pk, lead_id=house.people["worker"].pk, deputy_id=None)
    owed.refresh_from_db()
    assert [one.name for one in queries.answerers_of(house.unit, owed, TODAY)] == ["Wren Oakley"]
    later = TODAY + timedelta(days=1)
    SeatHolder.objects.filter(person=house.people["worker"]).update(ends_on=TODAY)
    assert [one.name for one in queries.answerers_of(house.unit, owed, later)] == ["Hana Lowe"]
    gone = partnerships.actor_for(house.people["worker"].pk, house.unit.partnership_slug, later)
    assert gone is None or not Return.objects.answerable(gone).filter(pk=owed.pk).exists()
    assert [ask.title for _, ask in queries.return_asks([house.health_lead], later)] == [owed.round.title]


def test_only_what_both_changed_is_taken_up(house: House):
    owed = of(a_round(house), house.health)
    seen = {"goes": rules.mark(None), "looked": rules.mark(None)}
    answered(house, owed, house.health_lead, goes="Theirs.", looked="2026-10-01")
    mine = {"goes": Given("Mine.", seen=seen["goes"]), "looked": Given("2026-10-02", seen=seen["looked"])}
    with pytest.raises(Superseded) as both:
        services.save_answers(house.health_lead, NOW, TODAY, owed.pk, mine)
    assert set(both.value.theirs) == {"goes", "looked"}
    mine = {"goes": Given("Mine.", seen=seen["goes"]), "looked": Given(None, seen=seen["looked"])}
    with pytest.raises(Superseded) as one:
        services.save_answers(house.health_lead, NOW, TODAY, owed.pk, mine)
    assert set(one.value.theirs) == {"goes"}
