"""Supplements: what came after a pack, with numbers of their own, and nothing that betrays part B."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given as given_these
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import rules, services
from goldenthread.meetings.models import AgendaItem, Meeting, Pack, Paper
from goldenthread.meetings.queries.packs import served_by
from goldenthread.meetings.services import packs
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_meeting
from goldenthread.meetings.tests.packs import (
    SECRET,
    a_ready_meeting,
    at,
    given,
    issue,
    item,
    paper,
    signed,
    supplement,
    words_of,
)
from goldenthread.notify.models import Message
from goldenthread.partnerships.tests import factories as places
from goldenthread.plans.models import Plan
from goldenthread.plans.tests.factories import a_plan, a_priority
from goldenthread.rendering.packs import Places, making
from goldenthread.rendering.tests.packs import partners_pdf
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    """The pages read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def made_in_this_process(monkeypatch: pytest.MonkeyPatch):
    """A process of its own is tried in `test_packs`."""
    monkeypatch.setattr(packs.rendering, "pack_pdf", making.made_here)


@pytest.fixture
def issued(house: House) -> Meeting:
    """A meeting whose pack is issued in both variants."""
    meeting = a_ready_meeting(house)
    issue(house, meeting)
    return meeting


def change(house: House, title: str, **fields: Any) -> Paper:
    row = Paper.objects.get(title=title)
    return services.add_paper(house.actor("manager"), NOW, TODAY, row.item_id, title=title, paper_id=row.pk, **fields)


def take_back(house: House, title: str) -> Paper:
    row = Paper.objects.get(title=title)
    return services.withdraw_paper(house.actor("manager"), NOW, row.pk, "The figures were wrong.")


def on(title: str) -> AgendaItem:
    return AgendaItem.objects.get(title=title)


def test_a_supplement_holds_what_came_since_and_says_what_it_does(house: House, issued: Meeting):
    """meetings.may_issue_supplement"""
    with pytest.raises(Refused, match="nothing to send"):
        supplement(house, issued)
    change(house, "Front door figures", body="The backlog fell by a half.", summary="Fewer waits")
    upload = SimpleUploadedFile("letter.pdf", partners_pdf(1), content_type="application/pdf")
    paper(house, on("Neglect"), "A letter", upload=upload, body="")
    opened, wide = supplement(house, issued)
    said = words_of(opened)
    first = Places.from_plain(Pack.objects.get(variant="A", number=0).places).paper(
        str(Paper.objects.get(title="Front door figures").pk)
    )
    assert f"This paper replaces {first} of the issued pack." in said
    assert "a third" in said
    assert "a half" in said
    assert "This paper is new; it belongs after page" in said
    assert "Audit of neglect" not in said
    assert f"Page A1 of A{opened.pages}" in said
    assert (opened.number, wide.number, opened.first_page) == (1, 1, 1)
    page = signed(house, "lay").get(at(house, "show_pack", opened.pk)).content.decode()
    assert "Supplement to the pack issued on" in page
    assert f"This paper replaces {first} of the issued pack." in page
    with pytest.raises(Refused, match="nothing to send"):
        supplement(house, issued)


def test_the_next_supplement_goes_on_where_the_last_ended_and_knows_it(house: House, issued: Meeting):
    """meetings.pack_first_page, meetings.pack_number"""
    change(house, "Front door figures", body="The backlog fell by a half.")
    first = supplement(house, issued)[0]
    change(house, "Front door figures", body="The backlog fell by two thirds.")
    second = supplement(house, issued)[0]
    assert (second.number, second.first_page) == (2, first.pages + 1)
    said = words_of(second)
    assert f"Page A{second.first_page} of A{second.last_page}" in said
    assert "replaces pages A" in said or "replaces page A" in said
    assert "a half" in said
    assert "a third" not in said
    assert [number for _, number in given(house, "lay", issued)] == [0, 1, 2]
    page = signed(house, "lay").get(at(house, "show_meeting", issued.pk)).content.decode()
    assert "Supplement 2 to the board pack" in page
    assert second.span in page


