"""Invitations, two people for a reset, reviews of access, and who is joining, moving or leaving."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import Denied
from goldenthread.partnerships import rules
from goldenthread.partnerships.rules import Tie

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
TODAY = NOW.date()
AGENCY = uuid4()


def day(shift: int) -> date:
    return TODAY + timedelta(days=shift)


def test_an_invitation_is_open_until_it_is_taken_withdrawn_or_a_week_old():
    """partnerships.invitation_state"""
    ends = NOW + timedelta(days=7)
    assert rules.invitation_state(None, None, ends, NOW) == "open"
    assert rules.invitation_state(None, None, ends, ends) == "expired"
    assert rules.invitation_state(None, NOW, ends, ends) == "withdrawn"
    assert rules.invitation_state(NOW, None, ends, ends) == "taken"


def test_a_second_person_confirms_a_reset_within_two_days():
    """partnerships.two_people_reset"""
    person, asking, other = uuid4(), uuid4(), uuid4()
    assert rules.may_confirm_reset(person, asking, other, NOW, NOW + timedelta(hours=48))
    late = rules.may_confirm_reset(person, asking, other, NOW, NOW + timedelta(hours=48, seconds=1))
    assert isinstance(late, Denied)
    assert "Ask again" in late.reason
    for confirming in (person, asking, None):
        refused = rules.may_confirm_reset(person, asking, confirming, NOW, NOW)
        assert isinstance(refused, Denied)
        assert "Somebody else" in refused.reason


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-40, 90))
def test_a_review_is_due_four_weeks_after_it_could_begin(quarter, shift):
    """partnerships.access_review_due"""
    opened = quarter + timedelta(days=shift)
    assert rules.access_review_due(quarter, opened) == max(quarter, opened) + timedelta(days=28)


OLD = Tie(day(-900), None, AGENCY)


@pytest.mark.parametrize(
    ("ties", "told", "expected"),
    [
        ([OLD], {}, None),
        ([OLD], {"invited": True}, ("joiner", "invited")),
        ([OLD], {"signed_in_on": None}, ("joiner", "never signed in")),
        ([Tie(day(3), None)], {"signed_in_on": None}, ("joiner", "starts later")),
        ([Tie(None, None)], {}, None),
        ([OLD, Tie(day(-10), None)], {}, ("mover", "changed")),
        ([Tie(day(-10), None)], {}, None),
        ([OLD, Tie(day(-900), day(-5))], {}, ("mover", "changed")),
        ([OLD, Tie(day(-900), day(-50))], {}, None),
        ([OLD, Tie(day(20), None)], {}, ("mover", "changed")),
        ([Tie(day(-900), day(30))], {}, ("leaver", "ends soon")),
        ([Tie(day(-900), day(30)), Tie(day(31), None)], {}, ("mover", "changed")),
        ([Tie(day(-900), day(60))], {}, None),
        ([Tie(day(-900), day(-3))], {}, ("leaver", "has ended")),
        ([Tie(day(-900), day(-60))], {}, None),
        ([OLD], {"is_active": False}, ("leaver", "closed")),
        ([OLD], {"signed_in_on": day(-184)}, ("leaver", "silent")),
        ([OLD], {"signed_in_on": day(-183)}, None),
        ([Tie(day(-900), None, AGENCY, agency_left=True)], {"invited": True}, ("leaver", "agency left")),
        ([], {}, None),
    ],
)  # fmt: skip
def test_what_is_happening_to_somebody(ties, told, expected):
    """partnerships.movement"""
    known = {"invited": False, "signed_in_on": day(-2), "is_active": True, **told}
    assert rules.movement(ties, TODAY, **known) == expected
