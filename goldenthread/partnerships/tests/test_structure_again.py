"""The same file brought in again, whatever seats share a title: all is the same as now and nobody is unseated."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import services
from goldenthread.partnerships.exchange import applying
from goldenthread.partnerships.models import Group, Seat, SeatHolder, StructureImport
from goldenthread.partnerships.tests.factories import NOW, TODAY, a_group, a_seat, an_agency, found, person_with

pytestmark = pytest.mark.django_db
HEAD = "Group,Kind,Seat,Agency,Person,E-mail,Deputy,Starts,Ends\n"
PEOPLE = {"Ann Barrow": "ann@p.example", "Bo Carey": "bo@h.example", "Cy Dale": "cy@p.example"}


@pytest.fixture
def unit(db: None) -> Actor:
    made = found()
    for name in ("Police", "Health Trust"):
        an_agency(made, name)
    return made


def row(title: str, agency: str = "", person: str = "", deputy: str = "", days: str = ",") -> str:
    return f"Quality,subgroup,{title},{agency},{person},{PEOPLE.get(person, '')},{deputy},{days}\n"


def bring(unit: Actor, *rows: str) -> StructureImport:
    return applying.receive_file(unit, NOW, (HEAD + "".join(rows)).encode(), "structure.csv")


def lines(unit: Actor, brought: StructureImport) -> list[Any]:
    checking = applying.check(unit, brought.pk, TODAY)
    assert checking is not None
    return checking.compared.lines


def statuses(unit: Actor, brought: StructureImport) -> set[str]:
    return {one.words for one in lines(unit, brought)}


TWO = (row("Head teacher", person="Ann Barrow"), row("Head teacher", person="Bo Carey"),
       row("Co-chair", person="Cy Dale"), row("Co-chair", person="Ann Barrow"))  # fmt: skip


def test_two_seats_of_one_title_stay_as_they_are(unit: Actor) -> None:
    applying.apply_structure(unit, NOW, TODAY, bring(unit, *TWO).pk)
    seated = sorted(str(one) for one in SeatHolder.objects.all())
    for rows in (TWO, TWO[::-1]):
        again = bring(unit, *rows)
        assert statuses(unit, again) == {"Same as now"}
        with pytest.raises(Refused, match="nothing to apply"):
            applying.apply_structure(unit, NOW, TODAY, again.pk)
    assert sorted(str(one) for one in SeatHolder.objects.filter(ends_on__isnull=True)) == seated


def test_a_third_of_the_title_is_new_and_a_successor_takes_the_seat_nobody_else_claims(unit: Actor) -> None:
    applying.apply_structure(unit, NOW, TODAY, bring(unit, *TWO).pk)
    third = lines(unit, bring(unit, *TWO, row("Head teacher", person="Cy Dale")))
    assert [one.words for one in third if one.line.person == "Cy Dale"] == ["Same as now", "New"]
    successor = lines(unit, bring(unit, row("Head teacher", person="Cy Dale"), row("Head teacher", person="Bo Carey")))
    assert [one.changes for one in successor[1:]] == [(("held by", "Ann Barrow", "Cy Dale"),), ()]


def test_an_empty_seat_is_taken_before_anybody_makes_way(unit: Actor) -> None:
    group = a_group(unit, "Quality", kind="subgroup")
    person_with(unit, seat=a_seat(unit, group, "Head teacher").pk, name="Ann Barrow")
    empty = a_seat(unit, group, "Head teacher")
    _, line = lines(unit, bring(unit, row("Head teacher", person="Bo Carey")))
    assert line.thing.pk == empty.pk
    assert line.changes == (("held by", "", "Bo Carey"),)


def test_a_deputy_on_a_line_of_their_own_belongs_to_the_seat_told_of_above(unit: Actor) -> None:
    group = a_group(unit, "Quality", kind="subgroup")
    seat = a_seat(unit, group, "Nurse")
    bo, ann = (person_with(unit, name=name, email=PEOPLE[name]) for name in ("Bo Carey", "Ann Barrow"))
    services.hold_seat(unit, NOW, seat.pk, person_id=bo.pk, starts_on=TODAY)
    services.hold_seat(unit, NOW, seat.pk, person_id=ann.pk, starts_on=TODAY, is_deputy=True)
    both = (row("Nurse", person="Bo Carey"), row("Nurse", person="Ann Barrow", deputy="yes"))
    assert statuses(unit, bring(unit, *both)) == {"Same as now"}
    assert lines(unit, bring(unit, both[1]))[-1].thing.pk == seat.pk
    # A deputy who is not known here has no address of their own in the file, so a person is asked.
    unknown = lines(unit, bring(unit, row("Nurse", person="Bo Carey", deputy="Dee Unknown")))
    assert "“Dee Unknown” is not known here" in unknown[-1].doubt


@pytest.mark.parametrize("days", ["1 May 2031,", ",1 May 2031", "1 May 2019,1 May 2020"])
def test_days_to_come_and_days_gone_by_are_the_same_again(unit: Actor, days: str) -> None:
    applying.apply_structure(unit, NOW, TODAY, bring(unit, row("Nurse", person="Bo Carey", days=days)).pk)
    assert statuses(unit, bring(unit, row("Nurse", person="Bo Carey", days=days))) == {"Same as now"}


seats = st.builds(
    row,
    st.sampled_from(["Head teacher", "Nurse", "Chair", "Co-chair"]),
    st.sampled_from(["", "Police", "Health Trust"]),
    st.sampled_from(["", *PEOPLE]),
)


@settings(
    max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(seats, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_any_file_again_in_any_order_is_the_same_as_now(unit: Actor, rows: list[str], shuffled: Any) -> None:
    with transaction.atomic():
        applying.apply_structure(unit, NOW, TODAY, bring(unit, *rows).pk)
        assert statuses(unit, bring(unit, *rows)) == {"Same as now"}
        shuffled.shuffle(rows)
        assert statuses(unit, bring(unit, *rows)) == {"Same as now"}
        transaction.set_rollback(True)


def sat() -> list[tuple[str, str, bool]]:
    rows = SeatHolder.objects.filter(ends_on__isnull=True).order_by("seat__created_at", "is_deputy")
    return [(str(one.seat_id), one.person.name, one.is_deputy) for one in rows.select_related("person")]


DEPUTY = row("Head teacher", person="Bo Carey", deputy="yes")


@pytest.mark.parametrize("rows", [(TWO[0], DEPUTY), (DEPUTY, TWO[0])])
def test_a_deputy_on_a_line_of_their_own_sits_beside_the_holder_from_the_first_time(unit: Actor, rows: Any) -> None:
    brought = bring(unit, *rows)
    first = lines(unit, brought)
    assert sorted(one.words for one in first) == ["Changes", "New", "New"]
    said = applying.apply_structure(unit, NOW, TODAY, brought.pk)
    assert said == "1 group added, 1 seat added, 1 deputy added"
    (holder, deputy) = sat()
    assert holder[0] == deputy[0]
    assert (holder[1:], deputy[1:]) == (("Ann Barrow", False), ("Bo Carey", True))
    assert statuses(unit, bring(unit, *rows)) == {"Same as now"}


def test_each_deputy_belongs_to_the_line_above_of_the_same_title_and_agency(unit: Actor) -> None:
    rows = (
        row("Head teacher", "Police", person="Ann Barrow"), row("Head teacher", "Health Trust", person="Cy Dale"),
        row("Head teacher", "Police", person="Bo Carey", deputy="yes"),
    )  # fmt: skip
    applying.apply_structure(unit, NOW, TODAY, bring(unit, *rows).pk)
    seats = {name: seat for seat, name, _ in sat()}
    assert seats["Bo Carey"] == seats["Ann Barrow"] != seats["Cy Dale"]
    assert statuses(unit, bring(unit, *rows)) == {"Same as now"}


def test_a_deputy_beneath_a_new_seat_does_not_go_to_an_older_one_of_the_title(unit: Actor) -> None:
    applying.apply_structure(unit, NOW, TODAY, bring(unit, TWO[0]).pk)
    rows = (TWO[0], row("Head teacher", person="Cy Dale"), DEPUTY)
    applying.apply_structure(unit, NOW, TODAY, bring(unit, *rows).pk)
    seats = {name: seat for seat, name, _ in sat()}
    assert seats["Bo Carey"] == seats["Cy Dale"] != seats["Ann Barrow"]
    assert statuses(unit, bring(unit, *rows)) == {"Same as now"}


def test_two_deputies_of_two_new_seats_of_one_title_sit_one_on_each(unit: Actor) -> None:
    PEOPLE.setdefault("Dee Eames", "dee@h.example")
    rows = (TWO[0], DEPUTY, row("Head teacher", person="Cy Dale"),
            row("Head teacher", person="Dee Eames", deputy="yes"))  # fmt: skip
    applying.apply_structure(unit, NOW, TODAY, bring(unit, *rows).pk)
    seats = {name: seat for seat, name, _ in sat()}
    assert seats["Bo Carey"] == seats["Ann Barrow"]
    assert seats["Dee Eames"] == seats["Cy Dale"] != seats["Ann Barrow"]
    assert statuses(unit, bring(unit, *rows)) == {"Same as now"}


def test_a_deputy_alone_has_a_seat_of_their_own_and_undo_takes_back_all(unit: Actor) -> None:
    alone = bring(unit, DEPUTY)
    applying.apply_structure(unit, NOW, TODAY, alone.pk)
    assert Seat.objects.count() == 1
    assert statuses(unit, bring(unit, DEPUTY)) == {"Same as now"}
    services.undo_structure(unit, NOW, alone.pk)
    both = bring(unit, TWO[0], DEPUTY)
    applying.apply_structure(unit, NOW, TODAY, both.pk)
    services.undo_structure(unit, NOW, both.pk)
    assert sat() == []


ENDED_HEAD = "Group,Kind,Group starts,Group ends,Seat,Person,E-mail\n"
ENDED = "Floods group,working group,1 May 2019,1 May 2020,,,\nFloods group,,,,Nurse,Bo Carey,bo@h.example\n"


def bring_ended(unit: Actor, text: str = ENDED) -> StructureImport:
    return applying.receive_file(unit, NOW, (ENDED_HEAD + text).encode(), "structure.csv")


def test_a_group_whose_last_day_has_passed_is_the_same_when_it_comes_again(unit: Actor) -> None:
    applying.apply_structure(unit, NOW, TODAY, bring_ended(unit).pk)
    assert statuses(unit, bring_ended(unit)) == {"Same as now"}
    with pytest.raises(Refused, match="nothing to apply"):
        applying.apply_structure(unit, NOW, TODAY, bring_ended(unit).pk)
    assert Group.objects.filter(name="Floods group").count() == 1


@pytest.mark.parametrize("name", ["Floods group", "The Floods Group", "FG"])
def test_a_file_that_does_not_say_its_last_day_leaves_it_as_it_is(unit: Actor, name: str) -> None:
    applying.apply_structure(unit, NOW, TODAY, bring_ended(unit).pk)
    Group.objects.filter(name="Floods group").update(abbreviation="FG")
    bare = f"{name},working group,,,,,\n{name},,,,Nurse,Bo Carey,bo@h.example\n"
    assert statuses(unit, bring_ended(unit, bare)) == {"Same as now"}


def test_what_the_file_says_otherwise_of_it_is_a_change(unit: Actor) -> None:
    applying.apply_structure(unit, NOW, TODAY, bring_ended(unit).pk)
    (line,) = lines(unit, bring_ended(unit, "Floods group,working group,,1 May 2021,,,\n"))
    assert line.changes == (("last day", "2020-05-01", "2021-05-01"),)


def test_a_group_that_ended_is_no_guess_for_a_name_like_its_own(unit: Actor) -> None:
    applying.apply_structure(unit, NOW, TODAY, bring_ended(unit).pk)
    (line,) = lines(unit, bring_ended(unit, "Flood group,working group,,,,,\n"))
    assert (line.words, line.doubt) == ("New", "")


def test_a_seat_that_ended_with_its_group_is_the_same_again(unit: Actor) -> None:
    applying.apply_structure(unit, NOW, TODAY, bring_ended(unit).pk)
    group = Group.objects.get(name="Floods group")
    Seat.objects.filter(group=group).update(starts_on=group.starts_on, ends_on=group.ends_on)
    SeatHolder.objects.filter(seat__group=group).update(starts_on=group.starts_on, ends_on=group.ends_on)
    assert statuses(unit, bring_ended(unit)) == {"Same as now"}
