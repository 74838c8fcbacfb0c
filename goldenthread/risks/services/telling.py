"""Fetch one risk under lock, keep decisions, and tell the trail what more people may read than may read the risk."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from goldenthread.kernel.actor import Actor, Permission
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.risks import queries
from goldenthread.risks.models import Risk, RiskMove
from goldenthread.risks.permissions import REVIEW
from goldenthread.risks.rules import Move
from goldenthread.trail import services as trail

UNKNOWN = "There is no such risk in this partnership, or it is not yours to see. The business unit can help."
OWN_REGISTER = "the partnership’s own register"


def locked(actor: Actor, risk_id: UUID) -> Risk:
    """The risk under lock. Raises `Refused` where it does not exist here or is not the actor's to read."""
    found = Risk.objects.readable(actor).select_for_update(of=("self",)).filter(pk=risk_id).first()
    if found is None:
        raise Refused(UNKNOWN)
    return cast(Risk, found)


def permit(actor: Actor, permission: Permission, allowed: bool) -> None:
    """Return quietly when allowed. Raises `NotPermitted` that says who can help."""
    actor.must(permission)
    if not allowed:
        raise NotPermitted(
            f"You may not {permission.sentence} here. The chair of the group in whose register it stands or the "
            "business unit can."
        )


def tell(
    actor: Actor,
    now: datetime,
    verb: str,
    risk: Risk,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Record one event about a risk. Its words, scores and reasons stay off the trail: its own page keeps every one."""
    trail.record(actor, f"risks.risk.{verb}", risk, before=before, after=after or {}, now=now)


def standing(risk: Risk) -> dict[str, Any]:
    """What the trail may hold of a risk."""
    return {
        "state": str(risk.state),
        "register": risk.group.name if risk.group else OWN_REGISTER,
        "next_review_on": risk.next_review_on.isoformat(),
    }


def decide(
    actor: Actor, now: datetime, today: date, risk: Risk, kind: Move, why: str, decided_by: str = "", **more: Any
) -> RiskMove:
    """Keep a decision about a risk, made by the actor unless another is named. What it changes is the caller's."""
    return RiskMove.objects.create(
        partnership_id=actor.partnership_id, risk=risk, kind=kind, why=why.strip(),
        decided_by_name=decided_by.strip() or actor.name, made_at=now, made_on=today, made_by_id=actor.user_id,
        made_by_name=actor.name, **more,
    )  # fmt: skip


def write(risk: Risk, **fields: Any) -> None:
    """Write fields of a risk and count the saving."""
    for name, value in fields.items():
        setattr(risk, name, value)
    risk.version += 1
    risk.save()


def insist_owner(
    actor: Actor, today: date, owner_id: UUID | None, groups: set[UUID | None], field: str = "owner_id"
) -> None:
    """Return quietly where nobody is named, or somebody who may read and review the risk. Raises `Refused`."""
    if owner_id is None:
        return
    person = queries.person_acting(actor, owner_id, today)
    if person is None:
        raise Refused("Choose somebody who belongs to this partnership.", field)
    if not (person.may(REVIEW) and queries.reads_register(person, groups)):
        raise Refused(
            f"{person.name} could not read this risk. Choose a chair or member of the group, or somebody who reads "
            "the whole register.",
            field,
        )
