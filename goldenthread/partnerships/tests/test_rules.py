"""Who sits where and when: the rules by themselves."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.partnerships.permissions import Role, label, readable_classes
from goldenthread.partnerships.rules import (
    Branch,
    dates_in_order,
    in_effect,
    may_appoint,
    may_leave,
    may_report_to,
    tree,
)

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
ids = [UUID(int=number) for number in range(8)]
forests = st.fixed_dictionaries({key: st.sampled_from([None, *ids]) for key in ids})


@dataclass
class Stay:
    starts_on: date | None
    ends_on: date | None


@given(st.none() | days, st.none() | days, days)
def test_a_stay_counts_from_its_first_to_its_last_day(first: date | None, last: date | None, today: date) -> None:
    """partnerships.in_effect"""
    expected = (first or date.min) <= today <= (last or date.max)
    assert in_effect(Stay(first, last), today) is expected


def test_the_first_and_last_day_both_count() -> None:
    """partnerships.in_effect"""
    day = date(2026, 11, 22)
    assert in_effect(Stay(day, day), day)
    assert not in_effect(Stay(day, day), day + timedelta(days=1))


@given(st.none() | days, st.none() | days)
def test_nothing_ends_before_it_starts(first: date | None, last: date | None) -> None:
    """partnerships.dates_in_order"""
    assert bool(dates_in_order(first, last)) is not (first is not None and last is not None and last < first)


def test_a_group_reports_to_another_or_to_nobody() -> None:
    """partnerships.group_parent"""
    board, subgroup = uuid4(), uuid4()
    assert may_report_to(subgroup, board, {board: None, subgroup: None})
    assert may_report_to(subgroup, None, {board: None, subgroup: board})


def test_a_group_cannot_report_to_itself_or_to_a_group_beneath_it() -> None:
    """partnerships.group_parent"""
    board, subgroup, panel = uuid4(), uuid4(), uuid4()
    parents = {board: None, subgroup: board, panel: subgroup}
    for parent in (board, subgroup, panel):
        assert "cannot report to itself" in may_report_to(board, parent, parents).reason  # type: ignore[union-attr]


@given(forests, st.sampled_from(ids), st.sampled_from([None, *ids]))
def test_what_the_rule_allows_never_makes_a_circle(
    parents: dict[UUID, UUID | None], group: UUID, parent: UUID | None
) -> None:
    """partnerships.group_parent"""
    if may_report_to(group, parent, parents):
        after, at, steps = {**parents, group: parent}, parent, 0
        while at is not None and steps <= len(ids):
            assert at != group
            at, steps = after.get(at), steps + 1
        assert at is None


@pytest.mark.parametrize(
    ("kind", "held", "allowed"),
    [
        ("partnership_chair", ["independent_scrutineer"], False),
        ("independent_scrutineer", ["partnership_chair"], False),
        ("independent_scrutineer", ["independent_chair"], True),
        ("partnership_chair", ["delegated_safeguarding_partner"], True),
        ("independent_scrutineer", [], True),
    ],
)
def test_the_scrutineer_does_not_chair_what_they_scrutinise(kind: str, held: list[str], allowed: bool) -> None:
    """partnerships.chair_is_not_scrutineer"""
    assert bool(may_appoint(kind, held)) is allowed


def test_the_only_business_manager_stays_until_there_is_another() -> None:
    """partnerships.somebody_runs_it"""
    assert not may_leave(Role.BUSINESS_MANAGER, 0)
    assert may_leave(Role.BUSINESS_MANAGER, 1)
    assert may_leave(Role.UNIT_OFFICER, 0)


def test_groups_stand_as_trees_in_the_order_given() -> None:
    board, one, two, panel, lost = (uuid4() for _ in range(5))
    grown = tree({board: None, two: board, one: board, panel: one, lost: uuid4()})
    assert grown == [
        Branch(board, 0, (Branch(two, 1, ()), Branch(one, 1, (Branch(panel, 2, ()),)))),
        Branch(lost, 0, ()),
    ]


@pytest.mark.parametrize(
    ("roles", "classes"),
    [
        (set(), {"P"}),
        ({Role.SYSTEM_AUDITOR}, {"P"}),
        ({Role.GROUP_MEMBER}, {"P", "G"}),
        ({Role.UNIT_OFFICER}, {"P", "G"}),
        ({Role.INDEPENDENT_SCRUTINEER}, {"P", "G", "R"}),
        ({Role.GROUP_MEMBER, Role.PARTNERSHIP_CHAIR}, {"P", "G", "R"}),
    ],
)
def test_roles_read_the_classes_of_the_guide(roles: set[str], classes: set[str]) -> None:
    assert readable_classes(frozenset(roles)) == classes


def test_a_role_is_said_as_words() -> None:
    assert label(Role.LAY_MEMBER) == "Lay member"
