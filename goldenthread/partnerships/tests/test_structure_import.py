"""A structure brought in: compared, corrected, applied in one transaction, undone while nothing depends on it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import services
from goldenthread.partnerships.exchange import applying
from goldenthread.partnerships.exchange.comparing import Compared
from goldenthread.partnerships.models import Group, Seat, SeatHolder, StructureImport
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.factories import (
    NOW,
    TODAY,
    a_group,
    a_seat,
    actor_with,
    an_agency,
    found,
    person_with,
)
from goldenthread.people.models import User
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
HEAD = "Group,Kind,Reports to,Cadence,Starts,Ends,Seat,Agency,Person,E-mail,Deputy\n"
TABLE = HEAD + (
    "Board,board,,Quarterly,,,Chair,Police,Ann Barrow,ann@p.example,\n"
    "Quality,subgroup,Board,Monthly,,,,,,,\n"
    "Quality,,,,,,Nurse,Health Trust,Bo Carey,bo@h.example,\n"
)


@pytest.fixture
def unit(db: None) -> Actor:
    made = found()
    an_agency(made, "Police")
    an_agency(made, "Health Trust")
    return made


def bring(unit: Actor, table: str, **options: Any) -> StructureImport:
    return applying.receive_file(unit, NOW, table.encode(), "structure.csv", **options)


def compared(unit: Actor, row: StructureImport) -> Compared:
    checking = applying.check(unit, row.pk, TODAY)
    assert checking is not None
    return checking.compared


def correct(unit: Actor, row: StructureImport, uid: str, **answers: Any) -> None:
    line = compared(unit, row).find(uid)
    assert line is not None
    applying.correct(unit, NOW, row.pk, line.line, answers)


def statuses(unit: Actor, row: StructureImport) -> list[str]:
    return [one.words for one in compared(unit, row).lines]


def test_nothing_changes_before_apply_and_everything_with_it(unit: Actor) -> None:
    row = bring(unit, TABLE)
    assert not Group.objects.exists()
    assert not User.objects.filter(email="ann@p.example").exists()
    assert statuses(unit, row) == ["New", "New", "New", "New"]
    summary = applying.apply_structure(unit, NOW, TODAY, row.pk)
    assert summary == "2 groups added, 2 seats added"
    board, quality = Group.objects.order_by("name")
    assert (quality.parent, quality.cadence, board.kind) == (board, "Monthly", "board")
    assert {str(one) for one in SeatHolder.objects.all()} == {"Ann Barrow: Chair", "Bo Carey: Nurse"}
    row.refresh_from_db()
    assert row.state == "applied"
    assert Event.objects.get(name="partnerships.structureimport.applied").after["summary"] == summary
    assert Event.objects.filter(name="partnerships.group.added").count() == 2


def test_the_same_file_again_has_nothing_to_do(unit: Actor) -> None:
    applying.apply_structure(unit, NOW, TODAY, bring(unit, TABLE).pk)
    again = bring(unit, TABLE)
    assert set(statuses(unit, again)) == {"Same as now"}
    with pytest.raises(Refused, match="nothing to apply"):
        applying.apply_structure(unit, NOW, TODAY, again.pk)


def test_known_groups_are_found_by_other_name_and_abbreviation_and_told_what_changes(unit: Actor) -> None:
    a_group(unit, "Quality Assurance Group", ["Audit group"], abbreviation="QAG", kind="subgroup", cadence="Monthly")
    row = bring(unit, HEAD + "QAG,panel,,Monthly,,,,,,,\nAudit group,,,Termly,,,,,,,\n")
    one, other = compared(unit, row).groups
    assert one.changes == (("kind", "subgroup", "panel"),)
    assert other.changes == (("meets", "Monthly", "Termly"),)
    assert {one.thing.name, other.thing.name} == {"Quality Assurance Group"}


def test_a_close_spelling_is_asked_about_and_the_answer_is_kept(unit: Actor) -> None:
    group = a_group(unit, "Childhood Neglect Working Group", kind="working_group")
    row = bring(unit, HEAD + "Childhod Neglect Working Group,working group,,Monthly,,,,,,,\n")
    (line,) = compared(unit, row).groups
    assert line.doubt == "Is this “Childhood Neglect Working Group”, which is here already, or a new group?"
    with pytest.raises(Refused, match="first"):
        applying.apply_structure(unit, NOW, TODAY, row.pk)
    correct(unit, row, "group-1", match=str(group.pk))
    assert statuses(unit, row) == ["Changes"]
    correct(unit, row, "group-1", match="new")
    assert statuses(unit, row) == ["New"]


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("Choir,,,,,,,,,,", "What kind of group"),
        ("Quality,subgroup,Nowhere,,,,,,,,", "reports to “Nowhere”"),
        ("Quality,subgroup,,,spring,,,,,,", "The file says “spring”"),
        ("Quality,subgroup,,,1 May 2027,1 May 2026,,,,,", "last day comes before"),
        ("Quality,subgroup,,,,,Nurse,Fire,,,", "“Fire” is no agency"),
        ("Quality,subgroup,,,,,Nurse,,Somebody Unknown,,", "not known here and has no e-mail"),
        ("Quality,subgroup,,,spring,,Nurse,,,,", "no day that can be read"),
        ("Quality,subgroup,,,,,the heads of service of every agency,,,,", "several seats"),
    ],
)
def test_each_doubt_is_one_sentence_and_stops_applying(unit: Actor, line: str, doubt: str) -> None:
    row = bring(unit, HEAD + line + "\n")
    assert any(doubt in one.doubt for one in compared(unit, row).doubts)
    with pytest.raises(Refused):
        applying.apply_structure(unit, NOW, TODAY, row.pk)
    assert not Group.objects.exists()


def test_a_line_that_is_left_out_does_nothing(unit: Actor) -> None:
    row = bring(unit, TABLE)
    correct(unit, row, "group-2", left_out=True)
    assert [one.doubt for one in compared(unit, row).seats] == [
        "", "It is a seat on “Quality”, which is neither here nor in the file, or is left out."]  # fmt: skip
    correct(unit, row, "seat-4", left_out=True)
    applying.apply_structure(unit, NOW, TODAY, row.pk)
    assert [group.name for group in Group.objects.all()] == ["Board"]


def test_a_group_of_the_future_begins_on_the_day_a_person_confirms(unit: Actor) -> None:
    row = bring(unit, HEAD + "Planning,business group,,,1 April 2027,,,,,,\n")
    assert statuses(unit, row) == ["New"]
    applying.apply_structure(unit, NOW, TODAY, row.pk)
    assert Group.objects.get().starts_on == date(2027, 4, 1)


def test_whoever_sits_in_a_seat_makes_way_and_comes_back_with_undo(unit: Actor) -> None:
    board = a_group(unit, "Board", kind="board", cadence="Quarterly")
    seat = a_seat(unit, board, "Chair", kind="chair")
    before = person_with(unit, seat=seat.pk, name="Zed Early")
    row = bring(unit, TABLE)
    assert compared(unit, row).seats[0].changes == (("held by", "Zed Early", "Ann Barrow"),)
    applying.apply_structure(unit, NOW, TODAY, row.pk)
    assert SeatHolder.objects.get(person=before).ends_on is not None
    services.undo_structure(unit, NOW, row.pk)
    assert SeatHolder.objects.get().person == before
    assert SeatHolder.objects.get().ends_on is None


def test_undo_takes_back_what_was_added_and_puts_back_what_was_changed(unit: Actor) -> None:
    quality = a_group(unit, "Quality", kind="panel", cadence="Termly")
    row = bring(unit, TABLE)
    applying.apply_structure(unit, NOW, TODAY, row.pk)
    undone = services.undo_structure(unit, NOW, row.pk)
    quality.refresh_from_db()
    assert (undone.state, quality.kind, quality.cadence, quality.parent) == ("undone", "panel", "Termly", None)
    assert list(Group.objects.all()) == [quality]
    assert not Seat.objects.exists()
    assert User.objects.filter(email="ann@p.example").exists()
    with pytest.raises(Refused):
        services.undo_structure(unit, NOW, row.pk)


def test_undo_is_refused_as_a_whole_where_something_is_used_or_changed_since(unit: Actor) -> None:
    row = bring(unit, TABLE)
    applying.apply_structure(unit, NOW, TODAY, row.pk)
    a_seat(unit, Group.objects.get(name="Board"), "Lay member")
    with pytest.raises(Refused, match="is used by now"):
        services.undo_structure(unit, NOW, row.pk)
    assert Group.objects.count() == 2
    other = bring(unit, HEAD + "Panel,panel,,,,,,,,,\n")
    applying.apply_structure(unit, NOW, TODAY, other.pk)
    services.change_group(unit, NOW, Group.objects.get(name="Panel").pk, cadence="Weekly")
    with pytest.raises(Refused, match="was changed since"):
        services.undo_structure(unit, NOW, other.pk)


def test_a_circle_in_the_file_changes_nothing(unit: Actor) -> None:
    row = bring(unit, HEAD + "One,board,Two,,,,,,,,\nTwo,board,One,,,,,,,,\n")
    with pytest.raises(Refused, match="by way of others"):
        applying.apply_structure(unit, NOW, TODAY, row.pk)
    assert not Group.objects.exists()


def test_an_officer_applies_it_and_only_the_business_manager_makes_people_known(unit: Actor) -> None:
    officer = actor_with(unit, Role.UNIT_OFFICER)
    row = bring(officer, TABLE)
    assert all("only the business manager adds people" in one.doubt for one in compared(officer, row).doubts)
    for uid in ("seat-3", "seat-4"):
        correct(officer, row, uid)
    applying.apply_structure(officer, NOW, TODAY, row.pk)
    assert Seat.objects.count() == 2
    assert not SeatHolder.objects.exists()


def test_nobody_else_brings_a_structure_in(unit: Actor) -> None:
    row = bring(unit, TABLE)
    for role in (Role.ANALYST, Role.PARTNERSHIP_CHAIR, Role.GROUP_MEMBER, Role.AGENCY_LEAD):
        other = actor_with(unit, role)
        with pytest.raises(NotPermitted):
            bring(other, TABLE)
        with pytest.raises(NotPermitted):
            applying.apply_structure(other, NOW, TODAY, row.pk)


def test_another_partnership_finds_nothing_of_it(unit: Actor) -> None:
    row, elsewhere = bring(unit, TABLE), found()
    assert applying.check(elsewhere, row.pk, TODAY) is None
    for act in (services.undo_structure, services.put_structure_aside):
        with pytest.raises(Refused):
            act(elsewhere, NOW, row.pk)


def test_put_aside_it_can_no_longer_be_applied(unit: Actor) -> None:
    row = bring(unit, TABLE)
    services.put_structure_aside(unit, NOW, row.pk)
    with pytest.raises(Refused, match="dealt with already"):
        applying.apply_structure(unit, NOW, TODAY, row.pk)
    assert not Group.objects.exists()


def test_checking_costs_the_same_however_long_the_file(unit: Actor) -> None:
    row, long = bring(unit, TABLE), bring(unit, HEAD + "".join(f"Group {at},panel,,,,,,,,,\n" for at in range(60)))
    applying.apply_structure(unit, NOW, TODAY, bring(unit, TABLE).pk)
    counts = []
    for one in (row, long):
        with CaptureQueriesContext(connection) as asked:
            applying.check(unit, one.pk, TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7
