"""What a figure signals: against its target, on its way, and what somebody has to say of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.measures.cells import NOT_APPLICABLE, NOT_RETURNED, SUPPRESSED, number
from goldenthread.scorecards.rules.signals import Standing, Travel, against_target, signals, stand_out, travel

NUMBERS = st.decimals(0, 100, places=1)


@pytest.mark.parametrize(
    ("value", "polarity", "stands"),
    [
        ("80", "high", Standing.MET),
        ("79.9", "high", Standing.WITHIN),
        ("75", "high", Standing.WITHIN),
        ("74.9", "high", Standing.MISSED),
        ("80", "low", Standing.MET),
        ("80.1", "low", Standing.WITHIN),
        ("85", "low", Standing.WITHIN),
        ("85.1", "low", Standing.MISSED),
        ("10", "none", None),
    ],
)
def test_against_a_target_of_80_with_a_tolerance_of_5(value, polarity, stands):
    """scorecards.against_target"""
    assert against_target(Decimal(value), Decimal(80), Decimal(5), polarity) is stands


def test_what_is_not_known_stands_nowhere():
    assert against_target(None, Decimal(80), Decimal(0), "high") is None
    assert against_target(Decimal(80), None, Decimal(0), "high") is None


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_wider_tolerance_never_makes_it_worse(value, target, tolerance):
    grave = [Standing.MET, Standing.WITHIN, Standing.MISSED]
    strict = against_target(value, target, Decimal(0), "high")
    loose = against_target(value, target, tolerance, "high")
    assert grave.index(loose) <= grave.index(strict)


def test_where_a_figure_went():
    """scorecards.travel"""
    assert travel(Decimal(2), Decimal(1)) is Travel.UP
    assert travel(Decimal(1), Decimal(2)) is Travel.DOWN
    assert travel(Decimal("1.0"), Decimal(1)) is Travel.SAME
    assert travel(None, Decimal(1)) is None
    assert travel(Decimal(1), None) is None


def test_what_somebody_has_to_say_something_of():
    """scorecards.signals"""
    assert signals(number(80), Standing.MET) == ()
    assert signals(number(80), Standing.WITHIN) == ()
    assert signals(NOT_APPLICABLE, None) == ()
    assert signals(None, None) == ()
    assert [one.key for one in signals(number(70), Standing.MISSED, real_change="A.", will_fail="B.")] == [
        "will_fail",
        "missed",
        "real_change",
    ]
    assert [one.key for one in signals(SUPPRESSED, None)] == ["suppressed"]
    assert [one.key for one in signals(NOT_RETURNED, None)] == ["not_returned"]


@pytest.mark.parametrize(
    ("signalled", "said"),
    [
        ([], ""),
        ([[], []], ""),
        (
            [["missed", "real_change"], [], ["suppressed"], ["suppressed", "will_fail"]],
            "2 of 60 indicators show more than the usual ups and downs, miss their target or were not returned; "
            "1 more is only suppressed.",
        ),
        (
            [["not_returned"]],
            "1 of 60 indicators shows more than the usual ups and downs, misses its target or was not returned.",
        ),
        (
            [["suppressed"], ["suppressed"]],
            "0 of 60 indicators show more than the usual ups and downs, miss their target or were not returned; "
            "2 more are only suppressed.",
        ),
    ],
)
def test_how_many_stand_out_is_said_with_those_that_are_only_suppressed_apart(signalled, said):
    """scorecards.stand_out"""
    assert stand_out(signalled, 60) == said
