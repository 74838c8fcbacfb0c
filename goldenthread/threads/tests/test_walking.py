"""Walking the thread, both ways, as far as it goes and no further than one may see."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest

from goldenthread.partnerships.permissions import Role
from goldenthread.threads import queries, services
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.threads.services import Tie
from goldenthread.threads.tests.factories import NOW, World, actor_in, found, world

pytestmark = pytest.mark.django_db
Counted = Callable[..., Any]


@pytest.fixture
def here() -> UUID:
    return found()


@pytest.fixture
def things() -> Iterator[World]:
    with world() as made:
        yield made


def titles(steps: list[queries.Step]) -> list[str]:
    return [step.summary.title for step in steps]


def chain(things: World, here: UUID, *names: str) -> list[Ref]:
    """A plan, a priority, an action, a piece of evidence and so on, each tied to the one before."""
    kinds = ["test.priority", "test.action", "test.evidence"]
    refs = [things.add(kinds[min(n, 2)], name, here) for n, name in enumerate(names)]
    for above, beneath in pairwise(refs):
        services.tie(actor_in(here), NOW, LinkKind.EVIDENCES, beneath, above)
    return refs


def test_a_walk_goes_both_ways_to_the_ends(here: UUID, things: World, django_assert_num_queries: Counted) -> None:
    refs = chain(things, here, "Neglect", "Train", "Survey", "Answers", "Raw answers")
    with django_assert_num_queries(1):
        walk = queries.walk(actor_in(here), refs[2])
    assert titles(walk.up) == ["Train", "Neglect"]
    assert titles(walk.down) == ["Answers", "Raw answers"]
    assert [step.depth for step in walk.up] == [1, 2]
    assert walk.here is not None
    assert walk.here.summary.title == "Survey"


def test_a_long_and_a_wide_thread_cost_one_query_all_the_same(
    here: UUID, things: World, django_assert_num_queries: Counted
) -> None:
    actor, priority = actor_in(here), things.add("test.priority", "Neglect", here)
    for number in (2, 40):
        actions = [things.add("test.action", f"Action {number} {n:02}", here) for n in range(number)]
        services.tie_many(actor, NOW, [Tie(LinkKind.SERVES, action, priority, n) for n, action in enumerate(actions)])
        for action in actions[:5]:
            proof = things.add("test.evidence", f"Proof of {number} {action.id}", here)
            services.tie(actor, NOW, LinkKind.EVIDENCES, proof, action)
        with django_assert_num_queries(1):
            walk = queries.walk(actor, priority)
    wide = walk.children(priority)
    assert len(wide) == queries.WIDTH
    assert {step.total for step in wide} == {42}
    assert walk.hanging() == [("actions", 42)]
    assert len(queries.walk(actor, priority, width=100).children(priority)) == 42


def test_what_one_may_not_see_stops_the_walk_and_is_never_named(here: UUID, things: World) -> None:
    manager, lead = actor_in(here), actor_in(here, Role.AGENCY_LEAD)
    top = things.add("test.priority", "Neglect", here)
    secret = things.add("test.action", "Part B matter", here, restricted=True)
    beyond = things.add("test.evidence", "Beyond it", here)
    services.tie(manager, NOW, LinkKind.SERVES, secret, top, note="from the part B minutes")
    services.tie(manager, NOW, LinkKind.EVIDENCES, beyond, secret)
    assert titles(queries.walk(manager, top).down) == ["Part B matter", "Beyond it"]
    walk = queries.walk(lead, top)
    assert (walk.down, walk.withheld) == ([], True)
    assert "Part B" not in repr(walk)
    assert str(secret.id) not in repr(walk)
    from_below = queries.walk(lead, beyond)
    assert (from_below.up, from_below.withheld) == ([], True)
    assert queries.walk(lead, secret).here is None


def test_what_is_withheld_is_no_gap(here: UUID, things: World) -> None:
    action = things.add("test.action", "Train", here)
    proof = things.add("test.evidence", "Part B minutes", here, restricted=True)
    services.tie(actor_in(here), NOW, LinkKind.EVIDENCES, proof, action)
    walk = queries.walk(actor_in(here, Role.AGENCY_LEAD), action)
    assert [gap.sentence for gap in walk.gaps[action]] == ["Serves no priority yet"]


def test_gaps_show_on_every_thing_walked_through_in_the_direction_walked(here: UUID, things: World) -> None:
    actor, priority = actor_in(here), things.add("test.priority", "Neglect", here)
    action = things.add("test.action", "Train", here, under=priority)
    walk = queries.walk(actor, priority)
    assert {ref: [gap.sentence for gap in gaps] for ref, gaps in walk.gaps.items()} == {action: ["No evidence yet"]}
    alone = things.add("test.action", "Recruit", here)
    assert len(queries.walk(actor, alone).gaps[alone]) == 2
    # Where the walk ends nobody has looked, so nothing is called missing.
    assert queries.walk(actor, priority, down=1).gaps == {}


def test_a_ring_is_walked_once_round(here: UUID, things: World) -> None:
    actor = actor_in(here)
    one, two, three = (things.add("test.action", name, here) for name in ("One", "Two", "Three"))
    for source, target in ((one, two), (two, three), (three, one)):
        services.tie(actor, NOW, LinkKind.SERVES, source, target)
    walk = queries.walk(actor, one)
    assert titles(walk.up) == ["Two", "Three"]
    assert titles(walk.down) == ["Three", "Two"]
    assert "Serves no priority yet" not in repr(walk.gaps)


def test_a_tangle_ends(here: UUID, things: World, django_assert_num_queries: Counted) -> None:
    """Every thing tied to every later one: more ways through it than anybody could walk."""
    actor = actor_in(here)
    refs = [things.add("test.action", f"Knot {n:02}", here) for n in range(16)]
    ties = [Tie(LinkKind.SERVES, later, earlier) for n, earlier in enumerate(refs) for later in refs[n + 1 :]]
    services.tie_many(actor, NOW, ties)
    with django_assert_num_queries(1):
        walk = queries.walk(actor, refs[0])
    assert walk.is_cut
    assert walk.gaps == {}


def test_edges_an_app_keeps_itself_are_walked_and_counted_once(here: UUID, things: World) -> None:
    actor, priority = actor_in(here), things.add("test.priority", "Neglect", here)
    action = things.add("test.action", "Train", here, under=priority)
    [step] = queries.walk(actor, action).up
    assert (step.ref, step.link_id, step.via) == (priority, None, LinkKind.SERVES)
    link = services.tie(actor, NOW, LinkKind.SERVES, action, priority)
    [step] = queries.walk(actor, action).up
    assert step.link_id == link.pk


def test_things_merely_related_stand_beside_and_are_not_followed(here: UUID, things: World) -> None:
    actor = actor_in(here)
    one, other = things.add("test.action", "Train", here), things.add("test.action", "Recruit", here)
    proof = things.add("test.evidence", "Survey", here)
    services.tie(actor, NOW, LinkKind.RELATES_TO, one, other)
    services.tie(actor, NOW, LinkKind.EVIDENCES, proof, other)
    for here_is, there, beneath in ((one, "Recruit", []), (other, "Train", ["Survey"])):
        walk = queries.walk(actor, here_is)
        assert titles(walk.beside) == [there]
        assert titles(walk.down) == beneath


def test_the_way_up_takes_the_nearest_thing_served(here: UUID, things: World) -> None:
    actor, priority = actor_in(here), things.add("test.priority", "Neglect", here)
    between = things.add("test.action", "Programme", here, under=priority)
    action = things.add("test.action", "Train", here)
    services.tie(actor, NOW, LinkKind.SERVES, action, priority)
    services.tie(actor, NOW, LinkKind.SERVES, action, between)
    assert titles(queries.walk(actor, action).above()) == ["Neglect", "Programme"]


def test_another_partnership_walks_nowhere(here: UUID, things: World) -> None:
    outsider = actor_in(found("larkshire"))
    refs = chain(things, here, "Neglect", "Train")
    assert queries.walk(outsider, refs[0]).here is None
    theirs = things.add("test.action", "Ours", outsider.partnership_id)
    assert queries.walk(outsider, theirs).up == []
    assert queries.walk(actor_in(here), Ref("no.such", uuid4())).here is None
