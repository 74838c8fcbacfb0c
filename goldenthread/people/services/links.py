"""Signed links by which one person answers one thing once without signing in.

A link holds who may answer, about what, for which purpose, until when, and a nonce. It is signed with the secret key
and a salt of its purpose, so that a link for one purpose is nothing for another. Only a used one leaves a row.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction

from goldenthread.kernel.outcomes import Refused
from goldenthread.people.models import UsedLink

LIFETIME = timedelta(days=14)
UNKNOWN, EXPIRED, USED = "unknown", "expired", "used"
REASONS = {
    UNKNOWN: "This link is not one of ours, or part of it is missing.",
    EXPIRED: "This link is too old.",
    USED: "This link has been used.",
}


class LinkRefused(Refused):
    """A link does not let its reader in; `kind` is unknown, expired or used."""

    def __init__(self, kind: str) -> None:
        super().__init__(REASONS[kind])
        self.kind = kind


@dataclass(frozen=True)
class Link:
    """What a link that was read allows: this person, about this thing, until then, once."""

    purpose: str
    person_id: UUID
    about_id: UUID
    expires_at: datetime
    nonce: str


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"goldenthread.people.link.{purpose}")


def sign_link(purpose: str, person_id: UUID, about_id: UUID, now: datetime, lifetime: timedelta = LIFETIME) -> str:
    """A new token, fit for an address, by which this person may do this once within `lifetime`."""
    until = int((now + lifetime).timestamp())
    return _signer(purpose).sign_object([person_id.hex, about_id.hex, until, secrets.token_urlsafe(12)])


def read_link(token: str, purpose: str, now: datetime) -> Link:
    """What the token allows. Reads no database. Raises `LinkRefused` for one that is unknown or expired."""
    try:
        person, about, until, nonce = _signer(purpose).unsign_object(token)
        link = Link(purpose, UUID(person), UUID(about), datetime.fromtimestamp(until, UTC), nonce)
    # Whatever is wrong with it, only we could have signed it, so that the answer is the same.
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkRefused(UNKNOWN) from error
    if now >= link.expires_at:
        raise LinkRefused(EXPIRED)
    return link


def forget_used_links(now: datetime) -> int:
    """Delete the rows of links that are too old to be used anyway, and return how many those were."""
    return UsedLink.objects.filter(expires_at__lte=now).delete()[0]


def use_link(link: Link, now: datetime) -> None:
    """Use the link up, within the transaction of what it is used for. Raises `LinkRefused` where it was used before.

    The database keeps every nonce once, so that of two people who send at the same moment one is refused.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A link is used up in the same transaction as what it is used for.")
    try:
        with transaction.atomic():
            UsedLink.objects.create(
                nonce=link.nonce, purpose=link.purpose, person_id=link.person_id, used_at=now,
                expires_at=link.expires_at,
            )  # fmt: skip
    except IntegrityError as error:
        raise LinkRefused(USED) from error
