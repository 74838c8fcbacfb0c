"""Meetings as their people meet them: one that could not decide, a paper that came late, an item not for everybody."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import found_by_axe, wider_than_the_window

ROWAN, GWEN, HAROLD, IMRAN = (f"{who}@ambershire.example" for who in ("rowan", "gwen", "harold", "imran"))
SECRET = "Renewal of the scrutineer"


def open_meeting(page: Page, site, where: str) -> None:
    sql = f"SELECT id FROM meetings_meeting WHERE partnership_id = %s AND {where} ORDER BY starts_at LIMIT 1"
    found = site.fetch(sql, "ambershire")
    assert found, "The demonstration has no such meeting."
    page.goto(f"/ambershire/meetings/{found}/")


def plan(page: Page, group: str, day: date) -> None:
    """Plan a meeting by itself, on a day."""
    page.goto("/ambershire/meetings/add/")
    page.get_by_label("Group", exact=True).select_option(label=group)
    page.get_by_label("Title").fill(f"Extra meeting: {group}")
    page.get_by_label("Day", exact=True).fill(str(day.day))
    page.get_by_label("Month").fill(str(day.month))
    page.get_by_label("Year").fill(str(day.year))
    page.get_by_label("Starts at").fill("8:15")
    page.get_by_label("All three statutory partners").check()
    page.get_by_role("button", name="Plan the meeting").click()
    expect(page.get_by_text("The meeting is planned.")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 375])
def test_an_inquorate_meeting_recommends_without_a_script(sign_in, width):
    page = sign_in(ROWAN, width=width, javascript=False)
    plan(page, "Business Management Group", date.today())
    meeting = page.url
    page.get_by_role("link", name="Record who came").click()
    page.get_by_role("group", name=re.compile("^Chair: ")).get_by_label("Present").check()
    assert not wider_than_the_window(page)
    page.get_by_role("button", name="Save who came").click()
    expect(page.get_by_text(re.compile("Not quorate: .*the police was not represented"))).to_be_visible()
    page.get_by_role("link", name="Take minutes").click()
    expect(page.get_by_text("Decisions are recorded as recommendations to be ratified.")).to_be_visible()
    page.get_by_label("Decision", exact=True).check()
    page.get_by_label("What stands in the minutes").fill(f"Buy a second van ({width})")
    page.get_by_label("For a decision: why").fill("The first is full")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("The decision is recorded.")).to_be_visible()
    page.get_by_role("link", name="See the decision").last.click()
    expect(page.get_by_text("Recommended, to be ratified")).to_be_visible()
    page.goto(f"{meeting}minutes/keep/")
    page.get_by_role("button", name="Put the draft to the chair").click()
    expect(page.get_by_text("Minutes with the chair")).to_be_visible()


def test_a_late_paper_says_why_and_stands_in_the_log(sign_in):
    page = sign_in(ROWAN)
    plan(page, "Business Management Group", date.today() + timedelta(days=2))
    page.get_by_role("link", name="Work on the agenda").click()
    page.get_by_label("What is it called?").fill("Winter plan")
    page.get_by_role("button", name="Add to the agenda").click()
    page.get_by_role("link", name=re.compile("Add a paper.*Winter plan")).click()
    expect(page.get_by_text("will stand in the log of late papers")).to_be_visible()
    page.get_by_label("Or write it here").fill("What each agency does when it snows.")
    page.get_by_role("button", name="Add the paper").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Say why this one is late")
    assert found_by_axe(page) == []
    # What was written before is still there.
    expect(page.get_by_label("Or write it here")).to_have_value("What each agency does when it snows.")
    page.get_by_label("Why is it late?").fill("The gritting figures came this morning")
    page.get_by_role("button", name="Add the paper").click()
    expect(page.get_by_text("The paper is with the agenda.")).to_be_visible()
    page.goto("/ambershire/meetings/")
    page.get_by_role("link", name="Late papers").click()
    expect(page.get_by_text("The gritting figures came this morning")).to_be_visible()


def test_a_part_b_item_is_invisible_to_who_may_not_read_it(sign_in, site):
    about = "id IN (SELECT meeting_id FROM meetings_agendaitem WHERE part = 'B')"
    chair = sign_in(GWEN)
    open_meeting(chair, site, about)
    expect(chair.get_by_role("link", name=re.compile(SECRET))).to_be_visible()
    expect(chair.get_by_text("B1.")).to_be_visible()
    path = chair.url
    chair.get_by_role("link", name=re.compile(SECRET)).click()
    item = chair.url
    for who in (HAROLD, IMRAN):
        page = sign_in(who)
        page.goto(path)
        expect(page.get_by_role("heading", name="Agenda")).to_be_visible()
        for place in (path, f"{path}minutes/", f"{path}minutes/public/", "/ambershire/decisions/",
                      "/ambershire/search/?q=scrutineer+contract"):  # fmt: skip
            page.goto(place)
            text = page.locator("body").inner_text()
            assert SECRET not in text
            assert "Renew the" not in text
            assert "Part B" not in text
        assert page.goto(item).status == 404


def test_from_a_meeting_down_to_the_finished_action_and_back(sign_in, site):
    page = sign_in(GWEN)
    open_meeting(page, site, "id IN (SELECT meeting_id FROM meetings_direction) AND state = 'approved'")
    page.get_by_role("link", name="Follow its thread").click()
    for kind in ("decision", "direction", "action"):
        expect(page.locator("main")).to_contain_text(re.compile(kind, re.IGNORECASE))
    page.get_by_role("link", name=re.compile("Set up the hand-over")).first.click()
    page.get_by_role("link", name="See how it is carried out").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Set up the hand-over")
