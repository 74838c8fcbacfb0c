"""The shapes in which an action is read: the line and what hangs on it, as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldenthread.actions.queries.names import Party
from goldenthread.actions.rules import COUNTED, WORKED_ON, Impact, Rated, Shown, Soon, Strength
from goldenthread.kernel.rag import Delivery


@dataclass(frozen=True)
class DueLine:
    """One due date: the words as printed, what sort they are, the first and last day meant, and its JSON meaning."""

    words: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    parsed: Any = None


@dataclass(frozen=True)
class MilestoneLine:
    """One thing to be evidenced, its due dates, and the day it was met or dropped."""

    id: UUID
    text: str
    due: tuple[DueLine, ...]
    met_on: date | None
    dropped_on: date | None
    dropped_reason: str

    @property
    def is_open(self) -> bool:
        """True while it is neither met nor dropped."""
        return self.met_on is None and self.dropped_on is None


@dataclass(frozen=True)
class SaidRating:
    """One word on one axis: its value, whose voice, who said it, when, and why; and the id by which it was seen."""

    value: str
    voice: str
    by: str
    at: datetime
    reason: str
    id: UUID | None = None


@dataclass(frozen=True)
class UpdateLine:
    """The latest update: its words, its day, who wrote it and for whom, and the rating given with it."""

    id: UUID
    text: str
    at: datetime
    by: str
    on_behalf_of: str
    delivery: str


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence the reader may see: what it shows, how strong it is, of which side, and from when."""

    id: UUID
    claim: str
    kind: str
    strength: str
    quadrant: str
    dated_on: date


@dataclass(frozen=True)
class ActionLine:
    """An action as it stands on one day, complete enough for a list row, a plan's table and every export."""

    id: UUID
    version: int
    reference: str
    description: str
    information_class: str
    provenance_kind: str
    provenance_text: str
    provenance_page: str
    lead: Party
    lead_name: str
    lead_held_by: str
    lead_words: tuple[str, ...]
    lead_is_confirmed: bool
    contributors: tuple[str, ...]
    contributor_parties: tuple[Party, ...]
    cohorts: tuple[str, ...]
    state: str
    raised_on: date
    starts_on: date | None
    first_due_on: date | None
    first_due_words: str
    due: tuple[DueLine, ...]
    due_on: date | None
    next_due_on: date | None
    due_sentence: str
    slip_count: int
    closed_on: date | None
    milestones: tuple[MilestoneLine, ...]
    reports_to: tuple[str, ...]
    reportings: tuple[tuple[UUID, str, str], ...]
    delivery: Shown
    computed: Rated
    delivery_owner: str
    delivery_owner_on: date | None
    delivery_owner_by: str
    chair_rating: SaidRating | None
    impact: Impact
    impact_rating: SaidRating | None
    strength: Strength
    evidence_rating: SaidRating | None
    last_update: UpdateLine | None
    last_update_on: date | None
    evidence: tuple[EvidenceLine, ...] = field(default=())
    is_overdue: bool = False
    is_silent: bool = False
    busy_but_green: str = ""

    @property
    def rating(self) -> str:
        """The delivery rating that is shown, as a plain word for sorting and exports."""
        return self.delivery.rating

    @property
    def lead_kind(self) -> str:
        """person, seat, group or agency."""
        return self.lead.kind

    @property
    def due_words(self) -> str:
        """Every due date in the words printed, parted by semicolons."""
        return "; ".join(one.words for one in self.due)

    @property
    def evidence_count(self) -> int:
        """How many pieces of evidence the reader may see."""
        return len(self.evidence)

    @property
    def is_worked_on(self) -> bool:
        """True while somebody still has to do something."""
        return self.state in WORKED_ON

    @property
    def counts(self) -> bool:
        """True where it counts when a whole is rated from its parts: open, waiting for acceptance, or complete."""
        return self.state in COUNTED


@dataclass(frozen=True)
class WorkRow:
    """One action as it stands in somebody's work.

    `part` is where it stands: asked, now, this_month, later, waiting, finished or helping. `why` says what is wanted
    and since when. `answered` is what was said about it today, `seen` the id of the latest word, `choices` the ratings
    its lead may give now. `held_by` are those who hold the seat that leads it.
    """

    id: UUID
    partnership_id: UUID
    partnership_slug: str
    partnership_name: str
    reference: str
    title: str
    information_class: str
    lead: Party
    lead_name: str
    held_by: str
    state: str
    part: str
    why: str
    due_on: date | None
    closed_on: date | None
    rating: Delivery
    owner_says: str
    choices: tuple[str, ...]
    last: UpdateLine | None
    answered: UpdateLine | None
    seen: str
    may_update: bool
    may_take_back: bool
    may_reopen: bool
    leads: bool

    @property
    def name(self) -> str:
        """Its number and its words in one line."""
        return f"{self.reference} {self.title}".strip()


@dataclass(frozen=True)
class AskedRow:
    """What somebody is asked for besides word on an action: an answer to a silence told to them, a review of access, or
    what an app above asks.

    `kind` says which, `id` is that of the action, the review or the thing asked about; `lead_name` and `held_by` are
    known of a silence alone. `path` is the page on which it is done, `button` the word that leads there. `is_late`
    where somebody has waited for it too long.
    """

    kind: str
    id: UUID
    partnership_id: UUID
    partnership_name: str
    name: str
    why: str
    lead_name: str
    held_by: str
    part: str
    due_on: date | None
    path: str
    button: str
    is_late: bool


@dataclass(frozen=True)
class Work:
    """What waits for somebody: three groups by how soon, and what waits for others, is finished or is helped with.

    `besides` is what they are asked for besides word on actions, whose `part` is that of one of the three groups.
    """

    now: list[WorkRow] = field(default_factory=list)
    this_month: list[WorkRow] = field(default_factory=list)
    later: list[WorkRow] = field(default_factory=list)
    waiting: list[WorkRow] = field(default_factory=list)
    finished: list[WorkRow] = field(default_factory=list)
    helping: list[WorkRow] = field(default_factory=list)
    besides: list[AskedRow] = field(default_factory=list)

    @property
    def rows(self) -> list[WorkRow]:
        """Every row about an action that one leads, accepts or helps with, in the order of the page."""
        return [*self.now, *self.this_month, *self.later, *self.waiting, *self.finished, *self.helping]

    @property
    def count(self) -> int:
        """How many wait today."""
        return sum(row.answered is None for row in self.now) + sum(row.part == Soon.NOW for row in self.besides)

    @property
    def answered(self) -> int:
        """How many were answered today."""
        return sum(row.answered is not None for row in self.rows)

    @property
    def is_empty(self) -> bool:
        """True where there is nothing at all to show."""
        return not (self.rows or self.besides)

    @property
    def partnerships(self) -> set[UUID]:
        """The partnerships from which any of it comes."""
        return {row.partnership_id for row in self.rows} | {row.partnership_id for row in self.besides}

    def within(self, partnership_id: UUID) -> "Work":
        """Only what belongs to one partnership."""
        parts = vars(self).items()
        return Work(**{part: [row for row in rows if row.partnership_id == partnership_id] for part, rows in parts})
