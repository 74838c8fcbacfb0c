"""A message to one person, as any app may write it. `notify` keeps it in its outbox and has it delivered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Letter:
    """One message in plain words.

    Nothing in it may be of a class above G (domain guide D.3, rule 7): what is restricted is named by a link alone.
    `kind` says what it is for ("people.invitation"). The same `key` is never written twice. An `urgent` letter, for
    which somebody waits at a screen, heeds no quiet hours. One that `lets_in` holds a link by which its reader comes in
    as that person: the link is kept until the letter is on its way and no longer, and the letter is never sent again.
    """

    kind: str
    address: str
    subject: str
    body: str
    key: str
    person_id: UUID | None = None
    partnership_id: UUID | None = None
    urgent: bool = False
    lets_in: bool = False


Post = Callable[[Letter, datetime], None]
_POSTS: list[Post] = []


def register_post(write: Post) -> None:
    """Say who takes letters: a function that writes one into the outbox, in the transaction of the caller."""
    _POSTS[:] = [write]


def post(letter: Letter, now: datetime) -> None:
    """Hand a letter over, within the caller's transaction. Raises `LookupError` where nobody takes letters."""
    if not _POSTS:
        raise LookupError("No app takes letters; notify is not installed.")
    _POSTS[0](letter, now)
