"""The lines of a plan, live or in a file, in one shape in which they can be told to be the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from goldenthread.plans.exchange.draft import ordinal
from goldenthread.plans.exchange.headings import plain_words

Json = dict[str, Any]
LEVELS = ("priority", "objective", "action")


@dataclass(frozen=True)
class Item:
    """A priority, objective or action: its id, the words that name it, its number, and the id of what it is under.

    `row` is its JSON in the document. `id` is unique; `thing` is the id of what it is, which a live action that stands
    in two places has in both.
    """

    id: str
    level: str
    words: str
    number: str
    under: str
    row: Json = field(compare=False, repr=False)

    @property
    def thing(self) -> str:
        """The id of the thing itself, whichever of its places this is."""
        return self.id.partition("@")[0]

    @property
    def key(self) -> str:
        """Its words evened out: case, punctuation and spaces do not make it another line."""
        return plain(self.words)


def plain(text: str) -> str:
    """A text evened out for comparison: lower case, single spaces, no punctuation."""
    return " ".join(plain_words(text))


def spaced(text: str) -> str:
    """A text with single spaces: how it is compared where punctuation and case are part of what it says."""
    return " ".join(str(text).split())


def items(data: Mapping[str, Any]) -> list[Item]:
    """Every priority, objective and action of a document's JSON with uids, in its order."""
    seen: dict[str, int] = {}

    def item(level: str, row: Json, under: str) -> Item:
        uid = row["uid"]
        seen[uid] = seen.get(uid, 0) + 1
        words = row.get("description" if level == "action" else "title", "")
        number = ordinal(row.get("reference", "").strip(" .:()"))
        return Item(uid if seen[uid] == 1 else f"{uid}@{seen[uid]}", level, words, number.lower(), under, row)

    def beneath(holder: Mapping[str, Any], under: str) -> Iterator[Item]:
        for row in holder.get("objectives", []):
            yield item("objective", row, under)
            yield from (item("action", one, row["uid"]) for one in row.get("actions", []))
        yield from (item("action", one, under) for one in holder.get("actions", []))

    found: list[Item] = []
    for row in data.get("priorities", []):
        found.append(item("priority", row, ""))
        found += beneath(row, row["uid"])
    return [*found, *beneath(data, "")]
