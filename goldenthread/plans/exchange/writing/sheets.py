"""A plan as sheets: the table of actions, or a sheet for each priority, then assurance areas, groups and the rest."""

from dataclasses import replace

from goldenthread.plans.exchange import document as plan
from goldenthread.plans.exchange.document import PlanDocument, PriorityDocument
from goldenthread.plans.exchange.writing.compose import named, period_blocks, version_blocks
from goldenthread.plans.exchange.writing.layouts import Layout
from goldenthread.plans.exchange.writing.priorities import Setting, announced, legends, own_fields
from goldenthread.plans.exchange.writing.prose import GROUP_COLUMNS, body, group_cells, opening
from goldenthread.plans.exchange.writing.rows import Strand, strands_of, unplaced_strands
from goldenthread.rendering import palette
from goldenthread.rendering.blocks import Block, Bullets, Cell, Heading, Paragraph, Table
from goldenthread.rendering.excel import Sheet, SheetCell

Row = tuple[SheetCell, ...]

# Characters of column width in Excel for one share of a layout's width.
_LETTERS = 16
_TITLE_SIZE = 14.0
_ABOUT_WIDTHS = (44.0, 44.0, 30.0, 30.0)


def sheets_of(document: PlanDocument, layout: Layout) -> list[Sheet]:
    """Every sheet of the plan's workbook, the tables of actions first."""
    setting = Setting(document, replace(layout, actions_share_a_cell=False))
    one = layout.shape in (plan.BANNERS, plan.MERGED_OBJECTIVES)
    one = one and not any(own_fields(priority) for priority in document.priorities)
    sheets = [_whole(setting)] if one else _by_priority(setting)
    return [*sheets, *_assurance(setting), *_groups(setting), *_about(setting)]


def _title(document: PlanDocument) -> str:
    return " – ".join(part for part in (named(document), document.title) if part) or "Plan"


def _title_row(document: PlanDocument, width: int) -> Row:
    return (SheetCell(_title(document), bold=True, size=_TITLE_SIZE, colspan=width, border=False),)


def _merged(text: str, width: int, fill: str | None = None) -> Row:
    return (SheetCell(text, bold=bool(fill), fill=fill, colspan=width, border=bool(fill)),)


def _header(setting: Setting) -> Row:
    fill = setting.header.background
    return tuple(SheetCell(column.heading, bold=True, fill=fill) for column in setting.layout.columns)


def _cells(row: tuple[Cell, ...]) -> Row:
    return tuple(
        SheetCell(
            "\n".join((*cell.lines(), *cell.bullets)),
            bold=cell.bold,
            tint=cell.tint,
            rowspan=cell.rowspan,
            colspan=cell.colspan,
        )
        for cell in row
    )


def _widths(setting: Setting) -> tuple[float, ...]:
    return tuple(max(6.0, column.width * _LETTERS) for column in setting.layout.columns)


# --- one sheet ------------------------------------------------------------------------------------------------------


def _whole(setting: Setting) -> Sheet:
    document, width = setting.document, len(setting.layout.columns)
    rows: list[Row] = [_title_row(document, width)]
    for priority in document.priorities:
        if not (priority.objectives or priority.actions):
            rows.append(_merged(announced(setting, priority), width, setting.banner.background))
    rows += [(), _header(setting)]
    header = len(rows)
    rows += [_cells(row) for row in setting.rows.of(unplaced_strands(document))]
    for priority in document.priorities:
        if priority.objectives or priority.actions:
            said = announced(setting, priority)
            if "priority" not in setting.layout.fields():
                rows.append(_merged(said, width, setting.banner.background))
            rows += [_cells(row) for row in setting.rows.of(strands_of(priority), said)]
    return Sheet(_name(setting, 0, document.title or "Plan"), tuple(rows), _widths(setting), header)


def _name(setting: Setting, place: int, otherwise: str) -> str:
    names = setting.layout.sheets
    return names[place] if place < len(names) and names[place] else otherwise


# --- a sheet for each priority --------------------------------------------------------------------------------------


def _by_priority(setting: Setting) -> list[Sheet]:
    document = setting.document
    sheets = [_priority(setting, priority, number) for number, priority in enumerate(document.priorities, start=1)]
    loose = unplaced_strands(document)
    if loose or not sheets:
        rows: list[Row] = [_title_row(document, len(setting.layout.columns)), ()]
        header = len(rows) + 1 if loose else None
        rows += _actions(setting, loose)
        sheets.append(Sheet("Actions" if loose else "Plan", tuple(rows), _widths(setting), header))
    return sheets


