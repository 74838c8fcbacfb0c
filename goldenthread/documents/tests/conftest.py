"""Files made by tests are kept in a folder of the test's own."""

from pathlib import Path
from typing import Any

import pytest

from goldenthread.documents.tests.factories import Place, place


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, settings: Any) -> Path:
    """Where files are kept during a test."""
    folder = tmp_path / "documents"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder)},
        },
    }
    return folder


@pytest.fixture
def here(db: None) -> Place:
    """A partnership."""
    return place()
