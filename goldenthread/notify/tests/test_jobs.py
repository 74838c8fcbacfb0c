"""What the timer and the command do, and that the app takes letters and enters its jobs."""

import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.urls import reverse

from goldenthread.kernel import jobs, letters
from goldenthread.notify.models import Message
from goldenthread.notify.services.posting import post
from goldenthread.notify.tests.factories import MONDAY, NOW, Asking, PostOffice, ask, posted

pytestmark = pytest.mark.django_db


def job(name: str) -> jobs.Job:
    return next(one for one in jobs.registered() if one.name == name)


def test_letters_of_any_app_come_to_the_outbox():
    assert [post] == letters._POSTS


def test_the_timer_makes_digests_and_delivers_them_and_says_so_once(unit, amina, asking: Asking, office: PostOffice):
    asking.put(amina, ask(unit))
    make, deliver = job("notify.digests"), job("notify.messages")
    assert make.run(NOW, MONDAY) == "1 digest made."
    assert make.run(NOW, MONDAY) == ""
    assert deliver.run(NOW, MONDAY) == "1 sent."
    assert deliver.run(NOW, MONDAY) == ""
    assert office.addresses == ["amina@example.org"]


def test_the_command_delivers_at_most_so_many_and_says_what_came_of_it(office: PostOffice, capsys):
    for number in range(3):
        posted(address=f"p{number}@example.org", urgent=True)
    office.rcpt = lambda address: "450 4.2.1 Busy" if address.startswith("p1") else ""
    call_command("deliver_messages", limit=2)
    assert Message.objects.filter(state="queued", attempts=0).count() == 1
    call_command("deliver_messages")
    call_command("deliver_messages")
    printed = capsys.readouterr().out.splitlines()
    said = Counter[str]()
    for number, what in re.findall(r"(\d+) (sent|put off)", " ".join(printed[:2])):
        said[what] += int(number)
    assert said == {"sent": 2, "put off": 1}
    assert printed[2] == "Nothing waits to be sent at this hour."


def test_a_digest_leads_to_the_page_of_all_ones_work_where_there_is_one(unit, amina, asking: Asking, monkeypatch):
    from goldenthread.notify.queries import links

    asking.put(amina, ask(unit))
    monkeypatch.setattr(links, "MY_WORK", "your_account")
    job("notify.digests").run(NOW, MONDAY)
    assert f"on one page: http://localhost:8000{reverse('your_account')}" in Message.objects.get().body