def _priority(setting: Setting, priority: PriorityDocument, number: int) -> Sheet:
    width = max(len(setting.layout.columns), 2)
    label = f"Priority {priority.reference or number}"
    rows: list[Row] = [_title_row(setting.document, width)]
    rows.append(_merged(f"{label}: {priority.title}", width, setting.banner.background))
    rows += _own(setting, priority, width)
    strands = strands_of(priority)
    header = None
    if strands:
        rows += [(), _merged(setting.layout.actions_heading, width)]
        header = len(rows) + 1
        rows += _actions(setting, strands)
    rows += [_merged(note, width) for note in legends(priority)]
    widths = _widths(setting) if len(setting.layout.columns) > 1 else (24.0, 90.0)
    # A filter reaches to the end of the sheet, so notes beneath the actions would be filtered with them.
    name = _name(setting, number - 1, label)
    return Sheet(name, tuple(rows), widths, header, freeze=False, filters=not legends(priority))


def _own(setting: Setting, priority: PriorityDocument, width: int) -> list[Row]:
    """The priority's own fields: the label merged down beside one row for each thing said."""
    rows: list[Row] = []
    for _, label, values in own_fields(priority, setting.layout):
        said = values or [""]
        for place, value in enumerate(said):
            first = (SheetCell(label, bold=True, rowspan=len(said)),) if place == 0 else ()
            rows.append((*first, SheetCell(value, colspan=width - 1)))
    return rows


def _actions(setting: Setting, strands: list[Strand]) -> list[Row]:
    rows = setting.rows.of(strands)
    return [_header(setting), *(_cells(row) for row in rows)] if rows else []


# --- the rest -------------------------------------------------------------------------------------------------------


def _assurance(setting: Setting) -> list[Sheet]:
    areas = setting.document.assurance_areas
    if not areas:
        return []
    fill = setting.header.background
    rows: list[Row] = [_merged(setting.layout.heading("assurance_areas"), 2)]
    rows.append((SheetCell("Safeguarding area", bold=True, fill=fill), SheetCell("Expectations", bold=True, fill=fill)))
    rows += [(SheetCell(area.title, bold=True), SheetCell("\n".join(area.expectations))) for area in areas]
    return [Sheet("Assurance areas", tuple(rows), (36.0, 100.0), 2)]


def _groups(setting: Setting) -> list[Sheet]:
    groups = setting.document.governance.groups if setting.document.governance else []
    if not groups:
        return []
    fill = setting.header.background
    cells = [group_cells(group) for group in groups]
    kept = [place for place in range(len(GROUP_COLUMNS)) if place == 0 or any(row[place] for row in cells)]
    header = tuple(SheetCell(GROUP_COLUMNS[place][0], bold=True, fill=fill) for place in kept)
    rows = [tuple(SheetCell(row[place]) for place in kept) for row in cells]
    widths = tuple(GROUP_COLUMNS[place][1] * _LETTERS for place in kept)
    return [Sheet("Groups", (header, *rows), widths, 1)]


def _about(setting: Setting) -> list[Sheet]:
    """Everything else the plan says, line by line under its headings."""
    without = replace(setting.document, priorities=[], objectives=[], actions=[], assurance_areas=[])
    if without.governance:
        without.governance = replace(without.governance, groups=[])
    about = Setting(without, setting.layout)
    blocks = [*opening(about), *period_blocks(without), *version_blocks(setting), *body(about)]
    rows = [row for block in blocks for row in _as_rows(block)]
    if not rows:
        return []
    width = len(_ABOUT_WIDTHS)
    return [Sheet("About the plan", (_title_row(setting.document, width), *rows), _ABOUT_WIDTHS, landscape=False)]


def _as_rows(block: Block) -> list[Row]:
    width = len(_ABOUT_WIDTHS)
    match block:
        case Heading(level, text):
            return [_merged(text, width, palette.HEADER if level == 1 else palette.BANNER)]
        case Paragraph(text):
            return [_merged(text, width)]
        case Bullets(items):
            return [_merged(f"• {item}", width) for item in items]
        case Table():
            heading = [_cells(tuple(Cell(column.heading, bold=True) for column in block.columns))]
            return (heading if block.has_header else []) + [_cells(row) for row in block.rows]
        case _:
            return []
