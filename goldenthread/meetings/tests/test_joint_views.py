"""A meeting of several partnerships through the pages: what a guest reads of its host, and that it is nothing else."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from goldenthread.documents.models import Document
from goldenthread.meetings import services
from goldenthread.meetings.models import AgendaItem, Meeting, MeetingInvitation, Minute, Pack, Paper
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting
from goldenthread.meetings.tests.joint import CLOSED, DRAFT, FILED, OPEN, a_hosted_meeting, asked, joined, minuted
from goldenthread.meetings.tests.packs import at, issue, item, paper, signed, words_of
from goldenthread.meetings.urls import urlpatterns
from tests.visiting import QUERY_CEILING
from tests.visiting import asked as counted

pytestmark = pytest.mark.django_db
EVERYBODY = ("manager", "chair", "icb", "observer", "lay", "scrutineer")


@pytest.fixture(autouse=True)
def at_noon():
    """The pages read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def guest(house: House) -> House:
    return a_house()


@pytest.fixture
def hosted(house: House) -> Meeting:
    return a_hosted_meeting(house)


def page(house: House, who: str, name: str, *parts: Any) -> str:
    answer = signed(house, who).get(at(house, name, *parts))
    assert answer.status_code == 200, (who, name)
    return answer.content.decode()


def status(house: House, who: str, name: str, *parts: Any) -> int:
    return signed(house, who).get(at(house, name, *parts)).status_code


def the_file() -> Paper:
    return Paper.objects.get(title=FILED)


def test_asked_and_accepted_through_the_pages(house: House, guest: House, hosted: Meeting):
    chair = signed(house, "chair")
    form = chair.get(at(house, "ask_partnership", hosted.pk)).content.decode()
    assert guest.unit.partnership_name in form
    assert f'value="{house.unit.partnership_id}"' not in form
    told = {"partnership_id": str(guest.unit.partnership_id), "words": "Come and look at this with us"}
    assert chair.post(at(house, "ask_partnership", hosted.pk), {"words": "x"}).status_code == 422
    assert chair.post(at(house, "ask_partnership", hosted.pk), told).status_code == 302
    assert "Not answered yet" in page(house, "icb", "show_meeting", hosted.pk)
    row = MeetingInvitation.objects.get()
    work = signed(guest, "manager").get(reverse("actions:my_work", args=[guest.unit.partnership_slug])).content.decode()
    assert f"Invitation from {house.unit.partnership_name}" in work
    assert at(guest, "answer_invitation", row.pk) in work
    shown = page(guest, "manager", "answer_invitation", row.pk)
    for words in ("Cross-authority session", "9 December 2026", "10:00 to 12:00", "County Hall", "Come and look"):
        assert words in shown
    for words in (OPEN, FILED, "meet.example.org", "Two counts", *CLOSED):
        assert words not in shown
    client = signed(guest, "manager")
    assert client.post(at(guest, "answer_invitation", row.pk), {}).status_code == 422
    outside = {"group_id": str(house.group.pk)}
    assert client.post(at(guest, "answer_invitation", row.pk), outside).status_code == 422
    answer = client.post(at(guest, "answer_invitation", row.pk), {"group_id": str(guest.group.pk)})
    own = Meeting.objects.get(partnership_id=guest.unit.partnership_id)
    assert answer["Location"] == at(guest, "show_meeting", own.pk)
    assert client.get(at(guest, "answer_invitation", row.pk))["Location"] == at(guest, "show_meeting", own.pk)
    seen = page(guest, "icb", "show_meeting", own.pk)
    assert f"Held with {house.unit.partnership_name}" in seen
    assert "meet.example.org" in seen
    assert "Takes part" in page(house, "icb", "show_meeting", hosted.pk)
    for name in ("keep_agenda", "issue_agenda"):
        assert f"also read by {guest.unit.partnership_name}" in page(house, "chair", name, hosted.pk)


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_who_reads_governance_there_reads_part_a_and_nothing_of_part_b(
    house: House, guest: House, hosted: Meeting, who: str
):
    own = joined(house, guest, hosted)
    minuted(house, hosted)
    said = page(guest, who, "show_meeting", own.pk)
    for words in (OPEN, "Two counts, two answers", "Figures on missing children", FILED, "Read their minutes"):
        assert words in said
    one = Paper.objects.get(title="Figures on missing children")
    said += page(guest, who, "show_host_paper", own.pk, one.pk)
    assert "Agree one count" in said
    minutes = page(guest, who, "show_host_minutes", own.pk)
    assert "Count in one way" in minutes
    said += minutes
    for words in CLOSED:
        assert words not in said
    got = signed(guest, who).get(at(guest, "open_host_paper", own.pk, the_file().pk))
    assert b"".join(got.streaming_content) == b"What the audit found"
    assert got["Content-Disposition"].startswith("attachment")
    for closed in Paper.objects.filter(item__part="B"):
        assert status(guest, who, "show_host_paper", own.pk, closed.pk) == 404
    # Nothing leads to an address of the host's things in the host's own words.
    links = set(re.findall(r'href="(/[^"]+)"', said))
    for thing in (hosted.pk, *AgendaItem.objects.filter(meeting=hosted).values_list("pk", flat=True)):
        assert not [one for one in links if str(thing) in one]


