"""Write question sets: drafts are changed freely, what is published never is, and a new version takes its place."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.returns import rules
from goldenthread.returns.models import Question, QuestionSet, RatingScheme, Section
from goldenthread.returns.permissions import KEEP_QUESTIONS
from goldenthread.returns.queries.questions import as_rule
from goldenthread.returns.services.telling import add, change, insist_text, locked
from goldenthread.trail import services as trail

FIELDS = (
    "text", "hint", "asks", "is_required", "options", "scheme_id", "descriptors", "weight", "unit", "smallest",
    "largest", "columns", "fills_from",
)  # fmt: skip


@transaction.atomic
def draft_question_set(
    actor: Actor, now: datetime, *, title: str, kind: str, purpose: str = "", basis: str = ""
) -> QuestionSet:
    """Begin a question set and return it. Raises `Refused` for a missing title or an unknown kind."""
    actor.must(KEEP_QUESTIONS)
    if kind not in QuestionSet.Kind.values:
        raise Refused("Choose what sort of return it makes.", "kind")
    drafted = QuestionSet(
        partnership_id=actor.partnership_id, title=insist_text(title, "title", "a title"), kind=kind,
        purpose=purpose.strip(), basis=basis.strip(),
    )  # fmt: skip
    add(actor, now, drafted, "returns.questionset.drafted")
    return drafted


@transaction.atomic
def change_question_set(actor: Actor, now: datetime, set_id: UUID, **fields: Any) -> QuestionSet:
    """Change what a draft is called and for, and return it. Raises `Refused` where it is no draft."""
    actor.must(KEEP_QUESTIONS)
    drafted = _draft(actor, set_id)
    if "title" in fields:
        fields["title"] = insist_text(fields["title"], "title", "a title")
    change(actor, now, drafted, "returns.questionset.changed", **fields)
    return drafted


@transaction.atomic
def new_edition(actor: Actor, now: datetime, set_id: UUID) -> QuestionSet:
    """Begin the next version of a published set, with the same sections and questions, and return it.

    The keys of the questions stay, so that the last answers are shown again. Raises `Refused` where there is a draft.
    """
    actor.must(KEEP_QUESTIONS)
    old = locked(actor, QuestionSet, set_id, "question set")
    if old.state == QuestionSet.State.DRAFT:
        raise Refused("This is still a draft; change it as it stands.")
    newest = QuestionSet.objects.within(actor).filter(series=old.series).order_by("-edition").first()
    edition = newest.edition if newest else old.edition
    made = QuestionSet(
        partnership_id=actor.partnership_id, series=old.series, edition=edition + 1, title=old.title, kind=old.kind,
        purpose=old.purpose, basis=old.basis,
    )  # fmt: skip
    add(actor, now, made, "returns.questionset.drafted")
    for section in old.sections.prefetch_related("questions"):
        _copy(section, made)
    return made


def _copy(section: Section, into: QuestionSet) -> None:
    questions = list(section.questions.all())
    section.pk, section.question_set = uuid4(), into
    section.save(force_insert=True)
    for question in questions:
        question.pk, question.section = uuid4(), section
    Question.objects.bulk_create(questions)


def _draft(actor: Actor, set_id: UUID) -> QuestionSet:
    found = locked(actor, QuestionSet, set_id, "question set")
    if found.state != QuestionSet.State.DRAFT:
        raise Refused("This version is in use and stays as it is. Begin a new version to change it.")
    return found


@transaction.atomic
def add_section(actor: Actor, now: datetime, set_id: UUID, *, title: str, guidance: str = "") -> Section:
    """Add a section at the end of a draft and return it. Raises `Refused` where it is no draft."""
    actor.must(KEEP_QUESTIONS)
    drafted = _draft(actor, set_id)
    section = Section(
        partnership_id=actor.partnership_id, question_set=drafted, guidance=guidance.strip(),
        title=insist_text(title, "title", "the section's title"), position=drafted.sections.count() + 1,
    )  # fmt: skip
    add(actor, now, section, "returns.section.added")
    return section


@transaction.atomic
def change_section(actor: Actor, now: datetime, section_id: UUID, *, title: str, guidance: str = "") -> Section:
    """Change a section of a draft and return it. Raises `Refused` where it is no draft."""
    actor.must(KEEP_QUESTIONS)
    section = locked(actor, Section, section_id, "section")
    _draft(actor, section.question_set_id)
    title = insist_text(title, "title", "the section's title")
    change(actor, now, section, "returns.section.changed", title=title, guidance=guidance.strip())
    return section


@transaction.atomic
def remove_section(actor: Actor, now: datetime, section_id: UUID) -> None:
    """Take a section with its questions out of a draft. Raises `Refused` where it is no draft."""
    actor.must(KEEP_QUESTIONS)
    section = locked(actor, Section, section_id, "section")
    drafted = _draft(actor, section.question_set_id)
    trail.record(
        actor, "returns.questionset.section_removed", drafted, before={"section": section.title},
        after={"section": None}, now=now,
    )  # fmt: skip
    section.delete()


@transaction.atomic
def add_question(actor: Actor, now: datetime, section_id: UUID, *, key: str = "", **fields: Any) -> Question:
    """Add a question at the end of a section of a draft and return it. Raises `Refused` for what cannot be asked."""
    actor.must(KEEP_QUESTIONS)
    section = locked(actor, Section, section_id, "section")
    drafted = _draft(actor, section.question_set_id)
    taken = set(Question.objects.filter(section__question_set=drafted).values_list("key", flat=True))
    clean = _cleaned(actor, fields)
    question = Question(
        partnership_id=actor.partnership_id, section=section, position=section.questions.count() + 1,
        key=key or rules.key_from(clean["text"], taken), **clean,
    )  # fmt: skip
    if question.key in taken:
        raise Refused(f"There is already a question with the key “{question.key}”.", "key")
    add(actor, now, question, "returns.question.added")
    return question


@transaction.atomic
def change_question(actor: Actor, now: datetime, question_id: UUID, **fields: Any) -> Question:
    """Change a question of a draft, its key apart, and return it. Raises `Refused` for what cannot be asked."""
    actor.must(KEEP_QUESTIONS)
    question = locked(actor, Question, question_id, "question")
    _draft(actor, question.section.question_set_id)
    change(actor, now, question, "returns.question.changed", **_cleaned(actor, fields))
    return question


def _cleaned(actor: Actor, fields: Mapping[str, Any]) -> dict[str, Any]:
    clean = {key: value for key, value in fields.items() if key in FIELDS}
    clean["text"] = insist_text(clean.get("text", ""), "text", "the question", 1000)
    if clean.get("asks") not in rules.ASKS:
        raise Refused("Choose what the question asks for.", "asks")
    scheme = clean.get("scheme_id")
    if scheme and not RatingScheme.objects.within(actor).filter(pk=scheme).exists():
        raise Refused("There is no such rating scheme in this partnership.", "scheme_id")
    if clean.get("fills_from") and clean["fills_from"] not in rules.fillers():
        raise Refused("Choose one of the listed things that the records can say.", "fills_from")
    return clean


@transaction.atomic
def remove_question(actor: Actor, now: datetime, question_id: UUID) -> None:
    """Take a question out of a draft. Raises `Refused` where it is no draft."""
    actor.must(KEEP_QUESTIONS)
    question = locked(actor, Question, question_id, "question")
    drafted = _draft(actor, question.section.question_set_id)
    trail.record(
        actor, "returns.questionset.question_removed", drafted, before={"question": question.text},
        after={"question": None}, now=now,
    )  # fmt: skip
    question.delete()


@transaction.atomic
def move_question(actor: Actor, now: datetime, question_id: UUID, *, up: bool) -> Question:
    """Move a question of a draft one place up or down within its section and return it; at the edge it stays."""
    actor.must(KEEP_QUESTIONS)
    question = locked(actor, Question, question_id, "question")
    _draft(actor, question.section.question_set_id)
    order = list(Question.objects.filter(section=question.section).order_by("position", "created_at"))
    place = [one.pk for one in order].index(question.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        for position, one in enumerate(order, start=1):
            one.position = position
        Question.objects.bulk_update(order, ["position"])
        trail.record(
            actor, "returns.question.moved", question, before={"place": place + 1}, after={"place": other + 1}, now=now
        )
        question.refresh_from_db()
    return question


@transaction.atomic
def publish_question_set(actor: Actor, now: datetime, today: date, set_id: UUID) -> QuestionSet:
    """Put a draft into use, retiring the version before it, and return it. Raises `Refused` for one not answerable."""
    actor.must(KEEP_QUESTIONS)
    drafted = _draft(actor, set_id)
    asked = Question.objects.filter(section__question_set=drafted).select_related("scheme")
    insist(rules.may_publish([as_rule(one) for one in asked]))
    before = QuestionSet.objects.select_for_update().filter(series=drafted.series, state=QuestionSet.State.PUBLISHED)
    for old in before:
        change(actor, now, old, "returns.questionset.retired", state=QuestionSet.State.RETIRED, ends_on=today)
    change(
        actor, now, drafted, "returns.questionset.published", state=QuestionSet.State.PUBLISHED, published_on=today,
        starts_on=drafted.starts_on or today,
    )  # fmt: skip
    return drafted


@transaction.atomic
def retire_question_set(actor: Actor, now: datetime, today: date, set_id: UUID) -> QuestionSet:
    """Send a version out no more and return it; rounds that are out go on. Raises `Refused` where it is not in use."""
    actor.must(KEEP_QUESTIONS)
    found = locked(actor, QuestionSet, set_id, "question set")
    if found.state != QuestionSet.State.PUBLISHED:
        raise Refused("Only a question set that is in use can be retired.")
    state = QuestionSet.State.RETIRED
    change(actor, now, found, "returns.questionset.retired", state=state, ends_on=max(today, found.starts_on or today))
    return found


@transaction.atomic
def keep_scheme(
    actor: Actor,
    now: datetime,
    *,
    name: str,
    levels: Sequence[Mapping[str, Any]],
    allows_not_applicable: bool = True,
    counts_not_applicable: bool = False,
) -> RatingScheme:
    """Add a rating scheme and return it: levels with key, word, colour, weight and descriptor, lowest first.

    A scheme never changes, because answers stand on it. Raises `Refused` for fewer than two levels or a taken name.
    """
    actor.must(KEEP_QUESTIONS)
    words = [insist_text(str(one.get("word", "")), "levels", "a word for each level", 60) for one in levels]
    if len(words) < 2 or len(set(words)) < len(words):
        raise Refused("Give at least two levels, each with a word of its own.", "levels")
    kept: list[dict[str, Any]] = []
    for word, one in zip(words, levels, strict=True):
        key = rules.key_from(word, [str(level["key"]) for level in kept])
        kept.append(
            {
                "key": one.get("key") or key, "word": word, "colour": one.get("colour", ""),
                "weight": str(Decimal(str(one.get("weight", len(kept))))), "descriptor": one.get("descriptor", ""),
            }
        )  # fmt: skip
    scheme = RatingScheme(
        partnership_id=actor.partnership_id, name=insist_text(name, "name", "a name"), levels=kept,
        allows_not_applicable=allows_not_applicable, counts_not_applicable=counts_not_applicable,
    )  # fmt: skip
    add(actor, now, scheme, "returns.ratingscheme.kept")
    return scheme
