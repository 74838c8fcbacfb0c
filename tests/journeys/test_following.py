"""Is the neglect priority working? And: find a broken thread and mend it. And: find something by an old name."""

from playwright.sync_api import expect


def test_whether_a_priority_works_is_answered_in_three_clicks(sign_in, site):
    page = sign_in(site.person("independent_scrutineer"))
    page.goto("/ambershire/")
    page.get_by_role("link", name="Neglect is seen early").first.click()
    expect(page.get_by_role("heading", name="Is it making a difference?")).to_be_visible()
    page.get_by_role("link", name="Follow the thread").click()
    expect(page.get_by_role("region", name="From the claim to the evidence")).to_contain_text("Evidence: strong")
    page.locator(".gt-thread__step", has_text="Evidence: strong").last.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="What it rests on")).to_be_visible()


def test_the_thread_is_turned_and_kept_to_one_kind(sign_in, site):
    page = sign_in(site.person("independent_scrutineer"), width=375)
    page.goto("/ambershire/")
    page.get_by_role("link", name="Neglect is seen early").first.click()
    page.get_by_role("link", name="Follow the thread").click()
    page.get_by_label("Follow it").select_option("down")
    page.get_by_role("checkbox", name="Evidence").check()
    page.get_by_role("button", name="Show").click()
    thread = page.get_by_role("region", name="From the claim to the evidence")
    expect(thread).not_to_contain_text("Plan: live")
    expect(thread).not_to_contain_text("Missing")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_broken_thread_is_found_and_mended(sign_in, site):
    page = sign_in(site.person("business_manager"))
    page.goto("/ambershire/")
    page.get_by_role("link", name="Where threads are broken").click()
    page.get_by_role("link", name="Objective without a measure").click()
    row = page.locator("tbody tr").first
    title = row.get_by_role("rowheader").get_by_role("link").inner_text()
    row.get_by_role("link", name="Add a measure").click()
    page.get_by_label("How will you know?").fill("Nine in ten say that it helped")
    page.get_by_role("button").filter(has_text="Add").first.click()
    page.goto("/ambershire/broken-threads/?what=no_measure")
    expect(page.get_by_role("rowheader").get_by_role("link", name=title, exact=True)).to_have_count(0)


def test_something_is_found_by_the_name_it_had_before(sign_in, site):
    page = sign_in(site.person("agency_lead"), width=375)
    page.goto("/ambershire/")
    page.get_by_label("Search this partnership").fill("CCG")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_text("Also looked for: integrated care board, ICB")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Integrated Care Board").first).to_be_visible()
