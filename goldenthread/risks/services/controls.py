"""Say what holds a risk: add a control, change it, end it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist, insist_current
from goldenthread.risks import rules
from goldenthread.risks.models import Control, Risk
from goldenthread.risks.permissions import REVIEW, may_review
from goldenthread.risks.services.telling import UNKNOWN, insist_owner, locked, permit, tell

ENDED = "This control has ended. Add a new one."


@dataclass(frozen=True)
class Hold:
    """What a control does, how well, which line of assurance says so, what is missing, and who looks after it."""

    text: str
    effect: str
    line: str
    gap: str = ""
    owner_id: UUID | None = None


@transaction.atomic
def add_control(actor: Actor, now: datetime, today: date, risk_id: UUID, hold: Hold) -> Control:
    """Add a control to a risk and return it. Raises `Refused` for a closed risk or an answer that will not do."""
    risk = _workable(actor, risk_id)
    fields = _checked(actor, today, risk, hold)
    control = Control.objects.create(partnership_id=actor.partnership_id, risk=risk, added_on=today, **fields)
    tell(actor, now, "control_added", risk)
    return control


@transaction.atomic
def change_control(
    actor: Actor, now: datetime, today: date, control_id: UUID, hold: Hold, version: int | None = None
) -> Control:
    """Change a control and return it. Raises as `add_control`, and `Refused` for one that has ended.

    Raises `Superseded`, with both texts, where somebody saved since `version`.
    """
    control, risk = _fetch(actor, control_id)
    fields = _checked(actor, today, risk, hold, control.owner_id)
    insist_current(control, version, fields)
    for name, value in fields.items():
        setattr(control, name, value)
    control.version += 1
    control.save()
    tell(actor, now, "control_changed", risk)
    return control


@transaction.atomic
def end_control(actor: Actor, now: datetime, today: date, control_id: UUID, why: str) -> Control:
    """Say that a control no longer holds the risk, with the reason, and return it; it stays on the page."""
    control, risk = _fetch(actor, control_id)
    if not why.strip():
        raise Refused("Say why the control has ended.", "why")
    control.ended_on, control.ended_why = today, why.strip()
    control.version += 1
    control.save()
    tell(actor, now, "control_ended", risk)
    return control


def _workable(actor: Actor, risk_id: UUID) -> Risk:
    risk = locked(actor, risk_id)
    permit(actor, REVIEW, may_review(actor, risk))
    insist(rules.may_work_on(risk.state))
    return risk


def _fetch(actor: Actor, control_id: UUID) -> tuple[Control, Risk]:
    """A standing control and its risk under lock. Raises `Refused` where there is none for the actor."""
    control = cast("Control | None", Control.objects.within(actor).filter(pk=control_id).first())
    if control is None:
        raise Refused(UNKNOWN)
    risk = _workable(actor, control.risk_id)
    control.refresh_from_db()
    if control.ended_on:
        raise Refused(ENDED)
    return control, risk


def _checked(actor: Actor, today: date, risk: Risk, hold: Hold, kept: UUID | None = None) -> dict[str, Any]:
    if not hold.text.strip():
        raise Refused("Say what holds the risk.", "text")
    if hold.effect not in set(rules.Effect):
        raise Refused("Choose how well it works.", "effect")
    if hold.line not in set(rules.Line):
        raise Refused("Choose who says that it works.", "line")
    if hold.owner_id and hold.owner_id != kept:
        insist_owner(actor, today, hold.owner_id, {risk.group_id, risk.raised_in_id})
    return {**asdict(hold), "text": hold.text.strip(), "gap": hold.gap.strip()}
