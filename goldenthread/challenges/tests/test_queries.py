"""Who reads which challenge, everywhere it could show: log, page, search, thread, forward plan, asks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.challenges import queries, services
from goldenthread.challenges.models import Challenge
from goldenthread.challenges.tests.factories import Log, a_log
from goldenthread.kernel import forward_plan
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Sort
from goldenthread.notify.rules import Urgency
from goldenthread.partnerships.permissions import READS_RESTRICTED, UNIT, Role
from goldenthread.partnerships.tests.factories import LONG_AGO, NOW, TODAY, a_seat, acting, actor_with, person_with
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import Ref, understood

pytestmark = pytest.mark.django_db
KIND = "challenges.challenge"


def reads(actor: Actor, made: Challenge) -> bool:
    """Whether somebody reads it; every way of finding it must agree."""
    listed = made in queries.list_challenges(actor, TODAY)
    ref = Ref(KIND, made.pk)
    ways = {
        queries.show_challenge(actor, made.pk, TODAY) is not None,
        queries.may_read(actor, made.pk),
        any(entry.thing_id == made.pk for entry in queries.answers_due(actor, LONG_AGO, TODAY + timedelta(days=99))),
        ref in threads.summaries_of(actor, [ref]),
    }
    assert ways == {listed}
    if actor.roles:
        assert (ref in [hit.ref for hit in threads.search(actor, understood("inspectors")).hits]) is listed
    return listed


@pytest.mark.parametrize("role", list(Role))
def test_each_role_by_itself(log: Log, role: Role) -> None:
    made = log.raised(text="Too few inspectors.")
    assert reads(actor_with(log.manager, role), made) is (role in READS_RESTRICTED | UNIT)


def test_the_lead_of_the_challenged_agency_reads_it_and_other_leads_do_not(log: Log) -> None:
    made = log.raised(text="Too few inspectors.", group_id=None)
    assert reads(log.lead, made)
    assert not reads(log.other_lead, made)


def test_a_lead_who_only_sits_for_the_challenged_agency_does_not_read_it(log: Log) -> None:
    made = log.raised(text="Too few inspectors.", group_id=None)
    seat = a_seat(log.manager, log.asked_group, agency_id=log.agency.pk)
    person = person_with(log.manager, Role.AGENCY_LEAD, agency_id=log.other.pk)
    person_with(log.manager, seat=seat.pk, person=person)
    assert not reads(acting(log.manager, person), made)


def test_a_lead_who_led_the_challenged_agency_before_and_still_sits_for_it_does_not_read_it(log: Log) -> None:
    made = log.raised(text="Too few inspectors.", group_id=None)
    person = person_with(log.manager, Role.AGENCY_LEAD, agency_id=log.agency.pk, ends_on=TODAY - timedelta(days=9))
    seat = a_seat(log.manager, log.asked_group, agency_id=log.agency.pk)
    person_with(log.manager, Role.AGENCY_LEAD, agency_id=log.other.pk, seat=seat.pk, person=person)
    assert not reads(acting(log.manager, person), made)


@pytest.mark.parametrize(("kind", "expected"), [("chair", True), ("vice_chair", True), ("member", True),
                                                ("in_attendance", False)])  # fmt: skip
def test_seats_of_the_group_it_was_raised_in(log: Log, kind: str, expected: bool) -> None:
    made = log.raised(text="Too few inspectors.")
    assert reads(log.sits(log.group, kind), made) is expected
    assert not reads(log.sits(log.asked_group, kind), made)


@pytest.mark.parametrize(("kind", "expected"), [("chair", True), ("member", True), ("in_attendance", False)])
def test_seats_of_a_challenged_group(log: Log, kind: str, expected: bool) -> None:
    made = log.raised(text="Too few inspectors.", to_group_id=log.asked_group.pk, group_id=None)
    assert reads(log.sits(log.asked_group, kind), made) is expected


def test_a_lay_member_reads_none_whatever_their_seat(log: Log) -> None:
    made = log.raised(text="Too few inspectors.")
    assert not reads(log.sits(log.group, "member", Role.LAY_MEMBER), made)


def test_whoever_raised_it_reads_it(log: Log) -> None:
    assert reads(log.other_lead, log.raised(log.other_lead, text="Too few inspectors.", group_id=None))


def test_another_partnership_reads_nothing(log: Log) -> None:
    made = log.raised(text="Too few inspectors.")
    elsewhere = a_log()
    for actor in (elsewhere.manager, elsewhere.chair, elsewhere.lead):
        assert not reads(actor, made)


def test_filters_and_addressees(log: Log) -> None:
    late = log.raised(on=TODAY - timedelta(days=60), due_on=TODAY - timedelta(days=1))
    group = log.raised(log.scrutineer, text="What of girls?", to_group_id=log.asked_group.pk)
    good = log.raised(kind="good_practice", due_on=None, text="Well drawn.")

    def found(**filters: object) -> list[Challenge]:
        return list(queries.list_challenges(log.manager, TODAY, **filters))  # type: ignore[arg-type]

    assert set(found()) == {late, group, good}
    assert found(overdue=True) == [late]
    assert found(kind="good_practice") == [good]
    assert found(to=f"group:{log.asked_group.pk}") == [group]
    assert found(raised_as="scrutineer") == [group]
    assert found(words="girls") == [group]
    assert set(found(states=["open"])) == {late, group}
    names = [name for _, name in queries.addressees(log.manager, TODAY)]
    assert names == sorted(["Learning", str(log.agency)], key=str.lower)
    assert queries.addressees(log.other_lead, TODAY) == []


def test_answers_are_asked_of_the_lead_and_the_chair_alone_without_a_title(log: Log) -> None:
    late = log.raised(on=TODAY - timedelta(days=60), due_on=TODAY - timedelta(days=3))
    later = log.raised(to_group_id=log.asked_group.pk, due_on=TODAY + timedelta(days=60))
    services.answer_challenge(log.lead, NOW, TODAY, log.raised().pk, text="Done.")
    log.raised(kind="good_practice", due_on=None)
    chair = log.sits(log.asked_group, "chair")
    actors = [log.lead, chair, log.other_lead, log.manager, log.sits(log.asked_group)]
    asks = queries.answer_asks(actors, TODAY)
    assert [(actor, ask.thing_id) for actor, ask in asks] == [(log.lead, late.pk), (chair, later.pk)]
    (_, first), (_, second) = asks
    assert first.title == second.title == ""
    assert "3 days ago" in first.why
    assert first.urgency == Urgency.NOW
    assert second.urgency == Urgency.LATER
    assert first.path.endswith(f"/challenges/{late.pk}/answer/")


def test_asks_cost_one_query_however_many(log: Log) -> None:
    for _ in range(4):
        log.raised()
    with CaptureQueriesContext(
        connection,
    ) as few:
        queries.answer_asks([log.lead], TODAY)
    for _ in range(20):
        log.raised()
    with CaptureQueriesContext(connection) as many:
        queries.answer_asks([log.lead, log.sits(log.asked_group, "chair")], TODAY)
    assert len(few) == 1
    assert len([one for one in many if "challenges_challenge" in one["sql"]]) == 1


def test_the_forward_plan_holds_them_as_restricted(log: Log) -> None:
    made = log.raised(text="Too few inspectors.")
    entries = [one for one in forward_plan.entries(log.manager, TODAY, TODAY + timedelta(days=40))
               if one.sort == Sort.CHALLENGE]  # fmt: skip
    (entry,) = entries
    assert entry.is_restricted
    assert entry.on == made.due_on
    assert entry.who == str(log.agency)
    assert entry.agency_ids == {log.agency.pk}
    assert entry.group_ids == {log.group.pk}
    services.answer_challenge(log.lead, NOW, TODAY, made.pk, text="Done.")
    assert queries.answers_due(log.manager, TODAY, TODAY + timedelta(days=40))[0].state == "answered"
