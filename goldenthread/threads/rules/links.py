"""How one thing stands to another, in which words, and which gaps a thread has."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from goldenthread.kernel.actor import Permission
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
    THREATENS = "threatens"
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
    LinkKind.THREATENS: ("threatens", "is threatened by"),
    LinkKind.RELATES_TO: ("is related to", "is related to"),
}


@dataclass(frozen=True)
class Summary:
    """One thing in a line: title, address, a word for its state, its date, a note, and what one of its kind is called.

    `within` is the id of what holds it, where something does; `is_restricted` is true for what is of class R.
    """

    title: str
    url: str
    state: str = ""
    when: date | None = None
    note: str = ""
    singular: str = ""
    within: UUID | None = None
    is_restricted: bool = False


@dataclass(frozen=True)
class Mend:
    """How to close a gap: words for the button, the page it opens, and the permission that page needs.

    `parts` and `query` say which keyword of the page takes the thing's "id" and which the id of what it is "within".
    """

    words: str
    page: str
    permission: Permission
    parts: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Expectation:
    """What a thing of this kind should have; `sentence` says so where it has not: "No evidence yet"."""

    kind: LinkKind
    outward: bool
    sentence: str
    mend: Mend | None = None


# Links that stand beside a thread and are not followed any further.
BESIDE = frozenset({LinkKind.RELATES_TO, LinkKind.SUPERSEDES, LinkKind.THREATENS})


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


@rule("threads.gaps", "Experience guide 4, thread explorer: gaps drawn as gaps; domain guide 8.3, empty quadrants")
def gaps(expects: Iterable[Expectation], present: Collection[tuple[LinkKind, bool]]) -> list[Expectation]:
    """The expectations that nothing meets. `present` holds (relation, outward) of every link, seen or withheld."""
    return [one for one in expects if (one.kind, one.outward) not in present]
