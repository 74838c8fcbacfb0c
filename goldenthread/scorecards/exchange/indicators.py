"""One indicator given out as its page shows it: as PDF/UA, Word, Excel and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.text import slugify

from goldenthread.kernel.actor import Actor
from goldenthread.rendering.blocks import Block, Heading, Paragraph, Report
from goldenthread.rendering.lists import marked_name
from goldenthread.scorecards.exchange.editions import made_as
from goldenthread.scorecards.exchange.printed import (
    SHOWN_ONLY,
    breakdowns,
    drawn,
    every_period,
    facts_of,
    meaning,
)
from goldenthread.web.filters import date as in_words


def indicator_file(actor: Actor, today: date, line: Mapping[str, Any], format: str) -> tuple[str, bytes]:
    """An indicator, as `presenters.kept_line` gives it, as (file name, bytes) of a format of `TYPES`. No query."""
    title = f"{line['code']} {line['name']}"
    report = Report(
        title=line["finding"], subtitle=f"{title}, as it stood on {in_words(today)}", blocks=tuple(_blocks(line)),
        marking=actor.marking, author=actor.partnership_name, landscape=True, issued=in_words(today),
    )  # fmt: skip
    name = marked_name(f"{slugify(title)[:60]}-{today.isoformat()}", actor.marking)
    return f"{name}.{format}", made_as(format, f"{title}, {in_words(today)}", [line], report, actor.marking)


def _blocks(line: Mapping[str, Any]) -> Iterator[Block]:
    if line["meaning"]:
        yield Paragraph(line["meaning"])
    yield Paragraph(facts_of(line))
    yield from drawn(line, None, line["final"])
    if line["commentary"] or line["asked"]:
        yield Heading(1, f"What {line['period']} means")
        yield from meaning(line)
    yield Heading(1, "What the chart was drawn from")
    yield Paragraph(" ".join(filter(None, (line["counts"], SHOWN_ONLY))), "small")
    yield every_period(line)
    if line["breakdowns"]:
        yield Heading(1, "Group by group")
        yield from breakdowns(line)
