"""The pages of terms of reference and closing reports."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import services
from goldenthread.partnerships.models import ClosingReport, TermsOfReference
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.browsing import day, text
from goldenthread.partnerships.tests.factories import NOW, a_group, a_seat, found, person_with

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def terms(unit: Actor, group, **fields):
    review_on = timezone.localdate() + 300 * DAY
    return services.draft_terms(unit, NOW, group.pk, **{"purpose": "It watches.", "review_on": review_on, **fields})


def test_from_the_seats_to_a_version_in_force(unit: Actor, manager: Client) -> None:
    today = timezone.localdate()
    group = a_group(unit, "Quality", remit="It watches.", cadence="Monthly")
    person_with(unit, seat=a_seat(unit, group, "Designated nurse").pk, name="Amina Clarke")
    at = f"/heronsea/groups/{group.pk}/terms/"
    assert "Write them" in text(manager.get(at))
    form = text(manager.get(f"{at}write/"))
    assert "Designated nurse: Amina Clarke" in form
    assert "It watches." in form
    sent = {
        "purpose": "It watches and says so.",
        "membership": "Designated nurse: Amina Clarke",
        **day("review_on", today + 300 * DAY),
    }
    assert manager.post(f"{at}write/", sent).url == f"{at}1/"
    manager.post(f"{at}put/")
    assert "Put to the executive" in text(manager.get(f"{at}1/"))
    manager.post(f"{at}sign-off/", {"signed_off_by": "the executive", **day("signed_off_on", today)})
    said = text(manager.get(at))
    assert "Version 1, signed off by the executive on" in said
    assert "It watches and says so." in said
    assert "Version 1, signed off by the executive" in text(manager.get(f"/heronsea/groups/{group.pk}/"))


def test_a_version_as_word_and_pdf(unit: Actor, manager: Client) -> None:
    group = a_group(unit, "Quality")
    terms(unit, group, responsibilities="Plan audits.\nRead the data.")
    at = f"/heronsea/groups/{group.pk}/terms/1/"
    word = manager.get(f"{at}?format=docx")
    assert "terms-of-reference-quality-1.docx" in word["Content-Disposition"]
    document = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    assert "Plan audits." in document
    assert "Version 1, draft" in document
    assert manager.get(f"{at}?format=pdf").content.startswith(b"%PDF")
    assert manager.get(f"/heronsea/groups/{group.pk}/terms/9/").status_code == 404


def test_what_was_typed_stays_when_it_is_declined_or_somebody_saved_first(unit: Actor, manager: Client) -> None:
    group = a_group(unit)
    at = f"/heronsea/groups/{group.pk}/terms/write/"
    refused = manager.post(at, {"purpose": "", "quorum": "All three of them"})
    assert refused.status_code == 422
    assert "All three of them" in text(refused)
    first = terms(unit, group)
    terms(unit, group, purpose="Theirs.", version=first.version)
    both = manager.post(at, {"purpose": "Mine.", "version": str(first.version)})
    assert both.status_code == 409
    assert "Theirs." in text(both)
    assert "Mine." in text(both)
    assert TermsOfReference.objects.get().purpose == "Theirs."


def test_two_people_who_begin_the_same_terms_see_both_texts_and_lose_nothing(unit: Actor, manager: Client) -> None:
    group = a_group(unit)
    path = f"/heronsea/groups/{group.pk}/terms/write/"
    empty = manager.get(path)
    assert empty.status_code == 200
    terms(unit, group, purpose="Theirs.")
    both = manager.post(path, {"purpose": "Mine.", "version": ""})
    assert both.status_code == 409
    assert "Theirs." in text(both)
    assert "Mine." in text(both)
    draft = TermsOfReference.objects.get()
    assert draft.purpose == "Theirs."
    # What was typed can be saved from there, and the same text twice is nobody's loss.
    again = {"purpose": "Both.", "version": both.context_data["form"]["version"].value()}
    assert manager.post(path, again).status_code == 302
    assert TermsOfReference.objects.get().purpose == "Both."
    assert manager.post(path, {"purpose": "Both.", "version": ""}).status_code == 302


@pytest.mark.parametrize("page", ["write/", "put/", "sign-off/", "send-back/"])
def test_members_read_and_do_not_write(unit: Actor, member: Client, page: str) -> None:
    group = a_group(unit)
    terms(unit, group)
    assert member.get(f"/heronsea/groups/{group.pk}/terms/").status_code == 200
    assert member.get(f"/heronsea/groups/{group.pk}/terms/{page}").status_code == 403


@pytest.mark.parametrize("page", ["terms/", "terms/1/", "terms/write/", "terms/put/", "terms/sign-off/",
                                  "closing-report/", "closing-report/write/"])  # fmt: skip
def test_another_partnership_finds_no_page(unit: Actor, page: str) -> None:
    group = a_group(unit, kind="task_and_finish", ends_on=timezone.localdate())
    terms(unit, group)
    client = Client()
    client.force_login(person_with(found("larkshire"), Role.BUSINESS_MANAGER))
    assert client.get(f"/larkshire/groups/{group.pk}/{page}").status_code == 404


def test_the_closing_report_through_the_pages(unit: Actor, manager: Client) -> None:
    today = timezone.localdate()
    group = a_group(unit, "Guide group", kind="task_and_finish", ends_on=today + 10 * DAY, remit="A guide.")
    at = f"/heronsea/groups/{group.pk}/"
    assert "Its closing report is due by then." in text(manager.get(at))
    assert manager.get(f"{at}closing-report/").status_code == 404
    assert "A guide." in text(manager.get(f"{at}closing-report/write/"))
    sent = {"asked": "A guide.", "done": "We wrote it.", "outcome": "Schools use it.", **day("closed_on", today)}
    assert manager.post(f"{at}closing-report/write/", {**sent, "done": ""}).status_code == 422
    assert not ClosingReport.objects.exists()
    manager.post(f"{at}closing-report/write/", sent)
    assert "Schools use it." in text(manager.get(f"{at}closing-report/"))
    assert "What it was asked, what it did and what came of it" in text(manager.get(at))


def test_an_overdue_closing_report_is_said_on_the_page_of_the_group(unit: Actor, manager: Client) -> None:
    ended = timezone.localdate() - 3 * DAY
    group = a_group(unit, kind="task_and_finish", ends_on=ended)
    said = text(manager.get(f"/heronsea/groups/{group.pk}/"))
    assert "its closing report has not been written" in said
    assert f"Ended {ended.day} {ended:%B %Y}" in said


def test_pages_cost_the_same_however_many_versions_and_seats(unit: Actor, manager: Client) -> None:
    group = a_group(unit)
    terms(unit, group)
    pages = ["", "terms/", "terms/write/"]

    def costs() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert manager.get(f"/heronsea/groups/{group.pk}/{page}").status_code == 200
            found.append(len([one for one in asked if "SAVEPOINT" not in one["sql"] and "session" not in one["sql"]]))
        return found

    person_with(unit, seat=a_seat(unit, group).pk)
    few = costs()
    for number in range(12):
        person_with(unit, seat=a_seat(unit, group).pk)
        today = timezone.localdate()
        services.put_terms(unit, NOW, today, group.pk)
        services.sign_off_terms(unit, NOW, today, group.pk, signed_off_on=today, signed_off_by="the executive")
        terms(unit, group, purpose=f"Version {number}")
    assert costs() == few
    assert max(few) <= 15
