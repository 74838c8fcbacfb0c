"""The parts of a plan besides its priorities, each under its heading, among the plan's own prose in its own order."""

from collections.abc import Callable

from goldenthread.plans.exchange import document as plan
from goldenthread.plans.exchange.document import (
    BusinessAsUsual,
    GroupDocument,
    PlanDocument,
    ReportingLine,
    Section,
    UsualBusiness,
)
from goldenthread.plans.exchange.draft import Draft
from goldenthread.plans.exchange.governance import kind_of, start_group
from goldenthread.plans.exchange.headings import topic_of
from goldenthread.plans.exchange.writing.priorities import (
    Setting,
    announced_in_prose,
    listed_priorities,
    priority_blocks,
)
from goldenthread.rendering.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Table
from goldenthread.rendering.blocks import Section as PageSection

# The order of the parts where the plan's own prose does not give one.
PARTS = (
    "vision",
    "purposes",
    "values",
    "drivers",
    "focus_groups",
    "priorities",
    "assurance_areas",
    "assurance_methods",
    "learning_journey",
    "reporting",
    "business_as_usual",
    "governance",
    "agencies",
)


def body(setting: Setting) -> list[Block]:
    """The whole plan below its title: prose and parts, each part once, the tables of actions on pages of their own."""
    document = setting.document
    held = {part for part in PARTS if _holds(document, part) and not said_in_prose(document, part)}
    introduced = _introduced(document, held)
    blocks: list[Block] = []
    headed = [section for section in document.sections if section.heading]
    for section, parts in _order(headed, held - set(introduced)):
        blocks += _with_parts(setting, section, parts, introduced)
    return blocks


def opening(setting: Setting) -> list[Block]:
    """What stands before the first heading: prose without one, and priorities that later prose names by number."""
    blocks: list[Block] = []
    for section in setting.document.sections:
        if not section.heading:
            blocks += _with_parts(setting, section, [], {})
    said = listed_priorities(setting) if announced_in_prose(setting.document) else []
    return blocks + [Paragraph(text) for text in said]


def _introduced(document: PlanDocument, held: set[str]) -> dict[str, str]:
    """The lists that a line of prose leads into ("… the following groups:"), by part, with that line."""
    lines = [text for section in document.sections for text in section.paragraphs if text.endswith(":")]
    found = {topic_of(text, headed=False): text for text in reversed(lines)}
    with_purposes = any(method.purpose for method in document.assurance_methods)
    plain = held & {"purposes", "focus_groups", "learning_journey", "agencies", "assurance_methods"}
    plain -= {"assurance_methods"} if with_purposes else set()
    return {part: found[part] for part in sorted(plain) if part in found}


def _with_parts(setting: Setting, section: Section | None, parts: list[str], introduced: dict[str, str]) -> list[Block]:
    """A section with the parts that belong under its heading, or a part under a heading of its own."""
    if section is None:
        return [block for part in parts for block in _part(setting, part, headed=False)]
    blocks: list[Block] = [Heading(1, section.heading)] if section.heading else []
    lead = _lead_in(section, introduced)
    before, after = section.paragraphs[:lead], section.paragraphs[lead:]
    own: list[Block] = [Bullets(tuple(section.bullets))] if section.bullets else []
    if is_a_chart(section):
        before, after, own = [], [], [chart_table(section)]
    listed = [part for part in parts if part in LISTS]
    blocks += _prose(setting, before, introduced) + own
    blocks += [block for part in listed for block in WRITERS[part](setting)]
    blocks += _prose(setting, after, introduced)
    rest = [part for part in parts if part not in listed]
    return blocks + [block for part in rest for block in _part(setting, part, headed=bool(section.heading))]


_BOXES = 3


def is_a_chart(section: Section) -> bool:
    """Whether a section is what a structure chart said, box by box: names under a heading about the structure."""
    return bool(section.bullets) and topic_of(section.heading) == "governance"


def chart_table(section: Section) -> Table:
    """The boxes of a structure chart: sentences across the page, names three in a row."""
    names = section.bullets
    rows: list[tuple[Cell, ...]] = [(Cell(text, colspan=_BOXES),) for text in section.paragraphs]
    for place in range(0, len(names), _BOXES):
        boxes = [*names[place : place + _BOXES], *[""] * _BOXES][:_BOXES]
        rows.append(tuple(Cell(text) for text in boxes))
    return Table(tuple(Column("") for _ in range(_BOXES)), tuple(rows))


