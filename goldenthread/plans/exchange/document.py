"""What a plan document says, as plain values with one JSON shape, whatever file it came from."""

# The fields below are made by three small functions that each give a dataclass field.
# ruff: noqa: RUF009
from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, Self


def _many(of: type | None = None, key: str = "") -> Any:
    return field(default_factory=list, metadata={"of": of, "key": key})


def _place() -> Any:
    """Where the reader found it: for the person who checks, so neither compared nor part of the JSON."""
    return field(default="", compare=False, repr=False, metadata={"hidden": True})


def _one(of: type) -> Any:
    return field(default=None, metadata={"of": of})


@dataclass(slots=True)
class Document:
    """Turns itself into JSON and back; a key with nothing in it is left out.

    A field whose default is None keeps an empty text: that is how "printed, and empty" differs from "not printed".
    """

    def to_json(self) -> dict[str, Any]:
        """The value as JSON: nested objects and lists of plain values, keys in the order the document has them."""
        shown: dict[str, Any] = {}
        for each in fields(self):
            if each.metadata.get("hidden"):
                continue
            value = getattr(self, each.name)
            if value is None or value == [] or value == {} or (value in ("", False) and each.default is not None):
                continue
            shown[_key(each)] = _plain(value)
        return shown

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The same value back from its JSON. Keys it does not know are passed over; a wrong shape raises TypeError."""
        if not isinstance(data, dict):
            raise TypeError(f"{cls.__name__} is read from a JSON object.")
        given: dict[str, Any] = {}
        for each in fields(cls):
            key = _key(each)
            if key in data:
                given[each.name] = _nested(each.metadata.get("of"), data[key])
            elif each.default is MISSING and each.default_factory is MISSING:
                given[each.name] = ""
        return cls(**given)


def _key(each: Field[Any]) -> str:
    return str(each.metadata.get("key") or each.name)


def _plain(value: Any) -> Any:
    if isinstance(value, Document):
        return value.to_json()
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


def _nested(of: type[Document] | None, value: Any) -> Any:
    if of is None or value is None:
        return value
    if isinstance(value, list):
        return [of.from_json(each) for each in value]
    return of.from_json(value)


@dataclass(slots=True)
class PlanPeriod(Document):
    """First and last day of the plan, as ISO dates."""

    start: str
    end: str


@dataclass(slots=True)
class VersionLine(Document):
    """One line of the version history."""

    version: str = ""
    group_person: str = ""
    date: str = ""
    comments: str = ""


@dataclass(slots=True)
class VersionControl(Document):
    """The document's own version control table. None: not printed. An empty text: printed with nothing against it."""

    title: str | None = None
    version: str | None = None
    date: str | None = None
    author: str | None = None
    status: str | None = None
    history: list[VersionLine] = _many(VersionLine)
    issue_date: str | None = None
    review_date: str | None = None


@dataclass(slots=True)
class NamedText(Document):
    """A value: its name and what is said of it."""

    name: str
    text: str = ""


@dataclass(slots=True)
class Driver(Document):
    """A strategic driver and its points."""

    name: str
    points: list[str] = _many()


@dataclass(slots=True)
class MilestoneDocument(Document):
    """One line of evidence with its own dates."""

    evidence: str = ""
    due: list[str] = _many()
    due_parsed: list[Any] = _many()


