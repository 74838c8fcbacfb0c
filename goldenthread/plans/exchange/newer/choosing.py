"""Compare a newer file with its plan, keep the comparison, and keep what a person decided of each line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from rapidfuzz import fuzz

from goldenthread.actions import queries as tracker
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.plans import queries, services
from goldenthread.plans.exchange.deciding import Decisions, propose
from goldenthread.plans.exchange.newer.comparing import Beside, compare, marked_stale
from goldenthread.plans.exchange.newer.differences import DOUBT, Choices, Comparison, Difference
from goldenthread.plans.exchange.newer.lines import plain
from goldenthread.plans.exchange.newer.pairing import NEW
from goldenthread.plans.exchange.newer.standing import standing_plan

if TYPE_CHECKING:
    from goldenthread.plans.models import PlanImport

GONE = "There is no such file in this partnership."
NOT_NEWER = "This file is not a newer file of a plan."
HIDDEN = (
    "This plan holds actions that are not yours to read, so somebody who reads all of it must bring in the newer file."
)
LIKE_A_TITLE, LIKE_ITS_PARTS = 88, 0.5


@dataclass(frozen=True)
class Alike:
    """A plan that a file may be a newer one of, and why it looks so."""

    plan_id: UUID
    title: str
    state: str
    why: str


def alike(actor: Actor, document: Mapping[str, Any]) -> list[Alike]:
    """The open plans a read file may be a newer one of, by title and years or by its priorities. Three queries."""
    title, period = plain(document.get("title", "")), document.get("period") or {}
    mine = {plain(row.get("title", "")) for row in document.get("priorities", [])}
    mine |= {plain(row.get("title", "")) for row in [
        *document.get("objectives", []),
        *(one for row in document.get("priorities", []) for one in row.get("objectives", [])),
    ]}  # fmt: skip
    titles = queries.part_titles(actor)
    found = []
    for line in queries.list_plans(actor):
        plan = line.plan
        if plan.state == "closed":
            continue
        theirs = {plain(words) for words in titles.get(plan.pk, [])}
        shared = len(mine & theirs)
        same_years = plan.starts_on is not None and period.get("start") == plan.starts_on.isoformat()
        if shared and shared >= LIKE_ITS_PARTS * min(len(mine), len(theirs)):
            found.append((2 + shared, Alike(plan.pk, plan.title, plan.state, "It has the same priorities or aims.")))
        elif title and fuzz.token_sort_ratio(title, plain(plan.title)) >= LIKE_A_TITLE and (same_years or not period):
            found.append((1, Alike(plan.pk, plan.title, plan.state, "It has the same title.")))
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])]


def lay_beside(actor: Actor, today: date, row: "PlanImport") -> Beside:
    """An import and its plan as both stand now, ready to be compared. The queries do not grow with the plan.

    Raises `Refused` where the plan is gone, where it holds actions that are not the actor's to read, which would
    otherwise be brought in a second time, and where the file is none of a plan's.
    """
    if row.onto_id is None:
        raise Refused(NOT_NEWER)
    live = standing_plan(actor, row.onto_id, today)
    if live is None:
        raise Refused("The plan of which this is a newer file is no longer there.")
    if queries.holds_hidden_actions(actor, row.onto_id):
        raise Refused(HIDDEN)
    decisions = Decisions.from_json(row.decisions)
    return Beside(
        live=live,
        file=row.document,
        proposals=propose(actor, today, row.document, decisions),
        decisions=decisions,
        choices=Choices.of(row.decisions),
        dated_on=row.dated_on or today,
        only_actions=PurePath(row.file_name).suffix.lower() == ".csv",
    )


@transaction.atomic
def compare_again(actor: Actor, now: datetime, today: date, import_id: UUID, *, mark: bool = False) -> "PlanImport":
    """Compare a newer file with its plan afresh and keep the comparison; returns the import.

    With `mark`, the lines of the plan that changed since the last comparison are marked, so that they are looked at
    again. Raises `Refused`.
    """
    row = queries.show_import(actor, import_id)
    if row is None:
        raise Refused(GONE)
    fresh = compare(lay_beside(actor, today, row))
    if mark and row.compared:
        fresh = marked_stale(fresh, Comparison.from_json(row.compared))
    return services.correct_plan(
        actor, now, import_id, row.version, compared=fresh.to_json(), what="compared with the plan"
    )


@dataclass(frozen=True)
class Compared:
    """A newer file as a person looks at it: the import, the kept comparison, the choices, what changed meanwhile."""

    row: "PlanImport"
    comparison: Comparison
    choices: Choices
    changed_since: frozenset[str]

    def stale(self) -> list[Difference]:
        """The lines to look at again: marked, or changed in the plan since."""
        return [one for one in self.comparison.differences if self.is_stale(one)]

    def is_stale(self, one: Difference) -> bool:
        """True where the plan's side of a line is not as it was when it was compared."""
        return one.is_stale or (bool(one.live) and one.live.partition("@")[0] in self.changed_since)

    def open_doubts(self) -> list[Difference]:
        """The questions nobody has answered."""
        return self.comparison.of(DOUBT)

    @staticmethod
    def pieces(before: str, after: str) -> list[tuple[str, str]]:
        """Two texts as runs of words that stay, are gone or are new."""
        return runs(before, after)


