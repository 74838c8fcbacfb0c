"""The demonstration, loaded once for each of several days and looked at by every test of this folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from goldenthread.actions import queries as actions
from goldenthread.demo import services as demo
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.people.queries import person_by_email

# The first and the last day of a financial year, and the day that most years lack. On the first two, a Thursday and a
# Friday, more of the past falls on weekends than usual, and so on the same Fridays.
DAYS = [date(2027, 4, 1), date(2028, 3, 31), date(2028, 2, 29)]
CHEAP = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass
class Demo:
    """The demonstration on one day."""

    now: datetime
    today: date

    def actor(self, email: str, slug: str = "ambershire") -> Actor:
        """Somebody of the demonstration, by address."""
        person = person_by_email(email)
        assert person is not None, email
        actor = partnerships.actor_for(person.pk, slug, self.today)
        assert actor is not None, email
        return actor

    @cached_property
    def manager(self) -> Actor:
        """The business manager, who reads everything."""
        return self.actor("rowan@ambershire.example")

    @cached_property
    def lines(self) -> list[actions.ActionLine]:
        """Every action of the large partnership that was not withdrawn."""
        found = actions.list_actions(self.manager, self.today)
        return list(actions.actions_by_id(self.manager, [one.id for one in found], self.today).values())

    def ids_of_people(self) -> dict[str, UUID]:
        """Everybody shown with a sign-in, by address."""
        people = {one.email: person_by_email(one.email) for one in demo.sign_ins()}
        return {email: person.pk for email, person in people.items() if person}


@pytest.fixture(scope="package", params=DAYS, ids=str)
def loaded(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demo]:
    """The demonstration as it stands on one day; taken away again after the last test of it."""
    today: date = request.param
    now = datetime(today.year, today.month, today.day, 9, 30, tzinfo=ZoneInfo("Europe/London"))
    shelf = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path_factory.mktemp("documents"))},
    }
    kept = override_settings(STORAGES={**settings.STORAGES, "default": shelf}, PASSWORD_HASHERS=CHEAP)
    with django_db_blocker.unblock(), kept, transaction.atomic():
        demo.load(now, today)
        # Foreign keys are looked at now, or they would be again and again at the end of each test.
        connection.check_constraints()
        yield Demo(now, today)
        transaction.set_rollback(True)
