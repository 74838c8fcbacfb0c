"""Say how an action stands: updates, ratings and evidence. What was said is added to and never overwritten."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from goldenthread.actions.models import Action, Actions, ProgressUpdate, Rating
from goldenthread.actions.permissions import (
    RATE,
    UPDATE,
    is_of_the_unit,
    leads,
    may_contribute,
    may_rate,
    may_update,
)
from goldenthread.actions.queries.names import names_of
from goldenthread.actions.queries.standing import standing_of
from goldenthread.actions.rules import (
    WORKED_ON,
    Voice,
    chair_word,
    owner_word,
    shown_delivery,
)
from goldenthread.actions.services.changing import NOT_OPEN
from goldenthread.actions.services.escalating import End, end_escalations
from goldenthread.actions.services.locking import (
    SUPERSEDED,
    cycle_days,
    groups_reported_to,
    lead_of,
    locked,
    permit,
    said_by,
    tell,
)
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, Superseded, insist

NO_CHANGE = "No change."


def contributes(actor: Actor, action: Action) -> bool:
    """True when the actor is one of those who help, in person, by seat, group or as an agency's lead. One query."""
    return Action.objects.filter(Actions.contributing(actor), pk=action.pk).exists()


@transaction.atomic
def give_update(
    actor: Actor,
    now: datetime,
    today: date,
    action_id: UUID,
    *,
    text: str,
    delivery: str = "",
    on_behalf_of: str = "",
    corrects: UUID | None = None,
    seen: str | None = None,
    said_at: datetime | None = None,
) -> ProgressUpdate:
    """Add a dated update and return it. `delivery` is the lead's rating, or empty.

    The business unit records for the lead, whose name is kept; contributors write without rating. `corrects` is an
    earlier update of the same action that this one replaces on the page; both are kept, and the rating given with it
    stays. `seen` is the id of the latest update that was on the page, empty where there was none; None does not ask.
    `said_at` is when it was said, where a document says it that is older than today: it then takes its place in the
    conversation, beneath whatever was said since, and `today` is its day. Raises `NotPermitted`, `Refused`, and
    `Superseded` where somebody else said something meanwhile; what the same person sent twice is kept once.
    """
    action = locked(actor, action_id)
    permit(actor, UPDATE, may_contribute(actor, action, contributes(actor, action)))
    if not text.strip():
        raise Refused("Write what has happened, or choose “No change”.", "text")
    twice = _heard_meanwhile(actor, today, action, seen, text.strip())
    if twice is not None:
        return twice
    return _say(
        actor, now, today, action, text.strip(), delivery, on_behalf_of, corrects=corrects, said_at=said_at or now
    )


@transaction.atomic
def say_no_change(
    actor: Actor, now: datetime, today: date, action_id: UUID, *, on_behalf_of: str = "", seen: str | None = None
) -> ProgressUpdate:
    """Say that nothing has changed: a dated update that keeps the lead's rating where it may still be given.

    `seen` is as in `give_update`. Raises `NotPermitted`, `Refused` and `Superseded`.
    """
    action = locked(actor, action_id)
    permit(actor, UPDATE, may_update(actor, action))
    twice = _heard_meanwhile(actor, today, action, seen, NO_CHANGE)
    if twice is not None:
        return twice
    return _say(actor, now, today, action, NO_CHANGE, kept_rating(action, today), on_behalf_of, is_no_change=True)


def kept_rating(action: Action, today: date) -> str:
    """The lead's rating where it may still be given today, else nothing."""
    held = action.delivery_owner
    return held if held and owner_word(held, action.due_on, today) else ""


def _heard_meanwhile(actor: Actor, today: date, action: Action, seen: str | None, text: str) -> ProgressUpdate | None:
    """None where nothing was said since `seen`; the update itself where the actor sent the same twice today.

    Raises `Superseded` where something else was said.
    """
    latest = action.last_update
    if seen is None or latest is None or seen == str(latest.pk) or action.state not in WORKED_ON:
        return None
    if latest.by_id == actor.user_id and latest.text == text and localdate(latest.at) == today:
        return latest
    raise Superseded(SUPERSEDED, {"text": latest.text}, {"text": text}, by=latest.on_behalf_of or latest.by_name)


def _say(
    actor: Actor,
    now: datetime,
    today: date,
    action: Action,
    text: str,
    delivery: str,
    on_behalf_of: str,
    *,
    is_no_change: bool = False,
    corrects: UUID | None = None,
    said_at: datetime | None = None,
) -> ProgressUpdate:
    if action.state not in WORKED_ON:
        raise Refused(NOT_OPEN)
    earlier = _corrected(actor, action, corrects)
    if delivery:
        permit(actor, UPDATE, may_update(actor, action))
        insist(owner_word(delivery, action.due_on, today), "delivery")
    update = ProgressUpdate.objects.create(
        action=action,
        text=text,
        delivery=delivery or (earlier.delivery if earlier else ""),
        is_no_change=is_no_change,
        supersedes=earlier,
        **said_by(actor, said_at or now, _behalf(actor, action, today, on_behalf_of)),
    )
    before = {"delivery_owner": action.delivery_owner}
    take_to_heart(action, update, today, delivery, earlier)
    action.save()
    after = {"delivery_owner": action.delivery_owner, "update": text}
    # A correction is no new word, so it ends no silence.
    if earlier is None and end_escalations(actor, today, [action.pk], End.UPDATE):
        after["escalation"] = "ended"
    tell(actor, now, "no_change_said" if is_no_change else "updated", action, before, after)
    return update


