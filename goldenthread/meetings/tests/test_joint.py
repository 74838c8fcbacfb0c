"""A meeting of several partnerships: asked, accepted, followed, left and taken back, with a trace in each of them."""

from datetime import date, time
from typing import Any

import pytest

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import queries, services
from goldenthread.meetings.models import Meeting, MeetingInvitation
from goldenthread.meetings.rules import (
    Invited,
    State,
    follows,
    guest_state,
    may_answer_invitation,
    may_ask_partnership,
    may_leave,
)
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_house, a_meeting, a_series
from goldenthread.meetings.tests.joint import a_hosted_meeting, asked, joined
from goldenthread.notify.models import Message
from goldenthread.notify.queries import count_waiting
from goldenthread.trail import queries as trail
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
WHY = "Our own executive meets that morning"


@pytest.fixture
def guest(house: House) -> House:
    return a_house()


@pytest.fixture
def meeting(house: House) -> Meeting:
    return a_meeting(house, title="Force-wide executive", online="https://meet.example.org/1")


def told(house: House) -> list[tuple[str, str]]:
    """What the trail of a partnership says of invitations and meetings: (who, what), oldest first."""
    rows = Event.objects.filter(partnership_id=house.unit.partnership_id, kind__startswith="meetings.")
    return [(one.actor_name, one.name) for one in rows.order_by("number")]


def change(house: House, meeting: Meeting, **more: Any) -> Meeting:
    given = {"title": meeting.title, "on": meeting.on, "starts_time": time(10), "minutes_long": 120, "place": "Hall"}
    return services.change_meeting(house.actor("manager"), NOW, meeting.pk, **{**given, **more})


def test_the_rules():
    """`meetings.may_ask_partnership`, `meetings.may_answer_invitation`, `meetings.may_leave`, `meetings.guest_follows`
    and `meetings.guest_state`."""
    assert may_ask_partnership(State.ISSUED, is_guest=False)
    for state in (State.HELD, State.CANCELLED, State.POSTPONED, State.APPROVED):
        assert not may_ask_partnership(state, is_guest=False)
    assert "alone asks" in may_ask_partnership(State.PLANNED, is_guest=True).reason
    assert may_answer_invitation(Invited.ASKED, State.PLANNED, accepts=True)
    assert not may_answer_invitation(Invited.ASKED, State.HELD, accepts=True)
    assert may_answer_invitation(Invited.ASKED, State.HELD, accepts=False)
    for answered in (Invited.ACCEPTED, Invited.DECLINED, Invited.WITHDRAWN, Invited.LEFT):
        assert not may_answer_invitation(answered, State.PLANNED, accepts=False)
    assert may_leave(State.POSTPONED, "Clash")
    assert "Say why" in may_leave(State.PLANNED, " ").reason
    assert not may_leave(State.HELD, "Clash")
    assert not may_leave(State.CANCELLED, "Clash")
    assert all(follows(one) for one in (State.PLANNED, State.ISSUED, State.POSTPONED, State.CANCELLED))
    assert not any(follows(one) for one in (State.HELD, State.AGREED, State.WITHDRAWN))
    assert guest_state(State.DRAFTED, is_issued=True) == State.ISSUED
    assert guest_state(State.ISSUED, is_issued=False) == State.PLANNED
    assert guest_state(State.POSTPONED, is_issued=True) == State.POSTPONED
    assert guest_state(State.CANCELLED, is_issued=True) == guest_state(State.WITHDRAWN, False) == State.CANCELLED


