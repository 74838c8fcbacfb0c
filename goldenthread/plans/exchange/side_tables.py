"""Tables that are not the action plan: version control, assurance areas, audiences, business as usual."""

from __future__ import annotations

from goldenthread.plans.exchange.blocks import Cell, Grid, filled
from goldenthread.plans.exchange.document import (
    AssuranceArea,
    BusinessAsUsual,
    PriorityDocument,
    ReportingLine,
    UsualBusiness,
    VersionControl,
    VersionLine,
)
from goldenthread.plans.exchange.draft import Draft
from goldenthread.plans.exchange.headings import Header, field_of, label_of, plain_words

_VERSION_KEYS = {
    "title": "title", "document title": "title", "version": "version", "version number": "version", "date": "date",
    "author": "author", "owner": "author", "status": "status", "issue date": "issue_date",
    "date of issue": "issue_date",
    "review date": "review_date", "date of review": "review_date", "next review": "review_date",
    "next review date": "review_date",
}  # fmt: skip


def audience_of(text: str) -> str:
    """The audience a short heading names: "adults", "children", or nothing."""
    words = set(plain_words(text))
    if len(words) > 5:
        return ""
    adults, children = words & {"adult", "adults"}, words & {"child", "children", "children's"}
    return "adults" if adults and not children else "children" if children and not adults else ""


def is_version_control(grid: Grid) -> bool:
    """Whether a grid pairs names such as Version, Author and Review date with what they are."""
    if not 2 <= grid.width <= 3 or len(grid.rows) > 15:
        return False
    keys = [cells[0] for row in grid.rows if (cells := filled(row))]
    return bool(keys) and all(_version_key(cell) for cell in keys)


def _version_key(cell: Cell) -> str:
    return _VERSION_KEYS.get(" ".join(plain_words(cell.words)), "")


def read_version_control(draft: Draft, grid: Grid) -> None:
    """Version, date, author and so on; a name printed with nothing against it stays as an empty text."""
    version = _version(draft)
    for row in grid.rows:
        cells = filled(row)
        if cells and (key := _version_key(cells[0])):
            setattr(version, key, " ".join(cell.words for cell in cells[1:]))


def read_version_history(draft: Draft, grid: Grid, header: Header) -> None:
    """The lines of a version history, by its headings: version, person, date, comments."""
    version = _version(draft)
    draft_fields = {"version": "version", "due": "date", "progress": "comments", "history": "group_person"}
    for row in grid.rows[header.first + header.count :]:
        line = VersionLine()
        for at, cell in enumerate(row):
            name = draft_fields.get(header.fields[at] or "", "")
            if not cell.words:
                continue
            if name and not getattr(line, name):
                setattr(line, name, cell.words)
            else:
                draft.leave(cell.place, f"{header.texts[at]}: {cell.text}")
        if line != VersionLine():
            version.history.append(line)


def _version(draft: Draft) -> VersionControl:
    if draft.plan.version is None:
        draft.plan.version = VersionControl()
    return draft.plan.version


def is_reporting(grid: Grid) -> bool:
    """Whether a grid says which report goes from whom to whom, and when: headed Report, From, To, When."""
    heads = [" ".join(plain_words(cell.words)) for cell in grid.rows[0]] if grid.rows else []
    return heads[:1] == ["report"] and len(heads) > 1 and set(heads[1:]) <= {"from", "to", "when"}


def read_reporting(draft: Draft, grid: Grid) -> None:
    """The reports a partnership asks for, a row each."""
    heads = [" ".join(plain_words(cell.words)) for cell in grid.rows[0]]
    for row in grid.rows[1:]:
        said = {head: cell.words for head, cell in zip(heads, row, strict=True)}
        line = ReportingLine(said["report"], said.get("from", ""), said.get("to", ""), said.get("when", ""))
        if line not in draft.plan.reporting and line != ReportingLine(""):
            draft.plan.reporting.append(line)


def read_assurance(draft: Draft, grid: Grid, header: Header) -> None:
    """The areas a partnership wants assurance about, each with its expectations, one for each line."""
    area: AssuranceArea | None = None
    above: list[Cell] = []
    for row in grid.rows[header.first + header.count :]:
        for at, cell in enumerate(row):
            if not cell.words or any(cell is each for each in above) or any(cell is each for each in row[:at]):
                continue
            if header.fields[at] == "area":
                area = AssuranceArea(title=cell.words, place=cell.place)
                draft.plan.assurance_areas.append(area)
            elif header.fields[at] == "expectations" and area is not None:
                area.expectations += [line.text for line in cell.lines]
            else:
                draft.leave(cell.place, f"{header.texts[at]}: {cell.text}")
        above = row


def audience_header(grid: Grid) -> tuple[int, list[str]] | None:
    """The row whose cells all name an audience, with the audience of each column; None where there is none."""
    for number, row in enumerate(grid.rows[:3]):
        audiences = [audience_of(cell.words) for cell in row]
        if len(set(audiences)) > 1 and all(audiences) and number + 1 < len(grid.rows):
            return number, audiences
    return None


def read_focus_by_audience(
    draft: Draft, grid: Grid, priority: PriorityDocument, first: int, audiences: list[str]
) -> None:
    """Areas of focus in a column for each audience; all of them are the priority's areas of focus too."""
    for row in grid.rows[:first]:
        for cell in filled(row):
            if not label_of(cell.words, headed=True):
                draft.leave(cell.place, cell.text)
    for audience in dict.fromkeys(audiences):
        at = audiences.index(audience)
        said = [line.text for row in grid.rows[first + 1 :] for line in row[at].lines]
        priority.areas_of_focus_by_audience.setdefault(audience, []).extend(said)
        priority.areas_of_focus += said


def read_usual_business(draft: Draft, grid: Grid, first: int, audiences: list[str]) -> None:
    """Business as usual: a row across both columns is shared, otherwise each column is its audience's."""
    if draft.plan.business_as_usual is None:
        draft.plan.business_as_usual = BusinessAsUsual()
    usual = draft.plan.business_as_usual
    for row in grid.rows[first + 1 :]:
        cells = filled(row)
        if len(cells) == 1 and all(each is cells[0] for each in row):
            usual.shared.append(cells[0].words)
            continue
        for at, cell in enumerate(row):
            if cell.words:
                title, *items = [line.text for line in cell.lines]
                getattr(usual, audiences[at]).append(UsualBusiness(title, items))


def read_measures(draft: Draft, grid: Grid) -> bool:
    """A table of measures (Measure, Baseline, Target) under a priority: its success measures. False where it is none.

    What stands beside a measure is left over, with its heading.
    """
    heads = grid.rows[0]
    at = next((column for column, cell in enumerate(heads) if _heads_measures(cell)), None)
    if at is None or draft.priority is None or len(grid.rows) < 2:
        return False
    for row in grid.rows[1:]:
        draft.priority.success_measures += [line.text for line in row[at].lines]
        for cell in filled(row):
            if cell is not row[at]:
                head = heads[next(column for column, each in enumerate(row) if each is cell)]
                draft.leave(cell.place, f"{head.words}: {cell.text}" if head.words else cell.text)
    return True


def _heads_measures(cell: Cell) -> bool:
    words = set(plain_words(cell.words))
    return field_of(cell.words) == "evidence" and bool(
        words & {"measure", "measures", "indicator", "indicators", "kpi", "kpis"}
    )
