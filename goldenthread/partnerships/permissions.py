"""Roles as code, each with a sentence, and what they may do here. Who holds a role is membership, in the database.

Source: domain guide D.2 (role by information class) and D.3 (access rules to build once).
"""

from enum import StrEnum
from uuid import UUID

from goldenthread.kernel.actor import SEEN, Actor, declare


class Role(StrEnum):
    """What a person is to one partnership. The value is stored; the sentence below is shown."""

    BUSINESS_MANAGER = "business_manager"
    UNIT_OFFICER = "unit_officer"
    ANALYST = "analyst"
    LEAD_SAFEGUARDING_PARTNER = "lead_safeguarding_partner"
    DELEGATED_SAFEGUARDING_PARTNER = "delegated_safeguarding_partner"
    PARTNERSHIP_CHAIR = "partnership_chair"
    INDEPENDENT_SCRUTINEER = "independent_scrutineer"
    GROUP_CHAIR = "group_chair"
    GROUP_MEMBER = "group_member"
    AGENCY_LEAD = "agency_lead"
    LAY_MEMBER = "lay_member"
    INFORMATION_GOVERNANCE = "information_governance"
    SYSTEM_AUDITOR = "system_auditor"


SENTENCES: dict[Role, str] = {
    Role.BUSINESS_MANAGER: "Runs the partnership's business unit and may change anything in it.",
    Role.UNIT_OFFICER: "Works in the business unit: keeps the plan, chases, and records on behalf of others.",
    Role.ANALYST: "Works on quality assurance and performance: reads governance and keeps evidence.",
    Role.LEAD_SAFEGUARDING_PARTNER: "Chief officer of a statutory safeguarding partner: reads, and signs off.",
    Role.DELEGATED_SAFEGUARDING_PARTNER: "Speaks and decides for a statutory safeguarding partner.",
    Role.PARTNERSHIP_CHAIR: "Chairs the partnership: rates, approves and accepts.",
    Role.INDEPENDENT_SCRUTINEER: "Scrutinises independently: reads almost everything and changes nothing in the plan.",
    Role.GROUP_CHAIR: "Chairs or vice-chairs a group: rates and accepts that group's actions.",
    Role.GROUP_MEMBER: "Sits on a group: reads governance and updates the actions they lead.",
    Role.AGENCY_LEAD: "Leads safeguarding for an agency: updates that agency's actions and attaches evidence.",
    Role.LAY_MEMBER: "Lay member or elected observer: reads the plan and published papers.",
    Role.INFORMATION_GOVERNANCE: "Information-governance lead: reads the record of who did what.",
    Role.SYSTEM_AUDITOR: "Reads the record of who did what, and nothing else.",
}


def label(role: str) -> str:
    """A role or appointment as it is said: "Business manager"."""
    return role.replace("_", " ").capitalize()


UNIT = frozenset({Role.BUSINESS_MANAGER, Role.UNIT_OFFICER})
# D.2, class G: everybody who reads governance papers.
READS_GOVERNANCE = frozenset(Role) - {Role.SYSTEM_AUDITOR, Role.INFORMATION_GOVERNANCE}
# D.2, class R: those marked R or RW without a named list.
READS_RESTRICTED = frozenset(
    {
        Role.BUSINESS_MANAGER,
        Role.LEAD_SAFEGUARDING_PARTNER,
        Role.DELEGATED_SAFEGUARDING_PARTNER,
        Role.PARTNERSHIP_CHAIR,
        Role.INDEPENDENT_SCRUTINEER,
    }
)
DECIDES = frozenset({Role.BUSINESS_MANAGER, Role.DELEGATED_SAFEGUARDING_PARTNER, Role.PARTNERSHIP_CHAIR})

