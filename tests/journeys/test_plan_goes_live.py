"""A Word plan goes in, a live plan comes out, and the Word file comes out again."""

import re

from playwright.sync_api import Page, expect

from goldenthread.plans.exchange.reading import read_plan
from tests.journeys.documents import numbered_aims_plan

FILE = {
    "name": "business-plan.docx",
    "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "buffer": numbered_aims_plan(),
}


def as_a_new_plan(page: Page) -> None:
    """Where another journey has brought the same file in, say that this is another plan."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("^(Check what we read|This file looks like a plan that is here already)$"))
    if heading.inner_text() != "Check what we read":
        page.get_by_label("A new plan").check()
        page.get_by_role("button", name="Continue").click()


def bring_in(page: Page, slug: str, title: str) -> None:
    """Upload, look at the doubts, name the plan, apply it."""
    page.goto(f"/{slug}/plans/")
    page.get_by_role("link", name="Bring in a plan").first.click()
    page.get_by_label("Your plan").set_input_files(FILE)
    page.get_by_role("button", name="Read the file").click()
    as_a_new_plan(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what we read")
    expect(page.get_by_role("heading", name="Look at these first")).to_be_visible()
    page.get_by_role("link", name="Change title").click()
    page.get_by_label("Title of the plan").fill(title)
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_text("Your choices were kept.")).to_be_visible()
    page.get_by_role("link", name="Go on to apply").click()
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_a_business_manager_brings_in_a_plan_and_runs_it(sign_in, site, tmp_path):
    page = sign_in(site.person("business_manager"))
    bring_in(page, "ambershire", "Merrow Vale plan")
    expect(page.get_by_text("Map the offers of early help in each locality").first).to_be_visible()

    page.get_by_role("link", name="Approve this plan").first.click()
    page.get_by_role("button", name="Approve the plan").click()
    page.get_by_role("link", name="Make it live").first.click()
    page.get_by_role("button", name="Make it live").click()
    expect(page.get_by_text("Live", exact=True).first).to_be_visible()

    page.get_by_role("link", name="Map the offers of early help in each locality").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Map the offers of early help")
    page.goto(f"{page.url.rstrip('/')}/update/")
    page.get_by_label("What has happened since").fill("Three of five localities are mapped.")
    page.get_by_label("At risk").check()
    page.get_by_role("button", name="Add the update").click()
    expect(page.get_by_text("Three of five localities are mapped.").first).to_be_visible()

    page.goto("/ambershire/plans/")
    page.get_by_role("link", name="Merrow Vale plan").first.click()
    plan = page.url.split("?")[0]
    with page.expect_download() as waiting:
        page.evaluate(f"window.location = '{plan}export/?format=docx'")
    saved = tmp_path / "again.docx"
    waiting.value.save_as(saved)
    again = read_plan(saved)
    original = read_plan(numbered_aims_plan(), "plan.docx")
    assert [one.title for one in again.all_objectives()] == [one.title for one in original.all_objectives()]
    assert [one.description for one in again.all_actions()] == [one.description for one in original.all_actions()]
    assert [one.due for one in again.all_actions()] == [one.due for one in original.all_actions()]
    updated = next(one for one in again.all_actions() if one.description.startswith("Map the offers"))
    assert updated.progress == "Three of five localities are mapped."
    assert updated.rag == "amber"


def test_it_works_without_javascript(sign_in, site):
    page = sign_in(site.person("business_manager", "saltmarsh"), javascript=False)
    bring_in(page, "saltmarsh", "Plan without script")
    expect(page.get_by_text("Republish the escalation steps on one page").first).to_be_visible()


def test_a_line_can_be_made_into_something_else_before_it_is_applied(sign_in, site):
    page = sign_in(site.person("business_manager"))
    page.goto("/ambershire/plans/import/")
    page.get_by_label("Your plan").set_input_files(FILE)
    page.get_by_role("button", name="Read the file").click()
    as_a_new_plan(page)
    page.get_by_role("link", name="Correct action: Ask families what made the difference").click()
    page.get_by_label("Success measure").check()
    page.get_by_role("button", name="Keep this line").click()
    expect(page.get_by_text("The line was corrected.")).to_be_visible()
    expect(page.get_by_text("Voice and participation panel").first).to_be_visible()


def test_a_damaged_file_is_refused_in_one_sentence(sign_in, site):
    page = sign_in(site.person("business_manager"))
    page.goto("/ambershire/plans/import/")
    page.get_by_label("Your plan").set_input_files({**FILE, "buffer": FILE["buffer"][:2000]})
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring in a plan")
