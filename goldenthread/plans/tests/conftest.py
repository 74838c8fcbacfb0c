"""A partnership with somebody for every role, browsers signed in as them, and a clock that stands still."""

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoDbBlocker

from goldenthread.actions.tests.factories import NOW, House, a_house
from goldenthread.partnerships.tests.standing import standing

Browse = Callable[[str], Client]


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """A partnership with somebody for every role, which stands for the module."""
    yield from standing(django_db_blocker, lambda: a_house("vale"))


@pytest.fixture
def house(founded: House, db: None) -> House:
    """That partnership, untouched by the tests before."""
    return deepcopy(founded)


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
