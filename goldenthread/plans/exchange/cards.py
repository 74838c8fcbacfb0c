"""A priority's own text: an outcome, what we will do, measures, actions, each behind a printed label."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from goldenthread.kernel.due_dates import DueDate, read_due_dates
from goldenthread.plans.exchange.blocks import Cell, Grid, Line, filled, lines_of
from goldenthread.plans.exchange.cells import actions_in, leads_in
from goldenthread.plans.exchange.document import ActionDocument
from goldenthread.plans.exchange.draft import Draft, joined, priority_in
from goldenthread.plans.exchange.headings import Header, header_at, label_of, looks_like_a_reference, plain_words
from goldenthread.plans.exchange.side_tables import audience_of

_TOLD = re.compile(
    r"^(?P<text>.+?)\s*[(\[]\s*(?:leads?|led by|owner|who|responsible)\s*[:\u2013-]?\s*(?P<lead>[^()\[\];]+?)"
    r"(?:[;,]\s*(?:(?:by when|when|due|deadline|timescale)\s*[:\u2013-]?\s*)?"
    r"(?P<due>(?:by\s+)?[^()\[\];,]*\d[^()\[\]]*))?[)\]]\.?$",
    re.IGNORECASE | re.DOTALL,
)
_LISTS = ("quality_measures", "success_measures", "areas_of_focus", "definition", "examples")


def is_a_note(cells: list[Cell]) -> bool:
    """Whether the one text of a row is a remark in brackets or behind an asterisk that explains a mark."""
    if len(cells) != 1:
        return False
    words = cells[0].words
    return (words.startswith("(") and words.endswith(")")) or (words.startswith("* ") and len(words) > 2)


def take_note(draft: Draft, cell: Cell) -> None:
    """Keep a remark with the current priority, or as left over where there is none; learn what a mark means."""
    draft.note_legend(cell.words)
    if draft.priority is not None:
        draft.priority.notes.append(cell.words)
    else:
        draft.leave(cell.place, cell.text)


def lines_after(cell: Cell, rest: str) -> list[Line]:
    """What follows a label in its own cell: the rest of its first line and the lines below."""
    if cell.lines and label_of(cell.lines[0].text, True) and len(cell.lines) > 1:
        label = label_of(cell.lines[0].text, True)
        return [*(lines_of(label[1]) if label and label[1] else []), *cell.lines[1:]]
    return lines_of(rest)


def take(draft: Draft, name: str, lines: list[Line], place: str) -> None:
    """Put the text behind a label where it belongs in the current priority; without one it is left over."""
    priority = draft.priority
    if not lines:
        return
    if name in ("lead", "due", "evidence"):
        _take_for_action(draft, name, lines, place)
    elif name == "actions" or (name == "what_we_will_do" and all(line.depth is not None for line in lines)):
        _take_actions(draft, lines, place)
    elif priority is None:
        draft.leave(place, "\n".join(line.text for line in lines))
    elif name == "objectives":
        for line in lines:
            draft.start_objective("", line.text, place)
    elif name in _LISTS:
        _take_list(draft, name, lines)
    elif name == "linked_boards":
        priority.linked_boards += boards_in(joined(lines))
    elif name == "notes":
        priority.notes += [line.text for line in lines]
    else:
        before = getattr(priority, name)
        setattr(priority, name, f"{before}\n{joined(lines)}".strip() if before else joined(lines))


def _take_actions(draft: Draft, lines: list[Line], place: str) -> None:
    found = actions_in(lines, False)
    draft.batch = len(found)
    for reference, words in found:
        described, leads, due = told_in_brackets(words)
        action = draft.add_action(reference, described, place)
        action.leads += [lead for lead in leads if lead not in action.leads]
        action.due += [each.words for each in due]
        action.due_parsed += [each.parsed for each in due]


def told_in_brackets(text: str) -> tuple[str, list[str], list[DueDate]]:
    """A lead and dates in brackets at the end of an action: "Write it (Lead: QA group, by June 2026)"."""
    found = _TOLD.match(text)
    if not found:
        return text, [], []
    leads = leads_in(lines_of(found["lead"].strip(" ,;.")))
    due = read_due_dates(found["due"]) if found["due"] else []
    return found["text"].strip(), leads, due


def boards_in(text: str) -> list[str]:
    """The boards in a list such as "CSP, HWB and YJB"."""
    pieces = [piece.strip(" .") for piece in text.replace(";", ",").replace(" and ", ",").split(",")]
    return [piece for piece in pieces if piece]


def _take_list(draft: Draft, name: str, lines: list[Line]) -> None:
    """A first line that only leads into the list is a note; the others are its points."""
    if draft.priority is None:
        return
    if len(lines) > 1 and lines[0].text.endswith(":"):
        draft.priority.notes.append(lines[0].text)
        lines = lines[1:]
    audience = audience_of(lines[0].text) if name == "areas_of_focus" and len(lines) > 1 else ""
    if audience and plain_words(lines[0].text) == [audience]:
        lines = lines[1:]
        draft.priority.areas_of_focus_by_audience.setdefault(audience, []).extend(line.text for line in lines)
    getattr(draft.priority, name).extend(line.text for line in lines)


def _take_for_action(draft: Draft, name: str, lines: list[Line], place: str) -> None:
    action = last_action(draft)
    if action is None or draft.batch > 1:
        if draft.priority is not None:
            draft.priority.notes.append(f"{name.capitalize()}: {joined(lines)}")
        else:
            draft.leave(place, joined(lines))
    else:
        _tell(action, name, lines)


def _tell(action: ActionDocument, name: str, lines: list[Line]) -> None:
    """Add who, by when or the evidence to one action."""
    if name == "lead":
        action.leads += [lead for lead in leads_in(lines) if lead not in action.leads]
    elif name == "evidence":
        action.evidence += [line.text for line in lines]
    else:
        for each in read_due_dates("\n".join(line.text for line in lines)):
            action.due.append(each.words)
            action.due_parsed.append(each.parsed)


def last_action(draft: Draft) -> ActionDocument | None:
    """The action added last under the current objective or priority."""
    home = draft.objective or draft.priority
    actions = home.actions if home else draft.plan.actions
    return actions[-1] if actions else None


def looks_like_a_card(grid: Grid) -> bool:
    """Whether a grid without a header is a priority's own table: it names one, or has two labelled rows."""
    labels = 0
    for row in grid.rows[:12]:
        cells = filled(row)
        if cells and priority_of(cells):
            return True
        labels += bool(cells and _label_of_row(cells))
    return labels >= 2


