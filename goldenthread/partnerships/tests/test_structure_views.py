"""The pages of the structure, its groups and their seats."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import services
from goldenthread.partnerships.models import Group, Seat, SeatHolder
from goldenthread.partnerships.tests.browsing import day, text
from goldenthread.partnerships.tests.factories import NOW, a_group, a_seat, an_agency, person_with

pytestmark = pytest.mark.django_db

GROUP = {"name": "Neglect subgroup", "kind": "subgroup", "information_class": "G"}


def test_the_structure_is_a_nested_list_with_chairs_cadence_and_what_is_to_come(unit: Actor, member: Client) -> None:
    board = a_group(unit, "Partnership board", kind="board", cadence="Every quarter", strands=["children"])
    a_group(unit, "Future panel", kind="panel", parent_id=board.pk, starts_on=date(2099, 1, 1))
    person_with(unit, seat=a_seat(unit, board, "Chair", kind="chair").pk, name="Amina Clarke")
    page = member.get("/heronsea/structure/")
    said = text(page)
    assert page.status_code == 200
    assert "2 groups" in said
    assert "Chair: Amina Clarke." in said
    assert "Meets every quarter." in said
    assert "Begins 1 January 2099" in said
    assert said.index("Partnership board") < said.index("Future panel")
    assert (
        'aria-label="Structure of Heronsea Safeguarding Partnership: 2 groups, at the top Partnership board."' in said
    )


def test_a_group_that_ended_is_left_out_until_asked_for(unit: Actor, member: Client) -> None:
    a_group(unit, "Old panel", ends_on=date(2025, 3, 31), starts_on=date(2020, 1, 1))
    assert "Old panel" not in text(member.get("/heronsea/structure/"))
    assert "Ended 31 March 2025" in text(member.get("/heronsea/structure/?ended=yes"))


def test_an_empty_structure_says_so_and_gives_the_next_step(manager: Client, member: Client) -> None:
    assert "Add a group" in text(manager.get("/heronsea/structure/"))
    assert "The business unit adds groups." in text(member.get("/heronsea/structure/"))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_structure_is_downloadable(unit: Actor, member: Client, format: str) -> None:
    board = a_group(unit, "Partnership board", kind="board")
    a_group(unit, "=Neglect", parent_id=board.pk)
    page = member.get(f"/heronsea/structure/?format={format}")
    assert f"structure-OFFICIAL.{format}" in page["Content-Disposition"]
    if format == "csv":
        lines = page.content.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Group,Short name,Also called,Kind,Reports to")
        assert lines[2].startswith("'=Neglect,")
        assert "Partnership board" in lines[2]


def test_the_chart_is_drawn_by_itself(unit: Actor, member: Client) -> None:
    a_group(unit, "<script>Board")
    page = member.get("/heronsea/structure/chart.svg")
    assert page["Content-Type"] == "image/svg+xml"
    assert b"<script>" not in page.content
    assert "script-src" not in page["Content-Security-Policy"]


def test_a_group_shows_remit_names_seats_holders_and_deputies(unit: Actor, member: Client) -> None:
    board = a_group(unit, "Partnership board", kind="board")
    group = a_group(unit, "Neglect subgroup", ["NSG"], parent_id=board.pk, remit="See neglect early.\n\nAct on it.")
    a_group(unit, "Dental panel", parent_id=group.pk)
    seat = a_seat(unit, group, "Designated doctor", agency_id=an_agency(unit, "Westmere Trust").pk)
    person_with(unit, seat=seat.pk, name="Dr Lin", starts_on=date(2025, 5, 1))
    deputy = person_with(unit, name="Dr Roe")
    services.hold_seat(unit, NOW, seat.pk, person_id=deputy.pk, starts_on=date(2025, 6, 1), is_deputy=True)
    coming = person_with(unit, name="Dr New")
    services.hold_seat(unit, NOW, seat.pk, person_id=coming.pk, starts_on=date(2099, 6, 1))
    said = text(member.get(f"/heronsea/groups/{group.pk}/"))
    for words in ("See neglect early.", "NSG", "Designated doctor", "Westmere Trust", "since 1 May 2025",
                  "Dr Roe, deputy", "Dental panel", "Partnership board", "from 1 June 2099"):  # fmt: skip
        assert words in said
    assert "Work plan of this group" in said
    assert "put Dr Lin in the seat Designated doctor of Neglect subgroup from 1 May 2025." in said
    assert "Change this group" not in said


def test_a_group_that_ended_offers_nothing_that_would_change_who_sat_there(unit: Actor, manager: Client) -> None:
    group = a_group(unit, "Winter panel", kind="task_and_finish", starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 1))
    said = text(manager.get(f"/heronsea/groups/{group.pk}/"))
    assert "Ended 1 June 2020" in said
    assert "Nobody sat in this group." in said
    assert "Change this group" in said
    for words in ("Add a seat", "No terms of reference", "nobody sits in it"):
        assert words not in said


def test_a_group_is_added_with_everything_typed(unit: Actor, manager: Client) -> None:
    board = a_group(unit, "Partnership board")
    sent = {**GROUP, "aliases": "NSG\r\nNeglect group", "parent_id": str(board.pk), "strands": ["children"],
            "cadence": "Monthly", "remit": "Notice early.", **day("starts_on", date(2026, 4, 1))}  # fmt: skip
    page = manager.post("/heronsea/groups/add/", sent, follow=True)
    group = Group.objects.get(name="Neglect subgroup")
    assert page.redirect_chain[-1][0] == f"/heronsea/groups/{group.pk}/"
    assert "Neglect subgroup was added." in text(page)
    assert (group.parent_id, group.strands, group.starts_on) == (board.pk, ["children"], date(2026, 4, 1))
    assert sorted(alias.name for alias in group.aliases.all()) == ["NSG", "Neglect group"]


def test_a_refused_group_keeps_what_was_typed_beside_its_error(unit: Actor, manager: Client) -> None:
    a_group(unit, "Neglect subgroup")
    page = manager.post("/heronsea/groups/add/", {**GROUP, "cadence": "Monthly <b>", "remit": "Notice early."})
    said = text(page)
    assert page.status_code == 422
    assert 'href="#id_name">There is already a group of that name.' in said
    assert "Monthly <b>" in said
    assert "Notice early." in said
    assert "<title>Error: Add a group" in said.replace("<title> ", "<title>")
    assert Group.objects.count() == 1


def test_an_empty_post_says_what_is_missing(manager: Client) -> None:
    page = manager.post("/heronsea/groups/add/", {})
    assert page.status_code == 422
    assert "Enter the group" in text(page)
    assert "Choose the kind of group" in text(page)


def test_two_people_changing_a_group_see_both_texts_and_lose_nothing(unit: Actor, manager: Client) -> None:
    group = a_group(unit, "Neglect subgroup", remit="The first remit.")
    version = text(manager.get(f"/heronsea/groups/{group.pk}/change/")).partition('name="version" value="')[2][0]
    services.change_group(unit, NOW, group.pk, remit="What the other wrote.")
    sent = {**GROUP, "remit": "What I wrote.", "version": version}
    page = manager.post(f"/heronsea/groups/{group.pk}/change/", sent)
    said = text(page)
    assert page.status_code == 409
    assert "The business unit saved while you were writing" in said
    assert "What the other wrote." in said
    assert said.count("What I wrote.") == 2
    group.refresh_from_db()
    assert group.remit == "What the other wrote."
    again = said.partition('name="version" value="')[2][0]
    assert manager.post(f"/heronsea/groups/{group.pk}/change/", {**sent, "version": again}).status_code == 302
    group.refresh_from_db()
    assert group.remit == "What I wrote."


def test_a_circle_is_refused_beside_the_field(unit: Actor, manager: Client) -> None:
    board = a_group(unit, "Board")
    child = a_group(unit, "Child", parent_id=board.pk)
    page = manager.post(f"/heronsea/groups/{board.pk}/change/", {**GROUP, "parent_id": str(child.pk)})
    assert page.status_code == 422
    assert 'href="#id_parent_id">A group cannot report to itself' in text(page)


def test_ending_a_group_asks_once_more_and_says_what_will_happen(unit: Actor, manager: Client) -> None:
    group = a_group(unit, "Neglect subgroup")
    a_group(unit, "Dental panel", parent_id=group.pk)
    a_seat(unit, group)
    asked = text(manager.get(f"/heronsea/groups/{group.pk}/end/"))
    assert "its seats give nobody a role" in asked
    assert "Dental panel reports to it" in asked
    assert "It has 1 seat" in asked
    manager.post(f"/heronsea/groups/{group.pk}/end/", {**day("ends_on", date(2026, 11, 30)), "reason": "Merged"})
    group.refresh_from_db()
    assert group.ends_on == date(2026, 11, 30)
    said = text(manager.get(f"/heronsea/groups/{group.pk}/"))
    assert "gave this group its last day, 30 November 2026." in said
    assert "Merged" in said


def test_a_seat_is_added_taken_left_and_ended(unit: Actor, manager: Client) -> None:
    group, today = a_group(unit, "Neglect subgroup"), timezone.localdate()
    person = person_with(unit, name="Ann Field")
    first = today - timedelta(days=10)
    manager.post(
        f"/heronsea/groups/{group.pk}/seats/add/", {"title": "Nurse", "kind": "member", **day("starts_on", first)}
    )
    seat = Seat.objects.get()
    manager.post(
        f"/heronsea/seats/{seat.pk}/hold/",
        {"person_id": str(person.pk), "is_deputy": "holder", **day("starts_on", first)},
    )
    holder = SeatHolder.objects.get()
    assert (holder.person, holder.is_deputy) == (person, False)
    assert "Ann Field holds this seat since" in text(manager.get(f"/heronsea/seats/{seat.pk}/hold/"))
    asked = text(manager.get(f"/heronsea/seat-holders/{holder.pk}/leave/"))
    assert "Other roles they hold stay." in asked
    refused = manager.post(f"/heronsea/seat-holders/{holder.pk}/leave/", day("ends_on", first - timedelta(days=1)))
    assert refused.status_code == 422
    manager.post(f"/heronsea/seat-holders/{holder.pk}/leave/", day("ends_on", today))
    assert "Ann Field loses" in text(manager.get(f"/heronsea/seats/{seat.pk}/end/"))
    assert manager.post(f"/heronsea/seats/{seat.pk}/end/", day("ends_on", today)).status_code == 302
    holder.refresh_from_db()
    seat.refresh_from_db()
    assert holder.ends_on == seat.ends_on == today


def test_the_structure_costs_the_same_at_any_size(
    unit: Actor, member: Client, django_assert_max_num_queries: Any
) -> None:
    board = a_group(unit, "Board")

    def grow(number: int) -> None:
        for _ in range(number):
            group = a_group(unit, parent_id=board.pk, aliases=["One", "Two"])
            person_with(unit, seat=a_seat(unit, group, kind="chair").pk)

    counts = []
    for number in (2, 8):
        grow(number)
        with django_assert_max_num_queries(60) as captured:
            member.get("/heronsea/structure/")
        counts.append(len(captured))
        with django_assert_max_num_queries(60) as captured:
            member.get(f"/heronsea/groups/{board.pk}/")
        counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 20
