"""Minutes on paper: as they are read here, and in the version for the public."""

from collections.abc import Iterable, Sequence
from typing import Any

from goldenthread.meetings.presenters import clock, numbered_title
from goldenthread.meetings.rules import CAME_WORDS, Came
from goldenthread.rendering.blocks import Block, Bullets, Heading, Paragraph, Report
from goldenthread.web.filters import date as said
from goldenthread.web.filters import listed


def minutes_report(seen: Any, came: Any, declarations: Sequence[Any], whose: str, marking: str) -> Report:
    """Minutes as the reader reads them (`queries.MinutesShown`), with who came and what was declared."""
    meeting = seen.meeting
    blocks: list[Block] = []
    if meeting.agreed_on:
        blocks.append(Paragraph(f"Agreed by {meeting.agreed_by} on {said(meeting.agreed_on)}."))
    else:
        blocks.append(Paragraph("Draft: the chair has not agreed these minutes."))
    if meeting.approved_on:
        blocks.append(Paragraph(f"Approved on {said(meeting.approved_on)}."))
    blocks += _list("Key messages", [line.text for line in seen.key_messages])
    blocks += _list(
        "Who came", [*(_seat(row) for row in came.rows), *(f"Guest: {row.person_name}" for row in came.guests)]
    )
    if came.missing:
        blocks.append(Paragraph(f"Not quorate: {listed(came.missing)}. Decisions are recommendations until ratified."))
    blocks += _list("Declarations of interest", [_declared(one) for one in declarations])
    for heading in seen.minuted:
        blocks += _list(numbered_title(heading.number, heading.item), [_line(one.line) for one in heading.said])
    if seen.silent:
        blocks += _list("Nothing was minuted under", [numbered_title(one.number, one.item) for one in seen.silent])
    return _report(f"Minutes of {meeting.title}", meeting, whose, marking, blocks)


def public_report(
    meeting: Any, came: Any, headings: Iterable[tuple[str, Any, list[Any]]], names: bool, whose: str
) -> Report:
    """The version for the public, of `presenters.public`; without a marking, since it is meant to be published."""
    here = [row for row in came.rows if row.came in (Came.PRESENT, Came.DEPUTY)]
    blocks = _list("Who came", [_seat(row, names) for row in here])
    for number, item, lines in headings:
        blocks += _list(numbered_title(number, item), [_line(line, line.public_text or line.text) for line in lines])
    return _report(meeting.title, meeting, whose, "", blocks)


def _report(title: str, meeting: Any, whose: str, marking: str, blocks: Iterable[Block]) -> Report:
    when = f"{said(meeting.starts_at)}, {clock(meeting)}"
    place = [Paragraph(f"At {meeting.place}.")] if meeting.place else []
    return Report(
        title=title, subtitle=f"{whose}, {when}", blocks=(*place, *blocks), marking=marking,
        issued=said(meeting.starts_at),
    )  # fmt: skip


def _list(heading: str, lines: Sequence[str]) -> list[Block]:
    return [Heading(1, heading), Bullets(tuple(lines))] if lines else []


def _seat(row: Any, names: bool = True) -> str:
    """A seat, who holds it, and whether somebody came; without names only the seat, and that a deputy came."""
    if not names:
        return row.seat.title + (" (deputy)" if row.came == Came.DEPUTY else "")
    who = f", {row.person_name}" if row.person_name else ""
    return f"{row.seat.title}{who}: {CAME_WORDS[Came(row.came)].lower()}" + (f" ({row.deputy})" if row.deputy else "")


def _declared(one: Any) -> str:
    about = f", on “{one.item.title}”" if one.item else ""
    return " ".join(filter(None, (f"{one.person_name}{about}: {one.nature}", one.what_was_done)))


def _line(line: Any, text: str = "") -> str:
    """A line with what it is, to whom, and what it said before it was corrected."""
    kind = "" if line.kind == "note" else f"{line.get_kind_display()}: "
    whom = f" To {line.to_whom}." if line.to_whom and not text else ""
    before = "" if text else "".join(
        f"\nCorrected on {said(row.at)} by {row.by_name}: {row.reason} It said: {row.text_before}"
        for row in getattr(line, "corrected", [])
    )  # fmt: skip
    return f"{kind}{text or line.text}{whom}{before}"
