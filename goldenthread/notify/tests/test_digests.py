"""One digest a person: who gets one, what is in it, when, and at what cost."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.notify import services
from goldenthread.notify.models import Message, Part, Round
from goldenthread.notify.rules import LONDON
from goldenthread.notify.services import delivery, digests, hearing
from goldenthread.notify.tests.factories import MONDAY, NIGHT, NOW, Asking, PostOffice, ask, later
from goldenthread.partnerships import services as partnerships
from goldenthread.partnerships.models import Membership
from goldenthread.partnerships.tests.factories import acting, person_with
from goldenthread.people.models import User

pytestmark = pytest.mark.django_db


def on(day: date, hour: int = 9) -> tuple[datetime, date]:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON), day


def make(now: datetime = NOW) -> int:
    return digests.make_digests(now, now.date())


def test_one_digest_tells_everything_in_every_partnership(unit, other, amina, asking: Asking, office: PostOffice):
    asking.put(
        amina,
        ask(unit, "Publish the toolkit", may_answer=True),
        ask(unit, "Agree the audit", 20, why="due on 13 December"),
        ask(other, "Train the foster carers"),
    )
    assert make() == 1
    message = Message.objects.get()
    assert delivery.deliver(NOW) == {"sent": 1}
    assert office.addresses == ["amina@example.org"]
    assert b"/answer/" in office.received[0].content
    assert Message.objects.get().body == "", "The links went out and are kept no longer."
    assert message.subject == "You are asked for 3 things, 2 of them now"
    for words in ("Publish the toolkit", "Agree the audit", "Train the foster carers", "in 2 partnerships"):
        assert words in message.body
    assert message.body.index("Heronsea Safeguarding") < message.body.index("Saltmarsh Safeguarding")
    assert f"Answer without signing in: http://localhost:8000/answer/{amina.pk}-20261123/" in message.body
    assert "http://localhost:8000/heronsea/actions/1/" in message.body
    assert "on one page: http://localhost:8000/" in message.body
    assert "http://localhost:8000/heronsea/messages/mine/" in message.body


def test_whoever_is_asked_for_nothing_gets_no_mail(unit, amina, asking: Asking):
    assert make() == 0
    assert not Message.objects.exists()
    assert Round.objects.filter(finished_at__isnull=False).exists()


def test_the_same_week_makes_one_digest_however_often_it_is_asked_for(unit, amina, asking: Asking):
    asking.put(amina, ask(unit))
    assert [make(), make(), make(later(hours=3)), make(later(days=1))] == [1, 0, 0, 0]
    assert make(later(days=7)) == 1


def test_a_round_that_was_cut_off_is_finished_and_makes_nobody_a_second(unit, amina, asking: Asking, monkeypatch):
    people = [person_with(unit, name=f"P{number}") for number in range(5)]
    for person in people:
        asking.put(person, ask(unit))
    monkeypatch.setattr(digests, "BATCH", 2)
    source, calls = digests.asking.asks_of, []

    def cut_off(*args):
        calls.append(args)
        if len(calls) == 3:
            raise ConnectionError("the database went away")
        return source(*args)

    monkeypatch.setattr(digests.asking, "asks_of", cut_off)
    with pytest.raises(ConnectionError):
        make()
    monkeypatch.setattr(digests.asking, "asks_of", source)
    some = Message.objects.count()
    assert 0 < some < 5
    assert make() == 5 - some
    assert Message.objects.values("person").distinct().count() == 5


def test_nothing_is_made_in_quiet_hours(unit, amina, asking: Asking):
    asking.put(amina, ask(unit))
    assert make(NIGHT) == 0
    assert make(NIGHT + timedelta(hours=12)) == 1


def test_each_hears_as_often_as_they_chose(unit, amina, asking: Asking):
    tom = person_with(unit, name="Tom")
    for person in (amina, tom):
        asking.put(person, ask(unit, due_in=200))
    services.choose_rhythm(acting(unit, tom, MONDAY), NOW, every="month")
    got: dict[str, list[date]] = {"Amina Clarke": [], "Tom": []}
    for day in (MONDAY + timedelta(days=n) for n in range(42)):
        before = set(Message.objects.values_list("pk", flat=True))
        digests.make_digests(*on(day))
        for message in Message.objects.exclude(pk__in=before):
            got[message.person.name].append(day)
    assert got["Amina Clarke"] == [MONDAY + timedelta(weeks=n) for n in range(5)] + [date(2026, 12, 29)]
    assert got["Tom"] == [date(2026, 12, 7)]


def test_an_extra_digest_goes_when_something_becomes_overdue_and_not_too_soon(unit, amina, asking: Asking):
    asking.put(amina, ask(unit, due_in=0), ask(unit, due_in=3), ask(unit, due_in=9))
    days = [MONDAY + timedelta(days=n) for n in range(12)]
    made = [day for day in days if digests.make_digests(*on(day))]
    # Tuesday is too soon after Monday's; Friday tells of Thursday's, Thursday of Wednesday's.
    assert made == [MONDAY, date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 3)]


def test_people_without_a_tie_today_get_nothing_of_that_partnership(unit, other, amina, asking: Asking):
    asking.put(amina, ask(unit, "Ours"), ask(other, "Theirs"))
    role = Membership.objects.get(person=amina, partnership_id=other.partnership_id)
    partnerships.end_role(other, NOW, role.pk, ends_on=MONDAY - timedelta(days=1))
    assert make() == 1
    assert "Theirs" not in Message.objects.get().body
    assert Part.objects.get().partnership_id == unit.partnership_id


def test_closed_accounts_and_dead_addresses_get_nothing(unit, amina, asking: Asking):
    gone = person_with(unit, name="Gone")
    for person in (amina, gone):
        asking.put(person, ask(unit))
    User.objects.filter(pk=gone.pk).update(is_active=False)
    hearing.address_is_dead("amina@example.org", "It came back.", NOW)
    assert make() == 0
    User.objects.filter(pk=amina.pk).update(email="amina.clarke@example.org")
    assert make(later(days=7)) == 1


def test_what_waits_for_somebody_whose_account_is_closed_stays(unit, amina, asking: Asking, office: PostOffice):
    asking.put(amina, ask(unit))
    make()
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert not delivery.deliver(NOW)
    assert not office.received
    assert Message.objects.get().state == "held"


def test_a_held_partnership_is_left_out_and_the_other_is_told(unit, other, amina, asking: Asking):
    asking.put(amina, ask(unit, "Ours"), ask(other, "Theirs"))
    services.hold_digests(unit, NOW, amina.pk, reason="On leave")
    assert make() == 1
    message = Message.objects.get()
    assert "Ours" not in message.body
    assert message.subject == "You are asked for 1 thing, now"


def many(unit, number: int) -> list[User]:
    people = User.objects.bulk_create(
        User(email=f"many{n}-{number}@example.org", name=f"Many {n}") for n in range(number)
    )
    Membership.objects.bulk_create(
        Membership(partnership_id=unit.partnership_id, person=person, role="group_member") for person in people
    )
    return people


def test_the_number_of_queries_does_not_grow_with_the_people(unit, other, asking: Asking):
    asked = []
    for number, week in ((4, 0), (60, 4)):
        for person in many(unit, number):
            asking.put(person, ask(unit), ask(other), ask(unit, "Another"))
        now = later(days=7 * week)
        with CaptureQueriesContext(connection) as caught:
            made = digests.make_digests(now, now.date())
        asked.append(len(caught))
    assert made == 64
    assert asked[0] == asked[1]
    assert asking.times == 4, "Whoever has chosen another rhythm, or hears today anyhow, is not asked about."
