"""Two years of meetings with their minutes, a register of two hundred risks, a challenge log, a round to everybody.

Written in bulk and once, into the busiest partnership as it stands, so that a database filled before has them too.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from benchmarks import words
from benchmarks.furnishing import Furnisher
from goldenthread.challenges.models import Challenge, ChallengeTurn
from goldenthread.documents.models import Document
from goldenthread.meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MeetingSeries,
    Minute,
    Paper,
)
from goldenthread.partnerships.models import Group, Partnership, Seat
from goldenthread.people.models import User
from goldenthread.returns.models import QuestionSet, Return, Round
from goldenthread.risks.models import Control, Risk, RiskScale, RiskScore
from goldenthread.risks.rules import DEFAULT, band_of

EVERY_WEEKS, YEARS_BACK, YEARS_AHEAD = 6, 2, 1
ITEMS, PAPERS, LINES, DECISIONS = 10, 3, 12, 3
RISKS, CHALLENGES, ASKED = 200, 150, 300
CAME = ("present",) * 7 + ("deputy", "apologies", "absent")
ALL_ASKED = "Everybody is asked"


def govern(slug: str, now: datetime) -> bool:
    """Fill the rhythm of one partnership; False where it has one already."""
    here = Furnisher(Partnership.objects.get(slug=slug), now, 8)
    if here.there(MeetingSeries):
        return False
    here.groups, here.seats = here.there(Group), here.there(Seat)
    known = {seat.group_id for seat in here.seats}
    here.groups = [one for one in here.groups if one.pk in known]
    here.people = list(User.objects.filter(seats_held__partnership=here.partnership).distinct().order_by("email"))
    _meetings(here)
    _risks(here)
    _challenges(here)
    _round(here)
    return True


def _meetings(here: Furnisher) -> None:
    from benchmarks.reporting import MONTHLY

    series = here.add(
        MeetingSeries,
        [
            {"group": group, "title": group.name, "rhythm": MONTHLY, "first_on": here.today, "starts_time": "10:00"}
            for group in here.groups
        ],
    )
    meetings = here.add(Meeting, [row for one in series for row in _days(here, one)])
    past = [one for one in meetings if one.state == "approved"]
    here.add(Attendance, [row for one in past for row in _came(here, one)])
    items = here.add(AgendaItem, [row for one in meetings if one.state != "planned" for row in _items(here, one)])
    document = here.there(Document)[0]
    here.add(Paper, [_paper(here, one, document) for one in items if one.position < PAPERS])
    decisions = here.add(Decision, [_decision(here, one) for one in past for _ in range(DECISIONS)])
    lines = [_line(here, one, {"kind": "note"}) for one in past for _ in range(LINES)]
    here.add(Minute, lines + [_line(here, one.meeting, {"kind": "decision", "decision": one}) for one in decisions])


def _days(here: Furnisher, series: MeetingSeries) -> Iterator[dict[str, Any]]:
    """A meeting every six weeks: held and approved, the next with its agenda out, the rest planned."""
    first, step = here.now - timedelta(days=365 * YEARS_BACK), timedelta(weeks=EVERY_WEEKS)
    at = first.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=here.chance.randint(0, 40))
    is_next = True
    while at < here.now + timedelta(days=365 * YEARS_AHEAD):
        state = "approved" if at < here.now else "issued" if is_next else "planned"
        is_next = state == "approved"
        yield {
            "series": series, "series_on": at.date(), "group": series.group, "title": series.title, "starts_at": at,
            "ends_at": at + timedelta(hours=2), "place": "Room 4", "state": state,
            "issued_at": None if state == "planned" else at - timedelta(days=7),
        }  # fmt: skip
        at += step


def _came(here: Furnisher, meeting: Meeting) -> list[dict[str, Any]]:
    seats = [one for one in here.seats if one.group_id == meeting.group_id]
    return [
        {"meeting": meeting, "seat": one, "agency_id": one.agency_id, "came": here.chance.choice(CAME)} for one in seats
    ]


def _items(here: Furnisher, meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {"meeting": meeting, "position": n, "title": words.task(here.chance), "minutes": 10, "presented_by": "Somebody",
         "part": "B" if n == ITEMS - 1 else "A"}
        for n in range(ITEMS)
    ]  # fmt: skip


def _paper(here: Furnisher, item: AgendaItem, document: Document) -> dict[str, Any]:
    late = here.chance.random() < 0.1
    return {
        "item": item, "title": item.title, "owner": here.chance.choice(here.people), "document": document,
        "summary": words.task(here.chance), "added_at": item.meeting.starts_at - timedelta(days=2 if late else 9),
        "added_by": "Somebody", "is_late": late, "late_reason": "The figures came late." if late else "",
    }  # fmt: skip


def _decision(here: Furnisher, meeting: Meeting) -> dict[str, Any]:
    said = words.task(here.chance)
    return {"meeting": meeting, "text": said, "reason": said, "decided_by": "All", "decided_on": meeting.on}


def _line(here: Furnisher, meeting: Meeting, more: dict[str, Any]) -> dict[str, Any]:
    return {"meeting": meeting, "text": here.chance.choice(words.NEWS), **more}


def _risks(here: Furnisher) -> None:
    (scale,) = here.add(
        RiskScale, [{"edition": 1, "told": DEFAULT.stored(), "set_at": here.now, "set_by_name": "Somebody"}]
    )
    categories = [one.key for one in DEFAULT.categories]
    risks = here.add(Risk, [_risk(here, n, categories) for n in range(1, RISKS + 1)])
    scores = here.add(RiskScore, [row for one in risks for row in _scores(here, one, scale)])
    for at, one in enumerate(risks):
        one.inherent, one.before, one.current, one.target = scores[at * 4 : at * 4 + 4]
    Risk.objects.bulk_update(risks, ["inherent", "before", "current", "target"])
    here.add(
        Control,
        [
            {"risk": one, "text": words.task(here.chance), "effect": "partly", "line": "first",
             "added_on": here.day(-400, -1)}
            for one in risks
            for _ in range(3)
        ],
    )  # fmt: skip


def _risk(here: Furnisher, number: int, categories: list[str]) -> dict[str, Any]:
    group = here.chance.choice([None, *here.groups])
    said = words.task(here.chance)
    return {
        "number": number, "title": said[:150], "cause": said, "event": said, "effect": said,
        "category": here.chance.choice(categories), "owner": here.chance.choice(here.people), "group": group,
        "raised_in": group, "raised_on": here.day(-700, -100), "raised_by_name": "Somebody",
        "reviewed_on": here.day(-90, -1), "next_review_on": here.day(5, 120),
    }  # fmt: skip


def _scores(here: Furnisher, risk: Risk, scale: RiskScale) -> list[dict[str, Any]]:
    rows = []
    for kind, ago in (("inherent", 500), ("current", 200), ("current", 40), ("target", 500)):
        likelihood, impact = here.chance.randint(1, 5), here.chance.randint(1, 5)
        at = here.now - timedelta(days=ago)
        rows.append(
            {"risk": risk, "kind": kind, "likelihood": likelihood, "impact": impact, "score": likelihood * impact,
             "band": band_of(likelihood * impact).key, "scale": scale, "why": "As it stands.", "said_at": at,
             "said_on": at.date(), "said_by_name": "Somebody"}
        )  # fmt: skip
    return rows


def _challenges(here: Furnisher) -> None:
    rows = []
    for number in range(1, CHALLENGES + 1):
        state = here.chance.choice(("open", "answered", "closed"))
        raised = here.day(-400, -1)
        ends = {"closed_on": raised + timedelta(days=60), "outcome": "accepted"} if state == "closed" else {}
        rows.append(
            {"number": number, "kind": "challenge", "to_group": here.chance.choice(here.groups), "text":
             words.task(here.chance), "raised_as": "scrutineer", "raised_by_name": "Somebody", "raised_on": raised,
             "due_on": raised + timedelta(days=30), "state": state, "group": here.groups[0], **ends}
        )  # fmt: skip
    made = here.add(Challenge, rows)
    said = {"by_name": "Somebody", "at": here.now, "said_on": here.today}
    here.add(
        ChallengeTurn,
        [
            {"challenge": one, "what": what, "text": words.task(here.chance), **said}
            for one in made
            for what in ("raised", *(["answered"] if one.state != "open" else []))
        ],
    )


def _round(here: Furnisher) -> None:
    """One question set asked of three hundred people, as an audit is of three hundred schools; half have sent it."""
    asked = here.there(QuestionSet)[0]
    (made,) = here.add(
        Round, [{"title": ALL_ASKED, "question_set": asked, "due_on": here.today, "state": "issued",
                 "issued_on": here.today - timedelta(days=30)}]
    )  # fmt: skip
    made.to_groups.set(here.groups[:1])
    rows = []
    for at, person in enumerate(here.people[:ASKED]):
        sent = {"state": "submitted", "sent_on": here.day(-20, -1), "sent_by": person.name} if at % 2 else {}
        rows.append({"round": made, "person": person, "due_on": made.due_on, **sent})
    here.add(Return, rows)
