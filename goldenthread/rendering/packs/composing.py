"""A pack as the data that its template places, with room left for the pages of partners' PDFs."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from goldenthread.rendering.blocks import Block, Heading, Paragraph, Photo, well_ordered
from goldenthread.rendering.cleaning import printable
from goldenthread.rendering.packs.changes import changed_passages, what_changed
from goldenthread.rendering.packs.embedding import Room, dots_for
from goldenthread.rendering.packs.pdf_papers import PdfPage, read_pdf
from goldenthread.rendering.packs.values import (
    Facts,
    Pack,
    PackItem,
    PackPaper,
    PdfFile,
    Unshown,
    heading_anchor,
    item_anchor,
    paper_anchor,
)
from goldenthread.rendering.reading import Unreadable, is_picture
from goldenthread.rendering.typed_blocks import breakable, colours, heading_text, language_of, sections_of
from goldenthread.rendering.typesetting import Undrawable, can_be_drawn, drawn_pages

# Headings of a paper stand below the pack's own two levels.
BELOW, DEEPEST = 2, 6
ALT, RUNNING = 3000, 45
UNDRAWABLE = "The PDF is made in a way that this program cannot draw."
NOT_A_PICTURE = "[A picture stands here that cannot be shown. It is in the file itself.]"
RESTRICTED = "Part B: restricted"


@dataclass
class Composing:
    """What is put together while a pack is composed: files for the template, and rooms for pages.

    `said` and `refused` tell, by a paper's key, what each page of a PDF says, or why the PDF cannot be shown.
    """

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    files: dict[str, bytes] = field(default_factory=dict)
    rooms: list[Room] = field(default_factory=list)
    said: dict[str, tuple[str, ...]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def data(self, pack: Pack) -> dict[str, Any]:
        """Everything the template places."""
        marking = _line(pack.marking)
        return language_of(pack.language) | {
            "title": heading_text(_line(pack.title)),
            "known_as": ", ".join(part for part in map(_line, (pack.title, pack.group, pack.when)) if part) or "–",
            "subtitle": printable(pack.subtitle).strip(),
            "author": printable(pack.author),
            "keywords": [marking] if marking else [],
            "marking": marking,
            "group": _line(pack.group),
            "issued": _line(pack.issued),
            "running": " · ".join(part for part in (_line(pack.group) or _line(pack.title), _line(pack.when)) if part),
            "prefix": pack.prefix,
            "first": pack.first_page,
            "front": pack.front_pages,
            "supplement": printable(pack.supplement).strip(),
            "facts": _facts((("When", pack.when), ("Where", pack.where), *pack.facts)),
            "changes": [self._change(item, paper) for item, paper in pack.papers() if paper.change],
            "agenda_title": "Business in this supplement" if pack.is_supplement else "Agenda",
            "agenda": [_agenda_row(item) for item in pack.items],
            "palette": colours(),
            "papers": [
                self._paper(pack, item, paper, is_first=number == 0)
                for item in pack.items
                for number, paper in enumerate(item.papers)
            ],
        }

    def _change(self, item: PackItem, paper: PackPaper) -> dict[str, str]:
        said = change_words(paper)
        return {
            "item": _line(item.number),
            "paper": _line(paper.title),
            "said": said,
            "anchor": paper_anchor(paper.key),
        }

    def _paper(self, pack: Pack, item: PackItem, paper: PackPaper, is_first: bool) -> dict[str, Any]:
        sections, pages = self._content(paper)
        number = _line(item.number)
        return {
            "anchor": paper_anchor(paper.key),
            "item": item_anchor(item.number) if is_first else None,
            "item_title": heading_text(f"{number}. {_line(item.title)}" if number else _line(item.title)),
            "item_line": item_line(item),
            "part": RESTRICTED if item.is_restricted else "",
            "running": _running(item),
            "marking": _line(item.marking) or _line(pack.marking),
            "title": heading_text(_line(paper.title)),
            "facts": _facts(paper.facts),
            "cover": self._sections(paper, cover_of(paper))[0]["blocks"],
            "sections": sections,
            "pages": pages,
        }

    def _content(self, paper: PackPaper) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        match paper.content:
            case PdfFile(content, name):
                try:
                    return [], self._pages(content, paper)
                except Unreadable as refused:
                    self.refused[paper.key] = refused.reason
                    return self._sections(paper, cannot_be_shown(paper, name, refused.reason)), []
            case Unshown(name, reason):
                return self._sections(paper, cannot_be_shown(paper, name, reason)), []
            case tuple():
                return self._sections(paper, paper.content), []

    def _pages(self, content: bytes, paper: PackPaper) -> list[dict[str, Any]]:
        pdf = read_pdf(content)
        pages, content = pdf.pages, pdf.content
        drawn = [number for number, page in enumerate(pages, 1) if not page.is_whole]
        try:
            drawings = dict(zip(drawn, drawn_pages(content, drawn), strict=True)) if drawn else {}
        except Undrawable as refused:
            raise Unreadable(UNDRAWABLE) from refused
        self.said[paper.key] = tuple(page.text for page in pages)
        return [self._page(paper, page, number, drawings.get(number)) for number, page in enumerate(pages, 1)]

    def _page(self, paper: PackPaper, page: PdfPage, number: int, drawing: bytes | None) -> dict[str, Any]:
        file, dots = None, None
        if drawing is None:
            dots = dots_for(self.secret, len(self.rooms))
            self.rooms.append(Room(dots, page.source))
        else:
            file = f"page-{len(self.files)}.svg"
            self.files[file] = drawing
        about = {"width": page.width, "height": page.height, "alt": page_alt(paper, page, number)}
        return about | {"file": file, "dots": list(dots) if dots else None}

    def _sections(self, paper: PackPaper, blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
        sections = sections_of(tuple(_shown(block) for block in blocks), False, self.files)
        headings = [block for one in sections for block in one["blocks"] if block["kind"] == "heading"]
        for block in headings:
            block["level"] = min(block["level"] + BELOW, DEEPEST)
        # A paper that begins on a page across does so with its title.
        return sections[1:] if len(sections) > 1 and not sections[0]["blocks"] else sections


def labelled(papers: list[dict[str, Any]], keys: list[str]) -> None:
    """Give every heading within the papers its address, counted through each paper."""
    for paper, key in zip(papers, keys, strict=True):
        every = [*paper["cover"], *(block for one in paper["sections"] for block in one["blocks"])]
        for number, block in enumerate((one for one in every if one["kind"] == "heading"), 1):
            block["label"] = heading_anchor(key, number)


def cover_of(paper: PackPaper) -> tuple[Block, ...]:
    """What stands under a paper's title before the paper: what it does to the issued pack, and its cover sheet."""
    return (*_changes(paper), *well_ordered(paper.cover))


