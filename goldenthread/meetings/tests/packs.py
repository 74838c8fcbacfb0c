"""What tests of packs share: a meeting with something in both parts, and what its packs say."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from goldenthread.meetings import queries, services
from goldenthread.meetings.models import AgendaItem, Meeting, Pack
from goldenthread.meetings.tests.factories import NOW, TODAY, House, a_meeting
from goldenthread.rendering.tests.packs import partners_pdf

SECRET = "Appraisal of the scrutineer"


def signed(house: House, who: str) -> Client:
    client = Client()
    client.force_login(house.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(house: House, name: str, *parts: Any) -> str:
    return reverse(f"meetings:{name}", args=[house.unit.partnership_slug, *parts])


def item(house: House, meeting: Meeting, title: str, **fields: Any) -> AgendaItem:
    return services.add_item(house.actor("manager"), NOW, TODAY, meeting.pk, title=title, **fields)


def paper(house: House, on: AgendaItem, title: str = "Front door figures", **fields: Any) -> Any:
    given = {"body": "The backlog fell by a third.", "summary": "Fewer waits", **fields}
    return services.add_paper(house.actor("manager"), NOW, TODAY, on.pk, title=title, **given)


def issue(house: House, meeting: Meeting, who: str = "manager", **more: Any) -> list[Pack]:
    return services.issue_pack(house.actor(who), NOW, TODAY, meeting.pk, **more)


def supplement(house: House, meeting: Meeting, who: str = "manager") -> list[Pack]:
    return services.issue_supplement(house.actor(who), NOW, TODAY, meeting.pk)


def words_of(pack: Pack) -> str:
    with pack.file.open("rb") as file:
        reader = PdfReader(BytesIO(file.read()))
    said = [page.extract_text() for page in reader.pages]
    outline = repr(reader.outline) + repr(reader.metadata) + repr(sorted(reader.named_destinations))
    return " ".join(" ".join([*said, outline]).replace("\u200b", "").split())


def given(house: House, who: str, meeting: Meeting) -> list[tuple[str, int]]:
    return [(one.variant, one.number) for one in queries.list_packs(house.actor(who), meeting.pk)]


def a_ready_meeting(house: House) -> Meeting:
    """An issued agenda: an item without a paper, one with text and a PDF, and one of part B with a file."""
    meeting = a_meeting(house)
    item(house, meeting, "Welcome")
    neglect = item(house, meeting, "Neglect", purpose="decide")
    paper(house, neglect, decision_sought="Agree the toolkit")
    upload = SimpleUploadedFile("audit.pdf", partners_pdf(2), content_type="application/pdf")
    paper(house, neglect, "Audit of neglect", upload=upload, body="")
    secret = item(house, meeting, SECRET, part="B", text="What was said of them")
    upload = SimpleUploadedFile("frank.txt", b"Frank words", content_type="text/plain")
    paper(house, secret, "Frank appraisal", upload=upload, body="", summary="Frank summary")
    services.issue_agenda(house.unit, NOW, meeting.pk)
    return meeting
