"""GOV.UK Notify, by its own client, against a real server that speaks its API."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail
from django.core.management import CommandError, call_command
from django.test import Client

from goldenthread.notify import services
from goldenthread.notify.models import Bounce, Message
from goldenthread.notify.rules import State
from goldenthread.notify.services import delivery, hearing
from goldenthread.notify.services.carriers import chosen
from goldenthread.notify.tests.factories import NOW, NotifyServer, later, posted

pytestmark = pytest.mark.django_db
TOKEN = "a long shared secret"


def test_a_message_goes_by_the_template_with_our_reference(govuk: NotifyServer):
    message = posted(body="See [this](https://gt.example/).")
    assert delivery.deliver(NOW) == {"sent": 1}
    (kept,) = govuk.kept.values()
    assert kept["reference"] == str(message.pk)
    assert kept["email_address"] == "amina@example.org"
    assert kept["personalisation"] == {"subject": "Your account", "body": "See [this] (https://gt.example/)."}
    message.refresh_from_db()
    assert (message.carrier, message.carrier_id) == ("govuk_notify", kept["id"])


@pytest.mark.parametrize("status", [429, 403])
def test_when_notify_takes_no_more_it_is_asked_later(govuk: NotifyServer, status):
    message = posted()
    govuk.next_answers = [(status, "Exceeded send limits (50) for today")]
    assert delivery.deliver(NOW) == {"queued": 1}
    message.refresh_from_db()
    assert "Exceeded send limits (50) for today" in message.error
    assert message.handed_at is None
    assert delivery.deliver(message.next_attempt_at) == {"sent": 1}
    assert len(govuk.kept) == 1
    assert "/v2/notifications" not in govuk.asked


@pytest.mark.parametrize("answer", [500, 503, 0])
@pytest.mark.parametrize("kept", ["kept", "Internal server error"])
def test_after_a_fault_notify_is_asked_before_anything_is_sent_again(govuk: NotifyServer, answer, kept):
    message = posted()
    govuk.next_answers = [(answer, kept)]
    assert delivery.deliver(NOW) == {"queued": 1}
    assert delivery.deliver(later(minutes=2)) == {"sent": 1}
    assert govuk.asked == ["/v2/notifications"]
    assert len(govuk.kept) == 1, "It went twice, or not at all."
    message.refresh_from_db()
    assert message.carrier_id in govuk.kept


@pytest.mark.parametrize("took_it", [True, False])
def test_what_a_dead_process_may_have_handed_over_is_asked_for(govuk: NotifyServer, took_it):
    message = posted()
    personal = {"subject": "S", "body": "B"}
    if took_it:
        govuk.keep({"reference": str(message.pk), "email_address": message.address, "personalisation": personal})
    Message.objects.filter(pk=message.pk).update(
        state="sending", claim=message.pk, claimed_until=NOW - timedelta(seconds=1), attempts=1,
        carrier="govuk_notify", handed_at=NOW - timedelta(minutes=9),
    )  # fmt: skip
    assert delivery.deliver(NOW) == {"sent": 1}
    assert len(govuk.kept) == 1


def test_what_may_have_gone_by_mail_is_in_doubt_when_notify_takes_over(govuk: NotifyServer):
    message = posted()
    Message.objects.filter(pk=message.pk).update(
        state="sending", claimed_until=NOW - timedelta(seconds=1), carrier="smtp", handed_at=NOW - timedelta(hours=1)
    )
    delivery.deliver(NOW)
    message.refresh_from_db()
    assert message.state == State.IN_DOUBT
    assert not govuk.kept


def test_what_notify_refuses_is_told_in_its_words_and_not_tried_again(govuk: NotifyServer, settings):
    dead = posted(address="@nobody")
    delivery.deliver(NOW)
    dead.refresh_from_db()
    assert dead.state == State.BOUNCED
    assert "Not a valid email address" in dead.error
    assert Bounce.objects.filter(address="@nobody").exists()
    settings.NOTIFY_TEMPLATE = "another"
    lost = posted()
    delivery.deliver(NOW)
    lost.refresh_from_db()
    assert lost.state == State.FAILED
    assert "Template not found" in lost.error
    assert not govuk.kept


def test_a_wrong_key_is_tried_again_because_somebody_may_mend_it(govuk: NotifyServer, settings):
    good, settings.NOTIFY_KEY = settings.NOTIFY_KEY, settings.NOTIFY_KEY[:-1] + "x"
    message = posted()
    assert delivery.deliver(NOW) == {"queued": 1}
    settings.NOTIFY_KEY = good
    message.refresh_from_db()
    assert delivery.deliver(message.next_attempt_at) == {"sent": 1}


def test_half_a_setting_is_refused_in_words(settings):
    settings.NOTIFY_KEY = "test-key"
    posted(urgent=True)
    with pytest.raises(ImproperlyConfigured, match="GOLDENTHREAD_NOTIFY_TEMPLATE"):
        chosen()
    with pytest.raises(CommandError, match="GOLDENTHREAD_NOTIFY_TEMPLATE"):
        call_command("deliver_messages")


def test_mail_about_passwords_goes_by_notify_too(govuk: NotifyServer, settings):
    settings.EMAIL_BACKEND = "goldenthread.notify.services.govuk_notify.EmailBackend"
    assert send_mail("New password", "Here", None, ["amina@example.org", "tom@example.org"]) == 2
    assert [one["email_address"] for one in govuk.kept.values()] == ["amina@example.org", "tom@example.org"]


@pytest.mark.parametrize(
    ("status", "state", "dead"),
    [
        ("delivered", State.SENT, False),
        ("permanent-failure", State.BOUNCED, True),
        ("temporary-failure", State.BOUNCED, False),
        ("technical-failure", State.FAILED, False),
        ("sending", State.SENT, False),
    ],
)
def test_notify_is_asked_what_became_of_a_message(govuk: NotifyServer, status, state, dead):
    message = posted()
    delivery.deliver(NOW)
    (kept,) = govuk.kept.values()
    kept["status"] = status
    assert hearing.ask_about_sent(later(minutes=20)) == 1
    assert hearing.ask_about_sent(later(minutes=21)) == 0, "It was asked again within ten minutes."
    message.refresh_from_db()
    assert message.state == state
    assert (message.arrived_at is not None) is (status == "delivered")
    assert Bounce.objects.filter(address="amina@example.org").exists() is dead
    assert hearing.ask_about_sent(later(minutes=40)) == (status == "sending")


def receipt(message: Message, status: str, **changed: object) -> dict[str, object]:
    return {"id": message.carrier_id, "reference": str(message.pk), "to": message.address, "status": status, **changed}


def told(body: object, token: str = TOKEN):
    client = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {token}"}
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post("/messages/govuk-notify/", text, content_type="application/json", headers=headers)


def test_notify_tells_us_that_an_address_is_dead(govuk: NotifyServer, settings):
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN
    message = posted()
    delivery.deliver(NOW)
    message.refresh_from_db()
    for _ in range(2):
        assert told(receipt(message, "permanent-failure")).status_code == 200
    message.refresh_from_db()
    assert message.state == State.BOUNCED
    assert Bounce.objects.count() == 1


def test_what_is_heard_of_a_letter_that_lets_in_ends_its_link_too(govuk: NotifyServer, settings):
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN
    message = posted(lets_in=True)
    # We broke off before an answer came; Notify tells of it before we have asked.
    Message.objects.filter(pk=message.pk).update(carrier="govuk_notify", handed_at=NOW, attempts=1)
    assert told(receipt(message, "delivered")).status_code == 200
    message.refresh_from_db()
    assert message.state == State.SENT
    assert "/in/abc/" not in message.body


def test_a_failure_told_again_after_the_address_was_mended_counts_once(govuk: NotifyServer, settings, unit, amina):
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN
    message = posted(person_id=amina.pk)
    delivery.deliver(NOW)
    message.refresh_from_db()
    assert told(receipt(message, "permanent-failure")).status_code == 200
    services.clear_bounce(unit, NOW, amina.pk)
    assert told(receipt(message, "permanent-failure")).status_code == 200
    assert not Bounce.objects.filter(cleared_at__isnull=True).exists()


def test_nobody_else_is_heard(govuk: NotifyServer, settings):
    message = posted()
    delivery.deliver(NOW)
    message.refresh_from_db()
    body = receipt(message, "permanent-failure")
    assert told(body).status_code == 404, "There is no such page without a token in the settings."
    assert told(body, "").status_code == 404
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN
    assert told(body, "wrong").status_code == 403
    assert told(body, "").status_code == 403
    assert told(receipt(message, "permanent-failure", id="another")).status_code == 200
    assert told(receipt(message, "permanent-failure", reference=None)).status_code == 200
    assert told(receipt(message, "permanent-failure", reference="mail-1")).status_code == 200
    assert told("{not json").status_code == 400
    assert told([]).status_code == 400
    assert Client().get("/messages/govuk-notify/").status_code == 405
    message.refresh_from_db()
    assert message.state == State.SENT
