"""Search: what is found, by whom, in which order, and that nothing typed can break it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.permissions import Role
from goldenthread.threads import queries
from goldenthread.threads.queries import Results
from goldenthread.threads.rules import understood
from goldenthread.threads.tests.factories import World, actor_in, found, world

pytestmark = pytest.mark.django_db
Counted = Callable[..., Any]


@pytest.fixture
def here() -> UUID:
    return found()


@pytest.fixture
def things() -> Iterator[World]:
    with world() as made:
        yield made


def look(actor: Actor, typed: str, **more: Any) -> Results:
    return queries.search(actor, understood(typed), **more)


def titles(results: Results) -> list[str]:
    return [hit.summary.title for hit in results.hits]


def test_titles_stand_above_texts_and_endings_do_not_matter(here: UUID, things: World) -> None:
    other = things.add("test.action", "Train practitioners", here)
    Group.objects.filter(pk=other.id).update(remit="Assessments of neglect are read by two people.")
    things.add("test.priority", "Assessed neglect", here)
    things.add("test.evidence", "Something else", here)
    results = look(actor_in(here), "assessing neglect")
    assert titles(results) == ["Assessed neglect", "Train practitioners"]
    assert results.counts == {"test.priority": 1, "test.action": 1}
    hit = results.hits[1]
    assert [part.text for part in hit.piece if part.is_hit] == ["Assessments", "neglect"]
    assert results.hits[0].piece == ()
    assert [part.text for part in results.hits[0].title if part.is_hit] == ["Assessed", "neglect"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("neglect", {"Neglect early", "Early neglect help", "Neglect training"}),
        ('"neglect early"', {"Neglect early"}),
        ("neglect -training", {"Neglect early", "Early neglect help"}),
        ("training OR help", {"Neglect training", "Early neglect help"}),
        ("neglect hoarding", set()),
        ("-neglect", {"Hoarding"}),
    ],
)
def test_quotes_or_and_minus_work(here: UUID, things: World, typed: str, expected: set[str]) -> None:
    for title in ("Neglect early", "Early neglect help", "Neglect training", "Hoarding"):
        things.add("test.action", title, here)
    assert set(titles(look(actor_in(here), typed))) == expected


def test_old_names_find_new_ones_and_the_other_way_round(here: UUID, things: World) -> None:
    old = things.add("test.action", "Write to the clinical commissioning group", here)
    new = things.add("test.action", "Meet the ICB about neglect", here)
    things.add("test.action", "Meet the police", here)
    for typed in ("CCG", "integrated care board", "icb"):
        assert {hit.ref for hit in look(actor_in(here), typed).hits} == {old, new}
    assert [hit.ref for hit in look(actor_in(here), "CCG neglect").hits] == [new]


def test_what_one_may_not_see_is_neither_found_nor_counted(here: UUID, things: World) -> None:
    things.add("test.action", "Neglect in part B", here, restricted=True)
    things.add("test.action", "Neglect elsewhere", found("larkshire"))
    mine = things.add("test.action", "Neglect toolkit", here)
    assert look(actor_in(here), "neglect").total == 2
    results = look(actor_in(here, Role.AGENCY_LEAD), "neglect")
    assert ([hit.ref for hit in results.hits], results.total, results.counts) == ([mine], 1, {"test.action": 1})
    assert "part B" not in repr(results)


def test_results_are_kept_to_a_type_and_to_a_time_and_put_in_order(here: UUID, things: World) -> None:
    things.add("test.priority", "Neglect", here)
    late = things.add("test.action", "Neglect and more words about other things", here)
    Group.objects.filter(pk=late.id).update(starts_on=date(2026, 10, 1))
    actor = actor_in(here)
    assert titles(look(actor, "neglect", kind="test.action")) == ["Neglect and more words about other things"]
    assert look(actor, "neglect", kind="test.action").counts == {"test.priority": 1, "test.action": 1}
    assert look(actor, "neglect", kind="test.action").total == 1
    assert [hit.ref for hit in look(actor, "neglect", since=date(2026, 9, 15)).hits] == [late]
    assert titles(look(actor, "neglect"))[0] == "Neglect"
    assert look(actor, "neglect", order=queries.DATE).hits[0].ref == late


def test_pages_hold_25_and_a_page_past_the_end_gives_the_last(
    here: UUID, things: World, django_assert_num_queries: Counted
) -> None:
    actor = actor_in(here)
    for number in range(2):
        things.add("test.action", f"Neglect {number}", here)
    with django_assert_num_queries(1):
        assert look(actor, "neglect").pages == 1
    for number in range(2, 60):
        things.add("test.action", f"Neglect {number}", here)
    with django_assert_num_queries(1):
        first = look(actor, "neglect")
    assert (len(first.hits), first.total, first.pages, first.first, first.last) == (25, 60, 3, 1, 25)
    last = look(actor, "neglect", page=99)
    assert (last.number, last.first, last.last) == (3, 51, 60)
    every = [hit.ref for page in (1, 2, 3) for hit in look(actor, "neglect", page=page).hits]
    assert len(set(every)) == 60


def test_words_too_common_to_look_for_are_said_to_be(here: UUID, things: World) -> None:
    things.add("test.action", "The and of it", here)
    assert look(actor_in(here), "the and of").is_empty_question
    assert not look(actor_in(here), "neglect").is_empty_question
    assert look(actor_in(here), "").hits == []


def test_no_text_that_was_found_can_make_a_mark_of_its_own(here: UUID, things: World) -> None:
    nasty = "<script>alert(1)</script> neglect \ue000<b>\ue001 & <i>neglect</i>"
    things.add("test.action", nasty, here)
    [hit] = look(actor_in(here), "neglect").hits
    assert {part.text for part in hit.title if part.is_hit} == {"neglect"}
    assert "".join(part.text for part in hit.title) == nasty.replace("\ue000", "").replace("\ue001", "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(typed=st.text(st.characters() | st.sampled_from("\"'-:&|!()<>*\\%\x00 "), max_size=60))
def test_whatever_is_typed_can_be_looked_for(here: UUID, things: World, typed: str) -> None:
    for words in (f"neglect {typed} lscb", typed):
        results = look(actor_in(here), words)
        assert results.total >= len(results.hits)
        assert results.total == sum(results.counts.values())
