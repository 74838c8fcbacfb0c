"""Changing the structure, the agencies, the texts and who is who."""

from datetime import date, timedelta

import pytest

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.models import Agency, Group, Membership, Participation, SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.factories import (
    LONG_AGO,
    NOW,
    TODAY,
    a_group,
    a_seat,
    acting,
    actor_with,
    an_agency,
    found,
    person_known_to,
    person_with,
)
from goldenthread.people.models import User
from goldenthread.trail import queries as trail
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Actor:
    return found("heronsea")


@pytest.fixture
def elsewhere(unit: Actor) -> Actor:
    return found("larkshire")


def test_an_address_belongs_to_one_partnership(unit: Actor) -> None:
    with pytest.raises(Refused, match="already a partnership at “heronsea”"):
        found("heronsea")


def test_the_partnerships_own_particulars_change_once_for_each_reader(unit: Actor) -> None:
    version = queries.show_partnership(unit).version
    services.change_partnership(unit, NOW, version, marking="OFFICIAL-SENSITIVE")
    with pytest.raises(Superseded) as clash:
        services.change_partnership(unit, NOW, version, marking="PUBLIC", name="Heronsea")
    assert clash.value.theirs["marking"] == "OFFICIAL-SENSITIVE"
    assert clash.value.yours["marking"] == "PUBLIC"
    assert clash.value.by == "The business unit"
    assert queries.show_partnership(unit).marking == "OFFICIAL-SENSITIVE"


def test_texts_are_kept_version_by_version(unit: Actor) -> None:
    for body in ("Every child safe.", "Every child and adult safe."):
        services.write_statement(unit, NOW, kind="vision", body=body, agreed_on=TODAY)
    assert queries.statements(unit)["vision"].body == "Every child and adult safe."
    assert [one.number for one in queries.statement_versions(unit, "vision")] == [2, 1]


@pytest.mark.parametrize(("body", "number"), [("  ", None), ("Every child safe.", None), ("Something else.", 0)])
def test_a_text_is_not_written_empty_unchanged_or_over_somebody_elses(
    unit: Actor, body: str, number: int | None
) -> None:
    services.write_statement(unit, NOW, kind="vision", body="Every child safe.", agreed_on=TODAY)
    with pytest.raises(Refused) as refusal:
        services.write_statement(unit, NOW, kind="vision", body=body, agreed_on=TODAY, number=number)
    assert refusal.value.field == "body"
    assert len(queries.statement_versions(unit, "vision")) == 1


def test_an_agency_serves_two_partnerships_with_one_name_history(unit: Actor, elsewhere: Actor) -> None:
    force = an_agency(unit, "Westmere Constabulary", basis="statutory_partner", sector="police")
    there = an_agency(elsewhere, "westmere constabulary", basis="named_relevant_agency", is_the_known_one=True)
    assert there.pk == force.pk
    services.rename_agency(unit, NOW, force.pk, name="Westmere Police", on=date(2026, 4, 1))
    [here], [over_there] = queries.list_agencies(unit, TODAY), queries.list_agencies(elsewhere, TODAY)
    assert here.name == over_there.name == "Westmere Police"
    assert here.former_names == ["Westmere Constabulary"]
    assert (here.basis, over_there.basis) == ("Statutory safeguarding partner", "Named relevant agency")
    assert queries.list_agencies(unit, date(2026, 3, 31))[0].name == "Westmere Constabulary"
    assert queries.show_agency(elsewhere, force.pk).sector == "police"  # type: ignore[union-attr]


def test_leaving_one_partnership_leaves_the_other_alone(unit: Actor, elsewhere: Actor) -> None:
    trust = an_agency(unit, "Westmere Trust")
    an_agency(elsewhere, "Westmere Trust", agency=trust)
    services.end_participation(unit, NOW, trust.pk, ends_on=TODAY - timedelta(days=1), reason="Contract ended")
    assert queries.list_agencies(unit, TODAY) == []
    assert [line.is_former for line in queries.list_agencies(unit, TODAY, former=True)] == [True]
    assert len(queries.list_agencies(elsewhere, TODAY)) == 1
    an_agency(unit, "Westmere Trust", agency=trust, starts_on=TODAY)
    assert len(queries.list_agencies(unit, TODAY, former=True)) == 2


def test_the_same_name_makes_another_agency_unless_it_is_said_to_be_the_known_one(
    unit: Actor, elsewhere: Actor
) -> None:
    known = an_agency(unit, "Harbour Trust")
    assert an_agency(elsewhere, "Harbour Trust").pk != known.pk
    assert Agency.objects.count() == 2


