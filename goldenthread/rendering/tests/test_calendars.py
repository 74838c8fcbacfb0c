"""A feed reads back, in a reader that knows nothing of the library that wrote it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import vobject
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rendering.calendars import CalendarEntry, calendar_feed

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200).map(str.strip).filter(bool)


def read(entries: list[CalendarEntry]) -> list:
    feed = vobject.readOne(calendar_feed("Board, and “groups”", entries, NOW).decode())
    assert feed.x_wr_calname.value == "Board, and “groups”"
    return list(feed.contents.get("vevent", []))


def test_a_day_and_a_meeting_in_summer_time():
    meeting = datetime(2026, 7, 1, 14, 0, tzinfo=LONDON)
    day, met = read(
        [
            CalendarEntry("report-1", "Report due", date(2026, 12, 18), url="https://example.org/a"),
            CalendarEntry(
                "meeting-1", "Board", date(2026, 7, 1), meeting, meeting.replace(hour=16), "Room 1; ground floor",
                is_cancelled=True,
            ),
        ]
    )  # fmt: skip
    assert (day.dtstart.value, day.dtend.value, day.status.value) == (
        date(2026, 12, 18),
        date(2026, 12, 19),
        "CONFIRMED",
    )
    assert (met.dtstart.value.astimezone(UTC).hour, met.status.value) == (13, "CANCELLED")
    assert (met.location.value, met.uid.value) == ("Room 1; ground floor", "meeting-1@goldenthread")


def test_an_empty_feed_is_a_calendar_all_the_same():
    assert read([]) == []


@given(words, words)
def test_every_text_comes_back_as_it_was(title: str, details: str):
    (event,) = read([CalendarEntry("k", title, date(2026, 1, 1), details=details)])
    assert event.summary.value == title
    assert event.description.value == details
