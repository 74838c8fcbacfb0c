"""What differs, as plain values that an import can keep: lines added, changed, gone or doubtful, field by field."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

DOUBT, CHANGED, ADDED, GONE = "doubt", "changed", "added", "gone"
KEEP, CLOSE, WITHDRAW, TAKE_OUT = "keep", "close", "withdraw", "take_out"
NOUNS = {
    "plan": "Plan",
    "priority": "Priority",
    "objective": "Objective",
    "action": "Action",
    "measure": "Measure",
    "focus_group": "Group to attend to",
    "assurance_area": "Area of assurance",
    "section": "Text of the plan",
}


@dataclass(frozen=True)
class Change:
    """One field in words before and after. `take` is what happens unless a person says otherwise.

    `to` is what will be written, in the form in which the applying step wants it.
    """

    field: str
    label: str
    before: str
    after: str
    take: bool = True
    note: str = ""
    to: Any = None


@dataclass(frozen=True)
class Difference:
    """One line that differs: what it is, its ids in the file and in the plan, its words there, and its changes.

    `said` are the cells of a new line as printed. `may` are what can become of a line that is gone. `is_stale` is True
    where the plan has changed since a person last looked.
    """

    sort: str
    kind: str
    title: str
    of_file: str = ""
    live: str = ""
    live_title: str = ""
    under: str = ""
    place: str = ""
    likeness: int = 0
    said: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    may: list[str] = field(default_factory=list)
    is_stale: bool = False

    @property
    def key(self) -> str:
        """Its name among the differences of one import."""
        return f"{self.sort}:{self.of_file if self.sort in (DOUBT, ADDED) else self.live}"

    @property
    def word(self) -> str:
        """What a line of this kind is called."""
        return NOUNS.get(self.kind, self.kind)

    def same_as(self, other: "Difference | None") -> bool:
        """True where a person who saw the other has seen this one."""
        if other is None:
            return False
        return _seen(self) == _seen(other)


def _seen(one: Difference) -> tuple[Any, ...]:
    return one.live_title, [(each.field, each.before, each.after) for each in one.changes], sorted(one.may)


@dataclass(frozen=True)
class Comparison:
    """Every difference between a file and the live plan, how many lines are the same, and what the file leaves out.

    `settled` counts finished lines that the file no longer prints or says something else of: they stay as they are.
    `stamps` are the versions of the live lines that were compared, `pairs` the live id of each line of the file that
    has one. `silent` are the kinds of which the file says nothing at all.
    """

    differences: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    settled: int = 0
    silent: list[str] = field(default_factory=list)
    stamps: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, str] = field(default_factory=dict)

    def of(self, sort: str) -> list[Difference]:
        """The differences of one sort, in the order of the plan."""
        return [one for one in self.differences if one.sort == sort]

    def to_json(self) -> dict[str, Any]:
        """The comparison as an import keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The comparison back from what an import keeps; an empty one from nothing."""
        rows = [
            Difference(**{**row, "changes": [Change(**one) for one in row["changes"]]})
            for row in data.get("differences", [])
        ]
        kept = {name: data[name] for name in ("unchanged", "settled", "silent", "stamps", "pairs") if name in data}
        return cls(differences=rows, **kept)


@dataclass(frozen=True)
class Choices:
    """What a person decided: which doubts are the same line, what to take, and what becomes of lines that are gone."""

    same: Mapping[str, str] = field(default_factory=dict)
    take: Mapping[str, bool] = field(default_factory=dict)
    gone: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Mapping[str, Any]) -> Self:
        """The choices among an import's decisions."""
        kept = decisions.get("newer", {})
        return cls(kept.get("same", {}), kept.get("take", {}), kept.get("gone", {}))

    def takes(self, one: Difference, change: Change | None = None) -> bool:
        """True where a change, or a new line as a whole, is to be written."""
        name = f"{one.key}|{change.field if change else 'line'}"
        return self.take.get(name, change.take if change else True)

    def fate(self, one: Difference) -> tuple[str, str]:
        """What becomes of a line that is gone, and why: kept as it is unless somebody said otherwise."""
        said = self.gone.get(one.live, {})
        return (said.get("do") or KEEP, said.get("reason", "")) if said.get("do") in one.may else (KEEP, "")

    def does(self, one: Difference) -> bool:
        """True where anything at all is to be written because of this difference."""
        if one.sort == GONE:
            return self.fate(one)[0] != KEEP
        if one.sort == ADDED:
            return self.takes(one)
        return any(self.takes(one, change) for change in one.changes)