@dataclass(slots=True)
class ActionDocument(Document):
    """An action as printed. `progress` is None, and `rag_printed` False, where the plan has no such column."""

    reference: str = ""
    description: str = ""
    leads: list[str] = _many()
    evidence: list[str] = _many()
    due: list[str] = _many()
    due_parsed: list[Any] = _many()
    milestones: list[MilestoneDocument] = _many(MilestoneDocument)
    progress: str | None = None
    rag: str | None = None
    provenance: list[str] = _many()
    rag_printed: bool = field(default=False, metadata={"hidden": True})
    place: str = _place()

    def to_json(self) -> dict[str, Any]:
        """The action as JSON; `rag` is null where the plan has a RAG column and the cell is empty."""
        shown = Document.to_json(self)
        if self.rag_printed or self.rag:
            after = {"provenance": shown.pop("provenance")} if "provenance" in shown else {}
            shown["rag"] = self.rag
            shown |= after
        return shown

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The action back from its JSON. A wrong shape raises TypeError."""
        action = super(ActionDocument, cls).from_json(data)
        action.rag_printed = "rag" in data
        return action


@dataclass(slots=True)
class ObjectiveDocument(Document):
    """An objective, the outcomes it is to bring, and its actions."""

    reference: str = ""
    title: str = ""
    outcomes: list[str] = _many()
    actions: list[ActionDocument] = _many(ActionDocument)
    quality_measures: list[str] = _many()
    success_measures: list[str] = _many()
    place: str = _place()


@dataclass(slots=True)
class PriorityDocument(Document):
    """A priority with everything the plan prints under it; its actions stand here only where it has no objectives."""

    reference: str = ""
    title: str = ""
    outcome: str = ""
    what_we_will_do: str = ""
    quality_measures: list[str] = _many()
    success_measures: list[str] = _many()
    areas_of_focus: list[str] = _many()
    areas_of_focus_by_audience: dict[str, list[str]] = field(default_factory=dict)
    linked_boards: list[str] = _many()
    definition: list[str] = _many()
    examples: list[str] = _many()
    under: str = ""
    notes: list[str] = _many()
    objectives: list[ObjectiveDocument] = _many(ObjectiveDocument)
    actions: list[ActionDocument] = _many(ActionDocument)
    place: str = _place()


@dataclass(slots=True)
class AssuranceArea(Document):
    """Something the partnership wants assurance about, and what it expects to hear."""

    title: str
    expectations: list[str] = _many()
    place: str = _place()


@dataclass(slots=True)
class AssuranceMethod(Document):
    """A way of getting assurance, and what it is for."""

    title: str
    purpose: str = ""


@dataclass(slots=True)
class ReportingLine(Document):
    """A report that somebody gives somebody, and when."""

    report: str
    sent_from: str = field(default="", metadata={"key": "from"})
    to: str = ""
    when: str = ""


@dataclass(slots=True)
class UsualBusiness(Document):
    """One thing done as business as usual, with its points."""

    title: str
    items: list[str] = _many()


@dataclass(slots=True)
class BusinessAsUsual(Document):
    """What goes on besides the priorities: shared, for children, for adults."""

    shared: list[str] = _many()
    children: list[UsualBusiness] = _many(UsualBusiness)
    adults: list[UsualBusiness] = _many(UsualBusiness)


@dataclass(slots=True)
class GroupDocument(Document):
    """A group of the partnership's structure; `kind` is a word such as board, subgroup or panel."""

    name: str
    kind: str = ""
    parent: str = ""
    chair: str = ""
    cadence: str = ""
    members: list[str] = _many()
    responsibilities: list[str] = _many()
    note: str = ""
    place: str = _place()


@dataclass(slots=True)
class Governance(Document):
    """The groups, and the agencies named as members."""

    groups: list[GroupDocument] = _many(GroupDocument)
    agencies: list[str] = _many()


@dataclass(slots=True)
class Section(Document):
    """A piece of the document's prose under its heading."""

    heading: str = ""
    paragraphs: list[str] = _many()
    bullets: list[str] = _many()


@dataclass(slots=True)
class Doubt(Document):
    """A guess the reader made: where, the original text, and the question for a person to answer."""

    place: str
    original: str
    question: str


@dataclass(slots=True)
class LeftOver(Document):
    """Text that was read and not placed anywhere in the plan."""

    place: str
    text: str


@dataclass(slots=True)
class Column(Document):
    """A column (or a label in front of a cell): the field it holds and the heading as printed."""

    field: str
    heading: str = ""


