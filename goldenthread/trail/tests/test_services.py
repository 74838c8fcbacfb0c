"""Writing the trail: one event for each write, in its transaction, never changed or removed."""

import pytest
from django.db import DatabaseError, connection, transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import services
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.tests.factories import NOW, a_group, found
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Actor:
    return found("heronsea")


def test_a_write_leaves_one_event_with_who_when_and_by_which_channel(unit: Actor) -> None:
    group = a_group(unit, "Neglect subgroup")
    [event] = Event.objects.filter(kind="partnerships.group")
    assert (event.name, event.thing_id, event.title) == ("partnerships.group.added", group.pk, "Neglect subgroup")
    assert (event.actor_name, event.channel, event.at) == ("The business unit", "web", NOW)
    assert event.partnership_id == unit.partnership_id


def test_a_change_keeps_what_stood_before_and_after_and_only_that(unit: Actor) -> None:
    group = a_group(unit, "Neglect subgroup", cadence="Monthly")
    services.change_group(unit, NOW, group.pk, cadence="Every 8 weeks", name="Neglect subgroup")
    event = Event.objects.get(name="partnerships.group.changed")
    assert (event.before, event.after) == ({"cadence": "Monthly"}, {"cadence": "Every 8 weeks"})


def test_saving_what_already_stands_leaves_no_event(unit: Actor) -> None:
    group = a_group(unit, "Neglect subgroup", cadence="Monthly")
    services.change_group(unit, NOW, group.pk, cadence="Monthly", aliases=[])
    assert not Event.objects.filter(name="partnerships.group.changed").exists()


def test_a_refused_write_leaves_neither_change_nor_event(unit: Actor) -> None:
    a_group(unit, "Neglect subgroup")
    count = Event.objects.count()
    with pytest.raises(Refused):
        a_group(unit, "neglect subgroup")
    assert (Event.objects.count(), Group.objects.count()) == (count, 1)


def test_an_event_falls_with_the_transaction_of_its_write(unit: Actor) -> None:
    count = Event.objects.count()

    def write_and_fail() -> None:
        with transaction.atomic():
            a_group(unit, "Neglect subgroup")
            raise RuntimeError("something later goes wrong")

    with pytest.raises(RuntimeError, match="later"):
        write_and_fail()
    assert Event.objects.count() == count


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_event SET actor_name = 'Somebody else'",
        "DELETE FROM trail_event",
        "TRUNCATE trail_event",
        "TRUNCATE trail_event CASCADE",
        "INSERT INTO trail_event SELECT * FROM trail_event ON CONFLICT (number) DO UPDATE SET reason = 'mended'",
    ],
)
def test_the_database_refuses_to_change_or_empty_the_trail(unit: Actor, statement: str) -> None:
    count = Event.objects.count()
    assert count
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.count() == count


def test_the_program_itself_cannot_change_or_remove_an_event(unit: Actor) -> None:
    event = Event.objects.first()
    assert event is not None
    event.reason = "mended afterwards"
    with pytest.raises(DatabaseError, match="append-only: UPDATE"), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError, match="append-only: DELETE"), transaction.atomic():
        event.delete()
    with pytest.raises(DatabaseError, match="append-only: DELETE"), transaction.atomic():
        Event.objects.all().delete()
