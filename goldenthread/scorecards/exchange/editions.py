"""An edition made, and given out: as PDF/UA, Word, Excel and CSV, each from what was frozen and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.cells import WORDS, State
from goldenthread.rendering.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Report,
    Table,
)
from goldenthread.rendering.delimited import csv_bytes
from goldenthread.rendering.excel import Sheet, SheetCell, workbook
from goldenthread.rendering.lists import about, marked_name
from goldenthread.rendering.pdf import pdf
from goldenthread.rendering.word import word
from goldenthread.scorecards import presenters, queries, services
from goldenthread.web.filters import date as in_words

if TYPE_CHECKING:
    from goldenthread.scorecards.models import Scorecard, ScorecardEdition

MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
SHOWN_ONLY = (
    "Averages and limits rest on the figures shown alone. Suppressed, not applicable, not returned and 0 are four "
    "different things, and none of them stands for another."
)
HEADS = (
    "Code", "Indicator", "Period", "From", "To", "Value", "Numerator", "Denominator", "Open and overdue", "Status",
    "Revision", "Average", "Usual from", "Usual to", "Mark",
)  # fmt: skip
SAID = (
    ("What", "what"), ("Why", "why"), ("So what", "so_what"), ("Now what", "now_what"), ("Who", "who"),
)  # fmt: skip
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@transaction.atomic
def freeze(
    actor: Actor, now: datetime, today: date, scorecard: Scorecard, *, meeting_id: UUID | None = None
) -> ScorecardEdition:
    """Freeze a scorecard as it stands now, keep its PDF in the library, and put it on the agenda of a meeting.

    Raises `Refused` where nothing is known yet, where commentary is missing and asked of nobody, and as adding a paper
    does; then nothing is kept.
    """
    board = queries.board(actor, scorecard, final=True, groups=True)
    if board.until is None:
        raise Refused("There is no figure to freeze yet.")
    rows = presenters.rows(board.lines, board.until)
    asked = queries.asked_of(actor, [row.indicator.pk for row in rows], board.until)
    group = scorecard.group.name if scorecard.group else ""
    content = presenters.frozen(scorecard, group, board.until, rows, asked, by=actor.name, on=today)
    number = queries.number_of_next(actor, scorecard)
    title = f"{scorecard.title}, edition {number}: {content['period']}"[:200]
    report = report_of(content, number, actor.marking, actor.partnership_name)
    name = f"{marked_name(slugify(title)[:60], actor.marking)}.pdf"
    made = services.freeze_scorecard(
        actor, now, scorecard.pk, number=number, title=title, content=content,
        upload=ContentFile(pdf(report), name=name),
    )  # fmt: skip
    if meeting_id is not None:
        made.meeting = services.put_on_agenda(actor, now, today, made.pk, meeting_id).meeting
    return made


def edition_file(actor: Actor, edition: ScorecardEdition, format: str) -> tuple[str, bytes]:
    """An edition as (file name, bytes) of a format of `TYPES`, from what was frozen. No query."""
    content, marking = edition.content, actor.marking
    name = marked_name(slugify(f"{content['title']} edition {edition.number}")[:60], marking)
    report = report_of(content, edition.number, marking, actor.partnership_name)
    made = {
        "pdf": lambda: pdf(report),
        "docx": lambda: word(report),
        "xlsx": lambda: _workbook(content, edition.number, marking),
        "csv": lambda: csv_bytes(HEADS, _figures(content)),
    }
    return f"{name}.{format}", made[format]()


def report_of(content: Mapping[str, Any], number: int, marking: str, whose: str) -> Report:
    """What was frozen as a printed document."""
    return Report(
        title=content["title"], subtitle=f"Edition {number}, figures to {content['period']}",
        blocks=tuple(_blocks(content)), marking=marking, author=whose, landscape=True,
        issued=in_words(date.fromisoformat(content["frozen_on"])),
    )  # fmt: skip


def _blocks(content: Mapping[str, Any]) -> Iterator[Block]:
    if content["purpose"]:
        yield Paragraph(content["purpose"])
    by_code = {line["code"]: line for line in content["lines"]}
    out = [by_code[code] for code in content["out"]]
    yield Heading(1, "What stands out")
    if out:
        counted = f"{len(out)} of {len(content['lines'])} indicators stand out."
        yield Paragraph(counted)
        yield _standing_out(out)
    else:
        yield Paragraph("No indicator shows more than its usual ups and downs.")
    yield Paragraph(SHOWN_ONLY, "small")
    for heading, lines in groupby(content["lines"], key=lambda line: line["heading"]):
        # A page for each indicator, so that its chart never stands apart from its name.
        yield PageBreak()
        yield Heading(1, heading)
        for place, line in enumerate(lines):
            if place:
                yield PageBreak()
            yield from _line(line)


def _standing_out(out: list[Mapping[str, Any]]) -> Table:
    columns = (Column("Indicator", 2), Column("Figure", 1), Column("Why it stands out", 3), Column("What it means", 4))
    rows = tuple(
        (
            Cell(f"{line['code']} {line['name']}"),
            Cell(f"{line['shown']} in {line['period']}"),
            Cell(" ".join(one["words"] for one in line["signals"])),
            Cell(said_of(line)),
        )
        for line in out
    )
    return Table(columns, rows)


def said_of(line: Mapping[str, Any]) -> str:
    """What is said of a line in brief, or of whom it is asked; "" where nothing has to be said."""
    if line["commentary"]:
        return f"So what: {line['commentary']['so_what']}\nNow what: {line['commentary']['now_what']}"
    if line["asked"]:
        return f"Asked of {line['asked']['of']} on {in_words(date.fromisoformat(line['asked']['on']))}."
    return ""


def _line(line: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading(2, f"{line['code']} {line['name']}")
    facts = [f"{line['shown']} in {line['period']}" if line["period"] else line["shown"]]
    if line["target"]:
        facts.append(f"target {line['target']}: {line['standing'].lower() or 'not compared'}")
    facts += [f"open and overdue: {line['overdue']}"] if line["overdue"] else []
    facts += [f"a year before: {line['year_before']}"] if line["year_before"] else []
    facts += [f"{area}: {value} ({note})" for area, value, note in line["comparators"]]
    facts += [line["status"].lower()] if line["status"] else []
    yield Paragraph("; ".join(facts) + ".")
    yield Paragraph(line["sentence"])
    if line["commentary"]:
        told = line["commentary"]
        due = f", by {in_words(date.fromisoformat(told['due_on']))}" if told["due_on"] else ""
        yield Bullets(tuple(f"{words}: {told[key]}{due if key == 'who' else ''}" for words, key in SAID))
    elif line["asked"]:
        yield Paragraph(f"What it means: {said_of(line)}")
    if line["figures"]:
        yield Picture(line["svg"], line["sentence"], data=_in_years(line))
    for note in line["notes"]:
        yield Paragraph(note, "small")


def _in_years(line: Mapping[str, Any]) -> Table:
    """The figures drawn, months side by side with a row a financial year; other periods one beneath the other."""
    if line["grain"] != "month":
        columns = (Column("Period", 2), Column("Value", 1))
        return Table(columns, tuple((Cell(one["period"]), Cell(one["said"])) for one in line["figures"]))
    years: dict[int, dict[int, str]] = {}
    for one in line["figures"]:
        day = date.fromisoformat(one["starts_on"])
        # A word for which there is no number is broken between its words, never within one.
        years.setdefault(day.year - (day.month < 4), {})[(day.month - 4) % 12] = one["said"].replace(" ", "\n")
    rows = tuple(
        (Cell(f"{year}-{(year + 1) % 100:02d}", bold=True), *(Cell(months.get(place, "–")) for place in range(12)))
        for year, months in sorted(years.items())
    )
    return Table((Column("Year", 1.1), *(Column(one, 1) for one in MONTHS)), rows)


def _value(cell: Mapping[str, Any] | None) -> str | float | int | None:
    """A cell of a file: the number, or the word for which there is none; nothing where the figure has no such part."""
    if cell is None:
        return None
    if cell["number"] is None:
        return WORDS[State(cell["state"])]
    return float(cell["number"]) if "." in cell["number"] else int(cell["number"])


def _figures(content: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    for line in content["lines"]:
        for one in line["figures"]:
            cells = (_value(one[name]) for name in ("value", "numerator", "denominator", "overdue"))
            days = (date.fromisoformat(one[name]) for name in ("starts_on", "ends_on"))
            usual = (None if number is None else float(number) for number in one["usual"])
            yield (
                line["code"], line["name"], one["period"], *days, *cells, one["status"].capitalize(),
                one["revision"] or None, *usual, one["mark"],
            )  # fmt: skip


def _workbook(content: Mapping[str, Any], number: int, marking: str) -> bytes:
    title = f"{content['title']}, edition {number}: {content['period']}"
    heads = (
        "Code", "Indicator", "Period", "Figure", "Target", "Against the target", "What the figures show",
        "Why it stands out", "What", "Why", "So what", "Now what", "Who", "By when", "Asked of",
    )  # fmt: skip
    summary = [_summary(line) for line in content["lines"]]
    widths = (8.0, 34.0, 16.0, 14.0, 10.0, 24.0, *([44.0] * 6), 24.0, 12.0, 30.0)
    first = Sheet("What it shows", (_bold(heads), *summary), widths, header=1)
    figures = tuple(tuple(SheetCell(value) for value in row) for row in _figures(content))
    second = Sheet("Every figure", (_bold(HEADS), *figures), (8.0, 40.0, *([15.0] * 13)), header=1)
    notes = about(title, marking or "None", ("How to read it", SHOWN_ONLY), ("Rows", len(figures)))
    return workbook([notes, first, second], title, marking, opens_on=1)


def _bold(heads: tuple[str, ...]) -> tuple[SheetCell, ...]:
    return tuple(SheetCell(head, bold=True) for head in heads)


def _summary(line: Mapping[str, Any]) -> tuple[SheetCell, ...]:
    told = line["commentary"] or {}
    parts = [told.get(key, "") for key in ("what", "why", "so_what", "now_what", "who", "due_on")]
    asked = said_of(line) if line["asked"] else ""
    words = " ".join(one["words"] for one in line["signals"])
    row = (line["code"], line["name"], line["period"], line["shown"], line["target"], line["standing"],
           line["sentence"], words, *parts, asked)  # fmt: skip
    return tuple(SheetCell(value) for value in row)
