"""Change an action: its words, its people, its dates and its milestones."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.actions.models import Action, Contributor, DueDate, Milestone, Reporting, Slip, lead_fields
from goldenthread.actions.permissions import CHANGE, UPDATE, may_change, may_update
from goldenthread.actions.queries.names import Party
from goldenthread.actions.rules import WORKED_ON, amount_of_slip, final_date, first_date, origin_is_told, slip
from goldenthread.actions.services import dates
from goldenthread.actions.services.escalating import End, end_escalations, permit_to_change
from goldenthread.actions.services.locking import (
    groups_reported_to,
    insist_known,
    insist_unchanged,
    lead_of,
    locked,
    permit,
    said_by,
    tell,
    told,
    year_starts_in,
)
from goldenthread.actions.services.raising import NewReporting, contributor_rows, reporting_rows
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.due_dates import DueDate as DueDates
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.partnerships.permissions import readable_classes

WORDS = frozenset(
    {
        "reference",
        "description",
        "lead_words",
        "information_class",
        "provenance_kind",
        "provenance_text",
        "provenance_page",
        "cohorts",
        "starts_on",
    }
)
REASSIGNED = "reassigned"
NOT_OPEN = "This action is closed. Reopen it first, with a reason."


@transaction.atomic
def change_action(
    actor: Actor,
    now: datetime,
    today: date,
    action_id: UUID,
    *,
    version: int | None = None,
    contributors: Sequence[Party] | None = None,
    reports_to: Sequence[NewReporting] | None = None,
    **fields: Any,
) -> Action:
    """Change the words of an action (`WORDS`) and who helps, and return it. What is not given stays.

    Raises `NotPermitted`; `Refused` where words are missing; `Superseded`, with both texts, where somebody saved
    since `version`.
    """
    if unknown := set(fields) - WORDS:
        raise TypeError(f"An action's {', '.join(sorted(unknown))} cannot be changed here.")
    action = locked(actor, action_id)
    permit(actor, CHANGE, may_change(actor, action, groups_reported_to(action)))
    fields = {key: value.strip() if isinstance(value, str) else value for key, value in fields.items()}
    yours, theirs = _both_in_words(actor, today, action, fields, contributors, reports_to)
    insist_unchanged(action, version, yours, theirs)
    before = told(actor, action, today) | _people_in_words(action)
    for key, value in fields.items():
        setattr(action, key, value)
    _insist_whole(actor, action)
    action.first_date_on = first_date(_current(action), action.starts_on)
    action.version += 1
    action.save()
    _set_people(actor, action, contributors, reports_to)
    tell(actor, now, "changed", action, before, told(actor, action, today) | _people_in_words(action))
    return action


def _insist_whole(actor: Actor, action: Action) -> None:
    if not action.description:
        raise Refused("Say what is to be done.", "description")
    field = "provenance_page" if action.provenance_text else "provenance_text"
    insist(origin_is_told(action.provenance_kind, action.provenance_text, action.provenance_page), field)
    if action.information_class not in readable_classes(actor.roles):
        raise Refused("Your role does not read papers of that class, so you cannot mark an action with it.")


def _set_people(
    actor: Actor,
    action: Action,
    contributors: Sequence[Party] | None,
    reports_to: Sequence[NewReporting] | None,
) -> None:
    if contributors is not None:
        action.contributors.all().delete()
        Contributor.objects.bulk_create(contributor_rows(action, contributors))
    if reports_to is not None:
        action.reportings.all().delete()
        Reporting.objects.bulk_create(reporting_rows(action, reports_to, year_starts_in(actor)))


def _people_in_words(action: Action) -> dict[str, list[str]]:
    helpers = Contributor.objects.filter(action=action).select_related("person", "seat", "group", "agency")
    groups = Reporting.objects.filter(action=action).select_related("group")
    return {"contributors": [str(one) for one in helpers], "reports_to": [str(one) for one in groups]}


def _both_in_words(
    actor: Actor,
    today: date,
    action: Action,
    fields: dict[str, Any],
    contributors: Sequence[Party] | None,
    reports_to: Sequence[NewReporting] | None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What would be written and what stands, for somebody who saves second."""
    yours, theirs = dict(fields), {key: getattr(action, key) for key in fields}
    stands = _people_in_words(action)
    if contributors is not None:
        names = insist_known(actor, contributors, today)
        yours["contributors"], theirs["contributors"] = [names[one] for one in contributors], stands["contributors"]
    if reports_to is not None:
        groups = [Party("group", one.group_id) for one in reports_to]
        names = insist_known(actor, groups, today)
        said = [f"{names[group]} {one.words}".strip() for group, one in zip(groups, reports_to, strict=True)]
        yours["reports_to"], theirs["reports_to"] = said, stands["reports_to"]
    return yours, theirs


