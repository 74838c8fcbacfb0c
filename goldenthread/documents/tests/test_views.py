"""The pages of the library: who may open them, what they say, and how files leave."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.documents import services
from goldenthread.documents.models import Document, EvidenceItem
from goldenthread.documents.tests.factories import NOW, Place, evidence, jpeg, pdf, place, stored, upload_of
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.permissions import READS_GOVERNANCE, READS_RESTRICTED, Role
from goldenthread.people.models import User
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db


def browser(actor: Actor, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def fields(**changed: Any) -> dict[str, Any]:
    return {"title": "Minutes of May", "description": "", "information_class": "G", "marking": "", **changed}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_the_library_or_is_told_why_not(here: Place, role: Role) -> None:
    stored(here.manager, "Part B minutes", information_class="R")
    response = browser(here.actor(role, "somebody@example.org")).get("/wexcombe/documents/")
    assert response.status_code == (200 if role in READS_GOVERNANCE else 403)
    if role in READS_GOVERNANCE:
        assert ("Part B minutes" in response.content.decode()) == (role in READS_RESTRICTED)


@pytest.mark.parametrize("role", list(Role))
def test_a_restricted_file_is_handed_only_to_its_readers(here: Place, role: Role) -> None:
    document = stored(here.manager, "Part B", information_class="R")
    response = browser(here.actor(role, "somebody@example.org")).get(f"/wexcombe/documents/{document.pk}/open/")
    expected = 200 if role in READS_RESTRICTED else 404 if role in READS_GOVERNANCE else 403
    assert response.status_code == expected
    opened = [line for line in trail.history(here.manager, "documents.document", document.pk) if "opened" in line.did]
    assert len(opened) == (role in READS_RESTRICTED)


def addresses(document: Document, item: EvidenceItem) -> list[str]:
    pages = ["", "open/", "change/", "replace/", "withdraw/", "hold/", "release/"]
    evidence_pages = ["", "change/", "withdraw/"]
    return [f"{document.pk}/{page}" for page in pages] + [f"evidence/{item.pk}/{page}" for page in evidence_pages]


def test_another_partnership_finds_no_page(here: Place) -> None:
    document, item = stored(here.manager), evidence(here.manager)
    outsider = browser(place("larkshire").manager)
    for address in addresses(document, item):
        for partnership in ("wexcombe", "larkshire"):
            assert outsider.get(f"/{partnership}/documents/{address}").status_code == 404, address
            assert outsider.post(f"/{partnership}/documents/{address}").status_code == 404, address


def test_signed_out_one_is_asked_to_sign_in(here: Place) -> None:
    document, item = stored(here.manager), evidence(here.manager)
    for address in ["", "add/", *addresses(document, item)]:
        response = Client().get(f"/wexcombe/documents/{address}")
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


@pytest.mark.parametrize("role", [Role.LAY_MEMBER, Role.INDEPENDENT_SCRUTINEER])
def test_readers_are_offered_and_given_nothing_to_change(here: Place, role: Role) -> None:
    document, item = stored(here.manager), evidence(here.manager)
    reader = browser(here.actor(role))
    page = reader.get(f"/wexcombe/documents/{document.pk}/").content.decode()
    assert "/change/" not in page
    assert "/withdraw/" not in page
    for address in ["add/", *addresses(document, item)]:
        if address.endswith(("add/", "change/", "replace/", "withdraw/", "hold/", "release/")):
            assert reader.get(f"/wexcombe/documents/{address}").status_code == 403, address


def test_a_file_leaves_sealed(here: Place) -> None:
    document = stored(here.manager, upload=upload_of("Café “notes”.pdf", pdf("x")))
    response = browser(here.manager).get(f"/wexcombe/documents/{document.pk}/open/")
    assert b"".join(response.streaming_content) == pdf("x")
    assert response["Content-Type"] == "application/pdf"
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''Caf%C3%A9")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in response["Cache-Control"]


def test_a_hostile_name_leaves_on_one_line(here: Place) -> None:
    name = '..\\..\\a"; filename="b.exe\r\nSet-Cookie: x=1\u202egpj.pdf'
    document = stored(here.manager, upload=upload_of(name, pdf()))
    response = browser(here.manager).get(f"/wexcombe/documents/{document.pk}/open/")
    disposition = response["Content-Disposition"]
    assert "\n" not in disposition
    assert ".." not in disposition
    assert "exe" not in disposition.partition("filename=")[0]
    assert "Set-Cookie" not in response
    assert disposition.count('"') == 2


def test_a_file_gone_from_the_disk_is_a_page_that_says_so(here: Place) -> None:
    document = stored(here.manager)
    document.file.storage.delete(document.file.name)
    assert browser(here.manager).get(f"/wexcombe/documents/{document.pk}/open/").status_code == 404


def test_a_withdrawn_file_is_refused_with_the_reason(here: Place) -> None:
    document = stored(here.manager)
    services.withdraw_document(here.manager, NOW, document.pk, "A child is named")
    reader = browser(here.actor(Role.AGENCY_LEAD))
    response = reader.get(f"/wexcombe/documents/{document.pk}/open/")
    assert response.status_code == 403
    assert "withdrawn" in response.content.decode()
    page = reader.get(f"/wexcombe/documents/{document.pk}/").content.decode()
    assert "A child is named" in page
    assert "/open/" not in page


def test_a_document_is_added(here: Place) -> None:
    client = browser(here.actor(Role.AGENCY_LEAD))
    page = client.get("/wexcombe/documents/add/")
    assert page.status_code == 200
    assert "Owner" not in page.content.decode()
    response = client.post("/wexcombe/documents/add/", fields(upload=upload_of("May.jpg", jpeg())))
    document = Document.objects.get()
    assert response["Location"] == f"/wexcombe/documents/{document.pk}/"
    assert document.content_type == "image/jpeg"
    shown = client.get(response["Location"]).content.decode()
    assert "The document is in the library." in shown
    assert "Minutes of May" in shown


def test_the_unit_files_for_somebody_else(here: Place) -> None:
    lead = here.actor(Role.AGENCY_LEAD)
    chosen = {"information_class": "R", "group_id": str(here.group_id), "owner_id": str(lead.user_id)}
    browser(here.manager).post("/wexcombe/documents/add/", fields(upload=upload_of("May.pdf", pdf()), **chosen))
    document = Document.objects.get()
    assert (document.owner_id, document.group_id) == (lead.user_id, here.group_id)
    assert document.marking == "OFFICIAL-SENSITIVE"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("invoice.pdf.exe", b"MZ", "program"),
        ("page.html", b"<html>", "could run in a reader"),
        ("minutes.pdf", b"%PDF-1.4\n<html><script>alert(1)</script>%%EOF", "two things at once"),
        ("minutes.pdf", b"", "empty"),
    ],
)
def test_a_refused_file_says_why_and_keeps_nothing(here: Place, name: str, content: bytes, said: str) -> None:
    response = browser(here.manager).post("/wexcombe/documents/add/", fields(upload=upload_of(name, content)))
    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    assert 'href="#id_upload"' in page
    assert "Minutes of May" in page
    assert not Document.objects.exists()


def test_no_file_and_no_title_are_both_asked_for(here: Place) -> None:
    response = browser(here.manager).post("/wexcombe/documents/add/", {})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Choose a file" in page
    assert "Enter a title that readers will recognise" in page


def test_a_file_over_the_limit_is_let_go_while_it_arrives(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    written = 0

    def count(self: object, raw: bytes, start: int) -> None:
        nonlocal written
        written += len(raw)

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk", count)
    big = upload_of("big.pdf", pdf() + b"0" * (21 * 1024 * 1024))
    response = browser(here.manager).post("/wexcombe/documents/add/", {"upload": big, **fields()})
    assert response.status_code == 422
    page = response.content.decode()
    assert "larger than 20 MB" in page
    assert "Choose a file" not in page
    assert "Minutes of May" in page, "what came after the file is kept"
    assert written <= 20 * 1024 * 1024


def test_a_form_without_its_token_is_refused_though_the_check_is_put_off(here: Place) -> None:
    client = browser(here.manager, enforce_csrf_checks=True)
    data = fields(upload=upload_of("May.pdf", pdf()))
    assert client.post("/wexcombe/documents/add/", data).status_code == 403
    client.get("/wexcombe/documents/add/")
    token = client.cookies["csrftoken"].value
    again = fields(upload=upload_of("May.pdf", pdf()), csrfmiddlewaretoken=token)
    assert client.post("/wexcombe/documents/add/", again).status_code == 302


def test_particulars_are_changed_and_two_people_see_both_texts(here: Place) -> None:
    document = stored(here.manager, group_id=here.group_id)
    client, address = browser(here.manager), f"/wexcombe/documents/{document.pk}/change/"
    assert 'value="1"' in client.get(address).content.decode()
    services.change_document(here.manager, NOW, document.pk, title="Theirs", information_class="G")
    response = client.post(address, fields(title="Mine", version="1"))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Theirs" in page
    assert "Mine" in page
    assert 'value="2"' in page
    assert client.post(address, fields(title="Both", version="2")).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.owner_id) == ("Both", here.manager.user_id)


def test_a_marking_below_the_class_is_refused_beside_the_marking(here: Place) -> None:
    document = stored(here.manager)
    address = f"/wexcombe/documents/{document.pk}/change/"
    response = browser(here.manager).post(address, fields(information_class="R", marking="OFFICIAL"))
    assert response.status_code == 422
    assert 'href="#id_marking"' in response.content.decode()


def test_a_newer_version_is_added_and_the_old_page_points_to_it(here: Place) -> None:
    document = stored(here.manager)
    client = browser(here.manager)
    address = f"/wexcombe/documents/{document.pk}/replace/"
    response = client.post(address, {"title": "Sample, revised", "upload": upload_of("b.pdf", pdf("b"))})
    newer = Document.objects.get(edition=2)
    assert response["Location"] == f"/wexcombe/documents/{newer.pk}/"
    old = client.get(f"/wexcombe/documents/{document.pk}/").content.decode()
    assert "There is a newer version" in old
    assert "Version 2" in old


def test_withdrawing_asks_once_more_and_needs_a_reason(here: Place) -> None:
    document = stored(here.manager)
    evidence(here.manager, kind="document", document_id=document.pk)
    client, address = browser(here.manager), f"/wexcombe/documents/{document.pk}/withdraw/"
    assert "1 piece of evidence rests on it." in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Wrong file"}).status_code == 302
    document.refresh_from_db()
    assert document.withdrawn_reason == "Wrong file"


def test_a_hold_is_put_and_lifted(here: Place) -> None:
    document, client = stored(here.manager), browser(here.manager)
    address = f"/wexcombe/documents/{document.pk}"
    assert client.post(f"{address}/hold/", {"reason": "Inquiry"}).status_code == 302
    page = client.get(f"{address}/").content.decode()
    assert "Legal hold" in page
    assert "/withdraw/" not in page
    held = client.post(f"{address}/withdraw/", {"reason": "Old"})
    assert held.status_code == 422
    assert "legal hold keeps" in held.content.decode()
    assert client.post(f"{address}/release/", {"reason": "Closed"}).status_code == 302
    assert browser(here.actor(Role.UNIT_OFFICER)).get(f"{address}/hold/").status_code == 403


def test_evidence_is_shown_changed_and_withdrawn(here: Place) -> None:
    document = stored(here.manager, "Part B", information_class="R")
    item = evidence(here.manager, kind="document", document_id=document.pk)
    client, address = browser(here.manager), f"/wexcombe/documents/evidence/{item.pk}/"
    assert "Part B" in client.get(address).content.decode()
    other = browser(here.actor(Role.AGENCY_LEAD)).get(address).content.decode()
    assert "Part B" not in other
    assert "open only to named readers" in other
    assert client.get(f"{address}change/").status_code == 200
    answers = {
        "claim": "In 19 of 20", "kind": "link", "document_id": str(document.pk), "url": "https://example.org/r",
        "quadrant": "voice", "strength": "strong", "dated_on-day": "2", "dated_on-month": "10",
        "dated_on-year": "2026", "information_class": "G", "version": "1",
    }  # fmt: skip
    wrong = client.post(f"{address}change/", {**answers, "url": "javascript:alert(1)"})
    assert wrong.status_code == 422
    assert 'href="#id_url"' in wrong.content.decode()
    assert client.post(f"{address}change/", answers).status_code == 302
    item.refresh_from_db()
    assert (item.claim, item.url, item.document_id) == ("In 19 of 20", "https://example.org/r", None)
    stale = client.post(f"{address}change/", {**answers, "claim": "In 20"})
    assert stale.status_code == 409
    assert "In 19 of 20" in stale.content.decode()
    assert client.post(f"{address}withdraw/", {"reason": "Counted twice"}).status_code == 302
    assert "Counted twice" in client.get(address).content.decode()


@pytest.mark.parametrize(("format", "start"), [("csv", b"\xef\xbb\xbfTitle"), ("xlsx", b"PK")])
def test_the_library_is_downloaded_as_it_stands(here: Place, format: str, start: bytes) -> None:
    stored(here.manager, "=cmd()")
    response = browser(here.manager).get(f"/wexcombe/documents/?format={format}&classes=G")
    assert response.content.startswith(start)
    if format == "csv":
        assert b"'=cmd()" in response.content


def test_the_library_page_asks_as_often_for_many_as_for_one(here: Place) -> None:
    client, counts = browser(here.manager), []
    for number in range(30):
        stored(here.manager, f"Paper {number}", upload=upload_of("p.pdf", pdf(str(number))))
        if number in (0, 29):
            with CaptureQueriesContext(connection) as asked:
                page = client.get("/wexcombe/documents/?sort=title&states=current&evidence=no&types=pdf&words=paper")
            counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "30 documents" in page.content.decode()
    assert client.get("/wexcombe/documents/?page=99&classes=Z&states=odd&sort=nothing").status_code == 200


def test_the_same_file_twice_is_pointed_out(here: Place) -> None:
    for title in ("First", "Second"):
        document = stored(here.manager, title, upload=upload_of("a.pdf", pdf("same")))
    page = browser(here.manager).get(f"/wexcombe/documents/{document.pk}/").content.decode()
    assert "The same file is also in the library as" in page
    assert "First" in page


def test_what_people_write_is_never_markup(here: Place) -> None:
    hostile = "<script>alert(1)</script>"
    document = stored(here.manager, hostile, description=hostile, upload=upload_of(f"{hostile}.pdf", pdf()))
    item = evidence(here.manager, hostile, statement=hostile, kind="statement")
    client = browser(here.manager)
    for address in (
        "",
        f"{document.pk}/",
        f"evidence/{item.pk}/",
        f"{document.pk}/withdraw/",
        f"{document.pk}/change/",
    ):
        assert hostile not in client.get(f"/wexcombe/documents/{address}").content.decode()


def test_an_unknown_document_is_not_found(here: Place) -> None:
    assert browser(here.manager).get(f"/wexcombe/documents/{uuid4()}/").status_code == 404
