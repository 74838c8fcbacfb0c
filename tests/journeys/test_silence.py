"""A business manager finds who has gone quiet, gives all of a leaver's actions to somebody else, and takes it back."""

from playwright.sync_api import expect

from tests.journeys.conftest import Site


def test_all_of_a_leavers_actions_are_given_away_and_taken_back(site: Site, sign_in):
    page = sign_in(site.person("business_manager"), javascript=False)
    page.get_by_role("link", name="Ask those who have gone quiet").click()
    row = page.get_by_role("row").filter(has_text="Gareth Lindholme")
    expect(row).to_contain_text("Left on")
    page.get_by_label("Choose Gareth Lindholme").check()
    page.get_by_label("With the actions of those ticked").select_option("Give to another lead")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Who leads them from now on").select_option(
        label="Tom Ferreiro-Hale (leads for Ambercastle and Saltmarsh Hospitals NHS Foundation Trust)"
    )
    page.get_by_label("Why somebody else leads").fill("Gareth has left the trust.")
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Give 2 actions to Tom Ferreiro-Hale?")
    page.get_by_role("button", name="Give 2 actions to Tom Ferreiro-Hale").click()
    expect(page.get_by_role("alert")).to_contain_text("2 actions were given to Tom Ferreiro-Hale.")
    expect(page.get_by_role("row").filter(has_text="Gareth Lindholme")).to_have_count(0)
    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_role("main")).to_contain_text("Put back (2)")
    page.goto("/ambershire/actions/silence/")
    expect(page.get_by_role("row").filter(has_text="Gareth Lindholme")).to_contain_text("2 actions")


def test_a_chair_rates_within_the_list_and_stays_where_they_were(site: Site, sign_in):
    page = sign_in(site.person("partnership_chair"))
    page.goto("/ambershire/actions/?due=overdue")
    # The second row, found again by its own address once the page has been drawn afresh.
    row = page.locator("tbody tr").nth(1)
    key = row.get_attribute("id")
    row.locator("summary").filter(has_text="Rate").click()
    row.get_by_label("Your last word").select_option("At risk")
    row.get_by_label("Why").fill("The second agency signs next week.")
    row.get_by_role("button", name="Save rating").click()
    page.wait_for_url(f"**/ambershire/actions/?due=overdue#{key}")
    expect(page.locator(f"#{key}")).to_contain_text("At risk")


def test_a_whole_page_is_ticked_at_once_and_counted(site: Site, sign_in):
    page = sign_in(site.person("business_manager"))
    page.goto("/ambershire/actions/")
    page.get_by_label("All on this page").check()
    expect(page.get_by_role("status").filter(has_text="ticked")).to_have_text("25 ticked")
    page.locator("tbody input[type=checkbox]").first.uncheck()
    expect(page.get_by_role("status").filter(has_text="ticked")).to_have_text("24 ticked")
    expect(page.get_by_label("All on this page")).not_to_be_checked()
