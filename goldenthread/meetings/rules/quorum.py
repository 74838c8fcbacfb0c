"""Whether enough of the right people came for a group to decide, and in plain words who is missing."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from goldenthread.kernel.rules import rule

SOURCE = "Domain guide 8.5: quoracy rule (e.g. all three statutory partners); Annex A, row 49"
# Working Together: the three sectors of the safeguarding partners.
STATUTORY: Mapping[str, str] = {
    "local_authority": "the local authority",
    "integrated_care_board": "the integrated care board",
    "police": "the police",
}
CHAIRS = frozenset({"chair", "vice_chair"})
DECIDING = CHAIRS | {"member"}


@dataclass(frozen=True)
class Quorum:
    """What a group needs to decide: all three statutory partners, so many members, the chair or vice chair."""

    statutory: bool = False
    members: int = 0
    chair: bool = False

    def stored(self) -> dict[str, Any]:
        """As JSON holds it; `quorum` reads it back."""
        return asdict(self)

    @property
    def asks_anything(self) -> bool:
        """True where a meeting can lack something to decide."""
        return self.statutory or self.members > 0 or self.chair

    @property
    def words(self) -> str:
        """As terms of reference say it, or that nothing is set."""
        parts = ["all three statutory partners"] if self.statutory else []
        if self.members:
            parts.append("a member" if self.members == 1 else f"{self.members} members")
        if self.chair:
            parts.append("the chair or vice chair")
        said = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else "nothing is set"
        return said[:1].upper() + said[1:]


def quorum(stored: Mapping[str, Any] | None) -> Quorum:
    """A quorum rule from what `Quorum.stored` gave; nothing gives a rule that asks nothing."""
    told = stored or {}
    return Quorum(bool(told.get("statutory")), int(told.get("members") or 0), bool(told.get("chair")))


@dataclass(frozen=True)
class Sitting:
    """A seat that was taken at a meeting, by its holder or a deputy: what it is, and its agency's sector."""

    kind: str
    sector: str = ""


@rule("meetings.quorum", SOURCE)
def missing(needed: Quorum, present: Collection[Sitting]) -> list[str]:
    """What is missing for the group to decide, each as words that follow "Not quorate: "; nothing where it may decide.

    Somebody in attendance counts for nothing. A deputy counts as the seat.
    """
    sitting = [one for one in present if one.kind in DECIDING]
    lacking = []
    if needed.statutory:
        here = {one.sector for one in sitting}
        absent = [words for sector, words in STATUTORY.items() if sector not in here]
        lacking += [f"{words} was not represented" for words in absent]
    if len(sitting) < needed.members:
        lacking.append(f"{len(sitting)} of the {needed.members} members needed came")
    if needed.chair and not any(one.kind in CHAIRS for one in sitting):
        lacking.append("neither the chair nor the vice chair was there")
    return lacking
