"""What the business unit does: send, send again, hold, release, note a dead address; and one's own rhythm."""

from dataclasses import replace
from datetime import timedelta

import pytest

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.notify import queries, services
from goldenthread.notify.models import Bounce, Message, Part
from goldenthread.notify.rules import State
from goldenthread.notify.services import delivery, digests, posting
from goldenthread.notify.tests.factories import MONDAY, NIGHT, NOW, Asking, PostOffice, ask, later, letter
from goldenthread.partnerships.models import Membership
from goldenthread.partnerships.tests.factories import acting, found, person_with
from goldenthread.people.models import User
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db


def events(actor) -> list[str]:
    return [line.sentence for line in trail.list_events(actor)[:10] if line.kind.startswith("notify.")]


def part_of(actor, message: Message | None = None) -> Part:
    parts = Part.objects.within(actor).order_by("-message__created_at")
    return parts.filter(message=message).get() if message else parts[0]


def test_the_digests_are_sent_now_to_whoever_is_asked_and_has_had_none_today(unit, other, amina, asking: Asking):
    tom, held, dead = (person_with(unit, name=name) for name in ("Tom", "Held", "Dead"))
    for person in (amina, tom, held, dead):
        asking.put(person, ask(unit))
    asking.put(amina, ask(other, "Theirs"))
    services.hold_digests(unit, NOW, held.pk, reason="On leave")
    services.record_bounce(unit, NOW, dead.pk, words="It came back to us.")
    assert [one.name for one in queries.who_would_get(unit, MONDAY).recipients] == ["Amina Clarke", "Tom"]
    assert services.send_digests(unit, NOW, MONDAY) == 2
    assert "Mina Farrow sent the digests to 2 people." in events(unit)
    assert "Theirs" in Message.objects.get(person=amina).body, "A digest is whole, whoever has it sent."
    turnout = queries.who_would_get(unit, MONDAY)
    assert (turnout.recipients, turnout.had_today) == ([], 2)
    with pytest.raises(Refused, match="has had their digest today"):
        services.send_digests(unit, NOW, MONDAY)
    assert digests.make_digests(NOW, MONDAY) == 0, "Nobody gets two on one day."


def test_what_another_partnership_sent_is_not_told_by_who_is_left(unit, other, amina, asking: Asking):
    asking.put(amina, ask(other, "Theirs"))
    assert services.send_digests(other, NOW, MONDAY) == 1
    asking.put(amina, ask(unit, "Ours"))
    turnout = queries.who_would_get(unit, MONDAY)
    assert [one.name for one in turnout.recipients] == ["Amina Clarke"]
    assert turnout.had_today == 0
    assert services.send_digests(unit, NOW, MONDAY) == 1


def test_holding_takes_the_part_out_of_what_waits_and_leaves_the_rest(unit, other, amina, asking: Asking):
    asking.put(amina, ask(unit, "Ours"), ask(other, "Theirs"))
    tom = person_with(unit, name="Tom")
    asking.put(tom, ask(unit, "Only ours"))
    digests.make_digests(NOW, MONDAY)
    for person in (amina, tom):
        services.hold_digests(unit, NOW, person.pk, reason="On leave until May")
    mixed, whole = Message.objects.get(person=amina), Message.objects.get(person=tom)
    assert mixed.state == State.QUEUED
    assert "Ours" not in mixed.body
    assert "Theirs" in mixed.body
    assert mixed.subject == "You are asked for 1 thing, now"
    assert whole.state == State.HELD
    assert {part.stands for part in queries.list_messages(unit)} == {State.HELD}
    assert [part.stands for part in queries.list_messages(other)] == [State.QUEUED]
    assert delivery.deliver(NOW) == {"sent": 1}
    assert "Mina Farrow held the digests to Tom." in events(unit)


def test_a_hold_needs_a_reason_is_had_once_and_is_released(unit, amina, asking: Asking):
    asking.put(amina, ask(unit))
    with pytest.raises(Refused, match="Say why"):
        services.hold_digests(unit, NOW, amina.pk, reason="  ")
    services.hold_digests(unit, NOW, amina.pk, reason="On leave")
    with pytest.raises(Refused, match="held already"):
        services.hold_digests(unit, NOW, amina.pk, reason="On leave")
    assert digests.make_digests(NOW, MONDAY) == 0
    services.release_digests(unit, later(days=1), amina.pk)
    with pytest.raises(Refused, match="not held"):
        services.release_digests(unit, later(days=1), amina.pk)
    assert digests.make_digests(later(days=7), later(days=7).date()) == 1
    assert "Mina Farrow released the digests to Amina Clarke." in events(unit)


