"""Say which lines of minutes go into their public version, and in which words."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.meetings.models import Minute
from goldenthread.meetings.permissions import KEEP
from goldenthread.meetings.rules import PART_A
from goldenthread.meetings.services.telling import insist_keeps, locked, write


@transaction.atomic
def choose_public(actor: Actor, now: datetime, meeting_id: UUID, chosen: Mapping[UUID, str]) -> int:
    """Put the chosen lines of part A into the public version, all others out of it, and return how many it holds.

    `chosen` gives for each line its words there, "" for those of the minutes. Raises `Refused` for a line that is not
    of part A of these minutes, and `NotPermitted`.
    """
    actor.must(KEEP)
    meeting = locked(actor, meeting_id)
    insist_keeps(actor, meeting)
    rows = Minute.objects.readable(actor).select_for_update(of=("self",)).filter(meeting=meeting, part=PART_A)
    lines = {line.pk: line for line in rows}
    if not chosen.keys() <= lines.keys():
        raise Refused("Only what stands in part A of these minutes is made public.")
    for key, line in lines.items():
        text = chosen.get(key, "").strip()
        own = "" if text == line.text else text
        write(actor, now, line, "published", is_public=key in chosen, public_text=own)
    return len(chosen)
