"""From a late report to a direction and the action it became, on a phone and without a script."""

from playwright.sync_api import expect

from tests.journeys.conftest import Site

SENTENCE = "The shadow board has no room to meet in after Christmas."


def test_a_late_report_goes_up_and_a_direction_comes_down(site: Site, sign_in):
    # The business manager sees who is late.
    manager = sign_in("rowan@ambershire.example")
    manager.goto("/ambershire/returns/?states=late")
    late = manager.get_by_role("row").filter(has_text="Report of the Communications and Engagement Group")
    expect(late).to_contain_text("working days late")

    # The chair of the group finds it on a phone, without a script, says what is missing and sends it.
    derek = site.run("SELECT email FROM people_user WHERE name LIKE 'Derek %%'") or ""
    chair = sign_in(derek, width=375, javascript=False)
    chair.goto("/my-work/")
    chair.get_by_role("link", name="Report of the Communications and Engagement Group").first.click()
    chair.get_by_role("link", name="Go on answering").click()
    expect(chair.get_by_role("heading", level=1)).to_have_text("Judgement")
    chair.get_by_label("What was learned").fill("Young people prefer rooms they have chosen.")
    chair.get_by_label("How sure are you").select_option("7")
    chair.get_by_role("button", name="Save and go on").click()
    expect(chair.get_by_role("heading", level=1)).to_have_text("Exceptions")
    chair.get_by_label("What is the exception?").fill(SENTENCE)
    chair.get_by_label("What is asked of the parent group?").select_option("A direction")
    chair.get_by_label("Which options are there?").fill("The council chamber, or a school.")
    chair.get_by_role("button", name="Save", exact=True).click()
    chair.get_by_role("link", name="Send it").click()
    chair.get_by_role("button", name="Send it").click()
    expect(chair.get_by_role("alert")).to_contain_text("is now with those who asked")

    # The chair of the executive answers it with a direction.
    executive = sign_in("gwen@ambershire.example")
    executive.goto("/my-work/")
    row = executive.get_by_role("link", name="A direction asked for by Communications and Engagement Group")
    row.first.click()
    expect(executive.get_by_role("heading", level=1)).to_have_text(SENTENCE)
    executive.get_by_role("link", name="Answer it").click()
    executive.get_by_label("What was decided, and why?").fill("The council chamber, from January.")
    executive.get_by_label("Give a direction").check()
    executive.get_by_label("What is the group to do?").fill("Agree a room with the council for the shadow board")
    for part, value in (("Day", "31"), ("Month", "1"), ("Year", "2030")):
        executive.get_by_label(part, exact=True).fill(value)
    executive.get_by_role("button", name="Send the answer").click()
    expect(executive.get_by_role("main")).to_contain_text("The council chamber, from January.")

    # Both ends show the exchange: the action says what raised it, and the thread leads back to the report.
    executive.get_by_role("link", name="Agree a room with the council").click()
    expect(executive.get_by_role("heading", level=1)).to_contain_text("Agree a room with the council")
    chair.goto("/ambershire/report-requests/")
    chair.get_by_role("link", name=SENTENCE).click()
    chair.get_by_role("link", name="Follow the thread").click()
    expect(chair.get_by_role("main")).to_contain_text("Report of the Communications and Engagement Group")
    expect(chair.get_by_role("main")).to_contain_text("Agree a room with the council")
    manager.goto("/ambershire/returns/?states=late")
    expect(manager.get_by_text("Report of the Communications and Engagement Group")).to_have_count(0)
