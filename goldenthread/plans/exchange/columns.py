"""Which column means what, once a whole table has been looked at and not only its headings."""

from __future__ import annotations

from goldenthread.plans.exchange.banners import has_banners
from goldenthread.plans.exchange.blocks import Grid
from goldenthread.plans.exchange.draft import Draft
from goldenthread.plans.exchange.headings import Header, looks_like_a_reference, plain_words
from goldenthread.plans.exchange.ratings import read_rating


def settle_columns(draft: Draft, grid: Grid, header: Header) -> str:
    """Settle the columns that only the rows can tell; gives what the reference column numbers, objective or action."""
    _name_unheaded(grid, header)
    place = grid.rows[max(0, header.first)][0].place
    _settle_area(draft, header, place)
    _settle_two_actions(draft, header, place)
    _settle_status(draft, grid, header, place)
    if header.has("priority") and not header.has("objective") and has_banners(grid, header):
        _rename(draft, header, "priority", "objective", place)
    if not header.has("action"):
        for name in ("objective", "outcome", "priority"):
            if header.has(name):
                _rename(draft, header, name, "action", place)
                break
    _settle_outcome(draft, grid, header, place)
    return _reference_of(grid, header)


def _rename(draft: Draft, header: Header, name: str, to: str, place: str) -> None:
    at = header.column(name)
    if at is None:
        return
    heading = header.texts[at]
    header.fields = [to if each == name else each for each in header.fields]
    words = {"objective": "objectives", "action": "actions"}.get(to, to)
    draft.doubt(place, heading, f"The column headed \u201c{heading}\u201d is read as {words}; is that right?")


def _settle_area(draft: Draft, header: Header, place: str) -> None:
    """An area, or the first of two columns of objectives, to the left of objectives or actions says which priority.

    Not where a priority is known already: from a column of its own, or from a heading over the table.
    """
    if header.has("priority") or header.has("expectations") or draft.priority is not None or not header.has("action"):
        return
    area, action = header.column("area"), header.column("action")
    columns = [at for at, name in enumerate(header.fields) if name == "objective"]
    apart = [at for at in columns if header.texts[at] != header.texts[columns[0]]]
    if area is not None:
        left = [area] if area < min([action or 0, *columns]) else []
    else:
        left = [at for at in columns if at not in apart] if apart else []
    for at in left:
        header.fields[at] = "priority"
    if left:
        heading = header.texts[left[0]]
        draft.doubt(place, heading, f"The column headed \u201c{heading}\u201d is read as priorities; is that right?")


def _settle_two_actions(draft: Draft, header: Header, place: str) -> None:
    """Two columns of actions, such as What and How: the one to the left says what is to be achieved."""
    columns = [at for at, name in enumerate(header.fields) if name == "action"]
    apart = [at for at in columns if header.texts[at] != header.texts[columns[0]]]
    if apart and not header.has("objective"):
        for at in columns:
            if header.texts[at] == header.texts[columns[0]]:
                header.fields[at] = "objective"
        heading = header.texts[columns[0]]
        draft.doubt(place, heading, f"The column headed \u201c{heading}\u201d is read as objectives; is that right?")


def _settle_status(draft: Draft, grid: Grid, header: Header, place: str) -> None:
    """A status column whose words are mostly no ratings tells of progress."""
    at = header.column("rag")
    if at is None or header.has("progress") or {"rag", "brag"} & set(plain_words(header.texts[at])):
        return
    cells = [row[at] for row in grid.rows[header.first + header.count :] if row[at].words]
    unrated = [cell for cell in cells if read_rating(cell.words, cell.fill)[0] is None]
    if len(unrated) * 2 > len(cells):
        _rename(draft, header, "rag", "progress", place)


def _settle_outcome(draft: Draft, grid: Grid, header: Header, place: str) -> None:
    """Where there are no objectives, outcomes to the left of the actions stand for them, to the right are evidence."""
    at, action = header.column("outcome"), header.column("action")
    if at is None or action is None or at == action or header.has("objective"):
        if at is not None and action is not None and at > action and header.has("objective"):
            _rename(draft, header, "outcome", "evidence", place)
        return
    if at > action:
        _rename(draft, header, "outcome", "evidence", place)
    elif not header.has("priority") or _different(grid, header, at) > _different(
        grid, header, header.column("priority") or 0
    ):
        _rename(draft, header, "outcome", "objective", place)


def _different(grid: Grid, header: Header, at: int, only_references: bool = False) -> int:
    """How many times a column says something new, going down."""
    count, last = 0, None
    for row in grid.rows[header.first + header.count :]:
        cell = row[at]
        if only_references and not looks_like_a_reference(cell.words):
            continue
        if cell.words and cell is not last and (last is None or cell.words != last.words):
            count += 1
            last = cell
    return count


def _name_unheaded(grid: Grid, header: Header) -> None:
    """A column without a known heading whose cells are all numbers or codes holds the references."""
    for at in range(grid.width):
        following = header.fields[at + 1] if at + 1 < grid.width else None
        doubled = header.fields[at] in ("priority", "objective", "action") and header.fields[at] == following
        doubled = doubled and header.texts[at] == header.texts[at + 1]
        if (header.fields[at] is None and not header.texts[at]) or doubled:
            cells = [row[at] for row in grid.rows[header.first + header.count :] if row[at].words]
            if cells and all(looks_like_a_reference(cell.words) for cell in cells) and not header.has("reference"):
                header.fields[at] = "reference"


def _reference_of(grid: Grid, header: Header) -> str:
    """References number the objectives where they change no more often than the objectives do."""
    at, objective = header.column("reference"), header.column("objective")
    if at is None or objective is None:
        return "action"
    numbers = _different(grid, header, at, only_references=True)
    return "objective" if numbers <= _different(grid, header, objective) else "action"
