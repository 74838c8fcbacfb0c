"""The results file: three formats that hold the same, and nothing that is damaged or meant to harm is read."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import SUPPRESSED, Cell, State, number
from goldenthread.measures.populations import Population
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.results import files
from goldenthread.measures.results.columns import COLUMNS, as_figure, as_row
from goldenthread.measures.results.figures import Results, Shown
from goldenthread.measures.results.files import FORMATS, read, write

APRIL = Period("April 2024", date(2024, 4, 1), date(2024, 4, 30))
FORMULAS = ("=1+1", "+44", "-3", "@SUM(A1)", "'=1+1", "'x", "''", '=HYPERLINK("http://example.org")')

cells = st.one_of(
    st.sampled_from([Cell(state) for state in State if state is not State.NUMBER]),
    st.integers(0, 10**9).map(number),
    st.decimals(0, 10**6, places=4).map(number),
)
plain = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=20).map(str.strip)
periods = st.builds(
    lambda first, days: Period(f"from {first}", first, first + timedelta(days=days)),
    st.dates(date(2013, 4, 1), date(2030, 1, 1)),
    st.integers(0, 800),
)
shown = st.builds(
    Shown, st.from_regex(r"[A-Z]{2}[0-9]{2}[A-Z]?", fullmatch=True), st.integers(1, 9),
    st.none() | st.integers(1, 999), periods, st.sampled_from(["", "sex", "area"]), plain | st.sampled_from(FORMULAS),
    cells, st.none() | cells, cells, st.none() | cells, st.none() | cells, st.none() | cells, st.booleans(),
    st.booleans(),
)  # fmt: skip
several = st.lists(shown, max_size=6, unique_by=lambda one: (one.code, one.version, one.period, one.by, one.of))
people = st.integers(1, 10**7)
populations = st.builds(Population, st.none() | people) | st.builds(
    lambda years: Population(years=years), st.dictionaries(st.integers(2012, 2030), people, max_size=3)
)
results = st.builds(
    Results, plain, st.none() | st.just((date(2024, 4, 1), date(2025, 3, 31))), st.just("duckdb"), plain, several,
    st.dictionaries(plain, plain, max_size=2), st.dictionaries(plain, st.integers(0, 99), max_size=2),
    st.integers(0, 99), populations,
)  # fmt: skip


def figure(of: str = "", numerator: Cell = SUPPRESSED, **more) -> Shown:
    return Shown("CP05", 1, None, APRIL, "sex" if of else "", of, numerator, number(30), SUPPRESSED, **more)


def file(ending: str, *figures: Shown, folder: Path) -> bytes:
    path = folder / f"results.{ending}"
    write(Results("a source", None, "duckdb", "children_in_need", list(figures)), path)
    return path.read_bytes()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return made.getvalue()


@settings(max_examples=60, deadline=None)
@given(results)
def test_every_format_reads_back_to_the_same(tmp_path_factory, made):
    folder = tmp_path_factory.mktemp("formats")
    for ending in FORMATS:
        path = folder / f"it.{ending}"
        write(made, path)
        assert read(path.read_bytes(), path.name) == made, ending


@given(st.text(max_size=12))
@example("a\r\nb\tc")
@example("\x00\x0b")
@example("=cmd|' /C calc'!A1")
def test_a_groups_name_is_one_line_that_no_spreadsheet_takes_for_a_formula(of):
    written = as_row(figure(of or "x"))["group"]
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert written.isprintable()
    back = as_figure(as_row(figure(of or "x")), "here").of
    assert as_figure(as_row(figure(back or "x")), "here").of == (back or "x")


def test_a_formula_is_text_in_a_workbook_and_in_a_csv(tmp_path):
    content = file("xlsx", *[figure(of) for of in FORMULAS], folder=tmp_path)
    sheet = load_workbook(io.BytesIO(content))["Figures"]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    text = file("csv", *[figure(of) for of in FORMULAS], folder=tmp_path).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text)):
        # A dash alone is what a figure without such a cell says.
        assert not [cell for cell in row if cell.startswith(("=", "+", "@")) or (cell != "-" and cell[:1] == "-")]


def test_the_states_stay_apart(tmp_path):
    wanted = [*(Cell(state) for state in State if state is not State.NUMBER), number(0)]
    figures = [figure(f"g{n}", one) for n, one in enumerate(wanted)]
    for ending in FORMATS:
        back = read(file(ending, *figures, folder=tmp_path), "f")
        assert [one.numerator for one in back.figures] == wanted
        assert len({one.numerator for one in back.figures}) == len(wanted)


def test_a_workbook_saved_again_by_a_spreadsheet_reads_the_same(tmp_path):
    content = file("xlsx", figure("F", number(12)), figure("M"), folder=tmp_path)
    book = load_workbook(io.BytesIO(content))
    page = book["Figures"]
    for row in page.iter_rows(min_row=2):
        for cell in row:
            if str(cell.value or "").isdecimal():
                cell.value = int(cell.value)
            if str(cell.value).startswith("2024-"):
                cell.value = date.fromisoformat(cell.value)
    page.append([])
    again = io.BytesIO()
    book.save(again)
    assert read(again.getvalue(), "f").figures == read(content, "f").figures


@pytest.mark.parametrize("ending", FORMATS)
def test_half_a_file_is_refused_whole(ending, tmp_path):
    content = file(ending, *[figure(f"g{n}", number(n + 10)) for n in range(9)], folder=tmp_path)
    # The last two signs of a table of text are the end of its last line.
    for length in {0, 1, 3, 40, len(content) // 3, len(content) // 2, len(content) - 200, len(content) - 3}:
        with pytest.raises(Unreadable) as refused:
            read(content[:length], "half.file")
        assert refused.value.reason.count("half.file") == 1
        assert "\n" not in refused.value.reason


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    return {ending: file(ending, figure("F", number(12)), figure("M"), folder=folder) for ending in FORMATS}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FORMATS), st.data())
def test_a_damaged_file_is_read_or_refused_and_never_a_traceback(whole, ending, data):
    content = bytearray(whole[ending])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    said = "read"
    try:
        read(bytes(content), "f")
    except Unreadable as refused:
        said = refused.reason
    assert said == "read" or (said.startswith("f") and "\n" not in said)


@pytest.mark.parametrize("inner", [b"", b"<worksheet", b"not xml at all", b"<worksheet><sheetData><row r='x'>"])
def test_a_workbook_with_a_damaged_inside_is_refused(tmp_path, inner):
    members = parts(file("xlsx", figure(), folder=tmp_path))
    inside = [name for name in members if name.endswith(("workbook.xml", "sheet1.xml", "sheet2.xml"))]
    assert len(inside) == 3
    for name in inside:
        with pytest.raises(Unreadable, match=r"f.xlsx is not whole"):
            read(packed(members | {name: inner}), "f.xlsx")


def test_a_bomb_of_a_workbook_is_refused_before_it_is_opened(tmp_path):
    members = parts(file("xlsx", figure(), folder=tmp_path))
    blown_up = packed(members | {"xl/media/image.png": bytes(files.LARGEST_UNPACKED)})
    assert len(blown_up) < 1_000_000
    with pytest.raises(Unreadable, match=r"bomb.xlsx unpacks to more than 250 MB"):
        read(blown_up, "bomb.xlsx")


def test_a_sheet_that_claims_to_be_endless_is_read_for_what_it_holds(tmp_path):
    members = parts(file("xlsx", figure(), folder=tmp_path))
    (sheet,) = [name for name in members if name.endswith("sheet1.xml")]
    text = members[sheet].decode()
    endless = text.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>', 1)
    far = endless.replace("</sheetData>", '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row></sheetData>')
    for one in (endless, far):
        assert len(read(packed(members | {sheet: one.encode()}), "f").figures) == 1


def test_entities_that_grow_are_not_expanded(tmp_path):
    members = parts(file("xlsx", figure(), folder=tmp_path))
    (sheet,) = [name for name in members if name.endswith("sheet1.xml")]
    grown = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    evil = grown + "]>" + members[sheet].decode().replace("<v>", "<v>&i;", 1).replace("<t>", "<t>&i;", 1)
    with pytest.raises(Unreadable, match="is not whole"):
        read(packed(members | {sheet: evil.encode()}), "f.xlsx")


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 2_000_000)
    with pytest.raises(Unreadable, match="is larger than 2 MB; send fewer periods or breakdowns at a time"):
        read(b" " * 2_000_001, "f")


def document(**changes) -> bytes:
    row = as_row(figure("F", number(12)))
    told = files.as_dict(Results("s", None, "duckdb", "r")) | {"figures": [row | changes.pop("row", {})]}
    return json.dumps(told | changes).encode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"row": {"numerator": "many"}}, "f, figure 1, numerator, says “many”, which is neither a number"),
        ({"row": {"numerator": "-3"}}, "says “-3”, which is neither a number"),
        ({"row": {"numerator": "1e999999999"}}, "which is neither a number"),
        ({"row": {"numerator": "NaN"}}, "which is neither a number"),
        ({"row": {"numerator": "١٢"}}, "which is neither a number"),
        ({"row": {"numerator": "9" * 5000}}, "which is neither a number"),
        ({"row": {"value": "-"}}, "has no numerator or no value"),
        ({"row": {"version": "one"}}, "version, says “one”, which is not a whole number"),
        ({"row": {"limit": "-1"}}, "limit, says “-1”, which is not a whole number"),
        ({"row": {"starts_on": "01/04/2024"}}, "for a day; write it like 2024-04-01"),
        ({"row": {"starts_on": "2024-05-01"}}, "ends before it starts"),
        ({"format": "goldenthread results 2"}, "no results file of this version"),
        ({"format": None}, "no results file of this version"),
        ({"population": "many"}, "is not whole: what it says about itself"),
        ({"covers": ["yesterday"]}, "is not whole: what it says about itself"),
        ({"figures": "none"}, "is not whole"),
        ({"figures": [3]}, "is not whole"),
        ({"figures": [{}]}, "lacks indicator, version"),
    ],
)
def test_what_no_run_would_write_is_refused_with_its_place(changes, says):
    with pytest.raises(Unreadable, match=says):
        read(document(**changes), "f")


def test_a_figure_that_stands_there_twice_is_refused():
    row = as_row(figure("F", number(12)))
    other = row | {"numerator": "13"}
    with pytest.raises(Unreadable, match="has CP05 for April 2024 sex F twice; keep one of them"):
        read(document(figures=[row, other]), "f")


def test_a_table_cut_at_the_end_of_a_line_is_refused(tmp_path):
    content = file("csv", *[figure(f"g{n}", number(n + 10)) for n in range(9)], folder=tmp_path)
    shorter = b"\r\n".join(content.split(b"\r\n")[:-3]) + b"\r\n"
    with pytest.raises(Unreadable, match=r"f.csv has 7 figures and says it has 9; send the file as"):
        read(shorter, "f.csv")


def test_deep_nesting_and_other_encodings_are_refused():
    for content in (b"{" + b'"a":[' * 100_000, b"[" * 100_000, '"{}"'.encode("utf-16"), b"\xff\xfe", b"\x00" * 9):
        with pytest.raises(Unreadable):
            read(content, "f")


@pytest.mark.parametrize("dense", ["{},", "[],", "0,", '"":{},'])
def test_what_is_nothing_but_signs_is_refused_before_it_is_taken_apart(monkeypatch, dense):
    monkeypatch.setattr(files.json, "loads", lambda _: pytest.fail("It was taken apart."))
    with pytest.raises(Unreadable, match=r"^f is no results file; send the file as"):
        read(b'{"figures": [' + dense.encode() * 100_000 + b"0]}", "f")


def test_the_densest_file_that_is_ours_is_read():
    row = as_row(figure("F", number(12))) | {"group": "", "breakdown": "", "limit": ""}
    told = files.as_dict(Results("s", None, "duckdb", "r"))
    rows = [row | {"period": str(n)} for n in range(500)]
    assert len(read(json.dumps(told | {"figures": rows}, separators=(",", ":")).encode(), "f").figures) == 500


def test_another_ending_and_a_folder_that_is_not_there_are_refused_and_leave_nothing(tmp_path):
    made = Results("s", None, "duckdb", "r", [figure()])
    with pytest.raises(Unreadable, match=r"out.pdf must end in .json, .csv or .xlsx"):
        write(made, tmp_path / "out.pdf")
    with pytest.raises(Unreadable, match="cannot be written: No such file or directory"):
        write(made, tmp_path / "nowhere" / "out.json")
    assert list(tmp_path.iterdir()) == []


def test_a_file_holds_these_columns_and_no_others(tmp_path):
    (row,) = json.loads(file("json", figure(), folder=tmp_path))["figures"]
    assert sorted(row) == sorted(COLUMNS)
    book = Workbook()
    book.active.title = "Figures"
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(Unreadable, match="is not whole"):
        read(content.getvalue(), "f")


def test_a_number_is_as_exact_as_it_was(tmp_path):
    exact = number(Decimal("0.1000"))
    for ending in FORMATS:
        (back,) = read(file(ending, figure(numerator=exact), folder=tmp_path), "f").figures
        assert back.numerator == exact
