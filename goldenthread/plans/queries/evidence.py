"""What shows that a part of a plan made a difference: its own evidence, its measures' and its actions'."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from goldenthread.documents import queries as documents
from goldenthread.documents.models import EvidenceItem
from goldenthread.documents.rules import QUADRANTS
from goldenthread.kernel.actor import Actor
from goldenthread.plans.models import Measure
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind, Ref

EVIDENCE, MEASURE = "documents.evidenceitem", "plans.measure"


@dataclass(frozen=True)
class EvidenceHeld:
    """The evidence beneath one thing as far as the actor may read it, newest first, each piece once.

    `quadrants` counts them by side in words, empty sides included; `by_measure` counts each measure's own.
    """

    pieces: list[EvidenceItem]
    quadrants: dict[str, int]
    by_measure: dict[UUID, int]

    @property
    def empty_quadrants(self) -> list[str]:
        """The sides from which nothing has been shown, in words."""
        return [word for word, number in self.quadrants.items() if not number]


def evidence_for(
    actor: Actor, refs: Iterable[Ref], measures: Collection[Measure] = (), action_evidence: Iterable[UUID] = ()
) -> EvidenceHeld:
    """The evidence tied to some things and to their measures, with that of their actions by id.

    One query for what is tied and one for the pieces, however many of them.
    """
    keys = [measure.pk for measure in measures]
    things = [*refs, *(Ref(MEASURE, key) for key in keys)]
    kinds, targets = {ref.kind for ref in things}, [ref.id for ref in things]
    tied_to = threads.sources(actor, LinkKind.EVIDENCES, kinds, targets, EVIDENCE)
    ids = {piece for tied in tied_to.values() for piece in tied} | set(action_evidence)
    found = documents.evidence_by_id(actor, ids)
    counts = dict.fromkeys(QUADRANTS, 0)
    for piece in found.values():
        counts[piece.quadrant] += 1
    return EvidenceHeld(
        pieces=sorted(found.values(), key=lambda piece: piece.dated_on, reverse=True),
        quadrants={QUADRANTS[key].word: number for key, number in counts.items()},
        by_measure={key: sum(piece in found for piece in tied_to.get(key, ())) for key in keys},
    )
