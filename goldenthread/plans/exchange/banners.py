"""Rows that are not rows: a priority, an objective or a label written across a table."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.plans.exchange import cards
from goldenthread.plans.exchange.blocks import Cell, Grid, filled
from goldenthread.plans.exchange.draft import Draft, numbered, objective_in, priority_in
from goldenthread.plans.exchange.headings import Header, label_of, looks_like_a_reference, plain_words


@dataclass(slots=True)
class Banner:
    """A row with one text only, and whether it is written across most of the table."""

    cell: Cell
    wide: bool


def banner_in(grid: Grid, number: int, header: Header) -> Banner | None:
    """The banner in this row, or None where the row is an ordinary one."""
    row = grid.rows[number]
    cells = filled(row)
    if len(cells) != 1 or looks_like_a_reference(cells[0].words):
        return None
    cell = cells[0]
    if number and any(cell is each for each in grid.rows[number - 1]):
        return None
    at = next(column for column, each in enumerate(row) if each is cell)
    wide = sum(1 for each in row if each is cell) * 5 >= len(row) * 3 and len(row) > 1
    if wide:
        return Banner(cell, True)
    name = header.fields[at] if at < len(header.fields) else None
    if at <= 1 and (priority_in(cell.words) or objective_in(cell.words)):
        return Banner(cell, False)
    stands_out = cell.bold or bool(cell.fill)
    if at == 0 and (name in ("reference", None) or (name not in ("action", "priority") and stands_out)):
        return Banner(cell, False)
    return None


def has_banners(grid: Grid, header: Header) -> bool:
    """Whether any row below the header is a banner that is not a note or a label."""
    for number in range(header.first + header.count, len(grid.rows)):
        banner = banner_in(grid, number, header)
        if banner and not cards.is_a_note([banner.cell]) and _has_rows_after(grid, number, header):
            return True
    return False


def _has_rows_after(grid: Grid, number: int, header: Header) -> bool:
    return any(len(filled(row)) > 1 for row in grid.rows[number + 1 :])


def classify(
    draft: Draft,
    grid: Grid,
    header: Header,
    banner: Banner,
    number: int,
    fills: dict[str, str],
    after_banner: bool,
    outer: bool,
) -> str:
    """Place a banner in the draft and say what it was: priority, objective, label, note, or row (not a banner)."""
    cell = banner.cell
    if cards.is_a_note([cell]) or not _has_rows_after(grid, number, header):
        if not priority_in(cell.words) and not banner.wide and not cards.is_a_note([cell]):
            return "row"
        if not priority_in(cell.words):
            cards.take_note(draft, cell)
            return "note"
    if named := priority_in(cell.words):
        draft.start_priority(*named, place=cell.place)
        fills[cell.fill] = "priority"
        return "priority"
    if named := objective_in(cell.words):
        draft.start_objective(*named, place=cell.place)
        fills[cell.fill] = "objective"
        return "objective"
    if label := label_of(cell.words, headed=cell.words.endswith((":", "...", "\u2026"))):
        cards.take(draft, label[0], cards.lines_after(cell, label[1]), cell.place)
        draft.label(label[0], cell.words)
        return "label"
    if outer and not header.has("objective"):
        fills.setdefault(cell.fill, "objective")
    return _by_colour(draft, header, cell, fills, after_banner)


def _by_colour(draft: Draft, header: Header, cell: Cell, fills: dict[str, str], after_banner: bool) -> str:
    """A banner without a telling word is a priority, or an objective where it stands under one in another colour."""
    kind = fills.get(cell.fill)
    if kind is None:
        kind = (
            "objective"
            if after_banner and not header.has("objective") and len(plain_words(cell.words)) > 3
            else "priority"
        )
        if after_banner and cell.fill not in fills and fills and not header.has("objective"):
            kind = "objective"
    fills.setdefault(cell.fill, kind)
    reference, title = numbered(cell.words)
    if kind == "priority":
        draft.start_priority(reference, title, cell.place)
        draft.doubt(cell.place, cell.words, "This row across the table is read as a priority; is that right?")
    else:
        draft.start_objective(reference, title, cell.place)
    return kind