def _changes(paper: PackPaper) -> tuple[Block, ...]:
    if paper.change is None:
        return ()
    said = Paragraph(change_words(paper))
    if paper.change.before is None or not isinstance(paper.content, tuple):
        return (said,)
    return (said, *what_changed(changed_passages(paper.change.before, paper.content)))


def change_words(paper: PackPaper) -> str:
    """What a paper of a supplement does to the issued pack, as a sentence; empty where it does nothing."""
    if paper.change is None:
        return ""
    where = _line(paper.change.where)
    if paper.change.act == "withdraws":
        return (
            f"Withdrawn: this paper, {where} of the issued pack, is no longer before the meeting."
            if where
            else ("Withdrawn: this paper is no longer before the meeting.")
        )
    if paper.change.act == "replaces":
        return f"This paper replaces {where or 'a paper'} of the issued pack."
    return f"This paper is new; it belongs after {where} of the issued pack." if where else "This paper is new."


def cannot_be_shown(paper: PackPaper, name: str, reason: str) -> tuple[Block, ...]:
    """The plain page that stands for a paper the pack cannot show."""
    file = printable(paper.file).strip() or "Ask whoever sent you this pack for the file."
    said = (Heading(1, "This paper is not shown in the pack"), Paragraph(reason), Paragraph(f"File: {_line(name)}"))
    return (*said, Paragraph(file))


def page_alt(paper: PackPaper, page: PdfPage, number: int) -> str:
    """What a page of a PDF says, for those who do not see it: its words, cut where they are very many."""
    said = " ".join(page.text.split())
    title = f"Page {number} of {_line(paper.title)}"
    if not said:
        return f"{title}. It has no words that can be read by a program."
    return f"{title}: {said}" if len(said) <= ALT else f"{title}: {said[:ALT].rpartition(' ')[0]} … (shortened)"


def item_line(item: PackItem) -> str:
    """What is wanted of the meeting, who leads and how long it has, in one line."""
    minutes = f"{item.minutes} minutes" if item.minutes else ""
    return " · ".join(part for part in (_line(item.purpose), _line(item.presenter), minutes) if part)


def _running(item: PackItem) -> str:
    """The item as it stands at the head of its pages, cut to what fits a line."""
    title = _line(item.title)
    title = title if len(title) <= RUNNING else f"{title[:RUNNING].rstrip()}…"
    return ": ".join(part for part in (f"Item {_line(item.number)}" if _line(item.number) else "", title) if part)


def _agenda_row(item: PackItem) -> dict[str, Any]:
    return {
        "anchor": item_anchor(item.number),
        "number": _line(item.number),
        "title": heading_text(_line(item.title)),
        "purpose": breakable(_line(item.purpose)),
        "presenter": breakable(_line(item.presenter)),
        "minutes": f"{item.minutes} min" if item.minutes else "",
        "restricted": item.is_restricted,
        "papers": [{"title": heading_text(_line(one.title)), "anchor": paper_anchor(one.key)} for one in item.papers],
    }


def _shown(block: Block) -> Block:
    """The block as it is printed: a sentence in place of a picture that would break the whole pack."""
    if not isinstance(block, Photo):
        return block
    can_be = is_picture(block.content, block.kind) and can_be_drawn(block.content, block.kind)
    return block if can_be else Paragraph(NOT_A_PICTURE)


def _facts(facts: Facts) -> list[list[str]]:
    return [[_line(label), breakable(text).strip()] for label, text in facts if printable(text).strip()]


def _line(text: str) -> str:
    return " ".join(printable(text).split())
