"""The log as a list, one challenge as its page shows it, and what the log adds up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldenthread.challenges import permissions, rules
from goldenthread.challenges.models import Challenge, ChallengeTurn
from goldenthread.challenges.queries.names import addressee
from goldenthread.challenges.rules import Counted, Figures, Kind, State, days_late, stage
from goldenthread.documents import queries as documents
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.trail import queries as trail

KIND, EVIDENCE = "challenges.challenge", "documents.evidenceitem"


def list_challenges(
    actor: Actor,
    today: date,
    *,
    words: str = "",
    kind: str = "",
    states: Sequence[str] = (),
    overdue: bool = False,
    to: str = "",
    raised_as: str = "",
) -> QuerySet[Any]:
    """What the actor may read of the log, newest first, as a queryset to order and page.

    `to` is "agency:id" or "group:id". Each row has `to_name`.
    """
    found = Challenge.objects.visible(actor).select_related("to_group", "group").annotate(to_name=addressee(today))
    for word in words.split():
        said = ChallengeTurn.objects.filter(challenge_id=OuterRef("pk"), text__icontains=word)
        found = found.filter(Q(text__icontains=word) | Q(why__icontains=word) | Exists(said))
    if kind:
        found = found.filter(kind=kind)
    if states:
        found = found.filter(state__in=states)
    if overdue:
        found = found.filter(state=State.OPEN, due_on__lt=today)
    of, _, key = to.partition(":")
    if of in ("agency", "group") and key:
        found = found.filter(**{f"to_{of}_id": key})
    if raised_as:
        found = found.filter(raised_as=raised_as)
    return found


def raised_between(actor: Actor, group_id: UUID, since: date, until: date) -> list[Challenge]:
    """What was raised in a group or put to it between two days, as far as the actor may read it. One query."""
    rows = Challenge.objects.visible(actor).filter(Q(group_id=group_id) | Q(to_group_id=group_id))
    return list(rows.filter(raised_on__range=(since, until)).order_by("raised_on", "number"))


def addressees(actor: Actor, today: date) -> list[tuple[str, str]]:
    """Those to whom challenges the actor may read are put, as ("agency:id", name), by name. One query."""
    rows = Challenge.objects.visible(actor).order_by().annotate(name=addressee(today))
    pairs = rows.values_list("to_agency_id", "to_group_id", "name").distinct()
    found = [(f"agency:{agency}" if agency else f"group:{group}", name or "") for agency, group, name in pairs]
    return sorted(found, key=lambda one: one[1].lower())


def count_figures(actor: Actor, today: date) -> Figures:
    """What the challenges the actor may read add up to (BP14). Three queries."""
    rows = list(
        Challenge.objects.visible(actor).filter(kind=Kind.CHALLENGE)
        .order_by().values_list("pk", "state", "due_on", "answered_on")
    )  # fmt: skip
    tied = threads.sources(actor, LinkKind.EVIDENCES, KIND, [row[0] for row in rows], EVIDENCE)
    # That a piece stands is no secret to whoever may read the challenge; what it says is not told here.
    stands = documents.standing_quadrants(actor)
    return rules.figures(
        (
            Counted(state, due_on, answered_on, any(piece in stands for piece in tied.get(key, ())))
            for key, state, due_on, answered_on in rows
        ),
        today,
    )


@dataclass(frozen=True)
class Shown:
    """One challenge with everything said about it, what shows it, its history, and what this actor may do."""

    challenge: Any
    to_name: str
    stage: str
    late: int
    turns: list[ChallengeTurn]
    evidence: list[Any]
    evidence_unseen: int
    about: list[Any]
    history: list[trail.Line]
    may_answer: bool
    may_judge: bool
    is_for_another: bool

    @property
    def ref(self) -> Ref:
        """How the thread knows it."""
        return Ref(KIND, self.challenge.pk)


def show_challenge(actor: Actor, challenge_id: UUID, today: date) -> Shown | None:
    """One challenge the actor may read, as its page shows it, or None. Eight queries at most."""
    challenge = find_challenge(actor, challenge_id, today)
    if challenge is None:
        return None
    led = partnerships.led_agencies(actor, today)
    links = threads.walk(actor, Ref(KIND, challenge.pk))
    tied = threads.sources(actor, LinkKind.EVIDENCES, KIND, [challenge.pk], EVIDENCE).get(challenge.pk, [])
    evidence = documents.list_evidence(actor, tied) if tied else []
    return Shown(
        challenge=challenge,
        to_name=challenge.to_name,
        stage=stage(challenge.state, challenge.outcome, challenge.due_on, today),
        late=days_late(challenge.state, challenge.due_on, today),
        turns=list(challenge.turns.all()),
        evidence=evidence,
        evidence_unseen=len(tied) - len(evidence),
        about=_about(links),
        history=trail.history(actor, KIND, challenge.pk, readings=permissions.is_unit(actor)),
        may_answer=permissions.may_answer(actor, challenge, led),
        may_judge=bool(permissions.may_judge(actor, challenge, led)),
        is_for_another=not permissions.is_asked(actor, challenge, led),
    )


def _about(walked: threads.Walk) -> list[Any]:
    """What it was raised by and what it is related to, as far as the actor may see that."""
    kinds = {LinkKind.RAISED_BY, LinkKind.RELATES_TO}
    return [step for step in (*walked.up, *walked.beside) if step.depth == 1 and step.via in kinds]


def find_challenge(actor: Actor, challenge_id: UUID, today: date) -> Any:
    """One challenge the actor may read, with `to_name`, or None. One query."""
    rows = Challenge.objects.visible(actor).select_related("to_group", "group").annotate(to_name=addressee(today))
    return rows.filter(pk=challenge_id).first()


def may_read(actor: Actor, challenge_id: UUID) -> bool:
    """True where the actor may read the challenge, and so its history. One query."""
    return Challenge.objects.visible(actor).filter(pk=challenge_id).exists()
