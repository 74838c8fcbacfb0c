"""Who may see the scorecard, send figures to it, keep it, and say what they mean.

Source: domain guide D.2, classes D and G; decision 21. A validated figure is class G; the return it came in class D.
"""

from goldenthread.kernel.actor import SEEN, Actor, declare
from goldenthread.partnerships.permissions import DECIDES, READS_GOVERNANCE, UNIT, Role
from goldenthread.scorecards.models import Indicator

KEEPS = UNIT | {Role.ANALYST}

SEE = declare("scorecards.see", "see the scorecard and its indicators", READS_GOVERNANCE, SEEN)
KEEP = declare("scorecards.keep", "keep the library, targets, comparators and scorecards", KEEPS)
BRING = declare("scorecards.bring", "bring figures in from a file", KEEPS)
# A request lays a standing duty to report on agencies, which the unit does (returns.keep_obligations).
REQUEST = declare("scorecards.request", "ask agencies for data", UNIT)
FREEZE = declare("scorecards.freeze", "freeze an edition of a scorecard", KEEPS)
COMMENT = declare(
    "scorecards.comment", "say what a figure means", KEEPS | DECIDES | {Role.GROUP_CHAIR, Role.AGENCY_LEAD}
)


def may_comment(actor: Actor, indicator: Indicator) -> bool:
    """True for those who keep the scorecard, decide or chair, and for the lead of the agency whose figure it is."""
    if not actor.may(COMMENT):
        return False
    keeps = bool(actor.roles & (KEEPS | DECIDES | {Role.GROUP_CHAIR}))
    return keeps or indicator.agency_id in actor.agencies_as(Role.AGENCY_LEAD)
