"""Rights and sessions are read afresh at every request: what one process changes counts at once in another."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

PERSON = "pat@fire.example"
OFFICE = "/ambershire/movements/"


def choose_day(page: Page, day: date) -> None:
    """Type a day into the one date on the page."""
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(label).fill(str(value))


def test_a_role_given_and_taken_in_one_process_counts_at_once_in_the_other(sign_in, site, second_site):
    person_id = site.run("SELECT id FROM people_user WHERE email = %s", PERSON)
    manager = sign_in(site.person("business_manager"))
    person = sign_in(PERSON, base=second_site.base)
    assert person.goto(OFFICE).status == 403

    manager.goto(f"/ambershire/people/{person_id}/role/")
    manager.get_by_label("Unit officer").check()
    manager.get_by_role("button", name="Give the role").click()
    expect(manager.get_by_text("was given the role.")).to_be_visible()
    assert person.goto(OFFICE).status == 200

    manager.locator("tr", has_text="Unit officer").get_by_role("link", name="End").click()
    choose_day(manager, date.today() - timedelta(days=1))
    # It began today, and nothing ends before it began: so it is made a week old.
    site.run(
        "UPDATE partnerships_membership SET starts_on = starts_on - 7 WHERE person_id = %s AND role = 'unit_officer'",
        person_id,
    )
    manager.get_by_role("button", name="End the role").click()
    expect(manager.get_by_text("has its last day.")).to_be_visible()
    assert person.goto(OFFICE).status == 403
    assert person.goto("/ambershire/").status == 200


def test_signing_somebody_out_in_one_process_ends_their_session_in_the_other(sign_in, site, second_site):
    person_id = site.run("SELECT id FROM people_user WHERE email = %s", PERSON)
    manager = sign_in(site.person("business_manager"))
    person = sign_in(PERSON, base=second_site.base)
    assert person.goto("/ambershire/").status == 200
    manager.goto(f"/ambershire/people/{person_id}/sign-out/")
    manager.get_by_role("button", name="Sign them out").click()
    expect(manager.get_by_text("is signed out everywhere.")).to_be_visible()
    person.goto("/ambershire/")
    assert "/accounts/login/" in person.url


def test_leaving_an_agency_in_one_process_ends_both_partnerships_in_the_other(sign_in, site, second_site):
    """Somebody for the police in both partnerships; the manager of one says that they have left."""
    email, farah = "robin@police.example", "(SELECT id FROM people_user WHERE email = 'farah@police.example')"
    robin = "(SELECT id FROM people_user WHERE email = 'robin@police.example')"
    site.run(
        "INSERT INTO people_user (id, email, name, password, job_title, phone, is_active, is_demonstration, "
        "created_at, times_signed_out) SELECT gen_random_uuid(), %s, 'Robin Quayle', password, '', '', true, true, "
        "now(), 0 "
        f"FROM people_user WHERE id = {farah}",
        email,
    )
    site.run(
        "INSERT INTO partnerships_membership (id, partnership_id, version, created_at, person_id, role, agency_id, "
        f"starts_on) SELECT gen_random_uuid(), partnership_id, 1, now(), {robin}, 'group_member', agency_id, "
        f"'2024-01-01' FROM partnerships_membership WHERE person_id = {farah} AND role = 'agency_lead'"
    )
    person_id = site.run("SELECT id FROM people_user WHERE email = %s", email)
    person = sign_in(email, base=second_site.base)
    assert person.goto("/ambershire/").status == 200
    assert person.goto("/saltmarsh/").status == 200

    manager = sign_in(site.person("business_manager"))
    manager.goto(f"/ambershire/people/{person_id}/")
    manager.get_by_role("link", name="They have left").click()
    assert "Saltmarsh Safeguarding" not in manager.get_by_role("main").inner_text()
    manager.get_by_role("button", name="They have left").click()
    expect(manager.get_by_text("was signed out everywhere.")).to_be_visible()

    person.goto("/saltmarsh/")
    assert "/accounts/login/" in person.url
    again = sign_in(email, base=second_site.base)
    assert again.goto("/ambershire/").status == 404
    assert again.goto("/saltmarsh/").status == 404
