"""A mail that came back is read: from the report of the mail server to the message and the address."""

import io
import uuid

import pytest
from django.core.management import CommandError, call_command

from goldenthread.kernel.outcomes import Denied, Refused
from goldenthread.notify import rules
from goldenthread.notify.models import Bounce, Message
from goldenthread.notify.rules import State
from goldenthread.notify.services import delivery, hearing
from goldenthread.notify.services.carriers import message_id
from goldenthread.notify.tests.factories import NOW, PostOffice, later, posted

KEY = "225b5d87-9716-4a73-8653-180cb879bfaa"
# As Postfix writes it.
REPORT = """\
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
To: no-reply@thread.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4B1.1795680000/mail.example.org"

--4B1.1795680000/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4B1.1795680000/mail.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: 4B1
Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0000 (GMT)

Final-Recipient: rfc822; Amina@Example.org
Original-Recipient: rfc822;amina@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 {status} <amina@example.org>:
    Recipient address rejected

--4B1.1795680000/mail.example.org
Content-Description: Undelivered Message Headers
Content-Type: {kind}

Return-Path: <no-reply@thread.example.org>
From: Golden Thread <no-reply@thread.example.org>
Message-ID: <{key}@thread.example.org>
Subject: You are asked for 3 things

--4B1.1795680000/mail.example.org--
"""


def report(
    key: object = KEY, action: str = "failed", status: str = "5.1.1", kind: str = "text/rfc822-headers"
) -> bytes:
    return REPORT.format(key=key, action=action, status=status, kind=kind).encode()


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_is_read(kind: str) -> None:
    """notify.report_of_return"""
    told = rules.read_return(report(kind=kind))
    assert told == rules.Returned(
        uuid.UUID(KEY), frozenset({"amina@example.org"}), "failed", "5.1.1",
        "550 5.1.1 <amina@example.org>: Recipient address rejected",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "no mail server's report"),
        (b"\xff\xfe\x00 nonsense", "no mail server's report"),
        (b"Subject: Out of office\n\nI am away.", "no mail server's report"),
        (report().replace(b"report-type=delivery-status", b"report-type=feedback-report"), "no mail server's report"),
        (report().replace(b"Final-Recipient", b"X-Other"), "exactly one address"),
        (report().replace(b"Action:", b"\nFinal-Recipient: rfc822; b@example.org\nAction:"), "exactly one address"),
        (report().replace(KEY.encode(), b"somebody-elses"), "does not name a message of Golden Thread"),
        (report().replace(b"text/rfc822-headers", b"text/plain"), "does not name a message of Golden Thread"),
    ],
)
def test_what_is_not_understood_is_said(raw: bytes, sentence: str) -> None:
    told = rules.read_return(raw)
    assert isinstance(told, Denied)
    assert sentence in told.reason


def test_what_is_wrong_with_a_mailbox_today_does_not_make_its_address_dead() -> None:
    """notify.return_of_a_dead_address"""
    assert all(map(rules.address_is_at_fault, ["5.1.1", "5.1.0", "5.1.10", "5.1.2", "5.2.1"]))
    assert not any(map(rules.address_is_at_fault, ["5.2.2", "5.7.1", "5.0.0", "4.1.1", "5.1.15", "5.4.1", "", "5"]))


@pytest.fixture
def sent(office: PostOffice, db: None) -> Message:
    """A message that a mail server took."""
    message = posted(address="amina@example.org")
    delivery.deliver(NOW)
    message.refresh_from_db()
    assert message.state == State.SENT
    return message


def read(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> str:
    """What the command says of a mail on its standard input."""
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("read_return", stdout=out)
    return out.getvalue().strip()


def test_a_dead_address_gets_no_more_and_reading_it_twice_changes_nothing(
    sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        read(monkeypatch, report(sent.pk)) == "The message to amina@example.org came back; nothing more is sent there."
    )
    sent.refresh_from_db()
    assert sent.state == State.BOUNCED
    assert sent.error == "It came back: 550 5.1.1 <amina@example.org>: Recipient address rejected."
    (bounce,) = Bounce.objects.all()
    assert (bounce.address, bounce.cleared_at) == ("amina@example.org", None)
    Bounce.objects.update(cleared_at=later(hours=1))
    assert "known already" in read(monkeypatch, report(sent.pk))
    assert not Bounce.objects.filter(cleared_at__isnull=True).exists()


def test_a_full_mailbox_is_written_to_again(sent: Message) -> None:
    assert "is written to as before" in hearing.hear_return(report(sent.pk, status="5.2.2"), NOW)
    sent.refresh_from_db()
    assert (sent.state, Bounce.objects.count()) == (State.BOUNCED, 0)


def test_a_delay_changes_nothing(sent: Message) -> None:
    assert "“delayed”, so nothing was changed" in hearing.hear_return(report(sent.pk, "delayed", "4.4.1"), NOW)
    sent.refresh_from_db()
    assert sent.state == State.SENT


def test_a_report_about_another_message_or_address_is_refused(sent: Message) -> None:
    for raw in (report(), report(sent.pk).replace(b"mina@", b"nna@").replace(b"Amina@", b"Anna@")):
        with pytest.raises(Refused, match="did not go to that address from here"):
            hearing.hear_return(raw, NOW)
    Message.objects.filter(pk=sent.pk).update(state=State.QUEUED)
    with pytest.raises(Refused, match="did not go to that address from here"):
        hearing.hear_return(report(sent.pk), NOW)
    assert Bounce.objects.count() == 0


def test_the_report_names_the_message_as_we_named_it(sent: Message) -> None:
    named = report(sent.pk).replace(f"<{sent.pk}@thread.example.org>".encode(), message_id(sent).encode())
    assert "nothing more is sent there" in hearing.hear_return(named, NOW)


def test_the_command_refuses_in_a_sentence(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="no mail server's report"):
        read(monkeypatch, b"Subject: Hello\n\nHello")
    with pytest.raises(CommandError, match="larger than 5 MB"):
        read(monkeypatch, b"x" * 5_000_001)
