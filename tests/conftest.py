"""The demonstration, for tests that visit its screens in this process."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.visiting import meet


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration, loaded once for this module and taken away after it."""
    from goldenthread.demo import services as demo

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            demo.load(timezone.now(), timezone.localdate())
            meet()
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            connection.close()


@pytest.fixture
def site(demonstration, db) -> None:
    """The demonstration within a test's own transaction."""
