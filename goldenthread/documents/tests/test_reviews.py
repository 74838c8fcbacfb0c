"""When a document is looked at again: who sets it, who is asked, who sees it, and what a review does."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.actions.queries.reviewing import document_review_asks
from goldenthread.documents import queries, rules, services
from goldenthread.documents.models import Document
from goldenthread.documents.tests.factories import NOW, TODAY, Place, pdf, place, stored, upload_of
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.notify.queries import count_waiting
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db
SOON, LATE, FAR = TODAY + timedelta(days=10), TODAY - timedelta(days=3), TODAY + timedelta(days=200)
YEAR = timedelta(days=366)


def to_review(here: Place, actor: Actor | None = None, on: date = SOON, **fields: Any) -> Document:
    """A document whose review is due on a day, set while that day lay ahead."""
    document = stored(here.manager, **fields)
    set_on = min(TODAY, on)
    return services.set_review(
        here.manager, NOW, set_on, document.pk, review_on=on, reviewer_id=actor.user_id if actor else None
    )  # fmt: skip


def asked(*actors: Actor) -> list[tuple[Any, str]]:
    return [(actor.user_id, ask.title) for actor, ask in document_review_asks(actors, TODAY)]


def test_a_review_is_set_with_its_day_and_who_does_it_and_the_trail_says_so(here: Place) -> None:
    lead = here.actor(Role.AGENCY_LEAD)
    document = to_review(here, lead)
    assert (document.review_on, document.reviewer_id) == (SOON, lead.user_id)
    line = trail.history(here.manager, "documents.document", document.pk)[0]
    assert line.did == "set when this document is reviewed"
    assert "review by" in repr(line.details)
    assert "13 November 2026" in repr(line.details)
    ended = services.set_review(here.manager, NOW, TODAY, document.pk, review_on=None)
    assert (ended.review_on, ended.reviewer_id) == (None, None)
    assert asked(lead) == []


def test_who_reviews_is_its_owner_unless_told_and_must_read_and_change_it(here: Place) -> None:
    assert to_review(here).reviewer_id == here.manager.user_id
    lay, lead = here.actor(Role.LAY_MEMBER), here.actor(Role.AGENCY_LEAD)
    document = stored(here.manager)
    with pytest.raises(Refused, match="may not read and change") as refused:
        services.set_review(here.manager, NOW, TODAY, document.pk, review_on=SOON, reviewer_id=lay.user_id)
    assert refused.value.field == "reviewer_id"
    restricted = stored(here.manager, "Appraisal", information_class="R")
    with pytest.raises(Refused, match="may not read and change"):
        services.set_review(here.manager, NOW, TODAY, restricted.pk, review_on=SOON, reviewer_id=lead.user_id)
    names = dict(queries.reviewer_choices(here.manager, restricted, TODAY))
    assert lead.user_id not in names
    assert here.manager.user_id in names
    elsewhere = place("elsewhere").manager
    with pytest.raises(Refused):
        services.set_review(here.manager, NOW, TODAY, document.pk, review_on=SOON, reviewer_id=elsewhere.user_id)
    document.refresh_from_db()
    assert document.review_on is None


def test_only_owner_and_unit_set_a_review_and_nobody_elsewhere_knows_it(here: Place) -> None:
    document = to_review(here)
    with pytest.raises(Refused, match="Only its owner"):
        services.set_review(here.actor(Role.AGENCY_LEAD), NOW, TODAY, document.pk, review_on=FAR)
    with pytest.raises(NotPermitted):
        services.set_review(here.actor(Role.LAY_MEMBER), NOW, TODAY, document.pk, review_on=FAR)
    elsewhere = place("elsewhere").manager
    with pytest.raises(Refused, match="no such document"):
        services.set_review(elsewhere, NOW, TODAY, document.pk, review_on=FAR)
    with pytest.raises(Superseded):
        services.set_review(here.manager, NOW, TODAY, document.pk, 0, review_on=FAR)
    assert queries.reviews_ahead(elsewhere, TODAY, FAR) == []
    document.refresh_from_db()
    assert document.review_on == SOON


def test_whoever_reviews_is_asked_from_four_weeks_before_and_counted_from_the_day(here: Place) -> None:
    lead = here.actor(Role.AGENCY_LEAD)
    to_review(here, lead, on=LATE, title="Late")
    to_review(here, lead, on=SOON, title="Soon")
    to_review(here, lead, on=FAR, title="Far")
    assert asked(lead, here.manager) == [(lead.user_id, "Late"), (lead.user_id, "Soon")]
    assert [ask.urgency.value for _, ask in document_review_asks([lead], TODAY)] == ["now", "this_month"]
    assert count_waiting([lead], TODAY) == 1
    assert count_waiting([here.manager], TODAY) == 0


def test_what_is_restricted_goes_without_its_title_and_to_nobody_who_reads_it_no_more(here: Place) -> None:
    member = here.member()
    document = to_review(here, member, on=LATE, title="Frank", information_class="R", group_id=here.group_id)
    assert asked(member) == [(member.user_id, "")]
    [entry] = queries.reviews_ahead(member, LATE, SOON)
    assert entry.is_restricted
    assert queries.reviews_ahead(here.actor(Role.LAY_MEMBER), LATE, SOON) == []
    Document.objects.filter(pk=document.pk).update(group_id=None)
    assert asked(member) == []
    assert count_waiting([member], TODAY) == 0


def test_a_review_is_recorded_by_reviewer_owner_or_unit_and_sets_the_next(here: Place) -> None:
    """documents.may_review, documents.review_dates, documents.next_review"""
    lead = here.actor(Role.AGENCY_LEAD)
    document = to_review(here, lead, on=LATE)
    with pytest.raises(Refused, match="Whoever is to review"):
        services.review_document(here.actor(Role.GROUP_MEMBER), NOW, TODAY, document.pk, done_on=TODAY)
    for given, field in (({"done_on": SOON}, "done_on"), ({"done_on": TODAY, "next_on": TODAY}, "next_on")):
        with pytest.raises(Refused) as refused:
            services.review_document(lead, NOW, TODAY, document.pk, **given)
        assert refused.value.field == field
    done = services.review_document(lead, NOW, TODAY, document.pk, done_on=LATE, next_on=TODAY + YEAR, note="Sound")
    assert (done.reviewed_on, done.review_on, done.reviewer_id) == (LATE, TODAY + YEAR, lead.user_id)
    line = trail.history(here.manager, "documents.document", document.pk)[0]
    assert (line.did, line.reason) == ("reviewed this document", "Sound")
    assert asked(lead) == []
    last = services.review_document(here.manager, NOW, TODAY, document.pk, done_on=TODAY)
    assert (last.review_on, last.reviewer_id) == (None, None)
    with pytest.raises(Refused, match="No review"):
        services.review_document(here.manager, NOW, TODAY, document.pk, done_on=TODAY)


def test_a_newer_version_takes_the_review_over_and_can_be_what_came_of_it(here: Place) -> None:
    """documents.may_set_review"""
    lead = here.actor(Role.AGENCY_LEAD)
    document = to_review(here, lead, on=LATE)
    newer = services.replace_document(here.manager, NOW, document.pk, upload=upload_of("b.pdf", pdf("b")))
    assert (newer.review_on, newer.reviewer_id, newer.reviewed_on) == (LATE, lead.user_id, None)
    assert [ask.thing_id for _, ask in document_review_asks([lead], TODAY)] == [newer.pk]
    with pytest.raises(Refused, match="newer version"):
        services.set_review(here.manager, NOW, TODAY, document.pk, review_on=FAR)
    with pytest.raises(Refused, match="newer version"):
        services.review_document(here.manager, NOW, TODAY, document.pk, done_on=TODAY)
    with pytest.raises(Refused, match="later than today"):
        services.replace_document(
            here.manager, NOW, newer.pk, upload=upload_of("c.pdf", pdf("c")), next_review_on=TODAY
        )  # fmt: skip
    third = services.replace_document(
        here.manager, NOW, newer.pk, upload=upload_of("c.pdf", pdf("c")), next_review_on=TODAY + YEAR
    )  # fmt: skip
    assert (third.review_on, third.reviewed_on, third.reviewer_id) == (TODAY + YEAR, TODAY, lead.user_id)
    assert asked(lead) == []
    services.withdraw_document(here.manager, NOW, third.pk, "Out of date")
    assert queries.reviews_ahead(here.manager, LATE, TODAY + YEAR) == []


def test_a_day_that_is_over_is_not_set_but_may_stand_while_somebody_else_is_asked(here: Place) -> None:
    lead = here.actor(Role.AGENCY_LEAD)
    document = to_review(here, lead, on=LATE)
    again = services.set_review(here.manager, NOW, TODAY, document.pk, review_on=LATE)
    assert again.reviewer_id == here.manager.user_id
    with pytest.raises(Refused, match="today or later"):
        services.set_review(here.manager, NOW, TODAY, document.pk, review_on=LATE - timedelta(days=1))
    assert [rules.review_state(day, TODAY) for day in (None, LATE, TODAY, SOON, FAR)] == [
        "", "due", "due", "soon", "set",
    ]  # fmt: skip


@time_machine.travel(NOW, tick=False)
def test_the_pages_set_it_show_it_find_it_and_record_it(here: Place) -> None:
    lead = here.actor(Role.AGENCY_LEAD)
    document = stored(here.manager, "Threshold document")
    client = Client()
    client.force_login(User.objects.get(pk=here.manager.user_id))

    def at(name: str, *parts: Any) -> str:
        return reverse(f"documents:{name}", args=[here.slug, *parts])

    given = {"review_on-day": "3", "review_on-month": "11", "review_on-year": "2026", "reviewer_id": str(lead.user_id)}
    assert client.post(at("set_review", document.pk), {**given, "version": "1"}).status_code == 302
    page = client.get(at("show_document", document.pk)).content.decode()
    assert "Review due" in page
    assert "3 November 2026, Agency Lead" in page
    other = stored(here.manager, "Other paper")
    found = client.get(at("list_documents") + "?review=due").content.decode()
    assert "Threshold document" in found
    assert other.title not in found
    assert other.title in client.get(at("list_documents") + "?review=none").content.decode()
    theirs = Client()
    theirs.force_login(User.objects.get(pk=lead.user_id))
    assert "Threshold document" in theirs.get(reverse("my_work_everywhere")).content.decode()
    done = {"done_on-day": "2", "done_on-month": "11", "done_on-year": "2026", "note": "Sound"}
    assert theirs.post(at("review_document", document.pk), done).status_code == 302
    document.refresh_from_db()
    assert (document.reviewed_on, document.review_on) == (date(2026, 11, 2), None)
    assert theirs.get(at("review_document", document.pk)).status_code == 403
    assert theirs.post(at("set_review", document.pk), {"version": "3"}).status_code == 422