def take_to_heart(
    action: Action, update: ProgressUpdate, today: date, delivery: str, earlier: ProgressUpdate | None
) -> None:
    """Keep the latest word on the action itself. A correction takes the place of its text and is no new word.

    Nothing that somebody else may be editing changes, so the version stays. Saving is the caller's.
    """
    if earlier is not None:
        if action.last_update_id == earlier.pk:
            action.last_update = update
    elif action.last_update_on is None or today >= action.last_update_on:
        action.last_update_on, action.last_update = today, update
        if delivery:
            action.delivery_owner, action.delivery_owner_on = delivery, today
            action.delivery_owner_by = update.on_behalf_of or update.by_name


def first_said_at(word: ProgressUpdate) -> datetime:
    """The moment at which something was said first; a correction of its text is no new word."""
    while word.supersedes is not None:
        word = word.supersedes
    return word.at


def said_on(word: ProgressUpdate) -> date:
    """The London day on which something was said first."""
    return localdate(first_said_at(word))


def words_that_stand(action: Action) -> list[ProgressUpdate]:
    """What was said of an action and neither corrected nor taken back since, the latest first."""
    rows = ProgressUpdate.objects.filter(action=action, superseded_by__isnull=True, is_taken_back=False)
    return sorted(rows.select_related("supersedes"), key=first_said_at, reverse=True)


def _behalf(actor: Actor, action: Action, today: date, on_behalf_of: str) -> str:
    """Whose word it is: the lead's where the unit writes without leading, else the writer's own."""
    if leads(actor, action) or not is_of_the_unit(actor):
        return ""
    return on_behalf_of.strip() or names_of(actor, [lead_of(action)], today).get(lead_of(action), "")


def _corrected(actor: Actor, action: Action, update_id: UUID | None) -> ProgressUpdate | None:
    if update_id is None:
        return None
    earlier = ProgressUpdate.objects.filter(action=action, pk=update_id).first()
    if earlier is None:
        raise Refused("There is no such update in this action.")
    if ProgressUpdate.objects.filter(supersedes=earlier).exists():
        raise Refused("That update was corrected already; correct the later one.")
    if earlier.by_id != actor.user_id and not is_of_the_unit(actor):
        raise Refused("You can correct what you wrote yourself. Add an update to say something else.")
    return earlier


@transaction.atomic
def rate_delivery(
    actor: Actor, now: datetime, today: date, action_id: UUID, *, value: str, reason: str = "", seen: str | None = None
) -> Rating:
    """Give the chair's last word on delivery, or with an empty value take it back, and return the rating.

    The reason is compulsory where the word differs from what would be shown without it. `seen` is the id of the
    chair's rating that was on the page, empty where there was none; None does not ask. Raises `NotPermitted`,
    `Refused`, and `Superseded` where another chair rated meanwhile.
    """
    action = locked(actor, action_id)
    permit(actor, RATE, may_rate(actor, action, groups_reported_to(action)))
    if action.state not in WORKED_ON:
        raise Refused(NOT_OPEN)
    standing = action.chair_rating
    if seen is not None and seen != (str(standing.pk) if standing else ""):
        raise Superseded(
            SUPERSEDED,
            {"value": standing.value if standing else "", "reason": standing.reason if standing else ""},
            {"value": value, "reason": reason},
            by=standing.by_name if standing else "",
        )
    if value:
        otherwise = shown_delivery(standing_of(action, cycle_days(actor), chair=False), today).rating
        field = "reason" if value != otherwise else "value"
        insist(chair_word(value, otherwise, reason), field)
    elif not action.delivery_chair:
        raise Refused("There is no chair's word to take back.", "value")
    rating = rate(actor, now, action, Rating.Axis.DELIVERY, Voice.CHAIR, value, reason)
    before = {"delivery_chair": action.delivery_chair}
    action.delivery_chair, action.chair_rating = value, rating if value else None
    action.save()
    tell(actor, now, "delivery_rated", action, before, {"delivery_chair": value}, reason.strip())
    return rating


def rate(actor: Actor, now: datetime, action: Action, axis: str, voice: str, value: str, reason: str) -> Rating:
    """Add one word on one axis, by one voice, and return it. Who may say it is for the caller to ask."""
    return Rating.objects.create(
        action=action, axis=axis, voice=voice, value=value, reason=reason.strip(), **said_by(actor, now)
    )
