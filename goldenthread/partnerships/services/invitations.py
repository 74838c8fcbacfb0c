"""Ask somebody in by e-mail, ask again, take it back; and what happens when they follow the link."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.kernel import letters
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries, rules
from goldenthread.partnerships.models import Invitation
from goldenthread.partnerships.permissions import APPOINT
from goldenthread.partnerships.services import _writing
from goldenthread.people import services as people
from goldenthread.people.models import User
from goldenthread.trail import services as trail

NO_LONGER = "This invitation no longer works."


@transaction.atomic
def send_invitation(actor: Actor, now: datetime, person_id: UUID) -> Invitation:
    """Send somebody the link by which they come in, and return the invitation; a link sent before stops working.

    It goes to everybody alike, whether or not they have an account already. Raises `Refused` where the person holds
    nothing here, or their account is closed.
    """
    actor.must(APPOINT)
    person = User.objects.select_for_update().filter(pk=person_id, is_active=True).first()
    held = queries.held_or_coming(actor, person_id, timezone.localdate(now)) if person else []
    if person is None or not held:
        raise Refused("Give them a role first: an invitation says what somebody is asked in for.")
    token, row = secrets.token_urlsafe(32), _row(actor, person)
    is_again = not row._state.adding
    row.token_hash, row.sent_at, row.sent_by = queries.token_hash(token), now, actor.name
    row.expires_at = now + timedelta(days=rules.INVITATION_DAYS)
    _writing.save(row)
    letters.post(
        _letter(actor, row, token, [one.what + (f", {one.agency}" if one.agency else "") for one in held]), now
    )
    trail.record(
        actor, f"partnerships.invitation.sent{'_again' if is_again else ''}", row, now=now,
        after={"person": person.name, "expires_at": row.expires_at},
    )  # fmt: skip
    return row


def _row(actor: Actor, person: User) -> Invitation:
    still = Invitation.objects.within(actor).filter(person=person, taken_at__isnull=True, withdrawn_at__isnull=True)
    return still.first() or Invitation(partnership_id=actor.partnership_id, person=person)


def _letter(actor: Actor, row: Invitation, token: str, roles: list[str]) -> letters.Letter:
    link = settings.BASE_URL.rstrip("/") + reverse("take_invitation", kwargs={"token": token})
    until = timezone.localtime(row.expires_at)
    body = (
        f"Hello {row.person.name},\n\n"
        f"{row.sent_by} asks you to join {actor.partnership_name} on Golden Thread, where the partnership keeps its "
        f"plan and what became of it. You are asked in as:\n\n"
        + "\n".join(f"- {role}" for role in roles)
        + f"\n\nOpen this link to come in. It works once, until {until.day} {until:%B %Y}:\n\n{link}\n\n"
        "If you do not know what this is about, do nothing, and nobody will come in with your address."
    )
    return letters.Letter(
        kind="people.invitation", address=row.person.email, subject=f"Come in to {actor.partnership_name}", body=body,
        key=f"people.invitation:{row.pk}:{row.sent_at.isoformat()}", person_id=row.person_id,
        partnership_id=actor.partnership_id, urgent=True, lets_in=True,
    )  # fmt: skip


@transaction.atomic
def withdraw_invitation(actor: Actor, now: datetime, invitation_id: UUID) -> Invitation:
    """Take an invitation back, so that its link stops working, and return it. What the person holds stays.

    Raises `Refused` where it was taken up or withdrawn before.
    """
    actor.must(APPOINT)
    row = _writing.locked(actor, Invitation, invitation_id, "invitation")
    if row.taken_at or row.withdrawn_at:
        raise Refused("This invitation was taken up or withdrawn already.")
    withdraw(actor, now, row)
    return row


def withdraw(actor: Actor, now: datetime, row: Invitation, reason: str = "") -> None:
    """Take a locked invitation back and record it, for services that have checked who asks."""
    row.withdrawn_at = now
    _writing.save(row)
    trail.record(
        actor, "partnerships.invitation.withdrawn", row, after={"person": str(row.person)}, reason=reason, now=now
    )


@transaction.atomic
def take_invitation(actor: Actor, now: datetime, token: str, *, name: str = "", password: str = "") -> User:
    """Come in by the link, once, and return the person; following it has confirmed their address.

    Somebody who never signed in gives their name and a password that the form has checked; for anybody else both are
    ignored, and the caller has made sure that they are signed in. `actor` comes from `queries.invited_actor`. Raises
    `Refused` where the link has been used, withdrawn or has run out.
    """
    rows = Invitation.objects.within(actor).select_for_update(of=("self",)).select_related("person")
    row = rows.filter(token_hash=queries.token_hash(token)).first()
    if row is None or row.person_id != actor.user_id or not row.person.is_active:
        raise Refused(NO_LONGER)
    if rules.invitation_state(row.taken_at, row.withdrawn_at, row.expires_at, now) != "open":
        raise Refused(NO_LONGER)
    if not row.person.has_usable_password():
        if not name.strip() or not password:
            raise Refused("Enter your name and choose a password.")
        people.begin_account(row.person, name=name, password=password)
    row.taken_at = now
    _writing.save(row)
    trail.record(actor, "partnerships.invitation.taken", row, after={"person": row.person.name}, now=now)
    return row.person
