"""A pack as a page shows it: the same parts in the same order, with the page numbers that were frozen with the PDF."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from goldenthread.rendering.blocks import (
    Block,
    Bullets,
    Heading,
    PageBreak,
    Paragraph,
    Photo,
    Picture,
    Section,
    Table,
    well_ordered,
)
from goldenthread.rendering.cleaning import printable
from goldenthread.rendering.packs.composing import RESTRICTED, cannot_be_shown, change_words, cover_of, item_line
from goldenthread.rendering.packs.values import (
    Facts,
    Pack,
    PackItem,
    PackPaper,
    PdfFile,
    Places,
    Unshown,
    heading_anchor,
    item_anchor,
    paper_anchor,
)

# On a page a paper's title is the third heading down: the pack, the item, the paper.
BELOW, DEEPEST = 3, 6


@dataclass(frozen=True)
class Piece:
    """One block for a template: its `kind` says which part of it to show.

    Of a heading `level`, `anchor` and `page` ("12") say where it stands; of a picture `address` is what draws it.
    """

    kind: str
    block: Block
    level: int = 0
    anchor: str = ""
    page: str = ""
    address: str = ""


@dataclass(frozen=True)
class SheetOnScreen:
    """A page of a PDF: its number in the pack, the number it has in its own file, and what it says."""

    page: str
    number: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PaperOnScreen:
    """A paper with the pages it stands on ("pages 12 to 15"), its cover sheet, and what it says.

    Of each fact the words, each with its address where it leads somewhere.
    """

    anchor: str
    title: str
    pages: str
    facts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    change: str
    cover: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    sheets: tuple[SheetOnScreen, ...]


@dataclass(frozen=True)
class ItemOnScreen:
    """An item with the page it begins on ("12"), its words, and its papers; `part` is "Part B: restricted" or empty."""

    anchor: str
    number: str
    title: str
    line: str
    part: str
    marking: str
    page: str
    pages: str
    item: PackItem
    papers: tuple[PaperOnScreen, ...]


@dataclass(frozen=True)
class PackOnScreen:
    """The whole pack; `pages` says how many there are and how they are numbered."""

    pack: Pack
    facts: Facts
    pages: str
    items: tuple[ItemOnScreen, ...]


def pack_on_screen(pack: Pack, places: Places, addresses: Mapping[str, str] | None = None) -> PackOnScreen:
    """The pack for a template; `places` are those that came with its PDF, so that no number can differ from it.

    `addresses` has the pages this reader may open, by what papers are `tied` to; the words stay as they were frozen.

    What PDFs say comes with the places too: the files themselves are not opened, and may be left empty.
    """
    facts = tuple((label, text) for label, text in (("When", pack.when), ("Where", pack.where), *pack.facts) if text)
    count = places.last - places.first + 1
    whole = Places(places.first, places.last, places.prefix, {"all": (places.first, places.last)}).of("all")
    said = f"{count} page{'s' if count != 1 else ''}: {whole}"
    return PackOnScreen(pack, facts, said, tuple(_item(item, places, addresses or {}) for item in pack.items))


def _item(item: PackItem, places: Places, addresses: Mapping[str, str]) -> ItemOnScreen:
    place = places.item(item.number)
    return ItemOnScreen(
        anchor=item_anchor(item.number),
        number=printable(item.number).strip(),
        title=printable(item.title).strip(),
        line=item_line(item),
        part=RESTRICTED if item.is_restricted else "",
        marking=printable(item.marking).strip(),
        page=place.label if place else "",
        pages=str(place) if place else "",
        item=item,
        papers=tuple(_paper(paper, places, addresses) for paper in item.papers),
    )


def _paper(paper: PackPaper, places: Places, addresses: Mapping[str, str]) -> PaperOnScreen:
    place = places.paper(paper.key)
    blocks, sheets = _content(paper, places)
    cover = cover_of(paper)
    numbers = iter(range(1, len(cover) + len(blocks) + 1))
    return PaperOnScreen(
        anchor=paper_anchor(paper.key),
        title=printable(paper.title).strip(),
        pages=str(place) if place else "",
        facts=tuple((label, _leading(text, paper, addresses)) for label, text in paper.facts),
        change=change_words(paper),
        cover=tuple(_pieces(cover[1:] if paper.change else cover, paper.key, numbers, places)),
        pieces=tuple(_pieces(blocks, paper.key, numbers, places)),
        sheets=sheets,
    )


def _leading(text: str, paper: PackPaper, addresses: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The words of a fact, apart where they are those of what the paper is tied to."""
    if paper.tied and text == "; ".join(words for words, _ in paper.tied):
        return tuple((words, addresses.get(key, "")) for words, key in paper.tied)
    return ((text, ""),)


def _content(paper: PackPaper, places: Places) -> tuple[tuple[Block, ...], tuple[SheetOnScreen, ...]]:
    match paper.content:
        case PdfFile(_, name) if paper.key in places.refused:
            return cannot_be_shown(paper, name, places.refused[paper.key]), ()
        case PdfFile():
            texts = places.said.get(paper.key, ())
            place = places.paper(paper.key)
            # Its pages are the last of the paper: before them stands only the cover sheet.
            first = place.last - len(texts) + 1 if place else 1
            sheets = [
                SheetOnScreen(f"{places.prefix}{first + at}", at + 1, _lines(text)) for at, text in enumerate(texts)
            ]
            return (), tuple(sheets)
        case Unshown(name, reason):
            return cannot_be_shown(paper, name, reason), ()
        case blocks:
            return well_ordered(blocks), ()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def _pieces(blocks: tuple[Block, ...], key: str, numbers: Iterator[int], places: Places) -> Iterator[Piece]:
    for block in blocks:
        match block:
            case Heading(level, _):
                anchor = heading_anchor(key, next(numbers))
                place = places.of(anchor)
                page = place.label if place else ""
                yield Piece("heading", block, min(level + BELOW, DEEPEST), anchor, page)
            case Paragraph(_, role):
                yield Piece(role or "paragraph", block)
            case Bullets():
                yield Piece("numbered" if block.numbered else "bullets", block)
            case Table():
                yield Piece("table", block)
            case Picture(svg):
                yield Piece("picture", block, address=_address("image/svg+xml", svg.encode()))
            case Photo(content, kind):
                yield Piece("picture", block, address=_address("image/png" if kind == "png" else "image/jpeg", content))
            case Section() | PageBreak():
                continue


def _address(kind: str, content: bytes) -> str:
    """The picture itself as an address, since a frozen pack has no other place to keep it."""
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"
