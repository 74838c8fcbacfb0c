"""Who may follow the thread, who may add to it, and who may link things by hand."""

from goldenthread.kernel.actor import SEEN, declare
from goldenthread.partnerships.permissions import DECIDES, READS_GOVERNANCE, UNIT, Role

# D.2, class G: everybody marked W there, because raising an action or adding evidence ties it to what it is for.
WRITES_GOVERNANCE = UNIT | DECIDES | {Role.ANALYST, Role.GROUP_CHAIR, Role.GROUP_MEMBER, Role.AGENCY_LEAD}

SEE = declare("threads.see", "follow how things are linked", READS_GOVERNANCE, SEEN)
# Whoever may raise a challenge ties it to what it is about, the scrutineer and the chief officers among them.
TIE = declare(
    "threads.tie",
    "link one thing to another",
    WRITES_GOVERNANCE | {Role.INDEPENDENT_SCRUTINEER, Role.LEAD_SAFEGUARDING_PARTNER},
)
LINK_BY_HAND = declare(
    "threads.link_by_hand", "make or take away links by hand", UNIT | DECIDES | {Role.ANALYST, Role.GROUP_CHAIR}
)
