"""Enter a risk into a register, change its words and people, and raise an action from it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from types import EllipsisType
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from goldenthread.actions import services as actions
from goldenthread.actions.models import Action
from goldenthread.actions.rules import Provenance
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist, insist_current
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Strand
from goldenthread.risks import queries, rules
from goldenthread.risks.models import Risk
from goldenthread.risks.permissions import CHANGE, RAISE, RAISE_ACTION, may_change, may_keep_in
from goldenthread.risks.rules import ScoreKind
from goldenthread.risks.services.scoring import Levels, due_again, keep_score, scale_row
from goldenthread.risks.services.telling import insist_owner, locked, permit, standing, tell, write
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
NEEDED = {
    "title": "Give the risk a name that readers will recognise.",
    "cause": "Say what it comes from.",
    "event": "Say what could happen.",
    "effect": "Say what would follow.",
}
LONGEST_TITLE = 150


@dataclass(frozen=True)
class Words:
    """What a risk says and whose it is, without its register and its scores."""

    title: str
    cause: str
    event: str
    effect: str
    category: str
    owner_id: UUID | None = None
    strands: Sequence[str] = ()
    duty: str = ""
    proximity: str = ""


@dataclass(frozen=True)
class Opening:
    """Where a new risk stands: its register (None is the partnership's own), its first scores as (likelihood, impact),
    why they are so, what of a plan it threatens, and a day of review of its own with its reason.
    """

    current: Levels
    why: str
    group_id: UUID | None = None
    inherent: Levels | None = None
    target: Levels | None = None
    threatens: Sequence[Ref] = field(default=())
    next_review_on: date | None = None
    review_reason: str = ""


@transaction.atomic
def raise_risk(actor: Actor, now: datetime, today: date, words: Words, opening: Opening) -> Risk:
    """Enter a risk into a register, scored, and return it with the next number of the partnership.

    Raises `Refused` (its field says which answer) for words missing, a register or owner that will not do, a step that
    the scale does not have; `NotPermitted` for a register that is not the actor's to keep.
    """
    permit(actor, RAISE, may_keep_in(actor, opening.group_id))
    row = scale_row(actor, now)
    fields = _checked(actor, today, words, row.scale, {opening.group_id})
    if opening.group_id and not partnerships.is_in_partnership(actor, "group", opening.group_id):
        raise Refused("There is no such group in this partnership.", "group_id")
    insist(rules.may_score(*opening.current, opening.why, row.scale), "why" if not opening.why.strip() else "current")
    value = rules.score(*opening.current)
    risk = Risk.objects.create(
        partnership_id=actor.partnership_id, number=_next_number(actor), raised_in_id=opening.group_id,
        group_id=opening.group_id, raised_on=today, raised_by_name=actor.name, reviewed_on=today, **fields,
        **due_again(
            actor, opening.group_id, today, value, row.scale, opening.next_review_on, opening.review_reason
        ),
    )  # fmt: skip
    for kind, levels in ((ScoreKind.INHERENT, opening.inherent), (ScoreKind.TARGET, opening.target)):
        if levels:
            setattr(risk, kind, keep_score(actor, now, today, risk, row, kind, levels, opening.why))
    risk.current = keep_score(actor, now, today, risk, row, ScoreKind.CURRENT, opening.current, opening.why)
    risk.save()
    tell(actor, now, "raised", risk, after=standing(risk))
    for ref in opening.threatens:
        _threaten(actor, now, risk, ref)
    return risk


def _threaten(actor: Actor, now: datetime, risk: Risk, ref: Ref) -> None:
    """Tie a risk to what it threatens. Raises `Refused` for anything but a priority or an objective that is seen."""
    if ref.kind not in queries.CAN_BE_THREATENED:
        raise Refused("Choose a priority or an objective.", "threatens")
    threads.tie(actor, now, LinkKind.THREATENS, Ref(queries.KIND, risk.pk), ref)


def _next_number(actor: Actor) -> int:
    """The next number of the partnership; two people who raise at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [f"risks.number:{actor.partnership_id}"])
    return (Risk.objects.within(actor).aggregate(last=Max("number"))["last"] or 0) + 1


