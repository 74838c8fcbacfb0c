"""That a statutory date was met: it lies ahead no longer, the plan says so, and it can be taken back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.kernel import forward_plan
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.notify import queries, rules, services
from goldenthread.notify.models import MetDate
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.trail import queries as trail
from tests.visiting import QUERY_CEILING, asked

pytestmark = pytest.mark.django_db
DAY = TODAY + timedelta(days=20)
NEXT = DAY.replace(year=DAY.year + 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def unit():
    founded = factories.found()
    person = factories.person_with(founded, Role.BUSINESS_MANAGER)
    actor = factories.acting(founded, person)
    services.keep_statutory_date(actor, NOW, TODAY, "yearly_report", first_on=DAY)
    return actor


def met(actor, due_on=DAY, met_on=TODAY, **more):
    told = {"note": "Agreed by the executive and published.", **more}
    return services.record_met(actor, NOW, TODAY, "yearly_report", due_on=due_on, met_on=met_on, **told)


def planned(actor, until=NEXT):
    return [(one.on, one.state) for one in queries.statutory_ahead(actor, TODAY - timedelta(days=9), until)]


def line(actor, today=TODAY):
    return queries.find_statutory_date(actor, "yearly_report", today)


def test_a_date_that_was_met_is_ahead_no_longer_and_stands_where_it_was_met(unit):
    assert planned(unit) == [(DAY, ""), (NEXT, "")]
    made = met(unit)
    assert planned(unit) == [(NEXT, ""), (TODAY, forward_plan.MET)]
    assert (made.met_by, made.recorded_by) == (unit.partnership_name, unit.name)
    assert (line(unit).next_on, line(unit).open_on, line(unit).last) == (NEXT, NEXT, made)


def test_it_is_taken_back_and_the_trail_tells_both(unit):
    made = met(unit, met_by="The executive", link="https://example.org/report")
    kept = services.undo_met(unit, NOW, made.pk)
    assert planned(unit) == [(DAY, ""), (NEXT, "")]
    with pytest.raises(Refused, match="taken back already"):
        services.undo_met(unit, NOW, made.pk)
    said = [one.did for one in trail.history(unit, "notify.keptdate", kept.pk)]
    assert said[:2] == [
        "took back that “Yearly report published” was met", "recorded that “Yearly report published” was met",
    ]  # fmt: skip


def test_a_day_that_is_over_stands_open_until_somebody_says_it_was_met(unit):
    later = DAY + timedelta(days=40)
    found = line(unit, later)
    assert (found.open_on, found.next_on) == (DAY, NEXT)
    services.record_met(unit, NOW, later, "yearly_report", due_on=DAY, met_on=later, note="Late, and published.")
    assert line(unit, later).open_on == NEXT


def test_each_day_is_met_once_and_none_before_the_open_one(unit):
    met(unit)
    for due_on in (DAY, NEXT.replace(year=NEXT.year + 1), date.min):
        with pytest.raises(Refused, match="recorded already"):
            met(unit, due_on=due_on)
    met(unit, due_on=NEXT)
    assert MetDate.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"met_on": TODAY + timedelta(days=1)}, "met_on"), ({"note": " "}, "note"),
        ({"note": "", "link": "javascript:alert(1)"}, "link"), ({"link": "https://a b"}, "link"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_kept(unit, more, field):
    """notify.may_say_met notify.met_says_how notify.statutory_open"""
    with pytest.raises(Refused) as refused:
        met(unit, **more)
    assert refused.value.field == field
    assert not MetDate.objects.exists()
    assert rules.open_day(DAY, 0, TODAY, {DAY}) is None
    assert rules.says_how("", "https://example.org")
    assert rules.may_say_met(DAY, DAY, TODAY, TODAY)


def test_only_the_unit_says_so_and_nobody_elsewhere(unit):
    made = met(unit)
    elsewhere = factories.found("elsewhere")
    assert queries.find_met(elsewhere, made.pk) is None
    with pytest.raises(Refused):
        services.undo_met(elsewhere, NOW, made.pk)
    with pytest.raises(Refused, match="not in the forward plan"):
        services.record_met(elsewhere, NOW, TODAY, "yearly_report", due_on=DAY, met_on=TODAY, note="Theirs.")
    for role in (Role.GROUP_CHAIR, Role.PARTNERSHIP_CHAIR, Role.LAY_MEMBER):
        other = factories.actor_with(unit, role)
        assert (TODAY, forward_plan.MET) in planned(other)
        with pytest.raises(NotPermitted):
            met(other, due_on=NEXT)
        with pytest.raises(NotPermitted):
            services.undo_met(other, NOW, made.pk)


def test_the_pages_record_it_say_it_and_take_it_back(unit):
    client, member = Client(), Client()
    client.force_login(factories.person_with(unit, Role.UNIT_OFFICER))
    member.force_login(factories.person_with(unit, Role.GROUP_MEMBER))

    def at(name, *parts):
        return reverse(f"notify:{name}", args=[unit.partnership_slug, *parts])

    listed, record = at("list_statutory_dates"), at("record_met", "yearly_report")
    before = len(asked(client, listed))
    assert f'value="{DAY.isoformat()}"' in client.get(record).content.decode()
    given = {
        "met_on-day": TODAY.day, "met_on-month": TODAY.month, "met_on-year": TODAY.year, "met_by": "The executive",
        "note": "Published.", "link": "https://example.org/report", "due_on": DAY.isoformat(),
    }  # fmt: skip
    assert client.post(record, given).status_code == 302
    again = client.post(record, given)
    assert again.status_code == 422
    assert "recorded already" in again.content.decode()
    assert client.post(record, {**given, "due_on": "nonsense"}).status_code == 422
    assert len(asked(client, listed)) == before <= QUERY_CEILING
    for reader in (client, member):
        said = reader.get(listed).content.decode()
        assert "by The executive" in said
        assert 'href="https://example.org/report"' in said
    plan = client.get(at("show_forward_plan") + "?sorts=statutory").content.decode()
    assert "Met" in plan
    undo = at("undo_met", MetDate.objects.get().pk)
    assert member.get(undo).status_code == member.get(record).status_code == 403
    assert client.get(undo).status_code == 200
    assert client.post(undo).status_code == 302
    assert not MetDate.objects.exists()
    assert client.get(undo).status_code == 404
    assert client.get(at("record_met", "budget")).status_code == 404