def test_the_asked_unit_answers_and_has_a_meeting_of_its_own(house: House, guest: House, meeting: Meeting):
    a_series(guest, group_id=guest.other.pk, title="Neglect", paper_days=8)
    row = asked(house, guest, meeting, "chair")
    assert (row.partnership_id, row.state) == (guest.unit.partnership_id, "asked")
    wanted = queries.invitation_asks([guest.actor("manager"), guest.actor("icb"), house.actor("manager")], TODAY)
    assert [(actor.name, ask.title, ask.urgency) for actor, ask in wanted] == [
        ("Manager", f"Invitation from {house.unit.partnership_name}", "now")
    ]
    assert count_waiting([guest.actor("officer")], TODAY) == 1
    assert count_waiting([guest.actor("chair")], TODAY) == 0
    letters = {one.address: one for one in Message.objects.filter(kind="meetings.invitation")}
    slug = guest.unit.partnership_slug
    assert set(letters) == {f"m.manager@{slug}.example.org", f"m.officer@{slug}.example.org"}
    said = repr([(one.subject, one.body) for one in letters.values()])
    assert f"/invitations/{row.pk}/" in said
    for words in ("Force-wide", "Executive", "Come and look", "9 December", "Hall"):
        assert words not in said
    own = services.accept_invitation(guest.actor("officer"), NOW, row.pk, group_id=guest.other.pk)
    for key in ("title", "starts_at", "ends_at", "place", "online"):
        assert getattr(own, key) == getattr(meeting, key)
    assert (own.partnership_id, own.group_id, own.paper_days) == (guest.unit.partnership_id, guest.other.pk, 8)
    assert count_waiting([guest.actor("officer")], TODAY) == 0
    assert Message.objects.filter(kind="meetings.invitation", address__startswith="m.chair@").count() == 1
    entries = queries.dates_ahead(guest.actor("icb"), meeting.on, meeting.on)
    assert [(one.title, one.who) for one in entries if one.thing_id == own.pk] == [
        ("Force-wide executive", "Neglect subgroup")
    ]


def test_both_trails_tell_it_and_neither_names_who_acts_in_the_other(house: House, guest: House, meeting: Meeting):
    own = joined(house, guest, meeting)
    here, there = house.unit.partnership_name, guest.unit.partnership_name
    assert told(house)[-2:] == [
        ("Manager", "meetings.meeting.partnership_asked"),
        (there, "meetings.meeting.partnership_joined"),
    ]
    assert told(guest)[-3:] == [
        (here, "meetings.meetinginvitation.received"),
        ("Manager", "meetings.meeting.planned"),
        ("Manager", "meetings.meetinginvitation.accepted"),
    ]
    change(house, meeting, on=date(2026, 12, 11))
    services.cancel_meeting(house.actor("chair"), NOW, meeting.pk, "Snowdrop is ill")
    assert told(guest)[-2:] == [(here, "meetings.meeting.moved"), (here, "meetings.meeting.cancelled")]
    said = [line.sentence for line in trail.history(guest.actor("icb"), "meetings.meeting", own.pk)]
    assert f"{here} cancelled this meeting." in said
    assert "Snowdrop" not in repr(list(Event.objects.filter(partnership_id=guest.unit.partnership_id).values()))
    said = [line.sentence for line in trail.history(house.actor("icb"), "meetings.meeting", meeting.pk)]
    assert f"Manager asked {there} to take part." in said
    assert f"{there} accepted the invitation to take part." in said


def test_the_guests_meeting_follows_and_is_moved_by_nobody_there(house: House, guest: House, meeting: Meeting):
    own = joined(house, guest, meeting)
    change(house, meeting, title="Force-wide board", on=date(2026, 12, 11), starts_time=time(14), place="The annexe")
    own.refresh_from_db()
    assert (own.title, own.on, own.place) == ("Force-wide board", date(2026, 12, 11), "The annexe")
    moved = Message.objects.filter(kind="meetings.invitation", subject__contains="moved a meeting")
    assert moved.count() == 2
    kept = {"title": own.title, "on": own.on, "starts_time": time(14), "minutes_long": 120, "place": "The annexe"}
    for other in ({"on": date(2026, 12, 12)}, {"title": "Ours"}, {"place": "Here"}, {"starts_time": time(15)}):
        with pytest.raises(Refused, match="follow theirs"):
            services.change_meeting(guest.actor("manager"), NOW, own.pk, **{**kept, **other})
    mine = services.change_meeting(guest.actor("chair"), NOW, own.pk, **kept, paper_days=9)
    assert (mine.paper_days, mine.on) == (9, own.on)
    for call_off in (services.cancel_meeting, services.postpone_meeting):
        with pytest.raises(Refused, match="Leave it instead"):
            call_off(guest.actor("manager"), NOW, own.pk, WHY)
    with pytest.raises(Refused, match="alone asks"):
        asked(guest, a_house(), own)
    # The host's own particulars are its own.
    version = Meeting.objects.get(pk=own.pk).version
    change(house, meeting, title=own.title, on=own.on, starts_time=time(14), place=own.place, paper_days=2)
    assert Meeting.objects.get(pk=own.pk).version == version


