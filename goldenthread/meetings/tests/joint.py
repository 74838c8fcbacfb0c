"""What tests of meetings of several partnerships share: a host's meeting with both parts, and its guest."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.meetings import services
from goldenthread.meetings.models import Meeting, MeetingInvitation
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_meeting
from goldenthread.meetings.tests.packs import item, paper

OPEN, FILED, SECRET, DRAFT = "Children who go missing", "Audit of return interviews", "Appraisal", "Tides of demand"
# Words of the host's that no guest may find, each a different way out.
CLOSED = ("Appraisal", "Frank", "Snowdrop", "Budget of the host")


def asked(house: House, guest: House, meeting: Meeting, who: str = "manager", **more: Any) -> MeetingInvitation:
    """The invitation of a guest to a meeting of the house."""
    given = {"partnership_id": guest.unit.partnership_id, "words": "Come and look at this with us", **more}
    return services.ask_partnership(house.actor(who), NOW, meeting.pk, **given)


def joined(house: House, guest: House, meeting: Meeting, **more: Any) -> Meeting:
    """The guest's own meeting, after it accepted into its executive."""
    row = asked(house, guest, meeting)
    given = {"group_id": guest.group.pk, **more}
    return services.accept_invitation(guest.actor("manager"), NOW, row.pk, **given)


def a_hosted_meeting(house: House, issued: bool = True) -> Meeting:
    """A meeting with papers in part A (one of text, one with a file), a secret in part B, and another one elsewhere."""
    meeting = a_meeting(house, title="Cross-authority session", online="https://meet.example.org/1")
    on = item(house, meeting, OPEN, purpose="decide", text="Two counts, two answers")
    paper(house, on, "Figures on missing children", decision_sought="Agree one count")
    upload = SimpleUploadedFile("audit.txt", b"What the audit found", content_type="text/plain")
    paper(house, on, FILED, upload=upload, body="")
    secret = item(house, meeting, SECRET, part="B", text="Snowdrop")
    paper(house, secret, "Frank appraisal", body="Frank words", summary="Frank summary")
    other = a_meeting(house, title="Budget of the host", on=meeting.on.replace(day=16))
    item(house, other, "Budget of the host")
    services.issue_agenda(house.unit, NOW, other.pk)
    if issued:
        services.issue_agenda(house.unit, NOW, meeting.pk)
    return Meeting.objects.get(pk=meeting.pk)


def minuted(house: House, meeting: Meeting, agreed: bool = True) -> None:
    """Minutes of both parts, agreed by the chair where told."""
    on = {one.title: one.pk for one in meeting.items.all()}
    manager, day = house.actor("manager", meeting.on), meeting.on
    services.record_decision(manager, NOW, day, meeting.pk, text="Count in one way", item_id=on[OPEN])
    services.take_minute(manager, NOW, day, meeting.pk, kind="note", text="Snowdrop was named", item_id=on[SECRET])
    services.put_to_chair(manager, NOW, meeting.pk)
    if agreed:
        services.agree_minutes(house.actor("chair", day), NOW, day, meeting.pk)
    assert day > TODAY
