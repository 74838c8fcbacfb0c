"""Two minutes a month for whoever owns an action: on a phone, by the keyboard, without a script, by a link."""

import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from goldenthread.people.services import sign_link
from tests import databases
from tests.journeys.conftest import Site
from tests.journeys.looking import found_by_axe, wider_than_the_window

WENDY, FARAH = "wendy@ambershire.example", "farah@police.example"
PHONE = 375
NO_CHANGE = re.compile("^No change")


def today(page: Page) -> Locator:
    return page.locator("section", has=page.locator("#now"))


def open_my_work(page: Page) -> int:
    """Go there from the header, bring back whatever an earlier test answered; how many wait for a word."""
    page.get_by_role("link", name=re.compile("^My work")).click()
    page.wait_for_url("**/my-work/**")
    while (undo := page.get_by_role("button", name=re.compile("^Undo"))).count():
        undo.first.click()
        page.wait_for_load_state()
    waiting = today(page).get_by_role("button", name=NO_CHANGE).count()
    assert waiting >= 4, "The demonstration asks its agency lead for too little to be worth trying."
    return waiting


def cleared(page: Page) -> None:
    """Nothing waits for a word any more; what is left is a return or a decision, done on a page of its own."""
    expect(today(page).get_by_role("button", name=NO_CHANGE)).to_have_count(0)
    left = int(re.search(r"\((\d+)\)", page.locator("#now").inner_text())[1])
    counted = page.get_by_role("banner").locator(".gt-count")
    if left:
        expect(counted).to_have_text(re.compile(rf"\b{left}\b"))
    else:
        expect(page.get_by_text("Nothing waits today.")).to_be_visible()
        expect(counted).to_have_count(0)


def test_the_agency_lead_clears_everything_on_a_phone(sign_in, record_property):
    page = sign_in(WENDY, width=PHONE)
    waiting = open_my_work(page)
    assert not wider_than_the_window(page)
    assert found_by_axe(page) == []
    started, clicks = time.monotonic(), 0
    while (button := today(page).get_by_role("button", name=NO_CHANGE)).count():
        row = button.first.locator("xpath=ancestor::li")
        name = row.get_attribute("id")
        button.first.click()
        clicks += 1
        # One comes back to the row that was answered, which says what was recorded.
        page.wait_for_url(f"**#{name}")
        expect(page.locator(f"#{name}")).to_contain_text("Recorded")
        expect(page.locator(f"#{name}")).to_be_in_viewport()
    cleared(page)
    took = time.monotonic() - started
    record_property("clicks", clicks)
    print(f"\n{waiting} things cleared in {clicks} clicks and {took:.0f} seconds")
    assert clicks == waiting
    assert took < 120
    assert found_by_axe(page) == []


def test_the_same_in_two_clicks(sign_in):
    page = sign_in(WENDY, width=PHONE)
    open_my_work(page)
    today(page).get_by_role("link", name=re.compile("Say “No change” to several")).click()
    assert found_by_axe(page) == []
    assert not wider_than_the_window(page)
    page.get_by_role("button", name="No change to all of these").click()
    cleared(page)


def test_the_same_with_the_keyboard_alone(sign_in):
    page = sign_in(WENDY)
    waiting = open_my_work(page)
    pressed = 0
    for _ in range(waiting):
        for _ in range(80):
            page.keyboard.press("Tab")
            pressed += 1
            words = page.evaluate("document.activeElement.textContent")
            inside = page.evaluate("!!document.activeElement.closest('section')?.querySelector('#now')")
            if inside and words.startswith("No change") and page.evaluate("document.activeElement.tagName") == "BUTTON":
                break
        else:
            pytest.fail("No change is not reached with Tab.")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        pressed += 1
    cleared(page)
    print(f"\n{waiting} things cleared with {pressed} keys")


def test_the_same_without_a_script(sign_in):
    page = sign_in(WENDY, width=PHONE, javascript=False)
    open_my_work(page)
    # A form in a row opens and saves as well.
    month = page.locator("section", has=page.locator("#this_month"))
    row = month.locator("li", has=page.locator("summary")).first
    row.locator("summary").click()
    row.get_by_label("What has happened since").fill("They start on Monday.")
    row.get_by_label("On track").check()
    row.get_by_role("button", name=re.compile("^Save")).click()
    expect(month).to_contain_text("They start on Monday.")
    while (button := today(page).get_by_role("button", name=NO_CHANGE)).count():
        button.first.click()
        page.wait_for_load_state()
    cleared(page)


