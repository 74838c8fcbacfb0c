"""A partner sends the plan back from Word with changes; they are looked at, applied, and undone."""

from io import BytesIO

from docx import Document
from playwright.sync_api import Page, expect

from tests.journeys.documents import numbered_aims_plan
from tests.journeys.test_plan_goes_live import FILE, bring_in

MOVED = "Map the offers of early help in each locality"
NEW = "Open a quiet room for families in every hub"


def edited() -> bytes:
    """The same Word file with a date moved and a row added."""
    document = Document(BytesIO(numbered_aims_plan()))
    (table,) = document.tables
    row = next(row for row in table.rows if row.cells[2].text == MOVED)
    row.cells[5].text = "September 2027"
    cells = table.add_row().cells
    for cell, text in zip(cells[2:6], (NEW, "BMG", "Rooms opened", "March 2028"), strict=True):
        cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def bring_in_newer(page: Page) -> None:
    """From the plan's page to the page of differences."""
    page.get_by_role("link", name="Bring in a newer file").click()
    page.get_by_label("The newer file").set_input_files({**FILE, "name": "sent-back.docx", "buffer": edited()})
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the newer file changes")


def test_a_business_manager_brings_in_a_newer_file_and_undoes_it(sign_in, site):
    page = sign_in(site.person("business_manager"))
    bring_in(page, "ambershire", "Plan sent back to Ambershire")
    plan = page.url
    bring_in_newer(page)
    # The title that was given here differs from the file's, which is shown and left alone.
    expect(page.get_by_text("2 lines are changed and 1 is new")).to_be_visible()
    expect(page.get_by_text(NEW)).to_be_visible()
    page.get_by_role("button", name="Keep them and go on to apply").click()
    expect(page.get_by_text("1 line is added.")).to_be_visible()
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text("The newer file was applied: 1 added, 1 changed, 0 ended.")).to_be_visible()
    assert page.url == plan
    expect(page.get_by_text(NEW).first).to_be_visible()

    page.get_by_role("link", name="Undo this import").click()
    expect(page.get_by_text("1 action is withdrawn")).to_be_visible()
    expect(page.get_by_text("1 action is given back its date")).to_be_visible()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("The import was undone.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan sent back to Ambershire")
    expect(page.get_by_text(NEW)).to_have_count(0)


def test_it_works_on_a_phone_without_javascript(sign_in, site):
    page = sign_in(site.person("business_manager", "saltmarsh"), width=375, javascript=False)
    bring_in(page, "saltmarsh", "Plan sent back to Saltmarsh")
    bring_in_newer(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_label("Add this action").uncheck()
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_text("Your choices were kept.")).to_be_visible()
    expect(page.get_by_label("Add this action")).not_to_be_checked()
