"""Read a structure: the groups a document prints, or a table with a row for each group or seat. No database."""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.exchange.document import Line
from goldenthread.partnerships.exchange.files import Printed, PrintedGroup, Table
from goldenthread.partnerships.exchange.matching import even

# What the columns of such tables are called, evened out, and what each means here.
HEADINGS: dict[str, tuple[str, ...]] = {
    "group": ("group", "name of group", "group name", "meeting", "board", "subgroup", "committee", "board or group"),
    "kind": ("kind", "type", "group type", "type of group", "kind of group"),
    "parent": ("reports to", "report to", "parent", "parent group", "accountable to", "under"),
    "cadence": ("cadence", "frequency", "meets", "how often", "how often it meets", "meeting frequency"),
    "remit": ("remit", "purpose", "responsibilities", "what it is for"),
    "group_starts": ("group starts", "group start", "group first day", "live from"),
    "group_ends": ("group ends", "group end", "group last day", "end date of group"),
    "starts_on": ("starts", "start", "start date", "first day", "from", "since"),
    "ends_on": ("ends", "end", "end date", "last day", "until", "to"),
    "seat": ("seat", "role", "position", "post", "membership", "role on group", "job title"),
    "agency": ("agency", "organisation", "organization", "partner", "employer", "agency name"),
    "person": ("person", "name", "member", "holder", "held by", "who", "full name", "member name"),
    "email": ("email", "e mail", "email address", "e mail address", "mail"),
    "deputy": ("deputy", "deputised by", "substitute", "is deputy", "deputy name"),
}
_MEANS = {even(word): name for name, words in HEADINGS.items() for word in words}
KINDS: dict[str, tuple[str, ...]] = {
    "executive": ("executive", "executive group"),
    "board": ("board", "strategic board"),
    "business_management": ("business group", "business management", "business management group"),
    "subgroup": ("subgroup", "sub group", "sub committee"),
    "working_group": ("working group", "workgroup"),
    "task_and_finish": ("task and finish", "task and finish group", "task finish"),
    "panel": ("panel",),
    "network": ("network",),
    "shadow_board": ("shadow board",),
    "forum": ("forum",),
}
_KINDS = {even(word): kind for kind, words in KINDS.items() for word in (*words, kind.replace("_", " "))}
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y")
_MONTHS = tuple(calendar.month_name[number].lower() for number in range(1, 13))
_YES = {"yes", "y", "true", "x", "deputy"}
# As far down a table as its headings are looked for, and as many lines as anybody can check.
SEARCHED_ROWS, MOST_LINES = 20, 1_000


def read_structure(printed: Printed, file_name: str) -> list[Line]:
    """The lines of a structure, groups before seats. Raises `Refused`, with one sentence, where there are none."""
    lines = [*_printed(printed.groups), *_tabled(printed.tables, file_name)]
    if not lines:
        raise Refused(f"No group was found in {file_name}; check that it is the document about your structure.", "file")
    if len(lines) > MOST_LINES:
        raise Refused(
            f"{file_name} holds {len(lines):,} groups and seats, more than the {MOST_LINES:,} that can be checked at "
            "once; split it into several files.", "file",
        )  # fmt: skip
    ordered = sorted(lines, key=lambda line: line.sort)
    return [_numbered(line, at) for at, line in enumerate(ordered, start=1)]


def _numbered(line: Line, at: int) -> Line:
    return replace(line, uid=f"{line.sort}-{at}")


def _printed(groups: Iterable[PrintedGroup]) -> Iterator[Line]:
    for group in groups:
        yield Line(
            "", "group", group.name, place=group.place, kind=kind_of(group.kind), parent=group.parent,
            cadence=group.cadence, remit="\n\n".join(group.responsibilities), note=group.note,
            starts_on=day_in(group.note),
        )  # fmt: skip
        if group.chair:
            yield Line("", "seat", group.chair, place=group.place, group=group.name, kind="chair")
        for member in group.members:
            if even(member) != even(group.chair):
                yield Line("", "seat", member[:200], place=group.place, group=group.name, kind=seat_kind(member))


def _tabled(tables: Iterable[Table], file_name: str) -> Iterator[Line]:
    found = False
    for number, table in enumerate(tables, start=1):
        columns, first = _columns(table)
        if columns:
            found = True
            yield from _rows(table[first:], columns, first, f"table {number}, " if number > 1 else "")
    if not found and any(tables):
        raise Refused(
            f"No heading “Group” was found in {file_name}; give its columns headings such as Group, Kind, Reports to, "
            "Seat, Agency, Person and E-mail.", "file",
        )  # fmt: skip


