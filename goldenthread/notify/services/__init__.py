"""What people do with messages: send, send again, hold, release, record a bounce, choose a rhythm, keep a feed.

What the program does by itself, posting, making digests and delivering, is in the modules of those names: nobody acts
there, so there is no actor to ask and nothing for the trail; the log of messages is its record.
"""

from goldenthread.notify.services.choosing import choose_rhythm
from goldenthread.notify.services.feeds import make_feed, note_feed_read, revoke_feed
from goldenthread.notify.services.reaching import clear_bounce, hold_digests, record_bounce, release_digests
from goldenthread.notify.services.sending import send_again, send_digests
from goldenthread.notify.services.statutory import (
    drop_statutory_date,
    keep_statutory_date,
    record_met,
    undo_met,
)

__all__ = [
    "choose_rhythm",
    "clear_bounce",
    "drop_statutory_date",
    "hold_digests",
    "keep_statutory_date",
    "make_feed",
    "note_feed_read",
    "record_bounce",
    "record_met",
    "release_digests",
    "revoke_feed",
    "send_again",
    "send_digests",
    "undo_met",
]
