"""What a group's report says by itself of its risks: what moved, and in the review of a register what is due."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from goldenthread.kernel.actor import Actor
from goldenthread.returns.rules import Line, Read
from goldenthread.risks import rules
from goldenthread.risks.models import Control, Risk
from goldenthread.risks.queries.duties import register_of_duty, to_redate
from goldenthread.risks.queries.movement import Moved, moved_since
from goldenthread.risks.queries.scales import scale_in_force
from goldenthread.web.environment import address


def moved(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """The group's risks that were raised in the period or moved in it, all restricted. Three queries."""
    found = moved_since(actor, since, until, scale_in_force(actor), group_id=group_id)
    new = {one.risk.pk for one in found if one.risk.raised_on >= since}
    return [
        _line(actor, one, is_new=one.risk.pk in new)
        for one in found
        if one.risk.pk in new or one.then != one.now or one.decided
    ]


def _line(actor: Actor, one: Moved, *, is_new: bool) -> Line:
    risk = one.risk
    said = "Not scored" if one.now is None else f"Score {one.now}"
    if one.then not in (None, one.now):
        said = f"Score from {one.then} to {one.now}"
    told = [f"{said}{', above what is tolerated' if one.is_above else ''}", *one.decided]
    return Line(
        f"{risk.reference} {risk.event}", f"{'. '.join(['New', *told] if is_new else told)}.", "risks.risk",
        str(risk.pk), address("risks:show_risk", actor.partnership_slug, risk_id=risk.pk), is_restricted=True,
    )  # fmt: skip


def due(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """The risks of the register that have not been looked at for this review, highest score first.

    Four queries for all of a report.
    """
    return [_standing(actor, one, read) for one in _register(actor, group_id, read) if one.next_review_on <= until]


def reviewed(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """The risks of the register that have been looked at, or entered, since the last review, highest score first."""
    every = _register(actor, group_id, read)
    return [_standing(actor, one, read) for one in every if one.next_review_on > until and one.reviewed_on >= since]


def _register(actor: Actor, group_id: UUID, read: Read) -> list[Risk]:
    """The risks of the register that the report reviews: that of its duty, or else the group's own."""
    if "register" not in read:
        found = register_of_duty(actor, read["duty"]) if read.get("duty") else None
        group = found[0] if found else group_id
        held = Control.objects.filter(ended_on__isnull=True)
        rows = (
            to_redate(actor, group)
            .select_related("before")
            .prefetch_related(Prefetch("controls", held, to_attr="held_by"))
        )
        read["scale"] = scale_in_force(actor)
        read["register"] = sorted(rows, key=lambda one: (-(one.current.score if one.current else 0), one.number))
    found_rows: list[Risk] = read["register"]
    return found_rows


def _standing(actor: Actor, risk: Risk, read: Read) -> Line:
    # The partnership's own register is read by role; who sits on the group that reviews it need not read it.
    return Line(
        f"{risk.reference} {risk.title}", _stands(risk, read["scale"]), "risks.risk", str(risk.pk),
        address("risks:show_risk", actor.partnership_slug, risk_id=risk.pk), is_restricted=True,
        is_by_role=risk.group_id is None,
    )  # fmt: skip


def _stands(risk: Risk, scale: rules.Scale) -> str:
    """Score, direction, last review and controls, in a sentence each."""
    now = risk.current.score if risk.current else None
    said = "Not scored" if now is None else f"Score {now}, {rules.band_of(now, scale).word.lower()}"
    way = rules.DIRECTION_WORDS[risk.direction][0].lower()
    above = ", above what is accepted" if now is not None and rules.is_breached(now, risk.category, scale) else ""
    held = [f"{one.text.rstrip('.')} ({rules.EFFECT_WORDS[rules.Effect(one.effect)][0].lower()})"
            for one in getattr(risk, "held_by", ())]  # fmt: skip
    last = f"Last reviewed on {risk.reviewed_on.day} {risk.reviewed_on:%B %Y}"
    return f"{said}, {way}{above}. {last}. Controls: {'; '.join(held) if held else 'none'}."
