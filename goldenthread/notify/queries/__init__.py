"""Read who is asked for what, what was sent, and whether messages reach somebody; always of one partnership."""

from goldenthread.notify.queries.ahead import (
    ahead,
    feeds_of,
    feeds_offered,
    find_feed,
    list_feeds,
    read_feed,
    reader_of_governance,
)
from goldenthread.notify.queries.asking import count_waiting
from goldenthread.notify.queries.log import (
    DIGEST,
    find_message,
    kinds_sent,
    list_messages,
    people_written_to,
    show_message,
)
from goldenthread.notify.queries.people import (
    Recipient,
    Standing,
    Turnout,
    bounced_people,
    delivery_standing,
    find_hold,
    last_sent,
    list_recipients,
    my_rhythm,
    preview,
    show_recipient,
    who_would_get,
)
from goldenthread.notify.queries.statutory import (
    StatutoryLine,
    find_statutory_date,
    list_statutory_dates,
    statutory_ahead,
)

__all__ = [
    "DIGEST",
    "Recipient",
    "Standing",
    "StatutoryLine",
    "Turnout",
    "ahead",
    "bounced_people",
    "count_waiting",
    "delivery_standing",
    "feeds_of",
    "feeds_offered",
    "find_feed",
    "find_hold",
    "find_message",
    "find_statutory_date",
    "kinds_sent",
    "last_sent",
    "list_feeds",
    "list_messages",
    "list_recipients",
    "list_statutory_dates",
    "my_rhythm",
    "people_written_to",
    "preview",
    "read_feed",
    "reader_of_governance",
    "show_message",
    "show_recipient",
    "statutory_ahead",
    "who_would_get",
]
