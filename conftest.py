"""One browser for every test that needs one, in the apps and in the journeys."""

import pytest

from tests.chromium import chromium


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The Chromium that was found, without the sandbox that containers forbid."""
    return {
        "executable_path": chromium(),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    }
