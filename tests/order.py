"""Which tests go to one worker together, and which begin first, so that all workers end at about the same time."""

import pytest
from xdist.scheduler import LoadFileScheduling

# Folders whose files share something that takes long to make: the demonstration in this process.
TOGETHER = ("tests/screens", "goldenthread/demo/tests/days")
# What takes longest, longest first. Everything else fills the time that is left.
LONG = (
    "tests/screens",
    "tests/journeys/test_every_screen.py",
    "goldenthread/config/tests/test_backups.py",
    "goldenthread/demo/tests/days",
    "goldenthread/notify/tests/test_killed.py",
    "tests/journeys",
    "goldenthread/web/tests/test_browser.py",
    "goldenthread/plans/tests/test_views.py",
    "goldenthread/actions/tests/test_views.py",
)


def _is_of(nodeid: str, path: str) -> bool:
    return nodeid.startswith((f"{path}::", f"{path}/"))


def together(nodeid: str) -> str:
    """What a test shares a worker with: its folder, or its file."""
    return next((path for path in TOGETHER if _is_of(nodeid, path)), nodeid.partition("::")[0])


def rank(nodeid: str) -> int:
    """How early a test begins; 0 is first."""
    return next((number for number, path in enumerate(LONG) if _is_of(nodeid, path)), len(LONG))


class Together(LoadFileScheduling):
    """Gives each worker one folder or file after another, in the order of `rank`."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


class Order:
    """The plugin: sorts what was collected, and hands it out."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """The longest first; within a file nothing changes places."""
        items.sort(key=lambda item: rank(item.nodeid))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> Together | None:
        """Our way of handing out tests, where files are to stay together."""
        if config.getvalue("dist") != "loadfile":
            return None
        config.option.loadscopereorder = False
        return Together(config, log)
