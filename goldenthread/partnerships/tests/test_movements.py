"""The page of who is joining, moving and leaving, and what the pages of access cost at two sizes of data."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.partnerships import services
from goldenthread.partnerships.tests.browsing import text
from goldenthread.partnerships.tests.factories import an_agency, person_with
from goldenthread.people.models import User
from tests.visiting import NOT_COUNTED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("posted")]


def seen(*people: User, ago: int = 1) -> None:
    User.objects.filter(pk__in=[person.pk for person in people]).update(last_login=timezone.now() - timedelta(days=ago))


def test_each_is_listed_once_with_the_one_thing_to_do(unit, manager):
    today = timezone.localdate()
    police = an_agency(unit, "Westmere Police")
    steady = person_with(unit, "lay_member", name="Steady Hand")
    silent = person_with(unit, "agency_lead", agency_id=police.pk, name="Silent Sid")
    moving = person_with(unit, "lay_member", name="Moving May")
    seen(steady, moving)
    seen(silent, ago=200)
    person_with(unit, "analyst", person=moving, starts_on=today - timedelta(days=3))
    person_with(unit, "group_member", name="Never Nell")
    coming = person_with(unit, "group_member", name="Coming Cy", starts_on=today + timedelta(days=9))
    services.send_invitation(unit, timezone.now(), coming.pk)
    page = text(manager.get("/heronsea/movements/"))
    joining, moving_part, leaving = (page.split(f">{word} (")[1] for word in ("Joining", "Moving", "Leaving"))
    assert "Steady Hand" not in page
    assert "Coming Cy" in joining.split(">Moving (")[0]
    assert "Send it again" in joining
    assert "Never Nell" in joining
    assert "Send an invitation" in joining
    assert "Moving May" in moving_part.split(">Leaving (")[0]
    assert "Silent Sid" in leaving
    assert f"/heronsea/people/{silent.pk}/left/{police.pk}/" in leaving


def test_an_agency_that_left_leaves_people_to_be_ended(unit, manager):
    police = an_agency(unit, "Westmere Police")
    person = person_with(unit, "agency_lead", agency_id=police.pk, name="Left Over")
    seen(person)
    yesterday = timezone.localdate() - timedelta(days=1)
    services.end_participation(unit, timezone.now(), police.pk, ends_on=yesterday)
    page = text(manager.get("/heronsea/movements/"))
    assert "Still holds something for an agency that takes part no longer." in page
    path = f"/heronsea/people/{person.pk}/left/{police.pk}/"
    assert path in page
    assert "every other partnership" not in text(manager.get(path))


def test_it_is_for_the_business_unit(unit, member, sign_in):
    assert member.get("/heronsea/movements/").status_code == 403
    officer = sign_in(person_with(unit, "unit_officer"))
    person_with(unit, "group_member", name="Never Nell")
    page = text(officer.get("/heronsea/movements/"))
    assert "Never Nell" in page
    # A button that one may not press is not shown.
    assert "Send an invitation" not in page


PAGES = ("movements/", "invitations/", "access-reviews/", "access-reviews/{review}/", "people/{person}/",
         "people/{person}/left/{agency}/", "about/sign-in/", "people/{person}/sign-out/")  # fmt: skip


def cost(client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len([query for query in caught if not NOT_COUNTED.search(query["sql"])])


def test_no_page_costs_more_than_fifteen_queries_or_more_with_more_rows(unit, manager):
    now = timezone.now()
    agency = an_agency(unit, "Westmere Police")
    first = person_with(unit, "agency_lead", agency_id=agency.pk)
    services.choose_second_steps(unit, now, roles=["agency_lead"])
    (review,) = services.open_access_reviews(unit, now)
    paths = [f"/heronsea/{page.format(review=review.pk, person=first.pk, agency=agency.pk)}" for page in PAGES]
    few = {path: cost(manager, path) for path in paths}
    for number in range(12):
        other = an_agency(unit, f"Agency {number}")
        person_with(unit, "group_member", agency_id=agency.pk)
        newcomer = person_with(unit, "agency_lead", agency_id=other.pk)
        services.send_invitation(unit, now, newcomer.pk)
    services.open_access_reviews(unit, now)
    many = {path: cost(manager, path) for path in paths}
    assert {path: many[path] for path in paths if many[path] > few[path]} == {}
    assert {path: count for path, count in many.items() if count > 15} == {}
