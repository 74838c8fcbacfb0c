"""One action with everything that was said about it, and what the reader may do there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.actions import permissions
from goldenthread.actions.models import Acceptance, Action, ProgressUpdate, Rating, Slip
from goldenthread.actions.queries.lines import KIND, actions_by_id
from goldenthread.actions.queries.shapes import ActionLine
from goldenthread.actions.rules import WORKED_ON, Progress, State, still_missing
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.permissions import SEE_TRAIL, Role
from goldenthread.threads.rules import Ref
from goldenthread.trail import queries as trail


@dataclass(frozen=True)
class May:
    """What the reader may do with one action."""

    update: bool
    contribute: bool
    rate: bool
    change: bool
    accept: bool
    leads: bool
    is_unit: bool

    @property
    def anything(self) -> bool:
        """True where the reader may do more than read."""
        return self.contribute or self.rate or self.change or self.accept


@dataclass(frozen=True)
class ShownAction:
    """An action's page: its line, updates and slips, every voice's latest ratings, steps, history and permissions."""

    line: ActionLine
    may: May
    updates: list[ProgressUpdate]
    slips: list[Slip]
    ratings: dict[tuple[str, str], Rating]
    steps: list[Acceptance]
    missing: list[str]
    seen_rating: str

    @property
    def ref(self) -> Ref:
        """How the thread knows it."""
        return Ref(KIND, self.line.id)

    @property
    def asked(self) -> Acceptance | None:
        """The request for completion that waits to be answered."""
        if self.line.state != State.AWAITING_ACCEPTANCE:
            return None
        # What was closed and undone waits again for an answer to the step before.
        return next((one for one in reversed(self.steps) if one.step == Acceptance.Step.ASKED), None)


def show_action(actor: Actor, action_id: UUID, today: date) -> ShownAction | None:
    """One action the actor may see, or None. A constant number of queries."""
    line = actions_by_id(actor, [action_id], today).get(action_id)
    if line is None:
        return None
    updates = ProgressUpdate.objects.filter(action_id=action_id, superseded_by__isnull=True)
    ratings: dict[tuple[str, str], Rating] = {}
    for rating in Rating.objects.filter(action_id=action_id):
        ratings.setdefault((rating.axis, rating.voice), rating)
    chair = ratings.get(("delivery", "chair"))
    return ShownAction(
        line=line,
        may=may_do(actor, line),
        updates=list(updates.select_related("supersedes")),
        slips=list(Slip.objects.filter(action_id=action_id)),
        ratings=ratings,
        steps=list(Acceptance.objects.filter(action_id=action_id)),
        missing=missing_for_completion(line, today),
        seen_rating=str(chair.pk) if chair and chair.value else "",
    )


def may_do(actor: Actor, line: ActionLine) -> May:
    """What the actor may do with an action, closed ones included. It asks the database nothing."""
    stub = _stub(actor, line)
    groups = [group for group, _, _ in line.reportings]
    return May(
        update=permissions.may_update(actor, stub),
        contribute=permissions.may_contribute(actor, stub, _contributes(actor, line))
        or permissions.may_rate(actor, stub, groups),
        rate=permissions.may_rate(actor, stub, groups),
        change=permissions.may_change(actor, stub, groups),
        accept=permissions.may_accept(actor, stub, groups),
        leads=permissions.leads(actor, stub),
        is_unit=permissions.is_of_the_unit(actor),
    )


@dataclass(frozen=True)
class MayOnARow:
    """What the reader may do with one action without leaving a list."""

    rate: bool
    update: bool
    change: bool
    leads: bool

    @property
    def anything(self) -> bool:
        """True where the row offers a form."""
        return self.rate or self.update


def may_on_rows(actor: Actor, lines: Iterable[ActionLine]) -> dict[UUID, MayOnARow]:
    """What the reader may do with each action of a list. No query."""
    return {line.id: _on_a_row(actor, line) for line in lines}


def _on_a_row(actor: Actor, line: ActionLine) -> MayOnARow:
    stub, groups = _stub(actor, line), [group for group, _, _ in line.reportings]
    return MayOnARow(
        rate=line.is_worked_on and permissions.may_rate(actor, stub, groups),
        update=line.is_worked_on and permissions.may_update(actor, stub),
        change=actor.may(permissions.CHANGE_MANY)
        and (permissions.may_change(actor, stub, groups) or permissions.may_update(actor, stub)),
        leads=permissions.leads(actor, stub),
    )


def _stub(actor: Actor, line: ActionLine) -> Action:
    return Action(
        information_class=line.information_class, partnership_id=actor.partnership_id,
        **{f"lead_{line.lead.kind}_id": line.lead.id},
    )  # fmt: skip


def _contributes(actor: Actor, line: ActionLine) -> bool:
    """What `Actions.contributing` asks of the database, of a line that was read already."""
    mine = {
        "person": {actor.user_id},
        "seat": actor.seat_ids,
        "group": actor.sitting_group_ids,
        "agency": actor.agencies_as(Role.AGENCY_LEAD),
    }
    return any(party.id in mine[party.kind] for party in line.contributor_parties)


def missing_for_completion(line: ActionLine, today: date) -> list[str]:
    """What still stands between the action and completion, leaving out the day, which is asked for on the form."""
    if line.state not in WORKED_ON:
        return []
    progress = Progress(
        is_open=True,
        evidence_count=line.evidence_count,
        done_on=today,
        raised_on=min(line.raised_on, today),
        unmet_milestones=[one.text for one in line.milestones if one.is_open],
    )
    return still_missing(progress, today)


def texts_said(actor: Actor, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The words of every update ever given on some actions of the actor's partnership, by action. One query."""
    rows = ProgressUpdate.objects.within(actor).filter(action_id__in=ids).values_list("action_id", "text")
    found: dict[UUID, list[str]] = {}
    for action_id, text in rows:
        found.setdefault(action_id, []).append(text)
    return found


def stamps(actor: Actor, ids: Collection[UUID]) -> dict[str, str]:
    """For each of some actions its version and latest update, as a short text by id: it changes when they do.

    One query. Those the actor may not see are left out.
    """
    rows = Action.objects.visible(actor).filter(pk__in=ids).order_by()
    return {
        str(pk): f"{version}/{update or ''}" for pk, version, update in rows.values_list("pk", "version", "last_update")
    }


def states(actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """The state of each of some actions that the actor may see, by id. One query."""
    return dict(Action.objects.visible(actor).filter(pk__in=ids).order_by().values_list("pk", "state"))


def changes_of_action(actor: Actor, action_id: UUID) -> list[trail.Line]:
    """What was done to an action, newest first, as sentences. One query. Ask `show_action` first whether it is seen."""
    return trail.history(actor, KIND, action_id, readings=False)


def history_of_action(actor: Actor, action_id: UUID) -> list[trail.Line]:
    """The same and, for those who read the whole trail, who opened it where it is restricted. One query."""
    return trail.history(actor, KIND, action_id, readings=actor.may(SEE_TRAIL))
