"""What is written is read again: `read_plan` of an export equals the plan."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from hypothesis import HealthCheck, given, settings

from goldenthread.plans.exchange.document import ActionDocument, PlanDocument
from goldenthread.plans.exchange.reading import read_plan
from goldenthread.plans.exchange.writing import shipped, write_plan
from goldenthread.plans.tests.exchange_writing_plans import full_plan, plans

FOLDER = Path(project.BASE_DIR).parent / "shared" / "plans"
REFERENCE = (
    "north-somerset-strategic-plan-2023-26.docx",
    "north-somerset-structure-2022.docx",
    "northumberland-strategic-plan-2023-26.docx",
    "nottingham-city-business-plan-2019-22.docx",
    "nottingham-city-business-plan-2019-22.xlsx",
    "somerset-business-plan-2016-19.docx",
    "somerset-business-plan-2016-19.xlsx",
)
LAYOUTS = sorted(shipped())
# What the reader says of the file and of its own guesses, and not of the plan.
OF_THE_READING = {"source", "layout", "doubts", "left_over"}


def said(document: PlanDocument) -> Any:
    """The plan as JSON, whitespace evened out, without what tells of the reading."""
    return evened({key: value for key, value in document.to_json().items() if key not in OF_THE_READING})


def evened(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [evened(part) for part in value]
    return {key: evened(part) for key, part in value.items()} if isinstance(value, dict) else value


def again(document: PlanDocument, format: Any, layout: str | None = None) -> PlanDocument:
    return read_plan(write_plan(document, format, layout), f"plan.{format}")


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Where two plans differ, one line for each place."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = {**one, **other}
        return [line for key in keys for line in differences(one.get(key), other.get(key), f"{path}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = zip(one, other, strict=True)
        return [line for place, (a, b) in enumerate(pairs) for line in differences(a, b, f"{path}[{place}]")]
    return [] if one == other else [f"{path}: {one!r} became {other!r}"]


def reference(name: str) -> PlanDocument:
    if not (FOLDER / name).exists():
        pytest.skip(f"the reference plan {name} is not on this machine")
    return read_plan(FOLDER / name)


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize("name", REFERENCE)
def test_a_reference_plan_written_in_its_own_layout_is_the_same_plan(name: str, format: str) -> None:
    document = reference(name)
    assert differences(said(document), said(again(document, format))) == []


@pytest.mark.parametrize("name", REFERENCE)
def test_a_reference_plan_remembers_its_layout_through_word(name: str) -> None:
    document = reference(name)
    if not name.endswith(".docx") or document.layout is None:
        return
    layout = again(document, "docx").layout
    assert layout is not None
    assert layout.shape == document.layout.shape
    kept = [(column.field, column.heading) for column in layout.columns]
    assert kept == [(column.field, column.heading) for column in document.layout.columns]


@pytest.mark.parametrize("name", REFERENCE)
def test_a_reference_plan_with_progress_and_ratings_filled_in_is_the_same_plan(name: str) -> None:
    document = reference(name)
    for number, action in enumerate(document.all_actions()):
        action.progress = "Two agencies have answered so far."
        action.rag, action.rag_printed = ("green", "amber", "red", "blue", "grey", "no update")[number % 6], True
    for format in ("docx", "xlsx"):
        assert differences(said(document), said(again(document, format))) == []


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_plan_that_uses_every_field_is_the_same_plan(layout: str, format: str) -> None:
    assert differences(said(full_plan()), said(again(full_plan(), format, layout))) == []


def without_empty_columns(document: PlanDocument) -> Any:
    """The plan as JSON with an empty printed progress or rating as good as none: some layouts always print both."""
    for action in document.all_actions():
        action.progress = action.progress or None
        action.rag_printed = False
    return said(document)


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=plans())
def test_any_plan_is_the_same_plan(layout: str, format: str, document: PlanDocument) -> None:
    read = again(document, format, layout)
    assert differences(without_empty_columns(document), without_empty_columns(read)) == []


def table_only(document: PlanDocument) -> Any:
    """What a CSV holds of a plan: priorities by name, objectives and actions."""
    held = replace(document, partnership="", abbreviation="", title="", period=None)
    return without_empty_columns(held)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=plans())
def test_a_csv_holds_the_table_of_any_plan(document: PlanDocument) -> None:
    assert differences(table_only(document), table_only(again(document, "csv"))) == []


@pytest.mark.parametrize(
    "words", ["=SUM(A1:A9) is not a formula here", "+44 lines a day", "-5 per cent", "@home visits"]
)
@pytest.mark.parametrize("format", ["docx", "xlsx", "csv"])
def test_words_that_look_like_a_formula_come_back_as_they_were(format: str, words: str) -> None:
    document = full_plan()
    document.priorities[1].actions = [ActionDocument(description=words, leads=["Police"], due=["June 2026"])]
    read = again(document, format)
    assert words in [action.description for action in read.all_actions()]


def test_json_is_read_back_exactly() -> None:
    for name in REFERENCE:
        if (FOLDER / name).exists():
            document = read_plan(FOLDER / name)
            shown = document.to_json()
            assert PlanDocument.from_json(shown).to_json() == shown
