"""A partnership with an executive, founded once for a module and found as it was by each of its tests."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from goldenthread.meetings.tests.factories import House, a_house
from goldenthread.partnerships.tests.standing import standing


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """A house that stands for the module."""
    yield from standing(django_db_blocker, a_house)


@pytest.fixture
def house(founded: House, db: None) -> House:
    """The house of the module, untouched by the tests before."""
    return deepcopy(founded)
