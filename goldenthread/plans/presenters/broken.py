"""A break in a thread as a row: what is missing, of what, and the pages on which this person can mend it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from goldenthread.actions.permissions import CHANGE as CHANGE_ACTION
from goldenthread.actions.permissions import RATE, UPDATE
from goldenthread.documents.rules import QUADRANTS
from goldenthread.kernel.actor import Actor, Permission
from goldenthread.partnerships.permissions import APPOINT, CHANGE_STRUCTURE
from goldenthread.plans.permissions import ADD_EVIDENCE, CHANGE
from goldenthread.plans.queries import Broken
from goldenthread.plans.rules import BREAKS, OF_OWNERS, Break
from goldenthread.web.environment import address
from goldenthread.web.filters import count, listed
from goldenthread.web.lists import Column

# Whom to ask where one may not mend it oneself.
WHO = "The business unit can mend it."


@dataclass(frozen=True)
class Mended:
    """One button: its words, its page, what the page's address takes, and the permission it needs."""

    text: str
    page: str
    needs: Permission
    parts: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BrokenRow:
    """One row of the list as this person sees it. Addresses are worked out for the rows that are shown."""

    actor: Actor
    broken: Broken

    @property
    def title(self) -> str:
        """What is broken, in its own words."""
        return self.broken.title

    @property
    def what(self) -> str:
        """What is missing, in words."""
        return BREAKS[self.broken.what]

    @property
    def says(self) -> str:
        """What that means, in a sentence."""
        return _says(self.broken)

    @property
    def href(self) -> str:
        """The page of what is broken."""
        return _page(self.actor, self.broken)

    @property
    def mends(self) -> list[tuple[str, str]]:
        """The ways to mend it that this person has, as (words, address)."""
        slug, may = self.actor.partnership_slug, self.actor.may
        return [
            (one.text, address(one.page, slug, **one.parts, query=one.query))
            for one in _mends(self.broken)
            if may(one.needs)
        ]

    @property
    def order(self) -> int:
        """The place of its kind among the kinds."""
        return list(BREAKS).index(self.broken.what)

    @property
    def plan(self) -> str:
        """The plans it belongs to, in words."""
        return "; ".join(self.broken.plans)

    @property
    def priority(self) -> str:
        """The priorities it belongs to, in words."""
        return "; ".join(self.broken.priorities)

    @property
    def group(self) -> str:
        """The groups it belongs to, in words."""
        return "; ".join(self.broken.groups)

    @property
    def how(self) -> str:
        """How it can be mended, in words."""
        return " or ".join(text for text, _ in self.mends) or WHO


BROKEN_COLUMNS = (
    Column("title", "What is broken", ("title",)),
    Column("what", "What is missing", ("order", "plan", "priority", "title")),
    Column("plan", "Where", ("plan", "priority", "title")),
    Column("how", "Mend it"),
)
BROKEN_PRINTED = (
    Column("what", "What is missing"),
    Column("title", "What is broken"),
    Column("says", "In words"),
    Column("plan", "Plan"),
    Column("priority", "Priority"),
    Column("group", "Group"),
    Column("how", "How to mend it"),
)


def _page(actor: Actor, broken: Broken) -> str:
    pages = {
        "plans.priority": ("plans:show_priority", "priority_id"),
        "plans.objective": ("plans:show_objective", "objective_id"),
        "plans.measure": ("plans:show_measure", "measure_id"),
        "actions.action": ("actions:show_action", "action"),
    }
    if broken.owner is None:
        page, keyword = pages[broken.ref.kind]
        return address(page, actor.partnership_slug, **{keyword: broken.ref.id})
    query = {"lead": f"{broken.owner.kind}:{broken.owner.id}"}
    return address("actions:list_actions", actor.partnership_slug, query=query)


def _says(broken: Broken) -> str:
    if broken.what is Break.EMPTY_SIDE:
        return f"Nothing shown yet from {listed((QUADRANTS[one].word.lower() for one in broken.sides), 'or')}"
    if broken.what in OF_OWNERS:
        waits = "waits" if broken.number == 1 else "wait"
        return f"{count(broken.number, 'open action').capitalize()} {waits} for somebody to answer"
    return {
        Break.NO_MEASURE: "Nothing says yet how we will know",
        Break.NO_EVIDENCE: "Nothing shows yet whether it is met",
        Break.NO_IMPACT: "Nobody has said yet what difference it made",
        Break.NO_PROOF: "Nothing shows what it changed",
    }[broken.what]


def _mends(broken: Broken) -> list[Mended]:
    if broken.owner is not None:
        return _mends_of_owner(broken)
    key, kind = broken.ref.id, broken.ref.kind.rpartition(".")[2]
    evidence = {"kind": kind, "part_id": key}
    if broken.what is Break.NO_MEASURE:
        at = {"plan_id": broken.places[0].plan_id}
        return [Mended("Add a measure", "plans:add_measure", CHANGE, at, {"objective": key})]
    if broken.what is Break.NO_IMPACT:
        return [Mended("Rate the impact", "actions:rate_impact", RATE, {"action": key})]
    if broken.what is Break.NO_PROOF:
        return [Mended("Add evidence", "actions:add_evidence", UPDATE, {"action": key})]
    side = {"side": broken.sides[0]} if broken.sides else {}
    return [Mended("Add evidence", "plans:add_evidence", ADD_EVIDENCE, evidence, side)]


def _mends_of_owner(broken: Broken) -> list[Mended]:
    owner = broken.owner
    if owner is None:
        return []
    if broken.what is Break.NO_HOLDER:
        fill = Mended("Say who holds it", "partnerships:hold_seat", CHANGE_STRUCTURE, {"seat": owner.id})
    elif broken.what is Break.NO_CHAIR:
        fill = Mended("Fill the chair", "partnerships:show_group", CHANGE_STRUCTURE, {"group": owner.id})
    elif broken.what is Break.NO_LEAD:
        asked = {"role": "agency_lead", "agency_id": owner.id}
        fill = Mended("Add its lead", "partnerships:add_person", APPOINT, {}, asked)
    else:
        fill = Mended("Invite them", "partnerships:show_person", APPOINT, {"person": owner.id})
    if broken.number == 1:
        return [fill, Mended("Give it to another lead", "actions:reassign", CHANGE_ACTION, {"action": broken.ref.id})]
    query = {"lead": f"{owner.kind}:{owner.id}"}
    return [fill, Mended("Give them to others", "actions:list_actions", CHANGE_ACTION, {}, query)]


def broken_counts(rows: Iterable[BrokenRow]) -> list[tuple[str, str, int]]:
    """How many breaks there are of each kind that occurs, as (key, words, number), in their usual order."""
    found = Counter(row.broken.what for row in rows)
    return [(str(what), words, found[what]) for what, words in BREAKS.items() if found[what]]


def fits(row: BrokenRow, wanted: Mapping[str, Any]) -> bool:
    """True when a break is among those asked for."""
    broken = row.broken
    return (
        (not wanted.get("what") or str(broken.what) in wanted["what"])
        and (not wanted.get("plan") or any(str(place.plan_id) == wanted["plan"] for place in broken.places))
        and (not wanted.get("priority") or any(str(p.priority_id) == wanted["priority"] for p in broken.places))
        and (not wanted.get("group") or wanted["group"] in broken.groups)
    )
