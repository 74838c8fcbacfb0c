"""Two partnerships meet together, each signed in beside the other: asked, accepted, moved and taken back."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.looking import found_by_axe, wider_than_the_window

LORNA, ROWAN = "lorna@saltmarsh.example", "rowan@ambershire.example"
TITLE, OPEN, SECRET = "Session on the winter", "Beds for young people", "What a parent complained of"
NEWEST = "SELECT id FROM meetings_meetinginvitation WHERE partnership_id = %s ORDER BY created_at DESC LIMIT 1"


def host_a_meeting(page: Page, day: date) -> str:
    """Plan a meeting, ask Ambershire to it, and issue an agenda with both parts; the address of the meeting."""
    page.goto("/saltmarsh/meetings/add/")
    page.get_by_label("Group", exact=True).select_option(label="Business Group")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Day", exact=True).fill(str(day.day))
    page.get_by_label("Month").fill(str(day.month))
    page.get_by_label("Year").fill(str(day.year))
    page.get_by_label("Starts at").fill("17:15")
    page.get_by_role("button", name="Plan the meeting").click()
    meeting = page.url
    page.get_by_role("link", name="Ask another partnership to take part").click()
    page.get_by_label("Which partnership?").select_option(
        label="Ambershire Safeguarding Children and Adults Partnership"
    )
    page.get_by_label("What do you want to say to them?").fill("The cold does not stop at the boundary.")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("Not answered yet")).to_be_visible()
    for title, part in ((OPEN, "A"), (SECRET, "B")):
        page.get_by_role("link", name="Work on the agenda").click()
        page.get_by_label("What is it called?").fill(title)
        page.locator(f'input[name="part"][value="{part}"]').check()
        page.get_by_role("button", name="Add to the agenda").click()
        expect(page.get_by_text("The item is on the agenda.")).to_be_visible()
        page.goto(meeting)
    page.goto(f"{meeting}agenda/issue/")
    page.get_by_role("button", name="Issue the agenda").click()
    expect(page.get_by_text("The agenda is issued.")).to_be_visible()
    return meeting


def test_two_partnerships_hold_one_meeting(sign_in, site):
    host, guest = sign_in(LORNA), sign_in(ROWAN, width=375)
    meeting = host_a_meeting(host, date.today() + timedelta(days=100))
    guest.goto("/ambershire/actions/my-work/")
    expect(guest.get_by_text("Invitation from Saltmarsh").last).to_be_visible()
    guest.goto(f"/ambershire/meetings/invitations/{site.fetch(NEWEST, 'ambershire')}/")
    expect(guest.get_by_text("The cold does not stop at the boundary.")).to_be_visible()
    expect(guest.get_by_text(OPEN)).to_have_count(0)
    assert not wider_than_the_window(guest)
    guest.get_by_label("Which of your groups takes part?").select_option(label="Neglect Working Group")
    guest.get_by_role("button", name="Take part").click()
    expect(guest.get_by_role("heading", name="Held with Saltmarsh Safeguarding Children Partnership")).to_be_visible()
    expect(guest.get_by_text(OPEN)).to_be_visible()
    expect(guest.get_by_text(SECRET)).to_have_count(0)
    assert not found_by_axe(guest)
    assert not wider_than_the_window(guest)
    host.goto(f"{meeting}change/")
    host.get_by_label("Place").fill("The sail loft")
    host.get_by_role("button", name="Save").click()
    guest.reload()
    expect(guest.get_by_text("The sail loft")).to_be_visible()
    host.goto(meeting)
    host.get_by_role("link", name="Withdraw the invitation").click()
    host.get_by_role("button", name="Withdraw the invitation").click()
    guest.reload()
    expect(guest.get_by_text("took back its invitation")).to_be_visible()
    expect(guest.get_by_text(OPEN)).to_have_count(0)
