"""One browser for every test that needs one, and how hard Hypothesis tries."""

import os

import pytest
from hypothesis import settings

from tests.chromium import chromium

# On a busy machine a slow example is no failure. A build server tries the same examples each time; a person, new ones.
settings.register_profile("ours", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ours")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The Chromium that was found, without the sandbox that containers forbid."""
    return {
        "executable_path": chromium(),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    }
