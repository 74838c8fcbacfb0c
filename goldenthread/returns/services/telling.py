"""What every service here does when it writes: lock within the partnership, save once, tell the trail in words."""

from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import models

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships.models import Record
from goldenthread.returns.models import Return
from goldenthread.trail import services as trail

Row = TypeVar("Row", bound=Record)
# What the database refuses, in words: what to say, and the field it is about.
SENTENCES = {
    "dates_in_order": ("The last day must be on or after the first day.", "ends_on"),
    "one_rating_scheme_per_name": ("There is already a rating scheme of that name.", "name"),
    "one_draft_of_a_question_set": ("There is already a draft of this question set; change that one.", ""),
    "one_date_of_an_obligation_per_day": ("Something is already due on that day.", "due_on"),
}
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
    rows = (
        Return.objects.within(actor)
        .select_for_update(of=("self",))
        .select_related("round__question_set", "round__date")
    )
    row: Return | None = rows.filter(pk=return_id).first()
    if row is None:
        raise Refused(MISSING.format(thing="return"))
    if to_answer and not Return.objects.answerable(actor).filter(pk=return_id).exists():
        raise NotPermitted("This return is answered by others. The business unit can say by whom.")
    return row


def add(actor: Actor, now: datetime, row: models.Model, name: str, **extra: Any) -> None:
    """Save something new and tell of it. `extra` is told beside its own fields."""
    save(row)
    trail.record(actor, name, row, after={**trail.in_names(row), **extra}, now=now)


def change(actor: Actor, now: datetime, row: Any, name: str, reason: str = "", **fields: Any) -> bool:
    """Write fields on a locked row and tell of it; False, and no event, where nothing differs."""
    before = trail.in_names(row)
    for key, value in fields.items():
        setattr(row, key, value)
    after = trail.in_names(row)
    if before == after:
        return False
    row.version += 1
    save(row)
    trail.record(actor, name, row, before=before, after=after, reason=reason, now=now)
    return True


def save(row: models.Model) -> None:
    """Save. Raises `Refused` with a sentence where the database objects."""
    trail.save_or_refuse(row, SENTENCES)


def insist_text(text: str, field: str, what: str, longest: int = 200) -> str:
    """The text with its spaces tidied. Raises `Refused` where there is none, or too much."""
    tidy = " ".join(text.split())
    if not tidy:
        raise Refused(f"Enter {what}.", field)
    if len(tidy) > longest:
        raise Refused(f"Use {longest} characters or fewer for {what}.", field)
    return tidy
