"""Find invitations: by the link somebody followed, or those of a partnership that nobody has taken up."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import rules
from goldenthread.partnerships.models import Invitation
from goldenthread.partnerships.queries.holdings import Holding, list_holdings


def token_hash(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation a link belongs to, with person and partnership, in whatever state; or None."""
    return Invitation.objects.select_related("person", "partnership").filter(token_hash=token_hash(token)).first()


def invited_actor(invitation: Invitation) -> Actor:
    """The invited person as they stand at the door: somebody with a name, and nothing they may do yet."""
    return Actor(
        user_id=invitation.person_id,
        name=invitation.person.name,
        partnership_id=invitation.partnership_id,
        partnership_slug=invitation.partnership.slug,
        partnership_name=invitation.partnership.name,
    )


def held_or_coming(actor: Actor, person_id: UUID, today: date) -> list[Holding]:
    """What one person holds in the actor's partnership today or will hold. Six queries."""
    found = list_holdings(actor, today, every=True, seats=True, person_id=person_id)
    return [one for one in found if one.when(today) != "ended"]


@dataclass(frozen=True)
class InvitationLine:
    """One invitation that nobody took up: to whom, sent when and by whom, until when it works, and whether it does."""

    id: UUID
    person_id: UUID
    name: str
    email: str
    sent_at: datetime
    sent_by: str
    expires_at: datetime
    has_expired: bool


def list_invitations(actor: Actor, now: datetime) -> list[InvitationLine]:
    """The actor's partnership's invitations not yet taken up or withdrawn, latest first. One query."""
    rows = Invitation.objects.within(actor).filter(taken_at__isnull=True, withdrawn_at__isnull=True)
    return [
        InvitationLine(
            row.pk, row.person_id, row.person.name, row.person.email, row.sent_at, row.sent_by, row.expires_at,
            rules.invitation_state(None, None, row.expires_at, now) == "expired",
        )
        for row in rows.select_related("person")
    ]  # fmt: skip


def open_invitation(actor: Actor, person_id: UUID, now: datetime) -> InvitationLine | None:
    """The invitation one person has not taken up, expired or not, or None. One query."""
    return next((one for one in list_invitations(actor, now) if one.person_id == person_id), None)
