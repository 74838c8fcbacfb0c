"""Quiet hours, rhythms, retries and the words of a digest. Names the rules: notify.quiet_hours, notify.next_going_out,
notify.period, notify.digest_day, notify.extra_digest, notify.retry, notify.vanished, notify.send_again,
notify.restricted_by_link_only.
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.kernel.working_days import is_working_day
from goldenthread.notify import rules
from goldenthread.notify.rules import LONDON, Every, State
from goldenthread.notify.rules.hours import is_day_for_messages

moments = some.datetimes(datetime(2024, 1, 1), datetime(2030, 11, 30), timezones=some.just(UTC))
days = some.dates(date(2024, 1, 8), date(2030, 11, 30))


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


def ask(due_on: date | None = None, **changed: object) -> rules.Ask:
    given = {
        "kind": "actions.action", "thing_id": uuid4(), "partnership_id": uuid4(), "partnership_name": "Ambershire",
        "title": "Publish the toolkit", "why": "overdue by 12 days", "urgency": rules.Urgency.NOW, "path": "/a/b/",
        "due_on": due_on, "may_answer": False,
    }  # fmt: skip
    return rules.Ask(**{**given, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (london(2026, 11, 23, 7, 29), True),
        (london(2026, 11, 23, 7, 30), False),
        (london(2026, 11, 23, 18, 29), False),
        (london(2026, 11, 23, 18, 30), True),
        (london(2026, 11, 22, 12, 0), True),  # a Sunday
        (london(2026, 12, 25, 12, 0), True),
        (london(2026, 12, 28, 12, 0), True),  # Boxing Day, moved to a Monday
        (datetime(2026, 6, 22, 6, 45, tzinfo=UTC), False),  # 7:45 in a London summer
        (datetime(2026, 12, 21, 6, 45, tzinfo=UTC), True),
        (london(2035, 1, 1, 12, 0), False),  # beyond the table of bank holidays a Monday is a Monday
    ],
)
def test_quiet_hours(moment, quiet):
    assert rules.is_quiet(moment) is quiet


@given(moments)
def test_what_waits_goes_out_at_the_first_moment_that_is_not_quiet(moment):
    out = rules.next_going_out(moment)
    assert not rules.is_quiet(out)
    assert out >= moment
    assert out - moment < timedelta(days=6)
    if not rules.is_quiet(moment):
        assert out == moment
    else:
        assert out.time() == time(7, 30)
        # Nothing between now and then was open: not that day's hours, nor any hour of a day in between.
        assert rules.is_quiet(out - timedelta(minutes=1))
        step = moment
        while step < out:
            assert rules.is_quiet(step)
            step += timedelta(hours=1)


@given(moments)
def test_nothing_goes_out_at_night_at_weekends_or_on_bank_holidays(moment):
    if not rules.is_quiet(moment):
        local = moment.astimezone(LONDON)
        assert is_working_day(local.date())
        assert time(7, 30) <= local.time() < time(18, 30)


@given(days, some.sampled_from(list(Every)))
def test_every_day_lies_in_one_period_and_periods_follow_one_another(day, every):
    start = rules.period_start(every, day)
    longest = {Every.WEEK: 7, Every.FORTNIGHT: 14, Every.MONTH: 35}[every]
    assert start.weekday() == 0
    assert start <= day < start + timedelta(days=longest)
    assert rules.period_start(every, start) == start
    assert rules.period_start(every, start - timedelta(days=1)) < start


@given(days, some.sampled_from(list(Every)))
def test_each_period_has_one_first_day_and_two_to_make_up_for_it(day, every):
    start = rules.period_start(every, day)
    week = [start + timedelta(days=n) for n in range(14)]
    within = [one for one in week if rules.period_start(every, one) == start and rules.is_digest_day(every, one)]
    worked = [one for one in week if rules.period_start(every, one) == start and is_day_for_messages(one)]
    assert within == worked[:3]


def test_the_digest_goes_on_monday_or_after_a_bank_holiday_on_tuesday():
    assert rules.is_digest_day(Every.WEEK, date(2026, 11, 23))
    assert not rules.is_digest_day(Every.WEEK, date(2026, 11, 26))
    assert not rules.is_digest_day(Every.WEEK, date(2026, 5, 25))  # spring bank holiday
    assert rules.is_digest_day(Every.WEEK, date(2026, 5, 26))
    assert rules.period_start(Every.MONTH, date(2026, 11, 1)) == date(2026, 10, 5)
    assert rules.period_start(Every.MONTH, date(2026, 11, 2)) == date(2026, 11, 2)


def test_an_extra_digest_goes_on_the_day_something_becomes_overdue():
    thursday = date(2026, 11, 26)
    fresh = [ask(date(2026, 11, 25))]
    assert rules.extra_is_due(fresh, None, thursday)
    assert rules.extra_is_due(fresh, date(2026, 11, 23), thursday)
    assert not rules.extra_is_due(fresh, date(2026, 11, 24), thursday)
    assert not rules.extra_is_due([ask(date(2026, 11, 24)), ask(thursday), ask(None)], None, thursday)
    # What was due on Friday or at the weekend becomes overdue for us on Monday.
    assert rules.extra_is_due([ask(date(2026, 11, 20))], None, date(2026, 11, 23))
    assert not rules.extra_is_due([ask(date(2026, 11, 20))], None, date(2026, 11, 22))


@given(some.sets(days, max_size=40), days)
def test_nobody_with_the_weekly_digest_hears_more_than_twice_a_week(due, start):
    monday = rules.period_start(Every.WEEK, start)
    last: date | None = None
    sent: list[date] = []
    asks = [ask(one) for one in due]
    for day in (monday + timedelta(days=n) for n in range(28)):
        first = (
            is_day_for_messages(day)
            and not any(rules.period_start(Every.WEEK, one) == rules.period_start(Every.WEEK, day) for one in sent)
            and rules.is_digest_day(Every.WEEK, day)
        )
        if first or rules.extra_is_due(asks, last, day):
            last = day
            sent.append(day)
    for one in sent:
        assert sum(rules.period_start(Every.WEEK, other) == rules.period_start(Every.WEEK, one) for other in sent) <= 2


@given(some.integers(1, rules.LAST_ATTEMPT + 3))
def test_each_wait_is_longer_until_the_last_attempt(attempts):
    now = london(2026, 11, 23, 9)
    again = rules.after_refusal(attempts, now)
    assert (again is None) == (attempts >= rules.LAST_ATTEMPT)
    if again and attempts + 1 < rules.LAST_ATTEMPT:
        later = rules.after_refusal(attempts + 1, now)
        assert later is not None
        assert now < again <= later <= now + timedelta(hours=8)


def test_what_vanished_in_mid_send_is_sent_again_only_where_it_cannot_go_twice():
    assert rules.after_vanishing(False, False) == State.QUEUED
    assert rules.after_vanishing(False, True) == State.QUEUED
    assert rules.after_vanishing(True, True) == State.QUEUED
    assert rules.after_vanishing(True, False) == State.IN_DOUBT


@pytest.mark.parametrize("state", list(State))
def test_what_waits_is_not_sent_again(state):
    may = rules.may_send_again(state, address_bounced=False, again_today=False)
    assert bool(may) is (state not in (State.QUEUED, State.SENDING))
    assert not rules.may_send_again(state, address_bounced=True, again_today=False)
    assert not rules.may_send_again(state, address_bounced=False, again_today=True)
    assert not rules.may_send_again(state, address_bounced=False, again_today=False, lets_in=True)


def words(*asks: rules.Ask) -> str:
    section = rules.Section("Ambershire", "OFFICIAL", [("actions", one) for one in asks])
    links = rules.Links(
        lambda one: f"https://gt.example{one.path}", lambda source, one: "https://gt.example/answer/", "W", "R"
    )
    return rules.whole_text("Amina Clarke", [section], links)


def test_a_digest_says_in_plain_words_what_is_asked_why_and_where():
    text = words(
        ask(may_answer=True),
        ask(title="Agree the audit", why="due on 4 December 2026", urgency=rules.Urgency.THIS_MONTH, path="/c/"),
    )
    assert text.startswith("Hello Amina Clarke\n\nYou are asked for 2 things, 1 of them now.")
    assert text.index("Now") < text.index("Publish the toolkit") < text.index("This month") < text.index("Agree the")
    assert "Overdue by 12 days.\n  Answer without signing in: https://gt.example/answer/\n" in text
    assert "See it: https://gt.example/c/" in text
    assert "on one page: W" in text


def test_what_is_restricted_is_named_by_its_link_alone():
    text = words(ask(title="", why="overdue since the strategy meeting about the family", path="/x/"))
    assert "* A restricted action\n  Sign in to see it: https://gt.example/x/" in text
    assert "strategy meeting" not in text
    assert "Something restricted" in words(ask(title="", kind="reviews.review"))


@given(some.text(max_size=200), some.text(max_size=200))
def test_nothing_typed_can_pass_for_a_part_of_the_message(title, why):
    plain = words(ask(title="T", why="W"))
    typed = words(ask(title=f"T{title}", why=f"W{why}"))
    assert len(typed.split("\n")) == len(plain.split("\n"))


def test_an_ask_is_stored_without_any_link_by_which_to_answer_and_comes_back_the_same():
    one = ask(date(2026, 11, 20), may_answer=True)
    told = rules.stored("actions", one)
    assert not any("answer/" in str(value) for value in told.values())
    assert rules.restored(told) == ("actions", one)
