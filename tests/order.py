"""Which tests go to one worker together, and which begin first, so that all workers end at about the same time."""

import pytest
from xdist.scheduler import LoadFileScheduling

# Files that share something that takes long to make: the demonstration in this process, and on each of several days.
TOGETHER = {
    "tests/test_pages.py": "screens",
    "tests/test_costs.py": "screens",
    "tests/test_downloads.py": "screens",
    "tests/test_following.py": "screens",
    "goldenthread/demo/tests/days": "days",
}
# What takes longest, longest first. Everything else fills the time that is left.
LONG = (
    "tests/test_pages.py",
    "tests/test_costs.py",
    "tests/test_downloads.py",
    "tests/test_following.py",
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
    """What a test shares a worker with: the name of a group, or its file."""
    groups = (group for path, group in TOGETHER.items() if _is_of(nodeid, path))
    return next(groups, nodeid.partition("::")[0])


def rank(nodeid: str) -> int:
    """How early a test begins; 0 is first."""
    return next((number for number, path in enumerate(LONG) if _is_of(nodeid, path)), len(LONG))


class Together(LoadFileScheduling):
    """Gives each worker one group or file after another, in the order of `rank`."""

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
