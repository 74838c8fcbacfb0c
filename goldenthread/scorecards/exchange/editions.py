"""An edition made, and given out: as PDF/UA, Word, Excel and CSV, each from what was frozen and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.rendering.blocks import Block, Heading, PageBreak, Paragraph, Report
from goldenthread.rendering.lists import marked_name
from goldenthread.rendering.pdf import pdf
from goldenthread.rendering.word import word
from goldenthread.scorecards import presenters, queries, services
from goldenthread.scorecards.exchange.printed import (
    SHOWN_ONLY,
    breakdowns,
    drawn,
    facts_of,
    in_years,
    meaning,
    standing_out,
)
from goldenthread.scorecards.exchange.tables import as_csv, as_workbook
from goldenthread.web.filters import date as in_words

if TYPE_CHECKING:
    from goldenthread.scorecards.models import Scorecard, ScorecardEdition

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
    board = queries.board(actor, scorecard, groups=True)
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
    content, marking = presenters.as_kept_now(edition.content), actor.marking
    name = marked_name(slugify(f"{content['title']} edition {edition.number}")[:60], marking)
    report = report_of(content, edition.number, marking, actor.partnership_name)
    title = f"{content['title']}, edition {edition.number}: {content['period']}"
    return f"{name}.{format}", made_as(format, title, content["lines"], report, marking)


def made_as(format: str, title: str, lines: Sequence[Mapping[str, Any]], report: Report, marking: str) -> bytes:
    """The bytes of a file of a format of `TYPES`: the report on paper, or the lines as tables."""
    made = {
        "pdf": lambda: pdf(report),
        "docx": lambda: word(report),
        "xlsx": lambda: as_workbook(title, lines, marking),
        "csv": lambda: as_csv(lines),
    }
    return made[format]()


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
        yield Paragraph(presenters.out_said(content))
        yield standing_out(out)
    else:
        yield Paragraph("No indicator shows more than its usual ups and downs.")
    final = presenters.final_of_all(content["lines"])
    if final:
        yield Paragraph(final)
    yield Paragraph(SHOWN_ONLY, "small")
    for heading, lines in groupby(content["lines"], key=lambda line: line["heading"]):
        # A page for each indicator, so that its chart never stands apart from its name.
        yield PageBreak()
        yield Heading(1, heading)
        for place, line in enumerate(lines):
            if place:
                yield PageBreak()
            yield Heading(2, f"{line['code']} {line['name']}")
            yield Paragraph(facts_of(line))
            yield Paragraph(line["sentence"])
            yield from meaning(line)
            yield from drawn(line, in_years(line), "" if final else line["final"])
            yield from breakdowns(line)
