"""Fill one partnership with duties to report and their dates, rounds with their returns and answers, and exceptions."""

from datetime import timedelta
from typing import Any

from benchmarks import words
from benchmarks.furnishing import Furnisher, Size
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.returns.models import (
    Answer,
    Obligation,
    ObligationDate,
    Question,
    QuestionSet,
    Request,
    Return,
    Round,
    Section,
)

STATES = ("accepted",) * 6 + ("submitted",) * 2 + ("draft", "not_started")
MONTHLY = Rhythm(Beat.MONTHS).stored()


def reporting(here: Furnisher, size: Size) -> None:
    """Groups and agencies that report each month for a year and a half, and as many returns as there are dates past."""
    asked, questions = _asked(here)
    owed = here.add(Obligation, [_obligation(here, asked, n) for n in range(size.obligations)])
    through = Obligation.to_groups.through
    through.objects.bulk_create(through(obligation=one, group=here.chance.choice(here.groups)) for one in owed)
    dates = here.add(ObligationDate, [one for each in owed for one in _dates(here, each)])
    past = [one for one in dates if one.due_on <= here.today + timedelta(days=14)]
    rounds = here.add(Round, [_round(here, asked, one) for one in past])
    to = Round.to_groups.through
    to.objects.bulk_create(to(round=one, group=here.chance.choice(here.groups)) for one in rounds)
    returns = here.add(Return, [_return(here, one) for one in rounds])
    sent = [one for one in returns if one.state in ("accepted", "submitted")]
    here.add(Answer, [_answer(here, one, question) for one in returns for question in questions])
    here.add(Request, [_request(here, one) for one in sent if one.group_id])


def _asked(here: Furnisher) -> tuple[QuestionSet, list[Question]]:
    (asked,) = here.add(
        QuestionSet, [{"title": f"Report {here.mark}", "kind": "highlight_report", "state": "published"}]
    )
    (section,) = here.add(Section, [{"question_set": asked, "title": "Since the last report"}])
    rows = [
        {"section": section, "key": f"q{n}", "text": words.task(here.chance), "asks": "long_text", "position": n}
        for n in range(6)
    ]
    return asked, here.add(Question, rows)


def _obligation(here: Furnisher, asked: QuestionSet, number: int) -> dict[str, Any]:
    by = (
        {"by_group": here.chance.choice(here.groups)}
        if number % 3
        else {"by_agency": here.chance.choice(here.agencies)}
    )
    return {
        "title": f"{words.task(here.chance)} {number} {here.mark}"[:200], "question_series": asked.series,
        "rhythm": MONTHLY, "starts_on": here.today - timedelta(days=360), **by,
    }  # fmt: skip


def _dates(here: Furnisher, owed: Obligation) -> list[dict[str, Any]]:
    first = here.today - timedelta(days=here.chance.randint(80, 110))
    days = [first + timedelta(days=30 * n) for n in range(18)]
    return [{"obligation": owed, "planned_on": day, "due_on": day} for day in days]


def _round(here: Furnisher, asked: QuestionSet, day: ObligationDate) -> dict[str, Any]:
    return {
        "title": f"{day.obligation.title}, {day.due_on:%B %Y}"[:200], "question_set": asked, "date": day,
        "due_on": day.due_on, "state": "issued", "issued_on": day.due_on - timedelta(days=21),
    }  # fmt: skip


def _return(here: Furnisher, made: Round) -> dict[str, Any]:
    owed = made.date.obligation
    state = here.chance.choice(STATES) if made.due_on < here.today else "not_started"
    sent = made.due_on + timedelta(days=here.chance.randint(-5, 5)) if state in ("accepted", "submitted") else None
    by = {"group": owed.by_group} if owed.by_group_id else {"agency": owed.by_agency}
    return {"round": made, "due_on": made.due_on, "state": state, "sent_on": sent, "sent_by": "Somebody", **by}


def _answer(here: Furnisher, owed: Return, question: Question) -> dict[str, Any]:
    return {
        "of_return": owed, "question": question, "value": words.task(here.chance), "answered_by": "Somebody",
        "answered_at": here.moment(100),
    }  # fmt: skip


def _request(here: Furnisher, owed: Return) -> dict[str, Any]:
    return {
        "of_return": owed, "position": 1, "exception": words.task(here.chance), "wanted": "direction",
        "to_group": here.chance.choice(here.groups), "from_group": owed.group, "raised_on": owed.due_on,
    }  # fmt: skip
