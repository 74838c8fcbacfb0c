"""What many tests of a module begin from, made once and taken away after the last of them."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

T = TypeVar("T")


def standing(blocker: DjangoDbBlocker, make: Callable[[], T]) -> Iterator[T]:
    """Give what `make` put into the database, once; it stands in a transaction around those of the tests.

    For a fixture of a module, with `yield from`. Tests change and roll back their own copies of the rows; of the
    objects that come with them they must take a copy themselves.
    """
    outer = transaction.atomic()
    with blocker.unblock():
        outer.__enter__()
        try:
            made = make()
            # Foreign keys are looked at now, or they would be again and again at the end of each test.
            connection.check_constraints()
        except BaseException:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            raise
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
