"""Layouts are data: which columns, in which order, under which headings, and how priorities are set out."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from goldenthread.plans.exchange import document as plan
from goldenthread.plans.exchange.document import ActionDocument, ObjectiveDocument, PlanDocument, SourceLayout
from goldenthread.rendering.palette import rating_of

FOLDER = Path(__file__).parent.parent / "layouts"
DEFAULT = "every-field"
OWN = "own"

# The shipped layout that fills in what an imported layout does not say.
_LIKE = {
    plan.PRIORITY_TABLES: "priority-tables-with-measures",
    plan.SHEETS: "priority-tables-with-measures",
    plan.BANNERS: "priority-outcome-action-quarter",
    plan.MERGED_OBJECTIVES: "numbered-aims-rag",
    plan.PROSE: "prose-priorities",
}

# Every column the table of actions can have: its plain heading and its width, in the order columns are added.
PLAIN_COLUMNS: dict[str, tuple[str, float]] = {
    "priority": ("Priority", 1.8),
    "reference": ("No.", 0.5),
    "objective": ("Objective", 2.0),
    "outcome": ("Outcome", 2.0),
    "action_reference": ("Action no.", 0.6),
    "action": ("Action", 3.0),
    "lead": ("Lead", 1.2),
    "evidence": ("How will we know", 1.8),
    "due": ("By when", 1.1),
    "progress": ("Progress", 2.0),
    "rag": ("RAG", 1.1),
    "provenance": ("Source of action", 1.3),
    "quality_measures": ("Quality measures", 1.6),
    "success_measures": ("Success measures", 1.6),
}

# The labels in front of a priority's own cells, in the order they are printed.
PLAIN_LABELS: dict[str, str] = {
    "outcome": "Outcome",
    "what_we_will_do": "What we will do",
    "linked_boards": "Linked boards",
    "definition": "Definition",
    "examples": "Examples may include",
    "areas_of_focus": "Areas of focus",
    "quality_measures": "Quality measures",
    "success_measures": "How we will measure success",
    "notes": "Notes",
}

PLAIN_HEADINGS: dict[str, str] = {
    "version": "Version control",
    "vision": "Our vision",
    "purposes": "Our purpose",
    "values": "Our values",
    "drivers": "Our strategic drivers",
    "focus_groups": "Groups we will focus on",
    "priorities": "Our priorities",
    "assurance_areas": "Assurance areas",
    "assurance_methods": "Our assurance work",
    "learning_journey": "Our learning journey",
    "reporting": "Reporting",
    "business_as_usual": "Business as usual",
    "governance": "Our governance",
    "agencies": "Relevant agencies",
}


# Where a note stands right beneath its table, a mark in the table can be explained by it.
STARRED_SHAPES = (plan.PRIORITY_TABLES, plan.SHEETS)

_STAR = re.compile(r"\*\s*(?:as )?recommended by (?:the )?([^).;]+)")
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class LayoutColumn:
    """A column of the table of actions: the field it holds, its heading as printed, its share of the width."""

    field: str
    heading: str
    width: float = 1.0


@dataclass(frozen=True)
class Label:
    """What is printed in front of one of a priority's own fields."""

    field: str
    heading: str


@dataclass(frozen=True)
class Layout:
    """How a plan is set out. `shape` is one of the document's SHAPES; fills are six hexadecimal digits or "".

    `priority_label` is how a priority with a number is announced, with {title} and {reference}. `keeps_empty` prints
    the columns for progress and rating even while nobody has filled them in.
    """

    name: str
    title: str
    sentence: str
    shape: str
    columns: tuple[LayoutColumn, ...]
    labels: tuple[Label, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    landscape: bool = True
    priority_label: str = "Priority {reference}: {title}"
    actions_heading: str = "Actions"
    header_fill: str = ""
    banner_fill: str = ""
    continuation: str = "merged"
    actions_share_a_cell: bool = False
    sheets: tuple[str, ...] = ()
    rag_words: tuple[tuple[str, str], ...] = ()
    keeps_empty: bool = False

    def heading(self, part: str) -> str:
        """The heading of a part of the document ("vision", "purposes", …) in this layout."""
        return dict(self.headings).get(part) or PLAIN_HEADINGS[part]

    def label(self, field: str) -> str:
        """What is printed in front of a priority's field in this layout."""
        return (
            next((label.heading for label in self.labels if label.field == field and label.heading), "")
            or (PLAIN_LABELS[field])
        )

    def rag_word(self, rag: str) -> str:
        """How a rating is said in this layout; a word that is no rating stays as it is."""
        rating = rating_of(rag)
        return dict(self.rag_words).get(rating.value, rag) if rating else rag

    def fields(self) -> tuple[str, ...]:
        """The fields of the columns, in order."""
        return tuple(column.field for column in self.columns)


@cache
def shipped() -> dict[str, Layout]:
    """Every layout that comes with the program, by name, the plain default first."""
    names = sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda name: (name != DEFAULT, name))
    return {name: _from_toml(name) for name in names}


def _from_toml(name: str) -> Layout:
    data: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    columns = tuple(LayoutColumn(**column) for column in data.pop("columns", []))
    labels = tuple(Label(**label) for label in data.pop("labels", []))
    headings = tuple(data.pop("headings", {}).items())
    words = tuple(data.pop("rag_words", {}).items())
    return Layout(name=name, columns=columns, labels=labels, headings=headings, rag_words=words, **data)


