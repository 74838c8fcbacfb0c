"""Change how a person signs in: end their sessions, set a password, take a second step away.

Who may ask for this is decided above, by the app that calls; `rules.tell` lets it write the trail.
"""

from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from goldenthread.people import rules
from goldenthread.people.models import User


@transaction.atomic
def end_sessions(person: User, keys: Collection[str] | None = None, *, keep: str = "") -> int:
    """End the sessions of a person with these keys, or all of them but `keep`; return how many there were."""
    rows = UserSession.objects.filter(user_id=person.pk).exclude(session_key=keep)
    if keys is not None:
        rows = rows.filter(session_key__in=keys)
    found = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=found).delete()
    rows.delete()
    return len(found)


@transaction.atomic
def sign_out_everywhere(person: User) -> None:
    """End every session of a person, listed or not: from their next click they are asked to sign in."""
    User.objects.filter(pk=person.pk).update(times_signed_out=F("times_signed_out") + 1)
    end_sessions(person)


@transaction.atomic
def begin_account(person: User, *, name: str, password: str) -> None:
    """Give somebody who never signed in their own name for themselves and a password. The caller checks both."""
    person.name = name.strip()
    person.set_password(password)
    person.save(update_fields=["name", "password"])


@transaction.atomic
def set_up_app(person: User, secret: str) -> None:
    """Make codes from an app, known by their secret in base 32, the person's second step; they have proved them."""
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)


@transaction.atomic
def reset_second_step(person: User, now: datetime) -> None:
    """Take every second step of a person away, recovery codes included, and sign them out everywhere."""
    Authenticator.objects.filter(user_id=person.pk).delete()
    sign_out_everywhere(person)
    rules.tell(person.pk, rules.SECOND_STEP_RESET, now)