def test_a_known_agency_is_found_by_its_exact_name_only_and_only_when_one_bears_it(
    unit: Actor, elsewhere: Actor
) -> None:
    known = an_agency(unit, "Harbour Trust")
    found_there = queries.agency_known_as(elsewhere, " harbour trust ")
    assert found_there is not None
    assert found_there.pk == known.pk
    assert queries.agency_known_as(elsewhere, "Harbour") is None
    assert queries.agency_known_as(unit, "Harbour Trust") is None
    an_agency(found("dunmoor"), "Harbour Trust")
    assert queries.agency_known_as(elsewhere, "Harbour Trust") is None


def test_an_agency_takes_part_once_at_a_time(unit: Actor) -> None:
    trust = an_agency(unit, "Westmere Trust")
    with pytest.raises(Refused, match="already takes part"):
        an_agency(unit, "westmere trust")
    with pytest.raises(Refused, match="already takes part"):
        an_agency(unit, "Another", agency=trust)
    with pytest.raises(Refused, match="Enter the agency's name"):
        an_agency(unit, "   x".strip("x"))
    assert Participation.objects.count() == 1


def test_a_new_name_starts_after_the_present_one(unit: Actor) -> None:
    trust = an_agency(unit, "Westmere Trust")
    services.rename_agency(unit, NOW, trust.pk, name="Westmere Care", on=date(2026, 4, 1))
    with pytest.raises(Refused, match="after 1 April 2026"):
        services.rename_agency(unit, NOW, trust.pk, name="Westmere Health", on=date(2026, 4, 1))


def test_an_agency_of_another_partnership_is_unknown_here(unit: Actor, elsewhere: Actor) -> None:
    theirs = an_agency(elsewhere, "Larkshire Council")
    assert queries.show_agency(unit, theirs.pk) is None
    for attempt in (
        lambda: services.rename_agency(unit, NOW, theirs.pk, name="Ours now", on=TODAY),
        lambda: services.end_participation(unit, NOW, theirs.pk, ends_on=TODAY),
        lambda: services.add_seat(unit, NOW, a_group(unit).pk, title="Member", agency_id=theirs.pk),
        lambda: person_with(unit, Role.AGENCY_LEAD, agency_id=theirs.pk),
    ):
        with pytest.raises(Refused):
            attempt()


def test_a_group_cannot_be_made_to_report_in_a_circle(unit: Actor) -> None:
    board = a_group(unit, "Board", kind="board")
    subgroup = a_group(unit, "Neglect", parent_id=board.pk)
    with pytest.raises(Refused, match="cannot report to itself") as refusal:
        services.change_group(unit, NOW, board.pk, parent_id=subgroup.pk)
    assert refusal.value.field == "parent"


def test_a_group_of_another_partnership_is_unknown_here(unit: Actor, elsewhere: Actor) -> None:
    theirs = a_group(elsewhere)
    for attempt in (
        lambda: a_group(unit, parent_id=theirs.pk),
        lambda: services.change_group(unit, NOW, theirs.pk, name="Ours"),
        lambda: services.end_group(unit, NOW, theirs.pk, ends_on=TODAY),
        lambda: a_seat(unit, theirs),
        lambda: services.hold_seat(
            unit, NOW, a_seat(elsewhere, theirs).pk, person_id=person_known_to(unit).pk, starts_on=TODAY
        ),
    ):
        with pytest.raises(Refused, match="no such"):
            attempt()


def test_two_people_changing_one_group_both_see_both_texts(unit: Actor) -> None:
    group = a_group(unit, "Neglect", remit="See that neglect is noticed.")
    first = actor_with(unit, Role.UNIT_OFFICER, name="Priya Nair")
    services.change_group(first, NOW, group.pk, group.version, remit="Notice neglect early.")
    with pytest.raises(Superseded) as clash:
        services.change_group(unit, NOW, group.pk, group.version, remit="Notice neglect in every school.")
    assert clash.value.by == "Priya Nair"
    assert clash.value.theirs["remit"] == "Notice neglect early."
    assert clash.value.yours == {"remit": "Notice neglect in every school."}