def _current(action: Action) -> list[DueDate]:
    return list(DueDate.objects.filter(action=action, milestone__isnull=True))


@transaction.atomic
def change_due(
    actor: Actor,
    now: datetime,
    today: date,
    action_id: UUID,
    *,
    due: Sequence[dates.Typed],
    reason: str = "",
    version: int | None = None,
) -> Slip:
    """Move the date and return the move. `due` holds words, days or due dates already read.

    The first date stays for ever; a later one counts as a slip and needs a reason. Raises `NotPermitted`, `Refused`
    and, where somebody saved since `version`, `Superseded`.
    """
    action = locked(actor, action_id)
    allowed = may_update(actor, action) or may_change(actor, action, groups_reported_to(action))
    permit(actor, UPDATE, allowed)
    old, new = _current(action), dates.read(due, year_starts_in(actor))
    insist_unchanged(action, version, {"due": dates.in_words(new)}, {"due": dates.in_words(old)})
    move = move_date(actor, now, action, old, new, reason)
    move.save()
    DueDate.objects.filter(action=action, milestone__isnull=True).delete()
    DueDate.objects.bulk_create(dates.rows(action, new))
    action.save()
    tell(actor, now, "date_moved", action, {"due": move.from_words}, {"due": move.to_words}, reason.strip())
    return move


def move_date(
    actor: Actor, now: datetime, action: Action, old: Sequence[DueDate], new: Sequence[DueDates], reason: str
) -> Slip:
    """Move the date of an action in hand, and return the move, neither of them saved. Raises `Refused`."""
    if action.state not in WORKED_ON:
        raise Refused(NOT_OPEN)
    before_on, after_on = action.due_on, final_date(new)
    if dates.in_words(old) == dates.in_words(new):
        raise Refused("That is the date it has already.", "due")
    insist(slip(before_on, after_on, reason), "reason")
    is_later = amount_of_slip(before_on, after_on) > 0
    move = Slip(
        action=action, from_words=dates.in_words(old), from_on=before_on, to_words=dates.in_words(new),
        to_on=after_on, is_later=is_later, reason=reason.strip(), **said_by(actor, now),
    )  # fmt: skip
    dates.keep(action, new)
    action.slip_count += is_later
    action.version += 1
    return move


@transaction.atomic
def reassign(
    actor: Actor,
    now: datetime,
    today: date,
    action_id: UUID,
    *,
    lead: Party,
    reason: str,
    version: int | None = None,
    words: Sequence[str] = (),
) -> Action:
    """Give the action to another accountable lead, with a reason, and return it.

    What the former lead said stays in the conversation; their rating stands no longer, nor do the names once printed:
    `words` are the new ones, where a document gives them. Raises `NotPermitted`, `Refused`, and `Superseded` where
    somebody saved since `version`.
    """
    action = locked(actor, action_id)
    permit_to_change(actor, action, CHANGE, lead)
    former = lead_of(action)
    names = insist_known(actor, [lead, former], today)
    insist_unchanged(action, version, {"lead": names[lead]}, {"lead": names[former]})
    verb = give_to(action, lead, names[lead], today, reason, words)
    if verb == REASSIGNED:
        Contributor.objects.filter(action=action, **{f"{lead.kind}_id": lead.id}).delete()
    action.save()
    after = {"lead": names[lead]}
    if verb == REASSIGNED and end_escalations(actor, today, [action.pk], End.REASSIGNED):
        after["escalation"] = "ended"
    tell(actor, now, verb, action, {"lead": names[former]}, after, reason.strip())
    return action


