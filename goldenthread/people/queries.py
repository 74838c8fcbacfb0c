"""Find people, how they sign in and where they are signed in. Who belongs to which partnership is `partnerships`'."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, transaction

from goldenthread.people.models import UsedLink, User

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def count_demonstration_accounts() -> int:
    """How many accounts were made by the demonstration; none while there are no tables yet."""
    try:
        with transaction.atomic():
            return User.objects.filter(is_demonstration=True, is_active=True).count()
    except ProgrammingError:
        return 0


def person_by_email(email: str) -> User | None:
    """The person with this address, however it is typed, or None."""
    return User.objects.filter(email=email.strip().lower()).first()


def people_by_id(ids: list[UUID]) -> dict[UUID, User]:
    """People by id, leaving out ids nobody has."""
    return User.objects.in_bulk(ids)


def link_was_used(nonce: str) -> bool:
    """True where somebody answered by the link with this nonce. One query."""
    return UsedLink.objects.filter(nonce=nonce).exists()


def people_with_second_step(ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these people have a second step for signing in: an app's codes or a passkey."""
    found = Authenticator.objects.filter(user_id__in=ids, type__in=SECOND_STEPS)
    return frozenset(found.values_list("user_id", flat=True))


def uses_app(person_id: UUID) -> bool:
    """True for somebody whose second step is codes from an app; a passkey may stand beside it."""
    return Authenticator.objects.filter(user_id=person_id, type=Authenticator.Type.TOTP).exists()


@dataclass(frozen=True)
class OpenSession:
    """One place where a person is signed in: its key, the browser as it names itself, the address, and when."""

    id: int
    key: str
    browser: str
    address: str
    began_at: datetime
    last_at: datetime


def sessions_of(person: User, now: datetime) -> list[OpenSession]:
    """Where a person is signed in at present, latest first. Two queries."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user_id=person.pk)}
    alive = Session.objects.filter(session_key__in=rows, expire_date__gt=now)
    lasting = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    found = [
        OpenSession(row.pk, key, row.user_agent, row.ip, row.created_at, ends_at - lasting)
        for key, ends_at in alive.values_list("session_key", "expire_date")
        if (row := rows[key])
    ]
    return sorted(found, key=lambda one: one.last_at, reverse=True)
