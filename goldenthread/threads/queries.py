"""Follow the thread from one thing, and look up links in bulk for lists. Always within one partnership."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Count, Q

from goldenthread.kernel.actor import Actor
from goldenthread.threads import rules
from goldenthread.threads.models import Link
from goldenthread.threads.rules import LinkKind, Ref, Summary


@dataclass(frozen=True)
class Strand:
    """One step along the thread: the words that join, what is at the other end, and the link where it can be untied.

    `link_id` is None for an edge the owning app keeps itself.
    """

    phrase: str
    summary: Summary
    ref: Ref
    link_id: UUID | None
    kind: LinkKind
    outward: bool
    note: str = ""


@dataclass(frozen=True)
class Thread:
    """A thing in the middle, what it is for (`outward`, nearest the claim first) and what it rests on (`inward`).

    `summary` is None, and all else empty, where the actor may not see the thing. `beside` are things merely related;
    `gaps` are sentences for what is missing; `withheld` is true when something is not the actor's to see.
    """

    ref: Ref
    summary: Summary | None = None
    outward: list[Strand] = field(default_factory=list)
    inward: list[Strand] = field(default_factory=list)
    beside: list[Strand] = field(default_factory=list)
    gaps_outward: list[str] = field(default_factory=list)
    gaps_inward: list[str] = field(default_factory=list)
    withheld: bool = False

    def hanging(self) -> list[tuple[str, int]]:
        """What hangs on the thing, counted by kind: [("evidence", 3), ("decisions", 1)], nearest the claim first."""
        counts: dict[str, int] = defaultdict(int)
        for strand in self.inward:
            counts[strand.ref.kind] += 1
        return [
            (one.singular if counts[one.key] == 1 else one.plural, counts[one.key])
            for one in rules.kinds()
            if one.key in counts
        ]


@dataclass(frozen=True)
class _Edge:
    kind: LinkKind
    ref: Ref
    outward: bool
    link_id: UUID | None = None
    note: str = ""
    position: int = 0


def summaries_of(actor: Actor, refs: Iterable[Ref]) -> dict[Ref, Summary]:
    """A summary of each thing the actor may see. One call, so a constant number of queries, for each kind."""
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for ref in refs:
        by_kind[ref.kind].add(ref.id)
    found = {}
    for key, ids in by_kind.items():
        kind = rules.kind(key)
        for thing_id, summary in (kind.summaries(actor, ids) if kind else {}).items():
            named = summary if summary.singular or kind is None else replace(summary, singular=kind.singular)
            found[Ref(key, thing_id)] = named
    return found


def thread_of(actor: Actor, ref: Ref) -> Thread:
    """The thread around one thing, both ways, holding only what the actor may see.

    One query for the links, whatever the owning app's `neighbours` takes, and a constant number for each kind met.
    """
    kind = rules.kind(ref.kind)
    edges = _edges(actor, ref) if kind else []
    seen = summaries_of(actor, [ref, *(edge.ref for edge in edges)])
    if kind is None or ref not in seen:
        return Thread(ref)
    strands = [_strand(edge, seen[edge.ref]) for edge in edges if edge.ref in seen]
    missing = rules.gaps(kind.expects, {(edge.kind, edge.outward) for edge in edges})
    related = [strand for strand in strands if strand.kind is LinkKind.RELATES_TO]
    joined = [strand for strand in strands if strand.kind is not LinkKind.RELATES_TO]
    return Thread(
        ref=ref,
        summary=seen[ref],
        outward=[strand for strand in joined if strand.outward],
        inward=[strand for strand in joined if not strand.outward],
        beside=related,
        gaps_outward=[gap.sentence for gap in missing if gap.outward],
        gaps_inward=[gap.sentence for gap in missing if not gap.outward],
        withheld=any(edge.ref not in seen for edge in edges),
    )


def _edges(actor: Actor, ref: Ref) -> list[_Edge]:
    """Every edge of a thing, its own app's and ours, each once, in the order in which a thread is read."""
    kind = rules.kind(ref.kind)
    kept = kind.neighbours(actor, ref.id) if kind and kind.neighbours else []
    edges = {(one.kind, one.ref, one.outward): _Edge(one.kind, one.ref, one.outward) for one in kept}
    links = Link.objects.within(actor).standing()
    for link in links.filter(Q(source_kind=ref.kind, source_id=ref.id) | Q(target_kind=ref.kind, target_id=ref.id)):
        outward = (link.source_kind, link.source_id) == (ref.kind, ref.id)
        other = Ref(link.target_kind, link.target_id) if outward else Ref(link.source_kind, link.source_id)
        edge = _Edge(LinkKind(link.kind), other, outward, link.pk, link.note, link.position)
        edges.setdefault((edge.kind, edge.ref, edge.outward), edge)
    order = {one.key: one.level for one in rules.kinds()}
    return sorted(edges.values(), key=lambda edge: (order.get(edge.ref.kind, 0), edge.position))


