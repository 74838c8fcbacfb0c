"""Found a partnership and change its own particulars."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.partnerships import rules
from goldenthread.partnerships.models import Partnership
from goldenthread.partnerships.permissions import CHANGE_STRUCTURE, Role
from goldenthread.partnerships.services import _writing
from goldenthread.trail import services as trail


def founding_actor(name: str = "The installer", channel: str = "command") -> Actor:
    """Somebody who may found a partnership: the person at the command line, who already holds the machine."""
    return Actor(
        user_id=None, name=name, partnership_id=uuid4(), roles=frozenset({Role.BUSINESS_MANAGER}), channel=channel
    )


@transaction.atomic
def found_partnership(actor: Actor, now: datetime, *, slug: str, name: str, **fields: Any) -> Partnership:
    """Found a partnership and return it. `actor` comes from `founding_actor`, whose id it takes.

    Its business unit needs a second step to sign in unless told otherwise. Raises `Refused` where the address is taken
    or cannot be one.
    """
    actor.must(CHANGE_STRUCTURE)
    fields.setdefault("second_step_roles", list(rules.SECOND_STEP_AT_FIRST))
    insist(rules.may_be_address(slug), "slug")
    if Partnership.objects.filter(slug=slug).exists():
        raise Refused(f"There is already a partnership at “{slug}”; choose another address.", "slug")
    partnership = Partnership.objects.create(id=actor.partnership_id, slug=slug, name=name, **fields)
    trail.record(actor, "partnerships.partnership.founded", partnership, now=now)
    return partnership


@transaction.atomic
def change_partnership(actor: Actor, now: datetime, version: int | None = None, **fields: Any) -> Partnership:
    """Change the partnership's own particulars and return it.

    Raises `Superseded` where somebody saved first, and `Refused` for what cannot be an address.
    """
    actor.must(CHANGE_STRUCTURE)
    if "slug" in fields:
        insist(rules.may_be_address(fields["slug"]), "slug")
    partnership = Partnership.objects.select_for_update().get(pk=actor.partnership_id)
    _writing.change(actor, now, partnership, version, fields, "partnerships.partnership.changed")
    return partnership
