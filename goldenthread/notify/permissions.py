"""Who may see what people are sent, and send, hold or repair it: the business unit, which does the chasing."""

from goldenthread.kernel.actor import SEEN, declare
from goldenthread.partnerships.permissions import UNIT, Role

SEE = declare("notify.see", "see who will be written to and what was sent", UNIT, SEEN)
SEND = declare(
    "notify.send", "send digests, send a message again, hold digests and record that an address bounced", UNIT
)
CHOOSE_RHYTHM = declare("notify.choose_rhythm", "choose how often you get your digest", frozenset(Role))
