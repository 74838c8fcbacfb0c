"""A link for a paper ends with its days, with the meeting, with acceptance, or when it is withdrawn."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.documents import rules
from goldenthread.kernel.outcomes import Denied

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MEETING = datetime(2026, 11, 12, 10, tzinfo=UTC)
times = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def state(**more: datetime | None) -> str:
    about: dict[str, datetime | None] = {"sent_at": None, "accepted_at": None, "withdrawn_at": None}
    return rules.link_state(MEETING, NOW, **(about | more))


@pytest.mark.parametrize("days", [1, 14, 60])
def test_a_link_may_be_sent_before_the_meeting_for_open_business(days: int) -> None:
    """documents.may_send_link"""
    assert rules.may_send_link(days, MEETING, NOW, is_restricted=False)


@pytest.mark.parametrize(
    ("days", "now", "restricted", "reason"),
    [
        (0, NOW, False, "1 to 60 days"),
        (61, NOW, False, "1 to 60 days"),
        (14, MEETING, False, "meeting has begun"),
        (14, NOW, True, "restricted"),
    ],
)
def test_a_link_is_not_sent(days: int, now: datetime, restricted: bool, reason: str) -> None:
    verdict = rules.may_send_link(days, MEETING, now, is_restricted=restricted)
    assert isinstance(verdict, Denied)
    assert reason in verdict.reason


@given(times, st.integers(1, 60), times)
def test_a_link_never_outlives_its_days_nor_the_meeting(sent: datetime, days: int, closes: datetime) -> None:
    """documents.link_ends_at"""
    ends = rules.link_ends_at(sent, days, closes)
    assert ends <= closes
    assert ends <= sent + timedelta(days=days)
    assert ends in (closes, sent + timedelta(days=days))


def test_a_link_stands_as_what_happened_last_says() -> None:
    """documents.link_state"""
    assert state() == "open"
    assert state(sent_at=NOW) == "sent"
    assert state(sent_at=NOW, accepted_at=NOW) == "accepted"
    assert state(sent_at=NOW, accepted_at=NOW, withdrawn_at=NOW) == "withdrawn"
    ended = {"sent_at": NOW, "accepted_at": None, "withdrawn_at": None}
    assert rules.link_state(NOW, NOW, **ended) == "ended"
    assert rules.link_state(NOW + timedelta(seconds=1), NOW, **ended) == "sent"


def test_a_paper_may_be_sent_again_until_it_is_accepted() -> None:
    """documents.may_contribute"""
    assert rules.may_contribute("open")
    assert rules.may_contribute("sent")
    for over, words in (("accepted", "accepted"), ("withdrawn", "withdrawn"), ("ended", "too old")):
        verdict = rules.may_contribute(over)
        assert isinstance(verdict, Denied)
        assert words in verdict.reason
