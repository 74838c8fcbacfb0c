"""Who may plan meetings, keep their papers and minutes, and read what is restricted about them.

Source: domain guide D.1 to D.3; decision 18 (docs/adr).
"""

from collections.abc import Collection
from uuid import UUID

from goldenthread.kernel.actor import SEEN, Actor, declare
from goldenthread.partnerships.permissions import READS_GOVERNANCE, READS_RESTRICTED, UNIT, Role

# Chairs and minute takers keep the papers of their own meetings; which meetings those are is asked for each.
KEEPERS = UNIT | {Role.GROUP_CHAIR, Role.GROUP_MEMBER, Role.PARTNERSHIP_CHAIR, Role.AGENCY_LEAD, Role.ANALYST}
# The scrutineer reads and changes nothing; a lay member reads.
ONLY_READ = frozenset({Role.LAY_MEMBER, Role.INDEPENDENT_SCRUTINEER})
READERS_WHO_WRITE = READS_GOVERNANCE - ONLY_READ

SEE = declare("meetings.see", "see meetings, agendas and agreed minutes", READS_GOVERNANCE, SEEN)
PLAN = declare("meetings.plan", "plan meetings and their series", UNIT | {Role.GROUP_CHAIR})
KEEP = declare("meetings.keep", "keep the agenda, attendance and minutes of a meeting", KEEPERS)
ADD_PAPERS = declare("meetings.add_papers", "add a paper to an agenda", READERS_WHO_WRITE)
ANSWER_IN_WRITING = declare(
    "meetings.answer_in_writing", "answer a proposal put to your group in writing",
    READERS_WHO_WRITE - {Role.UNIT_OFFICER},
)  # fmt: skip

ANSWER_INVITATIONS = declare(
    "meetings.answer_invitations", "answer for your partnership when another asks it to a meeting", UNIT
)

NOT_YOURS = "The unit, the chair or vice chair of this group, or its minute taker does this. The unit can help."


def answers_as(actor: Actor, part: str) -> set[UUID | None]:
    """As whom the actor brings papers: themselves, and in part A whoever is away and named them to answer."""
    return {actor.user_id} if part == "B" else {actor.user_id, *actor.presence.covers}


def is_unit(actor: Actor) -> bool:
    """True for the business unit, which plans and keeps every meeting."""
    return bool(actor.roles & UNIT)


def may_add_papers(actor: Actor) -> bool:
    """True for whoever adds papers at all: never the scrutineer, and no lay member by a member's seat alone."""
    if Role.INDEPENDENT_SCRUTINEER in actor.roles:
        return False
    by = actor.roles - {Role.GROUP_MEMBER} if Role.LAY_MEMBER in actor.roles else actor.roles
    return bool(by & ADD_PAPERS.roles)


def may_vote_in_writing(actor: Actor) -> bool:
    """True for whoever answers proposals by a deciding seat: never a lay member nor the scrutineer."""
    return actor.may(ANSWER_IN_WRITING) and not actor.roles & ONLY_READ


def chairs(actor: Actor) -> frozenset[UUID]:
    """The groups the actor runs as chair or vice chair; none for the scrutineer, who changes nothing here."""
    return frozenset() if Role.INDEPENDENT_SCRUTINEER in actor.roles else actor.chaired_group_ids


def asked_to_chair(actor: Actor) -> frozenset[UUID]:
    """Those of them for which the actor is asked: as chair or vice chair, or as a deputy while they are away."""
    return chairs(actor) & actor.asked_group_ids


def runs_group(actor: Actor, group_id: UUID) -> bool:
    """True for the unit, and for whoever chairs or vice-chairs the group."""
    return is_unit(actor) or group_id in chairs(actor)


def keeps(actor: Actor, group_id: UUID, minute_taker_id: UUID | None) -> bool:
    """True for whoever keeps the papers of a meeting: those who run its group, and its minute taker."""
    if Role.INDEPENDENT_SCRUTINEER in actor.roles:
        return False
    return runs_group(actor, group_id) or (minute_taker_id is not None and minute_taker_id == actor.user_id)


def reads_every_part_b(actor: Actor) -> bool:
    """True for the roles that read restricted papers of every group."""
    return bool(actor.roles & READS_RESTRICTED)


def reads_part_b(actor: Actor, group_id: UUID, sits_on: Collection[UUID]) -> bool:
    """True where the actor reads part B of a group's meetings.

    `sits_on` are the groups on which they hold a seat as chair, vice chair or member. A lay member never reads it by
    a seat.
    """
    return reads_every_part_b(actor) or (Role.LAY_MEMBER not in actor.roles and group_id in sits_on)
