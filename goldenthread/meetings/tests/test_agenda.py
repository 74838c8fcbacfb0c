"""Agendas and papers through their services and pages: what is proposed, what is owed, and who reads what."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from goldenthread.documents.models import Document
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import queries, services
from goldenthread.meetings.models import AgendaItem, Meeting, Paper
from goldenthread.meetings.queries.waiting import papers_waiting
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting, a_series
from goldenthread.notify.rules import asked_on_my_work
from goldenthread.partnerships import services as partnerships
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import Ref
from goldenthread.trail import queries as trail
from tests.visiting import asked

pytestmark = pytest.mark.django_db
SECRET = "Appraisal of the scrutineer"
READERS = ("manager", "scrutineer", "chair", "icb", "police")
OTHERS = ("observer", "lay", "officer", "other_chair")
TEXT = "The backlog fell by a third."


@pytest.fixture(autouse=True)
def at_noon():
    """The pages read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


def signed(house: House, who: str) -> Client:
    client = Client()
    client.force_login(house.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(house: House, name: str, *parts: Any) -> str:
    return reverse(f"meetings:{name}", args=[house.unit.partnership_slug, *parts])


def item(house: House, meeting: Meeting, title: str = "Neglect", **fields: Any) -> AgendaItem:
    return services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title=title, **fields)


def titles(house: House, who: str, meeting: Meeting) -> list[tuple[str, str]]:
    return [(line.number, line.item.title) for line in queries.agenda_of(house.actor(who), meeting.pk)]


def paper(house: House, on: AgendaItem, who: str = "manager", today: date = TODAY, **fields: Any) -> Paper:
    given = {"title": "Front door figures", "body": TEXT, "summary": "Fewer waits", **fields}
    return services.add_paper(house.actor(who), NOW, today, on.pk, **given)


def test_an_agenda_is_proposed_once_from_what_stands_and_what_was_carried(house: House):
    series = a_series(house)
    first, second, *_ = Meeting.objects.filter(series=series)
    kept = item(house, first, "Budget", minutes=10)
    services.propose_agenda(house.actor("chair"), NOW, first.pk)
    services.propose_agenda(house.actor("chair"), NOW, first.pk)
    assert titles(house, "chair", first) == [("1", "Budget"), ("2", "Matters arising"), ("3", "Action log")]
    there = services.carry_item(house.actor("chair"), NOW, kept.pk)
    assert (there.meeting_id, there.minutes, there.source) == (second.pk, 10, "carried")
    assert [title for _, title in titles(house, "chair", first)] == ["Matters arising", "Action log"]
    # A meeting with an agenda is no longer re-dated by its series.
    services.end_series(house.unit, NOW, TODAY, series.pk, last_on=TODAY, reason="Merged")
    assert [one.pk for one in Meeting.objects.shown(house.unit).filter(series=series)] == [first.pk, second.pk]


def test_an_item_without_a_next_meeting_waits_and_one_of_a_cancelled_meeting_is_not_lost(house: House):
    meeting = a_meeting(house)
    waiting = item(house, meeting, "Waiting")
    assert services.carry_item(house.actor("chair"), NOW, waiting.pk).pk == waiting.pk
    item(house, meeting, "Lost with the snow")
    services.cancel_meeting(house.unit, NOW, meeting.pk, "Snow")
    later = a_meeting(house, on=date(2027, 1, 20))
    services.propose_agenda(house.actor("chair"), NOW, later.pk)
    found = [title for _, title in titles(house, "chair", later)]
    assert {"Waiting", "Lost with the snow"} <= set(found)


def test_items_move_within_their_part(house: House):
    meeting = a_meeting(house)
    one, two = item(house, meeting, "One"), item(house, meeting, "Two")
    secret = item(house, meeting, SECRET, part="B")
    services.move_item(house.actor("officer"), NOW, two.pk, up=True)
    services.move_item(house.actor("officer"), NOW, two.pk, up=True)
    services.move_item(house.actor("manager"), NOW, secret.pk, up=True)
    assert titles(house, "manager", meeting) == [("1", "Two"), ("2", "One"), ("B1", SECRET)]
    with pytest.raises(Refused, match="not yours to see"):
        services.move_item(house.actor("officer"), NOW, secret.pk, up=True)
    with pytest.raises(NotPermitted):
        services.move_item(house.actor("other_chair"), NOW, one.pk, up=True) if meeting.issued_at else (
            services.issue_agenda(house.unit, NOW, meeting.pk),
            services.move_item(house.actor("other_chair"), NOW, one.pk, up=True),
        )