def test_a_digest_is_sent_again_as_it_stood_with_new_links_and_without_what_is_held(
    unit, other, amina, asking: Asking, office: PostOffice
):
    asking.put(amina, ask(unit, "Ours", may_answer=True), ask(other, "Theirs"))
    digests.make_digests(NOW, MONDAY)
    delivery.deliver(NOW)
    services.hold_digests(other, later(days=1), amina.pk, reason="On leave")
    User.objects.filter(pk=amina.pk).update(email="amina.clarke@example.org")
    first = part_of(unit)
    again = services.send_again(unit, later(days=2), later(days=2).date(), first.pk)
    assert again.partnership_id == unit.partnership_id
    message = again.message
    assert message.resend_of_id == first.message_id
    assert message.address == "amina.clarke@example.org"
    assert "We wrote this to you on 23 November 2026 and send it again, as it stood then." in message.body
    assert f"/answer/{amina.pk}-20261125/" in message.body
    assert "Theirs" not in message.body
    assert Part.objects.within(other).count() == 1
    assert "Mina Farrow sent Amina Clarke the message “You are asked for 1 thing, now” again." in events(unit)
    with pytest.raises(Refused, match="sent again today already"):
        services.send_again(unit, later(days=2, minutes=1), later(days=2).date(), first.pk)
    assert delivery.deliver(later(days=2)) == {"sent": 1}
    assert office.addresses == ["amina@example.org", "amina.clarke@example.org"]


def test_what_was_restricted_or_answered_since_is_not_said_again(unit, amina, asking: Asking):
    secret, done, same = (ask(unit, title, may_answer=True) for title in ("Child C’s school", "Answered", "Same"))
    asking.put(amina, secret, done, same)
    digests.make_digests(NOW, MONDAY)
    delivery.deliver(NOW)
    asking.of[amina.pk] = [replace(secret, title="", may_answer=False), same]
    again = services.send_again(unit, later(days=1), later(days=1).date(), part_of(unit).pk)
    body = again.message.body
    assert "Child C" not in body
    assert "Child C" not in str(again.asks)
    assert "Answered" not in body
    assert "A restricted action" in body
    assert body.count("Answer without signing in") == 1
    asking.of.clear()
    delivery.deliver(later(days=1))
    with pytest.raises(Refused, match="Nothing in it is asked any more"):
        services.send_again(unit, later(days=2), later(days=2).date(), again.pk)


@pytest.mark.parametrize("waited", [{"minutes": 20}, {"hours": 11}])
def test_what_waited_overnight_says_what_holds_in_the_morning(
    unit, other, amina, asking: Asking, office: PostOffice, waited
):
    secret, theirs = ask(unit, "Child C’s school"), ask(other, "Theirs")
    asking.put(amina, secret, theirs)
    tom = person_with(unit, name="Tom")
    asking.put(tom, ask(unit, "Given to somebody else"))
    made_at, morning = later(days=1) - timedelta(**waited), later(days=1)
    services.send_digests(unit, made_at, made_at.date())
    asking.of = {amina.pk: [replace(secret, title=""), theirs]}
    Membership.objects.within(other).filter(person=amina).update(ends_on=MONDAY - timedelta(days=1))
    delivery.deliver(morning)
    sent = b"".join(envelope.content for envelope in office.received)
    if "minutes" in waited:
        assert len(office.received) == 2
        return
    assert office.addresses == ["amina@example.org"]
    assert b"A restricted action" in sent
    assert not [words for words in (b"Child C", b"Theirs", b"Saltmarsh", b"somebody else") if words in sent]
    assert Message.objects.get(person=tom).state == State.HELD
    assert part_of(other).left_out


def test_a_letter_is_sent_again_as_it_is_unless_its_address_is_dead(unit, amina, office: PostOffice):
    posting.post(letter("in", person_id=amina.pk, partnership_id=unit.partnership_id), NOW)
    part = part_of(unit)
    with pytest.raises(Refused, match="still waiting"):
        services.send_again(unit, NOW, MONDAY, part.pk)
    office.rcpt = lambda address: "550 5.1.1 No such mailbox"
    delivery.deliver(NOW)
    with pytest.raises(Refused, match="Messages to this address come back"):
        services.send_again(unit, NOW, MONDAY, part.pk)
    services.clear_bounce(unit, NOW, amina.pk)
    office.rcpt = lambda address: ""
    services.send_again(unit, NOW, MONDAY, part.pk)
    assert delivery.deliver(NOW) == {"sent": 1}
    assert b"https://gt.example/in/abc/" in office.received[0].content


def test_nothing_of_another_partnership_is_sent_again_or_held_or_noted(unit, other, asking: Asking):
    stranger = person_with(other, name="Stranger")
    asking.put(stranger, ask(other))
    digests.make_digests(NOW, MONDAY)
    with pytest.raises(Refused, match="no such message"):
        services.send_again(unit, NOW, MONDAY, part_of(other).pk)
    for act in (services.release_digests, services.clear_bounce):
        with pytest.raises(Refused, match="no such person"):
            act(unit, NOW, stranger.pk)
    with pytest.raises(Refused, match="no such person"):
        services.hold_digests(unit, NOW, stranger.pk, reason="Because")
    with pytest.raises(Refused, match="no such person"):
        services.record_bounce(unit, NOW, stranger.pk, words="It came back.")


