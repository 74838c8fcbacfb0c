"""Standing duties whose group has ended or whose agency has left: said where they stand, quiet in the log, mended."""

import logging
from datetime import timedelta

import pytest
from django.test import Client

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.partnerships.models import Group, Participation
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.people.models import User
from goldenthread.returns import queries, services
from goldenthread.returns.models import Obligation, Return
from goldenthread.returns.tests.factories import House, a_set
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db


def duty(house: House, kind: str, owner: object, **fields: object) -> Obligation:
    return services.add_obligation(
        house.unit, NOW, TODAY, title="Report on early help", by=(kind, owner.pk), to_group_ids=[house.executive.pk],
        rhythm=Rhythm(Beat.MONTHS, every=1), starts_on=TODAY + timedelta(days=5), **fields,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def gone(house: House) -> Obligation:
    """A duty of a group that ended yesterday."""
    ending = factories.a_group(house.unit, "Early help board", parent_id=house.executive.pk)
    owed = duty(house, "group", ending, question_series=a_set(house).series)
    Group.objects.filter(pk=ending.pk).update(ends_on=TODAY - timedelta(days=1))
    return owed


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_nothing_is_sent_out_and_the_log_stays_quiet(house: House, gone: Obligation, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO):
        assert services.issue_what_is_due(house.unit, NOW, TODAY) == 0
    assert not [line for line in caplog.records if line.name.startswith("goldenthread.returns")]
    assert not Return.objects.exists()


def test_an_agency_that_takes_part_no_longer_is_found_too(house: House):
    duty(house, "agency", house.health)
    assert queries.count_gone(house.manager, TODAY) == 0
    Participation.objects.filter(agency=house.health).update(ends_on=TODAY - timedelta(days=1))
    assert queries.count_gone(house.manager, TODAY) == 1
    (line,) = map(queries.obligation_line, queries.list_obligations(house.manager, TODAY, ended="gone"))
    assert line.gone == "agency"


def test_a_duty_that_has_ended_itself_is_not_among_them(house: House, gone: Obligation):
    services.end_obligation(house.unit, NOW, TODAY, gone.pk, ends_on=TODAY + timedelta(days=6), reason="Over.")
    assert queries.count_gone(house.manager, TODAY + timedelta(days=6)) == 1
    assert queries.count_gone(house.manager, TODAY + timedelta(days=7)) == 0


def test_its_page_and_the_list_say_so_and_what_to_do(house: House, gone: Obligation):
    slug = house.unit.partnership_slug
    client = browser(house.manager)
    page = client.get(f"/{slug}/reporting/{gone.pk}/").content.decode()
    assert "Early help board has ended, so nobody is asked for this" in page
    assert f"/{slug}/reporting/{gone.pk}/hand-over/" in page
    assert "Ask now" not in page
    listed = client.get(f"/{slug}/reporting/").content.decode()
    assert "1 duty has nobody left to report on it" in listed
    assert "Group has ended" in client.get(f"/{slug}/reporting/?ended=gone").content.decode()
    assert "Nobody is left to report" in client.get(f"/{slug}/reporting/?format=csv").content.decode()
    page = browser(house.observer).get(f"/{slug}/reporting/{gone.pk}/").content.decode()
    assert "The business unit can give it to another group or end it." in page
    assert "hand-over" not in page


def test_a_duty_reported_to_a_group_that_has_ended_says_so(house: House):
    board = factories.a_group(house.unit, "Old board", parent_id=house.executive.pk)
    owed = duty(house, "group", house.quality)
    services.change_obligation(house.unit, NOW, TODAY, owed.pk, to_group_ids=[board.pk, house.executive.pk])
    Group.objects.filter(pk=board.pk).update(ends_on=TODAY - timedelta(days=1))
    page = browser(house.manager).get(f"/{house.unit.partnership_slug}/reporting/{owed.pk}/").content.decode()
    assert "It is reported to Old board, which has ended." in page


def test_given_to_another_group_it_is_sent_out_again(house: House, gone: Obligation):
    client = browser(house.manager)
    here = f"/{house.unit.partnership_slug}/reporting/{gone.pk}/hand-over/"
    assert client.post(here, {}).status_code == 422
    assert client.post(here, {"by": f"group:{house.quality.pk}"}).status_code == 302
    dates = list(gone.dates.values_list("due_on", flat=True))
    assert services.issue_what_is_due(house.unit, NOW, TODAY) == 1
    assert Return.objects.get().group == house.quality
    assert list(gone.dates.values_list("due_on", flat=True)) == dates
    event = Event.objects.get(name="returns.obligation.handed_over")
    assert (event.before["by_group"], event.after["by_group"]) == ("Early help board", "Quality group")


def test_it_is_given_to_nobody_who_is_not_there(house: House, gone: Obligation):
    before = Obligation.objects.values().get(pk=gone.pk)
    stranger = factories.a_group(factories.found(), "Elsewhere")
    for by, reason in (
        (("group", gone.by_group_id), "here today"),
        (("group", stranger.pk), "here today"),
        (("person", house.people["worker"].pk), "here today"),
        (("group", house.executive.pk), "report to itself"),
    ):
        with pytest.raises(Refused, match=reason):
            services.hand_over_obligation(house.unit, NOW, TODAY, gone.pk, by=by)
    with pytest.raises(NotPermitted):
        services.hand_over_obligation(house.observer, NOW, TODAY, gone.pk, by=("group", house.quality.pk))
    services.end_obligation(house.unit, NOW, TODAY, gone.pk, ends_on=TODAY + timedelta(days=6), reason="Over.")
    with pytest.raises(Refused, match="has ended"):
        services.hand_over_obligation(
            house.unit, NOW, TODAY + timedelta(days=9), gone.pk, by=("group", house.quality.pk)
        )
    assert Obligation.objects.get(pk=gone.pk).by_group_id == before["by_group_id"]
