"""What every service here does when it writes: lock within the partnership, save once, tell the trail in words."""

from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import IntegrityError, models, transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships.models import Record
from goldenthread.returns.models import Return
from goldenthread.trail import services as trail

Row = TypeVar("Row", bound=Record)
MISSING = "There is no such {thing} in this partnership, or it is not yours to see. The business unit can help."


def locked(actor: Actor, model: type[Row], row_id: UUID, thing: str) -> Row:
    """One row of the actor's partnership under lock. Raises `Refused` where there is none."""
    manager: Any = model._default_manager
    row = manager.within(actor).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise Refused(MISSING.format(thing=thing))
    return cast(Row, row)


def locked_return(actor: Actor, return_id: UUID, *, to_answer: bool = False) -> Return:
    """One return under lock, with its round. Raises `Refused` where there is none, `NotPermitted` where not theirs."""
    rows = Return.objects.within(actor).select_for_update(of=("self",)).select_related("round", "round__question_set")
    row: Return | None = rows.filter(pk=return_id).first()
    if row is None:
        raise Refused(MISSING.format(thing="return"))
    if to_answer and not Return.objects.answerable(actor).filter(pk=return_id).exists():
        raise NotPermitted("This return is answered by others. The business unit can say by whom.")
    return row


def told(thing: models.Model) -> dict[str, Any]:
    """A snapshot in which what the thing points at is named, since the trail outlives both."""
    words = trail.snapshot(thing)
    for field in thing._meta.concrete_fields:
        if field.is_relation and field.name != "partnership":
            related = getattr(thing, field.name)
            words[field.attname] = None if related is None else str(related)
    return words


def add(actor: Actor, now: datetime, row: models.Model, name: str, **extra: Any) -> None:
    """Save something new and tell of it. `extra` is told beside its own fields."""
    save(row)
    trail.record(actor, name, row, after={**told(row), **extra}, now=now)


def change(actor: Actor, now: datetime, row: Any, name: str, reason: str = "", **fields: Any) -> bool:
    """Write fields on a locked row and tell of it; False, and no event, where nothing differs."""
    before = told(row)
    for key, value in fields.items():
        setattr(row, key, value)
    after = told(row)
    if before == after:
        return False
    row.version += 1
    save(row)
    trail.record(actor, name, row, before=before, after=after, reason=reason, now=now)
    return True


def save(row: models.Model) -> None:
    """Save, turning the database's own refusal into a sentence."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        said = str(error)
        if "dates_in_order" in said:
            raise Refused("The last day must be on or after the first day.", "ends_on") from error
        if "one_rating_scheme_per_name" in said:
            raise Refused("There is already a rating scheme of that name.", "name") from error
        if "one_draft_of_a_question_set" in said:
            raise Refused("There is already a draft of this question set; change that one.") from error
        if "one_date_of_an_obligation_per_day" in said:
            raise Refused("Something is already due on that day.", "due_on") from error
        raise Refused("That cannot be saved as it stands; check the dates and names.") from error


def insist_text(text: str, field: str, what: str, longest: int = 200) -> str:
    """The text with its spaces tidied. Raises `Refused` where there is none, or too much."""
    tidy = " ".join(text.split())
    if not tidy:
        raise Refused(f"Enter {what}.", field)
    if len(tidy) > longest:
        raise Refused(f"Use {longest} characters or fewer for {what}.", field)
    return tidy
