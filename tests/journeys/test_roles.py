"""What each person comes for, and what is not theirs."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests import pages
from tests.pages import Screen


def at(site, name: str, slug: str = "ambershire", **ids: str) -> str:
    path = pages.address(Screen(name, ids), slug, site.fetch)
    assert path
    return path


def test_a_chair_rates_a_priority_and_says_why(sign_in, site):
    page = sign_in(site.person("partnership_chair"))
    page.goto(at(site, "plans:rate_priority", priority_id="priority"))
    page.get_by_label("On track").check()
    page.get_by_label("Why?").fill("")
    page.get_by_role("button", name="Keep this rating").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Why?").fill("The two silent agencies reported to me by telephone.")
    page.get_by_role("button", name="Keep this rating").click()
    expect(page.get_by_text("The two silent agencies reported to me by telephone.").first).to_be_visible()


def test_a_scrutineer_reads_and_is_offered_nothing_to_change(sign_in, site):
    page = sign_in(site.person("independent_scrutineer"))
    page.goto(at(site, "actions:show_action", action="action"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for words in ("Give an update", "Rate", "Move the date", "Change"):
        expect(page.get_by_role("main").get_by_role("link", name=words, exact=True)).to_have_count(0)
    answer = page.goto(at(site, "actions:give_update", action="open"))
    assert answer.status == 403
    expect(page.get_by_role("main")).to_contain_text("role")


def test_an_outsider_finds_nothing(sign_in, site):
    page = sign_in(site.person("business_manager", "saltmarsh"))
    for path in (
        "/ambershire/",
        at(site, "plans:show_plan", plan_id="plan"),
        at(site, "actions:show_action", action="action"),
    ):
        assert page.goto(path).status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_somebody_of_two_partnerships_has_one_sign_in_and_a_switcher(sign_in, site):
    page = sign_in("farah@police.example")
    page.goto("/ambershire/")
    page.get_by_role("button", name="Farah").or_(page.locator("summary", has_text="Farah")).first.click()
    page.get_by_role("link", name="Saltmarsh").first.click()
    page.wait_for_url("**/saltmarsh/**")
    expect(page.get_by_role("banner")).to_contain_text("Saltmarsh")


def test_a_wrong_password_is_told_in_a_sentence(browser: Browser, site):
    page = browser.new_context(base_url=site.base).new_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(site.person("business_manager"))
    page.get_by_label("Password", exact=True).fill("not this one at all")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("path", ["/ambershire/", "/ambershire/actions/"])
def test_the_first_key_reaches_the_skip_link_and_it_skips(sign_in, site, path):
    page = sign_in(site.person("group_chair"))
    page.goto(path)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main-content$"))


def test_two_people_saving_at_once_both_see_both_texts(sign_in, site):
    path = at(site, "actions:change_action", action="open")
    first, second = sign_in(site.person("business_manager")), sign_in(site.person("unit_officer"))
    first.goto(path)
    second.goto(path)
    for page, words in ((first, "Words of the first person"), (second, "Words of the second person")):
        page.get_by_label("What is to be done").fill(words)
        page.get_by_role("main").get_by_role("button").first.click()
    expect(second.get_by_text("Words of the first person").first).to_be_visible()
    assert "Words of the second person" in second.content()
