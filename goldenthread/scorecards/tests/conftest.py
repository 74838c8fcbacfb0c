"""A partnership with its library, and another one."""

import pytest

from goldenthread.scorecards.tests.factories import Place, place


@pytest.fixture
def here(db: None) -> Place:
    """The partnership in which most of it happens."""
    return place()


@pytest.fixture
def there(db: None) -> Place:
    """Another one."""
    return place("heronsea")
