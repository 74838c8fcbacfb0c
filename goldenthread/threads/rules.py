"""What can be linked, by which words, and which gaps a thread has. Apps register their kinds of things here."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule


@dataclass(frozen=True)
class Ref:
    """One thing anywhere in the program: its kind (`actions.action`) and its id."""

    kind: str
    id: UUID


class LinkKind(StrEnum):
    """How one thing stands to another. A link always runs from what does the work to what it is done for."""

    SERVES = "serves"
    EVIDENCES = "evidences"
    MEASURES = "measures"
    RAISED_BY = "raised_by"
    ANSWERS = "answers"
    SUPERSEDES = "supersedes"
    CARRIES_OUT = "carries_out"
    RELATES_TO = "relates_to"

    @property
    def forward(self) -> str:
        """The words from source to target: "is evidence for"."""
        return PHRASES[self][0]

    @property
    def backward(self) -> str:
        """The words from target to source: "is shown by"."""
        return PHRASES[self][1]

    def phrase(self, outward: bool) -> str:
        """The words as read from the source (`outward`) or from the target."""
        return self.forward if outward else self.backward


PHRASES: Mapping[LinkKind, tuple[str, str]] = {
    LinkKind.SERVES: ("serves", "is served by"),
    LinkKind.EVIDENCES: ("is evidence for", "is shown by"),
    LinkKind.MEASURES: ("measures", "is measured by"),
    LinkKind.RAISED_BY: ("was raised by", "raised"),
    LinkKind.ANSWERS: ("answers", "is answered by"),
    LinkKind.SUPERSEDES: ("replaces", "is replaced by"),
    LinkKind.CARRIES_OUT: ("carries out", "is carried out by"),
    LinkKind.RELATES_TO: ("is related to", "is related to"),
}


@dataclass(frozen=True)
class Summary:
    """One thing in a line: title, address, a word for its state, its date, a note, and what one of its kind is called.

    `singular` is left empty to take the kind's own.
    """

    title: str
    url: str
    state: str = ""
    when: date | None = None
    note: str = ""
    singular: str = ""


@dataclass(frozen=True)
class Neighbour:
    """An edge the owning app keeps as a foreign key. `outward` means that the thing asked about is its source."""

    kind: LinkKind
    ref: Ref
    outward: bool


@dataclass(frozen=True)
class Expectation:
    """What a thing of this kind should have; `sentence` says so where it has not: "No evidence yet"."""

    kind: LinkKind
    outward: bool
    sentence: str


Summaries = Callable[[Actor, Collection[UUID]], dict[UUID, Summary]]
Search = Callable[[Actor, str, int], dict[UUID, Summary]]


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be linked.

    `summaries(actor, ids)` gives a `Summary` for each thing the actor may see, in a constant number of queries;
    `neighbours(actor, id)` gives the edges the app itself keeps; `search(actor, words, limit)` finds things to link,
    best first. `level` says how far from the claim the kind stands: priority 20, objective 30, action 50, evidence 90.
    `offers` are the links that may be made by hand with this kind as source: relation to kinds of target.
    """

    key: str
    singular: str
    plural: str
    summaries: Summaries
    neighbours: Callable[[Actor, UUID], list[Neighbour]] | None = None
    level: int = 50
    search: Search | None = None
    offers: Mapping[LinkKind, tuple[str, ...]] = field(default_factory=dict)
    expects: tuple[Expectation, ...] = ()


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Register a kind of thing that can be linked; a second registration of the same key replaces the first."""
    _KINDS[kind.key] = kind


def kind(key: str) -> Kind | None:
    """The registered kind called `key`, or None."""
    return _KINDS.get(key)


def kinds() -> list[Kind]:
    """Every registered kind, from the claim down to the evidence."""
    return sorted(_KINDS.values(), key=lambda one: (one.level, one.key))


@rule("threads.not_to_itself", "House rule: a thread leads somewhere")
def may_tie(source: Ref, target: Ref) -> Verdict:
    """Denied when both ends of a link would be the same thing."""
    if source == target:
        return Denied("A thing cannot be linked to itself.")
    return Allowed()


@rule("threads.reason_to_untie", "House rule: what was linked is unlinked with a reason")
def may_untie(reason: str) -> Verdict:
    """Denied without a reason."""
    if not reason.strip():
        return Denied("Say why the link is taken away; the history keeps it.")
    return Allowed()


@dataclass(frozen=True)
class Choice:
    """One way of linking a thing by hand: the relation, whether the thing is its source, and to which kinds."""

    kind: LinkKind
    outward: bool
    others: tuple[str, ...]

    @property
    def key(self) -> str:
        """The choice as a page sends it: "evidences-out"."""
        return f"{self.kind}-{'out' if self.outward else 'in'}"


@rule("threads.choices", "Domain guide 10: every claim can be followed to its evidence; architecture, idea 7")
def choices(mine: Kind, among: Iterable[Kind]) -> list[Choice]:
    """The links a person may make by hand from a thing of kind `mine`, only to kinds that can be searched."""
    others = {one.key: one for one in among if one.search is not None}
    found = []
    for relation in LinkKind:
        if relation is LinkKind.RELATES_TO:
            continue
        outward = tuple(key for key in mine.offers.get(relation, ()) if key in others)
        inward = tuple(one.key for one in others.values() if mine.key in one.offers.get(relation, ()))
        found += [Choice(relation, side, keys) for side, keys in ((True, outward), (False, inward)) if keys]
    if others:
        found.append(Choice(LinkKind.RELATES_TO, True, tuple(others)))
    return found


@rule("threads.gaps", "Experience guide 4, thread explorer: gaps drawn as gaps; domain guide 8.3, empty quadrants")
def gaps(expects: Iterable[Expectation], present: Collection[tuple[LinkKind, bool]]) -> list[Expectation]:
    """The expectations that nothing meets. `present` holds (relation, outward) of every link, seen or withheld."""
    return [one for one in expects if (one.kind, one.outward) not in present]
