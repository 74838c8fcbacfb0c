"""The published reference plans, read field by field. They are kept beside the project, never in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldenthread.plans.exchange.document import PlanDocument
from goldenthread.plans.exchange.reading import read_plan

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "plans"
DOCUMENTS = sorted(path.name for path in FOLDER.glob("*.docx"))
WORKBOOKS = sorted(path.name for path in FOLDER.glob("*.xlsx"))
# How the expected values were made, and prose that the reference's own notes say is not a test.
NOT_COMPARED = {"source", "repairs", "assumptions", "counts", "sections", "reporting", "layout", "doubts", "left_over"}
ONLY_IN_THE_DOCUMENT = {"vision", "purposes", "focus_groups", "governance", "assurance_methods"}

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="the reference plans are not beside this project")


def by_path(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from by_path(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from by_path(inner, f"{path}[{at}]")
    else:
        yield path, evened(value)


def evened(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    plain = value.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-"})
    return re.sub(r"\s+", " ", plain).strip()


def expected(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / name).with_suffix(".json").read_text(encoding="utf-8"))


def compared(data: dict[str, Any], without: set[str]) -> dict[str, Any]:
    return dict(by_path({key: value for key, value in data.items() if key not in without}))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_word_plan_is_read_exactly_as_its_json_has_it(name: str) -> None:
    assert compared(read_plan(FOLDER / name).to_json(), NOT_COMPARED) == compared(expected(name), NOT_COMPARED)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_says_everything_that_it_holds(name: str) -> None:
    read = compared(read_plan(FOLDER / name).to_json(), NOT_COMPARED)
    wanted = compared(expected(name), NOT_COMPARED | ONLY_IN_THE_DOCUMENT)
    assert {path: read.get(path) for path in wanted} == wanted
    added = {path.rsplit(".", 1)[1] for path in read if path not in wanted}
    assert added <= {"reference", "progress", "rag"}


@pytest.mark.parametrize("name", [*DOCUMENTS, *WORKBOOKS])
def test_the_document_survives_its_own_json(name: str) -> None:
    plan = read_plan(FOLDER / name)
    assert PlanDocument.from_json(json.loads(json.dumps(plan.to_json()))) == plan


@pytest.mark.parametrize("name", [*DOCUMENTS, *WORKBOOKS])
def test_every_guess_says_where_it_was_made(name: str) -> None:
    plan = read_plan(FOLDER / name)
    assert all(each.place and each.original and each.question.endswith("?") for each in plan.doubts)
    assert all(each.place and each.text for each in plan.left_over)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_word_of_the_document_is_lost(name: str) -> None:
    import docx

    document = docx.Document(str(FOLDER / name))
    cells = {cell._tc: cell.text for made in document.tables for row in made.rows for cell in row.cells}
    texts = [paragraph.text for paragraph in document.paragraphs] + list(cells.values())
    read = read_plan(FOLDER / name).to_json()
    kept = set(
        re.findall(r"[a-z]{5,}", " ".join(f"{path} {value}" for path, value in by_path(read)).lower().replace("_", " "))
    )
    said = set(re.findall(r"[a-z]{5,}", " ".join(texts).lower()))
    assert said - kept == set()


@pytest.mark.parametrize(
    ("name", "shape", "headings"),
    [
        ("north-somerset-strategic-plan-2023-26.docx", "one table with banners", 4),
        ("nottingham-city-business-plan-2019-22.docx", "one table with merged objectives", 8),
        ("nottingham-city-business-plan-2019-22.xlsx", "one table with merged objectives", 8),
        ("somerset-business-plan-2016-19.docx", "priority tables", 0),
        ("somerset-business-plan-2016-19.xlsx", "sheet per priority", 6),
        ("northumberland-strategic-plan-2023-26.docx", "prose", 0),
    ],
)
def test_the_plan_remembers_its_own_layout(name: str, shape: str, headings: int) -> None:
    layout = read_plan(FOLDER / name).layout
    assert layout is not None
    assert (layout.shape, len(layout.columns)) == (shape, headings)
