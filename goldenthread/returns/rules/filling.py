"""What a report can say by itself, from the records: told by the apps that keep them, and asked for by questions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.kernel.actor import Actor


@dataclass(frozen=True)
class Line:
    """One thing from the records: what it says, its own words, and the page it leads to."""

    text: str
    note: str = ""
    kind: str = ""
    thing_id: str = ""
    href: str = ""
    is_restricted: bool = False
    # Read by those who read restricted papers by role, and not by whoever sits on the group that reports.
    is_by_role: bool = False

    def stored(self) -> dict[str, Any]:
        """As JSON holds it, frozen on the day a report is sent."""
        return {
            "text": self.text, "note": self.note, "kind": self.kind, "thing_id": self.thing_id, "href": self.href,
            "is_restricted": self.is_restricted, "is_by_role": self.is_by_role,
        }  # fmt: skip


# What is read for one filler and can serve another, by whatever key they agree on. Each return begins with `duty`: the
# id of the standing duty under which it is due, or None; and with `today`, which may come before the period ends.
Read = dict[str, Any]
# `find(actor, group_id, since, until, read)` gives what the records of a group say of a period, in a few queries.
Find = Callable[[Actor, UUID, date, date, Read], Sequence[Line]]


@dataclass(frozen=True)
class Filler:
    """One thing a report says by itself: its key, what it is called, and what is said where there is nothing."""

    key: str
    label: str
    nothing: str
    find: Find


_FILLERS: dict[str, Filler] = {}


def register_filler(filler: Filler) -> None:
    """Enter something a report can say by itself; a second of the same key replaces the first."""
    _FILLERS[filler.key] = filler


def fillers() -> dict[str, Filler]:
    """Everything a report can say by itself, by key."""
    return dict(sorted(_FILLERS.items()))
