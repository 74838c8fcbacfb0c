"""Who sees what is owed, answers it, asks for it, chases it and checks it; who reads answers is `Returns.readable`.

Source: domain guide D.2, class S (self-assessment and returns of one organisation) and D.3(4).
"""

from uuid import UUID

from goldenthread.kernel.actor import SEEN, Actor, declare
from goldenthread.partnerships.permissions import READS_GOVERNANCE, UNIT, Role

SEE = declare("returns.see", "see which reports and returns are owed", READS_GOVERNANCE, SEEN)
KEEP_QUESTIONS = declare("returns.keep_questions", "write question sets and rating schemes", UNIT | {Role.ANALYST})
COMMISSION = declare("returns.commission", "ask agencies and groups for returns", UNIT | {Role.ANALYST})
# What one answers is decided for each return; the scrutineer answers none, so as to stay independent of what is said.
ANSWER = declare("returns.answer", "answer a return", READS_GOVERNANCE - {Role.INDEPENDENT_SCRUTINEER})
CHASE = declare("returns.chase", "extend, excuse and chase returns", UNIT | {Role.ANALYST})
# D.2, class S: the deputy chases and does not moderate; the analyst checks with the manager.
CHECK = declare(
    "returns.check", "accept a return or send it back for more",
    frozenset({Role.BUSINESS_MANAGER, Role.ANALYST, Role.PARTNERSHIP_CHAIR, Role.GROUP_CHAIR}),
)  # fmt: skip
ANSWER_REQUEST = declare(
    "returns.answer_request", "answer what a report asks of a group",
    UNIT | {Role.PARTNERSHIP_CHAIR, Role.GROUP_CHAIR, Role.DELEGATED_SAFEGUARDING_PARTNER},
)  # fmt: skip
KEEP_OBLIGATIONS = declare("returns.keep_obligations", "set who reports what to whom and when", UNIT)


def may_answer_request(actor: Actor, to_group_id: UUID, from_group_id: UUID | None = None) -> bool:
    """True for who decides in the group that was asked, and for the business unit on its behalf.

    That is its chair, and a delegated safeguarding partner or the chair of the partnership who sits on it. Nobody
    answers what the group they chair asks.
    """
    if not actor.may(ANSWER_REQUEST) or (from_group_id and from_group_id in actor.chaired_group_ids):
        return False
    decides = actor.roles & {Role.DELEGATED_SAFEGUARDING_PARTNER, Role.PARTNERSHIP_CHAIR}
    if to_group_id in (actor.sitting_group_ids if decides else actor.chaired_group_ids):
        return True
    return bool(actor.roles & UNIT)
