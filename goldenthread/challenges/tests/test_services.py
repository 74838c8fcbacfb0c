"""Raising, answering, evidence, more time, closing and asking again; and who may do which."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from goldenthread.challenges import queries, services
from goldenthread.challenges.models import Challenge, ChallengeTurn
from goldenthread.challenges.tests.factories import Log, a_log
from goldenthread.documents.models import EvidenceItem
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.factories import NOW, TODAY, a_seat, actor_with
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
KIND = "challenges.challenge"
PROOF = {"claim": "27 of 30 joined", "kind": "statement", "quadrant": "quantitative", "strength": "strong",
         "dated_on": TODAY, "statement": "Counted by the front door"}  # fmt: skip


def names(challenge: Challenge) -> list[str]:
    return list(Event.objects.filter(thing_id=challenge.pk).order_by("number").values_list("name", flat=True))


def answered(log: Log, **fields: Any) -> Challenge:
    made = log.raised(**fields)
    services.answer_challenge(log.lead, NOW, TODAY, made.pk, text="A third inspector has joined.")
    return made


def test_numbers_run_within_a_partnership_and_a_kind(log: Log) -> None:
    elsewhere = a_log()
    assert [log.raised().number, elsewhere.raised().number, log.raised().number] == [1, 1, 2]
    good = log.raised(kind="good_practice", due_on=None)
    assert (good.number, good.state, str(good)) == (1, "noted", "Good practice 1")
    assert names(good) == [f"{KIND}.noted"]


def test_it_is_raised_in_the_part_of_whoever_raises_it(log: Log) -> None:
    parts = [log.raised(by).raised_as for by in (log.chair, log.scrutineer, log.other_lead, log.manager)]
    assert parts == ["chair", "scrutineer", "partner", "unit"]
    # Only the unit may say for whom it records.
    own = log.raised(log.other_lead, raised_as="chair", raised_for="Somebody else")
    assert (own.raised_as, own.raised_by_name) == ("partner", log.other_lead.name)
    kept = log.raised(raised_as="chair", raised_for="Gwen")
    assert (kept.raised_as, kept.raised_by_name) == ("chair", "Gwen")
    assert kept.turns.get().on_behalf_of == "Gwen"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "  "}, "text"),
        ({"due_on": None}, "due_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"kind": "worry"}, "kind"),
        ({"kind": "good_practice"}, "due_on"),
        ({"to_agency_id": None}, "to"),
    ],
)
def test_what_cannot_be_raised_says_why_and_leaves_nothing(log: Log, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        log.raised(**fields)
    assert refused.value.field == field
    assert not Challenge.objects.exists()
    assert not ChallengeTurn.objects.exists()


def test_agencies_and_groups_of_another_partnership_are_unknown(log: Log) -> None:
    elsewhere = a_log()
    for fields in ({"to_agency_id": elsewhere.agency.pk}, {"to_group_id": elsewhere.group.pk},
                   {"group_id": elsewhere.group.pk}):  # fmt: skip
        with pytest.raises(Refused):
            log.raised(**fields)


def test_lay_members_and_analysts_raise_nothing(log: Log) -> None:
    for by in (actor_with(log.manager, Role.ANALYST), log.sits(log.group, role=Role.LAY_MEMBER)):
        with pytest.raises(NotPermitted):
            log.raised(by)


def test_it_is_tied_to_where_it_was_raised_and_what_it_is_about(log: Log) -> None:
    first = log.raised()
    second = log.raised(log.scrutineer, raised_in=Ref(KIND, log.raised(log.scrutineer).pk))
    third = log.raised(about=Ref(KIND, first.pk))
    assert threads.targets(log.manager, LinkKind.RAISED_BY, KIND, [second.pk])[second.pk]
    assert threads.targets(log.manager, LinkKind.RELATES_TO, KIND, [third.pk])[third.pk] == [first.pk]


def test_from_the_question_to_the_outcome(log: Log) -> None:
    made = answered(log, by=log.chair)
    services.add_evidence(log.lead, NOW, TODAY, made.pk, **PROOF)
    services.close_challenge(log.chair, NOW, TODAY, made.pk, outcome="accepted", what_changed="They come now.")
    made.refresh_from_db()
    assert (made.state, made.outcome, made.closed_on) == ("closed", "accepted", TODAY)
    assert [turn.what for turn in made.turns.all()] == ["raised", "answered", "evidenced", "closed"]
    assert names(made) == [f"{KIND}.{what}" for what in ("raised", "answered", "evidenced", "closed")]
    assert EvidenceItem.objects.get().information_class == "R"
    figures = queries.count_figures(log.manager, TODAY)
    assert (figures.in_time, figures.closed, figures.with_evidence) == (1, 1, 1)


def test_of_its_words_the_trail_holds_none(log: Log) -> None:
    made = answered(log, text="SECRETQUESTION", why="SECRETREASON")
    services.extend_challenge(log.manager, NOW, TODAY, log.raised().pk, due_on=date(2027, 3, 1), reason="SECRETLEAVE")
    services.close_challenge(log.manager, NOW, TODAY, made.pk, outcome="accepted", what_changed="SECRETCHANGE")
    for event in Event.objects.filter(kind=KIND):
        assert "SECRET" not in f"{event.title} {event.before} {event.after} {event.reason}"


def test_the_unit_answers_on_behalf_of_those_asked(log: Log) -> None:
    made = log.raised()
    services.answer_challenge(
        log.manager, NOW, TODAY + timedelta(days=40), made.pk, text="By letter.", answered_on=TODAY
    )
    turn = made.turns.get(what="answered")
    assert turn.on_behalf_of == str(log.agency)
    assert turn.said_on == TODAY
    assert queries.count_figures(log.manager, TODAY).in_time == 1


def test_only_those_asked_answer(log: Log) -> None:
    made = log.raised(log.other_lead)
    for by in (log.other_lead, log.sits(log.group, "chair")):
        with pytest.raises(NotPermitted):
            services.answer_challenge(by, NOW, TODAY, made.pk, text="We did.")
    with pytest.raises(NotPermitted):
        services.answer_challenge(log.scrutineer, NOW, TODAY, made.pk, text="They did.")


def test_the_chair_of_a_challenged_group_answers_and_its_members_do_not(log: Log) -> None:
    made = log.raised(to_group_id=log.asked_group.pk)
    with pytest.raises(NotPermitted):
        services.answer_challenge(log.sits(log.asked_group), NOW, TODAY, made.pk, text="We did.")
    services.answer_challenge(log.sits(log.asked_group, "chair"), NOW, TODAY, made.pk, text="We did.")


@pytest.mark.parametrize(
    ("text", "day"), [(" ", TODAY), ("Yes", TODAY + timedelta(days=1)), ("Yes", TODAY - timedelta(days=1))]
)
def test_an_answer_needs_words_and_a_day_that_can_be(log: Log, text: str, day: date) -> None:
    with pytest.raises(Refused):
        services.answer_challenge(log.lead, NOW, TODAY, log.raised().pk, text=text, answered_on=day)


def test_whoever_was_challenged_does_not_close_reopen_or_extend(log: Log) -> None:
    made, waits = answered(log), log.raised()
    with pytest.raises(NotPermitted):
        services.close_challenge(log.lead, NOW, TODAY, made.pk, outcome="accepted", what_changed="All well.")
    with pytest.raises(NotPermitted):
        services.reopen_challenge(log.lead, NOW, TODAY, made.pk, reason="More.", due_on=TODAY)
    with pytest.raises(NotPermitted):
        services.extend_challenge(log.lead, NOW, TODAY, waits.pk, due_on=date(2027, 3, 1), reason="Leave.")


def test_nobody_judges_a_challenge_to_their_own_agency_or_group(log: Log) -> None:
    seat = a_seat(log.manager, log.asked_group, kind="member").pk
    own = actor_with(log.manager, Role.DELEGATED_SAFEGUARDING_PARTNER, agency_id=log.agency.pk)
    sits = actor_with(log.manager, Role.DELEGATED_SAFEGUARDING_PARTNER, agency_id=log.other.pk, seat=seat)
    to_agency, to_group = answered(log), log.raised(to_group_id=log.asked_group.pk)
    services.answer_challenge(log.manager, NOW, TODAY, to_group.pk, text="We have.")
    said = {"outcome": "accepted", "what_changed": "All well."}
    for actor, theirs in ((own, to_agency), (sits, to_group)):
        with pytest.raises(NotPermitted, match="Whoever was challenged"):
            services.close_challenge(actor, NOW, TODAY, theirs.pk, **said)
        shown = queries.show_challenge(actor, theirs.pk, TODAY)
        assert shown is not None
        assert not shown.may_judge
    # Each of them judges what was put to others.
    services.close_challenge(own, NOW, TODAY, to_group.pk, **said)
    services.close_challenge(sits, NOW, TODAY, to_agency.pk, **said)


def test_whoever_raised_it_closes_it_and_other_members_do_not(log: Log) -> None:
    made = answered(log, by=log.other_lead)
    with pytest.raises(NotPermitted):
        services.close_challenge(
            log.sits(log.group), NOW, TODAY, made.pk, outcome="accepted", what_changed="They come."
        )
    services.close_challenge(log.other_lead, NOW, TODAY, made.pk, outcome="not_accepted", what_changed="Nothing.")


def test_asked_again_it_waits_once_more_and_keeps_what_was_said(log: Log) -> None:
    made = answered(log)
    services.close_challenge(log.manager, NOW, TODAY, made.pk, outcome="accepted", what_changed="They come.")
    with pytest.raises(Refused):
        services.reopen_challenge(log.manager, NOW, TODAY, made.pk, reason=" ", due_on=TODAY)
    again = services.reopen_challenge(log.manager, NOW, TODAY, made.pk, reason="Not since June.", due_on=TODAY)
    assert (again.state, again.outcome, again.closed_on, again.answered_on) == ("open", "", None, None)
    assert made.turns.get(what="closed").text == "They come."


def test_more_time_moves_the_date_once_with_a_reason(log: Log) -> None:
    made = log.raised()
    later = made.due_on + timedelta(days=14)
    with pytest.raises(Refused) as refused:
        services.extend_challenge(log.manager, NOW, TODAY, made.pk, due_on=later, reason="")
    assert refused.value.field == "reason"
    assert services.extend_challenge(log.manager, NOW, TODAY, made.pk, due_on=later, reason="Leave.").due_on == later
    event = Event.objects.get(name=f"{KIND}.extended")
    assert set(event.before) == {"due_on"} == set(event.after)


def test_a_refused_change_writes_nothing(log: Log) -> None:
    made = log.raised()
    before = (Event.objects.count(), ChallengeTurn.objects.count())
    with pytest.raises(Refused):
        services.close_challenge(log.manager, NOW, TODAY, made.pk, outcome="accepted", what_changed="They come.")
    assert before == (Event.objects.count(), ChallengeTurn.objects.count())


def test_reading_is_kept_once_a_day_for_each_person(log: Log) -> None:
    made = log.raised()
    assert services.note_reading(log.chair, NOW, TODAY, made.pk)
    assert not services.note_reading(log.chair, NOW, TODAY, made.pk)
    assert services.note_reading(log.scrutineer, NOW, TODAY, made.pk)
    assert not services.note_reading(log.other_lead, NOW, TODAY, made.pk)


def test_the_database_refuses_a_closed_challenge_without_an_outcome(log: Log) -> None:
    made = log.raised()
    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.filter(pk=made.pk).update(state="closed", closed_on=TODAY)
