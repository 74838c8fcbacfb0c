"""Codes from an app, recovery codes, and what happens when either is added, used or removed."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client, override_settings

from goldenthread.people import queries, services
from goldenthread.people.models import User
from goldenthread.people.tests.factories import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries_so_far(posted):
    cache.clear()


@pytest.fixture
def person() -> User:
    return PersonFactory(name="Amina Okafor", email="amina@riverside.example")


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """allauth tells of a change when its transaction stands, which within a test it never does by itself."""
    return django_capture_on_commit_callbacks


def code_now(secret: str, periods: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def sign_in(client: Client, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": "amina@riverside.example", "password": password})


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_app_is_set_up_with_its_first_code_and_asked_for_ever_after(client, person, posted, committing):
    sign_in(client)
    page = client.get("/accounts/second-step/app/")
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    secret = page.context_data["form"].secret
    wrong = client.post("/accounts/second-step/app/", {"code": "000000"})
    assert "That did not match" in words(wrong)
    with committing(execute=True):
        codes = client.post("/accounts/second-step/app/", {"code": code_now(secret)}, follow=True)
    assert codes.redirect_chain[-1][0] == "/accounts/second-step/codes/"
    assert len(re.findall(r"\b\d{8}\b", words(codes))) == 10
    assert [letter.kind for letter in posted] == ["people.totp_activated"]
    assert (posted[0].address, posted[0].urgent) == ("amina@riverside.example", True)

    another = Client()
    assert sign_in(another)["Location"] == "/accounts/second-step/sign-in/"
    assert another.get("/accounts/").status_code == 302
    assert "That did not match" in words(another.post("/accounts/second-step/sign-in/", {"code": "000000"}))
    assert another.post("/accounts/second-step/sign-in/", {"code": code_now(secret, 1)}).status_code == 302
    assert another.get("/accounts/").status_code == 200


def test_a_code_works_once(client, person):
    secret = generate_totp_secret()
    services.set_up_app(person, secret)
    code = code_now(secret)
    sign_in(client)
    assert client.post("/accounts/second-step/sign-in/", {"code": code}).status_code == 302
    again = Client()
    sign_in(again)
    assert "That did not match" in words(again.post("/accounts/second-step/sign-in/", {"code": code}))


def test_a_passkey_is_offered_only_to_whoever_has_one(client, person):
    services.set_up_app(person, generate_totp_secret())
    sign_in(client)
    page = client.get("/accounts/second-step/sign-in/")
    assert "Your second step" in words(page)
    assert "use-passkey" not in page.content.decode()


def test_codes_cannot_be_guessed_for_ever(client, person):
    services.set_up_app(person, generate_totp_secret())
    sign_in(client)
    last = [client.post("/accounts/second-step/sign-in/", {"code": f"00000{n}"}) for n in range(6)][-1]
    assert "too many tries" in words(last)


def test_a_recovery_code_signs_in_once(client, person):
    services.set_up_app(person, generate_totp_secret())
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client)
    assert client.post("/accounts/second-step/sign-in/", {"code": code}).status_code == 302
    again = Client()
    sign_in(again)
    assert "That did not match" in words(again.post("/accounts/second-step/sign-in/", {"code": code}))


def test_secrets_are_not_kept_in_the_clear_and_need_the_installations_key(person):
    secret = generate_totp_secret()
    services.set_up_app(person, secret)
    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)
    assert kept.wrap().validate_code(code_now(secret))
    with override_settings(SECRET_KEY="another key altogether, as long as such keys are: 0123456789"):
        assert not kept.wrap().validate_code(code_now(secret, 1))
        with override_settings(SECRET_KEY_FALLBACKS=[_own_key()]):
            assert kept.wrap().validate_code(code_now(secret, 1))


def _own_key() -> str:
    from goldenthread.config.settings import SECRET_KEY

    return SECRET_KEY


def test_the_app_is_removed_after_the_password_is_typed_again(client, person, posted):
    secret = generate_totp_secret()
    services.set_up_app(person, secret)
    sign_in(client)
    client.post("/accounts/second-step/sign-in/", {"code": code_now(secret)})
    elsewhere = Client()
    sign_in(elsewhere)
    elsewhere.post("/accounts/second-step/sign-in/", {"code": code_now(secret, 1)})
    _long_ago(client)
    asked = client.get("/accounts/second-step/app/remove/")
    assert asked["Location"].startswith("/accounts/password/again/")
    assert "not your password" in words(client.post(asked["Location"], {"password": "wrong"}))
    client.post(asked["Location"], {"password": PASSWORD})
    assert "Stop using the app?" in words(client.get("/accounts/second-step/app/remove/"))
    done = client.post("/accounts/second-step/app/remove/", follow=True)
    assert "The app is no longer used." in words(done)
    assert not queries.people_with_second_step([person.pk])
    assert posted[-1].kind == "people.totp_deactivated"
    # A session made with a step that is no more is none with a second step: elsewhere it ended.
    assert elsewhere.get("/accounts/").status_code == 302


def _long_ago(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = [
        {**one, "at": one["at"] - 3600} for one in session["account_authentication_methods"]
    ]
    session.save()


def test_recovery_codes_are_renewed(client, person, posted, committing):
    secret = generate_totp_secret()
    services.set_up_app(person, secret)
    sign_in(client)
    client.post("/accounts/second-step/sign-in/", {"code": code_now(secret)})
    before = set(re.findall(r"\b\d{8}\b", words(client.get("/accounts/second-step/codes/"))))
    with committing(execute=True):
        page = client.post("/accounts/second-step/codes/renew/", follow=True)
    after = set(re.findall(r"\b\d{8}\b", words(page)))
    assert len(before) == len(after) == 10
    assert not before & after
    assert posted[-1].kind == "people.recovery_codes_generated"


def test_pages_of_second_steps_are_for_people_signed_in(client):
    for path in ("", "app/", "passkey/", "codes/", "needed/", "again/"):
        answer = client.get(f"/accounts/second-step/{path}")
        assert answer.status_code == 302, path
        assert "/accounts/" in answer["Location"]


@pytest.mark.parametrize("answer", ['{"id": "AAAA"}', '{"id": "AAAA", "rawId": "AAAA", "response": {}}', "[1]", '"x"'])
def test_a_wrong_passkey_answer_is_told_in_a_sentence(client, person, answer):
    page = client.post("/accounts/passkey/", {"credential": answer}, follow=True)
    assert "_auth_user_id" not in client.session
    assert "That did not match" in words(page)
    sign_in(client)
    added = client.post("/accounts/second-step/passkey/", {"credential": answer, "name": "x"})
    assert "That did not match" in words(added)
    assert not queries.people_with_second_step([person.pk])
