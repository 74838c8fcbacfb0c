"""Find what was minuted, decided and directed, and what of it is still open: only what the actor may read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.actions.rules import STATE_WORDS as ACTION_WORDS
from goldenthread.actions.rules import State as ActionState
from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import AgendaItem, Correction, Decision, Direction, Meeting, Minute
from goldenthread.meetings.permissions import KEEP, SEE, asked_to_chair, chairs, keeps, runs_group
from goldenthread.meetings.rules import MINUTES_READ, TOOK_PLACE, Line, State, numbered
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.trail import queries as trail

OPEN = (ActionState.OPEN, ActionState.AWAITING_ACCEPTANCE)
STANDING = {"recommended": "Waits to be ratified", "ratified": "Ratified", "made": "Decided"}


@dataclass(frozen=True)
class Said:
    """A line of the minutes, with the live action it raised where the reader may see that."""

    line: Minute
    action: Action | None = None

    @property
    def action_state(self) -> str:
        """How its action stands today, in words."""
        return ACTION_WORDS[ActionState(self.action.state)] if self.action else ""


@dataclass(frozen=True)
class Heading:
    """One item of the agenda with what was minuted about it; `item` is None for what belongs to none."""

    number: str
    item: Any
    said: list[Said] = field(default_factory=list)


def minutes_of(actor: Actor, meeting_id: UUID, corrected: bool = True) -> list[Heading]:
    """The minutes of a meeting as the actor reads them, in the order of the agenda, with corrections. Four queries.

    A draft has no corrections, so that `corrected` is False while minutes are taken: then three.
    """
    corrections = Prefetch("corrections", Correction.objects.order_by("at"), to_attr="corrected")
    rows = Minute.objects.readable(actor).filter(meeting_id=meeting_id).select_related("decision", "direction")
    rows = rows.prefetch_related(corrections) if corrected else rows
    lines = list(rows.order_by("created_at"))
    said = _with_actions(actor, lines)
    by_item: dict[UUID | None, list[Said]] = {}
    for one in said:
        by_item.setdefault(one.line.item_id, []).append(one)
    items = AgendaItem.objects.readable(actor).filter(meeting_id=meeting_id).order_by("part", "position", "pk")
    headings = [Heading(number, item, by_item.pop(item.pk, [])) for number, item in numbered(items)]
    rest = [one for left in by_item.values() for one in left]
    return headings + ([Heading("", None, rest)] if rest else [])


def _with_actions(actor: Actor, lines: Sequence[Minute]) -> list[Said]:
    ids = [line.action_id for line in lines if line.action_id]
    seen = {one.pk: one for one in Action.objects.visible(actor).filter(pk__in=ids)}
    return [Said(line, seen.get(line.action_id)) for line in lines]


def matters_arising(actor: Actor, meeting: Meeting) -> list[Said]:
    """The actions and directions of the group's last meeting that are still open. One query."""
    held = Meeting.objects.within(actor).filter(group_id=meeting.group_id, state__in=TOOK_PLACE)
    last = held.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at").values("pk")[:1]
    open_actions = Action.objects.visible(actor).filter(state__in=OPEN).order_by().values("pk")
    rows = Minute.objects.readable(actor).filter(meeting__in=last, action__in=open_actions)
    return [Said(line, line.action) for line in rows.select_related("action", "direction").order_by("created_at")]


def find_line(actor: Actor, line_id: UUID) -> Minute | None:
    """One line of the minutes the actor may read, with its meeting, or None. One query."""
    rows = Minute.objects.readable(actor).select_related("meeting__group", "item", "decision")
    return rows.filter(pk=line_id).first()


def taken_out_of(actor: Actor, meeting_id: UUID) -> list[Minute]:
    """The lines taken out of a draft the actor keeps, the latest first, to be put back. One query."""
    return list(Minute.objects.taken_out(actor).filter(meeting_id=meeting_id).order_by("-removed_at"))


def find_taken_out(actor: Actor, line_id: UUID) -> Minute | None:
    """One line taken out of a draft the actor keeps, or None. One query."""
    return Minute.objects.taken_out(actor).filter(pk=line_id).first()


def may_see_line(actor: Actor, line_id: UUID) -> bool:
    """True where the actor may read the line, and so its history."""
    return actor.may(SEE) and find_line(actor, line_id) is not None


def list_decisions(
    actor: Actor, *, words: str = "", group_id: str = "", standing: str = "", since: date | None = None
) -> QuerySet[Any]:
    """The decisions the actor may read, latest first, as a queryset to order and page.

    `standing` is a key of `STANDING`.
    """
    found = Decision.objects.readable(actor).select_related("meeting__group", "item")
    for word in words.split():
        found = found.filter(Q(text__icontains=word) | Q(reason__icontains=word))
    if group_id:
        found = found.filter(meeting__group_id=group_id)
    if standing in STANDING:
        waits = {"made": Q(needs_ratification=False), "ratified": Q(needs_ratification=True, ratified_on__isnull=False)}
        found = found.filter(waits.get(standing, Q(needs_ratification=True, ratified_on__isnull=True)))
    return found.filter(decided_on__gte=since) if since else found


@dataclass(frozen=True)
class DecisionShown:
    """A decision with its directions and actions, and what this actor may do."""

    decision: Decision
    directions: list[Direction]
    said: list[Said]
    history: list[trail.Line]
    may_keep: bool
    in_writing: bool = False


