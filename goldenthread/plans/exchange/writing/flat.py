"""A plan's actions as CSV: one row for each action, or for each milestone of an action."""

from dataclasses import replace

from goldenthread.plans.exchange.document import PROSE, PlanDocument
from goldenthread.plans.exchange.writing.layouts import Layout, LayoutColumn, stars
from goldenthread.plans.exchange.writing.priorities import Setting, announced
from goldenthread.plans.exchange.writing.rows import OBJECTIVE_FIELDS, Rows, Strand, strands_of, unplaced_strands
from goldenthread.rendering.blocks import Table
from goldenthread.rendering.delimited import csv_bytes


def csv_of(document: PlanDocument, layout: Layout) -> bytes:
    """Every action with its priority and objective said again on each row; a second milestone leaves the action blank.

    Several leads, lines of evidence or dates stand on lines of their own within the cell.
    """
    layout = _flat(document, layout)
    setting = Setting(document, layout)
    placed = [(announced(setting, priority), strands_of(priority)) for priority in document.priorities]
    has_priorities = any(strands for _, strands in placed)
    rows: list[list[str]] = []
    for said, strands in [("", unplaced_strands(document)), *placed]:
        rows += [[said] * has_priorities + line for line in _lines(layout, document, strands)]
    return csv_bytes(["Priority"] * has_priorities + [column.heading for column in layout.columns], rows)


def _flat(document: PlanDocument, layout: Layout) -> Layout:
    """The layout without what a table alone cannot tell: a second column named after priorities, and marks whose note
    stands outside the table; what a mark means gets a column of its own."""
    columns = [
        replace(column, heading="Objective")
        if column.field == "objective" and "priorit" in column.heading.lower()
        else column
        for column in layout.columns
        if column.field != "priority"
    ]
    if stars(document) and "provenance" not in layout.fields():
        columns.append(LayoutColumn("provenance", "Where it came from"))
    return replace(layout, columns=tuple(columns), shape=PROSE)


def _lines(layout: Layout, document: PlanDocument, strands: list[Strand]) -> list[list[str]]:
    """The rows of the strands as text: an objective said on each of its rows, an action on the first of its own."""
    rows = Rows(replace(layout, actions_share_a_cell=False), document).of(strands)
    fields = layout.fields()
    lines = [["" for _ in fields] for _ in rows]
    for row, column, cell in Table((), tuple(rows)).placed():
        # A number said again would be taken for the next action's own.
        again = fields[column] in OBJECTIVE_FIELDS and fields[column] != "reference"
        down = cell.rowspan if again else 1
        for place in range(down):
            lines[row + place][column] = cell.text
    return lines
