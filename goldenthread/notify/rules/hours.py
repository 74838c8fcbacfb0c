"""Quiet hours: when a message that nobody waits for may go out."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from goldenthread.kernel.outcomes import Refused
from goldenthread.kernel.rules import rule
from goldenthread.kernel.working_days import SATURDAY, is_working_day

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(7, 30), time(18, 30)
SOURCE = "Decision of this house: nobody is written to about work outside working hours"


def is_day_for_messages(day: date) -> bool:
    """True on a working day of England. Beyond the table of bank holidays every weekday counts: mail goes on."""
    try:
        return is_working_day(day)
    except Refused:
        return day.weekday() < SATURDAY


@rule("notify.quiet_hours", SOURCE)
def is_quiet(moment: datetime) -> bool:
    """True before 7:30 and from 18:30 London time, at weekends and on bank holidays. Urgent messages do not ask."""
    local = moment.astimezone(LONDON)
    return not (is_day_for_messages(local.date()) and OPENS <= local.time() < CLOSES)


@rule("notify.next_going_out", SOURCE)
def next_going_out(moment: datetime) -> datetime:
    """The first moment from this one on that is not quiet, in London time: the moment itself, or a morning at 7:30."""
    local = moment.astimezone(LONDON)
    if not is_quiet(local):
        return local
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while not is_day_for_messages(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=LONDON)
