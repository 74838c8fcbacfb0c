"""Whoever stands in for somebody away sees for whom and until when, and is asked for what else they owe."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.kernel.actor import Actor
from goldenthread.notify.queries.asking import closing_report_asks
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.queries.waiting import closing_reports_waiting
from goldenthread.partnerships.tests.factories import NOW, TODAY, a_group, a_seat, acting, found, person_with
from goldenthread.people.models import User

pytestmark = pytest.mark.django_db
LAST = TODAY + timedelta(days=9)


@pytest.fixture
def unit() -> Actor:
    return found("heronsea", "Heronsea Safeguarding Partnership")


def away(unit: Actor, person: User, cover: Any = None) -> None:
    services.say_away(
        unit, NOW, TODAY, person.pk, starts_on=TODAY, ends_on=LAST, covered_by_id=cover.pk if cover else None
    )


def seated(unit: Actor, group: Group, title: str = "Chair") -> tuple[User, User]:
    """Who holds a seat of a group, and who deputises in it."""
    seat = a_seat(unit, group, title, kind="chair")
    holder, deputy = person_with(unit, seat=seat.pk), person_with(unit, Role.GROUP_MEMBER)
    services.hold_seat(unit, NOW, seat.pk, person_id=deputy.pk, starts_on=TODAY, is_deputy=True)
    return holder, deputy


def told(unit: Actor, person: User) -> list[tuple[str, tuple[str, ...], bool]]:
    return [
        (one.name, one.seats, one.by_name)
        for one in queries.deputising([acting(unit, person)], TODAY)
        if one.until == LAST
    ]


def test_a_deputy_sees_for_whom_until_when_and_in_which_seat_and_only_while_they_are_away(unit: Actor) -> None:
    holder, deputy = seated(unit, a_group(unit, "Neglect group"))
    assert told(unit, deputy) == []
    away(unit, holder)
    assert told(unit, deputy) == [(holder.name, ("Chair, Neglect group",), False)]
    assert told(unit, holder) == []
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(deputy)
        page = " ".join(client.get(reverse("actions:my_work", args=["heronsea"])).content.decode().split())
    assert f"You deputise for {holder.name} until {LAST.day} {LAST:%B %Y}: Chair, Neglect group." in page
    assert "What they are asked by name" not in page


def test_whoever_is_named_sees_it_too_and_nobody_who_is_away_themselves(unit: Actor) -> None:
    holder, deputy = seated(unit, a_group(unit, "Neglect group"))
    named = person_with(unit, Role.GROUP_MEMBER)
    away(unit, holder, named)
    assert told(unit, named) == [(holder.name, (), True)]
    away(unit, deputy)
    assert told(unit, deputy) == []
    assert told(unit, person_with(unit, Role.GROUP_MEMBER)) == []


def test_it_is_of_one_partnership_and_one_query_for_many(unit: Actor) -> None:
    other = found("larkshire")
    holder, deputy = seated(unit, a_group(unit, "Neglect group"))
    person_with(other, Role.GROUP_MEMBER, person=deputy)
    for number in range(3):
        also, _ = seated(unit, a_group(unit, f"Group {number}"))
        away(unit, also, deputy)
    away(unit, holder)
    assert queries.deputising([acting(other, deputy)], TODAY) == []
    both = queries.actors_of(deputy.pk, TODAY)
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.deputising(both, TODAY)) == 4
    assert len(asked) == 1


def test_an_overdue_closing_report_passes_to_whom_the_head_of_the_unit_named_if_they_may_write_it(unit: Actor) -> None:
    head, officer = person_with(unit, Role.BUSINESS_MANAGER), person_with(unit, Role.UNIT_OFFICER)
    outsider = person_with(unit, Role.GROUP_MEMBER)
    group = a_group(unit, "Task group", kind="task_and_finish", ends_on=TODAY + timedelta(days=30))
    Group.objects.filter(pk=group.pk).update(ends_on=TODAY - timedelta(days=3))
    people = (head, officer, outsider)

    def asked() -> dict[str, bool]:
        actors = [acting(unit, one) for one in people]
        for one in actors:
            waiting = closing_reports_waiting([one], TODAY)
            assert (waiting.count() if waiting is not None else 0) == len(closing_report_asks([one], TODAY))
        return {one.name: ask.relieved for one, ask in closing_report_asks(actors, TODAY)}

    assert asked() == {head.name: False}
    away(unit, head, outsider)
    assert asked() == {head.name: False}
    (absence,) = queries.absences_of(unit, head.pk, TODAY)
    services.change_absence(unit, NOW, TODAY, absence.pk, starts_on=TODAY, ends_on=LAST, covered_by_id=officer.pk)
    assert asked() == {head.name: True, officer.name: False}
