"""Who may see what people are sent, and send, hold or repair it: the business unit, which does the chasing."""

from uuid import UUID

from goldenthread.kernel.actor import SEEN, Actor, declare
from goldenthread.notify import rules
from goldenthread.partnerships.permissions import READS_GOVERNANCE, UNIT, Role

SEE = declare("notify.see", "see who will be written to and what was sent", UNIT, SEEN)
SEND = declare(
    "notify.send", "send digests, send a message again, hold digests and record that an address bounced", UNIT
)
CHOOSE_RHYTHM = declare("notify.choose_rhythm", "choose how often you get your digest", frozenset(Role))
# Each date is shown only to whoever may see the thing it belongs to.
SEE_FORWARD_PLAN = declare("notify.see_forward_plan", "see the forward plan", READS_GOVERNANCE, SEEN)
KEEP_FEED = declare("notify.keep_feed", "have the forward plan in your own calendar", READS_GOVERNANCE)


def may_feed_group(actor: Actor, group_id: UUID) -> bool:
    """True for a group whose feed the actor may have."""
    return bool(rules.may_feed(group_id, actor.group_ids, bool(actor.roles & UNIT)))
