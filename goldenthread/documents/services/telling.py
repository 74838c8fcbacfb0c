"""What the trail is told of papers: everything but the words of restricted ones, which not all its readers may see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from goldenthread.documents.models import Document, EvidenceItem
from goldenthread.documents.rules import LOGGED_CLASSES
from goldenthread.kernel.actor import Actor
from goldenthread.trail import services as trail

Paper = Document | EvidenceItem
WORDS = ("title", "description", "original_name", "claim", "statement", "url")
KEPT_OUT, EARLIER, NEW = "not shown in histories", "the earlier words", "new words"


def tell(
    actor: Actor, now: datetime, name: str, paper: Paper, before: Mapping[str, Any] | None = None, reason: str = ""
) -> None:
    """Record an event. Where the paper is or was restricted, that its words changed is kept, not what they say."""
    after = trail.snapshot(paper)
    classes = {after["information_class"], (before or after)["information_class"]}
    if classes & LOGGED_CLASSES:
        before, after = _veiled(before, after)
    trail.record(
        actor, f"documents.{paper._meta.model_name}.{name}", paper, before=before, after=after, now=now, reason=reason
    )


def tell_read(actor: Actor, now: datetime, document: Document) -> None:
    """Record that somebody opened the file."""
    trail.record(actor, "documents.document.read", document, after={}, now=now)


def _veiled(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    if before is None:
        return None, {name: KEPT_OUT if name in WORDS and value else value for name, value in after.items()}
    then, stands = dict(before), dict(after)
    for name in set(WORDS) & set(stands):
        said = NEW if before[name] != after[name] else EARLIER
        then[name] = EARLIER if before[name] else ""
        stands[name] = said if after[name] else ""
    return then, stands
