"""Statutory dates: a table with sources, of which each partnership keeps what it needs on its own day."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.kernel import forward_plan
from goldenthread.kernel.forward_plan import Sort
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.notify import queries, rules, services
from goldenthread.notify.models import KeptDate
from goldenthread.partnerships.models import Partnership
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.trail import queries as trail
from tests.visiting import QUERY_CEILING, asked

pytestmark = pytest.mark.django_db
DAY = date(2027, 9, 20)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def unit():
    founded = factories.found()
    return factories.acting(founded, factories.person_with(founded, Role.BUSINESS_MANAGER))


def keep(actor, key="yearly_report", first_on=DAY, **more):
    return services.keep_statutory_date(actor, NOW, TODAY, key, first_on=first_on, **more)


def days(actor, since=date(2026, 1, 1), until=date(2030, 12, 31)):
    return [entry.on for entry in queries.statutory_ahead(actor, since, until)]


def test_every_date_of_the_table_has_a_source_and_says_what_was_not_checked():
    for one in rules.TABLE.values():
        assert one.basis
        assert one.rhythm
        assert one.strand in ("children", "adults")
    unverified = {one.key for one in rules.TABLE.values() if one.unverified}
    assert {"yearly_report_copies", "adults_plan", "protection_teams"} <= unverified
    assert "budget" not in unverified
    assert {one.strand for one in rules.for_strands(["adults"])} == {"adults"}
    assert len(rules.for_strands([])) == len(rules.for_strands(["all_age"])) == len(rules.TABLE)


def test_the_days_of_a_date_follow_its_rhythm():
    """notify.statutory_days"""
    since, until = date(2027, 1, 1), date(2031, 12, 31)
    assert list(rules.days_of(DAY, 1, since, until)) == [DAY.replace(year=year) for year in range(2027, 2032)]
    assert list(rules.days_of(DAY, 2, since, until)) == [DAY.replace(year=year) for year in (2027, 2029, 2031)]
    assert list(rules.days_of(DAY, 0, since, until)) == [DAY]
    assert list(rules.days_of(date(2028, 2, 29), 1, date(2029, 1, 1), date(2029, 12, 31))) == [date(2029, 2, 28)]
    assert rules.next_day(date(2020, 1, 5), 1, TODAY) == date(2027, 1, 5)
    assert rules.next_day(date(2020, 1, 5), 0, TODAY) is None
    assert rules.usual_day(rules.TABLE["yearly_report"], TODAY) == date(2027, 9, 30)
    assert rules.usual_day(rules.TABLE["section_11"], TODAY) is None


def test_a_day_that_is_over_or_far_is_refused_and_nothing_is_kept(unit):
    """notify.statutory_date"""
    for key, day in (("yearly_report", date(2026, 11, 1)), ("yearly_report", date(2040, 1, 1)), ("made_up", DAY)):
        with pytest.raises(Refused):
            keep(unit, key, day)
    elsewhere = factories.a_group(factories.found("elsewhere"), "Theirs")
    with pytest.raises(Refused, match="no such group"):
        keep(unit, group_id=elsewhere.pk)
    assert not KeptDate.objects.exists()


def test_the_unit_keeps_moves_and_drops_a_date_and_the_trail_says_so(unit):
    group = factories.a_group(unit, "Executive")
    kept = keep(unit, group_id=group.pk)
    assert days(unit)[:2] == [DAY, date(2028, 9, 20)]
    [first, *_] = queries.statutory_ahead(unit, DAY, DAY)
    assert (first.sort, first.who, first.group_ids) == (Sort.STATUTORY, "Executive", frozenset([group.pk]))
    with pytest.raises(Superseded):
        keep(unit, first_on=date(2027, 10, 1), version=9)
    keep(unit, first_on=date(2027, 10, 1), version=kept.version)
    assert days(unit)[0] == date(2027, 10, 1)
    services.drop_statutory_date(unit, NOW, "yearly_report")
    assert days(unit) == []
    with pytest.raises(Refused, match="not in the forward plan"):
        services.drop_statutory_date(unit, NOW, "yearly_report")
    keep(unit)
    assert KeptDate.objects.count() == 1
    said = [line.did for line in trail.history(unit, "notify.keptdate", kept.pk)]
    assert said == [
        "put “Yearly report published” into the forward plan",
        "took “Yearly report published” out of the forward plan",
        "changed when “Yearly report published” falls",
        "put “Yearly report published” into the forward plan",
    ]


def test_saving_the_next_day_as_it_falls_leaves_the_days_before_it(unit):
    kept = keep(unit, first_on=date(2026, 12, 1))
    again = keep(unit, first_on=date(2028, 12, 1), version=kept.version)
    assert again.first_on == date(2026, 12, 1)


def test_others_see_the_dates_and_keep_none(unit):
    keep(unit)
    for role in (Role.GROUP_MEMBER, Role.LAY_MEMBER):
        other = factories.acting(unit, factories.person_with(unit, role))
        assert days(other)[0] == DAY
        with pytest.raises(NotPermitted):
            keep(other, "budget")
        with pytest.raises(NotPermitted):
            services.drop_statutory_date(other, NOW, "yearly_report")
    auditor = factories.acting(unit, factories.person_with(unit, Role.SYSTEM_AUDITOR))
    assert days(auditor) == []
    assert days(factories.found("elsewhere")) == []
    assert KeptDate.objects.filter(is_on=True).count() == 1


def test_the_pages_put_a_date_in_say_its_source_and_take_it_out(unit):
    client = Client()
    client.force_login(factories.person_with(unit, Role.UNIT_OFFICER))

    def at(name, *parts):
        return reverse(f"notify:{name}", args=[unit.partnership_slug, *parts])

    Partnership.objects.filter(pk=unit.partnership_id).update(strands=["children"])
    page = client.get(at("list_statutory_dates")).content.decode()
    assert "Not verified: The number of the section." in page
    assert "safeguarding adults board" not in page
    before = len(asked(client, at("list_statutory_dates")))
    form = client.get(at("keep_statutory_date", "yearly_report")).content.decode()
    assert 'value="30"' in form
    given = {"first_on-day": "20", "first_on-month": "9", "first_on-year": "2027", "group_id": "", "version": ""}
    assert client.post(at("keep_statutory_date", "yearly_report"), given).status_code == 302
    for key in ("budget", "arrangements", "section_11"):
        keep(unit, key)
    assert before == len(asked(client, at("list_statutory_dates"))) <= QUERY_CEILING
    assert "20 September 2027" in client.get(at("list_statutory_dates")).content.decode()
    plan = client.get(at("show_forward_plan") + "?sorts=statutory").content.decode()
    assert "Yearly report published" in plan
    assert client.get(at("keep_statutory_date", "made_up")).status_code == 404
    late = {**given, "first_on-year": "2025"}
    refused = client.post(at("keep_statutory_date", "yearly_report"), late)
    assert refused.status_code == 422
    assert "today or later" in refused.content.decode()
    assert client.post(at("drop_statutory_date", "yearly_report")).status_code == 302
    assert not KeptDate.objects.get(key="yearly_report").is_on
    member = Client()
    member.force_login(factories.person_with(unit, Role.GROUP_MEMBER))
    assert "Put it in" not in member.get(at("list_statutory_dates")).content.decode()
    assert member.get(at("keep_statutory_date", "budget")).status_code == 403


def test_the_forward_plan_holds_every_sort_of_review():
    assert {"documents", "plans", "risks", "partnerships", "notify"} <= set(forward_plan.finders())


def test_where_somebody_saved_first_both_days_are_shown_and_nothing_is_lost(unit):
    kept = keep(unit)
    client = Client()
    client.force_login(factories.person_with(unit, Role.UNIT_OFFICER))
    path = reverse("notify:keep_statutory_date", args=[unit.partnership_slug, "yearly_report"])
    keep(unit, first_on=date(2027, 10, 1), version=kept.version)
    given = {"first_on-day": "5", "first_on-month": "11", "first_on-year": "2027", "group_id": "", "version": "1"}
    answer = client.post(path, given)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "1 October 2027" in page
    assert "5 November 2027" in page
    assert KeptDate.objects.get().first_on == date(2027, 10, 1)
    assert client.post(path, {**given, "version": "2"}).status_code == 302
    assert KeptDate.objects.get().first_on == date(2027, 11, 5)
