"""Fill one partnership with documents, actions, what was said of them, evidence, links and history."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from benchmarks import words
from benchmarks.furnishing import BATCH, DELIVERY, Furnisher, Size
from goldenthread.actions.models import (
    Acceptance,
    Action,
    Contributor,
    DueDate,
    Milestone,
    ProgressUpdate,
    Rating,
    Reporting,
    Slip,
)
from goldenthread.documents.models import Document, EvidenceItem
from goldenthread.plans.models import Measure, Plan
from goldenthread.threads.models import Link
from goldenthread.trail.models import Event

STATES = ("open",) * 11 + ("awaiting_acceptance",) + ("complete",) * 6 + ("closed_without_completion",) * 2
QUADRANTS = ("quantitative", "qualitative", "voice", "workforce")


def papers(here: Furnisher, size: Size) -> None:
    """Documents, some of them newer versions of others. Their files are not on any disk."""
    rows = [
        {
            "title": f"Paper {n}: {words.task(here.chance)}", "original_name": f"paper{n}.pdf", "size": 9000,
            "content_type": "application/pdf", "sha256": f"{n:064x}", "information_class": "G", "marking": "OFFICIAL",
            "owner": here.chance.choice(here.people), "added_at": here.moment(700), "file": f"none/{n}",
        }
        for n in range(size.documents)
    ]  # fmt: skip
    here.add(Document, rows)


def actions(here: Furnisher, size: Size) -> None:
    """Actions with leads of every sort, dates, steps and helpers; those already there get as much more."""
    made = here.add(Action, [_action(here, n) for n in range(size.actions)])
    every = here.there(Action)
    here.add(DueDate, [{"action": a, "words": f"{a.due_on:%B %Y}", "kind": "date", "starts_on": a.due_on,
                        "ends_on": a.due_on} for a in made])  # fmt: skip
    steps = [{"action": a, "text": words.task(here.chance), "position": 50 + n} for a in every for n in range(2)]
    dated = here.add(Milestone, steps)
    here.add(DueDate, [{"action_id": m.action_id, "milestone": m, "words": "Soon", "kind": "unknown"} for m in dated])
    here.add(Contributor, [{"action": a, "agency": here.chance.choice(here.agencies)} for a in every])
    here.add(Contributor, [{"action": a, "seat": here.chance.choice(here.seats), "position": 1} for a in every])
    # Whoever they are, on their page stands an action that a seat leads.
    led = [a for a in made if a.lead_seat_id and a.state == "open" and a.information_class == "G"]
    for kind, parties in (("agency", here.agencies), ("person", here.people)):
        here.add(
            Contributor, [{"action": led[n % len(led)], kind: one, "position": 2} for n, one in enumerate(parties)]
        )
    here.add(Reporting, [{"action": a, "group": here.chance.choice(here.groups)} for a in made])
    _said(here, size, made, every)
    _serve(here, made)
    _tell(here, made, size)


def _action(here: Furnisher, number: int) -> dict[str, Any]:
    state, lead = here.chance.choice(STATES), here.chance.random()
    who: dict[str, Any] = {"lead_person": here.chance.choice(here.people)}
    if lead < 0.4:
        who = {"lead_agency": here.chance.choice(here.agencies)}
    elif lead < 0.6:
        who = {"lead_group": here.chance.choice(here.groups)}
    elif lead < 0.85:
        who = {"lead_seat": here.chance.choice(here.seats)}
    due, said = here.day(-100, 500), here.day(-200, -1)
    owner = here.chance.choice(DELIVERY)
    closed = said if state in ("complete", "closed_without_completion") else None
    return {
        "reference": f"N{number}", "description": words.task(here.chance), "state": state, "raised_on": here.since,
        "provenance_kind": "plan", "provenance_text": "Business plan", "due_on": due, "due_days": [due],
        "first_due_on": due, "first_due_words": f"{due:%B %Y}", "closed_on": closed, "delivery_owner": owner,
        "asked_on": said if state == "awaiting_acceptance" else None, "delivery_owner_on": said,
        "delivery_owner_by": here.people[0].name, "last_update_on": said, "last_update_id": uuid.uuid4(),
        "cohorts": [f"Children of group {number % 5}"], "information_class": "R" if number % 25 == 0 else "G", **who,
    }  # fmt: skip


def _said(here: Furnisher, size: Size, made: Sequence[Action], every: Sequence[Action]) -> None:
    """Updates in turn over all actions, the latest of new ones first; slips, ratings of both voices and steps."""
    latest = [
        {"id": a.last_update_id, "action": a, "text": words.NEWS[n % 6], **here.said(), "delivery": a.delivery_owner}
        for n, a in enumerate(made)
    ]
    rest = [
        {"action": every[n % len(every)], "text": words.NEWS[n % 6], **here.said(), "is_no_change": n % 4 == 0}
        for n in range(max(size.updates - len(made), 0))
    ]
    here.add(ProgressUpdate, latest + rest)
    for axis, voice, value in (("delivery", "owner", "on_track"), ("impact", "owner", "emerging"),
                               ("impact", "chair", "emerging"), ("evidence", "chair", "weak")):  # fmt: skip
        rated = {"axis": axis, "voice": voice, "value": value, "reason": words.NEWS[2]}
        here.add(Rating, [{"action": a, **rated, **here.said()} for a in every])
    moved = {"from_words": "March", "to_words": "June", "is_later": True, "reason": words.NEWS[3]}
    here.add(Slip, [{"action": a, **moved, **here.said()} for a in every[::2] for _ in range(2)])
    steps = {"complete": ("asked", "accepted"), "awaiting_acceptance": ("asked",)}
    here.add(Acceptance, [{"action": a, "step": step, "done_on": a.asked_on, **here.said(60)}
                          for a in made for step in steps.get(a.state, ())])  # fmt: skip


def _serve(here: Furnisher, made: Sequence[Action]) -> None:
    """Most actions serve an objective, a few a priority, and some nothing."""
    rows = []
    for n, action in enumerate(made):
        if n % 20 == 19:
            continue
        kind, among = ("priority", here.priorities) if n % 20 == 18 else ("objective", here.objectives)
        rows.append(_link("serves", "actions.action", action, f"plans.{kind}", among[n % len(among)], 100 + n))
    here.add(Link, rows)


def _link(kind: str, source: str, one: Any, target: str, other: Any, position: int = 0) -> dict[str, Any]:
    ends = {"source_kind": source, "source_id": one.pk, "target_kind": target, "target_id": other.pk}
    return {"kind": kind, "position": position, **ends}


def evidence(here: Furnisher, size: Size) -> None:
    """Evidence, in turn of every side, for priorities, objectives, measures and actions in turn."""
    papers = [one for one in here.there(Document) if one.withdrawn_at is None]
    rows = [
        {
            "claim": words.NEWS[n % 6], "kind": "document", "document": papers[n % len(papers)],
            "quadrant": QUADRANTS[n % 4], "strength": ("weak", "moderate", "strong")[n % 3],
            "dated_on": here.day(-600, -1), "given_by": here.chance.choice(here.people),
        }
        for n in range(size.evidence)
    ]  # fmt: skip
    made = here.add(EvidenceItem, rows)
    done = [a for a in here.there(Action) if a.state in ("complete", "awaiting_acceptance", "open")]
    shown = [("plans.priority", here.priorities), ("plans.objective", here.objectives)]
    shown += [("plans.measure", here.there(Measure)), ("actions.action", done)]
    targets = [(kind, one) for kind, rows in shown for one in rows]
    links = [
        _link("evidences", "documents.evidenceitem", piece, *targets[n % len(targets)]) for n, piece in enumerate(made)
    ]
    here.add(Link, links)


def _tell(here: Furnisher, made: Sequence[Action], size: Size) -> None:
    """The history: each plan was drafted, each action raised, and updated as often as the updates are many."""
    each = max(size.updates // max(len(made), 1), 1)
    names = ["raised"] + ["updated"] * each
    told = [("actions.action", action, name) for action in made for name in names]
    told += [("plans.plan", plan, "drafted") for plan in here.there(Plan)]
    Event.objects.bulk_create(
        (
            Event(
                partnership_id=here.partnership.pk, name=f"{kind}.{name}", kind=kind, thing_id=thing.pk,
                title=str(thing), actor_name=here.chance.choice(here.people).name, channel="web",
                at=here.now - timedelta(minutes=here.chance.randint(1, 1_000_000)),
            )
            for kind, thing, name in told
        ),
        batch_size=BATCH,
    )  # fmt: skip
