"""Who may read, change, approve and rate plans (domain guide D.2, class G; D.3)."""

from goldenthread.kernel.actor import SEEN, Actor, declare
from goldenthread.partnerships.permissions import DECIDES, READS_GOVERNANCE, UNIT, Role

SEE = declare("plans.see", "see plans", READS_GOVERNANCE, SEEN)
CHANGE = declare("plans.change", "change plans", UNIT)
IMPORT = declare("plans.import", "bring in a plan from a file", UNIT)
APPROVE = declare("plans.approve", "approve a plan", DECIDES)
ADD_EVIDENCE = declare(
    "plans.add_evidence",
    "add evidence to a plan",
    UNIT | DECIDES | {Role.ANALYST, Role.GROUP_CHAIR},
)
# Seats bring the roles of chair and member; which seat may answer for which version is asked of the version.
ANSWER = declare(
    "plans.answer",
    "approve a version of a plan for a seat",
    UNIT | DECIDES | {Role.LEAD_SAFEGUARDING_PARTNER, Role.GROUP_CHAIR, Role.GROUP_MEMBER},
)
RATE = declare("plans.rate", "rate priorities and objectives", DECIDES | {Role.GROUP_CHAIR})


def sees_drafts(actor: Actor) -> bool:
    """True for those who make and decide plans; everybody else sees a plan once it is approved."""
    return actor.may(CHANGE) or actor.may(APPROVE) or bool(actor.roles & {Role.INDEPENDENT_SCRUTINEER})
