"""axe finds nothing where there are errors to tell, on pages for anybody, and on those of one's own account.

What holds of every screen of a partnership is in `test_every_screen.py`.
"""

import pytest
from playwright.sync_api import Browser

from tests import pages
from tests.journeys.conftest import Site
from tests.journeys.looking import found_by_axe, wider_than_the_window
from tests.journeys.test_every_screen import SEEN
from tests.pages import Screen

# Forms sent empty: the error summary and the sentence beside each field.
WITH_ERRORS = [screen for screen in SEEN if screen.name in {
    "plans:draft_plan", "plans:add_priority", "plans:import_plan", "plans:decide_import", "plans:correct_line",
    "actions:raise_action", "actions:give_update", "actions:change_due", "actions:rate_delivery",
    "actions:add_evidence",
    "partnerships:ask_second_step_reset",
    "documents:store_document", "partnerships:add_group", "partnerships:add_person", "partnerships:add_agency",
    "notify:hold_digests", "notify:record_bounce", "risks:raise_risk", "risks:review_risk", "risks:set_scales",
    "challenges:raise_challenge", "challenges:close_challenge", "partnerships:import_structure",
    "partnerships:write_terms", "partnerships:write_closing_report",
}]  # fmt: skip


@pytest.mark.parametrize("screen", WITH_ERRORS, ids=lambda screen: screen.id)
def test_every_form_sent_empty(seats, site: Site, screen: Screen):
    page = seats(screen.who)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(pages.address(screen, "ambershire", site.fetch))
    page.evaluate(
        """() => {
            const form = document.querySelector('main form[method=post]');
            for (const box of form.querySelectorAll('textarea, input[type=text], input[type=email]')) box.value = '';
            form.noValidate = true; form.submit();
        }"""
    )
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert found_by_axe(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/signup/",
        "/accounts/invitation/x/",
        "/accessibility/",
        "/nowhere/at-all/",
    ],
)
def test_pages_for_anybody(browser: Browser, site: Site, path: str):
    page = browser.new_context(base_url=site.base, viewport={"width": 375, "height": 800}).new_page()
    page.goto(path)
    assert not wider_than_the_window(page)
    assert found_by_axe(page) == []
    page.context.close()


OF_ONES_ACCOUNT = ["", "sessions/", "second-step/", "second-step/app/", "second-step/passkey/", "second-step/needed/",
                   "password/again/", "password/change/"]  # fmt: skip


@pytest.mark.parametrize("path", OF_ONES_ACCOUNT)
def test_pages_of_ones_own_account(seats, path: str):
    page = seats("lay_member")
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.goto(f"/accounts/{path}").status == 200
        assert not wider_than_the_window(page)
        assert found_by_axe(page) == []
