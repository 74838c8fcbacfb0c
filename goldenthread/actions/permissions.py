"""Who may see, raise, update, rate and accept actions: roles by name, and conditions on the single action.

Source: domain guide D.2 (class G and R) and D.3(4); experience guide, section 1.
"""

from collections.abc import Collection
from uuid import UUID

from goldenthread.actions.models import Action
from goldenthread.kernel.actor import SEEN, Actor, declare
from goldenthread.partnerships.permissions import DECIDES, READS_GOVERNANCE, UNIT, Role

# D.2, class G, everybody marked W; scrutineers, lead safeguarding partners and lay members read.
WRITES = UNIT | DECIDES | {Role.ANALYST, Role.GROUP_CHAIR, Role.GROUP_MEMBER, Role.AGENCY_LEAD}
HAS_THE_LAST_WORD = UNIT | DECIDES | {Role.GROUP_CHAIR}

SEE = declare("actions.see", "see the partnership's actions", READS_GOVERNANCE, SEEN)
RAISE = declare("actions.raise", "raise an action", HAS_THE_LAST_WORD | {Role.ANALYST})
UPDATE = declare("actions.update", "update actions", WRITES)
CHANGE = declare("actions.change", "change an action", HAS_THE_LAST_WORD | {Role.ANALYST})
CHANGE_MANY = declare("actions.change_many", "change several actions at once", CHANGE.roles)
RATE = declare("actions.rate", "have the last word on a rating", HAS_THE_LAST_WORD)
ACCEPT = declare("actions.accept", "accept that an action is complete", HAS_THE_LAST_WORD)

SEE_SILENCE = declare("actions.see_silence", "see who has gone quiet", UNIT, SEEN)
SWITCH_ESCALATION = declare(
    "actions.switch_escalation", "switch the escalation of silence on or off", frozenset({Role.BUSINESS_MANAGER})
)
# Who answers an escalation is whoever it was made to; these are the roles it can be made to.
ANSWER_ESCALATION = declare("actions.answer_escalation", "answer an escalation", HAS_THE_LAST_WORD | {Role.AGENCY_LEAD})


def is_of_the_unit(actor: Actor) -> bool:
    """True for the business unit, which may record on anybody's behalf."""
    return bool(actor.roles & UNIT)


def leads(actor: Actor, action: Action) -> bool:
    """True when the actor is the accountable lead: in person, by seat, as the agency's lead, or as the group's member.

    The business unit attends every group, so only a chair among them leads for a group.
    """
    if action.lead_person_id:
        return action.lead_person_id == actor.user_id or covers_lead(actor, action)
    if action.lead_seat_id:
        return action.lead_seat_id in actor.seat_ids
    if action.lead_agency_id:
        return action.lead_agency_id in actor.agencies_as(Role.AGENCY_LEAD)
    groups = actor.chaired_group_ids if is_of_the_unit(actor) else actor.group_ids
    return action.lead_group_id in groups


def covers_lead(actor: Actor, action: Action) -> bool:
    """True while whoever leads by name is away and named the actor to answer; never of what is restricted."""
    return action.lead_person_id in actor.presence.covers and action.information_class != "R"


def leads_in_person(actor: Actor, action: Action) -> bool:
    """True when the action was given to the actor by name or by seat, so that theirs is the owner's word only."""
    return bool(action.lead_person_id or action.lead_seat_id) and leads(actor, action)


def may_update(actor: Actor, action: Action) -> bool:
    """True for the accountable lead, and for the business unit on the lead's behalf."""
    return actor.may(UPDATE) and (leads(actor, action) or is_of_the_unit(actor))


def may_contribute(actor: Actor, action: Action, contributes: bool) -> bool:
    """True for whoever may update, and for contributors: they may write and attach evidence but not rate."""
    return may_update(actor, action) or (actor.may(UPDATE) and contributes)


def oversees(actor: Actor, action: Action, report_to: Collection[UUID]) -> bool:
    """True for the business unit, those who decide, and the chairs of the lead group and of groups it reports to."""
    if actor.roles & (UNIT | DECIDES):
        return True
    return bool(actor.chaired_group_ids & ({action.lead_group_id} | set(report_to)))


def may_rate(actor: Actor, action: Action, report_to: Collection[UUID]) -> bool:
    """True for whoever oversees the action, unless it is theirs by name."""
    return actor.may(RATE) and oversees(actor, action, report_to) and not leads_in_person(actor, action)


def may_change(actor: Actor, action: Action, report_to: Collection[UUID]) -> bool:
    """True for whoever oversees the action; they may change, reassign, close and reopen it."""
    return actor.may(CHANGE) and oversees(actor, action, report_to)


def may_accept(actor: Actor, action: Action, report_to: Collection[UUID]) -> bool:
    """True for whoever oversees the action; the rule on acceptance may still say no."""
    return actor.may(ACCEPT) and oversees(actor, action, report_to)
