"""Calendars that several people share: of an agency and of the whole partnership, without anything restricted."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
import vobject
from django.test import Client

from goldenthread.challenges import services as challenges
from goldenthread.documents import services as documents
from goldenthread.documents.tests.factories import pdf, upload_of
from goldenthread.kernel import forward_plan
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import services as meetings
from goldenthread.meetings.tests.factories import a_house, a_meeting
from goldenthread.notify import queries, rules, services
from goldenthread.notify.models import Feed
from goldenthread.partnerships.models import AccessReview, Membership
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.risks.tests import factories as risks
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(monkeypatch):
    """A unit, two agencies with a lead each, and an app that keeps a date of each and a restricted one."""
    unit = factories.found()
    manager = factories.acting(unit, factories.person_with(unit, Role.BUSINESS_MANAGER))
    police, council = factories.an_agency(unit, "Police of here"), factories.an_agency(unit, "Council of here")
    lead = factories.person_with(unit, Role.AGENCY_LEAD, agency_id=police.pk)

    def find(actor, since, until):
        if actor.partnership_id != unit.partnership_id:
            return []
        seen = [
            Entry(date(2026, 12, 2), Sort.MEETING, uuid4(), "Executive", "notify:list_statutory_dates"),
            Entry(date(2026, 12, 3), Sort.RETURN, uuid4(), "Police return", "notify:list_statutory_dates",
                  agency_ids=frozenset([police.pk])),
            Entry(date(2026, 12, 4), Sort.RETURN, uuid4(), "Council return", "notify:list_statutory_dates",
                  agency_ids=frozenset([council.pk])),
            Entry(date(2026, 12, 5), Sort.CHALLENGE, uuid4(), "Frank challenge", "notify:list_statutory_dates",
                  agency_ids=frozenset([police.pk]), is_restricted=True),
        ]  # fmt: skip
        own = [Entry(date(2026, 12, 6), Sort.PAPERS, uuid4(), "My own", "p")] if actor.user_id else []
        return [*seen, *own]

    monkeypatch.setattr(forward_plan, "_FINDERS", {"test": find})
    return manager, police, council, factories.acting(unit, lead)


def titles(token: str) -> set[str]:
    response = Client().get(f"/calendar/{token}.ics")
    assert response.status_code == 200
    return {event.summary.value for event in vobject.readOne(response.content.decode()).contents.get("vevent", [])}


def make(actor, **of):
    return services.make_feed(actor, NOW, TODAY, **of)


def test_a_feed_of_the_whole_partnership_is_the_units_and_holds_nothing_restricted(house):
    """notify.feed_is_shared, notify.feed_shows"""
    manager, _, _, lead = house
    _, token = make(manager, is_whole=True)
    assert titles(token) == {"Executive", "Return due: Police return", "Return due: Council return"}
    said = Client().get(f"/calendar/{token}.ics").content.decode().replace("\r\n ", "")
    assert "the whole partnership" in said
    assert "20261206" not in said
    with pytest.raises(Refused, match="made by the business unit"):
        make(lead, is_whole=True)
    assert Feed.objects.count() == 1


def test_a_feed_of_an_agency_is_its_leads_and_the_units(house):
    manager, police, council, lead = house
    for actor in (manager, lead):
        _, token = make(actor, agency_id=police.pk)
        assert titles(token) == {"Return due: Police return"}
    with pytest.raises(Refused, match="safeguarding lead"):
        make(lead, agency_id=council.pk)
    member = factories.acting(manager, factories.person_with(manager, Role.GROUP_MEMBER))
    with pytest.raises(Refused):
        make(member, agency_id=police.pk)
    elsewhere = factories.found("elsewhere")
    theirs = factories.an_agency(elsewhere, "Theirs")
    with pytest.raises(Refused, match="no such agency"):
        make(manager, agency_id=theirs.pk)
    auditor = factories.acting(manager, factories.person_with(manager, Role.SYSTEM_AUDITOR))
    with pytest.raises(NotPermitted):
        make(auditor, agency_id=police.pk)
    assert Feed.objects.count() == 2


def test_each_is_offered_what_they_may_have(house):
    manager, police, council, lead = house
    offered = [key for key, _ in queries.feeds_offered(manager, TODAY)]
    assert {"whole", f"agency:{police.pk}", f"agency:{council.pk}"} <= set(offered)
    assert [key for key, _ in queries.feeds_offered(lead, TODAY)] == [f"agency:{police.pk}"]


def test_a_shared_feed_ends_with_the_role_the_agency_or_a_word_of_the_unit(house):
    manager, police, _, lead = house
    feed, token = make(lead, agency_id=police.pk)
    assert [one.pk for one in queries.list_feeds(manager)] == [feed.pk]
    _, units = make(manager, is_whole=True)
    assert [one.pk for one in queries.list_feeds(lead)] == [feed.pk]
    with pytest.raises(Refused, match="no such feed"):
        services.revoke_feed(lead, NOW, Feed.objects.get(is_whole=True).pk)
    services.revoke_feed(manager, NOW, feed.pk)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404
    assert titles(units)
    lines = [line.did for line in trail.history(manager, "notify.feed", feed.pk)]
    assert lines == ["took a calendar feed away", "made a calendar feed"]
    _, again = make(lead, agency_id=police.pk)
    Membership.objects.filter(person_id=lead.user_id).update(ends_on=TODAY - timedelta(days=1))
    assert Client().get(f"/calendar/{again}.ics").status_code == 404


def test_a_feed_of_one_persons_own_is_nobody_elses_to_take_away(house):
    manager, _, _, lead = house
    feed, _ = make(lead)
    assert queries.find_feed(manager, feed.pk) is None
    with pytest.raises(Refused):
        services.revoke_feed(manager, NOW, feed.pk)
    assert Feed.objects.get(pk=feed.pk).revoked_at is None


def test_what_is_shown_to_several_is_never_restricted():
    open_one = Entry(TODAY, Sort.MEETING, uuid4(), "Open", "p")
    closed = Entry(TODAY, Sort.RISK_REVIEW, uuid4(), "Closed", "p", is_restricted=True)
    assert rules.shown_to_several([closed, open_one]) == [open_one]
    assert rules.may_feed_shared(None, (), True)
    assert not rules.may_feed_shared(None, (), False)


def test_with_every_app_at_work_no_part_b_risk_or_challenge_stands_in_a_shared_feed():
    place = a_house()
    manager = place.actor("manager")
    meeting = a_meeting(place)
    meetings.add_item(manager, NOW, TODAY, meeting.pk, title="Frank matter", part="B")
    meetings.issue_agenda(place.unit, NOW, meeting.pk)
    risks.raised(manager, place.group.pk, TODAY, title="Frank risk")
    challenges.raise_challenge(
        manager, NOW, TODAY, to_agency_id=place.agencies["police"].pk, text="Frank challenge",
        due_on=TODAY + timedelta(days=28), group_id=place.group.pk,
    )  # fmt: skip
    secret = documents.store_document(
        manager, NOW, upload=upload_of("a.pdf", pdf("a")), title="Frank paper", information_class="R"
    )  # fmt: skip
    documents.set_review(manager, NOW, TODAY, secret.pk, review_on=TODAY + timedelta(days=20))
    AccessReview.objects.create(
        partnership_id=manager.partnership_id, agency=place.agencies["police"], quarter_starts_on=date(2026, 10, 1),
        due_on=TODAY + timedelta(days=30), opened_at=NOW,
    )  # fmt: skip
    for of, expected in (({"is_whole": True}, "Executive"), ({"agency_id": place.agencies["police"].pk}, "Who acts")):
        _, token = make(manager, **of)
        said = Client().get(f"/calendar/{token}.ics").content.decode().replace("\r\n ", "")
        assert "Frank" not in said
        assert "restricted" not in said
        assert expected in said
    until = TODAY + timedelta(days=400)
    assert any("Frank" in one.title for one in forward_plan.entries(manager, TODAY, until))
