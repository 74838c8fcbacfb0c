"""Messages and recipients as the parameters of components, where a template would otherwise have to think."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from goldenthread.kernel.forward_plan import SORTS, Entry
from goldenthread.notify import rules
from goldenthread.notify.queries import Recipient
from goldenthread.web.filters import datetime as moment
from goldenthread.web.filters import short_date
from goldenthread.web.lists import Column

EVERY_WORDS = rules.EVERY_WORDS
AHEAD = (
    Column("on", "Day", value=lambda one: one.on),
    Column("sort", "Sort", value=lambda one: SORTS[one.sort]),
    Column("title", "What", value=lambda one: one.title),
    Column("who", "Who", value=lambda one: one.who),
    Column("to", "To", value=lambda one: one.to),
    Column("place", "Where", value=lambda one: one.place),
    Column("state", "State", value=lambda one: one.state),
)
SORT_TONES = {"meeting": "done", "report": "open", "return": "open", "papers": "plain", "statutory": "warn"}
TONES = {"sent": "done", "queued": "open", "sending": "open", "in_doubt": "warn", "failed": "warn", "bounced": "warn"}
SAYS = {
    "queued": "It goes out {when}.",
    "sending": "It is on its way out at this moment.",
    "sent": "The service that carries our messages took it {sent}{arrived}.",
    "in_doubt": "It may have gone: we broke off while it was handed over and cannot tell. Ask the person, or send it "
    "again; at worst they get it twice.",
    "failed": "It could not be sent, and is not tried any more. What to do is said below; then send it again.",
    "bounced": "It came back. Correct the address on the person's page, then send it again.",
    "held": "It was held before it went, and stays unsent.",
}


def by_sort(entries: Iterable[Entry]) -> str:
    """How many dates there are of each sort, most first: "report due 380, meeting 12"."""
    return ", ".join(
        f"{SORTS[sort].lower()} {many}" for sort, many in Counter(one.sort for one in entries).most_common()
    )


def kind_words(kind: str) -> str:
    """What a message is for, in words: "people.invitation" gives "Invitation"."""
    words = kind.rpartition(".")[2].replace("_", " ")
    return words[:1].upper() + words[1:]


def state_words(part: Any) -> tuple[str, str]:
    """The state of a message as a word and the tone of its tag."""
    return rules.STATE_WORDS[part.stands], TONES.get(part.stands, "closed")


def state_sentence(part: Any) -> str:
    """What the state means and what to do."""
    message = part.message
    arrived = f", and it arrived {moment(message.arrived_at)}" if message.arrived_at else ""
    return SAYS[part.stands].format(when=when_out(message), sent=f"on {moment(message.sent_at)}", arrived=arrived)


def when_out(message: Any) -> str:
    """When a waiting message goes out: "on 23 November 2026 at 7:30am"."""
    due: datetime = message.next_attempt_at
    return f"on {moment(due if message.urgent else rules.next_going_out(due))}, or soon after"


def going_out(now: datetime) -> str:
    """When what is sent now goes out, for a page that asks: "within a minute", or a morning."""
    return f"on {moment(rules.next_going_out(now))}" if rules.is_quiet(now) else "within a minute or two"


def reached_as(one: Recipient) -> str:
    """The key by which the list filters a recipient."""
    if one.standing.held:
        return "held"
    if one.standing.bounced_on:
        return "bounced"
    return "owing" if one.count else "nothing"


def reached_words(one: Recipient) -> tuple[str, str]:
    """Whether messages reach a recipient, as a word and the tone of its tag; empty where nothing is amiss."""
    found = {"held": ("Held", "closed"), "bounced": ("Not arriving", "warn")}
    return found.get(reached_as(one), ("", ""))


RECIPIENTS = (
    Column("name", "Name", "name"),
    Column("count", "Asked for", "count", number=True),
    Column("count_now", "Of them now", "count_now", number=True),
    Column("every", "Digest", value=lambda one: EVERY_WORDS[one.every]),
    Column(
        "last", "Last written to", "standing__last_sent_on", value=lambda one: short_date(one.standing.last_sent_on)
    ),
)
MESSAGES = (
    Column("at", "Written", "message__created_at", value=lambda part: moment(part.message.created_at)),
    Column(
        "person", "To", "message__person__name", value=lambda part: str(part.message.person or part.message.address)
    ),
    Column("subject", "Message", value=lambda part: part.subject),
    Column("kind", "About", "message__kind", value=lambda part: kind_words(part.message.kind)),
    Column("state", "State", "stands", value=lambda part: state_words(part)[0]),
)
IN_FULL = (
    *MESSAGES,
    Column("address", "Address", value=lambda part: part.message.address),
    Column("sent", "Sent", value=lambda part: moment(part.message.sent_at)),
    Column("error", "What went wrong", value=lambda part: part.message.error),
)