def test_a_groups_other_names_are_kept_once_each(unit: Actor) -> None:
    group = a_group(unit, "Business group", aliases=["BMG", " bmg ", "Operational group", ""])
    assert sorted(alias.name for alias in group.aliases.all()) == ["Operational group", "bmg"]
    services.change_group(unit, NOW, group.pk, aliases=["OMG", "bmg"])
    assert sorted(alias.name for alias in group.aliases.all()) == ["OMG", "bmg"]
    [line, _] = trail.history(unit, "partnerships.group", group.pk)
    assert line.sentence == ("The business unit changed other names from Operational group, bmg to OMG, bmg.")


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "  "},
        {"kind": "committee"},
        {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 3, 31)},
    ],
)
def test_a_group_that_makes_no_sense_is_refused_in_a_sentence(unit: Actor, fields: dict[str, object]) -> None:
    with pytest.raises(Refused) as refusal:
        services.add_group(unit, NOW, **{"name": "Neglect", "kind": "subgroup", **fields})  # type: ignore[arg-type]
    assert refusal.value.reason.endswith(".")
    assert not Group.objects.exists()


def test_whoever_held_a_seat_leaves_the_day_before_the_next_begins(unit: Actor) -> None:
    seat = a_seat(unit, a_group(unit), "Chair", kind="chair")
    before, after = person_with(unit, seat=seat.pk, starts_on=LONG_AGO), person_known_to(unit)
    services.hold_seat(unit, NOW, seat.pk, person_id=after.pk, starts_on=date(2026, 11, 1))
    old = SeatHolder.objects.get(person=before)
    assert old.ends_on == date(2026, 10, 31)
    assert [line.name for line in Event.objects.filter(kind="partnerships.seatholder", thing_id=old.pk)] == [
        "partnerships.seat.left",
        "partnerships.seat.taken",
    ]


def test_a_deputy_sits_beside_the_holder(unit: Actor) -> None:
    seat = a_seat(unit, a_group(unit))
    person_with(unit, seat=seat.pk)
    services.hold_seat(unit, NOW, seat.pk, person_id=person_known_to(unit).pk, starts_on=TODAY, is_deputy=True)
    assert SeatHolder.objects.filter(seat=seat, ends_on__isnull=True).count() == 2


def test_a_seat_is_not_taken_twice_or_from_somebody_yet_to_come(unit: Actor) -> None:
    seat = a_seat(unit, a_group(unit))
    coming = person_with(unit, seat=seat.pk, starts_on=date(2027, 1, 4), name="Ann Field")
    with pytest.raises(Refused, match="Ann Field takes this seat on 4 January 2027") as refusal:
        services.hold_seat(unit, NOW, seat.pk, person_id=person_known_to(unit).pk, starts_on=TODAY)
    assert refusal.value.field == "starts_on"
    with pytest.raises(Refused, match="already holds this seat"):
        services.hold_seat(unit, NOW, seat.pk, person_id=coming.pk, starts_on=date(2027, 2, 1))


def test_nothing_is_left_before_it_was_taken(unit: Actor) -> None:
    seat = a_seat(unit, a_group(unit))
    person = person_with(unit, seat=seat.pk, starts_on=date(2026, 11, 1))
    held = SeatHolder.objects.get(person=person)
    with pytest.raises(Refused, match="on or after 1 November 2026") as refusal:
        services.leave_seat(unit, NOW, held.pk, ends_on=date(2026, 10, 1))
    assert refusal.value.field == "ends_on"


def test_one_person_is_not_chair_and_scrutineer(unit: Actor) -> None:
    person = person_with(unit, appointment="partnership_chair")
    with pytest.raises(Refused, match="cannot also chair"):
        person_with(unit, appointment="independent_scrutineer", person=person)
    made = queries.list_holdings(unit, TODAY)[0]
    services.end_appointment(unit, NOW, made.id, ends_on=TODAY - timedelta(days=1))
    assert (
        Role.INDEPENDENT_SCRUTINEER
        in acting(unit, person_with(unit, appointment="independent_scrutineer", person=person, starts_on=TODAY)).roles
    )


def test_a_chair_whose_time_ends_later_is_still_chair(unit: Actor) -> None:
    person = person_with(unit, appointment="partnership_chair", ends_on=TODAY + timedelta(days=30))
    with pytest.raises(Refused, match="cannot also chair"):
        person_with(unit, appointment="independent_scrutineer", person=person, starts_on=TODAY)


