"""The rows of a table of actions: what stands in each cell, before anybody knows whether it is Word, PDF or Excel."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from goldenthread.kernel.rag import WORDS
from goldenthread.plans.exchange.document import (
    ActionDocument,
    MilestoneDocument,
    ObjectiveDocument,
    PlanDocument,
    PriorityDocument,
)
from goldenthread.plans.exchange.draft import numbered
from goldenthread.plans.exchange.writing.layouts import STARRED_SHAPES, Layout, stars
from goldenthread.rendering.blocks import BULLET, Cell
from goldenthread.rendering.palette import rating_of, tint_of

# What belongs to the whole objective, to the whole action, and to each milestone of an action.
OBJECTIVE_FIELDS = ("reference", "objective", "outcome", "quality_measures", "success_measures")
MILESTONE_FIELDS = ("evidence", "due")


@dataclass(frozen=True)
class Style:
    """What differs between the formats: `shapes` prints a shape before a rating's word."""

    shapes: bool = False


@dataclass(frozen=True)
class Strand:
    """An objective with its actions, or loose actions under no objective, as consecutive rows."""

    objective: ObjectiveDocument | None
    actions: list[ActionDocument] = field(default_factory=list)


def strands_of(priority: PriorityDocument) -> list[Strand]:
    """A priority's own actions first, then each objective with its actions."""
    loose = [Strand(None, priority.actions)] if priority.actions else []
    return loose + [Strand(objective, objective.actions) for objective in priority.objectives]


def unplaced_strands(document: PlanDocument) -> list[Strand]:
    """What stands under no priority: loose actions first, then objectives."""
    loose = [Strand(None, document.actions)] if document.actions else []
    return loose + [Strand(objective, objective.actions) for objective in document.objectives]


