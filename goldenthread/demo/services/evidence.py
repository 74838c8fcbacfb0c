"""Evidence for what is not an action: a plan, a priority, an objective or a measure."""

from datetime import date, datetime
from typing import Any

from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.files import make_file
from goldenthread.demo.services.world import World
from goldenthread.documents import services as documents
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref


def kind_of_evidence(told: dict[str, Any]) -> str:
    """What a piece of evidence rests on: a document, a link or a statement."""
    if "file" in told or "document" in told:
        return "document"
    return "link" if "link" in told else "statement"


def plan_evidence(world: World, kind: str, key: str, pieces: list[dict[str, Any]]) -> None:
    """Put each piece of evidence on the agenda, tied to what it is for."""
    for piece in pieces:
        world.agenda.add(world.calendar.day(piece), _gives(world, kind, key, piece))


def _gives(world: World, kind: str, key: str, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        actor = world.actor(told["by"], today)
        document_id = world.ids.get(f"document:{told.get('document', '')}")
        if "file" in told:
            upload = make_file(world.calendar, told, "OFFICIAL")
            document_id = documents.store_document(actor, now, upload=upload, title=told["heading"]).pk
        agency = world.ids.get(f"agency:{told.get('agency', '')}")
        piece = documents.add_evidence(
            actor, now, claim=told["shows"], kind=kind_of_evidence(told), quadrant=told["of"],
            strength=told["strength"], dated_on=today, document_id=document_id, url=told.get("link", ""),
            statement=told.get("statement", ""), agency_id=agency,
        )  # fmt: skip
        threads.tie(actor, now, LinkKind.EVIDENCES, Ref("documents.evidenceitem", piece.pk), world.ref(kind, key))

    return step
