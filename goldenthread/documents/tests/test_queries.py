"""Who finds which documents and evidence, and with how many questions to the database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage

from goldenthread.documents import queries, services
from goldenthread.documents.models import Document
from goldenthread.documents.permissions import may_read
from goldenthread.documents.tests.factories import NOW, Place, evidence, pdf, place, stored, upload_of
from goldenthread.partnerships.permissions import READS_RESTRICTED, Role

pytestmark = pytest.mark.django_db
Counted = Callable[..., Any]


def titles(found: Any) -> set[str]:
    return {document.title for document in found}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_finds_what_its_classes_allow(here: Place, role: Role) -> None:
    for letter in ("P", "G", "R"):
        stored(here.manager, letter, information_class=letter)
    found = titles(queries.list_documents(here.actor(role, "somebody@example.org")))
    if role in (Role.SYSTEM_AUDITOR, Role.INFORMATION_GOVERNANCE):
        assert found == {"P"}
    else:
        assert found == ({"P", "G", "R"} if role in READS_RESTRICTED else {"P", "G"})


def test_a_restricted_document_is_found_by_members_of_its_group_and_by_its_owner(here: Place) -> None:
    part_b = stored(here.manager, "Part B", information_class="R", group_id=here.group_id)
    member, outside = here.member(), here.actor(Role.AGENCY_LEAD, "outside@example.org")
    own = stored(outside, "My risk", information_class="R")
    assert titles(queries.list_documents(member)) == {"Part B"}
    assert titles(queries.list_documents(outside)) == {"My risk"}
    for actor in (member, outside, here.manager):
        for document in (part_b, own):
            found = queries.find_document(actor, document.pk) is not None
            assert found == bool(may_read(actor, "R", document.group_id, document.owner_id))
    item = evidence(here.manager, kind="document", document_id=part_b.pk, information_class="R")
    assert queries.show_evidence(member, item.pk) is not None
    assert queries.show_evidence(outside, item.pk) is None


def test_another_partnership_finds_nothing(here: Place) -> None:
    document, item = stored(here.manager), evidence(here.manager)
    outsider = place("larkshire").manager
    assert list(queries.list_documents(outsider)) == []
    assert queries.show_document(outsider, document.pk) is None
    assert queries.find_document(outsider, document.pk) is None
    assert queries.show_evidence(outsider, item.pk) is None
    assert queries.evidence_by_id(outsider, [item.pk]) == {}
    assert queries.list_evidence(outsider, [item.pk]) == []
    assert queries.evidence_counts(outsider, [document.pk]) == {}
    assert queries.document_choices(outsider, document.pk) == []
    assert queries.list_owners(outsider) == []


def test_the_library_is_filtered(here: Place) -> None:
    lead = here.actor(Role.AGENCY_LEAD)
    used = stored(here.manager, "Neglect audit", description="Twenty files")
    stored(lead, "Newsletter", information_class="P", upload=upload_of("news.txt", b"News"))
    old = stored(here.manager, "Old terms")
    services.replace_document(here.manager, NOW, old.pk, upload=upload_of("b.pdf", pdf("b")), title="New terms")
    gone = stored(here.manager, "Wrong file")
    services.withdraw_document(here.manager, NOW, gone.pk, "Wrong")
    evidence(here.manager, kind="document", document_id=used.pk)

    def found(**filters: Any) -> set[str]:
        return titles(queries.list_documents(here.manager, **filters))

    assert found() == {"Neglect audit", "Newsletter", "New terms"}
    assert found(words="twenty AUDIT") == {"Neglect audit"}
    assert found(words="100% _") == set()
    assert found(classes=["P"]) == {"Newsletter"}
    assert found(types="txt") == {"Newsletter"}
    assert found(owner_id=str(lead.user_id)) == {"Newsletter"}
    assert found(evidence="yes") == {"Neglect audit"}
    assert found(evidence="no") == {"Newsletter", "New terms"}
    assert found(states=["replaced"]) == {"Old terms"}
    assert found(states=["withdrawn"]) == {"Wrong file"}
    assert found(states=["current", "withdrawn", "replaced"]) == {
        "Neglect audit", "Newsletter", "New terms", "Old terms", "Wrong file",
    }  # fmt: skip
    assert queries.list_owners(here.manager)[0][1] == "Agency Lead"
    assert [title for _, title in queries.document_choices(here.manager, gone.pk)] == [
        "Neglect audit", "New terms", "Newsletter", "Wrong file",
    ]  # fmt: skip


def test_a_long_library_takes_one_query(here: Place, django_assert_num_queries: Counted) -> None:
    for number in range(12):
        document = stored(here.manager, f"Paper {number}", upload=upload_of("p.pdf", pdf(str(number))))
        evidence(here.manager, kind="document", document_id=document.pk)
        with django_assert_num_queries(1):
            rows = list(queries.list_documents(here.manager))
            assert {(row.owner.name, row.evidence_count) for row in rows} == {("Business Manager", 1)}


def test_a_document_is_shown_with_all_about_it(here: Place, django_assert_max_num_queries: Counted) -> None:
    first = stored(here.manager, upload=upload_of("one.pdf", pdf("same")))
    copy = stored(here.manager, "The same again", upload=upload_of("two.pdf", pdf("same")))
    stored(here.manager, "The same, restricted", information_class="R", upload=upload_of("3.pdf", pdf("same")))
    evidence(here.manager, kind="document", document_id=first.pk)
    later = NOW + timedelta(days=1)
    second = services.replace_document(here.manager, later, first.pk, upload=upload_of("n.pdf", pdf("new")))
    reader = here.actor(Role.AGENCY_LEAD)
    with django_assert_max_num_queries(5):
        shown = queries.show_document(reader, first.pk)
    assert shown is not None
    assert [version.edition for version in shown.versions] == [2, 1]
    assert shown.newest.pk == second.pk
    assert [one.pk for one in shown.copies] == [copy.pk], "a restricted copy is not pointed out to others"
    assert len(shown.evidence) == 1
    assert [line.did for line in shown.history] == ["added a newer version of this document", "added this document"]
    assert (shown.may_open, shown.may_change, shown.may_replace, shown.may_hold) == (True, False, False, False)
    mine = queries.show_document(here.manager, second.pk)
    assert mine is not None
    assert (mine.may_change, mine.may_replace, mine.may_withdraw, mine.may_hold) == (True, True, True, True)


def test_a_document_from_long_ago_asks_no_more(here: Place, django_assert_max_num_queries: Counted) -> None:
    document = stored(here.manager)
    for number in range(5):
        upload = upload_of("n.pdf", pdf(str(number)))
        document = services.replace_document(here.manager, NOW, document.pk, upload=upload)
        evidence(here.manager, kind="document", document_id=document.pk)
    with django_assert_max_num_queries(5):
        shown = queries.show_document(here.manager, document.pk)
    assert shown is not None
    assert len(shown.versions) == 6


def test_evidence_by_id_leaves_out_what_is_withdrawn_or_not_ones_own_to_read(
    here: Place, django_assert_num_queries: Counted
) -> None:
    lead = here.actor(Role.AGENCY_LEAD)
    plain, gone, restricted = (
        evidence(here.manager, quadrant="voice"), evidence(here.manager), evidence(here.manager, information_class="R"),
    )  # fmt: skip
    services.withdraw_evidence(here.manager, NOW, gone.pk, "Counted twice")
    ids = [plain.pk, gone.pk, restricted.pk]
    with django_assert_num_queries(1):
        assert set(queries.evidence_by_id(lead, ids)) == {plain.pk}
    assert set(queries.evidence_by_id(lead, ids, withdrawn=True)) == {plain.pk, gone.pk}
    assert set(queries.evidence_by_id(here.manager, ids)) == {plain.pk, restricted.pk}
    assert [item.pk for item in queries.list_evidence(lead, ids)] == [plain.pk]
    with django_assert_num_queries(1):
        counts = queries.quadrant_counts(lead, ids)
    assert counts == {"quantitative": 0, "qualitative": 0, "voice": 1, "workforce": 0}


def test_evidence_shown_to_one_who_may_not_open_its_document(here: Place) -> None:
    document = stored(here.manager, "Part B", information_class="R")
    item = evidence(here.manager, kind="document", document_id=document.pk)
    shown = queries.show_evidence(here.actor(Role.AGENCY_LEAD), item.pk)
    assert shown is not None
    assert (shown.document, shown.may_change) == (None, False)
    mine = queries.show_evidence(here.manager, item.pk)
    assert mine is not None
    assert mine.document is not None
    assert mine.may_change
    assert queries.evidence_counts(here.actor(Role.AGENCY_LEAD), [document.pk]) == {document.pk: 1}


def test_the_bytes_kept_are_the_bytes_sent(here: Place) -> None:
    document = stored(here.manager, upload=upload_of("a.pdf", pdf("exactly this")))
    with default_storage.open(Document.objects.get(pk=document.pk).file.name) as kept:
        assert kept.read() == pdf("exactly this")
