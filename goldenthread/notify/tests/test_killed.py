"""Processes that deliver are really killed in mid-send, against a real mail server: nothing is lost or sent twice.

Each process is `goldenthread deliver_messages` on a database of its own, so that what it commits is really committed.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from goldenthread.notify.tests.factories import PostOffice, post_office
from tests import databases

ROOT = Path(settings.BASE_DIR)
RUN = [sys.executable, "-c", "from goldenthread.config.command import main; main()"]
INSERT = """
    INSERT INTO notify_message (id, kind, key, address, subject, body, urgent, lets_in, state, attempts,
        next_attempt_at,
        carrier, carrier_id, error, created_at)
    SELECT gen_random_uuid(), 'people.invitation', 'k' || n, 'p' || n || '@example.org', 'Subject', 'Body', true, false,
        'queued', 0, now(), '', '', '', now() FROM generate_series(1, %s) n"""


@dataclass
class Outbox:
    """A database with an outbox in it, and how to run the program on it."""

    database: str
    host: str
    port: int
    office: PostOffice

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement and commit it."""
        with psycopg.connect(dbname=self.database, user="postgres", host=self.host, autocommit=True) as connection:
            done = connection.execute(statement, values)
            return done.fetchall() if done.description else []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start the program."""
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
            "GOLDENTHREAD_ENVIRONMENT": "development",
            "GOLDENTHREAD_DATABASE": self.database,
            "GOLDENTHREAD_DATA": str(settings.DATA_DIR),
            "GOLDENTHREAD_SECRET_KEY": "killed-only-" + "x" * 50,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.port}",
        }
        return subprocess.Popen([*RUN, *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)

    def deliver(self) -> None:
        """Deliver to the end."""
        assert self.start("deliver_messages").wait(timeout=120) == 0

    def states(self) -> Counter[str]:
        """How many messages are in each state."""
        return Counter(dict(self.sql("SELECT state, count(*) FROM notify_message GROUP BY state")))

    def leases_run_out(self) -> None:
        """Ten minutes pass."""
        self.sql("UPDATE notify_message SET claimed_until = now() - interval '1 second' WHERE state = 'sending'")


@pytest.fixture(scope="module")
def database(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """A database of its own with every table, for each test worker."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name, host = f"killed_{worker}", databases.host()
    databases.replace(name, databases.empty())
    yield name, host
    with psycopg.connect(dbname="postgres", user="postgres", host=host, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def outbox(database: tuple[str, str]) -> Iterator[Outbox]:
    """An outbox of 30 messages and a mail server that would take them."""
    with post_office() as (office, port):
        found = Outbox(*database, port, office)
        found.sql("TRUNCATE notify_message CASCADE")
        found.sql(INSERT, 30)
        yield found


class Moment:
    """Stops the mail server at one message until told to go on, and lets the test wait until it is there."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0
        self.reached, self.go_on = threading.Event(), threading.Event()

    def __call__(self, what: Any) -> str:
        self.count += 1
        if self.count == self.at:
            self.reached.set()
            # The server's own loop stands still meanwhile, as a slow server's would.
            self.go_on.wait(timeout=60)
        return ""


def kill_at(outbox: Outbox, moment: Moment) -> None:
    process = outbox.start("deliver_messages")
    assert moment.reached.wait(timeout=60), "The process never came to the moment at which to kill it."
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=20) == -signal.SIGKILL
    moment.go_on.set()
    time.sleep(0.3)


def test_killed_before_the_text_was_given_everything_is_sent_once(outbox: Outbox) -> None:
    outbox.office.rcpt = moment = Moment(at=12)
    kill_at(outbox, moment)
    assert outbox.states()["sent"] == 11
    assert outbox.states()["sending"] == 9, "The rest of what it had claimed."
    outbox.leases_run_out()
    outbox.deliver()
    assert outbox.states() == {"sent": 30}
    assert Counter(outbox.office.addresses) == {f"p{number}@example.org": 1 for number in range(1, 31)}


def test_killed_after_the_server_took_the_text_nothing_is_sent_twice_and_the_doubt_is_told(outbox: Outbox) -> None:
    moment = Moment(at=7)

    def take_it_and_keep_silent(envelope: Any) -> str:
        if moment.count == moment.at - 1:
            # The server has the message; its answer never reaches anybody.
            outbox.office.received.append(envelope)
            moment(envelope)
            return "250 OK, but nobody hears"
        return moment(envelope)

    outbox.office.data = take_it_and_keep_silent
    kill_at(outbox, moment)
    assert outbox.states()["sent"] == 6
    outbox.leases_run_out()
    outbox.deliver()
    assert outbox.states() == {"sent": 29, "in_doubt": 1}
    assert Counter(outbox.office.addresses) == {f"p{number}@example.org": 1 for number in range(1, 31)}
    outbox.deliver()
    assert len(outbox.office.received) == 30


def test_processes_killed_again_and_again_at_any_moment_lose_nothing_and_send_nothing_twice(outbox: Outbox) -> None:
    outbox.office.data = lambda envelope: time.sleep(0.03) or ""  # type: ignore[func-returns-value]
    for _ in range(4):
        before = len(outbox.office.received)
        process = outbox.start("deliver_messages")
        deadline = time.monotonic() + 60
        while len(outbox.office.received) < before + 3 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=20)
        time.sleep(0.2)
        outbox.leases_run_out()
    outbox.deliver()
    outbox.leases_run_out()
    outbox.deliver()
    states = outbox.states()
    assert states.total() == 30
    assert set(states) <= {"sent", "in_doubt"}
    got = Counter(outbox.office.addresses)
    assert max(got.values()) == 1
    sent = {address for (address,) in outbox.sql("SELECT address FROM notify_message WHERE state = 'sent'")}
    assert sent <= set(got), "Something counts as sent that never came."
    doubtful = {address for (address,) in outbox.sql("SELECT address FROM notify_message WHERE state = 'in_doubt'")}
    assert set(got) - sent <= doubtful


def test_two_processes_at_once_send_each_message_once(outbox: Outbox) -> None:
    outbox.sql("TRUNCATE notify_message CASCADE")
    outbox.sql(INSERT, 200)
    processes = [outbox.start("deliver_messages") for _ in range(2)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    assert outbox.states() == {"sent": 200}
    assert Counter(outbox.office.addresses) == {f"p{number}@example.org": 1 for number in range(1, 201)}
