"""The pages of the log: who opens them, what they say, and what they cost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.challenges import services
from goldenthread.challenges.models import Challenge
from goldenthread.challenges.tests.factories import Log, a_log
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.people.models import User
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
DATE = {"due_on-day": "1", "due_on-month": "3", "due_on-year": "2030"}


@pytest.fixture(autouse=True)
def _today(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def at(log: Log, path: str = "") -> str:
    return f"/{log.manager.partnership_slug}/challenges/{path}"


def test_raising_answering_closing_through_the_pages(log: Log) -> None:
    scrutineer, lead = browser(log.scrutineer), browser(log.lead)
    sent = {"kind": "challenge", "to": f"agency:{log.agency.pk}", "text": "Who comes?", **DATE}
    response = scrutineer.post(at(log, "raise/"), sent)
    made = Challenge.objects.get()
    assert response.url == at(log, f"{made.pk}/")
    page = lead.get(at(log, f"{made.pk}/")).content.decode()
    assert "Who comes?" in page
    assert "Close with an outcome" not in page
    day = {"answered_on-day": "22", "answered_on-month": "11", "answered_on-year": "2026"}
    lead.post(at(log, f"{made.pk}/answer/"), {"text": "We all do.", **day})
    page = scrutineer.get(at(log, f"{made.pk}/")).content.decode()
    assert "We all do." in page
    assert "Close with an outcome" in page
    scrutineer.post(at(log, f"{made.pk}/close/"), {"outcome": "accepted", "what_changed": "They come."})
    made.refresh_from_db()
    assert made.state == "closed"


def test_an_empty_form_says_what_is_missing(log: Log) -> None:
    response = browser(log.manager).post(at(log, "raise/"), {})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose the agency or the group" in page
    assert "Write what is put to them" in page


def test_a_missing_date_is_said_beside_it_and_words_are_kept(log: Log) -> None:
    sent = {"kind": "challenge", "to": f"agency:{log.agency.pk}", "text": "Who comes?"}
    response = browser(log.manager).post(at(log, "raise/"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Who comes?" in page
    assert "Enter the day by which the answer is due." in page


@pytest.mark.parametrize("page", ["", "answer/", "evidence/", "close/", "reopen/", "extend/"])
def test_what_one_may_not_read_is_no_page(log: Log, page: str) -> None:
    made = log.raised(group_id=None)
    for actor in (log.other_lead, a_log().manager):
        slug = actor.partnership_slug
        assert browser(actor).get(f"/{slug}/challenges/{made.pk}/{page}").status_code == 404


@pytest.mark.parametrize(("page", "status"), [("answer/", 200), ("evidence/", 200), ("close/", 403), ("reopen/", 403),
                                              ("extend/", 403)])  # fmt: skip
def test_those_asked_answer_and_do_not_judge(log: Log, page: str, status: int) -> None:
    made = log.raised()
    assert browser(log.lead).get(at(log, f"{made.pk}/{page}")).status_code == status


def test_opening_one_is_recorded_and_the_log_is_not(log: Log) -> None:
    made = log.raised()
    client = browser(log.chair)
    client.get(at(log))
    assert not Event.objects.filter(name="challenges.challenge.read").exists()
    client.get(at(log, f"{made.pk}/"))
    client.get(at(log, f"{made.pk}/"))
    assert Event.objects.filter(name="challenges.challenge.read").count() == 1


def test_only_the_unit_sees_in_the_history_who_read_it(log: Log) -> None:
    made = log.raised()
    browser(log.chair).get(at(log, f"{made.pk}/"))
    assert "opened this challenge" in browser(log.manager).get(at(log, f"{made.pk}/")).content.decode()
    assert "opened this challenge" not in browser(log.lead).get(at(log, f"{made.pk}/")).content.decode()


def test_the_file_holds_what_the_reader_may_read_and_is_marked(log: Log) -> None:
    log.raised(text="Mine to answer.", group_id=None)
    log.raised(text="Nothing of mine.", group_id=None, to_agency_id=log.other.pk)
    held = browser(log.lead).get(at(log, "?format=csv")).content.decode("utf-8-sig")
    assert "Mine to answer." in held
    assert "Nothing of mine." not in held


def test_evidence_that_one_may_not_open_is_counted(log: Log) -> None:
    made = log.raised()
    services.add_evidence(
        log.manager, NOW, TODAY, made.pk, claim="Most of them came", kind="statement", quadrant="qualitative",
        strength="weak", dated_on=TODAY, statement="Said so",
    )  # fmt: skip
    page = browser(log.sits(log.group)).get(at(log, f"{made.pk}/")).content.decode()
    assert "1 piece that you may not open" in page
    assert "/documents/evidence/" not in page


@pytest.mark.parametrize("column", ["number", "to", "raised", "due", "state"])
def test_the_log_can_be_put_in_order_by_every_column_and_narrowed(log: Log, column: str) -> None:
    log.raised()
    log.raised(to_group_id=log.asked_group.pk)
    client = browser(log.manager)
    for query in (f"sort={column}", f"sort=-{column}", f"sort={column}&overdue=on", f"to=group:{log.asked_group.pk}"):
        assert client.get(at(log, f"?{query}")).status_code == 200
    assert client.get(at(log, "?format=xlsx")).status_code == 200


def test_who_raises_one_chooses_only_among_groups_they_sit_on(log: Log) -> None:
    member = log.sits(log.group)
    offered = browser(member).get(at(log, "raise/")).context_data["form"].fields["group_id"].choices
    assert [name for _, name in offered] == ["Quality"]


def counted(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len([one for one in asked if "SAVEPOINT" not in one["sql"] and "django_session" not in one["sql"]])


def test_pages_cost_the_same_however_much_there_is(log: Log) -> None:
    made = log.raised(due_on=TODAY + timedelta(days=90))
    paths = [at(log), at(log, "raise/"), at(log, f"{made.pk}/"), at(log, f"{made.pk}/answer/")]
    clients = [browser(log.manager), browser(log.lead)]
    for client in clients:
        counted(client, paths[2])
    few = [counted(client, path) for client in clients for path in paths]
    for number in range(30):
        log.raised(text=f"Again {number}")
        services.extend_challenge(
            log.manager, NOW, TODAY, made.pk, due_on=TODAY + timedelta(days=91 + number), reason="Leave."
        )
    many = [counted(client, path) for client in clients for path in paths]
    assert many == few
    assert max(many) <= 15
