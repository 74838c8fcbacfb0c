"""The canonical tables: what an extract becomes, whatever system it came from, and what each column means.

An analyst may write them as CSV or Parquet, one file a table. Dates in CSV are ISO (2024-04-01) or, throughout one
file, day first (01/04/2024). Only the columns marked as needed must be there; one that is absent is unknown throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

import pyarrow as pa

from goldenthread.measures.places import PLACE
from goldenthread.measures.problems import Problems


class Kind(StrEnum):
    """How a column's values are kept. A flag that is blank is unknown, which is not No."""

    ID = "identifier"
    CODE = "code"
    DATE = "date"
    MOMENT = "date and time"
    FLAG = "yes or no"
    COUNT = "whole number"


ARROW = {
    Kind.ID: pa.string(),
    Kind.CODE: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.MOMENT: pa.timestamp("us"),
    Kind.FLAG: pa.bool_(),
    Kind.COUNT: pa.int32(),
}


@dataclass(frozen=True)
class Column:
    """One column: its name, how its values are kept, what it means, and whether a row is nothing without it."""

    name: str
    kind: Kind
    meaning: str
    needed: bool = False


@dataclass(frozen=True)
class Table:
    """One canonical table, what one row of it is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The table's types in memory."""
        return pa.schema([(column.name, ARROW[column.kind]) for column in self.columns])

    @property
    def placed(self) -> pa.Schema:
        """The same with the place of each row, as readers hand it on."""
        return self.schema.append(PLACE)

    @property
    def dates(self) -> tuple[str, ...]:
        """The names of its columns that hold days."""
        return tuple(column.name for column in self.columns if column.kind is Kind.DATE)

    @property
    def timed(self) -> tuple[str, ...]:
        """The names of its columns that hold days or moments."""
        return tuple(column.name for column in self.columns if column.kind in (Kind.DATE, Kind.MOMENT))


def _id(name: str, meaning: str, needed: bool = False) -> Column:
    return Column(name, Kind.ID, meaning, needed)


def _day(name: str, meaning: str, needed: bool = False) -> Column:
    return Column(name, Kind.DATE, meaning, needed)


def _code(name: str, meaning: str) -> Column:
    return Column(name, Kind.CODE, meaning)


def _flag(name: str, meaning: str) -> Column:
    return Column(name, Kind.FLAG, meaning)


CHILD = _id("child_id", "The authority's own identifier of the child", needed=True)