def every_address(things: dict[str, Any], slug: str) -> list[str]:
    """Every page of meetings for these things, under a partnership."""
    found = []
    for pattern in urlpatterns:
        needed = pattern.pattern.converters
        if needed and set(needed) <= set(things):
            found.append(
                reverse(f"meetings:{pattern.name}", kwargs={"partnership": slug, **{k: things[k] for k in needed}})
            )
    return found


def test_no_other_address_of_the_host_answers_to_a_guest(house: House, guest: House, hosted: Meeting):
    own = joined(house, guest, hosted)
    minuted(house, hosted)
    row = MeetingInvitation.objects.get()
    item_a = AgendaItem.objects.get(title=OPEN)
    line = Minute.objects.get(kind="decision")
    things = {
        "meeting": hosted.pk, "item": item_a.pk, "paper": the_file().pk, "line": line.pk, "decision": line.decision_id,
        "group": house.group.pk,
    }  # fmt: skip
    asked_for = 0
    for who in ("manager", "chair", "icb"):
        client = signed(guest, who)
        for slug in (guest.unit.partnership_slug, house.unit.partnership_slug):
            for path in every_address(things, slug):
                answer = client.get(path)
                assert answer.status_code in (403, 404, 405), path
                assert answer.status_code != 403 or OPEN not in answer.content.decode()
                asked_for += 1
    assert asked_for > 150
    # With the guest's own meeting, only papers of that host meeting answer.
    elsewhere = paper(house, AgendaItem.objects.get(title="Budget of the host"), "Budget paper")
    assert status(guest, "manager", "show_host_paper", own.pk, elsewhere.pk) == 404
    assert status(guest, "manager", "withdraw_invitation", row.pk) == 404
    library = reverse("documents:show_document", args=[guest.unit.partnership_slug, the_file().document_id])
    assert signed(guest, "manager").get(library).status_code == 404


def test_the_host_and_a_third_see_nothing_of_the_guests(house: House, guest: House, hosted: Meeting):
    own, third = joined(house, guest, hosted), a_house()
    mine = item(guest, own, "Our own worry")
    services.issue_agenda(guest.actor("manager"), NOW, own.pk)
    row = MeetingInvitation.objects.get()
    assert "Our own worry" in page(guest, "icb", "show_meeting", own.pk)
    assert "Our own worry" not in page(house, "manager", "show_meeting", hosted.pk)
    for stranger in (house, third):
        for slug in (stranger.unit.partnership_slug, guest.unit.partnership_slug):
            for path in every_address({"meeting": own.pk, "item": mine.pk, "invitation": row.pk}, slug):
                if stranger is house and "withdraw" in path and slug == stranger.unit.partnership_slug:
                    continue
                assert signed(stranger, "manager").get(path).status_code in (404, 405), path
    one = the_file().pk
    for meeting in (own.pk, hosted.pk):
        assert status(third, "manager", "show_host_paper", meeting, one) == 404
        assert status(third, "manager", "show_host_minutes", meeting) == 404
    assert third.unit.partnership_name not in page(house, "manager", "show_meeting", hosted.pk)


