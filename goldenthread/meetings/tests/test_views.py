"""The pages: who may open which, what they say, and that they cost the same however much there is."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.meetings import services
from goldenthread.meetings.models import Meeting, MeetingSeries
from goldenthread.meetings.tests.factories import NOW, House, a_house, a_meeting, a_series
from tests.visiting import asked

pytestmark = pytest.mark.django_db
Signed = Callable[[str], Client]

SERIES = {
    "title": "Executive", "first_on-day": "2", "first_on-month": "12", "first_on-year": "2026", "beat": "weeks",
    "every": "8", "shift": "later", "starts_time": "2.30pm", "minutes_long": "120", "paper_days": "5",
    "standing": "Matters arising\nAction log", "needs_statutory": "yes", "needs_members": "3",
}  # fmt: skip
MEETING = {
    "title": "Extra executive", "on-day": "14", "on-month": "12", "on-year": "2026", "starts_time": "10:00",
    "minutes_long": "60", "paper_days": "3",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_noon():
    """The pages read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed(house: House) -> Signed:
    """A browser in which somebody of the house is signed in."""

    def as_(who: str) -> Client:
        client = Client()
        client.force_login(house.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_


def at(house: House, name: str, *parts: Any, query: str = "") -> str:
    return reverse(f"meetings:{name}", args=[house.unit.partnership_slug, *parts]) + query


def cost(client: Client, path: str) -> int:
    assert client.get(path).status_code == 200
    return len(asked(client, path))


def test_a_chair_sets_up_a_series_and_everybody_sees_its_meetings(house: House, signed: Signed):
    chair = signed("chair")
    answer = chair.post(at(house, "add_series"), {**SERIES, "group_id": str(house.group.pk)})
    series = MeetingSeries.objects.get()
    assert answer["Location"] == at(house, "show_series", series.pk)
    page = signed("observer").get(at(house, "list_meetings")).content.decode()
    assert "14:30 to 16:30" in page
    assert "Plan a meeting" not in page
    again = chair.post(at(house, "change_series", series.pk), {**SERIES, "starts_time": "half past"})
    assert again.status_code == 422
    assert "Enter a time such as 14:00" in again.content.decode()
    assert "half past" in again.content.decode()


def test_a_chair_plans_for_their_own_group_only(house: House, signed: Signed):
    other = signed("other_chair")
    page = other.post(at(house, "add_meeting"), {**MEETING, "group_id": str(house.group.pk)})
    assert page.status_code == 422
    meeting = a_meeting(house)
    assert other.get(at(house, "change_meeting", meeting.pk)).status_code == 403
    assert signed("icb").get(at(house, "change_meeting", meeting.pk)).status_code == 403
    assert other.get(at(house, "show_meeting", meeting.pk)).status_code == 200


def test_another_partnerships_meeting_is_not_here(house: House, signed: Signed):
    elsewhere = a_house()
    meeting, series = a_meeting(elsewhere), a_series(elsewhere)
    manager = signed("manager")
    for name, thing in (("show_meeting", meeting), ("change_meeting", meeting), ("show_series", series)):
        assert manager.get(at(house, name, thing.pk)).status_code == 404


def test_calling_off_shows_its_reason_and_leaves_the_list_of_what_is_coming(house: House, signed: Signed):
    meeting = a_meeting(house)
    manager = signed("manager")
    path = at(house, "call_off_meeting", meeting.pk)
    assert manager.post(path, {"what": "cancel", "reason": ""}).status_code == 422
    assert manager.post(path, {"what": "cancel", "reason": "Snow on the tops"}).status_code == 302
    assert "Snow on the tops" in signed("icb").get(at(house, "show_meeting", meeting.pk)).content.decode()
    assert str(meeting.pk) not in manager.get(at(house, "list_meetings")).content.decode()
    assert str(meeting.pk) in manager.get(at(house, "list_meetings", query="?when=off")).content.decode()


def test_a_meeting_cancelled_by_mistake_is_planned_again_as_it_was(house: House, signed: Signed):
    first = a_series(house).meetings.first()
    services.cancel_meeting(house.unit, NOW, first.pk, "Snow on the tops")
    manager = signed("manager")
    assert "Plan it again" in manager.get(at(house, "show_meeting", first.pk)).content.decode()
    assert "Plan it again" not in signed("icb").get(at(house, "show_meeting", first.pk)).content.decode()
    path = at(house, "change_meeting", first.pk)
    assert "Plan this meeting again" in manager.get(path).content.decode()
    again = {
        **MEETING, "title": "Executive", "on-day": "2", "on-month": "12", "on-year": "2026", "starts_time": "10:00",
        "minutes_long": "120", "version": str(Meeting.objects.get(pk=first.pk).version),
    }  # fmt: skip
    assert manager.post(path, again).status_code == 302
    stands = Meeting.objects.get(pk=first.pk)
    assert (stands.state, stands.reason, stands.on) == ("planned", "", first.on)
    assert str(first.pk) in manager.get(at(house, "list_meetings")).content.decode()


def test_a_change_of_something_that_changed_meanwhile_is_not_lost(house: House, signed: Signed):
    meeting = a_meeting(house)
    form = {**MEETING, "version": str(meeting.version)}
    assert signed("manager").post(at(house, "change_meeting", meeting.pk), form).status_code == 302
    late = signed("chair").post(at(house, "change_meeting", meeting.pk), {**form, "place": "The annexe"})
    assert late.status_code == 422
    assert "The annexe" in late.content.decode()
    assert Meeting.objects.get(pk=meeting.pk).title == "Extra executive"


def test_lists_and_pages_cost_the_same_at_two_sizes(house: House, signed: Signed):
    series = a_series(house)
    first = Meeting.objects.filter(series=series).first()
    paths = [
        at(house, "list_meetings"), at(house, "list_series"), at(house, "show_series", series.pk),
        at(house, "show_meeting", first.pk),
    ]  # fmt: skip
    client = signed("manager")
    for path in paths:
        client.get(path)
    few = [cost(client, path) for path in paths]
    for number in range(4):
        a_series(house, title=f"Series {number}", group_id=house.other.pk)
    assert [cost(client, path) for path in paths] == few
    assert max(few) <= 15


def test_the_list_is_taken_away_as_a_file(house: House, signed: Signed):
    a_series(house)
    file = signed("icb").get(at(house, "list_meetings", query="?format=csv")).content.decode()
    assert "County Hall" in file
    assert "10:00 to 12:00" in file
