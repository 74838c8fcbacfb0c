"""Add evidence to an action, and rate what difference it made and how strong the evidence is."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from goldenthread.actions.models import Action, Rating
from goldenthread.actions.permissions import UPDATE, may_contribute, may_rate, may_update
from goldenthread.actions.queries.lines import EVIDENCE, KIND
from goldenthread.actions.rules import Strength, Voice, impact_word
from goldenthread.actions.services.locking import groups_reported_to, locked, permit, tell
from goldenthread.actions.services.saying import contributes, rate
from goldenthread.documents import services as documents
from goldenthread.documents.models import EvidenceItem
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.threads import queries as thread_queries
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref


@transaction.atomic
def rate_impact(actor: Actor, now: datetime, today: date, action_id: UUID, *, value: str, reason: str = "") -> Rating:
    """Rate what difference it made and return the rating. The chair's word is shown before the lead's.

    "Evidenced" needs evidence, and every claim a sentence. Raises `NotPermitted` and `Refused`.
    """
    action = locked(actor, action_id)
    voice = _voice(actor, action)
    insist(impact_word(value, evidence_count(actor, action), reason), "reason" if reason.strip() == "" else "value")
    rating = rate(actor, now, action, Rating.Axis.IMPACT, voice, value, reason)
    before = {"impact": action.impact}
    if _has_the_say(action.impact_rating, voice):
        action.impact, action.impact_rating = value, rating
        action.save()
    tell(actor, now, "impact_rated", action, before, {"impact": value}, reason.strip())
    return rating


@transaction.atomic
def rate_evidence(actor: Actor, now: datetime, today: date, action_id: UUID, *, value: str, reason: str = "") -> Rating:
    """Rate how strong the evidence is as a whole and return the rating. The chair's word is shown before the lead's.

    Raises `NotPermitted`, and `Refused` where there is no evidence to rate or no reason is given.
    """
    action = locked(actor, action_id)
    voice = _voice(actor, action)
    if value not in set(Strength) - {Strength.NONE}:
        raise Refused("Choose how strong the evidence is.", "value")
    if not evidence_count(actor, action):
        raise Refused("There is no evidence to rate yet. Add some first.", "value")
    if not reason.strip():
        raise Refused("Say in a sentence what makes it so strong or so weak.", "reason")
    rating = rate(actor, now, action, Rating.Axis.EVIDENCE, voice, value, reason)
    before = {"evidence_strength": action.evidence_strength}
    if _has_the_say(action.evidence_rating, voice):
        action.evidence_strength, action.evidence_rating = value, rating
        action.save()
    tell(actor, now, "evidence_rated", action, before, {"evidence_strength": value}, reason.strip())
    return rating


def _voice(actor: Actor, action: Action) -> Voice:
    """The chair's voice for those who may rate, the owner's for the lead. Raises `NotPermitted` for others."""
    if may_rate(actor, action, groups_reported_to(action)):
        return Voice.CHAIR
    permit(actor, UPDATE, may_update(actor, action))
    return Voice.OWNER


def _has_the_say(standing: Rating | None, voice: Voice) -> bool:
    return standing is None or voice == Voice.CHAIR or standing.voice != Voice.CHAIR


def evidence_count(actor: Actor, action: Action) -> int:
    """How many pieces of evidence are tied to the action and not withdrawn, whoever may read them. Two queries."""
    tied = thread_queries.sources(actor, LinkKind.EVIDENCES, KIND, [action.pk], EVIDENCE).get(action.pk, [])
    return EvidenceItem.objects.within(actor).standing().filter(pk__in=tied).count()


@transaction.atomic
def add_evidence(
    actor: Actor,
    now: datetime,
    today: date,
    action_id: UUID,
    *,
    claim: str,
    kind: str,
    quadrant: str,
    strength: str,
    dated_on: date,
    upload: UploadedFile | None = None,
    url: str = "",
    statement: str = "",
    title: str = "",
    information_class: str = "",
) -> Any:
    """Add a piece of evidence (a file, an address or a statement), tie it to the action and return it.

    It takes the action's class unless another is given. Raises `NotPermitted`, and `Refused` from `documents` for a
    file that is not what it says.
    """
    action = locked(actor, action_id)
    permit(actor, UPDATE, may_contribute(actor, action, contributes(actor, action)) or _oversees(actor, action))
    marked = information_class or action.information_class
    document_id = None
    if kind == "document":
        if upload is None:
            raise Refused("Choose the file that shows it.", "upload")
        stored = documents.store_document(
            actor, now, upload=upload, title=title.strip() or claim.strip(), information_class=marked
        )
        document_id = stored.pk
    piece = documents.add_evidence(
        actor, now, claim=claim, kind=kind, quadrant=quadrant, strength=strength, dated_on=dated_on,
        document_id=document_id, url=url, statement=statement, information_class=marked,
    )  # fmt: skip
    threads.tie(actor, now, LinkKind.EVIDENCES, Ref(EVIDENCE, piece.pk), Ref(KIND, action.pk))
    tell(actor, now, "evidence_added", action, after={"evidence": claim.strip()})
    return piece


def _oversees(actor: Actor, action: Action) -> bool:
    return may_rate(actor, action, groups_reported_to(action))