def find_decision(actor: Actor, decision_id: UUID) -> Decision | None:
    """One decision the actor may read, with its meeting and item, or None. One query."""
    rows = Decision.objects.readable(actor).select_related("meeting__group", "item", "ratified_in", "procedure")
    return rows.filter(pk=decision_id).first()


def show_decision(actor: Actor, decision_id: UUID) -> DecisionShown | None:
    """One decision as its page shows it, or None. Five queries."""
    decision = find_decision(actor, decision_id)
    if decision is None:
        return None
    lines = list(Minute.objects.readable(actor).filter(decision=decision).exclude(action=None))
    directions = Direction.objects.readable(actor).filter(decision=decision).select_related("to_group")
    meeting = decision.meeting
    return DecisionShown(
        decision=decision,
        directions=list(directions),
        said=_with_actions(actor, lines),
        history=trail.history(actor, "meetings.decision", decision_id, limit=8),
        may_keep=actor.may(KEEP) and keeps(actor, meeting.group_id, meeting.minute_taker_id),
        in_writing=hasattr(decision, "procedure"),
    )


def may_see_decision(actor: Actor, decision_id: UUID) -> bool:
    """True where the actor may read the decision, and so its history."""
    return actor.may(SEE) and find_decision(actor, decision_id) is not None


@dataclass(frozen=True)
class DirectionShown:
    """A direction with the action that carries it out, where the reader may see that."""

    direction: Direction
    action: Action | None

    @property
    def action_state(self) -> str:
        """How its action stands today, in words."""
        return ACTION_WORDS[ActionState(self.action.state)] if self.action else ""


def show_direction(actor: Actor, direction_id: UUID) -> DirectionShown | None:
    """One direction as its page shows it, or None where it is not the actor's to read. Two queries."""
    rows = Direction.objects.readable(actor).select_related("meeting__group", "decision", "to_group")
    direction = rows.filter(pk=direction_id).first()
    if direction is None:
        return None
    return DirectionShown(direction, Action.objects.visible(actor).filter(pk=direction.action_id).first())


def may_see_direction(actor: Actor, direction_id: UUID) -> bool:
    """True where the actor may read the direction, and so its history."""
    return actor.may(SEE) and Direction.objects.readable(actor).filter(pk=direction_id).exists()


@dataclass(frozen=True)
class MinutesShown:
    """The minutes of a meeting as one actor reads them, and what they may do with them."""

    meeting: Meeting
    headings: list[Heading]
    may_keep: bool
    may_agree: bool
    is_chair: bool = False

    @property
    def decisions(self) -> list[tuple[UUID, str]]:
        """What was decided, as (id, words), to choose among."""
        rows = [line for line in self.lines if line.kind == Line.DECISION]
        return [(line.decision_id, line.text[:100]) for line in rows if line.decision_id]

    @property
    def lines(self) -> list[Minute]:
        """Every line the actor reads, in the order of the agenda."""
        return [one.line for heading in self.headings for one in heading.said]

    @property
    def key_messages(self) -> list[Minute]:
        """What members take back to their agencies: of part A, since nothing else goes out."""
        return [line for line in self.lines if line.kind == Line.KEY_MESSAGE and not line.is_restricted]

    @property
    def minuted(self) -> list[Heading]:
        """The headings under which anything stands."""
        return [one for one in self.headings if one.said]

    @property
    def silent(self) -> list[Heading]:
        """Those under which nothing does."""
        return [one for one in self.headings if not one.said]

    @property
    def is_restricted(self) -> bool:
        """True where the actor reads anything of part B here."""
        return any(line.is_restricted for line in self.lines)


def show_minutes(actor: Actor, meeting_id: UUID, corrected: bool = True) -> MinutesShown | None:
    """The minutes of a meeting, or None where the meeting is not here, or they are a draft the actor does not keep."""
    meeting = Meeting.objects.within(actor).select_related("group").filter(pk=meeting_id).first()
    if meeting is None:
        return None
    own = actor.may(KEEP) and keeps(actor, meeting.group_id, meeting.minute_taker_id)
    if not own and meeting.state not in MINUTES_READ:
        return None
    return MinutesShown(
        meeting, minutes_of(actor, meeting_id, corrected), own, own and runs_group(actor, meeting.group_id),
        is_chair=meeting.group_id in chairs(actor),
    )  # fmt: skip


def minute_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """The draft minutes that wait for each of these actors as chair or vice chair. One query, or none without one."""
    chaired = {group for actor in actors for group in asked_to_chair(actor)}
    if not chaired:
        return []
    rows = Meeting.objects.filter(state=State.DRAFTED, group_id__in=chaired)
    waiting = list(rows.order_by("starts_at"))
    return [
        (actor, _ask(actor, row))
        for actor in actors
        for row in waiting
        if row.partnership_id == actor.partnership_id and row.group_id in asked_to_chair(actor)
    ]


def _ask(actor: Actor, row: Meeting) -> Ask:
    here = {"partnership": actor.partnership_slug, "meeting": row.pk}
    return Ask(
        kind="meetings.minutes",
        thing_id=row.pk,
        partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name,
        title=f"Minutes of {row}",
        why="drafted, waiting for the chair to agree",
        urgency=Urgency.NOW,
        path=reverse("meetings:show_minutes", kwargs=here),
        relieved=row.group_id in actor.presence.relieved_group_ids,
    )
