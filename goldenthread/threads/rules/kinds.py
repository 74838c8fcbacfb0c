"""Kinds of things, registered by the apps that keep them: what may be linked, followed and found, and how."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from goldenthread.kernel.actor import Actor, Permission
from goldenthread.kernel.rules import rule
from goldenthread.threads.rules.links import Expectation, LinkKind

# Both are queries not yet asked, which only the layers that know the database can read.
Rows = Callable[[Actor], Any]
Things = Callable[[Actor, UUID], Any]


@dataclass(frozen=True)
class Page:
    """Where a thing is shown: a page by name, and which of its keywords take the thing's id or that of what holds it.

    `parts` names "id" or "within" for each keyword; `query` does the same for what follows the question mark.
    """

    name: str
    parts: Mapping[str, str] = field(default_factory=dict)
    fragment: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """Edges an app keeps by foreign key: how source stands to target; the pairs as (source id, target id, place)."""

    kind: LinkKind
    source: str
    target: str
    pairs: Any


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be followed and found.

    `rows(actor)` gives every one the actor may see, as `queries.columns` makes it; whoever walks or searches joins
    these in the database, so that what is unseen is never fetched. `also(actor)` gives further texts by which a thing
    is found, each row naming the thing. `edges(actor)` gives the edges the app keeps itself.
    `level` says how far from the claim the kind stands: priority 20, objective 30, action 50, evidence 90.
    `offers` are the links that may be made by hand with this kind as source: relation to kinds of target.
    `of_group(actor, group)` gives the ids of those that belong to a group. `states` are words for the state column;
    things in a state of `unsought` are followed but not found. Nobody without `needs` sees any.
    """

    key: str
    singular: str
    plural: str
    rows: Rows
    page: Page
    level: int = 50
    edges: Callable[[Actor], list[Kept]] | None = None
    also: Callable[[Actor], list[Any]] | None = None
    is_linkable: bool = False
    offers: Mapping[LinkKind, tuple[str, ...]] = field(default_factory=dict)
    expects: tuple[Expectation, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    unsought: frozenset[str] = frozenset()
    of_group: Things | None = None
    needs: Permission | None = None

    @property
    def is_followed(self) -> bool:
        """True for what can stand on a thread; everything else is only found."""
        return self.is_linkable or self.edges is not None

    def is_for(self, actor: Actor) -> bool:
        """True where the actor may see things of this kind at all."""
        return self.needs is None or actor.may(self.needs)


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Register a kind of thing; a second registration of the same key replaces the first."""
    _KINDS[kind.key] = kind


def kind(key: str) -> Kind | None:
    """The registered kind called `key`, or None."""
    return _KINDS.get(key)


def kinds() -> list[Kind]:
    """Every registered kind, from the claim down to the evidence."""
    return sorted(_KINDS.values(), key=lambda one: (one.level, one.key))


@dataclass(frozen=True)
class Choice:
    """One way of linking a thing by hand: the relation, whether the thing is its source, and to which kinds."""

    kind: LinkKind
    outward: bool
    others: tuple[str, ...]

    @property
    def key(self) -> str:
        """The choice as a page sends it: "evidences-out"."""
        return f"{self.kind}-{'out' if self.outward else 'in'}"


@rule("threads.choices", "Domain guide 10: every claim can be followed to its evidence; architecture, idea 7")
def choices(mine: Kind, among: Iterable[Kind]) -> list[Choice]:
    """The links a person may make by hand from a thing of kind `mine`, only to kinds that can be linked."""
    others = {one.key: one for one in among if one.is_linkable}
    found = []
    for relation in LinkKind:
        if relation is LinkKind.RELATES_TO:
            continue
        outward = tuple(key for key in mine.offers.get(relation, ()) if key in others)
        inward = tuple(one.key for one in others.values() if mine.key in one.offers.get(relation, ()))
        found += [Choice(relation, side, keys) for side, keys in ((True, outward), (False, inward)) if keys]
    if others and mine.is_linkable:
        found.append(Choice(LinkKind.RELATES_TO, True, tuple(others)))
    return found
