"""Bring in a newer file of a plan, or say of a file already here that it is one; and the same for the command line."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.plans import queries, services
from goldenthread.plans.exchange import importing
from goldenthread.plans.exchange.newer.applying import apply_newer
from goldenthread.plans.exchange.newer.choosing import compare_again
from goldenthread.plans.exchange.newer.differences import DOUBT, Choices, Comparison
from goldenthread.plans.exchange.newer.showing import in_numbers, sentences


@transaction.atomic
def receive_newer_file(
    actor: Actor,
    now: datetime,
    today: date,
    content: bytes,
    file_name: str,
    plan_id: UUID,
    dated_on: date | None = None,
) -> Any:
    """Read a newer file of a plan and compare it; returns the import. Raises as `receive_file` does."""
    if dated_on and dated_on > today:
        raise Refused("The day of the file cannot be in the future.", "dated_on")
    row = importing.receive_file(actor, now, content, file_name, onto_id=plan_id, dated_on=dated_on)
    return row if row.grids else compare_again(actor, now, today, row.pk)


@transaction.atomic
def place_file(actor: Actor, now: datetime, today: date, import_id: UUID, plan_id: UUID | None) -> Any:
    """Say of which plan a file is the newer one, or of none, and compare it; returns the import. Raises `Refused`."""
    row = services.choose_onto(actor, now, import_id, plan_id)
    return compare_again(actor, now, today, import_id) if plan_id else row


def plan_called(actor: Actor, words: str) -> UUID:
    """The open plan of this id or title. Raises `Refused` where there is none, or more than one."""
    plans = [line.plan for line in queries.list_plans(actor) if line.plan.state != "closed"]
    found = [plan for plan in plans if str(plan.pk) == words or plan.title.lower() == words.strip().lower()]
    if len(found) > 1:
        raise Refused(f"{len(found)} open plans are called “{words}”; give the plan's id instead: {_ids(found)}.")
    if not found:
        titles = ", ".join(f"“{plan.title}”" for plan in plans) or "none"
        raise Refused(f"No open plan is called “{words}”; there are: {titles}.")
    return found[0].pk


def _ids(plans: Sequence[Any]) -> str:
    return ", ".join(str(plan.pk) for plan in plans)


def bring_onto(actor: Actor, now: datetime, today: date, path: Path, plan: str, *, apply: bool) -> list[str]:
    """Say in words what a newer file differs in from a plan; with `apply`, write it. Without, nothing is kept.

    Raises `Refused` where the plan cannot be told or a line is in question, and `UnreadablePlan`.
    """
    plan_id = plan_called(actor, plan)
    with transaction.atomic():
        row = receive_newer_file(actor, now, today, path.read_bytes(), path.name, plan_id)
        if row.grids:
            raise Refused("The headings of this file are not known; bring it in on the web and name its columns.")
        comparison, choices = Comparison.from_json(row.compared), Choices.of(row.decisions)
        told = [in_numbers(comparison), *sentences(comparison, choices)]
        if not apply:
            transaction.set_rollback(True)
            return [*told, "Nothing was changed. Add --apply to write it into the plan."]
        if doubts := comparison.of(DOUBT):
            raise Refused(f"{len(doubts)} in question, so nothing was changed; bring the file in on the web to answer.")
        done = apply_newer(actor, now, today, row.pk)
    return [*told, f"Applied: {done.added} added, {done.changed} changed. Lines not in the file were kept."]
