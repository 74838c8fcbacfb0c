"""One browser for every test that needs one, in which order tests run, and how hard Hypothesis tries."""

import gc
import os

import pytest
from hypothesis import settings

from tests import databases
from tests.chromium import chromium
from tests.order import Order

# On a busy machine a slow example is no failure. A build server tries the same examples each time; a person, new ones.
settings.register_profile("ours", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ours")


def pytest_configure(config: pytest.Config) -> None:
    """Tests run in the order of `tests/order.py`."""
    config.pluginmanager.register(Order())


def pytest_collection_finish() -> None:
    """What was loaded to collect the tests stays; it need not be searched for rubbish again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> None:
    """Each worker's database begins as a copy of one that was migrated once; on a server of ours, that is."""
    from django.conf import settings

    ours = settings.DATABASES["default"]
    if ours["ENGINE"] == "goldenthread.config.embedded_postgres":
        ours["TEST"]["TEMPLATE"] = databases.empty()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The Chromium that was found, without the sandbox that containers forbid."""
    return {
        "executable_path": chromium(),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    }
