"""Who may see the library, keep papers in it, and hold or withdraw them; who reads which class is `readable`."""

from uuid import UUID

from goldenthread.documents import rules
from goldenthread.kernel.actor import SEEN, Actor, declare
from goldenthread.kernel.outcomes import Verdict
from goldenthread.partnerships.permissions import DECIDES, READS_GOVERNANCE, UNIT, Role, readable_classes

# D.2, class G: everybody marked W there.
WRITES_GOVERNANCE = UNIT | DECIDES | {Role.ANALYST, Role.GROUP_CHAIR, Role.GROUP_MEMBER, Role.AGENCY_LEAD}

SEE = declare("documents.see", "see the library", READS_GOVERNANCE, SEEN)
STORE = declare("documents.store", "add a document to the library", WRITES_GOVERNANCE)
CHANGE = declare("documents.change", "change, replace or withdraw a document", WRITES_GOVERNANCE)
ADD_EVIDENCE = declare("documents.add_evidence", "add evidence", WRITES_GOVERNANCE)
CHANGE_EVIDENCE = declare("documents.change_evidence", "change or withdraw evidence", WRITES_GOVERNANCE)
HOLD = declare("documents.hold", "put a legal hold on a document or lift one", frozenset({Role.BUSINESS_MANAGER}))


def is_unit(actor: Actor) -> bool:
    """True for the business unit, which may change what belongs to others."""
    return bool(actor.roles & UNIT)


def is_own(actor: Actor, person_id: UUID | None) -> bool:
    """True when the person named is the actor; nobody's things are nobody's own."""
    return person_id is not None and person_id == actor.user_id


def may_read(actor: Actor, letter: str, group_id: UUID | None = None, owner_id: UUID | None = None) -> Verdict:
    """Whether a paper or piece of evidence of a class is the actor's to read, with the reason where it is not."""
    return rules.may_be_read(
        letter,
        readable_classes(actor.roles),
        group_id=group_id,
        group_ids=actor.sitting_group_ids,
        owner_id=owner_id,
        user_id=actor.user_id,
    )
