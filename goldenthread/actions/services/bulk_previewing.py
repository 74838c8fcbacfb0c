"""What a bulk change, or its undoing, would do to each action, before anything is done. Nothing is saved here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goldenthread.actions.services.bulk import in_words, nothing_done, prepare
from goldenthread.actions.services.bulk_batch import Change
from goldenthread.actions.services.bulk_undoing import judge
from goldenthread.kernel.actor import Actor
from goldenthread.trail.rules import details


@dataclass(frozen=True)
class PreviewLine:
    """One action: what changes in it, a phrase each, or why it is left as it is."""

    action_id: UUID
    turns: tuple[str, ...] = ()
    left_alone: str = ""


@dataclass(frozen=True)
class Preview:
    """What would happen: to which actions, which are left alone and why, and what is set, in words."""

    lines: tuple[PreviewLine, ...]
    to_words: str = ""

    @property
    def changing(self) -> list[PreviewLine]:
        """Those that would change."""
        return [one for one in self.lines if not one.left_alone]

    @property
    def left(self) -> list[PreviewLine]:
        """Those that would be left as they are."""
        return [one for one in self.lines if one.left_alone]


def preview_change(
    actor: Actor,
    now: datetime,
    today: date,
    ids: Collection[UUID],
    change: Change,
    versions: Mapping[UUID, int] | None = None,
) -> tuple[Preview, str]:
    """What `change_many` would do, and one sentence where it would do nothing at all. Raises as it does."""
    _, each = prepare(actor, now, today, ids, change, versions, lock=False)
    lines = tuple(
        PreviewLine(
            one.action.pk,
            tuple(details("actions.action", one.told.before or {}, one.told.after or {})) if one.told else (),
            one.left_alone,
        )
        for one in each
    )
    why = "" if any(not one.left_alone for one in each) else nothing_done(each)
    return Preview(lines, in_words(actor, change, today)), why


def preview_undo(actor: Actor, now: datetime, today: date, change_id: UUID) -> Preview:
    """What `undo_many` would do. Raises as it does, but for having nothing to put back."""
    made, each = judge(actor, now, today, change_id, lock=False)
    return Preview(tuple(PreviewLine(one.line.action_id, (), one.left_alone) for one in each), made.to_words)