def test_a_supplement_of_part_b_alone_is_unknown_to_who_may_not_read_it(house: House, issued: Meeting):
    Message.objects.all().delete()
    paper(house, on(SECRET), "Franker still", body="Frank again")
    (wide,) = supplement(house, issued)
    assert wide.variant == "B"
    assert [(one.variant, one.number) for one in Pack.objects.filter(number=1)] == [("B", 1)]
    told = {one.address.partition("@")[0] for one in Message.objects.filter(kind="meetings.pack")}
    assert told == {"m.chair", "m.icb", "m.police"}
    for who in ("observer", "lay", "officer"):
        assert given(house, who, issued) == [("A", 0)]
    # Theirs is the first supplement that they know of, with pages from A1.
    change(house, "Front door figures", body="The backlog fell by a half.")
    opened, wider = supplement(house, issued)
    assert (opened.number, opened.first_page, wider.number, wider.first_page) == (1, 1, 2, wide.pages + 1)
    assert "Frank" not in words_of(opened)
    assert given(house, "icb", issued) == [("B", 0), ("B", 1), ("B", 2)]


def test_who_does_not_read_part_b_is_told_of_no_change_in_it(house: House, issued: Meeting):
    paper(house, on(SECRET), "Franker still", body="Frank again")
    with pytest.raises(Refused, match="nothing to send"):
        supplement(house, issued, "officer")
    page = signed(house, "officer").get(at(house, "issue_supplement", issued.pk)).content.decode()
    assert "nothing to send" in page
    assert "Frank" not in page
    assert "Franker still" in signed(house, "chair").get(at(house, "issue_supplement", issued.pk)).content.decode()
    with pytest.raises(NotPermitted):
        supplement(house, issued, "other_chair")


def test_readers_of_part_b_go_on_from_an_open_pack_when_something_restricted_comes(house: House):
    meeting = a_meeting(house)
    neglect = item(house, meeting, "Neglect")
    paper(house, neglect)
    services.issue_agenda(house.unit, NOW, meeting.pk)
    with pytest.raises(Refused, match="No pack has been issued"):
        supplement(house, meeting)
    (only,) = issue(house, meeting)
    assert only.variant == "A"
    paper(house, item(house, meeting, SECRET, part="B"), "Frank appraisal", body="Frank words")
    (wide,) = supplement(house, meeting)
    assert given(house, "icb", meeting) == [("A", 0), ("B", 1)]
    assert given(house, "lay", meeting) == [("A", 0)]
    assert "Frank words" in words_of(wide)
    paper(house, neglect, "More", body="More figures")
    assert [one.variant for one in supplement(house, meeting)] == ["A", "B"]
    assert given(house, "icb", meeting) == [("A", 0), ("B", 1), ("B", 2)]
    assert given(house, "lay", meeting) == [("A", 0), ("A", 1)]


def test_what_is_opened_after_a_restricted_pack_makes_an_open_one(house: House):
    meeting = a_meeting(house)
    secret = item(house, meeting, SECRET, part="B")
    paper(house, secret, "Frank appraisal", body="Frank words")
    services.issue_agenda(house.unit, NOW, meeting.pk)
    with pytest.raises(NotPermitted, match="restricted"):
        issue(house, meeting, "officer")
    issue(house, meeting)
    assert given(house, "lay", meeting) == []
    services.change_item(house.actor("manager"), NOW, TODAY, secret.pk, title="Appraisals", purpose="note", part="A")
    page = signed(house, "chair").get(at(house, "issue_supplement", meeting.pk)).content.decode()
    assert "Frank appraisal" in page
    (opened,) = supplement(house, meeting)
    assert (opened.variant, opened.number) == ("A", 0)
    assert given(house, "lay", meeting) == [("A", 0)]


def test_a_restricted_group_has_a_pack_for_its_members_alone(house: House):
    group = places.a_group(house.unit, "Review group", information_class="R")
    meeting = a_meeting(house, group_id=group.pk)
    item(house, meeting, "A case")
    services.issue_agenda(house.unit, NOW, meeting.pk)
    (only,) = issue(house, meeting)
    assert only.variant == "B"
    assert given(house, "icb", meeting) == []


@dataclass(frozen=True)
class One:
    variant: str
    number: int
    last_page: int = 3


