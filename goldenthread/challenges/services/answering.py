"""Answer a challenge and say what shows it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from goldenthread.challenges import rules
from goldenthread.challenges.models import Challenge
from goldenthread.challenges.permissions import ANSWER, is_asked, may_answer
from goldenthread.challenges.queries.names import addressee_name
from goldenthread.challenges.rules import State, Turn
from goldenthread.challenges.services._writing import EVIDENCE, KIND, keep, locked, standing, turn_of
from goldenthread.documents import services as documents
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist
from goldenthread.partnerships import queries as partnerships
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

NOT_ASKED = "Whoever leads for the challenged agency, chairs the challenged group, or the business unit can do this."


@transaction.atomic
def answer_challenge(
    actor: Actor, now: datetime, today: date, challenge_id: UUID, *, text: str, answered_on: date | None = None
) -> Challenge:
    """Record the answer to a challenge and return it. The unit records on behalf of those who were asked.

    `answered_on` is the day the answer was given where it was recorded later. Raises `Refused` for an empty answer, a
    day that is not between the raising and today, and a challenge that does not wait for one; `NotPermitted` for
    those who were not asked.
    """
    actor.must(ANSWER)
    challenge, on_behalf = _asked(actor, today, challenge_id)
    insist(rules.may_become(challenge.state, State.ANSWERED))
    if not text.strip():
        raise Refused("Write the answer.", "text")
    day = answered_on or today
    if not challenge.raised_on <= day <= today:
        raise Refused("The day of the answer must lie between the day of the challenge and today.", "answered_on")
    before = standing(challenge)
    challenge.state, challenge.answered_on = State.ANSWERED, day
    turn = turn_of(actor, now, today, challenge, Turn.ANSWERED, text, on_behalf_of=on_behalf)
    turn.said_on = day
    keep(actor, now, challenge, before, turn)
    return challenge


def _asked(actor: Actor, today: date, challenge_id: UUID) -> tuple[Challenge, str]:
    """A challenge under lock for those who may answer it, and for whom the unit speaks where it does."""
    challenge = locked(actor, challenge_id)
    led = partnerships.led_agencies(actor, today)
    if not may_answer(actor, challenge, led):
        raise NotPermitted(NOT_ASKED)
    return challenge, "" if is_asked(actor, challenge, led) else addressee_name(actor, challenge, today)


@transaction.atomic
def add_evidence(
    actor: Actor,
    now: datetime,
    today: date,
    challenge_id: UUID,
    *,
    claim: str,
    kind: str,
    quadrant: str,
    strength: str,
    dated_on: date,
    upload: UploadedFile | None = None,
    url: str = "",
    statement: str = "",
) -> Any:
    """Add a piece of evidence to a challenge, of the restricted class as the challenge is, and return the evidence.

    Raises `NotPermitted` for those who were not asked, and `Refused` for whatever `documents` declines.
    """
    actor.must(ANSWER)
    challenge, on_behalf = _asked(actor, today, challenge_id)
    document_id = None
    if kind == "document":
        if upload is None:
            raise Refused("Choose the file that shows it.", "upload")
        # Of no group: those who only attend a group would otherwise read it in the library.
        stored = documents.store_document(actor, now, upload=upload, title=claim.strip(), information_class="R")
        document_id = stored.pk
    piece = documents.add_evidence(
        actor, now, claim=claim, kind=kind, quadrant=quadrant, strength=strength, dated_on=dated_on,
        document_id=document_id, url=url, statement=statement, information_class="R",
    )  # fmt: skip
    threads.tie(actor, now, LinkKind.EVIDENCES, Ref(EVIDENCE, piece.pk), Ref(KIND, challenge.pk))
    before = standing(challenge)
    keep(actor, now, challenge, before, turn_of(actor, now, today, challenge, Turn.EVIDENCED, claim,
                                                on_behalf_of=on_behalf))  # fmt: skip
    return piece
