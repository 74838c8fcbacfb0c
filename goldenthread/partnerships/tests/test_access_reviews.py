"""The quarterly review of access: opened once, gone through by the agency's lead, and what follows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from goldenthread.kernel import jobs, periods
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.models import AccessReview
from goldenthread.partnerships.tests.browsing import text
from goldenthread.partnerships.tests.factories import (
    a_group,
    a_seat,
    acting,
    actor_with,
    an_agency,
    found,
    person_with,
)
from goldenthread.trail.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("posted")]


class Scene:
    """An agency with a lead, somebody in a seat, and somebody who has left; and an agency nobody acts for."""

    def __init__(self, unit) -> None:
        self.unit, self.now, self.today = unit, timezone.now(), timezone.localdate()
        self.trust = an_agency(unit, "Westmere Trust")
        self.nobodys = an_agency(unit, "Empty Agency")
        self.lead = person_with(unit, "agency_lead", agency_id=self.trust.pk, name="Pia Lead")
        seat = a_seat(unit, a_group(unit, "Neglect group"), "Trust seat", agency_id=self.trust.pk)
        self.sitting = person_with(unit, seat=seat.pk, name="Sam Seat")
        self.gone = person_with(unit, "group_member", agency_id=self.trust.pk, name="Gil Gone")
        person_with(unit, "business_manager")
        self.opened = services.open_access_reviews(unit, self.now)

    def answers(self, **changes):
        people = {"lead": self.lead, "sitting": self.sitting, "gone": self.gone}
        return {person.pk: changes.get(name, ("keep", "")) for name, person in people.items()}

    def finish(self, person, **changes):
        actor = acting(self.unit, person, self.today)
        return services.finish_access_review(actor, self.now, self.opened[0].pk, self.answers(**changes))


@pytest.fixture
def scene(unit) -> Scene:
    return Scene(unit)


def test_each_agency_with_people_gets_one_a_quarter_however_often_it_is_asked(scene):
    (review,) = scene.opened
    assert review.agency_id == scene.trust.pk
    assert review.quarter_starts_on == periods.quarter_of(scene.today).starts_on
    assert review.due_on == max(review.quarter_starts_on, scene.today) + timedelta(days=28)
    assert services.open_access_reviews(scene.unit, scene.now) == []
    later = scene.now + timedelta(days=92)
    assert len(services.open_access_reviews(scene.unit, later)) == 1
    assert Event.objects.filter(name="partnerships.accessreview.opened").count() == 2


def test_the_timer_opens_them_in_every_partnership(scene):
    other = found("larkshire")
    person_with(other, "agency_lead", agency_id=an_agency(other).pk)
    (job,) = [job for job in jobs.registered() if job.name == "open_access_reviews"]
    assert job.run(scene.now, scene.today) == "1 reviews of access were opened."
    assert job.run(scene.now, scene.today) == ""


def test_the_lead_keeps_changes_and_tells_who_left(scene):
    elsewhere = found("larkshire")
    an_agency(elsewhere, agency=scene.trust, name="Westmere Trust")
    person_with(elsewhere, "group_member", agency_id=scene.trust.pk, person=scene.gone)
    done = scene.finish(scene.lead, gone=("left", ""), sitting=("change", "Moves to the adults' group"))
    assert (done.done_by_id, done.on_behalf) == (scene.lead.pk, False)
    assert {(line.person.name, line.answer) for line in done.lines.all()} == {
        ("Pia Lead", "keep"), ("Sam Seat", "change"), ("Gil Gone", "left"),
    }  # fmt: skip
    assert queries.actor_for(scene.gone.pk, "heronsea", scene.today) is None
    assert queries.actor_for(scene.gone.pk, "larkshire", scene.today) is None
    asked = queries.changes_asked_for(scene.unit, scene.now - timedelta(days=1))
    assert [(line.person.name, line.reason) for line in asked] == [("Sam Seat", "Moves to the adults' group")]
    event = Event.objects.get(name="partnerships.accessreview.finished")
    assert (event.after["keep"], event.after["change"], event.after["left"]) == (1, 1, 1)


def test_the_unit_answers_on_behalf_and_its_name_is_kept(scene):
    officer = person_with(scene.unit, "unit_officer", name="Tess Vale")
    done = scene.finish(officer, gone=("left", ""))
    assert (done.on_behalf, done.done_by) == (True, officer)
    (line,) = queries.list_access_reviews(scene.unit, scene.today)
    assert (line.state, line.done_by, line.on_behalf) == ("done", "Tess Vale", True)


def test_a_review_finished_after_midnight_in_london_was_done_that_day(scene):
    done = scene.finish(scene.lead)
    AccessReview.objects.filter(pk=done.pk).update(done_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    (line,) = queries.list_access_reviews(scene.unit, scene.today)
    assert line.done_on == date(2026, 7, 1)


def test_only_its_own_lead_or_the_unit_goes_through_it(scene):
    other = person_with(scene.unit, "agency_lead", agency_id=an_agency(scene.unit).pk)
    with pytest.raises(NotPermitted):
        scene.finish(other)
    assert queries.show_access_review(acting(scene.unit, other), scene.opened[0].pk, scene.today) is None
    assert queries.list_access_reviews(acting(scene.unit, other), scene.today) == []
    with pytest.raises(NotPermitted):
        scene.finish(person_with(scene.unit, "group_member"))


def test_everybody_is_answered_for_and_it_is_done_once(scene):
    with pytest.raises(Refused, match="what should change for Sam Seat"):
        scene.finish(scene.lead, sitting=("change", " "))
    with pytest.raises(Refused, match="listed answers"):
        scene.finish(scene.lead, sitting=("perhaps", ""))
    new = person_with(scene.unit, "group_member", agency_id=scene.trust.pk, name="Nia New")
    with pytest.raises(Refused, match="Nia New"):
        scene.finish(scene.lead)
    Scene.answers = lambda self, **changes: {
        **{person.pk: ("keep", "") for person in (self.lead, self.sitting, self.gone)}, new.pk: ("keep", ""),
    }  # fmt: skip
    scene.finish(scene.lead)
    with pytest.raises(Refused, match="finished already"):
        scene.finish(scene.lead)


def test_leads_are_asked_for_their_reviews_in_every_partnership(scene, django_assert_num_queries):
    owed = queries.access_reviews_owed([scene.lead.pk, scene.sitting.pk], scene.today)
    (one,) = owed[scene.lead.pk]
    assert (one.agency, one.due_on) == ("Westmere Trust", scene.opened[0].due_on)
    assert one.path == f"/heronsea/access-reviews/{scene.opened[0].pk}/"
    assert scene.sitting.pk not in owed
    for number in range(4):
        other = found()
        an_agency(other, agency=scene.trust, name="Westmere Trust")
        person_with(other, "agency_lead", agency_id=scene.trust.pk, person=scene.lead)
        services.open_access_reviews(other, scene.now)
        with django_assert_num_queries(1):
            assert len(queries.access_reviews_owed([scene.lead.pk], scene.today)[scene.lead.pk]) == number + 2
    scene.finish(scene.lead)
    assert len(queries.access_reviews_owed([scene.lead.pk], scene.today)[scene.lead.pk]) == 4


def test_the_lead_goes_through_it_on_the_page(scene, sign_in):
    browser = sign_in(scene.lead)
    path = f"/heronsea/access-reviews/{scene.opened[0].pk}/"
    assert "Westmere Trust" in text(browser.get("/heronsea/access-reviews/"))
    said = text(browser.get(path))
    assert "Trust seat, Neglect group" in said
    empty = browser.post(path, {})
    assert empty.status_code == 422
    assert "Say what should become of what Gil Gone holds" in text(empty)
    sent = {f"answer_{person.pk}": "keep" for person in (scene.lead, scene.sitting)}
    worded = browser.post(path, {**sent, f"answer_{scene.gone.pk}": "change"})
    assert "What should change for Gil Gone: say it in a few words" in text(worded)
    done = browser.post(path, {**sent, f"answer_{scene.gone.pk}": "left"}, follow=True)
    assert "The review for Westmere Trust is done. Thank you." in text(done)
    assert "They have left" in text(browser.get(path))
    assert AccessReview.objects.get().done_by == scene.lead


def test_overdue_ones_are_counted_for_the_business_manager(scene, manager):
    AccessReview.objects.update(due_on=scene.today - timedelta(days=1))
    assert "1 review is overdue." in text(manager.get("/heronsea/access-reviews/"))


def test_an_auditor_reads_reviews_and_is_offered_nothing(scene, sign_in):
    auditor = sign_in(person_with(scene.unit, "system_auditor"))
    path = f"/heronsea/access-reviews/{scene.opened[0].pk}/"
    said = text(auditor.get(path))
    assert "Gil Gone" in said
    assert "Finish the review" not in said
    auditor.post(path, {f"answer_{scene.gone.pk}": "left"})
    assert AccessReview.objects.get().done_at is None
    with pytest.raises(NotPermitted):
        services.open_access_reviews(actor_with(scene.unit, "system_auditor"), scene.now)
