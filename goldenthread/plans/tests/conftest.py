"""A partnership with somebody for every role, browsers signed in as them, and a clock that stands still."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from goldenthread.actions.tests.factories import NOW, House, a_house

Browse = Callable[[str], Client]


@pytest.fixture
def house() -> House:
    """A partnership with somebody for every role."""
    return a_house("vale")


@pytest.fixture
def elsewhere() -> House:
    """Another partnership."""
    return a_house("larkshire")


@pytest.fixture
def browse(house: House) -> Iterator[Browse]:
    """Gives a browser in which somebody of the house is signed in, at the moment of the tests' plans."""

    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(house.users[who])
        return client

    with time_machine.travel(NOW, tick=False):
        yield signed_in
