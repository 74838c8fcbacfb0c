"""A calendar feed from plain values, as RFC 5545 has it; icalendar does the folding, escaping and time zones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Golden Thread//Forward plan//EN"
# How often a calendar program should ask again.
AGAIN = timedelta(hours=6)


@dataclass(frozen=True)
class CalendarEntry:
    """One thing in a calendar: a whole day, or with a beginning and an end. `key` is the same each time it is told."""

    key: str
    title: str
    on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    details: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar_feed(name: str, entries: Iterable[CalendarEntry], now: datetime) -> bytes:
    """The entries as an iCalendar file in UTF-8, named, to be asked for again every six hours."""
    feed = Calendar()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", name)
    feed.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", AGAIN)
    for entry in entries:
        feed.add_component(_event(entry, now))
    return feed.to_ical()


def _event(entry: CalendarEntry, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@goldenthread")
    event.add("dtstamp", now)
    event.add("summary", entry.title)
    if entry.starts_at:
        event.add("dtstart", entry.starts_at)
        event.add("dtend", entry.ends_at or entry.starts_at + timedelta(hours=1))
    else:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        # What is due on a day makes nobody look busy.
        event.add("transp", "TRANSPARENT")
    for name, value in (("location", entry.place), ("description", entry.details), ("url", entry.url)):
        if value:
            event.add(name, value)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event