class Rows:
    """Writes strands as rows of cells in a layout's columns, merging what reaches over several rows."""

    def __init__(self, layout: Layout, document: PlanDocument, style: Style | None = None) -> None:
        self.layout = layout
        self.fields = layout.fields()
        self.starred = stars(document) if layout.shape in STARRED_SHAPES else {}
        self.style = style or Style()
        # Beside a lead or a rating, the paragraphs of a cell are read as one action.
        self.share = layout.actions_share_a_cell and not {"lead", "progress", "rag"} & set(self.fields)

    def of(self, strands: list[Strand], priority: str = "") -> list[tuple[Cell, ...]]:
        """Every row of the strands; a cell that spans rows is said once.

        Where the layout has a column for the priority, `priority` stands in it beside all of these rows.
        """
        rows = [row for strand in strands for row in self._strand(strand)]
        if "priority" in self.fields and rows:
            at = self.fields.index("priority")
            rows[0] = (*rows[0][:at], Cell(priority, rowspan=len(rows)), *rows[0][at:])
        return rows

    def _strand(self, strand: Strand) -> Iterator[tuple[Cell, ...]]:
        actions = strand.actions
        if self.share and len(actions) > 1 and self._alike(actions):
            yield self._shared(strand.objective, actions)
            return
        lines = [(action, milestones_of(action)) for action in actions] or [(ActionDocument(), [MilestoneDocument()])]
        height = sum(len(milestones) for _, milestones in lines)
        first = True
        for action, milestones in lines:
            for place, milestone in enumerate(milestones):
                spans = (height if first else 0, len(milestones) if place == 0 else 0)
                yield self._row(strand.objective, action, milestone, spans)
                first = False

    def _alike(self, actions: list[ActionDocument]) -> bool:
        """True where the actions differ in nothing but their words, so that one cell can hold them all."""
        return all(
            replace(action, reference="", description="", place="")
            == replace(actions[0], reference="", description="", place="")
            and not action.milestones
            and not action.provenance
            for action in actions
        ) and all(":\n" in action.description for action in actions if "\n" in action.description)

    def _shared(self, objective: ObjectiveDocument | None, actions: list[ActionDocument]) -> tuple[Cell, ...]:
        cells = self._row(objective, actions[0], milestones_of(actions[0])[0], (1, 1))
        said = "\n".join(self.described(action) for action in actions)
        at = [name for name in self.fields if name != "priority"].index("action")
        return (*cells[:at], Cell(said), *cells[at + 1 :])

    def _row(
        self,
        objective: ObjectiveDocument | None,
        action: ActionDocument,
        milestone: MilestoneDocument,
        spans: tuple[int, int],
    ) -> tuple[Cell, ...]:
        cells = []
        for name in self.fields:
            if name == "priority":
                continue
            if name in MILESTONE_FIELDS:
                cells.append(lines_cell([milestone.evidence] if name == "evidence" else milestone.due))
            elif name in OBJECTIVE_FIELDS:
                if spans[0]:
                    cells.append(replace(_of_objective(objective, name), rowspan=spans[0]))
            elif spans[1]:
                cells.append(replace(self._of_action(action, name), rowspan=spans[1]))
        return tuple(cells)

    def _of_action(self, action: ActionDocument, name: str) -> Cell:
        if name == "action":
            return Cell(self.described(action))
        if name == "lead":
            return lines_cell(action.leads)
        if name == "action_reference":
            return Cell(action.reference)
        if name == "rag":
            return self._rating(action.rag)
        if name == "provenance":
            return lines_cell([origin for origin in action.provenance if origin not in self.starred])
        return Cell(str(getattr(action, name) or ""))

    def described(self, action: ActionDocument) -> str:
        """An action's words: its number first where no column holds it, its mark, and its points as bullets."""
        star = "*" if set(action.provenance) & set(self.starred) else ""
        first, *points = action.description.split("\n")
        said = star + first
        if action.reference and "action_reference" not in self.fields:
            said = _with_number(action.reference, said)
        bullets = f"{BULLET} " if first.endswith(":") else ""
        return "\n".join([said, *(bullets + point for point in points)])

    def _rating(self, rag: str | None) -> Cell:
        """A rating as its printed word on its tint; where the format asks for it, with the shape that goes with it."""
        if not rag:
            return Cell()
        rating = rating_of(rag)
        shape = f"{WORDS[rating].shape}\u00a0" if self.style.shapes and rating else ""
        return Cell(shape + self.layout.rag_word(rag), tint=tint_of(rag), bold=True)


def milestones_of(action: ActionDocument) -> list[MilestoneDocument]:
    """One line for each row of the action: its milestones and what they leave out, or all evidence and dates as one."""
    if not action.milestones:
        return [MilestoneDocument("\n".join(one_line(text) for text in action.evidence), action.due)]
    paired = {milestone.evidence for milestone in action.milestones}
    dated = {due for milestone in action.milestones for due in milestone.due}
    rest = [text for text in action.evidence if text not in paired]
    undated = [due for due in action.due if due not in dated]
    more = [MilestoneDocument("\n".join(one_line(text) for text in rest), undated)] if rest or undated else []
    return action.milestones + more


def one_line(text: str) -> str:
    """The text without line ends: where each line of a cell is a value of its own."""
    return " ".join(text.split("\n"))


def lines_cell(values: list[str]) -> Cell:
    """A cell with one paragraph for each value."""
    return Cell("\n".join(value for value in values if value))


def _with_number(reference: str, said: str) -> str:
    """The number in front of the words, in a form that is read as a number again."""
    forms = (f"{reference} {said}", f"{reference}. {said}")
    return next((form for form in forms if numbered(form) == (reference, said)), forms[0])


def _of_objective(objective: ObjectiveDocument | None, name: str) -> Cell:
    if objective is None:
        return Cell()
    if name == "reference":
        return Cell(objective.reference)
    if name == "objective":
        return Cell(objective.title)
    values: list[str] = objective.outcomes if name == "outcome" else getattr(objective, name)
    return lines_cell([one_line(text) for text in values])
