"""Terms of reference on paper: as Word or PDF; and the membership as the seats of the group tell it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from goldenthread.partnerships.presenters import seats_in_order
from goldenthread.rendering.blocks import Block, Heading, Paragraph, Report
from goldenthread.web.filters import date as said

# The parts of terms of reference, in the order in which they are read.
PARTS = (
    ("purpose", "Purpose"),
    ("responsibilities", "Responsibilities"),
    ("membership", "Membership"),
    ("quorum", "Quorum"),
    ("frequency", "How often it meets"),
    ("decision_rights", "What it may decide"),
)


def membership_of(group: Any) -> str:
    """The membership as its seats tell it today, a seat on each line: "Chair: Amina Clarke", deputies after a comma."""
    return "\n".join(_seat(seat) for seat in seats_in_order(group.seats_now))


def _seat(seat: Any) -> str:
    holders = [str(one.person) for one in seat.holders_now if not one.is_deputy]
    deputies = [f"deputy {one.person}" for one in seat.holders_now if one.is_deputy]
    agency = f" ({seat.agency})" if seat.agency else ""
    return f"{seat.title}{agency}: {', '.join([*holders, *deputies]) or 'vacant'}"


def standing_of(terms: Any) -> str:
    """Where a version is, in a sentence: "Version 2, signed off by the executive on 3 March 2026"."""
    sentence = f"Version {terms.number}, {terms.get_state_display().lower()}"
    if terms.signed_off_on:
        sentence = f"Version {terms.number}, signed off by {terms.signed_off_by} on {said(terms.signed_off_on)}"
        return f"{sentence}, superseded since" if terms.state == "superseded" else sentence
    return f"{sentence} on {said(terms.put_on)}" if terms.put_on else sentence


def parts_of(terms: Any) -> list[tuple[str, str]]:
    """The parts that say something, each with its heading."""
    return [(heading, text) for name, heading in PARTS if (text := getattr(terms, name))]


def terms_report(terms: Any, marking: str, today: date) -> Report:
    """One version of the terms of reference as a document to print."""
    blocks: list[Block] = [Paragraph(f"{standing_of(terms)}.")]
    for heading, text in parts_of(terms):
        blocks.append(Heading(1, heading))
        blocks += [Paragraph(line) for line in _paragraphs(text)]
    if terms.review_on:
        blocks += [Heading(1, "Next review"), Paragraph(said(terms.review_on))]
    return Report(
        title=f"Terms of reference: {terms.group.name}", subtitle=f"Version {terms.number}", blocks=tuple(blocks),
        marking=marking, issued=said(today),
    )  # fmt: skip


def _paragraphs(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