def test_before_it_accepts_and_after_it_ends_a_guest_sees_nothing(house: House, guest: House, hosted: Meeting):
    row = asked(house, guest, hosted)
    for meeting in (hosted.pk, row.pk):
        assert status(guest, "manager", "show_host_paper", meeting, the_file().pk) == 404
    own = services.accept_invitation(guest.actor("manager"), NOW, row.pk, group_id=guest.group.pk)
    assert status(guest, "icb", "open_host_paper", own.pk, the_file().pk) == 200

    def nothing_left() -> None:
        assert OPEN not in page(guest, "icb", "show_meeting", own.pk)
        for name in ("show_host_paper", "open_host_paper"):
            assert status(guest, "icb", name, own.pk, the_file().pk) == 404
        assert "Cross-authority" not in page(guest, "manager", "answer_invitation", row.pk)

    client = signed(guest, "manager")
    assert client.get(at(guest, "leave_meeting", own.pk)).status_code == 200
    assert client.post(at(guest, "leave_meeting", own.pk), {"reason": ""}).status_code == 422
    assert client.post(at(guest, "leave_meeting", own.pk), {"reason": "A clash"}).status_code == 302
    nothing_left()
    own = joined(house, guest, hosted)
    row = MeetingInvitation.objects.get(state="accepted")
    withdraw = at(house, "withdraw_invitation", row.pk)
    assert signed(house, "manager").post(withdraw, {}).status_code == 302
    nothing_left()
    assert status(guest, "manager", "leave_meeting", own.pk) == 404


def test_a_declined_invitation_says_no_more(house: House, guest: House, hosted: Meeting):
    row = asked(house, guest, hosted)
    client = signed(guest, "officer")
    path = at(guest, "decline_invitation", row.pk)
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "We are short of people"}).status_code == 302
    assert "Cross-authority" not in client.get(at(guest, "answer_invitation", row.pk)).content.decode()
    assert "We are short of people" in page(house, "icb", "show_meeting", hosted.pk)
    for who in ("chair", "icb"):
        assert status(guest, who, "answer_invitation", row.pk) == 403


def test_what_is_taken_back_or_restricted_since_is_gone(house: House, guest: House, hosted: Meeting):
    own, filed, manager = joined(house, guest, hosted), the_file(), house.actor("manager")
    Document.objects.filter(pk=filed.document_id).update(information_class="R")
    assert status(guest, "icb", "open_host_paper", own.pk, filed.pk) == 404
    assert "no longer open to you" in page(guest, "icb", "show_host_paper", own.pk, filed.pk)
    Document.objects.filter(pk=filed.document_id).update(information_class="G")
    services.withdraw_paper(manager, NOW, filed.pk, "Wrong file")
    assert FILED not in page(guest, "icb", "show_meeting", own.pk)
    assert status(guest, "icb", "open_host_paper", own.pk, filed.pk) == 404
    on = AgendaItem.objects.get(title=OPEN)
    other = Paper.objects.get(title="Figures on missing children")
    services.change_item(manager, NOW, TODAY, on.pk, title=OPEN, purpose="decide", part="B")
    assert OPEN not in page(guest, "icb", "show_meeting", own.pk)
    assert status(guest, "icb", "show_host_paper", own.pk, other.pk) == 404


def test_no_draft_is_seen(house: House, guest: House):
    hosted = a_hosted_meeting(house, issued=False)
    item(house, hosted, DRAFT)
    own, filed = joined(house, guest, hosted), the_file()
    seen = page(guest, "manager", "show_meeting", own.pk)
    assert "have not issued their agenda" in seen
    assert OPEN not in seen
    assert status(guest, "manager", "show_host_paper", own.pk, filed.pk) == 404
    services.issue_agenda(house.unit, NOW, hosted.pk)
    assert DRAFT in page(guest, "manager", "show_meeting", own.pk)
    minuted(house, hosted, agreed=False)
    assert status(guest, "manager", "show_host_minutes", own.pk) == 404
    assert "Read their minutes" not in page(guest, "manager", "show_meeting", own.pk)
    on = AgendaItem.objects.get(title=DRAFT)
    owed = services.ask_for_paper(
        house.actor("manager"), NOW, TODAY, on.pk, title="Owed", owner_id=house.users["icb"].pk
    )
    assert status(guest, "manager", "show_host_paper", own.pk, owed.pk) == 404


def test_search_thread_and_pack_of_the_guest_hold_nothing_of_the_hosts(house: House, guest: House, hosted: Meeting):
    own = joined(house, guest, hosted)
    minuted(house, hosted)
    item(guest, own, "Our own worry")
    services.issue_agenda(guest.actor("manager"), NOW, own.pk)
    words = words_of(issue(guest, own)[0])
    assert "Our own worry" in words
    client, slug = signed(guest, "manager"), guest.unit.partnership_slug
    thread = reverse("threads:show_thread", args=[slug, "meetings.meeting", own.pk])
    said = [words, client.get(thread).content.decode()]
    said += [
        client.get(reverse("threads:search", args=[slug]), {"q": q}).content.decode()
        for q in ("missing", "audit", "appraisal")
    ]
    own_found = client.get(reverse("threads:search", args=[slug]), {"q": "worry"}).content.decode()
    assert "Our own worry" in re.sub(r"</?mark[^>]*>", "", own_found)
    for text in said:
        for closed in (OPEN, FILED, "Count in one way", *CLOSED):
            assert closed not in re.sub(r"</?mark[^>]*>", "", text), closed
    assert Pack.objects.count() == 1