def priority_of(cells: list[Cell]) -> tuple[str, str] | None:
    """The priority that one cell, or a number in one cell and a title in the next, names; else None."""
    if len(cells) == 1:
        return priority_in(cells[0].words)
    if len(cells) == 2 and plain_words(cells[0].words)[-2:] and "priority" in plain_words(cells[0].words)[-3:]:
        return priority_in(f"{cells[0].words}: {cells[1].words}")
    return None


def _label_of_row(cells: list[Cell]) -> tuple[str, str] | None:
    first = cells[0]
    return label_of(
        first.lines[0].text, headed=len(cells) > 1 or first.lines[0].text.endswith((":", "...", "\u2026", "?"))
    )


@dataclass(slots=True)
class CardReader:
    """Reads the rows of a priority's table (or those above a sheet's header) until a header is met."""

    draft: Draft
    grid: Grid
    name: str = ""
    label_cell: Cell | None = None
    shared: bool = False
    told: list[tuple[str, list[Line], str]] = field(default_factory=list)
    made: list[ActionDocument] = field(default_factory=list)

    def read(self, start: int = 0, stop: int | None = None) -> tuple[int, Header | None]:
        """Read rows from `start`; gives where it stopped and the header found there, if one was."""
        end = len(self.grid.rows) if stop is None else stop
        for number in range(start, end):
            header = header_at(self.grid, number) if stop is None else None
            if header:
                self._settle_shared()
                return number, header
            cells = filled(self.grid.rows[number])
            if cells and (number == start or priority_of(cells)):
                self._settle_shared()
                self.shared = self._says_who_or_when(number, end)
            if cells:
                self._read_row(cells)
        self._settle_shared()
        return end, None

    def _says_who_or_when(self, first: int, end: int) -> bool:
        """Whether a priority's rows say what will be done and, behind labels of their own, by whom or by when."""
        names = set()
        for number in range(first, end):
            cells = filled(self.grid.rows[number])
            if number > first and (priority_of(cells) or header_at(self.grid, number)):
                break
            if label := _label_of_row(cells) if cells else None:
                names.add(label[0])
        return "what_we_will_do" in names and "actions" not in names and bool(names & {"lead", "due"})

    def _take(self, name: str, lines: list[Line], place: str) -> None:
        """As `take`; where who or when is said of what will be done, that is actions, and who and when wait."""
        if self.shared and lines and name in ("lead", "due"):
            self.told.append((name, lines, place))
        elif self.shared and lines and name == "what_we_will_do":
            take(self.draft, "actions", lines, place)
            home = self.draft.objective or self.draft.priority
            self.made += (home.actions if home else self.draft.plan.actions)[-self.draft.batch :]
        else:
            take(self.draft, name, lines, place)

    def _settle_shared(self) -> None:
        """Give who and when to every action made of what will be done in the rows just read."""
        for name, lines, place in self.told:
            if not self.made:
                take(self.draft, name, lines, place)
            elif len(self.made) > 1:
                question = f"Read as said of all {len(self.made)} actions; is that right?"
                self.draft.doubt(place, joined(lines), question)
            for action in self.made:
                _tell(action, name, lines)
        self.told, self.made = [], []

    def _read_row(self, cells: list[Cell]) -> None:
        if named := priority_of(cells):
            self.draft.start_priority(*named, place=cells[0].place)
            self.draft.shapes.append("cards")
            self.draft.layout.banner_fill = self.draft.layout.banner_fill or cells[0].fill
            self.name = ""
        elif self.label_cell is not None and cells[0] is self.label_cell and len(cells) > 1:
            self._take_values(cells[1:])
        elif label := _label_of_row(cells):
            self._take_labelled(cells, label)
        elif is_a_note(cells):
            take_note(self.draft, cells[0])
        elif self.name and (len(cells) == 1 or looks_like_a_reference(cells[0].words)):
            self._take_values(cells[-1:] if len(cells) > 1 else cells)
        else:
            self.draft.leave_cells(cells)

    def _take_labelled(self, cells: list[Cell], label: tuple[str, str]) -> None:
        self.name, rest = label
        self.label_cell = cells[0]
        printed = cells[0].lines[0].text
        self.draft.label(self.name, printed.removesuffix(rest).strip(" -\u2013:") if rest else printed)
        if self.draft.layout.columns == [] and cells[0].fill and not self.draft.layout.header_fill:
            self.draft.layout.header_fill = cells[0].fill
        own = [*lines_of(rest), *cells[0].lines[1:]]
        self._take(self.name, own, cells[0].place)
        if len(cells) > 1:
            self._take_values(cells[1:])

    def _take_values(self, cells: list[Cell]) -> None:
        lines = [line for cell in cells for line in cell.lines]
        if self.name == "success_measures" and len(lines) == 1 and lines[0].text.endswith(":") and self.draft.priority:
            self.draft.priority.notes.append(lines[0].text)
            return
        are_actions = self.name == "actions" or (self.shared and self.name == "what_we_will_do")
        if are_actions and len(cells) == 1 and len(lines) > 1 and lines[0].depth is None:
            self.draft.doubt(cells[0].place, cells[0].words, "Read as an action for each line; is that right?")
        self._take(self.name, lines, cells[0].place)
