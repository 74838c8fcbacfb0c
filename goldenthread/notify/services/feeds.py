"""Make a calendar feed, whose address is shown once, and take it away."""

import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.notify import rules
from goldenthread.notify.models import Feed
from goldenthread.notify.permissions import KEEP_FEED, may_feed
from goldenthread.notify.queries import feeds_of
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import services as trail

MOST = 20


@transaction.atomic
def make_feed(
    actor: Actor, now: datetime, today: date, *, group_id: UUID | None = None, agency_id: UUID | None = None,
    is_whole: bool = False,
) -> tuple[Feed, str]:  # fmt: skip
    """Make a feed of all that concerns the actor, or of one group, one agency or the whole partnership, and return it.

    With it comes its token, which is not kept. Raises `Refused` (field `what`) for a group they do not sit on, an
    agency they do not lead, the whole partnership but for the unit, and where they have twenty feeds already.
    """
    actor.must(KEEP_FEED)
    if actor.user_id is None:
        raise Refused("Only a person has a calendar.")
    if group_id and not partnerships.is_in_partnership(actor, "group", group_id):
        raise Refused("There is no such group in this partnership.", "what")
    if agency_id and not partnerships.is_in_partnership(actor, "agency", agency_id):
        raise Refused("There is no such agency in this partnership.", "what")
    led = partnerships.led_agencies(actor, today) if agency_id else ()
    insist(may_feed(actor, group_id=group_id, agency_id=agency_id, is_whole=is_whole, led=led), "what")
    if Feed.objects.within(actor).filter(person_id=actor.user_id, revoked_at=None).count() >= MOST:
        raise Refused(f"You have {MOST} feeds already. Take one away first.")
    token = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        partnership_id=actor.partnership_id, person_id=actor.user_id, group_id=group_id,
        agency_id=agency_id, is_whole=is_whole, token_hash=rules.feed_hash(token), made_at=now,
    )  # fmt: skip
    trail.record(actor, "notify.feed.made", feed, after={"of": feed.of}, now=now)
    return feed, token


@transaction.atomic
def revoke_feed(actor: Actor, now: datetime, feed_id: UUID) -> Feed:
    """Take a feed away and return it: its address answers no more.

    Raises `Refused` for one that is neither one's own nor, for the unit, one that is shared.
    """
    actor.must(KEEP_FEED)
    feed = feeds_of(actor).select_for_update(of=("self",)).filter(pk=feed_id).first()
    if feed is None:
        raise Refused("There is no such feed of yours.")
    feed.revoked_at = now
    feed.version += 1
    feed.save()
    trail.record(actor, "notify.feed.revoked", feed, before={"of": feed.of}, after={"of": ""}, now=now)
    return feed


@transaction.atomic
def note_feed_read(actor: Actor, now: datetime, today: date, feed: Feed) -> None:
    """Keep that a feed was asked for today, once a day, so that its owner sees which of them are in use."""
    if feed.read_on != today:
        Feed.objects.filter(pk=feed.pk).update(read_on=today)
        trail.record(actor, "notify.feed.read", feed, before={"read_on": str(feed.read_on or "")},
                     after={"read_on": str(today)}, now=now)  # fmt: skip
