"""Board packs through their services and pages: who is given what, that it stays so, and that it says one thing."""

import hashlib
import re
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import queries, services
from goldenthread.meetings.models import AgendaItem, Meeting, Pack
from goldenthread.meetings.services import packs
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting
from goldenthread.meetings.tests.packs import SECRET, a_ready_meeting, at, given, issue, item, paper, signed, words_of
from goldenthread.notify.models import Message
from goldenthread.rendering.packs import Places, making
from goldenthread.trail import queries as trail
from tests.visiting import asked

pytestmark = pytest.mark.django_db
READERS = ("manager", "scrutineer", "chair", "icb", "police")
OTHERS = ("observer", "lay", "officer", "other_chair")


@pytest.fixture(autouse=True)
def at_noon():
    """The pages read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def made_in_this_process(monkeypatch: pytest.MonkeyPatch):
    """What a process of its own costs is paid once, in `test_a_pack_is_made_in_a_process_of_its_own`."""
    monkeypatch.setattr(packs.rendering, "pack_pdf", making.made_here)


@pytest.fixture
def ready(house: House) -> Meeting:
    """An issued agenda with something in both parts."""
    return a_ready_meeting(house)


def test_each_reader_is_given_the_widest_pack_they_may_read(house: House, ready: Meeting):
    """meetings.packs_of_reader"""
    opened, wide = issue(house, ready)
    assert (opened.variant, opened.information_class, wide.variant, wide.information_class) == ("A", "G", "B", "R")
    for who in READERS:
        assert given(house, who, ready) == [("B", 0)]
        assert services.read_pack(house.actor(who), NOW, wide.pk) is not None
    for who in OTHERS:
        assert given(house, who, ready) == [("A", 0)]
        assert services.read_pack(house.actor(who), NOW, wide.pk) is None
        assert not queries.may_see_pack(house.actor(who), wide.pk)
    elsewhere = a_house().unit
    assert queries.list_packs(elsewhere, ready.pk) == []
    assert services.read_pack(elsewhere, NOW, opened.pk) is None


def test_nothing_of_part_b_is_in_the_pack_of_who_may_not_read_it(house: House, ready: Meeting):
    opened, wide = issue(house, ready)
    assert SECRET in words_of(wide)
    assert "Frank words" in words_of(wide)
    slug = house.unit.partnership_slug
    everything = words_of(opened) + repr((opened.content, opened.places, opened.held))
    for who in OTHERS:
        client = signed(house, who)
        for path in (
            at(house, "show_pack", opened.pk), at(house, "show_meeting", ready.pk),
            reverse("threads:search", args=[slug]) + "?q=appraisal",
        ):  # fmt: skip
            everything += client.get(path).content.decode()
        answer = client.get(at(house, "open_pack", opened.pk))
        everything += repr(answer.headers)
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        for name in ("show_pack", "open_pack"):
            assert client.get(at(house, name, wide.pk)).status_code == 404
    for word in ("ppraisal of", "Frank", "rank words", "Part B", "part B", "SENSITIVE", "item-B1"):
        assert word not in everything, word


def test_the_page_says_what_the_pdf_says_with_the_same_numbers(house: House, ready: Meeting):
    _, wide = issue(house, ready)
    page = signed(house, "icb").get(at(house, "show_pack", wide.pk)).content.decode()
    with wide.file.open("rb") as file:
        content = file.read()
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == wide.pages
    assert hashlib.sha256(content).hexdigest() == wide.sha256
    for title, first in re.findall(r'<h3[^>]*id="paper-[^"]*">([^<]+?) <span[^>]*>pages? (\d+)', page):
        said = " ".join(reader.pages[int(first) - 1].extract_text().replace("\u200b", "").split())
        assert title in said
        assert f"Page {first} of {wide.pages}" in said
    assert page.count("<h3") == 3
    assert "Marking: <strong>OFFICIAL-SENSITIVE</strong>" in page
    assert 'gt-marking gt-print-only">OFFICIAL-SENSITIVE' in page
    answer = signed(house, "icb").get(at(house, "open_pack", wide.pk))
    assert "sandbox" in answer["Content-Security-Policy"]
    assert 'filename="Board pack with part B - Executive - 2026-12-09.pdf"' in answer["Content-Disposition"]


def test_a_paper_of_part_a_stands_on_the_same_pages_whatever_part_b_adds_to_the_contents(house: House):
    meeting = a_meeting(house)
    for number in (1, 2):
        paper(house, item(house, meeting, f"Open matter {number}"), f"Open paper {number}", body="Figures.\n\n" * 60)
    for number in range(60):
        secret = item(house, meeting, f"{SECRET} {number}", part="B")
        paper(house, secret, f"Frank appraisal {number}", body="Frank words", summary="")
    services.issue_agenda(house.unit, NOW, meeting.pk)
    opened, wide = issue(house, meeting)
    shown, whole = (Places.from_plain(one.places) for one in (opened, wide))
    assert whole.of("contents").last > whole.of("contents").first, "part B does not overflow the contents: add more"
    for key in opened.held:
        assert shown.paper(key) == whole.paper(key)
    said = words_of(opened)
    assert said.count("This page is left empty.") >= 2
    for word in ("Frank", "rank words", "Part B", "ppraisal of", "restricted"):
        assert word not in said
    assert "left empty" not in words_of(wide)


def test_an_issued_pack_is_never_changed(house: House, ready: Meeting):
    opened, _ = issue(house, ready)
    with pytest.raises(Refused, match="has been issued"):
        issue(house, ready)
    for change in (lambda rows: rows.update(pages=1), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            change(Pack.objects.filter(pk=opened.pk))


def test_a_pack_waits_for_the_agenda_and_for_papers_unless_told_otherwise(house: House):
    """meetings.may_issue_pack"""
    meeting = a_meeting(house)
    with pytest.raises(Refused, match="Issue the agenda first"):
        issue(house, meeting)
    on = item(house, meeting, "Budget")
    services.ask_for_paper(house.actor("manager"), NOW, TODAY, on.pk, title="Budget", owner_id=house.users["police"].pk)
    services.issue_agenda(house.unit, NOW, meeting.pk)
    with pytest.raises(Refused, match="A paper is still owed"):
        issue(house, meeting)
    for who in ("icb", "other_chair"):
        with pytest.raises(NotPermitted):
            issue(house, meeting, who, goes_without=True)
    (only,) = issue(house, meeting, "chair", goes_without=True)
    assert only.held == {}
    assert given(house, "icb", meeting) == given(house, "lay", meeting) == [("A", 0)]


def test_what_changes_while_a_pack_is_made_stops_it(house: House, ready: Meeting, monkeypatch: pytest.MonkeyPatch):
    real = making.made_here

    def slow(pack: Any) -> Any:
        if not AgendaItem.objects.filter(title="Meanwhile").exists():
            item(house, ready, "Meanwhile")
        return real(pack)

    monkeypatch.setattr(packs.rendering, "pack_pdf", slow)
    with pytest.raises(Refused, match="while the pack was being made"):
        issue(house, ready)
    assert not Pack.objects.exists()


def test_a_pack_that_cannot_be_made_says_so(house: House, ready: Meeting, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packs.rendering, "pack_pdf", making.pack_pdf)
    monkeypatch.setattr(making, "_CHILD", "raise SystemExit(3)")
    answer = signed(house, "manager").post(at(house, "issue_pack", ready.pk), {})
    assert answer.status_code == 422
    assert "The pack could not be made." in answer.content.decode()


def test_a_pack_is_made_in_a_process_of_its_own(house: House, ready: Meeting, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packs.rendering, "pack_pdf", making.pack_pdf)
    assert signed(house, "chair").get(at(house, "issue_pack", ready.pk)).status_code == 200
    answer = signed(house, "chair").post(at(house, "issue_pack", ready.pk), {})
    assert answer["Location"] == at(house, "show_meeting", ready.pk)
    assert Pack.objects.count() == 2


def test_everybody_on_the_group_is_told_once_and_of_nothing_that_is_in_it(house: House, ready: Meeting):
    opened, wide = issue(house, ready)
    letters = {one.address.partition("@")[0]: one for one in Message.objects.filter(kind="meetings.pack")}
    assert set(letters) == {"m.chair", "m.icb", "m.police", "m.observer", "m.lay"}
    for who, one in letters.items():
        assert one.subject == "The pack for Executive, 9 December 2026 is ready"
        assert "ppraisal" not in one.body
        assert str(opened.pk if who in ("m.observer", "m.lay") else wide.pk) in one.body


def test_opening_part_b_is_recorded_and_opening_part_a_is_not(house: House, ready: Meeting):
    opened, wide = issue(house, ready)
    for pack in (opened, wide):
        for name in ("show_pack", "open_pack"):
            assert signed(house, "icb").get(at(house, name, pack.pk)).status_code == 200

    def read(pack: Pack) -> list[str]:
        return [line.who for line in trail.history(house.unit, "meetings.pack", pack.pk) if "opened" in line.sentence]

    assert (read(opened), read(wide)) == ([], ["Icb", "Icb"])
    told = repr([(one.sentence, one.changes) for one in trail.history(house.unit, "meetings.pack", wide.pk)])
    assert "ppraisal" not in told


def test_pages_cost_the_same_however_much_is_in_a_pack(house: House, ready: Meeting):
    _, wide = issue(house, ready)
    client = signed(house, "chair")
    bare = a_meeting(house, title="Bare")
    item(house, bare, "One")
    services.issue_agenda(house.unit, NOW, bare.pk)

    def costs(pack: Pack) -> list[int]:
        paths = [
            at(house, "show_meeting", pack.meeting_id), at(house, "issue_pack", pack.meeting_id),
            at(house, "issue_supplement", pack.meeting_id), at(house, "show_pack", pack.pk),
            at(house, "open_pack", pack.pk),
        ]  # fmt: skip
        return [len(asked(client, path)) for path in paths]

    costs(wide)
    few, many = costs(issue(house, bare)[0]), costs(wide)
    # Reading part B is recorded, which costs one more.
    assert [a - b for a, b in zip(many, few, strict=True)] == [0, 0, 0, 1, 1]
    assert max(many) <= 15, many
