"""Looking links up in bulk, and things by their ids or their words."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from goldenthread.partnerships.permissions import Role
from goldenthread.threads import queries, rules, services
from goldenthread.threads.rules import Choice, LinkKind, Ref
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


def test_another_partnership_follows_nothing(here: UUID, things: World) -> None:
    actor, outsider = actor_in(here), actor_in(found("larkshire"))
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    link = services.tie(actor, NOW, LinkKind.SERVES, action, priority)
    assert queries.targets(outsider, LinkKind.SERVES, "test.action", [action.id]) == {}
    assert queries.sources(outsider, LinkKind.SERVES, "test.priority", [priority.id]) == {}
    assert queries.count_sources(outsider, LinkKind.SERVES, "test.priority", [priority.id], "test.action") == {}
    assert queries.show_link(outsider, link.pk) is None
    assert queries.things_with_history(outsider, action) == [("test.action", action.id)]


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


def test_an_unknown_kind_has_no_rows(here: UUID) -> None:
    assert queries.summaries_of(actor_in(here), [Ref("no.such", uuid4())]) == {}
    assert rules.kind("no.such") is None


def test_summaries_of_many_kinds_take_one_query(here: UUID, things: World, django_assert_num_queries: Counted) -> None:
    refs = [things.add(kind, f"{kind} {n}", here) for kind in ("test.priority", "test.action") for n in range(5)]
    with django_assert_num_queries(1):
        found_ = queries.summaries_of(actor_in(here), refs)
    assert {summary.title for summary in found_.values()} == {f"{ref.kind} {n % 5}" for n, ref in enumerate(refs)}
