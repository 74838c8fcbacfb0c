"""A version of a plan as a file: the document as it was frozen, with its version control filled in."""

from datetime import date
from typing import Any

from goldenthread.plans.exchange.document import PlanDocument
from goldenthread.plans.exchange.writing import Format, Issue, write_plan
from goldenthread.plans.queries import ShownVersion

FORMATS: tuple[Format, ...] = ("docx", "pdf")


def version_document(shown: ShownVersion) -> PlanDocument:
    """The version as a document, as far as its reader may read it."""
    row = shown.row
    data: dict[str, Any] = dict(shown.document)
    control = dict(data.get("version") or {})
    control |= {"version": row.name, "status": row.get_state_display()}
    control |= {"issue_date": _day(row.issued_on), "review_date": _day(row.review_on)}
    lines = [line for line in control.get("history", []) if line.get("version") != row.name]
    approved = "; ".join(f"{one.seat_name}: {one.person_name}" for one in shown.seats if one.answer == "approved")
    line = {
        "version": row.name, "group_person": approved or row.made_by_name, "date": _day(row.issued_on or row.taken_on),
        "comments": row.what_changed,
    }  # fmt: skip
    data["version"] = control | {"history": [*lines, line]}
    return PlanDocument.from_json(data)


def version_file(shown: ShownVersion, format: Format, marking: str) -> tuple[str, bytes]:
    """The version as a Word or PDF file: (file name, content)."""
    document = version_document(shown)
    content = write_plan(document, format, None, Issue(marking=marking, issued=_day(shown.row.taken_on)))
    name = "".join(letter if letter.isalnum() else "-" for letter in f"{shown.row.title} {shown.row.name}".lower())
    return f"{'-'.join(filter(None, name.split('-')))[:90] or 'plan'}.{format}", content


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
