"""A board pack as plain values: whoever holds the meeting says what is in it, and nothing else is."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from goldenthread.rendering.blocks import Block

Facts = tuple[tuple[str, str], ...]
PAPER = "paper-"


@dataclass(frozen=True)
class PdfFile:
    """A paper that came as a PDF, and what its file is called."""

    content: bytes
    name: str


@dataclass(frozen=True)
class Unshown:
    """A paper that the pack cannot show: what its file is called, and one sentence that says why."""

    name: str
    reason: str


Content = tuple[Block, ...] | PdfFile | Unshown


@dataclass(frozen=True)
class Change:
    """What a paper of a supplement does to the issued pack, or that a paper of it was withdrawn.

    `where` names the page there ("pages 12 to 15"); empty where the paper belongs nowhere in it. `before` is the paper
    that is replaced, where that was text; what changed is then shown word for word.
    """

    act: Literal["adds", "replaces", "withdraws"]
    where: str = ""
    before: tuple[Block, ...] | None = None


@dataclass(frozen=True)
class PackPaper:
    """A paper: `key` is its own for good (no two papers of a pack share one), `facts` and `cover` are its cover sheet.

    `file` says how to get the file itself, in a sentence; it is printed where the pack cannot show the paper. `tied`
    has the words of a fact that could lead somewhere, and what whoever shows the pack knows that page by; not printed.
    """

    key: str
    title: str
    content: Content
    facts: Facts = ()
    cover: tuple[Block, ...] = ()
    file: str = ""
    change: Change | None = None
    tied: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PackItem:
    """A line of the agenda. `number` is as it is printed ("1", "B1"), `purpose` in words ("For decision").

    `marking` stands on the item's pages instead of the pack's own where given.
    """

    number: str
    title: str
    papers: tuple[PackPaper, ...] = ()
    purpose: str = ""
    presenter: str = ""
    minutes: int | None = None
    is_restricted: bool = False
    marking: str = ""


@dataclass(frozen=True)
class Pack:
    """Everything one reader's pack holds, in its order.

    `supplement` says what it supplements, in words ("Supplement to the pack issued on 3 March 2026"); its pages are
    then numbered A1, A2, …, and `first_page` goes on where the supplement before it ended. `front_pages` is how many
    pages come before the first paper at least: as many as in the longest pack of the same papers, so that a paper
    stands on the same pages in all of them. Raises `ValueError` where two items or two papers would share an address.
    """

    title: str
    items: tuple[PackItem, ...] = ()
    subtitle: str = ""
    group: str = ""
    when: str = ""
    where: str = ""
    facts: Facts = ()
    marking: str = ""
    issued: str = ""
    author: str = ""
    language: str = "en-GB"
    supplement: str = ""
    first_page: int = 1
    front_pages: int = 0

    def __post_init__(self) -> None:
        """No two parts of a pack share an address."""
        anchors = Counter([item_anchor(item.number) for item in self.items])
        anchors.update(paper_anchor(paper.key) for item in self.items for paper in item.papers)
        twice = [anchor for anchor, times in anchors.items() if times > 1]
        if twice:
            raise ValueError(f"Two parts of the pack share an address: {', '.join(twice)}.")

    @property
    def is_supplement(self) -> bool:
        """True where the pack adds to one already issued."""
        return bool(self.supplement)

    @property
    def prefix(self) -> str:
        """What stands before every page number."""
        return "A" if self.is_supplement else ""

    def papers(self) -> Iterator[tuple[PackItem, PackPaper]]:
        """Every paper with its item, in order."""
        for item in self.items:
            for paper in item.papers:
                yield item, paper


def item_anchor(number: str) -> str:
    """The address of an item, the same in the PDF and on the page."""
    return f"item-{_plain(number)}"


def paper_anchor(key: str) -> str:
    """The address of a paper, the same in the PDF and on the page."""
    return f"{PAPER}{_plain(key)}"


def heading_anchor(key: str, number: int) -> str:
    """The address of the so-manieth heading within a paper, counted from 1."""
    return f"{paper_anchor(key)}.{number}"


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", lambda odd: f"_{ord(odd[0]):x}", text)


@dataclass(frozen=True)
class Place:
    """The first page and the last of a part, as they are printed without their letter."""

    first: int
    last: int
    prefix: str = ""

    def __str__(self) -> str:
        """The pages in words: "page 12", "pages A3 to A5"."""
        if self.first == self.last:
            return f"page {self.prefix}{self.first}"
        return f"pages {self.prefix}{self.first} to {self.prefix}{self.last}"

    @property
    def label(self) -> str:
        """The first page as it is printed: "12", "A3"."""
        return f"{self.prefix}{self.first}"


@dataclass(frozen=True)
class Places:
    """Where everything stands in a pack that was made: frozen with it, so that the screen says what the paper says.

    `said` and `refused` tell, by a paper's key, what each page of a PDF says, or why the PDF could not be shown.
    """

    first: int
    last: int
    prefix: str = ""
    at: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def front_pages(self) -> int:
        """How many pages come before the first paper; 0 where there is none."""
        papers = [first for anchor, (first, _) in self.at.items() if anchor.startswith(PAPER)]
        return min(papers) - self.first if papers else 0

    def of(self, anchor: str) -> Place | None:
        """Where the part of this address stands; None where the pack has no such part."""
        found = self.at.get(anchor)
        return Place(*found, self.prefix) if found else None

    def item(self, number: str) -> Place | None:
        """Where an item stands: its papers, or the agenda where it has none."""
        return self.of(item_anchor(number))

    def paper(self, key: str) -> Place | None:
        """Where a paper stands, its cover sheet included."""
        return self.of(paper_anchor(key))

    def plain(self) -> dict[str, Any]:
        """The same as what JSON can hold."""
        at = {anchor: list(pages) for anchor, pages in self.at.items()}
        said = {key: list(texts) for key, texts in self.said.items()}
        pages = {"first": self.first, "last": self.last, "prefix": self.prefix}
        return pages | {"at": at, "said": said, "refused": dict(self.refused)}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> "Places":
        """The places that `plain` was made from."""
        at = {anchor: (first, last) for anchor, (first, last) in kept["at"].items()}
        said = {key: tuple(texts) for key, texts in kept["said"].items()}
        return cls(kept["first"], kept["last"], kept["prefix"], at, said, dict(kept["refused"]))


@dataclass(frozen=True)
class MadePack:
    """A pack that was made: the PDF, how many pages it has, and where everything stands in it."""

    content: bytes
    pages: int
    places: Places