def _strand(edge: _Edge, summary: Summary) -> Strand:
    return Strand(
        phrase=edge.kind.phrase(edge.outward),
        summary=summary,
        ref=edge.ref,
        link_id=edge.link_id,
        kind=edge.kind,
        outward=edge.outward,
        note=edge.note,
    )


def targets(
    actor: Actor, kind: LinkKind, source_kind: str, source_ids: Collection[UUID], target_kind: str | None = None
) -> dict[UUID, list[UUID]]:
    """For each source that has any, the ids it is linked to, by position. One query. Nothing says who may see them."""
    links = Link.objects.within(actor).standing().filter(kind=kind, source_kind=source_kind, source_id__in=source_ids)
    if target_kind is not None:
        links = links.filter(target_kind=target_kind)
    return _gathered(links.values_list("source_id", "target_id"))


def sources(
    actor: Actor, kind: LinkKind, target_kind: str, target_ids: Collection[UUID], source_kind: str | None = None
) -> dict[UUID, list[UUID]]:
    """For each target that has any, the ids linked to it, by position. One query. Nothing says who may see them."""
    links = Link.objects.within(actor).standing().filter(kind=kind, target_kind=target_kind, target_id__in=target_ids)
    if source_kind is not None:
        links = links.filter(source_kind=source_kind)
    return _gathered(links.values_list("target_id", "source_id"))


def links_to(actor: Actor, target_ids: Collection[UUID]) -> list[tuple[LinkKind, UUID, Ref]]:
    """Every standing link to some things, as (kind, target's id, source). One query. Nothing says who may see them."""
    links = Link.objects.within(actor).standing().filter(target_id__in=target_ids)
    rows = links.values_list("kind", "target_id", "source_kind", "source_id")
    return [(LinkKind(kind), target, Ref(source_kind, source)) for kind, target, source_kind, source in rows]


def _gathered(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def count_sources(
    actor: Actor, kind: LinkKind, target_kind: str, target_ids: Collection[UUID], source_kind: str
) -> dict[UUID, int]:
    """How many things of one kind are linked to each target; targets without any are left out. One query."""
    links = Link.objects.within(actor).standing().filter(kind=kind, target_kind=target_kind, target_id__in=target_ids)
    rows = links.filter(source_kind=source_kind).order_by().values("target_id").annotate(number=Count("pk"))
    return dict(rows.values_list("target_id", "number"))


def show_link(actor: Actor, link_id: UUID) -> tuple[Link, Strand, Summary] | None:
    """A standing link, the strand from its source to its target and the source's summary; None unless both are seen."""
    link = Link.objects.within(actor).standing().filter(pk=link_id).first()
    if link is None:
        return None
    source, target = Ref(link.source_kind, link.source_id), Ref(link.target_kind, link.target_id)
    seen = summaries_of(actor, [source, target])
    if len(seen) < 2:
        return None
    edge = _Edge(LinkKind(link.kind), target, True, link.pk, link.note)
    return link, _strand(edge, seen[target]), seen[source]


def may_see_link(actor: Actor, link_id: UUID) -> bool:
    """True when both ends of a link, standing or taken away, are the actor's to see."""
    link = Link.objects.within(actor).filter(pk=link_id).first()
    if link is None:
        return False
    ends = [Ref(link.source_kind, link.source_id), Ref(link.target_kind, link.target_id)]
    return len(summaries_of(actor, ends)) == 2


def things_with_history(actor: Actor, ref: Ref) -> list[tuple[str, UUID]]:
    """The thing and every link it has or had, as (kind, id), for `trail.queries.history_of`. One query."""
    links = Link.objects.within(actor).filter(
        Q(source_kind=ref.kind, source_id=ref.id) | Q(target_kind=ref.kind, target_id=ref.id)
    )
    return [(ref.kind, ref.id), *(("threads.link", link_id) for link_id in links.values_list("pk", flat=True))]


def linkable(actor: Actor, choice: rules.Choice, words: str, limit: int = 20) -> list[tuple[Ref, Summary]]:
    """Things the actor may see that a link of this choice may lead to, found by words, by kind and then best first."""
    found: list[tuple[Ref, Summary]] = []
    for one in rules.kinds():
        if one.key in choice.others and one.search is not None:
            hits = one.search(actor, words, limit)
            found += [
                (Ref(one.key, thing_id), summary if summary.singular else replace(summary, singular=one.singular))
                for thing_id, summary in hits.items()
            ]
    return found[:limit]
