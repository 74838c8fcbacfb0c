"""Decisions between meetings in writing: the rule, the services and the pages."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import queries, rules, services
from goldenthread.meetings.models import AgendaItem, WrittenAnswer, WrittenProcedure
from goldenthread.meetings.queries import waiting
from goldenthread.meetings.rules import Answered, Came, Outcome, Reply, Rule
from goldenthread.meetings.services import SeatCame
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting
from goldenthread.notify.models import Message
from goldenthread.notify.queries import asking as digests
from goldenthread.partnerships import services as founding
from goldenthread.partnerships.tests import factories as places
from tests.visiting import asked

replies = st.lists(st.builds(Answered, st.sampled_from(list(Reply)), st.sampled_from([*rules.STATUTORY, "education"])))


@pytest.fixture(autouse=True)
def at_noon():
    """The pages read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


@given(st.sampled_from(list(Rule)), replies)
def test_an_outcome_never_waits_beyond_the_last_day(needed: Rule, answers: list[Answered]):
    """meetings.written_outcome"""
    assert rules.written_outcome(needed, answers, True) != Outcome.OPEN
    now = rules.written_outcome(needed, answers, False)
    if now != Outcome.OPEN:
        assert rules.written_outcome(needed, answers, True) == now
        # What is decided stays so whatever those still asked would say.
        for late in (Reply.AGREES, Reply.AGAINST, Reply.ABSTAINS):
            said = [Answered(late, one.sector) if one.reply == Reply.ASKED else one for one in answers]
            assert rules.written_outcome(needed, said, True) == now


def test_each_rule_by_example():
    """meetings.written_outcome, meetings.may_answer_in_writing"""
    three = [Answered(Reply.AGREES, sector) for sector in rules.STATUTORY]
    school = Answered(Reply.AGAINST, "education")
    assert rules.written_outcome(Rule.ALL_STATUTORY, [*three, school], False) == Outcome.CARRIED
    waiting = [*three[:2], Answered(Reply.ASKED, "police")]
    assert rules.written_outcome(Rule.ALL_STATUTORY, waiting, False) == Outcome.OPEN
    assert rules.written_outcome(Rule.ALL_STATUTORY, waiting, True) == Outcome.NOT_CARRIED
    assert rules.written_outcome(Rule.MAJORITY, [*three[:2], school], False) == Outcome.CARRIED
    assert rules.written_outcome(Rule.MAJORITY, [three[0], school], False) == Outcome.NOT_CARRIED
    assert not rules.may_answer(Outcome.OPEN, False, Reply.AGAINST, " ")
    assert rules.may_answer(Outcome.OPEN, False, Reply.AGREES, "")
    assert not rules.may_answer(Outcome.OPEN, True, Reply.AGREES, "")
    assert not rules.may_answer(Outcome.CARRIED, False, Reply.AGREES, "")


def begun(house: House, who: str = "chair", **fields: Any) -> WrittenProcedure:
    given_ = {
        "group_id": house.group.pk, "title": "Lend the van", "proposal": "Lend the van to Saltmarsh in January",
        "answer_by": TODAY + timedelta(days=5), **fields,
    }  # fmt: skip
    return services.begin_procedure(house.actor(who), NOW, TODAY, **given_)


def answer(house: House, row: WrittenProcedure, *who: str, said: str = Reply.AGREES, today: date = TODAY) -> None:
    for one in who:
        services.answer_procedure(house.actor(one), NOW, today, row.pk, answer=said, reason="As discussed")


