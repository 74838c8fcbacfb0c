"""A sheet that is written like a document: one column, headings on a fill or in bold, bullets typed."""

from __future__ import annotations

from goldenthread.plans.exchange.blocks import Cell, Grid, Paragraph, filled

_LONGEST_HEADING = 25


def prose_of(grid: Grid, titles: list[str]) -> list[Paragraph | Grid]:
    """The rows of a sheet of one column as paragraphs in order.

    A bold text on a fill is a heading: on the first fill met, of the first level, on any other, of the second; a bold
    text without a fill is of the third. A first row in bold without a fill, or that says one of the `titles`, is the
    title.
    """
    cells = [cell for row in grid.rows for cell in filled(row)]
    fills = [cell.fill for cell in cells if cell.bold and cell.fill]
    blocks: list[Paragraph | Grid] = []
    for number, cell in enumerate(cells):
        if number == 0 and (cell.words in titles or (cell.bold and not cell.fill)):
            blocks.append(Paragraph(cell.words, "title", 0, cell.place))
        else:
            blocks += _paragraphs(cell, fills[0] if fills else "")
    return blocks


def _paragraphs(cell: Cell, first_fill: str) -> list[Paragraph]:
    """A cell's text: a heading, one paragraph, or a paragraph for each line where any of them is a bullet."""
    if cell.bold and len(cell.words.split()) <= _LONGEST_HEADING:
        level = 3 if not cell.fill else 1 if cell.fill == first_fill else 2
        return [Paragraph(cell.words, "heading", level, cell.place)]
    if all(line.depth is None for line in cell.lines):
        return [Paragraph(cell.words, "text", 0, cell.place)]
    return [
        Paragraph(line.text, "text" if line.depth is None else "bullet", line.depth or 0, cell.place)
        for line in cell.lines
    ]
