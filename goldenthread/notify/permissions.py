"""Who may see what people are sent, and send, hold or repair it: the business unit, which does the chasing."""

from collections.abc import Collection
from uuid import UUID

from goldenthread.kernel.actor import SEEN, Actor, declare
from goldenthread.kernel.outcomes import Verdict
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

KEEP_STATUTORY_DATES = declare(
    "notify.keep_statutory_dates", "put statutory dates into the forward plan and set their days", UNIT
)


def may_feed(
    actor: Actor, *, group_id: UUID | None = None, agency_id: UUID | None = None, is_whole: bool = False,
    led: Collection[UUID] = (),
) -> Verdict:  # fmt: skip
    """Whether the actor may have a feed of a group, an agency or everything; `led` are the agencies they lead."""
    is_unit = bool(actor.roles & UNIT)
    if is_whole or agency_id:
        return rules.may_feed_shared(agency_id, led, is_unit)
    return rules.may_feed(group_id, actor.group_ids, is_unit)
