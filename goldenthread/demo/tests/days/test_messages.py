"""The messages of the demonstration: every state to look at, nothing left to go out by itself."""

from goldenthread.demo.tests.days.conftest import Demo
from goldenthread.notify import queries
from goldenthread.notify.rules import sources


def test_the_log_shows_what_goes_well_and_what_goes_wrong(loaded: Demo) -> None:
    parts = list(queries.list_messages(loaded.manager))
    assert {"sent", "bounced", "failed", "in_doubt"} <= {part.stands for part in parts}
    assert all(part.message.error for part in parts if part.stands in ("bounced", "failed", "in_doubt"))
    assert not [part for part in parts if part.stands in ("queued", "sending")]


def test_digests_of_two_weeks_went_to_whoever_is_asked_for_something(loaded: Demo) -> None:
    digests = [part for part in queries.list_messages(loaded.manager) if part.message.kind == queries.DIGEST]
    asked = [one for one in queries.list_recipients(loaded.manager, loaded.today) if one.count]
    assert bool(digests) == bool(asked) or not sources()
    assert all(part.message.created_at <= loaded.now for part in digests)


def test_somebody_is_held_and_somebody_cannot_be_reached(loaded: Demo) -> None:
    people = queries.list_recipients(loaded.manager, loaded.today)
    assert any(one.standing.held for one in people)
    assert any(one.standing.bounced_on for one in people)
    assert {one.every for one in people} == {"week", "fortnight", "month"}
