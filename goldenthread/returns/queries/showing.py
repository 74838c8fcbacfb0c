"""One return as its page shows it: how far it is, what it asks, what was said, what the records say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Value, When

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.permissions import READS_RESTRICTED, UNIT
from goldenthread.returns import rules
from goldenthread.returns.models import Answer, Question, Request, Return, Returns, Section
from goldenthread.returns.models.rounds import ANSWERS_FOR_AGENCY
from goldenthread.returns.permissions import ANSWER, CHASE, CHECK
from goldenthread.returns.queries.answers import filled_for, period_of, questions_of
from goldenthread.returns.queries.asking import is_own
from goldenthread.returns.queries.lists import list_returns
from goldenthread.returns.queries.questions import as_rule
from goldenthread.trail import queries as trail


@dataclass
class Asked:
    """One question with what was answered now and last time, and what the records say of it."""

    question: Question
    answer: Answer | None = None
    last: Answer | None = None
    lines: Sequence[rules.Line] = ()
    filler: rules.Filler | None = None

    @property
    def as_rule(self) -> rules.Question:
        """The question as the rules see it."""
        return as_rule(self.question)

    @property
    def is_answered(self) -> bool:
        """True where it has what it asks for; a question that fills itself asks for no word unless it says so."""
        return rules.is_answered(self.as_rule, self._seen)

    @property
    def is_missing(self) -> bool:
        """True where a required answer is missing, or an exception is not whole."""
        return rules.is_missing(self.as_rule, self._seen)

    @property
    def _seen(self) -> rules.Answered | None:
        given = self.answer
        return rules.Answered(given.value, given.reason, bool(given.file)) if given else None


@dataclass
class Part:
    """One section of a return with its questions, and how far it is."""

    section: Section
    asked: list[Asked] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many required answers are missing."""
        return sum(one.is_missing for one in self.asked)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(one.is_answered for one in self.asked)


@dataclass
class ReturnShown:
    """A return with all its page says. `parts` are empty for somebody who may see only that it is owed."""

    row: Any
    parts: list[Part] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    period: tuple[date, date] | None = None
    is_readable: bool = False
    may_answer: bool = False
    may_sign_off: bool = False
    may_check: bool = False
    may_chase: bool = False

    @property
    def missing(self) -> int:
        """How many required answers are missing in all."""
        return sum(part.missing for part in self.parts)

    @property
    def is_given_anew(self) -> bool:
        """True where last time's answers are never taken over: an app reads what is in it, such as figures."""
        return rules.content_of(self.row.round.question_set.kind) is not None

    @property
    def is_writable(self) -> bool:
        """True while its answers may be changed by the actor."""
        return self.may_answer and self.row.state in rules.WRITABLE

    @property
    def is_ready(self) -> bool:
        """True where it may be sent as it stands."""
        return bool(rules.may_submit(self.row.round.needs_sign_off, self.row.state, ["x"] * self.missing))


def find_return(actor: Actor, today: date, return_id: UUID) -> Any:
    """One return without what it says, or None: with `who`, `reports_to`, and whether the actor reads and answers it.

    One query.
    """
    rows = list_returns(actor, today).select_related("round__question_set", "round__date", "previous", "lead", "deputy")
    rights = {
        "reads_it": Case(When(Returns.read_by(actor), then=Value(True)), default=Value(False)),
        "answers_it": Case(When(Returns.answered_by(actor), then=Value(True)), default=Value(False)),
    }
    return rows.annotate(**rights).filter(pk=return_id).first()


def show_return(actor: Actor, today: date, return_id: UUID, section_id: UUID | None = None) -> ReturnShown | None:
    """One return with its answers, or None where this partnership has none such.

    With a section, what the records say now stands beside its questions. Four queries, and what the fillers cost then.
    """
    row = find_return(actor, today, return_id)
    if row is None:
        return None
    checks = actor.may(CHECK) and bool(rules.may_check(row.agency_id, actor.agency_ids, is_own(actor, row)))
    shown = ReturnShown(
        row, is_readable=row.answers_it or row.reads_it, may_answer=actor.may(ANSWER) and row.answers_it,
        may_sign_off=_is_senior(actor, row), may_chase=actor.may(CHASE), period=period_of(row),
        may_check=row.reads_it and checks,
    )  # fmt: skip
    if shown.is_readable:
        shown.parts = _parts(actor, row, today, section_id)
    if shown.is_readable and section_id is None:
        shown.requests = list(row.requests.select_related("to_group").order_by("position"))
    return shown


def _is_senior(actor: Actor, row: Return) -> bool:
    if row.agency_id:
        return row.agency_id in actor.agencies_as(*ANSWERS_FOR_AGENCY)
    return row.group_id in actor.chaired_group_ids or (row.person_id is not None and row.person_id == actor.user_id)


def _parts(actor: Actor, row: Return, today: date, section_id: UUID | None) -> list[Part]:
    said = Answer.objects.filter(of_return__in=[one for one in (row.pk, row.previous_id) if one])
    answers = list(said.select_related("question"))
    given = {one.question_id: one for one in answers if one.of_return_id == row.pk}
    last = {one.question.key: one for one in answers if one.of_return_id == row.previous_id}
    questions, known = questions_of(row), rules.fillers()
    asked = [one for one in questions if one.section_id == section_id]
    live = {one.pk: lines for one, lines in (filled_for(actor, row, asked, today) if _is_owed(row) else ())}
    parts: dict[UUID, Part] = {}
    for question in questions:
        part = parts.setdefault(question.section_id, Part(question.section))
        answer = given.get(question.pk)
        kept = [rules.Line(**one) for one in (answer.filled if answer and not _is_owed(row) else [])]
        lines = _seen(actor, row, live.get(question.pk, kept))
        filler = known.get(question.fills_from) if question.pk in live or not _is_owed(row) else None
        part.asked.append(Asked(question, answer, last.get(question.key), lines, filler))
    return list(parts.values())


def _is_owed(row: Return) -> bool:
    """True while it is written: what the records say is then read afresh; once it is sent, it stands as it was."""
    return row.state in rules.OWED


def _seen(actor: Actor, row: Return, lines: Sequence[rules.Line]) -> list[rules.Line]:
    """Restricted lines are for those who read them by role, and for the group whose report it is and its unit."""
    by_role = bool(actor.roles & (READS_RESTRICTED | UNIT))
    sees = by_role or row.group_id in actor.sitting_group_ids
    return [one for one in lines if (sees or not one.is_restricted) and (by_role or not one.is_by_role)]


def find_part(shown: ReturnShown, section_id: UUID) -> tuple[Part, int] | None:
    """One section of a return and its place, counted from 1, or None."""
    for place, part in enumerate(shown.parts, start=1):
        if part.section.pk == section_id:
            return part, place
    return None


def history_of(actor: Actor, return_id: UUID) -> list[trail.Line]:
    """What happened to a return, newest first. One query. Ask first whether it may be read."""
    return trail.history(actor, "returns.return", return_id)


def history_of_request(actor: Actor, request_id: UUID) -> list[trail.Line]:
    """What happened to a request of a report, newest first. One query. Ask first whether it may be read."""
    return trail.history(actor, "returns.request", request_id)
