"""Find packs, and what of an agenda as it stands they do not hold yet."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

from django.db.models import Prefetch

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import AgendaItem, Meeting, Pack, Paper
from goldenthread.meetings.permissions import SEE, reads_every_part_b, reads_part_b
from goldenthread.meetings.queries.agenda import part_b_groups
from goldenthread.meetings.rules import PART_A, PART_B, numbered, packs_of_reader
from goldenthread.partnerships.permissions import Role
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind, Ref

# The cover sheet of a paper, in the order it is printed.
SHEET = {
    "decision_sought": "What the meeting is asked to do",
    "summary": "Summary",
    "equalities": "What it means for equality",
    "resources": "What it costs",
    "legal": "Law and statutory guidance",
}


# What a supplement that told of its withdrawal holds of a paper.
WITHDRAWN = "withdrawn"
SERVES = ("plans.priority", "plans.objective")


@dataclass(frozen=True)
class Standing:
    """An agenda as it stands, whoever reads it: its items with their numbers, and the papers that were added."""

    meeting: Meeting
    lines: list[tuple[str, AgendaItem]]
    stamp: str

    def of(self, variant: str) -> list[tuple[str, AgendaItem]]:
        """What a variant holds: part A, or both parts."""
        return [(number, item) for number, item in self.lines if variant == PART_B or item.part == PART_A]

    def prints(self, variant: str) -> dict[str, str]:
        """What each paper of a variant is made from now, by its id."""
        return {str(paper.pk): _print_of(paper) for _, item in self.of(variant) for paper in added(item)}

    def gone(self, variant: str, given: Sequence[Pack]) -> dict[str, Paper]:
        """The papers of a variant that were withdrawn since these packs were given, by id; each is told of once."""
        before = held(given)
        return {
            key: paper
            for _, item in self.of(variant)
            for paper in item.papers_gone  # type: ignore[attr-defined]
            if before.get(key := str(paper.pk), WITHDRAWN) != WITHDRAWN
        }


def standing(actor: Actor, meeting: Meeting) -> Standing:
    """The agenda of a meeting as it stands, both parts; for services that have checked who asks. Three queries."""
    papers = Paper.objects.standing().select_related("document", "owner").order_by("created_at", "pk")
    rows = AgendaItem.objects.within(actor).filter(meeting=meeting).standing().select_related("presenter")
    gone = Paper.objects.filter(withdrawn_at__isnull=False, added_at__isnull=False).order_by("created_at", "pk")
    rows = rows.prefetch_related(
        Prefetch("papers", papers, to_attr="papers_all"), Prefetch("papers", gone, to_attr="papers_gone")
    ).order_by("part", "position", "pk")  # fmt: skip
    lines = numbered(rows)
    told: list[tuple[Any, ...]] = [
        (str(item.pk), item.version, item.position, item.part, item.title) for _, item in lines
    ]
    told += [(str(one.pk), one.version, _print_of(one)) for _, item in lines for one in item.papers_all]
    told += [(str(one.pk), one.version, WITHDRAWN) for _, item in lines for one in item.papers_gone]
    return Standing(meeting, lines, _digest([meeting.version, told]))


def served_by(actor: Actor, papers: Collection[UUID]) -> dict[UUID, list[tuple[str, Ref]]]:
    """What each of these papers works towards, with its name: the priorities and objectives every reader may see.

    A pack is the same for all its readers, so only what a lay member reads is named. Three queries.
    """
    reader = replace(
        actor, user_id=None, roles=frozenset({Role.LAY_MEMBER}), agency_ids=frozenset(), group_ids=frozenset(),
        sitting_group_ids=frozenset(), chaired_group_ids=frozenset(), seat_ids=frozenset(),
    )  # fmt: skip
    found = _serves(actor, papers)
    names = threads.summaries_of(reader, [ref for refs in found.values() for ref in refs])
    return {paper: [(names[ref].title, ref) for ref in refs if ref in names] for paper, refs in found.items()}


def works_towards(actor: Actor, paper_id: UUID) -> list[tuple[str, str]]:
    """What a paper works towards as far as the actor may see it, each with its address. Three queries."""
    seen = threads.summaries_of(actor, _serves(actor, [paper_id]).get(paper_id, []))
    return [(one.title, one.url) for one in seen.values()]


def pages_of(actor: Actor, keys: Collection[str]) -> dict[str, str]:
    """The addresses of what papers are tied to in a frozen pack, those alone that the actor may open. One query."""
    refs = {_ref(key): key for key in keys}
    return {refs[ref]: one.url for ref, one in threads.summaries_of(actor, refs).items()}


def key_of(ref: Ref) -> str:
    """How a frozen pack names one thing, for `pages_of`."""
    return f"{ref.kind} {ref.id}"


def _ref(key: str) -> Ref:
    kind, _, thing = key.partition(" ")
    return Ref(kind, UUID(thing))


def _serves(actor: Actor, papers: Collection[UUID]) -> dict[UUID, list[Ref]]:
    found: dict[UUID, list[Ref]] = defaultdict(list)
    for kind in SERVES:
        for paper, targets in threads.targets(actor, LinkKind.SERVES, "meetings.paper", papers, kind).items():
            found[paper] += [Ref(kind, target) for target in targets]
    return found


def added(item: Any) -> list[Paper]:
    """The papers of an item that are there."""
    return [paper for paper in item.papers_all if paper.added_at]


def owed(item: Any) -> list[Paper]:
    """The papers of an item that are still owed."""
    return [paper for paper in item.papers_all if not paper.added_at]


def _print_of(paper: Any) -> str:
    """What a paper is made from, in one short text: it differs where anything that is printed differs."""
    document = paper.document
    file = (
        [str(document.pk), document.sha256, document.information_class, bool(document.withdrawn_at)] if document else []
    )
    return _digest([paper.title, paper.body, paper.contributors, *(getattr(paper, key) for key in SHEET), file])


def _digest(told: Any) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def held(given: Sequence[Pack]) -> dict[str, str]:
    """Which papers a reader was given in these packs, and what each was made from when given last."""
    return {paper: what for pack in given for paper, what in pack.held.items()}


def changes(stands: Standing, variant: str, given: Sequence[Pack]) -> int:
    """How many papers of a variant were added, replaced or withdrawn since these packs were given."""
    return len(_missing(stands, variant, given))


def _missing(stands: Standing, variant: str, given: Sequence[Pack]) -> set[str]:
    before = held(given)
    new = {paper for paper, what in stands.prints(variant).items() if before.get(paper) != what}
    return new | set(stands.gone(variant, given))


def list_packs(actor: Actor, meeting_id: UUID) -> list[Pack]:
    """The pack of a meeting and its supplements as this reader is given them, without what they say. One query."""
    rows = Pack.objects.readable(actor).listed().filter(meeting_id=meeting_id)
    # Only who reads part B finds rows with it.
    return packs_of_reader(rows, reads_part_b=True)


def find_pack(actor: Actor, pack_id: UUID) -> Pack | None:
    """One pack the actor may read, or None. One query."""
    return cast("Pack | None", Pack.objects.readable(actor).listed().filter(pk=pack_id).first())


def may_see_pack(actor: Actor, pack_id: UUID) -> bool:
    """True where the actor may read the pack, and so its history."""
    return actor.may(SEE) and find_pack(actor, pack_id) is not None


@dataclass(frozen=True)
class Waiting:
    """What is to be issued for a meeting, as somebody who keeps its agenda sees it."""

    packs: list[Pack]
    items: int = 0
    papers: int = 0
    owed: list[Paper] = field(default_factory=list)
    new: list[tuple[str, Paper, str]] = field(default_factory=list)


def to_issue(actor: Actor, meeting: Meeting) -> Waiting:
    """How many items and papers a pack would hold, the papers owed, and what was added, replaced or withdrawn since.

    Each of `new` is the number of its item, the paper, and whether it "adds", "replaces" or "withdraws". Only what the
    actor reads. Five queries.
    """
    rows = list(Pack.objects.readable(actor).listed().filter(meeting_id=meeting.pk))
    stands, packs = standing(actor, meeting), packs_of_reader(rows, reads_part_b=True)
    reads_b = reads_part_b(actor, meeting.group_id, () if reads_every_part_b(actor) else part_b_groups(actor))
    variants = [PART_A, PART_B] if reads_b else [PART_A]
    # What moved from part B to part A is new to those who read part A alone.
    missing = {
        paper for one in variants for paper in _missing(stands, one, packs_of_reader(rows, reads_part_b=one == PART_B))
    }
    before, prints, lines = held(packs), stands.prints(variants[-1]), stands.of(variants[-1])
    new = [
        (number, paper, "replaces" if str(paper.pk) in before else "adds")
        for number, item in lines
        for paper in added(item)
        if str(paper.pk) in missing
    ]
    new += [
        (number, paper, "withdraws")
        for number, item in lines
        for paper in item.papers_gone  # type: ignore[attr-defined]
        if str(paper.pk) in missing
    ]
    waits = [paper for _, item in lines for paper in owed(item)]
    return Waiting(packs, len(lines), len(prints), waits, new)
