"""The statutory dates of one partnership: which of the table it keeps, on which day, and who sees to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.notify import rules
from goldenthread.notify.models import KeptDate
from goldenthread.notify.permissions import SEE_FORWARD_PLAN
from goldenthread.partnerships import queries as partnerships


@dataclass(frozen=True)
class StatutoryLine:
    """One date of the table, what the partnership set of it, and the next day; None where it keeps it not."""

    duty: rules.StatutoryDate
    kept: KeptDate | None
    next_on: date | None


def list_statutory_dates(actor: Actor, today: date) -> list[StatutoryLine]:
    """The dates that concern the partnership, in the order of the table. Two queries."""
    here = partnerships.partnership_by_slug(actor.partnership_slug)
    kept = {one.key: one for one in KeptDate.objects.within(actor).filter(is_on=True).select_related("group")}
    wanted = rules.for_strands(here.strands if here else ())
    # One that was put into the plan stays on the page whatever became of the strands.
    lines = [one for one in rules.TABLE.values() if one in wanted or one.key in kept]
    return [StatutoryLine(one, kept.get(one.key), _next(one, kept.get(one.key), today)) for one in lines]


def _next(one: rules.StatutoryDate, kept: KeptDate | None, today: date) -> date | None:
    return rules.next_day(kept.first_on, one.every_years, today) if kept else None


def find_statutory_date(actor: Actor, key: str, today: date) -> StatutoryLine | None:
    """One date of the table, or None where there is none of that key. One query."""
    one = rules.TABLE.get(key)
    if one is None:
        return None
    kept = KeptDate.objects.within(actor).filter(key=key, is_on=True).select_related("group").first()
    return StatutoryLine(one, kept, _next(one, kept, today))


def statutory_ahead(actor: Actor, since: date, until: date) -> Sequence[Entry]:
    """The statutory dates between two days that the partnership keeps. One query."""
    if not actor.may(SEE_FORWARD_PLAN):
        return []
    rows = KeptDate.objects.within(actor).filter(is_on=True, first_on__lte=until).select_related("group")
    return [
        Entry(
            on=day, sort=Sort.STATUTORY, thing_id=kept.pk, title=one.title, page="notify:list_statutory_dates",
            who=kept.group.name if kept.group else actor.partnership_name,
            group_ids=frozenset(filter(None, (kept.group_id,))),
        )
        for kept in rows
        if (one := rules.TABLE.get(kept.key))
        for day in rules.days_of(kept.first_on, one.every_years, since, until)
    ]  # fmt: skip