def give_to(action: Action, lead: Party, name: str, today: date, reason: str, words: Sequence[str] = ()) -> str:
    """Give an action in hand to another lead, or confirm the one it has, unsaved; return which. Raises `Refused`."""
    is_confirmation = lead == lead_of(action) and not action.lead_is_confirmed
    if lead == lead_of(action) and not is_confirmation:
        raise Refused(f"{name} leads this action already.", "lead")
    if not reason.strip() and not is_confirmation:
        raise Refused("Say why somebody else leads from now on; the history keeps it.", "reason")
    for key, value in lead_fields(lead.kind, lead.id).items():
        setattr(action, key, value)
    action.lead_is_confirmed = True
    if not is_confirmation:
        action.delivery_owner, action.delivery_owner_on, action.delivery_owner_by = "", None, ""
        action.led_since_on = today
        action.lead_words = list(words)
    action.version += 1
    return "lead_confirmed" if is_confirmation else REASSIGNED


@transaction.atomic
def add_milestone(
    actor: Actor, now: datetime, today: date, action_id: UUID, *, text: str, due: Sequence[dates.Typed] = ()
) -> Milestone:
    """Add a milestone (what will be evidenced, by when) and return it. Raises `NotPermitted` and `Refused`."""
    action = _for_milestones(actor, action_id)
    if not text.strip():
        raise Refused("Say what will be evidenced.", "text")
    milestone = Milestone.objects.create(
        partnership_id=actor.partnership_id, action=action, text=text.strip(), position=action.milestones.count()
    )
    read = dates.read(due, year_starts_in(actor))
    DueDate.objects.bulk_create(dates.rows(action, read, milestone))
    tell(actor, now, "milestone_added", action, after={"milestone": milestone.text, "due": dates.in_words(read)})
    return milestone


def _for_milestones(actor: Actor, action_id: UUID) -> Action:
    action = locked(actor, action_id)
    permit(actor, UPDATE, may_update(actor, action) or may_change(actor, action, groups_reported_to(action)))
    if action.state not in WORKED_ON:
        raise Refused(NOT_OPEN)
    return action


def _milestone(action: Action, milestone_id: UUID) -> Milestone:
    milestone = Milestone.objects.select_for_update().filter(action=action, pk=milestone_id).first()
    if milestone is None:
        raise Refused("There is no such milestone in this action.")
    if milestone.met_on or milestone.dropped_on:
        raise Refused("This milestone was settled already; the page now shows how.")
    return milestone


@transaction.atomic
def meet_milestone(
    actor: Actor, now: datetime, today: date, action_id: UUID, milestone_id: UUID, *, met_on: date | None = None
) -> Milestone:
    """Say that a milestone was met, today or on an earlier day, and return it. Raises `NotPermitted` and `Refused`."""
    action = _for_milestones(actor, action_id)
    milestone = _milestone(action, milestone_id)
    milestone.met_on = met_on or today
    if milestone.met_on > today:
        raise Refused("The day on which it was met cannot be in the future.", "met_on")
    milestone.version += 1
    milestone.save()
    after = {"milestone": milestone.text, "met_on": milestone.met_on.isoformat()}
    tell(actor, now, "milestone_met", action, after=after)
    return milestone


@transaction.atomic
def drop_milestone(
    actor: Actor, now: datetime, today: date, action_id: UUID, milestone_id: UUID, *, reason: str
) -> Milestone:
    """Say that a milestone is no longer needed, with a reason, and return it. Raises `NotPermitted` and `Refused`."""
    action = _for_milestones(actor, action_id)
    milestone = _milestone(action, milestone_id)
    if not reason.strip():
        raise Refused("Say why it is no longer needed; the page keeps it.", "reason")
    milestone.dropped_on, milestone.dropped_reason = today, reason.strip()
    milestone.version += 1
    milestone.save()
    tell(actor, now, "milestone_dropped", action, after={"milestone": milestone.text}, reason=reason.strip())
    return milestone
