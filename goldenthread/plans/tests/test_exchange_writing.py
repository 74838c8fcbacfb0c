"""A plan is written whole, in the layout it came in, in every format."""

import csv
import io
import json
import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from goldenthread.plans.exchange import document as plan
from goldenthread.plans.exchange.document import ActionDocument, Column, PlanDocument, PriorityDocument, SourceLayout
from goldenthread.plans.exchange.writing import FORMATS, Issue, layout_for, shipped, write_plan
from goldenthread.plans.tests.exchange_writing_plans import full_plan

LAYOUTS = sorted(shipped())
# What says how a text is to be taken, and is not itself printed word for word.
NOT_PRINTED = {"source", "due_parsed", "layout", "doubts", "left_over", "counts", "period", "rag"}


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, part in value.items() if key not in NOT_PRINTED for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) and value else []


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u2010-]+", "", text).lower()


def word_text(data: bytes) -> str:
    return "".join(node.text or "" for node in Document(BytesIO(data)).element.body.iter(qn("w:t")))


def excel_text(data: bytes) -> str:
    book = load_workbook(BytesIO(data))
    return "".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value)


def pdf_text(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


READERS = {"docx": word_text, "xlsx": excel_text, "pdf": pdf_text}


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_in_the_plan_is_printed(layout: str, format: str) -> None:
    printed = squeezed(READERS[format](write_plan(full_plan(), format, layout)))  # type: ignore[arg-type]
    missing = [text for text in texts(full_plan().to_json()) if squeezed(text) not in printed]
    assert missing == []


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_plan_can_be_written(format: Any) -> None:
    assert write_plan(PlanDocument(), format)


def test_json_holds_the_plan_exactly() -> None:
    read = json.loads(write_plan(full_plan(), "json"))
    assert PlanDocument.from_json(read) == full_plan()


def test_ratings_are_a_word_on_a_colour() -> None:
    tables = Document(BytesIO(write_plan(full_plan(), "docx", "every-field"))).tables
    cells = [cell for table in tables for row in table.rows for cell in row.cells if cell.text in ("Green", "Red")]
    fills = {cell.text: cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) for cell in cells}
    assert fills == {"Green": "CFE8D8", "Red": "F7D0C9"}
    assert "●green" in squeezed(pdf_text(write_plan(full_plan(), "pdf")))


def test_the_marking_and_the_date_are_printed() -> None:
    issue = Issue("OFFICIAL", "22 November 2026")
    document = Document(BytesIO(write_plan(full_plan(), "docx", issue=issue)))
    assert all("OFFICIAL" in section.header.paragraphs[0].text for section in document.sections)
    for page in PdfReader(BytesIO(write_plan(full_plan(), "pdf", issue=issue))).pages:
        assert "OFFICIAL" in page.extract_text()
        assert "22 November 2026" in page.extract_text()
    book = load_workbook(BytesIO(write_plan(full_plan(), "xlsx", issue=issue)))
    assert all("OFFICIAL" in page.oddFooter.center.text for page in book)


def own_layout() -> SourceLayout:
    columns = [Column("objective", "Goal"), Column("lead", "By whom"), Column("action", "The task")]
    return SourceLayout(plan.MERGED_OBJECTIVES, columns, header_fill="C5E0B3", landscape=True)


def headings(document: PlanDocument) -> list[str]:
    return [column.heading for column in layout_for(document).columns]


def test_an_imported_plan_keeps_its_own_columns_headings_and_order() -> None:
    document = PlanDocument(priorities=[PriorityDocument(title="One", actions=[ActionDocument(description="Do")])])
    document.layout = own_layout()
    assert headings(document) == ["Goal", "By whom", "The task"]


def test_columns_the_live_plan_needs_are_added_to_its_own() -> None:
    rated = ActionDocument(description="Do", progress="Begun", rag="amber", rag_printed=True, due=["May 2026"])
    document = PlanDocument(priorities=[PriorityDocument(title="One", actions=[rated])], layout=own_layout())
    assert headings(document) == ["Goal", "By whom", "The task", "By when", "Progress", "RAG"]


def test_a_named_layout_wins_over_the_plans_own() -> None:
    document = full_plan()
    document.layout = own_layout()
    assert layout_for(document, "numbered-aims-rag").name == "numbered-aims-rag"
    assert layout_for(document).name == "own"
    with pytest.raises(KeyError):
        layout_for(document, "no-such-layout")


def test_dark_fills_of_an_old_document_give_way_to_readable_ones() -> None:
    document = full_plan()
    document.layout = replace(own_layout(), header_fill="000000", banner_fill="not a colour")
    xml = Document(BytesIO(write_plan(document, "docx"))).element.xml
    assert 'w:fill="000000"' not in xml


def test_an_objective_is_merged_down_over_its_actions_and_an_action_over_its_milestones() -> None:
    document = full_plan()
    page = load_workbook(BytesIO(write_plan(document, "xlsx", "every-field")))["Priority 1"]
    tall = {page[str(area).split(":")[0]].value: area.size["rows"] for area in page.merged_cells.ranges}
    assert tall["Staff spot neglect"] == 3
    assert tall["1.1.1 Agree one screening tool for neglect"] == 2


def test_csv_has_a_row_for_each_action_and_is_safe_to_open() -> None:
    document = full_plan()
    document.priorities[1].actions[0] = replace(document.priorities[1].actions[0], reference="", description="=cmd()")
    data = write_plan(document, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert [row["Action"] for row in rows] == [
        "1.1.1 Agree one screening tool for neglect",
        "",
        "1.1.2 Audit thirty cases of long neglect",
        "'=cmd()",
    ]
    assert {row["Priority"] for row in rows} == {
        "Priority 1: Neglect is seen early",
        "Priority 2: Harm outside the home",
    }
    assert rows[0]["Lead"] == "Neglect subgroup\nNamed nurse"


def test_an_origin_marked_by_an_asterisk_is_written_as_one() -> None:
    starred = ActionDocument(description="Renew the constitution", provenance=["peer-review"])
    priority = PriorityDocument(title="Board", actions=[starred], notes=["(*as recommended by the peer review)"])
    printed = word_text(write_plan(PlanDocument(priorities=[priority]), "docx"))
    assert "*Renew the constitution" in printed
    assert "Source of action" not in printed


def test_a_format_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="docx"):
        write_plan(full_plan(), "odt")  # type: ignore[arg-type]
