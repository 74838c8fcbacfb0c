"""What a report asks is answered by the minutes of the meeting that decides, without anybody typing it again."""

from datetime import time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.meetings import queries as meeting_queries
from goldenthread.meetings import services
from goldenthread.meetings.models import AgendaItem, Meeting
from goldenthread.meetings.rules import Came, Quorum
from goldenthread.meetings.services import SeatCame
from goldenthread.partnerships.models import Seat
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.returns import services as returns
from goldenthread.returns.models import Request
from goldenthread.returns.tests.factories import EXCEPTION, House, a_house, a_report
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind, Ref

pytestmark = pytest.mark.django_db
DIRECTION = "Send the two agencies a letter from the chair"


@pytest.fixture
def house() -> House:
    """An executive and a group that reports to it."""
    return a_house()


def decided_at(house: House, quorum: Quorum | None = None) -> tuple[Meeting, AgendaItem]:
    """A meeting of the executive yesterday, and the item that the report put on its agenda."""
    meeting = services.add_meeting(
        house.unit, NOW, group_id=house.executive.pk, title="Executive", on=TODAY - timedelta(days=1),
        starts_time=time(10), quorum=quorum or Quorum(),
    )  # fmt: skip
    services.propose_agenda(house.unit, NOW, meeting.pk)
    return meeting, AgendaItem.objects.get(meeting=meeting, request__isnull=False)


def agree(house: House, meeting: Meeting) -> None:
    services.put_to_chair(house.unit, NOW, meeting.pk)
    services.agree_minutes(house.executive_chair, NOW, TODAY, meeting.pk)


def test_the_answer_is_what_was_minuted_once_the_chair_agreed(house: House):
    asked = a_report(house, EXCEPTION).requests.get()
    meeting, item = decided_at(house)
    decision = services.record_decision(
        house.unit, NOW, TODAY, meeting.pk, item_id=item.pk, text="Audit with those that came.", reason="It is enough."
    )
    directed = services.direct_group(
        house.unit, NOW, TODAY, meeting.pk, item_id=item.pk, text=DIRECTION, to_group_id=house.quality.pk,
        due_on=TODAY + timedelta(days=30), decision_id=decision.pk,
    )  # fmt: skip
    asked.refresh_from_db()
    assert asked.state == Request.State.OPEN
    agree(house, meeting)
    asked.refresh_from_db()
    assert asked.state == Request.State.ANSWERED
    assert asked.answered_on == meeting.on
    assert asked.answered_by.startswith(house.executive.name)
    assert asked.answer.startswith("Audit with those that came. It is enough.")
    assert DIRECTION in asked.answer
    assert house.quality.name in asked.answer
    # Both ends show the exchange: the action from the request, the request from decision and action.
    here = Ref("returns.request", asked.pk)
    raised = threads.sources(house.unit, LinkKind.RAISED_BY, here.kind, [asked.pk], "actions.action")
    assert raised == {asked.pk: [directed.action_id]}
    assert Action.objects.get().lead_group_id == house.quality.pk
    walk = threads.walk(house.unit, Ref("meetings.decision", decision.pk))
    assert here in {step.ref for step in (*walk.up, *walk.down, *walk.beside)}


def test_what_was_answered_otherwise_stays_and_an_item_without_an_answer_stays_open(house: House):
    report = a_report(house, EXCEPTION, {**EXCEPTION, "exception": "Nobody reads the audits."})
    first, second = report.requests.order_by("position")
    meeting = services.add_meeting(
        house.unit, NOW, group_id=house.executive.pk, title="Executive", on=TODAY - timedelta(days=1),
        starts_time=time(10), quorum=Quorum(),
    )  # fmt: skip
    services.propose_agenda(house.unit, NOW, meeting.pk)
    returns.answer_request(house.unit, NOW, TODAY, first.pk, answer="The chair has written already.")
    item = AgendaItem.objects.get(meeting=meeting, request=first)
    services.record_decision(house.unit, NOW, TODAY, meeting.pk, item_id=item.pk, text="Noted with thanks.")
    agree(house, meeting)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.answer == "The chair has written already."
    assert (second.state, second.answer) == (Request.State.OPEN, "")


def test_a_recommendation_answers_nothing_until_it_is_ratified(house: House):
    asked = a_report(house, EXCEPTION).requests.get()
    meeting, item = decided_at(house, Quorum(members=5))
    chair = Seat.objects.get(group=house.executive, kind=Seat.Kind.CHAIR)
    services.record_attendance(house.unit, NOW, TODAY, meeting.pk, [SeatCame(chair.pk, Came.PRESENT)])
    decision = services.record_decision(
        house.unit, NOW, TODAY, meeting.pk, item_id=item.pk, text="Audit with those that came."
    )
    agree(house, meeting)
    asked.refresh_from_db()
    assert (decision.needs_ratification, asked.state) == (True, Request.State.OPEN)
    later = services.add_meeting(
        house.unit, NOW, group_id=house.executive.pk, title="Executive", on=TODAY, starts_time=time(8), quorum=Quorum()
    )
    services.record_attendance(house.unit, NOW, TODAY, later.pk, [SeatCame(chair.pk, Came.PRESENT)])
    services.ratify_decision(house.unit, NOW, decision.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.answered_on) == (Request.State.ANSWERED, later.on)


def test_part_b_answers_nothing_by_itself_and_ties_no_action(house: House):
    asked = a_report(house, EXCEPTION).requests.get()
    meeting, item = decided_at(house)
    services.change_item(
        house.unit, NOW, TODAY, item.pk, title=item.title, purpose=item.purpose, part="B", version=item.version
    )
    services.direct_group(
        house.unit, NOW, TODAY, meeting.pk, item_id=item.pk, text="Say nothing yet", to_group_id=house.quality.pk
    )
    agree(house, meeting)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (Request.State.OPEN, "")
    assert not threads.sources(house.unit, LinkKind.RAISED_BY, "returns.request", [asked.pk], "actions.action")


def test_a_correction_of_the_minutes_puts_the_answer_right(house: House):
    asked = a_report(house, EXCEPTION).requests.get()
    meeting, item = decided_at(house)
    services.record_decision(house.unit, NOW, TODAY, meeting.pk, item_id=item.pk, text="Audit with nine of ten.")
    agree(house, meeting)
    heading = next(one for one in meeting_queries.show_minutes(house.unit, meeting.pk).headings if one.said)
    services.change_line(
        house.unit, NOW, heading.said[0].line.pk, text="Audit with eight of ten.", reason="Nine was wrong."
    )
    asked.refresh_from_db()
    assert asked.answer == "Audit with eight of ten."
    assert asked.version == 3


def test_the_form_under_such_an_item_begins_with_what_is_asked(house: House):
    a_report(house, EXCEPTION)
    meeting, item = decided_at(house)
    client = Client()
    client.force_login(house.people["manager"], backend="allauth.account.auth_backends.AuthenticationBackend")
    slug = house.unit.partnership_slug
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("meetings:keep_minutes", args=[slug, meeting.pk]), {"item": str(item.pk)})
    form = page.context_data["form"]
    begun = [form[name].value() for name in ("item_id", "kind", "to_group_id")]
    assert begun == [str(item.pk), "direction", str(house.quality.pk)]
    assert f"{form['due_on'].value()}" == "2026-12-18"
    assert "goes back as the answer" in page.content.decode()
