"""Answer from where one is asked: for several at once, by a link from a message, and take a mistaken answer back."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from goldenthread.actions.models import Action, ProgressUpdate, Rating
from goldenthread.actions.permissions import UPDATE, covers_lead, may_update
from goldenthread.actions.queries.asking import parties_of
from goldenthread.actions.queries.names import Party
from goldenthread.actions.queries.rows import said_before
from goldenthread.actions.rules import Voice
from goldenthread.actions.services.locking import locked, permit, said_by, tell
from goldenthread.actions.services.saying import give_update, said_on, say_no_change, words_that_stand
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.notify.rules import Ask
from goldenthread.people import services as people

BY_LINK = "actions.update"
LINK = "link"
TAKEN_BACK = "“No change” was said by mistake and was taken back."
NO_LONGER_YOURS = "You are no longer asked about this: it has another lead, or what you held has ended."
SIGN_IN_FIRST = "This is restricted, so it is shown and answered only after signing in."


@dataclass(frozen=True)
class SaidOfSeveral:
    """What was recorded, by action, and why the others were not."""

    said: dict[UUID, ProgressUpdate] = field(default_factory=dict)
    refused: dict[UUID, str] = field(default_factory=dict)


@transaction.atomic
def say_no_change_to_several(
    actor: Actor, now: datetime, today: date, ids: Collection[UUID], *, on_behalf_of: str = ""
) -> SaidOfSeveral:
    """Say of each of these actions that nothing has changed; return what was recorded and why others were not.

    One that was closed meanwhile, or is no longer the actor's to update, holds none of the others up.
    """
    done = SaidOfSeveral()
    for action_id in dict.fromkeys(ids):
        try:
            done.said[action_id] = say_no_change(actor, now, today, action_id, on_behalf_of=on_behalf_of)
        except Refused as refused:
            done.refused[action_id] = refused.reason
    return done


@transaction.atomic
def take_back_no_change(actor: Actor, now: datetime, today: date, action_id: UUID, update_id: UUID) -> ProgressUpdate:
    """Take back one's own “no change” of today, said by mistake, and return the row that says so.

    Both rows are kept; the action stands again as it did before. Raises `NotPermitted`, and `Refused` for another's
    word, one of an earlier day, or one after which something else was said.
    """
    action = locked(actor, action_id)
    permit(actor, UPDATE, may_update(actor, action))
    mistake = action.last_update
    if mistake is None or mistake.pk != update_id or not mistake.is_no_change:
        raise Refused("Something else was said since, so there is nothing to undo. Write an update instead.")
    if mistake.by_id != actor.user_id or localdate(mistake.at) != today:
        raise Refused("You can undo your own “no change” on the day you said it. Write an update instead.")
    row = ProgressUpdate.objects.create(
        action=action, text=TAKEN_BACK, supersedes=mistake, is_taken_back=True,
        **said_by(actor, now, mistake.on_behalf_of),
    )  # fmt: skip
    _stand_as_before(action, today)
    tell(actor, now, "no_change_taken_back", action, {"update": mistake.text}, {"update": TAKEN_BACK})
    return row


def _stand_as_before(action: Action, today: date) -> None:
    """Put back the latest word, its day, and who last gave the lead's rating, as they were before today's word."""
    words = words_that_stand(action)
    action.last_update = next(iter(words), None)
    word_on = [said_on(action.last_update)] if action.last_update else []
    action.last_update_on = max([*word_on, *said_before([action.pk], today).values()], default=None)
    rated = next((word for word in words if word.delivery), None)
    if rated is None and action.delivery_owner:
        # A rating that was brought in without words stands in a table of its own.
        brought_in = Rating.objects.filter(action=action, axis=Rating.Axis.DELIVERY, voice=Voice.OWNER).first()
        if brought_in:
            action.delivery_owner_on, action.delivery_owner_by = localdate(brought_in.at), brought_in.by_name
            action.last_update_on = max(action.last_update_on or localdate(brought_in.at), localdate(brought_in.at))
    elif rated is not None:
        action.delivery_owner_on, action.delivery_owner_by = said_on(rated), rated.on_behalf_of or rated.by_name
    action.save()


@transaction.atomic
def answer_by_link(
    actor: Actor,
    now: datetime,
    today: date,
    link: people.Link,
    *,
    text: str = "",
    delivery: str = "",
    is_no_change: bool = False,
) -> ProgressUpdate:
    """Use a link up and record the answer it brings, both or neither; return the update.

    `actor` is the person the link names as they may act today in the action's partnership, by the channel "link".
    Raises `people.LinkRefused` where the link was used before, `NotPermitted` where the person is no longer asked or
    the action is restricted, and `Refused` as `give_update` does.
    """
    action = locked(actor, link.about_id)
    if actor.user_id != link.person_id or actor.channel != LINK or not _is_asked(actor, action):
        raise NotPermitted(NO_LONGER_YOURS)
    if action.information_class == "R":
        raise NotPermitted(SIGN_IN_FIRST)
    people.use_link(link, now)
    if is_no_change:
        return say_no_change(actor, now, today, action.pk)
    return give_update(actor, now, today, action.pk, text=text, delivery=delivery)


def _is_asked(actor: Actor, action: Action) -> bool:
    # What they answer for, so that a link to a deputy still works on the day the holder is back.
    lead = Party(action.lead_kind, action.lead_id)
    return actor.may(UPDATE) and (lead in parties_of(actor) or covers_lead(actor, action))


def answer_path(person_id: UUID, ask: Ask, now: datetime) -> str:
    """The path by which this person may answer this ask once within a fortnight, without signing in."""
    return reverse("answer_by_link", kwargs={"token": people.sign_link(BY_LINK, person_id, ask.thing_id, now)})
