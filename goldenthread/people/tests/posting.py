"""A letter box for tests: what was posted, instead of an outbox."""

from collections.abc import Iterator

import pytest

from goldenthread.kernel import letters


@pytest.fixture
def posted() -> Iterator[list[letters.Letter]]:
    """Every letter posted while a test runs, oldest first."""
    before, taken = list(letters._POSTS), []
    letters.register_post(lambda letter, now: taken.append(letter))
    yield taken
    letters._POSTS[:] = before