def test_a_draft_is_for_those_who_keep_it(house: House):
    meeting = a_meeting(house, minute_taker_id=house.users["observer"].pk)
    item(house, meeting)
    for who in ("manager", "officer", "chair", "observer"):
        assert titles(house, who, meeting) == [("1", "Neglect")]
    for who in ("icb", "lay", "scrutineer", "other_chair"):
        assert titles(house, who, meeting) == []
    services.issue_agenda(house.actor("observer"), NOW, meeting.pk)
    assert titles(house, "lay", meeting) == [("1", "Neglect")]
    with pytest.raises(Refused, match="Put something"):
        services.issue_agenda(house.unit, NOW, a_meeting(house).pk)


@pytest.fixture
def restricted(house: House) -> tuple[Meeting, AgendaItem, Paper]:
    """An issued meeting with an open item before and after one of part B, which has a paper with a file."""
    meeting = a_meeting(house)
    item(house, meeting, "First")
    secret = item(house, meeting, SECRET, part="B", text="What was said of them")
    item(house, meeting, "Second")
    upload = SimpleUploadedFile("appraisal.txt", b"Frank words", content_type="text/plain")
    given = services.add_paper(
        house.actor("manager"), NOW, TODAY, secret.pk, title="Frank appraisal", upload=upload, body=""
    )
    services.issue_agenda(house.unit, NOW, meeting.pk)
    return meeting, secret, given


def test_part_b_is_absent_for_who_may_not_read_it(house: House, restricted: tuple[Meeting, AgendaItem, Paper]):
    meeting, secret, given = restricted
    for who in READERS:
        assert titles(house, who, meeting) == [("1", "First"), ("2", "Second"), ("B1", SECRET)]
    for who in OTHERS:
        actor = house.actor(who)
        assert titles(house, who, meeting) == [("1", "First"), ("2", "Second")]
        assert queries.find_item(actor, secret.pk) is None
        assert queries.find_paper(actor, given.pk) is None
        assert services.read_paper(actor, NOW, given.pk) is None
        assert not queries.may_see_item(actor, secret.pk)
        refs = [Ref("meetings.agendaitem", secret.pk), Ref("meetings.paper", given.pk)]
        assert not threads.summaries_of(actor, refs)
        assert not Document.objects.readable(actor).filter(pk=given.document_id).exists()
    elsewhere = a_house().unit
    assert queries.agenda_of(elsewhere, meeting.pk) == []
    assert queries.find_paper(elsewhere, given.pk) is None


def test_no_page_list_or_search_betrays_part_b(house: House, restricted: tuple[Meeting, AgendaItem, Paper]):
    meeting, secret, given = restricted
    slug = house.unit.partnership_slug
    for who in OTHERS:
        client = signed(house, who)
        for path in (at(house, "show_meeting", meeting.pk), at(house, "list_late_papers"), f"/{slug}/documents/"):
            page = client.get(path).content.decode()
            assert "appraisal" not in page.lower()
            assert "Part B" not in page
        for name, thing in (("show_item", secret), ("show_paper", given), ("open_paper", given)):
            assert client.get(at(house, name, thing.pk)).status_code == 404
        page = client.get(reverse("threads:search", args=[slug]) + "?q=appraisal").content.decode()
        assert "of the scrutineer" not in page
        assert "Frank" not in page
    found = signed(house, "icb").get(reverse("threads:search", args=[slug]) + "?q=appraisal").content.decode()
    assert "of the scrutineer" in found
    assert "Frank" in found


