"""Signed links: read only as they were signed, for one purpose, for a fortnight, and used up once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.kernel import jobs
from goldenthread.partnerships.tests.factories import NOW
from goldenthread.people.models import UsedLink, User
from goldenthread.people.queries import link_was_used
from goldenthread.people.services import LinkRefused, read_link, sign_link, use_link
from goldenthread.people.services.links import LIFETIME, forget_used_links

PERSON, ABOUT = UUID(int=7), UUID(int=8)
TOKEN = sign_link("answer", PERSON, ABOUT, NOW)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:."


def refusal(token: str, purpose: str = "answer", later: timedelta = timedelta(0)) -> str:
    with pytest.raises(LinkRefused) as refused:
        read_link(token, purpose, NOW + later)
    return refused.value.kind


def test_says_who_may_do_what_until_when() -> None:
    link = read_link(TOKEN, "answer", NOW)
    assert (link.purpose, link.person_id, link.about_id) == ("answer", PERSON, ABOUT)
    assert link.expires_at == NOW + LIFETIME == NOW + timedelta(days=14)


def test_no_two_links_are_the_same_and_each_fits_an_address() -> None:
    tokens = {sign_link("answer", PERSON, ABOUT, NOW) for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) < 250 and "/" not in token for token in tokens)


@given(place=some.integers(0, len(TOKEN) - 1), letter=some.sampled_from(LETTERS))
def test_one_changed_letter_is_refused(place: int, letter: str) -> None:
    changed = TOKEN[:place] + letter + TOKEN[place + 1 :]
    if changed != TOKEN:
        assert refusal(changed) == "unknown"


@given(some.text(max_size=300))
def test_whatever_else_is_typed_is_refused(typed: str) -> None:
    assert refusal(typed) == "unknown"


@given(some.integers(0, len(TOKEN) - 1))
def test_a_part_of_a_link_is_refused(length: int) -> None:
    assert refusal(TOKEN[:length]) == "unknown"


def test_a_link_for_one_purpose_is_nothing_for_another() -> None:
    assert refusal(TOKEN, "invitation") == "unknown"


def test_another_key_refuses_it(settings: object) -> None:
    settings.SECRET_KEY = "another key altogether, long enough for anybody"  # type: ignore[attr-defined]
    assert refusal(TOKEN) == "unknown"


def test_it_expires_to_the_second() -> None:
    assert read_link(TOKEN, "answer", NOW + LIFETIME - timedelta(seconds=1))
    assert refusal(TOKEN, later=LIFETIME) == "expired"


@pytest.mark.django_db
def test_it_is_used_up_once_and_leaves_one_row() -> None:
    person = User.objects.create_user("owner@example.org", "Owner")
    link = read_link(sign_link("answer", person.pk, uuid4(), NOW), "answer", NOW)
    assert not link_was_used(link.nonce)
    use_link(link, NOW)
    assert link_was_used(link.nonce)
    with pytest.raises(LinkRefused, match="has been used"):
        use_link(link, NOW)
    row = UsedLink.objects.get()
    assert (row.nonce, row.purpose, row.person, row.used_at) == (link.nonce, "answer", person, NOW)


@pytest.mark.django_db
def test_what_it_was_used_for_and_its_row_stand_or_fall_together() -> None:
    person = User.objects.create_user("owner@example.org", "Owner")
    link = read_link(sign_link("answer", person.pk, uuid4(), NOW), "answer", NOW)
    with transaction.atomic():
        use_link(link, NOW)
        transaction.set_rollback(True)
    assert not link_was_used(link.nonce)


@pytest.mark.django_db
def test_used_links_are_forgotten_once_they_are_too_old_anyway() -> None:
    person = User.objects.create_user("owner@example.org", "Owner")
    for days in (0, 3):
        at = NOW + timedelta(days=days)
        with transaction.atomic():
            use_link(read_link(sign_link("answer", person.pk, ABOUT, at), "answer", at), at)
    assert forget_used_links(NOW + LIFETIME - timedelta(seconds=1)) == 0
    job = next(one for one in jobs.registered() if one.name == "people.links")
    later = NOW + LIFETIME
    assert job.run(later, later.date()) == "Forgot 1 used link."
    assert job.run(later, later.date()) == ""
    assert UsedLink.objects.count() == 1