def signed(house: House, who: str) -> Client:
    client = Client()
    client.force_login(house.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(house: House, name: str, *parts: Any) -> str:
    return reverse(f"meetings:{name}", args=[house.unit.partnership_slug, *parts])


@pytest.mark.django_db
def test_the_deciding_seats_are_asked_and_nobody_else(house: House):
    row = begun(house)
    people = {one.seat.title for one in row.answers.select_related("seat")}
    assert people == {"Chair", "Chief nurse", "Assistant chief constable"}
    assert Message.objects.filter(kind="meetings.written").count() == 3
    for who in ("observer", "manager", "other_chair", "lay"):
        with pytest.raises(NotPermitted):
            answer(house, row, who)
    with pytest.raises(NotPermitted):
        begun(house, "icb")
    with pytest.raises(Refused, match="after today"):
        begun(house, answer_by=TODAY)


@pytest.mark.django_db
def test_a_lay_member_and_the_scrutineer_with_a_seat_decide_nothing(house: House):
    made = places.a_seat(house.unit, house.group, "Independent voice", kind="chair")
    founding.hold_seat(house.unit, NOW, made.pk, person_id=house.users["scrutineer"].pk, starts_on=TODAY)
    row = begun(house)
    assert row.answers.count() == 3
    for seat in (made, house.seats["lay"]):
        WrittenAnswer.objects.create(partnership_id=house.unit.partnership_id, procedure=row, seat=seat)
    for who in ("lay", "scrutineer"):
        shown = queries.show_procedure(house.actor(who), row.pk, TODAY)
        assert shown is not None
        assert not shown.may_answer
        assert signed(house, who).post(at(house, "answer_procedure", row.pk), {"answer": "agrees"}).status_code == 403
        with pytest.raises(NotPermitted):
            answer(house, row, who)
    # Nor does a chair's seat let the scrutineer run the group.
    with pytest.raises(NotPermitted):
        begun(house, "scrutineer")
    meeting = a_meeting(house)
    with pytest.raises(NotPermitted):
        services.issue_agenda(house.actor("scrutineer"), NOW, meeting.pk)


@pytest.mark.django_db
def test_whoever_holds_two_deciding_seats_answers_for_both(house: House):
    second = places.a_seat(house.unit, house.group, "Caldicott lead", kind="member")
    founding.hold_seat(house.unit, NOW, second.pk, person_id=house.users["icb"].pk, starts_on=TODAY)
    row = begun(house)
    page = signed(house, "icb").get(at(house, "answer_procedure", row.pk)).content.decode()
    assert "each of your seats: Caldicott lead, Chief nurse" in page
    answer(house, row, "icb")
    assert set(row.answers.exclude(answer=Reply.ASKED).values_list("seat__title", flat=True)) == {
        "Caldicott lead", "Chief nurse",
    }  # fmt: skip


@pytest.mark.django_db
def test_what_is_carried_is_decided_and_goes_on_the_next_agenda_to_be_ratified(house: House):
    row = begun(house)
    answer(house, row, "chair", "icb")
    with pytest.raises(Refused, match="still to come"):
        services.close_procedure(house.unit, NOW, TODAY, row.pk)
    answer(house, row, "police")
    with pytest.raises(Refused, match="Plan the next meeting"):
        services.close_procedure(house.unit, NOW, TODAY, row.pk)
    meeting = a_meeting(house)
    done = services.close_procedure(house.actor("chair"), NOW, TODAY, row.pk)
    assert done.outcome == Outcome.CARRIED
    assert AgendaItem.objects.get(meeting=meeting).title == "To ratify: Lend the van"
    (decision,) = queries.list_decisions(house.actor("icb"))
    assert decision.standing == "recommended"
    page = signed(house, "chair").get(at(house, "show_decision", decision.pk)).content.decode()
    assert "decided in writing between meetings" in page
    assert "not quorate" not in page
    assert "The latest meeting ratified it" not in page
    with pytest.raises(Refused, match="decided"):
        answer(house, row, "police", said=Reply.AGAINST)
    on = meeting.on
    services.record_attendance(house.unit, NOW, on, meeting.pk, [SeatCame(house.seats["chair"].pk, Came.PRESENT)])
    told = [SeatCame(house.seats[who].pk, Came.PRESENT) for who in ("chair", "icb", "police")]
    services.record_attendance(house.unit, NOW, on, meeting.pk, told)
    decision.refresh_from_db()
    assert decision.needs_ratification
    assert services.ratify_decision(house.unit, NOW, decision.pk).ratified_in_id == meeting.pk


@pytest.mark.django_db
def test_silence_after_the_last_day_carries_nothing(house: House):
    row = begun(house)
    answer(house, row, "chair", "icb")
    after = TODAY + timedelta(days=6)
    with pytest.raises(Refused, match="last day for answers has passed"):
        answer(house, row, "police", today=after)
    assert services.close_procedure(house.unit, NOW, after, row.pk).outcome == Outcome.NOT_CARRIED
    assert not queries.list_decisions(house.unit).exists()


@pytest.mark.django_db
def test_a_restricted_proposal_is_absent_for_who_may_not_read_it(house: House):
    row = begun(house, title="Acme", proposal="End the contract with Acme", part="B")
    for who in ("observer", "lay", "officer", "other_chair"):
        assert queries.find_procedure(house.actor(who), row.pk) is None
        client = signed(house, who)
        assert "Acme" not in client.get(at(house, "list_procedures")).content.decode()
        assert client.get(at(house, "show_procedure", row.pk)).status_code == 404
    assert queries.find_procedure(a_house().unit, row.pk) is None
    assert "Acme" in signed(house, "icb").get(at(house, "show_procedure", row.pk)).content.decode()
    # Nothing restricted leaves the service in a letter; a lay member, who does not read part B, is not asked.
    letters = Message.objects.filter(kind="meetings.written")
    assert letters.count() == 3
    assert not [one for one in letters if "Acme" in one.body + one.subject]


@pytest.mark.django_db
def test_the_pages_from_proposal_to_outcome(house: House):
    a_meeting(house)
    chair = signed(house, "chair")
    form = {
        "group_id": str(house.group.pk), "title": "Lend the van", "proposal": "Lend it", "needed": "majority",
        "answer_by-day": "30", "answer_by-month": "11", "answer_by-year": "2026", "part": "A",
    }  # fmt: skip
    assert chair.post(at(house, "begin_procedure"), {**form, "proposal": ""}).status_code == 422
    assert chair.post(at(house, "begin_procedure"), form).status_code == 302
    row = WrittenProcedure.objects.get()
    path = at(house, "answer_procedure", row.pk)
    refused = signed(house, "icb").post(path, {"answer": "against", "reason": ""})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    for who in ("chair", "icb", "police"):
        assert signed(house, who).post(path, {"answer": "agrees"}).status_code == 302
    assert signed(house, "observer").get(path).status_code == 403
    assert chair.post(at(house, "close_procedure", row.pk)).status_code == 302
    assert "Carried, to be ratified" in chair.get(at(house, "show_procedure", row.pk)).content.decode()
    paths = [at(house, "list_procedures"), at(house, "show_procedure", row.pk), at(house, "begin_procedure")]
    few = [len(asked(chair, one)) for one in paths]
    for number in range(3):
        begun(house, title=f"Another {number}")
    assert [len(asked(chair, one)) for one in paths] == few
    assert max(few) <= 15


@pytest.mark.django_db
def test_what_one_has_still_to_answer_stands_on_my_work_in_the_count_and_in_the_digest(house: House):
    row = begun(house)
    secret = begun(house, title="Acme", proposal="End the contract", part="B")

    def waits(who: str, today: date = TODAY) -> list[str]:
        actor = house.actor(who)
        asks = [ask for _, ask in queries.written_asks([actor], today)]
        counted = waiting.written_waiting([actor], today)
        assert len(asks) == (counted.count() if counted is not None else 0)
        return [ask.title for ask in asks]

    assert waits("icb") == ["", "Answer “Lend the van”"]
    (_, asked_for) = [ask for _, ask in queries.written_asks([house.actor("icb")], TODAY)]
    assert asked_for.due_on == row.answer_by
    assert "your answer is asked by 27 November 2026" in asked_for.why
    for who in ("lay", "observer", "scrutineer", "manager", "other_chair"):
        assert waits(who) == []
    page = signed(house, "icb").get(reverse("my_work_everywhere")).content.decode()
    assert "Answer “Lend the van”" in page
    assert "End the contract" not in page
    icb = house.users["icb"].pk
    told = [ask.kind for _, ask in digests.asks_of([icb], TODAY)[icb]]
    assert told.count("meetings.writtenprocedure") == 2
    answer(house, row, "icb")
    assert waits("icb") == [""]
    assert waits("icb", secret.answer_by + timedelta(days=1)) == []


@pytest.mark.django_db
def test_a_deputy_answers_while_the_holder_is_away(house: House):
    deputy = house.users["deputy"] = places.person_with(house.unit, name="Dee Putney", email="dee@example.org")
    seat = house.seats["icb"]
    founding.hold_seat(house.unit, NOW, seat.pk, person_id=deputy.pk, starts_on=TODAY, is_deputy=True)
    first = begun(house)
    assert queries.written_asks([house.actor("deputy")], TODAY) == []
    founding.say_away(
        house.unit, NOW, TODAY, house.users["icb"].pk, starts_on=TODAY, ends_on=TODAY + timedelta(days=9)
    )  # fmt: skip
    assert [ask.thing_id for _, ask in queries.written_asks([house.actor("deputy")], TODAY)] == [first.pk]
    ((_, mine),) = queries.written_asks([house.actor("icb")], TODAY)
    assert mine.relieved
    begun(house, title="Lend the boat")
    letters = Message.objects.filter(kind="meetings.written", subject__contains="asked", body__contains="Lend the boat")
    assert {one.address for one in letters} & {deputy.email, house.users["icb"].email} == {deputy.email}
    page = signed(house, "manager").get(at(house, "show_procedure", first.pk)).content.decode()
    assert "away until 1 December 2026, whoever deputises is asked instead" in page
    assert "away until" not in signed(house, "observer").get(at(house, "show_procedure", first.pk)).content.decode()
    answer(house, first, "deputy")
    assert [ask for _, ask in queries.written_asks([house.actor("icb")], TODAY) if ask.thing_id == first.pk] == []


@pytest.mark.django_db
def test_what_is_asked_in_writing_costs_one_query_for_many(house: House, django_assert_num_queries: Any):
    actors = [house.actor(who) for who in ("chair", "icb", "police")]
    for number in range(1, 8):
        begun(house, title=f"Proposal {number}")
        if number in (1, 7):
            with django_assert_num_queries(1):
                assert len(queries.written_asks(actors, TODAY)) == 3 * number
            with django_assert_num_queries(1):
                assert waiting.written_waiting(actors, TODAY).count() == number