def test_a_postponed_meeting_waits_for_its_new_day(house: House, guest: House, meeting: Meeting):
    own = joined(house, guest, meeting)
    services.postpone_meeting(house.actor("manager"), NOW, meeting.pk, "Snow")
    own.refresh_from_db()
    assert (own.state, own.reason) == ("postponed", f"{house.unit.partnership_name} called it off.")
    with pytest.raises(Refused, match="not named its new day"):
        change(guest, own)
    change(house, meeting, on=date(2027, 1, 12))
    own.refresh_from_db()
    assert (own.state, own.reason, own.on) == ("planned", "", date(2027, 1, 12))


def test_what_the_host_cancelled_by_mistake_is_to_come_again_for_both(house: House, guest: House, meeting: Meeting):
    own = joined(house, guest, meeting)
    services.cancel_meeting(house.actor("manager"), NOW, meeting.pk, "Snow")
    own.refresh_from_db()
    assert own.state == "cancelled"
    with pytest.raises(Refused, match="not planned again here"):
        change(guest, own)
    change(house, meeting)
    own.refresh_from_db()
    assert (own.state, own.reason) == ("planned", "")
    services.leave_meeting(guest.actor("officer"), NOW, own.pk, WHY)
    change(house, meeting, place="Elsewhere")
    own.refresh_from_db()
    assert (own.state, own.place) == ("cancelled", "Hall")


def test_what_the_guest_recorded_stays_as_it_is(house: House, guest: House, meeting: Meeting):
    own = joined(house, guest, meeting)
    day, manager = own.on, guest.actor("manager", own.on)
    came = [services.SeatCame(guest.seats[who].pk, "present", "") for who in ("chair", "icb")]
    came += [services.SeatCame(guest.seats["police"].pk, "deputy", "A colleague")]
    services.record_attendance(manager, NOW, day, own.pk, came, ["Somebody"])
    assert [one.came for one in queries.joint_of(house.actor("icb"), meeting.pk).asked] == [3]
    services.cancel_meeting(house.actor("manager"), NOW, meeting.pk, "Snow")
    with pytest.raises(Refused, match="taken place"):
        services.leave_meeting(manager, NOW, own.pk, WHY)
    row = MeetingInvitation.objects.get()
    services.withdraw_invitation(house.actor("manager"), NOW, row.pk)
    own.refresh_from_db()
    assert own.state == "held"
    assert queries.joint_of(guest.actor("icb"), own.pk).held is None
    assert [one.came for one in queries.joint_of(house.actor("icb"), meeting.pk).asked] == [0]


def test_declining_and_leaving_say_why_and_may_be_asked_again(house: House, guest: House, meeting: Meeting):
    row = asked(house, guest, meeting)
    with pytest.raises(Refused, match="been asked already"):
        asked(house, guest, meeting)
    with pytest.raises(Refused, match="Say why"):
        services.decline_invitation(guest.actor("manager"), NOW, row.pk, " ")
    services.decline_invitation(guest.actor("manager"), NOW, row.pk, WHY)
    with pytest.raises(Refused, match="already"):
        services.accept_invitation(guest.actor("manager"), NOW, row.pk, group_id=guest.group.pk)
    own = joined(house, guest, meeting)
    services.leave_meeting(guest.actor("officer"), NOW, own.pk, WHY)
    own.refresh_from_db()
    assert (own.state, own.reason) == ("cancelled", WHY)
    shown = queries.joint_of(house.actor("icb"), meeting.pk).asked
    assert [(one.state, one.reason) for one in shown] == [("declined", WHY), ("left", WHY)]
    change(house, meeting, place="Elsewhere")
    own.refresh_from_db()
    assert own.place == "County Hall"
    again = joined(house, guest, meeting)
    assert again.pk != own.pk
    assert Message.objects.filter(subject__contains="no longer takes part in").count() == 1


