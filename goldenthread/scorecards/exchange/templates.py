"""A template of one return to fill in: a row for each indicator with blank cells, read back as a results file."""

import csv
import io
import json
from collections.abc import Sequence

from goldenthread.kernel.periods import Period
from goldenthread.measures.results.figures import Results
from goldenthread.measures.results.files import as_dict
from goldenthread.rendering.delimited import escaped
from goldenthread.rendering.excel import Sheet, SheetCell, workbook
from goldenthread.scorecards.exchange.returned import blank_figures
from goldenthread.scorecards.rules.requests import Asked, hint

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Words for whoever fills it in, in columns that reading passes over.
WORDS = ("name", "numerator is", "denominator is")
FILLED = ("numerator", "denominator", "overdue")
SOURCE = "A template filled in by hand"


def template(title: str, rule_set: str, asked: Sequence[Asked], period: Period, format: str) -> bytes:
    """The template as a CSV file or an Excel workbook."""
    results = Results(SOURCE, None, "none", rule_set, blank_figures(asked, period))
    about = as_dict(results)
    rows = about.pop("figures")
    words = {one.code: (one.name, one.numerator, one.denominator) for one in asked}
    table = [{**row, **dict(zip(WORDS, words[row["indicator"]], strict=True))} for row in rows]
    heads = [*(table[0] if table else ())]
    if format == "csv":
        return _csv(about, heads, table)
    return _workbook(title, rule_set, about, heads, table)


def _csv(about: dict[str, object], heads: list[str], table: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([json.dumps(about, ensure_ascii=False)])
    writer.writerow(heads)
    for row in table:
        writer.writerow([escaped(row[head]) if head in WORDS else row[head] for head in heads])
    return text.getvalue().encode("utf-8-sig")


def _workbook(
    title: str, rule_set: str, about: dict[str, object], heads: list[str], table: list[dict[str, str]]
) -> bytes:
    widths = tuple(46.0 if head in WORDS else 13.0 for head in heads)
    body = tuple(tuple(SheetCell(row[head] or None) for head in heads) for row in table)
    figures = Sheet("Figures", (tuple(SheetCell(head, bold=True) for head in heads), *body), widths, header=1)
    lines = tuple((SheetCell(key), SheetCell(json.dumps(value, ensure_ascii=False))) for key, value in about.items())
    how = (
        f"Fill in the columns {', '.join(FILLED)} of the sheet Figures and leave the rest as it is.",
        hint(rule_set),
        "Percentages are worked out for you. A blank is “not returned”, which is not the same as nought.",
        "A dash is a number that the indicator does not have.",
    )
    told = tuple((SheetCell(one, border=False),) for one in how)
    sheets = [
        figures,
        Sheet("How to fill it in", told, (110,), freeze=False, filters=False),
        Sheet("About", lines, (20, 90), freeze=False, filters=False),
    ]
    return workbook(sheets, title)
