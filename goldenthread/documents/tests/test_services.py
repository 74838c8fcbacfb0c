"""What happens to documents and evidence, and what the trail is told."""

import gc
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from goldenthread.documents import services
from goldenthread.documents.models import Document, EvidenceItem
from goldenthread.documents.tests.factories import NOW, Place, evidence, package, pdf, place, stored, upload_of
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.partnerships.permissions import Role
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db


def files(shelf: Path) -> list[Path]:
    return [path for path in shelf.rglob("*") if path.is_file()] if shelf.exists() else []


def test_a_document_is_kept_under_a_name_that_says_nothing(here: Place, shelf: Path) -> None:
    upload = upload_of("../../etc/Minutes\r\nMay.pdf", pdf("May"))
    document = services.store_document(here.manager, NOW, upload=upload, title="  Minutes   of May ")
    [path] = files(shelf)
    assert path.read_bytes() == pdf("May")
    assert "Minutes" not in str(path.relative_to(shelf))
    assert path.parent.name == str(here.manager.partnership_id)
    assert (document.title, document.original_name) == ("Minutes of May", "Minutes May.pdf")
    assert (document.marking, document.information_class) == ("OFFICIAL", "G")
    assert document.owner_id == here.manager.user_id
    assert len(document.sha256) == 64
    [line] = trail.history(here.manager, "documents.document", document.pk)
    assert line.did == "added this document"
    assert "title: Minutes of May" in line.details


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("minutes.pdf", b"", "empty"),
        ("minutes.docx", package("docx")[:200], "not complete"),
        ("minutes.pdf.exe", b"MZ", "program"),
        ("minutes.pdf", b"<html></html>", "not what its name says"),
    ],
)
def test_a_file_that_will_not_do_leaves_nothing(here: Place, shelf: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        services.store_document(here.manager, NOW, upload=upload_of(name, content), title="Minutes")
    assert refused.value.field == "upload"
    assert not Document.objects.exists()
    assert files(shelf) == []


def test_a_row_that_cannot_be_written_takes_its_file_with_it(here: Place, shelf: Path) -> None:
    def fail(execute: object, sql: str, *rest: object) -> object:
        if 'INSERT INTO "documents_document"' in sql:
            raise DatabaseError("the disk is full")
        return execute(sql, *rest)  # type: ignore[operator]

    with connection.execute_wrapper(fail), pytest.raises(DatabaseError):
        stored(here.manager)
    assert files(shelf) == []


def store_and_refuse(here: Place) -> None:
    with transaction.atomic():
        stored(here.manager)
        raise Refused("Something else would not do.")


def test_a_change_undone_further_out_takes_its_file_with_it(here: Place, shelf: Path) -> None:
    with pytest.raises(Refused):
        store_and_refuse(here)
    gc.collect()
    assert files(shelf) == []
    assert not Document.objects.exists()


def test_a_file_stays_once_its_row_is_kept(
    here: Place, shelf: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as told:
        document = stored(here.manager)
    told.clear()
    connection.run_on_commit.clear()
    gc.collect()
    [path] = files(shelf)
    assert str(document.file.name).endswith(path.name)


def test_particulars_are_judged(here: Place, settings: object) -> None:
    elsewhere = place("larkshire")
    for field, fields in {
        "title": {"title": "  "},
        "marking": {"information_class": "R", "marking": "OFFICIAL"},
        "group_id": {"group_id": elsewhere.group_id},
        "owner_id": {"owner_id": elsewhere.manager.user_id},
    }.items():
        with pytest.raises(Refused) as refused:
            stored(here.manager, **{"title": "Minutes", **fields})
        assert refused.value.field == field
    with pytest.raises(Refused, match="200 characters"):
        stored(here.manager, title="m" * 201)
    settings.DOCUMENT_BYTES = 10  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="larger than"):
        stored(here.manager)


@pytest.mark.parametrize("role", [Role.LAY_MEMBER, Role.INDEPENDENT_SCRUTINEER, Role.SYSTEM_AUDITOR])
def test_those_who_only_read_keep_nothing(here: Place, role: Role) -> None:
    document = stored(here.manager)
    reader = here.actor(role)
    with pytest.raises(NotPermitted):
        stored(reader)
    with pytest.raises(NotPermitted):
        services.withdraw_document(reader, NOW, document.pk, "Because")
    with pytest.raises(NotPermitted):
        evidence(reader)


def test_only_owner_and_unit_change_a_document(here: Place) -> None:
    owner, other = here.actor(Role.AGENCY_LEAD), here.actor(Role.GROUP_CHAIR)
    document = stored(owner)
    with pytest.raises(Refused, match="Only its owner"):
        services.change_document(other, NOW, document.pk, title="Mine", information_class="G")
    changed = services.change_document(owner, NOW, document.pk, 1, title="New title", information_class="G")
    assert (changed.title, changed.version, changed.owner_id) == ("New title", 2, owner.user_id)
    [line] = trail.history(owner, "documents.document", document.pk, limit=1)
    assert line.details == ["title from Dip sample of neglect files to New title"]
    services.change_document(here.actor(Role.UNIT_OFFICER), NOW, document.pk, title="Third", information_class="G")


def test_the_second_to_save_sees_both_texts(here: Place) -> None:
    document = stored(here.manager)
    services.change_document(here.manager, NOW, document.pk, 1, title="First", information_class="G")
    with pytest.raises(Superseded) as superseded:
        services.change_document(here.manager, NOW, document.pk, 1, title="Second", information_class="G")
    assert superseded.value.theirs["title"] == "First"
    assert superseded.value.yours["title"] == "Second"


def test_another_partnership_finds_no_document(here: Place) -> None:
    document, outsider = stored(here.manager), place("larkshire").manager
    for act in (
        lambda: services.change_document(outsider, NOW, document.pk, title="T", information_class="G"),
        lambda: services.replace_document(outsider, NOW, document.pk, upload=upload_of("a.pdf", pdf())),
        lambda: services.withdraw_document(outsider, NOW, document.pk, "Because"),
        lambda: services.hold_document(outsider, NOW, document.pk, "Because"),
        lambda: evidence(outsider, kind="document", document_id=document.pk),
    ):
        with pytest.raises(Refused):
            act()
    assert services.open_document(outsider, NOW, document.pk) is None


def test_a_newer_version_keeps_the_old_one(here: Place, shelf: Path) -> None:
    old = stored(here.manager, description="From May", information_class="R", group_id=here.group_id)
    new = services.replace_document(here.manager, NOW, old.pk, upload=upload_of("two.pdf", pdf("two")))
    assert (new.replaces_id, new.edition, new.series) == (old.pk, 2, old.pk)
    assert (new.title, new.description, new.information_class) == (old.title, "From May", "R")
    assert (new.group_id, new.marking) == (here.group_id, "OFFICIAL-SENSITIVE")
    assert len(files(shelf)) == 2
    with pytest.raises(Refused, match="newer version"):
        services.replace_document(here.manager, NOW, old.pk, upload=upload_of("three.pdf", pdf("three")))
    with pytest.raises(Refused, match="empty"):
        services.replace_document(here.manager, NOW, new.pk, upload=upload_of("four.pdf", b""))


def test_withdrawing_keeps_everything_and_closes_the_file(here: Place, shelf: Path) -> None:
    document, reader = stored(here.manager), here.actor(Role.AGENCY_LEAD)
    with pytest.raises(Refused, match="Say why"):
        services.withdraw_document(here.manager, NOW, document.pk, "")
    withdrawn = services.withdraw_document(here.manager, NOW, document.pk, " A child is named ")
    assert (withdrawn.withdrawn_at, withdrawn.withdrawn_reason) == (NOW, "A child is named")
    assert len(files(shelf)) == 1
    with pytest.raises(NotPermitted, match="withdrawn"):
        services.open_document(reader, NOW, document.pk)
    assert services.open_document(here.manager, NOW, document.pk) is not None
    with pytest.raises(Refused):
        services.withdraw_document(here.manager, NOW, document.pk, "Again")


def test_a_legal_hold_keeps_a_document(here: Place) -> None:
    document = stored(here.manager)
    with pytest.raises(NotPermitted):
        services.hold_document(here.actor(Role.UNIT_OFFICER), NOW, document.pk, "Inquiry")
    services.hold_document(here.manager, NOW, document.pk, "National inquiry")
    with pytest.raises(Refused, match="legal hold"):
        services.withdraw_document(here.manager, NOW, document.pk, "Old")
    services.release_document(here.manager, NOW, document.pk, "Inquiry closed")
    services.withdraw_document(here.manager, NOW, document.pk, "Old")
    lines = trail.history(here.manager, "documents.document", document.pk)
    assert [line.did for line in lines][1:3] == [
        "lifted the legal hold on this document",
        "put a legal hold on this document",
    ]


def test_opening_is_recorded_for_restricted_papers_only(here: Place) -> None:
    plain, restricted = stored(here.manager), stored(here.manager, "Part B", information_class="R")
    later = NOW + timedelta(days=1)
    assert services.open_document(here.manager, later, plain.pk)
    assert services.open_document(here.manager, later, restricted.pk)
    assert len(trail.history(here.manager, "documents.document", plain.pk)) == 1
    [read, _] = trail.history(here.manager, "documents.document", restricted.pk)
    assert (read.did, read.at) == ("opened this document", later)


def test_the_trail_keeps_no_words_of_restricted_papers(here: Place) -> None:
    fields = {"information_class": "R", "description": "Budget of the unit"}
    document = stored(here.manager, "Appraisal of members", upload=upload_of("Appraisal.pdf", pdf()), **fields)
    services.change_document(here.manager, NOW, document.pk, title="Appraisals of all", **fields)
    services.change_document(here.manager, NOW, document.pk, title="Appraisals of all", information_class="G")
    item = evidence(here.manager, "Three members were unsure", information_class="R")
    things = [("documents.document", document.pk), ("documents.evidenceitem", item.pk)]
    lines = trail.history_of(here.manager, things)
    said = " ".join(f"{line.title} {line.details}" for line in lines if line.thing_id == item.pk or "from" in str(line))
    assert "Apprais" not in " ".join(str(line.details) for line in lines)
    assert "Budget" not in said
    assert "unsure" not in said
    assert any("title from the earlier words to new words" in line.details for line in lines)


@pytest.mark.parametrize(
    "rests",
    [
        {"kind": "link", "url": " https://example.org/report "},
        {"kind": "statement", "statement": "Heard in October"},
        {"kind": "document"},
    ],
)
def test_evidence_rests_on_a_document_an_address_or_somebodys_word(here: Place, rests: dict) -> None:
    fields = {**rests, "document_id": stored(here.manager).pk} if rests["kind"] == "document" else rests
    item = evidence(here.manager, **fields)
    assert item.given_by_id == here.manager.user_id
    assert item.url in ("", "https://example.org/report")
    [line] = trail.history(here.manager, "documents.evidenceitem", item.pk)
    assert line.did == "added this evidence"
    assert "strength: Moderate" in line.details


def test_answers_about_evidence_are_judged(here: Place) -> None:
    elsewhere = place("larkshire")
    for field, fields in {
        "claim": {"claim": " "},
        "quadrant": {"quadrant": "vibes"},
        "strength": {"strength": "huge"},
        "information_class": {"information_class": "X"},
        "dated_on": {"dated_on": date(2026, 11, 4)},
        "url": {"kind": "link", "url": "javascript:alert(1)"},
        "statement": {"kind": "statement", "statement": ""},
        "document_id": {"kind": "document", "document_id": uuid4()},
        "kind": {"kind": "rumour"},
        "agency_id": {"agency_id": uuid4()},
        "given_by": {"given_by_id": elsewhere.manager.user_id},
    }.items():
        with pytest.raises(Refused) as refused:
            evidence(here.manager, **{"claim": "It shows", **fields})
        assert refused.value.field == field, field
    assert not EvidenceItem.objects.exists()


def test_evidence_cannot_rest_on_a_document_one_may_not_read_or_that_was_withdrawn(here: Place) -> None:
    restricted, old = stored(here.manager, information_class="R"), stored(here.manager)
    services.withdraw_document(here.manager, NOW, old.pk, "Wrong file")
    with pytest.raises(Refused):
        evidence(here.actor(Role.AGENCY_LEAD), kind="document", document_id=restricted.pk)
    with pytest.raises(Refused, match="withdrawn"):
        evidence(here.manager, kind="document", document_id=old.pk)


def test_evidence_is_changed_by_its_giver_and_keeps_a_document_withdrawn_since(here: Place) -> None:
    giver = here.actor(Role.AGENCY_LEAD)
    document = stored(giver)
    item = evidence(giver, kind="document", document_id=document.pk)
    services.withdraw_document(giver, NOW, document.pk, "Wrong file")
    answers = {
        "claim": "In 19 of 20", "kind": "document", "document_id": document.pk, "quadrant": "quantitative",
        "strength": "strong", "dated_on": date(2026, 10, 2),
    }  # fmt: skip
    with pytest.raises(Refused, match="Only its owner"):
        services.change_evidence(here.actor(Role.GROUP_CHAIR), NOW, item.pk, **answers)
    changed = services.change_evidence(giver, NOW, item.pk, 1, **answers)
    assert (changed.claim, changed.strength, changed.given_by_id) == ("In 19 of 20", "strong", giver.user_id)
    with pytest.raises(Superseded):
        services.change_evidence(giver, NOW, item.pk, 1, **{**answers, "claim": "In 20"})


def test_withdrawn_evidence_stays_and_is_not_changed(here: Place) -> None:
    item = evidence(here.manager)
    with pytest.raises(Refused) as refused:
        services.withdraw_evidence(here.manager, NOW, item.pk, "")
    assert refused.value.field == "reason"
    services.withdraw_evidence(here.manager, NOW, item.pk, "Counted twice")
    assert EvidenceItem.objects.get().withdrawn_reason == "Counted twice"
    with pytest.raises(Refused):
        services.withdraw_evidence(here.manager, NOW, item.pk, "Counted thrice")
