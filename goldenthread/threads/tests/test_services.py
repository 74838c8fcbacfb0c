"""Tying and untying, and what they leave on the trail."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships.permissions import Role
from goldenthread.threads import queries, services
from goldenthread.threads.models import Link
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.threads.services import Tie
from goldenthread.threads.tests.factories import NOW, World, actor_in, found, world
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> UUID:
    return found()


@pytest.fixture
def things() -> Iterator[World]:
    with world() as made:
        yield made


def test_tying_twice_makes_one_link_and_one_event(here: UUID, things: World) -> None:
    actor, now = actor_in(here), NOW
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    first = services.tie(actor, now, LinkKind.SERVES, action, priority, position=3, note="  from the plan ")
    again = services.tie(actor, now, LinkKind.SERVES, action, priority)
    assert first.pk == again.pk
    assert (again.position, again.note) == (3, "from the plan")
    [line] = trail.history(actor, "threads.link", first.pk)
    assert line.did == "added a link: action serves priority"
    assert line.details == ["note: from the plan"]


def test_the_history_of_a_link_names_no_title(here: UUID, things: World) -> None:
    actor = actor_in(here)
    action = things.add("test.action", "Train", here)
    proof = things.add("test.evidence", "Dip sample of a named family", here, restricted=True)
    link = services.tie(actor, NOW, LinkKind.EVIDENCES, proof, action)
    [line] = trail.history(actor, "threads.link", link.pk)
    assert "family" not in f"{line.title} {line.details}"


def test_a_thing_of_another_partnership_cannot_be_tied(here: UUID, things: World) -> None:
    elsewhere = found("larkshire")
    mine, theirs = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", elsewhere)
    with pytest.raises(Refused, match="not in this partnership"):
        services.tie(actor_in(here), NOW, LinkKind.SERVES, mine, theirs)
    assert not Link.objects.exists()


def test_a_thing_that_one_may_not_see_cannot_be_tied(here: UUID, things: World) -> None:
    action = things.add("test.action", "Train", here)
    proof = things.add("test.evidence", "Part B", here, restricted=True)
    with pytest.raises(Refused, match="not yours to see"):
        services.tie(actor_in(here, Role.AGENCY_LEAD), NOW, LinkKind.EVIDENCES, proof, action)


def test_a_kind_nobody_registered_and_a_link_to_itself_are_refused(here: UUID, things: World) -> None:
    action = things.add("test.action", "Train", here)
    with pytest.raises(Refused):
        services.tie(actor_in(here), NOW, LinkKind.SERVES, action, Ref("no.such", action.id))
    with pytest.raises(Refused, match="itself"):
        services.tie(actor_in(here), NOW, LinkKind.RELATES_TO, action, action)


@pytest.mark.parametrize("role", [Role.LAY_MEMBER, Role.INFORMATION_GOVERNANCE, Role.SYSTEM_AUDITOR])
def test_those_who_only_read_tie_nothing(here: UUID, things: World, role: Role) -> None:
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    with pytest.raises(NotPermitted):
        services.tie(actor_in(here, role), NOW, LinkKind.SERVES, action, priority)
    with pytest.raises(NotPermitted):
        services.tie_many(actor_in(here, role), NOW, [Tie(LinkKind.SERVES, action, priority)])


def test_untying_needs_a_reason_keeps_the_row_and_allows_tying_again(here: UUID, things: World) -> None:
    actor = actor_in(here)
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    link = services.tie(actor, NOW, LinkKind.SERVES, action, priority)
    with pytest.raises(Refused) as refused:
        services.untie(actor, NOW, link.pk, " ")
    assert refused.value.field == "reason"
    services.untie(actor, NOW, link.pk, "It serves the other priority")
    assert queries.walk(actor, action).up == []
    [line] = trail.history(actor, "threads.link", link.pk, limit=1)
    assert (line.did, line.reason) == ("took a link away: action serves priority", "It serves the other priority")
    assert ("threads.link", link.pk) in queries.things_with_history(actor, priority)
    assert services.tie(actor, NOW, LinkKind.SERVES, action, priority).pk != link.pk
    with pytest.raises(Refused, match="already"):
        services.untie(actor, NOW, link.pk, "Twice")


def test_a_link_of_another_partnership_or_of_unseen_things_is_not_untied(here: UUID, things: World) -> None:
    action = things.add("test.action", "Train", here)
    proof = things.add("test.evidence", "Part B", here, restricted=True)
    link = services.tie(actor_in(here), NOW, LinkKind.EVIDENCES, proof, action)
    for actor in (actor_in(found("larkshire")), actor_in(here, Role.GROUP_CHAIR)):
        with pytest.raises(Refused):
            services.untie(actor, NOW, link.pk, "Because")
    with pytest.raises(NotPermitted):
        services.untie(actor_in(here, Role.AGENCY_LEAD), NOW, link.pk, "Because")


def test_many_links_are_made_with_few_questions_and_an_event_each(
    here: UUID, things: World, django_assert_max_num_queries: object
) -> None:
    actor = actor_in(here)
    priority = things.add("test.priority", "Neglect", here)
    actions = [things.add("test.action", f"Action {number}", here) for number in range(20)]
    rows = [Tie(LinkKind.SERVES, action, priority, position=n) for n, action in enumerate(actions)]
    made = services.tie_many(actor, NOW, [*rows, rows[0]])
    assert [link.source_id for link in made] == [action.id for action in actions]
    assert services.tie_many(actor, NOW, rows) == []
    lines = trail.history_of(actor, [("threads.link", link.pk) for link in made])
    assert len(lines) == 20
    assert queries.sources(actor, LinkKind.SERVES, "test.priority", [priority.id]) == {
        priority.id: [action.id for action in actions]
    }


def test_arranging_moves_only_what_changes_place(here: UUID, things: World) -> None:
    actor = actor_in(here)
    priority = things.add("test.priority", "Neglect", here)
    one, two, three = (things.add("test.action", name, here) for name in ("One", "Two", "Three"))
    services.tie_many(actor, NOW, [Tie(LinkKind.SERVES, a, priority, n) for n, a in enumerate((one, two, three), 1)])
    moved = services.arrange(actor, NOW, LinkKind.SERVES, priority, "test.action", [two.id, one.id, three.id])
    assert len(moved) == 2
    found_now = queries.sources(actor, LinkKind.SERVES, "test.priority", [priority.id], "test.action")
    assert found_now == {priority.id: [two.id, one.id, three.id]}


def test_the_database_itself_refuses_a_second_link_and_a_link_to_itself(here: UUID, things: World) -> None:
    actor = actor_in(here)
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    link = services.tie(actor, NOW, LinkKind.SERVES, action, priority)
    for change in ({}, {"source_kind": "test.priority", "source_id": priority.id}):
        values = {f.attname: getattr(link, f.attname) for f in Link._meta.concrete_fields if f.name != "id"} | change
        with pytest.raises(IntegrityError), transaction.atomic():
            Link.objects.create(**values)
