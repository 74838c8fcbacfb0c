"""A return on paper: every question with its number and answer, who signed it off, and the evidence by title."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.text import slugify

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.exchange import marking_of
from goldenthread.rendering.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Report, Table
from goldenthread.rendering.lists import marked_name
from goldenthread.rendering.pdf import pdf
from goldenthread.returns import presenters, rules
from goldenthread.returns.queries import Asked, ReturnShown
from goldenthread.web.filters import date as said

NOT_ANSWERED = "Not answered"
NOT_NEEDED = "Not answered. No answer was needed."
UNSENT = "This is a draft. It has not been sent."


def return_file(actor: Actor, today: date, shown: ReturnShown) -> tuple[str, bytes]:
    """A return the actor reads as (file name, PDF/UA), its marking on every page. No query.

    Restricted lines the actor may not read are not in `shown`, and so not in the file.
    """
    row = shown.row
    marking = marking_of(actor, any(line.is_restricted for _, one in _numbered(shown) for line in one.lines))
    report = Report(
        title=row.round.title, subtitle=f"{row.round.question_set.get_kind_display()} of {row.who}",
        blocks=tuple(_blocks(shown)), marking=marking, issued=said(today), author=actor.partnership_name,
    )  # fmt: skip
    named = f"{slugify(row.round.title)[:60]}-{slugify(row.who)[:40]}"
    return f"{marked_name(named, marking)}.pdf", pdf(report)


def _numbered(shown: ReturnShown) -> Iterator[tuple[str, Asked]]:
    """Every question with its number: "2.3" is the third of the second section."""
    for section, part in enumerate(shown.parts, start=1):
        for place, one in enumerate(part.asked, start=1):
            yield f"{section}.{place}", one


def _blocks(shown: ReturnShown) -> Iterator[Block]:
    yield from _standing(shown)
    numbers = {one.question.pk: number for number, one in _numbered(shown)}
    for place, part in enumerate(shown.parts, start=1):
        yield Heading(1, f"{place}. {part.section.title}")
        for one in part.asked:
            yield Heading(2, f"{numbers[one.question.pk]} {one.question.text}")
            yield from _records(one)
            yield from _answer(one)
    yield from _evidence(shown)
    yield from _requests(shown)


def _standing(shown: ReturnShown) -> Iterator[Block]:
    """How far it is, and who did what on which day."""
    row = shown.row
    facts = [
        ("State", rules.STATES[rules.State(row.state)]),
        ("Owed by", row.who),
        ("Asked by", ", ".join(row.reports_to)),
        ("Due", said(row.due_on)),
        ("Tells of", f"{said(shown.period[0])} to {said(shown.period[1])}" if shown.period else ""),
        ("Signed off", _by(row.signed_off_by, row.signed_off_on) or ("Not signed off" if _wants(row) else "")),
        ("Sent", _by(row.sent_by, row.sent_on) or "Not sent"),
        ("Accepted", _by(row.accepted_by, row.accepted_on)),
        ("Questions", str(row.round.question_set)),
    ]
    if row.sent_on is None:
        yield Paragraph(UNSENT)
    rows = tuple((Cell(label, bold=True), Cell(value)) for label, value in facts if value)
    yield Table((Column("About this return"), Column("As it stands", 3)), rows)
    if row.round.purpose:
        yield from _paragraphs(row.round.purpose)


def _wants(row: Any) -> bool:
    return bool(row.round.needs_sign_off)


def _by(name: str, day: date | None) -> str:
    return f"By {name} on {said(day)}" if name and day else ""


def _paragraphs(text: str) -> Iterable[Block]:
    return (Paragraph(line.strip()) for line in text.splitlines() if line.strip())


def _records(one: Asked) -> Iterator[Block]:
    """What the records say, where the question fills itself."""
    if one.filler is None:
        return
    yield Paragraph(f"{one.filler.label}:")
    if one.lines:
        yield Bullets(tuple(f"{line.text}{f' ({line.note})' if line.note else ''}" for line in one.lines))
    else:
        yield Paragraph(one.filler.nothing)


def _answer(one: Asked) -> Iterator[Block]:
    if not one.is_answered and not (one.answer and one.answer.reason):
        yield Paragraph(NOT_ANSWERED if one.is_missing else NOT_NEEDED)
        return
    if presenters.is_table(one):
        yield _table(one)
        return
    words = presenters.value_words(one)
    if words:
        yield from _paragraphs(words)
    if one.answer and one.answer.reason:
        yield Paragraph(f"Why: {one.answer.reason}")
    if one.answer and one.answer.file_name:
        yield Paragraph(f"Evidence: {one.answer.file_name}")


def _table(one: Asked) -> Table:
    heads, cells = presenters.table_of(one)
    rows = tuple(tuple(Cell(text) for text in row) for row in cells)
    return Table(tuple(Column(head) for head in heads), rows)


def _evidence(shown: ReturnShown) -> Iterator[Block]:
    files = [
        f"{number} {one.answer.file_name}" for number, one in _numbered(shown) if one.answer and one.answer.file_name
    ]
    yield Heading(1, "Evidence")
    yield Bullets(tuple(files)) if files else Paragraph("No file was given as evidence.")


def _requests(shown: ReturnShown) -> Iterator[Block]:
    if not shown.requests:
        return
    yield Heading(1, "What it asks, and what was answered")
    heads = ("Exception", "Asked for", "Of", "Answer")
    rows = tuple(
        (Cell(one.exception), Cell(one.get_wanted_display()), Cell(one.to_group.name),
         Cell(one.answer or one.get_state_display()))
        for one in shown.requests
    )  # fmt: skip
    yield Table(tuple(Column(head, 3 if head in ("Exception", "Answer") else 1) for head in heads), rows)
