"""Messages and asks for tests, and real servers that take messages: one for mail, one that speaks as GOV.UK Notify."""

import json
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import jwt
from aiosmtpd.controller import Controller

from goldenthread.kernel.letters import Letter
from goldenthread.notify import rules
from goldenthread.notify.models import Message
from goldenthread.notify.rules import LONDON
from goldenthread.notify.services import posting

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
NIGHT = datetime(2026, 11, 23, 21, 0, tzinfo=LONDON)

SERVICE, SECRET = str(uuid.uuid4()), str(uuid.uuid4())
KEY = f"test-{SERVICE}-{SECRET}"
TEMPLATE = str(uuid.uuid4())


def later(**parts: float) -> datetime:
    """So long after `NOW`."""
    return NOW + timedelta(**parts)


def ask(partnership: Any, title: str = "Publish the toolkit", due_in: int | None = -12, **changed: Any) -> rules.Ask:
    """One ask of a partnership (an actor), due so many days from Monday; restricted with an empty title."""
    due_on = None if due_in is None else MONDAY + timedelta(days=due_in)
    urgency = rules.Urgency.NOW if due_in is not None and due_in < 0 else rules.Urgency.THIS_MONTH
    given: dict[str, Any] = {
        "kind": "actions.action", "thing_id": uuid.uuid4(), "partnership_id": partnership.partnership_id,
        "partnership_name": partnership.partnership_name, "title": title, "why": "overdue by 12 days",
        "urgency": urgency, "path": f"/{partnership.partnership_slug}/actions/1/", "due_on": due_on,
    }  # fmt: skip
    return rules.Ask(**{**given, **changed})


@dataclass
class Asking:
    """A source of asks as an app registers one: what each person is asked for, and how often it was asked."""

    of: dict[UUID, list[rules.Ask]] = field(default_factory=dict)
    times: int = 0

    def put(self, person: Any, *asks: rules.Ask) -> None:
        """Ask a person for these things too."""
        self.of.setdefault(person.pk, []).extend(asks)

    def source(self) -> rules.Source:
        """As registered."""

        def asks(people: Any, today: date) -> dict[UUID, list[rules.Ask]]:
            self.times += 1
            return {person: self.of[person] for person in people if person in self.of}

        return rules.Source("test", asks, lambda person, one, now: f"/answer/{person}-{now:%Y%m%d}/")


def letter(key: str = "", address: str = "amina@example.org", **changed: Any) -> Letter:
    """A letter that any app may have written."""
    given = {"kind": "people.invitation", "subject": "Your account", "body": "Come in: https://gt.example/in/abc/\n"}
    return Letter(address=address, key=key or str(uuid.uuid4()), **{**given, **changed})


def posted(now: datetime = NOW, **changed: Any) -> Message:
    """A letter in the outbox."""
    one = letter(**changed)
    posting.post(one, now)
    return Message.objects.get(key=one.key)


class PostOffice:
    """A mail server that keeps what it takes. `rcpt` and `data` may answer otherwise for one message."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.rcpt: Callable[[str], str] = lambda address: ""
        self.data: Callable[[Any], str] = lambda envelope: ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take the address, or say what `rcpt` says."""
        refused = self.rcpt(address)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the message, unless `data` says otherwise; "break off" keeps it and says nothing."""
        said = self.data(envelope)
        if said == "break off":
            self.received.append(envelope)
            server.transport.abort()
            return "421 gone"
        if not said:
            self.received.append(envelope)
        return said or "250 OK queued as 1"

    @property
    def addresses(self) -> list[str]:
        """To whom messages came, in order."""
        return [address for envelope in self.received for address in envelope.rcpt_tos]


@contextmanager
def post_office() -> Iterator[tuple[PostOffice, int]]:
    """A mail server on a free port of this machine."""
    office = PostOffice()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(office, hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    try:
        yield office, port
    finally:
        controller.stop()


class NotifyServer:
    """What GOV.UK Notify documents of its API, as far as e-mail goes. `next_answers` come before the usual ones.

    An answer is a status and words; "kept" keeps the message although the answer says that something broke.
    """

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.next_answers: list[tuple[int, str]] = []
        self.asked: list[str] = []
        self.url = ""

    def keep(self, told: dict[str, Any]) -> dict[str, Any]:
        """Keep a message and give its answer."""
        one = {
            "id": str(uuid.uuid4()), "reference": told.get("reference"), "email_address": told["email_address"],
            "status": "created", "personalisation": told["personalisation"],
        }  # fmt: skip
        self.kept[one["id"]] = one
        return one

    def post(self, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer `POST /v2/notifications/email`."""
        if told.get("template_id") != TEMPLATE:
            return 400, _error(400, "BadRequestError", "Template not found")
        if set(told.get("personalisation", {})) != {"subject", "body"}:
            return 400, _error(400, "BadRequestError", "Missing personalisation: subject, body")
        if "@" not in told.get("email_address", "").strip("@"):
            return 400, _error(400, "ValidationError", "email_address Not a valid email address")
        if self.next_answers:
            status, words = self.next_answers.pop(0)
            if words == "kept":
                self.keep(told)
            if status:
                return status, _error(status, "Exception", words)
            return 0, {}
        return 201, self.keep(told)

    def get(self, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """Answer `GET /v2/notifications` and `/v2/notifications/<id>`."""
        self.asked.append(path)
        if path == "/v2/notifications":
            found = [one for one in self.kept.values() if one["reference"] in query.get("reference", [])]
            return 200, {"notifications": found, "links": {"current": path}}
        one = self.kept.get(path.rpartition("/")[2])
        return (200, one) if one else (404, _error(404, "NoResultFound", "No result found"))


def _error(status: int, kind: str, words: str) -> dict[str, Any]:
    return {"status_code": status, "errors": [{"error": kind, "message": words}]}


@contextmanager
def notify_server() -> Iterator[NotifyServer]:
    """A server that speaks as GOV.UK Notify on a free port of this machine, and checks the key."""
    notify = NotifyServer()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Print nothing."""

        def answer(self, act: Callable[[], tuple[int, dict[str, Any]]]) -> None:
            try:
                token = self.headers["Authorization"].removeprefix("Bearer ")
                assert jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})["iss"] == SERVICE
            except (jwt.InvalidTokenError, AssertionError):
                status, told = 403, _error(403, "AuthError", "Invalid token: API key not found")
            else:
                status, told = act()
            if not status:  # Hang up without a word.
                self.connection.close()
                return
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.answer(lambda: notify.post(told))

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self.answer(lambda: notify.get(parts.path, parse_qs(parts.query)))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    notify.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield notify
    finally:
        server.shutdown()
        server.server_close()
