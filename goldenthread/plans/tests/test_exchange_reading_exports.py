"""What exports print and other plans seldom do: sheets of prose, kinds of group, who reports what, a period in days."""

import io
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from goldenthread.plans.exchange.document import PlanDocument, ReportingLine
from goldenthread.plans.exchange.reading import read_plan


def word(build: Any) -> PlanDocument:
    document = Document()
    document.add_paragraph("Wexcombe Safeguarding Children Partnership", style="Title")
    document.add_paragraph("Improvement plan", style="Subtitle")
    build(document)
    made = io.BytesIO()
    document.save(made)
    return read_plan(made.getvalue(), "plan.docx")


def table(document: Any, *rows: list[str]) -> None:
    made = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            made.cell(number, at).text = text
    document.add_paragraph()


def actions(document: Any) -> None:
    document.add_heading("Action plan", 1)
    table(document, ["Action", "Lead", "By when"], ["Visit ten teams", "Quality group", "June 2026"])


def test_a_sheet_of_one_column_is_read_as_prose() -> None:
    book = Workbook()
    page = book.active
    page.append(["Action", "Lead", "By when"])
    page.append(["Visit ten teams", "Quality group", "June 2026"])
    about = book.create_sheet("About the plan")
    lines = [
        "Wexcombe Safeguarding Children Partnership – Plan 2026-29",
        "Our vision",
        "Every child is heard.",
        "Our purpose",
        "• Help early",
    ]
    for line in lines:
        about.append([line])
    about["A1"].font = Font(bold=True)
    for cell in ("A2", "A4"):
        about[cell].font, about[cell].fill = Font(bold=True), PatternFill("solid", fgColor="DCEBEE")
    made = io.BytesIO()
    book.save(made)
    plan = read_plan(made.getvalue(), "plan.xlsx")
    assert plan.partnership == "Wexcombe Safeguarding Children Partnership"
    assert plan.title == "Plan 2026-29"
    assert (plan.vision, plan.purposes) == ("Every child is heard.", ["Help early"])
    assert [action.description for action in plan.all_actions()] == ["Visit ten teams"]


def test_a_table_of_groups_may_say_their_kind_and_a_note() -> None:
    def build(document: Any) -> None:
        document.add_heading("Our governance", 1)
        table(
            document,
            ["Group", "Kind", "Reports to", "Chair", "Note"],
            ["Thresholds", "task and finish", "Executive", "Head of quality", "Paused in August"],
        )

    plan = word(build)
    assert plan.governance is not None
    (group,) = plan.governance.groups
    assert (group.name, group.kind, group.parent) == ("Thresholds", "task and finish", "Executive")
    assert (group.chair, group.note) == ("Head of quality", "Paused in August")


def test_a_table_of_reports_says_from_whom_to_whom_and_when() -> None:
    def build(document: Any) -> None:
        actions(document)
        document.add_heading("Reporting", 1)
        table(document, ["Report", "From", "To", "When"], ["Yearly report", "Business unit", "Executive", "each July"])

    assert word(build).reporting == [ReportingLine("Yearly report", "Business unit", "Executive", "each July")]


def test_a_period_printed_in_days_is_the_plans_period() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("1 September 2026 to 31 August 2028")
        actions(document)

    plan = word(build)
    assert plan.period is not None
    assert (plan.period.start, plan.period.end) == ("2026-09-01", "2028-08-31")
    assert plan.sections == []


def test_areas_of_focus_may_name_their_audience() -> None:
    def build(document: Any) -> None:
        document.add_heading("Our priorities", 1)
        document.add_heading("Neglect", 2)
        document.add_paragraph("Areas of focus: adults")
        document.add_paragraph("Self-neglect and hoarding", style="List Bullet")

    (priority,) = word(build).priorities
    assert priority.areas_of_focus == ["Self-neglect and hoarding"]
    assert priority.areas_of_focus_by_audience == {"adults": ["Self-neglect and hoarding"]}


def test_a_page_footer_is_left_over_and_not_part_of_the_last_priority() -> None:
    def build(document: Any) -> None:
        document.add_heading("Our priorities", 1)
        document.add_heading("Neglect", 2)
        document.add_paragraph("Train staff", style="List Bullet")
        document.sections[0].footer.paragraphs[0].text = "Official, page one"

    plan = word(build)
    assert plan.priorities[0].notes == []
    assert "Official, page one" in [each.text for each in plan.left_over]


@pytest.mark.parametrize("words", ["=1+1 is a sum", "+4 more teams", "@home visits"])
def test_the_apostrophe_that_keeps_a_csv_safe_is_taken_off(words: str) -> None:
    made = f"Action,Lead,By when\r\n'{words},Quality group,June 2026\r\n".encode()
    assert read_plan(made, "plan.csv").all_actions()[0].description == words
