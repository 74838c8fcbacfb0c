"""Priorities as tables or as prose: what stands under each, and the rows of its actions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from goldenthread.plans.exchange import document as plan
from goldenthread.plans.exchange.document import PlanDocument, PriorityDocument
from goldenthread.plans.exchange.draft import priority_in
from goldenthread.plans.exchange.writing.layouts import OWN, PLAIN_LABELS, Layout
from goldenthread.plans.exchange.writing.rows import Rows, Strand, Style, strands_of, unplaced_strands
from goldenthread.rendering import palette
from goldenthread.rendering.blocks import TICK_BOX, Block, Bullets, Cell, Column, Heading, Paragraph, Table
from goldenthread.rendering.palette import Tint

_TEXT_FIELDS = ("outcome", "what_we_will_do", "linked_boards")
# The heading of a table of actions that stands apart from what the priorities say.
ACTION_PLAN = "Action plan for our priorities"
_TICKED_FIELDS = ("quality_measures", "success_measures")


@dataclass(frozen=True)
class Setting:
    """What a writer of priorities needs: the plan, its layout, and whether it writes the PDF or a sheet of prose."""

    document: PlanDocument
    layout: Layout
    pdf: bool = False
    sheet: bool = False

    @property
    def rows(self) -> Rows:
        """The writer of action rows."""
        return Rows(self.layout, self.document, Style(shapes=self.pdf))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table of actions."""
        return tuple(Column(column.heading, column.width) for column in self.layout.columns)

    @property
    def header(self) -> Tint:
        """The fill of a row of headings inside a table."""
        return _fill(self.layout.header_fill, palette.HEADER)

    @property
    def banner(self) -> Tint:
        """The fill of a row that announces a priority."""
        return _fill(self.layout.banner_fill, palette.BANNER)


def _fill(wanted: str, otherwise: str) -> Tint:
    """The wanted fill where dark text can be read on it, else the house's own."""
    try:
        readable = bool(wanted) and palette.contrast(f"#{wanted}", palette.INK) >= 4.5
    except ValueError:
        readable = False
    return Tint(f"#{wanted}" if readable else otherwise)


def priority_blocks(setting: Setting) -> list[Block]:
    """Everything the plan says about its priorities, objectives and actions, set out as the layout has it."""
    shape = setting.layout.shape
    if shape in (plan.BANNERS, plan.MERGED_OBJECTIVES):
        return _one_table(setting)
    if shape == plan.PROSE:
        return _prose(setting)
    return _tables(setting)


def announced(setting: Setting, priority: PriorityDocument) -> str:
    """How a priority is announced in full, by the layout's own label.

    Without a reference it is announced by its title alone, in a file that is read back after the word "Priority".
    """
    label = setting.layout.priority_label
    if not priority.reference:
        alone = setting.pdf or setting.layout.name == OWN or setting.layout.shape == plan.PROSE
        return priority.title if alone else f"Priority: {priority.title}"
    said = label if "{reference}" in label else "Priority {reference}: {title}"
    return " ".join(said.replace("{reference}", priority.reference).split()).replace("{title}", priority.title)


# --- one table for the whole plan -----------------------------------------------------------------------------------


def _one_table(setting: Setting) -> list[Block]:
    blocks: list[Block] = []
    for priority in setting.document.priorities:
        if own_fields(priority):
            blocks += [Heading(2, announced(setting, priority)), *_own_prose(setting, priority)]
    if not announced_in_prose(setting.document):
        blocks += [Paragraph(text) for text in listed_priorities(setting)]
    rows = setting.rows.of(unplaced_strands(setting.document))
    for priority in setting.document.priorities:
        if _has_rows(priority):
            if "priority" not in setting.layout.fields():
                rows.append((_banner(setting, announced(setting, priority), len(setting.columns)),))
            rows += setting.rows.of(strands_of(priority), announced(setting, priority))
    if not rows:
        return blocks
    heading: list[Block] = [Heading(1, ACTION_PLAN)] if any(isinstance(each, Heading) for each in blocks) else []
    return [*blocks, *heading, Table(setting.columns, tuple(rows))]


def listed_priorities(setting: Setting) -> list[str]:
    """The priorities that say nothing of their own and stand over no rows, as they are announced."""
    one = setting.layout.shape in (plan.BANNERS, plan.MERGED_OBJECTIVES)
    bare = [each for each in setting.document.priorities if not own_fields(each) and not _has_rows(each)]
    return [announced(setting, priority) for priority in bare] if one else []


def announced_in_prose(document: PlanDocument) -> bool:
    """Whether the plan's own prose announces priorities by number, apart from the table."""
    said = (text for section in document.sections for text in (*section.paragraphs, *section.bullets))
    return any((found := priority_in(text)) and found[0] and found[1] for text in said)


