"""The statutory dates of one partnership: which of the table it keeps, on which day, and who sees to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import MET, Entry, Sort
from goldenthread.notify import rules
from goldenthread.notify.models import KeptDate, MetDate
from goldenthread.notify.permissions import SEE_FORWARD_PLAN
from goldenthread.partnerships import queries as partnerships


@dataclass(frozen=True)
class StatutoryLine:
    """One date of the table, what the partnership set of it, and the next day; None where it keeps it not."""

    duty: rules.StatutoryDate
    kept: KeptDate | None
    next_on: date | None
    # The earliest day not recorded as met, which may be over; and what was recorded last.
    open_on: date | None = None
    last: MetDate | None = None


def list_statutory_dates(actor: Actor, today: date) -> list[StatutoryLine]:
    """The dates that concern the partnership, in the order of the table. Three queries."""
    here = partnerships.partnership_by_slug(actor.partnership_slug)
    kept, met = {one.key: one for one in _kept(actor)}, _met(actor)
    wanted = rules.for_strands(here.strands if here else ())
    # One that was put into the plan stays on the page whatever became of the strands.
    lines = [one for one in rules.TABLE.values() if one in wanted or one.key in kept]
    return [_line(one, kept.get(one.key), met, today) for one in lines]


def _kept(actor: Actor) -> Any:
    return KeptDate.objects.within(actor).filter(is_on=True).select_related("group")


def _met(actor: Actor) -> list[MetDate]:
    return list(MetDate.objects.within(actor).select_related("kept"))


def _line(one: rules.StatutoryDate, kept: KeptDate | None, met: Sequence[MetDate], today: date) -> StatutoryLine:
    if kept is None:
        return StatutoryLine(one, None, None)
    mine = [row for row in met if row.kept_id == kept.pk]
    days = (kept.first_on, one.every_years, today, {row.due_on for row in mine})
    return StatutoryLine(one, kept, rules.next_day(*days), rules.open_day(*days), next(iter(mine), None))


def find_statutory_date(actor: Actor, key: str, today: date) -> StatutoryLine | None:
    """One date of the table, or None where there is none of that key. Two queries."""
    one = rules.TABLE.get(key)
    if one is None:
        return None
    return _line(one, _kept(actor).filter(key=key).first(), _met(actor), today)


def find_met(actor: Actor, met_id: UUID) -> MetDate | None:
    """What was recorded of one date that was met, or None. One query."""
    rows = MetDate.objects.within(actor).filter(kept__is_on=True).select_related("kept")
    return cast("MetDate | None", rows.filter(pk=met_id).first())


def statutory_ahead(actor: Actor, since: date, until: date) -> Sequence[Entry]:
    """The statutory dates between two days that the partnership keeps; one that was met, on the day it was. One query.

    So that what was met early lies ahead no longer, and its day does not come twice.
    """
    if not actor.may(SEE_FORWARD_PLAN):
        return []
    met = MetDate.objects.filter(kept=OuterRef("pk")).order_by("due_on")
    days = {name: ArraySubquery(met.values(name)) for name in ("due_on", "met_on")}
    rows = KeptDate.objects.within(actor).filter(is_on=True).select_related("group")
    found = []
    for kept in rows.annotate(days_due=days["due_on"], days_met=days["met_on"]):
        one = rules.TABLE.get(kept.key)
        if one is None:
            continue
        done = set(kept.days_due or ())
        ahead = [day for day in rules.days_of(kept.first_on, one.every_years, since, until) if day not in done]
        found += [_entry(actor, kept, one, day) for day in ahead]
        found += [_entry(actor, kept, one, day, MET) for day in kept.days_met or () if since <= day <= until]
    return found


def _entry(actor: Actor, kept: KeptDate, one: rules.StatutoryDate, day: date, state: str = "") -> Entry:
    return Entry(
        on=day, sort=Sort.STATUTORY, thing_id=kept.pk, title=one.title, page="notify:list_statutory_dates",
        who=kept.group.name if kept.group else actor.partnership_name,
        group_ids=frozenset(filter(None, (kept.group_id,))), state=state,
    )  # fmt: skip
