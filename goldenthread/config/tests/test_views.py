"""Where people land after signing in, and what they see when something is not there."""

import pytest
from django.urls import reverse

from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.factories import found, person_known_to, person_with

pytestmark = pytest.mark.django_db


def test_somebody_of_one_partnership_goes_straight_there(client):
    unit = found(slug="one")
    client.force_login(person_with(unit, Role.BUSINESS_MANAGER))
    assert client.get("/").url == reverse("plans:show_home", args=["one"])


def test_somebody_who_reads_only_the_record_goes_to_the_record(client):
    unit = found(slug="one")
    client.force_login(person_with(unit, Role.SYSTEM_AUDITOR))
    landed = client.get("/", follow=True)
    assert landed.status_code == 200
    assert landed.redirect_chain[-1][0] == reverse("partnerships:show_history", args=["one"])


def test_somebody_of_two_partnerships_chooses(client):
    first, second = found(slug="one"), found(slug="two")
    person = person_with(first, Role.AGENCY_LEAD)
    person_with(second, Role.AGENCY_LEAD, person=person)
    page = client
    page.force_login(person)
    text = page.get("/").content.decode()
    assert reverse("plans:show_home", args=["one"]) in text
    assert reverse("plans:show_home", args=["two"]) in text


def test_somebody_without_a_role_is_told_who_can_help(client):
    client.force_login(person_known_to(found()))
    text = client.get("/").content.decode()
    assert "no role in any partnership" in text
    assert "business unit" in text


def test_a_page_that_is_not_there_says_so_and_leads_home(client):
    unit = found(slug="one")
    client.force_login(person_with(unit, Role.BUSINESS_MANAGER))
    page = client.get("/one/nothing-here/")
    assert page.status_code == 404
    assert "<h1" in page.content.decode()


def test_the_process_says_that_it_answers(client):
    assert client.get("/healthy/").content == b"ok"


def test_a_proxy_may_ask_that_by_any_name_and_without_https(client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["thread.example.org"], True
    asked = client.get("/healthy/", HTTP_HOST="127.0.0.1:8001")
    assert (asked.status_code, asked.content) == (200, b"ok")
    assert client.get("/accounts/login/", HTTP_HOST="thread.example.org").url.startswith("https://thread.example.org/")


def test_a_name_that_is_not_the_services_own_is_refused_in_a_sentence(client, settings):
    settings.ALLOWED_HOSTS = ["thread.example.org"]
    answer = client.get("/accounts/login/", HTTP_HOST="203.0.113.9")
    assert answer.status_code == 400
    assert answer.content.decode() == "Golden Thread does not answer to this name. Use the address you were given."
    assert "203.0.113.9" not in answer.content.decode()
