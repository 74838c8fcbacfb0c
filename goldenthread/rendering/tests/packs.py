"""Packs and papers for tests: fictional, made here, and looked at through another library than made them."""

from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from goldenthread.rendering.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Report, Table
from goldenthread.rendering.packs import MadePack, Pack, PackItem, PackPaper, PdfFile
from goldenthread.rendering.packs.making import made_here
from goldenthread.rendering.pdf import pdf

FACTS = (("Purpose", "For decision"), ("Decision sought", "Agree the toolkit for use from 1 April 2027."))


def toolkit() -> tuple[Block, ...]:
    """A paper of text with every kind of block."""
    rows = tuple((Cell(f"Area {number}"), Cell("120"), Cell("133")) for number in range(1, 61))
    return (
        Heading(1, "Background"),
        Paragraph("The toolkit was agreed in 2024 and is used by four agencies."),
        Bullets(("Schools come next", "Then health")),
        Heading(2, "Figures"),
        Table((Column("Measure"), Column("Last year"), Column("Now")), rows, caption="Referrals"),
        Heading(1, "Next steps"),
        Paragraph("Train every team by the summer."),
    )


def partners_pdf(pages: int = 3, words: str = "audit", landscape: bool = False) -> bytes:
    """A tagged PDF as partners send it, each page with words of its own."""
    blocks: list[Block] = []
    for number in range(1, pages + 1):
        blocks += [Heading(1, f"{words} heading {number}"), *[Paragraph(f"{words} page{number} said " * 20)] * 14]
    return pdf(Report(f"The {words}", tuple(blocks), marking="THEIRS", landscape=landscape))


def plain_pdf(text: str = "bare words", rotation: int = 0, field: str = "") -> bytes:
    """A PDF of one page whose letters it does not carry; with a filled-in field where asked."""
    writer = PdfWriter()
    page = writer.add_blank_page(400, 600)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    fonts = DictionaryObject({NameObject("/F1"): named(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(drawn(f"BT /F1 24 Tf 40 500 Td ({text}) Tj ET"))
    if rotation:
        page.rotate(rotation)
    if field:
        _fill_in(writer, page, fonts, field)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _fill_in(writer: PdfWriter, page: PageObject, fonts: DictionaryObject, said: str) -> None:
    box = ArrayObject([FloatObject(edge) for edge in (40, 300, 300, 340)])
    look = drawn(f"BT /F1 18 Tf 4 10 Td ({said}) Tj ET")
    look.update(named({"/Type": "/XObject", "/Subtype": "/Form"}))
    look[NameObject("/BBox")] = ArrayObject([FloatObject(edge) for edge in (0, 0, 260, 40)])
    look[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    widget = named({"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Tx"})
    widget[NameObject("/T")], widget[NameObject("/V")] = TextStringObject("Agency"), TextStringObject(said)
    widget[NameObject("/Rect")], widget[NameObject("/F")] = box, NumberObject(4)
    widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(widget)])


def named(names: dict[str, str]) -> DictionaryObject:
    """A dictionary of names."""
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})


def drawn(content: str) -> DecodedStreamObject:
    """A stream of drawing operators."""
    stream = DecodedStreamObject()
    stream.set_data(content.encode("latin-1"))
    return stream


def locked_pdf() -> bytes:
    """A PDF that opens only with a password."""
    writer = PdfWriter(clone_from=BytesIO(partners_pdf(1)))
    writer.encrypt("a secret", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def part_a() -> tuple[PackItem, ...]:
    """Three items of the open part: one without a paper, one with text, one with a PDF."""
    return (
        PackItem("1", "Welcome and apologies", purpose="To note", presenter="Chair", minutes=5),
        PackItem("2", "Neglect", (PackPaper("n1", "The neglect toolkit", toolkit(), FACTS), audit()), "For decision"),
        PackItem("3", "Workforce", (PackPaper("w1", "Training offer", (Paragraph("Forty people came."),)),)),
    )


def audit() -> PackPaper:
    """A paper that came as a PDF of three pages."""
    return PackPaper("n2", "Audit of neglect", PdfFile(partners_pdf(), "audit.pdf"), FACTS)


def part_b() -> tuple[PackItem, ...]:
    """One item of the restricted part."""
    paper = PackPaper("r1", "Confidential matter", (Paragraph("Only for members."),))
    return (PackItem("B1", "A matter in part B", (paper,), is_restricted=True, marking="OFFICIAL-SENSITIVE"),)


def pack(*items: PackItem, **more: Any) -> Pack:
    """A pack of these items, or of part A."""
    about: dict[str, Any] = {"group": "Executive", "when": "Thursday 12 November 2026", "marking": "OFFICIAL"}
    return Pack("Board pack", items or part_a(), **(about | {"where": "Council Chamber"} | more))


def read(made: MadePack) -> PdfReader:
    """The pack opened by a reader that did not make it."""
    return PdfReader(BytesIO(made.content))


def pages_of(made: MadePack) -> list[str]:
    """What each page says, on one line, without the marks where long words may break."""
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in read(made).pages]


def made_of(*items: PackItem, **more: Any) -> MadePack:
    """A pack of these items, made in this process."""
    return made_here(pack(*items, **more))


def tags_of(reader: PdfReader) -> tuple[list[str], list[str]]:
    """The kinds of the tagged parts and the words for pictures, in reading order."""
    kinds: list[str] = []
    words: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for each in node:
                walk(each)
        elif isinstance(node, DictionaryObject):
            kinds.extend([str(node["/S"])] if "/S" in node else [])
            words.extend([str(node["/Alt"])] if "/Alt" in node else [])
            if "/K" in node:
                walk(node["/K"])

    walk(reader.root_object["/StructTreeRoot"]["/K"])
    return kinds, words
