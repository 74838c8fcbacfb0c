"""Fetch one action under lock, say what stands in plain words, and tell the trail what changed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldenthread.actions.models import Action, Reporting
from goldenthread.actions.queries.names import Party, names_of
from goldenthread.kernel.actor import Actor, Permission
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.partnerships.models import Partnership
from goldenthread.partnerships.permissions import readable_classes
from goldenthread.trail import services as trail
from goldenthread.trail.models import Event

UNKNOWN = "There is no such action in this partnership, or it is not yours to see. The business unit can help."
SUPERSEDED = "It has changed since you opened it."
# Events that say something and leave the words of the action, and so its version, as they were.
_LEAVES_THE_WORDS = (
    "updated", "no_change_said", "no_change_taken_back", "delivery_rated", "impact_rated", "evidence_rated",
    "evidence_added", "milestone_added", "milestone_met", "milestone_dropped",
)  # fmt: skip


def locked(actor: Actor, action_id: UUID) -> Action:
    """The action under lock. Raises `Refused` where it does not exist here or the actor may not see it."""
    action: Action | None = Action.objects.within(actor).select_for_update(of=("self",)).filter(pk=action_id).first()
    if action is None or not _may_see(actor, action):
        raise Refused(UNKNOWN)
    return action


def _may_see(actor: Actor, action: Action) -> bool:
    """What `visible` says of one action; most are of a class that the actor reads, and then nothing is asked."""
    by_class = action.information_class in readable_classes(actor.roles)
    return by_class or Action.objects.visible(actor).filter(pk=action.pk).exists()


def groups_reported_to(action: Action) -> list[UUID]:
    """The ids of the groups the action reports to."""
    return list(Reporting.objects.filter(action=action).values_list("group_id", flat=True))


def permit(actor: Actor, permission: Permission, allowed: bool) -> None:
    """Return quietly when allowed. Raises `NotPermitted` that says who can help."""
    actor.must(permission)
    if not allowed:
        raise NotPermitted(
            f"You may not {permission.sentence} here: this one belongs to somebody else. "
            "Its lead, the chair of the group it reports to or the business unit can."
        )


def insist_unchanged(action: Action, version: int | None, yours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    """Return quietly where nobody saved since `version`. Raises `Superseded` holding both texts and who saved."""
    if version is None or action.version == version:
        return
    events = Event.objects.of_changes().filter(kind="actions.action", thing_id=action.pk)
    events = events.exclude(name__in=[f"actions.action.{verb}" for verb in _LEAVES_THE_WORDS])
    latest = events.order_by("-number").first()
    raise Superseded(SUPERSEDED, dict(theirs), dict(yours), by=latest.actor_name if latest else "")


def lead_of(action: Action) -> Party:
    """Who leads."""
    return Party(action.lead_kind, action.lead_id)


def told(actor: Actor, action: Action, today: date, names: Mapping[Party, str] | None = None) -> dict[str, Any]:
    """What stands, in the words of the field rather than ids, for the trail."""
    lead = lead_of(action)
    known = names if names is not None and lead in names else names_of(actor, [lead], today)
    return {
        "reference": action.reference,
        "description": action.description,
        "lead": known.get(lead, ""),
        "state": str(action.state),
        "due_on": action.due_on.isoformat() if action.due_on else None,
        "starts_on": action.starts_on.isoformat() if action.starts_on else None,
        "information_class": action.information_class,
        "provenance_kind": str(action.provenance_kind),
        "provenance_text": action.provenance_text,
        "provenance_page": action.provenance_page,
        "cohorts": list(action.cohorts),
    }


# What a restricted action's events may say to everybody who reads the partnership's trail.
_OPEN_TO_ALL = frozenset(
    {
        "reference", "lead", "state", "due", "due_on", "starts_on", "information_class", "provenance_kind",
        "delivery_owner", "delivery_chair", "impact", "evidence_strength", "met_on", "escalated_to", "missed",
        "escalation", "undone",
    }
)  # fmt: skip


def tell(
    actor: Actor,
    now: datetime,
    verb: str,
    action: Action,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record one event about an action: its name, and only what changed in words.

    Of a restricted action (class R) the words themselves stay off the trail, which more people may read than may read
    the action; its own page keeps every update, rating and reason.
    """
    trail.record_many(actor, [told_of(verb, action, before, after, reason)], now=now)


def told_of(
    verb: str,
    action: Action,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> trail.Told:
    """One event about an action as `tell` would record it, to be recorded with others."""
    reason = "" if action.information_class == "R" else reason
    return trail.Told(
        f"actions.action.{verb}", action, _openly(action, before or {}), _openly(action, after or {}), reason
    )


def _openly(action: Action, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the trail may hold of an action's values."""
    return {key: one for key, one in values.items() if action.information_class != "R" or key in _OPEN_TO_ALL}


def tell_raised(actor: Actor, now: datetime, told_of: Sequence[tuple[Action, Mapping[str, Any]]]) -> None:
    """Record that each action was raised, as `tell` would, with one insert for every 500."""
    said = [
        trail.Told("actions.action.raised", action, after=_known(_openly(action, after))) for action, after in told_of
    ]
    trail.record_many(actor, said, now=now)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def said_by(actor: Actor, now: datetime, on_behalf_of: str = "") -> dict[str, Any]:
    """Who says something now, as the tables of what was said keep it."""
    return {
        "partnership_id": actor.partnership_id,
        "by_id": actor.user_id,
        "by_name": actor.name,
        "on_behalf_of": on_behalf_of.strip(),
        "at": now,
        "channel": actor.channel,
    }


def cycle_days(actor: Actor) -> int:
    """How many days of silence the partnership allows."""
    return Partnership.objects.values_list("update_cycle_days", flat=True).get(pk=actor.partnership_id)


def year_starts_in(actor: Actor) -> int:
    """The month in which the partnership's financial year starts."""
    return Partnership.objects.values_list("financial_year_starts_in", flat=True).get(pk=actor.partnership_id)


def insist_known(actor: Actor, parties: Sequence[Party], today: date) -> dict[Party, str]:
    """The name of each party. Raises `Refused` where one does not belong to the actor's partnership."""
    names = names_of(actor, parties, today)
    for party in parties:
        if party not in names:
            raise Refused("Choose a lead from the list: that one does not belong to this partnership.", "lead")
    return names
