"""Lists as files: their marking goes with them, and the data stays data."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from goldenthread.rendering.lists import marked_name, writers


@pytest.mark.parametrize(
    ("marking", "name"),
    [
        ("OFFICIAL-SENSITIVE", "returns-OFFICIAL-SENSITIVE"),
        ("Official: partners only", "returns-Official-partners-only"),
        ("../..\\é\r\n“;", "returns-e"),
        ("", "returns"),
    ],
)
def test_the_marking_stands_in_the_name_as_every_system_keeps_it(marking: str, name: str):
    assert marked_name("returns", marking) == name


def test_a_csv_file_begins_with_its_headings_whatever_its_marking():
    written = writers("Returns", "Returns, Ambershire", "OFFICIAL-SENSITIVE")["csv"]
    assert written(["What", "Due"], [["Report", 1]]).decode("utf-8-sig") == "What,Due\r\nReport,1\r\n"


def test_a_workbook_says_what_it_is_and_opens_on_the_list():
    content = writers("Returns", "Returns, Ambershire", "OFFICIAL-SENSITIVE")["xlsx"](["What"], [["Report"]])
    book = load_workbook(BytesIO(content))
    about, listed = book.worksheets
    assert [row[0].value for row in about.iter_rows()] == ["Returns, Ambershire", "Marking", "Rows", "Handling"]
    assert (about["B2"].value, about["B3"].value) == ("OFFICIAL-SENSITIVE", 1)
    assert book.active is listed
    assert [row[0].value for row in listed.iter_rows()] == ["Returns, Ambershire. OFFICIAL-SENSITIVE", "What", "Report"]
    assert {sheet.oddHeader.center.text for sheet in book.worksheets} == {"OFFICIAL-SENSITIVE"}


def test_a_list_without_a_marking_is_one_sheet():
    (sheet,) = load_workbook(BytesIO(writers("Returns")["xlsx"](["What"], []))).worksheets
    assert sheet["A1"].value == "What"
