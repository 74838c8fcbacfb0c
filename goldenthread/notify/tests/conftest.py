"""A partnership, a source of asks, and servers that take messages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from goldenthread.kernel.actor import Actor
from goldenthread.notify.rules import asks as registry
from goldenthread.notify.tests import factories
from goldenthread.partnerships.tests.factories import acting, found, person_with
from goldenthread.people.models import User


@pytest.fixture
def unit() -> Actor:
    """The business manager of the partnership that tests are about."""
    house = found("heronsea", "Heronsea Safeguarding Partnership")
    manager = person_with(house, "business_manager", name="Mina Farrow", email="mina@example.org")
    return acting(house, manager)


@pytest.fixture
def other() -> Actor:
    """The business manager of another partnership."""
    house = found("saltmarsh", "Saltmarsh Safeguarding Partnership")
    manager = person_with(house, "business_manager", name="Sal Marsh", email="sal@example.org")
    return acting(house, manager)


@pytest.fixture
def amina(unit: Actor, other: Actor) -> User:
    """Somebody who belongs to both partnerships."""
    person = person_with(unit, "agency_lead", name="Amina Clarke", email="amina@example.org")
    return person_with(other, "agency_lead", person=person)


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> factories.Asking:
    """The only source of asks there is, empty to begin with."""
    source = factories.Asking()
    monkeypatch.setattr(registry, "_SOURCES", {"test": source.source()})
    return source


@pytest.fixture
def office(settings: Any) -> Iterator[factories.PostOffice]:
    """A mail server, and the settings that use it."""
    with factories.post_office() as (server, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


@pytest.fixture
def govuk(settings: Any) -> Iterator[factories.NotifyServer]:
    """A server that speaks as GOV.UK Notify, and the settings that use it."""
    with factories.notify_server() as server:
        settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATE, settings.NOTIFY_URL = (
            factories.KEY,
            factories.TEMPLATE,
            server.url,
        )
        yield server


@pytest.fixture
def desk(unit: Actor) -> Client:
    """A browser in which the business manager is signed in."""
    client = Client()
    client.force_login(User.objects.get(pk=unit.user_id))
    return client
