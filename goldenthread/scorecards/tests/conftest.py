"""A partnership with its library, and another one."""

from collections.abc import Callable

import pytest
from django.test import Client

from goldenthread.kernel.actor import Actor
from goldenthread.people.models import User
from goldenthread.scorecards.tests.factories import Place, place


@pytest.fixture
def here(db: None) -> Place:
    """The partnership in which most of it happens."""
    return place()


@pytest.fixture
def there(db: None) -> Place:
    """Another one."""
    return place("heronsea")


@pytest.fixture
def client_of() -> Callable[[Actor], Client]:
    """A browser signed in as somebody."""

    def made(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return made
