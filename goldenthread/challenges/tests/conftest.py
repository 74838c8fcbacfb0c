"""Files made by tests are kept in a folder of the test's own; and a log to write in."""

from pathlib import Path
from typing import Any

import pytest

from goldenthread.challenges.tests.factories import Log, a_log


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, settings: Any) -> None:
    """Where files are kept during a test."""
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": place}


@pytest.fixture
def log(db: None) -> Log:
    """A partnership with people who challenge and answer."""
    return a_log()
