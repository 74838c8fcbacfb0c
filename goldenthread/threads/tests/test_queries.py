"""Following the thread from one thing, and looking links up in bulk."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from goldenthread.partnerships.permissions import Role
from goldenthread.threads import queries, rules, services
from goldenthread.threads.rules import Choice, LinkKind, Neighbour, Ref
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


def test_a_thread_reads_both_ways(here: UUID, things: World) -> None:
    actor = actor_in(here)
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    proof = things.add("test.evidence", "Survey", here)
    services.tie(actor, NOW, LinkKind.SERVES, action, priority)
    services.tie(actor, NOW, LinkKind.EVIDENCES, proof, action, note="Wave 2")
    thread = queries.thread_of(actor, action)
    assert thread.summary is not None
    assert thread.summary.title == "Train"
    assert [(s.phrase, s.summary.title, s.summary.singular) for s in thread.outward] == [
        ("serves", "Neglect", "priority")
    ]
    assert [(s.phrase, s.summary.title, s.note) for s in thread.inward] == [("is shown by", "Survey", "Wave 2")]
    assert thread.hanging() == [("evidence", 1)]
    assert (thread.gaps_outward, thread.gaps_inward, thread.withheld) == ([], [], False)
    from_above = queries.thread_of(actor, priority)
    assert [(s.phrase, s.ref) for s in from_above.inward] == [("is served by", action)]


def test_gaps_show_where_nothing_stands(here: UUID, things: World) -> None:
    thread = queries.thread_of(actor_in(here), things.add("test.action", "Train", here))
    assert thread.gaps_outward == ["Serves no priority yet"]
    assert thread.gaps_inward == ["No evidence yet"]


def test_what_one_may_not_see_is_left_out_and_never_called_a_gap(here: UUID, things: World) -> None:
    action = things.add("test.action", "Train", here)
    proof = things.add("test.evidence", "Part B minutes", here, restricted=True)
    services.tie(actor_in(here), NOW, LinkKind.EVIDENCES, proof, action)
    thread = queries.thread_of(actor_in(here, Role.AGENCY_LEAD), action)
    assert (thread.inward, thread.gaps_inward, thread.withheld) == ([], [], True)
    unseen = queries.thread_of(actor_in(here, Role.AGENCY_LEAD), proof)
    assert (unseen.summary, unseen.outward) == (None, [])


def test_another_partnership_follows_nothing(here: UUID, things: World) -> None:
    actor, outsider = actor_in(here), actor_in(found("larkshire"))
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    link = services.tie(actor, NOW, LinkKind.SERVES, action, priority)
    assert queries.thread_of(outsider, action).summary is None
    assert queries.targets(outsider, LinkKind.SERVES, "test.action", [action.id]) == {}
    assert queries.sources(outsider, LinkKind.SERVES, "test.priority", [priority.id]) == {}
    assert queries.count_sources(outsider, LinkKind.SERVES, "test.priority", [priority.id], "test.action") == {}
    assert queries.show_link(outsider, link.pk) is None
    assert queries.things_with_history(outsider, action) == [("test.action", action.id)]


def test_edges_an_app_keeps_itself_are_part_of_the_thread_and_counted_once(here: UUID, things: World) -> None:
    actor = actor_in(here)
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    things.edges[action.id] = [Neighbour(LinkKind.SERVES, priority, True)]
    [strand] = queries.thread_of(actor, action).outward
    assert (strand.ref, strand.link_id) == (priority, None)
    services.tie(actor, NOW, LinkKind.SERVES, action, priority)
    assert len(queries.thread_of(actor, action).outward) == 1


def test_things_merely_related_stand_beside_the_thread(here: UUID, things: World) -> None:
    actor = actor_in(here)
    one, other = things.add("test.action", "Train", here), things.add("test.action", "Recruit", here)
    services.tie(actor, NOW, LinkKind.RELATES_TO, one, other)
    for here_is, there in ((one, "Recruit"), (other, "Train")):
        thread = queries.thread_of(actor, here_is)
        assert [strand.summary.title for strand in thread.beside] == [there]
        assert (thread.outward, thread.inward) == ([], [])


def test_a_long_thread_asks_as_often_as_a_short_one(
    here: UUID, things: World, django_assert_num_queries: Counted
) -> None:
    actor, action = actor_in(here), things.add("test.action", "Train", here)
    for number in (1, 30):
        proofs = [things.add("test.evidence", f"Survey {number} {n}", here) for n in range(number)]
        services.tie_many(actor, NOW, [Tie(LinkKind.EVIDENCES, proof, action) for proof in proofs])
        things.asked.clear()
        with django_assert_num_queries(1):
            queries.thread_of(actor, action)
        assert sorted(things.asked) == ["test.action", "test.evidence"]


def test_bulk_look_ups_take_one_query_and_keep_the_order(
    here: UUID, things: World, django_assert_num_queries: Counted
) -> None:
    actor = actor_in(here)
    priority, other = (things.add("test.priority", name, here) for name in ("Neglect", "Harm outside the home"))
    actions = [things.add("test.action", f"Action {n}", here) for n in range(5)]
    rows = [Tie(LinkKind.SERVES, action, priority, 5 - n) for n, action in enumerate(actions)]
    services.tie_many(actor, NOW, [*rows, Tie(LinkKind.SERVES, actions[0], other, 9)])
    ids = [action.id for action in actions]
    with django_assert_num_queries(1):
        assert queries.sources(actor, LinkKind.SERVES, "test.priority", [priority.id])[priority.id] == ids[::-1]
    with django_assert_num_queries(1):
        assert queries.targets(actor, LinkKind.SERVES, "test.action", ids)[ids[0]] == [priority.id, other.id]
    with django_assert_num_queries(1):
        counted = queries.count_sources(
            actor, LinkKind.SERVES, "test.priority", [priority.id, other.id, uuid4()], "test.action"
        )
    assert counted == {priority.id: 5, other.id: 1}
    assert queries.targets(actor, LinkKind.SERVES, "test.action", ids, "plans.objective") == {}


def test_linkable_things_are_found_by_words_within_the_choice(here: UUID, things: World) -> None:
    actor = actor_in(here, Role.AGENCY_LEAD)
    things.add("test.priority", "Neglect", here)
    things.add("test.action", "Neglect toolkit", here)
    things.add("test.action", "Neglect in part B", here, restricted=True)
    things.add("test.action", "Neglect elsewhere", found("larkshire"))
    choice = Choice(LinkKind.RELATES_TO, True, ("test.priority", "test.action"))
    titles = [summary.title for _, summary in queries.linkable(actor, choice, "neglect")]
    assert titles == ["Neglect", "Neglect toolkit"]


def test_an_unknown_kind_has_an_empty_thread(here: UUID) -> None:
    assert queries.thread_of(actor_in(here), Ref("no.such", uuid4())).summary is None
    assert rules.kind("no.such") is None
