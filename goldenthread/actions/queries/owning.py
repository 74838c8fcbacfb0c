"""Who answers for each action, and whether anybody does."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Subquery, TextField, When

from goldenthread.actions.models import Action, Reporting
from goldenthread.actions.queries.names import Party
from goldenthread.actions.rules import WORKED_ON, State
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import AgencyName, Appointment, Membership, Seat, SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User
from goldenthread.threads.queries import spaced


@dataclass(frozen=True)
class Owned:
    """An action with its owner, what it is called, and whether anybody answers for what it leads.

    `can_sign_in` and `is_tied` are of a person who leads; `answers` is that the seat is held, the group has a chair,
    the agency somebody who leads for it. `seat_group_id` is the group of a seat. `groups` are those that lead it or
    that it reports to.
    """

    id: UUID
    reference: str
    description: str
    state: str
    impact_is_rated: bool
    lead: Party
    lead_name: str
    can_sign_in: bool
    is_tied: bool
    answers: bool
    seat_group_id: UUID | None
    groups: tuple[str, ...]

    @property
    def is_worked_on(self) -> bool:
        """True while somebody still has to do something."""
        return self.state in WORKED_ON


def owned(actor: Actor, today: date) -> list[Owned]:
    """Every action the actor may see that is worked on or complete, with its owner. One query."""
    seen = Action.objects.visible(actor).filter(state__in=[*WORKED_ON, State.COMPLETE])
    rows = seen.annotate(
        lead_name=_name(), can_sign_in=_can_sign_in(), is_tied=_is_tied(actor, today), answers=_answers(actor, today),
        reports=ArraySubquery(
            Reporting.objects.filter(action_id=OuterRef("pk")).order_by("position").values("group__name")
        ),
    ).order_by("due_on", "created_at")  # fmt: skip
    names = (
        "pk", "reference", "description", "state", "impact_rating_id", "lead_person_id", "lead_seat_id",
        "lead_group_id", "lead_agency_id", "lead_name", "can_sign_in", "is_tied", "answers", "lead_seat__group_id",
        "lead_group__name", "lead_seat__group__name", "reports",
    )  # fmt: skip
    return [_owned(dict(zip(names, row, strict=True))) for row in rows.values_list(*names)]


def _owned(row: dict[str, Any]) -> Owned:
    kind = next(one for one in ("person", "seat", "group", "agency") if row[f"lead_{one}_id"])
    groups = [row["lead_group__name"], row["lead_seat__group__name"], *row["reports"]]
    return Owned(
        id=row["pk"],
        reference=row["reference"],
        description=row["description"],
        state=row["state"],
        impact_is_rated=row["impact_rating_id"] is not None,
        lead=Party(kind, row[f"lead_{kind}_id"]),
        lead_name=row["lead_name"] or "",
        can_sign_in=row["can_sign_in"],
        is_tied=row["is_tied"],
        answers=row["answers"],
        seat_group_id=row["lead_seat__group_id"],
        groups=tuple(dict.fromkeys(filter(None, groups))),
    )


def _name() -> Any:
    agency = AgencyName.objects.filter(agency_id=OuterRef("lead_agency_id"))
    latest = agency.order_by(F("ends_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True)).values("name")
    return Case(
        When(lead_person__isnull=False, then="lead_person__name"),
        When(lead_seat__isnull=False, then=spaced("lead_seat__title", "lead_seat__group__name", between=", ")),
        When(lead_group__isnull=False, then="lead_group__name"),
        default=Subquery(latest[:1]),
        output_field=TextField(),
    )


def _can_sign_in() -> Any:
    return Exists(User.objects.able_to_sign_in().filter(pk=OuterRef("lead_person_id")))


def _is_tied(actor: Actor, today: date) -> Any:
    tied = Q()
    for model in (Membership, Appointment, SeatHolder):
        rows = model.objects.within(actor).in_effect(today)
        tied |= Q(Exists(rows.filter(person_id=OuterRef("lead_person_id"))))
    return Case(When(tied, then=True), default=False, output_field=BooleanField())


def _answers(actor: Actor, today: date) -> Any:
    holders = SeatHolder.objects.within(actor).in_effect(today)
    chairs = Seat.objects.within(actor).in_effect(today).filter(kind__in=["chair", "vice_chair"])
    leads = Membership.objects.within(actor).in_effect(today).filter(role=Role.AGENCY_LEAD)
    return Case(
        When(lead_seat__isnull=False, then=Exists(holders.filter(seat_id=OuterRef("lead_seat_id")))),
        When(
            lead_group__isnull=False,
            then=Exists(holders.filter(seat__in=chairs, seat__group_id=OuterRef("lead_group_id"))),
        ),
        When(lead_agency__isnull=False, then=Exists(leads.filter(agency_id=OuterRef("lead_agency_id")))),
        default=True,
        output_field=BooleanField(),
    )
