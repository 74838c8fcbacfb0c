"""What a group's report says by itself of its actions and challenges; the apps above add what they keep."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from goldenthread.actions import queries as actions
from goldenthread.actions.queries import Filters, Found
from goldenthread.challenges import queries as challenges
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import WORDS, Delivery
from goldenthread.returns.models import Request
from goldenthread.returns.rules import Line, Read
from goldenthread.web.environment import address

OFF = (Delivery.AT_RISK, Delivery.OFF_TRACK)


def _of(actor: Actor, group_id: UUID, until: date, read: Read, *states: str) -> list[Found]:
    """The actions of the group in these states, as they stand today. One query for all of a report."""
    if "actions" not in read:
        read["actions"] = actions.list_actions(actor, read.get("today", until), Filters(group=group_id))
    return [one for one in read["actions"] if one.state in states]


def done(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """The actions of the group that were completed in the period, the latest first."""
    found = [
        one
        for one in _of(actor, group_id, until, read, "complete")
        if one.closed_on and since <= one.closed_on <= until
    ]
    found.sort(key=lambda one: str(one.closed_on), reverse=True)
    return [_line(actor, one, f"Completed on {_said(one.closed_on)}") for one in found]


def off_track(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """The open actions of the group at risk, off track or overdue, each in its lead's own words. One query more."""
    every = list(_of(actor, group_id, until, read, "open", "awaiting_acceptance"))
    # Of all that are open, so that it is asked once whether or not any is off track.
    words = actions.last_words(actor, [one.id for one in every])
    found = [one for one in every if one.is_overdue or one.rating in OFF]
    found.sort(key=lambda one: (one.urgency, str(one.due_on)))
    return [_line(actor, one, _why(one, words.get(one.id, ""))) for one in found]


def _why(one: Found, last: str) -> str:
    said = f"{WORDS[Delivery(one.rating)].tag}, led by {one.lead_name}"
    if one.is_overdue and one.due_on:
        said += f", due {_said(one.due_on)}"
    return f"{said}. {last or 'Nothing has been said of it.'}"


def silent(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """The open actions of the group of which nobody has said anything for a cycle."""
    found = [one for one in _of(actor, group_id, until, read, "open") if one.is_silent]
    found.sort(key=lambda one: str(one.last_update_on or ""))
    return [_line(actor, one, _silence(one)) for one in found]


def _silence(one: Found) -> str:
    last = f"last word {_said(one.last_update_on)}" if one.last_update_on else "no word yet"
    return f"{one.lead_name}, {last}"


def answered(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """What the group above answered to this group in the period, and what it has still to answer. One query."""
    rows = Request.objects.within(actor).filter(from_group_id=group_id).exclude(state=Request.State.WITHDRAWN)
    rows = rows.select_related("to_group").order_by("raised_on", "position")
    return [
        Line(
            one.exception, _answer(one), "returns.request", str(one.pk),
            address("returns:show_request", actor.partnership_slug, request_id=one.pk),
        )
        for one in rows
        if one.state == Request.State.OPEN or (one.answered_on and since <= one.answered_on <= until)
    ]  # fmt: skip


def _answer(one: Request) -> str:
    if one.state == Request.State.OPEN:
        return f"Asked of {one.to_group} on {_said(one.raised_on)}, not yet answered"
    return f"{one.to_group}, {_said(one.answered_on)}: {one.answer}"


def _line(actor: Actor, one: Found, note: str) -> Line:
    title = f"{one.reference} {one.description}".strip().split("\n")[0]
    href = address("actions:show_action", actor.partnership_slug, action=one.id)
    return Line(title, note, "actions.action", str(one.id), href, one.information_class == "R")


def _said(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def challenged(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """The challenges raised in the group or put to it in the period, all restricted. One query."""
    return [
        Line(
            f"{one}: {one.text}", f"{one.get_state_display()}, raised on {_said(one.raised_on)}",
            "challenges.challenge", str(one.pk),
            address("challenges:show_challenge", actor.partnership_slug, challenge=one.pk), is_restricted=True,
        )
        for one in challenges.raised_between(actor, group_id, since, until)
    ]  # fmt: skip
