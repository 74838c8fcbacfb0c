"""Who may own a risk, and who may accept one."""

from datetime import date
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.risks.models import READS_ALL
from goldenthread.risks.permissions import REVIEW, may_accept_for


def owner_choices(actor: Actor, today: date) -> list[tuple[UUID, str]]:
    """The people whose role lets them review a risk, as (id, name), by name; only who reads any. Two queries.

    Whether one of them reads the register in question is seen to when the risk is saved.
    """
    return [(key, one.name) for key, one in _acting(actor, today).items() if one.may(REVIEW) and _reads_any(one)]


def _reads_any(actor: Actor) -> bool:
    return bool(actor.roles & READS_ALL) or bool(actor.sitting_group_ids)


def approver_choices(actor: Actor, today: date, group_id: UUID | None) -> list[tuple[UUID, str]]:
    """The people who may accept a risk of this register, as (id, name), by name. Two queries."""
    return [(key, one.name) for key, one in _acting(actor, today).items() if may_accept_for(one, group_id)]


def _acting(actor: Actor, today: date) -> dict[UUID, Actor]:
    people = partnerships.list_people(actor, today)
    found = partnerships.actors_of_people([person.pk for person in people], today)
    here = {
        person.pk: next((one for one in found.get(person.pk, []) if one.partnership_id == actor.partnership_id), None)
        for person in people
    }
    return {key: one for key, one in here.items() if one}


def person_acting(actor: Actor, person_id: UUID, today: date) -> Actor | None:
    """Somebody as they may act in the actor's partnership today, or None. One query."""
    found = partnerships.actors_of_people([person_id], today).get(person_id, [])
    return next((one for one in found if one.partnership_id == actor.partnership_id), None)


def reads_register(actor: Actor, groups: set[UUID | None]) -> bool:
    """True where the actor reads risks that stand or began in one of these registers. No query.

    A seat in attendance, or a lay member's, gives none.
    """
    return bool(actor.roles & READS_ALL) or bool(groups & actor.sitting_group_ids)