def _has_rows(priority: PriorityDocument) -> bool:
    return bool(priority.objectives or priority.actions)


def _banner(setting: Setting, text: str, columns: int) -> Cell:
    return Cell(text, tint=setting.banner, bold=True, colspan=columns)


# --- a table for each priority --------------------------------------------------------------------------------------


def _tables(setting: Setting) -> list[Block]:
    blocks: list[Block] = []
    for priority in setting.document.priorities:
        if setting.pdf:
            blocks += [Heading(2, announced(setting, priority)), *_two_tables(setting, priority)]
        else:
            blocks += _whole_table(setting, priority)
        blocks += [Paragraph(note) for note in legends(priority)]
    return blocks + _rest(setting)


def _rest(setting: Setting) -> list[Block]:
    """What stands under no priority, as a table of its own."""
    rows = setting.rows.of(unplaced_strands(setting.document))
    if not rows:
        return []
    heading: list[Block] = [Heading(1, ACTION_PLAN)] if setting.document.priorities else []
    return [*heading, Table(setting.columns, tuple(rows))]


def _two_tables(setting: Setting, priority: PriorityDocument) -> list[Block]:
    """For the PDF, where a table has one header: first what the priority is about, then its actions."""
    about = own_rows(setting, priority, (1, 1))
    blocks: list[Block] = [Table((Column("", 1), Column("", 4)), tuple(about))] if about else []
    rows = setting.rows.of(strands_of(priority))
    return blocks + ([Table(setting.columns, tuple(rows))] if rows else [])


def _whole_table(setting: Setting, priority: PriorityDocument) -> list[Block]:
    """For Word: one table that announces the priority, says what it is about, and goes on with its actions."""
    spans, columns = table_columns(setting)
    plain = without_audiences(priority)
    rows = [announcing_row(setting, priority, spans), *own_rows(setting, plain, spans)]
    rows += action_rows(setting, strands_of(priority), spans)
    beside: list[Block] = [_audiences(setting, priority)] if priority.areas_of_focus_by_audience else []
    return [Table(columns, tuple(rows)), *beside]


def without_audiences(priority: PriorityDocument) -> PriorityDocument:
    """The priority with only those areas of focus that are said for no one audience."""
    said = [area for areas in priority.areas_of_focus_by_audience.values() for area in areas]
    rest = [area for area in priority.areas_of_focus if area not in said]
    return replace(priority, areas_of_focus=rest, areas_of_focus_by_audience={})


def table_columns(setting: Setting) -> tuple[tuple[int, int], tuple[Column, ...]]:
    """How many columns a label and its value take, and the unheaded columns of a priority's own table."""
    if len(setting.columns) == 1:
        return (1, 1), (Column("", 1), Column("", 3.2))
    columns = tuple(Column("", column.width) for column in setting.columns)
    wide, total = 1, sum(column.width for column in columns)
    while wide < len(columns) - 1 and sum(column.width for column in columns[:wide]) < total / 6:
        wide += 1
    return (wide, len(columns) - wide), columns


def announcing_row(setting: Setting, priority: PriorityDocument, spans: tuple[int, int]) -> tuple[Cell, ...]:
    """The first row of a priority's table: its label and its title."""
    label = setting.layout.priority_label.split("{title}")[0].strip(" :–-") or "Priority {reference}"
    said = label.replace("{reference}", priority.reference)
    return (
        Cell(" ".join(said.split()), tint=setting.banner, bold=True, colspan=spans[0]),
        Cell(priority.title, tint=setting.banner, bold=True, colspan=spans[1]),
    )


def own_rows(setting: Setting, priority: PriorityDocument, spans: tuple[int, int]) -> list[tuple[Cell, ...]]:
    """What the priority itself says, a row for each label: text beside it, lists as tick boxes or bullets."""
    rows: list[tuple[Cell, ...]] = []
    for field, label, values in own_fields(priority, setting.layout):
        if field in _TEXT_FIELDS:
            rows.append((Cell(label, bold=True, colspan=spans[0]), Cell(values[0], colspan=spans[1])))
            continue
        listed = Cell(bullets=tuple(values), mark=_mark(field), colspan=spans[1])
        if setting.pdf:
            rows.append((Cell(label, bold=True, colspan=spans[0]), listed))
        else:
            rows.append((replace(listed, text=label, bold=True, colspan=sum(spans)),))
    return rows


