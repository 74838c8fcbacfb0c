"""Have a register reviewed under a standing duty to report, and keep the dates of its risks in step with the duty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.partnerships import queries as partnerships
from goldenthread.returns import services as returns
from goldenthread.returns.models import Obligation, Question, QuestionSet
from goldenthread.returns.rules import Asks
from goldenthread.risks import queries, rules
from goldenthread.risks.models import RegisterReview, Risk
from goldenthread.risks.permissions import SET_REVIEWS
from goldenthread.risks.services.telling import OWN_REGISTER, standing
from goldenthread.trail import services as trail

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
# Three times a year, as published plans have it; the second Tuesday, away from the start of term and of the month.
MONTHS = (6, 10, 2)
TUESDAY, SECOND = 1, 2
DUE, REVIEWED = "risks_due", "risks_reviewed"
SET_TITLE = "Review of a risk register"


@dataclass(frozen=True)
class Rota:
    """How a register is reviewed: to which group that is reported, in which months, and by which group.

    Its own group reviews a group's register; for the partnership's own one a group is named.
    """

    to_group_id: UUID
    months: Sequence[int] = MONTHS
    by_group_id: UUID | None = None


@transaction.atomic
def review_register(actor: Actor, now: datetime, today: date, group_id: UUID | None, rota: Rota) -> Obligation:
    """Set the standing duty under which a register (None is the partnership's own) is reviewed, and return it.

    Its return fills itself from the register. Every risk in it is then due on the next date of the duty at the latest.
    Raises `Refused` for a register that is reviewed under a duty already, an unknown group, no month; `NotPermitted`.
    """
    actor.must(SET_REVIEWS)
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [f"risks.review:{actor.partnership_id}"])
    standing_duty = queries.find_duty(actor, group_id, today)
    if standing_duty is not None:
        raise Refused(f"This register is reviewed already, under “{standing_duty.title}”. Change that one.")
    names = {one.pk: one.name for one in partnerships.bare_groups(actor, today)}
    if group_id is not None and group_id not in names:
        raise Refused("There is no such group in this partnership, or it has ended.")
    by = group_id or rota.by_group_id
    if by not in names:
        raise Refused("Choose which group reviews the register.", "by_group_id")
    register = names[group_id] if group_id else "the partnership"
    owed = returns.add_obligation(
        actor, now, today, title=f"Review of the risk register of {register}"[:200], by=("group", by),
        to_group_ids=[rota.to_group_id], starts_on=today, question_series=_questions(actor, now, today),
        rhythm=Rhythm(Beat.NAMED_MONTHS, months=tuple(rota.months), weekday=TUESDAY, nth=SECOND),
        basis="Every risk in the register is looked at in each review.",
    )  # fmt: skip
    tie = RegisterReview.objects.create(partnership_id=actor.partnership_id, group_id=group_id, obligation=owed)
    told = {"register": names[group_id] if group_id else OWN_REGISTER, "duty": owed.title}
    trail.record(actor, "risks.registerreview.set", tie, after=told, now=now)
    keep_in_step(actor, now, owed.pk)
    return owed


def _questions(actor: Actor, now: datetime, today: date) -> UUID:
    """The series of the questions a review asks: what the partnership uses already, or else written and put to use."""
    asking = Question.objects.within(actor).filter(fills_from=DUE)
    used = QuestionSet.objects.within(actor).filter(state=QuestionSet.State.PUBLISHED, sections__questions__in=asking)
    if first := used.order_by("created_at").first():
        return first.series
    made = returns.draft_question_set(
        actor,
        now,
        title=SET_TITLE,
        kind=QuestionSet.Kind.ASSURANCE_REPORT,
        basis="Three reviews of each register a year.",
        purpose="The records show each risk. Asked is what they cannot say: what it means, what is needed from above.",
    )
    for title, guidance, asked in SECTIONS:
        section = returns.add_section(actor, now, made.pk, title=title, guidance=guidance)
        for one in asked:
            returns.add_question(actor, now, section.pk, **one)
    returns.publish_question_set(actor, now, today, made.pk)
    return made.series


def _asked(key: str, text: str, fills: str = "", hint: str = "", required: bool = False) -> dict[str, Any]:
    return {
        "key": key, "text": text, "asks": Asks.LONG_TEXT, "fills_from": fills, "hint": hint, "is_required": required,
    }  # fmt: skip


SECTIONS: Sequence[tuple[str, str, Sequence[dict[str, Any]]]] = (
    (
        "The register",
        "The lists come from the register. A risk reviewed on its own page moves from the first to the second.",
        (
            _asked("not-reviewed", "Why have these not been reviewed, and when will they be?", DUE),
            _asked("reviewed", "What should be known of those that were reviewed?", REVIEWED),
        ),
    ),
    (
        "Judgement",
        "Two or three sentences.",
        (
            _asked("whole", "How does the register stand as a whole?", required=True,
                   hint="What worries the group most, and what has become better."),
            _asked("missing", "Is a risk missing from the register, or in it without need?"),
        ),
    ),
    (
        "Exceptions",
        "Only what needs the group above.",
        (
            {
                "key": "exceptions", "text": "What is asked of the group above?", "asks": Asks.EXCEPTIONS,
                "is_required": False,
            },
        ),
    ),
)  # fmt: skip


def keep_in_step(actor: Actor, now: datetime, duty: UUID) -> int:
    """Bring the next reviews of a register in line with the dates of its duty; returns how many moved.

    Called whenever the dates of a duty change; one that reviews no register changes nothing. A day that was set sooner
    for one risk stays.
    """
    found = queries.register_of_duty(actor, duty)
    if found is None:
        return 0
    dates, scale = queries.register_dates(actor, found[0]), queries.scale_in_force(actor)
    with transaction.atomic():
        rows = queries.to_redate(actor, found[0]).select_for_update(of=("self",))
        return _redate(actor, now, rows, scale, dates)


def _redate(
    actor: Actor, now: datetime, rows: Iterable[Risk], scale: rules.Scale, dates: Sequence[rules.RegisterDate]
) -> int:
    moved, told = [], []
    for risk in rows:
        before = standing(risk)
        for name, value in due_in_register(risk, scale, dates).items():
            setattr(risk, name, value)
        if (after := standing(risk)) != before:
            risk.version += 1
            moved.append(risk)
            told.append(trail.Told("risks.risk.redated", risk, before=before, after=after))
    Risk.objects.bulk_update(moved, ["next_review_on", "review_reason", "version"])
    trail.record_many(actor, told, now=now)
    return len(moved)


def due_in_register(risk: Risk, scale: rules.Scale, dates: Sequence[rules.RegisterDate]) -> dict[str, Any]:
    """The fields of a risk's next review in a register with these dates; a sooner day with its reason is kept."""
    value = risk.current.score if risk.current else 1
    latest = rules.next_review(risk.reviewed_on, value, scale, dates)
    if risk.review_reason and risk.next_review_on <= latest:
        return {}
    return {"next_review_on": latest, "review_reason": ""}
