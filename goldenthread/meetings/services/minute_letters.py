"""Send the key messages of a meeting to those who take them back to their agencies, once the chair agreed them."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from goldenthread.kernel import letters
from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import Meeting, Minute
from goldenthread.meetings.rules import PART_A, Line
from goldenthread.meetings.services.holders import holders_of


def send_key_messages(actor: Actor, now: datetime, today: date, meeting: Meeting) -> int:
    """One letter with the key messages to each holder of a seat, and how many were written to.

    Nothing of part B goes out, and no letter where there is no message. Six queries.
    """
    rows = Minute.objects.filter(meeting=meeting, part=PART_A, kind=Line.KEY_MESSAGE, removed_at__isnull=True)
    messages = list(rows.order_by("created_at").values_list("text", flat=True))
    if not messages:
        return 0
    link = settings.BASE_URL.rstrip("/") + reverse("meetings:show_minutes", args=[actor.partnership_slug, meeting.pk])
    said = "\n\n".join(f"- {text}" for text in messages)
    body = (
        f"The minutes of {meeting} are agreed. Please take these messages back to your agency:\n\n{said}\n\n"
        f"Read the minutes:\n\n{link}"
    )
    holders = list(holders_of(actor, today, meeting))
    for one in holders:
        letters.post(
            letters.Letter(
                kind="meetings.key_messages", address=one.address, subject=f"Key messages of {meeting}", body=body,
                key=f"meetings.key_messages:{meeting.pk}:{one.id}", person_id=one.id,
                partnership_id=actor.partnership_id,
            ),
            now,
        )  # fmt: skip
    return len(holders)
