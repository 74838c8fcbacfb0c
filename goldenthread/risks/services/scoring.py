"""Score a risk, review it, and set the scales. No score is ever written over."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.risks import queries, rules
from goldenthread.risks.models import Risk, RiskScale, RiskScore
from goldenthread.risks.permissions import REVIEW, SET_SCALES, may_review
from goldenthread.risks.rules import Move, ScoreKind
from goldenthread.risks.services.telling import decide, locked, permit, standing, tell, write
from goldenthread.trail import services as trail

Levels = tuple[int, int]


@transaction.atomic
def set_scale(actor: Actor, now: datetime, scale: rules.Scale) -> RiskScale:
    """Set the scales, levels, categories and appetite anew and return the edition; earlier scores keep theirs.

    Raises `Refused` for a scale that is not in order, and `NotPermitted`.
    """
    actor.must(SET_SCALES)
    insist(rules.may_set_scale(scale))
    newest = RiskScale.objects.within(actor).select_for_update().order_by("-edition").first()
    return _set(actor, now, scale, newest.edition + 1 if newest else 1)


def _set(actor: Actor, now: datetime, scale: rules.Scale, edition: int) -> RiskScale:
    row = RiskScale.objects.create(
        partnership_id=actor.partnership_id, edition=edition, told=scale.stored(), set_at=now, set_by_name=actor.name
    )
    trail.record(actor, "risks.riskscale.set", row, after={"edition": edition}, now=now)
    return row


def scale_row(actor: Actor, now: datetime) -> RiskScale:
    """The scale in force as it is kept; the first score of a partnership puts the usual one in force."""
    newest = RiskScale.objects.within(actor).order_by("-edition").first()
    return newest or _set(actor, now, rules.DEFAULT, 1)


def keep_score(
    actor: Actor, now: datetime, today: date, risk: Risk, row: RiskScale, kind: ScoreKind, levels: Levels, why: str
) -> RiskScore:
    """Keep a new score of a risk and return it. Raises `Refused` where the scale or the reason will not do."""
    likelihood, impact = levels
    scale = row.scale
    insist(rules.may_score(likelihood, impact, why, scale), "why" if not why.strip() else "likelihood")
    value = rules.score(likelihood, impact)
    return RiskScore.objects.create(
        partnership_id=actor.partnership_id, risk=risk, kind=kind, likelihood=likelihood, impact=impact, score=value,
        band=rules.band_of(value, scale).key, scale=row, why=why.strip(), said_at=now, said_on=today,
        said_by_id=actor.user_id, said_by_name=actor.name,
    )  # fmt: skip


def due_again(
    actor: Actor,
    group_id: UUID | None,
    today: date,
    value: int,
    scale: rules.Scale,
    on: date | None = None,
    why: str = "",
) -> dict[str, date | str]:
    """The fields of the next review of a risk looked at today in a register: the day the rule gives, or a sooner one
    with its reason. Raises `Refused`.
    """
    latest = rules.next_review(today, value, scale, queries.register_dates(actor, group_id))
    field = "next_review_on" if on is None or why.strip() or on > latest else "review_reason"
    insist(rules.may_set_review(on, why, today, latest), field)
    return {"next_review_on": on or latest, "review_reason": why.strip()}


@transaction.atomic
def score_risk(
    actor: Actor, now: datetime, today: date, risk_id: UUID, *, kind: str, likelihood: int, impact: int, why: str
) -> Risk:
    """Say a new score of one kind, with why, and return the risk. A score of now counts as a review.

    Raises `Refused` for a closed risk, an unknown kind or step, or without a reason; `NotPermitted`.
    """
    risk = locked(actor, risk_id)
    permit(actor, REVIEW, may_review(actor, risk))
    insist(rules.may_work_on(risk.state))
    before, row = standing(risk), scale_row(actor, now)
    said = keep_score(actor, now, today, risk, row, ScoreKind(kind), (likelihood, impact), why)
    fields: dict[str, Any] = {str(said.kind): said}
    if kind == ScoreKind.CURRENT:
        fields |= {
            "before": risk.current,
            "reviewed_on": today,
            **due_again(actor, risk.group_id, today, said.score, row.scale),
        }
    write(risk, **fields)
    tell(actor, now, "scored", risk, before, {**standing(risk), "kind": str(said.kind)})
    return risk


@transaction.atomic
def review_risk(
    actor: Actor,
    now: datetime,
    today: date,
    risk_id: UUID,
    *,
    sentence: str,
    likelihood: int | None = None,
    impact: int | None = None,
    next_review_on: date | None = None,
    review_reason: str = "",
    seen: UUID | None = None,
) -> Risk:
    """Say that a risk was looked at, and what was seen; with other steps it also gets a new score. Returns the risk.

    The next review is on the next date of its register or by its level, unless a sooner day is given with a reason.
    `seen` is the score on the page it was reviewed from. Raises `Refused` for a closed risk, without a sentence, for a
    day or step that will not do, and where somebody has scored it since; `NotPermitted`.
    """
    risk = locked(actor, risk_id)
    permit(actor, REVIEW, may_review(actor, risk))
    _insist_seen(risk, seen)
    insist(rules.may_review(risk.state, sentence), "sentence")
    before, row, now_is = standing(risk), scale_row(actor, now), risk.current
    fields: dict[str, Any] = {"reviewed_on": today}
    levels = (likelihood or (now_is.likelihood if now_is else 0), impact or (now_is.impact if now_is else 0))
    if now_is is None or levels != (now_is.likelihood, now_is.impact):
        said = keep_score(actor, now, today, risk, row, ScoreKind.CURRENT, levels, sentence)
        fields |= {"current": said, "before": now_is}
        now_is = said
    fields |= due_again(actor, risk.group_id, today, now_is.score, row.scale, next_review_on, review_reason)
    decide(actor, now, today, risk, Move.REVIEWED, sentence)
    write(risk, **fields)
    tell(actor, now, "reviewed", risk, before, standing(risk))
    return risk


def _insist_seen(risk: Risk, seen: UUID | None) -> None:
    """Raise `Refused` where somebody has scored the risk since: no review confirms or undoes what nobody saw."""
    now_is = risk.current
    if seen and now_is and now_is.pk != seen:
        raise Refused(
            f"Meanwhile {now_is.said_by_name} has scored this risk {now_is.score}: {now_is.why} What you wrote is "
            "still here. Look at it again, then keep the review."
        )
