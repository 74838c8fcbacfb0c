"""Look up links in bulk for lists, and one with both its ends. Always within one partnership."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q

from goldenthread.kernel.actor import Actor
from goldenthread.threads.models import Link
from goldenthread.threads.queries.composing import summaries_of
from goldenthread.threads.rules import LinkKind, Ref, Summary


def targets(
    actor: Actor, kind: LinkKind, source_kind: str, source_ids: Collection[UUID], target_kind: str | None = None
) -> dict[UUID, list[UUID]]:
    """For each source that has any, the ids it is linked to, by position. One query. Nothing says who may see them."""
    links = Link.objects.within(actor).standing().filter(kind=kind, source_kind=source_kind, source_id__in=source_ids)
    if target_kind is not None:
        links = links.filter(target_kind=target_kind)
    return _gathered(links.values_list("source_id", "target_id"))


def sources(
    actor: Actor,
    kind: LinkKind,
    target_kind: str | Collection[str],
    target_ids: Collection[UUID],
    source_kind: str | None = None,
) -> dict[UUID, list[UUID]]:
    """For each target that has any, the ids linked to it, by position. One query. Nothing says who may see them.

    `target_kind` may be several kinds, because no two things of any kind share an id.
    """
    kinds = [target_kind] if isinstance(target_kind, str) else target_kind
    links = Link.objects.within(actor).standing().filter(kind=kind, target_kind__in=kinds, target_id__in=target_ids)
    if source_kind is not None:
        links = links.filter(source_kind=source_kind)
    return _gathered(links.values_list("target_id", "source_id"))


def served_by(actor: Actor, kind: LinkKind, source_kind: str, target_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """For each thing of one kind that is linked to any of the targets, whatever these are, which ones. One query.

    In the order of the targets and of the positions there. Nothing says who may see them.
    """
    links = Link.objects.within(actor).standing().filter(kind=kind, source_kind=source_kind, target_id__in=target_ids)
    order = {target: place for place, target in enumerate(target_ids)}
    return _gathered(sorted(links.values_list("source_id", "target_id"), key=lambda pair: order[pair[1]]))


def source_ids(actor: Actor, kind: LinkKind, source_kind: str, target_ids: Any) -> Any:
    """The ids of the things of one kind that are linked to any of the targets, as a query not yet asked.

    `target_ids` may be such a query too. Nothing says who may see them.
    """
    links = Link.objects.within(actor).standing().filter(kind=kind, source_kind=source_kind, target_id__in=target_ids)
    return links.order_by().values("source_id")


def target_ids(actor: Actor, kind: LinkKind, source_kind: str, source_ids: Any) -> Any:
    """The ids of everything to which any of the sources is linked, as a query not yet asked; as `source_ids`."""
    links = Link.objects.within(actor).standing().filter(kind=kind, source_kind=source_kind, source_id__in=source_ids)
    return links.order_by().values("target_id")


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


def linked_sources(actor: Actor, kind: LinkKind, target_kind: str, source_kind: str) -> ArraySubquery:
    """To annotate rows that may be targets with: the ids linked to each, by position. Nothing says who may see them."""
    links = Link.objects.within(actor).standing().filter(kind=kind, target_kind=target_kind, target_id=OuterRef("pk"))
    return ArraySubquery(links.filter(source_kind=source_kind).values("source_id"))


def tied_to(actor: Actor, kind: LinkKind, source_kind: str) -> dict[Ref, list[UUID]]:
    """The things of one kind from which standing links of a kind lead to each target, whatever that is. One query.

    Nothing says who may see them.
    """
    links = Link.objects.within(actor).standing().filter(kind=kind, source_kind=source_kind).order_by()
    rows = links.values_list("target_kind", "target_id").annotate(sources=ArrayAgg("source_id"))
    return {Ref(target_kind, target_id): sources for target_kind, target_id, sources in rows}


def count_sources(
    actor: Actor, kind: LinkKind, target_kind: str, target_ids: Collection[UUID], source_kind: str
) -> dict[UUID, int]:
    """How many things of one kind are linked to each target; targets without any are left out. One query."""
    links = Link.objects.within(actor).standing().filter(kind=kind, target_kind=target_kind, target_id__in=target_ids)
    rows = links.filter(source_kind=source_kind).order_by().values("target_id").annotate(number=Count("pk"))
    return dict(rows.values_list("target_id", "number"))


@dataclass(frozen=True)
class Shown:
    """A standing link with both its ends in a line."""

    link: Link
    phrase: str
    source: Summary
    target: Summary


def show_link(actor: Actor, link_id: UUID) -> Shown | None:
    """A standing link with both ends, or None unless both are the actor's to see. Two queries."""
    link = Link.objects.within(actor).standing().filter(pk=link_id).first()
    if link is None:
        return None
    source, target = Ref(link.source_kind, link.source_id), Ref(link.target_kind, link.target_id)
    seen = summaries_of(actor, [source, target])
    if len(seen) < 2:
        return None
    return Shown(link, LinkKind(link.kind).forward, seen[source], seen[target])


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
