"""Whoever opens a restricted action is kept on the trail: once a day, for those who read the trail."""

import html
import re
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import queries, services
from goldenthread.actions.models import Action
from goldenthread.actions.services import NewReporting
from goldenthread.actions.services.reading import ONE_AT_A_TIME
from goldenthread.actions.tests.factories import NOW, TODAY, House, a_house, moment, raised
from goldenthread.actions.tests.test_views import address, signed_in
from goldenthread.kernel.outcomes import Superseded
from goldenthread.trail import queries as trail
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
# What every request costs the same.
NOT_COUNTED = re.compile(r"SAVEPOINT|django_session", re.I)


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def secret(house: House) -> Action:
    return raised(house, description="Named child", information_class="R", reports_to=[NewReporting(house.group.pk)])


def readings() -> list[tuple[str, Any]]:
    found = Event.objects.filter(name="actions.action.read").order_by("number")
    return [(one.actor_name, one.thing_id) for one in found]


def opened(house: House, who: str, action: Action, page: str = "show_action") -> str:
    answer = signed_in(house, who).get(address(house, page, action=action.pk))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_opening_its_page_is_kept_once_for_each_person_and_day(house: House, secret: Action) -> None:
    for who in ("manager", "manager", "member"):
        opened(house, who, secret)
    assert readings() == [("Manager", secret.pk), ("Member", secret.pk)]
    with time_machine.travel(moment(1), tick=False):
        opened(house, "member", secret)
    assert readings()[2:] == [("Member", secret.pk)]


@pytest.mark.parametrize("page", ["show_history", "give_update", "reassign"])
def test_every_page_of_the_action_shows_it_and_is_kept(house: House, secret: Action, page: str) -> None:
    opened(house, "manager", secret, page)
    assert readings() == [("Manager", secret.pk)]


def test_of_what_everybody_may_read_nothing_is_kept(house: House) -> None:
    action = raised(house)
    opened(house, "manager", action)
    assert not services.note_reading(house.actor("manager"), NOW, TODAY, action.pk)
    assert readings() == []


def test_whoever_may_not_see_it_leaves_no_trace_as_a_reader(house: House, secret: Action) -> None:
    assert signed_in(house, "officer").get(address(house, "show_action", action=secret.pk)).status_code == 404
    assert not services.note_reading(house.actor("officer"), NOW, TODAY, secret.pk)
    assert not services.note_reading(a_house().actor("manager"), NOW, TODAY, secret.pk)
    assert readings() == []


def test_it_says_nothing_of_the_words(house: House, secret: Action) -> None:
    assert services.note_reading(house.actor("manager"), NOW, TODAY, secret.pk)
    event = Event.objects.get(name="actions.action.read")
    assert (event.before, event.after, event.reason) == ({}, {}, "")
    assert "child" not in event.title


def test_only_those_who_read_the_trail_are_told_of_it_and_never_as_a_change(house: House, secret: Action) -> None:
    services.note_reading(house.actor("dsp"), NOW, TODAY, secret.pk)
    line = "Dsp opened this action."
    assert line in opened(house, "manager", secret, "show_history")
    assert line not in opened(house, "manager", secret)
    assert line not in opened(house, "member", secret, "show_history")
    everywhere = f"/{house.unit.partnership_slug}/history/actions.action/{secret.pk}/"
    assert line in html.unescape(signed_in(house, "manager").get(everywhere).content.decode())
    assert line not in html.unescape(signed_in(house, "member").get(everywhere).content.decode())
    assert not [one for one in trail.changed_lately(house.actor("manager"), moment(-1)) if "opened" in one.sentence]
    assert trail.last_by(house.actor("manager"), "actions.action", secret.pk) == "The business unit"
    told = [one.sentence for one in queries.changes_of_action(house.actor("manager"), secret.pk)]
    assert told == ["The business unit raised this action."]


def test_reading_is_no_saving(house: House, secret: Action) -> None:
    """Whoever writes at the same time as somebody is told who saved, not who looked."""
    manager, chair = house.actor("manager"), house.actor("partnership_chair")
    services.change_action(manager, NOW, TODAY, secret.pk, version=secret.version, description="Changed")
    services.note_reading(house.actor("dsp"), NOW, TODAY, secret.pk)
    with pytest.raises(Superseded) as superseded:
        services.change_action(chair, NOW, TODAY, secret.pk, version=secret.version, description="Other")
    assert superseded.value.by == "Manager"


def test_the_page_stays_within_its_budget_even_when_it_is_opened_first(house: House, secret: Action) -> None:
    client = signed_in(house, "manager")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(house, "show_action", action=secret.pk)).status_code == 200
    counted = [one["sql"] for one in captured if not NOT_COUNTED.search(one["sql"])]
    kept = ("INSERT", "UPDATE", "DELETE", "SELECT pg_advisory_xact_lock")
    written = [sql for sql in counted if sql.startswith(kept)]
    # The ceiling is on what a page asks; the first opening of a day writes one line besides, one person at a time.
    assert len(counted) - len(written) <= 16
    assert len(written) == 2
    assert written[1].startswith('INSERT INTO "trail_event"')


def test_the_second_of_two_pages_opened_at_once_waits_for_the_first(house: House, secret: Action) -> None:
    manager = house.actor("manager")
    first = connection.copy()
    try:
        with transaction.atomic(), first.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(ONE_AT_A_TIME, [f"actions.action.read:{manager.user_id}:{secret.pk}"])
            connection.cursor().execute("SET LOCAL lock_timeout = '200ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                services.note_reading(manager, NOW, TODAY, secret.pk)
            # Nobody else waits for them.
            assert services.note_reading(house.actor("dsp"), NOW, TODAY, secret.pk)
            cursor.execute("ROLLBACK")
        assert services.note_reading(manager, NOW, TODAY, secret.pk)
    finally:
        first.close()