def _columns(table: Table) -> tuple[dict[str, int], int]:
    """Which column holds what, and the first row beneath the headings; nothing where no row holds headings."""
    for at, row in enumerate(table[:SEARCHED_ROWS]):
        named: dict[str, int] = {}
        for column, words in enumerate(row):
            means = _MEANS.get(even(words))
            if means and means not in named:
                named[means] = column
        if "group" in named and len(named) > 1:
            return named, at + 1
    return {}, 0


def _rows(rows: Table, columns: dict[str, int], first: int, prefix: str) -> Iterator[Line]:
    groups: dict[str, Line] = {}
    name = ""
    for at, row in enumerate(rows, start=first + 1):
        cell = {means: row[column].strip() if column < len(row) else "" for means, column in columns.items()}
        if not any(cell.values()):
            continue
        name = cell["group"] or name
        place = f"{prefix}row {at}"
        sits = any(cell.get(key) for key in ("seat", "agency", "person", "email"))
        if name and even(name) not in groups:
            groups[even(name)] = _group_line(name, cell, place, sits)
            yield groups[even(name)]
        if sits:
            yield _seat_line(name, cell, place)


def _group_line(name: str, cell: dict[str, str], place: str, sits: bool) -> Line:
    """The group of a row. Where the row tells of a seat too, its days are those of the seat."""
    starts = cell.get("group_starts", "") or ("" if sits else cell.get("starts_on", ""))
    ends = cell.get("group_ends", "") or ("" if sits else cell.get("ends_on", ""))
    unread = [words for words in (starts, ends) if words and not day_of(words)]
    return Line(
        "", "group", name[:200], place=place, kind=kind_of(cell.get("kind", "")), parent=cell.get("parent", ""),
        cadence=cell.get("cadence", "")[:200], remit=cell.get("remit", ""), note=", ".join(unread),
        starts_on=day_of(starts), ends_on=day_of(ends),
    )  # fmt: skip


def _seat_line(group: str, cell: dict[str, str], place: str) -> Line:
    person, deputy = cell.get("person", ""), cell.get("deputy", "")
    if deputy.casefold() in _YES:
        person, deputy = "", person
    elif deputy.casefold() in {"no", "n", "false"}:
        deputy = ""
    title = cell.get("seat", "") or (f"{cell['agency']} representative" if cell.get("agency") else "Member")
    starts, ends = cell.get("starts_on", ""), cell.get("ends_on", "")
    unread = [words for words in (starts, ends) if words and not day_of(words)]
    return Line(
        "", "seat", title[:200], place=place, group=group, kind=seat_kind(title), agency=cell.get("agency", ""),
        person=person[:200], email=cell.get("email", ""), deputy=deputy[:200], starts_on=day_of(starts),
        ends_on=day_of(ends), note=", ".join(unread),
    )  # fmt: skip


def kind_of(words: str) -> str:
    """The kind of group some words mean, as stored; empty where they mean none we know."""
    return _KINDS.get(even(words), "") if words.strip() else ""


def seat_kind(title: str) -> str:
    """What a seat of this title does in its group, as stored."""
    words = title.lower()
    if re.search(r"\b(?:vice|deputy|co)[\s-]*chair", words):
        return "vice_chair"
    if re.fullmatch(r"(?:the\s+)?(?:independent\s+|partnership\s+)?chair(?:person|man|woman)?", words.strip()):
        return "chair"
    return "in_attendance" if re.search(r"\b(?:in attendance|attendee|observer|minute)", words) else "member"


def day_of(words: str) -> str:
    """A day as "2027-04-01" where the words are one; empty where they are not."""
    said = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", words.strip())
    for form in DAYS:
        try:
            return datetime.strptime(said, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return ""


def day_in(note: str) -> str:
    """The first day that a note such as "to become live in April 2027" would mean; empty where it names no year."""
    if not re.search(r"\b(?:become|becomes|live|start|starts|new|begin|begins|effect)\b", note, re.IGNORECASE):
        return ""
    year = re.search(r"\b(20\d\d)\b", note)
    if not year:
        return ""
    month = next((at for at, name in enumerate(_MONTHS, start=1) if name in note.lower()), 1)
    return date(int(year[1]), month, 1).isoformat()
