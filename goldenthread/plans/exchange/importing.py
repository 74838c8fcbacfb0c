"""From a file to a plan in one step, for the command line; and the first step of the wizard."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from goldenthread.kernel.actor import Actor
from goldenthread.plans import services
from goldenthread.plans.exchange.applying import apply_import
from goldenthread.plans.exchange.correcting import stamped
from goldenthread.plans.exchange.dating import file_date
from goldenthread.plans.exchange.deciding import Decisions, propose
from goldenthread.plans.exchange.document import PlanDocument
from goldenthread.plans.exchange.files import UnreadablePlan
from goldenthread.plans.exchange.reading import read_plan
from goldenthread.plans.exchange.telling import told
from goldenthread.plans.permissions import IMPORT


def level_words(document: PlanDocument) -> dict[str, list[str]]:
    """What the file itself calls its priorities, where it says so otherwise than we would."""
    label = document.layout.priority_label.strip() if document.layout else ""
    if not label or label.lower() == "priority":
        return {}
    plural = f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"
    return {"priority": [label, plural]}


def first_decisions(document: PlanDocument, file_name: str, groups: bool = False) -> dict[str, Any]:
    """What is proposed before a person decides: title, kind of plan by its title, the plan's own words for its levels.

    A file that gives no title lends its name.
    """
    named_after_file = " ".join(re.split(r"[\W_]+", Path(file_name).stem)).strip().capitalize()
    title = document.title.lower()
    kind = next(
        (word for word in ("strategic", "improvement", "work", "communications", "scrutiny") if word in title),
        "business",
    )
    named = [group.name for group in document.governance.groups] if document.governance else []
    return {
        "title": document.title or named_after_file,
        "kind": kind,
        "groups": named if groups else [],
        "level_words": level_words(document),
    }


@transaction.atomic
def receive_file(
    actor: Actor,
    now: datetime,
    content: bytes,
    file_name: str,
    *,
    onto_id: UUID | None = None,
    dated_on: date | None = None,
) -> Any:
    """Read an uploaded file and keep it for checking; returns the import.

    A table whose headings nobody knows is kept too, so that a person can name its columns. `onto_id` is the plan of
    which it is a newer file; `dated_on` the day a person says it is from, else what the file says itself. Raises
    `UnreadablePlan` with one sentence for a file that cannot be read at all.
    """
    actor.must(IMPORT)
    try:
        document = read_plan(content, file_name)
    except UnreadablePlan as error:
        if not error.grids:
            raise
        return services.receive_plan(
            actor, now, file_name=file_name, content=content, document={}, grids=[_grid(one) for one in error.grids],
            onto_id=onto_id, dated_on=dated_on or localdate(now),
        )  # fmt: skip
    day = dated_on or file_date(content, document, localdate(now))
    row = services.receive_plan(
        actor, now, file_name=file_name, content=content, document=stamped(document), grids=[], onto_id=onto_id,
        dated_on=day,
    )  # fmt: skip
    return services.correct_plan(
        actor, now, row.pk, row.version, decisions=first_decisions(document, file_name), what="first proposals"
    )


def _grid(preview: Any) -> dict[str, Any]:
    """A preview as JSON: where it stands in the file, and its first rows as texts."""
    return {"place": preview.place, "rows": [[str(cell) for cell in row] for row in preview.rows]}


@transaction.atomic
def import_file(
    actor: Actor, now: datetime, today: date, path: Path, *, apply: bool, groups: bool = False
) -> list[str]:
    """Read a file and say what it comes to; with `apply`, make the plan. Raises as the reader and the services do."""
    actor.must(IMPORT)
    document = read_plan(path)
    data = stamped(document)
    chosen = first_decisions(document, path.name, groups)
    said = list(told(document, data, propose(actor, today, data, Decisions.from_json(chosen))))
    if not apply:
        return [*said, "Nothing was changed. Add --apply to make the plan."]
    row = services.receive_plan(actor, now, file_name=path.name, content=path.read_bytes(), document=data, grids=[])
    services.correct_plan(actor, now, row.pk, row.version, decisions=chosen, what="first proposals")
    made = apply_import(actor, now, today, row.pk)
    return [
        *said,
        f"Applied: {made.actions} actions and {made.groups} groups. The plan is a draft until it is approved.",
    ]