# The parts that are one list, and so may follow a line that leads into them.
LISTS = ("purposes", "focus_groups", "learning_journey", "agencies")


def _lead_in(section: Section, introduced: dict[str, str]) -> int:
    """How many paragraphs stand before a section's list: up to the line that leads into it; else all.

    A list that nothing leads into stands before the first line that leads into another.
    """
    own = [place for place, text in enumerate(section.paragraphs) if text.endswith(":")]
    others = [place for place in own if section.paragraphs[place] in introduced.values()]
    leading = [place for place in own if place not in others]
    if leading:
        return leading[0] + 1
    return others[0] if others else len(section.paragraphs)


def _prose(setting: Setting, paragraphs: list[str], introduced: dict[str, str]) -> list[Block]:
    blocks: list[Block] = []
    for text in paragraphs:
        blocks.append(Paragraph(text))
        blocks += [block for part, line in introduced.items() if line == text for block in WRITERS[part](setting)]
    return blocks


def _part(setting: Setting, part: str, headed: bool) -> list[Block]:
    heading: list[Block] = [] if headed else [Heading(1, setting.layout.heading(part))]
    return _turned(setting, heading) if part == "priorities" else [*heading, *WRITERS[part](setting)]


def _turned(setting: Setting, heading: list[Block]) -> list[Block]:
    """The priorities under their heading, the tables of actions on landscape pages where the layout says so."""
    blocks = [*heading, *priority_blocks(setting)]
    if not setting.layout.landscape or not _has_rows(setting.document):
        return blocks
    tables = [place for place, block in enumerate(blocks) if isinstance(block, Table)]
    first = tables[-1] if setting.layout.shape in (plan.BANNERS, plan.MERGED_OBJECTIVES) else tables[0]
    while first and isinstance(blocks[first - 1], Heading):
        first -= 1
    return [*blocks[:first], PageSection(True), *blocks[first:], PageSection(False)]


def _has_rows(document: PlanDocument) -> bool:
    return bool(document.all_actions() or document.all_objectives())


def _holds(document: PlanDocument, part: str) -> bool:
    if part == "priorities":
        return bool(document.priorities or document.objectives or document.actions)
    if part == "agencies":
        return bool(document.governance and document.governance.agencies)
    if part == "governance":
        return bool(document.governance and document.governance.groups)
    return bool(getattr(document, part))


def said_in_prose(document: PlanDocument, part: str) -> bool:
    """True where the plan's own prose already prints all of a part, so that it is not printed twice."""
    said = [text for section in document.sections for text in (*section.paragraphs, *section.bullets)]
    if part == "vision":
        return any(document.vision in text for text in (*said, *document.purposes))
    if part == "reporting":
        return all(line == ReportingLine(line.report) and line.report in said for line in document.reporting)
    if part in {"purposes", "focus_groups", "learning_journey"}:
        return all(any(text in each for each in said) for text in getattr(document, part))
    return False


def _order(sections: list[Section], held: set[str]) -> list[tuple[Section | None, list[str]]]:
    """Sections in their order, each with the part its heading names; parts no section names, in their usual place."""
    left: set[str | None] = set(held)
    order: list[tuple[Section | None, list[str]]] = []
    for section in sections:
        part = topic_of(section.heading) if section.heading else None
        order.append((section, [part] if part and part in left else []))
        left -= {part}
    usual = PARTS
    for part in usual:
        if part in left:
            order.insert(_place(order, usual[: usual.index(part)], usual[usual.index(part) + 1 :]), (None, [part]))
    return order