def test_an_invitation_taken_back_cancels_what_it_made(house: House, guest: House, meeting: Meeting):
    own = joined(house, guest, meeting)
    row = MeetingInvitation.objects.get()
    services.withdraw_invitation(house.actor("chair"), NOW, row.pk)
    own.refresh_from_db()
    assert (own.state, own.reason) == ("cancelled", f"{house.unit.partnership_name} took back its invitation.")
    with pytest.raises(Refused, match="not stand"):
        services.withdraw_invitation(house.actor("chair"), NOW, row.pk)


def test_who_asks_answers_leaves_and_takes_back(house: House, guest: House, meeting: Meeting):
    for who in ("icb", "other_chair", "scrutineer", "lay"):
        with pytest.raises(NotPermitted):
            asked(house, guest, meeting, who)
    for wrong in (house.unit.partnership_id, meeting.pk):
        with pytest.raises(Refused, match="Choose one of the other"):
            asked(house, guest, meeting, partnership_id=wrong)
    row = asked(house, guest, meeting)
    for who in ("chair", "icb", "scrutineer"):
        with pytest.raises(NotPermitted):
            services.accept_invitation(guest.actor(who), NOW, row.pk, group_id=guest.group.pk)
        with pytest.raises(NotPermitted):
            services.decline_invitation(guest.actor(who), NOW, row.pk, WHY)
    for stranger in (house, a_house()):
        with pytest.raises(Refused, match="no such invitation"):
            services.accept_invitation(stranger.actor("manager"), NOW, row.pk, group_id=stranger.group.pk)
    with pytest.raises(Refused, match="no such group"):
        services.accept_invitation(guest.actor("manager"), NOW, row.pk, group_id=house.group.pk)
    own = services.accept_invitation(guest.actor("manager"), NOW, row.pk, group_id=guest.group.pk)
    with pytest.raises(NotPermitted):
        services.leave_meeting(guest.actor("chair"), NOW, own.pk, WHY)
    with pytest.raises(Refused, match="no such invitation"):
        services.leave_meeting(house.actor("manager"), NOW, meeting.pk, WHY)
    for who in ("icb", "other_chair"):
        with pytest.raises(NotPermitted):
            services.withdraw_invitation(house.actor(who), NOW, row.pk)
    with pytest.raises(Refused, match="no such invitation"):
        services.withdraw_invitation(guest.actor("manager"), NOW, row.pk)
    assert MeetingInvitation.objects.get().state == "accepted"
    assert Meeting.objects.get(pk=own.pk).state == "planned"


def test_a_meeting_that_is_over_or_off_is_neither_asked_to_nor_joined(house: House, guest: House):
    meeting = a_hosted_meeting(house)
    row = asked(house, guest, meeting)
    services.cancel_meeting(house.actor("manager"), NOW, meeting.pk, "Snow")
    with pytest.raises(Refused, match="called off"):
        services.accept_invitation(guest.actor("manager"), NOW, row.pk, group_id=guest.group.pk)
    with pytest.raises(Refused, match="to come"):
        asked(house, a_house(), meeting)
    assert queries.invitation_asks([guest.actor("manager")], TODAY) == []
    assert count_waiting([guest.actor("manager")], TODAY) == 0


def test_a_series_leaves_a_meeting_alone_that_others_were_asked_to(house: House, guest: House):
    series = a_series(house)
    first, second = Meeting.objects.filter(series=series).order_by("starts_at")[:2]
    own = joined(house, guest, first)
    services.end_series(house.actor("manager"), NOW, TODAY, series.pk, last_on=TODAY, reason="A new cycle")
    states = {one.pk: one.state for one in Meeting.objects.filter(pk__in=[first.pk, second.pk, own.pk])}
    assert states == {first.pk: "planned", second.pk: "withdrawn", own.pk: "planned"}
