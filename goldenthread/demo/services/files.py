"""The small files of the demonstration: a PDF, a table, a text, each made when it is needed."""

from typing import Any

from django.core.files.base import ContentFile

from goldenthread.demo.services.calendar import Calendar
from goldenthread.rendering.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Report, Table
from goldenthread.rendering.pdf import pdf


def make_file(calendar: Calendar, told: dict[str, Any], marking: str) -> ContentFile:
    """A file with its name, from `heading`, `paragraphs`, `bullets` and `rows` of the data.

    A name that ends in .pdf gives a tagged PDF, .csv the rows alone, .txt the words alone.
    """
    told = calendar.told(told)
    name = told["file"]
    if name.endswith(".pdf"):
        return ContentFile(pdf(_report(told, marking)), name=name)
    rows = told.get("rows", [])
    if name.endswith(".csv"):
        text = "\r\n".join(",".join(_quoted(cell) for cell in row) for row in rows)
    else:
        text = "\n\n".join([told["heading"], *told.get("paragraphs", []), *told.get("bullets", [])])
    return ContentFile(f"{text}\n".encode(), name=name)


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell


def _report(told: dict[str, Any], marking: str) -> Report:
    blocks: list[Block] = [Heading(1, told.get("section", "Summary"))]
    blocks += [Paragraph(text) for text in told.get("paragraphs", [])]
    if told.get("bullets"):
        blocks.append(Bullets(tuple(told["bullets"])))
    if told.get("rows"):
        first, *rest = told["rows"]
        columns = tuple(Column(heading) for heading in first)
        blocks.append(Table(columns, tuple(tuple(Cell(cell) for cell in row) for row in rest), caption=told["heading"]))
    return Report(title=told["heading"], blocks=tuple(blocks), marking=marking, author=told.get("author", ""))
