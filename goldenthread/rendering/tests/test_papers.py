"""Files of every kind that partners send become what a pack can hold, or a sentence that says why not."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from goldenthread.rendering.blocks import Heading, Paragraph, Photo, Section, Table
from goldenthread.rendering.packs import PackItem, PackPaper, PdfFile, Unshown
from goldenthread.rendering.papers import paper_content
from goldenthread.rendering.reading import Unreadable
from goldenthread.rendering.sheet_reading import read_delimited, read_text, read_workbook
from goldenthread.rendering.tests.packs import made_of, pages_of, partners_pdf
from goldenthread.rendering.tests.test_photos import jpeg, png
from goldenthread.rendering.tests.test_word_reading import FOLDER

BOOKS = sorted(FOLDER.glob("*.xlsx"))


def workbook(*sheets: tuple[str, list[list[object]]], hidden: str = "") -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_each_visible_sheet_is_a_table_under_its_name() -> None:
    rows = [["Referrals in the year"], [], ["Area", "Count"], ["North", 12.50], ["South", 7], ["All together", None]]
    content = workbook(("Figures", rows), ("Secret", [["no"]]), ("Empty", []), hidden="Secret")
    section, heading, title, table = read_workbook(content)
    assert (section, heading, title) == (Section(False), Heading(1, "Figures"), Paragraph("Referrals in the year"))
    assert [column.heading for column in table.columns] == ["Area", "Count"]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["North", "12.5"],
        ["South", "7"],
        ["All together", ""],
    ]


def test_values_read_as_people_say_them() -> None:
    rows = [["a", "b", "c", "d"], [date(2026, 3, 3), datetime(2026, 3, 3, 14, 5), True, 0.1 + 0.2]]
    table = read_workbook(workbook(("S", rows)))[-1]
    assert [cell.text for cell in table.rows[0]] == ["3 March 2026", "3 March 2026, 14:05", "Yes", "0.3"]


def test_a_line_over_the_rows_below_it_spans_them_and_wide_sheets_lie_across() -> None:
    rows = [[f"c{number}" for number in range(8)], ["Priority 1"], list(range(8))]
    section, _, table = read_workbook(workbook(("S", rows)))
    assert section == Section(True)
    assert (table.rows[0][0].colspan, table.rows[0][0].bold) == (8, True)


def test_more_rows_than_paper_holds_are_cut_and_it_is_said() -> None:
    *_, table, said = read_workbook(workbook(("S", [["a", "b"], *([[1, 2]] * 2500)])))
    assert len(table.rows) == 2000
    assert said.text.startswith("Only the first 2,000 rows")


def test_a_csv_of_any_separator_and_encoding_is_a_table() -> None:
    table = read_delimited("Area;Count\r\nRhôs;3\r\n'=1+1;4\r\n".encode("cp1252"))[-1]
    assert isinstance(table, Table)
    assert [column.heading for column in table.columns] == ["Area", "Count"]
    assert [[cell.text for cell in row] for row in table.rows] == [["Rhôs", "3"], ["=1+1", "4"]]


def test_text_is_paragraphs() -> None:
    assert read_text(b"\xef\xbb\xbfOne\ntwo\n\n\nThree\n") == (Paragraph("One\ntwo"), Paragraph("Three"))


@pytest.mark.parametrize("read", [read_workbook, read_delimited, read_text])
def test_nothing_to_read_says_so(read) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Unreadable):
        read(workbook(("S", [])) if read is read_workbook else b"  \n ")


def test_files_become_what_a_pack_holds_by_their_endings() -> None:
    pdf = partners_pdf(1)
    assert paper_content("a.PDF", pdf, "A") == PdfFile(pdf, "a.PDF")
    assert paper_content("a.png", png(), "A map") == (Photo(png(), "png", "A map"),)
    assert paper_content("a.jpeg", jpeg(), "A map") == (Photo(jpeg(), "jpg", "A map"),)
    assert paper_content("a.txt", b"Words", "A") == (Paragraph("Words"),)
    assert isinstance(paper_content("a.csv", b"a,b\n1,2", "A"), tuple)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"junk", "The Word document is damaged and cannot be opened."),
        ("a.xlsx", b"junk", "The Excel workbook is damaged and cannot be opened."),
        ("a.png", b"junk", "The picture is damaged and cannot be shown."),
        ("a.jpg", png(), "The picture is damaged and cannot be shown."),
        ("a.pptx", b"", "PowerPoint slides"),
        ("a.odt", b"", "Save it as a PDF"),
        ("a", b"", "of a kind that a pack cannot show"),
    ],
)
def test_what_cannot_be_shown_says_why(name: str, content: bytes, reason: str) -> None:
    found = paper_content(name, content, "A")
    assert isinstance(found, Unshown)
    assert reason in found.reason


@pytest.mark.skipif(not BOOKS, reason="the reference plans are not beside this project")
@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_a_real_workbook_stands_in_a_pack(path) -> None:  # type: ignore[no-untyped-def]
    content = paper_content(path.name, path.read_bytes(), "A plan")
    made = made_of(PackItem("1", "A plan", (PackPaper("p", "The plan", content),)))
    said = "".join("".join(pages_of(made)).split())
    words = [cell.text for block in content if isinstance(block, Table) for row in block.rows for cell in row]
    lost = [word for text in words for word in text.split() if word.isalpha() and len(word) < 12 and word not in said]
    assert len(words) > 50
    assert not lost
