"""How people of a partnership sign in: who needs a second step, taking one away, and ending somebody's sessions."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.kernel import letters
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.partnerships import queries, rules
from goldenthread.partnerships.models import Partnership, SecondStepReset
from goldenthread.partnerships.permissions import (
    APPOINT,
    ASK_SECOND_STEP_RESET,
    CONFIRM_SECOND_STEP_RESET,
    Role,
)
from goldenthread.partnerships.services import _writing
from goldenthread.people import services as people
from goldenthread.people.models import SignIn, User
from goldenthread.people.rules import SECOND_STEP_RESET
from goldenthread.trail import services as trail


@transaction.atomic
def choose_second_steps(
    actor: Actor, now: datetime, version: int | None = None, *, roles: Collection[str]
) -> Partnership:
    """Say which roles need a second step to sign in here, and return the partnership. It counts from the next click.

    Raises `Refused` for a role nobody defined and `Superseded` where somebody saved first.
    """
    actor.must(APPOINT)
    if not set(roles) <= {role.value for role in Role}:
        raise Refused("Choose among the listed roles.", "roles")
    partnership = Partnership.objects.select_for_update().get(pk=actor.partnership_id)
    fields = {"second_step_roles": sorted(roles)}
    _writing.change(actor, now, partnership, version, fields, "partnerships.partnership.changed")
    return partnership


@transaction.atomic
def sign_out_person(actor: Actor, now: datetime, person_id: UUID, *, reason: str = "") -> User:
    """End every session of somebody who has a tie to the partnership, and return them. What they hold stays.

    Raises `Refused` for somebody with no tie to it.
    """
    actor.must(APPOINT)
    person = _known(actor, person_id)
    people.sign_out_everywhere(person)
    _record(actor, now, "signed_out", person, reason)
    return person


def _known(actor: Actor, person_id: UUID) -> User:
    person = User.objects.filter(pk=person_id).first()
    if person is None or not queries.is_in_partnership(actor, "person", person_id):
        raise Refused("There is no such person in this partnership.")
    return person


def _record(actor: Actor, now: datetime, what: str, person: User, reason: str = "") -> None:
    thing = SignIn(pk=person.pk, name=person.name, email=person.email)
    trail.record(actor, f"people.signin.{what}", thing, after={"name": person.name}, reason=reason, now=now)


@transaction.atomic
def ask_second_step_reset(actor: Actor, now: datetime, person_id: UUID, *, reason: str) -> SecondStepReset:
    """Ask for the second step of somebody locked out to be taken away, and return the request.

    Nothing happens until a second person confirms it. The person, and everybody who may confirm, is written to.
    Raises `Refused` for oneself, somebody who holds nothing here, has no second step or is already asked for, and an
    empty reason.
    """
    actor.must(ASK_SECOND_STEP_RESET)
    person = _known(actor, person_id)
    if not queries.held_or_coming(actor, person_id, timezone.localdate(now)):
        raise Refused("They hold nothing here any more; the partnership they work with can do this.")
    if actor.user_id is None or actor.user_id == person_id:
        raise Refused("Somebody else in the business unit must ask this for you.")
    if not reason.strip():
        raise Refused("Say how you made sure that it is really them.", "reason")
    if not queries.has_second_step(actor, person_id):
        raise Refused(f"{person.name} has no second step, so there is nothing to take away.")
    since = now - queries.RESET_LASTS
    if SecondStepReset.objects.within(actor).filter(person=person, answered_at=None, asked_at__gt=since).exists():
        raise Refused("This was asked already, and waits for a second person.")
    row = SecondStepReset(
        partnership_id=actor.partnership_id, person=person, reason=reason.strip(), asked_by_id=actor.user_id,
        asked_at=now,
    )  # fmt: skip
    _writing.save(row)
    _record(actor, now, "reset_asked", person, row.reason)
    _write_to_those_who_may_confirm(actor, now, row)
    _write(
        actor, now, person, f"reset-asked:{row.pk}", "Your second step for Golden Thread may be taken away",
        f"{actor.name} asked for your second step to be taken away, so that you can set up another. It happens when a "
        "second person agrees.\n\nIf you did not ask for this, tell your partnership's business unit at once.",
    )  # fmt: skip
    return row


def _write_to_those_who_may_confirm(actor: Actor, now: datetime, row: SecondStepReset) -> None:
    page = reverse(
        "partnerships:answer_second_step_reset", kwargs={"partnership": actor.partnership_slug, "reset": row.pk}
    )
    for person in queries.who_may_confirm(actor, timezone.localdate(now)):
        if person.pk not in (row.person_id, row.asked_by_id):
            _write(
                actor, now, person, f"reset-confirm:{row.pk}:{person.pk}",
                f"{row.person.name} is locked out of Golden Thread: do you agree?",
                f"{actor.name} asks for the second step of {row.person.name} to be taken away. A second person has to "
                f"agree, within two days.\n\nLook at it here:\n\n{settings.BASE_URL.rstrip('/')}{page}",
            )  # fmt: skip


def _write(actor: Actor, now: datetime, person: User, key: str, subject: str, body: str) -> None:
    letters.post(
        letters.Letter(
            kind="people.second_step_reset", address=person.email, subject=subject,
            body=f"Hello {person.name},\n\n{body}", key=f"people.second_step_reset:{key}", person_id=person.pk,
            partnership_id=actor.partnership_id, urgent=True,
        ),
        now,
    )  # fmt: skip


@transaction.atomic
def answer_second_step_reset(actor: Actor, now: datetime, reset_id: UUID, *, agrees: bool) -> SecondStepReset:
    """Confirm that somebody's second step is taken away, or decline, and return the request.

    When confirmed, the person's second steps and recovery codes are gone and they are signed out everywhere. Raises
    `Refused` to whoever asked, to the person it is for, after two days, and where it was answered before.
    """
    actor.must(CONFIRM_SECOND_STEP_RESET)
    row = _writing.locked(actor, SecondStepReset, reset_id, "request")
    if row.answered_at:
        raise Refused("Somebody answered this already.")
    if agrees:
        insist(rules.may_confirm_reset(row.person_id, row.asked_by_id, actor.user_id, row.asked_at, now))
    row.answered_at, row.answered_by_id, row.is_confirmed = now, actor.user_id, agrees
    _writing.save(row)
    _record(actor, now, "reset_agreed" if agrees else "reset_declined", row.person)
    if agrees:
        people.reset_second_step(row.person, now)
        _write(
            actor, now, row.person, f"reset-done:{row.pk}", "Your second step for Golden Thread was taken away",
            f"Two people of {actor.partnership_name} agreed to take it away, and you are signed out everywhere. "
            "Sign in with your password and set up a second step again.\n\nIf you did not ask for this, tell the "
            "business unit at once.",
        )  # fmt: skip
    return row


def tell_partnerships(person_id: UUID, what: str, now: datetime) -> None:
    """Record on the trail of each of a person's partnerships what happened to how they sign in.

    What somebody did themselves is told under their name; a reset is the program's, and names no partnership.
    """
    person = User.objects.get(pk=person_id)
    for partnership in queries.partnerships_of(person_id, timezone.localdate(now)):
        actor = Actor(
            user_id=None if what == SECOND_STEP_RESET else person_id,
            name="Golden Thread" if what == SECOND_STEP_RESET else person.name,
            partnership_id=partnership.pk,
            partnership_slug=partnership.slug,
            partnership_name=partnership.name,
        )
        _record(actor, now, what, person)
