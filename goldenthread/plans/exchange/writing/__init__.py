"""Plans out: a plan as Word, Excel, PDF/UA, CSV or JSON, in the partnership's own layout."""

import json
from typing import Literal

from goldenthread.plans.exchange.document import PlanDocument
from goldenthread.plans.exchange.writing.compose import Issue, pdf_report, word_report
from goldenthread.plans.exchange.writing.flat import csv_of
from goldenthread.plans.exchange.writing.layouts import Layout, layout_for, shipped
from goldenthread.plans.exchange.writing.sheets import sheets_of
from goldenthread.rendering.excel import workbook
from goldenthread.rendering.pdf import pdf
from goldenthread.rendering.word import word

Format = Literal["docx", "xlsx", "pdf", "csv", "json"]
FORMATS: tuple[Format, ...] = ("docx", "xlsx", "pdf", "csv", "json")

__all__ = ["FORMATS", "Format", "Issue", "Layout", "layout_for", "shipped", "write_plan"]


def write_plan(
    document: PlanDocument, format: Format, layout: str | Layout | None = None, issue: Issue | None = None
) -> bytes:
    """The plan as a file of the format, in the layout asked for, else the plan's own, else the plain one.

    JSON holds the plan exactly. Word and Excel hold everything in it, so that `read_plan` of either gives back the
    plan. A CSV holds the table of actions alone: each action's priority, objective, outcomes, leads, evidence, dates,
    milestones, progress, rating and origin. It cannot hold a priority or objective without actions, a priority's own
    outcome, measures and boards, nor anything printed outside the table; nor can it tell a printed but empty progress
    or rating column of one action from that of another. A PDF is for reading, and is not read back. `issue` says the
    marking and the date printed on every page.

    Raises `KeyError` for a layout that is not shipped and `ValueError` for a format not in FORMATS.
    """
    issue = issue or Issue()
    if format == "json":
        return json.dumps(document.to_json(), ensure_ascii=False, indent=2).encode("utf-8")
    chosen = layout_for(document, layout)
    if format == "docx":
        return word(word_report(document, chosen, issue))
    if format == "pdf":
        return pdf(pdf_report(document, chosen, issue))
    if format == "xlsx":
        return workbook(sheets_of(document, chosen), document.title, issue.marking, issue.language)
    if format == "csv":
        return csv_of(document, chosen)
    raise ValueError(f"Plans are not written as {format}; the formats are {', '.join(FORMATS)}.")
