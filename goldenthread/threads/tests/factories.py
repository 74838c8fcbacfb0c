"""A partnership, actors of any role, and a small world of things that can be linked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchVector

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import services as partnerships
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.permissions import CHANGE_STRUCTURE, Role
from goldenthread.threads import queries, rules
from goldenthread.threads.rules import Expectation, Kept, Kind, LinkKind, Mend, Page, Ref
from goldenthread.threads.rules.kinds import _KINDS

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)


def found(slug: str = "wexcombe") -> UUID:
    """Found a partnership and return its id."""
    return partnerships.found_partnership(
        partnerships.founding_actor(),
        NOW,
        slug=slug,
        name=f"{slug.title()} Safeguarding Partnership",
        second_step_roles=[],
    ).pk


def actor_in(partnership: UUID, *roles: str, slug: str = "wexcombe") -> Actor:
    """Somebody with these roles, the business manager unless told otherwise."""
    return Actor(
        user_id=None,
        name="Mina Farrow",
        partnership_id=partnership,
        partnership_slug=slug,
        partnership_name=f"{slug.title()} Safeguarding Partnership",
        roles=frozenset(roles or {Role.BUSINESS_MANAGER}),
    )


@dataclass
class World:
    """Things of three kinds, kept in a table of their own sort, and who may not see which.

    Groups stand in for them, because they lie beneath the threads: boards are priorities, working groups are actions,
    panels are evidence, and what a group is under is the edge its own table keeps.
    """

    stands_for: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, title: str, partnership: UUID, restricted: bool = False, under: Ref | None = None) -> Ref:
        """A new thing, under another where it says so."""
        made = Group.objects.create(
            partnership_id=partnership,
            name=title,
            kind=self.stands_for[kind],
            information_class="R" if restricted else "G",
            starts_on=date(2026, 9, 1),
            parent_id=under.id if under else None,
        )
        return Ref(kind, made.pk)

    def kind(self, key: str, singular: str, plural: str, stands_for: str, **extra: Any) -> Kind:
        """A kind whose things are the groups of one sort; restricted ones are for the business manager."""
        self.stands_for[key] = stands_for

        def rows(actor: Actor) -> Any:
            mine = Group.objects.within(actor).filter(kind=stands_for)
            seen = mine if Role.BUSINESS_MANAGER in actor.roles else mine.exclude(information_class="R")
            words = SearchVector("name", weight="A", config="english") + SearchVector("remit", config="english")
            return queries.columns(
                seen, title="name", day="starts_on", within="parent_id", said_on="starts_on", body="remit", words=words
            )

        def edges(actor: Actor) -> list[Kept]:
            under = Group.objects.within(actor).filter(kind=stands_for, parent__isnull=False).order_by()
            pairs = under.values_list("pk", "parent_id", "position")
            return [Kept(LinkKind.SERVES, key, "test.priority", pairs)]

        page = Page("partnerships:show_group", {"group": "id"})
        return Kind(key, singular, plural, rows, page, edges=edges, is_linkable=True, **extra)


@contextmanager
def world() -> Iterator[World]:
    """Priorities, actions and evidence registered for the length of a test, in place of the program's own kinds."""
    kept, made = dict(_KINDS), World()
    _KINDS.clear()
    rules.register(made.kind("test.priority", "priority", "priorities", "board", level=20))
    rules.register(
        made.kind(
            "test.action",
            "action",
            "actions",
            "working_group",
            level=50,
            offers={LinkKind.SERVES: ("test.priority",)},
            expects=(
                Expectation(LinkKind.SERVES, True, "Serves no priority yet"),
                Expectation(
                    LinkKind.EVIDENCES,
                    False,
                    "No evidence yet",
                    Mend("Change it", "partnerships:change_group", CHANGE_STRUCTURE, {"group": "id"}),
                ),
            ),
        )
    )
    offers = {LinkKind.EVIDENCES: ("test.action",)}
    rules.register(made.kind("test.evidence", "evidence", "evidence", "panel", level=90, offers=offers))
    try:
        yield made
    finally:
        _KINDS.clear()
        _KINDS.update(kept)
