"""Keep the dates of a standing duty in line with its rhythm, or with the meetings it is reported to."""

from dataclasses import replace
from datetime import date, datetime

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rhythm import restored
from goldenthread.returns import rules
from goldenthread.returns.models import Obligation, ObligationDate, Return
from goldenthread.returns.services.telling import change, save


def redate(actor: Actor, now: datetime, owed: Obligation, today: date) -> None:
    """Bring the dates in line with the rhythm, or with the meetings of the first group it goes to; tell who asked."""
    stand = list(owed.dates.select_related("round"))
    kept = [rules.Planned(one.planned_on, one.is_moved or one.is_left_out or hasattr(one, "round")) for one in stand]
    wanted = _wanted(actor, owed, today)
    if owed.days_before_meeting is not None:
        goes_to = rules.stands_for(kept, wanted)
        kept = [replace(one, planned_on=_gone_along(actor, now, row, goes_to.get(row.planned_on), today))
                for one, row in zip(kept, stand, strict=True)]  # fmt: skip
    add, gone = rules.redated(kept, wanted, today)
    owed.dates.filter(planned_on__in=gone).delete()
    ObligationDate.objects.bulk_create(
        ObligationDate(partnership_id=owed.partnership_id, obligation=owed, planned_on=day, due_on=day) for day in add
    )
    if add or gone:
        rules.tell_redated(actor, now, owed.pk)


def _gone_along(actor: Actor, now: datetime, day: ObligationDate, to: date | None, today: date) -> date:
    """The day a date is planned on, after what was asked for on it has gone along with its meeting to another day.

    Only what is still owed and has the date it was asked for with: what was sent, given more time or moved stays.
    """
    asked = getattr(day, "round", None)
    open_ = asked.returns.filter(state__in=rules.OWED, due_on=asked.due_on) if asked else Return.objects.none()
    returns = list(open_.select_for_update(of=("self",)))
    if asked is None or to is None or day.is_moved or not returns:
        return day.planned_on
    due_on = max(to, today)
    change(actor, now, asked, "returns.round.went_along", due_on=due_on)
    for one in returns:
        change(actor, now, one, "returns.return.went_along", due_on=due_on, rungs=[])
    day.planned_on = day.due_on = to
    save(day)
    return to


def _wanted(actor: Actor, owed: Obligation, today: date) -> list[date]:
    first = owed.starts_on or today
    if owed.days_before_meeting is None:
        return rules.dates_wanted(restored(owed.rhythm), first, owed.ends_on, today)
    until = min(today + rules.HORIZON, owed.ends_on or date.max)
    group = owed.to_groups.order_by("position", "name").first()
    met = rules.meeting_days(actor, group.pk, first, until) if group else ()
    return [day for day in (rules.before_meeting(one, owed.days_before_meeting) for one in met) if day >= first]
