"""The closing report of a task and finish group, which closes it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.models import ClosingReport, Group
from goldenthread.partnerships.permissions import WRITE_CLOSING_REPORT
from goldenthread.partnerships.services import _writing
from goldenthread.partnerships.services.terms import insist_own
from goldenthread.trail import services as trail

# The questions of the report, and what is said where one has no answer.
MISSING = {
    "asked": "Say what the group was asked to do.",
    "done": "Say what was done.",
    "outcome": "Say what came of it.",
}


@transaction.atomic
def write_closing_report(
    actor: Actor,
    now: datetime,
    today: date,
    group_id: UUID,
    *,
    asked: str,
    done: str,
    outcome: str,
    handed_on: str = "",
    handed_to_id: UUID | None = None,
    closed_on: date | None = None,
) -> ClosingReport:
    """Write the closing report of a task and finish group and return it. The group ends on `closed_on`, else today.

    Raises `Refused` for another kind of group, a second report, an answer that is missing, a day to come, what is
    handed on to nobody, and a group that is not this partnership's; `NotPermitted` for all but its chairs and the unit.
    """
    actor.must(WRITE_CLOSING_REPORT)
    group = insist_own(actor, group_id)
    if group.kind != Group.Kind.TASK_AND_FINISH:
        raise Refused("Only a task and finish group closes with a report. End other groups on their page.")
    if ClosingReport.objects.within(actor).filter(group=group).exists():
        raise Refused("The closing report of this group has been written already.")
    answers = {"asked": asked.strip(), "done": done.strip(), "outcome": outcome.strip()}
    for name, sentence in MISSING.items():
        if not answers[name]:
            raise Refused(sentence, name)
    _writing.insist_own_group(actor, handed_to_id, "handed_to_id")
    if handed_to_id == group.pk:
        raise Refused("A group cannot hand anything on to itself.", "handed_to_id")
    if handed_on.strip() and handed_to_id is None:
        raise Refused("Choose the group to which it is handed on.", "handed_to_id")
    last = closed_on or min(today, group.ends_on or today)
    if last > today:
        raise Refused("The group closes with this report, so its last day is today or earlier.", "closed_on")
    row = ClosingReport(
        partnership_id=actor.partnership_id, group=group, handed_on=handed_on.strip(), handed_to_id=handed_to_id,
        closed_on=last, written_by_id=actor.user_id, written_by_name=actor.name, **answers,
    )  # fmt: skip
    row.save()
    told = {**answers, "handed_on": row.handed_on, "handed_to": str(row.handed_to or ""), "closed_on": last}
    trail.record(actor, "partnerships.closingreport.written", row, after=told, now=now)
    _writing.end(actor, now, group, last, "partnerships.group.ended", "Its closing report was written.")
    return row