def test_a_member_reads_the_file_of_part_b_and_that_is_recorded(
    house: House, restricted: tuple[Meeting, AgendaItem, Paper]
):
    _, secret, given = restricted
    answer = signed(house, "icb").get(at(house, "open_paper", given.pk))
    assert b"".join(answer.streaming_content) == b"Frank words"
    read = [line for line in trail.history(house.unit, "meetings.paper", given.pk) if "opened" in line.sentence]
    assert [line.who for line in read] == ["Icb"]
    # The trail, which more people read, has none of the words.
    for kind, thing in (("meetings.agendaitem", secret), ("meetings.paper", given)):
        told = repr([(line.sentence, line.changes) for line in trail.history(house.unit, kind, thing.pk)])
        assert "ppraisal" not in told
        assert "What was said" not in told


def test_part_b_takes_no_document_that_more_people_read(house: House, restricted: tuple[Meeting, AgendaItem, Paper]):
    meeting, secret, _ = restricted
    first = AgendaItem.objects.get(title="First")
    upload = SimpleUploadedFile("open.txt", b"Open words", content_type="text/plain")
    shared = paper(house, first, upload=upload, body="").document
    with pytest.raises(Refused, match="More people read"):
        paper(house, secret, document_id=shared.pk, body="")
    with pytest.raises(Refused, match="would not see"):
        item(house, meeting, "Another", part="B", presenter_id=house.users["observer"].pk)
    with pytest.raises(NotPermitted):
        services.add_item(house.actor("officer"), NOW, TODAY, meeting.pk, title="Mine", part="B")
    with pytest.raises(Refused, match="stays in part B"):
        services.change_item(house.unit, NOW, TODAY, secret.pk, title=SECRET, purpose="note")


def test_everything_of_a_restricted_group_is_part_b(house: House):
    from goldenthread.partnerships.tests import factories as places

    group = places.a_group(house.unit, "Review group", information_class="R")
    meeting = a_meeting(house, group_id=group.pk)
    assert item(house, meeting, "A case").part == "B"


def test_a_late_paper_says_why_and_stands_in_the_log(house: House):
    meeting = a_meeting(house)
    on = item(house, meeting, presenter_id=house.users["icb"].pk)
    late = date(2026, 12, 3)
    with pytest.raises(Refused, match="Say why this one is late"):
        paper(house, on, "icb", today=late)
    given = paper(house, on, "icb", today=late, late_reason="The figures came on Wednesday")
    assert given.is_late
    services.issue_agenda(house.unit, NOW, meeting.pk)
    page = signed(house, "lay").get(at(house, "list_late_papers")).content.decode()
    assert "The figures came on Wednesday" in page
    assert not paper(house, on).is_late
    with pytest.raises(NotPermitted):
        paper(house, on, "police")


def test_who_owes_a_paper_is_asked_for_it_until_it_is_there(house: House):
    meeting = a_meeting(house)
    on = item(house, meeting)
    owed = services.ask_for_paper(
        house.unit, NOW, TODAY, on.pk, title="Front door figures", owner_id=house.users["police"].pk
    )
    actors = [house.actor("police"), house.actor("icb")]

    def asks(today: date) -> list[Any]:
        found = [(actor, ask) for _, actor, ask in asked_on_my_work(actors, today) if ask.kind == "meetings.paper"]
        assert all(actor.user_id == house.users["police"].pk for actor, _ in found)
        return [ask for _, ask in found]

    (ask,) = asks(TODAY)
    assert ask.due_on == date(2026, 12, 2)
    assert "owed by 2 December" in ask.why
    assert "owed since 2 December" in asks(date(2026, 12, 4))[0].why
    assert asks(TODAY - timedelta(days=60)) == []
    # The page it leads to opens for whoever owes it, though the agenda is a draft.
    answer = signed(house, "police").post(ask.path, {"title": "Front door figures", "body": TEXT})
    assert answer["Location"] == at(house, "show_paper", owed.pk)
    assert asks(TODAY) == []
    assert signed(house, "icb").get(at(house, "show_paper", owed.pk)).status_code == 404


