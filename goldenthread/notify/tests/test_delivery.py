"""The outbox and a real mail server: what is written, what goes, what is tried again, and what is in doubt."""

import email
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from goldenthread.kernel import letters
from goldenthread.notify.models import Bounce, Message, Part
from goldenthread.notify.rules import LAST_ATTEMPT, State
from goldenthread.notify.services import delivery
from goldenthread.notify.services.carriers import MailServer, Plain, chosen
from goldenthread.notify.tests.factories import NIGHT, NOW, PostOffice, later, letter, posted
from goldenthread.people.models import User

pytestmark = pytest.mark.django_db


def test_a_letter_stands_or_falls_with_the_change_it_tells_of():
    def change_that_fails() -> None:
        with transaction.atomic():
            letters.post(letter("lost"), NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_that_fails()
    assert not Message.objects.exists()
    letters.post(letter("kept"), NOW)
    assert Message.objects.get().key == "kept"


def test_the_same_key_is_written_once_with_its_part(unit):
    first = letter("once", partnership_id=unit.partnership_id, subject="One\nBcc: all@example.org")
    with transaction.atomic():
        letters.post(first, NOW)
        letters.post(letter("once", subject="Two", partnership_id=unit.partnership_id), NOW)
    assert Message.objects.get().subject == "One Bcc: all@example.org"
    assert Part.objects.get().subject == "One Bcc: all@example.org"


def test_the_console_is_the_carrier_until_a_setting_says_otherwise(settings):
    posted()
    assert isinstance(chosen(), Plain)
    assert delivery.in_words(delivery.deliver(NOW)) == "1 sent."
    assert mail.outbox[0].to == ["amina@example.org"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert isinstance(chosen(), MailServer)


def test_a_message_goes_once_and_bears_an_id_of_its_own(office: PostOffice):
    message = posted(body="Grüße – it’s here.\n.\nA line with a dot above.\n", subject="Pläne für Juni")
    assert delivery.deliver(NOW) == {"sent": 1}
    assert not delivery.deliver(later(days=1))
    envelope = office.received[0]
    told = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert told["Message-ID"] == f"<{message.pk}@localhost>"
    assert told["Auto-Submitted"] == "auto-generated"
    assert told["Subject"] == "Pläne für Juni"
    assert told.get_content().replace("\r\n", "\n") == message.body
    message.refresh_from_db()
    assert (message.state, message.attempts, message.carrier_id) == ("sent", 1, "OK queued as 1")
    assert message.sent_at >= NOW


def test_many_go_through_one_connection_in_order_of_urgency(office: PostOffice):
    for number in range(45):
        posted(address=f"p{number}@example.org", urgent=number == 30)
    assert delivery.deliver(NOW) == {"sent": 45}
    assert office.addresses[0] == "p30@example.org"
    assert len(set(office.addresses)) == len(office.addresses) == 45


def test_at_night_only_what_somebody_waits_for_goes(office: PostOffice):
    posted(address="waits@example.org", urgent=True)
    posted(address="sleeps@example.org")
    assert delivery.deliver(NIGHT) == {"sent": 1}
    assert office.addresses == ["waits@example.org"]
    assert delivery.deliver(NIGHT + timedelta(hours=12)) == {"sent": 1}


def test_a_server_that_is_away_is_tried_again_and_given_up_after_the_last_attempt(office: PostOffice):
    message = posted(urgent=True)
    office.rcpt = lambda address: "451 4.3.0 Try again later"
    now = NOW
    for attempt in range(1, LAST_ATTEMPT + 1):
        told = delivery.deliver(now)
        message.refresh_from_db()
        assert message.attempts == attempt
        assert "451 4.3.0 Try again later" in message.error
        if attempt < LAST_ATTEMPT:
            assert told == {"queued": 1}
            assert not delivery.deliver(message.next_attempt_at - timedelta(seconds=30))
            now = message.next_attempt_at
    assert told == {"failed": 1}
    assert message.state == State.FAILED
    assert not delivery.deliver(now + timedelta(days=30))
    assert not office.received


def test_a_mail_server_that_cannot_be_reached_loses_nothing(office: PostOffice, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    message = posted(urgent=True)
    assert delivery.deliver(NOW) == {"queued": 1}
    settings.EMAIL_PORT = port
    message.refresh_from_db()
    assert delivery.deliver(message.next_attempt_at) == {"sent": 1}
    assert len(office.received) == 1


@pytest.mark.parametrize(
    ("reply", "state", "dead"),
    [
        ("550 5.1.1 No such mailbox", State.BOUNCED, True),
        ("554 5.7.1 Relay access denied", State.FAILED, False),
    ],
)
def test_a_recipient_refused_for_good_is_not_tried_again(office: PostOffice, reply, state, dead):
    message = posted()
    office.rcpt = lambda address: reply
    delivery.deliver(NOW)
    message.refresh_from_db()
    assert message.state == state
    assert reply in message.error
    assert Bounce.objects.filter(address="amina@example.org").exists() is dead
    office.rcpt = lambda address: ""
    posted(address="next@example.org")
    assert delivery.deliver(later(hours=1)) == {"sent": 1}


def test_a_server_that_breaks_off_after_taking_the_text_leaves_the_message_in_doubt(office: PostOffice):
    message = posted()
    office.data = lambda envelope: "break off"
    assert delivery.deliver(NOW) == {"in_doubt": 1}
    office.data = lambda envelope: ""
    assert not delivery.deliver(later(hours=2))
    message.refresh_from_db()
    assert message.state == State.IN_DOUBT
    assert len(office.received) == 1


def test_a_text_that_the_server_refuses_for_now_is_tried_again(office: PostOffice):
    posted()
    office.data = lambda envelope: "452 4.2.2 Mailbox full"
    assert delivery.deliver(NOW) == {"queued": 1}
    office.data = lambda envelope: "552 5.3.4 Too large"
    assert delivery.deliver(later(minutes=2)) == {"failed": 1}
    assert not office.received


def abandoned(handed: bool, carrier: str = "smtp") -> Message:
    """A message that a process claimed ten minutes ago and never finished."""
    message = posted()
    Message.objects.filter(pk=message.pk).update(
        state="sending", claim=message.pk, claimed_until=NOW - timedelta(seconds=1), attempts=1, carrier=carrier,
        handed_at=NOW - timedelta(minutes=9) if handed else None,
    )  # fmt: skip
    return message


def test_what_a_dead_process_had_not_handed_over_is_sent(office: PostOffice):
    abandoned(handed=False)
    assert delivery.deliver(NOW) == {"sent": 1}
    assert len(office.received) == 1


def test_what_a_dead_process_may_have_handed_to_a_mail_server_is_in_doubt(office: PostOffice):
    message = abandoned(handed=True)
    assert not delivery.deliver(NOW)
    message.refresh_from_db()
    assert message.state == State.IN_DOUBT
    assert not office.received


def test_what_another_process_holds_is_left_to_it(office: PostOffice):
    message = abandoned(handed=False)
    Message.objects.filter(pk=message.pk).update(claimed_until=later(minutes=5))
    assert not delivery.deliver(NOW)
    assert not office.received


def test_a_process_that_was_only_slow_sends_nothing_that_another_took_over(office: PostOffice):
    message = posted()
    claimed = delivery._claim(NOW, 1)
    # While it slept its lease ran out, and another process sent the message.
    assert delivery.deliver(later(minutes=11)) == {"sent": 1}
    assert delivery._send(claimed[0], chosen(), delivery.Watch(later(minutes=12))) == State.SENDING
    message.refresh_from_db()
    assert message.state == State.SENT
    assert len(office.received) == 1


def test_a_message_that_stops_every_process_is_given_up(office: PostOffice):
    message = abandoned(handed=False)
    Message.objects.filter(pk=message.pk).update(attempts=LAST_ATTEMPT)
    assert not delivery.deliver(NOW)
    message.refresh_from_db()
    assert message.state == State.FAILED


@pytest.mark.parametrize("left", ["handed", "given up", "closed"])
def test_a_letter_that_lets_in_keeps_its_link_no_longer_than_it_may_go(office: PostOffice, amina, left: str):
    message = abandoned(handed=left == "handed")
    Message.objects.filter(pk=message.pk).update(lets_in=True, attempts=LAST_ATTEMPT if left == "given up" else 1)
    if left == "closed":
        Message.objects.filter(pk=message.pk).update(state="queued", person=amina)
        User.objects.filter(pk=amina.pk).update(is_active=False)
        posted(urgent=True, address="tom@example.org")
    delivery.deliver(NOW)
    message.refresh_from_db()
    assert message.state == {"handed": State.IN_DOUBT, "given up": State.FAILED, "closed": State.HELD}[left]
    assert "/in/abc/" not in message.body


def test_what_waited_in_a_backup_does_not_go_by_itself_once_it_is_brought_back(office: PostOffice):
    waiting, sending = posted(address="one@example.org"), abandoned(handed=False)
    assert delivery.doubt_what_waited() == 2
    assert not delivery.deliver(later(days=1))
    assert not office.received
    for message in (waiting, sending):
        message.refresh_from_db()
        assert (message.state, "may have gone since" in message.error) == (State.IN_DOUBT, True)
    assert delivery.doubt_what_waited() == 0
