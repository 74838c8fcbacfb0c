"""The pages of returns, as the people who use them meet them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.actions.models import Action
from goldenthread.documents.models import Document
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.people.models import User
from goldenthread.returns import queries, services
from goldenthread.returns.models import Answer, Obligation, QuestionSet, Request, Return, Round
from goldenthread.returns.tests.factories import (
    EXCEPTION,
    EXCEPTIONS,
    House,
    a_report,
    a_round,
    a_set,
    answered,
    of,
)

pytestmark = pytest.mark.django_db
AHEAD = date(2099, 1, 1)


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def at(house: House, address: str) -> str:
    return f"/{house.unit.partnership_slug}/{address}"


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def section_of(owed: Return) -> str:
    return f"returns/{owed.pk}/sections/{owed.round.question_set.sections.get().pk}/"


def test_a_lead_answers_on_the_page_and_finds_it_there_again(house: House):
    owed = of(a_round(house), house.health)
    client, here = browser(house.health_lead), at(house, section_of(owed))
    page = client.get(here).content.decode()
    assert "How does supervision go?" in page
    assert "Do not name a child" in page
    response = client.post(here, {"goes": "Every month.", "go": "back", **day("looked", date(2026, 10, 1))})
    assert response.status_code == 302
    page = client.get(at(house, f"returns/{owed.pk}/")).content.decode()
    assert "Every month." in page
    assert "1 October 2026" in page
    assert "Send it" in page
    assert client.post(at(house, f"returns/{owed.pk}/send/")).status_code == 302
    owed.refresh_from_db()
    assert owed.state == "submitted"


def test_a_wrong_answer_is_said_beside_its_question_and_what_was_typed_stays(house: House):
    owed = of(a_round(house), house.health)
    typed = {"goes": "Every month.", "looked-day": "31", "looked-month": "2", "looked-year": "2026"}
    response = browser(house.health_lead).post(at(house, section_of(owed)), typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "must be a real date" in page
    assert "Every month." in page
    assert not queries.answered_of(owed)


def test_two_who_answer_at_once_are_shown_both_texts_and_the_second_save_goes_through(house: House):
    owed = of(a_round(house), house.health)
    client, here = browser(house.health_lead), at(house, section_of(owed))
    form = client.get(here).context_data["form"]
    seen = {name: form[name].value() for name in ("seen-goes", "seen-looked")}
    answered(house, owed, house.health_lead, goes="What the colleague wrote")
    response = client.post(here, {"goes": "What I wrote", "go": "back", **seen})
    page = response.content.decode()
    assert response.status_code == 422
    assert "What the colleague wrote" in page
    assert "What I wrote" in page
    again = {name: response.context_data["form"][name].value() for name in ("seen-goes", "seen-looked")}
    assert client.post(here, {"goes": "Both together", "go": "back", **again}).status_code == 302
    assert queries.answered_of(owed)["goes"].value == "Both together"


def test_rows_are_added_one_at_a_time_without_a_script_and_empty_ones_are_not_kept(house: House):
    asked = a_set(house, *EXCEPTIONS, kind="highlight_report")
    owed = of(a_round(house, asked, respondents=[services.Respondent("group", house.quality.pk)]), house.quality)
    client, here = browser(house.quality_chair), at(house, section_of(owed))
    first = {"exceptions--0--exception": "Audits are late.", "exceptions--0--wanted": "A direction",
             "rows-exceptions": "1", "summary": "Late.", "more": "exceptions"}  # fmt: skip
    response = client.post(here, first)
    assert response.status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert page.count("Audits are late.") == 1
    assert "Exception 3" in page
    assert queries.answered_of(owed)["exceptions"].value == [{"exception": "Audits are late.", "wanted": "A direction"}]


@pytest.mark.parametrize("who", ["police_lead", "observer", "manager"])
def test_who_does_not_answer_finds_no_page_to_answer_on(house: House, who: str):
    owed = of(a_round(house), house.health)
    client = browser(getattr(house, who))
    assert client.get(at(house, section_of(owed))).status_code == 404
    assert client.post(at(house, section_of(owed)), {"goes": "Mine"}).status_code == 404
    page = client.get(at(house, f"returns/{owed.pk}/")).content.decode()
    assert "How does supervision go?" not in page
    assert "That it is owed is for everybody to see" in page


def test_the_executive_answers_an_exception_and_the_direction_is_in_the_work_plan(house: House):
    asked = a_report(house, EXCEPTION).requests.get()
    client = browser(house.executive_chair)
    page = client.get(at(house, f"report-requests/{asked.pk}/")).content.decode()
    assert "Answer it" in page
    typed = {"answer": "Go on.", "direct": "yes", "text": "Audit without them.", **day("due_on", AHEAD)}
    assert client.post(at(house, f"report-requests/{asked.pk}/answer/"), typed).status_code == 302
    page = client.get(at(house, f"report-requests/{asked.pk}/")).content.decode()
    assert "Go on." in page
    assert "Audit without them." in page
    assert Request.objects.get().state == "answered"


def test_a_direction_needs_its_date_and_is_not_typed_twice(house: House):
    asked = a_report(house, EXCEPTION).requests.get()
    client, here = browser(house.executive_chair), at(house, f"report-requests/{asked.pk}/answer/")
    typed = {"answer": "Audit without them.", "direct": "yes"}
    response = client.post(here, typed)
    assert response.status_code == 422
    assert "Say by when" in response.content.decode()
    assert client.post(here, {**typed, **day("due_on", AHEAD)}).status_code == 302
    assert (Request.objects.get().answer, Action.objects.get().description) == ("Audit without them.",) * 2


def test_an_answer_that_is_overdue_is_said_to_be_and_its_day_is_not_offered_for_the_direction(house: House):
    asked = a_report(house, {**EXCEPTION, "wanted_by": "2026-01-15"}).requests.get()
    client = browser(house.executive_chair)
    for path in (f"report-requests/{asked.pk}/", "report-requests/"):
        assert "Overdue" in client.get(at(house, path)).content.decode()
    form = client.get(at(house, f"report-requests/{asked.pk}/answer/")).context_data["form"]
    assert form["due_on"].value() is None


def test_the_action_leads_back_to_the_exception_that_raised_it(house: House):
    asked = a_report(house, EXCEPTION).requests.get()
    direct = services.Direct("Audit without them.", AHEAD)
    made = services.answer_request(house.executive_chair, NOW, TODAY, asked.pk, answer="Go on.", direct=direct)[1]
    page = browser(house.quality_chair).get(at(house, f"actions/{made.pk}/")).content.decode()
    came_from = page.partition("Came from")[2].partition("</dd>")[0]
    assert at(house, f"report-requests/{asked.pk}/") in came_from


def test_a_return_of_a_group_that_has_ended_says_so(house: House):
    made = a_round(house, respondents=[services.Respondent("group", house.quality.pk)])
    Group.objects.filter(pk=house.quality.pk).update(ends_on=date(2026, 1, 31))
    client = browser(house.manager)
    page = client.get(at(house, f"returns/{of(made, house.quality).pk}/")).content.decode()
    assert "Quality group has ended, so nobody is reminded of this. Excuse it" in page
    assert "The group has ended" in client.get(at(house, f"rounds/{made.pk}/")).content.decode()


def test_the_unit_asks_for_a_return_and_sees_who_is_late(house: House):
    asked, client = a_set(house), browser(house.manager)
    typed = {
        "question_set_id": str(asked.pk), "title": "Winter round", "agencies": [str(house.health.pk)],
        "to_group_ids": [str(house.executive.pk)], "reminder": "2", **day("due_on", AHEAD),
    }  # fmt: skip
    response = client.post(at(house, "rounds/ask/"), typed)
    assert response.status_code == 302
    made = Round.objects.get()
    assert [one["rung"] for one in made.ladder] == ["reminder"]
    Return.objects.update(due_on=TODAY - timedelta(days=30))
    page = client.get(at(house, "returns/?states=late")).content.decode()
    assert "Winter round" in page
    assert "late" in page
    assert "Winter round" in client.get(at(house, "returns/?format=csv")).content.decode()


def test_a_round_nobody_is_chosen_for_says_so(house: House):
    asked = a_set(house)
    typed = {"question_set_id": str(asked.pk), "title": "Winter round", **day("due_on", AHEAD)}
    response = browser(house.manager).post(at(house, "rounds/ask/"), typed)
    assert response.status_code == 422
    assert "Choose at least one agency, group or person" in response.content.decode()


def test_the_unit_sets_who_reports_and_moves_one_date(house: House):
    client = browser(house.manager)
    typed = {
        "title": "Report of the quality group", "by": f"group:{house.quality.pk}", "beat": "weeks", "every": "8",
        "to_group_ids": [str(house.executive.pk)], "shift": "later", "opens_before": "15", **day("starts_on", AHEAD),
    }  # fmt: skip
    assert client.post(at(house, "reporting/add/"), typed).status_code == 302
    owed = Obligation.objects.get()
    page = client.get(at(house, f"reporting/{owed.pk}/")).content.decode()
    assert "Every 8 weeks" in page
    typed["title"] = "Report of quality"
    del typed["by"]
    assert client.post(at(house, f"reporting/{owed.pk}/change/"), typed).status_code == 302
    owed.refresh_from_db()
    assert (owed.title, owed.by_group) == ("Report of quality", house.quality)


def test_a_question_set_is_written_and_put_into_use(house: House):
    client = browser(house.manager)
    assert client.post(at(house, "question-sets/begin/"), {"title": "Audit", "kind": "other"}).status_code == 302
    made = QuestionSet.objects.get()
    here = at(house, f"question-sets/{made.pk}/")
    assert client.post(f"{here}use/").status_code == 422
    client.post(f"{here}sections/add/", {"title": "First"})
    section = made.sections.get()
    typed = {"text": "Which?", "asks": "choice", "options": "One\nTwo", "is_required": "yes", "columns": ""}
    assert client.post(at(house, f"question-sets/sections/{section.pk}/questions/add/"), typed).status_code == 302
    assert client.post(f"{here}use/").status_code == 302
    page = client.get(here).content.decode()
    assert "In use" in page
    assert "One, Two" in page


def test_a_scheme_is_written_as_lines(house: House):
    typed = {"name": "Standards", "levels": "Not met: nowhere\nMet: everywhere", "allows_not_applicable": "yes"}
    client = browser(house.manager)
    assert client.post(at(house, "question-sets/schemes/add/"), typed).status_code == 302
    page = client.get(at(house, "question-sets/schemes/")).content.decode()
    assert "everywhere" in page
    assert client.post(at(house, "question-sets/schemes/add/"), {**typed, "levels": "Met"}).status_code == 422


WRITES = ("sign-off", "send", "last-time", "accept", "send-back", "more-time", "excuse", "open-again", "people")


@pytest.mark.parametrize("step", WRITES)
def test_another_partnership_s_return_does_not_exist(house: House, step: str):
    owed = of(a_round(house), house.health)
    other = factories.found()
    stranger = browser(factories.actor_with(other, Role.BUSINESS_MANAGER))
    address = f"/{other.partnership_slug}/returns/{owed.pk}/{step}/"
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"reason": "Mine", **day("due_on", AHEAD)}).status_code == 404
    owed.refresh_from_db()
    assert owed.state == "not_started"


@pytest.mark.parametrize(
    ("who", "step", "status"),
    [
        ("police_lead", "sign-off", 403), ("police_lead", "send", 403), ("police_lead", "accept", 403),
        ("health_lead", "excuse", 403), ("health_lead", "more-time", 403), ("observer", "people", 403),
    ],
)  # fmt: skip
def test_what_is_not_theirs_to_do_is_refused_and_writes_nothing(house: House, who: str, step: str, status: int):
    owed = of(a_round(house), house.health)
    before = Return.objects.values().get(pk=owed.pk)
    typed = {"reason": "Mine", **day("due_on", AHEAD)}
    response = browser(getattr(house, who)).post(at(house, f"returns/{owed.pk}/{step}/"), typed)
    assert response.status_code == status
    assert Return.objects.values().get(pk=owed.pk) == before


def test_what_waits_stands_on_my_work_with_its_button(house: House):
    a_round(house, due_on=TODAY + timedelta(days=3))
    a_report(house, EXCEPTION)
    page = browser(house.executive_chair).get("/my-work/").content.decode()
    assert "A direction asked for by Quality group" in page
    assert "Read Report of the quality group" in page
    page = browser(house.health_lead).get("/my-work/").content.decode()
    assert "Supervision, autumn" in page


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_the_same_however_many_returns(house: House, django_assert_max_num_queries, count: int):
    for number in range(count):
        owed = of(a_round(house, title=f"Round {number}"), house.health)
        services.excuse_return(house.unit, NOW, owed.pk, reason="No services.")
    client = browser(house.manager)
    with django_assert_max_num_queries(15):
        assert client.get(at(house, "returns/")).status_code == 200
    with django_assert_max_num_queries(15):
        assert client.get(at(house, "rounds/")).status_code == 200


def test_a_file_is_kept_with_its_answer_and_opened_only_by_those_who_read_the_return(
    house: House, tmp_path: Path, settings: LazySettings
):
    settings.MEDIA_ROOT = tmp_path
    register = {"key": "register", "text": "The register", "asks": "evidence", "is_required": False}
    owed = of(a_round(house, a_set(house, register)), house.health)
    client, here = browser(house.health_lead), at(house, section_of(owed))
    upload = SimpleUploadedFile("register.csv", b"Team,In date\nWards,12\n")
    assert client.post(here, {"file-register": upload, "go": "back"}).status_code == 302
    assert not Document.objects.exists(), "a draft is in no library"
    kept = Answer.objects.get(of_return=owed)
    address = at(house, f"returns/{owed.pk}/files/{kept.pk}/")
    for other in (house.police_lead, house.manager, house.quality_chair):
        assert browser(other).get(address).status_code == 404, "nobody else reads a draft"
    services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    answer = browser(house.manager).get(address)
    assert answer.getvalue() == b"Team,In date\nWards,12\n"
    assert answer["Content-Disposition"].startswith("attachment")
    assert browser(house.police_lead).get(address).status_code == 404
    opened = [line for line in queries.history_of(house.manager, owed.pk) if "opened a file" in line.did]
    assert len(opened) == 1
    with CaptureQueriesContext(connection) as asked:
        services.open_evidence(house.manager, NOW, owed.pk, kept.pk)
    assert asked[0]["sql"].startswith("SAVEPOINT"), "that it was opened is told in a transaction of its own"


def test_a_file_that_will_not_do_is_refused_beside_its_question_and_nothing_is_kept(house: House):
    register = {"key": "register", "text": "The register", "asks": "evidence", "is_required": False}
    owed = of(a_round(house, a_set(house, register)), house.health)
    upload = SimpleUploadedFile("register.exe", b"MZ")
    response = browser(house.health_lead).post(
        at(house, section_of(owed)), {"file-register": upload, "register": "Ours"}
    )
    assert response.status_code == 422
    assert "Ours" in response.content.decode()
    assert 'href="#id_file-register"' in response.content.decode(), "the way to it leads to the file"
    assert not Answer.objects.exists()


def test_what_was_typed_stays_on_the_page_when_the_return_went_meanwhile(house: House):
    owed = of(a_round(house), house.health)
    answered(house, owed, house.health_lead)
    services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    response = browser(house.health_lead).post(at(house, section_of(owed)), {"goes": "Typed on the bus", "go": "back"})
    assert response.status_code == 422
    assert "Typed on the bus" in response.content.decode()
    assert "no longer be changed" in response.content.decode()


def test_what_is_due_before_each_meeting_is_not_asked_for_its_rhythm(house: House):
    client, here = browser(house.manager), at(house, "reporting/add/")
    typed = {"title": "Report for each meeting", "by": f"group:{house.quality.pk}", "shift": "later",
             "to_group_ids": [str(house.executive.pk)], "opens_before": "15",
             **day("starts_on", date(2098, 1, 5))}  # fmt: skip
    response = client.post(here, typed)
    assert response.status_code == 422
    assert "Choose how often" in response.content.decode()
    assert client.post(here, {**typed, "days_before_meeting": "5"}).status_code == 302
    assert Obligation.objects.get().days_before_meeting == 5


def test_who_may_answer_a_return_is_chosen_from_those_who_are_of_it(house: House):
    made = a_round(house, respondents=[services.Respondent(kind, one.pk) for kind, one in (
        ("agency", house.health), ("group", house.quality))])  # fmt: skip
    client = browser(house.manager)
    for thing, names in ((house.health, {"Hana Lowe", "Wren Oakley"}), (house.quality, {"Quentin Ash", "Wren Oakley"})):
        form = client.get(at(house, f"returns/{of(made, thing).pk}/people/")).context_data["form"]
        assert {name for key, name in form.fields["lead_id"].choices if key} == names


def test_a_round_of_which_everything_is_accepted_is_no_longer_said_to_be_out(house: House):
    made = a_round(house)
    services.excuse_return(house.unit, NOW, of(made, house.police).pk, reason="No services.")
    client, out = browser(house.manager), "rounds/?states=issued"
    assert made.title in client.get(at(house, out)).content.decode()
    owed = of(made, house.health)
    answered(house, owed, house.health_lead)
    services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    services.accept_return(house.executive_chair, NOW, TODAY, owed.pk)
    assert made.title not in client.get(at(house, out)).content.decode()
    for page in ("rounds/?states=whole", f"rounds/{made.pk}/"):
        assert "All accepted" in client.get(at(house, page)).content.decode().partition("<main")[2]
