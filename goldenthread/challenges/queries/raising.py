"""What the page that raises a challenge offers: to whom, in which group, and what it is about."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.challenges import permissions
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import Ref

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Offered:
    """Addressees under their headings, the groups in which it may be raised, and the thing it is about, if any."""

    to: list[tuple[str, Choices]]
    groups: Choices
    about: Any = None


def offered(actor: Actor, today: date, about: str = "") -> Offered:
    """What may be chosen on the page that raises a challenge. Four queries.

    The business unit may say any group in which it was raised; others a group they sit on.
    """
    agencies = [(f"agency:{line.id}", line.name) for line in partnerships.list_agencies(actor, today)]
    every = partnerships.bare_groups(actor, today)
    groups = [(f"group:{group.pk}", group.name) for group in every]
    own = [(str(group.pk), group.name) for group in every if permissions.is_unit(actor) or group.pk in actor.group_ids]
    ref = ref_of(about)
    summary = threads.summaries_of(actor, [ref]).get(ref) if ref else None
    return Offered([("Agencies", agencies), ("Groups", groups)], own, summary)


def ref_of(value: str) -> Ref | None:
    """What "kind:id" in an address names, or None where it names nothing."""
    kind, _, key = value.partition(":")
    try:
        return Ref(kind, UUID(key))
    except ValueError:
        return None