def _checked(
    actor: Actor, today: date, words: Words, scale: rules.Scale, groups: set[UUID | None], kept: Risk | None = None
) -> dict[str, Any]:
    """The words as they will be written. Raises `Refused` for any that will not do.

    What `kept` has already may stay: an owner who has since left, a category that is no more.
    """
    given = {name: " ".join(value.split()) if name == "title" else value for name, value in asdict(words).items()}
    fields = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    for name, sentence in NEEDED.items():
        if not fields[name]:
            raise Refused(sentence, name)
    if len(fields["title"]) > LONGEST_TITLE:
        raise Refused(f"The name must be {LONGEST_TITLE} characters or fewer.", "title")
    known = {one.key for one in scale.categories} | ({kept.category} if kept else set())
    if fields["category"] not in known:
        raise Refused("Choose what the risk is about.", "category")
    fields["strands"] = [one for one in words.strands if one in Strand.values]
    if not kept or words.owner_id != kept.owner_id:
        insist_owner(actor, today, words.owner_id, groups)
    return fields


@transaction.atomic
def change_risk(
    actor: Actor,
    now: datetime,
    today: date,
    risk_id: UUID,
    words: Words,
    version: int | None = None,
    threatens: Ref | EllipsisType | None = ...,
) -> Risk:
    """Change what a risk says, whose it is and what it threatens first of all, and return it; None is nothing, and
    without `threatens` that stays. Register and scores have services of their own.

    Raises `Refused` for words that will not do, `Superseded` where somebody saved first, `NotPermitted`.
    """
    risk = locked(actor, risk_id)
    permit(actor, CHANGE, may_change(actor, risk))
    insist(rules.may_work_on(risk.state))
    scale = queries.scale_in_force(actor)
    fields = _checked(actor, today, words, scale, {risk.group_id, risk.raised_in_id}, risk)
    insist_current(risk, version, fields)
    before = standing(risk)
    write(risk, **fields)
    tell(actor, now, "changed", risk, before, standing(risk))
    if not isinstance(threatens, EllipsisType):
        _change_threat(actor, now, risk, threatens)
    return risk


def _change_threat(actor: Actor, now: datetime, risk: Risk, ref: Ref | None) -> None:
    before = queries.first_threatened(actor, risk.pk)
    if before == ref:
        return
    if before is not None:
        pair = (Ref(queries.KIND, risk.pk), before)
        reason = "Another priority was chosen for the risk." if ref else "The risk threatens no priority in particular."
        threads.untie_pairs(actor, now, LinkKind.THREATENS, [pair], reason=reason)
    if ref is not None:
        _threaten(actor, now, risk, ref)


@dataclass(frozen=True)
class Wanted:
    """What is to be done about a risk: what, who leads it, by when, and who may read it."""

    description: str
    lead: actions.Party
    due: Sequence[date | str] = ()
    information_class: str = "G"


@transaction.atomic
def raise_action(actor: Actor, now: datetime, today: date, risk_id: UUID, wanted: Wanted) -> Action:
    """Raise an action in the one tracker, tied to the risk that raised it, and return it.

    It reports to the group in whose register the risk stands and to the one in which it began. Of the risk it says the
    number alone, because more people may read the action. Raises as
    `actions.services.raise_action`, and `Refused` for a closed risk.
    """
    risk = locked(actor, risk_id)
    permit(actor, RAISE_ACTION, may_change(actor, risk))
    insist(rules.may_work_on(risk.state))
    new = actions.NewAction(
        description=wanted.description, lead=wanted.lead, provenance_kind=Provenance.RISK,
        provenance_text="Risk register", provenance_page=risk.reference, information_class=wanted.information_class,
        due=wanted.due, raised_by=Ref(queries.KIND, risk.pk),
        reports_to=[actions.NewReporting(key) for key in dict.fromkeys((risk.group_id, risk.raised_in_id)) if key],
    )  # fmt: skip
    action = actions.raise_action(actor, now, today, new)
    tell(actor, now, "action_raised", risk)
    return action
