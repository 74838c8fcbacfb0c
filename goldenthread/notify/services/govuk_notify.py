"""GOV.UK Notify as the carrier, and what it says later of what it carried."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client import NotificationsAPIClient
from notifications_python_client.errors import APIError

from goldenthread.notify.models import Message
from goldenthread.notify.services.carriers import Before, LetGo, NotTaken, Outcome, Taken, Unknown

# What Notify calls the end of an e-mail's journey, and what we say of it.
RETURNED = {
    "permanent-failure": "GOV.UK Notify says that this address does not exist.",
    "temporary-failure": "GOV.UK Notify could not deliver it for three days: the mailbox may be full.",
}
BROKEN = {"technical-failure": "GOV.UK Notify had a fault of its own and did not send it."}
DELIVERED = "delivered"


def client() -> NotificationsAPIClient:
    """A client for the key and address in the settings. Raises `ImproperlyConfigured` without key or template."""
    if not settings.NOTIFY_KEY or not settings.NOTIFY_TEMPLATE:
        raise ImproperlyConfigured("Set both GOLDENTHREAD_NOTIFY_KEY and GOLDENTHREAD_NOTIFY_TEMPLATE.")
    return NotificationsAPIClient(settings.NOTIFY_KEY, base_url=settings.NOTIFY_URL, timeout=30)


class GovukNotify:
    """Sends by a template of two fields, ((subject)) and ((body)), under a reference that can be asked for."""

    name = "govuk_notify"
    can_tell = True

    def __init__(self) -> None:
        self.client = client()

    def carry(self, message: Message, before: Before) -> Outcome:
        """Hand one message to Notify."""
        if not before():
            return LetGo()
        try:
            answer = _send(self.client, message.address, message.subject, message.body, str(message.pk))
        except APIError as error:
            return _refusal(error)
        return Taken(str(answer["id"]))

    def find(self, message: Message) -> Outcome | None:
        """Ask Notify for our reference."""
        try:
            known = self.client.get_all_notifications(template_type="email", reference=str(message.pk))
        except APIError as error:
            return Unknown(f"GOV.UK Notify could not say whether it has the message: {error.status_code}.")
        found = known.get("notifications") or []
        return Taken(str(found[0]["id"])) if found else None

    def status(self, carrier_id: str) -> str:
        """What became of a message by Notify's own id: "delivered", say; nothing where Notify does not answer."""
        try:
            return str(self.client.get_notification_by_id(carrier_id)["status"])
        except APIError:
            return ""

    def close(self) -> None:
        """Let the connection go."""
        self.client.request_session.close()


def _send(to: NotificationsAPIClient, address: str, subject: str, body: str, reference: str) -> dict[str, Any]:
    # Notify reads Markdown in what fills a template; what somebody typed as a title must not become a link.
    words = {"subject": subject, "body": body.replace("](", "] (")}
    return to.send_email_notification(address, settings.NOTIFY_TEMPLATE, personalisation=words, reference=reference)


def _refusal(error: APIError) -> Outcome:
    """What an answer other than yes means. A fault of Notify's own, or no answer, may hide that it took the message."""
    code, said = error.status_code, _said(error.message)
    if getattr(error, "response", None) is None or code >= 500 or 200 <= code < 300:
        return Unknown(f"GOV.UK Notify did not answer as it should ({code}): {said}.")
    if code == 429:
        return NotTaken(f"GOV.UK Notify takes no more for now: {said}.")
    if code in (401, 403):
        return NotTaken(f"GOV.UK Notify does not accept the key: {said}.")
    return NotTaken(f"GOV.UK Notify refused it: {said}.", for_good=True, is_dead="email_address" in said)


def _said(words: Any) -> str:
    if isinstance(words, list):
        words = "; ".join(str(one.get("message", one)) if isinstance(one, dict) else str(one) for one in words)
    return " ".join(str(words).split()).rstrip(".")[:500]


class EmailBackend(BaseEmailBackend):
    """Django's own mail (a new password, say) by GOV.UK Notify, where no mail server is set."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each to each of its recipients and return how many went. Raises `APIError` unless told to be silent."""
        sent = 0
        for email in email_messages:
            for address in email.recipients():
                try:
                    _send(client(), address, str(email.subject), str(email.body), f"mail-{uuid.uuid4()}")
                except APIError:
                    if not self.fail_silently:
                        raise
                else:
                    sent += 1
        return sent
