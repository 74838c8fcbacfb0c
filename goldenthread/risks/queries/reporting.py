"""What a group's report says by itself of its risks: those raised, moved or decided on in the period."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.returns.rules import Line, Read
from goldenthread.risks.queries.movement import Moved, moved_since
from goldenthread.risks.queries.scales import scale_in_force
from goldenthread.web.environment import address


def moved(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """The group's risks that moved in the period, all restricted. Three queries."""
    found = moved_since(actor, since, until, scale_in_force(actor), group_id=group_id)
    return [_line(actor, one) for one in found if one.has_moved or one.then is None]


def _line(actor: Actor, one: Moved) -> Line:
    risk = one.risk
    said = f"score {one.now}" if one.then is None else f"score from {one.then} to {one.now}"
    return Line(
        f"{risk.reference} {risk.event}", f"{said}{', above what is tolerated' if one.is_above else ''}", "risks.risk",
        str(risk.pk), address("risks:show_risk", actor.partnership_slug, risk_id=risk.pk), is_restricted=True,
    )  # fmt: skip
