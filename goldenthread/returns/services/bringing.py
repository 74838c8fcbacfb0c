"""Bring a question set in from a file that was looked at: as the draft of a new set, or of the next version of one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.returns import rules
from goldenthread.returns.models import Question, QuestionSet, RatingScheme, Section
from goldenthread.returns.permissions import KEEP_QUESTIONS
from goldenthread.returns.queries.questions import as_scheme
from goldenthread.returns.services.questions import keep_scheme
from goldenthread.returns.services.telling import add, locked


@transaction.atomic
def bring_in_question_set(
    actor: Actor, now: datetime, today: date, document: rules.SetDocument, *, next_of: UUID | None = None
) -> QuestionSet:
    """Make a draft of what a file says and return it: of a new set, or of the version after `next_of`.

    Rating schemes that are not here are added. Raises `Refused`, and keeps nothing, for the first thing that is wrong
    with the document, a scheme of the same name that rates otherwise, and a set that has a draft already.
    """
    actor.must(KEEP_QUESTIONS)
    problems = rules.document_problems(document, QuestionSet.Kind.values, rules.fillers())
    if problems:
        raise Refused(f"{problems[0].place}: {problems[0].said}")
    schemes = {one.name: _scheme(actor, now, one) for one in document.schemes}
    starts_on, ends_on = rules.dates_brought_in(document, today)
    made = QuestionSet(
        partnership_id=actor.partnership_id, title=document.title, kind=document.kind, purpose=document.purpose,
        basis=document.basis, starts_on=starts_on, ends_on=ends_on, **_after(actor, next_of),
    )  # fmt: skip
    add(actor, now, made, "returns.questionset.brought_in", questions=len(document.questions))
    for place, section in enumerate(document.sections, start=1):
        _section(actor, made, section, place, schemes)
    return made


def _after(actor: Actor, next_of: UUID | None) -> dict[str, Any]:
    """The series and edition of the version after one; nothing for a new set."""
    if next_of is None:
        return {}
    before = locked(actor, QuestionSet, next_of, "question set")
    newest = QuestionSet.objects.within(actor).filter(series=before.series).order_by("-edition").first()
    if newest is None or newest.state == QuestionSet.State.DRAFT:
        raise Refused("There is already a draft of this question set; put it into use or take it out first.", "next_of")
    return {"series": before.series, "edition": newest.edition + 1}


def _scheme(actor: Actor, now: datetime, told: rules.Scheme) -> RatingScheme:
    here: RatingScheme | None = RatingScheme.objects.within(actor).filter(name=told.name).first()
    if here is None:
        levels = [
            {"key": one.key, "word": one.word, "colour": one.colour, "weight": one.weight, "descriptor": one.descriptor}
            for one in told.levels
        ]  # fmt: skip
        return keep_scheme(
            actor, now, name=told.name, levels=levels, allows_not_applicable=told.allows_not_applicable,
            counts_not_applicable=told.counts_not_applicable,
        )  # fmt: skip
    if not rules.is_same_scheme(as_scheme(here), told):
        raise Refused(rules.OTHER_SCHEME.format(name=told.name))
    return here


def _section(
    actor: Actor, made: QuestionSet, told: rules.SectionDocument, place: int, schemes: dict[str, RatingScheme]
) -> None:
    section = Section(
        partnership_id=actor.partnership_id, question_set=made, title=told.title, guidance=told.guidance, position=place
    )
    section.save()
    Question.objects.bulk_create(
        Question(
            partnership_id=actor.partnership_id, section=section, position=at, key=one.key, text=one.text,
            hint=one.hint, asks=one.asks, is_required=one.is_required, options=list(one.options),
            scheme=schemes.get(one.scheme), descriptors=dict(one.descriptors), weight=one.weight, unit=one.unit,
            smallest=one.smallest, largest=one.largest, fills_from=one.fills_from,
            columns=[
                {name: list(value) if isinstance(value, tuple) else value for name, value in column}
                for column in one.columns
            ],
        )
        for at, one in enumerate(told.questions, start=1)
    )  # fmt: skip
