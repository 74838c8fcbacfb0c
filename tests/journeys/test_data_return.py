"""From Annex A and censuses that never leave the agency to the indicator's page: counted, sent, looked at, accepted."""

import csv
import subprocess
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from goldenthread.kernel.periods import Period
from goldenthread.measures.results.files import read, write
from tests import databases
from tests.journeys.conftest import Site

CODES = ("MX01", "MX02", "MX04")
LEAD, MANAGER = "beth@council.example", "rowan@ambershire.example"
SMALL = "A number from 1 to 5 is shown, which may not leave the agency; send c for it."


@pytest.fixture
def owed(site: Site) -> str:
    """The council's return about missing children that somebody has begun."""
    found = site.run(
        "SELECT t.id FROM returns_return t JOIN returns_round r ON r.id = t.round_id "
        "WHERE t.state = 'draft' AND r.title LIKE 'Missing children, %%'"
    )
    assert found
    return found


@pytest.fixture
def period(site: Site, owed: str) -> Period:
    """The month that it is about."""
    days = [
        site.run(
            f"SELECT r.{name} FROM returns_round r JOIN returns_return t ON t.round_id = r.id WHERE t.id = %s", owed
        )
        for name in ("period_starts_on", "period_ends_on")
    ]
    first, last = (date.fromisoformat(str(one)) for one in days)
    return Period(f"{first:%B %Y}", first, last)


@pytest.fixture
def counted(tmp_path: Path, period: Period) -> Path:
    """What the analyst counted on their own machine, from files that stay there: as JSON, and beside it as CSV."""
    month, made, extract = f"{period.starts_on:%Y-%m}", tmp_path / "figures.json", str(tmp_path / "extract")
    chosen = [word for code in CODES for word in ("--indicator", code)]
    for words in (
        # Annex A, two censuses and a table of missing episodes.
        ["sample_extract", extract, "--to", month, "--referrals", "9000", "--seed", "3"],
        ["measure", extract, "--from", month, "--to", month, *chosen, "--out", str(made)],
    ):
        done = subprocess.run(
            [databases.GOLDENTHREAD, *words], capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
    write(read(made.read_bytes(), made.name), made.with_suffix(".csv"))
    return made.with_suffix(".csv")


def with_a_small_number(path: Path) -> Path:
    """The same file as somebody would change it who did not know why a number was hidden."""
    lines = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    place = {name: at for at, name in enumerate(lines[1])}
    row = next(one for one in lines[2:] if one[place["indicator"]] == "MX01")
    row[place["numerator"]] = row[place["value"]] = "3"
    changed = path.with_name("changed.csv")
    with changed.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(lines)
    return changed


def upload(page: Page, path: Path) -> None:
    """Choose a file in the first part of the return, and come back to the return."""
    page.get_by_role("link", name="The results file", exact=True).click()
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Missing children")


def test_figures_are_counted_sent_and_accepted_and_no_small_number_passes(
    site: Site, sign_in, owed: str, period: Period, counted: Path
):
    figures = {one.code: one for one in read(counted.read_bytes(), counted.name).figures}
    assert set(figures) == set(CODES)

    # The lead of the agency, on a phone and without a script, finds what is asked and what is wrong so far.
    lead = sign_in(LEAD, width=375, javascript=False)
    lead.goto(f"/ambershire/returns/{owed}/")
    expect(lead.get_by_role("main")).to_contain_text(SMALL)
    expect(lead.get_by_role("main")).to_contain_text("goldenthread measure EXTRACT")

    # They clear what was typed and choose the file, in which somebody has put a small number.
    lead.get_by_role("link", name="Figures: Missing and exploitation").first.click()
    for box in lead.get_by_role("textbox").all():
        box.fill("")
    lead.get_by_role("button", name="Save and come back later").click()
    upload(lead, with_a_small_number(counted))
    lead.get_by_role("link", name="Sign it off").click()
    lead.get_by_role("button", name="Sign it off").click()
    expect(lead.get_by_role("alert")).to_contain_text(f"MX01, {period.label}: {SMALL}")

    # With the file as it was counted it goes, here as JSON; whoever opens it there gets it to save.
    lead.goto(f"/ambershire/returns/{owed}/")
    upload(lead, counted.with_suffix(".json"))
    with lead.expect_download() as saved:
        lead.get_by_role("link", name="figures.json").click()
    assert saved.value.suggested_filename == "figures.json"
    assert Path(saved.value.path()).read_bytes() == counted.with_suffix(".json").read_bytes()
    expect(lead.get_by_role("main")).to_contain_text(f"3 of 3 indicators have a figure for {period.label}.")
    lead.get_by_role("link", name="Sign it off").click()
    lead.get_by_role("button", name="Sign it off").click()
    lead.get_by_role("link", name="Send it").click()
    lead.get_by_role("button", name="Send it").click()
    expect(lead.get_by_role("alert")).to_contain_text("is now with those who asked")

    # The unit sees what asks for a look, and accepts it.
    manager = sign_in(MANAGER)
    manager.goto(f"/ambershire/returns/{owed}/")
    expect(manager.get_by_role("main")).to_contain_text("The figure takes the place of one that was sent before.")
    manager.get_by_role("link", name="Accept it").click()
    manager.get_by_role("button", name="Accept it").click()
    expect(manager.get_by_role("alert")).to_contain_text("It is accepted.")

    # The page of the indicator shows the figure, and where it came from.
    manager.get_by_role("link", name="MX01 Missing episodes").click()
    heading = manager.locator(".gt-heading")
    expect(heading).to_contain_text(f"{figures['MX01'].value.number:,f} in {period.label}")
    expect(heading).to_contain_text("Revised")
    expect(manager.get_by_role("main")).to_contain_text(f"Missing children, {period.label}")
    manager.goto("/ambershire/scorecards/requests/")
    manager.get_by_role("link", name="Missing children").click()
    expect(manager.get_by_role("row").filter(has_text="Ambershire County Council")).to_contain_text("Returned")
