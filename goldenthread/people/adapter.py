"""How allauth behaves here: accounts are given, errors are sentences, and every message goes out by the one outbox."""

import base64
import secrets
import time
from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from goldenthread.kernel import letters
from goldenthread.kernel.actor import Actor
from goldenthread.people import queries, rules, services

# A password given this recently is as good as one asked for again.
FRESH_SECONDS = 300
WHAT_HAPPENED = {
    "mfa/email/totp_activated": rules.SECOND_STEP_ADDED,
    "mfa/email/webauthn_added": rules.SECOND_STEP_ADDED,
    "mfa/email/totp_deactivated": rules.SECOND_STEP_REMOVED,
    "mfa/email/webauthn_removed": rules.SECOND_STEP_REMOVED,
    "mfa/email/recovery_codes_generated": rules.RECOVERY_CODES_RENEWED,
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by a partnership, so open sign-up is closed."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Your partnership's business unit can open it again.",
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "enter_current_password": "That is not your present password",
        "incorrect_password": "That is not your password",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "too_many_login_attempts": "There have been too many tries. Wait five minutes, or ask for a new password.",
        "rate_limited": "There have been too many tries. Wait five minutes and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False."""
        return False

    def get_user_display(self, user: Any) -> str:
        """The person's own name."""
        return str(user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account, where the message says that it is done."""
        return reverse("your_account")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The sign-in page, which is ready for the next person."""
        return reverse("account_login")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """False for five minutes after somebody signed in, who would otherwise type the same password twice."""
        records = get_authentication_records(self.request, self.request.user)
        if any(time.time() - record["at"] < FRESH_SECONDS for record in records):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def set_password(self, user: Any, password: str) -> None:
        """Set a new password and end the person's sessions, all but the one in which they did it."""
        super().set_password(user, password)
        own = self.request.user.is_authenticated and self.request.user.pk == user.pk
        services.end_sessions(user, keep=self.request.session.session_key or "" if own else "")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a message into the outbox, urgent, since somebody waits for it."""
        told = {"request": self.request, "email": email, "current_site": get_current_site(self.request), **context}
        message = self.render_mail(template_prefix, email, told)
        person = told.get("user")
        with transaction.atomic():
            letters.post(
                letters.Letter(
                    kind=f"people.{template_prefix.rpartition('/')[2]}",
                    address=email,
                    subject=message.subject,
                    body=str(message.body),
                    key=f"people.{uuid4()}",
                    person_id=person.pk if person else None,
                    urgent=True,
                    lets_in=template_prefix.endswith("password_reset_key"),
                ),
                timezone.now(),
            )

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person that their sign-in changed, and the apps above what it was.

        allauth calls this once for every such change, so no signal is needed to hear of it.
        """
        now = timezone.now()
        what = WHAT_HAPPENED.get(template_prefix)
        with transaction.atomic():
            if what:
                rules.tell(user.pk, what, now)
            self.send_mail(
                template_prefix, email or user.email, {"user": user, "at": self._said(now), **(context or {})}
            )
        if what == rules.SECOND_STEP_REMOVED and not queries.people_with_second_step([user.pk]):
            self._forget_second_step(user)

    def _said(self, now: datetime) -> str:
        local = timezone.localtime(now)
        return f"{local.day} {local:%B %Y at %H:%M}"

    def _forget_second_step(self, user: Any) -> None:
        """A session made with a step that is no more counts as one made without; any other of theirs ends."""
        records = get_authentication_records(self.request, user)
        self.request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [one for one in records if one["method"] != "mfa"]
        services.end_sessions(user, keep=self.request.session.session_key or "")


class SecondStepAdapter(DefaultMFAAdapter):
    """Codes from an app, passkeys and recovery codes in our words, their secrets encrypted where they are stored."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": "Set up an app or a passkey first; recovery codes stand in for those.",
        "incorrect_code": "That did not match. Use the code the app shows now, or try the passkey again.",
    }

    def encrypt(self, text: str) -> str:
        """The text as only this installation's secret key reads it."""
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again. Where no key fits any more, one that no code will match."""
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a passkey is called until the person names it."""
        return "My passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The service, as a browser names it when it asks for the passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Golden Thread"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The person, as their browser lists the passkey."""
        return {"id": user_pk_to_url_str(user).encode(), "display_name": user.name, "name": user.email}


def _locks() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [
        salted_hmac("goldenthread.people.second_step", "", secret=key, algorithm="sha256").digest() for key in keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def lacks_second_step(request: HttpRequest, actor: Actor) -> bool:
    """True where the partnership asks this person for a second step, and their session was not made with one."""
    return actor.needs_second_step and not made_with_second_step(request)


def made_with_second_step(request: HttpRequest) -> bool:
    """True where this session was made, or since confirmed, with a second step. Says nothing about rights."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record.get("method") == "mfa" for record in records)
