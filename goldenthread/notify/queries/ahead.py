"""The forward plan of one partnership, and the feeds by which it is in somebody's own calendar."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from goldenthread.kernel import forward_plan
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry
from goldenthread.notify import rules
from goldenthread.notify.models import Feed
from goldenthread.notify.permissions import may_feed
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.permissions import UNIT, Role

# A feed holds what was a month ago and what comes within a year and a half.
FEED_BACK, FEED_AHEAD = timedelta(days=31), timedelta(days=550)


def ahead(actor: Actor, since: date, until: date, wanted: rules.Wanted = rules.Wanted()) -> list[Entry]:
    """What is wanted of the forward plan between two days, as far as the actor may see it. What its apps cost."""
    return rules.wanted_of(forward_plan.entries(actor, since, until), wanted, actor)


def feeds_of(actor: Actor) -> QuerySet[Any]:
    """The feeds that work and that this person may take away: their own, and for the unit every shared one."""
    own = Q(person_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    if actor.roles & UNIT:
        own |= Q(is_whole=True) | Q(agency__isnull=False)
    return Feed.objects.within(actor).filter(own, revoked_at=None)


def list_feeds(actor: Actor) -> Sequence[Feed]:
    """The feeds that work and that this person may take away, oldest first. Two queries at most."""
    return list(feeds_of(actor).select_related("group", "person", "agency").prefetch_related("agency__names"))


def find_feed(actor: Actor, feed_id: UUID) -> Feed | None:
    """One feed that works and that this person may take away, or None. Two queries at most."""
    found = feeds_of(actor).filter(pk=feed_id).select_related("group", "agency")
    return found.prefetch_related("agency__names").first()


def feeds_offered(actor: Actor, today: date) -> list[tuple[str, str]]:
    """What this person may make a feed of besides what concerns them, as (key, name). Two queries.

    A key is "whole", "group:" or "agency:" with an id.
    """
    led = partnerships.led_agencies(actor, today)
    known = partnerships.known_leads(actor, today)
    offered = [("whole", "The whole partnership")] if may_feed(actor, is_whole=True) else []
    for one in known:
        group_id, agency_id = (one.id if one.kind == kind else None for kind in ("group", "agency"))
        if (group_id or agency_id) and may_feed(actor, group_id=group_id, agency_id=agency_id, led=led):
            offered.append((f"{one.kind}:{one.id}", one.name))
    return offered


def read_feed(token_hash: str, today: date) -> tuple[Feed, Actor, list[Entry]] | None:
    """The feed with this token, its owner as they may act today, and its entries; None where it does not work.

    Whoever has left, or whose group ended, has a feed no longer: rights are read afresh each time.
    """
    rows = Feed.objects.filter(token_hash=token_hash, revoked_at=None).select_related("partnership", "group", "agency")
    feed = rows.prefetch_related("agency__names").first()
    if feed is None:
        return None
    actor = partnerships.actor_for(feed.person_id, feed.partnership.slug, today, "feed")
    if actor is None or not _may_still(actor, feed, today):
        return None
    since, until = today - FEED_BACK, today + FEED_AHEAD
    if feed.is_shared:
        wanted = rules.Wanted(agency_id=feed.agency_id)
        return (
            feed,
            actor,
            rules.shown_to_several(ahead(reader_of_governance(actor, feed.agency_id), since, until, wanted)),
        )
    wanted = rules.Wanted(group_id=feed.group_id, only_mine=feed.group_id is None)
    return feed, actor, ahead(actor, since, until, wanted)


def reader_of_governance(actor: Actor, agency_id: UUID | None = None) -> Actor:
    """Anybody who reads governance papers here, or leads for an agency: no drafts, no seat, nothing restricted."""
    agencies = frozenset(filter(None, (agency_id,)))
    nobody: frozenset[UUID] = frozenset()
    return replace(
        actor, user_id=None, roles=frozenset({Role.AGENCY_LEAD if agencies else Role.GROUP_MEMBER}),
        agency_ids=agencies, offices=frozenset((Role.AGENCY_LEAD, one) for one in agencies), group_ids=nobody,
        sitting_group_ids=nobody, chaired_group_ids=nobody, seat_ids=nobody,
    )  # fmt: skip


def _may_still(actor: Actor, feed: Feed, today: date) -> bool:
    if feed.group is not None and feed.group.ends_on is not None and feed.group.ends_on < today:
        return False
    led: frozenset[UUID] = frozenset()
    if feed.agency_id:
        if feed.agency_id not in {one.id for one in partnerships.list_agencies(actor, today)}:
            return False
        led = partnerships.led_agencies(actor, today)
    return bool(may_feed(actor, group_id=feed.group_id, agency_id=feed.agency_id, is_whole=feed.is_whole, led=led))
