"""The pages: what the business unit sees, what it never sees of another partnership, and what looking costs."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.notify.models import Hold, Message, Part, Rhythm
from goldenthread.notify.services import delivery, digests, posting
from goldenthread.notify.tests.factories import Asking, ask, letter
from goldenthread.partnerships.tests.browsing import text
from goldenthread.partnerships.tests.factories import person_with
from goldenthread.people.models import User
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db
BASE = "/heronsea/messages/"


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return client


def sent_today(asking: Asking, person: Any, *asks: Any) -> Message:
    """A digest that went today, whatever day and hour it is."""
    asking.put(person, *asks)
    now, today = timezone.now(), timezone.localdate()
    ties = digests.asking.ties(today, [person.pk])
    digests.make_for(now, today, [person.pk], "test", ties, digests.composing.Places.fetch(), regardless=True)
    Message.objects.update(urgent=True)
    delivery.deliver(now)
    return Message.objects.get(person=person, key=f"digest:{person.pk}:test")


def test_the_list_says_how_much_each_is_asked_for_here_and_nothing_of_elsewhere(unit, other, amina, asking, desk):
    asking.put(amina, ask(unit, "Ours"), ask(unit, "Also ours", 30), *[ask(other, "Theirs") for _ in range(5)])
    page = text(desk.get(BASE))
    assert "Amina Clarke" in page
    assert 'data-label="Asked for">2<' in page
    assert 'data-label="Of them now">1<' in page
    assert "Sal Marsh" not in page
    rows = list(csv.reader(io.StringIO(desk.get(f"{BASE}?format=csv").content.decode("utf-8-sig"))))
    assert ["Amina Clarke", "2", "1", "Every week", ""] in rows
    assert "Amina Clarke" not in text(desk.get(f"{BASE}?reached=nothing"))


def test_a_digest_is_shown_as_it_would_be_sent_without_what_others_ask_or_any_link_to_answer(
    unit, other, amina, asking, desk
):
    asking.put(amina, ask(unit, "Ours", may_answer=True), ask(unit, "", why="for a family"), ask(other, "Theirs"))
    page = text(desk.get(f"{BASE}people/{amina.pk}/"))
    assert "You are asked for 2 things, all of them now" in page
    assert "* Ours" in page
    assert "* A restricted action" in page
    assert "for a family" not in page
    assert "Answer without signing in: [a link that is theirs alone]" in page
    for leak in ("Theirs", "Saltmarsh", "/answer/", "partnerships. "):
        assert leak not in page


def test_of_a_digest_that_went_each_partnership_sees_its_own_part_alone(unit, other, amina, asking, desk):
    message = sent_today(asking, amina, ask(unit, "Ours", may_answer=True), ask(other, "Theirs"), ask(other, "More"))
    mine, theirs = (Part.objects.within(one).get(message=message) for one in (unit, other))
    listed = text(desk.get(f"{BASE}sent/"))
    assert "You are asked for 1 thing, now" in listed
    page = text(desk.get(f"{BASE}sent/{mine.pk}/"))
    assert "* Ours" in page
    for leak in ("Theirs", "More", "Saltmarsh", "/answer/", "3 things"):
        assert leak not in page
        assert leak not in listed
    assert desk.get(f"{BASE}sent/{theirs.pk}/").status_code == 404
    assert desk.get(f"{BASE}sent/{theirs.pk}/again/").status_code == 404
    assert desk.post(f"{BASE}sent/{theirs.pk}/again/").status_code == 404


def test_nobody_reads_the_link_in_an_invitation(unit, amina, desk):
    posting.post(letter("in", person_id=amina.pk, partnership_id=unit.partnership_id), timezone.now())
    page = text(desk.get(f"{BASE}sent/{Part.objects.get().pk}/"))
    assert "Come in: [a link that is theirs alone]" in page
    assert "gt.example" not in page


def test_letters_of_no_partnership_are_on_no_page(unit, amina, desk):
    posting.post(letter("password", person_id=amina.pk, subject="A new password"), timezone.now())
    assert "A new password" not in text(desk.get(f"{BASE}sent/"))


def test_the_log_is_filtered_by_person_state_kind_and_day(unit, amina, asking, desk):
    tom = person_with(unit, name="Tom", email="tom@example.org")
    sent_today(asking, amina, ask(unit, "Ours"))
    posting.post(
        letter("t", address="tom@example.org", person_id=tom.pk, partnership_id=unit.partnership_id),
        timezone.now() - timedelta(days=3),
    )

    def people(query: str) -> set[str]:
        rows = list(
            csv.DictReader(io.StringIO(desk.get(f"{BASE}sent/?format=csv&{query}").content.decode("utf-8-sig")))
        )
        return {row["To"] for row in rows}

    today, before = timezone.localdate(), timezone.localdate() - timedelta(days=2)
    assert people("") == {"Amina Clarke", "Tom"}
    assert people(f"person={tom.pk}") == {"Tom"}
    assert people("state=sent") == {"Amina Clarke"}
    assert people("state=queued") == {"Tom"}
    assert people("kind=people.invitation") == {"Tom"}
    assert people(f"since-day={today.day}&since-month={today.month}&since-year={today.year}") == {"Amina Clarke"}
    assert people(f"until-day={before.day}&until-month={before.month}&until-year={before.year}") == {"Tom"}


def test_sending_now_says_to_how_many_and_does_it_once(unit, amina, asking, desk):
    asking.put(amina, ask(unit, "Ours"))
    page = text(desk.get(f"{BASE}send/"))
    assert "1 person will get one e-mail each" in page
    assert "Send to 1 person" in page
    answer = desk.post(f"{BASE}send/", follow=True)
    assert "The digest is on its way to 1 person." in text(answer)
    assert Message.objects.count() == 1
    assert "1 person had theirs today" in text(desk.get(f"{BASE}send/"))
    again = desk.post(f"{BASE}send/")
    assert again.status_code == 422
    assert "has had their digest today" in text(again)


def test_a_message_is_sent_again_after_being_asked(unit, amina, asking, desk):
    message = sent_today(asking, amina, ask(unit, "Ours"))
    part = Part.objects.get(message=message)
    assert "Send this message again?" in text(desk.get(f"{BASE}sent/{part.pk}/again/"))
    answer = desk.post(f"{BASE}sent/{part.pk}/again/", follow=True)
    assert "The message goes out again." in text(answer)
    assert "The first time it was sent" in text(answer)
    assert "Sent again on" in text(desk.get(f"{BASE}sent/{part.pk}/"))
    refused = desk.post(f"{BASE}sent/{part.pk}/again/")
    assert refused.status_code == 422
    assert "sent again today already" in text(refused)


def test_digests_are_held_and_released_and_an_address_is_dead_and_works_again(unit, amina, asking, desk):
    asking.put(amina, ask(unit, "Ours"))
    person = f"{BASE}people/{amina.pk}/"
    refused = desk.post(f"{person}hold/", {"reason": ""})
    assert refused.status_code == 422
    assert "Say why this person is written no digests" in text(refused)
    assert "is written no digests for now" in text(desk.post(f"{person}hold/", {"reason": "On leave"}, follow=True))
    assert "On leave" in text(desk.get(person))
    assert "Held" in text(desk.get(f"{BASE}?reached=held"))
    assert "On leave" in text(desk.get(f"{person}release/"))
    assert "gets the next digest" in text(desk.post(f"{person}release/", follow=True))
    assert desk.post(f"{person}bounced/", {"words": ""}).status_code == 422
    noted = desk.post(f"{person}bounced/", {"words": "It came back to us"}, follow=True)
    assert "Nothing more is sent to amina@example.org" in text(noted)
    assert "Amina Clarke" in text(desk.get(f"{BASE}?reached=bounced"))
    assert "Messages go to amina@example.org again." in text(desk.post(f"{person}arrives-again/", follow=True))
    assert desk.post(f"{person}arrives-again/").status_code == 422
    said = [line.sentence for line in trail.list_events(unit)[:4]]
    assert "Mina Farrow held the digests to Amina Clarke." in said


def test_a_hold_and_its_reason_are_this_partnerships_own(unit, other, amina, asking, desk):
    asking.put(amina, ask(unit, "Ours"))
    desk.post(f"{BASE}people/{amina.pk}/hold/", {"reason": "Suspended"})
    elsewhere = Client()
    elsewhere.force_login(User.objects.get(pk=other.user_id))
    page = text(elsewhere.get(f"/saltmarsh/messages/people/{amina.pk}/"))
    assert "Suspended" not in page
    assert "Held" not in page
    assert elsewhere.post(f"/saltmarsh/messages/people/{amina.pk}/release/").status_code == 422
    assert Hold.objects.get().released_at is None


def test_everybody_chooses_their_own_rhythm(unit, amina):
    client = signed_in(amina)
    assert "How often do you want your digest?" in text(client.get(f"{BASE}mine/"))
    assert client.post(f"{BASE}mine/", {"every": "never"}).status_code == 422
    assert "was kept" in text(client.post(f"{BASE}mine/", {"every": "month"}, follow=True))
    assert Rhythm.objects.get().person_id == amina.pk
    assert client.get(BASE).status_code == 403
    assert client.post(f"{BASE}send/").status_code == 403


def test_messages_stand_beside_people_for_the_business_unit_alone(unit, amina, desk):
    assert 'href="/heronsea/messages/"' in text(desk.get("/heronsea/people/"))
    assert 'href="/heronsea/messages/"' not in text(signed_in(amina).get("/heronsea/people/"))


@pytest.mark.parametrize("address", ["", "sent/", "send/", "people/{person}/", "sent/{part}/"])
def test_looking_costs_the_same_however_many_there_are(unit, amina, asking, desk, address):
    part = Part.objects.get(message=sent_today(asking, amina, ask(unit, "Ours")))
    path = BASE + address.format(person=amina.pk, part=part.pk)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(path).status_code == 200
        return sum(
            not query["sql"].startswith(("SAVEPOINT", "RELEASE")) and "django_session" not in query["sql"]
            for query in caught
        )

    cost()
    few = cost()
    for number in range(30):
        sent_today(asking, person_with(unit, name=f"P {number}"), ask(unit, "One"), ask(unit, "Two"))
    assert cost() == few
    assert few <= 15
