"""The count beside My work, worked out in one query, is what My work lists as wanted now; for everybody."""

from django.utils import timezone

from goldenthread.notify.queries import count_waiting
from goldenthread.notify.rules import asked_on_my_work, sources
from goldenthread.partnerships.queries import actors_of_people
from goldenthread.people.models import User
from goldenthread.returns.models import Return


def test_every_app_that_asks_on_my_work_is_counted():
    assert [source.key for source in sources() if source.button and not source.waits] == []


def test_what_is_counted_is_what_is_listed(site):
    today = timezone.localdate()
    people = actors_of_people(list(User.objects.values_list("pk", flat=True)), today)
    counted, listed, asked = {}, {}, set()
    for person, actors in people.items():
        wanted = [(source.key, ask) for source, _, ask in asked_on_my_work(actors, today) if ask.urgency == "now"]
        counted[person], listed[person] = count_waiting(actors, today), len(wanted)
        asked |= {key for key, _ in wanted}
    assert counted == listed
    # In the demonstration, each of these has something to ask of somebody today.
    assert asked >= {"returns", "report_requests", "returns_to_check", "challenges", "risks", "minutes"}


def test_the_count_is_of_today_and_not_of_the_last_time(site):
    """Its words are kept for each set of rights; what it finds never is."""
    today = timezone.localdate()
    person, actors = next(
        (person, actors)
        for person, actors in actors_of_people(list(User.objects.values_list("pk", flat=True)), today).items()
        if any(source.key == "returns" for source, _, ask in asked_on_my_work(actors, today) if ask.urgency == "now")
    )
    before = count_waiting(actors, today)
    Return.objects.filter(state__in=["not_started", "draft"]).update(state="excused")
    assert count_waiting(actors, today) < before, person
