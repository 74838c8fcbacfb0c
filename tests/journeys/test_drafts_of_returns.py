"""Answers are kept as they are written: by two people at once, on a train, and after the page is opened again."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Site

RETURN = """SELECT r.id FROM returns_return r JOIN returns_round d ON d.id = r.round_id
            WHERE r.state = 'draft' AND r.group_id IS NOT NULL ORDER BY r.created_at LIMIT 1"""
DONE, IMPACT = "What was done that mattered most?", "What difference did it make"
FIRST, LEARNED = "Since the last report", "What was learned"


@pytest.fixture
def owed(site: Site) -> str:
    """The address of a report that is being written."""
    return f"/ambershire/returns/{site.run(RETURN)}/"


@pytest.fixture
def chair(site: Site, sign_in) -> Page:
    """The chair whose report it is."""
    email = site.run(
        f"""SELECT u.email FROM people_user u JOIN partnerships_seatholder h ON h.person_id = u.id
            JOIN partnerships_seat s ON s.id = h.seat_id JOIN returns_return r ON r.group_id = s.group_id
            WHERE s.kind = 'chair' AND NOT h.is_deputy AND h.ends_on IS NULL AND r.id = ({RETURN})"""
    )
    return sign_in(email or "")


@pytest.fixture
def manager(sign_in) -> Page:
    """The business unit, which writes a group's report with its chair."""
    return sign_in("rowan@ambershire.example")


def open_part(page: Page, owed: str, part: str) -> None:
    page.goto(owed)
    page.get_by_role("listitem").get_by_role("link", name=part, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(part)


def said(page: Page) -> Locator:
    return page.locator("form").get_by_role("status").last


def test_two_authors_one_of_them_offline_and_nothing_is_lost(site: Site, owed: str, chair: Page, manager: Page):
    # Both have the page open. The chair writes; it is saved by itself, and read by the manager on opening it again.
    open_part(chair, owed, "Judgement")
    open_part(manager, owed, "Judgement")
    chair.get_by_label(IMPACT).fill("Plans were changed within a week.")
    expect(said(chair)).to_have_text(re.compile(r"^Saved \d\d:\d\d\.$"), timeout=10_000)
    manager.get_by_label(LEARNED).fill("Reading together is quicker.")
    manager.get_by_label(LEARNED).blur()
    expect(said(manager)).to_have_text(re.compile(r"^Saved \d\d:\d\d\.$"), timeout=10_000)
    open_part(manager, owed, "Judgement")
    expect(manager.get_by_label(IMPACT)).to_have_value("Plans were changed within a week.")
    expect(manager.get_by_label(LEARNED)).to_have_value("Reading together is quicker.")

    # The chair goes on in a tunnel. The page says so; Save does not lead away from what is not saved.
    chair.context.set_offline(True)
    chair.get_by_label(IMPACT).fill("Plans were changed within a week, in four of twelve files.")
    chair.get_by_label(IMPACT).blur()
    expect(said(chair)).to_have_text(
        "Not saved: you are offline. What you wrote is kept on this device.", timeout=10_000
    )
    chair.get_by_role("button", name="Save and come back later").click()
    expect(chair.get_by_label(IMPACT)).to_have_value("Plans were changed within a week, in four of twelve files.")

    # The manager changes the same answer meanwhile.
    manager.get_by_label(IMPACT).fill("Plans were changed for every child.")
    manager.get_by_label(IMPACT).blur()
    expect(said(manager)).to_have_text(re.compile(r"^Saved"), timeout=10_000)

    # Back from the tunnel the chair opens the page again: what was written is there, and theirs is not overwritten.
    chair.context.set_offline(False)
    chair.reload()
    expect(chair.get_by_label(IMPACT)).to_have_value("Plans were changed within a week, in four of twelve files.")
    expect(said(chair)).to_contain_text("changed “What difference did it make", timeout=10_000)
    opened = site.run("SELECT value #>> '{}' FROM returns_answer a JOIN returns_question q ON q.id = a.question_id "
                      "WHERE q.key = 'impact' AND a.of_return_id = %s::uuid", owed.split("/")[3])  # fmt: skip
    assert opened == "Plans were changed for every child."

    # Save shows both texts, and the one the chair makes of them stands.
    chair.get_by_role("button", name="Save and come back later").click()
    expect(chair.get_by_role("heading", name="saved while you were writing")).to_be_visible()
    expect(chair.get_by_role("main")).to_contain_text("Plans were changed for every child.")
    chair.get_by_label(IMPACT).fill("Plans were changed for every child, in four files within a week.")
    chair.get_by_role("button", name="Save and come back later").click()
    expect(chair.get_by_role("alert")).to_contain_text("What you wrote is kept.")
    open_part(chair, owed, "Judgement")
    expect(chair.get_by_label(IMPACT)).to_have_value("Plans were changed for every child, in four files within a week.")
    chair.wait_for_timeout(500)
    expect(said(chair)).to_have_text("")


def test_what_was_written_offline_is_saved_by_itself_once_there_is_a_connection(owed: str, chair: Page):
    open_part(chair, owed, FIRST)
    chair.context.set_offline(True)
    chair.get_by_label(DONE).fill("The joint audit was finished on a train.")
    chair.get_by_label(DONE).blur()
    expect(said(chair)).to_contain_text("you are offline", timeout=10_000)
    chair.context.set_offline(False)
    expect(said(chair)).to_have_text(re.compile(r"^Saved \d\d:\d\d\.$"), timeout=20_000)
    chair.reload()
    expect(chair.get_by_label(DONE)).to_have_value("The joint audit was finished on a train.")


def test_the_button_saves_at_once_what_has_just_been_typed(owed: str, chair: Page):
    open_part(chair, owed, FIRST)
    chair.get_by_label(DONE).fill("Typed and saved in one breath.")
    chair.get_by_role("button", name="Save and go on").click()
    expect(chair.get_by_role("heading", level=1)).to_have_text("The group")
    open_part(chair, owed, FIRST)
    expect(chair.get_by_label(DONE)).to_have_value("Typed and saved in one breath.")
