"""A plan as sheets: the table of actions, or a sheet for each priority, then assurance areas, groups and the rest."""

from dataclasses import replace

from goldenthread.plans.exchange import document as plan
from goldenthread.plans.exchange.document import PlanDocument, PriorityDocument, Section
from goldenthread.plans.exchange.writing.compose import history_table, named, period_blocks, version_facts
from goldenthread.plans.exchange.writing.layouts import Layout, needed_fields
from goldenthread.plans.exchange.writing.priorities import Setting, announced, legends, own_fields
from goldenthread.plans.exchange.writing.prose import (
    WRITERS,
    body,
    chart_table,
    groups_table,
    is_a_chart,
    opening,
    said_in_prose,
)
from goldenthread.plans.exchange.writing.rows import Strand, strands_of, unplaced_strands
from goldenthread.rendering import palette
from goldenthread.rendering.blocks import BULLET, Block, Bullets, Cell, Heading, Paragraph, Table
from goldenthread.rendering.excel import Sheet, SheetCell, sheet_name

Row = tuple[SheetCell, ...]

# Characters of column width in Excel for one share of a layout's width.
_LETTERS = 16
_TITLE_SIZE = 14.0
_ABOUT_WIDTH = 130.0
_HEADING_FILLS = {1: palette.HEADER, 2: palette.BANNER}


def sheets_of(document: PlanDocument, layout: Layout) -> list[Sheet]:
    """Every sheet of the plan's workbook, the tables of actions first."""
    setting = Setting(document, replace(layout, actions_share_a_cell=False))
    one = layout.shape in (plan.BANNERS, plan.MERGED_OBJECTIVES)
    one = one and not any(own_fields(priority) for priority in document.priorities)
    if layout.shape == plan.PROSE and not needed_fields(document, layout):
        return [*_about(setting, document), *_side_sheets(setting)]
    sheets = [_whole(setting)] if one else _by_priority(setting)
    elsewhere = replace(document, priorities=[], objectives=[], actions=[])
    return [*sheets, *_side_sheets(setting), *_about(setting, elsewhere)]


def _side_sheets(setting: Setting) -> list[Sheet]:
    return [*_assurance(setting), *_groups(setting), *_side_tables(setting)]


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
    label = f"Priority {priority.reference}".strip()
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
    name = _name(setting, number - 1, f"Priority {priority.reference or number}")
    return Sheet(name, tuple(rows), widths, header, freeze=False, filters=not legends(priority))


def _own(setting: Setting, priority: PriorityDocument, width: int) -> list[Row]:
    """The priority's own fields: the label merged down beside one row for each thing said."""
    rows: list[Row] = []
    for field, label, values in own_fields(priority, setting.layout):
        said = values or [""]
        if field == "areas_of_focus" and priority.areas_of_focus_by_audience:
            # One cell with its label, as the audience belongs to the label.
            rows.append((SheetCell("\n".join([label, *(f"{BULLET} {each}" for each in values)]), colspan=width),))
            continue
        for place, value in enumerate(said):
            first = (SheetCell(label, bold=True, rowspan=len(said)),) if place == 0 else ()
            rows.append((*first, SheetCell(value, colspan=width - 1)))
    return rows


def _actions(setting: Setting, strands: list[Strand]) -> list[Row]:
    rows = setting.rows.of(strands)
    return [_header(setting), *(_cells(row) for row in rows)] if rows else []


# --- the rest -------------------------------------------------------------------------------------------------------


def _table_sheet(name: str, table: Table, setting: Setting) -> Sheet:
    """A table as a sheet of its own: its headings in the first row, where it has any."""
    fill = setting.header.background
    header = tuple(SheetCell(column.heading, bold=True, fill=fill) for column in table.columns)
    rows = [header, *map(_cells, table.rows)] if table.has_header else [_cells(row) for row in table.rows]
    total = sum(column.width for column in table.columns)
    widths = tuple(max(12.0, 120 * column.width / total) for column in table.columns)
    return Sheet(name, tuple(rows), widths, 1 if table.has_header else None)


def _assurance(setting: Setting) -> list[Sheet]:
    return _sheets_of_blocks("Assurance areas", "assurance_areas", setting) if setting.document.assurance_areas else []


def _groups(setting: Setting) -> list[Sheet]:
    governance = setting.document.governance
    return (
        [_table_sheet("Groups", groups_table(governance.groups), setting)] if governance and governance.groups else []
    )


def _sheets_of_blocks(name: str, part: str, setting: Setting) -> list[Sheet]:
    return [_table_sheet(name, block, setting) for block in WRITERS[part](setting) if isinstance(block, Table)]


def _side_tables(setting: Setting) -> list[Sheet]:
    document = setting.document
    sheets: list[Sheet] = []
    if document.reporting and not said_in_prose(document, "reporting"):
        sheets += _sheets_of_blocks("Reporting", "reporting", setting)
    if document.business_as_usual:
        sheets += _sheets_of_blocks("Business as usual", "business_as_usual", setting)
    if document.version:
        facts = version_facts(document.version)
        rows = tuple((SheetCell(label, bold=True), SheetCell(value)) for label, value in facts)
        sheets += [Sheet("Version control", rows, (24.0, 80.0), landscape=False)] if rows else []
        history = document.version.history
        sheets += [_table_sheet("Version history", history_table(document.version), setting)] if history else []
    return sheets + [_table_sheet(each.heading, chart_table(each), setting) for each in _charts(document)]


def _charts(document: PlanDocument) -> list[Section]:
    """The structure charts whose heading can be the name of a sheet as it stands."""
    return [each for each in document.sections if is_a_chart(each) and sheet_name(each.heading) == each.heading]


def _about(setting: Setting, document: PlanDocument) -> list[Sheet]:
    """Everything the plan says in prose, line by line: headings on two fills, those beneath them in bold."""
    without = replace(document, business_as_usual=None, assurance_areas=[], reporting=[])
    drawn = _charts(document)
    without.sections = [section for section in document.sections if section not in drawn]
    if document.governance:
        without.governance = replace(document.governance, groups=[])
    about = Setting(without, setting.layout, sheet=True)
    blocks = [*opening(about), *period_blocks(without), *body(about)]
    rows = [row for block in blocks for row in _as_rows(block)]
    return [Sheet("About the plan", (_title_row(document, 1), *rows), (_ABOUT_WIDTH,), landscape=False)]


def _lines(cell: Cell) -> list[str]:
    return [*cell.lines(), *(f"{BULLET} {item}" for item in cell.bullets)]


def _as_rows(block: Block) -> list[Row]:
    match block:
        case Heading(level, text):
            return [(SheetCell(text, bold=True, fill=_HEADING_FILLS.get(level), border=level in _HEADING_FILLS),)]
        case Paragraph(text):
            return [(SheetCell(text, border=False),)]
        case Bullets(items):
            return [(SheetCell(f"{BULLET} {item}", border=False),) for item in items]
        case Table():
            return [
                (SheetCell("\n".join(_lines(cell)), border=False),)
                for row in block.rows
                for cell in row
                if _lines(cell)
            ]
        case _:
            return []
