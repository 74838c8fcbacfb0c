"""Say when somebody is away, so that whoever stands in for them is asked instead; change it, end it, take it back."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from goldenthread.kernel import letters
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist
from goldenthread.partnerships import queries, rules
from goldenthread.partnerships.models import Absence
from goldenthread.partnerships.permissions import KEEP_ABSENCES, KEEP_OWN_ABSENCES, may_cover
from goldenthread.partnerships.services import _writing
from goldenthread.people.models import User
from goldenthread.trail import services as trail


@transaction.atomic
def say_away(
    actor: Actor, now: datetime, today: date, person_id: UUID, *, starts_on: date, ends_on: date,
    covered_by_id: UUID | None = None,
) -> Absence:  # fmt: skip
    """Say that a person is away from a day to a day, both included, write to whoever stands in, and return it.

    No reason is asked for. Raises `NotPermitted` for somebody else's absence, but for the unit, and `Refused` as
    `rules.may_be_away` does, for somebody unknown here, and for a cover who may not answer for others.
    """
    _insist_may_keep(actor, person_id)
    if queries.show_person(actor, person_id, today) is None:
        raise Refused("There is nobody of that name in this partnership.")
    # So that two absences entered at once cannot overlap.
    User.objects.select_for_update().get(pk=person_id)
    row = Absence(partnership_id=actor.partnership_id, person_id=person_id)
    _insist_days(actor, today, row, starts_on, ends_on, covered_by_id)
    row.starts_on, row.ends_on, row.covered_by_id = starts_on, ends_on, covered_by_id
    _writing.add(actor, now, row, "partnerships.absence.entered")
    _write_to_stand_ins(actor, now, row)
    return row


@transaction.atomic
def change_absence(
    actor: Actor, now: datetime, today: date, absence_id: UUID, *, starts_on: date, ends_on: date,
    covered_by_id: UUID | None = None,
) -> Absence:  # fmt: skip
    """Change the days of an absence, or who is asked instead, and return it. Raises as `say_away` does."""
    row = _own(actor, absence_id)
    _insist_days(actor, today, row, starts_on, ends_on, covered_by_id)
    fields = {"starts_on": starts_on, "ends_on": ends_on, "covered_by_id": covered_by_id}
    if _writing.change(actor, now, row, None, fields, "partnerships.absence.changed"):
        _write_to_stand_ins(actor, now, row)
    return row


@transaction.atomic
def end_absence(actor: Actor, now: datetime, today: date, absence_id: UUID) -> bool:
    """Say that somebody is back today: from now on they are asked again. True.

    Their last day away is yesterday; an absence that began today is taken back. Raises `Refused` for one that is to
    come or over.
    """
    row = _own(actor, absence_id)
    if row.starts_on > today:
        raise Refused("This has not begun. Take it back instead.")
    if row.ends_on < today:
        raise Refused("This is over already.")
    if row.starts_on == today:
        _remove(actor, now, row)
    else:
        _writing.end(actor, now, row, today - timedelta(days=1), "partnerships.absence.ended")
    return True


@transaction.atomic
def remove_absence(actor: Actor, now: datetime, absence_id: UUID) -> bool:
    """Take an absence back as if it had never been entered. True. Raises `Refused` where there is none."""
    _remove(actor, now, _own(actor, absence_id))
    return True


def _remove(actor: Actor, now: datetime, row: Absence) -> None:
    before = trail.in_names(row)
    trail.record(actor, "partnerships.absence.removed", row, before=before, after={}, now=now)
    row.delete()


def _insist_may_keep(actor: Actor, person_id: UUID) -> None:
    actor.must(KEEP_OWN_ABSENCES)
    if person_id != actor.user_id and not actor.may(KEEP_ABSENCES):
        raise NotPermitted("People say themselves when they are away, or the business unit does it for them.")


def _own(actor: Actor, absence_id: UUID) -> Absence:
    row: Absence = _writing.locked(actor, Absence, absence_id, "time away")
    _insist_may_keep(actor, row.person_id)
    return row


def _insist_days(
    actor: Actor, today: date, row: Absence, starts_on: date, ends_on: date, covered_by_id: UUID | None
) -> None:
    others = Absence.objects.within(actor).filter(person_id=row.person_id).exclude(pk=row.pk)
    taken = list(others.values_list("starts_on", "ends_on"))
    verdict = rules.may_be_away(row.person_id, covered_by_id, (starts_on, ends_on), taken, today)
    insist(verdict, "covered_by_id" if covered_by_id == row.person_id else "ends_on")
    if covered_by_id:
        cover = queries.actor_for(covered_by_id, actor.partnership_slug, today)
        if cover is None or not may_cover(cover):
            raise Refused(
                "Choose somebody who answers for others here: lay members and scrutineers do not.", "covered_by_id"
            )


def _write_to_stand_ins(actor: Actor, now: datetime, row: Absence) -> None:
    """A letter to whoever was named and to those who deputise in the person's seats: from when they are asked."""
    days = f"{_writing.said(row.starts_on)} to {_writing.said(row.ends_on)}"
    link = settings.BASE_URL.rstrip("/") + reverse("my_work_everywhere")
    for person in queries.stand_ins(actor, row):
        letters.post(
            letters.Letter(
                kind="partnerships.absence",
                address=person.email,
                subject=f"You are asked instead of {row.person.name}",
                body=(
                    f"{actor.partnership_name}\n\n{row.person.name} is away from {days}. In that time you are asked "
                    f"instead, where you deputise for them or they named you. It stands on your page of work:\n\n{link}"
                ),
                key=f"partnerships.absence:{row.pk}:{person.pk}:{row.starts_on}:{row.ends_on}",
                person_id=person.pk,
                partnership_id=actor.partnership_id,
            ),
            now,
        )
