"""The pages about messages and the forward plan, and the address at which GOV.UK Notify tells what became of one."""

from goldenthread.notify.views.ahead import list_feeds, read_feed, revoke_feed, show_forward_plan, show_new_feed
from goldenthread.notify.views.callback import hear_govuk_notify
from goldenthread.notify.views.log import list_messages, send_again, show_message
from goldenthread.notify.views.mine import choose_rhythm
from goldenthread.notify.views.recipients import (
    clear_bounce,
    hold_digests,
    list_recipients,
    record_bounce,
    release_digests,
    send_digests,
    show_recipient,
)
from goldenthread.notify.views.statutory import (
    drop_statutory_date,
    keep_statutory_date,
    list_statutory_dates,
    record_met,
    undo_met,
)

__all__ = [
    "choose_rhythm",
    "clear_bounce",
    "drop_statutory_date",
    "hear_govuk_notify",
    "hold_digests",
    "keep_statutory_date",
    "list_feeds",
    "list_messages",
    "list_recipients",
    "list_statutory_dates",
    "read_feed",
    "record_bounce",
    "record_met",
    "release_digests",
    "revoke_feed",
    "send_again",
    "send_digests",
    "show_forward_plan",
    "show_message",
    "show_new_feed",
    "show_recipient",
    "undo_met",
]
