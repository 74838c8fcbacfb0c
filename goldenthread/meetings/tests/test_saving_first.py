"""Two people write the same thing of a meeting: the second sees both texts, keeps what was typed, and can save it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.meetings import queries, services
from goldenthread.meetings.models import AgendaItem, Decision, Meeting, Minute, Paper
from goldenthread.meetings.rules import Came
from goldenthread.meetings.services import SeatCame
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_meeting

pytestmark = pytest.mark.django_db
MINE = "My own new words"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """The pages read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed(house: House) -> Client:
    client = Client()
    client.force_login(house.users["manager"], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(house: House, name: str, thing: Any, query: str = "") -> str:
    return reverse(f"meetings:{name}", args=[house.unit.partnership_slug, thing.pk]) + query


def held(house: House) -> Meeting:
    return a_meeting(house, on=TODAY - timedelta(days=7))


def sent(client: Client, path: str, **mine: str) -> dict[str, str]:
    """What the form of a page would send, with what somebody typed over it."""
    form = client.get(path).context_data["form"]
    stands = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in {**stands, **mine}.items() if value not in (None, "", False)}


def second_save(client: Client, path: str, mine: dict[str, str], theirs: str) -> None:
    """The second save shows both texts and loses neither; sent again from there, it is kept."""
    both = client.post(path, mine)
    assert both.status_code == 409
    page = both.content.decode()
    assert "saved while you were writing" in page
    assert theirs in page
    assert page.count(MINE) >= 2
    form = both.context_data["form"]
    again = client.post(path, {**mine, "version": form["version"].value()})
    assert again.status_code == 302


def test_an_agenda_item(house: House, signed: Client) -> None:
    item = services.add_item(house.unit, NOW, TODAY, a_meeting(house).pk, title="Neglect")
    path = at(house, "change_item", item)
    mine = sent(signed, path, text=MINE)
    services.change_item(house.unit, NOW, TODAY, item.pk, title="Neglect", purpose="note", text="Theirs entirely")
    second_save(signed, path, mine, "Theirs entirely")
    assert AgendaItem.objects.get().text == MINE


def test_a_line_of_the_minutes_in_draft(house: House, signed: Client) -> None:
    line = services.take_minute(house.unit, NOW, TODAY, held(house).pk, kind="note", text="Said")
    path = at(house, "change_line", line)
    mine = sent(signed, path, text=MINE)
    services.change_line(house.unit, NOW, line.pk, text="Theirs entirely")
    second_save(signed, path, mine, "Theirs entirely")
    assert Minute.objects.get().text == MINE


def test_what_more_is_said_of_a_decision(house: House, signed: Client) -> None:
    decision = services.record_decision(house.unit, NOW, TODAY, held(house).pk, text="Renew")
    path = at(house, "complete_decision", decision)
    mine = sent(signed, path, reason=MINE, view_police="Agreed with it")
    services.complete_decision(house.unit, NOW, decision.pk, reason="Theirs entirely", views={"police": "Doubtful"})
    second_save(signed, path, mine, "Doubtful")
    decision = Decision.objects.get()
    assert (decision.reason, decision.views) == (MINE, {"police": "Agreed with it"})


def test_the_words_of_a_paper(house: House, signed: Client) -> None:
    item = services.add_item(house.unit, NOW, TODAY, a_meeting(house).pk, title="Neglect")
    paper = services.add_paper(house.unit, NOW, TODAY, item.pk, title="Figures", body="First words")
    path = at(house, "add_paper", item, f"?paper={paper.pk}")
    mine = sent(signed, path, body=MINE)
    services.add_paper(
        house.unit, NOW, TODAY, item.pk, paper_id=paper.pk, title="Figures", body="Theirs entirely"
    )  # fmt: skip
    second_save(signed, path, mine, "Theirs entirely")
    assert Paper.objects.get().body == MINE


def test_who_came_and_other_changes_of_the_meeting_are_no_hindrance(house: House, signed: Client) -> None:
    meeting = held(house)
    path = at(house, "record_attendance", meeting)
    mine = sent(signed, path, guests=MINE)
    # Minutes taken meanwhile say nothing of who came.
    services.take_minute(house.unit, NOW, TODAY, meeting.pk, kind="note", text="Opened")
    assert signed.post(path, mine).status_code == 302
    mine = sent(signed, path, guests=MINE)
    told = [SeatCame(house.seats["icb"].pk, Came.PRESENT)]
    services.record_attendance(house.unit, NOW, TODAY, meeting.pk, told, ["Theirs entirely"])
    second_save(signed, path, mine, "Theirs entirely")
    came = queries.attendance_of(house.unit, meeting)
    assert [one.person_name for one in came.guests] == [MINE]


def test_the_same_words_twice_are_nobodys_loss(house: House, signed: Client) -> None:
    line = services.take_minute(house.unit, NOW, date(2026, 12, 9), a_meeting(house).pk, kind="note", text="Said")
    path = at(house, "change_line", line)
    mine = sent(signed, path, text=MINE)
    assert [signed.post(path, mine).status_code for _ in range(2)] == [302, 302]
