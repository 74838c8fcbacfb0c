"""A plan goes into its new year: gone through step by step, applied, approved by a seat, and compared in words."""

from playwright.sync_api import Page, expect

from tests.pages import one

SLUG = "saltmarsh"
PLAN = one("plans_plan", "state = 'live'")


def the_new_year(page: Page, site) -> str:
    """Begin the refresh of the live plan and return the plan's address."""
    plan = f"/{SLUG}/plans/{site.fetch(PLAN, SLUG)}/"
    page.goto(plan)
    page.get_by_role("link", name="Refresh for a new year").click()
    expect(page.get_by_text("It goes on as it is with everything under it")).to_be_visible()
    page.get_by_label("Title").fill("Business Plan, the new year")
    for group, year in (("First day of the new year", "2034"), ("Last day", "2035")):
        box = page.get_by_role("group", name=group)
        box.get_by_label("Day").fill("1" if year == "2034" else "31")
        box.get_by_label("Month").fill("April" if year == "2034" else "March")
        box.get_by_label("Year").fill(year)
    page.get_by_role("button", name="Begin").click()
    return plan


def decide(page: Page, part: str, choice: str, **fields: str) -> None:
    """Choose what becomes of one part of a page, and fill in what belongs to it."""
    box = page.get_by_role("group", name=part, exact=False).first
    box.get_by_label("What becomes of it?").select_option(label=choice)
    if choice == "Replace by a new one":
        box.get_by_text("The new action that replaces it").click()
    for label, words in fields.items():
        box.get_by_label(label.replace("_", " "), exact=True).fill(words)


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep and go on").click()


def carry_the_rest(page: Page) -> None:
    """Carry whatever is still undecided on this page."""
    for box in page.locator("fieldset.gt-decide").all():
        chosen = box.get_by_label("What becomes of it?")
        if not chosen.input_value():
            chosen.select_option(label="Carry")
            box.get_by_label("Reason", exact=True).fill("Not finished within the year.")


def test_a_business_manager_takes_a_plan_into_its_new_year(sign_in, site, tmp_path):
    page = sign_in(site.person("business_manager", SLUG))
    plan = the_new_year(page, site)
    expect(page.get_by_text("Nothing in “")).to_be_visible()
    page.get_by_role("link", name="Go on: Priorities").click()
    decide(page, "Babies are safe", "Continue")
    decide(page, "Children who go missing", "Close")
    decide(page, "Schools are partners", "Carry", Reason="The yearly returns come in only after the summer.")
    keep(page)
    # A close without its reason is not kept; what was chosen is still there.
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    decide(page, "Children who go missing", "Close", Reason="Nine in ten are asked within three days.")
    keep(page)
    decide(page, "Every parent hears the same messages", "Continue")
    keep(page)
    decide(
        page, "Ask fathers what they were told", "Replace by a new one",
        The_new_action="Ask fathers at the six-week check, and again in the spring.", **{"By_when?": "June 2034"},
    )  # fmt: skip
    carry_the_rest(page)
    keep(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check and apply")
    expect(page.get_by_text("Priorities: 1 continues, 1 is carried, 1 closes.")).to_be_visible()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Business Plan, the new year has begun.")).to_be_visible()

    page.get_by_role("link", name="Ask for approval").click()
    page.get_by_label("Chair (Edwin Marshcroft), Partnership Board").check()
    page.get_by_role("button", name="Ask for approval").click()
    chair = sign_in("edwin@saltmarsh.example", width=375)
    chair.goto(f"/{SLUG}/")
    chair.get_by_role("link", name="Approve or decline version").click()
    chair.get_by_label("Approve", exact=True).check()
    chair.get_by_role("button", name="Give this answer").click()
    expect(chair.get_by_text("Your answer is kept.")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Issue this version").click()
    page.get_by_role("button", name="Issue it").click()
    expect(page.get_by_text("The version is issued.")).to_be_visible()

    page.goto(plan)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Business Plan, the new year")
    expect(page.get_by_text("Ask fathers at the six-week check").first).to_be_visible()
    expect(page.get_by_role("heading", name="Children who go missing")).to_have_count(0)
    page.get_by_role("link", name="Every parent hears the same messages").or_(
        page.get_by_role("link", name="Open this objective")
    ).first.click()
    expect(page.get_by_text("In the plan since")).to_be_visible()
    page.goto(f"{plan}versions/")
    page.get_by_role("link", name="Compare two versions").click()
    expect(page.get_by_role("heading", name="Taken out")).to_be_visible()
    expect(page.get_by_text("Priority 2 “Children who go missing are welcomed back” was taken out.")).to_be_visible()
    expect(
        page.get_by_text("Ask fathers at the six-week check, and again in the spring.” was added").first
    ).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word", exact=True).click()
    waiting.value.save_as(tmp_path / "changes.docx")
    assert (tmp_path / "changes.docx").read_bytes().startswith(b"PK")
