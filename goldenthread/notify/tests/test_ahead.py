"""The forward plan as a page, and as a feed that shows its owner what they may see and nobody anything else."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
import time_machine
import vobject
from django.test import Client

from goldenthread.kernel import forward_plan
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.notify import rules
from goldenthread.notify.models import Feed
from goldenthread.partnerships import services as partnerships
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(monkeypatch):
    """A partnership, two groups, somebody on one of them, and an app that keeps three dates."""
    unit = factories.found()
    mine, other = factories.a_group(unit, "Neglect group"), factories.a_group(unit, "Learning group")
    member = factories.person_with(unit, seat=factories.a_seat(unit, mine).pk)
    here = unit.partnership_id

    def find(actor, since, until):
        if actor.partnership_id != here:
            return []
        at = datetime(2026, 12, 2, 14, tzinfo=UTC)
        page = {"page": "partnerships:show_group"}
        rows = [
            Entry(date(2026, 12, 2), Sort.MEETING, uuid4(), "Neglect meets", parts={"group": mine.pk}, **page,
                  group_ids=frozenset([mine.pk]), starts_at=at, ends_at=at + timedelta(hours=2), place="Room 4"),
            Entry(date(2026, 12, 9), Sort.REPORT, uuid4(), "Report on learning", parts={"group": other.pk}, **page,
                  who="Learning group", to="Board", group_ids=frozenset([other.pk])),
            Entry(date(2027, 1, 6), Sort.RISK_REVIEW, uuid4(), "Zebra risk", parts={"group": mine.pk}, **page,
                  group_ids=frozenset([mine.pk]), is_restricted=True),
        ]  # fmt: skip
        return [one for one in rows if since <= one.on <= until]

    monkeypatch.setattr(forward_plan, "_FINDERS", {"test": find})
    return unit, mine, other, member


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_year_is_shown_month_by_month_and_narrowed_by_group_sort_and_oneself(house):
    unit, mine, other, member = house
    client, here = browser(member), f"/{unit.partnership_slug}/forward-plan/"
    page = client.get(here).content.decode()
    assert "3 dates" in page.lower() or "3 dates" in page
    assert page.index("December 2026") < page.index("January 2027")
    assert "2pm to 4pm" in page
    assert "Report on learning" not in client.get(f"{here}?mine=yes").content.decode()
    assert "Neglect meets" not in client.get(f"{here}?group_id={other.pk}").content.decode()
    only = client.get(f"{here}?sorts=report").content.decode()
    assert "Report on learning" in only
    assert "Neglect meets" not in only
    empty = client.get(f"{here}?from=2031-01").content.decode()
    assert "No date stands from 1 January 2031 to 31 December 2031" in empty
    assert "as far ahead as their series are planned" in empty
    assert client.get(f"{here}?from=never").status_code == 200
    assert mine.name in page


def test_the_year_and_the_filters_keep_each_other_in_every_address(house):
    unit, mine, _, member = house
    client, here = browser(member), f"/{unit.partnership_slug}/forward-plan/"
    page = client.get(f"{here}?from=2026-12&group_id={mine.pk}&sorts=meeting")
    state = page.context_data["state"]
    assert dict(state.query) == {"from": "2026-12", "group_id": str(mine.pk), "sorts": "meeting"}
    for link in [*(one["href"] for one in state.downloads), *(f"{one.href}&" for one in state.chips[1:])]:
        assert "from=2026-12" in link
    assert f"group_id={mine.pk}" in page.context_data["later"]
    assert "from=2027-12" in page.context_data["later"]
    assert '<option value="2026-12" selected>' in page.content.decode()
    said = client.get(f"{here}?from=2027-01&format=csv").content.decode()
    assert "Zebra risk" in said
    assert "Neglect meets" not in said
    narrowed = client.get(f"{here}?from=2031-01&sorts=meeting").content.decode()
    assert "matches these filters" in narrowed
    assert client.get(f"{here}?from=2026-12&group_id=never").status_code == 200


def test_the_plan_can_be_taken_away_as_a_file_marked_by_what_it_holds(house):
    unit, _, _, member = house
    client, here = browser(member), f"/{unit.partnership_slug}/forward-plan/?format="
    assert "Report on learning" in client.get(f"{here}csv").content.decode()
    sheet = openpyxl.load_workbook(BytesIO(client.get(f"{here}xlsx").content)).active
    said = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "Report on learning" in said
    assert "OFFICIAL-SENSITIVE" in f"{said} {sheet.oddFooter.center.text} {sheet.oddHeader.center.text}"


def made(client: Client, slug: str, **fields) -> str:
    """The address of a new feed as its page shows it, within the service."""
    response = client.post(f"/{slug}/forward-plan/feeds/", fields, follow=True)
    page = response.content.decode()
    return "/calendar/" + page.partition("/calendar/")[2].partition(".ics")[0] + ".ics"


def events(client: Client, address: str) -> dict:
    response = client.get(address)
    assert response.status_code == 200
    feed = vobject.readOne(response.content.decode())
    return {event.summary.value: event for event in feed.contents.get("vevent", [])}


def test_a_feed_holds_what_concerns_its_owner_and_of_what_is_restricted_only_the_day(house):
    unit, _, _, member = house
    client = browser(member)
    address = made(client, unit.partnership_slug)
    found = events(Client(), address)
    assert set(found) == {"Neglect meets", "Review of risks (restricted: open it to read it)"}
    assert found["Neglect meets"].location.value == "Room 4"
    assert "Zebra" not in Client().get(address).content.decode()
    assert "Zebra" in client.get(f"/{unit.partnership_slug}/forward-plan/").content.decode()


def test_a_feed_of_a_group_is_for_those_who_sit_on_it_and_the_unit(house):
    unit, mine, other, member = house
    address = made(browser(member), unit.partnership_slug, what=f"group:{mine.pk}")
    assert len(events(Client(), address)) == 2
    refused = browser(member).post(f"/{unit.partnership_slug}/forward-plan/feeds/", {"what": f"group:{other.pk}"})
    assert refused.status_code == 422
    manager = factories.person_with(unit, Role.BUSINESS_MANAGER)
    address = made(browser(manager), unit.partnership_slug, what=f"group:{other.pk}")
    assert set(events(Client(), address)) == {"Report due: Report on learning"}


def test_a_feed_ends_when_it_is_taken_away_when_its_owner_leaves_and_for_wrong_tokens(house):
    unit, _, _, member = house
    client = browser(member)
    address = made(client, unit.partnership_slug)
    assert Client().get(address.replace(".ics", "x.ics")).status_code == 404
    assert Client().post(address).status_code == 404
    feed = Feed.objects.get()
    stranger = browser(factories.person_with(unit, Role.GROUP_MEMBER))
    assert stranger.post(f"/{unit.partnership_slug}/forward-plan/feeds/{feed.pk}/take-away/").status_code == 404
    assert client.post(f"/{unit.partnership_slug}/forward-plan/feeds/{feed.pk}/take-away/").status_code == 302
    assert Client().get(address).status_code == 404
    again = made(client, unit.partnership_slug)
    assert len(events(Client(), again)) == 2
    held = member.seats_held.get()
    partnerships.leave_seat(unit, NOW, held.pk, ends_on=TODAY - timedelta(days=1))
    assert Client().get(again).status_code == 404


def test_the_address_is_shown_once_and_only_its_hash_is_kept(house):
    unit, _, _, member = house
    client = browser(member)
    address = made(client, unit.partnership_slug)
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    feed = Feed.objects.get()
    assert token not in feed.token_hash
    assert feed.token_hash == rules.feed_hash(token)
    here = f"/{unit.partnership_slug}/forward-plan/feeds/new/"
    assert client.post(here).status_code == 302
    assert client.get(here).status_code == 302


def test_reading_a_feed_is_kept_once_a_day(house):
    unit, _, _, member = house
    address = made(browser(member), unit.partnership_slug)
    for _ in range(3):
        Client().get(address)
    assert Feed.objects.get().read_on == TODAY
    page = browser(member).get(f"/{unit.partnership_slug}/forward-plan/feeds/").content.decode()
    assert "22 Nov 2026" in page


def test_rules_of_what_is_wanted(house):
    # notify.concerns, notify.wanted_ahead, notify.feed_is_ones_own
    unit, mine, _, member = house
    actor = factories.acting(unit, member)
    theirs = Entry(TODAY, Sort.RETURN, uuid4(), "T", "p", person_ids=frozenset([member.pk]))
    agency = Entry(TODAY, Sort.RETURN, uuid4(), "A", "p", agency_ids=frozenset([uuid4()]))
    group = Entry(TODAY, Sort.MEETING, uuid4(), "G", "p", group_ids=frozenset([mine.pk]))
    assert [rules.concerns(one, actor) for one in (theirs, agency, group)] == [True, False, True]
    assert rules.wanted_of([theirs, agency, group], rules.Wanted(sorts=["return"]), actor) == [theirs, agency]
    assert bool(rules.may_feed(mine.pk, [mine.pk], False))
    assert not rules.may_feed(mine.pk, [], False)
    assert bool(rules.may_feed(mine.pk, [], True))
    assert [month.label for month in rules.by_month([], date(2026, 11, 30), 3)] == [
        "November 2026", "December 2026", "January 2027",
    ]  # fmt: skip


@pytest.mark.parametrize("far", ["9999-12", "0001-01", "2026-13", "soon"])
def test_a_month_nobody_plans_for_shows_this_year(house, far: str):
    unit, _, _, member = house
    page = browser(member).get(f"/{unit.partnership_slug}/forward-plan/?from={far}")
    assert page.status_code == 200
    assert page.context_data["since"] == TODAY.replace(day=1)


def test_a_feed_of_a_group_ends_with_the_group(house):
    unit, mine, _, _ = house
    address = made(
        browser(factories.person_with(unit, Role.BUSINESS_MANAGER)), unit.partnership_slug, what=f"group:{mine.pk}"
    )
    assert Client().get(address).status_code == 200
    Group.objects.filter(pk=mine.pk).update(ends_on=TODAY - timedelta(days=1))
    assert Client().get(address).status_code == 404
