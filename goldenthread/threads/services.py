"""Tie and untie. Every change leaves one event on the trail for each link."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.threads import queries, rules
from goldenthread.threads.models import Link
from goldenthread.threads.permissions import LINK_BY_HAND, TIE
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.trail import services as trail

UNKNOWN = "One of the two things is not in this partnership, or is not yours to see. The business unit can help."
MEANWHILE = "Somebody else linked the same things at the same moment. Nothing was changed; try once more."


@dataclass(frozen=True)
class Tie:
    """One link to be made in bulk."""

    kind: LinkKind
    source: Ref
    target: Ref
    position: int = 0
    note: str = ""


def sentence(link: Link) -> str:
    """A link in words without titles: the history of one end may be read by those who may not see the other."""
    source, target = rules.kind(link.source_kind), rules.kind(link.target_kind)
    first = source.singular if source else link.source_kind.rpartition(".")[2]
    second = target.singular if target else link.target_kind.rpartition(".")[2]
    return f"{first} {LinkKind(link.kind).forward} {second}"


def _tell(actor: Actor, now: datetime, name: str, *links: Link, reason: str = "") -> None:
    said = [
        trail.Told(f"threads.link.{name}", link, after={"link": sentence(link), "note": link.note}, reason=reason)
        for link in links
    ]
    trail.record_many(actor, said, now=now)


def _insist_seen(actor: Actor, refs: Iterable[Ref]) -> None:
    """Raise `Refused` unless every thing is of a registered kind and the actor may see it."""
    wanted = set(refs)
    if wanted - queries.summaries_of(actor, wanted).keys():
        raise Refused(UNKNOWN)


@transaction.atomic
def tie(
    actor: Actor, now: datetime, kind: LinkKind, source: Ref, target: Ref, position: int = 0, note: str = ""
) -> Link:
    """Link two things and return the link; where it stands already, return that one and write nothing.

    Raises `Refused` for a thing linked to itself, unknown here or not the actor's to see, and `NotPermitted`.
    """
    actor.must(TIE)
    insist(rules.may_tie(source, target))
    _insist_seen(actor, (source, target))
    link, is_new = Link.objects.standing().get_or_create(
        partnership_id=actor.partnership_id,
        kind=LinkKind(kind),
        source_kind=source.kind,
        source_id=source.id,
        target_kind=target.kind,
        target_id=target.id,
        untied_at=None,
        defaults={"position": position, "note": note.strip(), "added_by_id": actor.user_id},
    )
    if is_new:
        _tell(actor, now, "tied", link)
    return link


@transaction.atomic
def tie_many(actor: Actor, now: datetime, rows: Iterable[Tie]) -> list[Link]:
    """Make many links at once, for imports, and return the new ones in the order given; those that stand are left.

    Two queries for any number of links, and one event for each. The caller has just made or fetched both ends in the
    actor's partnership, so nothing is looked up. Raises `Refused` for a thing linked to itself, and `NotPermitted`.
    """
    actor.must(TIE)
    wanted = list(rows)
    for row in wanted:
        insist(rules.may_tie(row.source, row.target))
    seen = _standing(actor, {row.source.id for row in wanted})
    new: list[Link] = []
    for row in wanted:
        key = (str(row.kind), row.source.kind, row.source.id, row.target.kind, row.target.id)
        if key not in seen:
            seen.add(key)
            new.append(_unsaved(actor, row))
    try:
        with transaction.atomic():
            Link.objects.bulk_create(new, batch_size=1000)
    except IntegrityError as error:
        raise Refused(MEANWHILE) from error
    _tell(actor, now, "tied", *new)
    return new


def _standing(actor: Actor, source_ids: Collection[UUID]) -> set[tuple[str, str, UUID, str, UUID]]:
    links = Link.objects.within(actor).standing().filter(source_id__in=source_ids)
    return set(links.values_list("kind", "source_kind", "source_id", "target_kind", "target_id"))


def _unsaved(actor: Actor, row: Tie) -> Link:
    return Link(
        partnership_id=actor.partnership_id,
        kind=LinkKind(row.kind),
        source_kind=row.source.kind,
        source_id=row.source.id,
        target_kind=row.target.kind,
        target_id=row.target.id,
        position=row.position,
        note=row.note.strip(),
        added_by_id=actor.user_id,
    )


@transaction.atomic
def untie(actor: Actor, now: datetime, link_id: UUID, reason: str) -> Link:
    """Take a link away, with a reason, and return it; its row and its history stay.

    Raises `Refused` where there is no such link here, where an end is not the actor's to see, or without a reason.
    """
    actor.must(LINK_BY_HAND)
    link = Link.objects.within(actor).standing().select_for_update().filter(pk=link_id).first()
    if link is None:
        raise Refused("There is no such link in this partnership; somebody may have taken it away already.")
    _insist_seen(actor, (Ref(link.source_kind, link.source_id), Ref(link.target_kind, link.target_id)))
    insist(rules.may_untie(reason), "reason")
    link.untied_at = now
    link.version += 1
    link.save()
    _tell(actor, now, "untied", link, reason=reason.strip())
    return link


@transaction.atomic
def arrange(
    actor: Actor, now: datetime, kind: LinkKind, target: Ref, source_kind: str, source_ids: Sequence[UUID]
) -> list[Link]:
    """Put the sources of a thing in the order given, first at position 1, and return the links that moved.

    Sources not named keep their positions. One event for each link that moved. Raises `NotPermitted`.
    """
    actor.must(TIE)
    places = {source_id: place for place, source_id in enumerate(source_ids, start=1)}
    links = Link.objects.within(actor).standing().select_for_update()
    links = links.filter(kind=kind, target_kind=target.kind, target_id=target.id)
    moved = []
    for link in links.filter(source_kind=source_kind, source_id__in=places):
        before, place = {"position": link.position}, places[link.source_id]
        if link.position != place:
            link.position, link.version = place, link.version + 1
            moved.append(link)
            trail.record(actor, "threads.link.moved", link, before=before, after={"position": place}, now=now)
    Link.objects.bulk_update(moved, ["position", "version"], batch_size=500)
    return moved


@transaction.atomic
def untie_pairs(
    actor: Actor, now: datetime, kind: LinkKind, pairs: Collection[tuple[Ref, Ref]], *, reason: str
) -> list[Link]:
    """Take away the standing links of one kind from each source to its target, and return those that stood.

    For what takes back or moves many things at once: two queries for any number, and one event for each link. The
    caller has fetched both ends in the actor's partnership. Raises `NotPermitted`, and `Refused` without a reason.
    """
    actor.must(LINK_BY_HAND)
    insist(rules.may_untie(reason), "reason")
    links = Link.objects.within(actor).standing().select_for_update().filter(kind=kind)
    links = links.filter(source_id__in={source.id for source, _ in pairs})
    wanted = {(source.kind, source.id, target.kind, target.id) for source, target in pairs}
    gone = [one for one in links if (one.source_kind, one.source_id, one.target_kind, one.target_id) in wanted]
    for link in gone:
        link.untied_at, link.version = now, link.version + 1
    Link.objects.bulk_update(gone, ["untied_at", "version"], batch_size=500)
    _tell(actor, now, "untied", *gone, reason=reason.strip())
    return gone
