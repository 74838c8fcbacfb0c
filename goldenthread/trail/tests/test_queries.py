"""Reading the trail: as sentences, of one partnership, by kind, person and day."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import services
from goldenthread.partnerships.tests.factories import NOW, a_group, found, person_with
from goldenthread.trail import queries, rules
from goldenthread.trail.services import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Actor:
    return found("heronsea")


def test_the_history_of_a_thing_is_newest_first_and_of_this_partnership_only(unit: Actor) -> None:
    elsewhere = found("larkshire")
    group = a_group(unit, "Neglect subgroup", cadence="Monthly")
    services.change_group(unit, NOW + timedelta(hours=1), group.pk, cadence="Every 8 weeks")
    lines = queries.history(unit, "partnerships.group", group.pk)
    assert [line.sentence for line in lines] == [
        "The business unit changed how often it meets from Monthly to Every 8 weeks.",
        "The business unit added this group.",
    ]
    assert queries.history(elsewhere, "partnerships.group", group.pk) == []


def test_everything_done_is_filtered_by_kind_person_and_london_day(unit: Actor) -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight on 2 July in London
    a_group(unit, "Early")
    services.add_group(unit, late, name="Late", kind="panel")
    assert [line.title for line in queries.list_events(unit, kind="partnerships.group")] == ["Early", "Late"]
    day = {"since": date(2026, 7, 2), "until": date(2026, 7, 2)}
    assert [line.title for line in queries.list_events(unit, **day)] == ["Late"]
    assert len(queries.list_events(unit, who="Nobody")) == 0
    assert len(queries.list_events(found("larkshire"), kind="partnerships.group")) == 0
    kinds, people = queries.kinds_and_people(unit)
    assert ("partnerships.group", "group") in kinds
    assert people == ["The business unit", "The installer"]


def test_a_page_of_the_trail_costs_one_query_however_long_it_is(unit: Actor, django_assert_num_queries: object) -> None:
    for number in range(12):
        a_group(unit, f"Group {number}")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(queries.list_events(unit)[0:10]) == 10


def test_what_an_event_points_at_is_said_by_name_and_outlives_it(unit: Actor) -> None:
    board = a_group(unit, "Partnership board", kind="board")
    group = a_group(unit, "Neglect subgroup", parent_id=board.pk)
    services.change_group(unit, NOW, board.pk, name="Safeguarding board")
    [line] = queries.history(unit, "partnerships.group", group.pk)
    assert "reports to: Partnership board" in line.details
    assert str(board.pk) not in f"{line.details} {line.changes} {line.sentence}"


def test_holding_a_role_reads_as_one_sentence(unit: Actor) -> None:
    person = person_with(unit, "unit_officer", name="Dana Osei")
    [line] = queries.list_events(unit, kind="partnerships.membership")
    assert line.sentence == "The business unit gave Dana Osei the role of unit officer."
    assert str(person.pk) not in line.sentence


def test_who_may_read_a_history_is_said_by_the_kinds_own_app(unit: Actor) -> None:
    group = a_group(unit, "Neglect subgroup")
    assert rules.may_read(unit, "partnerships.group", group.pk)
    assert not rules.may_read(found("larkshire"), "partnerships.group", group.pk)
    assert not rules.may_read(unit, "nowhere.thing", group.pk)


def test_readings_are_no_changes(unit: Actor) -> None:
    group = a_group(unit, "Neglect subgroup")
    reader = Actor(
        user_id=uuid4(), name="Reader", partnership_id=unit.partnership_id, partnership_slug="heronsea",
        partnership_name="Heronsea",
    )  # fmt: skip
    kind, name, day = "partnerships.group", "partnerships.group.read", NOW.astimezone(rules.LONDON).date()
    assert not queries.told_on(reader, name, day)
    with transaction.atomic():
        record(reader, name, group, after={}, now=NOW)
    assert [one.thing_id for one in queries.told_on(reader, name, day)] == [group.pk]
    assert not queries.told_on(reader, name, day + timedelta(days=1))
    assert not queries.told_on(unit, name, day)
    assert [line.who for line in queries.history(unit, kind, group.pk)] == ["Reader", "The business unit"]
    assert [line.who for line in queries.history(unit, kind, group.pk, readings=False)] == ["The business unit"]
    assert queries.last_by(unit, kind, group.pk) == "The business unit"
    assert "Reader" not in {line.who for line in queries.changed_lately(unit, NOW - timedelta(days=1))}
    assert "Reader" in {line.who for line in queries.list_events(unit)[:20]}
