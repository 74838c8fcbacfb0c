"""Returns whose content an app above this one reads: looked at before they are sent, and taken over when accepted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goldenthread.documents.rules import FileType
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Verdict
from goldenthread.kernel.periods import Period


@dataclass(frozen=True)
class Taken:
    """A type of file that one question takes, and the library of documents does not.

    `key` is the question's. `check(content, name)` denies, in one sentence, a file that is not what is asked for there.
    It stays with its answer, and is handed back to be kept, never shown.
    """

    key: str
    type: FileType
    check: Callable[[bytes, str], Verdict]


@dataclass(frozen=True)
class Content:
    """Who reads returns of one kind of question set.

    `check(actor, return_id)` says whether what is about to be signed off or sent holds together; its reason stands on
    the page of whoever sends it. `accept(actor, now, today, return_id)` takes it over, in the transaction in which it
    is accepted: what it refuses is not accepted. `period(actor, series, planned_on)` says of which period a return is
    that a standing duty brings round on a day; None leaves it to the rhythm, from one due date to the next.
    `takes` is the type of file that is sent here and nowhere else.
    """

    kind: str
    check: Callable[[Actor, UUID], Verdict]
    accept: Callable[[Actor, datetime, date, UUID], None]
    period: Callable[[Actor, UUID, date], Period | None] | None = None
    takes: Taken | None = None


_CONTENTS: dict[str, Content] = {}


def register_content(content: Content) -> None:
    """Enter who reads returns of a kind; a second for the same kind replaces the first."""
    _CONTENTS[content.kind] = content


def content_of(kind: str) -> Content | None:
    """Who reads returns of this kind, or None."""
    return _CONTENTS.get(kind)


def taken(kind: str, key: str) -> Taken | None:
    """The type of file that the question of this key takes in a return of this kind, beside those of the library."""
    content = _CONTENTS.get(kind)
    return content.takes if content and content.takes and content.takes.key == key else None