def show_compared(actor: Actor, import_id: UUID) -> Compared | None:
    """A newer file with its comparison as kept, or None. Four queries, however long the plan is.

    Whoever compared it may have read more than the actor may: lines of actions that are not theirs are left out.
    """
    row = queries.show_import(actor, import_id)
    if row is None or row.onto_id is None:
        return None
    comparison = _seen(actor, Comparison.from_json(row.compared))
    since: set[str] = set()
    if row.state == "preview":
        actions = [UUID(one) for one, stamp in comparison.stamps.items() if "/" in stamp]
        now = queries.stamps_of_plan(actor, row.onto_id, actions)
        since = {one for one, stamp in comparison.stamps.items() if now.get(one) != stamp}
    return Compared(row, comparison, Choices.of(row.decisions), frozenset(since))


def _seen(actor: Actor, kept: Comparison) -> Comparison:
    """A comparison without the actions of the plan that are not the actor's to see."""
    ids = {one.live: UUID(one.live.partition("@")[0]) for one in kept.differences if one.kind == "action" and one.live}
    seen = tracker.states(actor, set(ids.values()))
    return replace(kept, differences=[one for one in kept.differences if one.live not in ids or ids[one.live] in seen])


@dataclass(frozen=True)
class Answers:
    """What a person said of the lines on one page: doubts by the file's id, ticks by name, fates by the plan's id."""

    same: Mapping[str, bool]
    take: Mapping[str, bool]
    gone: Mapping[str, Mapping[str, str]]


@transaction.atomic
def keep_choices(
    actor: Actor, now: datetime, today: date, import_id: UUID, version: int, answers: Answers
) -> "PlanImport":
    """Keep what was decided of some lines, beside what was decided of the others; returns the import.

    An answered doubt is compared afresh as the line that it is. Raises `Refused`, and `Superseded` where somebody
    decided something meanwhile.
    """
    row = queries.show_import(actor, import_id)
    if row is None:
        raise Refused(GONE)
    kept = row.decisions.get("newer", {})
    doubts = {one.of_file: one.live for one in Comparison.from_json(row.compared).of(DOUBT)}
    same = {uid: doubts[uid] if yes else NEW for uid, yes in answers.same.items() if uid in doubts}
    decided = {
        "same": {**kept.get("same", {}), **same},
        "take": {**kept.get("take", {}), **answers.take},
        "gone": {**kept.get("gone", {}), **answers.gone},
    }
    row = services.correct_plan(
        actor, now, import_id, version, decisions={"newer": decided}, what="what to take of the newer file"
    )
    return compare_again(actor, now, today, import_id, mark=True) if same else row


def runs(before: str, after: str) -> list[tuple[str, str]]:
    """Two texts as one: runs of words that stay ("same"), are gone ("gone") or are new ("new")."""
    old, new = before.split(), after.split()
    found: list[tuple[str, str]] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", " ".join(old[i1:i2])))
            continue
        if i2 > i1:
            found.append(("gone", " ".join(old[i1:i2])))
        if j2 > j1:
            found.append(("new", " ".join(new[j1:j2])))
    return found
