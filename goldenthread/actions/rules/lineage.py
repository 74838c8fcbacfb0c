"""Where an action comes from, told by the app that takes actions from year to year; it registers itself here."""

from collections.abc import Callable
from uuid import UUID

from goldenthread.kernel.actor import Actor

Teller = Callable[[Actor, UUID], list[str]]
_TELLERS: list[Teller] = []


def register_lineage(tell: Teller) -> None:
    """Say who tells where an action comes from: `tell(actor, action_id)` gives sentences, the summary first."""
    _TELLERS[:] = [tell]


def lineage_of(actor: Actor, action_id: UUID) -> list[str]:
    """Where an action comes from, in sentences; empty where nothing is known. Ask first whether it may be seen."""
    return _TELLERS[0](actor, action_id) if _TELLERS else []
