"""A return on paper: what the file says is what the page says, marked, and for nobody who may not read it."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.people.models import User
from goldenthread.returns import rules, services
from goldenthread.returns.models import Answer, Return
from goldenthread.returns.services import Given
from goldenthread.returns.tests.factories import EXCEPTION, House, a_report, a_round, a_set, answered, of

pytestmark = pytest.mark.django_db

EVERY_SORT = (
    {"key": "goes", "text": "How does supervision go?", "asks": "long_text"},
    {"key": "often", "text": "How often is it held?", "asks": "number", "unit": "weeks"},
    {"key": "looked", "text": "When was it last looked at?", "asks": "date"},
    {"key": "policy", "text": "Is there a policy?", "asks": "yes_no"},
    {"key": "how", "text": "Where is it held?", "asks": "several", "options": ["In a room", "On a call"]},
    {"key": "kinds", "text": "Which kinds are there?", "asks": "table",
     "columns": [{"key": "c0", "label": "Kind", "asks": "text"}, {"key": "c1", "label": "Number", "asks": "text"}]},
    {"key": "proof", "text": "The register", "asks": "evidence"},
    {"key": "worry", "text": "What worries you?", "asks": "long_text"},
    {"key": "else", "text": "Anything else?", "asks": "text", "is_required": False},
)  # fmt: skip


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def address(house: House, owed: Return) -> str:
    return f"/{house.unit.partnership_slug}/returns/{owed.pk}/pdf/"


def read(house: House, owed: Return, who: Actor) -> PdfReader:
    response = browser(who).get(address(house, owed))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(response.content))


def text_of(reader: PdfReader) -> str:
    return " ".join("".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


@pytest.fixture
def owed(house: House, tmp_path: Path, settings: LazySettings) -> Return:
    """A return of every sort of question, with one answer that is needed left out."""
    settings.MEDIA_ROOT = tmp_path
    owed = of(a_round(house, a_set(house, *EVERY_SORT)), house.health)
    given = {
        "goes": Given("Every month.\n\nAnd noted #afterwards."), "often": Given("4"), "looked": Given("2026-10-01"),
        "policy": Given("not_applicable", reason="It is the trust’s own."), "how": Given(["In a room", "On a call"]),
        "kinds": Given([{"c0": "Peer", "c1": "12"}, {"c0": "Group"}]),
        "proof": Given("Without names", upload=SimpleUploadedFile("register.csv", b"Team,In date\nWards,12\n")),
    }  # fmt: skip
    return services.save_answers(house.health_lead, NOW, TODAY, owed.pk, given)


def test_every_question_has_its_number_and_its_answer_in_order(house: House, owed: Return):
    said = text_of(read(house, owed, house.health_lead))
    expected = [
        "Supervision, autumn", "Assurance report of Vale NHS Trust", "This is a draft. It has not been sent.",
        "Owed by Vale NHS Trust", "Asked by Executive", "Not sent",
        "1. Supervision", "1.1 How does supervision go?", "Every month.", "And noted #afterwards.",
        "1.2 How often is it held?", "4 weeks", "1.3 When was it last looked at?", "1 October 2026",
        "1.4 Is there a policy?", "Not applicable", "Why: It is the trust’s own.",
        "1.5 Where is it held?", "In a room, On a call", "1.6 Which kinds are there?", "Kind Number", "Peer 12",
        "Group", "1.7 The register", "Without names", "Evidence: register.csv",
        "1.8 What worries you?", "Not answered", "1.9 Anything else?", "Not answered. No answer was needed.",
        "Evidence", "1.7 register.csv",
    ]  # fmt: skip
    place = 0
    for words in expected:
        found = said.find(words, place)
        assert found >= 0, f"“{words}” is not where it belongs in: {said}"
        place = found + len(words)


def test_it_is_tagged_titled_and_marked_on_every_page(house: House, owed: Return):
    services.save_answers(house.health_lead, NOW, TODAY, owed.pk, {"worry": Given("Much. " * 1600)})
    reader = read(house, owed, house.health_lead)
    assert len(reader.pages) > 2
    assert all("OFFICIAL" in page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Supervision, autumn"
    assert "pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
    response = browser(house.health_lead).get(address(house, owed))
    assert 'filename="supervision-autumn-vale-nhs-trust-OFFICIAL.pdf"' in response["Content-Disposition"]


def test_it_says_who_signed_it_off_who_sent_it_and_when(house: House):
    owed = of(a_round(house, needs_sign_off=True), house.health)
    answered(house, owed, house.health_lead)
    assert "Signed off Not signed off" in text_of(read(house, owed, house.health_lead))
    services.sign_off(house.health_lead, NOW, TODAY, owed.pk)
    services.submit_return(house.health_lead, NOW, TODAY + timedelta(days=1), owed.pk)
    said = text_of(read(house, owed, house.manager))
    day = f"{TODAY.day} {TODAY:%B %Y}"
    assert f"Signed off By Hana Lowe on {day}" in said
    assert re.search(r"Sent By Hana Lowe on \d+ \w+ \d{4}", said)
    assert "This is a draft" not in said


def test_restricted_lines_are_only_for_those_who_read_them_and_mark_the_file(house: House):
    report = a_report(house, EXCEPTION)
    line = rules.Line("A restricted action", "Nobody else reads this.", is_restricted=True)
    Answer.objects.filter(of_return=report, question__key="off").update(filled=[line.stored()])
    reader = read(house, report, house.manager)
    assert "A restricted action" in text_of(reader)
    assert all("OFFICIAL-SENSITIVE" in page.extract_text() for page in reader.pages)
    seat = factories.a_seat(house.unit, house.executive, "Member", kind="member", agency_id=house.police.pk)
    member = factories.acting(house.unit, factories.person_with(house.unit, seat=seat.pk, name="Mina Frost"))
    seen = text_of(read(house, report, member))
    assert "A restricted action" not in seen
    assert "OFFICIAL-SENSITIVE" not in seen
    assert "Two agencies have not sent their audits." in seen


def test_whoever_does_not_read_the_return_gets_no_file_and_no_link(house: House, owed: Return):
    for other in (house.police_lead, house.manager, house.quality_chair, house.observer):
        client = browser(other)
        assert client.get(address(house, owed)).status_code == 404
        assert "/pdf/" not in client.get(address(house, owed).removesuffix("pdf/")).content.decode()
    page = browser(house.health_lead).get(address(house, owed).removesuffix("pdf/")).content.decode()
    assert address(house, owed) in page
