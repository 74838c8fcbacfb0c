"""What the checking pages show of an import: doubts first, then the plan line by line, the file beside it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.kernel.due_dates import DueDate, read_due_dates
from goldenthread.plans.exchange import correcting
from goldenthread.plans.exchange.answering import Checked
from goldenthread.plans.exchange.correcting import KINDS, Line
from goldenthread.plans.exchange.document import Doubt, LeftOver
from goldenthread.plans.exchange.telling import counted


@dataclass(frozen=True)
class Meant:
    """A due date as printed and what was understood by it."""

    words: str
    meaning: str
    is_vague: bool


@dataclass(frozen=True)
class Row:
    """One line for the person who checks: as it stood in the file, and as it was understood."""

    line: Line
    printed: list[str]
    lead: str = ""
    lead_why: str = ""
    lead_is_sure: bool = True
    due: list[Meant] = field(default_factory=list)
    reports_to: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A priority, or what stands under none, with its lines in order."""

    title: str
    rows: list[Row]


@dataclass(frozen=True)
class ImportPage:
    """The checking page. `looks` counts what a person should look at first."""

    sentence: str
    looks: int
    doubts: list[Doubt]
    guesses: list[Row]
    undated: list[Row]
    parts: list[Part]
    left_over: list[Row]
    left_over_read: list[LeftOver]
    groups: list[str]
    fallback: str
    is_structure_only: bool


def import_page(checked: Checked) -> ImportPage:
    """Everything the checking page shows of an import, in the order a person should look at it."""
    rows = {line.uid: _row(checked, line) for line in checked.lines}
    parts: list[Part] = []
    for line in checked.lines:
        if line.kind == "left_over":
            continue
        if line.kind == "priority" or (not parts) or _leaves(line, parts[-1]):
            parts.append(Part(line.text if line.kind == "priority" else "Under no priority", []))
        parts[-1].rows.append(rows[line.uid])
    guesses = [rows[line.uid] for line in checked.guesses()]
    undated = [rows[line.uid] for line in checked.undated()]
    document, fallback = checked.document, checked.proposals.fallback
    return ImportPage(
        sentence=counted(document) or "nothing that makes a plan",
        looks=len(document.doubts) + len(guesses) + len(undated) + len(document.left_over),
        doubts=document.doubts,
        guesses=guesses,
        undated=undated,
        parts=parts,
        left_over=[rows[line.uid] for line in checked.lines if line.kind == "left_over"],
        left_over_read=document.left_over,
        groups=[group.name for group in document.governance.groups] if document.governance else [],
        fallback=fallback.name if fallback else "",
        is_structure_only=not (document.priorities or document.objectives or document.actions),
    )


def _leaves(line: Line, part: Part) -> bool:
    """True for the first line that stands under no priority after the last priority's lines."""
    return not line.parent_uid and part.title != "Under no priority"


def _row(checked: Checked, line: Line) -> Row:
    printed = _printed(checked.originals.get(line.uid, line))
    proposal = checked.proposals.by_uid.get(line.uid)
    if proposal is None:
        return Row(line, printed)
    day = checked.decisions.dates.get(line.uid)
    return Row(
        line,
        printed,
        lead=proposal.name,
        lead_why=proposal.why,
        lead_is_sure=proposal.is_sure,
        due=[Meant("", said(day), False)] if day else meant(line.data.get("due", [])),
        reports_to=[group.name for group in proposal.reports_to],
    )


def _printed(line: Line) -> list[str]:
    """The line as it stood in the file, cell by cell."""
    found = [line.text]
    for name in ("leads", "evidence", "due", "provenance"):
        if line.data.get(name):
            found.append("; ".join(str(value) for value in line.data[name]))
    return found + [line.data[name] for name in ("progress", "rag") if line.data.get(name)]


def said(day: date) -> str:
    """A day in full: "4 March 2026"."""
    return f"{day.day} {day:%B %Y}"


def meant(phrases: list[str]) -> list[Meant]:
    """What each printed date was understood to mean, in words; vague where no day can be told."""
    found = []
    for phrase in phrases:
        for due in read_due_dates(phrase):
            found.append(_meant(due))
    return found


def _meant(due: DueDate) -> Meant:
    if due.ends_on and due.starts_on and due.kind not in ("date", "month"):
        return Meant(due.words, f"{said(due.starts_on)} to {said(due.ends_on)}", False)
    if due.ends_on:
        return Meant(due.words, f"by {said(due.ends_on)}", False)
    if due.kind in ("recurrence", "ongoing"):
        return Meant(due.words, "goes on, without a last day", False)
    return Meant(due.words, "no date can be told" if due.kind == "unknown" else "the plan gives no year", True)


def kind_choices(line: Line) -> list[tuple[str, str]]:
    """What a line may be: what it is, first, then everything it may become."""
    if line.kind == "priority":
        return [("priority", "Priority"), *[pair for pair in KINDS.items() if pair[0] in ("section", "left_over")]]
    return list(KINDS.items())


def parent_choices(checked: Checked, line: Line) -> list[tuple[str, str]]:
    """The priorities and objectives a line may stand under, itself left out."""
    return [(uid, title[:120]) for uid, title in correcting.parents(checked.row.document) if uid != line.uid]


def line_as_typed(checked: Checked, line: Line) -> dict[str, Any]:
    """A line as the form's first values."""
    proposal = checked.proposals.by_uid.get(line.uid)
    chosen = checked.decisions.leads.get(line.uid)
    lead = chosen or (proposal.lead if proposal and proposal.is_sure else None)
    return {
        "kind": line.kind,
        "parent": line.parent_uid,
        "text": line.text,
        "lead": f"{lead.kind}:{lead.id}" if lead else "",
        "leads": "\n".join(line.data.get("leads", [])),
        "due": "\n".join(line.data.get("due", [])),
        "real_date": checked.decisions.dates.get(line.uid),
        "evidence": "\n".join(line.data.get("evidence", [])),
    }


def decisions_as_typed(checked: Checked) -> dict[str, Any]:
    """The choices about the whole plan as the form's first values."""
    chosen, period, fallback = checked.decisions, checked.document.period, checked.proposals.fallback
    return {
        "title": chosen.title or checked.document.title,
        "kind": chosen.kind,
        "group": str(chosen.group_id or ""),
        "starts_on": date.fromisoformat(period.start) if period else None,
        "ends_on": date.fromisoformat(period.end) if period else None,
        "fallback": f"{fallback.kind}:{fallback.id}" if fallback else "",
        "groups": list(chosen.groups),
    }


def new_groups(checked: Checked, groups: list[Any]) -> list[str]:
    """The groups a file names that the partnership does not have."""
    known = {group.name.lower() for group in groups}
    named = checked.document.governance.groups if checked.document.governance else []
    return [group.name for group in named if group.name.lower() not in known]