def test_a_dead_address_gets_nothing_until_it_is_corrected_or_works_again(unit, amina, asking, office: PostOffice):
    asking.put(amina, ask(unit))
    digests.make_digests(NOW, MONDAY)
    delivery.deliver(NOW)
    with pytest.raises(Refused, match="Say how you know"):
        services.record_bounce(unit, NOW, amina.pk, words=" ")
    services.record_bounce(unit, NOW, amina.pk, words="It came back to our mailbox.")
    assert part_of(unit).message.state == State.BOUNCED
    with pytest.raises(Refused, match="noted already"):
        services.record_bounce(unit, NOW, amina.pk, words="Again")
    assert digests.make_digests(later(days=7), later(days=7).date()) == 0
    services.clear_bounce(unit, later(days=8), amina.pk)
    with pytest.raises(Refused, match="not known to come back"):
        services.clear_bounce(unit, later(days=8), amina.pk)
    assert digests.make_digests(later(days=14), later(days=14).date()) == 1
    assert events(unit)[:2] == [
        "Mina Farrow noted that messages to Amina Clarke arrive again.",
        "Mina Farrow noted that messages to Amina Clarke come back.",
    ]
    assert Bounce.objects.get().cleared_at == later(days=8)


def test_whether_messages_reach_people_is_told_of_ones_own_people_in_one_query(
    unit, other, amina, asking: Asking, office: PostOffice, django_assert_num_queries
):
    stranger, tom = person_with(other, name="Stranger"), person_with(unit, name="Tom")
    for person in (stranger, amina):
        asking.put(person, ask(other))
    digests.make_digests(NOW, MONDAY)
    delivery.deliver(NOW)
    services.record_bounce(other, NOW, stranger.pk, words="It came back.")
    services.record_bounce(unit, NOW, tom.pk, words="It came back.")
    services.hold_digests(unit, NOW, amina.pk, reason="On leave")
    with django_assert_num_queries(1):
        standing = queries.delivery_standing(unit, [amina.pk, tom.pk, stranger.pk])
    assert standing == {amina.pk: queries.Standing(held=True), tom.pk: queries.Standing(bounced_on=MONDAY)}
    assert queries.delivery_standing(other, [amina.pk])[amina.pk] == queries.Standing(last_sent_on=MONDAY)
    assert queries.bounced_people(unit, [amina.pk, tom.pk, stranger.pk]) == {tom.pk: MONDAY}
    assert queries.last_sent(other, [amina.pk, tom.pk]) == {amina.pk: MONDAY}


def test_a_rhythm_is_ones_own_and_never_never(unit, amina):
    actor = acting(unit, amina, MONDAY)
    assert queries.my_rhythm(actor) == "week"
    services.choose_rhythm(actor, NOW, every="fortnight")
    services.choose_rhythm(actor, NOW, every="fortnight")
    assert queries.my_rhythm(actor) == "fortnight"
    assert events(unit) == ["Amina Clarke changed how often their digest comes from every week to every fortnight."]
    for answer in ("never", ""):
        with pytest.raises(Refused, match="Choose one of the answers"):
            services.choose_rhythm(actor, NOW, every=answer)


@pytest.mark.parametrize("role", ["agency_lead", "independent_scrutineer", "analyst"])
def test_only_the_business_unit_sends(unit, amina, role):
    actor = acting(
        unit,
        person_with(
            unit,
            "" if role == "independent_scrutineer" else role,
            appointment=role if role == "independent_scrutineer" else "",
        ),
        MONDAY,
    )
    for act in (
        lambda: services.send_digests(actor, NOW, MONDAY),
        lambda: services.send_again(actor, NOW, MONDAY, amina.pk),
        lambda: services.hold_digests(actor, NOW, amina.pk, reason="No"),
        lambda: services.release_digests(actor, NOW, amina.pk),
        lambda: services.record_bounce(actor, NOW, amina.pk, words="No"),
        lambda: services.clear_bounce(actor, NOW, amina.pk),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_what_is_sent_in_the_evening_goes_in_the_morning(unit, amina, asking: Asking, office: PostOffice):
    asking.put(amina, ask(unit))
    services.send_digests(unit, NIGHT, MONDAY)
    assert not delivery.deliver(NIGHT)
    assert not office.received


def test_the_trail_never_holds_what_others_ask_nor_any_link(unit, other, amina, asking: Asking):
    asking.put(amina, ask(unit, "Ours", may_answer=True), ask(other, "Theirs"), ask(other, "More of theirs"))
    digests.make_digests(NOW, MONDAY)
    delivery.deliver(NOW)
    services.send_again(unit, later(days=1), later(days=1).date(), part_of(unit).pk)
    told = " ".join(
        f"{line.sentence} {line.title} {line.details} {line.changes}" for line in trail.list_events(unit)[:9]
    )
    assert "1 thing" in told
    assert "3 things" not in told
    assert "/answer/" not in told


def test_a_founder_without_people_sends_nothing(asking: Asking):
    house = found("emptyton")
    with pytest.raises(Refused):
        services.send_digests(house, NOW, MONDAY)
