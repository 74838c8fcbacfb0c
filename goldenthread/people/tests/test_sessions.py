"""Where a person is signed in, and the ways out."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from goldenthread.people import services
from goldenthread.people.models import User
from goldenthread.people.presenters import browser_in_words
from goldenthread.people.tests.factories import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
    "Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 "
    "Edg/130.0.0.0"
)


@pytest.fixture(autouse=True)
def no_tries_so_far(posted):
    cache.clear()


@pytest.fixture
def person() -> User:
    return PersonFactory(name="Amina Okafor", email="amina@riverside.example")


def browser(agent: str = EDGE, address: str = "192.0.2.10") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post("/accounts/login/", {"login": "amina@riverside.example", "password": PASSWORD})
    return client


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def is_signed_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def test_browsers_are_said_in_words():
    assert browser_in_words(IPHONE) == "Safari on an iPhone"
    assert browser_in_words(EDGE) == "Edge on Windows"
    assert browser_in_words("") == "A browser we do not know"


def test_each_place_is_listed_in_words_and_one_of_them_is_ended(person):
    desk, phone = browser(), browser(IPHONE, "198.51.100.7")
    said = words(desk.get("/accounts/sessions/"))
    for part in ("Edge on Windows", "Safari on an iPhone", "192.0.2.10", "198.51.100.7", "This is where you are now"):
        assert part in said
    number = re.search(r'name="session" value="(\d+)"', desk.get("/accounts/sessions/").content.decode()).group(1)
    assert "You are signed out there." in words(desk.post("/accounts/sessions/end/", {"session": number}, follow=True))
    assert is_signed_in(desk)
    assert not is_signed_in(phone)
    assert "iPhone" not in words(desk.get("/accounts/sessions/"))


def test_nobody_ends_somebody_elses_session(person):
    mine = browser()
    number = str(_number_of(mine))
    other = PersonFactory(email="other@riverside.example")
    stranger = Client()
    stranger.force_login(other)
    stranger.post("/accounts/sessions/end/", {"session": number})
    assert is_signed_in(mine)


def _number_of(client: Client) -> int:
    from allauth.usersessions.models import UserSession

    return UserSession.objects.get(session_key=client.session.session_key).pk


def test_signing_out_everywhere_ends_every_session_listed_or_not(person):
    desk, phone, unlisted = browser(), browser(IPHONE), Client()
    unlisted.force_login(person)
    page = desk.post("/accounts/sessions/end-all/", follow=True)
    assert "You are signed out everywhere." in words(page)
    assert not any(is_signed_in(client) for client in (desk, phone, unlisted))
    assert is_signed_in(browser())


def test_looking_never_ends_anything(person):
    desk = browser()
    assert desk.get("/accounts/sessions/end/").status_code == 405
    assert desk.get("/accounts/sessions/end-all/").status_code == 405
    assert is_signed_in(desk)


def test_a_new_password_ends_the_other_sessions(person, posted):
    desk, phone = browser(), browser(IPHONE)
    new = {"oldpassword": PASSWORD, "password1": "amber-window-river", "password2": "amber-window-river"}
    desk.post("/accounts/password/change/", new)
    assert is_signed_in(desk)
    assert not is_signed_in(phone)
    assert "iPhone" not in words(desk.get("/accounts/sessions/"))
    assert posted[-1].kind == "people.password_changed"


def test_ending_sessions_by_service_counts_them(person):
    browser(), browser(IPHONE)
    assert services.end_sessions(person) == 2
    assert services.end_sessions(person) == 0
