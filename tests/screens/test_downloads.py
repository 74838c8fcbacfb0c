"""Every list can be taken away as it stands: as CSV and as Excel, with as many rows as the page says there are."""

import csv
import html
import io
import re
from typing import Any

import openpyxl
import pytest

from tests.pages import SCREENS, Screen
from tests.visiting import signed_in, visit

LISTED = 'class="govuk-table gt-table gt-table--list"'
LINK = re.compile(r'href="([^"]*[?&](?:amp;)?format=(?:csv|xlsx)[^"]*)"')
# Tables of many rows that are no list to take away, each with its reason.
NO_LIST = {
    "actions:change_many": "A question about what is about to happen; what happened can be taken away afterwards.",
}
# Pages that say their rows in another form than one table, and what their number of rows is there.
OTHERWISE = {
    "actions:my_work": lambda context: len(context["work"].rows) if "work" in context else 0,
    "actions:work_of": lambda context: len(context["work"].rows),
    "threads:search": lambda context: context["page"].total,
    "partnerships:show_structure": lambda context: context["number"],
    "partnerships:show_record_history": lambda context: len(context["events"]),
    "partnerships:list_access_reviews": lambda context: len(context["waiting"]) + len(context["finished"]),
    "partnerships:review_access": lambda context: len(context["review"].said) if context["review"].line.done_on else 0,
    "plans:show_plan": lambda context: None if context["total"] else 0,  # An action may stand in several places.
}


def rows_of(screen: Screen, answer: Any) -> int | None:
    """How many rows the page says there are; None where it cannot say so in one number."""
    if screen.name in OTHERWISE:
        found: int | None = OTHERWISE[screen.name](answer.context_data)
        return found
    page = answer.context_data.get("page")
    if hasattr(page, "total"):
        return int(page.total)
    return len(re.findall(r'<tr class="govuk-table__row"[^>]*>\s*<(?:th scope="row"|td)', answer.content.decode()))


def in_csv(content: bytes) -> list[list[str]]:
    """The rows of a file, all of one width."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    return rows


def marking_of(sheet: Any) -> str:
    """The marking at the head of a sheet."""
    head = sheet.oddHeader
    return "".join(part.text or "" for part in (head.left, head.center, head.right))


def marked(answer: Any) -> Any:
    """The sheet of the list, once the workbook has been seen to carry its marking everywhere it can."""
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    about, sheet = book.worksheets
    marking = marking_of(sheet)
    assert marking.startswith("OFFICIAL")
    assert book.active is sheet, "it opens on the list"
    assert (about.title, about["B2"].value, marking_of(about)) == ("About", marking, marking)
    assert sheet["A1"].value.endswith(f". {marking}"), "a title stands above the headings, with the marking"
    assert f"-{marking}.xlsx" in answer["Content-Disposition"]
    return sheet


@pytest.mark.parametrize("screen", [one for one in SCREENS if one.is_page], ids=lambda screen: screen.id)
def test_every_list_is_there_to_take_away(site, screen):
    seen, client = visit(screen), signed_in(screen.who)
    path, answer, text = seen.path, seen.answer, seen.text
    if screen.name in NO_LIST or not (LISTED in text or screen.name in OTHERWISE):
        return
    links = sorted({html.unescape(link) for link in LINK.findall(text)})
    expected = rows_of(screen, answer)
    if not links and expected == 0:
        return  # Nothing is listed, so there is nothing to take away.
    assert len(links) == 2, "Give the list its `downloads`."
    comma, book = (client.get(link if link[0] == "/" else f"{path.partition('?')[0]}{link}") for link in links)
    assert (comma.status_code, book.status_code) == (200, 200)
    rows = in_csv(comma.content)
    sheet = marked(book)
    assert f"-{marking_of(sheet)}." in comma["Content-Disposition"], "a CSV file says its marking in its name"
    assert [cell.value or "" for cell in sheet[2]][: len(rows[0])] == rows[0]
    assert sheet.max_row - 2 == len(rows) - 1
    if expected is not None:
        assert len(rows) - 1 == expected
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "@", "\t"}]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


TAKEN = ("scorecards:take_indicator", "scorecards:take_edition", "scorecards:take_returned")


@pytest.mark.parametrize(
    "screen", [one for one in SCREENS if one.name in TAKEN], ids=lambda one: f"{one.name}-{one.words['format']}"
)
def test_what_the_scorecard_gives_out_carries_its_marking(site, screen):
    answer = visit(screen).answer
    assert answer.status_code == 200
    assert f'-OFFICIAL.{screen.words["format"]}"' in answer["Content-Disposition"]
    if screen.words["format"] == "csv":
        rows = in_csv(answer.content)
        assert len(rows) > 1
        assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "@", "\t"}]
    if screen.words["format"] == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert {marking_of(sheet) for sheet in book} == {"OFFICIAL"}


def test_the_demonstration_has_an_edition_with_a_suppressed_group(site):
    (screen,) = [one for one in SCREENS if one.id == "scorecards:take_edition" and one.ids["edition_id"] == "edition"]
    heads, *rows = in_csv(visit(screen).answer.content)
    groups = [dict(zip(heads, row, strict=True)) for row in rows if row[heads.index("Breakdown")]]
    assert {one["Breakdown"] for one in groups} == {"Age", "Sex", "Ethnicity", "Disability", "Area"}
    assert "Suppressed" in {one["Value"] for one in groups}
    assert "Not shown" not in {one["Value"] for one in groups}


def test_the_reasons_are_of_screens_that_are_there():
    assert (set(NO_LIST) | set(OTHERWISE)) <= {screen.name for screen in SCREENS}