def test_the_guest_decides_and_raises_actions_of_its_own(house: House, guest: House, hosted: Meeting):
    own = joined(house, guest, hosted)
    with time_machine.travel(NOW.replace(year=2026, month=12, day=9, hour=15), tick=False):
        client = signed(guest, "manager")
        keep = at(guest, "keep_minutes", own.pk)
        assert client.post(keep, {"kind": "decision", "text": "We count in that way too"}).status_code == 302
        done = client.post(
            keep, {"kind": "action", "text": "Tell our teams", "lead": f"group:{guest.group.pk}",
                   "due_on-day": "20", "due_on-month": "1", "due_on-year": "2027"},
        )  # fmt: skip
        assert done.status_code == 302, re.findall(r"error[^<]*<[^<]*", done.content.decode())[:5]
    mine = Minute.objects.filter(partnership_id=guest.unit.partnership_id).values_list("kind", "action__partnership_id")
    assert sorted(mine) == [("action", guest.unit.partnership_id), ("decision", None)]


def test_changing_a_guests_meeting_asks_only_for_what_is_its_own(house: House, guest: House, hosted: Meeting):
    own = joined(house, guest, hosted)
    client = signed(guest, "chair")
    path = at(guest, "change_meeting", own.pk)
    form = client.get(path).content.decode()
    assert 'name="title"' not in form
    assert 'name="starts_time"' not in form
    assert client.post(path, {"paper_days": "9", "version": str(own.version), "title": "Ours"}).status_code == 302
    own.refresh_from_db()
    assert (own.paper_days, own.title, own.starts_at) == (9, hosted.title, hosted.starts_at)
    assert status(guest, "chair", "call_off_meeting", own.pk) == 403
    shown = page(guest, "chair", "show_meeting", own.pk)
    assert at(guest, "call_off_meeting", own.pk) not in shown
    assert at(guest, "leave_meeting", own.pk) not in shown
    assert at(guest, "leave_meeting", own.pk) in page(guest, "manager", "show_meeting", own.pk)
    assert "do not see your reason" in page(house, "manager", "call_off_meeting", hosted.pk)


def test_pages_cost_the_same_at_two_sizes(house: House, guest: House, hosted: Meeting):
    own = joined(house, guest, hosted)
    minuted(house, hosted)
    day = own.on
    came = [services.SeatCame(guest.seats["chair"].pk, "present")]
    services.record_attendance(guest.actor("manager", day), NOW, day, own.pk, came, [])
    row = asked(house, a_house(), a_meeting(house, on=date(2026, 12, 14)))
    visits: list[tuple[House, str, tuple[Any, ...]]] = [
        (guest, "show_meeting", (own.pk,)), (guest, "show_host_minutes", (own.pk,)),
        (guest, "show_host_paper", (own.pk, the_file().pk)), (house, "show_meeting", (row.hosted_id,)),
        (house, "keep_agenda", (row.hosted_id,)), (house, "issue_agenda", (row.hosted_id,)),
        (house, "ask_partnership", (row.hosted_id,)), (house, "withdraw_invitation", (row.pk,)),
    ]  # fmt: skip

    def costs() -> list[int]:
        found = []
        for where, name, parts in visits:
            path = at(where, name, *parts)
            page(where, "manager", name, *parts)
            found.append(len(counted(signed(where, "manager"), path)))
        return found

    few = costs()
    for number in range(3):
        on = item_again(house, hosted, number)
        Minute.objects.create(partnership_id=house.unit.partnership_id, meeting=hosted, item=on, kind="note", text="So")
        asked(house, a_house(), row.hosted)
    assert costs() == few
    assert max(few) <= QUERY_CEILING


def item_again(house: House, meeting: Meeting, number: int) -> AgendaItem:
    """One more item of agreed minutes, with a paper, as if it had been there before."""
    on = AgendaItem.objects.create(partnership_id=house.unit.partnership_id, meeting=meeting, title=f"More {number}")
    Paper.objects.create(
        partnership_id=house.unit.partnership_id, item=on, title=f"Paper {number}", body="Words", added_at=NOW
    )
    return on
