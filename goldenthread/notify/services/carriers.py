"""Who carries messages out of the house: the console, a mail server, or GOV.UK Notify, as the settings say.

What is promised about a message whose process is killed in mid-send depends on the carrier:

- **A mail server** cannot be asked whether it took a message. A message for which the server had been told the
  recipient, but not yet given the text, is sent again by itself. One whose text had been given without an answer being
  kept is *in doubt*: it is never sent again by itself, so that it goes **at most once**, and a person decides. Every
  message bears a Message-ID made from its own id.
- **GOV.UK Notify** can be asked, by the reference that every message bears. One that may have gone is asked about first
  and sent only if Notify does not know it.
"""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail

from goldenthread.notify.models import Message

PERMANENT = 500
GOT_IT = 250


@dataclass(frozen=True)
class Taken:
    """The carrier has the message, under its own id."""

    carrier_id: str = ""


@dataclass(frozen=True)
class NotTaken:
    """The carrier does not have the message, and says why; `for_good` where trying again will not help.

    `is_dead` says that the address itself is at fault.
    """

    words: str
    for_good: bool = False
    is_dead: bool = False


@dataclass(frozen=True)
class Unknown:
    """The carrier may have the message or not."""

    words: str


@dataclass(frozen=True)
class LetGo:
    """Another process has the message now, so nothing was handed over."""


Outcome = Taken | NotTaken | Unknown | LetGo
# Asked at the last moment before a message leaves our hands: notes that it may have, and says whether it is ours still.
Before = Callable[[], bool]


class Carrier(Protocol):
    """Takes messages out. `can_tell` says whether it knows afterwards which messages it took."""

    name: str
    can_tell: bool

    def carry(self, message: Message, before: Before) -> Outcome:
        """Hand one message over, asking `before` at the last moment."""

    def find(self, message: Message) -> Outcome | None:
        """What became of a message that may have been handed over; None where the carrier never had it."""

    def close(self) -> None:
        """Let go of whatever was held open."""


def message_id(message: Message) -> str:
    """The Message-ID of a message, the same however often it is tried."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{message.pk}@{host}>"


def as_mail(message: Message, connection: Any) -> mail.EmailMessage:
    """A message as e-mail, marked as written by a machine so that nobody's absence notice answers it."""
    headers = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"}
    return mail.EmailMessage(
        message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.address], headers=headers,
        connection=connection,
    )  # fmt: skip


class Plain:
    """Any of Django's own ways that need no server: the console, a folder."""

    name = "console"
    can_tell = False

    def __init__(self) -> None:
        self.connection = mail.get_connection()

    def carry(self, message: Message, before: Before) -> Outcome:
        """Print the message, or whatever the setting says."""
        if not before():
            return LetGo()
        try:
            as_mail(message, self.connection).send()
        except OSError as error:
            return Unknown(f"It could not be written out: {error}.")
        return Taken()

    def find(self, message: Message) -> Outcome | None:
        """Always unknown."""
        return Unknown("Nobody can tell whether it was written out.")

    def close(self) -> None:
        """Nothing is held open."""
        self.connection.close()


class MailServer:
    """A mail server by SMTP, one connection for many messages."""

    name = "smtp"
    can_tell = False

    def __init__(self) -> None:
        self.connection: Any = mail.get_connection(timeout=30)

    def carry(self, message: Message, before: Before) -> Outcome:
        """Tell the server sender and recipient, then ask `before`, then give it the text."""
        try:
            refused = self._address(message)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return NotTaken(f"The mail server could not be reached or broke off: {error}.")
        if refused:
            return refused
        if not before():
            self._drop()
            return LetGo()
        try:
            code, reply = self.connection.connection.data(self._text(message))
        except smtplib.SMTPDataError as error:
            return _refusal("The mail server refused the message", error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Unknown(f"The mail server broke off before it said whether it took the message: {error}.")
        if code != GOT_IT:
            return _refusal("The mail server refused the message", code, reply)
        return Taken(_said(reply)[:200])

    def _address(self, message: Message) -> NotTaken | None:
        """Tell the server who writes to whom; what it objects to, or None."""
        self.connection.open()
        smtp = self.connection.connection
        smtp.ehlo_or_helo_if_needed()
        options = ["body=8bitmime"] if smtp.has_extn("8bitmime") else []
        code, reply = smtp.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], options)
        if code != GOT_IT:
            smtp.rset()
            # Our own sender is at fault, which somebody may mend, so it is tried again.
            return NotTaken(f"The mail server does not take messages from us: {code} {_said(reply)}.")
        code, reply = smtp.rcpt(message.address)
        if code not in (250, 251):
            smtp.rset()
            is_policy = b"5.7." in reply
            return _refusal("The mail server refused the address", code, reply, is_dead=not is_policy)
        return None

    def _text(self, message: Message) -> bytes:
        letter: Any = as_mail(message, self.connection).message()
        return bytes(letter.as_bytes(linesep="\r\n"))

    def find(self, message: Message) -> Outcome | None:
        """Always unknown: a mail server keeps no book that can be asked."""
        return Unknown("A mail server cannot be asked whether it took a message.")

    def _drop(self) -> None:
        self.connection.close()
        self.connection = mail.get_connection(timeout=30)

    def close(self) -> None:
        """Take leave of the server."""
        self.connection.close()


def _refusal(words: str, code: int, reply: Any, is_dead: bool = False) -> NotTaken:
    for_good = code >= PERMANENT
    return NotTaken(f"{words}: {code} {_said(reply)}.", for_good=for_good, is_dead=is_dead and for_good)


def _said(reply: Any) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return " ".join(text.split()).rstrip(".")


def chosen() -> Carrier:
    """The carrier that the settings ask for. Raises `ImproperlyConfigured` where GOV.UK Notify lacks its template."""
    if settings.NOTIFY_KEY:
        # Imported here, because most installations never need its client.
        from goldenthread.notify.services.govuk_notify import GovukNotify

        return GovukNotify()
    if settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
        return MailServer()
    return Plain()
