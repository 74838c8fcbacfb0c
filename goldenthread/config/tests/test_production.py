"""A production installation refuses what would make it unsafe, one sentence for each thing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from goldenthread.config.checks import production_has_no_demo_accounts, production_is_safe
from goldenthread.people.models import User

SAFE = {
    "GOLDENTHREAD_ENVIRONMENT": "production",
    "GOLDENTHREAD_SECRET_KEY": "k" * 60,
    "GOLDENTHREAD_HOSTS": "thread.example.org",
    "GOLDENTHREAD_BASE_URL": "https://thread.example.org",
}


def checked(**changes):
    """What `goldenthread check` says in an installation with these settings, and its exit code."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GOLDENTHREAD_")}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--tag", "security"],
        cwd=settings.BASE_DIR, env=environment | SAFE | changes, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_a_safe_installation_passes():
    code, said = checked()
    assert code == 0, said


def test_an_installation_with_half_a_setting_for_govuk_notify_does_not_pass():
    code, said = checked(GOLDENTHREAD_NOTIFY_KEY="live-key")
    assert code == 1
    assert "GOLDENTHREAD_NOTIFY_TEMPLATE" in said


def test_an_installation_with_the_key_of_development_does_not_pass():
    code, said = checked(GOLDENTHREAD_SECRET_KEY="")
    assert code == 1
    assert "GOLDENTHREAD_SECRET_KEY" in said


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "at least 50 random characters"),
        ("SECRET_KEY", settings.DEVELOPMENT_KEY_PREFIX + "x" * 60, "of your own"),
        ("DEBUG", True, "GOLDENTHREAD_DEBUG"),
        ("ALLOWED_HOSTS", [], "GOLDENTHREAD_HOSTS"),
        ("BASE_URL", "http://localhost:8000", "GOLDENTHREAD_BASE_URL"),
    ],
)
def test_a_careless_installation_is_refused(settings, name, value, sentence):
    settings.PRODUCTION, settings.SECRET_KEY, settings.ALLOWED_HOSTS = True, "k" * 60, ["thread.example.org"]
    settings.BASE_URL = "https://thread.example.org"
    assert production_is_safe() == []
    setattr(settings, name, value)
    (error,) = production_is_safe()
    assert sentence in error.msg


@pytest.mark.django_db
def test_demonstration_accounts_are_refused(settings):
    settings.PRODUCTION = True
    assert production_has_no_demo_accounts(databases=["default"]) == []
    User.objects.create_user("demo@example.org", "Demo", "a password everybody knows", is_demonstration=True)
    (error,) = production_has_no_demo_accounts(databases=["default"])
    assert "1 demonstration account" in error.msg


def test_development_is_left_alone(settings):
    settings.PRODUCTION = False
    assert production_is_safe() == []


@pytest.mark.django_db
def test_every_answer_carries_the_security_policy(client):
    answer = client.get("/accounts/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_sign_in_comes_back_to_the_whole_address(client):
    answer = client.get("/somewhere/actions/?delivery=red&page=2")
    assert answer.url == "/accounts/login/?next=%2Fsomewhere%2Factions%2F%3Fdelivery%3Dred%26page%3D2"


@pytest.mark.django_db
def test_a_database_without_tables_yet_holds_no_demonstration_accounts(settings):
    """So that `goldenthread migrate` can be run by hand before anything is there."""
    settings.PRODUCTION = True
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_user RENAME TO not_there_yet")
    assert production_has_no_demo_accounts(databases=["default"]) == []
