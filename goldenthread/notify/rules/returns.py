"""Read what a mail server sends back when it could not deliver: a report by RFC 3464, in plain values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.message import Message
from uuid import UUID

from goldenthread.kernel.outcomes import Denied
from goldenthread.kernel.rules import rule

FAILED = "failed"
# What of a status says that the address itself is at fault: no such mailbox or house, moved away, or closed.
AT_FAULT = re.compile(r"5\.(1\.(0|1|2|3|6|10)|2\.1)")
_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.I)


@dataclass(frozen=True)
class Returned:
    """What a mail server reports of one of our messages.

    `action` is its own word ("failed", "delayed", "delivered"); `addresses` are the recipient as the server had it last
    and as it was given to it; `status` is the code by RFC 3463, or nothing; `words` is the server's reason.
    """

    message_id: UUID
    addresses: frozenset[str]
    action: str
    status: str
    words: str


@rule("notify.report_of_return", "RFC 3464: an extensible message format for delivery status notifications")
def read_return(raw: bytes) -> Returned | Denied:
    """What a mail that came back says; denied, with what is not understood, for every other mail."""
    mail = message_from_bytes(raw, policy=policy.compat32)
    if mail.get_content_type() != "multipart/report" or str(mail.get_param("report-type")).lower() != "delivery-status":
        return Denied("This mail is no mail server's report of a message that could not be delivered.")
    told = [block for part in mail.walk() if _is_status(part) for block in _blocks(part) if block["Final-Recipient"]]
    if len(told) != 1:
        return Denied("This report does not say of exactly one address what became of the message.")
    ours = next((found for text in _original(mail) if (found := _OURS.match(text.strip()))), None)
    if ours is None:
        return Denied("This report does not name a message of Golden Thread as the one that came back.")
    block = told[0]
    return Returned(
        message_id=UUID(ours[1]),
        addresses=frozenset(_after_type(block[name]).lower() for name in _RECIPIENTS if block[name]),
        action=_line(block["Action"]).lower(),
        status=_line(block["Status"]).partition(" ")[0],
        words=_after_type(block["Diagnostic-Code"] or block["Status"]),
    )


_RECIPIENTS = ("Final-Recipient", "Original-Recipient")


@rule("notify.return_of_a_dead_address", "RFC 3463: enhanced mail system status codes, 5.1 and 5.2")
def address_is_at_fault(status: str) -> bool:
    """True where the status says that the address will never take a message: not for a full mailbox or a policy."""
    return AT_FAULT.fullmatch(status) is not None


def _is_status(part: Message) -> bool:
    return part.get_content_type() in ("message/delivery-status", "message/global-delivery-status")


def _blocks(part: Message) -> list[Message]:
    """The blocks of a report: one for the message, then one for each recipient."""
    held = part.get_payload()
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []


def _original(mail: Message) -> Iterator[str]:
    """The Message-ID of what came back, from the copy of it or of its headers."""
    for part in mail.walk():
        held = part.get_payload()
        if part.get_content_type() in ("message/rfc822", "message/global") and isinstance(held, list):
            yield from (str(one["Message-ID"] or "") for one in held[:1] if isinstance(one, Message))
        if part.get_content_type() in ("text/rfc822-headers", "message/global-headers"):
            raw = part.get_payload(decode=True)
            text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(held)
            yield str(message_from_string(text)["Message-ID"] or "")


def _line(value: object) -> str:
    return " ".join(str(value or "").split())


def _after_type(value: object) -> str:
    """What follows the type of a field, "rfc822; a@example.org", in one line."""
    before, parted, after = _line(value).partition(";")
    return (after if parted else before).strip()[:300]
