"""A board pack of 40 papers and 300 pages, made of the files partners send: `.venv/bin/python -m benchmarks.packs`.

It needs no database. Half of the papers are PDFs, a third Word documents and the rest workbooks, all fictional; each
time the pack is made, in a process of its own as the product does, of which the largest memory is told.
"""

import random
import resource
import sys
from io import BytesIO

from benchmarks import words
from benchmarks.tasks import Took
from goldenthread.rendering.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Report, Table
from goldenthread.rendering.excel import Sheet, SheetCell, workbook
from goldenthread.rendering.packs import MadePack, Pack, PackItem, PackPaper, pack_pdf, pdf_papers
from goldenthread.rendering.papers import paper_content
from goldenthread.rendering.pdf import pdf
from goldenthread.rendering.word import word

PAPERS, PAGES, SECONDS = 40, 300, 10.0
_PARTS = {"pdf": 7, "docx": 7, "xlsx": 5}
_FACTS = (("Purpose", "For decision"), ("Decision sought", "Agree what the paper asks for."), ("Money", "None."))


def files() -> list[tuple[str, str, bytes]]:
    """Name, title and bytes of every paper; the same each time."""
    chance = random.Random(40)
    kinds = ["pdf", "docx", "pdf", "docx", "pdf", "xlsx"] * PAPERS
    return [_file(number, kind, chance) for number, kind in enumerate(kinds[:PAPERS], 1)]


def _file(number: int, kind: str, chance: random.Random) -> tuple[str, str, bytes]:
    title = f"Paper {number}: {words.task(chance)}"
    if kind == "xlsx":
        return f"paper-{number}.xlsx", title, _book(title, chance)
    report = Report(title, tuple(block for part in range(_PARTS[kind]) for block in _part(part + 1, chance)))
    return f"paper-{number}.{kind}", title, pdf(report) if kind == "pdf" else word(report)


def _part(number: int, chance: random.Random) -> tuple[Block, ...]:
    """About a page: a heading, paragraphs, a list and a table."""
    said = [" ".join(chance.choice(words.NEWS) for _ in range(7)) for _ in range(3)]
    rows = tuple(tuple(Cell(words.task(chance)) for _ in range(3)) for _ in range(7))
    table = Table((Column("What"), Column("Why"), Column("Next")), rows, f"Table {number}")
    points = Bullets(tuple(words.task(chance) for _ in range(5)))
    return (Heading(1, f"{number}. {words.task(chance)}"), *map(Paragraph, said), points, table)


def _book(title: str, chance: random.Random) -> bytes:
    head = tuple(SheetCell(one, bold=True) for one in ("Area", "Agency", "What", "Count"))
    rows = tuple(
        (
            SheetCell(words.place(at)),
            SheetCell(chance.choice(words.AGENCIES)),
            SheetCell(words.task(chance)),
            SheetCell(at),
        )
        for at in range(150)
    )
    return workbook([Sheet("Figures", (head, *rows), (24, 24, 60, 12), header=1)], title)


def pack_of(sent: list[tuple[str, str, bytes]]) -> Pack:
    """The pack of these files, three papers to an item, each read as the product reads it."""
    papers = [PackPaper(name, title, paper_content(name, content, title), _FACTS) for name, title, content in sent]
    items = [
        PackItem(f"{at // 3 + 1}", words.GROUPS[at // 3 % 12], tuple(papers[at : at + 3]), "For decision", "Chair", 10)
        for at in range(0, len(papers), 3)
    ]
    return Pack("Board pack", tuple(items), group="Kestrelford: Executive", when="12 November 2026", marking="OFFICIAL")


def packs(times: int) -> list[Took]:
    """Reading the files, making the pack the first time, and again when its PDFs are known."""
    sent = files()
    read, first = Took("read 40 papers"), Took(f"pack of {PAPERS} papers, first time", SECONDS)
    again = Took(f"pack of {PAPERS} papers, again", SECONDS)
    for _ in range(times):
        with read.once():
            pack = pack_of(sent)
    pdf_papers.forget_words()
    with first.once():
        made = pack_pdf(pack)
    for _ in range(times):
        with again.once():
            made = pack_pdf(pack)
    read.note = f"{sum(len(content) for _, _, content in sent) / 1e6:,.1f} MB of files"
    first.note = again.note = _about(made)
    return [read, first, again]


def _about(made: MadePack) -> str:
    unit = 1 if sys.platform == "darwin" else 1024
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 1e6
    return f"{made.pages} pages, {len(made.content) / 1000:,.0f} KB, at most {largest:,.0f} MB in its own process"


def main() -> None:
    """Measure, and print the rows."""
    from pypdf import PdfReader

    print("| task | middle s | slowest s | |\n|---|--:|--:|---|")
    for took in packs(3):
        seconds = sorted(took.seconds)
        print(f"| {took.title} | {seconds[len(seconds) // 2]:.2f} | {seconds[-1]:.2f} | {took.note} |")
    theirs = [content for name, _, content in files() if name.endswith(".pdf")]
    print(f"\nOf them {sum(len(PdfReader(BytesIO(one)).pages) for one in theirs)} pages in {len(theirs)} PDFs.")


if __name__ == "__main__":
    main()
