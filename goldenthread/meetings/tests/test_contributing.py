"""A paper from somebody without an account: their link shows one item, takes one file, and ends."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from goldenthread.documents.models import Document
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import queries, services
from goldenthread.meetings.models import AgendaItem, Meeting, Paper, PaperLink
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting
from goldenthread.meetings.tests.packs import at, item, signed
from goldenthread.notify.models import Message
from goldenthread.trail import queries as trail
from goldenthread.web.logs import SECRET_ADDRESS
from tests.visiting import asked

pytestmark = pytest.mark.django_db
WHO = {"name": "Nell Farrow", "email": "Nell@charity.example"}
SAID = {"summary": "Families wait less."}


@pytest.fixture(autouse=True)
def at_noon():
    """The pages read the clock."""
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting(house: House) -> Meeting:
    return a_meeting(house)


@pytest.fixture
def asked_for(house: House, meeting: Meeting) -> AgendaItem:
    return item(house, meeting, "Voices of families", text="Not for outsiders")


def sent(house: House, on: AgendaItem, who: str = "chair", **more: Any) -> tuple[PaperLink, str]:
    """The link and the address in its letter."""
    link = services.send_paper_link(house.actor(who), more.pop("now", NOW), on.pk, **{**WHO, **more})
    letter = Message.objects.get(key=f"meetings.paper_link:{link.pk}:{link.sent_at.isoformat()}")
    return link, re.findall(r"/contribute/[^/\s]+/", letter.body)[-1]


def file(words: bytes = b"What families told us", name: str = "families.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words, content_type="text/plain")


def send(path: str, upload: Any = None, **more: Any) -> Any:
    return Client().post(path, {**SAID, **more, "upload": upload or file()})


def test_the_link_shows_its_item_and_nothing_else(house: House, meeting: Meeting, asked_for: AgendaItem):
    item(house, meeting, "Budget")
    _, path = sent(house, asked_for)
    answer = Client().get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Voices of families", "Executive", "9 December 2026", "2 December 2026", "Nell Farrow"):
        assert words in page
    for words in ("Budget", "Not for outsiders", "County Hall", "Sign out", "My work"):
        assert words not in page
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert len(asked(Client(), path)) <= 3
    # The address is not written to a log.
    assert SECRET_ADDRESS.sub(r"\1…", f"GET {path} 200") == "GET /contribute/…/ 200"
    assert path.split("/")[2] not in repr(PaperLink.objects.values())


def test_a_paper_may_be_sent_again_until_it_is_accepted(house: House, asked_for: AgendaItem):
    link, path = sent(house, asked_for)
    assert "your paper has come" in send(path).content.decode()
    first = PaperLink.objects.get().file.name
    assert send(path, file(b"Better words", "better.txt")).status_code == 200
    link.refresh_from_db()
    assert (link.original_name, link.file.name != first) == ("better.txt", True)
    assert Document.objects.count() == Paper.objects.count() == 0
    told = Message.objects.filter(kind="meetings.paper_came").first()
    assert told.address.startswith("m.chair@")
    page = signed(house, "chair").get(at(house, "show_item", asked_for.pk)).content.decode()
    assert "a paper came on" in page
    here = at(house, "accept_contribution", link.pk)
    assert "Families wait less." in signed(house, "chair").get(here).content.decode()
    got = signed(house, "manager").get(at(house, "open_contribution", link.pk))
    assert b"".join(got.streaming_content) == b"Better words"
    answer = signed(house, "chair").post(here, {"title": "What families say"})
    paper = Paper.objects.get()
    assert answer["Location"] == at(house, "show_paper", paper.pk)
    assert (paper.item_id, paper.summary, paper.contributors) == (asked_for.pk, "Families wait less.", "Nell Farrow")
    assert paper.document.file.open("rb").read() == b"Better words"
    over = Client().get(path)
    assert over.status_code == 410
    assert "was accepted" in over.content.decode()
    assert send(path).status_code == 410
    assert signed(house, "chair").get(at(house, "open_contribution", link.pk)).status_code == 404


def test_files_that_nothing_names_are_let_go(
    house: House, asked_for: AgendaItem, django_capture_on_commit_callbacks: Any
):
    link, path = sent(house, asked_for)
    with django_capture_on_commit_callbacks(execute=True):
        send(path)
    first = PaperLink.objects.get(pk=link.pk).file.name
    with django_capture_on_commit_callbacks(execute=True):
        send(path, file(b"Better words"))
    second = PaperLink.objects.get(pk=link.pk).file.name
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_paper_link(house.actor("chair"), NOW, link.pk)
    assert not default_storage.exists(second)


def test_an_owed_paper_is_settled_by_what_came(house: House, asked_for: AgendaItem):
    owed = services.ask_for_paper(
        house.actor("manager"), NOW, TODAY, asked_for.pk, title="Voices", owner_id=house.users["icb"].pk
    )
    link, path = sent(house, asked_for, now=NOW)
    late = datetime(2026, 12, 4, 12, tzinfo=NOW.tzinfo)
    with time_machine.travel(late, tick=False):
        send(path)
        here = at(house, "accept_contribution", link.pk)
        client = signed(house, "manager")
        given = {"title": "Voices", "paper_id": str(owed.pk)}
        assert client.post(here, given).status_code == 422
        assert client.post(here, {**given, "late_reason": "The interviews took longer"}).status_code == 302
    owed.refresh_from_db()
    assert (owed.is_late, owed.late_reason, Paper.objects.count()) == (True, "The interviews took longer", 1)


def test_part_b_is_never_asked_for_by_a_link(house: House, meeting: Meeting, asked_for: AgendaItem):
    secret = item(house, meeting, "Appraisal", part="B")
    with pytest.raises(Refused, match="only after signing in"):
        sent(house, secret)
    assert signed(house, "chair").get(at(house, "send_paper_link", secret.pk)).status_code == 403
    link, path = sent(house, asked_for)
    services.change_item(
        house.actor("manager"), NOW, TODAY, asked_for.pk, title="Voices of families", purpose="note", part="B"
    )
    answer = Client().get(path)
    assert answer.status_code == 410
    assert "Voices" not in answer.content.decode()
    assert signed(house, "officer").get(at(house, "accept_contribution", link.pk)).status_code == 404


def test_a_link_ends(house: House, meeting: Meeting, asked_for: AgendaItem):
    link, path = sent(house, asked_for, days=3)
    for now, status in ((NOW + timedelta(days=2), 200), (NOW + timedelta(days=3), 410)):
        with time_machine.travel(now, tick=False):
            assert Client().get(path).status_code == status
    again, newer = sent(house, asked_for, name="Nell F", days=3, now=NOW + timedelta(minutes=1))
    assert again.pk == link.pk
    assert (Client().get(path).status_code, Client().get(newer).status_code) == (404, 200)
    services.withdraw_paper_link(house.actor("chair"), NOW, link.pk)
    assert Client().get(newer).status_code == 410
    with pytest.raises(Refused, match="already"):
        services.withdraw_paper_link(house.actor("chair"), NOW, link.pk)
    for days in (0, 61):
        with pytest.raises(Refused, match="1 to 60 days"):
            sent(house, asked_for, days=days)
    _, last = sent(house, asked_for)
    services.cancel_meeting(house.unit, NOW, meeting.pk, "Snow")
    assert send(last).status_code == 410


def test_what_the_library_does_not_keep_is_refused(house: House, asked_for: AgendaItem):
    _, path = sent(house, asked_for)
    for upload, words in (
        (file(b"MZ\x00", "run.exe"), "program"),
        (file(b"<html>", "page.txt"), "web page"),
        (file(b"", "no.txt"), "empty"),
    ):
        answer = send(path, upload)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    answer = send(path, summary=" ")
    assert answer.status_code == 422
    assert "Choose the file again" in answer.content.decode()
    assert PaperLink.objects.get().file.name == ""


def test_guessing_is_slowed_down(house: House, asked_for: AgendaItem):
    statuses = [Client().get(f"/contribute/guess-{number}/").status_code for number in range(12)]
    assert (statuses[0], statuses[-1]) == (404, 429)
    _, path = sent(house, asked_for)
    assert [Client().get(path).status_code for _ in range(32)][-1] == 429


def test_only_those_who_keep_the_agenda_send_see_and_accept(house: House, asked_for: AgendaItem):
    link, path = sent(house, asked_for)
    send(path)
    services.issue_agenda(house.unit, NOW, asked_for.meeting_id)
    for who in ("icb", "other_chair", "observer"):
        with pytest.raises(NotPermitted):
            sent(house, asked_for, who)
        with pytest.raises(Refused):
            services.accept_contribution(house.actor(who), NOW, link.pk, title="Mine")
        for name in ("accept_contribution", "open_contribution", "withdraw_paper_link"):
            assert signed(house, who).get(at(house, name, link.pk)).status_code == 404
        assert "Nell" not in signed(house, who).get(at(house, "show_item", asked_for.pk)).content.decode()
        assert not queries.may_see_link(house.actor(who), link.pk)
    elsewhere = a_house()
    assert queries.find_paper_link(elsewhere.unit, link.pk, NOW) is None
    told = repr([(one.sentence, one.changes) for one in trail.history(house.unit, "meetings.paperlink", link.pk)])
    assert "sent a paper by this link" in told
    assert "Families wait" not in told
    assert link.token_hash not in told
    path = reverse(
        "partnerships:show_record_history", args=[house.unit.partnership_slug, "meetings.paperlink", link.pk]
    )
    assert signed(house, "icb").get(path).status_code == 404


def test_pages_cost_the_same_however_many_are_asked(house: House, asked_for: AgendaItem):
    link, path = sent(house, asked_for)
    send(path)
    client = signed(house, "chair")
    paths = [
        at(house, "show_item", asked_for.pk), at(house, "send_paper_link", asked_for.pk),
        at(house, "accept_contribution", link.pk), at(house, "withdraw_paper_link", link.pk),
    ]  # fmt: skip
    costs = [len(asked(client, one)) for one in paths * 2][len(paths) :]
    for number in range(4):
        sent(house, asked_for, email=f"n{number}@charity.example")
    assert [len(asked(client, one)) for one in paths] == costs
    assert max(costs) <= 15, costs
