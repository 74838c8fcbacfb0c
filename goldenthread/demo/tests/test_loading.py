"""When the demonstration is loaded, when it is refused, and how its days are told."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.demo import services as demo
from goldenthread.demo.services.calendar import Agenda, Calendar, friday_at_weekends
from goldenthread.kernel.due_dates import due_date
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as founding

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 4, 1, 9, 30, tzinfo=LONDON)
days = some.dates(date(2025, 1, 1), date(2060, 12, 31))


def found_one() -> None:
    founding.found_partnership(founding.founding_actor(), NOW, slug="reedham", name="Reedham Partnership")


@pytest.mark.django_db
def test_it_is_refused_where_a_partnership_exists_and_changes_nothing() -> None:
    found_one()
    assert not demo.nothing_yet()
    assert not demo.is_loaded()
    with pytest.raises(Refused, match="There is a partnership already"):
        demo.load(NOW, NOW.date())
    with pytest.raises(CommandError, match="There is a partnership already"):
        call_command("load_demo", stdout=StringIO())
    assert partnerships.partnership_by_slug("ambershire") is None


@pytest.mark.django_db
def test_it_is_refused_in_production(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not loaded in production"):
        call_command("load_demo", stdout=StringIO())
    assert demo.nothing_yet()


@pytest.mark.django_db
def test_nothing_is_there_before_the_first_partnership() -> None:
    assert demo.nothing_yet()
    assert not demo.is_loaded()


@given(days)
def test_the_plan_is_always_between_one_year_and_two_years_old(today: date) -> None:
    calendar = Calendar(today)
    assert timedelta(days=365) <= today - calendar.plan_start <= timedelta(days=731)
    assert calendar.plan_end - today >= timedelta(days=365)
    assert calendar.plan_before[1] + timedelta(days=1) == calendar.plan_start


@given(days, some.integers(-30, 30))
def test_dates_told_in_words_are_read_back_as_the_day_meant(today: date, shift: int) -> None:
    calendar = Calendar(today)
    assert due_date(calendar.words(f"{{day{shift:+}}}")).ends_on == today + timedelta(days=shift)
    for mark in ("month", "quarter", "year"):
        this, later = (due_date(calendar.words(f"{{{mark}{step}}}")) for step in ("", "+1"))
        assert this.starts_on
        assert this.ends_on
        assert this.starts_on <= today <= this.ends_on
        assert later.starts_on == this.ends_on + timedelta(days=1)


@given(days)
def test_a_weekend_becomes_the_friday_before(day: date) -> None:
    friday = friday_at_weekends(day)
    assert friday.weekday() < 5
    assert timedelta(0) <= day - friday <= timedelta(days=2)


def test_the_agenda_is_kept_in_the_order_of_days_within_office_hours_and_never_after_now() -> None:
    agenda, done = Agenda(Calendar(NOW.date()), NOW), []
    for name, day in (("second", NOW.date()), ("first", date(2026, 3, 31)), ("third", NOW.date())):
        agenda.add(day, lambda now, today, name=name: done.append((name, now, today)))
    for _ in range(400):
        agenda.add(date(2026, 3, 30), lambda now, today: done.append(("busy", now, today)))
    agenda.run()
    assert [name for name, _, _ in done if name != "busy"] == ["first", "second", "third"]
    assert all(9 <= now.hour < 18 and now <= NOW and now.date() == today for _, now, today in done)
    assert [now for _, now, _ in done] == sorted(now for _, now, _ in done)


def test_a_step_that_is_refused_stops_everything() -> None:
    agenda = Agenda(Calendar(NOW.date()), NOW)

    def refuse(now: datetime, today: date) -> None:
        raise Refused("Not that.")

    agenda.add(NOW.date(), refuse)
    with pytest.raises(Refused, match="Not that"):
        agenda.run()
