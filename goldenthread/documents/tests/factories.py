"""A partnership with people of every role, and files of every sort."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.documents import services
from goldenthread.documents.models import Document, EvidenceItem
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as founding
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 3)


@dataclass(frozen=True)
class Place:
    """A partnership, the actor of its business manager, and a group."""

    slug: str
    manager: Actor
    group_id: UUID

    def actor(self, role: str, email: str = "") -> Actor:
        """A person with one role here, made if need be, as they act."""
        address = email or f"a.{role}@{self.slug}.example"
        person = User.objects.filter(email=address).first()
        if person is None:
            person = founding.add_person(self.manager, NOW, email=address, name=role.replace("_", " ").title())
            founding.grant_role(self.manager, NOW, role=role, person_id=person.pk)
        found = partnerships.actor_for(person.pk, self.slug, TODAY)
        assert found is not None
        return found

    def member(self, email: str = "member@example.org") -> Actor:
        """An agency lead who also sits on the group."""
        actor = self.actor(Role.AGENCY_LEAD, email)
        seat = founding.add_seat(self.manager, NOW, self.group_id, title="Health")
        assert actor.user_id is not None
        founding.hold_seat(self.manager, NOW, seat.pk, person_id=actor.user_id, starts_on=date(2026, 4, 1))
        found = partnerships.actor_for(actor.user_id, self.slug, TODAY)
        assert found is not None
        return found


def place(slug: str = "wexcombe") -> Place:
    """Found a partnership with a business manager and a group."""
    founder = founding.founding_actor()
    name = f"{slug.title()} Safeguarding Partnership"
    founding.found_partnership(founder, NOW, slug=slug, name=name, second_step_roles=[])
    group = founding.add_group(founder, NOW, name="Quality and learning", kind="subgroup")
    first = Place(slug, replace(founder, partnership_slug=slug), group.pk)
    return replace(first, manager=first.actor(Role.BUSINESS_MANAGER))


def stored(actor: Actor, title: str = "Dip sample of neglect files", **fields: Any) -> Document:
    """A document in the library."""
    upload = fields.pop("upload", None) or upload_of("sample.pdf", pdf(title))
    return services.store_document(actor, fields.pop("now", NOW), upload=upload, title=title, **fields)


def evidence(actor: Actor, claim: str = "Chronologies are in 18 of 20 files", **fields: Any) -> EvidenceItem:
    """A piece of evidence, somebody's word unless told otherwise."""
    rests = {"kind": "statement", "statement": "Said at the October meeting"} if "kind" not in fields else {}
    answers = {"quadrant": "qualitative", "strength": "moderate", "dated_on": date(2026, 10, 1), **rests, **fields}
    return services.add_evidence(actor, NOW, claim=claim, **answers)


def upload_of(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it, whose name Django has not yet cleaned."""
    upload = SimpleUploadedFile("plain", content)
    upload._name = name
    return upload


def pdf(words: str = "", inside: bytes = b"") -> bytes:
    """A small whole PDF."""
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\n" + words.encode() + inside + b"\n%%EOF\n"


def png() -> bytes:
    """A picture of one white dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    """The beginning and the end of a photograph."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x11" * 50 + b"\xff\xd9"


MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
MIME = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def package(kind: str, extra: dict[str, bytes] | None = None, types: bytes = b"<Types/>") -> bytes:
    """An Office or OpenDocument file with its main part and any others."""
    parts: dict[str, bytes] = {}
    if kind in MAIN:
        parts = {"[Content_Types].xml": types, MAIN[kind]: b"<w/>" * 50}
    elif kind in MIME:
        mime = f"application/vnd.oasis.opendocument.{MIME[kind]}".encode()
        parts = {"mimetype": mime, "content.xml": b"<office/>", "META-INF/manifest.xml": b"<m/>"}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {**parts, **(extra or {})}.items():
            made.writestr(name, content)
    return held.getvalue()


WHOLE: dict[str, bytes] = {
    "pdf": pdf(),
    "docx": package("docx"),
    "xlsx": package("xlsx"),
    "pptx": package("pptx"),
    "odt": package("odt"),
    "ods": package("ods"),
    "odp": package("odp"),
    "csv": "Agency,Count\nHealth,7\n".encode("utf-16"),
    "txt": "Café notes".encode("latin-1"),
    "png": png(),
    "jpg": jpeg(),
    "jpeg": jpeg(),
}
