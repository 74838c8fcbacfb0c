"""A plan file in, a plan document out, with every guess and every left-over text beside it. No database."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from goldenthread.plans.exchange import cards, governance, side_tables
from goldenthread.plans.exchange.blocks import Grid, Paragraph, Source, filled
from goldenthread.plans.exchange.document import (
    BANNERS,
    MERGED_OBJECTIVES,
    PRIORITY_TABLES,
    PROSE,
    SHEETS,
    PlanDocument,
    Section,
    VersionControl,
)
from goldenthread.plans.exchange.draft import Draft, objective_in, priority_in
from goldenthread.plans.exchange.files import (
    ENTRY_LIMIT,
    FILE_LIMIT,
    UNPACKED_LIMIT,
    OpenedFile,
    Preview,
    UnreadablePlan,
    open_plan,
)
from goldenthread.plans.exchange.headings import Header, header_at, label_of, looked_for, plain_words, topic_of
from goldenthread.plans.exchange.identity import settle_identity
from goldenthread.plans.exchange.parts import Part, names_no_priority, parts_of, period_line, plain_title, title_lines
from goldenthread.plans.exchange.prose import ProseReader
from goldenthread.plans.exchange.prose_priorities import name_priorities
from goldenthread.plans.exchange.prose_sheets import prose_of
from goldenthread.plans.exchange.sheets import read_workbook
from goldenthread.plans.exchange.tables import TableReader
from goldenthread.plans.exchange.text_files import read_csv
from goldenthread.plans.exchange.word import read_word

logger = logging.getLogger(__name__)
_SEARCHED_ROWS = 60
_PREVIEW_ROWS = 12
__all__ = ["UnreadablePlan", "read_plan"]


def read_plan(
    path_or_bytes: str | Path | bytes,
    filename: str = "",
    *,
    mapping: Mapping[int, str] | None = None,
    file_limit: int = FILE_LIMIT,
    unpacked_limit: int = UNPACKED_LIMIT,
    entry_limit: int = ENTRY_LIMIT,
) -> PlanDocument:
    """What a .docx, .xlsx or .csv file says as a plan, in the shape of the reference plans.

    `mapping` names columns by hand (0 is the first column; fields such as "action", "lead", "due") for a file without
    a recognisable header. Raises UnreadablePlan, with one sentence for a person, for every file that cannot be read;
    where only the headings are missing it carries preview rows in `grids`. Source: issue "a Word plan goes in".
    """
    opened = open_plan(
        path_or_bytes, filename, file_limit=file_limit, unpacked_limit=unpacked_limit, entry_limit=entry_limit
    )
    try:
        return _Reading(_source(opened), dict(mapping or {})).read()
    except UnreadablePlan:
        raise
    except Exception as unforeseen:
        logger.info("A plan file broke the reader", exc_info=unforeseen)
        raise UnreadablePlan(
            f"{opened.filename} is built in a way that cannot be read; save it afresh and try that."
        ) from unforeseen


def _source(opened: OpenedFile) -> Source:
    if opened.kind == "word":
        return read_word(opened)
    return read_workbook(opened) if opened.kind == "sheets" else read_csv(opened)


@dataclass(slots=True)
class _Reading:
    source: Source
    mapping: dict[int, str]
    draft: Draft = field(init=False)
    plan_grids: list[Grid] = field(default_factory=list)
    unread: list[Grid] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    last: Header | None = None

    def __post_init__(self) -> None:
        self.draft = Draft(PlanDocument(source=self.source.filename))
        self.plan_grids = [grid for grid in self.source.grids if self._header_of(grid)]

    def read(self) -> PlanDocument:
        """The whole document. Raises UnreadablePlan where nothing of a plan was found."""
        if self.source.kind == "word":
            self._read_document()
        else:
            self._read_sheets()
        self.draft.settle_marks()
        self._settle_layout()
        plan = self.draft.plan
        counts = plan.counts()
        if not any(counts.values()) and not plan.drivers:
            raise self._nothing_found()
        plan.layout = self.draft.layout
        return plan

    def _nothing_found(self) -> UnreadablePlan:
        headings = looked_for()
        shown = ", ".join(f"\u201c{heading}\u201d" for heading in headings[::3])
        previews = [
            Preview(grid.place, [[cell.text for cell in row] for row in grid.rows[:_PREVIEW_ROWS]])
            for grid in sorted(self.source.grids, key=lambda grid: -len(grid.rows))[:5]
        ]
        return UnreadablePlan(
            f"No plan was recognised in {self.source.filename}: a table with headings such as {shown} is looked for; "
            "say by hand which column is which, or add a row of headings.",
            headings,
            previews,
        )

    def _header_of(self, grid: Grid) -> Header | None:
        return self._found_in(grid) or self._mapped(grid)

    def _found_in(self, grid: Grid) -> Header | None:
        for number in range(min(len(grid.rows), _SEARCHED_ROWS)):
            if header := header_at(grid, number):
                return header
        return None

    def _mapped(self, grid: Grid) -> Header | None:
        """The header given by hand, for a grid wide enough; a first row in bold is taken for its printed headings."""
        if not self.mapping or grid.width <= max(int(at) for at in self.mapping) or not grid.rows:
            return None
        fields = [self.mapping.get(at) or None for at in range(grid.width)]
        first = grid.rows[0]
        headed = len(grid.rows) > 1 and all(cell.bold or cell.fill for cell in filled(first))
        if headed:
            return Header(0, 1, fields, [cell.words for cell in first])
        return Header(0, 0, fields, [""] * grid.width)

    def _read_document(self) -> None:
        root = parts_of(self.source.blocks)
        self.titles, root.items, dated = title_lines(root)
        period = period_line(root)
        headings = [part.heading for part in root.everywhere() if part.heading]
        named = [heading for heading in headings[:1] if not priority_in(heading) and not topic_of(heading)]
        texts = [
            block.text
            for block in self.source.blocks
            if isinstance(block, Paragraph) and block.kind in ("text", "bullet")
        ]
        settle_identity(self.draft, self.titles or named, headings, texts)
        if not self.titles or not self.draft.plan.title:
            self._find_plain_title(root)
        if dated:
            self.draft.plan.version = VersionControl(date=dated)
        name_priorities(self.draft, root)
        self._name_priorities_by_heading(root)
        reader = ProseReader(self.draft, self._read_grid)
        reader.read(root)
        reader.finish()
        settle_identity(self.draft, self.titles or named, headings, texts)
        self.draft.plan.period = period or self.draft.plan.period

    def _find_plain_title(self, root: Part) -> None:
        text, place = plain_title(root, below=not self.draft.plan.title)
        if text:
            self.titles.append(text)
            self.draft.doubt(place, text, "Read as the plan's title; is that right?")

    def _name_priorities_by_heading(self, root: Part) -> None:
        """Where two or more plan tables each stand under a heading of their own, the headings are priorities."""
        beneath = [part for each in root.everywhere() if priority_in(each.heading) for part in each.everywhere()]
        owners = [part for part in root.everywhere() if any(self._is_plan_table(item) for item in part.items)]
        owners = [part for part in owners if not any(part is each for each in beneath)]
        named = [part for part in owners if part.heading and not names_no_priority(part.heading)]
        named = [part for part in named if not objective_in(part.heading)]
        if len(named) < 2 or len(named) < len(owners) - 1:
            return
        for part in named:
            self.draft.doubt(
                part.place, part.heading, "The heading over this table is read as a priority; is that right?"
            )
            part.heading = f"Priority: {part.heading}"

    def _is_plan_table(self, item: Paragraph | Grid) -> bool:
        if not isinstance(item, Grid) or not any(item is each for each in self.plan_grids):
            return False
        header = self._header_of(item)
        return bool(header and not header.has("priority") and not {"area", "version", "group"} & set(header.fields))

    def _read_grid(self, grid: Grid) -> None:
        """Any table: the plan's own, or one of the sorts that are not."""
        audiences = side_tables.audience_header(grid)
        if side_tables.is_reporting(grid):
            side_tables.read_reporting(self.draft, grid)
        elif side_tables.is_version_control(grid):
            side_tables.read_version_control(self.draft, grid)
        elif audiences and self.draft.priority is not None:
            side_tables.read_focus_by_audience(self.draft, grid, self.draft.priority, *audiences)
        elif audiences:
            side_tables.read_usual_business(self.draft, grid, *audiences)
        elif header := self._found_in(grid):
            if not header.first or not self._card_above(grid, header):
                self._read_above(grid, header)
                self._read_table(grid, header)
            else:
                self._read_card(grid, self._skip_title(grid))
        elif cards.looks_like_a_card(grid):
            self._read_card(grid)
        elif mapped := self._mapped(grid) or self._continued(grid):
            self._read_table(grid, mapped)
        elif not side_tables.read_measures(self.draft, grid):
            self._leave(grid)

    def _continued(self, grid: Grid) -> Header | None:
        """A table without headings right after the plan's own and as wide goes on with it."""
        if self.last is None or self.source.kind != "word" or len(self.last.fields) != grid.width or grid.width < 3:
            return None
        if not any(len(filled(row)) * 2 > grid.width for row in grid.rows):
            return None
        self.draft.doubt(
            grid.place,
            grid.rows[0][0].words or grid.place,
            "This table has no headings; does it go on from the one before?",
        )
        return Header(0, 0, list(self.last.fields), list(self.last.texts))

    def _leave(self, grid: Grid) -> None:
        self.unread.append(grid)
        for row in grid.rows:
            self.draft.leave_cells(filled(row))

    def _read_card(self, grid: Grid, first: int = 0) -> None:
        at, header = cards.CardReader(self.draft, grid).read(first)
        if header:
            self._read_table(grid, Header(at, header.count, header.fields, header.texts))

    def _read_table(self, grid: Grid, header: Header) -> None:
        known = set(header.fields)
        if {"area", "expectations"} <= known:
            side_tables.read_assurance(self.draft, grid, header)
        elif "version" in known and "action" not in known:
            side_tables.read_version_history(self.draft, grid, header)
        elif (
            "group" in known
            and known & {"chair", "cadence", "members", "responsibilities", "parent"}
            and "action" not in known
        ):
            governance.read_group_table(self.draft, grid, header)
        else:
            end = TableReader(self.draft, grid, header).read()
            self.draft.shapes.append("table")
            self.last = header
            if end < len(grid.rows):
                self.draft.priority = self.draft.objective = None
                self._read_grid(Grid(grid.rows[end:], grid.place, grid.sheet))

    def _read_above(self, grid: Grid, header: Header) -> None:
        """The rows over a header: a title, a list of priorities, a priority's own labelled text."""
        rows = [(number, cells) for number in range(header.first) if (cells := filled(grid.rows[number]))]
        declared = [
            (cells[0], named) for _, cells in rows if len(cells) == 1 and (named := priority_in(cells[0].words))
        ]
        if len(declared) > 1:
            self._declare_all([(cell.place, *named) for cell, named in declared])
            rows = [(number, cells) for number, cells in rows if not any(cells[0] is cell for cell, _ in declared)]
        for number, cells in rows:
            if (
                len(cells) == 1
                and not self.titles
                and self.source.kind != "word"
                and self._may_be_title(cells[0].words)
            ):
                self.titles.append(cells[0].words)
            elif len(cells) == 1 and cells[0].words in self.titles:
                continue
            elif len(cells) == 1 and cells[0].words.endswith(":"):
                self.draft.plan.sections.append(Section("", [cells[0].words]))
            elif len(cells) == 1 and not declared and not label_of(cells[0].words, True):
                self.draft.leave_cells(cells)
            else:
                cards.CardReader(self.draft, grid).read(number, number + 1)

    def _may_be_title(self, text: str) -> bool:
        return not priority_in(text) and not label_of(text, True) and len(plain_words(text)) <= 25

    def _declare_all(self, declared: list[tuple[str, str, str]]) -> None:
        """Priorities listed over one table: a full stop that only the last has ends the list, not the title."""
        titles = [title for _, _, title in declared]
        if titles[-1].endswith(".") and not any(title.endswith(".") for title in titles[:-1]):
            titles[-1] = titles[-1][:-1]
        for (place, reference, _), title in zip(declared, titles, strict=True):
            self.draft.start_priority(reference, title, place)
        self.draft.priority = None

    def _read_sheets(self) -> None:
        several = [grid for grid in self.plan_grids if grid.sheet]
        charts: list[tuple[str, Grid]] = []
        # Prose speaks of what the tables hold, so it is read after them.
        for block in sorted(self.source.blocks, key=self._is_prose_sheet):
            if isinstance(block, Paragraph):
                self.draft.leave(block.place, block.text)
                continue
            self.draft.priority = self.draft.objective = None
            self.draft.lead = ""
            if topic_of(block.sheet) == "governance" and governance.is_a_chart(block):
                charts.append((block.sheet, block))
                continue
            if self._is_prose_sheet(block):
                self._read_prose_sheet(block)
                continue
            if any(block is each for each in self.plan_grids):
                self._name_group(block)
            if len(several) > 1 and any(block is each for each in self.plan_grids):
                self._name_by_sheet(block)
            self._read_sheet(block)
        ProseReader(self.draft, self._read_grid, charts).finish()
        settle_identity(
            self.draft,
            self.titles[:1],
            [],
            [cell.words for grid in self.source.grids for row in grid.rows[:8] for cell in filled(row)],
        )

    def _is_prose_sheet(self, block: Paragraph | Grid) -> bool:
        return isinstance(block, Grid) and block.width == 1 and not any(block is each for each in self.plan_grids)

    def _read_prose_sheet(self, grid: Grid) -> None:
        """A sheet of one column is a document: its first bold text the title, fills and bold its headings."""
        root = parts_of(prose_of(grid, self.titles))
        titles, root.items, _ = title_lines(root)
        self.titles += [title for title in titles if title not in self.titles]
        self.draft.plan.period = period_line(root) or self.draft.plan.period
        headings = [part.heading for part in root.everywhere() if part.heading]
        settle_identity(self.draft, self.titles[:1], headings, [])
        reader = ProseReader(self.draft, self._read_grid)
        reader.read(root)
        reader.finish()

    def _name_by_sheet(self, grid: Grid) -> None:
        """One sheet for each priority or group: the sheet's name says which, unless its own rows do."""
        header = self._header_of(grid)
        if header is None or header.has("priority") or {"area", "group", "version"} & set(header.fields):
            return
        if any(priority_in(cell.words) for row in grid.rows for cell in filled(row)) or names_no_priority(grid.sheet):
            return
        if named := priority_in(grid.sheet):
            self.draft.start_priority(*named, place=grid.place)
            return
        self.draft.start_priority("", grid.sheet, grid.place)
        self.draft.doubt(grid.place, grid.sheet, "The sheet's name is read as a priority; is that right?")

    def _name_group(self, grid: Grid) -> None:
        """A sheet that bears a group's name: the group is met, and leads the actions where no column says who does."""
        if not governance.names_a_group(grid.sheet):
            return
        group = governance.start_group(self.draft, grid.sheet, place=grid.place)
        header = self._header_of(grid)
        if header is not None and header.has("action") and not header.has("lead"):
            self.draft.lead = group.name
            self.draft.doubt(
                grid.place, grid.sheet, "The group that the sheet is named after is read as the lead; is that right?"
            )

    def _read_sheet(self, grid: Grid) -> None:
        self._read_grid(grid)
        if len(self.plan_grids) > 1:
            self.draft.shapes.append("sheets")

    def _card_above(self, grid: Grid, header: Header) -> bool:
        above = Grid(grid.rows[: header.first], grid.place, grid.sheet)
        declared = [cells for row in above.rows if len(cells := filled(row)) == 1 and priority_in(cells[0].words)]
        return len(declared) <= 1 and bool(above.rows) and cards.looks_like_a_card(above)

    def _skip_title(self, grid: Grid) -> int:
        if self.source.kind == "word":
            return 0
        first = next((number for number, row in enumerate(grid.rows) if filled(row)), 0)
        cells = filled(grid.rows[first])
        if len(cells) == 1 and self._may_be_title(cells[0].words):
            if cells[0].words not in self.titles:
                self.titles.append(cells[0].words)
            return first + 1
        return first

    def _settle_layout(self) -> None:
        layout, shapes = self.draft.layout, set(self.draft.shapes)
        layout.landscape, layout.sheets = self.source.landscape, self.source.sheets
        if self.source.kind == "sheets" and len(self.plan_grids) > 1 and "sheets" in shapes:
            layout.shape = SHEETS
        elif "cards" in shapes:
            layout.shape = PRIORITY_TABLES
        elif "banners" in shapes:
            layout.shape = BANNERS
        elif "table" in shapes and "headings" in shapes:
            layout.shape = PRIORITY_TABLES
        elif "table" in shapes:
            layout.shape = MERGED_OBJECTIVES
        else:
            layout.shape = PROSE
