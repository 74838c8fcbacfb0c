"""What the forward plan brings to an agenda: the reports due to the group, and reviews before its next meeting."""

from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.documents import services as documents
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.meetings import services
from goldenthread.meetings.models import AgendaItem, Meeting
from goldenthread.meetings.rules import Quorum
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.returns.tests.factories import House, a_house, an_obligation

pytestmark = pytest.mark.django_db
MEETS = date(2027, 1, 27)


@pytest.fixture
def house() -> House:
    """An executive, and a group that reports to it every month."""
    made = a_house()
    an_obligation(made, rhythm=Rhythm(Beat.MONTHS, weekday=2, nth=2), starts_on=date(2026, 12, 1))
    return made


def a_meeting(house: House, on: date) -> Meeting:
    return services.add_meeting(
        house.unit, NOW, group_id=house.executive.pk, title="Executive", on=on, starts_time=time(10), quorum=Quorum()
    )


def proposed(house: House, meeting: Meeting) -> dict[str, AgendaItem]:
    return {one.title: one for one in services.propose_agenda(house.unit, NOW, meeting.pk) if one.source == "ahead"}


def test_the_reports_due_since_the_last_meeting_are_one_item_that_names_them(house: House):
    a_meeting(house, MEETS - timedelta(weeks=4))
    meeting = a_meeting(house, MEETS)
    items = proposed(house, meeting)
    assert list(items) == ["Reports due to this meeting"]
    # Of 9 December, 13 January and 10 February only the second falls between the two meetings.
    assert items["Reports due to this meeting"].text.split("\n") == ["Quality group: Report of the quality group"]
    # Proposed once more, nothing comes twice.
    assert proposed(house, meeting) == {}


def test_what_a_group_owes_itself_is_no_item_of_its_own_meeting(house: House):
    own = services.add_meeting(
        house.unit, NOW, group_id=house.quality.pk, title="Quality", on=MEETS, starts_time=time(10), quorum=Quorum()
    )
    assert proposed(house, own) == {}


def test_reviews_before_the_next_meeting_stand_each_by_itself_and_none_is_restricted(house: House):
    meeting = a_meeting(house, MEETS)
    a_meeting(house, MEETS + timedelta(weeks=8))
    for title, kind, day in (
        ("Information sharing agreement", "G", MEETS + timedelta(days=20)),
        ("Serious incident protocol", "R", MEETS + timedelta(days=20)),
        ("Induction pack", "G", MEETS + timedelta(weeks=9)),
    ):
        stored = documents.store_document(
            house.unit, NOW, upload=SimpleUploadedFile("paper.txt", b"Words."), title=title, information_class=kind,
            group_id=house.executive.pk,
        )  # fmt: skip
        documents.set_review(house.unit, NOW, TODAY, stored.pk, review_on=day, reviewer_id=house.manager.user_id)
    items = [title for title in proposed(house, meeting) if title != "Reports due to this meeting"]
    assert items == ["Review of a document: Information sharing agreement, 16 February 2027"]
