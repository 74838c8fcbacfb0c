"""A forward plan of very many dates lists what comes next and counts the rest; a file and a print hold all of it."""

import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from goldenthread.kernel import forward_plan
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.notify import rules
from goldenthread.notify.rules import ahead
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW

# 22 November 2026 is today.
DAYS = (date(2026, 11, 3), date(2026, 11, 4), date(2026, 11, 25), date(2026, 12, 2), date(2027, 1, 6), date(2027, 1, 7))
STATES = {DAYS[0]: "accepted"}


def entries(page: str = "partnerships:show_structure") -> list[Entry]:
    return [
        Entry(day, Sort.REPORT, uuid4(), f"Report of {day.day} {day:%B}", page, state=STATES.get(day, ""))
        for day in DAYS
    ]


@pytest.fixture(autouse=True)
def _many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ahead, "LARGE", 5)
    monkeypatch.setattr(ahead, "ENOUGH", 2)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, db: None):
    unit = factories.found()
    group = factories.a_group(unit, "Neglect group")
    found = [
        *entries(),
        Entry(date(2027, 1, 6), Sort.MEETING, UUID(int=7), "Group meets", "partnerships:show_structure",
              group_ids=frozenset([group.pk])),
    ]  # fmt: skip
    monkeypatch.setattr(
        forward_plan, "_FINDERS", {"t": lambda actor, since, until: [one for one in found if since <= one.on <= until]}
    )
    client = Client()
    client.force_login(factories.person_with(unit, Role.BUSINESS_MANAGER))
    return lambda query="": client.get(f"/{unit.partnership_slug}/forward-plan/{query}").content.decode(), group


def titles(page: str) -> list[str]:
    return re.findall(r">(Report of [^<]+|Group meets)</a>", page)


def listed(today: date, asked: str = "") -> list[tuple[str, int, int]]:
    months = rules.by_month(entries(), date(2026, 11, 1), 3)
    return [(one.key, len(one.entries), len(one.folded)) for one in rules.listed(months, today, asked)]


def test_rule_of_what_is_listed() -> None:
    # notify.months_listed: whole days from today on with what has not come, until enough are seen
    assert listed(date(2026, 11, 22)) == [("2026-11", 2, 1), ("2026-12", 1, 0), ("2027-01", 0, 2)]
    assert listed(date(2026, 11, 22), "2027-01") == [("2026-11", 0, 3), ("2026-12", 0, 1), ("2027-01", 2, 0)]
    assert listed(date(2026, 11, 22), "2026-11") == [("2026-11", 3, 0), ("2026-12", 0, 1), ("2027-01", 0, 2)]
    assert listed(date(2026, 12, 1)) == [("2026-11", 0, 3), ("2026-12", 1, 0), ("2027-01", 1, 1)]
    # a year that has passed begins at its beginning; what no month is called is not asked for
    assert listed(date(2030, 1, 1), "never") == [("2026-11", 2, 1), ("2026-12", 0, 1), ("2027-01", 0, 2)]
    both = [one._replace(on=DAYS[2]) for one in entries()[2:4]]
    assert [len(one.entries) for one in rules.listed(rules.by_month([*both, *entries()], DAYS[2], 2), DAYS[2])] == [
        4,
        0,
    ]
    assert sum(seen for _, seen, _ in listed(date(2026, 11, 22), "all")) == 6


def test_a_year_without_many_dates_is_listed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "LARGE", 6)
    assert [folded for _, _, folded in listed(date(2026, 11, 22))] == [0, 0, 0]


def test_rule_of_what_has_not_come() -> None:
    # notify.not_come
    told, late, ahead_of = entries()[:3]
    assert [rules.has_not_come(one, date(2026, 11, 22)) for one in (told, late, ahead_of)] == [False, True, False]
    meeting = Entry(late.on, Sort.MEETING, uuid4(), "M", "p")
    assert not rules.has_not_come(meeting, late.on + timedelta(days=9))


def test_the_page_opens_on_what_is_due_and_every_other_month_is_a_press_away(look) -> None:
    page, _ = look
    first = page()
    assert titles(first) == ["Report of 4 November", "Report of 25 November", "Report of 2 December"]
    assert "7 dates from 1 November 2026 to 31 October 2027" in first
    assert "1 other date of this month: report due 1." in first
    assert "3 dates: report due 2, meeting 1." in first
    assert 'href="?open=2027-01#month-2027-01-01"' in first
    assert 'id="month-2027-01-01"' in first
    assert titles(page("?open=2027-01")) == ["Group meets", "Report of 6 January", "Report of 7 January"]
    assert len(titles(page("?open=all"))) == 7
    assert 'href="?open=all"' in first


def test_what_comes_next_is_one_press_away_where_other_dates_stand_before_it(look) -> None:
    page, _ = look
    text = page()
    assert 'href="#next"' in text
    assert "Report of 25 November" in text.partition('id="next"')[2].partition("</tr>")[0]
    assert text.count('id="next"') == 1
    assert "#next" not in page("?open=2027-01")


def test_filters_are_kept_and_another_year_opens_on_its_own_months(look) -> None:
    page, group = look
    narrowed = page("?sorts=report&sorts=meeting&from=2026-11")
    assert 'href="?sorts=report&amp;sorts=meeting&amp;from=2026-11&amp;open=2027-01#' in narrowed
    assert titles(page(f"?group_id={group.pk}")) == ["Group meets"]
    assert "open=" not in page(f"?group_id={group.pk}")
    opened = page("?open=2027-01")
    assert 'href="?from=2027-11"' in opened
    assert 'href="?from=2025-11"' in opened


def test_a_file_holds_the_whole_year_whatever_is_listed(look) -> None:
    page, _ = look
    for query in ("?format=csv", "?open=2027-01&format=csv"):
        assert page(query).count("Report of") == 6
