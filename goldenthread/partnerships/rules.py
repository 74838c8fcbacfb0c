"""Decide who sits where and when: effective dates, the group tree, which roles a person holds today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule


class Dated(Protocol):
    """Anything with a first and an optional last day."""

    starts_on: date | None
    ends_on: date | None


@rule("partnerships.in_effect", "Domain guide D.3(1): every role and participation is effective-dated; D.2")
def in_effect(thing: Dated, today: date) -> bool:
    """True from the first day to the last day, both included; an empty first day means always, an empty last, still."""
    return (thing.starts_on is None or thing.starts_on <= today) and (thing.ends_on is None or today <= thing.ends_on)


@rule("partnerships.dates_in_order", "House rule: nothing ends before it starts")
def dates_in_order(starts_on: date | None, ends_on: date | None) -> Verdict:
    """Denied when the last day comes before the first."""
    if starts_on and ends_on and ends_on < starts_on:
        return Denied("The last day must be on or after the first day.")
    return Allowed()


@rule("partnerships.group_parent", "House rule: a structure is a tree")
def may_report_to(group: UUID, parent: UUID | None, parents: Mapping[UUID, UUID | None]) -> Verdict:
    """Denied when making `parent` the parent of `group` would send reports round in a circle."""
    seen: UUID | None = parent
    for _ in range(len(parents) + 1):
        if seen is None:
            return Allowed()
        if seen == group:
            return Denied("A group cannot report to itself, directly or through the groups beneath it.")
        seen = parents.get(seen)
    return Denied("The groups above this one already report in a circle; mend that first.")


@rule("partnerships.chair_is_not_scrutineer", "Working Together 2023 (from knowledge, unverified); domain guide 2.3")
def may_appoint(kind: str, held_by_same_person: Iterable[str]) -> Verdict:
    """Denied when one person would be both the partnership's chair and its independent scrutineer."""
    held = set(held_by_same_person)
    for one, other in (
        ("partnership_chair", "independent_scrutineer"),
        ("independent_scrutineer", "partnership_chair"),
    ):
        if kind == one and other in held:
            return Denied("The independent scrutineer cannot also chair the partnership.")
    return Allowed()


@rule("partnerships.somebody_runs_it", "House rule: nothing is a dead end; a partnership always has a business manager")
def may_leave(role: str, others: int) -> Verdict:
    """Denied when the last business manager's role would end; `others` counts the rest who have no last day."""
    if role == "business_manager" and not others:
        return Denied("This is the only business manager. Give the role to somebody else first.")
    return Allowed()


@dataclass(frozen=True)
class Branch:
    """One group in the tree, with how deep it stands and the groups beneath it."""

    id: UUID
    depth: int
    children: tuple["Branch", ...]


def tree(parents: Mapping[UUID, UUID | None]) -> list[Branch]:
    """The groups as trees, in the order given. A group whose parent is not among them stands at the top."""

    def grow(of: UUID | None, depth: int, path: frozenset[UUID]) -> tuple[Branch, ...]:
        mine = [
            key for key, parent in parents.items() if (parent if parent in parents else None) == of and key not in path
        ]
        return tuple(Branch(key, depth, grow(key, depth + 1, path | {key})) for key in mine)

    return list(grow(None, 0, frozenset()))
