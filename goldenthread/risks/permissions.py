"""Who may see the register, keep it, and work on one risk: roles by name, and conditions on the single risk.

Source: domain guide D.2, class R, and D.3(4); decision 18. Chairs and members read the risks of their own groups; a
seat "in attendance" gives nothing, nor does any seat of a lay member, which `models.Risks.readable` sees to.
"""

from uuid import UUID

from goldenthread.kernel.actor import SEEN, Actor, declare
from goldenthread.partnerships.permissions import DECIDES, UNIT, Role
from goldenthread.risks.models import READS_ALL, Risk

# Those who keep the whole register: class R, RW without a named list, and the officers of the unit, who keep it.
KEEPS_ALL = UNIT | DECIDES
KEEPS = KEEPS_ALL | {Role.GROUP_CHAIR}

SEE = declare("risks.see", "see the risk register", READS_ALL | {Role.GROUP_CHAIR, Role.GROUP_MEMBER}, SEEN)
RAISE = declare("risks.raise", "enter a risk into the register", KEEPS)
CHANGE = declare("risks.change", "change or move a risk", KEEPS)
REVIEW = declare("risks.review", "review and score a risk", KEEPS | {Role.GROUP_MEMBER})
RAISE_ACTION = declare("risks.raise_action", "raise an action from a risk", KEEPS)
SET_SCALES = declare("risks.set_scales", "set the scales and the appetite for risk", UNIT | {Role.PARTNERSHIP_CHAIR})
SET_REVIEWS = declare("risks.set_reviews", "set when and by whom a risk register is reviewed", UNIT)


def keeps_all(actor: Actor) -> bool:
    """True for those who keep every register of the partnership."""
    return bool(actor.roles & KEEPS_ALL)


def registers_chaired(actor: Actor) -> frozenset[UUID]:
    """The groups whose register the actor keeps as chair or vice chair; none for a lay member, who reads none."""
    return actor.chaired_group_ids & actor.sitting_group_ids


def may_keep_in(actor: Actor, group_id: UUID | None) -> bool:
    """True where the actor may enter a risk into this group's register, or (None) into the partnership's own."""
    return keeps_all(actor) or (group_id is not None and group_id in registers_chaired(actor))


def may_change(actor: Actor, risk: Risk) -> bool:
    """True for those who keep every register, and for the chair of the group in whose register it stands or began."""
    return actor.may(CHANGE) and (may_keep_in(actor, risk.group_id) or may_keep_in(actor, risk.raised_in_id))


def may_move_down(actor: Actor, risk: Risk) -> bool:
    """True for those who keep the register in which it stands now: what was escalated is theirs to send back."""
    return actor.may(CHANGE) and may_keep_in(actor, risk.group_id)


def may_review(actor: Actor, risk: Risk) -> bool:
    """True for whoever may change it, for its owner, and for whom an owner who is away named to answer."""
    owns = risk.owner_id is not None and risk.owner_id in {actor.user_id, *actor.presence.covers}
    return actor.may(REVIEW) and (owns or may_change(actor, risk))


def may_accept_for(approver: Actor, group_id: UUID | None) -> bool:
    """True where a person may accept a risk of this register: those who decide, or the group's own chair."""
    return bool(approver.roles & DECIDES) or (group_id is not None and group_id in registers_chaired(approver))