def test_the_last_business_manager_cannot_be_let_go(unit: Actor) -> None:
    person_with(unit, Role.BUSINESS_MANAGER)
    first = Membership.objects.get()
    with pytest.raises(Refused, match="Give the role to somebody else first"):
        services.end_role(unit, NOW, first.pk, ends_on=TODAY)
    person_with(unit, Role.BUSINESS_MANAGER)
    assert services.end_role(unit, NOW, first.pk, ends_on=TODAY).ends_on == TODAY


def test_a_role_is_held_once_and_is_one_of_the_listed(unit: Actor) -> None:
    person = person_with(unit, Role.LAY_MEMBER)
    with pytest.raises(Refused, match="already holds that role"):
        person_with(unit, Role.LAY_MEMBER, person=person)
    with pytest.raises(Refused, match="listed roles"):
        person_with(unit, "emperor", person=person)
    with pytest.raises(Refused, match="known here"):
        services.grant_role(unit, NOW, role=Role.LAY_MEMBER, person_id=unit.partnership_id)


def test_an_address_is_one_person_in_however_many_partnerships(unit: Actor, elsewhere: Actor) -> None:
    here = person_with(unit, Role.LAY_MEMBER, email="ann@example.org", name="Ann Field")
    membership = services.welcome_person(
        elsewhere, NOW, email="ANN@example.org ", name="A. Field", role=Role.GROUP_MEMBER, starts_on=TODAY
    )
    assert membership.person_id == here.pk
    assert User.objects.get(email="ann@example.org").name == "Ann Field"
    assert acting(elsewhere, here).roles == {Role.GROUP_MEMBER}


def test_a_person_is_welcomed_with_a_role_or_not_at_all(unit: Actor) -> None:
    with pytest.raises(Refused, match="listed roles"):
        services.welcome_person(unit, NOW, email="ann@example.org", name="Ann Field", role="")
    assert not User.objects.filter(email="ann@example.org").exists()


def test_people_keep_their_own_particulars(unit: Actor) -> None:
    person = person_with(unit, Role.LAY_MEMBER, name="Ann Field")
    services.change_own_particulars(acting(unit, person), NOW, name=" Ann Meadow ", phone="01632 960000")
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Ann Meadow", "01632 960000")
    [line, _] = trail.history(unit, "people.user", person.pk)
    assert line.sentence == (
        "Ann Field changed name from Ann Field to Ann Meadow and telephone number from blank to 01632 960000."
    )
    with pytest.raises(Refused, match="Enter your name"):
        services.change_own_particulars(acting(unit, person), NOW, name=" ", phone="")
    with pytest.raises(Refused, match="Only a person"):
        services.change_own_particulars(unit, NOW, name="Unit", phone="")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.BUSINESS_MANAGER, Role.UNIT_OFFICER}))
def test_only_the_business_unit_changes_the_structure(unit: Actor, role: str) -> None:
    actor = actor_with(unit, role)
    count = Event.objects.count()
    for attempt in (
        lambda: a_group(actor),
        lambda: an_agency(actor),
        lambda: services.change_partnership(actor, NOW, 1, name="Mine"),
        lambda: services.write_statement(actor, NOW, kind="vision", body="Mine", agreed_on=TODAY),
        lambda: services.add_person(actor, NOW, email="x@example.org", name="X"),
        lambda: services.grant_role(actor, NOW, role=Role.BUSINESS_MANAGER, person_id=actor.user_id),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotPermitted):
            attempt()
    assert Event.objects.count() == count


def test_an_officer_changes_structure_but_gives_nobody_a_role(unit: Actor) -> None:
    officer = actor_with(unit, Role.UNIT_OFFICER)
    a_group(officer)
    with pytest.raises(NotPermitted):
        person_with(officer, Role.LAY_MEMBER, person=person_known_to(unit))


def test_a_role_is_no_way_round_the_rule_that_keeps_chair_and_scrutineer_apart(unit: Actor) -> None:
    person = person_with(unit, Role.INDEPENDENT_SCRUTINEER)
    with pytest.raises(Refused, match="cannot also chair"):
        person_with(unit, appointment="partnership_chair", person=person)
    with pytest.raises(Refused, match="cannot also chair"):
        person_with(unit, Role.PARTNERSHIP_CHAIR, person=person)


def test_somebody_welcomed_to_a_statutory_role_is_appointed(unit: Actor) -> None:
    made = services.welcome_person(
        unit, NOW, email="ann@example.org", name="Ann Field", role="lead_safeguarding_partner", starts_on=TODAY
    )
    assert [one.is_appointment for one in queries.list_holdings(unit, TODAY, person_id=made.person_id)] == [True]
