"""Whether the person who leads an action can sign in to answer for it."""

from typing import Any

import pytest

from goldenthread.actions import queries
from goldenthread.actions.tests.factories import TODAY, House, a_house, raised
from goldenthread.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = a_house(password="quiet-harbour-lantern")
    raised(house)
    return house


def can_sign_in(house: House) -> bool:
    (one,) = queries.owned(house.actor("manager"), TODAY)
    return one.can_sign_in


def without_password(house: House) -> User:
    lead = house.users["lead"]
    lead.set_unusable_password()
    lead.save()
    return lead


def test_with_a_password(house: House) -> None:
    assert can_sign_in(house) is True


def test_with_neither_password_nor_passkey(house: House) -> None:
    without_password(house)
    assert can_sign_in(house) is False


@pytest.mark.parametrize(("kind", "can"), [("webauthn", True), ("totp", False), ("recovery_codes", False)])
def test_with_a_passkey_alone_and_not_with_codes_alone(house: House, kind: str, can: bool, passkey: Any) -> None:
    passkey(without_password(house), kind)
    passkey(house.users["lead"], "recovery_codes" if kind != "recovery_codes" else "totp")
    assert can_sign_in(house) is can


def test_with_a_closed_account(house: House) -> None:
    User.objects.filter(pk=house.users["lead"].pk).update(is_active=False)
    assert can_sign_in(house) is False


@pytest.fixture
def passkey() -> Any:
    """Gives somebody a way of signing in of one kind."""
    from allauth.mfa.models import Authenticator

    return lambda user, kind: Authenticator.objects.create(user=user, type=kind, data={})