def test_what_is_missing_is_said_in_the_row_and_a_draft_comes_back(sign_in):
    page = sign_in(FARAH, width=PHONE)
    page.goto("/my-work/")
    row = page.locator("section", has=page.locator("#later")).locator("li").first
    name = row.get_attribute("id")
    row.locator("summary").click()
    row.get_by_label("What has happened since").fill("The taxi firms have agreed, all but one.")
    page.wait_for_timeout(700)
    page.goto("/my-work/")
    row = page.locator(f"#{name}")
    row.get_by_role("button", name="Bring it back").click()
    expect(row.get_by_label("What has happened since")).to_have_value("The taxi firms have agreed, all but one.")
    row.get_by_label("What has happened since").fill("")
    row.get_by_role("button", name=re.compile("^Save")).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert page.title().startswith("Error: ")
    assert found_by_axe(page) == []
    page.get_by_role("link", name="Write what has happened").click()
    expect(page.locator(f"#{name}").get_by_label("What has happened since")).to_be_focused()


def test_somebody_of_two_partnerships_sees_both(sign_in):
    page = sign_in(FARAH, width=PHONE)
    page.goto("/saltmarsh/")
    page.get_by_role("link", name=re.compile("^My work")).click()
    rows = page.locator(".gt-work__row")
    expect(rows.filter(has_text="Ambershire Safeguarding")).not_to_have_count(0)
    expect(rows.filter(has_text="Saltmarsh Safeguarding")).not_to_have_count(0)
    page.get_by_role("main").get_by_role("link", name=re.compile("^Saltmarsh")).first.click()
    expect(page.locator(".gt-work__row").filter(has_text="Ambershire Safeguarding")).to_have_count(0)


def test_the_unit_records_for_a_lead_from_the_list(sign_in, site: Site):
    page = sign_in(site.person("unit_officer"))
    person = site.fetch(
        "SELECT lead_person_id FROM actions_action WHERE partnership_id = %s AND lead_person_id IS NOT NULL "
        "AND state = 'open' AND information_class = 'G' ORDER BY created_at, id LIMIT 1", "ambershire",
    )  # fmt: skip
    page.goto(f"/ambershire/actions/?lead=person:{person}")
    page.get_by_role("link", name="Record for this lead").click()
    expect(page.get_by_text("You record on behalf of")).to_be_visible()
    assert found_by_axe(page) == []
    row = page.locator(".gt-work__row").filter(has=page.locator("summary")).first
    row.get_by_role("button", name=NO_CHANGE).click()
    expect(page.locator("[data-saved]")).to_contain_text(re.compile("Recorded for .+: No change."))


def a_link(site: Site, email: str, number: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """A link as a message would bring it, signed with the key of the running service."""
    from django.conf import settings

    sql = """
        SELECT u.id, a.id FROM people_user u JOIN partnerships_membership m ON m.person_id = u.id
        JOIN actions_action a ON a.lead_agency_id = m.agency_id AND a.partnership_id = m.partnership_id
        WHERE u.email = %s AND a.state = 'open' AND a.information_class = 'G'
        ORDER BY a.created_at, a.id OFFSET %s LIMIT 1"""
    with psycopg.connect(dbname=site.database, user="postgres", host=databases.host()) as connection:
        person, action = connection.execute(sql, [email, number]).fetchone()
    monkeypatch.setattr(settings, "SECRET_KEY", databases.KEY)
    return f"/answer/{sign_link('actions.update', UUID(str(person)), UUID(str(action)), datetime.now(UTC))}/"


@pytest.mark.parametrize("javascript", [True, False])
def test_an_owner_answers_by_link_without_signing_in(browser: Browser, site: Site, monkeypatch, javascript):
    path = a_link(site, FARAH, int(javascript), monkeypatch)
    context = browser.new_context(
        base_url=site.base, viewport={"width": PHONE, "height": 800}, java_script_enabled=javascript
    )
    page = context.new_page()
    page.goto(path)
    if javascript:
        assert found_by_axe(page) == []
    assert not wider_than_the_window(page) if javascript else True
    page.get_by_label("What has happened since").fill("Thirty-nine of forty are trained.")
    page.locator("input[name=delivery]").first.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Thank you, it is recorded")).to_be_visible()
    expect(page.get_by_text("Thirty-nine of forty are trained.")).to_be_visible()
    page.goto(path)
    expect(page.get_by_role("heading", name="This link has been used")).to_be_visible()
    expect(page.get_by_text("Thirty-nine")).to_have_count(0)
    context.close()


def test_of_many_who_send_at_the_same_moment_one_is_recorded(site: Site, monkeypatch):
    """Several connections to a running service: the nonce is unique, and use and update are one transaction."""
    url = site.base + a_link(site, FARAH, 2, monkeypatch)
    together, answers = threading.Barrier(4), []

    def send(number: int) -> None:
        sent = urllib.parse.urlencode({"do": "update", "text": f"Answer {number}", "delivery": "off_track"}).encode()
        together.wait(timeout=20)
        try:
            with urllib.request.urlopen(url, data=sent, timeout=30) as response:
                answers.append(response.status)
        except urllib.error.HTTPError as error:
            answers.append(error.code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(answers) == [200, 410, 410, 410]
    with psycopg.connect(dbname=site.database, user="postgres", host=databases.host()) as connection:
        said = "SELECT count(*) FROM actions_progressupdate WHERE text LIKE 'Answer %' AND channel = 'link'"
        assert connection.execute(said).fetchone() == (1,)
