"""What a reading or an import comes to, in a few lines of plain words for the command line."""

from collections.abc import Iterator, Mapping
from typing import Any

from goldenthread.plans.exchange.correcting import lines
from goldenthread.plans.exchange.deciding import Proposals
from goldenthread.plans.exchange.document import PlanDocument

COUNTED = {
    "priorities": ("priority", "priorities"),
    "objectives": ("objective", "objectives"),
    "actions": ("action", "actions"),
    "measures": ("measure", "measures"),
    "groups": ("group", "groups"),
    "assurance_areas": ("area of assurance", "areas of assurance"),
}


def counted(document: PlanDocument) -> str:
    """ "3 priorities, 13 objectives, 29 actions"; what there is none of is left out."""
    counts = document.counts()
    return ", ".join(f"{counts[key]} {words[counts[key] != 1]}" for key, words in COUNTED.items() if counts[key])


def told(document: PlanDocument, data: Mapping[str, Any], proposals: Proposals) -> Iterator[str]:
    """What would be made, who would lead what by a guess, and what is doubtful or left over; one line each."""
    yield f"{document.title or 'No title found'}: {counted(document) or 'nothing that makes a plan'}."
    for line in lines(dict(data)):
        proposal = proposals.by_uid.get(line.uid)
        if proposal and not proposal.is_sure:
            short = " ".join(line.text.split())[:60]
            yield f"Lead: “{short}” would be led by {proposal.name or 'nobody'} ({proposal.why})."
    for doubt in document.doubts:
        yield f"Doubt: {doubt.place}: {doubt.question}"
    for row in document.left_over:
        yield f"Left over: {row.place}: {' '.join(row.text.split())[:100]}"