SEE_STRUCTURE = declare("partnerships.see_structure", "see the partnership's structure", READS_GOVERNANCE, SEEN)
SEE_PEOPLE = declare("partnerships.see_people", "see who holds which role", READS_GOVERNANCE, SEEN)
# The history of one thing is for whoever may see the thing; the pages that show it ask for that too.
SEE_HISTORY = declare(
    "partnerships.see_history",
    "see what was done to one thing and by whom",
    READS_GOVERNANCE | {Role.SYSTEM_AUDITOR, Role.INFORMATION_GOVERNANCE},
    SEEN,
)
# D.2, class L: the whole record names things of every class, so few read it.
SEE_TRAIL = declare(
    "partnerships.see_trail",
    "see the record of everything done in the partnership",
    frozenset({Role.BUSINESS_MANAGER, Role.SYSTEM_AUDITOR, Role.INFORMATION_GOVERNANCE}),
    SEEN,
)
KEEP_OWN_PARTICULARS = declare(
    "partnerships.keep_own_particulars", "keep your own name and telephone number", frozenset(Role)
)
# One's own time away is entered by oneself; that of somebody else by the unit.
KEEP_OWN_ABSENCES = declare("partnerships.keep_own_absences", "say when you are away", READS_GOVERNANCE)
KEEP_ABSENCES = declare("partnerships.keep_absences", "say when somebody is away", UNIT)
# Whoever answers for somebody away says how their actions go and adds their papers: lay members and scrutineers do not.
MAY_COVER = READS_GOVERNANCE - {Role.LAY_MEMBER, Role.INDEPENDENT_SCRUTINEER, Role.LEAD_SAFEGUARDING_PARTNER}
NEVER_COVER = frozenset({Role.LAY_MEMBER, Role.INDEPENDENT_SCRUTINEER})
SAVE_VIEWS = declare("partnerships.save_views", "keep lists as views of your own", frozenset(Role))
TIDY_VIEWS = declare("partnerships.tidy_views", "delete views that somebody shared", UNIT)
CHANGE_STRUCTURE = declare("partnerships.change_structure", "change groups, seats and agencies", UNIT)
# Which group's terms and closing report a chair may write is `may_write_for` below.
WRITE_TERMS = declare("partnerships.write_terms", "write a group's terms of reference", UNIT | {Role.GROUP_CHAIR})
SIGN_OFF_TERMS = declare("partnerships.sign_off_terms", "sign terms of reference off", DECIDES)
WRITE_CLOSING_REPORT = declare(
    "partnerships.write_closing_report", "write the closing report of a group", UNIT | {Role.GROUP_CHAIR}
)
CHANGE_TEXTS = declare("partnerships.change_texts", "change the vision, purposes and values", UNIT)
APPOINT = declare("partnerships.appoint", "appoint people to roles", frozenset({Role.BUSINESS_MANAGER}))
# D.3(9): leavers, and the quarterly look at who acts for an agency.
FOLLOW_MOVEMENTS = declare("partnerships.follow_movements", "see who is joining, moving and leaving", UNIT, SEEN)
RECORD_LEAVERS = declare(
    "partnerships.record_leavers",
    "record that somebody has left their agency",
    frozenset({Role.BUSINESS_MANAGER, Role.AGENCY_LEAD}),
)
SEE_ACCESS_REVIEWS = declare(
    "partnerships.see_access_reviews",
    "see the quarterly reviews of access",
    UNIT | {Role.AGENCY_LEAD, Role.INFORMATION_GOVERNANCE, Role.SYSTEM_AUDITOR},
    SEEN,
)
REVIEW_ACCESS = declare(
    "partnerships.review_access", "go through who acts for an agency here", UNIT | {Role.AGENCY_LEAD}
)
# D.3(10): break-glass takes two people.
ASK_SECOND_STEP_RESET = declare(
    "partnerships.ask_second_step_reset", "ask for somebody's second step to be taken away", UNIT
)
CONFIRM_SECOND_STEP_RESET = declare(
    "partnerships.confirm_second_step_reset",
    "confirm that somebody's second step is taken away",
    frozenset({Role.BUSINESS_MANAGER, Role.PARTNERSHIP_CHAIR}),
)


def may_cover(actor: Actor) -> bool:
    """True for whoever may be named to answer for somebody who is away: never a lay member nor a scrutineer."""
    return bool(actor.roles & MAY_COVER) and not actor.roles & NEVER_COVER


def may_write_for(actor: Actor, group_id: UUID) -> bool:
    """True for the business unit, and for whoever chairs or vice-chairs the group."""
    return bool(actor.roles & UNIT) or group_id in actor.chaired_group_ids


def readable_classes(roles: frozenset[str]) -> frozenset[str]:
    """The information classes (D.1: P, G, R) that the roles read without being on a named list."""
    classes = {"P"}
    if roles & READS_GOVERNANCE:
        classes.add("G")
    if roles & READS_RESTRICTED:
        classes.add("R")
    return frozenset(classes)
