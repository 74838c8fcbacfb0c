"""The pages of versions, approvals and comparison: who sees what, what is said, what is downloaded."""

import io

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.plans import services
from goldenthread.plans.models import PlanVersion, SeatApproval
from goldenthread.plans.tests.factories import NOW, a_plan, a_priority, a_whole_plan, an_action, days
from goldenthread.plans.tests.test_views import at, text

pytestmark = pytest.mark.django_db
EVERYBODY = ["manager", "officer", "analyst", "chair", "member", "board_chair", "lead", "scrutineer", "lay", "dsp"]


def day(name, when):
    return {f"{name}-day": when.day, f"{name}-month": when.month, f"{name}-year": when.year}


def own_queries(client, address):
    """How many queries a page asks beyond the header, as measured by the list of plans, which asks one of its own."""

    def asked_by(path):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    return asked_by(address) - asked_by(at("list_plans")) + 1


@pytest.fixture
def asked(house):
    """A live plan with an issued version, reworded since, and a second version that waits for two seats."""
    plan = a_whole_plan(house, 1)
    priority = plan.priorities.get()
    services.change_priority(house.unit, NOW, priority.pk, title="Neglect is named early")
    seats = [house.chair_seat.pk, house.board_seat.pk]
    return services.make_version(
        house.unit, NOW, plan.pk, name="1.1", what_changed="Priority 1 is sharper.", seats=seats
    )


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_role_opens_what_it_may(house, browse, asked, who):
    client, plan = browse(who), asked.plan
    issued = plan.versions.get(number=1)
    unit = who in ("manager", "officer")
    in_seat = who in ("chair", "board_chair")
    sees = unit or in_seat or who in ("scrutineer", "dsp")
    for name in ("list_versions", "compare_versions"):
        assert client.get(at(name, plan_id=plan.pk)).status_code == 200
    assert client.get(at("show_version", version_id=issued.pk)).status_code == 200
    assert client.get(at("show_version", version_id=asked.pk)).status_code == (200 if sees else 404)
    assert client.get(at("make_version", plan_id=plan.pk)).status_code == (200 if unit else 403)
    row = asked.seat_approvals.get(seat=house.board_seat)
    assert client.get(at("record_answer", approval_id=row.pk)).status_code == (200 if unit else 403)
    answering = client.get(at("answer_version", approval_id=row.pk)).status_code
    assert answering == (200 if who == "board_chair" else 403 if who in ("analyst", "scrutineer", "lay") else 404)


def test_another_partnerships_versions_are_not_there(asked, elsewhere, browse):
    client = browse("manager")
    stranger = Client()
    stranger.force_login(elsewhere.users["manager"])
    for slug in ("vale", "larkshire"):
        for address in (
            at("show_version", slug, version_id=asked.pk),
            at("answer_version", slug, approval_id=asked.seat_approvals.first().pk),
            at("record_answer", slug, approval_id=asked.seat_approvals.first().pk),
            at("issue_version", slug, version_id=asked.pk),
            at("compare_versions", slug, plan_id=asked.plan_id),
        ):
            assert stranger.get(address).status_code == 404, address
            assert stranger.post(address, {}).status_code == 404, address
    assert client.get(at("show_version", version_id=asked.pk)).status_code == 200


def test_a_version_is_made_and_put_to_the_seats(house, browse):
    plan, client = a_whole_plan(house, 1), browse("manager")
    address = at("make_version", plan_id=plan.pk)
    wrong = client.post(address, {"what_changed": ""})
    assert wrong.status_code == 422
    assert "Say in one sentence what changed" in text(wrong)
    answer = client.post(
        address, {"what_changed": "More is asked.", "seats": [str(house.board_seat.pk)], **day("review_on", days(300))},
        follow=True,
    )  # fmt: skip
    said = text(answer)
    assert "Chair, Business group" in said
    assert "Record what was said at a meeting" in said
    assert "For approval" in said


