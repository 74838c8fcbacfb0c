"""The version of minutes for the public, minutes on paper, and lines taken out by mistake."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import services
from goldenthread.meetings.models import Meeting, Minute
from goldenthread.meetings.rules import Came
from goldenthread.meetings.services import SeatCame
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting
from goldenthread.notify.models import Message
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories as places
from tests.visiting import asked

pytestmark = pytest.mark.django_db


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


def held(house: House) -> Meeting:
    meeting = a_meeting(house, on=TODAY - timedelta(days=7))
    told = [SeatCame(house.seats[one].pk, Came.PRESENT) for one in ("chair", "icb", "police")]
    return services.record_attendance(house.unit, NOW, TODAY, meeting.pk, told)


def minuted(house: House, meeting: Meeting, text: str, kind: str = "note", **fields: Any) -> Minute:
    return services.take_minute(house.actor("manager"), NOW, TODAY, meeting.pk, kind=kind, text=text, **fields)


def agreed(house: House, meeting: Meeting) -> Meeting:
    services.put_to_chair(house.unit, NOW, meeting.pk)
    return services.agree_minutes(house.actor("chair"), NOW, TODAY, meeting.pk)


def words_of(answer: Any, format: str) -> str:
    """What stands in a file."""
    file = BytesIO(answer.content)
    if format == "pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())
    return "\n".join(one.text for one in Document(file).paragraphs)


@pytest.fixture
def minutes(house: House) -> tuple[Meeting, Minute, Minute, Minute]:
    """Agreed minutes with a note, a key message and a restricted note."""
    meeting = held(house)
    item = services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title="Contracts of Acme", part="B")
    services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title="Quiet item")
    note = minuted(house, meeting, "Mr Lamb of Elm Road told us so")
    message = minuted(house, meeting, "Spot neglect early", "key_message")
    secret = minuted(house, meeting, "Acme is to go", item_id=item.pk)
    return agreed(house, meeting), note, message, secret


def test_the_public_version_holds_chosen_lines_in_their_own_words_and_no_names_unless_asked(house: House, minutes: Any):
    meeting, note, message, _ = minutes
    public, choose = at(house, "show_public_minutes", meeting.pk), at(house, "choose_public", meeting.pk)
    manager = signed(house, "manager")
    form = manager.get(choose).content.decode()
    assert "Mr Lamb" in form
    assert "Acme" not in form
    answer = manager.post(choose, {f"in_{note.pk}": "yes", f"as_{note.pk}": "A resident told us so"})
    assert answer["Location"] == public
    page = signed(house, "lay").get(public).content.decode()
    assert "A resident told us so" in page
    assert "Choose what it holds" not in page
    for absent in ("Mr Lamb", "Spot neglect early", "Acme", "Chief nurse, Icb"):
        assert absent not in page
    for format in ("pdf", "docx"):
        said = words_of(manager.get(f"{public}?format={format}"), format)
        assert "A resident told us so" in said
        for absent in ("Lamb", "Acme", "Spot neglect", "Icb", "OFFICIAL"):
            assert absent not in said, (format, absent)
        assert "Chief nurse, Icb" in words_of(manager.get(f"{public}?format={format}&names=yes"), format)
    # What is chosen anew takes the place of what was.
    assert services.choose_public(house.unit, NOW, meeting.pk, {message.pk: ""}) == 1
    page = signed(house, "lay").get(public).content.decode()
    assert "Spot neglect early" in page
    assert "A resident" not in page


def test_part_b_and_other_minutes_are_never_made_public(house: House, minutes: Any):
    meeting, note, _, secret = minutes
    for actor in (house.actor("manager"), house.actor("chair")):
        with pytest.raises(Refused, match="part A of these minutes"):
            services.choose_public(actor, NOW, meeting.pk, {secret.pk: "Something about a contract"})
    other = a_meeting(house, on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="part A of these minutes"):
        services.choose_public(house.unit, NOW, other.pk, {note.pk: ""})
    with pytest.raises(NotPermitted):
        services.choose_public(house.actor("icb"), NOW, meeting.pk, {note.pk: ""})
    assert signed(house, "icb").get(at(house, "choose_public", meeting.pk)).status_code == 403
    elsewhere = a_house()
    assert signed(elsewhere, "manager").get(at(elsewhere, "choose_public", meeting.pk)).status_code == 404
    assert not Minute.objects.filter(is_public=True).exists()


def test_the_public_version_waits_for_the_chair(house: House):
    meeting = held(house)
    line = minuted(house, meeting, "Spot neglect early")
    services.choose_public(house.unit, NOW, meeting.pk, {line.pk: ""})
    assert signed(house, "manager").get(at(house, "show_public_minutes", meeting.pk)).status_code == 404
    agreed(house, meeting)
    assert "Spot neglect" in signed(house, "lay").get(at(house, "show_public_minutes", meeting.pk)).content.decode()


def test_a_corrected_line_leaves_the_public_version_where_that_had_other_words(house: House, minutes: Any):
    meeting, note, message, _ = minutes
    services.choose_public(house.unit, NOW, meeting.pk, {note.pk: "A resident told us so", message.pk: ""})
    client = signed(house, "manager")
    change = {
        "text": "Mr Lamb told us nothing",
        "reason": "Misheard",
        "version": str(Minute.objects.get(pk=note.pk).version),
    }
    page = client.post(at(house, "change_line", note.pk), change, follow=True).content.decode()
    assert "no longer in the public version" in page
    services.change_line(house.unit, NOW, message.pk, text="Spot neglect sooner", reason="Better said")
    stands = {one.pk: (one.is_public, one.public_text) for one in Minute.objects.filter(meeting=meeting, part="A")}
    assert stands == {note.pk: (False, ""), message.pk: (True, "")}
    assert "Spot neglect sooner" in client.get(at(house, "show_public_minutes", meeting.pk)).content.decode()


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_minutes_on_paper_hold_what_their_reader_reads(house: House, minutes: Any, format: str):
    meeting = minutes[0]
    path = f"{at(house, 'show_minutes', meeting.pk)}?format={format}"
    whole, open_ = (signed(house, who).get(path) for who in ("icb", "observer"))
    said = words_of(whole, format)
    assert "Acme is to go" in said
    assert "OFFICIAL-SENSITIVE" in whole["Content-Disposition"]
    said = words_of(open_, format)
    for present in ("Agreed by Chair", "Key messages", "Spot neglect early", "Quiet item", "Chief nurse"):
        assert present in said, present
    assert "Acme" not in said
    assert "SENSITIVE" not in open_["Content-Disposition"]
    assert (
        signed(house, "observer").get(f"{at(house, 'show_minutes', held(house).pk)}?format={format}").status_code == 404
    )


def test_minutes_begin_with_what_members_take_back_and_end_with_what_nobody_spoke_of(house: House, minutes: Any):
    page = signed(house, "observer").get(at(house, "show_minutes", minutes[0].pk)).content.decode()
    assert page.index("Key messages to take back") < page.index("Who came") < page.index("Mr Lamb")
    assert page.index("Mr Lamb") < page.index("Nothing was minuted under") < page.index("Quiet item")


def test_key_messages_go_to_those_who_sit_on_the_group_once_the_chair_agreed_them(house: House):
    meeting = held(house)
    secret = services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title="Contracts", part="B")
    minuted(house, meeting, "Spot neglect early", "key_message")
    minuted(house, meeting, "Acme is to go", "key_message", item_id=secret.pk)
    minuted(house, meeting, "Between ourselves")
    services.put_to_chair(house.unit, NOW, meeting.pk)
    sent = Message.objects.filter(kind="meetings.key_messages")
    assert not sent.exists()
    services.agree_minutes(house.actor("chair"), NOW, TODAY, meeting.pk)
    assert {one.address for one in sent} == {
        house.users[who].email for who in ("chair", "icb", "police", "observer", "lay")
    }
    for letter in sent:
        assert "Spot neglect early" in letter.body
        assert at(house, "show_minutes", meeting.pk) in letter.body
        assert "Acme" not in letter.body
        assert "Between ourselves" not in letter.body


def test_no_letter_goes_out_without_a_key_message_of_part_a(house: House):
    meeting = held(house)
    secret = services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title="Contracts", part="B")
    minuted(house, meeting, "Acme is to go", "key_message", item_id=secret.pk)
    agreed(house, meeting)
    assert not Message.objects.filter(kind="meetings.key_messages").exists()


def test_standing_items_lead_to_what_they_are_about_as_far_as_the_reader_may_go(house: House, minutes: Any):
    house.users["reader"] = places.person_with(house.unit, email="reader@here.example.org", role=Role.LAY_MEMBER)
    meeting = a_meeting(house)
    services.propose_agenda(house.unit, NOW, meeting.pk)
    services.issue_agenda(house.unit, NOW, meeting.pk)
    page = {
        who: signed(house, who).get(at(house, "show_meeting", meeting.pk)).content.decode()
        for who in ("chair", "reader")
    }
    assert at(house, "show_minutes", minutes[0].pk) in page["reader"]
    assert "Open the group’s work plan" in page["reader"]
    for words in ("Open the group’s risk register", "Open the challenge log"):
        assert words in page["chair"]
        assert words not in page["reader"]


def test_a_line_taken_out_by_mistake_is_put_back_with_its_decision(house: House):
    meeting = held(house)
    decision = services.record_decision(house.unit, NOW, TODAY, meeting.pk, text="Adopt the toolkit")
    line = decision.lines.get()
    client = signed(house, "chair")
    page = client.post(at(house, "remove_line", line.pk), follow=True).content.decode()
    assert "1 line taken out of this draft" in " ".join(page.split())
    assert "Adopt the toolkit" in page
    assert signed(house, "icb").post(at(house, "restore_line", line.pk)).status_code == 404
    page = client.post(at(house, "restore_line", line.pk), follow=True).content.decode()
    assert "taken out of this draft" not in page
    line.refresh_from_db()
    decision.refresh_from_db()
    assert (line.removed_at, decision.removed_at) == (None, None)
    # What is agreed is corrected: nothing comes back into it.
    extra = minuted(house, meeting, "A slip")
    services.remove_line(house.unit, NOW, extra.pk)
    agreed(house, meeting)
    with pytest.raises(Refused, match="agreed these minutes"):
        services.restore_line(house.unit, NOW, extra.pk)


def test_what_was_taken_out_of_part_b_is_shown_only_to_its_readers(house: House):
    meeting = held(house)
    item = services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title="Contracts", part="B")
    line = minuted(house, meeting, "Acme is to go", item_id=item.pk)
    services.remove_line(house.actor("manager"), NOW, line.pk)
    assert "Acme" in signed(house, "chair").get(at(house, "keep_minutes", meeting.pk)).content.decode()
    officer = signed(house, "officer")
    assert "Acme" not in officer.get(at(house, "keep_minutes", meeting.pk)).content.decode()
    assert officer.post(at(house, "restore_line", line.pk)).status_code == 404


def test_whoever_records_for_the_chair_is_not_said_to_have_agreed(house: House):
    meeting = held(house)
    minuted(house, meeting, "Spot neglect early")
    services.put_to_chair(house.unit, NOW, meeting.pk)
    path = at(house, "show_minutes", meeting.pk)
    assert "Record that the chair agreed" in signed(house, "manager").get(path).content.decode()
    assert "Agree these minutes" in signed(house, "chair").get(path).content.decode()
    services.agree_minutes(house.actor("manager"), NOW, TODAY, meeting.pk)
    assert "Agreed by the chair, recorded by Manager" in signed(house, "icb").get(path).content.decode()


def test_choosing_costs_the_same_at_two_sizes(house: House):
    meeting = held(house)
    minuted(house, meeting, "First")
    client, path = signed(house, "chair"), at(house, "choose_public", meeting.pk)
    client.get(path)
    few = len(asked(client, path))
    for number in range(4):
        minuted(house, meeting, f"Line {number}")
    assert len(asked(client, path)) == few <= 15
