"""The demonstration, for tests that visit its screens in this process."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tests.visiting import meet


@pytest.fixture(scope="package")
def demonstration(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration, loaded once for this folder and taken away after the last test of it.

    No test of this folder may start a browser: Django's connection would be another one from then on.
    """
    from goldenthread.demo import services as demo

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            demo.load(timezone.now(), timezone.localdate())
            # Foreign keys are looked at now, or they would be again and again at the end of each test.
            connection.check_constraints()
            meet()
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            connection.close()


@pytest.fixture
def site(demonstration, db) -> None:
    """The demonstration within a test's own transaction."""


@pytest.fixture
def remembering(settings) -> None:
    """What a process may remember is remembered (decision 23), for tests that open many pages and count no queries."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "screens"}
    settings.CACHES = {**settings.CACHES, "process": memory}


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Not found" and "not for you" said in a word instead of on a page, for tests that ask very often.

    Those pages themselves are seen in `test_pages.py`.
    """
    from goldenthread.config import urls

    for status in (403, 404):

        def plainly(request: HttpRequest, exception: Exception, status: int = status) -> HttpResponse:
            return HttpResponse(str(exception) if status == 403 else "Not found.", status=status)

        monkeypatch.setattr(urls, f"handler{status}", plainly)
