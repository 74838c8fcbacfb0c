"""A partnership with somebody of each kind in it, and browsers signed in as them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.tests.factories import found, person_with
from goldenthread.people.models import User
from goldenthread.people.tests.posting import posted

__all__ = ["posted"]

SignIn = Callable[[User], Client]


@pytest.fixture
def unit() -> Actor:
    """The business unit of the partnership that tests are about."""
    return found("heronsea")


@pytest.fixture
def sign_in() -> SignIn:
    """Gives a browser in which a person is signed in."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def manager(unit: Actor, sign_in: SignIn) -> Client:
    """A browser in which the business manager is signed in."""
    return sign_in(person_with(unit, "business_manager", name="Mina Farrow", email="mina@example.org"))


@pytest.fixture
def member(unit: Actor, sign_in: SignIn) -> Client:
    """A browser in which somebody who reads governance papers and changes nothing is signed in."""
    return sign_in(person_with(unit, "group_member", name="Tom Ashby", email="tom@example.org"))


@pytest.fixture
def today() -> object:
    """The day as the pages know it."""
    return timezone.localdate()