def test_whoever_an_absent_owner_named_is_asked_for_the_paper(house: House):
    meeting = a_meeting(house)
    on = item(house, meeting)
    owner, cover = house.users["police"], house.users["icb"]
    owed = services.ask_for_paper(house.unit, NOW, TODAY, on.pk, title="Front door figures", owner_id=owner.pk)
    path = queries.paper_asks([house.actor("police")], TODAY)[0][1].path
    assert queries.paper_asks([house.actor("icb")], TODAY) == []
    with pytest.raises(NotPermitted):
        services.add_paper(house.actor("icb"), NOW, TODAY, on.pk, title="Mine?", paper_id=None, body=TEXT)
    partnerships.say_away(
        house.unit, NOW, TODAY, owner.pk, starts_on=TODAY, ends_on=TODAY + timedelta(days=9), covered_by_id=cover.pk
    )  # fmt: skip
    ((_, ask),) = queries.paper_asks([house.actor("icb")], TODAY)
    assert (ask.thing_id, ask.relieved) == (owed.pk, False)
    assert papers_waiting([house.actor("icb")], date(2026, 12, 2)).count() == 1
    ((_, theirs),) = queries.paper_asks([house.actor("police")], TODAY)
    assert theirs.relieved
    assert signed(house, "icb").get(path).status_code == 200
    answer = signed(house, "icb").post(path, {"title": "Front door figures", "body": TEXT})
    assert answer["Location"] == at(house, "show_paper", owed.pk)
    assert queries.paper_asks([house.actor("police")], TODAY) == []


def test_an_ask_for_part_b_has_no_title_and_reaches_nobody_who_may_not_read_it(house: House, restricted: Any):
    _, secret, _ = restricted
    services.ask_for_paper(house.unit, NOW, TODAY, secret.pk, title="Frank two", owner_id=house.users["icb"].pk)
    (ask,) = [ask for _, ask in queries.paper_asks([house.actor("icb")], TODAY)]
    assert ask.title == ""
    with pytest.raises(Refused, match="would not see"):
        services.ask_for_paper(house.unit, NOW, TODAY, secret.pk, title="No", owner_id=house.users["other_chair"].pk)


def test_the_agenda_is_kept_on_one_page_without_scripts(house: House):
    meeting = a_meeting(house)
    client = signed(house, "chair")
    path = at(house, "keep_agenda", meeting.pk)
    assert client.post(at(house, "propose_agenda", meeting.pk)).status_code == 302
    answer = client.post(path, {"title": "Budget", "purpose": "decide", "part": "A", "minutes": "15"})
    assert answer.status_code == 302
    page = client.get(path).content.decode()
    assert page.count("Carry to the next meeting") == 8
    budget = AgendaItem.objects.get(title="Budget")
    assert client.post(at(house, "move_item", budget.pk), {"way": "up"}).status_code == 302
    assert client.post(path, {"title": "", "purpose": "decide"}).status_code == 422
    assert client.post(at(house, "issue_agenda", meeting.pk)).status_code == 302
    assert client.post(at(house, "remove_item", budget.pk), {"reason": ""}).status_code == 422
    assert client.post(at(house, "remove_item", budget.pk), {"reason": "Not ready"}).status_code == 302
    assert signed(house, "icb").get(path).status_code == 403
    assert "Budget" not in signed(house, "icb").get(at(house, "show_meeting", meeting.pk)).content.decode()


def test_pages_cost_the_same_however_long_the_agenda(house: House, restricted: tuple[Meeting, AgendaItem, Paper]):
    meeting, secret, given = restricted
    paths = [
        at(house, "show_meeting", meeting.pk), at(house, "keep_agenda", meeting.pk), at(house, "show_item", secret.pk),
        at(house, "show_paper", given.pk), at(house, "add_paper", secret.pk), at(house, "list_late_papers"),
    ]  # fmt: skip
    client = signed(house, "chair")

    def costs() -> list[int]:
        found = []
        for path in paths:
            assert client.get(path).status_code == 200
            found.append(len(asked(client, path)))
        return found

    costs()
    few = costs()
    for number in range(5):
        paper(
            house,
            item(house, meeting, f"More {number}", part="AB"[number % 2]),
            today=date(2026, 12, 4),
            late_reason="x",
        )
    assert costs() == few
    assert max(few) <= 15, few