PRIORITY_TABLES = "priority tables"
BANNERS = "one table with banners"
MERGED_OBJECTIVES = "one table with merged objectives"
SHEETS = "sheet per priority"
PROSE = "prose"
SHAPES = (PRIORITY_TABLES, BANNERS, MERGED_OBJECTIVES, SHEETS, PROSE)


@dataclass(slots=True)
class SourceLayout(Document):
    """What the reader learnt of the file's own layout, so that the plan can be printed in it again.

    `shape` is one of SHAPES; `columns` are the action table's columns in order; `labels` are the printed labels of a
    priority's own cells ("Outcome - what difference …"), in order; fills are six hexadecimal digits; `continuation`
    says how an objective goes on over several rows: "merged", "blank" or "repeated"; `sheets` are sheet names in order.
    """

    shape: str = PROSE
    columns: list[Column] = _many(Column)
    labels: list[Column] = _many(Column)
    header_fill: str = ""
    banner_fill: str = ""
    continuation: str = ""
    actions_share_a_cell: bool = False
    landscape: bool = False
    sheets: list[str] = _many()
    priority_label: str = ""


@dataclass(slots=True)
class PlanDocument(Document):
    """Everything a plan document says. `doubts` are the guesses, `left_over` what was not placed."""

    source: str = ""
    partnership: str = ""
    abbreviation: str = ""
    title: str = ""
    period: PlanPeriod | None = _one(PlanPeriod)
    version: VersionControl | None = _one(VersionControl)
    vision: str = ""
    purposes: list[str] = _many()
    values: list[NamedText] = _many(NamedText)
    drivers: list[Driver] = _many(Driver)
    focus_groups: list[str] = _many()
    priorities: list[PriorityDocument] = _many(PriorityDocument)
    objectives: list[ObjectiveDocument] = _many(ObjectiveDocument)
    actions: list[ActionDocument] = _many(ActionDocument)
    assurance_areas: list[AssuranceArea] = _many(AssuranceArea)
    assurance_methods: list[AssuranceMethod] = _many(AssuranceMethod)
    learning_journey: list[str] = _many()
    reporting: list[ReportingLine] = _many(ReportingLine)
    business_as_usual: BusinessAsUsual | None = _one(BusinessAsUsual)
    governance: Governance | None = _one(Governance)
    sections: list[Section] = _many(Section)
    layout: SourceLayout | None = _one(SourceLayout)
    doubts: list[Doubt] = _many(Doubt)
    left_over: list[LeftOver] = _many(LeftOver)

    def to_json(self) -> dict[str, Any]:
        """The document as JSON, in the shape of the reference plans plus `layout`, `doubts` and `left_over`."""
        shown = Document.to_json(self)
        shown["counts"] = self.counts()
        return shown

    def all_objectives(self) -> list[ObjectiveDocument]:
        """Every objective, in the order of the plan."""
        return [each for priority in self.priorities for each in priority.objectives] + self.objectives

    def all_actions(self) -> list[ActionDocument]:
        """Every action, wherever it stands, in the order of the plan."""
        actions = []
        for priority in self.priorities:
            actions += [action for objective in priority.objectives for action in objective.actions] + priority.actions
        return actions + [action for objective in self.objectives for action in objective.actions] + self.actions

    def counts(self) -> dict[str, int]:
        """How many priorities, objectives, actions, measures, groups and assurance areas were read."""
        measured: list[PriorityDocument | ObjectiveDocument] = [
            *self.priorities,
            *self.all_objectives(),
        ]
        return {
            "priorities": len(self.priorities),
            "objectives": len(self.all_objectives()),
            "actions": len(self.all_actions()),
            "measures": sum(len(each.quality_measures) + len(each.success_measures) for each in measured),
            "groups": len(self.governance.groups) if self.governance else 0,
            "assurance_areas": len(self.assurance_areas),
        }
