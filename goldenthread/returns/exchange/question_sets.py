"""A version of a question set as a file, and a file looked at before anything is made of it (decision 6)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.rendering.lists import marked_name
from goldenthread.returns import queries, rules, services
from goldenthread.returns.exchange.reading import read_question_set
from goldenthread.returns.exchange.workbooks import write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {"xlsx": ("Excel", XLSX), "json": ("JSON", "application/json")}


def document_of(asked: Any) -> rules.SetDocument:
    """A question set of `queries.show_question_set` as a document. No query."""
    schemes: dict[str, rules.Scheme] = {}
    for section in asked.sections_now:
        for one in section.questions_now:
            if one.scheme:
                schemes.setdefault(one.scheme.name, queries.as_scheme(one.scheme))
    raw = {
        "what": rules.WHAT, "format": rules.FORMAT, "title": asked.title, "kind": asked.kind,
        "purpose": asked.purpose, "basis": asked.basis, "starts_on": asked.starts_on, "ends_on": asked.ends_on,
        "schemes": rules.as_raw(rules.SetDocument("", "", schemes=tuple(schemes.values())))["schemes"],
        "sections": [
            {"title": section.title, "guidance": section.guidance,
             "questions": [_raw(one) for one in section.questions_now]}
            for section in asked.sections_now
        ],
    }  # fmt: skip
    return rules.from_raw(raw)[0]


def _raw(one: Any) -> dict[str, Any]:
    plain = ("key", "text", "hint", "asks", "is_required", "options", "descriptors", "weight", "unit", "smallest",
             "largest", "columns", "fills_from")  # fmt: skip
    told = {name: getattr(one, name) for name in plain}
    for name in ("weight", "smallest", "largest"):
        told[name] = _short(told[name])
    return {**told, "scheme": one.scheme.name if one.scheme else ""}


def _short(value: Decimal | None) -> str | None:
    """A number without the noughts that a column of the database puts behind it."""
    return None if value is None else f"{value.normalize():f}"


def question_set_file(actor: Actor, asked: Any, format: str) -> tuple[str, bytes, str]:
    """A version of a question set as (file name, content, content type).

    Raises `Refused` for a text too long for a cell of Excel, and `KeyError` for an unknown format.
    """
    document = document_of(asked)
    name = marked_name(f"{slugify(asked.title)[:60] or 'question-set'}-version-{asked.edition}", actor.marking)
    if format == "json":
        content = json.dumps(rules.as_raw(document), ensure_ascii=False, indent=2).encode()
    else:
        try:
            content = write_workbook(document, queries.KINDS, actor.marking)
        except ValueError as long:
            raise Refused(f"{long} Take it out as JSON.") from long
    return f"{name}.{format}", content, FORMATS[format][1]


@dataclass(frozen=True)
class Looked:
    """A file that was looked at: what it says, what is wrong with it, and what it would add."""

    document: rules.SetDocument
    problems: Sequence[rules.Problem]
    new_schemes: Sequence[str]
    # The first and last day the draft takes over, and whether others are left out because they are past.
    dates: tuple[date | None, date | None]
    leaves_dates_out: bool

    @property
    def kept(self) -> str:
        """The document as a page sends it back when somebody confirms it."""
        return json.dumps(rules.as_raw(self.document), ensure_ascii=False)

    @property
    def kind(self) -> str:
        """The sort of return in words."""
        return dict(queries.KINDS).get(self.document.kind, self.document.kind)


def look_at(actor: Actor, today: date, content: bytes, file_name: str) -> Looked:
    """A file looked at, with everything that is wrong; nothing is written. One query. Raises `Refused`."""
    document, problems = read_question_set(content, file_name)
    known = {one.name: queries.as_scheme(one) for one in queries.list_schemes(actor)}
    found = [*problems]
    # What follows from a problem that is said already is not said again.
    said = {one.place for one in problems} | {one.place.partition(",")[0] for one in problems}
    every = rules.document_problems(document, [key for key, _ in queries.KINDS], rules.fillers())
    found += [one for one in every if one.place not in said]
    found += [
        rules.Problem("Rating schemes", rules.OTHER_SCHEME.format(name=one.name))
        for one in document.schemes
        if one.name in known and not rules.is_same_scheme(known[one.name], one)
    ]
    dates = rules.dates_brought_in(document, today)
    found.sort(key=_place)
    return Looked(
        document, found, [one.name for one in document.schemes if one.name not in known],
        dates, dates != (document.starts_on, document.ends_on),
    )  # fmt: skip


def _place(one: rules.Problem) -> tuple[str, int]:
    """The sheet, and the row as a number, so that row 9 stands before row 10."""
    sheet, _, row = one.place.partition(", row ")
    return sheet, int(row) if row.isdigit() else 0


def bring_in(actor: Actor, now: datetime, today: date, kept: str, next_of: UUID | None) -> Any:
    """Make a draft of what a page sent back, read and checked anew, and return it. Raises `Refused`."""
    document, problems = read_question_set(kept.encode(), "What was looked at")
    if problems:
        raise Refused(f"{problems[0].place}: {problems[0].said}")
    return services.bring_in_question_set(actor, now, today, document, next_of=next_of)
