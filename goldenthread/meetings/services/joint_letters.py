"""Letters about meetings of several partnerships: a link, and nothing of the other partnership's but its name."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from goldenthread.kernel import letters
from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import MeetingInvitation
from goldenthread.partnerships.models import Membership, Partnership
from goldenthread.partnerships.permissions import UNIT
from goldenthread.partnerships.queries import system_actor


def speaking_for(actor: Actor, partnership: Partnership, other: Partnership) -> Actor:
    """Whoever acts, as the trail of a partnership names them: themselves at home, and else their partnership."""
    if partnership.pk == actor.partnership_id:
        return actor
    return replace(system_actor(partnership, actor.channel), name=other.name)


def write_to_unit(actor: Actor, now: datetime, row: MeetingInvitation, what: str) -> None:
    """One letter to everybody of the asked partnership's unit. One query for the people."""
    held = Membership.objects.filter(partnership_id=row.partnership_id, role__in=UNIT, person__is_active=True)
    people = {one.person_id: one.person for one in held.in_effect(localtime(now).date()).select_related("person")}
    host = row.hosted.partnership.name
    page = ("show_meeting", row.meeting_id) if row.meeting_id else ("answer_invitation", row.pk)
    path = reverse(f"meetings:{page[0]}", args=[row.partnership.slug, page[1]])
    for key, person in people.items():
        if person.email:
            body = f"{host} {what}. See what it is about:"
            _post(now, row, row.partnership_id, key, person.email, f"{host} {what}", body, path)


def write_to_asker(now: datetime, row: MeetingInvitation, what: str) -> None:
    """One letter to whoever asked, where they still have an account."""
    person = row.asked_by
    if person is None or not person.is_active or not person.email:
        return
    path = reverse("meetings:show_meeting", args=[row.hosted.partnership.slug, row.hosted_id])
    subject = f"{row.partnership.name} {what} a meeting of yours"
    _post(now, row, row.hosted.partnership_id, person.pk, person.email, subject, f"{subject}. See the meeting:", path)


def _post(
    now: datetime, row: MeetingInvitation, partnership_id: UUID, person_id: UUID, address: str, subject: str,
    body: str, path: str,
) -> None:  # fmt: skip
    letters.post(
        letters.Letter(
            kind="meetings.invitation",
            address=address,
            subject=subject,
            body=f"{body}\n\n{settings.BASE_URL.rstrip('/')}{path}",
            key=f"meetings.invitation:{row.pk}:{row.version}:{now.isoformat()}:{person_id}",
            person_id=person_id,
            partnership_id=partnership_id,
        ),
        now,
    )
