"""An action in brief: enough to decide on it in a list, in one query however many."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from goldenthread.actions.models import Action, DueDate
from goldenthread.actions.queries.names import Party, name_of_seat
from goldenthread.actions.rules import WORKED_ON, is_overdue
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import AgencyName


@dataclass(frozen=True)
class ActionInBrief:
    """What an action is, who leads it, by when, and whether somebody still has to do something."""

    id: UUID
    reference: str
    description: str
    information_class: str
    state: str
    lead: Party
    lead_name: str
    due_words: str
    due_on: date | None
    closed_on: date | None
    is_overdue: bool

    @property
    def is_worked_on(self) -> bool:
        """True while somebody still has to do something."""
        return self.state in WORKED_ON


def actions_in_brief(actor: Actor, ids: Collection[UUID], today: date) -> dict[UUID, ActionInBrief]:
    """The actions among `ids` that the actor may see, by id, in the order of `ids`. One query however many."""
    wanted = list(ids)
    names = AgencyName.objects.filter(agency_id=OuterRef("lead_agency_id"))
    latest = names.order_by(Coalesce("starts_on", date.min).desc()).values("name")[:1]
    words = DueDate.objects.filter(action_id=OuterRef("pk"), milestone__isnull=True).values("words")
    rows = Action.objects.visible(actor).filter(pk__in=wanted)
    rows = rows.select_related("lead_person", "lead_seat__group", "lead_group")
    found = {row.pk: row for row in rows.annotate(agency_called=Subquery(latest), words=ArraySubquery(words))}
    return {key: _brief(found[key], today) for key in wanted if key in found}


def _brief(row: Action, today: date) -> ActionInBrief:
    name = row.agency_called or ""  # type: ignore[attr-defined]
    if row.lead_seat:
        name = name_of_seat(row.lead_seat)
    elif not row.lead_agency_id:
        name = str(row.lead_group or row.lead_person)
    return ActionInBrief(
        id=row.pk,
        reference=row.reference,
        description=row.description,
        information_class=row.information_class,
        state=row.state,
        lead=Party(row.lead_kind, row.lead_id),
        lead_name=name,
        due_words="; ".join(row.words),  # type: ignore[attr-defined]
        due_on=row.due_on,
        closed_on=row.closed_on,
        is_overdue=row.state in WORKED_ON and is_overdue(row.due_on, today),
    )
