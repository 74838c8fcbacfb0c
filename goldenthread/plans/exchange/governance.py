"""The structure a document prints: groups with kind, parent, chair, cadence, members and remit, and named agencies."""

from __future__ import annotations

import re

from goldenthread.plans.exchange.blocks import Cell, Grid, Paragraph, filled, once, tidy
from goldenthread.plans.exchange.document import GroupDocument
from goldenthread.plans.exchange.draft import Draft, numbered
from goldenthread.plans.exchange.headings import Header, header_at, plain_words

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("session", "event", "conference", "meeting", "summit")),
    ("executive", ("executive", "exec", "execs")),
    ("task and finish", ("task",)),
    ("panel", ("panel", "panels")),
    ("network", ("network", "networks")),
    ("working group", ("working",)),
    ("business group", ("business", "operational")),
    ("board", ("board",)),
)
_GROUP_WORDS = {
    "group",
    "groups",
    "subgroup",
    "subgroups",
    "board",
    "panel",
    "committee",
    "network",
    "forum",
    "executive",
}
_NOT_GROUPS = {"summary", "report", "plan", "director", "sponsor", "lead", "officer"}
_LATER = re.compile(
    r"^(?P<name>.+?)\s*\(?(?P<note>(?:to (?:become|transfer|be|start|end|merge|move|report|close)|until|now|"
    r"formerly|previously|paused|proposed|new from|with effect)\b[^()]*)\)?$",
    re.IGNORECASE,
)
_MEETS = re.compile(
    r"\b(?:will\s+)?meets?\s+(?P<cadence>.+?)(?=\s+(?:and|enabling|to|chaired|with|where|so)\b|[.,;:]|$)", re.IGNORECASE
)
_FREQUENCY = re.compile(r"^(?:frequency|meetings?|meets)\s*[:\u2013-]\s*(?P<cadence>.+)$", re.IGNORECASE)
_CHAIRED = re.compile(
    r"\bchaired by\s+(?:the\s+|an?\s+)?(?P<chair>[A-Z][\w'\u2019 /&-]*?)"
    r"(?=\s*(?:[.,;:(]|$)|\s+(?:of|who|and|or|from|for)\s)",
    re.IGNORECASE,
)
_CHAIR_LABEL = re.compile(
    r"^(?:chair|chair(?:ed)? by|chairperson|independent chair)\s*[:\u2013-]\s*(?P<chair>.+)$", re.IGNORECASE
)
_MEMBERSHIP = re.compile(
    r"\b(?:membership|members)\b(?:\s+of\s+(?:this|the)\s+\w+)?\s*"
    r"(?:will be|will include|includes?|consists? of|comprises?|are|is|:)\s*"
    r"(?P<members>.+?)(?:\s+and (?:will|is to) be chaired\b.*|\s*\.\s*$|$)",
    re.IGNORECASE,
)
_MEMBERS = re.compile(r"^(?:core )?(?:members|membership|attendees)\s*[:\u2013-]\s*(?P<members>.+?)\.?$", re.IGNORECASE)
_FACTS = re.compile(
    r"\b(?:meets?|chaired|chair|membership|members|responsib\w+|terms of reference|remit|oversee|quorum)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r",\s+(?:and\s+)?|;\s*|\s+and\s+")


def kind_of(name: str, otherwise: str = "subgroup") -> str:
    """The kind of group a name says (board, executive, business group, panel …); a meeting has none.

    Source: the kinds of plans' README; domain.md, Annex E.
    """
    words = plain_words(name)
    for kind, signs in _KINDS:
        if any(sign in words for sign in signs):
            return kind
    return otherwise


def names_a_group(heading: str) -> bool:
    """Whether a heading reads like the name of a group."""
    words = plain_words(re.sub(r"\([^()]*\)", " ", numbered(heading)[1]))
    if not words or len(words) > 10 or words[-1] in _NOT_GROUPS:
        return False
    return words[0] in ("executive", "executives") or (len(words) > 1 and bool(_GROUP_WORDS & set(words[-2:])))


def tells_of_a_group(paragraphs: list[Paragraph]) -> bool:
    """Whether the text under a heading tells what a group does, when it meets or who is in it."""
    return any(_FACTS.search(each.text) for each in paragraphs)


def find_group(draft: Draft, name: str) -> GroupDocument | None:
    """A group already met under this name, "&" and the word "subgroup" aside."""
    wanted = _core(name)
    groups = draft.plan.governance.groups if draft.plan.governance else []
    return next((each for each in groups if _core(each.name) == wanted), None)


def _core(name: str) -> list[str]:
    words = plain_words(name.replace("&", " and ").replace("/", " "))
    while words and words[-1] in ("subgroup", "subgroups", "group", "groups", "sub", "working"):
        words.pop()
    return words


def start_group(draft: Draft, printed: str, kind: str | None = None, place: str = "") -> GroupDocument:
    """The group of this printed name, met before or new; words such as "(to become live in 2026)" become its note."""
    name = numbered(tidy(printed))[1]
    note = ""
    if later := _LATER.match(name):
        name, note = later["name"].strip(" -\u2013("), later["note"].strip()
    members, chair = [], ""
    if company := re.match(r"^(?P<name>.+?)\s+with\s+(?:an?|the)\s+(?P<members>.+)$", name):
        name = company["name"]
        members = [tidy(each) for each in _PARTS.split(company["members"]) if tidy(each)]
        chair = next((each for each in members if "chair" in plain_words(each)), "")
    found = find_group(draft, name)
    if found is None:
        found = GroupDocument(name=name, kind=kind_of(name, "subgroup") if kind is None else kind, place=place)
        draft.governance().groups.append(found)
    found.note, found.chair, found.members = found.note or note, found.chair or chair, found.members or members
    return found


def describe(group: GroupDocument, paragraph: Paragraph) -> bool:
    """Take what a paragraph tells of a group. False where it only leads into a list or is only such facts."""
    text = paragraph.text
    if paragraph.kind == "bullet":
        group.responsibilities.append(text)
        return True
    if _labelled(group, text) or _names_only(group, text):
        return True
    facts = _take_facts(group, text)
    if facts or text.endswith(":"):
        return False
    if text not in group.responsibilities:
        group.responsibilities.append(text)
    return True


def _names_only(group: GroupDocument, text: str) -> bool:
    """A line such as "Independent Chair, Council, Police" or "Meet twice per year"."""
    words = plain_words(text)
    if words[:1] in (["meet"], ["meets"]) and len(words) <= 10:
        group.cadence = group.cadence or text
        return True
    pieces = [tidy(each) for each in _PARTS.split(text.rstrip(".")) if tidy(each)]
    if len(words) > 25 or not pieces or any(len(plain_words(each)) > 5 or not each[:1].isupper() for each in pieces):
        return False
    chair = next((each for each in pieces if "chair" in plain_words(each)), "")
    if not chair and len(pieces) < 2:
        return False
    group.chair = group.chair or chair
    if len(pieces) > 1:
        group.members += pieces
    return True


def _labelled(group: GroupDocument, text: str) -> bool:
    if found := _FREQUENCY.match(text):
        group.cadence = group.cadence or tidy(found["cadence"])
    elif found := _CHAIR_LABEL.match(text):
        group.chair = group.chair or tidy(found["chair"])
    elif found := _MEMBERS.match(text):
        group.members += [each for each in members_in(found["members"]) if each not in group.members]
    else:
        return False
    return True


def _take_facts(group: GroupDocument, text: str) -> bool:
    """Cadence, chair and members told in a sentence; whether the sentence told any."""
    told = False
    if found := _MEETS.search(text):
        group.cadence = group.cadence or tidy(found["cadence"])
        told = True
    if found := _CHAIRED.search(text):
        group.chair = group.chair or tidy(found["chair"])
        told = True
    if found := _MEMBERSHIP.search(text):
        group.members += [each for each in members_in(found["members"]) if each not in group.members]
        told = True
    return told


def members_in(text: str) -> list[str]:
    """The members in a sentence's list; "represented at …" stays with the member it speaks of."""
    members: list[str] = []
    for piece in _PARTS.split(tidy(text)):
        words = piece.strip(" .")
        if members and re.match(r"^[a-z]+(?:ed|ing)\b", words):
            members[-1] += f", {words}"
        elif words:
            members.append(words)
    return members


def read_group_table(draft: Draft, grid: Grid, header: Header) -> None:
    """A table of groups with headings such as Group, Chair, Frequency, Members, Remit."""
    group: GroupDocument | None = None
    for row in grid.rows[header.first + header.count :]:
        seen: set[int] = set()
        for at, cell in enumerate(row):
            name = _SPOKEN.get(header.texts[at].lower(), header.fields[at])
            if not cell.words or id(cell) in seen:
                continue
            seen.add(id(cell))
            if name == "group":
                group = start_group(draft, cell.words, place=cell.place)
            elif group is None or not _put(group, name, cell):
                draft.leave(cell.place, f"{header.texts[at]}: {cell.text}")


# Headings that mean something in a table of groups and nothing in a table of actions.
_SPOKEN = {"kind": "kind", "type": "kind", "note": "note", "notes": "note"}


def _put(group: GroupDocument, name: str | None, cell: Cell) -> bool:
    if name in ("chair", "lead"):
        group.chair = group.chair or cell.words
    elif name in ("cadence", "due"):
        group.cadence = group.cadence or cell.words
    elif name == "members":
        lines = [line.text for line in cell.lines]
        said = lines if len(lines) > 1 else [tidy(each) for each in re.split(r"[,;]", lines[0]) if tidy(each)]
        group.members += [each for each in said if each not in group.members]
    elif name in ("responsibilities", "outcome", "objective"):
        said = [line.text for line in cell.lines]
        group.responsibilities += [each for each in said if each not in group.responsibilities]
    elif name == "parent":
        group.parent = cell.words
    elif name == "kind":
        group.kind = cell.words.lower()
    elif name == "note":
        group.note = group.note or cell.words
    else:
        return False
    return True


def is_a_chart(grid: Grid) -> bool:
    """Whether a grid without a header is a drawing of boxes: few rows, short texts, most cells filled."""
    if grid.rows and header_at(grid, 0):
        return False
    cells = [cell for row in grid.rows for cell in once(row)]
    full = [cell for cell in cells if cell.words]
    short = [cell for cell in full if len(plain_words(cell.words)) <= 20]
    return (
        len(grid.rows) <= 12 and len(full) * 3 >= len(cells) * 2 and len(short) * 4 >= len(full) * 3 and len(full) >= 2
    )


def read_chart(draft: Draft, grid: Grid) -> None:
    """The boxes of a structure chart, each a group; a second line may say when it meets or who chairs it."""
    for row in grid.rows:
        for cell in filled(row):
            first, *others = [line.text for line in cell.lines]
            if len(plain_words(first)) > 14:
                draft.leave(cell.place, cell.text)
                continue
            group = start_group(draft, first.rstrip(" \u2013-"), place=cell.place)
            for text in others:
                describe(group, Paragraph(text, "text", 0, cell.place))


def chart_words(grid: Grid) -> list[str]:
    """The texts of a chart's boxes, for the prose."""
    return [tidy(cell.words) for row in grid.rows for cell in filled(row)]


def settle_parents(draft: Draft, tiers: bool) -> None:
    """Who reports to whom, from the order of the tiers where the document draws them: top, business group, the rest."""
    groups = draft.plan.governance.groups if draft.plan.governance else []
    top = next((each for each in groups if each.kind in ("board", "executive")), None)
    middle = next((each for each in groups if each.kind == "business group"), None)
    if not tiers or top is None:
        return
    guessed = False
    for group in groups:
        if group is top or group.parent or not group.kind:
            continue
        parent = top if middle is None or group is middle or group.kind in ("board", "executive") else middle
        group.parent, guessed = parent.name, True
    if guessed:
        draft.doubt(
            top.place, top.name, "Which group reports to which is read from the order of the tiers; is that right?"
        )