def action_rows(setting: Setting, strands: Iterable[Strand], spans: tuple[int, int]) -> list[tuple[Cell, ...]]:
    """The heading of the actions, the headings of their columns where there are several, and the actions."""
    rows = setting.rows.of(list(strands))
    if not rows:
        return []
    width = sum(spans)
    heading = (Cell(setting.layout.actions_heading, tint=setting.header, bold=True, colspan=width),)
    if len(setting.columns) == 1:
        return [heading, *((replace(row[0], colspan=width),) for row in rows)]
    titles = tuple(Cell(column.heading, tint=setting.header, bold=True) for column in setting.columns)
    return [heading, titles, *rows]


# --- prose ----------------------------------------------------------------------------------------------------------


def _prose(setting: Setting) -> list[Block]:
    blocks: list[Block] = []
    under = ""
    for priority in setting.document.priorities:
        if priority.under and priority.under != under:
            blocks.append(Paragraph(priority.under))
        under = priority.under
        blocks += [Heading(2, announced(setting, priority)), *_own_prose(setting, priority)]
        rows = setting.rows.of(strands_of(priority))
        blocks += [Table(setting.columns, tuple(rows))] if rows else []
    return blocks + _rest(setting)


def _own_prose(setting: Setting, priority: PriorityDocument) -> list[Block]:
    blocks: list[Block] = []
    if priority.linked_boards:
        blocks.append(Paragraph(f"links with {', '.join(priority.linked_boards)}"))
    if priority.notes:
        blocks += [Paragraph(note) for note in priority.notes]
    for field, _, values in own_fields(replace(without_audiences(priority), linked_boards=[], notes=[])):
        blocks.append(Heading(3, setting.layout.label(field)))
        blocks += [Paragraph(values[0])] if field in _TEXT_FIELDS else [Bullets(tuple(values), _mark(field))]
    return blocks + _by_audiences(setting, priority)


def _by_audiences(setting: Setting, priority: PriorityDocument) -> list[Block]:
    """Areas of focus for each audience: side by side, or one after the other where there is one column only."""
    audiences = priority.areas_of_focus_by_audience
    if not audiences or not setting.sheet:
        return [_audiences(setting, priority)] if audiences else []
    label = PLAIN_LABELS["areas_of_focus"]
    lists = [(Paragraph(f"{label}: {audience}"), Bullets(tuple(areas))) for audience, areas in audiences.items()]
    return [block for pair in lists for block in pair]


def _mark(field: str) -> str:
    return TICK_BOX if field in _TICKED_FIELDS else "•"


def _audiences(setting: Setting, priority: PriorityDocument) -> Table:
    """Areas of focus side by side, a column for each audience."""
    audiences = list(priority.areas_of_focus_by_audience.items())
    heading = Cell(setting.layout.label("areas_of_focus"), tint=setting.header, bold=True, colspan=len(audiences))
    names = tuple(Cell(audience.capitalize(), bold=True) for audience, _ in audiences)
    said = tuple(Cell(bullets=tuple(areas)) for _, areas in audiences)
    return Table(tuple(Column("") for _ in audiences), ((heading,), names, said))


def own_fields(priority: PriorityDocument, layout: Layout | None = None) -> list[tuple[str, str, list[str]]]:
    """The priority's own fields in order, with their labels: (field, label, values); notes on marks stand apart.

    With a layout, its labels are used, in its order, and a label it prints stands even where nothing is said.
    """
    order = [label.field for label in layout.labels] if layout else []
    fields = [*order, *(field for field in PLAIN_LABELS if field not in order)]
    apart = legends(priority) if layout else []
    said: list[tuple[str, str, list[str]]] = []
    for field in fields:
        value = getattr(priority, field)
        values = [value] if isinstance(value, str) and value else [each for each in value if each not in apart]
        values = [", ".join(values)] if field == "linked_boards" and values else values
        label = layout.label(field) if layout else PLAIN_LABELS[field]
        if field == "areas_of_focus" and priority.areas_of_focus_by_audience:
            said += _by_audience(priority, label, values)
        elif values or field in order:
            said.append((field, label, values or [""] if field in _TEXT_FIELDS else values))
    return said


def legends(priority: PriorityDocument) -> list[str]:
    """The notes that explain a mark or stand in brackets, and so are printed beneath the table."""
    return [note for note in priority.notes if note.startswith(("(", "* "))]


def _by_audience(priority: PriorityDocument, label: str, values: list[str]) -> list[tuple[str, str, list[str]]]:
    audiences = priority.areas_of_focus_by_audience
    shared = [value for value in values if not any(value in said for said in audiences.values())]
    plain = PLAIN_LABELS["areas_of_focus"]
    said = [("areas_of_focus", f"{plain}: {audience}", areas) for audience, areas in audiences.items()]
    return ([("areas_of_focus", label, shared)] if shared else []) + said
