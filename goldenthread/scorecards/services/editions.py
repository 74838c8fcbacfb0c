"""Freeze a scorecard for a meeting, and put what was frozen on an agenda."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import Max

from goldenthread.documents import services as documents
from goldenthread.documents.rules.agendas import PutOn, agendas
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.scorecards.models import Commentary, CommentaryRequest, Scorecard, ScorecardEdition
from goldenthread.scorecards.permissions import FREEZE
from goldenthread.scorecards.rules.signals import stand_out
from goldenthread.trail import services as trail


@transaction.atomic
def freeze_scorecard(
    actor: Actor, now: datetime, scorecard_id: UUID, *, number: int, title: str, content: Mapping[str, Any],
    upload: File,
) -> ScorecardEdition:  # fmt: skip
    """Keep a scorecard as it stands, with its file in the library, and return the edition.

    Raises `Refused` while something signals of which nobody said what it means and nobody is asked, where another
    edition of that number was frozen meanwhile, and where there is no figure.
    """
    actor.must(FREEZE)
    rows = Scorecard.objects.within(actor).select_for_update(of=("self",))
    scorecard = cast("Scorecard | None", rows.filter(pk=scorecard_id).first())
    if scorecard is None:
        raise Refused("There is no such scorecard in this partnership.")
    if number != next_number(scorecard):
        raise Refused("Somebody froze an edition a moment ago. Look at it first.")
    if not any(line["figures"] for line in content["lines"]):
        raise Refused("There is no figure to freeze yet.")
    _insist_said(actor, content)
    document = documents.store_document(
        actor, now, upload=upload, title=title, information_class="G", group_id=scorecard.group_id,
        description=f"Frozen from the scorecard “{scorecard.title}”; figures to {content['period']}.",
    )  # fmt: skip
    made = ScorecardEdition.objects.create(
        partnership_id=actor.partnership_id, scorecard=scorecard, number=number, period=content["period"],
        ends_on=date.fromisoformat(content["until"]), content=dict(content), document=document, frozen_at=now,
        signals=sum(1 for line in content["lines"] if line["signals"]), frozen_by=actor.name,
    )  # fmt: skip
    after = {"number": number, "period": made.period, "signals": made.signals}
    trail.record(actor, "scorecards.scorecard.frozen", scorecard, after=after, now=now)
    return made


def next_number(scorecard: Scorecard) -> int:
    """The number of the next edition of a scorecard."""
    newest = scorecard.editions.aggregate(newest=Max("number"))["newest"]
    return int(newest or 0) + 1


def _insist_said(actor: Actor, content: Mapping[str, Any]) -> None:
    """Every line that signals has commentary, or says of whom it is asked: both as they stand, not as they are told."""
    wanted = [line for line in content["lines"] if line["signals"]]
    ids = [UUID(line["id"]) for line in wanted]
    said = set(_keys(Commentary.objects.within(actor).filter(indicator_id__in=ids, current=True)))
    asked = set(_keys(CommentaryRequest.objects.within(actor).filter(indicator_id__in=ids, answered_on__isnull=True)))
    missing = [
        line["code"]
        for line in wanted
        if not (
            (line["commentary"] and (line["id"], line["ends_on"]) in said)
            or (line["asked"] and (line["id"], line["ends_on"]) in asked)
        )
    ]
    if missing:
        raise Refused(
            f"Nobody has said what {', '.join(missing)} {'means' if len(missing) == 1 else 'mean'}, and nobody is "
            "asked. Ask the agencies first, or say it."
        )


def _keys(rows: Any) -> list[tuple[str, str]]:
    return [(str(key), day.isoformat()) for key, day in rows.values_list("indicator_id", "ends_on")]


@transaction.atomic
def put_on_agenda(actor: Actor, now: datetime, today: date, edition_id: UUID, meeting_id: UUID) -> PutOn:
    """Put an edition on a meeting's agenda as a paper, and say where. Raises `Refused` as adding a paper does."""
    actor.must(FREEZE)
    rows = ScorecardEdition.objects.within(actor).select_for_update(of=("self",)).select_related("scorecard")
    edition = cast("ScorecardEdition | None", rows.filter(pk=edition_id).first())
    offered = agendas()
    if edition is None or edition.document_id is None:
        raise Refused("There is no such edition in this partnership.")
    if offered is None or meeting_id not in dict(offered.meetings(actor, today, None)):
        raise Refused("Choose a meeting to come whose agenda you keep.", "meeting_id")
    lines = edition.content["lines"]
    counted = stand_out([[one["key"] for one in line["signals"]] for line in lines], len(lines))
    put = offered.put(
        actor, now, today, meeting_id, edition.document_id, f"{edition.scorecard.title}: {edition.period}",
        f"Edition {edition.number}, figures to {edition.period}. {counted}".strip(),
        f"The scorecard was frozen on {edition.frozen_at:%d/%m/%Y}, when its figures were in.",
    )  # fmt: skip
    edition.meeting = put.meeting
    edition.save(update_fields=["meeting"])
    after = {"number": edition.number, "meeting": put.meeting}
    trail.record(actor, "scorecards.scorecard.put_on_agenda", edition.scorecard, after=after, now=now)
    return put
