"""How dates, times, counts and plain text are said on a page. Every time is London time."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

LONDON = ZoneInfo("Europe/London")
Day = dt.date | dt.datetime


def date(value: Day | None) -> str:
    """A day in full, "4 March 2026"; empty for None. A time is first moved to London."""
    return "" if value is None else f"{_day(value).day} {_day(value):%B %Y}"


def short_date(value: Day | None) -> str:
    """A day for a narrow column, "4 Mar 2026"; empty for None."""
    return "" if value is None else f"{_day(value).day} {_day(value):%b %Y}"


def weekday(value: Day | None) -> str:
    """A day with its weekday, as a calendar has it: "Wed 14 Jan"."""
    return f"{_day(value):%a} {_day(value).day} {_day(value):%b}" if value else ""


def clock(value: dt.datetime | None) -> str:
    """The time of a moment in London: "2:30pm"."""
    return _clock(_in_london(value)) if value else ""


def month(value: Day | None) -> str:
    """The month of a day, "March 2026"; empty for None."""
    return "" if value is None else f"{_day(value):%B %Y}"


def datetime(value: dt.datetime | None) -> str:
    """A moment in London, "4 March 2026 at 3:05pm"; "3pm", "midday" and "midnight" at the hour; empty for None."""
    return "" if value is None else f"{date(value)} at {_clock(_in_london(value))}"


def iso(value: Day | None) -> str:
    """A day or moment as machines read it, for the datetime attribute of <time>; empty for None."""
    if isinstance(value, dt.datetime):
        return _in_london(value).isoformat(timespec="minutes")
    return "" if value is None else value.isoformat()


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun, "7 actions", "1 action", "1,204 actions"; "no actions" for nought."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def paragraphs(text: str | None) -> Markup:
    """Text as people typed it: blank lines part paragraphs, single line breaks stay, everything is escaped."""
    blocks = [block.strip() for block in (text or "").replace("\r\n", "\n").split("\n\n")]
    opening, line, closing = Markup('<p class="govuk-body">'), Markup("<br>"), Markup("</p>")
    return Markup("").join(
        opening + line.join(escape(row.rstrip()) for row in block.split("\n")) + closing for block in blocks if block
    )


def initials(name: str | None) -> str:
    """The first letters of the first and last words of a name, "Ann Marie Smith" gives "AS"."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    return "".join(word[0].upper() for word in [*words[:1], *words[1:][-1:]])


def listed(words: Iterable[object], joint: str = "and") -> str:
    """Words in a sentence: "A", "A and B", "A, B and C"; empty for none."""
    *first, last = [str(word) for word in words] or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def sentence(words: str) -> str:
    """Words with a capital first letter and the rest as it was: "no NHS bodies" gives "No NHS bodies"."""
    return words[:1].upper() + words[1:]


def _in_london(value: dt.datetime) -> dt.datetime:
    return value.replace(tzinfo=LONDON) if value.tzinfo is None else value.astimezone(LONDON)


def _day(value: Day) -> dt.date:
    return _in_london(value).date() if isinstance(value, dt.datetime) else value


def _clock(value: dt.datetime) -> str:
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def drawing(chart: Any) -> Markup:
    """The SVG of a chart within the page, so that sixty of them are one answer of the server.

    Only what `rendering` drew is a chart: it holds presentation attributes and escaped text, nothing else.
    """
    return Markup(chart.svg)  # noqa: S704 - cleaned and escaped where it was drawn


FILTERS: dict[str, Callable[..., object]] = {
    "date": date,
    "short_date": short_date,
    "month": month,
    "datetime": datetime,
    "weekday": weekday,
    "clock": clock,
    "iso": iso,
    "count": count,
    "drawing": drawing,
    "paragraphs": paragraphs,
    "initials": initials,
    "listed": listed,
    "sentence": sentence,
}
