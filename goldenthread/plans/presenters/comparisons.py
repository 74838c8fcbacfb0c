"""Two states of a plan compared, as rows of a page and as a document."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from goldenthread.plans.rules import Lineage
from goldenthread.plans.rules.comparing import (
    ADDED,
    CHANGES,
    REMOVED,
    REWORDED,
    Changed,
    Comparison,
    Part,
    Run,
    in_numbers,
    in_words,
    said_of_added,
    said_of_removed,
    word_runs,
)
from goldenthread.rendering.blocks import Block, Bullets, Heading, Paragraph, Report

PAGES = {"priority": "show_priority", "objective": "show_objective", "measure": "show_measure"}


@dataclass(frozen=True)
class ChangeRow:
    """One thing that differs: the kind of change, the sentence, the words of a reworded text, and where to look.

    `href` is a page of plans with the id of its part, or empty; `is_action` where the id is an action's. `became` says
    what became of something that is there no more.
    """

    sort: str
    sentence: str
    kind: str
    part_id: str = ""
    runs: tuple[Run, ...] = ()
    field: str = ""
    became: str = ""

    @property
    def page(self) -> str:
        """The page of plans that shows the part, or nothing."""
        return PAGES.get(self.kind, "") if self.part_id else ""

    @property
    def is_action(self) -> bool:
        """True for an action that has a page."""
        return self.kind == "action" and bool(self.part_id)


def change_rows(
    found: Comparison, kinds: Collection[str] = (), lineages: Mapping[UUID, Lineage] | None = None
) -> dict[str, list[ChangeRow]]:
    """Everything that differs, by kind of change in the order of the page; of `kinds` only, where any are named."""
    grouped: dict[str, list[ChangeRow]] = {sort: [] for sort in CHANGES if not kinds or sort in kinds}
    for row in _rows(found, lineages or {}):
        if row.sort in grouped:
            grouped[row.sort].append(row)
    return {sort: rows for sort, rows in grouped.items() if rows}


def _rows(found: Comparison, lineages: Mapping[UUID, Lineage]) -> Iterator[ChangeRow]:
    for part in found.added:
        yield ChangeRow(ADDED, said_of_added(part), part.kind, _id(part))
    for part in found.removed:
        yield ChangeRow(REMOVED, said_of_removed(part), part.kind, _id(part), became=_became(part, lineages))
    for change in found.changed:
        for name in change.fields:
            sort = name if name in CHANGES else REWORDED
            sentence = in_words(Changed(change.before, change.after, (name,)))
            runs = tuple(word_runs(*_texts(change, name))) if sort == REWORDED else ()
            yield ChangeRow(sort, sentence, change.after.kind, _id(change.after), runs, "" if name in CHANGES else name)


def _id(part: Part) -> str:
    try:
        return str(UUID(part.key))
    except ValueError:
        return ""


def _became(part: Part, lineages: Mapping[UUID, Lineage]) -> str:
    known = lineages.get(UUID(part.key)) if _id(part) else None
    return known.steps[-1] if known and known.steps else ""


def _texts(change: Changed, name: str) -> tuple[str, str]:
    if name == REWORDED:
        return change.before.words, change.after.words
    return dict(change.before.more).get(name, ""), dict(change.after.more).get(name, "")


def comparison_report(
    title: str,
    names: tuple[str, str],
    found: Comparison,
    rows: Mapping[str, list[ChangeRow]],
    marking: str,
    issued: str,
) -> Report:
    """The comparison as a document: the numbers, then every change as a sentence under its kind."""
    blocks: list[Block] = [Paragraph(f"From {names[0]} to {names[1]}."), Paragraph(in_numbers(found))]
    for sort, each in rows.items():
        blocks.append(Heading(1, CHANGES[sort]))
        blocks.append(Bullets(tuple(" ".join(filter(None, [row.sentence, _was(row), row.became])) for row in each)))
    return Report(f"What changed in {title}", tuple(blocks), marking=marking, issued=issued)


def _was(row: ChangeRow) -> str:
    before = " ".join(run.words for run in row.runs if run.how != ADDED)
    return f"It read “{before}”." if before else ""
