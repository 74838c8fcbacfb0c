"""Files that cannot be read get one clear sentence; files that are only large are read in seconds."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.plans.exchange.reading import UnreadablePlan, read_plan
from goldenthread.plans.tests import builders

ROWS = [["Ref", "Action", "Lead", "By when", "RAG"], ["1", "Write the guide", "Policy group", "June 2025", "G"]]


def a_word_plan(rows: list[Any] = ROWS) -> bytes:
    return builders.word(lambda document: builders.table(document, rows))


def a_workbook(rows: list[Any] = ROWS) -> bytes:
    return builders.excel(lambda book: [book.active.append(row) for row in rows])


def refused(data: bytes, name: str, **limits: int) -> str:
    with pytest.raises(UnreadablePlan) as problem:
        read_plan(data, name, **limits)
    reason = problem.value.reason
    assert reason.endswith(".")
    assert "\n" not in reason
    return reason


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name in package.namelist():
            fresh.writestr(name, changes.get(name, package.read(name)))
        for name in changes.keys() - set(package.namelist()):
            fresh.writestr(name, changes[name])
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "plan.docx", "is empty"),
        (b"   \n", "plan.csv", "is empty"),
        (b"hello", "plan.docx", "is not a Word document although"),
        (b"%PDF-1.7 ...", "plan.docx", "is really a PDF"),
        (b"{\\rtf1 hello}", "plan.docx", "is really a rich text document"),
        (b"<html><body>plan</body></html>", "plan.xlsx", "is really a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "plan.doc", "old Word format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "plan.xls", "old Excel format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "plan.docx", "password"),
        (b"some words", "plan.odt", "is not a sort of file"),
        (bytes(range(256)) * 20, "plan.csv", "is not text"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(data: bytes, name: str, says: str) -> None:
    assert says in refused(data, name)


def test_a_file_that_is_not_what_its_name_says() -> None:
    assert "is really an Excel workbook" in refused(a_workbook(), "plan.docx")
    assert "is really a Word document" in refused(a_word_plan(), "plan.csv")


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(UnreadablePlan, match="cannot be opened"):
        read_plan("/nowhere/at/all/plan.docx")


def test_files_beyond_the_limits_are_refused_before_they_are_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 30_000_000)
    assert "unpack to more than 10 MB" in refused(bomb.getvalue(), "plan.docx", unpacked_limit=10 * 1024 * 1024)
    assert "larger than 0 MB" in refused(a_word_plan(), "plan.docx", file_limit=1000)
    assert "parts" in refused(a_word_plan(), "plan.docx", entry_limit=3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entities_are_refused_not_followed(encoding: str) -> None:
    hostile = (
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
    ).encode(encoding)
    assert "could be harmful" in refused(repacked(a_word_plan(), {"word/document.xml": hostile}), "plan.docx")
    assert "could be harmful" in refused(repacked(a_workbook(), {"xl/workbook.xml": hostile}), "plan.xlsx")


def test_without_headings_the_sentence_says_which_are_looked_for_and_offers_the_rows() -> None:
    rows = [["Guide for foster carers", "Policy group", "June 2025"], ["Second guide", "Fostering team", "July 2025"]]
    with pytest.raises(UnreadablePlan) as problem:
        read_plan(a_workbook(rows), "plain.xlsx")
    assert "Action" in problem.value.reason
    assert "By when" in problem.value.headings
    assert problem.value.grids[0].rows == rows
    plan = read_plan(a_workbook(rows), "plain.xlsx", mapping={0: "action", 1: "lead", 2: "due"})
    assert [(each.description, each.leads, each.due) for each in plan.all_actions()] == [
        ("Guide for foster carers", ["Policy group"], ["June 2025"]),
        ("Second guide", ["Fostering team"], ["July 2025"]),
    ]


def test_formulas_are_never_evaluated_and_their_kept_values_are_read() -> None:
    data = a_workbook([["Action", "Lead"], ["=1+1", '=HYPERLINK("http://example.org")'], ["Real work", "Team"]])
    plan = read_plan(data, "formulas.xlsx")
    assert [each.description for each in plan.all_actions()] == ["Real work"]


def test_hundreds_of_thousands_of_blank_rows_are_passed_over() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    data = a_workbook()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read(sheet).decode()
    blank = "".join(f'<row r="{at}"><c r="A{at}" s="0"/><c r="B{at}" s="0"/></row>' for at in range(3, 400_000))
    data = repacked(data, {sheet: content.replace("</sheetData>", blank + "</sheetData>").encode()})
    assert len(read_plan(data, "long.xlsx").all_actions()) == 1


@pytest.mark.parametrize(("make", "name"), [(a_word_plan, "long.docx"), (a_workbook, "long.xlsx")])
def test_five_hundred_rows_are_all_read(make: Any, name: str) -> None:
    rows = [ROWS[0], *([str(at), f"Task number {at}", "Policy group", "June 2025", "Green"] for at in range(500))]
    data = make(rows)
    assert len(read_plan(data, name).all_actions()) == 500


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_any_usual_encoding_and_separator(encoding: str, separator: str) -> None:
    text = "\n".join(
        separator.join(f'"{value}"' for value in row)
        for row in [*ROWS, ["2", "Caf\u00e9 talk \u2013 two", "Team", "", ""]]
    )
    plan = read_plan(text.encode(encoding), "plan.csv")
    assert [each.description for each in plan.all_actions()] == ["Write the guide", "Caf\u00e9 talk \u2013 two"]


@pytest.mark.parametrize(("make", "name"), [(a_word_plan, "cut.docx"), (a_workbook, "cut.xlsx")])
def test_a_cut_or_damaged_copy_never_breaks_the_reader(make: Any, name: str) -> None:
    whole = make()
    chance = random.Random(7)
    for at in range(1, len(whole), max(1, len(whole) // 60)):
        check_outcome(whole[:at], name)
        damaged = bytearray(whole)
        for _ in range(20):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        check_outcome(bytes(damaged), name)


def check_outcome(data: bytes, name: str) -> None:
    reason = ""
    try:
        read_plan(data, name)
    except UnreadablePlan as problem:
        reason = problem.reason
    assert not reason or (reason.endswith(".") and "\n" not in reason)


TYPED = (
    "Action|Lead|By when|RAG|Priority 1: Safe|Outcome|Objective 2: Heard|1.1|||G|June 2025|Quality measures"
    "|How will we know?"
    "|Write it down:|* a point|(a note)|Group|Chair|Adults|Children|Version|Area|Expectations|Status|What|How"
)
words = st.sampled_from(TYPED.split("|"))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.one_of(words, st.text(max_size=12)), min_size=1, max_size=5), min_size=1, max_size=8))
def test_any_table_is_a_plan_or_a_sentence(rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            book.active.cell(at, column).value = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value)
    held = io.BytesIO()
    book.save(held)
    check_outcome(held.getvalue(), "any.xlsx")
    check_outcome("\n".join(",".join(row) for row in rows).encode("utf-8", "replace"), "any.csv")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_plan_or_a_sentence(data: bytes) -> None:
    for name in ("any.csv", "any.docx", "any.xlsx", "any"):
        check_outcome(data, name)
    check_outcome(b"PK\x03\x04" + data, "any.docx")


def test_the_path_of_a_file_gives_its_name(tmp_path: Path) -> None:
    path = tmp_path / "our plan.docx"
    path.write_bytes(a_word_plan())
    assert read_plan(path).source == "our plan.docx"
