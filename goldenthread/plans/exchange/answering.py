"""One line corrected, or one decision taken, while a plan is being checked."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.plans import queries, services
from goldenthread.plans.exchange import correcting
from goldenthread.plans.exchange.correcting import TEXT_LISTS, Line
from goldenthread.plans.exchange.deciding import Decisions, Proposals, propose
from goldenthread.plans.exchange.document import PlanDocument
from goldenthread.plans.exchange.files import UnreadablePlan
from goldenthread.plans.exchange.importing import first_decisions
from goldenthread.plans.exchange.newer.choosing import compare_again
from goldenthread.plans.exchange.reading import read_plan

if TYPE_CHECKING:
    from goldenthread.plans.models import PlanImport

Json = dict[str, Any]
GONE = "There is no such file in this partnership."


@dataclass(frozen=True)
class Checked:
    """An import as a person checks it: the row, the document, its lines, who would lead what, what was decided."""

    row: "PlanImport"
    document: PlanDocument
    lines: list[Line]
    originals: dict[str, Line]
    proposals: Proposals
    decisions: Decisions

    def guesses(self) -> list[Line]:
        """The actions whose lead is a guess or nobody, for the list of things to look at first."""
        found = self.proposals.by_uid
        return [line for line in self.lines if line.uid in found and not found[line.uid].is_sure]

    def undated(self) -> list[Line]:
        """The actions whose dates name no year, or none at all, and that nobody gave a real date."""
        return [
            line
            for line in self.lines
            if line.kind == "action" and line.uid not in self.decisions.dates and not _says_when(line.data)
        ]

    def line(self, uid: str) -> Line | None:
        """One line by its uid, or None."""
        return next((line for line in self.lines if line.uid == uid), None)


def _says_when(action: Json) -> bool:
    """True when some due date can be placed in a year, recurs or goes on."""
    for parsed in action.get("due_parsed", []):
        if isinstance(parsed, str):
            return True
        if isinstance(parsed, dict) and parsed.keys() & {"financial_year", "from", "recurs", "ongoing"}:
            return True
    return False


def check(actor: Actor, import_id: UUID, today: date) -> Checked | None:
    """An import with everything the checking page shows, or None. The number of queries does not grow with the plan."""
    row = queries.show_import(actor, import_id)
    if row is None:
        return None
    decisions = Decisions.from_json(row.decisions)
    originals = {line.uid: line for line in correcting.lines(row.read)}
    return Checked(
        row, correcting.read_back(row.document), correcting.lines(row.document), originals,
        propose(actor, today, row.document, decisions), decisions,
    )  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What a person says of one line: what it is, under what, in which words; an action's lead, dates and evidence."""

    kind: str
    text: str
    parent_uid: str = ""
    leads: list[str] = field(default_factory=list)
    lead: str = ""
    due: list[str] = field(default_factory=list)
    real_date: date | None = None
    evidence: list[str] = field(default_factory=list)


@transaction.atomic
def correct_line(actor: Actor, now: datetime, import_id: UUID, version: int, uid: str, answer: Answer) -> "PlanImport":
    """Keep what a person said of one line. Raises `Refused`, or `Superseded` where somebody corrected it meanwhile."""
    row = queries.show_import(actor, import_id)
    if row is None:
        raise Refused(GONE)
    line = correcting.line(row.document, uid)
    if line is None:
        raise Refused("That line is no longer there; somebody else changed it. Look at the list again.")
    document = _reworded(row.document, line, answer)
    decisions: Json = {}
    if line.kind == "action" and answer.kind == "action":
        decisions["leads"] = _with(row.decisions.get("leads", {}), uid, answer.lead)
        day = answer.real_date.isoformat() if answer.real_date else ""
        decisions["dates"] = _with(row.decisions.get("dates", {}), uid, day)
    moved = answer.parent_uid not in ("", line.parent_uid)
    if answer.kind != line.kind or (moved and line.kind != "priority"):
        document = correcting.retype(document, uid, answer.kind, answer.parent_uid)
    what = f"{line.word}: {' '.join(line.text.split())[:80]}"
    row = services.correct_plan(actor, now, import_id, version, document=document, decisions=decisions, what=what)
    return _laid_beside(actor, now, row)


def _laid_beside(actor: Actor, now: datetime, row: "PlanImport") -> "PlanImport":
    """A corrected file compared afresh with the plan of which it is a newer file, where it is one."""
    return compare_again(actor, now, localdate(now), row.pk, mark=True) if row.onto_id else row


def _reworded(document: Json, line: Line, answer: Answer) -> Json:
    if line.kind == "action":
        fields = {"description": answer.text}
        if answer.kind == "action":
            fields |= {"leads": answer.leads, "due": answer.due}  # type: ignore[dict-item]
            # Lines of evidence that have dates of their own are kept as they are unless their words change.
            if answer.evidence != line.data.get("evidence", []):
                fields |= {"evidence": answer.evidence, "milestones": []}  # type: ignore[dict-item]
        return correcting.change_action(document, line.uid, **fields)
    if line.kind in TEXT_LISTS:
        return correcting.change_text(document, line.uid, answer.text)
    if line.kind in ("priority", "objective"):
        return correcting.change_title(document, line.uid, answer.text)
    return document


def _with(chosen: dict[str, str], uid: str, value: str) -> dict[str, str]:
    """The choices with this one set, or taken away where it is empty."""
    rest = {key: kept for key, kept in chosen.items() if key != uid}
    return rest | {uid: value} if value else rest


@transaction.atomic
def decide(
    actor: Actor, now: datetime, import_id: UUID, version: int, decisions: Json, period: Json | None
) -> "PlanImport":
    """Keep what a person decided of the plan as a whole: title, kind, period, group, who answers, groups to add."""
    row = queries.show_import(actor, import_id)
    if row is None:
        raise Refused(GONE)
    document = {key: value for key, value in row.document.items() if key != "period"}
    if period:
        document["period"] = period
    document["title"] = decisions.get("title", "")
    Decisions.from_json({**row.decisions, **decisions})
    row = services.correct_plan(
        actor, now, import_id, version, document=document, decisions=decisions, what="the plan as a whole"
    )
    return _laid_beside(actor, now, row)


@transaction.atomic
def name_columns(actor: Actor, now: datetime, import_id: UUID, mapping: dict[int, str]) -> "PlanImport":
    """Read the file again with its columns named by a person. Raises `Refused` where that still gives no plan."""
    row = queries.show_import(actor, import_id)
    if row is None:
        raise Refused(GONE)
    if not mapping:
        raise Refused("Name at least one column, the one that says what is to be done.")
    with row.file.open("rb") as file:
        content = file.read()
    try:
        document = read_plan(content, row.file_name, mapping=mapping)
    except UnreadablePlan as error:
        raise Refused(error.reason) from error
    row = services.read_again(actor, now, import_id, document=correcting.stamped(document))
    row = services.correct_plan(
        actor, now, import_id, row.version, decisions=first_decisions(document, row.file_name), what="first proposals"
    )
    return _laid_beside(actor, now, row)
