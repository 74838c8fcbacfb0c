"""Find question sets with their sections and questions, and the schemes they are rated on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from goldenthread.kernel.actor import Actor
from goldenthread.returns import rules
from goldenthread.returns.models import Question, QuestionSet, RatingScheme, Section


def as_rule(question: Question) -> rules.Question:
    """A question as the rules see it; its scheme is read with it where it was fetched so."""
    scheme = as_scheme(question.scheme) if question.scheme else None
    return rules.Question(
        key=question.key, text=question.text, asks=rules.Asks(question.asks), is_required=question.is_required,
        options=tuple(question.options), levels=tuple(one.key for one in scheme.levels) if scheme else (),
        may_be_not_applicable=bool(scheme and scheme.allows_not_applicable), columns=tuple(question.columns),
        smallest=question.smallest, largest=question.largest, fills_from=question.fills_from,
    )  # fmt: skip


def as_scheme(scheme: RatingScheme) -> rules.Scheme:
    """A rating scheme as the rules see it."""
    levels = [
        rules.Level(
            one["key"], one["word"], one.get("colour", ""), Decimal(str(one.get("weight", 0))),
            one.get("descriptor", ""),
        )
        for one in scheme.levels
    ]  # fmt: skip
    return rules.Scheme(scheme.name, levels, scheme.counts_not_applicable, scheme.allows_not_applicable)


def list_question_sets(actor: Actor, *, kind: str = "", states: Sequence[str] = (), words: str = "") -> QuerySet[Any]:
    """The question sets of the partnership with `question_count`, as a queryset to order and page; retired ones last.

    Drafts and those in use unless `states` says otherwise.
    """
    found = QuestionSet.objects.within(actor).annotate(question_count=Count("sections__questions"))
    found = found.filter(state__in=states or ("draft", "published"))
    if kind:
        found = found.filter(kind=kind)
    for word in words.split():
        found = found.filter(title__icontains=word)
    return found


def show_question_set(actor: Actor, set_id: UUID) -> QuestionSet | None:
    """One question set with its sections (`sections_now`) and their questions, or None. Three queries."""
    questions = Question.objects.select_related("scheme")
    sections = Section.objects.prefetch_related(Prefetch("questions", questions, to_attr="questions_now"))
    found = QuestionSet.objects.within(actor).filter(pk=set_id)
    return found.prefetch_related(Prefetch("sections", sections, to_attr="sections_now")).first()


def editions_of(actor: Actor, series: UUID) -> list[QuestionSet]:
    """Every version of a question set, newest first. One query."""
    return list(QuestionSet.objects.within(actor).filter(series=series).order_by("-edition"))


def sets_to_follow(actor: Actor) -> list[tuple[str, str]]:
    """The question sets of which a next version may be begun, as (id of the newest version, title). One query.

    That is every set without a draft.
    """
    rows = QuestionSet.objects.within(actor).order_by("series", "-edition").distinct("series")
    return sorted(
        ((str(one.pk), one.title) for one in rows if one.state != QuestionSet.State.DRAFT), key=lambda one: one[1]
    )


def find_section(actor: Actor, section_id: UUID) -> Section | None:
    """One section with its question set, or None. One query."""
    return Section.objects.within(actor).select_related("question_set").filter(pk=section_id).first()


def find_question(actor: Actor, question_id: UUID) -> Question | None:
    """One question with its section and question set, or None. One query."""
    found = Question.objects.within(actor).select_related("section__question_set", "scheme")
    return found.filter(pk=question_id).first()


def list_schemes(actor: Actor) -> list[RatingScheme]:
    """The rating schemes of the partnership, by name. One query."""
    return list(RatingScheme.objects.within(actor))


@dataclass(frozen=True)
class SetChoice:
    """A question set that can be sent out: its series, the version in use, and its kind."""

    series: UUID
    id: UUID
    title: str
    kind: str


def sets_in_use(actor: Actor) -> list[SetChoice]:
    """The question sets that can be sent out, by title. One query."""
    rows = QuestionSet.objects.within(actor).filter(state=QuestionSet.State.PUBLISHED).order_by("title")
    return [SetChoice(one.series, one.pk, str(one), one.kind) for one in rows]
