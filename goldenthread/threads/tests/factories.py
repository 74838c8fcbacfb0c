"""A partnership, actors of any role, and a small world of things that can be linked."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import services as partnerships
from goldenthread.partnerships.permissions import Role
from goldenthread.threads import rules
from goldenthread.threads.rules import Expectation, Kind, LinkKind, Neighbour, Ref, Summary

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
    """Things of three kinds, kept in memory as an app would keep them in its tables, and who may not see which."""

    titles: dict[Ref, str] = field(default_factory=dict)
    homes: dict[UUID, UUID] = field(default_factory=dict)
    restricted: set[UUID] = field(default_factory=set)
    edges: dict[UUID, list[Neighbour]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def add(self, kind: str, title: str, partnership: UUID, restricted: bool = False) -> Ref:
        """A new thing."""
        ref = Ref(kind, uuid4())
        self.titles[ref], self.homes[ref.id] = title, partnership
        if restricted:
            self.restricted.add(ref.id)
        return ref

    def sees(self, actor: Actor, thing_id: UUID) -> bool:
        """Only one's own partnership, and restricted things only for the business manager."""
        mine = self.homes.get(thing_id) == actor.partnership_id
        return mine and (thing_id not in self.restricted or Role.BUSINESS_MANAGER in actor.roles)

    def kind(self, key: str, singular: str, plural: str, **extra: object) -> Kind:
        """A kind whose things are those of this world."""

        def summaries(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Summary]:
            self.asked.append(key)
            return {
                ref.id: Summary(title, f"/things/{ref.id}/", when=date(2026, 9, 1))
                for ref, title in self.titles.items()
                if ref.kind == key and ref.id in set(ids) and self.sees(actor, ref.id)
            }

        def search(actor: Actor, words: str, limit: int) -> dict[UUID, Summary]:
            ids = [ref.id for ref, title in self.titles.items() if ref.kind == key and words.lower() in title.lower()]
            return dict(list(summaries(actor, ids).items())[:limit])

        def neighbours(actor: Actor, thing_id: UUID) -> list[Neighbour]:
            return self.edges.get(thing_id, [])

        return Kind(key, singular, plural, summaries, neighbours=neighbours, search=search, **extra)  # type: ignore[arg-type]


@contextmanager
def world() -> Iterator[World]:
    """Priorities, actions and evidence registered for the length of a test, in place of the program's own kinds."""
    kept, made = dict(rules._KINDS), World()
    rules._KINDS.clear()
    rules.register(made.kind("test.priority", "priority", "priorities", level=20))
    rules.register(
        made.kind(
            "test.action",
            "action",
            "actions",
            level=50,
            offers={LinkKind.SERVES: ("test.priority",)},
            expects=(
                Expectation(LinkKind.SERVES, True, "Serves no priority yet"),
                Expectation(LinkKind.EVIDENCES, False, "No evidence yet"),
            ),
        )
    )
    rules.register(
        made.kind("test.evidence", "evidence", "evidence", level=90, offers={LinkKind.EVIDENCES: ("test.action",)})
    )
    try:
        yield made
    finally:
        rules._KINDS.clear()
        rules._KINDS.update(kept)
