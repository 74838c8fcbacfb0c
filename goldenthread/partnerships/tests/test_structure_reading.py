"""What is read in a file about a structure: documents that partnerships printed, and tables in any order."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import Workbook

from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.exchange.document import Line, as_json, from_json
from goldenthread.partnerships.exchange.files import open_file
from goldenthread.partnerships.exchange.reading import day_in, day_of, kind_of, read_structure, seat_kind

PLANS = Path(settings.BASE_DIR).parent / "shared" / "plans"
KINDS = {"business group": "business_management", "task and finish": "task_and_finish"}
DOCUMENTS = [
    "north-somerset-structure-2022",
    "nottingham-city-business-plan-2019-22",
    "northumberland-strategic-plan-2023-26",
]


def read(content: bytes, name: str = "structure.csv") -> list[Line]:
    return read_structure(open_file(content, name), name)


def groups(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.sort == "group"]


def seats(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.sort == "seat"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_group_of_a_reference_document(name: str) -> None:
    path = PLANS / f"{name}.docx"
    if not path.exists():
        pytest.skip("The reference plans are not beside this checkout.")
    expected = json.loads((PLANS / f"{name}.json").read_text())["governance"]["groups"]
    lines = read(path.read_bytes(), path.name)
    found = groups(lines)
    assert [line.name for line in found] == [one["name"] for one in expected]
    for line, one in zip(found, expected, strict=True):
        kind = one.get("kind", "")
        assert line.kind == KINDS.get(kind, kind.replace(" ", "_"))
        assert (line.parent, line.cadence) == (one.get("parent", ""), one.get("cadence", ""))
        assert line.note == one.get("note", "")
        assert [" ".join(text.split()) for text in line.remit.split("\n\n") if text] == one.get("responsibilities", [])
        chairs = [seat.name for seat in seats(lines) if seat.group == line.name and seat.kind == "chair"]
        assert chairs == ([one["chair"]] if one.get("chair") else [])


def test_a_group_of_the_future_is_given_a_day_to_confirm() -> None:
    path = PLANS / f"{DOCUMENTS[0]}.docx"
    if not path.exists():
        pytest.skip("The reference plans are not beside this checkout.")
    (later,) = [line for line in groups(read(path.read_bytes(), path.name)) if line.note]
    assert later.starts_on == "2023-01-01"
    assert not later.confirmed


TABLE = """E-mail address,Organisation,Name,Position,Reports to,Board,Type,Frequency,Start date,Deputy
ann@p.example,Police,Ann Barrow,Chair,,Strategic Board,Board,Quarterly,1 April 2026,
bo@h.example,Health,Bo Carey,Designated nurse,,,,,01/05/2026,Dee Ewart
,,,,Strategic Board,Quality,sub-group,Monthly,2027-01-01,
cy@h.example,Health,Cy Dunn,Designated nurse,,Strategic Board,,,1 June 2026,yes
"""


def test_a_table_in_any_order_under_usual_headings() -> None:
    lines = read(TABLE.encode())
    board, quality = groups(lines)
    assert (board.name, board.kind, board.cadence, board.starts_on) == ("Strategic Board", "board", "Quarterly", "")
    assert (quality.parent, quality.kind, quality.starts_on) == ("Strategic Board", "subgroup", "2027-01-01")
    chair, nurse, deputy = seats(lines)
    assert (chair.group, chair.kind, chair.agency, chair.starts_on) == (
        "Strategic Board",
        "chair",
        "Police",
        "2026-04-01",
    )
    assert (nurse.person, nurse.email, nurse.deputy) == ("Bo Carey", "bo@h.example", "Dee Ewart")
    assert (deputy.person, deputy.deputy) == ("", "Cy Dunn")
    assert [line.place for line in lines] == ["row 2", "row 4", "row 2", "row 3", "row 5"]


def test_the_same_from_excel_beneath_a_title() -> None:
    book = Workbook()
    book.active.append(["Our structure"])
    for row in TABLE.strip().split("\n"):
        book.active.append(row.split(","))
    held = io.BytesIO()
    book.save(held)

    def bare(lines: list[Line]) -> list[tuple[str, ...]]:
        return [(one.name, one.group, one.kind, one.person, one.deputy, one.starts_on) for one in lines]

    assert bare(read(held.getvalue(), "structure.xlsx")) == bare(read(TABLE.encode()))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "empty"),
        (b"Action,Lead\nDo it,Ann\n", "a.csv", "No heading “Group”"),
        (b"Group,Kind\n,\n", "a.csv", "No group was found"),
        (b"Group,Seat\n" + b"Board,Nurse\n" * 1001, "a.csv", "split it into several files"),
        (b"%PDF-1.7 nothing", "a.docx", "PDF"),
        (b"PK\x03\x04broken", "a.docx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "old Word format"),
    ],
)
def test_a_bad_file_gets_one_sentence(content: bytes, name: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read(content, name)
    assert said in refused.value.reason
    assert refused.value.field == "file"
    assert refused.value.reason.endswith(".")


@pytest.mark.parametrize(
    ("words", "day"),
    [("1 April 2027", "2027-04-01"), ("1st Apr 2027", "2027-04-01"), ("01/04/2027", "2027-04-01"),
     ("2027-04-01", "2027-04-01"), ("spring", ""), ("31/02/2027", ""), ("", "")],
)  # fmt: skip
def test_days(words: str, day: str) -> None:
    assert day_of(words) == day


@pytest.mark.parametrize(
    ("note", "day"),
    [("to become live in 2023", "2023-01-01"), ("to start in September 2027", "2027-09-01"),
     ("to transfer to DH", ""), ("to become live soon", ""), ("until 2027", "")],
)  # fmt: skip
def test_days_in_notes(note: str, day: str) -> None:
    assert day_in(note) == day


def test_kinds_of_groups_and_seats() -> None:
    assert kind_of("Sub-Group") == "subgroup"
    assert kind_of("Task & Finish") == "task_and_finish"
    assert kind_of("Choir") == ""
    assert [seat_kind(title) for title in ("Independent Chair", "Vice-Chair", "Deputy chair", "Observer", "Nurse",
                                           "Chair of governors")] == [
        "chair", "vice_chair", "vice_chair", "in_attendance", "member", "member"]  # fmt: skip


def test_lines_come_back_from_json_as_they_were() -> None:
    lines = read(TABLE.encode())
    assert from_json(json.loads(json.dumps(as_json(lines)))) == lines