def layout_for(document: PlanDocument, wanted: str | Layout | None = None) -> Layout:
    """The layout a plan is written in, with every column the plan needs.

    The wanted one, by name or value; else the one remembered from the plan's own file; else the plain default, or prose
    for a plan without actions. A column the plan needs and the layout lacks is added after its neighbours. Raises
    `KeyError` for a name not shipped.
    """
    if isinstance(wanted, Layout):
        layout = wanted
    elif wanted:
        layout = shipped()[wanted]
    elif document.layout:
        layout = remembered(document.layout)
    elif document.all_actions() or document.all_objectives():
        layout = shipped()[DEFAULT]
    else:
        layout = shipped()["prose-priorities"]
    return _with_needed(layout, document)


def remembered(source: SourceLayout) -> Layout:
    """The layout of an imported file: as it was read, with the shipped layout of the same shape filling the gaps."""
    like = shipped()[_LIKE.get(source.shape, DEFAULT)]
    columns = tuple(
        LayoutColumn(column.field, column.heading, PLAIN_COLUMNS[column.field][1])
        for column in source.columns
        if column.field in PLAIN_COLUMNS
    )
    labels = tuple(Label(label.field, label.heading) for label in source.labels if label.field in PLAIN_LABELS)
    actions = [label.heading for label in source.labels if label.field == "actions" and label.heading]
    return replace(
        like,
        name=OWN,
        title="The plan's own layout",
        sentence="As the plan was laid out in the file it came from.",
        shape=source.shape,
        columns=_once(columns) or like.columns,
        labels=labels or like.labels,
        actions_heading=actions[0] if actions else like.actions_heading,
        landscape=source.landscape or len(columns) > 4,
        header_fill=source.header_fill or like.header_fill,
        banner_fill=source.banner_fill or like.banner_fill,
        continuation=source.continuation or like.continuation,
        actions_share_a_cell=source.actions_share_a_cell,
        sheets=tuple(source.sheets),
    )


def _once(columns: tuple[LayoutColumn, ...]) -> tuple[LayoutColumn, ...]:
    return tuple({column.field: column for column in reversed(columns)}.values())[::-1]


# Columns a layout that comes with the program goes without where the plan has nothing to put in them.
_DISPENSABLE = {"priority", "reference", "objective", "outcome", "action_reference", "provenance"}
_TO_BE_FILLED = {"progress", "rag"}


def _with_needed(layout: Layout, document: PlanDocument) -> Layout:
    needed = needed_fields(document, layout)
    columns = list(layout.columns)
    if "action_reference" in needed and document.all_objectives():
        # Beside objectives a number is taken for the objective's, so an action's stands in front of its words.
        needed -= {"action_reference"}
        if layout.name == OWN and "reference" not in needed:
            columns = [_renamed(each, "reference", "action_reference") for each in columns]
    elif "reference" not in needed:
        columns = [_renamed(each, "reference", "action_reference") for each in columns]
    order = list(PLAIN_COLUMNS)
    for field in order:
        if field in needed and field not in {column.field for column in columns}:
            before = [place for place, column in enumerate(columns) if order.index(column.field) < order.index(field)]
            heading, width = PLAIN_COLUMNS[field]
            columns.insert(before[-1] + 1 if before else 0, LayoutColumn(field, heading, width))
    if layout.name != OWN:
        spare = _DISPENSABLE | (set() if layout.keeps_empty else _TO_BE_FILLED)
        columns = [column for column in columns if column.field in needed or column.field not in spare]
    return replace(layout, columns=tuple(columns))


def _renamed(column: LayoutColumn, field: str, to: str) -> LayoutColumn:
    return replace(column, field=to) if column.field == field else column


def needed_fields(document: PlanDocument, layout: Layout) -> set[str]:
    """The columns without which something of the plan's objectives and actions would not be printed."""
    actions, objectives = document.all_actions(), document.all_objectives()
    starred = set(stars(document)) if layout.shape in STARRED_SHAPES else set()
    needed = {field for action in actions for field in _fields_of_action(action, starred)}
    return needed | {field for objective in objectives for field in _fields_of_objective(objective)}


def stars(document: PlanDocument) -> dict[str, str]:
    """The origins a plan marks with an asterisk and explains in a note, as `essex-diagnostic`: the note's words.

    A note such as "(*as recommended by the peer review)" names the origin `peer-review`.
    """
    notes = [note for priority in document.priorities for note in priority.notes]
    found = {note: _STAR.search(note) for note in notes}
    return {_SLUG.sub("-", match[1].lower()).strip("-"): note for note, match in found.items() if match}


def _fields_of_action(action: ActionDocument, starred: set[str]) -> set[str]:
    held = {
        "action_reference": action.reference,
        "action": True,
        "lead": action.leads,
        "evidence": action.evidence or any(milestone.evidence for milestone in action.milestones),
        "due": action.due or any(milestone.due for milestone in action.milestones),
        "progress": action.progress is not None,
        "rag": action.rag_printed or action.rag,
        "provenance": set(action.provenance) - starred,
    }
    return {field for field, value in held.items() if value}


def _fields_of_objective(objective: ObjectiveDocument) -> set[str]:
    held = {
        "reference": objective.reference,
        "objective": objective.title,
        "outcome": objective.outcomes,
        "quality_measures": objective.quality_measures,
        "success_measures": objective.success_measures,
    }
    return {field for field, value in held.items() if value}