CHILDREN = Table(
    "children",
    "One child known to the authority",
    (
        CHILD,
        _code("sex", "M, F, or U for unknown, not stated, neither or unborn"),
        _code("ethnicity", "The department's code, for example WBRI"),
        _day("date_of_birth", "Blank for a child not yet born"),
        _flag("disability", "Whether the child has a disability"),
        _code("area", "The locality by which the partnership looks at differences, if any"),
    ),
)
CONTACTS = Table(
    "contacts",
    "One contact received, from whichever agency; a contact is not a referral",
    (
        _id("contact_id", "The contact"),
        CHILD,
        _day("contact_date", "The day it was received", needed=True),
        _code("source", "Who made it: 1A to 10"),
    ),
)
EARLY_HELP = Table(
    "early_help",
    "One early help assessment",
    (
        _id("early_help_id", "The assessment"),
        CHILD,
        _day("start_date", "The day it began", needed=True),
        _day("end_date", "The day it was completed"),
        _code("organisation", "Who completed it"),
    ),
)
REFERRALS = Table(
    "referrals",
    "One referral to children's social care, those that came to nothing included",
    (
        _id("referral_id", "The referral", needed=True),
        CHILD,
        _day("referral_date", "The day it was received", needed=True),
        _code("source", "Who made it: 1A to 10"),
        _flag("nfa", "Whether it ended with no further action before an assessment"),
        _day("closure_date", "The day the case was closed"),
        _code("closure_reason", "RC1 to RC9"),
        _code("need", "Primary need: N0 to N9"),
    ),
)
ASSESSMENTS = Table(
    "assessments",
    "One continuous assessment",
    (
        _id("assessment_id", "The assessment", needed=True),
        _id("referral_id", "The referral it follows"),
        CHILD,
        _day("start_date", "The day it began", needed=True),
        _day("authorised_date", "The day it was authorised, which completes it"),
    ),
)
S47_ENQUIRIES = Table(
    "s47_enquiries",
    "One section 47 enquiry",
    (
        _id("s47_id", "The enquiry", needed=True),
        _id("referral_id", "The referral it belongs to"),
        CHILD,
        _day("start_date", "The day of the strategy discussion that began it", needed=True),
        _day("icpc_date", "The day of its initial child protection conference"),
        _flag("icpc_not_required", "Whether a conference was found not to be needed"),
    ),
)
CONFERENCES = Table(
    "conferences",
    "One initial child protection conference about one child",
    (
        _id("conference_id", "The conference"),
        CHILD,
        _day("conference_date", "The day it was held", needed=True),
        _day("s47_start_date", "The strategy discussion it follows; blank for a transfer in"),
        _flag("transfer_in", "Whether the child came with a plan of another authority"),
        _flag("resulted_in_plan", "Whether a child protection plan followed"),
    ),
)
PLANS = Table(
    "plans",
    "One child protection plan of one child",
    (
        _id("plan_id", "The plan", needed=True),
        CHILD,
        _day("start_date", "The day it began, which is that of the conference", needed=True),
        _day("end_date", "The day it ended; blank while it is open"),
        _code("initial_category", "NEG, PHY, SAB, EMO or MUL"),
        _code("latest_category", "NEG, PHY, SAB, EMO or MUL"),
        Column("previous_plans", Kind.COUNT, "Earlier plans by this authority, however long ago"),
        _flag("other_authority", "Whether it is another authority's plan, kept for information"),
    ),
)
REVIEWS = Table(
    "reviews",
    "One review conference of one plan",
    (
        _id("plan_id", "The plan reviewed", needed=True),
        CHILD,
        _day("review_date", "The day it was held", needed=True),
    ),
)
VISITS = Table(
    "visits",
    "One statutory visit to a child under a plan",
    (
        _id("plan_id", "The plan the child was visited under"),
        CHILD,
        _day("visit_date", "The day of the visit", needed=True),
        _flag("seen", "Whether the child was seen"),
        _flag("seen_alone", "Whether the child was seen alone"),
    ),
)
CORE_GROUPS = Table(
    "core_groups",
    "One core group meeting about one plan; no statutory extract has these",
    (
        _id("plan_id", "The plan it worked on", needed=True),
        CHILD,
        _day("meeting_date", "The day it met", needed=True),
    ),
)
MISSING_EPISODES = Table(
    "missing_episodes",
    "One time a child went missing, with times; no statutory extract has these",
    (
        _id("missing_id", "The episode"),
        CHILD,
        Column("started_at", Kind.MOMENT, "When the child went missing, London time", needed=True),
        Column("ended_at", Kind.MOMENT, "When the child was found or came back, London time"),
        Column("rhi_offered_at", Kind.MOMENT, "When a return home interview was offered"),
        Column("rhi_completed_at", Kind.MOMENT, "When the interview was held"),
    ),
)
LOOKED_AFTER = Table(
    "looked_after",
    "One episode of care: a row for each change of legal status or placement",
    (
        CHILD,
        _day("start_date", "The day the episode began", needed=True),
        _day("end_date", "The day it ended; blank while it goes on"),
        _code("reason_started", "S, L, P, T, B or U; S starts a period of care"),
        _code("legal_status", "C1 to J3; V3 and V4 are short breaks"),
        _code("need", "N1 to N8"),
        _code("placement", "U1 to Z1"),
        _code("provider", "PR0 to PR5"),
        _code("reason_ended", "X1 goes on to the next episode; E-codes end the period"),
        _code("reason_placement_changed", "Why the placement changed"),
        _code("urn", "The provider's own number, where the placement has one"),
    ),
)
LOOKED_AFTER_MISSING = Table(
    "looked_after_missing",
    "One time a looked-after child was missing or away, in days",
    (
        CHILD,
        _code("kind", "M missing, A away without authorisation"),
        _day("start_date", "The day it began", needed=True),
        _day("end_date", "The day it ended"),
    ),
)
LOOKED_AFTER_REVIEWS = Table(
    "looked_after_reviews",
    "One statutory review of one looked-after child",
    (
        CHILD,
        _day("review_date", "The day it was held", needed=True),
        _code("participation", "PN0 to PN7"),
    ),
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        CHILDREN,
        CONTACTS,
        EARLY_HELP,
        REFERRALS,
        ASSESSMENTS,
        S47_ENQUIRIES,
        CONFERENCES,
        PLANS,
        REVIEWS,
        VISITS,
        CORE_GROUPS,
        MISSING_EPISODES,
        LOOKED_AFTER,
        LOOKED_AFTER_MISSING,
        LOOKED_AFTER_REVIEWS,
    )
}


@dataclass
class Extract:
    """What was read: the tables that the source can fill, what was wrong, and the days between which it looks.

    A table that the source does not carry is absent, which is not the same as empty. `covers` is the first and last day
    the source says it covers, where it says so (a census year); `kind` is a word for people ("Ofsted Annex A"),
    `files` which files were read, each with what it was taken for. Where tables come from several inputs, `spans` has
    those days of each; None where one of its inputs does not say.
    A value of `tables` is a `pyarrow.Table` of the canonical schema, or, for large Parquet, the path it lies at.
    """

    kind: str
    tables: dict[str, pa.Table | Path]
    problems: Problems = field(default_factory=Problems)
    covers: tuple[date, date] | None = None
    files: list[tuple[str, str]] = field(default_factory=list)
    spans: dict[str, tuple[date, date] | None] = field(default_factory=dict)

    def covered(self, names: Iterable[str]) -> tuple[date, date] | None:
        """The first and last day about which all of these tables speak; None where nothing says so of any."""
        known = [span for name in names if (span := self.spans.get(name, self.covers))]
        return (max(first for first, _ in known), min(last for _, last in known)) if known else None

    @property
    def is_silent(self) -> bool:
        """True where nothing says of some table which days it speaks of."""
        return any(self.spans.get(name, self.covers) is None for name in self.tables)

    def leave_places(self) -> None:
        """Keep the canonical columns alone; from here on nobody asks where a row was found."""
        for name, table in self.tables.items():
            if isinstance(table, pa.Table) and PLACE.name in table.schema.names:
                self.tables[name] = table.drop_columns(PLACE.name)
