"""What a return asks and what has been answered, for whoever has the return already."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from goldenthread.kernel.actor import Actor
from goldenthread.returns import rules
from goldenthread.returns.models import Answer, Question, Return


def questions_of(owed: Return) -> list[Question]:
    """The questions of a return in order, with section and scheme. One query."""
    found = Question.objects.filter(section__question_set_id=owed.round.question_set_id)
    found = found.select_related("section", "scheme")
    return list(found.order_by("section__position", "section__created_at", "position", "created_at"))


def answered_of(owed: Return) -> dict[str, rules.Answered]:
    """What has been answered, by the key of the question. One query."""
    rows = Answer.objects.filter(of_return=owed).values_list("question__key", "value", "reason", "file")
    return {key: rules.Answered(value, reason, bool(file)) for key, value, reason, file in rows}


def period_of(owed: Return) -> tuple[date, date]:
    """The first and last day a return tells of: its round's, or since the last one was sent, or a quarter.

    A group's report reaches back to the day the last one was sent, where that was before its period began, so that
    what happened between the two is in one of them.
    """
    ends_on, starts_on = owed.round.period_ends_on or owed.due_on, owed.round.period_starts_on
    last = owed.previous.sent_on if owed.previous else None
    if starts_on:
        is_report = owed.group_id is not None and rules.content_of(owed.round.question_set.kind) is None
        return min(starts_on, last or starts_on) if is_report else starts_on, ends_on
    return last or ends_on - timedelta(days=91), ends_on


def filled_for(
    actor: Actor, owed: Return, questions: Iterable[Question], today: date
) -> list[tuple[Question, Sequence[rules.Line]]]:
    """What the records say today to those of these questions that fill themselves, for a group's report.

    What each filler costs; they share what they have read.
    """
    if owed.group_id is None:
        return []
    since, until = period_of(owed)
    day = owed.round.date
    known, read = rules.fillers(), rules.Read(duty=day.obligation_id if day else None, today=today)
    return [
        (one, known[one.fills_from].find(actor, owed.group_id, since, max(until, today), read))
        for one in questions
        if one.fills_from in known
    ]
