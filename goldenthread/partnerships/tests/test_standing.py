"""What stands for a module is found as it was made by each of its tests, and is sound."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from pytest_django import DjangoDbBlocker

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.tests.factories import a_group, found
from goldenthread.partnerships.tests.standing import standing


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Actor]:
    yield from standing(django_db_blocker, lambda: found("wherrymere"))


@pytest.mark.django_db
@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_finds_it_as_it_was_made(kept: Actor, turn: str) -> None:
    assert not Group.objects.exists()
    assert a_group(kept, "Neglect subgroup").partnership_id == kept.partnership_id
    assert Group.objects.count() == 1


def test_rows_that_tie_to_nothing_are_refused_and_leave_nothing(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    def broken() -> list[Group]:
        return Group.objects.bulk_create([Group(partnership_id=uuid4(), name="Of nobody", kind="subgroup")])

    with pytest.raises(IntegrityError):
        next(standing(django_db_blocker, broken))
    with django_db_blocker.unblock():
        assert connection.is_usable()
        assert not Group.objects.filter(name="Of nobody").exists()
