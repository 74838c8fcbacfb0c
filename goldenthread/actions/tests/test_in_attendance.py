"""A seat in attendance, and the seat of a lay member, give nothing restricted of their group (decision 18)."""

import pytest

from goldenthread.actions import services
from goldenthread.actions.models import Action
from goldenthread.documents import queries as documents
from goldenthread.documents import services as library
from goldenthread.documents.tests.factories import upload_of
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """A group with a restricted action, a restricted action that reports to it, and a restricted document."""
    unit = factories.found()
    group = factories.a_group(unit)
    told = {"provenance_kind": "plan", "provenance_text": "Plan", "information_class": "R", "due": [TODAY]}
    services.raise_action(
        unit, NOW, TODAY, services.NewAction(description="Led by it", lead=services.Party("group", group.pk), **told)
    )
    other = services.Party("agency", factories.an_agency(unit).pk)
    reports = [services.NewReporting(group.pk)]
    services.raise_action(
        unit, NOW, TODAY, services.NewAction(description="Reports to it", lead=other, reports_to=reports, **told)
    )
    paper = library.store_document(
        unit, NOW, upload=upload_of("notes.txt", b"Part B"), title="Part B", information_class="R", group_id=group.pk
    )
    return unit, group, paper


def sitting(unit, group, kind: str, role: str = ""):
    seat = factories.a_seat(unit, group, kind=kind)
    return factories.acting(unit, factories.person_with(unit, role, seat=seat.pk))


@pytest.mark.parametrize(
    ("kind", "role", "sees"),
    [
        ("member", "", True), ("vice_chair", "", True), ("in_attendance", "", False),
        ("in_attendance", Role.AGENCY_LEAD, False), ("member", Role.LAY_MEMBER, False),
    ],
)  # fmt: skip
def test_what_is_restricted_is_for_those_who_sit_on_the_group(house, kind: str, role: str, sees: bool):
    unit, group, paper = house
    actor = sitting(unit, group, kind, role)
    assert Action.objects.visible(actor).count() == (2 if sees else 0)
    assert (documents.show_document(actor, paper.pk) is not None) is sees
    assert group.pk in actor.group_ids
