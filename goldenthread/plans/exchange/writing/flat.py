"""A plan's actions as CSV: one row for each action, or for each milestone of an action."""

from dataclasses import replace

from goldenthread.plans.exchange.document import PlanDocument, PriorityDocument
from goldenthread.plans.exchange.writing.layouts import Layout
from goldenthread.plans.exchange.writing.rows import OBJECTIVE_FIELDS, Rows, Strand, strands_of, unplaced_strands
from goldenthread.rendering.blocks import Table
from goldenthread.rendering.delimited import csv_bytes

_PRIORITY_HEADINGS = ("Priority no.", "Priority")


def csv_of(document: PlanDocument, layout: Layout) -> bytes:
    """Every action with its priority and objective said again on each row; a second milestone leaves the action blank.

    Several leads, lines of evidence or dates stand on lines of their own within the cell.
    """
    priority_columns = _priority_columns(document)
    header = [*priority_columns, *(column.heading for column in layout.columns)]
    rows = [
        _priority_cells(None, priority_columns) + line for line in _lines(layout, document, unplaced_strands(document))
    ]
    for priority in document.priorities:
        said = _priority_cells(priority, priority_columns)
        rows += [said + line for line in _lines(layout, document, strands_of(priority))]
    return csv_bytes(header, rows)


def _priority_columns(document: PlanDocument) -> list[str]:
    with_rows = [priority for priority in document.priorities if priority.objectives or priority.actions]
    if not with_rows:
        return []
    return [*_PRIORITY_HEADINGS] if any(priority.reference for priority in with_rows) else [_PRIORITY_HEADINGS[1]]


def _priority_cells(priority: PriorityDocument | None, columns: list[str]) -> list[str]:
    said = {"Priority no.": priority.reference, "Priority": priority.title} if priority else {}
    return [said.get(column, "") for column in columns]


def _lines(layout: Layout, document: PlanDocument, strands: list[Strand]) -> list[list[str]]:
    """The rows of the strands as text: an objective said on each of its rows, an action on the first of its own."""
    rows = Rows(replace(layout, actions_share_a_cell=False), document).of(strands)
    fields = layout.fields()
    lines = [["" for _ in fields] for _ in rows]
    for row, column, cell in Table((), tuple(rows)).placed():
        down = cell.rowspan if fields[column] in OBJECTIVE_FIELDS else 1
        for place in range(down):
            lines[row + place][column] = cell.text
    return lines
