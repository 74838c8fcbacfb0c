"""Workbooks keep text as text, dates as dates, and say where the header is."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from goldenthread.rendering.cleaning import printable
from goldenthread.rendering.delimited import csv_bytes, escaped, plain
from goldenthread.rendering.excel import Sheet, SheetCell, workbook
from goldenthread.rendering.palette import tint_of


def read(*sheets: Sheet) -> Any:
    return load_workbook(BytesIO(workbook(sheets, title="A plan", marking="OFFICIAL")))


def one(*values: Any) -> Any:
    row = tuple(SheetCell(value) for value in values)
    return read(Sheet("S", (row,), (10.0,) * len(values)))["S"]


@pytest.mark.parametrize("text", ["=1+1", "+44 7700", "-5 per cent", "@here", "\tTab", "=HYPERLINK(A1)", "#N/A", "1e5"])
def test_text_is_never_evaluated_and_reads_back_as_it_was(text: str) -> None:
    cell = one(text)["A1"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix is text.startswith(("=", "+", "-", "@", "\t"))


@given(st.text(min_size=1, max_size=60))
def test_any_text_reads_back_as_it_was(text: str) -> None:
    assert (one(text)["A1"].value or "") == printable(text)


def test_dates_are_dates_and_numbers_numbers() -> None:
    page = one(date(2026, 3, 31), 7, None)
    assert page["A1"].is_date
    assert page["A1"].value.date() == date(2026, 3, 31)
    assert page["B1"].value == 7
    assert page["C1"].value is None


def test_header_is_frozen_filtered_and_printed_on_every_page() -> None:
    header = (SheetCell("A", bold=True), SheetCell("RAG", bold=True))
    rows = (
        (SheetCell("Title", colspan=2),),
        header,
        (SheetCell("x", rowspan=2), SheetCell("Red", tint=tint_of("Red"))),
    )
    page = read(Sheet("Plan", (*rows, (SheetCell("Green"),)), (30.0, 12.0), header=2))["Plan"]
    assert page.freeze_panes == "A3"
    assert page.auto_filter.ref == "A2:B4"
    assert page.print_title_rows == "$2:$2"
    assert {str(each) for each in page.merged_cells.ranges} == {"A1:B1", "A3:A4"}
    assert page["B4"].value == "Green"
    assert page["B3"].fill.fgColor.rgb.endswith("F7D0C9")
    assert page["B3"].alignment.wrap_text is True
    assert page.column_dimensions["A"].width == 30.0
    assert page.oddFooter.center.text.startswith("OFFICIAL")


def test_sheet_names_are_made_acceptable_and_different() -> None:
    blank = ((SheetCell("a"),),)
    names = read(*(Sheet(name, blank, (10.0,)) for name in ("a/b:c", "A b c", "", "x" * 40, "x" * 40))).sheetnames
    assert names == ["a b c", "A b c (2)", "Sheet", "x" * 31, "x" * 27 + " (2)"]


def test_a_workbook_needs_a_sheet() -> None:
    with pytest.raises(ValueError, match="at least one sheet"):
        workbook([])


def test_csv_is_marked_as_utf8_and_escapes_formulas() -> None:
    made = csv_bytes(["Action", "When"], [["=cmd", date(2026, 4, 1)], ["it's", -5]])
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.decode("utf-8-sig") == "Action,When\r\n'=cmd,2026-04-01\r\nit's,-5\r\n"


@given(st.text(max_size=40))
def test_csv_escape_is_undone_exactly(text: str) -> None:
    safe = escaped(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain(safe) == printable(text)


def test_a_cell_over_several_rows_and_columns_is_one_with_its_edges_all_round() -> None:
    wide = SheetCell("Over four", rowspan=2, colspan=2)
    page = read(Sheet("S", ((wide, SheetCell("c")), (SheetCell("d"),)), (10.0,) * 3))["S"]
    assert [str(merged) for merged in page.merged_cells.ranges] == ["A1:B2"]
    assert (page["A1"].value, page["C1"].value, page["C2"].value) == ("Over four", "c", "d")
    assert page["B1"].border.right.style == page["A2"].border.bottom.style == page["B2"].border.right.style == "thin"
