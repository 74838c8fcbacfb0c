"""Open a file about a partnership's structure for the app that keeps it, with the care that plans are opened with."""

import logging

from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.exchange.files import Printed, PrintedGroup, Table
from goldenthread.plans.exchange.blocks import Grid
from goldenthread.plans.exchange.files import OpenedFile, UnreadablePlan, open_plan
from goldenthread.plans.exchange.reading import read_plan
from goldenthread.plans.exchange.sheets import read_workbook
from goldenthread.plans.exchange.text_files import read_csv

logger = logging.getLogger(__name__)


def open_structure(content: bytes, file_name: str) -> Printed:
    """The groups that a Word document prints, or the tables of a workbook or a CSV file.

    Raises `Refused`, beside the field "file", with one sentence for a file that cannot be read.
    """
    try:
        opened = open_plan(content, file_name)
        if opened.kind == "word":
            return Printed(groups=_groups(content, file_name))
        return Printed(tables=_tables(opened))
    except UnreadablePlan as unreadable:
        raise Refused(unreadable.reason, "file") from unreadable
    except Exception as unforeseen:
        logger.info("A structure file broke the reader", exc_info=unforeseen)
        raise Refused(
            f"{file_name} is built in a way that cannot be read; save it afresh and try that.", "file"
        ) from unforeseen


def _groups(content: bytes, file_name: str) -> tuple[PrintedGroup, ...]:
    governance = read_plan(content, file_name).governance
    return tuple(
        PrintedGroup(
            name=one.name, kind=one.kind, parent=one.parent, chair=one.chair, cadence=one.cadence,
            members=tuple(one.members), responsibilities=tuple(one.responsibilities), note=one.note, place=one.place,
        )
        for one in (governance.groups if governance else ())
    )  # fmt: skip


def _tables(opened: OpenedFile) -> tuple[Table, ...]:
    source = read_csv(opened) if opened.kind == "csv" else read_workbook(opened)
    return tuple(_rows(grid) for grid in source.grids)


def _rows(grid: Grid) -> Table:
    """The words of each cell; a cell that spans several stands in each, so a group merged down is each row's own."""
    return [[cell.words for cell in row] for row in grid.rows]
