"""What was added to an item, in the library, in search and in the tracker: nobody finds it who may not read it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.actions.models import Action
from goldenthread.actions.services import Party
from goldenthread.documents import services as documents
from goldenthread.documents.models import Document
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import queries, services
from goldenthread.meetings.models import AgendaItem, Decision, Direction, Meeting, Minute, Paper
from goldenthread.meetings.services import packs
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_meeting
from goldenthread.meetings.tests.packs import at, issue, signed, words_of
from goldenthread.partnerships import services as founding
from goldenthread.partnerships.tests import factories as places
from goldenthread.rendering.packs import making
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import understood
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db
OUTSIDE = ("observer", "lay", "officer", "other_chair")
EVERYBODY = ("manager", "scrutineer", "chair", "icb", "police", *OUTSIDE)


def a_file(words: bytes = b"Frank words") -> SimpleUploadedFile:
    return SimpleUploadedFile("appraisal.txt", words, content_type="text/plain")


def with_paper(house: House, who: str = "manager", **fields: Any) -> tuple[Meeting, AgendaItem, Paper]:
    meeting = a_meeting(house)
    item = services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title="Chair's review", **fields)
    return meeting, item, added(house, item, who)


def added(house: House, item: AgendaItem, who: str = "manager", **fields: Any) -> Paper:
    given = {"title": "Frank appraisal", "upload": a_file(), "body": "", **fields}
    return services.add_paper(house.actor(who), NOW, TODAY, item.pk, **given)


def finds(house: House, who: str, document_id: Any) -> bool:
    """Whether somebody finds a document in the library; search must say the same."""
    actor = house.actor(who)
    listed = Document.objects.readable(actor).filter(pk=document_id).exists()
    hits = {hit.ref.id for hit in threads.search(actor, understood("appraisal")).hits}
    assert (document_id in hits) == listed
    return listed


def to_part_b(house: House, item: AgendaItem, who: str = "manager") -> AgendaItem:
    return services.change_item(
        house.actor(who), NOW, TODAY, item.pk, title=item.title, purpose=item.purpose, part="B"
    )  # fmt: skip


def test_a_file_is_found_by_nobody_new_before_the_agenda_is_issued_and_by_everybody_after(house: House):
    meeting, _, paper = with_paper(house, "chair")
    for who in (*OUTSIDE, "icb", "police"):
        assert not finds(house, who, paper.document_id), who
    assert finds(house, "chair", paper.document_id)
    services.issue_agenda(house.actor("chair"), NOW, meeting.pk)
    for who in EVERYBODY:
        assert finds(house, who, paper.document_id), who
    paper.document.refresh_from_db()
    assert (paper.document.information_class, paper.document.group_id) == ("G", house.group.pk)
    late = added(house, AgendaItem.objects.get(meeting=meeting))
    assert finds(house, "observer", late.document_id)


def test_issuing_leaves_part_b_what_was_withdrawn_and_the_library_as_they_were(house: House):
    meeting, item, _ = with_paper(house)
    secret = services.add_item(house.unit, NOW, TODAY, meeting.pk, title="Secret", part="B")
    hidden, gone = added(house, secret), added(house, item)
    services.withdraw_paper(house.unit, NOW, gone.pk, "Wrong file")
    services.issue_agenda(house.unit, NOW, meeting.pk)
    for paper in (hidden, gone):
        assert not any(finds(house, who, paper.document_id) for who in (*OUTSIDE, "police"))


def test_a_paper_taken_back_or_given_another_file_takes_its_file_along(house: House):
    meeting, item, paper = with_paper(house)
    services.issue_agenda(house.unit, NOW, meeting.pk)
    newer = documents.replace_document(house.unit, NOW, paper.document_id, upload=a_file(b"Newer words"))
    old = paper.document_id
    paper = added(house, item, paper_id=paper.pk, upload=a_file(b"Other words"))
    assert finds(house, "observer", paper.document_id)
    services.withdraw_paper(house.actor("chair"), NOW, paper.pk, "Wrong file")
    for key in (old, newer.pk, paper.document_id):
        assert not any(finds(house, who, key) for who in OUTSIDE)


def test_a_document_of_the_library_stays_as_it_is_when_its_paper_is_taken_back(house: House):
    meeting = a_meeting(house)
    item = services.add_item(house.unit, NOW, TODAY, meeting.pk, title="Policy")
    shared = documents.store_document(house.unit, NOW, upload=a_file(), title="Appraisal policy")
    paper = added(house, item, upload=None, document_id=shared.pk)
    with pytest.raises(Refused, match="Take that paper back first"):
        to_part_b(house, item)
    services.withdraw_paper(house.unit, NOW, paper.pk, "Not needed")
    assert finds(house, "observer", shared.pk)
    assert to_part_b(house, item).part == "B"


@pytest.mark.parametrize("who", ["lay", "scrutineer"])
def test_a_lay_member_or_the_scrutineer_with_a_seat_adds_and_withdraws_no_paper(house: House, who: str):
    if who == "scrutineer":
        seat = places.a_seat(house.unit, house.group, "Independent voice", kind="chair")
        founding.hold_seat(house.unit, NOW, seat.pk, person_id=house.users[who].pk, starts_on=TODAY)
    meeting, _, paper = with_paper(house)
    services.issue_agenda(house.unit, NOW, meeting.pk)
    theirs = services.add_item(house.unit, NOW, TODAY, meeting.pk, title="Theirs", presenter_id=house.users[who].pk)
    Paper.objects.filter(pk=paper.pk).update(owner_id=house.users[who].pk)
    shown = queries.show_item(house.actor(who), theirs.pk)
    assert shown is not None
    assert not shown.may_add
    with pytest.raises(NotPermitted):
        added(house, theirs, who)
    with pytest.raises(NotPermitted):
        services.withdraw_paper(house.actor(who), NOW, paper.pk, "Mine")


def test_an_item_that_moves_to_part_b_takes_its_files_minutes_and_actions_along(house: House):
    meeting, item, paper = with_paper(house)
    services.issue_agenda(house.unit, NOW, meeting.pk)
    day = meeting.on
    unit, about = house.unit, {"item_id": item.pk}
    services.raise_action_at(
        unit, NOW, day, meeting.pk, text="Write to her", lead=Party("person", house.users["icb"].pk), **about
    )
    services.direct_group(unit, NOW, day, meeting.pk, text="Look again", to_group_id=house.other.pk, **about)
    services.record_decision(unit, NOW, day, meeting.pk, text="Renew", **about)
    line = services.take_minute(unit, NOW, day, meeting.pk, kind="note", text="She said so", **about)
    services.choose_public(unit, NOW, line.meeting_id, {line.pk: ""})
    assert Action.objects.visible(house.actor("observer")).count() == 2
    with pytest.raises(Refused, match="Ask the business unit"):
        services.change_item(house.actor("chair"), NOW, day, item.pk, title="T", purpose="note", part="B")
    services.change_item(unit, NOW, day, item.pk, title="T", purpose="note", part="B")
    assert not any(finds(house, who, paper.document_id) for who in (*OUTSIDE, "police"))
    for who in ("observer", "lay", "officer"):
        assert not Action.objects.visible(house.actor(who)).exists(), who
    for model in (Minute, Decision, Direction):
        assert {one.part for one in model.objects.all()} == {"B"}
    assert not Minute.objects.filter(is_public=True).exists()


@pytest.mark.parametrize("who", ["manager", "chair"])
def test_an_item_taken_off_or_carried_takes_its_files_along(house: House, who: str):
    meeting, item, paper = with_paper(house)
    shared = documents.store_document(house.unit, NOW, upload=a_file(b"Open"), title="Appraisal policy")
    kept = added(house, item, upload=None, document_id=shared.pk)
    carried = services.add_item(house.unit, NOW, TODAY, meeting.pk, title="Carried")
    other = added(house, carried, upload=a_file(b"Later"))
    services.issue_agenda(house.unit, NOW, meeting.pk)
    assert all(finds(house, "observer", one.document_id) for one in (paper, kept, other))
    services.remove_item(house.actor(who), NOW, item.pk, "Not ready")
    services.carry_item(house.actor(who), NOW, carried.pk)
    for one in (paper, other):
        assert not any(finds(house, reader, one.document_id) for reader in OUTSIDE)
        one.document.refresh_from_db()
        assert (one.document.information_class, one.document.group_id) == ("R", None)
    assert finds(house, "observer", kept.document_id)


def restricted_since(house: House, *, own: bool) -> tuple[Meeting, Paper]:
    """A paper of part A whose file somebody restricted in the library after the agenda was issued."""
    meeting, item, paper = with_paper(house)
    if not own:
        shared = documents.store_document(house.unit, NOW, upload=a_file(b"Shared words"), title="Open then")
        paper = added(house, item, upload=None, document_id=shared.pk)
    services.issue_agenda(house.unit, NOW, meeting.pk)
    documents.change_document(
        house.unit, NOW, paper.document_id, title="Appraisal", information_class="R", group_id=None
    )  # fmt: skip
    return meeting, Paper.objects.get(pk=paper.pk)


@pytest.mark.parametrize("own", [True, False])
def test_a_file_restricted_after_it_was_attached_is_handed_over_by_the_class_it_has_now(house: House, own: bool):
    meeting, paper = restricted_since(house, own=own)
    for who in ("observer", "lay", "icb"):
        client = signed(house, who)
        assert client.get(at(house, "open_paper", paper.pk)).status_code == 403
        page = client.get(at(house, "show_paper", paper.pk)).content.decode()
        assert "restricted after it was attached" in page
        assert "appraisal.txt" not in page
        for name, thing in (("show_meeting", meeting), ("show_item", paper.item)):
            page = client.get(at(house, name, thing.pk)).content.decode()
            assert "File restricted" in page
            assert "appraisal.txt" not in page
    answer = signed(house, "manager").get(at(house, "open_paper", paper.pk))
    assert b"".join(answer.streaming_content) == (b"Frank words" if own else b"Shared words")
    lines = trail.history(house.unit, "documents.document", paper.document_id)
    assert [one.who for one in lines if "opened this document" in one.sentence] == ["Manager"]


@pytest.mark.parametrize("own", [True, False])
def test_a_pack_issued_after_a_file_was_restricted_does_not_hold_it(
    house: House, own: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(packs.rendering, "pack_pdf", making.made_here)
    meeting, _ = restricted_since(house, own=own)
    (only,) = issue(house, meeting)
    said = words_of(only)
    gone = "Frank words" if own else "Shared words"
    assert gone not in said
    assert gone not in repr(only.content)
    assert ("Frank words" in said) != own