def test_the_first_screen_tells_who_is_asked_and_their_answer_approves(house, browse, asked):
    client = browse("board_chair")
    assert "Approve or decline version 1.1" in text(client.get(at("show_home")))
    assert "Approve or decline version 1.1" not in text(browse("chair").get(at("list_plans")))
    row = asked.seat_approvals.get(seat=house.board_seat)
    address = at("answer_version", approval_id=row.pk)
    assert "Choose whether to approve" in text(client.post(address, {}))
    assert "Say why it is declined" in text(client.post(address, {"answer": "declined"}))
    done = client.post(address, {"answer": "approved"}, follow=True)
    assert "Your answer is kept" in done.content.decode()
    assert "Approve or decline version" not in text(client.get(at("show_home")))
    browse("manager").post(
        at("record_answer", approval_id=asked.seat_approvals.get(seat=house.chair_seat).pk),
        {"answer": "approved", "person_name": "Ada Lin", "meeting": "Executive", **day("answered_on", days(-1))},
    )
    assert PlanVersion.objects.get(pk=asked.pk).state == "approved"
    said = text(browse("manager").get(at("show_version", version_id=asked.pk)))
    assert "Ada Lin" in said
    assert "Executive, recorded by Manager" in said
    assert "Issue this version" in said


def test_a_decline_leads_back_and_says_why(house, browse, asked):
    row = asked.seat_approvals.get(seat=house.board_seat)
    done = browse("board_chair").post(
        at("answer_version", approval_id=row.pk), {"answer": "declined", "reason": "The date is wrong."}, follow=True
    )
    assert done.status_code == 200
    said = text(browse("manager").get(at("show_version", version_id=asked.pk)))
    assert "The date is wrong." in said
    assert "Ask for approval" in said
    assert SeatApproval.objects.get(pk=row.pk).answer == "declined"


def test_a_version_is_issued_with_its_days(house, browse, asked):
    for row in asked.seat_approvals.all():
        services.record_answer(
            house.unit, NOW, NOW.date(), row.pk, answer="approved", person_name="Ada", meeting="Executive",
            answered_on=NOW.date(),
        )  # fmt: skip
    client = browse("manager")
    address = at("issue_version", version_id=asked.pk)
    early = client.post(address, {**day("issued_on", days(0)), **day("review_on", days(-3))})
    assert "must be after the day of issue" in text(early)
    client.post(address, {**day("issued_on", days(0)), **day("review_on", days(300))})
    said = text(client.get(at("show_plan", plan_id=asked.plan_id)))
    assert "Version 1.1" in said
    assert "Superseded" in said


def test_a_version_is_read_as_it_stood_and_downloaded(house, browse, asked):
    issued = asked.plan.versions.get(number=1)
    client = browse("lay")
    said = text(client.get(at("show_version", version_id=issued.pk)))
    assert "Priority named 0" in said
    assert "Neglect is named early" not in said
    word = client.get(at("show_version", version_id=issued.pk, query={"format": "docx"}))
    document = docx.Document(io.BytesIO(word.content))
    words = "\n".join(p.text for p in document.paragraphs)
    words += "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Priority named 0" in words
    assert "1.0" in words
    pdf = client.get(at("show_version", version_id=issued.pk, query={"format": "pdf"}))
    assert pdf.content.startswith(b"%PDF")


def test_restricted_actions_leave_the_house_only_when_asked_for_and_marked(house, browse):
    plan = a_whole_plan(house, 1)
    part = plan.priorities.first()
    an_action(house, part, description="Visit the home that was named", information_class="R")
    version = services.make_version(house.unit, NOW, plan.pk, what_changed="One step more.")
    first = plan.versions.get(number=1)
    plain, whole = {"format": "docx", "layout": "every-field"}, {"format": "docx", "restricted": "yes"}
    to_pass_on = (
        at("export_plan", plan_id=plan.pk, query=plain),
        at("show_version", version_id=version.pk, query={"format": "docx"}),
    )
    in_full = (
        at("export_plan", plan_id=plan.pk, query={**plain, **whole}),
        at("show_version", version_id=version.pk, query=whole),
        at("compare_versions", plan_id=plan.pk, query={"before": first.pk, "after": version.pk, "format": "docx"}),
    )

    def written(who, address) -> tuple[str, bool]:
        document = docx.Document(io.BytesIO(browse(who).get(address).content))
        words = [p.text for p in document.paragraphs]
        words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return document.core_properties.keywords, any("home that was named" in one for one in words)

    assert {written("manager", file) for file in in_full} == {("OFFICIAL-SENSITIVE", True)}
    assert {written("manager", file) for file in to_pass_on} == {("OFFICIAL", False)}
    assert {written("officer", file) for file in (*in_full, *to_pass_on)} == {("OFFICIAL", False)}
    assert "With restricted actions" in text(browse("manager").get(at("export_plan", plan_id=plan.pk)))
    assert "With restricted actions" not in text(browse("officer").get(at("export_plan", plan_id=plan.pk)))


