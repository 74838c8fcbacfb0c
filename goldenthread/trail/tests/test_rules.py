"""How events are said, and that none is written alone."""

import pytest

from goldenthread.partnerships import services
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.tests.factories import NOW
from goldenthread.trail import rules
from goldenthread.trail import services as trail


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"due": "2026-04-01"}, {"due": "2026-06-30"}, ["due from 1 April 2026 to 30 June 2026"]),
        ({"rating": "amber"}, {"rating": "red"}, ["rating from amber to red"]),
        ({"note": ""}, {"note": "New"}, ["note from blank to New"]),
        ({"open": True}, {"open": False}, ["open from yes to no"]),
        ({"lead_id": "5d0b1ca5-9f0a-4c41-8b1c-1f5e26f7f0aa"}, {"lead_id": None}, ["lead"]),
        ({"text": "a" * 200}, {"text": "b" * 200}, ["text, which was rewritten"]),
        ({"text": ""}, {"text": "b" * 200}, ["text, which was added"]),
        ({"at": "2026-07-01T11:00:00+00:00"}, {"at": ""}, ["at from 1 July 2026 at 12:00 to blank"]),
        ({"lead": "Ann", "lead_id": "1"}, {"lead": "Bo", "lead_id": "2"}, ["lead from Ann to Bo"]),
        ({"version": 1}, {"version": 2}, []),
        ({}, {"name": "Board", "note": ""}, ["name: Board"]),
    ],
)
def test_changes_are_said_in_words(before: dict[str, object], after: dict[str, object], said: list[str]) -> None:
    assert rules.details("nowhere.thing", before, after) == said


def test_an_unregistered_kind_is_said_by_its_own_name() -> None:
    assert rules.headline("nowhere.red_box", "nowhere.red_box.opened_up") == "opened up this red box"


def test_a_phrase_whose_fields_are_not_there_falls_back_to_plain_words() -> None:
    assert rules.headline("partnerships.membership", "partnerships.role.granted", {}) == "granted this role"


def test_an_event_outside_a_transaction_is_refused() -> None:
    group = Group(name="Loose")
    actor = services.founding_actor()
    with pytest.raises(RuntimeError, match="same transaction"):
        trail.record(actor, "partnerships.group.added", group, now=NOW)
