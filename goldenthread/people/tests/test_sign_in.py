"""Signing in and out, getting a new password, and one's own account, as a person without script would do them."""

import re

import pytest
from django.core.cache import cache
from django.urls import include, path

from goldenthread.people.models import User
from goldenthread.people.tests.factories import PASSWORD, PersonFactory
from goldenthread.web.access import signed_in
from goldenthread.web.tests import sink

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

# A page that only a person signed in may see, beside the addresses of the product.
urlpatterns = [
    path("letter/<int:number>/", signed_in(lambda request, number: sink.one_form(request))),
    path("", include("goldenthread.config.urls")),
]
WRONG = "The e-mail address or the password is not right. Check both and try again."


@pytest.fixture(autouse=True)
def no_tries_so_far():
    cache.clear()


@pytest.fixture
def person() -> User:
    return PersonFactory(name="Amina Okafor", email="amina@riverside.example", job_title="Business manager")


def sign_in(client, email: str = "amina@riverside.example", password: str = PASSWORD, **more: str):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_sign_in_page_suits_password_managers_and_allows_pasting(client):
    html = client.get("/accounts/login/").content.decode()
    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
    assert "onpaste" not in html


def test_a_person_signs_in_however_the_address_is_typed(client, person):
    response = sign_in(client, " Amina@Riverside.EXAMPLE ")
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_and_an_unknown_address_get_the_same_one_sentence(client, person):
    wrong, unknown = sign_in(client, password="nearly right"), sign_in(client, "nobody@riverside.example")
    assert words(wrong).count(WRONG) == 1
    assert words(unknown).count(WRONG) == 1
    assert 'value="amina@riverside.example"' in wrong.content.decode()
    assert "nearly right" not in wrong.content.decode()


def test_an_empty_form_says_what_to_enter(client):
    page = words(client.post("/accounts/login/", {}))
    assert "Enter your e-mail address" in page
    assert "Enter your password" in page
    assert "Error: Sign in" in page


def test_somebody_sent_to_sign_in_comes_back_to_where_they_were(client, person):
    sent = client.get("/letter/7/")
    assert sent.status_code == 302
    page = client.get(sent["Location"])
    assert "You will come back to the page you were on" in words(page)
    assert 'name="next" value="/letter/7/"' in page.content.decode()
    assert sign_in(client, next="/letter/7/")["Location"] == "/letter/7/"


def test_nobody_is_sent_to_another_site_after_sign_in(client, person):
    assert "elsewhere" not in sign_in(client, next="https://elsewhere.example/")["Location"]


def test_a_session_ends_when_nobody_does_anything(client, person, settings):
    assert settings.SESSION_COOKIE_AGE == 2 * 60 * 60
    sign_in(client)
    session = client.session
    session.set_expiry(-1)
    session.save()
    assert client.get("/letter/7/")["Location"].startswith("/accounts/login/?next=%2Fletter%2F7%2F")


def test_signing_out_is_a_decision_and_not_a_link(client, person):
    sign_in(client)
    assert "Sign out?" in words(client.get("/accounts/logout/"))
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_tries_even_the_right_password_has_to_wait(client, person):
    for _ in range(6):
        last = sign_in(client, password="wrong")
    assert "too many tries" in words(last)
    assert "too many tries" in words(sign_in(client)).lower()


def test_too_many_requests_get_a_page_in_our_words(client):
    last = [sign_in(client, f"person{n}@riverside.example", "x") for n in range(32)][-1]
    assert last.status_code == 429
    assert "Too many tries" in words(last)


def test_a_new_password_comes_by_a_link_that_works_once(client, person, posted):
    done = client.post("/accounts/password/reset/", {"email": "amina@riverside.example"}, follow=True)
    assert "on its way" in words(done)
    link = re.search(r"http://testserver(\S+)", posted[0].body).group(1)
    form = client.get(link, follow=True)
    assert "Choose a new password" in words(form)
    where = form.redirect_chain[-1][0]
    short = client.post(where, {"password1": "short", "password2": "short"})
    assert "at least 12 characters" in words(short)
    other = client.post(where, {"password1": "amber-window-river", "password2": "amber-window-rover"})
    assert "the same password each time" in words(other)
    changed = client.post(where, {"password1": "amber-window-river", "password2": "amber-window-river"}, follow=True)
    assert "Your password is changed" in words(changed)
    assert "This link no longer works" in words(client.get(link, follow=True))
    assert sign_in(client, password="amber-window-river").status_code == 302


def test_asking_for_a_link_does_not_tell_who_has_an_account(client, person, posted):
    known = client.post("/accounts/password/reset/", {"email": "amina@riverside.example"}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@riverside.example"}, follow=True)
    assert words(known) == words(unknown)
    assert "There is no such account" in posted[1].body
    assert [letter.urgent for letter in posted] == [True, True]


def test_a_person_changes_their_own_password(client, person):
    sign_in(client)
    new = {"password1": "amber-window-river", "password2": "amber-window-river"}
    wrong = client.post("/accounts/password/change/", {"oldpassword": "wrong", **new})
    assert "That is not your present password" in words(wrong)
    done = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new}, follow=True)
    assert "Your password is changed." in words(done)
    person.refresh_from_db()
    assert person.check_password("amber-window-river")


def test_a_closed_account_cannot_be_used(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account_for_themselves(client):
    page = client.post("/accounts/signup/", {"email": "new@riverside.example", "password1": PASSWORD})
    assert "Accounts come from your partnership" in words(page)
    assert not User.objects.exists()


def test_ones_own_account_shows_what_is_known_and_where_one_belongs(client, person):
    assert client.get("/accounts/").status_code == 302
    sign_in(client)
    page = words(client.get("/accounts/"))
    assert "Amina Okafor" in page
    assert "Business manager" in page
    assert "You belong to no partnership at present" in page
