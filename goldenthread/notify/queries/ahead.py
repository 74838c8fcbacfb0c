"""The forward plan of one partnership, and the feeds by which it is in somebody's own calendar."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from goldenthread.kernel import forward_plan
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry
from goldenthread.notify import rules
from goldenthread.notify.models import Feed
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.permissions import UNIT

# A feed holds what was a month ago and what comes within a year and a half.
FEED_BACK, FEED_AHEAD = timedelta(days=31), timedelta(days=550)


def ahead(actor: Actor, since: date, until: date, wanted: rules.Wanted = rules.Wanted()) -> list[Entry]:
    """What is wanted of the forward plan between two days, as far as the actor may see it. What its apps cost."""
    return rules.wanted_of(forward_plan.entries(actor, since, until), wanted, actor)


def list_feeds(actor: Actor) -> Sequence[Feed]:
    """The feeds of this person that work, oldest first. One query."""
    return list(Feed.objects.within(actor).filter(person_id=actor.user_id, revoked_at=None).select_related("group"))


def find_feed(actor: Actor, feed_id: UUID) -> Feed | None:
    """One feed of this person that works, or None. One query."""
    found = Feed.objects.within(actor).filter(person_id=actor.user_id, revoked_at=None, pk=feed_id)
    return found.select_related("group").first()


def read_feed(token_hash: str, today: date) -> tuple[Feed, Actor, list[Entry]] | None:
    """The feed with this token, its owner as they may act today, and its entries; None where it does not work.

    Whoever has left, or whose group ended, has a feed no longer: rights are read afresh each time.
    """
    feed = Feed.objects.filter(token_hash=token_hash, revoked_at=None).select_related("partnership", "group").first()
    if feed is None:
        return None
    actor = partnerships.actor_for(feed.person_id, feed.partnership.slug, today, "feed")
    if actor is None or not _may_still(actor, feed, today):
        return None
    wanted = rules.Wanted(group_id=feed.group_id, only_mine=feed.group_id is None)
    return feed, actor, ahead(actor, today - FEED_BACK, today + FEED_AHEAD, wanted)


def _may_still(actor: Actor, feed: Feed, today: date) -> bool:
    if feed.group is None:
        return True
    runs = feed.group.ends_on is None or feed.group.ends_on >= today
    return runs and bool(rules.may_feed(feed.group_id, actor.group_ids, bool(actor.roles & UNIT)))
