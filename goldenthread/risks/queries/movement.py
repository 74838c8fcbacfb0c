"""What moved since a day: one page for a board. Only of the risks the actor may read."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, Subquery

from goldenthread.kernel.actor import Actor
from goldenthread.risks import rules
from goldenthread.risks.models import Risk, RiskMove, RiskScore
from goldenthread.risks.queries.listing import PARTNERSHIP, with_parts

MOST = 200


@dataclass(frozen=True)
class Moved:
    """A risk, its score then (None for one that was not there yet) and now, and what was decided since."""

    risk: Risk
    then: int | None
    now: int | None
    moves: tuple[RiskMove, ...]
    is_above: bool

    @property
    def direction(self) -> rules.Direction:
        """Where it went since."""
        return rules.direction(self.then, self.now)

    @property
    def decided(self) -> list[str]:
        """What was decided since beyond a review, each once, as sentences."""
        return list(dict.fromkeys(move_sentence(one) for one in self.moves if one.kind != rules.Move.REVIEWED))

    @property
    def has_moved(self) -> bool:
        """True where the score is another one or something was decided beyond a review."""
        return self.direction is not rules.Direction.SAME or bool(self.decided)


def move_sentence(move: Any) -> str:
    """A decision in words: "Escalated from Quality Group to the partnership's own register"."""
    said = rules.MOVE_WORDS[rules.Move(move.kind)]
    if move.kind in (rules.Move.ESCALATED, rules.Move.BROUGHT_DOWN):
        left, to = (one.name if one else "the partnership’s own register" for one in (move.from_group, move.to_group))
        return f"{said} from {left} to {to}"
    if move.until_on:
        return f"{said} until {move.until_on.day} {move.until_on:%B %Y}"
    return said


def moved_since(
    actor: Actor, since: date, today: date, scale: rules.Scale, register: str = "", group_id: UUID | None = None
) -> list[Moved]:
    """Every risk that is not closed, or was closed since the day, highest score first. Two queries.

    `register` is a group's id or `PARTNERSHIP`; `group_id` asks for what stands or began in one group.
    """
    earlier = RiskScore.objects.filter(risk_id=OuterRef("pk"), kind=rules.ScoreKind.CURRENT, said_on__lte=since)
    rows = with_parts(Risk.objects.readable(actor)).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=since))
    if register:
        rows = rows.filter(group__isnull=True) if register == PARTNERSHIP else rows.filter(group_id=register)
    if group_id:
        rows = rows.filter(Q(group_id=group_id) | Q(raised_in_id=group_id))
    moves = RiskMove.objects.filter(made_on__gt=since, made_on__lte=today).select_related("from_group", "to_group")
    rows = rows.annotate(then=Subquery(earlier.order_by("-said_at").values("score")[:1]))
    rows = rows.prefetch_related(Prefetch("moves", moves, to_attr="made_since"))
    return [_moved(risk, scale) for risk in rows.order_by("-now", "number")[:MOST]]


def _moved(risk: Any, scale: rules.Scale) -> Moved:
    now = risk.current.score if risk.current else None
    above = now is not None and rules.is_breached(now, risk.category, scale)
    return Moved(risk, risk.then, now, tuple(risk.made_since), above and risk.state != rules.State.CLOSED)
