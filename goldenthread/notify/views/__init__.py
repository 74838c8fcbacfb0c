"""The pages about messages, and the address at which GOV.UK Notify tells what became of one."""

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

__all__ = [
    "choose_rhythm",
    "clear_bounce",
    "hear_govuk_notify",
    "hold_digests",
    "list_messages",
    "list_recipients",
    "record_bounce",
    "release_digests",
    "send_again",
    "send_digests",
    "show_message",
    "show_recipient",
]
