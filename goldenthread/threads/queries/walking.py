"""Walk the thread from one thing, both ways and as far as it goes, in one recursive query.

The query walks over the links and the edges that apps keep themselves, and joins every step with the rows the actor
may see. What they may not see stops the walk: it is counted, and neither its title nor its id is fetched.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.threads import rules
from goldenthread.threads.queries.composing import (
    SUMMARY,
    Sql,
    compiled,
    fetched,
    joined,
    kinds_for,
    seen,
    summary_of,
)
from goldenthread.threads.rules import BESIDE, Expectation, Kept, Kind, LinkKind, Ref, Summary

# How far a thread is followed, how many of one kind are shown beneath one thing, and how many steps in all.
DEPTH, WIDTH, MOST = 12, 8, 1_500
WHOLE_WIDTH = 300


@dataclass(frozen=True)
class Step:
    """One step: how it hangs on `parent`, what it is, how many of its kind hang there the same way, and the link.

    `link_id` is None for an edge the owning app keeps itself.
    """

    ref: Ref
    summary: Summary
    outward: bool
    depth: int
    via: LinkKind | None = None
    parent: Ref | None = None
    note: str = ""
    link_id: UUID | None = None
    total: int = 1

    @property
    def phrase(self) -> str:
        """The words that lead from the parent to it: "serves", "is shown by"."""
        return self.via.phrase(self.outward) if self.via else ""


@dataclass(frozen=True)
class Walk:
    """A thing, what it is for (`up`, nearest first), what it rests on (`down`, in reading order), what is beside it.

    `here` is None, and all else empty, where the actor may not see the thing. `gaps` are what is missing on any thing
    that was walked through, `withheld` is true when something is not the actor's to see, `is_cut` when there was more
    than is ever walked.
    """

    ref: Ref
    here: Step | None = None
    up: list[Step] = field(default_factory=list)
    down: list[Step] = field(default_factory=list)
    beside: list[Step] = field(default_factory=list)
    gaps: dict[Ref, list[Expectation]] = field(default_factory=dict)
    withheld: bool = False
    is_cut: bool = False

    @property
    def is_alone(self) -> bool:
        """True where nothing hangs on the thing either way and nothing is missed."""
        return not (self.up or self.down or self.gaps)

    def children(self, parent: Ref) -> list[Step]:
        """What hangs directly beneath a thing."""
        return self._by_parent.get(parent, [])

    @cached_property
    def _by_parent(self) -> dict[Ref | None, list[Step]]:
        found: dict[Ref | None, list[Step]] = {}
        for step in self.down:
            found.setdefault(step.parent, []).append(step)
        return found

    @property
    def is_restricted(self) -> bool:
        """True where any thing of it is restricted."""
        return any(step.summary.is_restricted for step in (self.here, *self.up, *self.down, *self.beside) if step)

    def hanging(self, ref: Ref | None = None) -> list[tuple[str, int]]:
        """What hangs directly on the thing or a step, counted by kind, nearest the claim first: [("evidence", 3)]."""
        totals: dict[tuple[str, LinkKind | None], int] = {}
        for step in self.children(ref or self.ref):
            totals[step.ref.kind, step.via] = step.total
        counts: dict[str, int] = defaultdict(int)
        for (kind, _), number in totals.items():
            counts[kind] += number
        return [
            (one.singular if counts[one.key] == 1 else one.plural, counts[one.key])
            for one in rules.kinds()
            if one.key in counts
        ]

    def above(self) -> list[Step]:
        """One way up from the thing, the claim first: at each step the nearest thing that it serves."""
        way: list[Step] = []
        here = self.ref
        while served := [one for one in self.up if one.parent == here and one.via is LinkKind.SERVES]:
            # The thread runs from the claim down, so what is nearest to the thing stands last.
            nearest = served[-1].ref.kind
            way.insert(0, next(one for one in served if one.ref.kind == nearest))
            here = way[0].ref
        return way


def walk(
    actor: Actor, ref: Ref, *, up: int = DEPTH, down: int = DEPTH, width: int = WIDTH, most: int = MOST
) -> Walk:  # fmt: skip
    """The thread around one thing, holding only what the actor may see. One query, however long it is.

    `up` and `down` say how many steps are taken each way, `width` how many of one kind are fetched for one thing.
    """
    known = {one.key: one for one in kinds_for(actor) if one.is_followed or one.key == ref.kind}
    if ref.kind not in known:
        return Walk(ref)
    rows = fetched(_walk(actor, ref, list(known.values()), up, down, width, most))
    found = [_Found(*row) for row in rows]
    here = next((one for one in found if one.depth == 0), None)
    if here is None:
        return Walk(ref)
    start = Step(ref, summary_of(actor, known[ref.kind], here.columns), True, 0)
    steps = [_step(actor, known, one) for one in found if one.depth and one.is_seen and not one.is_again]
    order = {key: place for place, key in enumerate(known)}
    joined_on = sorted(
        (one for one in steps if one.via not in BESIDE), key=lambda one: (one.depth, order[one.ref.kind])
    )
    return Walk(
        ref=ref,
        here=start,
        up=[one for one in joined_on if one.outward],
        down=[one for one in joined_on if not one.outward],
        beside=[one for one in steps if one.via in BESIDE],
        gaps=_gaps(known, start, joined_on, found, (up, down)) if len(rows) < most else {},
        withheld=any(not one.is_seen for one in found),
        is_cut=len(rows) >= most,
    )


@dataclass(frozen=True)
class _Found:
    """One row of the walk as the database gives it."""

    kind: str
    id: UUID | None
    title: str | None
    state: str | None
    day: date | None
    word: str | None
    within: UUID | None
    row_note: str | None
    info_class: str | None
    depth: int
    outward: bool
    via: str | None
    parent_kind: str | None
    parent_id: UUID | None
    link_id: UUID | None
    note: str | None
    total: int
    is_seen: bool
    is_again: bool

    @property
    def columns(self) -> tuple[Any, ...]:
        """The columns of a summary."""
        return self.id, self.title, self.state, self.day, self.word, self.within, self.row_note, self.info_class


def _step(actor: Actor, known: dict[str, Kind], row: _Found) -> Step:
    return Step(
        ref=Ref(row.kind, row.id),  # type: ignore[arg-type]
        summary=summary_of(actor, known[row.kind], row.columns),
        outward=row.outward,
        depth=row.depth,
        via=LinkKind(row.via) if row.via else None,
        parent=Ref(row.parent_kind, row.parent_id) if row.parent_kind and row.parent_id else None,
        note=row.note or "",
        link_id=row.link_id,
        total=row.total,
    )


def _gaps(
    known: dict[str, Kind], start: Step, steps: Iterable[Step], found: Iterable[_Found], reach: tuple[int, int]
) -> dict[Ref, list[Expectation]]:
    """What is missing on each thing that was walked through, in the direction in which it was walked through."""
    present: dict[Ref, set[tuple[LinkKind, bool]]] = defaultdict(set)
    for row in found:
        if row.via and row.parent_kind and row.parent_id:
            present[Ref(row.parent_kind, row.parent_id)].add((LinkKind(row.via), row.outward))
    missing: dict[Ref, list[Expectation]] = {}
    for step in (start, *steps):
        sides = {True, False} if step.depth == 0 else {step.outward}
        walked = {side for side in sides if step.depth < reach[0 if side else 1]}
        expects = [one for one in known[step.ref.kind].expects if one.outward in walked]
        if gaps := rules.gaps(expects, present[step.ref]):
            missing[step.ref] = gaps
    return missing


def _walk(actor: Actor, ref: Ref, known: list[Kind], up: int, down: int, width: int, most: int) -> Sql:
    start = next(one for one in known if one.key == ref.kind)
    first = seen(start, actor, SUMMARY, Sql("t.id = %s", (ref.id,)))
    if first is None:
        return Sql("SELECT 1 WHERE FALSE")
    beside = list(BESIDE)
    return (
        Sql(
            "WITH RECURSIVE walk(kind, id, title, state, day, word, within, row_note, info_class, depth, outward, via,"
            " parent_kind, parent_id, link_id, note, total, is_seen, is_again, path) AS ("
            "SELECT s.kind, s.id, s.title, s.state, s.day, s.word, s.within, s.note, s.info_class, 0, d.outward,"
            " NULL::text, NULL::text, NULL::uuid, NULL::uuid, NULL::text, 1::bigint, TRUE, FALSE, ARRAY[s.id] FROM ("
        )
        + first
        + ") s CROSS JOIN (VALUES (TRUE), (FALSE)) d(outward)"
        " UNION ALL SELECT n.kind, n.id, n.title, n.state, n.day, n.word, n.within, n.row_note, n.info_class,"
        " w.depth + 1, w.outward, n.via, w.kind, w.id, n.link_id, n.link_note, n.total, n.is_seen, n.id = ANY(w.path),"
        " w.path || n.id"
        " FROM walk w CROSS JOIN LATERAL (SELECT e.kind, s.id, s.title, s.state, s.day, s.word, s.within,"
        " s.note AS row_note, s.info_class, e.via, CASE WHEN s.id IS NOT NULL THEN e.link_id END AS link_id,"
        " CASE WHEN s.id IS NOT NULL THEN e.note END AS link_note, s.id IS NOT NULL AS is_seen,"
        " count(*) OVER same AS total,"
        " row_number() OVER (PARTITION BY e.kind, e.via, s.id IS NULL ORDER BY e.place, s.day, s.title, s.id) AS place"
        " FROM ("
        + _edges(actor, known)
        + ") e LEFT JOIN LATERAL ("
        + _seen_at(actor, known)
        + ") s ON TRUE WINDOW same AS (PARTITION BY e.kind, e.via, s.id IS NULL)) n"
        + Sql(
            " WHERE w.is_seen AND NOT w.is_again AND n.place <= %s"
            " AND w.depth < CASE WHEN w.outward THEN %s ELSE %s END"
            " AND (w.via IS NULL OR w.via <> ALL(%s)) AND (w.depth = 0 OR n.via <> ALL(%s))",
            (width, up, down, beside, beside),
        )
        + Sql(
            ") SELECT kind, id, title, state, day, word, within, row_note, info_class, depth, outward, via,"
            " parent_kind, parent_id, link_id, note, total, is_seen, coalesce(is_again, FALSE) FROM walk"
            " WHERE depth > 0 OR outward LIMIT %s",
            (most,),
        )
    )


def _edges(actor: Actor, known: list[Kind]) -> Sql:
    """The edges at the step `w`, in the direction in which it is being walked: links first, then what apps keep."""
    links = " FROM threads_link l WHERE l.partnership_id = %s AND l.untied_at IS NULL AND "
    names = "l.kind AS via, l.id AS link_id, l.note, l.position AS place"
    pieces = [
        Sql(
            f"SELECT l.target_kind AS kind, l.target_id AS id, {names}{links} w.outward AND l.source_kind = w.kind"
            f" AND l.source_id = w.id UNION ALL SELECT l.source_kind, l.source_id, {names}{links} NOT w.outward"
            " AND l.target_kind = w.kind AND l.target_id = w.id",
            (actor.partnership_id, actor.partnership_id),
        )
    ]
    for one in known:
        pieces += _kept_edges(one.edges, actor) if one.edges else ()
    # An edge that is a link as well is one edge.
    return (
        Sql("SELECT DISTINCT ON (u.kind, u.id, u.via) * FROM (")
        + joined(pieces, " UNION ALL ")
        + ") u ORDER BY u.kind, u.id, u.via, u.link_id NULLS LAST"
    )


@lru_cache(maxsize=1024)
def _kept_edges(edges: Any, actor: Actor) -> tuple[Sql, ...]:
    return tuple(piece for kept in edges(actor) for piece in _kept(kept))


def _kept(kept: Kept) -> list[Sql]:
    pairs = compiled(kept.pairs)
    if pairs is None:
        return []
    both = []
    for outward, mine, other in ((True, "source", "target"), (False, "target", "source")):
        ends = {"source": kept.source, "target": kept.target}
        both.append(
            Sql(f"SELECT %s::text, k.{other}, %s::text, NULL::uuid, ''::text, k.place FROM (", (ends[other], kept.kind))
            + pairs
            + Sql(
                f") k(source, target, place) WHERE {'' if outward else 'NOT '}w.outward AND w.kind = %s"
                f" AND k.{mine} = w.id",
                (ends[mine],),
            )
        )
    return both


def _seen_at(actor: Actor, known: Collection[Kind]) -> Sql:
    """The row at the far end of the edge `e`, where the actor may see it."""
    pieces = [seen(one, actor, SUMMARY, Sql("e.kind = %s AND t.id = e.id", (one.key,))) for one in known]
    return joined([piece for piece in pieces if piece], " UNION ALL ")