@given_these(st.lists(st.sampled_from("AB"), max_size=8))
def test_a_reader_of_part_a_sees_numbers_without_a_gap(variants: list[str]):
    """meetings.packs_of_reader"""
    issued: list[One] = []
    for variant in variants:
        if variant == "B" or any(one.variant == "B" for one in issued):
            issued.append(One("B", rules.next_number(rules.packs_of_reader(issued, True))))
        if variant == "A":
            issued.append(One("A", rules.next_number(rules.packs_of_reader(issued, False))))
    opened, wide = rules.packs_of_reader(issued, False), rules.packs_of_reader(issued, True)
    assert [one.number for one in opened] == list(range(len(opened)))
    assert [one.number for one in wide] == list(range(len(wide)))
    assert {one for one in issued if one.variant == "B"} <= set(wide)
    assert rules.first_page(opened) == (4 if len(opened) > 1 else 1)


def test_a_paper_taken_back_is_told_of_once_as_withdrawn(house: House, issued: Meeting):
    row = Paper.objects.get(title="Front door figures")
    place = Places.from_plain(Pack.objects.get(variant="A", number=0).places).paper(str(row.pk))
    take_back(house, "Front door figures")
    asks = signed(house, "manager").get(at(house, "issue_supplement", issued.pk)).content.decode()
    assert "Front door figures: withdrawn" in asks
    opened, wide = supplement(house, issued)
    said = words_of(opened)
    assert "Withdrawn: Front door figures" in said
    assert f"{place} of the issued pack, is no longer before the meeting." in said
    # What the paper said is not printed again, nor why it was taken back.
    assert "a third" not in said
    assert "figures were wrong" not in said
    page = signed(house, "lay").get(at(house, "show_pack", opened.pk)).content.decode()
    assert "is no longer before the meeting" in page
    assert "Withdrawn: Front door figures" in words_of(wide)
    with pytest.raises(Refused, match="nothing to send"):
        supplement(house, issued)
    # The pack that was issued stays as it was.
    assert "a third" in words_of(Pack.objects.get(variant="A", number=0))


def test_a_paper_of_part_b_taken_back_is_told_of_to_those_who_had_it(house: House, issued: Meeting):
    row = Paper.objects.filter(item__part="B").first()
    assert row is not None
    take_back(house, row.title)
    (wide,) = supplement(house, issued)
    assert wide.variant == "B"
    assert f"Withdrawn: {row.title}" in words_of(wide)
    assert [variant for variant, _ in given(house, "lay", issued)] == ["A"]


def test_what_was_never_given_is_not_told_of_when_taken_back(house: House, issued: Meeting):
    paper(house, on("Neglect"), "A slip")
    take_back(house, "A slip")
    with pytest.raises(Refused, match="nothing to send"):
        supplement(house, issued)


def test_a_cover_sheet_names_the_priorities_that_every_reader_may_see(house: House):
    meeting = a_ready_meeting(house)
    row, unit = Paper.objects.get(title="Front door figures"), house.actor("manager")
    drafted = a_plan(house.unit, "Plan in draft")
    in_force = a_plan(house.unit, "Plan in force")
    hidden = a_priority(house.unit, drafted, "Not agreed yet")
    shown = a_priority(house.unit, in_force, "Neglect is seen early")
    Plan.objects.filter(pk=in_force.pk).update(state=Plan.State.LIVE)
    for one in (hidden, shown):
        threads.tie(unit, NOW, LinkKind.SERVES, Ref("meetings.paper", row.pk), Ref("plans.priority", one.pk))
    (served,) = served_by(unit, [row.pk]).values()
    assert [ref.id for _, ref in served] == [shown.pk]
    opened, wide = issue(house, meeting)
    for pack in (opened, wide):
        said = " ".join(words_of(pack).split())
        assert "Works towards" in said
        assert "Neglect is seen early" in said
        assert "Not agreed yet" not in said
    leads = f"/priorities/{shown.pk}/"
    for who in ("lay", "manager"):
        page = signed(house, who).get(at(house, "show_pack", opened.pk)).content.decode()
        assert re.search(rf'<a class="govuk-link" href="[^"]*{leads}">[^<]*Neglect is seen early</a>', page)
    read = signed(house, "manager").get(at(house, "show_paper", row.pk)).content.decode()
    assert leads in read
    # Its page is closed to a reader later on: the frozen words stay and lead nowhere.
    Plan.objects.filter(pk=in_force.pk).update(state=Plan.State.DRAFT)
    page = signed(house, "lay").get(at(house, "show_pack", opened.pk)).content.decode()
    assert "Neglect is seen early" in page
    assert leads not in page
    assert leads not in signed(house, "lay").get(at(house, "show_paper", row.pk)).content.decode()
