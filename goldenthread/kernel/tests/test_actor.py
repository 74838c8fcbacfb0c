"""Permissions are declared once, and denied unless a role held today carries them."""

from uuid import uuid4

import pytest

from goldenthread.kernel import actor as actor_module
from goldenthread.kernel.actor import Actor, Permission, declare, declared_permissions
from goldenthread.kernel.outcomes import NotPermitted, Refused

OPEN_THE_DOOR = Permission("test.open_the_door", "open the door", frozenset({"porter"}))


@pytest.fixture(autouse=True)
def _own_declarations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps what is declared here out of the program's own list."""
    monkeypatch.setattr(actor_module, "_DECLARED", {})
    declare("test.open_the_door", "open the door", frozenset({"porter"}))


def an_actor(*roles: str) -> Actor:
    return Actor(user_id=uuid4(), name="Sam", partnership_id=uuid4(), roles=frozenset(roles))


def test_a_role_that_carries_the_permission_may() -> None:
    assert an_actor("porter", "guest").may(OPEN_THE_DOOR)
    an_actor("porter").must(OPEN_THE_DOOR)


@pytest.mark.parametrize("roles", [(), ("guest",)])
def test_everybody_else_may_not_and_is_told_why_and_who_can_help(roles: tuple[str, ...]) -> None:
    assert not an_actor(*roles).may(OPEN_THE_DOOR)
    with pytest.raises(NotPermitted) as refusal:
        an_actor(*roles).must(OPEN_THE_DOOR)
    assert refusal.value.reason == "Your role here does not let you open the door. The business unit can help."
    assert isinstance(refusal.value, Refused)


def test_a_permission_is_listed_once_declared() -> None:
    assert declared_permissions()["test.open_the_door"] == OPEN_THE_DOOR
    assert list(declared_permissions()) == sorted(declared_permissions())


def test_declaring_the_same_meaning_again_is_harmless_and_another_is_refused() -> None:
    assert declare("test.open_the_door", "open the door", frozenset({"porter"})) == OPEN_THE_DOOR
    with pytest.raises(ValueError, match="declared twice with different meanings"):
        declare("test.open_the_door", "open the door", frozenset({"porter", "guest"}))


def test_the_channel_makes_nobody_another_person() -> None:
    one = an_actor("porter")
    assert one == Actor(one.user_id, one.name, one.partnership_id, roles=one.roles, channel="command")
