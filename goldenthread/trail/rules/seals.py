"""Seal events in batches, each seal resting on the one before, so that a change made behind our back shows."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from goldenthread.kernel.rules import rule

# What a first seal rests on.
GENESIS = "0" * 64
# What is sealed of an event, in this order. It is never changed: another list would be another `FORMAT`.
FORMAT = 1
FIELDS = (
    "number", "partnership_id", "name", "kind", "thing_id", "title", "before", "after", "reason", "actor_id",
    "actor_name", "channel", "at",
)  # fmt: skip
BATCH = 1_000
PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class Seal:
    """One seal of a partnership's chain.

    It covers the partnership's events numbered above the seal before it (above 0 for the first) up to `last_number`;
    `previous` is the digest of that seal, `digest` its own, both 64 hexadecimal digits.
    """

    number: int
    last_number: int
    count: int
    previous: str
    digest: str


class Digest:
    """The digest of one seal, made event by event, so that a batch of any size needs no memory to speak of."""

    def __init__(self, previous: str) -> None:
        self.previous = previous
        self.count = 0
        self._hash = hashlib.sha256(previous.encode())

    def add(self, event: Sequence[Any]) -> None:
        """Take in the next event: its values in the order of `FIELDS`."""
        self._hash.update(_canonical(event))
        self.count += 1

    def sealed(self, number: int, last_number: int) -> Seal:
        """The seal over everything taken in."""
        whole = self._hash.copy()
        whole.update(_canonical(["seal", FORMAT, number, last_number, self.count]))
        return Seal(number, last_number, self.count, self.previous, whole.hexdigest())


def _canonical(values: Sequence[Any]) -> bytes:
    """The same bytes for the same values, wherever and whenever they are read."""
    words = json.dumps(list(values), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return words.encode() + b"\n"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"The trail holds no {type(value).__name__}.")


@rule("trail.seal_due", "House rule: sealed off the write path, a quarter of an hour after the event at the latest")
def is_due(waiting: int, oldest: datetime | None, now: datetime) -> bool:
    """True once a thousand events wait to be sealed, or the oldest has waited for a quarter of an hour."""
    return waiting >= BATCH or (oldest is not None and now - oldest >= PATIENCE)


@rule("trail.seal_holds", "House rule: a change made to the record behind the program's back is found")
def fault_of(kept: Seal, before: Seal | None, found: Seal) -> str:
    """What is wrong with a seal in one sentence, or nothing.

    `before` is the seal under it (None for the first); `found` is the seal made again from the events as they stand.
    """
    number, previous, start = (before.number, before.digest, before.last_number) if before else (0, GENESIS, 0)
    between = f"Between events {start + 1:,} and {kept.last_number:,}"
    if kept.number != number + 1:
        return f"Seal {number + 1:,} is missing: the next one there is number {kept.number:,}."
    if kept.previous != previous:
        return f"Seal {kept.number:,} does not rest on the one before it: one of them was changed or put in."
    if kept.count != found.count:
        return f"{between} there were {kept.count:,} when they were sealed, and now there are {found.count:,}."
    if kept.digest != found.digest:
        return f"{between} something was changed after they were sealed."
    return ""
