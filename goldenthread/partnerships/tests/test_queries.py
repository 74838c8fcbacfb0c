"""What is found to choose among, and what agencies are called."""

from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.partnerships import queries, services
from goldenthread.partnerships.models import AgencyName, Participation
from goldenthread.partnerships.tests.factories import NOW, TODAY, a_group, a_seat, an_agency, found, person_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "names",
    [
        [("Old name", None, date(2020, 1, 1)), ("New name", date(2020, 1, 2), None)],
        [("Long gone", date(2001, 1, 1), date(2002, 1, 1)), ("Gone", date(2003, 1, 1), date(2004, 1, 1))],
        [("B", date(2010, 1, 1), None), ("A", date(2010, 1, 1), None)],
        [("Undated", None, None), ("Coming", date(2030, 1, 1), None)],
        [],
    ],
)
@pytest.mark.parametrize("today", [date(2000, 1, 1), date(2003, 6, 1), date(2020, 1, 1), date(2026, 1, 1)])
def test_the_database_chooses_an_agencys_name_as_the_program_does(names: list[Any], today: date) -> None:
    agency = an_agency(found("heronsea"))
    agency.names.all().delete()
    for name, starts_on, ends_on in names:
        AgencyName.objects.create(agency=agency, name=name, starts_on=starts_on, ends_on=ends_on)
    chosen = queries.name_on(list(agency.names.all()), today)
    row = Participation.objects.annotate(called=queries.called_on("agency_id", today)).get(agency=agency)
    assert row.called == (chosen.name if chosen else None)


def test_everybody_and_everything_that_may_lead_is_known_by_every_name(django_assert_num_queries: Any) -> None:
    unit = found("heronsea")
    group = a_group(unit, "Neglect group", aliases=["Neglect subgroup"])
    a_seat(unit, group, "Chair", kind="chair")
    a_seat(unit, group, "Member")
    ended = a_group(unit, "Old group")
    services.end_group(unit, NOW, ended.pk, ends_on=TODAY - timedelta(days=1))
    council = an_agency(unit, "Heronsea Council", short_name="HC")
    services.rename_agency(unit, NOW, council.pk, name="Heronsea City Council", on=TODAY)
    person_with(unit, name="Ada Holm")
    with django_assert_num_queries(1):
        known = queries.known_leads(unit, TODAY)
    assert [(one.kind, one.name, one.alternatives) for one in known] == [
        ("group", "Neglect group", ("Neglect subgroup",)),
        ("agency", "Heronsea City Council", ("Heronsea Council",)),
        ("seat", "Chair", ("Neglect group Chair",)),
        ("person", "Ada Holm", ()),
    ]
    assert [one.name for one in queries.bare_groups(unit, TODAY)] == ["Neglect group"]