def test_two_versions_are_compared_in_words(browse, asked):
    plan = asked.plan
    issued = plan.versions.get(number=1)
    query = {"before": str(issued.pk), "after": str(asked.pk)}
    page = browse("manager").get(at("compare_versions", plan_id=plan.pk, query=query))
    said = text(page)
    assert "1 text reworded" in said
    assert "Priority 1 now reads “Neglect is named early”." in said
    markup = page.content.decode()
    assert "<del>" in markup
    assert "<ins>" in markup
    assert "taken out: " in said
    only = browse("manager").get(at("compare_versions", plan_id=plan.pk, query={**query, "kind": "added"}))
    assert "Nothing of these kinds differs" in text(only)
    word = browse("manager").get(at("compare_versions", plan_id=plan.pk, query={**query, "format": "docx"}))
    paragraphs = "\n".join(p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert "It read “Priority named 0”." in paragraphs
    csv = browse("manager").get(at("compare_versions", plan_id=plan.pk, query={**query, "format": "csv"}))
    assert "Reworded,Priority 1 now reads" in csv.content.decode("utf-8-sig")


def test_who_may_not_read_a_version_cannot_compare_with_it(browse, asked):
    issued = asked.plan.versions.get(number=1)
    query = {"before": str(issued.pk), "after": str(asked.pk)}
    said = text(browse("lay").get(at("compare_versions", plan_id=asked.plan_id, query=query)))
    assert "Version 1.1" not in said


def test_a_plan_whose_review_is_late_says_so_on_its_page_and_on_the_first_screen(house, browse):
    plan = a_whole_plan(house, 1)
    services.change_plan(house.unit, NOW, plan.pk, review_on=days(-12))
    client = browse("manager")
    assert "review 12 days overdue" in text(client.get(at("show_home")))
    assert "12 days ago" in text(client.get(at("show_plan", plan_id=plan.pk)))
    assert "overdue" not in text(browse("lead").get(at("show_home"))).partition("Needs you")[2][:60]


def test_the_seats_asked_about_a_draft_plan_read_its_version_and_not_the_plan(house, browse):
    plan = a_plan(house.unit)
    a_priority(house.unit, plan)
    version = services.make_version(house.unit, NOW, plan.pk, what_changed="The first.", seats=[house.board_seat.pk])
    client = browse("board_chair")
    assert client.get(at("show_version", version_id=version.pk)).status_code == 200
    assert client.get(at("show_plan", plan_id=plan.pk)).status_code == 404
    assert (
        at("show_plan", plan_id=plan.pk) not in client.get(at("show_version", version_id=version.pk)).content.decode()
    )


@pytest.mark.parametrize("size", [1, 3])
def test_the_pages_of_versions_ask_no_more_of_a_bigger_plan(house, browse, size):
    plan = a_whole_plan(house, size)
    services.make_version(house.unit, NOW, plan.pk, what_changed="Again.")
    before, after = plan.versions.get(number=1), plan.versions.get(number=2)
    client = browse("manager")
    compared = {"before": str(before.pk), "after": str(after.pk)}
    for address, most in (
        (at("list_versions", plan_id=plan.pk), 3),
        (at("show_version", version_id=before.pk), 3),
        (at("make_version", plan_id=plan.pk), 2),
        (at("compare_versions", plan_id=plan.pk, query=compared), 6),
    ):
        assert own_queries(client, address) <= most, address