def _place(order: list[tuple[Section | None, list[str]]], before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """After the nearest part that comes before it; else ahead of the first that comes after it; else at the end."""
    places = {part: place for place, (_, parts) in enumerate(order) for part in parts}
    earlier = [places[part] for part in before if part in places]
    if earlier:
        return max(earlier[-1:]) + 1
    later = [places[part] for part in after if part in places]
    return min(later) if later else len(order)


def _vision(setting: Setting) -> list[Block]:
    return [Paragraph(setting.document.vision)]


def _purposes(setting: Setting) -> list[Block]:
    return [Bullets(tuple(setting.document.purposes))]


def _values(setting: Setting) -> list[Block]:
    values = setting.document.values
    return [Paragraph(f"{value.name} – {value.text}" if value.text else value.name) for value in values]


def _drivers(setting: Setting) -> list[Block]:
    blocks: list[Block] = []
    for driver in setting.document.drivers:
        blocks.append(Heading(2, driver.name))
        blocks += [Bullets(tuple(driver.points))] if driver.points else []
    return blocks


def _focus_groups(setting: Setting) -> list[Block]:
    return [Bullets(tuple(setting.document.focus_groups))]


def _assurance_areas(setting: Setting) -> list[Block]:
    rows = tuple(
        (Cell(area.title, bold=True), Cell("\n".join(area.expectations))) for area in setting.document.assurance_areas
    )
    return [Table((Column("Safeguarding area", 1), Column("Expectations", 3)), rows)]


def _assurance_methods(setting: Setting) -> list[Block]:
    methods = setting.document.assurance_methods
    if not any(method.purpose for method in methods):
        return [Bullets(tuple(method.title for method in methods))]
    blocks: list[Block] = []
    for method in methods:
        blocks.append(Heading(2, method.title))
        blocks += [Bullets((method.purpose,))] if method.purpose else []
    return blocks


def _learning_journey(setting: Setting) -> list[Block]:
    return [Bullets(tuple(setting.document.learning_journey))]


def _reporting(setting: Setting) -> list[Block]:
    columns = (Column("Report", 3), Column("From", 2), Column("To", 2), Column("When", 2))
    lines = setting.document.reporting
    rows = tuple((Cell(line.report), Cell(line.sent_from), Cell(line.to), Cell(line.when)) for line in lines)
    return [Table(columns, rows)]


def _business_as_usual(setting: Setting) -> list[Block]:
    usual = setting.document.business_as_usual or BusinessAsUsual()
    columns = (Column("Safeguarding Children"), Column("Safeguarding Adults"))
    rows: list[tuple[Cell, ...]] = [(Cell(text, colspan=2),) for text in usual.shared]
    for place in range(max(len(usual.children), len(usual.adults))):
        rows.append((_usual(usual.children[place : place + 1]), _usual(usual.adults[place : place + 1])))
    return [Table(columns, tuple(rows))]


def _usual(found: list[UsualBusiness]) -> Cell:
    return Cell(found[0].title, bullets=tuple(found[0].items)) if found else Cell()


GROUP_COLUMNS = (
    ("Group", 2.2),
    ("Kind", 1.2),
    ("Reports to", 1.8),
    ("Chair", 1.3),
    ("Meets", 1.3),
    ("Members", 2.0),
    ("Remit", 3.0),
    ("Note", 1.2),
)


def group_cells(group: GroupDocument) -> tuple[str, ...]:
    """A group's cells in the order of GROUP_COLUMNS; lists as one line for each.

    A note that is read with the name ("to begin in 2027") stands in brackets after it.
    """
    members, remit = "\n".join(group.members), "\n".join(group.responsibilities)
    name, note = f"{group.name} ({group.note})", ""
    again = start_group(Draft(PlanDocument()), name)
    if not group.note or (again.name, again.note) != (group.name, group.note):
        name, note = group.name, group.note
    return (name, group.kind, group.parent, group.chair, group.cadence, members, remit, note)


def groups_table(groups: list[GroupDocument]) -> Table:
    """The groups, in the columns for which any of them has something to say."""
    cells = [group_cells(group) for group in groups]
    kept = [place for place in range(len(GROUP_COLUMNS)) if place < 3 or any(row[place] for row in cells)]
    columns = tuple(Column(*GROUP_COLUMNS[place]) for place in kept)
    return Table(columns, tuple(tuple(Cell(row[place]) for place in kept) for row in cells))


def _governance(setting: Setting) -> list[Block]:
    groups = setting.document.governance.groups if setting.document.governance else []
    if groups == [GroupDocument(name=group.name, kind=kind_of(group.name)) for group in groups]:
        return [Bullets(tuple(group.name for group in groups))]
    return [groups_table(groups)]


def _agencies(setting: Setting) -> list[Block]:
    return [Bullets(tuple(setting.document.governance.agencies if setting.document.governance else ()))]


WRITERS: dict[str, Callable[[Setting], list[Block]]] = {
    "vision": _vision,
    "purposes": _purposes,
    "values": _values,
    "drivers": _drivers,
    "focus_groups": _focus_groups,
    "priorities": priority_blocks,
    "assurance_areas": _assurance_areas,
    "assurance_methods": _assurance_methods,
    "learning_journey": _learning_journey,
    "reporting": _reporting,
    "business_as_usual": _business_as_usual,
    "governance": _governance,
    "agencies": _agencies,
}
