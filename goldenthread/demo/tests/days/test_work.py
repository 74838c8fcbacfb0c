"""One reading of who is asked for what: a person's digest is the list they find on My work."""

import pytest

from goldenthread.actions import queries as actions
from goldenthread.demo.tests.days.conftest import Demo
from goldenthread.notify import rules as notify
from goldenthread.notify.queries.asking import asks_of
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships import queries as partnerships

pytestmark = pytest.mark.django_db
KINDS = {"escalation": "escalation", "review": "partnerships.accessreview"}


def told(ask: Ask) -> tuple[object, ...]:
    return (ask.thing_id, ask.partnership_id, ask.urgency, ask.kind, ask.due_on)


def test_everybodys_digest_asks_for_what_their_page_shows(loaded: Demo) -> None:
    people = {
        person.pk
        for slug in ("ambershire", "saltmarsh")
        for person in partnerships.list_people(partnerships.unit_actor(slug), loaded.today)
    }
    asks = asks_of(people, loaded.today)
    asked_of, sources = 0, set()
    for person in people:
        actors = partnerships.actors_of(person, loaded.today)
        work = actions.work_everywhere(actors, loaded.today)
        rows = [
            (row.id, row.partnership_id, urgency, f"actions.{kind}", row.due_on)
            for urgency, part in zip(Urgency, (work.now, work.this_month, work.later), strict=True)
            for row in part
            for kind in ["acceptance" if row.part == "asked" else "update"]
        ]
        rows += [
            (row.id, row.partnership_id, Urgency(row.part), KINDS.get(row.kind, row.kind), row.due_on)
            for row in work.besides
        ]
        theirs = [ask for _, ask in asks.get(person, [])]
        sources |= {source for source, _ in asks.get(person, [])}
        # On the day of the demonstration nobody has answered yet, so that no row only keeps its place.
        if any(one.presence.away_until for one in actors):
            # Nothing is sent of what is asked of somebody else meanwhile; it stands on the page still.
            assert set(map(told, theirs)) <= set(rows)
        else:
            assert sorted(map(told, theirs), key=str) == sorted(rows, key=str)
        assert work.count == actions.my_work_count(actors, loaded.today)
        assert all(not ask.title for ask in theirs if _is_restricted(work, ask))
        asked_of += bool(rows)
    assert asked_of > 20
    # Whatever asks people for things is on the page, and every such source is shown by somebody.
    assert sources == {source.key for source in notify.sources()}


def _is_restricted(work: actions.Work, ask: Ask) -> bool:
    return any(row.id == ask.thing_id and row.information_class == "R" for row in work.rows)


def test_the_agency_lead_finds_something_of_every_sort(loaded: Demo) -> None:
    (wendy,) = partnerships.actors_of(loaded.ids_of_people()["wendy@ambershire.example"], loaded.today)
    work = actions.work_everywhere([wendy], loaded.today)
    assert work.count >= 4
    assert work.this_month or work.later
    assert work.finished
    assert work.helping


def test_somebody_of_both_partnerships_finds_both(loaded: Demo) -> None:
    actors = partnerships.actors_of(loaded.ids_of_people()["farah@police.example"], loaded.today)
    work = actions.work_everywhere(actors, loaded.today)
    assert {row.partnership_slug for row in work.rows} == {"ambershire", "saltmarsh"}
    assert {row.partnership_slug for row in work.within(actors[0].partnership_id).rows} == {actors[0].partnership_slug}
