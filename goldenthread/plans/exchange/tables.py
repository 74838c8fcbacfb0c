"""A plan's action table, row by row: banners, merged and repeated cells, several rows to one action."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from goldenthread.kernel.due_dates import read_due_dates
from goldenthread.plans.exchange import cards
from goldenthread.plans.exchange.banners import Banner, banner_in, classify
from goldenthread.plans.exchange.blocks import Cell, Grid, filled, tidy
from goldenthread.plans.exchange.cells import actions_in, leads_in, may_be_several, texts
from goldenthread.plans.exchange.columns import settle_columns
from goldenthread.plans.exchange.document import ActionDocument, Column, MilestoneDocument
from goldenthread.plans.exchange.draft import Draft, joined, numbered, priority_in, same
from goldenthread.plans.exchange.headings import Header, header_at, looks_like_a_reference
from goldenthread.plans.exchange.ratings import read_rating


@dataclass(slots=True)
class _Line:
    """What one row says of an action: evidence, and dates as printed."""

    evidence: list[str]
    due: list[str]


@dataclass(slots=True)
class TableReader:
    """Reads one grid below its header into the draft."""

    draft: Draft
    grid: Grid
    header: Header
    reference_of: str = "action"
    fixed_priority: bool = False
    actions: list[ActionDocument] = field(default_factory=list)
    lines: dict[int, list[_Line]] = field(default_factory=dict)
    everything: list[ActionDocument] = field(default_factory=list)
    raw: str = ""
    fills: dict[str, str] = field(default_factory=dict)
    after_banner: bool = False
    outer: bool = False

    def read(self) -> int:
        """Read the rows below the header; gives the row where another sort of table begins, or the number of rows.

        A header met again is passed over, and a different one of actions is followed.
        """
        self.outer = self.draft.priority is not None
        self.reference_of = settle_columns(self.draft, self.grid, self.header)
        self._remember_layout()
        number = self.header.first + self.header.count
        while number < len(self.grid.rows):
            again = header_at(self.grid, number)
            if again and self._is_a_header_again(again):
                number += again.count
                continue
            if again and not again.has("action") and {"area", "group", "version"} & set(again.fields):
                break
            self._read_row(number)
            number += 1
        self._settle()
        return number

    def _is_a_header_again(self, again: Header) -> bool:
        if [tidy(text).lower() for text in again.texts] == [tidy(text).lower() for text in self.header.texts]:
            return True
        if again.fields.count(None) * 2 > len(again.fields) or not again.has("action"):
            return False
        self.header = again
        self.reference_of = settle_columns(self.draft, self.grid, again)
        return True

    def _remember_layout(self) -> None:
        layout = self.draft.layout
        pairs = zip(self.header.fields, self.header.texts, strict=True)
        columns = [Column(name or "", text) for name, text in pairs if name or text]
        if not layout.columns:
            layout.columns = columns
            row = self.grid.rows[max(0, self.header.first)]
            layout.header_fill = next((cell.fill for cell in row if cell.fill), "")

    def _read_row(self, number: int) -> None:
        row = self.grid.rows[number]
        above = self.grid.rows[number - 1] if number else []
        fresh = [cell for cell in filled(row) if not any(cell is each for each in above)]
        if not fresh and not self._has_colour(row, above):
            return
        if named := cards.priority_of(fresh) if len(fresh) == 2 == len(filled(row)) else None:
            self.draft.start_priority(*named, place=fresh[0].place)
            self.draft.shapes.append("banners")
            self.actions, self.raw, self.after_banner = [], "", True
            return
        banner = banner_in(self.grid, number, self.header) if len(fresh) == 1 else None
        if banner and self._take_banner(banner, number):
            return
        if cards.is_a_note(fresh):
            cards.take_note(self.draft, fresh[0])
            return
        self._take_row(row, above)

    def _has_colour(self, row: list[Cell], above: list[Cell]) -> bool:
        at = self.header.column("rag")
        return at is not None and bool(row[at].fill) and not (above and row[at] is above[at])

    def _take_banner(self, banner: Banner, number: int) -> bool:
        kind = classify(self.draft, self.grid, self.header, banner, number, self.fills, self.after_banner, self.outer)
        if kind == "row":
            return False
        if kind in ("priority", "objective"):
            self.actions, self.raw = [], ""
            self.after_banner = True
            self.draft.layout.banner_fill = self.draft.layout.banner_fill or banner.cell.fill
            self.draft.shapes.append("banners")
        return True

    def _take_row(self, row: list[Cell], above: list[Cell]) -> None:
        cells = self._fresh_by_field(row, above)
        self.after_banner = False
        for cell in cells.pop("", []):
            self.draft.leave(cell.place, self._with_heading(cell))
        if not self.fixed_priority:
            self._take_priority(cells.pop("priority", []))
        reference = " ".join(cell.words for cell in cells.pop("reference", [])).strip(" .():")
        objective = cells.pop("objective", [])
        own = reference if self.reference_of == "objective" else ""
        started = self._take_objective(objective, own)
        if not started and own and not objective and not cells.get("action"):
            self.draft.leave(row[0].place, own)
        self._take_outcomes(cells.pop("outcome", []))
        self._take_actions(cells, reference if not own or not started else "", row)

    def _with_heading(self, cell: Cell) -> str:
        heading = self.header.texts[self._column_of(cell)] if self.header.texts else ""
        return f"{heading}: {cell.text}" if heading else cell.text

    def _column_of(self, cell: Cell) -> int:
        return next((at for row in self.grid.rows for at, each in enumerate(row) if each is cell), 0)

    def _fresh_by_field(self, row: list[Cell], above: list[Cell]) -> dict[str, list[Cell]]:
        found: dict[str, list[Cell]] = {}
        for at, cell in enumerate(row):
            name = self.header.fields[at] if at < len(self.header.fields) else None
            if above and at < len(above) and cell is above[at]:
                continue
            if cell.words or (name == "rag" and cell.fill):
                home = found.setdefault(name if name else "", [])
                if not any(cell is each for each in home):
                    home.append(cell)
        return found

    def _take_priority(self, cells: list[Cell]) -> None:
        text = " ".join(cell.words for cell in cells)
        if not text:
            return
        reference, title = (text, "") if looks_like_a_reference(text) else priority_in(text) or numbered(text)
        if not title and not self.draft.find_priority(reference, ""):
            title = text
        current = self.draft.priority
        if current and (same(current.title, title) or (not title and current.reference == reference)):
            return
        self.draft.start_priority(reference, title or text, cells[0].place)
        self.draft.shapes.append("priority column")
        self.actions, self.raw = [], ""

    def _take_objective(self, cells: list[Cell], reference: str) -> bool:
        text = joined([line for cell in cells for line in cell.lines])
        if not text:
            return False
        current = self.draft.objective
        again = current is not None and not self.after_banner and same(current.title, numbered(text)[1])
        if again and current is not None and reference in ("", current.reference):
            self.draft.layout.continuation = self.draft.layout.continuation or "repeated"
            return False
        self.draft.start_objective(reference, text, cells[0].place)
        self.actions, self.raw = [], ""
        return True

    def _take_outcomes(self, cells: list[Cell]) -> None:
        if not cells:
            return
        if self.draft.objective is not None:
            self.draft.objective.outcomes += [
                each for each in texts(cells) if each not in self.draft.objective.outcomes
            ]
        elif self.draft.priority is not None:
            said = joined([line for cell in cells for line in cell.lines])
            if not same(self.draft.priority.outcome, said):
                self.draft.priority.outcome = tidy(f"{self.draft.priority.outcome} {said}")
        else:
            self.draft.leave_cells(cells)

    def _take_actions(self, cells: dict[str, list[Cell]], reference: str, row: list[Cell]) -> None:
        described = cells.pop("action", [])
        text = "\n".join(cell.text for cell in described)
        starts = bool(text) and not (self.actions and text == self.raw and self._same_reference(reference))
        if starts:
            self._start_actions(described, reference)
            self.raw = text
        elif not self.actions:
            rest = [cell for group in cells.values() for cell in group if cell.words]
            if rest:
                self.draft.leave_cells(rest)
                self.draft.doubt(
                    rest[0].place, " | ".join(cell.words for cell in rest), "Which action does this row belong to?"
                )
            return
        self._fill_in(cells, row, starts)

    def _same_reference(self, reference: str) -> bool:
        return not reference or reference == self.actions[0].reference

    def _start_actions(self, described: list[Cell], reference: str) -> None:
        lines = [line for cell in described for line in cell.lines]
        single = bool(reference) and looks_like_a_reference(reference)
        together = single or self.header.has("lead") or self.header.has("rag") or self.header.has("progress")
        found = actions_in(lines, together)
        if single and len(found) > 1:
            found = [("", "\n".join(line.text for line in lines))]
        if len(found) > 1:
            self.draft.layout.actions_share_a_cell = True
            self.draft.doubt(described[0].place, described[0].words, f"Read as {len(found)} actions; is that right?")
        elif "\n" in found[0][1] and not lines[0].text.endswith(":"):
            self.draft.doubt(
                described[0].place, described[0].words, "Read as one action of several paragraphs; is that right?"
            )
        self.actions = [self.draft.add_action(own or reference, words, described[0].place) for own, words in found]
        self.everything += self.actions

    def _fill_in(self, cells: dict[str, list[Cell]], row: list[Cell], starts: bool) -> None:
        inherited = self._inherited(row) if starts else {}
        value = {name: cells.get(name) or inherited.get(name, []) for name in ("lead", "evidence", "due")}
        leads = leads_in([line for cell in value["lead"] for line in cell.lines])
        for lead in leads:
            if may_be_several(lead):
                self.draft.doubt(value["lead"][0].place, lead, "Read as one lead; is that right?")
        due = [each.words for cell in value["due"] for each in read_due_dates(cell.text)]
        line = _Line(texts(value["evidence"]), due)
        origins = texts(cells.get("provenance", []))
        for action in self.actions:
            action.leads += [lead for lead in leads if lead not in action.leads]
            action.provenance += [each for each in origins if each not in action.provenance]
            if line.evidence or line.due:
                self.lines.setdefault(id(action), []).append(line)
            self._take_progress(action, cells, inherited)
            self._take_rating(action, cells.get("rag") or inherited.get("rag", []))
        for name in ("support", "other", "start", "area", "expectations", "group", "chair", "cadence", "members",
                     "responsibilities", "parent", "version", "history"):  # fmt: skip
            for cell in cells.get(name, []):
                self.draft.leave(cell.place, self._with_heading(cell))

    def _inherited(self, row: list[Cell]) -> dict[str, list[Cell]]:
        """Cells merged down from the row above: they speak of this row's new action too."""
        found: dict[str, list[Cell]] = {}
        for at, cell in enumerate(row):
            name = self.header.fields[at]
            if name and (cell.words or cell.fill) and not any(cell is each for each in found.get(name, [])):
                found.setdefault(name, []).append(cell)
        return found

    def _take_progress(
        self, action: ActionDocument, cells: dict[str, list[Cell]], inherited: dict[str, list[Cell]]
    ) -> None:
        if not self.header.has("progress"):
            return
        said = "\n".join(texts(cells.get("progress") or inherited.get("progress", [])))
        before = action.progress or ""
        action.progress = "\n".join(each for each in (before, said) if each) if said != before else before

    def _take_rating(self, action: ActionDocument, cells: list[Cell]) -> None:
        if not self.header.has("rag"):
            return
        action.rag_printed = True
        for cell in cells:
            rating, guessed = read_rating(cell.words, cell.fill)
            if rating and action.rag and rating != action.rag:
                self.draft.doubt(
                    cell.place,
                    cell.words or cell.fill,
                    f"{action.rag.capitalize()} came before; is {rating} the latest rating?",
                )
            action.rag = rating or action.rag
            if cell.words and rating is None:
                self.draft.leave(cell.place, self._with_heading(cell))
            if guessed:
                shown = cell.words or f"a cell coloured {cell.fill}"
                self.draft.doubt(
                    cell.place, shown, f"Read as {rating}; is that right?" if rating else "Which rating is this?"
                )

    def _settle(self) -> None:
        """Put evidence and dates together: one row gives them plainly, several rows give milestones as well."""
        for action in self.everything:
            said = self.lines.get(id(action), [])
            said = _paired(said[0]) if len(said) == 1 else said
            action.evidence = _each_once(text for line in said for text in line.evidence)
            action.due = _each_once(words for line in said for words in line.due)
            action.due_parsed = [_parsed(words) for words in action.due]
            if len(said) > 1:
                action.milestones = [
                    MilestoneDocument("; ".join(line.evidence), line.due, [_parsed(words) for words in line.due])
                    for line in said
                ]
            for words, parsed in zip(action.due, action.due_parsed, strict=True):
                if parsed is None:
                    self.draft.doubt(action.place, words, "No date could be read; when is this due?")


def _paired(line: _Line) -> list[_Line]:
    """Several numbered evidence lines with as many numbered dates in one row are pairs; otherwise the line as it is."""
    if len(line.evidence) < 2 or len(line.evidence) != len(line.due):
        return [line]
    marks = [re.match(r"^\s*\(?(\d+|[a-z])[.)]\s", text) for text in [*line.evidence, *line.due]]
    if not all(marks):
        return [line]
    return [_Line([evidence], [due]) for evidence, due in zip(line.evidence, line.due, strict=True)]


def _each_once(values: object) -> list[str]:
    return list(dict.fromkeys(values))  # type: ignore[call-overload]


def _parsed(words: str) -> object:
    read = read_due_dates(words)
    return read[0].parsed if read else None
