"""Put a statutory date into the forward plan, move its day, record that it was met, and take it out again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import SAVED_FIRST, Refused, Superseded, insist
from goldenthread.notify import rules
from goldenthread.notify.models import KeptDate, MetDate
from goldenthread.notify.permissions import KEEP_STATUTORY_DATES
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import services as trail


@transaction.atomic
def keep_statutory_date(
    actor: Actor, now: datetime, today: date, key: str, *, first_on: date, group_id: UUID | None = None,
    version: int | None = None,
) -> KeptDate:  # fmt: skip
    """Keep a date of the table from `first_on` on, in its rhythm, and return it; `group_id` is who sees to it.

    Raises `Refused` (field `first_on` or `group_id`), `Superseded` where somebody saved since `version`, and
    `NotPermitted` for all but the business unit.
    """
    actor.must(KEEP_STATUTORY_DATES)
    kept = _found(actor, key)
    if kept and kept.is_on and _falls_on(kept, first_on):
        # The day it falls on anyhow: what it was in earlier years stays.
        first_on = kept.first_on
    else:
        insist(rules.may_set_day(key, first_on, today), "first_on")
    if group_id and not partnerships.is_in_partnership(actor, "group", group_id):
        raise Refused("There is no such group in this partnership.", "group_id")
    if kept is None:
        kept = KeptDate(partnership_id=actor.partnership_id, key=key, first_on=first_on, group_id=group_id)
        kept.save(force_insert=True)
        trail.record(actor, "notify.keptdate.kept", kept, after=_told(kept), now=now)
        return kept
    if version is not None and kept.is_on and version != kept.version:
        yours = KeptDate(key=key, first_on=first_on, group_id=group_id)
        raise Superseded(SAVED_FIRST, {**_told(kept), "version": kept.version}, _told(yours))
    before, was_on = _told(kept), kept.is_on
    kept.first_on, kept.group_id, kept.is_on = first_on, group_id, True
    _write(actor, now, kept, before, "changed" if was_on else "kept")
    return kept


@transaction.atomic
def drop_statutory_date(actor: Actor, now: datetime, key: str) -> KeptDate:
    """Take a date out of the forward plan and return it. Raises `Refused` for one that is not in it, `NotPermitted`."""
    actor.must(KEEP_STATUTORY_DATES)
    kept = _on(actor, key)
    before = _told(kept)
    kept.is_on = False
    _write(actor, now, kept, before, "dropped")
    return kept


@transaction.atomic
def record_met(
    actor: Actor, now: datetime, today: date, key: str, *, due_on: date, met_on: date, met_by: str = "",
    note: str = "", link: str = "",
) -> MetDate:  # fmt: skip
    """Record that a date was met for the day `due_on` on which it fell, and return that; it lies ahead no longer.

    `met_by` is who did it: the group that sees to it, or else the partnership, where nobody is named. Raises `Refused`
    (fields `due_on`, `met_on`, `note`, `link`) for a day that is not open, in the future, or without a note or link.
    """
    actor.must(KEEP_STATUTORY_DATES)
    kept = _on(actor, key)
    note, link = note.strip(), link.strip()
    every = rules.TABLE[key].every_years
    due = rules.open_day(kept.first_on, every, today, set(kept.met.values_list("due_on", flat=True)))
    insist(rules.may_say_met(due_on, due, met_on, today), "due_on" if due_on != due else "met_on")
    insist(rules.says_how(note, link), "link" if link else "note")
    named = met_by.strip() or (kept.group.name if kept.group else actor.partnership_name)
    made = MetDate(
        partnership_id=actor.partnership_id, kept=kept, due_on=due_on, met_on=met_on, met_by=named, note=note,
        link=link, recorded_by=actor.name,
    )  # fmt: skip
    made.save(force_insert=True)
    trail.record(actor, "notify.keptdate.met", kept, after=_told_of(made), now=now)
    return made


@transaction.atomic
def undo_met(actor: Actor, now: datetime, met_id: UUID) -> KeptDate:
    """Take back that a date was met, so that its day stands open again, and return the date. The trail keeps both.

    Raises `Refused` where nothing of the kind is recorded here.
    """
    actor.must(KEEP_STATUTORY_DATES)
    made = MetDate.objects.within(actor).select_for_update(of=("self",)).select_related("kept").filter(pk=met_id)
    row = made.first()
    if row is None:
        raise Refused("This was taken back already.")
    row.delete()
    kept: KeptDate = row.kept
    trail.record(actor, "notify.keptdate.unmet", kept, before=_told_of(row), now=now)
    return kept


def _told_of(made: MetDate) -> dict[str, str]:
    days = {"due_on": made.due_on.isoformat(), "met_on": made.met_on.isoformat()}
    return {**days, "met_by": made.met_by, "note": made.note, "link": made.link}


def _on(actor: Actor, key: str) -> KeptDate:
    kept = _found(actor, key)
    if kept is None or not kept.is_on:
        raise Refused("This date is not in the forward plan.")
    return kept


def _falls_on(kept: KeptDate, day: date) -> bool:
    return day in rules.days_of(kept.first_on, rules.TABLE[kept.key].every_years, day, day)


def _found(actor: Actor, key: str) -> KeptDate | None:
    return KeptDate.objects.within(actor).select_for_update(of=("self",)).filter(key=key).first()


def _told(kept: KeptDate) -> dict[str, str]:
    return {"first_on": kept.first_on.isoformat(), "group": kept.group.name if kept.group else ""}


def _write(actor: Actor, now: datetime, kept: KeptDate, before: dict[str, str], name: str) -> None:
    kept.version += 1
    kept.save()
    # Fetched anew, since the group may be another one.
    fresh = KeptDate.objects.select_related("group").get(pk=kept.pk)
    trail.record(actor, f"notify.keptdate.{name}", kept, before=before, after=_told(fresh), now=now)
