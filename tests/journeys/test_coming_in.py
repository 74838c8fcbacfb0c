"""Somebody is invited, sets up a second step, and signs in with a passkey of a real browser."""

import hashlib
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Site, demo_password
from tests.journeys.looking import found_by_axe, wider_than_the_window

TOKEN = "a-token-that-this-test-knows"


def code_now(secret: str, periods: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


@pytest.fixture
def phone(browser: Browser, site: Site):
    """A page as wide as a phone, in which nobody is signed in. Passkeys want a name, so it goes to localhost."""
    context = browser.new_context(
        viewport={"width": 375, "height": 800}, base_url=site.base.replace("127.0.0.1", "localhost"), locale="en-GB"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def type_password(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def fit(page: Page) -> None:
    assert not wider_than_the_window(page)
    assert found_by_axe(page) == []


def test_an_invited_person_comes_in_with_a_second_step_and_next_time_is_asked_for_it(phone, site):
    email = "ifeoma@hospital.example"
    site.run(
        "UPDATE partnerships_invitation SET token_hash = %s WHERE taken_at IS NULL AND person_id = "
        "(SELECT id FROM people_user WHERE email = %s)",
        hashlib.sha256(TOKEN.encode()).hexdigest(), email,
    )  # fmt: skip
    site.run("UPDATE partnerships_partnership SET second_step_roles = '{group_member}' WHERE slug = 'ambershire'")
    try:
        phone.goto(f"/accounts/invitation/{TOKEN}/")
        expect(phone.get_by_text("Hello Ifeoma Castellan.")).to_be_visible()
        fit(phone)
        phone.get_by_label("Choose a password").fill("short")
        phone.get_by_role("button", name="Come in").click()
        expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
        fit(phone)
        phone.get_by_label("Choose a password").fill("amber-window-river")
        phone.get_by_role("button", name="Come in").click()

        expect(phone.get_by_role("heading", level=1)).to_have_text("Set up a second step")
        fit(phone)
        phone.get_by_role("button", name="Use an app on your phone").click()
        phone.get_by_text("The camera does not work").click()
        secret = re.sub(r"\s", "", phone.locator(".govuk-details__text .gt-letters").inner_text())
        phone.get_by_label("The six figures the app shows now").fill(code_now(secret))
        phone.get_by_role("button", name="Set it up").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
        fit(phone)
        phone.get_by_role("button", name="I have kept them: go on").click()
        phone.wait_for_url("**/ambershire/")
        expect(phone.get_by_role("heading", level=1)).to_be_visible()

        phone.context.clear_cookies()
        type_password(phone, email, "amber-window-river")
        expect(phone.get_by_role("heading", level=1)).to_have_text("Your second step")
        fit(phone)
        phone.get_by_label("Code").fill(code_now(secret, 1))
        phone.get_by_role("button", name="Sign in", exact=True).click()
        phone.wait_for_url(lambda url: "/accounts/" not in url)
        assert phone.goto("/ambershire/").status == 200
    finally:
        site.run("UPDATE partnerships_partnership SET second_step_roles = '{}' WHERE slug = 'ambershire'")


def test_a_passkey_is_made_and_signs_in_alone_and_as_a_second_step(phone, site):
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    devices = phone.context.new_cdp_session(phone)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    email = "connor@youthjustice.example"
    type_password(phone, email, demo_password())
    phone.wait_for_url(lambda url: "/accounts/" not in url)
    phone.goto("/accounts/second-step/passkey/")
    phone.get_by_label("What to call it").fill("Test laptop")
    phone.get_by_role("button", name="Make a passkey").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    phone.goto("/accounts/second-step/")
    expect(phone.get_by_text("Passkey: Test laptop", exact=True)).to_be_visible()
    fit(phone)

    phone.context.clear_cookies()
    phone.goto("/accounts/login/")
    phone.get_by_role("button", name="Use a passkey instead").click()
    phone.wait_for_url(lambda url: "/accounts/" not in url)
    phone.goto("/accounts/")
    expect(phone.get_by_text(email)).to_be_visible()

    phone.context.clear_cookies()
    type_password(phone, email, demo_password())
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your second step")
    phone.get_by_role("button", name="Use your passkey instead").click()
    phone.wait_for_url(lambda url: "/accounts/" not in url)

    phone.goto("/accounts/second-step/")
    phone.get_by_role("link", name="Remove passkey: test laptop").click()
    phone.get_by_role("button", name="Remove the passkey").click()
    expect(phone.get_by_text("The passkey was removed.")).to_be_visible()
    assert not [line for line in said if "Content Security Policy" in line or "Content-Security-Policy" in line]


def test_without_script_the_second_step_works_and_passkeys_are_not_offered(browser, site):
    context = browser.new_context(base_url=site.base, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Use a passkey instead")).to_be_hidden()
    type_password(page, "derek@voluntary.example", demo_password())
    page.goto("/accounts/second-step/passkey/")
    expect(page.get_by_text("This browser cannot make passkeys here.")).to_be_visible()
    page.get_by_role("link", name="Use an app on your phone").click()
    expect(page.get_by_label("The six figures the app shows now")).to_be_visible()
    context.close()


def test_an_agency_lead_reviews_access_on_a_phone(sign_in, site):
    page = sign_in("sunita@housing.example", width=375)
    began = time.monotonic()
    page.goto("/ambershire/access-reviews/")
    page.get_by_role("link", name="Amberhome").click()
    for name in page.get_by_label("Keep as it is").all():
        name.check()
    page.get_by_role("button", name="Finish the review").click()
    expect(page.get_by_text("is done. Thank you.")).to_be_visible()
    assert time.monotonic() - began < 120
